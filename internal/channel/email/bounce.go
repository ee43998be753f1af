package email

import (
	"bytes"
	"regexp"
	"strings"
)

// statusReport is the machine-readable part of a delivery report, RFC 3464 and
// its internationalised form RFC 6533.
type statusReport struct{ recipients []statusFields }

type statusFields struct{ final, original, action, status, diagnostic string }

// deliveryStatus reads the report, nil when the mail has none.
func (l *look) deliveryStatus() *statusReport {
	content := []byte(nil)
	if p := l.root.find("message/delivery-status", "message/global-delivery-status", "text/delivery-status"); p != nil {
		content = p.content
	} else if !l.fromDaemon() && !l.fromNobody() && l.header("auto-submitted") == "" {
		return nil // a person may quote a report
	} else if at := statusInText.FindStringIndex(l.mail.Text); at != nil {
		// Some servers write the report into the text, others lose the MIME around it.
		content = []byte(clipped(l.mail.Text[at[0]:], 16<<10))
	}
	if report := parseStatus(content); len(report.recipients) > 0 {
		return report
	}
	return nil
}

var statusInText = regexp.MustCompile(`(?im)^(?:final-recipient:|action: *(?:failed|delayed)|original-recipient:)`)

// parseStatus reads groups of fields, parted by empty lines. Groups that name
// no recipient are about the whole mail.
func parseStatus(content []byte) *statusReport {
	report := &statusReport{}
	r := &reader{}
	for rest := content; len(rest) > 0 && len(report.recipients) < 200; {
		rest = bytes.TrimLeft(rest, "\r\n \t")
		var head rawHeader
		before := len(rest)
		head, rest = r.splitHeader(rest)
		if len(rest) >= before { // not a field at all: skip the line
			_, rest = cutLine(rest)
			continue
		}
		f := statusFields{
			final:      addressOf(r.raw8(firstBytes(head.get("final-recipient"), head.get("x-actual-recipient")))),
			original:   addressOf(r.raw8(head.get("original-recipient"))),
			action:     strings.ToLower(strings.TrimSpace(stripComment(string(head.get("action"))))),
			status:     cleanStatus(string(head.get("status"))),
			diagnostic: r.raw8(head.get("diagnostic-code")),
		}
		if f.final != "" || f.original != "" || f.action != "" {
			report.recipients = append(report.recipients, f)
		}
	}
	return report
}

func firstBytes(list ...[]byte) []byte {
	for _, b := range list {
		if len(bytes.TrimSpace(b)) > 0 {
			return b
		}
	}
	return nil
}

// addressOf takes the address out of "rfc822; <lin@example.com> (comment)".
func addressOf(s string) string {
	if _, after, ok := strings.Cut(s, ";"); ok {
		s = after
	}
	s = strings.TrimSpace(stripComment(s))
	if i := strings.IndexByte(s, '<'); i >= 0 {
		s = s[i+1:]
		if j := strings.IndexByte(s, '>'); j >= 0 {
			s = s[:j]
		}
	}
	return strings.Trim(strings.TrimSpace(s), "<>\"'")
}

func cleanStatus(s string) string { return enhanced.FindString(s) }

func (s *statusReport) failed() bool {
	for _, f := range s.recipients {
		switch f.action {
		case "failed", "failure", "delayed", "expired":
			return true
		}
		if f.action == "" && (strings.HasPrefix(f.status, "5") || strings.HasPrefix(f.status, "4")) {
			return true
		}
	}
	return false
}

// delivered is true when the report only carries good news.
func (s *statusReport) delivered() bool {
	for _, f := range s.recipients {
		if f.action == "delivered" || f.action == "relayed" || f.action == "expanded" {
			return true
		}
	}
	return false
}

// worst prefers the recipient that failed over those that were delayed or reached.
func (s *statusReport) worst() statusFields {
	for _, f := range s.recipients {
		if strings.HasPrefix(f.action, "fail") || f.action == "expired" {
			return f
		}
	}
	for _, f := range s.recipients {
		if f.action == "delayed" {
			return f
		}
	}
	return s.recipients[0]
}

// bounce names recipient and status: from the report, from headers, or out of
// the words of the notice.
func (l *look) bounce() Bounce {
	if text := unescapedJSON(l.mail.Text); bounceJSON.MatchString(text) {
		return bounceOfJSON(text)
	}
	var b Bounce
	diagnostic := ""
	if s := l.deliveryStatus(); s != nil {
		w := s.worst()
		b = Bounce{firstNonEmpty(w.final, w.original), w.status}
		diagnostic = w.diagnostic
	}
	if !strings.Contains(b.Recipient, "@") {
		if found := l.recipient(); found != "" {
			b.Recipient = found
		}
	}
	if b.Status == "" {
		b.Status = statusIn(diagnostic)
	}
	if b.Status == "" {
		b.Status = l.statusOfNotice(b.Recipient)
	}
	return b
}
