package email

import (
	"bytes"
	"regexp"
	"strings"

	"anlan/internal/kit/richtext"
	"anlan/internal/kit/subject"
)

// classify tells who is talking. Machine-readable parts are believed first, then
// headers, then words; a person who forwards a bounce is still a person.
func classify(root *part, m Mail) (Kind, *Bounce) {
	l := &look{mail: m, root: root, subject: strings.ToLower(m.Subject)}
	switch {
	case l.isFeedback():
		return Feedback, nil
	case l.isBounce():
		b := l.bounce()
		return Bounced, &b
	case l.isAutoReply():
		return AutoReply, nil
	}
	return Message, nil
}

// look is a mail under inspection.
type look struct {
	mail    Mail
	root    *part
	subject string // in lower case
	words   *string
}

// notice gives the words of the sender without the copy of an earlier mail. It
// is found when it is first asked for, which ordinary mail never does.
func (l *look) notice() string {
	if l.words == nil {
		text := l.noticeText()
		l.words = &text
	}
	return *l.words
}

func (l *look) header(name string) string { return l.mail.Header.Get(name) }

// find returns the first part whose type is one of kinds.
func (p *part) find(kinds ...string) *part {
	for _, k := range kinds {
		if p.kind == k {
			return p
		}
	}
	for _, c := range p.children {
		if hit := c.find(kinds...); hit != nil {
			return hit
		}
	}
	return nil
}

const maxNotice = 24 << 10

// noticeText is what the notice itself says. Mail servers put the original mail
// below it; its words must not be taken for theirs.
func (l *look) noticeText() string {
	text := l.mail.Text
	if strings.TrimSpace(text) == "" && l.mail.HTML != "" {
		text = richtext.ToText(l.mail.HTML)
	}
	text = clipped(text, maxNotice)
	if at := copyBegins(text); at > 20 {
		return text[:at]
	}
	return text
}

// copyBegins finds where a notice stops and the returned mail starts; -1 when it
// does not.
func copyBegins(text string) (at int) {
	for line := range strings.Lines(text) {
		if copyLine.MatchString(strings.ToLower(strings.TrimLeft(line, " \t>#|*-"))) {
			return at
		}
		at += len(line)
	}
	return -1
}

var copyLine = regexp.MustCompile(`^(?:` +
	`original message|this is a copy of (?:the|your) message|below this line is a copy|the header of the original|` +
	`(?:here is )?(?:a |the )?copy of (?:the|your) message|unsent message follows|returned message follows|message headers follow|original mail as follows|the original message (?:follows|is|was attached)|` +
	`bounced e-?mail:|your message:? follows|undelivered message follows|message text follows|included is a copy|return-path:\s*<|received:\s*(?:from|by|\(from)|原始邮件|退回的邮件|dkim-signature:)`)

// isFeedback knows abuse reports in the format of RFC 5965 and Hotmail's own.
func (l *look) isFeedback() bool {
	if l.root.find("message/feedback-report") != nil || strings.EqualFold(l.root.params["report-type"], "feedback-report") {
		return true
	}
	if feedbackSubject.MatchString(l.subject) || complaintJSON.MatchString(unescapedJSON(l.mail.Text)) {
		return true
	}
	inner := l.root.find("message/rfc822")
	return inner != nil && bytes.HasPrefix(bytes.ToLower(clip(inner.content, 200)), []byte("x-hmxmr")) || l.header("x-hmxmroriginalrecipient") != ""
}

func (l *look) isBounce() bool {
	if bounceJSON.MatchString(unescapedJSON(l.mail.Text)) {
		return true
	}
	if s := l.deliveryStatus(); s != nil {
		return s.failed() || !s.delivered()
	}
	if l.header("x-failed-recipients") != "" || strings.EqualFold(l.root.params["report-type"], "delivery-status") {
		return true
	}
	if l.root.params["report-type"] == "disposition-notification" || l.root.find("message/disposition-notification") != nil {
		return false
	}
	daemon, nobody := l.fromDaemon(), l.fromNobody()
	aboutDelivery := bounceSubject.MatchString(l.subject)
	if !daemon && !nobody && !aboutDelivery && !l.fromMachine() {
		return l.fromListOwner() && listRefusal.MatchString(l.subject)
	}
	saysFailed := l.saysFailed()
	copied := l.root.find("message/rfc822", "message/global", "text/rfc822-headers", "message/partial") != nil || len(l.notice()) < len(l.mail.Text)
	switch {
	case daemon:
		return aboutDelivery || saysFailed || nobody && !autoSubject.MatchString(l.subject) && copied
	case nobody:
		return (aboutDelivery || saysFailed && (copied || l.hasCode()) && !autoSubject.MatchString(l.subject)) && !subject.Answers(l.subject)
	case aboutDelivery:
		// Customers write about parcels that were not delivered, and quote the shop:
		// without a server's code or its own word that it is one, it is a person.
		automatic := l.header("auto-submitted") != ""
		return saysFailed && (automatic || copied && l.hasCode()) && !subject.Forwards(l.subject) && !subject.Answers(l.subject)
	}
	return saysFailed && copied
}

// saysFailed wants the words of a delivery failure. A reply code alone is too
// little, because customers paste those into their questions.
func (l *look) saysFailed() bool { return bounceWords.in(strings.ToLower(l.notice())) }

func (l *look) hasCode() bool { return smtpCode.MatchString(l.notice()) || statusIn(l.notice()) != "" }

func (l *look) fromDaemon() bool {
	if l.mail.From == nil {
		return false
	}
	local, _, _ := strings.Cut(strings.ToLower(l.mail.From.Address), "@")
	return daemonLocal.MatchString(local) || daemonName.MatchString(strings.ToLower(l.mail.From.Name))
}

// fromNobody is true for the null return path, which only machines may use.
func (l *look) fromNobody() bool {
	for _, f := range l.mail.Header {
		if f.Name == "return-path" || f.Name == "x-envelope-from" {
			v := strings.ToLower(strings.TrimSpace(f.Value))
			return v == "<>" || v == "" || strings.Contains(v, "mailer-daemon")
		}
	}
	return false
}

func (l *look) fromMachine() bool {
	if l.mail.From == nil {
		return true
	}
	local, _, _ := strings.Cut(strings.ToLower(l.mail.From.Address), "@")
	return strings.Contains(local, "no-reply") || strings.Contains(local, "noreply") || strings.Contains(local, "donotreply") || local == "root" || strings.HasPrefix(local, "bounce")
}

func (l *look) fromListOwner() bool {
	if l.mail.From == nil {
		return false
	}
	local, _, _ := strings.Cut(strings.ToLower(l.mail.From.Address), "@")
	return strings.HasSuffix(local, "-admin") || strings.HasPrefix(local, "owner-") || strings.HasSuffix(local, "-owner") || strings.HasSuffix(local, "-bounces") || strings.HasSuffix(local, "-request") || local == "majordomo" || local == "listserv"
}

// isAutoReply follows RFC 3834, then the headers that programs invented before
// it, then the subjects of those that send none.
func (l *look) isAutoReply() bool {
	if v := strings.ToLower(l.header("auto-submitted")); v != "" && !strings.HasPrefix(v, "no") {
		return true
	}
	for _, name := range autoHeaders {
		if v := strings.ToLower(l.header(name)); v != "" && v != "no" && v != "false" {
			return true
		}
	}
	switch precedence := strings.ToLower(l.header("precedence")); {
	case strings.Contains(precedence, "auto_reply"), strings.Contains(precedence, "auto-reply"):
		return true
	}
	if strings.EqualFold(l.header("x-apple-action"), "vacation") || strings.Contains(strings.ToLower(l.header("x-autogenerated")), "reply") {
		return true
	}
	if l.root.params["report-type"] == "disposition-notification" || l.root.find("message/disposition-notification") != nil {
		return true
	}
	if s := l.deliveryStatus(); s != nil { // a receipt: delivered, relayed
		return true
	}
	if subject.Forwards(l.subject) {
		return false
	}
	return autoSubject.MatchString(l.subject)
}

var autoHeaders = []string{"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-auto-response", "x-mail-autoreply", "x-autoreply-from", "x-vacation", "x-qq-autoreply", "x-netease-autoreply"}
