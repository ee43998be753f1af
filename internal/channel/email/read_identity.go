package email

import "strings"

func (r *reader) identity(head rawHeader, m *Mail) {
	m.Subject = r.words(head.get("subject"))
	m.MessageID = firstOf(messageIDs(r.raw8(head.get("message-id"))))
	m.InReplyTo = firstOf(messageIDs(r.raw8(head.get("in-reply-to"))))
	for _, value := range head.all("references") {
		m.References = append(m.References, messageIDs(r.raw8(value))...)
	}
	if raw := string(head.get("date")); raw != "" {
		if at, ok := parseDate(raw); ok {
			m.Date = Date{at}
		} else {
			r.problem("date not readable")
		}
	}
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// messageIDs reads ids with or without their brackets. The brackets are not
// part of the id here.
func messageIDs(s string) []string {
	var ids []string
	if !strings.ContainsAny(s, "<>") {
		for _, f := range strings.Fields(s) {
			if strings.Contains(f, "@") || !strings.Contains(strings.TrimSpace(s), " ") {
				ids = append(ids, strings.Trim(f, ",;"))
			}
		}
		return ids
	}
	for s != "" && len(ids) < 1000 {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		s = s[i+1:]
		j := strings.IndexAny(s, "<>")
		if j < 0 {
			j = len(s)
		}
		if id := strings.Join(strings.Fields(s[:j]), ""); id != "" {
			ids = append(ids, id)
		}
		s = s[min(j, len(s)):]
	}
	return ids
}
