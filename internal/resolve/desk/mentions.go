package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// named is who of the people and teams that a note may name it does name: each
// once, and never the writer. known and teams are those that there are.
func named(mentions []richtext.Mention, known map[string]bool, teams map[string][]fact.StaffID, writer fact.StaffID) ([]fact.StaffID, error) {
	var all []fact.StaffID
	for _, m := range mentions {
		members, isTeam := teams[m.ID]
		switch {
		case m.Kind == "team" && isTeam:
			all = append(all, members...)
		case m.Kind == "staff" && known[m.ID]:
			all = append(all, fact.StaffID(m.ID))
		default:
			return nil, fault.New(fault.Invalid, "message.mention_unknown").At("html")
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(id fact.StaffID) bool { return id == writer }), nil
}

// mentioned finds out whom a note names. Somebody who has left, or a team that is
// gone, is refused: the writer counts on being heard.
func mentioned(ctx context.Context, tx *db.Tx, who access.Actor, w Words) ([]fact.StaffID, error) {
	if w.Kind != conversation.Note {
		return nil, nil
	}
	return namedBy(ctx, tx, who, richtext.Mentions(w.HTML))
}

func namedBy(ctx context.Context, tx *db.Tx, who access.Actor, mentions []richtext.Mention) ([]fact.StaffID, error) {
	if len(mentions) == 0 {
		return nil, nil
	}
	ids := make([]string, len(mentions))
	for i, m := range mentions {
		ids[i] = m.ID
	}
	var people []string
	if err := tx.NewRaw("SELECT id FROM staff WHERE id IN (?) AND state = 'active'", bun.List(ids)).Scan(ctx, &people); err != nil {
		return nil, fmt.Errorf("look for the colleagues of a note: %w", err)
	}
	known := map[string]bool{}
	for _, id := range people {
		known[id] = true
	}
	var rows []struct {
		Team  string       `bun:"team"`
		Staff fact.StaffID `bun:"staff"`
	}
	err := tx.NewRaw(`SELECT t.id AS team, COALESCE(s.id, '') AS staff FROM team t
		LEFT JOIN team_member m ON m.team_id = t.id LEFT JOIN staff s ON s.id = m.staff_id AND s.state = 'active'
		WHERE t.id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look for the teams of a note: %w", err)
	}
	teams := map[string][]fact.StaffID{}
	for _, r := range rows {
		members := teams[r.Team] // a team of nobody is a team
		if r.Staff != "" {
			members = append(members, r.Staff)
		}
		teams[r.Team] = members
	}
	return named(mentions, known, teams, who.ID)
}

// Revise gives a note of one's own other words. Whoever is named now and was not
// before is told; a name that stood there already may be of somebody who has left.
func (d *Desk) Revise(ctx context.Context, who access.Actor, message fact.MessageID, text, html string) error {
	html = richtext.Sanitise(html)
	if strings.TrimSpace(text) == "" {
		text = richtext.ToText(html)
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		past, err := d.inbox.ReviseTx(ctx, tx, who, message, text, html)
		if err != nil {
			return err
		}
		before := richtext.Mentions(past.HTML)
		fresh := slices.DeleteFunc(richtext.Mentions(html), func(m richtext.Mention) bool { return slices.Contains(before, m) })
		named, err := namedBy(ctx, tx, who, fresh)
		if err != nil || len(named) == 0 {
			return err
		}
		return tx.Record(ctx, fact.StaffMentioned{Conversation: past.Conversation, Message: message, Staff: named, By: who.ID})
	})
}
