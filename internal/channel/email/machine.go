package email

import "strings"

// sign is how a mail shows that no machine may answer it (RFC 3834, 2), as a code;
// "" when a person seems to have written it to us. A machine that answers a machine
// is answered again, so whatever is in doubt is left alone.
func (l *look) sign() string {
	switch l.mail.Kind {
	case Bounced:
		return "bounce"
	case Feedback:
		return "complaint"
	case AutoReply:
		return "auto_reply"
	}
	precedence := strings.ToLower(strings.TrimSpace(l.header("precedence")))
	switch {
	case l.root.params["report-type"] != "":
		return "report"
	case l.says("x-loop"):
		return "loop"
	case l.fromNobody():
		return "null_sender"
	case l.says("list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list", "x-mailing-list", "x-list") || l.fromListOwner() || precedence == "list":
		return "list"
	case precedence == "bulk", precedence == "junk", l.says("feedback-id", "x-campaign-id", "x-mailgun-tag", "x-ses-outgoing", "x-csa-complaints"):
		return "bulk"
	case suppresses(l.header("x-auto-response-suppress")):
		return "asked_not_to"
	case l.fromMachine() || l.fromDaemon():
		return "no_reply"
	}
	return ""
}

// writtenByNobody tells whether the address itself is a machine's. An absence note or a
// receipt is written by one too, but for the person whose address it shows; and a mail
// without any From may be a person's that was broken on its way.
func (l *look) writtenByNobody() bool {
	switch {
	case l.mail.Kind == Bounced || l.mail.Kind == Feedback:
		return true
	case l.mail.From == nil:
		return false
	}
	return l.fromDaemon() || l.fromMachine() || l.sign() == "null_sender"
}

// says tells whether a mail has one of some fields.
func (l *look) says(names ...string) bool {
	for _, name := range names {
		if strings.TrimSpace(l.header(name)) != "" {
			return true
		}
	}
	return false
}

// suppresses tells whether Exchange asks for no answer of a machine; what it says of
// receipts alone is no such wish.
func suppresses(value string) bool {
	for _, one := range strings.FieldsFunc(strings.ToLower(value), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if one == "all" || one == "autoreply" || one == "oof" {
			return true
		}
	}
	return false
}
