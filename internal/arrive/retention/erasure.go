package retention

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/contact"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// EraseKind names the job that erases a person.
const EraseKind = "contact.erase"

// Erasing is what that job is told.
type Erasing struct {
	Erasure string         `json:"erasure"`
	Contact fact.ContactID `json:"contact"`
	By      fact.StaffID   `json:"by"`
}

// Erase has a person erased: contact, identities, conversations with all their
// messages and files, drafts, words of the search. confirmed is what somebody
// typed to say that they mean it: the contact's name, or an address where it has none.
func (o *Room) Erase(ctx context.Context, who access.Actor, person fact.ContactID, confirmed string) (Erasure, error) {
	if err := who.Require(access.ContactDelete); err != nil {
		return Erasure{}, err
	}
	card, err := o.contacts.Get(ctx, who, person)
	if err != nil {
		return Erasure{}, err
	}
	if person == contact.Nobody {
		return Erasure{}, fault.New(fault.Invalid, "erasure.nobody")
	}
	want := card.Name
	if want == "" && len(card.Identities) > 0 {
		want = card.Identities[0].Value
	}
	if want != "" && strings.TrimSpace(confirmed) != strings.TrimSpace(want) {
		return Erasure{}, fault.New(fault.Invalid, "erasure.not_confirmed").At("confirm")
	}
	e := Erasure{ID: id.New(), Contact: person, By: who.ID}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		held, err := heldTx(ctx, tx, person)
		if err != nil {
			return err
		}
		if held {
			return fault.New(fault.Conflict, "erasure.held")
		}
		e.AskedAt = tx.Now()
		_, err = tx.Exec(ctx, "INSERT INTO erasure (id, contact_id, staff_id, asked_at) VALUES (?, ?, ?, ?)", e.ID, person, who.ID, e.AskedAt.UnixMilli())
		if err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "erasure.asked", Kind: "erasure", ID: e.ID}); err != nil {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: EraseKind, Args: Erasing{e.ID, person, who.ID}})
	})
	return e, err
}

// heldTx tells whether a hold is on a person or on anything that was said with them.
func heldTx(ctx context.Context, tx *db.Tx, person fact.ContactID) (held bool, err error) {
	family, err := contact.FamilyTx(ctx, tx, person)
	if err != nil {
		return false, err
	}
	err = tx.NewRaw(`SELECT EXISTS (SELECT 1 FROM legal_hold WHERE kind = 'contact' AND object_id IN (?))
		OR EXISTS (SELECT 1 FROM legal_hold h JOIN conversation c ON c.id = h.object_id WHERE h.kind = 'conversation' AND c.contact_id IN (?))`,
		bun.In(family), bun.In(family)).Scan(ctx, &held)
	return held, err
}

// Do is the job: one conversation after the other, then the person. It may be
// cut off and begun anew.
func (o *Room) Do(ctx context.Context, e Erasing) error {
	who := access.System
	who.ID = e.By
	for {
		done, err := o.eraseNext(ctx, who, e)
		if err != nil {
			return err
		}
		if done {
			return o.files.Sweep(ctx)
		}
	}
}

func (o *Room) eraseNext(ctx context.Context, who access.Actor, e Erasing) (done bool, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		family, err := contact.FamilyTx(ctx, tx, e.Contact)
		if fault.Is(err, "contact.missing") { // an earlier attempt came to its end
			done = true
			return nil
		}
		if err != nil {
			return err
		}
		if held, err := heldTx(ctx, tx, e.Contact); err != nil || held {
			if held {
				err = fault.New(fault.Conflict, "erasure.held")
			}
			return err
		}
		var next struct {
			ID       fact.ConversationID `bun:"id"`
			Messages int                 `bun:"messages"`
			Files    int                 `bun:"files"`
		}
		// A half that was merged goes with the one that it was merged into, if that is
		// this person's too, and by itself otherwise.
		err = tx.NewRaw(`SELECT c.id, (SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.id) AS messages,
				(SELECT COUNT(*) FROM attachment a WHERE a.conversation_id = c.id) AS files
			FROM conversation c WHERE c.contact_id IN (?) ORDER BY CASE WHEN c.merged_into = '' THEN 0 ELSE 1 END, c.number LIMIT 1`, bun.In(family)).Scan(ctx, &next)
		if err == nil {
			if err := o.conversationTx(ctx, tx, who, Delete, next.ID, e.Contact); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, "UPDATE erasure SET conversations = conversations + 1, messages = messages + ?, files = files + ? WHERE id = ?", next.Messages, next.Files, e.Erasure)
			return err
		}
		if !db.IsNone(err) {
			return err
		}
		if err := o.traces(ctx, tx, e.Contact, nil); err != nil {
			return err
		}
		done = true
		if _, err := tx.Exec(ctx, "UPDATE erasure SET done_at = ? WHERE id = ?", tx.Now().UnixMilli(), e.Erasure); err != nil {
			return err
		}
		return o.contacts.EraseTx(ctx, tx, who, e.Contact)
	})
	return done, err
}

// Erasures lists who was erased, the newest first, by their former id alone.
func (o *Room) Erasures(ctx context.Context, who access.Actor, at int64, after string, limit int) ([]Erasure, error) {
	if err := who.Require(access.ContactDelete); err != nil {
		return nil, err
	}
	var rows []struct {
		ID            string         `bun:"id"`
		Contact       fact.ContactID `bun:"contact_id"`
		Staff         fact.StaffID   `bun:"staff_id"`
		AskedAt       int64          `bun:"asked_at"`
		DoneAt        int64          `bun:"done_at"`
		Conversations int            `bun:"conversations"`
		Messages      int            `bun:"messages"`
		Files         int            `bun:"files"`
	}
	q := o.db.Read().NewSelect().TableExpr("erasure").ColumnExpr("*").OrderExpr("asked_at DESC, id DESC").Limit(int64(limit))
	if after != "" {
		q = q.Where("(asked_at, id) < (?, ?)", at, after)
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list erasures: %w", err)
	}
	list := make([]Erasure, len(rows))
	for i, r := range rows {
		list[i] = Erasure{ID: r.ID, Contact: r.Contact, By: r.Staff, AskedAt: time.UnixMilli(r.AskedAt).UTC(), DoneAt: instant(r.DoneAt),
			Conversations: r.Conversations, Messages: r.Messages, Files: r.Files}
	}
	return list, nil
}

// Hold keeps a contact or a conversation from being erased, by whomever.
func (o *Room) Hold(ctx context.Context, who access.Actor, kind Subject, object, reason string) error {
	return o.holding(ctx, who, "legal_hold.set", kind, object, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO legal_hold (kind, object_id, reason, staff_id, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (kind, object_id) DO UPDATE SET reason = excluded.reason`, kind, object, plain.Text(reason), who.ID, tx.Now().UnixMilli())
		return err
	})
}

// Release lets it be erased again.
func (o *Room) Release(ctx context.Context, who access.Actor, kind Subject, object string) error {
	return o.holding(ctx, who, "legal_hold.released", kind, object, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM legal_hold WHERE kind = ? AND object_id = ?", kind, object)
		return err
	})
}

func (o *Room) holding(ctx context.Context, who access.Actor, action string, kind Subject, object string, do func(tx *db.Tx) error) error {
	if err := who.Require(access.RetentionManage); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		query, missing := "SELECT EXISTS (SELECT 1 FROM conversation WHERE id = ?)", fault.New(fault.Missing, "conversation.missing")
		switch kind {
		case Contacts:
			query, missing = "SELECT EXISTS (SELECT 1 FROM contact WHERE id = ?)", fault.New(fault.Missing, "contact.missing")
		case Conversations:
		default:
			return fault.New(fault.Invalid, "retention_rule.unknown_word").At("kind")
		}
		var there bool
		if err := tx.NewRaw(query, object).Scan(ctx, &there); err != nil {
			return err
		}
		if !there {
			return missing
		}
		if err := do(tx); err != nil {
			return fmt.Errorf("hold %s %s: %w", kind, object, err)
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: string(kind), ID: object})
	})
}

// Holds lists what is held, the newest first.
func (o *Room) Holds(ctx context.Context, who access.Actor) ([]Hold, error) {
	if err := who.Require(access.RetentionManage); err != nil {
		return nil, err
	}
	var rows []struct {
		Kind   Subject      `bun:"kind"`
		ID     string       `bun:"object_id"`
		Reason string       `bun:"reason"`
		Staff  fact.StaffID `bun:"staff_id"`
		At     int64        `bun:"at"`
	}
	if err := o.db.Read().NewRaw("SELECT * FROM legal_hold ORDER BY at DESC LIMIT 1000").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	list := make([]Hold, len(rows))
	for i, r := range rows {
		list[i] = Hold{Kind: r.Kind, ID: r.ID, Reason: r.Reason, By: r.Staff, At: time.UnixMilli(r.At).UTC()}
	}
	return list, nil
}
