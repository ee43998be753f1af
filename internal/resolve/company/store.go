package company

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

const talkColumns = "SELECT c.id, c.state, c.assignee_id, c.team_id, h.kind, c.merged_into FROM conversation c JOIN channel h ON h.id = c.channel_id "

// talkOf reads a conversation; one that is gone is missing.
func talkOf(ctx context.Context, q db.Reader, id fact.ConversationID) (t talk, err error) {
	err = q.Ask(talkColumns+"WHERE c.id = ?", id).Scan(ctx, &t)
	if db.IsNone(err) {
		return t, fault.New(fault.Missing, "conversation.missing")
	}
	if err != nil {
		return t, fmt.Errorf("read how %s stands: %w", id, err)
	}
	return t, nil
}

// hold is talkOf for change: nothing happens to its company meanwhile.
func hold(ctx context.Context, tx *db.Tx, id fact.ConversationID) (talk, error) {
	// The update that changes nothing locks the row on PostgreSQL.
	if _, err := tx.Exec(ctx, "UPDATE conversation SET version = version WHERE id = ?", id); err != nil {
		return talk{}, fmt.Errorf("hold conversation %s: %w", id, err)
	}
	return talkOf(ctx, tx, id)
}

type helpRow struct {
	ID           fact.HelpID         `bun:"id"`
	Conversation fact.ConversationID `bun:"conversation_id"`
	Number       int64               `bun:"number"`
	Subject      string              `bun:"subject"`
	Contact      string              `bun:"contact"`
	AskedBy      fact.StaffID        `bun:"asked_by"`
	AskedName    string              `bun:"asked_name"`
	Reason       string              `bun:"reason"`
	Skill        fact.SkillID        `bun:"skill_id"`
	SkillName    string              `bun:"skill_name"`
	Team         fact.TeamID         `bun:"team_id"`
	TeamName     string              `bun:"team_name"`
	State        State               `bun:"state"`
	At           int64               `bun:"at"`
	TakenBy      fact.StaffID        `bun:"taken_by"`
	TakenName    string              `bun:"taken_name"`
	TakenAt      int64               `bun:"taken_at"`
	EndedBy      fact.StaffID        `bun:"ended_by"`
	EndedName    string              `bun:"ended_name"`
	EndedAt      int64               `bun:"ended_at"`
}

const helpColumns = `SELECT r.id, r.conversation_id, c.number, c.subject, COALESCE(k.name, '') AS contact, r.asked_by, COALESCE(a.name, '') AS asked_name, r.reason,
	r.skill_id, COALESCE(s.name, '') AS skill_name, r.team_id, COALESCE(t.name, '') AS team_name, r.state, r.at,
	r.taken_by, COALESCE(b.name, '') AS taken_name, r.taken_at, r.ended_by, COALESCE(e.name, '') AS ended_name, r.ended_at
	FROM help_request r JOIN conversation c ON c.id = r.conversation_id LEFT JOIN contact k ON k.id = c.contact_id
	LEFT JOIN staff a ON a.id = r.asked_by LEFT JOIN staff b ON b.id = r.taken_by LEFT JOIN staff e ON e.id = r.ended_by
	LEFT JOIN skill s ON s.id = r.skill_id LEFT JOIN team t ON t.id = r.team_id `

func (r helpRow) help() Help {
	return Help{
		ID: r.ID, Conversation: r.Conversation, Number: r.Number, Subject: r.Subject, Contact: r.Contact, AskedBy: Person{r.AskedBy, r.AskedName}, Reason: r.Reason,
		Skill: r.Skill, SkillName: r.SkillName, Team: r.Team, TeamName: r.TeamName, State: r.State, At: instant(r.At),
		TakenBy: Person{r.TakenBy, r.TakenName}, TakenAt: instant(r.TakenAt), EndedBy: Person{r.EndedBy, r.EndedName}, EndedAt: instant(r.EndedAt),
	}
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// helps reads requests with whom they asked.
func helps(ctx context.Context, q db.Reader, where string, args ...any) ([]Help, error) {
	var rows []helpRow
	if err := q.Ask(helpColumns+where, args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read requests for help: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	list, at, ids := make([]Help, len(rows)), map[fact.HelpID]int{}, make([]fact.HelpID, len(rows))
	for i, r := range rows {
		list[i], at[r.ID], ids[i] = r.help(), i, r.ID
	}
	var told []struct {
		Request fact.HelpID  `bun:"request_id"`
		ID      fact.StaffID `bun:"staff_id"`
		Name    string       `bun:"name"`
		Because string       `bun:"because"`
	}
	err := q.Ask("SELECT h.request_id, h.staff_id, s.name, h.because FROM help_asked h JOIN staff s ON s.id = h.staff_id WHERE h.request_id IN (?) ORDER BY s.name, s.id", ids).Scan(ctx, &told)
	if err != nil {
		return nil, fmt.Errorf("read who was asked for help: %w", err)
	}
	for _, r := range told {
		each := &list[at[r.Request]]
		each.Asked = append(each.Asked, Asked{Person{r.ID, r.Name}, r.Because})
	}
	return list, nil
}

// running is the request that runs in a conversation; nil where none does.
func running(ctx context.Context, q db.Reader, c fact.ConversationID) (*Help, error) {
	list, err := helps(ctx, q, "WHERE r.conversation_id = ? AND r.state IN ('open', 'taken')", c)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// there are the companions in a conversation now.
func there(ctx context.Context, q db.Reader, c fact.ConversationID) ([]Companion, error) {
	var rows []struct {
		ID      fact.StaffID `bun:"staff_id"`
		Name    string       `bun:"name"`
		Because string       `bun:"because"`
		Joined  int64        `bun:"joined_at"`
	}
	err := q.Ask("SELECT m.staff_id, s.name, m.because, m.joined_at FROM companion m JOIN staff s ON s.id = m.staff_id WHERE m.conversation_id = ? AND m.left_at = 0 ORDER BY m.joined_at, m.id", c).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who joined %s: %w", c, err)
	}
	list := make([]Companion, len(rows))
	for i, r := range rows {
		list[i] = Companion{Person{r.ID, r.Name}, r.Because, instant(r.Joined)}
	}
	return list, nil
}

// helpers are all who could be asked. The team is the conversation's; where it has
// none, those of whoever asks.
func helpers(ctx context.Context, q db.Reader, t talk, by access.Actor, skill fact.SkillID) ([]helper, error) {
	teams := by.Teams
	if t.Team != "" {
		teams = []fact.TeamID{t.Team}
	}
	if len(teams) == 0 {
		teams = []fact.TeamID{""}
	}
	var people []helper
	err := q.Ask(`SELECT s.id, COALESCE(p.state, '') AS state, FALSE AS leads,
			EXISTS (SELECT 1 FROM team_member m WHERE m.staff_id = s.id AND m.team_id IN (?)) AS in_team,
			EXISTS (SELECT 1 FROM staff_skill k WHERE k.staff_id = s.id AND k.skill_id = ?) AS able
		FROM staff s LEFT JOIN presence p ON p.staff_id = s.id WHERE s.state = 'active' ORDER BY s.id`, teams, skill).Scan(ctx, &people)
	if err != nil {
		return nil, fmt.Errorf("who could help: %w", err)
	}
	lead, err := staff.WhoMay(ctx, q, access.FloorView)
	if err != nil {
		return nil, err
	}
	of := map[fact.StaffID]bool{}
	for _, each := range lead {
		of[each] = true
	}
	for i := range people {
		people[i].Leads = of[people[i].ID]
	}
	return people, nil
}

const over = "(c.state NOT IN ('open', 'waiting') OR c.merged_into <> '')"

type unneeded struct {
	ID           fact.HelpID         `bun:"id"`
	Conversation fact.ConversationID `bun:"conversation_id"`
	State        State               `bun:"state"`
}

// unneeded are the requests that run although their conversation is done.
func (h *Host) unneeded(ctx context.Context) (list []unneeded, err error) {
	err = h.db.Ask("SELECT r.id, r.conversation_id, r.state FROM help_request r JOIN conversation c ON c.id = r.conversation_id WHERE r.state IN ('open', 'taken') AND "+over).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("which help is needed no more: %w", err)
	}
	return list, nil
}

type alone struct {
	Conversation fact.ConversationID `bun:"conversation_id"`
	Staff        fact.StaffID        `bun:"staff_id"`
	HasIt        bool                `bun:"has_it"`
}

// alone are companions who keep nobody company any more.
func (h *Host) alone(ctx context.Context) (list []alone, err error) {
	err = h.db.Ask("SELECT m.conversation_id, m.staff_id, c.assignee_id = m.staff_id AS has_it FROM companion m JOIN conversation c ON c.id = m.conversation_id WHERE m.left_at = 0 AND ("+over+" OR c.assignee_id = m.staff_id)").Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("where is no company any more: %w", err)
	}
	return list, nil
}

// ForgetTx takes what people wrote out of requests for help in conversations that are
// erased. That help was asked for, and how long it took, stays.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	if _, err := tx.Exec(ctx, "UPDATE help_request SET reason = '' WHERE conversation_id IN (?)", bun.In(conversations)); err != nil {
		return fmt.Errorf("forget the reasons of requests for help: %w", err)
	}
	return nil
}
