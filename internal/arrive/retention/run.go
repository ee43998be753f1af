package retention

import (
	"context"
	"errors"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// lot is how many things are looked up at once; each is erased by itself.
const lot = 100

// Nightly lets every active rule work, in their order.
func (o *Room) Nightly(ctx context.Context) error {
	var rows []row
	if err := o.db.Read().NewSelect().Model(&rows).Where("active").Order("position", "name").Scan(ctx); err != nil {
		return fmt.Errorf("list active rules: %w", err)
	}
	var all error
	for _, r := range rows {
		all = errors.Join(all, o.work(ctx, r))
	}
	return errors.Join(all, o.files.Sweep(ctx))
}

func (o *Room) work(ctx context.Context, r row) error {
	run := id.New()
	begin := "INSERT INTO retention_run (id, rule_id, started_at) VALUES (?, ?, ?)"
	if err := o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, begin, run, r.ID, tx.Now().UnixMilli())
		return err
	}); err != nil {
		return err
	}
	var erased, held, failed int
	var all error
	for after := (found{}); ; {
		rows, err := list(ctx, o.db.Read(), r, o.db.Now(), after, lot)
		if err != nil || len(rows) == 0 {
			all = errors.Join(all, err)
			break
		}
		for _, f := range rows {
			switch err := o.eraseOne(ctx, r, f); {
			case err == nil:
				erased++
			case fault.Is(err, "erasure.held"):
				held++
			default:
				failed++
				all = errors.Join(all, fmt.Errorf("erase %s %s: %w", r.Subject, f.ID, err))
			}
		}
		after = rows[len(rows)-1]
		if ctx.Err() != nil {
			all = errors.Join(all, ctx.Err())
			break
		}
	}
	return errors.Join(all, o.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE retention_run SET ended_at = ?, erased = ?, held = ?, failed = ? WHERE id = ?",
			tx.Now().UnixMilli(), erased, held, failed, run)
		return err
	}))
}

// eraseOne erases one thing, if it still is what the rule speaks of: the world
// may have moved since it was looked up.
func (o *Room) eraseOne(ctx context.Context, r row, f found) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		still, err := list(ctx, tx, r, tx.Now(), found{Place: f.Place - 1, ID: before(f.ID)}, 1)
		if err != nil {
			return err
		}
		if len(still) == 0 || still[0].ID != f.ID {
			return nil
		}
		if still[0].Held {
			return fault.New(fault.Conflict, "erasure.held")
		}
		if r.Subject == Contacts {
			return o.contacts.EraseTx(ctx, tx, access.System, f.Contact)
		}
		return o.conversationTx(ctx, tx, access.System, r.Act, fact.ConversationID(f.ID), "")
	})
}

// before is a text that sorts just before an id.
func before(id string) string {
	if id == "" {
		return ""
	}
	return id[:len(id)-1] + string(id[len(id)-1]-1)
}

// conversationTx erases one conversation. person is who is being erased, if it is
// for a person's sake.
func (o *Room) conversationTx(ctx context.Context, tx *db.Tx, who access.Actor, act Act, c fact.ConversationID, person fact.ContactID) error {
	tree := []fact.ConversationID{}
	err := tx.NewRaw(`WITH RECURSIVE tree (id) AS (SELECT id FROM conversation WHERE id = ? UNION
		SELECT x.id FROM conversation x JOIN tree t ON x.merged_into = t.id AND x.merged_into <> '') SELECT id FROM tree`, string(c)).Scan(ctx, &tree)
	if err != nil {
		return err
	}
	if err := o.door.ForgetTx(ctx, tx, tree...); err != nil {
		return err
	}
	if err := o.traces(ctx, tx, person, tree); err != nil {
		return err
	}
	for _, one := range tree {
		if err := audit.ForgetTx(ctx, tx, "conversation", string(one)); err != nil {
			return err
		}
	}
	if act == Delete {
		return o.inbox.DeleteTx(ctx, tx, who, c)
	}
	nobody, err := o.contacts.NobodyTx(ctx, tx)
	if err != nil {
		return err
	}
	return o.inbox.AnonymiseTx(ctx, tx, who, c, nobody)
}
