// Package invitation keeps the events that mails bring: invitations, their changes and
// their ends. Of one event the newest stands, by its own count and not by when it came.
//
// Facts out: invitation.answered.
package invitation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/ical"
	"anlan/internal/kit/plain"
)

// State is what became of an event.
type State string

const (
	Standing   State = "standing"
	Superseded State = "superseded" // a later mail changed it
	Cancelled  State = "cancelled"
)

// Card is an event as a message shows it.
type Card struct {
	Place      int           `json:"place" doc:"which event of the mail"`
	Method     string        `json:"method" enum:"request,cancel,reply,publish,other"`
	State      State         `json:"state" enum:"standing,superseded,cancelled"`
	Summary    string        `json:"summary"`
	Location   string        `json:"location"`
	Starts     time.Time     `json:"starts_at"`
	Ends       time.Time     `json:"ends_at"`
	AllDay     bool          `json:"all_day" doc:"the times are days then, in nobody's zone"`
	Floating   bool          `json:"floating" doc:"no zone was named, or none that is known: the times are read as they stand"`
	Zone       string        `json:"zone" doc:"in which it was written; IANA"`
	Repeats    string        `json:"repeats" enum:",daily,weekly,monthly,yearly,other"`
	Organizer  ical.Person   `json:"organizer"`
	Attendees  []ical.Person `json:"attendees" nullable:"false"`
	Part       string        `json:"part" enum:",accepted,tentative,declined" doc:"what we answered"`
	AnsweredBy string        `json:"answered_by"`
	AnsweredAt *time.Time    `json:"answered_at"`
	CanAnswer  bool          `json:"can_answer"`
}

// Came is what a mail brought, on its way in.
type Came struct {
	Calendar string
}

// maxCalendar bounds a calendar object, in bytes; maxUID what an index holds.
const (
	maxCalendar = 256 << 10
	maxUID      = 255
)

// Of reads what a mail brought; nil where there is nothing to show.
func Of(calendar string) *Came {
	calendar = plain.Text(calendar)
	if len(calendar) > maxCalendar {
		return nil // the file is attached all the same
	}
	if _, ok := ical.Read(calendar); !ok {
		return nil
	}
	return &Came{Calendar: calendar}
}

// Words are what there is to read where a mail is nothing but its event.
func (c Came) Words() string {
	read, _ := ical.Read(c.Calendar)
	e := read.Events[0]
	return strings.TrimSpace(e.Summary + "\n\n" + e.Text)
}

var methods = map[string]string{"REQUEST": "request", "CANCEL": "cancel", "REPLY": "reply", "PUBLISH": "publish", "": "publish"}

func methodOf(c ical.Calendar, e ical.Event) string {
	if e.Status == "CANCELLED" {
		return "cancel"
	}
	if known := methods[c.Method]; known != "" {
		return known
	}
	return "other"
}

func named(uid string) string {
	if len(uid) <= maxUID {
		return uid
	}
	sum := sha256.Sum256([]byte(uid))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Answer is what we say to an invitation.
type Answer struct {
	Message fact.MessageID
	Place   int
	Part    string // accepted, tentative, declined
}

var parts = map[string]string{"accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}
