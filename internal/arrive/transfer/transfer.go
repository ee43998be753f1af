// Package transfer is the dock where data comes in from files and goes out into
// files: contacts and conversations as CSV and JSON Lines, and what other
// systems export. JSON Lines has everything and comes in again without loss; CSV
// is for spreadsheets. Work on files is a job in slices: it shows how far it is,
// can be cancelled, and goes on where it was when a node dies.
//
// Facts out: import.changed, export.changed; through contact and conversation:
// contact.created, contact.changed, contact.withdrawn, conversation.imported,
// conversation.deleted.
package transfer

import (
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Dock takes files in and gives files out.
type Dock struct {
	db       *db.DB
	contacts *contact.Book
	inbox    *conversation.Inbox
	files    *conversation.Files
	channels *intake.Channels
	door     *intake.Door
	veils    Veils
}

// New opens the dock.
func New(d *db.DB, contacts *contact.Book, inbox *conversation.Inbox, files *conversation.Files, channels *intake.Channels, door *intake.Door) *Dock {
	return &Dock{db: d, contacts: contacts, inbox: inbox, files: files, channels: channels, door: door}
}

// Kinds of imports; the first two are those of exports as well.
const (
	Contacts      = "contacts"
	Conversations = "conversations"
	Zendesk       = "zendesk"
	Chatwoot      = "chatwoot"
)

// State is how far an import or an export is.
type State string

const (
	Uploaded  State = "uploaded"
	Checking  State = "checking"
	Checked   State = "checked"
	Running   State = "running"
	Done      State = "done"
	Cancelled State = "cancelled"
	Failed    State = "failed"
	Undoing   State = "undoing"
	Undone    State = "undone"
	Expired   State = "expired"
)

// Counts is what became of the rows of an import; of a check, what would.
type Counts struct {
	Total         int64 `json:"total" doc:"rows in the file; 0 while nobody has counted them"`
	Done          int64 `json:"done" doc:"rows that were looked at"`
	Contacts      int64 `json:"contacts" doc:"contacts that were made"`
	Conversations int64 `json:"conversations" doc:"conversations that were made"`
	Messages      int64 `json:"messages" doc:"messages in them"`
	Changed       int64 `json:"changed" doc:"contacts that were here and took new values"`
	Known         int64 `json:"known" doc:"rows that were here before"`
	Refused       int64 `json:"refused" doc:"rows that did not come in"`
	Undone        int64 `json:"undone" doc:"objects that were taken back"`
}

// Column is a column of a CSV and what it means.
type Column struct {
	Name    string   `json:"name" doc:"as the first row has it"`
	Means   string   `json:"means" doc:"what it fills: email, field:plan, attribute:school, …; empty to leave it out" example:"email"`
	Samples []string `json:"samples" nullable:"false" doc:"from the first rows"`
}

// Import is a file on its way in.
type Import struct {
	ID         fact.ImportID  `json:"id"`
	Kind       string         `json:"kind" enum:"contacts,conversations,zendesk,chatwoot"`
	Name       string         `json:"name" doc:"of the file"`
	Format     string         `json:"format" enum:"csv,jsonl,zip"`
	Encoding   string         `json:"encoding" doc:"as it was recognised: utf-8, gb18030, utf-16le, utf-16be"`
	Size       int64          `json:"size" doc:"bytes"`
	Columns    []Column       `json:"columns" nullable:"false" doc:"of a CSV"`
	Meanings   []string       `json:"meanings" nullable:"false" doc:"what columns of this kind may mean"`
	ChannelID  fact.ChannelID `json:"channel_id" doc:"where conversations go"`
	Existing   string         `json:"existing" enum:"keep,update" doc:"what happens to contacts that are here already"`
	TimeZone   string         `json:"time_zone" doc:"of times that name none"`
	State      State          `json:"state" enum:"uploaded,checking,checked,running,done,cancelled,failed,undoing,undone"`
	Counts     Counts         `json:"counts"`
	Error      string         `json:"error" doc:"why it failed: a code"`
	Problems   []RefusedRow   `json:"problems" nullable:"false" doc:"the first of the rows that were refused"`
	CreatedBy  fact.StaffID   `json:"created_by"`
	CreatedAt  time.Time      `json:"created_at"`
	FinishedAt *time.Time     `json:"finished_at"`
	Version    int            `json:"version"`
	Can        ImportCan      `json:"can"`
}

// ImportCan is what the asking person may do with an import as it stands.
type ImportCan struct {
	Map    bool `json:"map"`
	Check  bool `json:"check"`
	Start  bool `json:"start"`
	Cancel bool `json:"cancel"`
	Undo   bool `json:"undo"`
	Remove bool `json:"remove"`
}

// RefusedRow is a row that did not come in.
type RefusedRow struct {
	Line   int64          `json:"line" doc:"in the file, counting from 1"`
	Column string         `json:"column"`
	Code   string         `json:"code"`
	Values map[string]any `json:"values"`
	Detail string         `json:"detail" doc:"the reason as a sentence, in the asking person's language"`
	Raw    string         `json:"-"`
}

// Export is a file on its way out.
type Export struct {
	ID         fact.ExportID `json:"id"`
	Kind       string        `json:"kind" enum:"contacts,conversations"`
	Format     string        `json:"format" enum:"csv,jsonl"`
	State      State         `json:"state" enum:"running,done,cancelled,failed,expired"`
	Total      int64         `json:"total" doc:"contacts or conversations; 0 while it is not known"`
	Done       int64         `json:"done"`
	Size       int64         `json:"size" doc:"bytes of the file"`
	URL        string        `json:"url" doc:"a signed link to the file that works for some minutes; empty while there is no file"`
	Error      string        `json:"error" doc:"why it failed: a code"`
	CreatedBy  fact.StaffID  `json:"created_by"`
	CreatedAt  time.Time     `json:"created_at"`
	FinishedAt *time.Time    `json:"finished_at"`
	ExpiresAt  *time.Time    `json:"expires_at" doc:"when the file is removed"`
	Can        ExportCan     `json:"can"`
	SHA256     string        `json:"-"`
}

// ExportCan is what the asking person may do with an export as it stands.
type ExportCan struct {
	Cancel   bool `json:"cancel"`
	Download bool `json:"download"`
}

func canImport(who access.Actor, s State) ImportCan {
	may := who.May(access.DataImport)
	ready := s == Uploaded || s == Checked
	working := s == Checking || s == Running || s == Undoing
	return ImportCan{
		Map: may && ready, Check: may && ready, Start: may && (ready || s == Cancelled || s == Failed),
		Cancel: may && (s == Checking || s == Running), Undo: may && (s == Done || s == Cancelled || s == Failed), Remove: may && !working,
	}
}
