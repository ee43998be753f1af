// Package mailbox keeps the ledger of the mailboxes that we fetch from: what
// became of each mail, by the number that the mailbox gives it. Nothing in a
// mailbox is ever forgotten: whatever has no line in the ledger is fetched, after
// an outage of any length, and a reconciliation compares the two and shows the
// difference. One node at a time fetches from a mailbox; another takes over when
// it dies.
//
// Facts out: mailbox.reconciled. That a mailbox fails, package health tells.
package mailbox

import (
	"context"
	"slices"
	"time"

	"anlan/internal/fact"
)

// Account is how to get into a mailbox.
type Account struct {
	Host     string
	Port     int
	Security string // tls, starttls or none
	User     string
	Password string
	Token    string // an access token in place of the password
	Folder   string
}

// Name tells one mailbox from another: the numbers of mails mean something only
// within it.
func (a Account) Name() string { return a.User + "@" + a.Host + "/" + a.Folder }

// Standing is how a folder stood when it was opened.
type Standing struct {
	Validity uint32 // numbers given under another validity mean nothing now (RFC 9051, 2.3.1.1)
	Next     uint32 // the number that the next mail will get at least
	Mails    uint32
}

// Raw is a mail as it lies in the mailbox.
type Raw struct {
	UID    uint32
	CameAt time.Time // when it came into the mailbox, as the server says
	Data   []byte
	Cut    bool // it was longer than we read
}

// Box is a folder that is open, whatever the protocol.
type Box interface {
	Standing() Standing
	UIDs(ctx context.Context, from uint32) ([]uint32, error)
	Since(ctx context.Context, day time.Time) ([]uint32, error)
	Fetch(ctx context.Context, uids []uint32, each func(Raw) error) error
	Wait(ctx context.Context, limit time.Duration) error
	Close()
}

// Trouble is why a mailbox cannot be read.
type Trouble struct {
	Reason string // a code; see Reasons
	Said   string // what the server said
	Cause  error
}

// Reasons are all of a mailbox's; those of the line and of the log-in are a mail
// server's too.
var Reasons = slices.Concat(LineReasons, LogInReasons, []string{
	"folder", "list", "fetch", "hung_up", "silent", "grant_missing", "grant_refused", "grant_away", "client_refused", "secret_over", "secret_wrong", "consent_missing", "sealed",
})

// What may be in the way of a line, and of a log-in on it.
var (
	LineReasons  = []string{"unreachable", "host_unknown", "port_closed", "port_blocked", "not_secure", "tls_name", "tls_untrusted"}
	LogInReasons = []string{"password", "app_password", "auth_code", "oauth_only", "service_off", "too_often", "token"}
)

func (t *Trouble) Error() string { return t.Reason + ": " + t.Said }
func (t *Trouble) Unwrap() error { return t.Cause }

// Outcome is what became of a mail.
type Outcome string

// Outcomes.
const (
	Conversation Outcome = "conversation" // a person wrote; it stands in a conversation
	Duplicate    Outcome = "duplicate"    // the same Message-ID and the same body as another mail of this mailbox
	Automatic    Outcome = "automatic"    // a machine answered for somebody; it stands in a conversation, and is nobody's turn
	Bounce       Outcome = "bounce"       // a server says that a mail of ours did not arrive
	Unreadable   Outcome = "unreadable"   // nothing could be read; it stands in a conversation with the raw mail
	Tombstone    Outcome = "deleted"      // it had come before and was deleted here since; it does not come back
)

// Outcomes are all of them.
func Outcomes() []Outcome {
	return []Outcome{Conversation, Duplicate, Automatic, Bounce, Unreadable, Tombstone}
}

// Line is a line of the ledger.
type Line struct {
	UID          uint32              `json:"uid"`
	Validity     uint32              `json:"uid_validity"`
	Outcome      Outcome             `json:"outcome" enum:"conversation,duplicate,automatic,bounce,unreadable,deleted"`
	Conversation fact.ConversationID `json:"conversation_id"`
	Message      fact.MessageID      `json:"message_id"`
	Size         int                 `json:"size" doc:"bytes"`
	CameAt       *time.Time          `json:"came_at" doc:"when it came into the mailbox, as its server says"`
	At           time.Time           `json:"at" doc:"when it came in here"`
}

// State is how fetching stands.
type State string

// States.
const (
	Waiting   State = "waiting"   // no node has it yet
	Fetching  State = "fetching"  // catching up
	Listening State = "listening" // everything is in; news comes at once
	Failing   State = "failing"   // see Reason; tried again at NextAt
)

// Health is how the fetching of a mailbox stands.
type Health struct {
	Channel      fact.ChannelID  `json:"channel_id"`
	Mailbox      string          `json:"mailbox"`
	State        State           `json:"state" enum:"waiting,fetching,listening,failing"`
	Node         string          `json:"node" doc:"who fetches"`
	Reason       string          `json:"reason" doc:"why it fails, as a code, such as password or port_blocked"`
	Said         string          `json:"said" doc:"what the server said"`
	FailingSince *time.Time      `json:"failing_since"`
	NextAt       *time.Time      `json:"next_at" doc:"when it is tried again"`
	Backlog      int             `json:"backlog" doc:"mails that are in the mailbox and not yet here, as last seen"`
	CompleteAt   *time.Time      `json:"complete_at" doc:"when everything was in, the last time"`
	Counts       map[Outcome]int `json:"counts" doc:"mails by what became of them"`
	Last         *Reconciliation `json:"last_reconciliation"`
}

// Reconciliation compares the mailbox with the ledger. Difference 0 means that
// each mail in the mailbox has its line.
type Reconciliation struct {
	ID         fact.ReconciliationID `json:"id"`
	Channel    fact.ChannelID        `json:"channel_id"`
	At         time.Time             `json:"at"`
	By         fact.StaffID          `json:"by" doc:"who asked; empty when it was due"`
	Validity   uint32                `json:"uid_validity"`
	First      uint32                `json:"first_uid" doc:"mails below it were there before the fetching began, and are left"`
	InMailbox  int                   `json:"in_mailbox" doc:"mails from first_uid on"`
	InLedger   int                   `json:"in_ledger" doc:"of these, with a line in the ledger"`
	Difference int                   `json:"difference" doc:"of these, without one"`
	Missing    []uint32              `json:"missing" doc:"the newest hundred of them, by UID"`
	Gone       int                   `json:"gone" doc:"lines whose mail is no longer in the mailbox"`
	Counts     map[Outcome]int       `json:"counts"`
}
