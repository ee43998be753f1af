// Package conversation keeps what is said between a customer and us: the
// conversation with its state, who has it, and its messages in the order in
// which they were sent.
//
// Facts out: conversation.opened … conversation.deleted, message.arrived,
// message.replied, message.noted, message.delivery_changed, message.read_by_staff.
package conversation

import (
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
)

// State says whose turn it is.
type State string

const (
	Open     State = "open"     // ours
	Waiting  State = "waiting"  // the customer's
	Snoozed  State = "snoozed"  // nobody's until a time
	Resolved State = "resolved" // done, until the customer writes again
)

// Priority is how soon a conversation should be looked at.
type Priority string

const (
	Low    Priority = "low"
	Normal Priority = "normal"
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Kind is who a message speaks to.
type Kind string

const (
	Inbound Kind = "inbound" // from the customer
	Reply   Kind = "reply"   // to the customer
	Note    Kind = "note"    // among ourselves
	System  Kind = "system"  // from Anlan: a code that the screen translates
)

// Delivery is how far a message has come.
type Delivery string

const (
	Received  Delivery = "received" // inbound, notes and system messages are simply here
	Queued    Delivery = "queued"
	Sent      Delivery = "sent"
	Delivered Delivery = "delivered"
	Read      Delivery = "read"
	Failed    Delivery = "failed"  // it never left
	Bounced   Delivery = "bounced" // it left, and came back
	Unknown   Delivery = "unknown" // the line broke before the answer: nobody can know
)

// Ref names another thing.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ChannelRef names the channel of a conversation.
type ChannelRef struct {
	ID   fact.ChannelID `json:"id"`
	Kind string         `json:"kind"`
	Name string         `json:"name"`
}

// ContactRef names the contact of a conversation.
type ContactRef struct {
	ID   fact.ContactID `json:"id"`
	Name string         `json:"name" personal:"name"`
	Tier string         `json:"tier"`
}

// Conversation is what a list row and the head of the conversation pane show.
type Conversation struct {
	ID              fact.ConversationID `json:"id"`
	Number          int64               `json:"number" doc:"counts up over the whole installation; what people quote" example:"20417"`
	Subject         string              `json:"subject"`
	State           State               `json:"state" enum:"open,waiting,snoozed,resolved"`
	Status          *StatusRef          `json:"status" doc:"an own, finer word for the state; null where there is none"`
	Priority        Priority            `json:"priority" enum:"low,normal,high,urgent"`
	Channel         ChannelRef          `json:"channel"`
	Contact         ContactRef          `json:"contact"`
	Assignee        *Ref                `json:"assignee"`
	Team            *Ref                `json:"team"`
	Tags            []string            `json:"tags" nullable:"false"`
	Fields          field.Values        `json:"fields" nullable:"false" doc:"the values of the house's own fields, by key; see /v1/fields"`
	Preview         string              `json:"preview" personal:"cut" doc:"the beginning of the newest message"`
	LastMessageKind Kind                `json:"last_message_kind"`
	MessageCount    int                 `json:"message_count"`
	CreatedAt       time.Time           `json:"created_at"`
	UpdatedAt       time.Time           `json:"updated_at"`
	LastMessageAt   time.Time           `json:"last_message_at"`
	WaitingSince    *time.Time          `json:"waiting_since" doc:"the customer waits for us since then; null when they do not"`
	SnoozedUntil    *time.Time          `json:"snoozed_until"`
	ResolvedAt      *time.Time          `json:"resolved_at"`
	StaffReadUpto   fact.MessageID      `json:"staff_read_upto"`
	ContactReadUpto fact.MessageID      `json:"contact_read_upto"`
	MergedInto      *Numbered           `json:"merged_into" doc:"the conversation that stands for this one since they were merged; null when none does"`
	Gist            Gist                `json:"gist" doc:"what was understood of it last; see /v1/conversations/{id}/reading for the reasons"`
	Version         int                 `json:"version"`
	Can             Can                 `json:"can"`
	ReplyRefused    string              `json:"reply_refused" enum:",no_permission,channel_closed,channel_cannot_send" doc:"why one cannot reply, told before one types; empty when one can"`
}

// Numbered names a conversation by what people quote.
type Numbered struct {
	ID     fact.ConversationID `json:"id"`
	Number int64               `json:"number" example:"20417"`
}

// Can is what the asking person may do with a conversation as it stands.
type Can struct {
	Reply   bool `json:"reply"`
	Note    bool `json:"note"`
	Assign  bool `json:"assign"`
	Tag     bool `json:"tag"`
	Resolve bool `json:"resolve"`
	Reopen  bool `json:"reopen"`
	Snooze  bool `json:"snooze"`
	Change  bool `json:"change"`
	Delete  bool `json:"delete"`
	Merge   bool `json:"merge" doc:"merge it into another, and split messages off"`
}

// Author is who a message is from.
type Author struct {
	Kind string `json:"kind" enum:"contact,staff,system"`
	ID   string `json:"id"`
	Name string `json:"name" personal:"name,Kind=contact"`
}

// Progress is how far a message has come, and why it came no further.
type Progress struct {
	State      Delivery          `json:"state" enum:"received,queued,sent,delivered,read,failed,bounced,unknown"`
	Reason     string            `json:"reason" doc:"what the other side said, in its own words"`
	ReasonCode string            `json:"reason_code" enum:",address_wrong,no_address,own_address,server_settings,needs_utf8,refused,gave_up,channel_closed,address_unknown,domain_unknown,mailbox_full,mailbox_off,spam,policy,too_large,loop,undelivered,trouble,bounced,line_broke,unknown,delayed_here,delayed_there,delayed_on_the_way" doc:"why it did not arrive, or has not yet; stable"`
	Details    map[string]string `json:"details" nullable:"false" doc:"what belongs to the reason: address, said, status (RFC 3463)"`
	LeavesAt   *time.Time        `json:"leaves_at" doc:"a reply that waits leaves then; until then it can be taken back"`
	NextTryAt  *time.Time        `json:"next_try_at" doc:"a reply that is held up is tried again then"`
}

// Message is one thing that was said.
type Message struct {
	ID           fact.MessageID      `json:"id"`
	Conversation fact.ConversationID `json:"conversation_id"`
	Origin       *Numbered           `json:"origin" doc:"the merged conversation that it came from; null when it belongs to this one"`
	Kind         Kind                `json:"kind" enum:"inbound,reply,note,system"`
	Author       Author              `json:"author"`
	WhisperTo    *Ref                `json:"whisper_to" doc:"of a note that was whispered: to whom; null of any other message"`
	Subject      string              `json:"subject"`
	Text         string              `json:"text"`
	HTML         string              `json:"html" personal:"html" doc:"sanitised; empty when the message is plain text"`
	ReplyText    string              `json:"reply_text" doc:"what the person wrote this time, without quoted history and signature; empty when that is the whole text"`
	SentAt       time.Time           `json:"sent_at"`
	CreatedAt    time.Time           `json:"created_at"`
	Delivery     Progress            `json:"delivery"`
	Attachments  []Attachment        `json:"attachments" nullable:"false"`
	Revisions    int                 `json:"revisions"`
	AutoReply    *AutoReply          `json:"auto_reply" doc:"of a mail: whether it was answered automatically, or why not; null where nobody asked"`
	Automatic    bool                `json:"automatic" doc:"a reply that the house sent by itself"`
	FromAddress  string              `json:"from_address" doc:"of a mail: the address that it came from"`
	JoinedBy     string              `json:"joined_by" enum:",token,own_id,customer_id,thread_index,subject,thread,report" doc:"of a mail: by what it was known to belong to this conversation; empty when it began it"`
	Machine      string              `json:"machine" enum:",bounce,complaint,auto_reply,report,loop,null_sender,list,bulk,asked_not_to,no_reply,own_address" doc:"of a mail: the sign by which no machine answers it (RFC 3834); empty when a person seems to have written it"`
	Unreadable   bool                `json:"unreadable" doc:"the message could not be read; its raw form is attached"`
	HasRaw       bool                `json:"has_raw"`
	Code         string              `json:"code" doc:"system messages: the key of their text"`
	Values       map[string]any      `json:"values"`
	ClientID     string              `json:"client_id"`
	Trust        *trust.Card         `json:"trust" doc:"what is known of the sender of a mail; null for what is none, and in webhooks"`
	Invitations  []invitation.Card   `json:"invitations" nullable:"false" doc:"events that a mail brings; empty in webhooks"`
	Masked       []Masked            `json:"masked" nullable:"false" personal:"covered" doc:"what of it the asking person does not see, as it stands in the texts instead"`
	Headers      map[string]string   `json:"-"`
	RawSHA256    string              `json:"-"`
}

// Masked is personal data that is not shown: what it is, and what stands there instead.
type Masked struct {
	Kind  string `json:"kind" enum:"id_card,passport,bank_card,bank_account,secret,phone,email,address,name,plate"`
	Shown string `json:"shown" personal:"-" example:"138****5678"`
}

// Attachment is a file of a message.
type Attachment struct {
	ID        fact.AttachmentID `json:"id"`
	Name      string            `json:"name"`
	Type      string            `json:"type"`
	Size      int64             `json:"size"`
	Inline    bool              `json:"inline"`
	ContentID string            `json:"content_id" doc:"the name by which the message's HTML refers to it"`
	URL       string            `json:"url" personal:"-" doc:"a signed link that works for some hours"`
	SHA256    string            `json:"-"`
}
