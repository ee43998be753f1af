package wording

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type cannedRow struct {
	bun.BaseModel `bun:"table:canned_reply"`
	ID            fact.CannedReplyID `bun:"id,pk"`
	Scope         Scope              `bun:"scope"`
	Staff         fact.StaffID       `bun:"staff_id"`
	Team          fact.TeamID        `bun:"team_id"`
	Shortcut      string             `bun:"shortcut"`
	Title         string             `bun:"title"`
	Folder        string             `bun:"folder"`
	Tags          []string           `bun:"tags,type:text"`
	Texts         map[string]Text    `bun:"texts,type:text"`
	UsedCount     int                `bun:"used_count"`
	UsedAt        int64              `bun:"used_at"`
	Version       int                `bun:"version"`
	CreatedAt     int64              `bun:"created_at"`
	UpdatedAt     int64              `bun:"updated_at"`
}

func (r cannedRow) present(who access.Actor) CannedReply {
	o := r.owned()
	return CannedReply{
		ID: r.ID, Owned: o, Shortcut: r.Shortcut, Title: r.Title, Folder: r.Folder, Tags: r.Tags, Texts: r.Texts, UsedCount: r.UsedCount,
		UsedAt: instant(r.UsedAt), Version: r.Version, UpdatedAt: time.UnixMilli(r.UpdatedAt).UTC(), Can: Can{mayChange(who, o)},
	}
}

type macroRow struct {
	bun.BaseModel `bun:"table:macro"`
	ID            fact.MacroID `bun:"id,pk"`
	Scope         Scope        `bun:"scope"`
	Staff         fact.StaffID `bun:"staff_id"`
	Team          fact.TeamID  `bun:"team_id"`
	Name          string       `bun:"name"`
	Steps         []Step       `bun:"steps,type:text"`
	UsedCount     int          `bun:"used_count"`
	UsedAt        int64        `bun:"used_at"`
	Version       int          `bun:"version"`
	CreatedAt     int64        `bun:"created_at"`
	UpdatedAt     int64        `bun:"updated_at"`
}

func (r macroRow) present(who access.Actor) Macro {
	o := r.owned()
	return Macro{
		ID: r.ID, Owned: o, Name: r.Name, Steps: r.Steps, UsedCount: r.UsedCount, UsedAt: instant(r.UsedAt),
		Version: r.Version, UpdatedAt: time.UnixMilli(r.UpdatedAt).UTC(), Can: Can{mayChange(who, o)},
	}
}

func (r cannedRow) owned() Owned { return Owned{r.Scope, r.Staff, r.Team} }
func (r macroRow) owned() Owned  { return Owned{r.Scope, r.Staff, r.Team} }

func (r cannedRow) shown(who access.Actor) (id string, picture any) {
	return string(r.ID), r.present(who)
}
func (r macroRow) shown(who access.Actor) (id string, picture any) {
	return string(r.ID), r.present(who)
}

// row is what the shelf keeps: it belongs to somebody, and can be shown.
type row interface {
	owned() Owned
	shown(who access.Actor) (id string, picture any)
}

// take loads a row for change; the update locks it on PostgreSQL.
func take[R row](ctx context.Context, tx *db.Tx, who access.Actor, table, id string, load func() (R, error)) (R, error) {
	var none R
	if _, err := tx.Exec(ctx, "UPDATE ? SET version = version WHERE id = ?", bun.Ident(table), id); err != nil {
		return none, fmt.Errorf("hold %s %s: %w", table, id, err)
	}
	r, err := load()
	if err == nil && !mayChange(who, r.owned()) {
		err = who.Require(access.WordingManage)
	}
	return r, err
}

// audited notes a change of what others use too; what is personal is nobody's
// business.
func audited[R row](ctx context.Context, tx *db.Tx, who access.Actor, kind, action string, before, after *R) error {
	last := *latest(before, after)
	if last.owned().Scope == Personal && (before == nil || (*before).owned().Scope == Personal) {
		return nil
	}
	entry := audit.Entry{Who: who, Action: action, Kind: kind}
	entry.ID, _ = last.shown(who)
	if before != nil {
		_, was := (*before).shown(who)
		entry.Before = picture(was)
	}
	if after != nil {
		_, is := (*after).shown(who)
		entry.After = picture(is)
	}
	return audit.Write(ctx, tx, entry)
}

func latest[R any](before, after *R) *R {
	if after != nil {
		return after
	}
	return before
}

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	return new(time.UnixMilli(ms).UTC())
}

// visible narrows to what somebody may use; who manages wordings sees those of
// all teams.
func visible(q *bun.SelectQuery, who access.Actor) *bun.SelectQuery {
	return q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("scope = ?", Everybody).WhereOr("scope = ? AND staff_id = ?", Personal, who.ID)
		if who.May(access.WordingManage) {
			return q.WhereOr("scope = ?", Team)
		}
		if len(who.Teams) > 0 {
			q = q.WhereOr("scope = ? AND team_id IN (?)", Team, bun.List(who.Teams))
		}
		return q
	})
}

func cannedOf(ctx context.Context, from bun.IDB, who access.Actor, id fact.CannedReplyID) (r cannedRow, err error) {
	err = visible(from.NewSelect().Model(&r).Where("id = ?", id), who).Scan(ctx)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "canned_reply.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load canned reply %s: %w", id, err)
	}
	return r, nil
}

func macroOf(ctx context.Context, from bun.IDB, who access.Actor, id fact.MacroID) (r macroRow, err error) {
	err = visible(from.NewSelect().Model(&r).Where("id = ?", id), who).Scan(ctx)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "macro.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load macro %s: %w", id, err)
	}
	return r, nil
}

// situationOf reads what wordings and macros need to know, from the database or
// inside a transaction.
func situationOf(ctx context.Context, from bun.IDB, who access.Actor, c fact.ConversationID) (situation, error) {
	var r struct {
		Number      int64                 `bun:"number"`
		Subject     string                `bun:"subject"`
		State       conversation.State    `bun:"state"`
		Priority    conversation.Priority `bun:"priority"`
		Assignee    string                `bun:"assignee_id"`
		Team        string                `bun:"team_id"`
		Channel     string                `bun:"channel_name"`
		Kind        string                `bun:"channel_kind"`
		Settings    string                `bun:"channel_settings"`
		Contact     string                `bun:"contact_name"`
		Locale      string                `bun:"locale"`
		Email       string                `bun:"email"`
		TeamName    string                `bun:"team_name"`
		Words       string                `bun:"words"`
		AgentLocale string                `bun:"agent_locale"`
	}
	err := from.NewRaw(`SELECT c.number, c.subject, c.state, c.priority, c.assignee_id, c.team_id, ch.name AS channel_name, ch.kind AS channel_kind, ch.settings AS channel_settings,
			co.name AS contact_name, co.locale, COALESCE(t.name, '') AS team_name,
			COALESCE((SELECT i.value FROM identity i WHERE i.contact_id = co.id AND i.kind = 'email' ORDER BY i.verified DESC, i.id LIMIT 1), '') AS email,
			COALESCE((SELECT m.text FROM message m WHERE m.conversation_id = c.id AND m.kind = 'inbound' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1), '') AS words,
			COALESCE((SELECT s.locale FROM staff s WHERE s.id = ?), '') AS agent_locale
		FROM conversation c JOIN channel ch ON ch.id = c.channel_id JOIN contact co ON co.id = c.contact_id LEFT JOIN team t ON t.id = c.team_id
		WHERE c.id = ?`, who.ID, c).Scan(ctx, &r)
	if db.IsNone(err) {
		return situation{}, fault.New(fault.Missing, "conversation.missing")
	}
	if err != nil {
		return situation{}, fmt.Errorf("look at conversation %s: %w", c, err)
	}
	channel := intake.Channel{Kind: r.Kind, Name: r.Channel, Settings: json.RawMessage(r.Settings)}
	return situation{
		values: map[string]string{
			"contact.name": r.Contact, "contact.first_name": firstName(r.Contact), "contact.email": r.Email,
			"agent.name": who.Name, "agent.first_name": firstName(who.Name),
			"conversation.number": strconv.FormatInt(r.Number, 10), "conversation.subject": r.Subject,
			"channel.name": channel.Known(), "team.name": r.TeamName,
		},
		language: language(r.Locale, r.Words, r.AgentLocale),
		state:    r.State, priority: r.Priority, assignee: r.Assignee, team: r.Team,
	}, nil
}

// picture is what the audit keeps of a wording.
func picture(v any) map[string]any {
	var fields map[string]any
	out, err := json.Marshal(v)
	if err != nil || json.Unmarshal(out, &fields) != nil {
		return nil
	}
	for _, noise := range []string{"can", "because", "used_count", "used_at", "updated_at"} {
		delete(fields, noise)
	}
	return fields
}
