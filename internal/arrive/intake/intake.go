// Package intake is the one door: every channel brings its messages here, and
// each becomes part of a conversation once and only once. A channel is a
// configured way in; what cannot be read comes in all the same, marked, with its
// raw form attached.
//
// Facts out: channel.changed; through contact and conversation: contact.created,
// conversation.opened, conversation.reopened, message.arrived.
package intake

import (
	"context"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/outbox"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Inbound is a message from outside, as its channel's adapter understood it.
type Inbound struct {
	Channel    fact.ChannelID
	ExternalID string // the platform's name for it; the same name is the same message
	Sender     contact.Sender
	Subject    string
	Text       string
	HTML       string // sanitised by the adapter
	ReplyText  string // what was written this time, where that is less than Text
	SentAt     time.Time
	ClientID   string

	// Thread is the platform's own name of the conversation; a message of the same
	// thread joins it. Where platforms have none, Refs are the names of earlier
	// messages that this one answers, the nearest first, and Ref is its own.
	Thread string
	Ref    string
	Refs   []string

	Headers    map[string]string
	Files      []File
	Uploads    []fact.AttachmentID // files that came ahead of the message
	UploadedBy string
	Raw        []byte
	Unreadable bool
	Problems   []string
	Suspect    []string // why this may be junk: it comes in, behind the others
	Automatic  bool     // a machine answers for the sender: shown, and nobody's turn

	// News is what a mail server reports of a mail of ours. Where nothing is left to
	// say after it was heard, no message is made of it.
	News *outbox.News
	// Works is an address that the message shows to work: somebody wrote from it.
	Works string

	// Also is written in the transaction that takes the message in; a message that
	// had come before is not taken in.
	Also func(ctx context.Context, tx *db.Tx, r Receipt) error `json:"-"`
}

// File is an attachment that came inside the message.
type File struct {
	Name      string
	Type      string
	Data      []byte
	Inline    bool
	ContentID string
}

// Receipt tells where a message went. Duplicate means that it had come before:
// the ids are those of then.
type Receipt struct {
	Conversation fact.ConversationID `json:"conversation_id"`
	Message      fact.MessageID      `json:"message_id"`
	Duplicate    bool                `json:"duplicate"`
	SentAt       time.Time           `json:"-"` // of a new one: when it counts as written
}
