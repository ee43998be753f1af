// Package webhook tells other programs what happened, by HTTP, as facts are
// recorded. Each webhook reads the facts in their order from a cursor of its own
// and puts those it wants into its log; a job sends each, signed as Standard
// Webhooks says (https://www.standardwebhooks.com). What one conversation gave
// is delivered in its order: the next waits until the one before has arrived or
// was given up, two days after it happened. Every attempt is kept for people to
// read, and what was sent can be sent again under the same id. Requests go to
// public addresses only, unless the operator names a network. Facts out:
// webhook.changed.
package webhook

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// State tells whether a webhook is told of anything.
type State string

const (
	Active State = "active"
	Paused State = "paused" // nothing is lost: when it goes on it begins where it stopped
)

// Content is how much a webhook is told.
type Content string

const (
	IDs     Content = "ids"     // the fact: ids, times, few values
	Objects Content = "objects" // and the conversation and message as they are when it is sent
)

// Webhook is somebody who is told.
type Webhook struct {
	ID            fact.WebhookID
	Name          string
	URL           string
	Events        []string // "message.arrived", "conversation.*" or "*"
	Content       Content
	Clear         bool // personal data leaves as it is; else the kinds that the house guards are masked
	State         State
	PausedBecause string // "person", or "gone" when the receiver said that it is no more
	Failures      int    // attempts that failed since the last that did not
	FailingSince  time.Time
	BlockedUntil  time.Time // nothing is tried before
	DeliveredAt   time.Time
	Waiting       int // deliveries that are still to come through
	Failed        int // deliveries that were given up
	Version       int
	CreatedAt     time.Time

	secret, oldSecret string
	oldUntil          time.Time
	cursor            int64
}

// DeliveryState is how far a delivery has come.
type DeliveryState string

const (
	Pending   DeliveryState = "pending"
	Delivered DeliveryState = "delivered"
	Failed    DeliveryState = "failed"  // given up after two days
	Dropped   DeliveryState = "dropped" // a person gave it up, or the webhook is gone
)

// Delivery is one event on its way to one webhook.
type Delivery struct {
	ID        int64
	Webhook   fact.WebhookID
	EventID   string // stays the same over attempts and replays: receivers tell repeats by it
	Event     string
	Lane      string
	State     DeliveryState
	Attempts  int
	NextAt    time.Time
	Status    int    // of the last answer; 0 when there was none
	Reason    string // why the last attempt failed
	Detail    string
	ReplayOf  int64
	CreatedAt time.Time
	DoneAt    time.Time

	body json.RawMessage
}

// Attempt is one request that was made for a delivery.
type Attempt struct {
	At     time.Time
	Took   time.Duration
	Status int
	Reason string
	Detail string
	Answer string // the beginning of what the receiver said
}

// New is a webhook to add.
type New struct {
	Name    string
	URL     string
	Events  []string
	Content Content
	Clear   bool
}

// Change is what to change of a webhook; what is nil stays. Version is the
// version that was edited; 0 takes whatever is there.
type Change struct {
	Name    *string
	URL     *string
	Events  *[]string
	Content *Content
	Clear   *bool
	State   *State
	Version int
}

// Shown gives the objects that a fact is about, as the API shows them: with personal
// data as it is when clear is set, else masked.
type Shown func(ctx context.Context, who access.Actor, clear bool, f db.Recorded) (map[string]any, error)

// Answer is what came of a request. Reason is "" when it was taken, else one of
// the codes that the API names.
type Answer struct {
	Status int // 0 when there was no answer
	Reason string
	Detail string
	Text   string        // the beginning of what the receiver said
	After  time.Duration // the receiver asks us to wait so long
}

// Poster makes one request, signed by each of the secrets.
type Poster interface {
	Send(ctx context.Context, to, id string, at time.Time, body []byte, secrets ...string) Answer
}

// Courier delivers.
type Courier struct {
	db    *db.DB
	shown Shown
	post  Poster
	log   *slog.Logger
	busy  chan struct{}
	fresh chan struct{}
}

// atOnce bounds the requests of one node, so that receivers that never answer do
// not hold up other work.
const atOnce = 6

// NewCourier makes the courier of a node.
func NewCourier(d *db.DB, post Poster, shown Shown, log *slog.Logger) *Courier {
	return &Courier{db: d, shown: shown, post: post, log: log, busy: make(chan struct{}, atOnce), fresh: make(chan struct{}, 1)}
}

// CanManage tells whether who may look after webhooks.
func CanManage(who access.Actor) bool { return who.May(access.WebhookManage) }
