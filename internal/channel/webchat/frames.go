package webchat

import (
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

// Bounds of what a visitor may send.
const (
	maxText        = 10_000 // characters
	maxFrame       = 256 << 10
	maxAttachments = 10
	maxPage        = 500
	fairClock      = 30 * time.Second
	longestAway    = 30 * 24 * time.Hour // a message older than this is dated as if it were just so old
)

// clientFrame is any frame from a visitor; T tells which fields mean something.
type clientFrame struct {
	T     string `json:"t"`
	Token string `json:"token"` // hello
	Upto  string `json:"upto"`  // read, got
	letter
}

// letter is a message on its way in, by socket or by post.
type letter struct {
	ID          string              `json:"id"`
	Text        string              `json:"text"`
	Attachments []fact.AttachmentID `json:"attachments"`
	SentAt      string              `json:"sent_at"`
	Clock       string              `json:"clock"` // what the visitor's clock says now: shows how wrong SentAt is
	Name        string              `json:"name"`
	Email       string              `json:"email"`
	Phone       string              `json:"phone"`
	Topic       string              `json:"topic"`
	Order       string              `json:"order"`
	Consent     bool                `json:"consent"`
	Locale      string              `json:"locale"`
	Page        string              `json:"page"`
}

// readFrame reads what a browser sent. It may be anything.
func readFrame(raw []byte) (clientFrame, error) {
	var f clientFrame
	if err := json.Unmarshal(raw, &f); err != nil {
		return clientFrame{}, fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	return f, nil
}

// plainID is how our own ids look.
var plainID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

var clientID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)

// checked is a letter as it may be stored, or what is wrong with it.
func checked(l letter) (letter, error) {
	l.Text = strings.TrimSpace(clean(l.Text))
	l.Name, l.Email, l.Locale, l.Page = line(l.Name, 200), line(l.Email, 320), line(l.Locale, 35), line(l.Page, maxPage)
	l.Phone, l.Topic, l.Order = line(l.Phone, 40), line(l.Topic, 200), line(l.Order, 100)
	switch {
	case !clientID.MatchString(l.ID):
		return l, fault.New(fault.Invalid, "message.client_id_wrong").At("id")
	case l.Text == "" && len(l.Attachments) == 0:
		return l, fault.New(fault.Invalid, "message.empty").At("text")
	case utf8.RuneCountInString(l.Text) > maxText:
		return l, fault.New(fault.TooLarge, "message.too_long", "limit", maxText).At("text")
	case len(l.Attachments) > maxAttachments:
		return l, fault.New(fault.Invalid, "message.too_many_files", "limit", maxAttachments).At("attachments")
	}
	for _, a := range l.Attachments {
		if !plainID.MatchString(string(a)) {
			return l, fault.New(fault.Invalid, "attachment.not_yours", "id", line(string(a), 64)).At("attachments")
		}
	}
	return l, nil
}

// unanswered is the first required question without an answer; "" when there is
// none. What was to be written first is the message itself.
func (l letter) unanswered(fields []intake.Field) string {
	said := map[string]string{"name": l.Name, "email": l.Email, "phone": l.Phone, "topic": l.Topic, "order": l.Order, "message": l.Text}
	if l.Consent {
		said["consent"] = "yes"
	}
	for _, f := range fields {
		if f.Required && said[f.Name] == "" && !(f.Name == "message" && len(l.Attachments) > 0) {
			return f.Name
		}
	}
	return ""
}

// skew is how far the visitor's clock is behind ours. What the way here takes
// looks like skew too and differs from message to message, so that a few
// seconds are none: they would put messages of one minute out of order.
func (l letter) skew(now time.Time) time.Duration {
	clock, err := time.Parse(time.RFC3339Nano, l.Clock)
	if d := now.Sub(clock); err == nil && d.Abs() > fairClock {
		return d
	}
	return 0
}

// written tells when a letter was written, as far as that is possible.
func (l letter) written(now time.Time, skew time.Duration) time.Time {
	at, err := time.Parse(time.RFC3339Nano, l.SentAt)
	if err != nil {
		return now
	}
	at = at.Add(skew)
	switch oldest := now.Add(-longestAway); {
	case at.After(now):
		return now
	case at.Before(oldest):
		return oldest
	}
	return at.UTC().Truncate(time.Millisecond)
}

// inbound is the letter as the one door takes it. A visitor has one conversation
// per channel, and the names of their messages are theirs alone.
func (l letter) inbound(c intake.Channel, v visitor, at time.Time) intake.Inbound {
	in := intake.Inbound{
		Channel: c.ID, ExternalID: v.name + ":" + l.ID, Thread: thread(v.name), ClientID: l.ID,
		Text: l.Text, Subject: l.Topic, SentAt: at, Uploads: l.Attachments, UploadedBy: uploader(c, v.name),
	}
	in.Sender = contact.Sender{Visitor: v.name, Name: l.Name, Email: l.Email, Phone: l.Phone, Attributes: map[string]any{}}
	about := in.Sender.Attributes
	if v.person != nil {
		in.Sender = v.person.sender(c)
		maps.Copy(about, in.Sender.Attributes)
	}
	in.Sender.Locale, in.Sender.Attributes = l.Locale, about
	for k, said := range map[string]string{"page": l.Page, "order": l.Order} {
		if said != "" {
			about[k] = said
		}
	}
	if l.Consent {
		about["consent"] = at.Format(time.RFC3339)
	}
	return in
}

func thread(visitor string) string { return "visitor:" + visitor }

// uploader is whose a file is until it is sent: of a visitor of one channel.
func uploader(c intake.Channel, visitor string) string {
	return "visitor:" + string(c.ID) + ":" + visitor
}

// clean drops what no text needs and databases refuse: control characters but
// tab and newline, and marks that turn the direction of all that follows.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\u202d', r == '\u202e', r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// line is one cleaned line of at most n characters.
func line(s string, n int) string {
	s = strings.TrimSpace(strings.NewReplacer("\n", " ", "\t", " ").Replace(clean(s)))
	if utf8.RuneCountInString(s) > n {
		return string([]rune(s)[:n])
	}
	return s
}
