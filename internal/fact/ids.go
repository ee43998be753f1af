// Package fact names everything that can happen, one small type each, and the
// types of all ids. A fact is written in the transaction of the change it tells
// of, and is at once audit, timeline, live update, feed and the list behind a
// chart. Facts carry ids, times and the few values a reader needs; never the
// words of a customer, so that erasing a message erases it everywhere.
package fact

type (
	StaffID        string
	TeamID         string
	SkillID        string
	CalendarID     string
	SessionID      string
	TokenID        string
	WebhookID      string
	ContactID      string
	ContactNoteID  string
	OrganisationID string
	IdentityID     string
	ChannelID      string
	ConversationID string
	MessageID      string
	AttachmentID   string
	FieldID        string
	TopicID        string
	CorrectionID   string
	RiskID         string
	CallbackID     string
	CheckID        string
	ModelID        string
	ImportID       string
	ExportID       string
	QueueID        string
	DecisionID     string
	OfferID        string
)
