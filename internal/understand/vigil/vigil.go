// Package vigil keeps watch over the risks that were found in messages: whoever is
// to be told is told, the conversation is put forward, and the risk stays open until
// somebody has dealt with it or says that it was a false alarm.
//
// It is told of each reading in its transaction (reading.Alarm). Facts in: those that move messages between conversations.
// Facts out: risk.raised, risk.closed, risk.reopened, risk_rule.changed.
package vigil

import (
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/understand/risk"
)

// State is how far somebody has dealt with a risk.
type State string

const (
	Open       State = "open"
	Handled    State = "handled"
	FalseAlarm State = "false_alarm"
)

// Kinds are the kinds of risk, the gravest first.
var Kinds = []risk.Kind{risk.SelfHarm, risk.Violence, risk.AccountTheft, risk.PaymentLoss, risk.Legal, risk.PublicExposure, risk.Minors, risk.OthersData}

// Risk is something that must not wait.
type Risk struct {
	ID           fact.RiskID
	Kind         risk.Kind
	State        State
	Message      fact.MessageID
	Conversation fact.ConversationID
	Number       int64
	Subject      string
	Contact      string
	Assignee     string
	Language     string   // in which to write to the customer
	Words        []string // as the customer wrote them; none where the message was erased
	Note         string
	ClosedBy     fact.StaffID
	ClosedName   string
	ClosedAt     time.Time
	At           time.Time
}

// Rule is what follows when a risk of a kind is found.
type Rule struct {
	Kind       risk.Kind
	Roles      []access.Role // who is told, besides the one who has the conversation
	Teams      []fact.TeamID
	People     []fact.StaffID
	Priority   conversation.Priority // that the conversation gets, unless it has a higher one; "" = none
	Tag        string
	GuidanceZH string // to whoever answers; "" = the usual words
	GuidanceEN string
	Active     bool // it is raised at all
	Version    int  // 0 = as usual, nobody has ruled otherwise
}

// Words are words that were a false alarm.
type Words struct {
	Kind        risk.Kind
	Text        string
	FalseAlarms int
	Quiet       bool // nothing is raised for them any more
	CanQuiet    bool
	At          time.Time
}

// Watch is who keeps it.
type Watch struct {
	db    *db.DB
	inbox *conversation.Inbox
}

// New sets the watch.
func New(d *db.DB, inbox *conversation.Inbox) *Watch { return &Watch{db: d, inbox: inbox} }

// CanRule tells whether who may say what follows.
func CanRule(who access.Actor) bool { return who.May(access.TeamManage) }
