// Package email turns what mail servers hand us into something an agent can
// read, and answers into mail.
//
// Reading never fails. A mail is somebody's attempt to reach us, so whatever is
// broken in it ends as an entry in Problems, and everything else is kept. The
// parser is our own: the libraries we could have built on refuse mail that real
// senders produce (no charset, wrong charset, broken boundaries, bare CR), and
// a refusal loses a customer. All of it is pure and bounded: bytes in, a Mail
// out, no clock, no network, cost linear in the length of the mail.
package email

import (
	"encoding/json"
	"time"

	"anlan/internal/arrive/outbox"
)

// Kind says who is talking: a person, a machine that answers for a person, a
// mail server that could not deliver, or a provider that reports a complaint.
type Kind string

const (
	Message   Kind = "message"
	AutoReply Kind = "auto_reply"
	Bounced   Kind = "bounce"
	Feedback  Kind = "feedback"
)

// Address is one mailbox; Name is decoded and may be empty.
type Address struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Attachment is a part that is not the text of the mail. Content is the decoded
// file; ContentID is what `cid:` addresses in the HTML refer to.
type Attachment struct {
	Name      string `json:"name"`
	Type      string `json:"type"`
	Size      int    `json:"size"`
	SHA256    string `json:"sha256"`
	Inline    bool   `json:"inline"`
	ContentID string `json:"-"`
	Content   []byte `json:"-"`
}

// Bounce names the address that could not be reached and why, as an enhanced
// status code of RFC 3463 ("5.1.1"). Either may be empty when the mail hides it.
type Bounce struct {
	Recipient string `json:"recipient"`
	Status    string `json:"status"`
}

// Mail is everything one message says. HTML is sanitised; images that came with
// the mail keep their `cid:` address, to be matched with Attachment.ContentID.
type Mail struct {
	File       string       `json:"file"`
	MessageID  string       `json:"message_id"`
	InReplyTo  string       `json:"in_reply_to"`
	References []string     `json:"references"`
	From       *Address     `json:"from"`
	To         []Address    `json:"to"`
	CC         []Address    `json:"cc"`
	ReplyTo    []Address    `json:"reply_to"`
	Subject    string       `json:"subject"`
	Date       Date         `json:"date"`
	Text       string       `json:"text"`
	HTML       string       `json:"html"`
	ReplyText  string       `json:"reply_text"`
	Attached   []Attachment `json:"attachments"`
	Kind       Kind         `json:"kind"`
	Bounce     *Bounce      `json:"bounce"`
	Guessed    bool         `json:"charset_guessed"`
	Problems   []string     `json:"problems"`

	// Machine is how the mail shows that no machine may answer it; "" when it does not.
	Machine string `json:"-"`
	// robot: no person wrote it, nor stands behind its address.
	robot bool
	// News is what a mail server reports of a mail of ours; nil when this is no report.
	News *outbox.News `json:"-"`
	// Calendar is the event that the mail brings, as it stands; "" for none.
	Calendar string `json:"-"`
	// Senders holds every address of From, which may name several people;
	// From is the first of them.
	Senders []Address `json:"-"`
	// Parts of it, and not all, are signed or encrypted (S/MIME).
	partSigned, partEncrypted bool
	// Header gives the decoded value of any other header field.
	Header Header `json:"-"`
}

// Date is the instant a mail claims to have been written at, with the offset of
// its writer. It is zero when the mail has none, and then reads "" in JSON.
type Date struct{ time.Time }

func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte(`""`), nil
	}
	return json.Marshal(d.Format(time.RFC3339))
}

// Visible parts a mail body into what its writer says this time, the history
// below or around it, and the signature.
type Visible struct {
	Reply     string `json:"reply"`
	Quoted    string `json:"quoted"`
	Signature string `json:"signature"`
}
