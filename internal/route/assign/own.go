package assign

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/platform/db"
	"anlan/internal/platform/id"
	"anlan/internal/route/queue"
)

// Customers may be meant for one person: their own, who stands in for them, or who
// handled their case. That one is asked first, and waited for, but never for long.

// ReservedJob is the kind of the timer at which a customer has waited for one person for
// long enough.
const ReservedJob = "assign.reserved"

// Reserved is what it carries.
type Reserved struct {
	Conversation fact.ConversationID `json:"conversation"`
}

// wish is one person for whom a customer is meant, and until when they are waited for.
type wish struct {
	staff fact.StaffID
	code  string
	until time.Time // zero = not at all
}

// meant is what became of the wishes for a head.
type meant struct {
	to      *Person // who takes it, or is waited for
	wish    wish
	waits   bool
	instead []fact.Why // why it is not who it was meant for
}

// isThere tells whether somebody may be back at it any moment.
func isThere(s presence.State) bool {
	return s == presence.Online || s == presence.Busy || s == presence.AfterCall
}

// decided looks at the wishes one after the other. The first who can takes it; who is
// there and cannot yet is waited for until their time is up.
func decided(wishes []wish, people map[fact.StaffID]Person, said map[fact.StaffID]answers, fills func(fact.StaffID) float64, now time.Time) (m meant) {
	for _, w := range wishes {
		p, own := people[w.staff], w.code != SamePerson
		no := said[w.staff].refused || said[w.staff].missed > 0
		switch {
		case p.ID == "":
			continue
		case no:
			m.instead = append(m.instead, fact.Why{Code: OwnRefused, Value: p.Name})
		case p.State == presence.Online && free(p.Load, fills(p.ID)):
			m.to, m.wish = &p, w
			return m
		case isThere(p.State) && now.Before(w.until):
			m.to, m.wish, m.waits = &p, w, true
			return m
		default:
			m.instead = append(m.instead, fact.Why{Code: instead(own, isThere(p.State)), Value: p.Name})
		}
	}
	return m
}

func instead(own, there bool) string {
	switch {
	case own && there:
		return OwnFull
	case own:
		return OwnAway
	case there:
		return SameFull
	}
	return SameAway
}

// wishesFor are the people for whom a head is meant, the first first.
func (d *Dispatcher) wishesFor(ctx context.Context, s queue.Settings, head queue.Head) ([]wish, error) {
	own, err := d.personal.For(ctx, head.Conversation)
	if err != nil {
		return nil, err
	}
	if own.Staff.ID != "" {
		list := []wish{{own.Staff.ID, OwnPerson, head.Arrived.Add(time.Duration(s.Own.Seconds) * time.Second)}}
		if own.StandIn.ID != "" {
			list = append(list, wish{staff: own.StandIn.ID, code: StandIn})
		}
		return list, nil
	}
	same, on := s.Same[head.Team]
	if !on || head.Team == "" {
		return nil, nil
	}
	who, err := d.handled(ctx, head.Conversation, d.db.Now().AddDate(0, 0, -same.Days))
	if err != nil || who == "" {
		return nil, err
	}
	return []wish{{who, SamePerson, head.Arrived.Add(time.Duration(same.Seconds) * time.Second)}}, nil
}

// handled is who answered the customer of a conversation last, since a time; "" = nobody.
func (d *Dispatcher) handled(ctx context.Context, c fact.ConversationID, since time.Time) (fact.StaffID, error) {
	var ids []fact.StaffID
	err := d.db.Ask(`SELECT m.staff_id FROM conversation own JOIN conversation c ON c.contact_id = own.contact_id AND c.last_message_at >= ?
		JOIN message m ON m.conversation_id = c.id AND m.sent_at >= ? WHERE own.id = ? AND m.kind = 'reply' AND m.staff_id <> '' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1`,
		since.UnixMilli(), since.UnixMilli(), c).Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		if err != nil {
			err = fmt.Errorf("who handled the case of %s: %w", c, err)
		}
		return "", err
	}
	return ids[0], nil
}

// meantFor asks for whom a head is meant, and what comes of it now. Who handled a case
// takes it up as one of those who serve its queue, and as one who can; an own person does
// so wherever they work.
func (r *round) meantFor(ctx context.Context, head queue.Head, team []Person) (m meant, err error) {
	wishes, err := r.wishesFor(ctx, r.settings, head)
	if err != nil || len(wishes) == 0 {
		return m, err
	}
	people := map[fact.StaffID]Person{}
	for _, w := range wishes {
		p := Person{ID: w.staff}
		if i := indexOf(team, w.staff); i >= 0 {
			p = team[i]
		} else if w.code == SamePerson {
			continue
		}
		if w.code == SamePerson && unfit(p, head.Requirement) != "" {
			continue
		}
		if err := r.look(ctx, r.settings, &p); err != nil {
			return m, err
		}
		people[w.staff] = p
	}
	said, err := r.answersTo(ctx, head.Place)
	if err != nil {
		return m, err
	}
	return decided(wishes, people, said, func(who fact.StaffID) float64 { return r.settings.Fills(who, head.ChannelKind) }, r.db.Now()), nil
}

// giveMeant gives a head to whom it is meant for, or notes that it waits for them.
func (r *round) giveMeant(ctx context.Context, head queue.Head, m meant) error {
	if m.to == nil {
		return nil
	}
	if m.waits {
		return r.reserve(ctx, head.Conversation, m.wish)
	}
	made := Decision{
		ID: fact.DecisionID(id.New()), Conversation: head.Conversation, Queue: head.Queue.ID, Staff: m.to.ID, Way: Push,
		Why: append([]fact.Why{{Code: m.wish.code}}, m.instead...), Reasons: head.Reasons,
		Candidates: []Candidate{{Staff: m.to.ID, Load: m.to.Load, Why: []fact.Why{{Code: m.wish.code}}}}, PassedOver: map[string]int{}, Arrived: head.Arrived,
	}
	outcome, err := r.pass(ctx, made, head)
	if err != nil {
		return err
	}
	return r.after(ctx, outcome, head, made)
}

// reserve notes for whom a conversation waits, and looks again when it has done so for
// long enough. What is noted already is left as it is.
func (d *Dispatcher) reserve(ctx context.Context, c fact.ConversationID, w wish) error {
	var known bool
	err := d.db.Ask("SELECT EXISTS (SELECT 1 FROM reservation WHERE conversation_id = ? AND staff_id = ? AND until = ?)", c, w.staff, w.until.UnixMilli()).Scan(ctx, &known)
	if err != nil || known {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO reservation (conversation_id, staff_id, because, until, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (conversation_id) DO UPDATE SET staff_id = excluded.staff_id, because = excluded.because, until = excluded.until, at = excluded.at`,
			c, w.staff, w.code, w.until.UnixMilli(), tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("reserve %s for %s: %w", c, w.staff, err)
		}
		if err := tx.Enqueue(ctx, db.Job{Kind: ReservedJob, Args: Reserved{c}, RunAt: w.until}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ConversationReserved{Conversation: c, Staff: w.staff, Because: w.code, Until: w.until})
	})
}

// Reserved is the timer's question: a conversation has waited for one person long enough.
func (d *Dispatcher) Reserved(ctx context.Context, r Reserved) error {
	return d.tryOne(ctx, r.Conversation)
}

// tryOwn gives a conversation that is meant for somebody to them, wherever in its queue
// it stands.
func (d *Dispatcher) tryOwn(ctx context.Context, c fact.ConversationID) error {
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return err
	}
	head, waits, err := d.queues.HeadOf(ctx, c)
	if err != nil || !waits || s.Mode(head.Team) == queue.Pull {
		return err
	}
	wishes, err := d.wishesFor(ctx, s, head)
	if err != nil || len(wishes) == 0 {
		return err
	}
	return d.tryOne(ctx, c)
}

// tryOne gives one conversation, wherever in its queue it stands.
func (d *Dispatcher) tryOne(ctx context.Context, c fact.ConversationID) error {
	s, err := d.queues.Settings(ctx)
	if err != nil {
		return err
	}
	help, err := d.help(ctx)
	if err != nil {
		return err
	}
	r := round{Dispatcher: d, settings: s, people: map[fact.TeamID][]Person{}, help: help}
	for range mostTries {
		head, waits, err := d.queues.HeadOf(ctx, c)
		if err != nil || !waits || s.Mode(head.Team) == queue.Pull {
			return err
		}
		if moved, err := r.give(ctx, head); err != nil || !moved {
			return err
		}
	}
	return errRestless
}

// mostTries is how often somebody else may be quicker with one conversation.
const mostTries = 5

// serveOwn gives somebody the customers whose own person they are, before all others.
func (d *Dispatcher) serveOwn(ctx context.Context, who fact.StaffID) error {
	waiting, err := d.personal.Waiting(ctx, who)
	if err != nil {
		return err
	}
	reserved, err := d.reservedFor(ctx, who)
	if err != nil {
		return err
	}
	for _, c := range append(waiting, reserved...) {
		if err := d.tryOwn(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// goOn looks who waits for somebody who is gone: they need not wait for them.
func (d *Dispatcher) goOn(ctx context.Context, who fact.StaffID) error {
	reserved, err := d.reservedFor(ctx, who)
	for _, c := range reserved {
		err = errors.Join(err, d.tryOne(ctx, c))
	}
	return err
}

// Personal looks anew who waits for whom, where somebody has another own person.
func (d *Dispatcher) Personal(ctx context.Context, f fact.PersonalAgentChanged) error {
	if f.Staff == "" {
		return nil
	}
	return d.Freed(ctx, Freed{f.Staff})
}

// reservedFor are the conversations that wait for somebody.
func (d *Dispatcher) reservedFor(ctx context.Context, who fact.StaffID) (ids []fact.ConversationID, err error) {
	err = d.db.Ask("SELECT r.conversation_id FROM reservation r JOIN place p ON p.conversation_id = r.conversation_id WHERE r.staff_id = ? AND r.until > ? ORDER BY r.until", who, d.db.Now().UnixMilli()).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("who waits for %s: %w", who, err)
	}
	return ids, nil
}

// nextOwn gives whoever asks for the next the customer of theirs who waits longest; nil
// where none does.
func (d *Dispatcher) nextOwn(ctx context.Context, s queue.Settings, who access.Actor, teams []fact.TeamID) (*Decision, error) {
	waiting, err := d.personal.Waiting(ctx, who.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range waiting {
		own, err := d.personal.For(ctx, c)
		if err != nil || own.Staff.ID != who.ID {
			if err != nil {
				return nil, err
			}
			continue
		}
		head, waits, err := d.queues.HeadOf(ctx, c)
		if err != nil || !waits {
			if err != nil {
				return nil, err
			}
			continue
		}
		made, err := d.takes(ctx, s, who, append([]fact.TeamID{head.Team}, teams...), head, fact.Why{Code: Asked}, fact.Why{Code: OwnPerson})
		if err != nil || made != nil {
			return made, err
		}
	}
	return nil, nil
}

// unreserved are heads that whoever asks for the next may be given: one that waits for
// somebody else who is there gives way to the next behind it.
func (d *Dispatcher) unreserved(ctx context.Context, s queue.Settings, who fact.StaffID, heads []queue.Head) ([]queue.Head, error) {
	open := []queue.Head{}
	for _, head := range heads {
		line := []queue.Head{head}
		for n := 0; n < len(line); n++ {
			kept, err := d.keptFrom(ctx, s, who, line[n])
			if err != nil {
				return nil, err
			}
			if !kept {
				open = append(open, line[n])
				break
			}
			if n == 0 {
				behind, err := d.queues.Following(ctx, head, depth)
				if err != nil {
					return nil, err
				}
				line = append(line, behind...)
			}
		}
	}
	return open, nil
}

// keptFrom tells whether a head waits for somebody else, who is there to take it.
func (d *Dispatcher) keptFrom(ctx context.Context, s queue.Settings, who fact.StaffID, head queue.Head) (bool, error) {
	wishes, err := d.wishesFor(ctx, s, head)
	if err != nil || len(wishes) == 0 || wishes[0].staff == who || !d.db.Now().Before(wishes[0].until) {
		return false, err
	}
	p := Person{ID: wishes[0].staff}
	if err := d.look(ctx, s, &p); err != nil || !isThere(p.State) {
		return false, err
	}
	return true, d.reserve(ctx, head.Conversation, wishes[0])
}

// Reservation is for whom a conversation waits, and until when at most.
type Reservation struct {
	Staff   fact.StaffID
	Name    string
	Because string
	Until   time.Time
}

// Reservations tells which of some conversations wait for one person now.
func (d *Dispatcher) Reservations(ctx context.Context, ids []fact.ConversationID) (map[fact.ConversationID]Reservation, error) {
	by := map[fact.ConversationID]Reservation{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []struct {
		Conversation fact.ConversationID `bun:"conversation_id"`
		Staff        fact.StaffID        `bun:"staff_id"`
		Name         string              `bun:"name"`
		Because      string              `bun:"because"`
		Until        int64               `bun:"until"`
	}
	err := d.db.Ask("SELECT r.conversation_id, r.staff_id, s.name, r.because, r.until FROM reservation r JOIN staff s ON s.id = r.staff_id WHERE r.conversation_id IN (?) AND r.until > ?", ids, d.db.Now().UnixMilli()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("who waits for whom: %w", err)
	}
	for _, r := range rows {
		by[r.Conversation] = Reservation{r.Staff, r.Name, r.Because, instant(r.Until)}
	}
	return by, nil
}

// SweepReservations drops those whose time is over.
func (d *Dispatcher) SweepReservations(ctx context.Context) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM reservation WHERE until < ?", tx.Now().Add(-time.Hour).UnixMilli())
		return err
	})
}
