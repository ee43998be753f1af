package email

import (
	"bytes"
	"strings"
)

func (r *reader) addressBook(head rawHeader, m *Mail) {
	m.Senders = r.addresses(head.all("from"))
	if len(m.Senders) == 0 {
		m.Senders = r.addresses(head.all("sender"))
	}
	if len(m.Senders) > 0 {
		first := m.Senders[0]
		m.From = &first
	} else {
		r.problem("no sender")
	}
	m.To = r.addresses(head.all("to"))
	m.CC = r.addresses(head.all("cc"))
	m.ReplyTo = r.addresses(head.all("reply-to"))
}

// addresses reads mailbox lists as people's programs write them: groups,
// comments, semicolons for commas, names with bare commas, half-open brackets.
func (r *reader) addresses(values [][]byte) []Address {
	var list []Address
	for _, value := range values {
		pending := ""
		for _, item := range splitMailboxes(value) {
			if len(list) >= maxAddresses {
				r.problem("address list cut at the limit")
				return list
			}
			a := r.mailbox(item)
			switch {
			case a.Address == "" && a.Name == "":
			case a.Address == "":
				pending = joinName(pending, a.Name)
			default:
				if pending != "" && a.Name != "" {
					a.Name = pending + ", " + a.Name
				} else if pending != "" {
					list = append(list, Address{Address: pending})
				}
				pending = ""
				list = append(list, a)
			}
		}
		if pending != "" {
			list = append(list, Address{Address: strings.ReplaceAll(pending, " ", "")})
		}
	}
	return list
}

func joinName(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// splitMailboxes cuts at commas and semicolons that stand outside quotes,
// comments, brackets and encoded words, and drops the names of groups.
func splitMailboxes(value []byte) [][]byte {
	var items [][]byte
	start, comment := 0, 0
	inQuote, inBracket := false, false
	cut := func(end int) {
		if item := bytes.TrimSpace(value[start:end]); len(item) > 0 {
			items = append(items, item)
		}
		start = end + 1
	}
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case c == '\\' && (inQuote || comment > 0):
			i++
		case inQuote:
			inQuote = c != '"'
		case c == '(':
			comment++
		case c == ')' && comment > 0:
			comment--
		case comment > 0:
		case c == '"':
			inQuote = bytes.IndexByte(value[i+1:], '"') >= 0
		case c == '=' && i+1 < len(value) && value[i+1] == '?':
			if _, end, ok := wordAt(value, i); ok && end > i {
				i = end - 1
			}
		case c == '<':
			inBracket = bytes.IndexByte(clip(value[i:], 400), '>') >= 0
		case c == '>':
			inBracket = false
			if next := bytes.TrimLeft(value[i+1:], " \t"); len(next) > 0 && next[0] != ',' && next[0] != ';' && next[0] != '(' {
				cut(i + 1)
				start = i + 1
			}
		case inBracket:
		case c == ':' && !bytes.ContainsAny(clip(value[start:i], 400), "@<"):
			start = i + 1 // the name of a group
		case c == ',' || c == ';':
			cut(i)
		}
	}
	cut(len(value))
	return items
}

// mailbox reads `Name <address>`, `address (Name)`, `<address>` or `address`.
func (r *reader) mailbox(item []byte) Address {
	item, comment := withoutComments(item)
	if open := bytes.LastIndexByte(item, '<'); open >= 0 {
		address := item[open+1:]
		if end := bytes.IndexByte(address, '>'); end >= 0 {
			address = address[:end]
		}
		name := r.displayName(item[:open])
		if name == "" {
			name = r.displayName(comment)
		}
		return Address{name, r.cleanAddress(address)}
	}
	if bytes.IndexByte(item, '@') < 0 {
		return Address{Name: r.displayName(item)}
	}
	// name and address without brackets: the address is the word with the @
	if fields := bytes.Fields(item); len(fields) > 1 && item[0] != '"' {
		for i, f := range fields {
			if bytes.IndexByte(f, '@') > 0 {
				rest := append(append([][]byte{}, fields[:i]...), fields[i+1:]...)
				if name := r.displayName(bytes.Join(rest, []byte(" "))); !strings.Contains(name, "@") {
					return Address{name, r.cleanAddress(f)}
				}
			}
		}
	}
	return Address{r.displayName(comment), r.cleanAddress(item)}
}

func (r *reader) cleanAddress(b []byte) string {
	s := strings.TrimSpace(r.words(b))
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	if strings.HasPrefix(s, "@") { // an old route: <@relay:user@host>
		if _, after, ok := strings.Cut(s, ":"); ok {
			s = after
		}
	}
	if !strings.HasPrefix(s, `"`) {
		s = strings.Join(strings.Fields(s), "")
	}
	return strings.Trim(s, "'<>,;")
}

// displayName unquotes and decodes; words of one name are set apart by one blank.
func (r *reader) displayName(b []byte) string {
	b = bytes.TrimSpace(b)
	var plain bytes.Buffer
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b):
			i++
			plain.WriteByte(b[i])
		case b[i] == '"':
		default:
			plain.WriteByte(b[i])
		}
	}
	name := strings.Join(strings.Fields(r.words(plain.Bytes())), " ")
	if len(name) > 1 && strings.HasPrefix(name, "'") && strings.HasSuffix(name, "'") {
		name = name[1 : len(name)-1]
	}
	return name
}

// withoutComments takes comments out of an item and returns the last one.
func withoutComments(item []byte) (rest, comment []byte) {
	if bytes.IndexByte(item, '(') < 0 {
		return item, nil
	}
	depth, inQuote, start := 0, false, 0
	for i := 0; i < len(item); i++ {
		c := item[i]
		switch {
		case c == '\\' && i+1 < len(item):
			if depth == 0 {
				rest = append(rest, c, item[i+1])
			}
			i++
			continue
		case c == '"' && depth == 0:
			inQuote = !inQuote
		case c == '(' && !inQuote:
			if depth == 0 {
				start = i + 1
			}
			depth++
			continue
		case c == ')' && depth > 0:
			if depth--; depth == 0 {
				comment = item[start:i]
			}
			continue
		}
		if depth == 0 {
			rest = append(rest, c)
		}
	}
	return rest, comment
}
