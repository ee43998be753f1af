// Package live tells whoever is looking what just happened. The facts table is
// the history: a screen fetches, keeps the cursor of its fetch and is then given
// every fact behind it. The hub keeps nothing that matters; whoever falls behind
// or comes back late reads the table from its cursor.
//
// Between nodes an Engine carries two kinds of word: "there are facts up to N",
// and whispers (typing, who is looking), which nobody misses when they are lost.
package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"anlan/internal/platform/db"
)

// Whisper is news that is not kept.
type Whisper struct {
	Topic string          `json:"topic"` // "conversation:<id>"; everybody who hears everything hears it too
	From  string          `json:"from"`  // the seat that said it does not hear it back
	Body  json.RawMessage `json:"body"`
}

// word is what travels between nodes.
type word struct {
	Cursor  int64    `json:"cursor,omitempty"`
	Whisper *Whisper `json:"whisper,omitempty"`
}

// Engine carries words to all nodes, the sender included.
type Engine interface {
	Publish(ctx context.Context, body []byte) error
	// Listen calls hear for each word until ctx ends; it reconnects by itself.
	Listen(ctx context.Context, hear func(body []byte)) error
}

// Hub is one node's meeting place.
type Hub struct {
	db     *db.DB
	engine Engine
	log    *slog.Logger

	fresh chan struct{} // facts were committed here
	heard chan struct{} // facts are numbered, here or on another node

	news []func() // told after facts were handed out

	mu     sync.RWMutex
	topics map[string][]*Seat
	last   int64 // dispatched up to here
	seats  atomic.Int64
	nextID atomic.Int64
	node   string
}

// New makes the hub of a node.
func New(d *db.DB, engine Engine, node string, log *slog.Logger) *Hub {
	h := &Hub{
		db: d, engine: engine, log: log, node: node,
		fresh: make(chan struct{}, 1), heard: make(chan struct{}, 1),
		topics: map[string][]*Seat{},
	}
	d.OnFacts(func() { poke(h.fresh) })
	return h
}

// OnNews calls f whenever facts have been numbered and handed out on this node.
// It must return at once. Register before Run.
func (h *Hub) OnNews(f func()) { h.news = append(h.news, f) }

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// slowTick is the net under all signals: a fact is never later than this, even
// when the word about it was lost or another program wrote it.
const slowTick = time.Second

// Run numbers, listens and hands out until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	if !h.stand(ctx) {
		return nil
	}
	var running sync.WaitGroup
	running.Go(func() { h.sequence(ctx) })
	running.Go(func() { h.dispatch(ctx) })
	err := h.engine.Listen(ctx, h.hear)
	running.Wait()
	return err
}

// stand finds where the facts are; what comes behind is handed out. A database
// that is away just now is waited for. false means that ctx ended.
func (h *Hub) stand(ctx context.Context) bool {
	tick := time.NewTicker(slowTick)
	defer tick.Stop()
	for {
		last, err := h.db.Sequence(ctx)
		if err == nil {
			h.begin(last)
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		h.log.Warn("the newest fact could not be found; trying again", "err", err)
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// begin hands out from here on. Who took a seat before, as browsers do that come
// back the moment a node starts, may have fetched before facts that are not handed
// out any more: they are sent to the table.
func (h *Hub) begin(last int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = last
	for _, seats := range h.topics {
		for _, seat := range seats {
			seat.miss()
		}
	}
}

// sequence gives facts of this node their numbers and passes the word.
func (h *Hub) sequence(ctx context.Context) {
	tick := time.NewTicker(slowTick)
	defer tick.Stop()
	var told int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.fresh:
		case <-tick.C:
		}
		newest, err := h.db.Sequence(ctx)
		if err != nil {
			if ctx.Err() == nil {
				h.log.Warn("new facts could not be numbered; trying again", "err", err)
			}
			continue
		}
		if newest == told {
			continue
		}
		told = newest
		poke(h.heard)
		body, _ := json.Marshal(word{Cursor: newest}) // a struct of an integer cannot fail
		if err := h.engine.Publish(ctx, body); err != nil && ctx.Err() == nil {
			h.log.Warn("other nodes could not be told of new facts; they will see them within a second", "err", err)
		}
	}
}

func (h *Hub) hear(body []byte) {
	var w word
	if err := json.Unmarshal(body, &w); err != nil {
		h.log.Warn("an unreadable word came from another node", "err", err)
		return
	}
	if w.Whisper != nil {
		h.whisper(*w.Whisper)
		return
	}
	if w.Cursor > h.at() { // else we were first to know, and have handed them out
		poke(h.heard)
	}
}

// dispatch reads new facts once for the whole node and gives them to the seats.
func (h *Hub) dispatch(ctx context.Context) {
	tick := time.NewTicker(slowTick)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.heard:
		case <-tick.C:
		}
		for {
			n, err := h.dispatchOnce(ctx)
			if err != nil && ctx.Err() == nil {
				h.log.Warn("new facts could not be read; trying again", "err", err)
			}
			for _, tell := range h.news {
				if n > 0 {
					tell()
				}
			}
			if err != nil || n < dispatchBatch {
				break
			}
		}
	}
}

const dispatchBatch = 500

func (h *Hub) dispatchOnce(ctx context.Context) (int, error) {
	facts, err := h.db.FactsAfter(ctx, h.at(), dispatchBatch, db.Filter{})
	if err != nil || len(facts) == 0 {
		return 0, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, f := range facts {
		h.hand(Conversation(f.Conversation), Event{Fact: &f}, "")
	}
	h.last = facts[len(facts)-1].Cursor
	return len(facts), nil
}

// hand gives an event to all who listen to its topic or to everything, once.
func (h *Hub) hand(topic string, e Event, except string) {
	for _, seat := range h.topics[Everything] {
		if seat.ID != except {
			seat.give(e)
		}
	}
	for _, seat := range h.topics[topic] {
		if seat.ID != except && !seat.everything {
			seat.give(e)
		}
	}
}

func (h *Hub) at() int64 {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.last
}

// Say whispers to all nodes. Losing it hurts nobody, so it only logs.
func (h *Hub) Say(ctx context.Context, w Whisper) {
	body, err := json.Marshal(word{Whisper: &w})
	if err == nil {
		err = h.engine.Publish(ctx, body)
	}
	if err != nil && ctx.Err() == nil {
		h.log.Debug("a whisper was lost", "err", err)
	}
}

func (h *Hub) whisper(w Whisper) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	h.hand(w.Topic, Event{Whisper: &w}, w.From)
}

// Seats tells how many screens are looking.
func (h *Hub) Seats() int64 { return h.seats.Load() }
