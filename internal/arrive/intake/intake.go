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
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/trust"
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
	// Tokens are those of ours in the addresses that a mail came to: each names a reply
	// that this one answers. Copied are the people to whom it went besides us.
	Tokens []string
	Copied []conversation.Person

	Headers    map[string]string
	Files      []File
	Uploads    []fact.AttachmentID // files that came ahead of the message
	UploadedBy string
	Raw        []byte
	Unreadable bool
	Problems   []string
	Suspect    []string // why this may be junk: it comes in, behind the others
	Automatic  bool     // a machine answers for the sender: shown, and nobody's turn
	Machine    string   // by what sign no machine of ours may answer it, as a code; "" = none

	// News is what a mail server reports of a mail of ours. Where nothing is left to
	// say after it was heard, no message is made of it.
	News *outbox.News
	// Works is an address that the message shows to work: somebody wrote from it.
	Works string

	// Trust is what is known of the sender of a mail; nil for other channels.
	Trust *trust.Seen

	// Opens reads what stands under a signature or in an envelope (S/MIME), with the keys
	// of the house; nil where the message has neither.
	Opens func(Inbound, smime.Keys) Inbound `json:"-"`

	// Invites is the event that a mail brings; nil for none.
	Invites *invitation.Came

	// Also is written in the transaction that takes the message in; a message that
	// had come before is not taken in.
	Also func(ctx context.Context, tx *db.Tx, r Receipt) error `json:"-"`
}

// EncryptedHeader says that a message came encrypted: opened or locked. Its words are
// never quoted in an answer, which leaves as it is.
const EncryptedHeader = "encrypted"

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
