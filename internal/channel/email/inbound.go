package email

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/trust"
)

// Inbound turns a raw mail into what intake takes. A mail in which nothing can
// be read comes in as well: visible, marked, with its raw form attached.
func Inbound(c intake.Channel, raw []byte) intake.Inbound {
	m := Read(raw)
	in := intake.Inbound{
		Channel: c.ID, ExternalID: nameOf(m, raw), Subject: m.Subject,
		SentAt: m.Date.Time, Ref: m.MessageID, Refs: earlier(m), Raw: raw, Problems: m.Problems,
		UploadedBy: "channel:" + string(c.ID), Automatic: m.Kind == AutoReply, Machine: m.Machine, News: m.News,
		Tokens: m.tokens(outbox.AnswerTokenIn), Opens: opens(m, raw),
		Headers: map[string]string{
			"message_id": m.MessageID, "references": strings.Join(m.References, " "), "kind": string(m.Kind),
		},
	}
	in = told(in, m)
	if m.From != nil {
		in.Sender = contact.Sender{Email: m.From.Address, Name: m.From.Name, Vouched: true}
		in.Headers["from"] = m.From.Address
		if m.Kind == Message || m.Kind == AutoReply {
			in.Works = m.From.Address
		}
	}
	in.Sender.Automatic = m.robot
	in = vouched(in, seen(m, verdict(m.Header, receiverOf(c))))
	for _, a := range slices.Concat(m.To, m.CC) {
		in.Copied = append(in.Copied, conversation.Person{Address: a.Address, Name: a.Name})
	}
	if root := threadRoot(m.Header.Get("thread-index")); root != "" {
		in.Refs = append(in.Refs, intake.ThreadIndex+root)
		in.Headers["thread_index"] = strings.TrimSpace(m.Header.Get("thread-index"))
	}
	if len(m.ReplyTo) > 0 {
		in.Headers["reply_to"] = m.ReplyTo[0].Address
	}
	if len(m.Problems) > 0 {
		in.Headers["problems"] = strings.Join(m.Problems, "; ")
	}
	if unreadable(m) {
		in.Unreadable = true
		in.Files = append(in.Files, intake.File{Name: "message.eml", Type: "message/rfc822", Data: raw})
	}
	return in
}

// told is what a mail says, in a message: its words, its files, the event it brings.
func told(in intake.Inbound, m Mail) intake.Inbound {
	in.Text, in.HTML, in.ReplyText, in.Files, in.Invites = m.Text, m.HTML, "", nil, nil
	if m.Calendar != "" {
		in.Invites = invitation.Of(m.Calendar)
	}
	if in.Invites != nil && strings.HasPrefix(strings.TrimSpace(m.Text), "BEGIN:VCALENDAR") { // there is nothing else in it
		in.Text = in.Invites.Words()
	} else if m.ReplyText != m.Text {
		in.ReplyText = m.ReplyText
	}
	for _, a := range m.Attached {
		in.Files = append(in.Files, intake.File{Name: a.Name, Type: a.Type, Data: a.Content, Inline: a.Inline, ContentID: a.ContentID})
	}
	return in
}

// received is a mail that we received ourselves: what we found counts, and not what
// stands in it.
func received(c intake.Channel, raw []byte, name string, found []trust.Check) intake.Inbound {
	in := Inbound(c, raw)
	if found == nil || in.Trust == nil {
		return in
	}
	in.Sender.EmailClaimed, in.Sender.Disowned = false, ""
	return vouched(in, seen(Read(raw), trust.Verdict{Seen: name, Receiver: name, Checks: found}))
}

// receiverOf is the mail server whose findings a channel believes; "" for none.
func receiverOf(c intake.Channel) string {
	s, err := c.Email()
	if err != nil {
		return "" // what cannot be read believes nobody
	}
	return s.Receiver
}

// vouched takes what is known of the sender. Where the domain itself says that the
// mail is not from there, its From is a claim like any other, and its address is not
// shown to work.
func vouched(in intake.Inbound, s *trust.Seen) intake.Inbound {
	in.Trust = s
	if s != nil && s.Proof == trust.Failed {
		in.Sender.EmailClaimed, in.Sender.Disowned, in.Works = true, s.Verdict.Receiver, ""
	}
	return in
}

// bare is a mail of which the door would not take what was read: it comes in as
// it is, with the reason.
func bare(c intake.Channel, raw []byte, because error) intake.Inbound {
	m := Read(raw)
	in := intake.Inbound{
		Channel: c.ID, ExternalID: nameOf(m, raw), Raw: raw, Unreadable: true, UploadedBy: "channel:" + string(c.ID),
		Problems: append(m.Problems, because.Error()),
		Headers:  map[string]string{"kind": string(m.Kind), "problems": because.Error()},
		Files:    []intake.File{{Name: "message.eml", Type: "message/rfc822", Data: raw}},
	}
	if m.From != nil && ascii(m.From.Address) {
		in.Sender = contact.Sender{Email: m.From.Address, Vouched: true, Automatic: m.robot}
		in = vouched(in, seen(m, verdict(m.Header, receiverOf(c))))
	}
	return in
}

// unreadable tells whether an agent would be looking at nothing.
func unreadable(m Mail) bool {
	return strings.TrimSpace(m.Text) == "" && strings.TrimSpace(m.HTML) == "" && len(m.Attached) == 0 &&
		(m.From == nil || m.Subject == "")
}

// nameOf identifies a mail: the same Message-ID with the same body is the same
// mail. Some programs give one Message-ID to many mails, and one mail may come by
// two ways with different headers; the digest of what it says tells them apart.
func nameOf(m Mail, raw []byte) string {
	sum := sha256.New()
	if m.MessageID == "" {
		sum.Write(raw)
		return "raw:" + hex.EncodeToString(sum.Sum(nil))
	}
	_, _ = io.WriteString(sum, m.Text+"\x00"+m.HTML) // a hash never fails
	for _, a := range m.Attached {
		_, _ = io.WriteString(sum, "\x00"+a.SHA256)
	}
	id := m.MessageID
	if len(id) > 400 {
		id = id[:400]
	}
	return id + "#" + hex.EncodeToString(sum.Sum(nil))[:24]
}

// earlier lists the mails that this one answers, the nearest first.
func earlier(m Mail) []string {
	refs := slices.Clone(m.References)
	slices.Reverse(refs)
	if m.InReplyTo == "" || slices.Contains(refs, m.InReplyTo) {
		return refs
	}
	return append([]string{m.InReplyTo}, refs...)
}
