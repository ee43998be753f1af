package email

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"anlan/internal/arrive/outbox"
)

// news reads what a mail server reports of a mail of ours; nil when this is no
// report. Which mail it is about, only who sent it can tell: here are all names
// that the report gives it.
func (l *look) news() *outbox.News {
	m, status := l.mail, l.deliveryStatus()
	if m.Kind != Bounced && status == nil {
		return nil
	}
	n := &outbox.News{Tokens: m.tokens(outbox.TokenIn), MessageIDs: l.originals()}
	switch {
	case m.Kind == Bounced:
		n.Course, n.Recipient, n.Status = outbox.CameBack, m.Bounce.Recipient, m.Bounce.Status
		if status.late() || status == nil && late(m.Bounce.Status) {
			n.Course = outbox.OnTheWay
		}
	case status.arrived():
		n.Course = outbox.Arrived
	default:
		n.Course = outbox.PassedOn
	}
	if status != nil {
		w := status.worst()
		n.Said = said(w.diagnostic)
		if n.Recipient == "" {
			n.Recipient, n.Status = firstNonEmpty(w.final, w.original), w.status
		}
	}
	return n
}

// late tells that a status without an action speaks of a delay: 4.4.7 is the end
// of one.
func late(status string) bool { return strings.HasPrefix(status, "4.") && status != "4.4.7" }

// late is true when the report only says that a mail is still tried.
func (s *statusReport) late() bool {
	if s == nil {
		return false
	}
	w := s.worst()
	return w.action == "delayed" || w.action == "" && late(w.status)
}

// arrived is true when a mailbox has the mail: to be relayed is less.
func (s *statusReport) arrived() bool {
	for _, f := range s.recipients {
		if f.action == "delivered" {
			return true
		}
	}
	return false
}

const maxSaid = 500 // bytes

func said(diagnostic string) string {
	if kind, rest, typed := strings.Cut(diagnostic, ";"); typed && !strings.ContainsAny(strings.TrimSpace(kind), " \t") {
		diagnostic = rest
	}
	return clipped(strings.Join(strings.Fields(diagnostic), " "), maxSaid)
}

// tokens are those in the addresses that the mail came to, the envelope's first.
func (m Mail) tokens(in func(address string) string) (tokens []string) {
	find := func(address string) {
		if t := in(address); t != "" && !slices.Contains(tokens, t) {
			tokens = append(tokens, t)
		}
	}
	for _, name := range []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"} {
		for _, f := range m.Header {
			if f.Name == name {
				find(strings.Trim(strings.TrimSpace(f.Value), "<>"))
			}
		}
	}
	for _, a := range slices.Concat(m.To, m.CC) {
		find(a.Address)
	}
	return tokens
}

// ownName is a Message-ID of ours, wherever it is copied.
var ownName = regexp.MustCompile(`\bc\.[0-9a-f-]{36}\.m\.[0-9a-f-]{36}@`)

// originals are the names of the mail that a report gives back: of the copy, of
// its headers, or as it stands in the words.
func (l *look) originals() (names []string) {
	if p := l.root.find("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"); p != nil {
		r := &reader{}
		head, _ := r.splitHeader(bytes.TrimLeft(clip(p.content, 64<<10), "\r\n"))
		if id := strings.TrimSpace(r.raw8(head.get("message-id"))); id != "" {
			names = append(names, id)
		}
	}
	names = append(names, l.mail.InReplyTo)
	names = append(names, l.mail.References...)
	return append(names, ownName.FindAllString(clipped(l.mail.Text, 64<<10), 8)...)
}
