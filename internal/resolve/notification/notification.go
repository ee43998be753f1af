// Package notification tells people what concerns them: in the page, and by push
// where they asked for it. It reads the facts in their order, behind what it has
// read already, so that nothing that makes a fact has to wait for it.
//
// Facts out: notification.raised, notification.seen.
package notification

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Kind says why somebody is told.
type Kind string

const (
	Mentioned  Kind = "mentioned"  // a note names me
	Assigned   Kind = "assigned"   // a colleague gave me a conversation
	Replied    Kind = "replied"    // a customer wrote in a conversation of mine
	Returned   Kind = "returned"   // a conversation of mine went back to its team while I was offline
	Awake      Kind = "awake"      // the snooze of a conversation of mine is over
	Failed     Kind = "failed"     // a reply of mine could not be delivered
	Troubled   Kind = "troubled"   // a channel is in trouble, and I may manage channels
	Recovered  Kind = "recovered"  // that is over
	Overflowed Kind = "overflowed" // a queue of a team of mine overflows, and I see to the floor
	Eased      Kind = "eased"      // that is over
	Risky      Kind = "risk"       // something must not wait, and the house's rule names me
	Helping    Kind = "help"       // a colleague asks for help, and I am asked
	Joined     Kind = "joined"     // a colleague joined a conversation of mine
	Whispered  Kind = "whispered"  // a colleague whispers to me
)

// Trial is what a push is that somebody asked for to see one. Nothing is told by it.
const Trial Kind = "trial"

// Kinds is every kind, in the order in which people are shown them.
var Kinds = []Kind{Mentioned, Assigned, Replied, Returned, Awake, Failed, Risky, Helping, Joined, Whispered, Overflowed, Eased, Troubled, Recovered}

// ofChannels tells whether a kind is about a channel, and no conversation.
func ofChannels(k Kind) bool { return k == Troubled || k == Recovered }

// ofQueues tells whether it is about a queue.
func ofQueues(k Kind) bool { return k == Overflowed || k == Eased }

// Notification is one thing that concerns one person.
type Notification struct {
	ID           fact.NotificationID
	Staff        fact.StaffID
	Kind         Kind
	Conversation fact.ConversationID // "" where it is about a channel, or a queue
	Queue        fact.QueueID
	QueueTeam    string // the name of its team; "" = nobody's
	QueueKind    string // of channel
	Number       int64
	Subject      string
	Contact      string // the customer's name
	Message      fact.MessageID
	Trouble      fact.TroubleID
	Channel      fact.ChannelID
	ChannelName  string
	Part         string // of the channel
	Code         string // why; a key of the words
	About        map[string]any
	By           fact.StaffID // the colleague who did it; "" = a customer or the clock
	ByName       string
	At           time.Time
	SeenAt       time.Time // zero = not yet
	Held         bool      // nothing was pushed about it, since it came in quiet hours
}

// Preference is how somebody wants to be told of one kind.
type Preference struct {
	Kind Kind `json:"kind" enum:"mentioned,assigned,replied,returned,awake,failed,risk,help,joined,whispered,overflowed,eased,troubled,recovered"`
	Page bool `json:"page" doc:"in the page: the bell, the list and a short word"`
	Push bool `json:"push" doc:"by push, on the devices that allow it"`
}

// Subscription is a browser that may be told things while no page is open.
type Subscription struct {
	ID        fact.PushSubscriptionID
	Endpoint  string
	Agent     string
	CreatedAt time.Time
	SignedIn  bool // where it is not, nothing is pushed to it

	p256dh, auth string
	staff        fact.StaffID
}

// Desk is where notifications are made and read.
type Desk struct {
	db        *db.DB
	client    webpush.HTTPClient
	publicURL string
	log       *slog.Logger
	fresh     chan struct{}
	cover     Cover
	passed    atomic.Int64 // facts up to here hold nothing for anybody; never behind the table
}

// Cover gives what makes of a notification what somebody may see; nil where they see all.
type Cover func(ctx context.Context, to fact.StaffID) (func(*Notification), error)

// Cover lets pushes say what their reader may see.
func (d *Desk) Cover(c Cover) { d.cover = c }

// New makes the desk of a node. client reaches the push services.
func New(d *db.DB, client webpush.HTTPClient, publicURL string, log *slog.Logger) *Desk {
	return &Desk{db: d, client: client, publicURL: publicURL, log: log, fresh: make(chan struct{}, 1)}
}
