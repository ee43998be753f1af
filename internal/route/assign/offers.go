package assign

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/route/queue"
)

// OverJob is the kind of the timer of an offer.
const OverJob = "assign.over"

// Over is what it carries.
type Over struct {
	Offer fact.OfferID `json:"offer"`
}

// Why somebody refuses, as a code.
var refusals = []string{"busy", "not_mine", "know_them", "other"}

// Offer is a question to somebody whether they take a conversation.
type Offer struct {
	ID    fact.OfferID
	At    time.Time
	Until time.Time
	Decision
}

// offer asks whoever was decided on, if both still stand as they were seen.
func (d *Dispatcher) offer(ctx context.Context, s queue.Settings, made Decision, kind string) (o outcome, err error) {
	details, err := json.Marshal(made)
	if err != nil {
		return o, err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		o = given
		if err := occupy(ctx, tx, made.Staff); err != nil {
			return err
		}
		can, err := d.canTake(ctx, tx, s, made.Staff, kind)
		if err != nil {
			return err
		}
		if !can {
			o = busy
			return errNotGiven
		}
		waits, err := d.waits(ctx, tx, made.Conversation)
		if err != nil {
			return err
		}
		if !waits {
			o = gone
			return errNotGiven
		}
		made := Offer{ID: fact.OfferID(id.New()), At: tx.Now(), Until: tx.Now().Add(time.Duration(s.Offers.Seconds) * time.Second), Decision: made}
		asked, err := insertOffer(ctx, tx, made, string(details))
		if err != nil {
			return err
		}
		if !asked { // somebody else is asked already
			o = busy
			return errNotGiven
		}
		if _, err := d.queues.OfferTx(ctx, tx, made.Conversation, made.Staff); err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, db.Job{Kind: OverJob, Args: Over{made.ID}, RunAt: made.Until}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.OfferMade{Offer: made.ID, Conversation: made.Conversation, Staff: made.Staff, Until: made.Until})
	})
	if errors.Is(err, errNotGiven) {
		return o, nil
	}
	return o, err
}

// waits tells, holding it, whether a conversation still waits for a person.
func (d *Dispatcher) waits(ctx context.Context, tx *db.Tx, c fact.ConversationID) (bool, error) {
	if err := d.inbox.HoldTx(ctx, tx, c); err != nil {
		if fault.Is(err, "conversation.missing") {
			return false, nil
		}
		return false, err
	}
	m, there, err := d.inbox.Matter(ctx, tx, c)
	return there && m.Waits(), err
}

// Accept takes what one was asked to take.
func (d *Dispatcher) Accept(ctx context.Context, who access.Actor, offer fact.OfferID) (made Decision, err error) {
	if err := who.Require(access.ConversationAssign); err != nil {
		return made, err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		o, err := answer(ctx, tx, who.ID, offer, "accepted", "")
		if err != nil {
			return err
		}
		made = o.Decision
		made.Way, made.At = Ask, tx.Now()
		made.Why = append(made.Why, fact.Why{Code: Accepted})
		routed, err := d.inbox.RouteTx(ctx, tx, made.Conversation, made.routed())
		if err != nil {
			return err
		}
		if !routed {
			return fault.New(fault.Conflict, "offer.over")
		}
		return errors.Join(
			occupy(ctx, tx, who.ID), d.queues.TakenTx(ctx, tx, made.Conversation, who.ID), keep(ctx, tx, made),
			tx.Record(ctx, fact.OfferEnded{Offer: offer, Conversation: made.Conversation, Staff: who.ID, State: "accepted", By: who.ID}),
		)
	})
	return made, err
}

// Refuse says no, and why; the next person is asked.
func (d *Dispatcher) Refuse(ctx context.Context, who access.Actor, offer fact.OfferID, because string) error {
	if err := who.Require(access.ConversationAssign); err != nil {
		return err
	}
	if !slices.Contains(refusals, because) {
		return fault.New(fault.Invalid, "offer.reason_unknown", "reason", because).At("because")
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		o, err := answer(ctx, tx, who.ID, offer, "refused", because)
		if err != nil {
			return err
		}
		return d.ended(ctx, tx, o, fact.OfferEnded{State: "refused", Because: because, By: who.ID})
	})
}

// ended sets a place free again, and tells.
func (d *Dispatcher) ended(ctx context.Context, tx *db.Tx, o Offer, f fact.OfferEnded) error {
	f.Offer, f.Conversation, f.Staff = o.ID, o.Conversation, o.Staff
	if _, err := d.queues.OfferTx(ctx, tx, o.Conversation, ""); err != nil {
		return err
	}
	return tx.Record(ctx, f)
}

// Over is the timer's question: was an offer answered in time? Who has missed so
// many in a row is taken to be away.
func (d *Dispatcher) Over(ctx context.Context, over Over) error {
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		o, err := answer(ctx, tx, "", over.Offer, "missed", "")
		if fault.Is(err, "offer.over") {
			return nil
		}
		if err != nil {
			return err
		}
		f := fact.OfferEnded{State: "missed"}
		missed, err := inARow(ctx, tx, o.Staff)
		if err != nil {
			return err
		}
		if missed >= s.Offers.Missed {
			f.Rested = missed
			if err := d.presence.RestTx(ctx, tx, o.Staff); err != nil {
				return err
			}
		}
		return d.ended(ctx, tx, o, f)
	})
}

// IdleLeft tells that somebody is on line, and may be asked on.
func (d *Dispatcher) IdleLeft(f fact.PresenceChanged) bool {
	return f.State == string(presence.Online) || d.queues.NobodyGives()
}

// Left takes back what somebody was asked who is not on line any more.
func (d *Dispatcher) Left(ctx context.Context, f fact.PresenceChanged) error {
	open, err := openOffers(ctx, d.db.Read(), "staff_id", string(f.Staff))
	if err != nil {
		return err
	}
	return errors.Join(d.withdraw(ctx, open), d.goOn(ctx, f.Staff))
}

// Unqueued takes back the question about a conversation that waits in a queue no
// longer. One that was asked since, there or in another queue, stands.
func (d *Dispatcher) Unqueued(ctx context.Context, f fact.ConversationUnqueued) error {
	open, err := openOffers(ctx, d.db.Read(), "conversation_id", string(f.Conversation))
	if err != nil {
		return err
	}
	place, _, _, waits, err := d.queues.Of(ctx, access.System, f.Conversation)
	if err != nil {
		return err
	}
	return d.withdraw(ctx, slices.DeleteFunc(open, func(o Offer) bool {
		return o.Queue != f.Queue || waits && place.Queue == o.Queue && place.OfferedTo == o.Staff
	}))
}

func (d *Dispatcher) withdraw(ctx context.Context, offers []Offer) error {
	for _, each := range offers {
		err := d.db.Write(ctx, func(tx *db.Tx) error {
			o, err := answer(ctx, tx, "", each.ID, "withdrawn", "")
			if fault.Is(err, "offer.over") {
				return nil
			}
			if err != nil {
				return err
			}
			return d.ended(ctx, tx, o, fact.OfferEnded{State: "withdrawn"})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// IdleEnded tells that an offer was taken: what follows is told by others.
func (d *Dispatcher) IdleEnded(f fact.OfferEnded) bool {
	return f.State == "accepted" || d.queues.NobodyGives()
}

// Ended asks the next person, and looks what else waits for who said no.
func (d *Dispatcher) Ended(ctx context.Context, f fact.OfferEnded) error {
	m, there, err := d.inbox.Matter(ctx, d.db.Read(), f.Conversation)
	if err != nil || !there {
		return err
	}
	return errors.Join(d.serve(ctx, interest{teams: []fact.TeamID{m.Team}}), d.Freed(ctx, Freed{f.Staff}))
}

// Offers are the questions that wait for somebody's answer.
func (d *Dispatcher) Offers(ctx context.Context, who access.Actor) ([]Offer, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	return openOffers(ctx, d.db.Read(), "staff_id", string(who.ID))
}

type offerRow struct {
	ID       fact.OfferID `bun:"id"`
	Staff    fact.StaffID `bun:"staff_id"`
	Decision string       `bun:"decision"`
	At       int64        `bun:"at"`
	Until    int64        `bun:"until"`
}

func (r offerRow) offer() (o Offer, err error) {
	if err := json.Unmarshal([]byte(r.Decision), &o.Decision); err != nil {
		return o, fmt.Errorf("read offer %s: %w", r.ID, err)
	}
	o.ID, o.At, o.Until = r.ID, time.UnixMilli(r.At).UTC(), time.UnixMilli(r.Until).UTC()
	return o, nil
}

// insertOffer is false when somebody is asked about the same conversation already.
func insertOffer(ctx context.Context, tx *db.Tx, o Offer, details string) (bool, error) {
	n, err := tx.Ask(`INSERT INTO offer (id, conversation_id, queue_id, staff_id, state, decision, at, until) VALUES (?, ?, ?, ?, 'open', ?, ?, ?)
		ON CONFLICT DO NOTHING`, o.ID, o.Conversation, o.Queue, o.Staff, details, o.At.UnixMilli(), o.Until.UnixMilli()).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("offer %s to %s: %w", o.Conversation, o.Staff, err)
	}
	return n > 0, nil
}

// answer ends an offer that is open; whose = "" is for timers, which answer for
// whoever it is.
func answer(ctx context.Context, tx *db.Tx, whose fact.StaffID, offer fact.OfferID, state, because string) (Offer, error) {
	var rows []offerRow
	err := tx.Ask(`UPDATE offer SET state = ?, because = ?, answered_at = ? WHERE id = ? AND state = 'open' AND (? = '' OR staff_id = ?)
		RETURNING id, staff_id, decision, at, until`, state, because, tx.Now().UnixMilli(), offer, whose, whose).Scan(ctx, &rows)
	if err != nil {
		return Offer{}, fmt.Errorf("answer offer %s: %w", offer, err)
	}
	if len(rows) == 0 {
		return Offer{}, fault.New(fault.Conflict, "offer.over")
	}
	return rows[0].offer()
}

func openOffers(ctx context.Context, q db.Reader, column, of string) ([]Offer, error) {
	var rows []offerRow
	err := q.NewRaw("SELECT id, staff_id, decision, at, until FROM offer WHERE state = 'open' AND "+column+" = ? ORDER BY at, id", of).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read open offers: %w", err)
	}
	list := make([]Offer, len(rows))
	for i, r := range rows {
		if list[i], err = r.offer(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// inARow is how many offers somebody has missed without answering one, since they
// came on line.
func inARow(ctx context.Context, q db.Reader, who fact.StaffID) (n int, err error) {
	err = q.Ask(`SELECT COUNT(*) FROM offer WHERE staff_id = ? AND state = 'missed'
		AND at >= COALESCE((SELECT since FROM presence WHERE staff_id = ?), 0)
		AND at > COALESCE((SELECT MAX(at) FROM offer WHERE staff_id = ? AND state IN ('accepted', 'refused')), 0)`, who, who, who).Scan(ctx, &n)
	if err != nil {
		return 0, fmt.Errorf("how many offers has %s missed: %w", who, err)
	}
	return n, nil
}

// answersTo is what people said when they were asked to take a conversation, in
// this wait.
func (d *Dispatcher) answersTo(ctx context.Context, p queue.Place) (map[fact.StaffID]answers, error) {
	var rows []struct {
		Staff fact.StaffID `bun:"staff_id"`
		State string       `bun:"state"`
	}
	err := d.db.Ask("SELECT staff_id, state FROM offer WHERE conversation_id = ? AND at >= ? AND state IN ('refused', 'missed')", p.Conversation, p.Arrived.UnixMilli()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("who was asked to take %s: %w", p.Conversation, err)
	}
	said := map[fact.StaffID]answers{}
	for _, r := range rows {
		a := said[r.Staff]
		if r.State == "refused" {
			a.refused = true
		} else {
			a.missed++
		}
		said[r.Staff] = a
	}
	return said, nil
}
