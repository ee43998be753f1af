package email

import (
	"strings"

	"anlan/internal/arrive/trust"
)

// Unnamed stands for a receiver that does not name itself, as Microsoft 365 does
// against RFC 8601.
const Unnamed = "unnamed"

// verdict reads what the receiving mail server found. Anybody can write such a
// field, so only those count whose name is that of the receiver that somebody
// confirmed, and only the topmost: what is below the next Received was there before
// the receiver wrote its own.
func verdict(head Header, receiver string) trust.Verdict {
	v := trust.Verdict{Checks: []trust.Check{}}
	for _, f := range head {
		if f.Name == "received" && v.Receiver != "" {
			break
		}
		if f.Name != "authentication-results" {
			continue
		}
		name, checks := findings(f.Value)
		if v.Seen == "" {
			v.Seen = name
		}
		if receiver == "" || !strings.EqualFold(name, receiver) {
			continue
		}
		v.Receiver = name
		for _, c := range checks {
			if !foundAbove(v.Checks, c) {
				v.Checks = append(v.Checks, c)
			}
		}
	}
	return v
}

// foundAbove tells whether the same was found above already: there the receiver wrote
// last. A mail may carry several signatures, of several domains.
func foundAbove(checks []trust.Check, c trust.Check) bool {
	for _, known := range checks {
		if known.Method == c.Method && (c.Method != "dkim" || known.Domain == c.Domain && known.Result == c.Result) {
			return true
		}
	}
	return false
}

// findings takes a field apart: who looked, and what was found.
func findings(value string) (name string, checks []trust.Check) {
	sections := sectionsOf(value)
	for i, section := range sections {
		words := strings.Fields(section.text)
		if i == 0 && len(words) > 0 && !strings.Contains(words[0], "=") {
			name = strings.ToLower(strings.Trim(words[0], `"`))
			continue
		}
		if c, ok := finding(words); ok {
			if c.Detail == "" {
				c.Detail = section.comment
			}
			checks = append(checks, c)
		}
	}
	if name == "" && len(checks) > 0 {
		name = Unnamed
	}
	return name, checks
}

// methods are those that are shown, and where each names the domain it is about.
var methods = map[string][]string{
	"spf": {"smtp.mailfrom", "smtp.mail", "smtp.helo"}, "dkim": {"header.d", "header.i"}, "dmarc": {"header.from"},
	"arc": nil, "iprev": {"policy.iprev"}, "auth": {"smtp.auth"},
}

func finding(words []string) (c trust.Check, ok bool) {
	if len(words) == 0 {
		return c, false
	}
	method, result, _ := strings.Cut(strings.ToLower(words[0]), "=")
	method, _, _ = strings.Cut(method, "/") // with a version
	names, known := methods[method]
	if !known || result == "" {
		return c, false
	}
	said := map[string]string{}
	for _, word := range words[1:] {
		if k, v, paired := strings.Cut(word, "="); paired {
			said[strings.ToLower(k)] = strings.ReplaceAll(strings.Trim(v, `"`), string(joiner), " ")
		}
	}
	c = trust.Check{Method: method, Result: result, Detail: said["reason"]}
	for _, name := range names {
		if v := said[name]; v != "" && c.Domain == "" {
			c.Domain = strings.ToLower(v[strings.LastIndexByte(v, '@')+1:])
		}
	}
	return c, true
}

type section struct{ text, comment string }

// joiner stands for a space within quotes while a section is parted at its spaces.
const joiner = '\x1f'

// sectionsOf parts a field at its semicolons. Comments may hold anything, and nest.
func sectionsOf(value string) (list []section) {
	var text, comment strings.Builder
	depth, quoted := 0, false
	end := func() {
		list = append(list, section{text.String(), strings.TrimSpace(comment.String())})
		text.Reset()
		comment.Reset()
	}
	for _, r := range value {
		switch {
		case r == '"' && depth == 0:
			quoted = !quoted
			text.WriteRune(r)
		case quoted:
			if r == ' ' {
				r = joiner // the words of a reason stay one
			}
			text.WriteRune(r)
		case r == '(':
			if depth++; depth > 1 {
				comment.WriteRune(r)
			}
		case r == ')' && depth > 0:
			if depth--; depth > 0 {
				comment.WriteRune(r)
			} else {
				text.WriteRune(' ')
			}
		case depth > 0:
			comment.WriteRune(r)
		case r == ';':
			end()
		default:
			text.WriteRune(r)
		}
	}
	end()
	return list
}

// seen is what a mail says of its sender, judged by what its receiver found.
func seen(m Mail, v trust.Verdict) *trust.Seen {
	if m.From == nil {
		return nil
	}
	l := trust.Letter{From: m.From.Address, Name: m.From.Name, Verdict: v, Bulk: bulk(m)}
	for _, a := range m.ReplyTo {
		l.ReplyTo = append(l.ReplyTo, a.Address)
	}
	return trust.Of(l)
}

// bulk tells whether a mail went to many: lists and mass mail write in others' names.
func bulk(m Mail) bool {
	for _, name := range []string{"list-id", "list-unsubscribe", "list-post"} {
		if m.Header.Get(name) != "" {
			return true
		}
	}
	switch strings.ToLower(m.Header.Get("precedence")) {
	case "bulk", "list", "junk":
		return true
	}
	return false
}
