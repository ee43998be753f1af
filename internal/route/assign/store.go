package assign

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
	"anlan/internal/route/queue"
)

// full is what fills people: what is ours to answer, and chats in which the
// customer may answer any moment.
const full = `c.merged_into = '' AND (c.state = 'open' OR c.state = 'waiting' AND h.kind = 'webchat' AND c.last_message_at > ?)`

// carried counts what people of a question carry, by kind of channel: what they
// have, and what they are asked to take.
func carried(whose string) string {
	return `SELECT c.assignee_id, h.kind, COUNT(*) AS n FROM conversation c JOIN channel h ON h.id = c.channel_id
		WHERE c.assignee_id ` + whose + ` AND ` + full + ` GROUP BY c.assignee_id, h.kind
		UNION ALL
		SELECT o.staff_id, h.kind, COUNT(*) FROM offer o JOIN conversation c ON c.id = o.conversation_id JOIN channel h ON h.id = c.channel_id
		WHERE o.staff_id ` + whose + ` AND o.state = 'open' GROUP BY o.staff_id, h.kind`
}

type personRow struct {
	ID    fact.StaffID   `bun:"id"`
	Name  string         `bun:"name"`
	State presence.State `bun:"state"`
	Since int64          `bun:"since"`
	Given int64          `bun:"given_at"`
}

const (
	personColumns = "SELECT s.id, s.name, COALESCE(p.state, 'offline') AS state, COALESCE(p.since, 0) AS since, COALESCE(w.given_at, 0) AS given_at"
	personStands  = "LEFT JOIN presence p ON p.staff_id = s.id LEFT JOIN workload w ON w.staff_id = s.id"
)

func (r personRow) person() Person {
	return Person{ID: r.ID, Name: r.Name, State: r.State, Since: instant(r.Since), GivenAt: instant(r.Given)}
}

// people reads everybody in a team, as far as giving them work goes, but for how much
// they have. What they can do may be as it was a moment ago.
func (d *Dispatcher) people(ctx context.Context, t fact.TeamID) ([]Person, error) {
	now := d.db.Now()
	var rows []personRow
	err := d.db.Ask(personColumns+" FROM team_member m JOIN staff s ON s.id = m.staff_id AND s.state = 'active' "+personStands+" WHERE m.team_id = ?", t).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who is in team %s: %w", t, err)
	}
	list, at := make([]Person, len(rows)), map[fact.StaffID]int{}
	for i, r := range rows {
		list[i] = r.person()
		at[r.ID] = i
	}
	known := d.crews.abilities(t, now, list)
	if !known {
		if err := d.abilities(ctx, t, list, at); err != nil {
			return nil, err
		}
	}
	d.crews.keep(t, now, list, !known)
	return list, nil
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// online keeps to those members of a team whose work is of interest.
const online = "SELECT m.staff_id FROM team_member m JOIN presence p ON p.staff_id = m.staff_id AND p.state = 'online' WHERE m.team_id = ?"

// weigh reads how much those have who could otherwise take something. The others'
// loads are nobody's question.
func (d *Dispatcher) weigh(ctx context.Context, s queue.Settings, people []Person, r queue.Requirement) error {
	var ids []fact.StaffID
	at := map[fact.StaffID]int{}
	for i, p := range people {
		if !p.weighed && p.State == presence.Online && unfit(p, r) == "" {
			ids = append(ids, p.ID)
			at[p.ID] = i
		}
	}
	for part := range slices.Chunk(ids, mostAtATime) {
		var rows []loadRow
		if err := d.db.Ask(carried("IN (?)"), part, d.quietLine(), part).Scan(ctx, &rows); err != nil {
			return fmt.Errorf("how much have the people who could take it: %w", err)
		}
		for _, r := range rows {
			people[at[r.Staff]].carry(s, r)
		}
	}
	for _, i := range at {
		people[i].weighed = true
	}
	return nil
}

// mostAtATime is of how many people is read in one question.
const mostAtATime = 500

func (p *Person) carry(s queue.Settings, r loadRow) {
	p.Load += float64(r.N) * s.Fills(p.ID, r.Kind)
	p.Has += r.N
}

type loadRow struct {
	Staff fact.StaffID `bun:"assignee_id"`
	Kind  string       `bun:"kind"`
	N     int          `bun:"n"`
}

func (d *Dispatcher) quietLine() int64 { return d.db.Now().Add(-quiet).UnixMilli() }

func (d *Dispatcher) abilities(ctx context.Context, t fact.TeamID, list []Person, at map[fact.StaffID]int) error {
	var skills []struct {
		Staff fact.StaffID `bun:"staff_id"`
		Skill fact.SkillID `bun:"skill_id"`
		Level skill.Level  `bun:"level"`
	}
	if err := d.db.Ask("SELECT staff_id, skill_id, level FROM staff_skill WHERE staff_id IN ("+online+")", t).Scan(ctx, &skills); err != nil {
		return fmt.Errorf("what can the people of team %s: %w", t, err)
	}
	for _, r := range skills {
		if i, known := at[r.Staff]; known {
			if list[i].Skills == nil {
				list[i].Skills = map[fact.SkillID]skill.Level{}
			}
			list[i].Skills[r.Skill] = r.Level
		}
	}
	var languages []struct {
		Staff fact.StaffID `bun:"staff_id"`
		Tag   string       `bun:"language"`
		Level skill.Level  `bun:"level"`
	}
	if err := d.db.Ask("SELECT staff_id, language, level FROM staff_language WHERE staff_id IN ("+online+")", t).Scan(ctx, &languages); err != nil {
		return fmt.Errorf("what do the people of team %s speak: %w", t, err)
	}
	for _, r := range languages {
		if i, known := at[r.Staff]; known {
			list[i].speak(r.Tag, r.Level)
		}
	}
	return nil
}

func (p *Person) speak(tag string, level skill.Level) {
	if p.Languages == nil {
		p.Languages = map[string]skill.Level{}
	}
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	p.Languages[base] = max(p.Languages[base], level)
}

// carriedBy is what one person has, by kind of channel.
func (d *Dispatcher) carriedBy(ctx context.Context, q db.Reader, who fact.StaffID) (rows []loadRow, err error) {
	err = q.Ask(carried("= ?"), who, d.quietLine(), who).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("how much has %s: %w", who, err)
	}
	return rows, nil
}

// occupy holds a person for the transaction, as one who is given something now.
func occupy(ctx context.Context, tx *db.Tx, who fact.StaffID) error {
	_, err := tx.Ask("INSERT INTO workload (staff_id, given_at) VALUES (?, ?) ON CONFLICT (staff_id) DO UPDATE SET given_at = excluded.given_at",
		who, tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("hold the hands of %s: %w", who, err)
	}
	return nil
}

// isOnline asks again, in the transaction that gives.
func isOnline(ctx context.Context, q db.Reader, who fact.StaffID) (bool, error) {
	var n int
	err := q.Ask("SELECT COUNT(*) FROM presence p JOIN staff s ON s.id = p.staff_id AND s.state = 'active' WHERE p.staff_id = ? AND p.state = 'online'", who).Scan(ctx, &n)
	if err != nil {
		return false, fmt.Errorf("is %s on line: %w", who, err)
	}
	return n > 0, nil
}

// knowing are the people who answered the customer of a conversation lately.
func (d *Dispatcher) knowing(ctx context.Context, c fact.ConversationID) (map[fact.StaffID]bool, error) {
	since := d.db.Now().Add(-knownFor).UnixMilli()
	var ids []fact.StaffID
	err := d.db.Ask(`SELECT DISTINCT m.staff_id FROM conversation own JOIN conversation c ON c.contact_id = own.contact_id AND c.last_message_at >= ?
		JOIN message m ON m.conversation_id = c.id AND m.sent_at >= ? WHERE own.id = ? AND m.kind = 'reply' AND m.staff_id <> ''`, since, since, c).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("who knows the case of %s: %w", c, err)
	}
	knows := map[fact.StaffID]bool{}
	for _, id := range ids {
		knows[id] = true
	}
	return knows, nil
}

// teamsOf are the teams of a person.
func (d *Dispatcher) teamsOf(ctx context.Context, who fact.StaffID) (ids []fact.TeamID, err error) {
	if err := d.db.Ask("SELECT team_id FROM team_member WHERE staff_id = ? ORDER BY team_id", who).Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("in which teams is %s: %w", who, err)
	}
	return ids, nil
}

// assigneeOf is who has a conversation; "" = nobody, or it is gone.
func (d *Dispatcher) assigneeOf(ctx context.Context, c fact.ConversationID) (who fact.StaffID, err error) {
	err = d.db.Ask("SELECT assignee_id FROM conversation WHERE id = ?", c).Scan(ctx, &who)
	if db.IsNone(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("who has conversation %s: %w", c, err)
	}
	return who, nil
}

func (d *Dispatcher) skillNames(ctx context.Context, needs []queue.Need) (map[fact.SkillID]string, error) {
	names := map[fact.SkillID]string{}
	for _, need := range needs {
		var name string
		err := d.db.Ask("SELECT name FROM skill WHERE id = ?", need.Skill).Scan(ctx, &name)
		if err != nil && !db.IsNone(err) {
			return nil, fmt.Errorf("read the name of skill %s: %w", need.Skill, err)
		}
		names[need.Skill] = name
	}
	return names, nil
}

type decisionRow struct {
	ID           fact.DecisionID     `bun:"id"`
	Conversation fact.ConversationID `bun:"conversation_id"`
	Queue        fact.QueueID        `bun:"queue_id"`
	Staff        fact.StaffID        `bun:"staff_id"`
	Way          Way                 `bun:"way"`
	Why          string              `bun:"why"`
	Reasons      string              `bun:"reasons"`
	Candidates   string              `bun:"candidates"`
	PassedOver   string              `bun:"passed_over"`
	Arrived      int64               `bun:"arrived"`
	At           int64               `bun:"at"`
}

func (r decisionRow) decision() (Decision, error) {
	d := Decision{
		ID: r.ID, Conversation: r.Conversation, Queue: r.Queue, Staff: r.Staff, Way: r.Way,
		Arrived: time.UnixMilli(r.Arrived).UTC(), At: time.UnixMilli(r.At).UTC(),
	}
	for _, part := range []struct {
		text string
		into any
	}{{r.Why, &d.Why}, {r.Reasons, &d.Reasons}, {r.Candidates, &d.Candidates}, {r.PassedOver, &d.PassedOver}} {
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return d, fmt.Errorf("read decision %s: %w", r.ID, err)
		}
	}
	return d, nil
}

func keep(ctx context.Context, tx *db.Tx, d Decision) error {
	var texts [4]string
	for i, part := range []any{d.Why, d.Reasons, d.Candidates, d.PassedOver} {
		b, err := json.Marshal(part)
		if err != nil {
			return err
		}
		texts[i] = string(b)
	}
	_, err := tx.Ask(`INSERT INTO decision (id, conversation_id, queue_id, staff_id, way, why, reasons, candidates, passed_over, arrived, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.ID, d.Conversation, d.Queue, d.Staff, d.Way, texts[0], texts[1], texts[2], texts[3],
		d.Arrived.UnixMilli(), tx.Now().UnixMilli()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep why %s got %s: %w", d.Staff, d.Conversation, err)
	}
	return nil
}

func (d *Dispatcher) decisions(ctx context.Context, c fact.ConversationID) ([]Decision, error) {
	var rows []decisionRow
	err := d.db.Ask(`SELECT id, conversation_id, queue_id, staff_id, way, why, reasons, candidates, passed_over, arrived, at
		FROM decision WHERE conversation_id = ? ORDER BY at DESC, id DESC LIMIT 50`, c).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read why people got %s: %w", c, err)
	}
	list := make([]Decision, len(rows))
	for i, r := range rows {
		if list[i], err = r.decision(); err != nil {
			return nil, err
		}
	}
	return list, nil
}
