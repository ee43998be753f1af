package conversation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// distinctOf tells of which conversations somebody said that they are another
// matter, and what spoke for one matter then.
func (in *Inbox) distinctOf(ctx context.Context, id fact.ConversationID) (map[fact.ConversationID]string, error) {
	var rows []struct {
		Other    fact.ConversationID `bun:"other"`
		Evidence string              `bun:"evidence"`
	}
	err := in.db.Ask(`SELECT other_id AS other, evidence FROM conversation_distinct WHERE one_id = ?
		UNION ALL SELECT one_id, evidence FROM conversation_distinct WHERE other_id = ?`, id, id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look what is said to be another matter: %w", err)
	}
	known := map[fact.ConversationID]string{}
	for _, r := range rows {
		known[r.Other] = r.Evidence
	}
	return known, nil
}

// Distinct notes that two conversations are not about the same matter: they are
// proposed again only when more speaks for it.
func (in *Inbox) Distinct(ctx context.Context, who access.Actor, c, other fact.ConversationID) error {
	if err := who.Require(access.ConversationMerge); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		var both []row
		if err := tx.NewRaw("SELECT * FROM conversation WHERE id IN (?, ?) ORDER BY id", c, other).Scan(ctx, &both); err != nil {
			return fmt.Errorf("load conversations %s and %s: %w", c, other, err)
		}
		if len(both) < 2 {
			return fault.New(fault.Missing, "conversation.missing")
		}
		why := resemble(both[0], both[1])
		if both[0].Contact != both[1].Contact || len(why) == 0 {
			return nil // nobody proposes it
		}
		_, err := tx.Ask(`INSERT INTO conversation_distinct (one_id, other_id, evidence, staff_id, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (one_id, other_id) DO UPDATE SET evidence = EXCLUDED.evidence, staff_id = EXCLUDED.staff_id, at = EXCLUDED.at`,
			both[0].ID, both[1].ID, evidence(why), who.ID, tx.Now().UnixMilli()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note that %s and %s are two matters: %w", c, other, err)
		}
		return tx.Record(ctx, resuggested(who, c), resuggested(who, other))
	})
}

// TakeBack forgets that two conversations were said to be about different matters:
// where anything speaks for it, they are proposed again.
func (in *Inbox) TakeBack(ctx context.Context, who access.Actor, c, other fact.ConversationID) error {
	if err := who.Require(access.ConversationMerge); err != nil {
		return err
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM conversation_distinct WHERE one_id = ? AND other_id = ? OR one_id = ? AND other_id = ?", c, other, other, c)
		if err != nil {
			return fmt.Errorf("forget that %s and %s are two matters: %w", c, other, err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "conversation.not_told_apart")
		}
		return tx.Record(ctx, resuggested(who, c), resuggested(who, other))
	})
}

// resuggested tells that other conversations are proposed beside one now.
func resuggested(who access.Actor, c fact.ConversationID) db.Fact {
	return fact.ConversationChanged{Conversation: c, Fields: []string{"suggestions"}, By: who.ID}
}

// OtherMatter is a conversation of which a person has said that it is about another
// matter.
type OtherMatter struct {
	ID      fact.ConversationID `json:"id"`
	Number  int64               `json:"number"`
	Subject string              `json:"subject"`
	At      time.Time           `json:"at"`
	By      Ref                 `json:"by"`
	CanUndo bool                `json:"can_undo"`
}

func (in *Inbox) toldApart(ctx context.Context, id fact.ConversationID, may bool) ([]OtherMatter, error) {
	var rows []struct {
		ID      fact.ConversationID `bun:"id"`
		Number  int64               `bun:"number"`
		Subject string              `bun:"subject"`
		At      int64               `bun:"at"`
		By      string              `bun:"by_id"`
		ByName  string              `bun:"by_name"`
	}
	err := in.db.Ask(`SELECT c.id, c.number, c.subject, d.at, d.staff_id AS by_id, COALESCE(b.name, '') AS by_name
		FROM (SELECT other_id AS id, staff_id, at FROM conversation_distinct WHERE one_id = ?
			UNION ALL SELECT one_id, staff_id, at FROM conversation_distinct WHERE other_id = ?) d
		JOIN conversation c ON c.id = d.id LEFT JOIN staff b ON b.id = d.staff_id
		WHERE c.merged_into = '' ORDER BY d.at DESC, c.id LIMIT 50`, id, id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what was told apart from %s: %w", id, err)
	}
	list := make([]OtherMatter, len(rows))
	for i, r := range rows {
		list[i] = OtherMatter{ID: r.ID, Number: r.Number, Subject: r.Subject, At: time.UnixMilli(r.At).UTC(), By: Ref{ID: r.By, Name: r.ByName}, CanUndo: may}
	}
	return list, nil
}

func evidence(because []Resemblance) string {
	var codes []string
	for _, r := range because {
		if r.Code != "both_open" { // that comes and goes with the work
			codes = append(codes, r.Code)
		}
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}
