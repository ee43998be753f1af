package retention

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/contact"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel `bun:"table:retention_rule"`
	ID            string           `bun:"id,pk"`
	Name          string           `bun:"name"`
	Position      int              `bun:"position"`
	Active        bool             `bun:"active"`
	Subject       Subject          `bun:"subject"`
	States        []string         `bun:"states,type:text"`
	Tags          []string         `bun:"tags,type:text"`
	Channels      []fact.ChannelID `bun:"channels,type:text"`
	Since         string           `bun:"since"`
	Days          int              `bun:"days"`
	Act           Act              `bun:"act"`
	Tried         int              `bun:"tried"`
	Version       int              `bun:"version"`
	Staff         fact.StaffID     `bun:"staff_id"`
	CreatedAt     int64            `bun:"created_at"`
	UpdatedAt     int64            `bun:"updated_at"`
}

func (r row) rule(who access.Actor) Rule {
	out := Rule{ID: r.ID, Name: r.Name, Position: r.Position, Active: r.Active, Subject: r.Subject, States: r.States, Tags: r.Tags,
		Channels: r.Channels, Since: r.Since, Days: r.Days, Act: r.Act, Tried: r.Tried == r.Version, Version: r.Version}
	if out.States == nil {
		out.States = []string{}
	}
	if out.Tags == nil {
		out.Tags = []string{}
	}
	if out.Channels == nil {
		out.Channels = []fact.ChannelID{}
	}
	may := who.May(access.RetentionManage)
	out.Can = Can{Change: may, Activate: may && out.Tried}
	return out
}

func (r *row) from(rule Rule) {
	r.Name, r.Position, r.Subject, r.States, r.Tags, r.Channels = rule.Name, rule.Position, rule.Subject, rule.States, rule.Tags, rule.Channels
	r.Since, r.Days, r.Act = rule.Since, rule.Days, rule.Act
}

func load(ctx context.Context, q bun.IDB, id string) (row, error) {
	var r row
	err := q.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "retention_rule.missing")
	}
	return r, err
}

// found is something that a rule would erase.
type found struct {
	Place   int64          `bun:"place"`
	ID      string         `bun:"id"`
	Contact fact.ContactID `bun:"contact_id"`
	Name    string         `bun:"name"`
	At      int64          `bun:"at"`
	Held    bool           `bun:"held"`
}

const heldConversation = `(EXISTS (SELECT 1 FROM legal_hold h WHERE h.kind = 'conversation' AND h.object_id = c.id)
	OR EXISTS (SELECT 1 FROM legal_hold h WHERE h.kind = 'contact' AND h.object_id = c.contact_id))`

const heldContact = "EXISTS (SELECT 1 FROM legal_hold h WHERE h.kind = 'contact' AND h.object_id = c.id)"

// matching is the part of a query behind its columns that finds what a rule
// speaks of, and its values.
func matching(r row, now time.Time) (from string, args []any) {
	before := now.Add(-time.Duration(r.Days) * 24 * time.Hour).UnixMilli()
	if r.Subject == Contacts {
		return `contact c WHERE c.merged_into = '' AND c.id <> ? AND c.updated_at < ? AND c.seen_at < ?
			AND NOT EXISTS (SELECT 1 FROM conversation x WHERE x.contact_id = c.id)`, []any{contact.Nobody, before, before}
	}
	where := []string{"c.merged_into = ''", "c.state IN (?)"}
	args = []any{bun.In(r.States)}
	if r.Since == "resolved" {
		where, args = append(where, "c.resolved_at > 0 AND c.resolved_at < ?"), append(args, before)
	} else {
		where, args = append(where, "c.last_message_at < ?"), append(args, before)
	}
	if len(r.Channels) > 0 {
		where, args = append(where, "c.channel_id IN (?)"), append(args, bun.In(r.Channels))
	}
	if len(r.Tags) > 0 {
		where, args = append(where, "EXISTS (SELECT 1 FROM conversation_tag t WHERE t.conversation_id = c.id AND t.tag IN (?))"), append(args, bun.In(r.Tags))
	}
	if r.Act == Anonymise {
		where = append(where, "NOT EXISTS (SELECT 1 FROM conversation_anonymised a WHERE a.conversation_id = c.id)")
	}
	return "conversation c WHERE " + strings.Join(where, " AND "), args
}

// list finds what a rule speaks of behind a place, in the order of places.
func list(ctx context.Context, q bun.IDB, r row, now time.Time, after found, limit int) (rows []found, err error) {
	from, args := matching(r, now)
	query := "SELECT c.number AS place, c.id, c.contact_id, c.subject AS name, c.last_message_at AS at, " + heldConversation + " AS held FROM " + from + " AND c.number > ? ORDER BY c.number LIMIT ?"
	args = append(args, after.Place, limit)
	if r.Subject == Contacts {
		query = "SELECT 0 AS place, c.id, c.id AS contact_id, c.name, c.seen_at AS at, " + heldContact + " AS held FROM " + from + " AND c.id > ? ORDER BY c.id LIMIT ?"
		args[len(args)-2] = after.ID
	}
	if err := q.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look what is old: %w", err)
	}
	return rows, nil
}

func count(ctx context.Context, q bun.IDB, r row, now time.Time) (all, held int, err error) {
	from, args := matching(r, now)
	which := heldConversation
	if r.Subject == Contacts {
		which = heldContact
	}
	err = q.NewRaw("SELECT COUNT(*), COALESCE(SUM(CASE WHEN "+which+" THEN 1 ELSE 0 END), 0) FROM "+from, args...).Scan(ctx, &all, &held)
	return all, held, err
}
