package trust

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Choosing narrows the list of choices.
type Choosing struct {
	Addresses []string // of these alone; none: of everybody
	Words     string   // that stand in the address
	After     string   // where the page before ended
	Limit     int
}

// Choices are what stands decided about senders, by their addresses. next is where to
// go on.
func (g *Guard) Choices(ctx context.Context, who access.Actor, c Choosing) (list []Choice, next string, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, "", err
	}
	var rows []choiceRow
	q := g.db.Read().NewSelect().TableExpr("sender_choice AS c").
		ColumnExpr("c.address, c.about, COALESCE(s.name, '') AS by_name, c.at, c.until_at").
		Join("LEFT JOIN staff AS s ON s.id = c.staff_id").
		Where("c.until_at = 0 OR c.until_at > ?", g.db.Now().UnixMilli()).
		Order("c.address", "c.about").Limit(int64(c.Limit) + 1)
	if len(c.Addresses) > 0 {
		addresses := make([]string, len(c.Addresses))
		for i, a := range c.Addresses {
			addresses[i] = folded(a)
		}
		q = q.Where("c.address IN (?)", bun.In(addresses))
	}
	if words := folded(c.Words); words != "" {
		q = q.Where("c.address LIKE ? ESCAPE '!'", "%"+strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(words)+"%")
	}
	if address, about, ok := strings.Cut(c.After, " "); ok {
		q = q.Where("(c.address, c.about) > (?, ?)", address, about)
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, "", fmt.Errorf("list what was decided about senders: %w", err)
	}
	if len(rows) > c.Limit {
		rows = rows[:c.Limit]
		last := rows[c.Limit-1]
		next = last.Address + " " + last.About
	}
	can := ChoiceCan{Drop: who.May(access.ConversationReply)}
	for _, r := range rows {
		one := Choice{Address: r.Address, About: r.About, By: r.By, At: instant(r.At), Can: can}
		if r.Until != 0 {
			one.Until = new(instant(r.Until))
		}
		list = append(list, one)
	}
	return list, next, nil
}

// Drop takes back what was decided about a sender, whichever mail it was decided at.
func (g *Guard) Drop(ctx context.Context, who access.Actor, address, about string) error {
	if err := who.Require(access.ConversationReply); err != nil {
		return err
	}
	return g.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM sender_choice WHERE address = ? AND about = ?", folded(address), about)
		if err != nil {
			return fmt.Errorf("take back what was decided about a sender: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Missing, "trust.no_such_choice")
		}
		err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "sender.choice_dropped", Kind: "sender", Before: map[string]any{"matter": about}})
		if err != nil {
			return err
		}
		return tx.Record(ctx, fact.SenderChoiceDropped{Matter: about, By: who.ID})
	})
}

// everything is the matter of a dismissal of all warnings of a mail.
const everything = "warnings"

// DismissAll says that somebody knows the sender of a mail: none of its warnings holds
// for the address until then.
func (g *Guard) DismissAll(ctx context.Context, who access.Actor, message fact.MessageID, until time.Time) error {
	return g.decide(ctx, who, message, "sender.warning_dismissed", everything, func(tx *db.Tx, r row) error {
		until, err := dismissedUntil(tx.Now(), until)
		if err != nil {
			return err
		}
		codes, err := r.codes()
		if err == nil && len(codes) == 0 {
			err = fault.New(fault.Missing, "trust.no_such_warning", "code", everything)
		}
		if err != nil {
			return err
		}
		for _, code := range codes {
			if err := choose(ctx, tx, who, r.Address, code, until.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// WarnAgain takes all of them back.
func (g *Guard) WarnAgain(ctx context.Context, who access.Actor, message fact.MessageID) error {
	return g.decide(ctx, who, message, "sender.warned_again", everything, func(tx *db.Tx, r row) error {
		codes, err := r.codes()
		if err != nil {
			return err
		}
		for _, code := range codes {
			if err := unchoose(ctx, tx, r.Address, code); err != nil {
				return err
			}
		}
		return nil
	})
}

// dismissedUntil is how long a dismissal holds.
func dismissedUntil(now, until time.Time) (time.Time, error) {
	if until.IsZero() {
		until = now.Add(DismissedFor)
	}
	if !until.After(now) || until.After(now.Add(3*365*24*time.Hour)) {
		return until, fault.New(fault.Invalid, "trust.until_wrong").At("until")
	}
	return until, nil
}
