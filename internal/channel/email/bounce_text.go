package email

import (
	"bytes"
	"regexp"
	"strings"
)

// recipient finds whom a notice in free words is about.
func (l *look) recipient() string {
	if v := l.header("x-failed-recipients"); v != "" {
		if hit := bounceAddress.FindString(v); hit != "" {
			return hit
		}
	}
	if hit := l.recipientInWords(); hit != "" {
		return hit
	}
	if hit := l.recipientOfOriginal(); hit != "" {
		return hit
	}
	return l.recipientInReturnAddress()
}

var bounceAddress = regexp.MustCompile(`[\w.!#$%&'*+/=?^{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)

// recipientInWords weighs every address of the notice by the words around it;
// the sender of the returned mail and the people to ask for help do not count.
func (l *look) recipientInWords() string {
	ours := map[string]bool{}
	for _, a := range l.mail.To {
		ours[strings.ToLower(a.Address)] = true
	}
	if l.mail.From != nil {
		ours[strings.ToLower(l.mail.From.Address)] = true
	}
	best, weight := "", 0
	lines := strings.Split(l.notice(), "\n")
	for i, line := range lines {
		if i > 400 {
			break
		}
		for _, hit := range bounceAddress.FindAllString(clipped(line, 1000), 8) {
			hit = strings.Trim(hit, "'")
			if w := weighRecipient(hit, line, i, lines, ours[strings.ToLower(hit)]); w > weight {
				best, weight = hit, w
			}
		}
	}
	return best
}

func weighRecipient(address, line string, i int, lines []string, ours bool) int {
	lower := strings.ToLower(line)
	w := 2
	switch {
	case helpAddress.MatchString(address):
		w -= 4
	case senderLine.MatchString(lower):
		w -= 4
	}
	if ours {
		w -= 3
	}
	if strings.Trim(strings.TrimSpace(lower), "<>:*\"'[](). \t") == strings.ToLower(address) {
		w += 6 // alone in its line
	} else if loneAddress.MatchString(lower) {
		w += 5
	}
	if recipientLine.MatchString(lower) {
		w += 5
	}
	if replyCode.MatchString(lower) || bounceWords.in(lower) {
		w += 3
	}
	for back := 1; back <= 3 && i-back >= 0; back++ {
		if announces.MatchString(lines[i-back]) {
			w += 3
			break
		}
	}
	return w
}

var (
	helpAddress   = regexp.MustCompile(`(?i)^(?:postmaster|abuse|support|help(?:desk)?|admin|administrator|hostmaster|info|mailer-daemon|noreply|no-reply|root|daemon)@`)
	senderLine    = regexp.MustCompile(`mail from|envelope[- ]from|envelope-sender|^\s*(?:>\s*)?(?:from|sender|reply-to|return-path|message-id|in-reply-to|references)\s*:|original sender|sender address|message from|发件人|送信者`)
	recipientLine = regexp.MustCompile(`rcpt to|recipient|deliver(?:ed|y)? (?:your (?:mail|message) )?to|^\s*(?:>\s*)?to\s*:|user unknown|unknown user|no such user|mailbox|sent to|addressee|original-recipient|final-recipient|target mail address|envelope-to|收件人|收信人|宛先|destinatario|destinataire|empfänger|получател|gateway for`)
	loneAddress   = regexp.MustCompile(`^\s*(?:>+\s*)?[<"'(*•-]*\s*[^\s<>"']+@[^\s<>"']+[>"')]*\s*(?:[:(\[,]|on \w{3}|$|\.\.\.|invalid)`)
	announces     = regexp.MustCompile(`(?i)(?:following|these|this) (?:e-?mail )?(?:address|recipient)|recipients?(?:\(s\))? ?:?\s*$|address(?:es)?(?:\(es\))?.{0,60}:\s*$|not reach the following|delivery errors|delivery problems|permanent fatal errors|以下.{0,10}(?:收件人|地址)|以下のメールアドレス|undelivered|unable to deliver`)
	replyCode     = regexp.MustCompile(`(?:^|[^\d.])[45]\d\d(?:[ -]|$)`)
)

// recipientOfOriginal reads whom the returned mail was addressed to.
func (l *look) recipientOfOriginal() string {
	var copied []byte
	if p := l.root.find("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"); p != nil {
		copied = p.content
	} else if rest := l.mail.Text[min(len(l.notice()), len(l.mail.Text)):]; rest != "" {
		copied = []byte(rest)
		if at := firstHeader(copied); at > 0 {
			copied = copied[at:]
		}
	}
	r := &reader{}
	head, _ := r.splitHeader(bytes.TrimLeft(clip(copied, 64<<10), "\r\n"))
	for _, name := range []string{"x-envelope-to", "delivered-to", "to", "cc", "x-receiver"} {
		for _, a := range r.addresses(head.all(name)) {
			if strings.Contains(a.Address, "@") {
				return a.Address
			}
		}
	}
	if hit := toLine.FindSubmatch(copied); hit != nil {
		return string(hit[1])
	}
	return ""
}

var toLine = regexp.MustCompile(`(?im)^[ \t>]*(?:to|envelope-to|delivered-to):[^\n]{0,200}?([\w.+=-]+@[\w-]+(?:\.[\w-]+)+)`)

// firstHeader returns where a copied header begins in a text.
func firstHeader(b []byte) int {
	at := 0
	for range 60 {
		line, rest := cutLine(b[at:])
		if name := fieldName(line); name != "" && len(name) > 1 {
			return at
		}
		if rest == nil {
			return 0
		}
		at = len(b) - len(rest)
	}
	return 0
}

// recipientInReturnAddress reads VERP: the address the mail was sent to, folded
// into the one it came back to ("bounce+lin=example.com@desk.example").
func (l *look) recipientInReturnAddress() string {
	for _, a := range l.mail.To {
		if m := verp.FindStringSubmatch(a.Address); m != nil {
			return m[1] + "@" + m[2]
		}
	}
	return ""
}

var verp = regexp.MustCompile(`[+-]([\w.]+)=([\w-]+(?:\.[\w-]+)+)@`)
