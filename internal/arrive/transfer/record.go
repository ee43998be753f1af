package transfer

import "time"

// Types of records, one a line.
const (
	contactType      = "contact"
	conversationType = "conversation"
)

// ContactRecord is a contact with all that we keep of it.
type ContactRecord struct {
	Type       string           `json:"type"`
	ID         string           `json:"id,omitempty"`
	Name       string           `json:"name,omitempty"`
	Tier       string           `json:"tier,omitempty"`
	Locale     string           `json:"locale,omitempty"`
	TimeZone   string           `json:"time_zone,omitempty"`
	Identities []IdentityRecord `json:"identities,omitempty"`
	Tags       []string         `json:"tags,omitempty"`
	Fields     map[string]any   `json:"fields,omitempty"`
	Attributes map[string]any   `json:"attributes,omitempty"`
	CreatedAt  *time.Time       `json:"created_at,omitempty"`
	SeenAt     *time.Time       `json:"seen_at,omitempty"`

	Organisation string `json:"organisation,omitempty"` // its name
}

// IdentityRecord is a name by which channels know a contact.
type IdentityRecord struct {
	Kind     string `json:"kind"`
	Value    string `json:"value"`
	Verified bool   `json:"verified,omitempty"`
	Channel  string `json:"channel,omitempty"` // key of the channel, for kinds that mean something in one only
}

// ConversationRecord is a conversation with all that was said.
type ConversationRecord struct {
	Type         string          `json:"type"`
	ID           string          `json:"id,omitempty"`
	Number       int64           `json:"number,omitempty"`
	Reference    string          `json:"reference,omitempty"` // what people there call it: its number
	Channel      ChannelRecord   `json:"channel,omitzero"`
	Contact      PartyRecord     `json:"contact"`
	Subject      string          `json:"subject,omitempty"`
	State        string          `json:"state,omitempty"`
	Priority     string          `json:"priority,omitempty"`
	Assignee     *PartyRecord    `json:"assignee,omitempty"`
	Team         string          `json:"team,omitempty"`
	Tags         []string        `json:"tags,omitempty"`
	Fields       map[string]any  `json:"fields,omitempty"`
	CreatedAt    *time.Time      `json:"created_at,omitempty"`
	WaitingSince *time.Time      `json:"waiting_since,omitempty"`
	SnoozedUntil *time.Time      `json:"snoozed_until,omitempty"`
	ResolvedAt   *time.Time      `json:"resolved_at,omitempty"`
	Messages     []MessageRecord `json:"messages"`
}

// ChannelRecord names a channel.
type ChannelRecord struct {
	Key  string `json:"key,omitempty"`
	Kind string `json:"kind,omitempty"`
	Name string `json:"name,omitempty"`
}

// PartyRecord names somebody.
type PartyRecord struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// MessageRecord is one thing that was said.
type MessageRecord struct {
	ID             string            `json:"id,omitempty"`
	Kind           string            `json:"kind"`
	Author         PartyRecord       `json:"author,omitzero"`
	Subject        string            `json:"subject,omitempty"`
	Text           string            `json:"text,omitempty"`
	HTML           string            `json:"html,omitempty"`
	ReplyText      string            `json:"reply_text,omitempty"`
	Code           string            `json:"code,omitempty"`
	Values         map[string]any    `json:"values,omitempty"`
	Headers        map[string]string `json:"headers,omitempty"`
	Delivery       string            `json:"delivery,omitempty"`
	DeliveryReason string            `json:"delivery_reason,omitempty"`
	Unreadable     bool              `json:"unreadable,omitempty"`
	SentAt         *time.Time        `json:"sent_at,omitempty"`
	Attachments    []FileRecord      `json:"attachments,omitempty"`
}

// FileRecord names a file. Its content is known by its digest, or lies beside
// the export under one of the paths.
type FileRecord struct {
	Name      string   `json:"name"`
	Type      string   `json:"type,omitempty"`
	Size      int64    `json:"size,omitempty"`
	SHA256    string   `json:"sha256,omitempty"`
	Inline    bool     `json:"inline,omitempty"`
	ContentID string   `json:"content_id,omitempty"`
	paths     []string // where it may lie beside the export
}
