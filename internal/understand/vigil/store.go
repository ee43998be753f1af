package vigil

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/risk"
)

type row struct {
	ID           fact.RiskID         `bun:"id"`
	Kind         risk.Kind           `bun:"kind"`
	State        State               `bun:"state"`
	Message      fact.MessageID      `bun:"message_id"`
	Spans        string              `bun:"spans"`
	Conversation fact.ConversationID `bun:"conversation_id"`
	Number       int64               `bun:"number"`
	Subject      string              `bun:"subject"`
	Contact      string              `bun:"contact"`
	Assignee     string              `bun:"assignee"`
	Note         string              `bun:"note"`
	ClosedBy     fact.StaffID        `bun:"closed_by"`
	ClosedName   string              `bun:"closed_name"`
	ClosedAt     int64               `bun:"closed_at"`
	At           int64               `bun:"at"`
	Locale       string              `bun:"locale"`
}

const columns = `k.id, k.kind, k.state, k.message_id, k.spans, m.conversation_id, c.number, c.subject, COALESCE(o.name, '') AS contact,
	COALESCE(s.name, '') AS assignee, k.note, k.closed_by, COALESCE(b.name, '') AS closed_name, k.closed_at, k.at,
	COALESCE(NULLIF(o.locale, ''), g.language, '') AS locale
	FROM risk k JOIN message m ON m.id = k.message_id JOIN conversation c ON c.id = m.conversation_id
	LEFT JOIN contact o ON o.id = c.contact_id LEFT JOIN staff s ON s.id = c.assignee_id LEFT JOIN staff b ON b.id = k.closed_by LEFT JOIN reading g ON g.message_id = k.message_id `

func (r row) places() (list []place, err error) {
	if err := json.Unmarshal([]byte(r.Spans), &list); err != nil {
		return nil, fmt.Errorf("read where the risk %s stands: %w", r.ID, err)
	}
	return list, nil
}

func (r row) risk() Risk {
	out := Risk{
		ID: r.ID, Kind: r.Kind, State: r.State, Message: r.Message, Conversation: r.Conversation, Number: r.Number, Subject: r.Subject, Contact: r.Contact,
		Assignee: r.Assignee, Language: languageOf(r.Locale), Note: r.Note, ClosedBy: r.ClosedBy, ClosedName: r.ClosedName, At: time.UnixMilli(r.At).UTC(),
	}
	if r.ClosedAt > 0 {
		out.ClosedAt = time.UnixMilli(r.ClosedAt).UTC()
	}
	return out
}

// list reads risks with their words.
func list(ctx context.Context, q db.Reader, where string, args ...any) ([]Risk, error) {
	var rows []row
	if err := q.Ask("SELECT "+columns+where, args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read risks: %w", err)
	}
	out := make([]Risk, len(rows))
	for i, r := range rows {
		out[i] = r.risk()
		places, err := r.places()
		if err != nil {
			return nil, err
		}
		text, err := reading.TextOf(ctx, q, r.Message)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			if said := reading.Cut(text, p.From, p.To); said != "" {
				out[i].Words = append(out[i].Words, said)
			}
		}
	}
	return out, nil
}

// take loads a risk for change.
func take(ctx context.Context, tx *db.Tx, id fact.RiskID) (r row, err error) {
	// The update that changes nothing locks the row on PostgreSQL.
	if n, err := tx.Exec(ctx, "UPDATE risk SET state = state WHERE id = ?", id); err != nil || n == 0 {
		if err == nil {
			err = fault.New(fault.Missing, "risk.missing")
		}
		return r, err
	}
	err = tx.Ask("SELECT "+columns+"WHERE k.id = ?", id).Scan(ctx, &r)
	if err != nil {
		return r, fmt.Errorf("load the risk %s: %w", id, err)
	}
	return r, nil
}

// openKinds are the kinds of risk that are open in a conversation, the gravest first.
func openKinds(ctx context.Context, q db.Reader, conversation fact.ConversationID) (kinds []string, err error) {
	var there []risk.Kind
	err = q.Ask(`SELECT DISTINCT k.kind FROM risk k JOIN message m ON m.id = k.message_id WHERE m.conversation_id = ? AND k.state = 'open'`, conversation).Scan(ctx, &there)
	if err != nil {
		return nil, fmt.Errorf("which risks are open in %s: %w", conversation, err)
	}
	for _, kind := range Kinds {
		for _, t := range there {
			if t == kind {
				kinds = append(kinds, string(kind))
			}
		}
	}
	return kinds, nil
}

type ruleRow struct {
	bun.BaseModel `bun:"table:risk_rule"`
	Kind          risk.Kind             `bun:"kind,pk"`
	Roles         []access.Role         `bun:"roles"`
	Teams         []fact.TeamID         `bun:"teams"`
	People        []fact.StaffID        `bun:"people"`
	Priority      conversation.Priority `bun:"priority"`
	Tag           string                `bun:"tag"`
	GuidanceZH    string                `bun:"guidance_zh"`
	GuidanceEN    string                `bun:"guidance_en"`
	Active        bool                  `bun:"active"`
	Version       int                   `bun:"version"`
	UpdatedAt     int64                 `bun:"updated_at"`
}

// rules are those of every kind, as the house has them or as usual.
func rules(ctx context.Context, q db.Reader) (map[risk.Kind]Rule, error) {
	var rows []ruleRow
	if err := q.NewRaw("SELECT * FROM risk_rule").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the rules of risks: %w", err)
	}
	by := map[risk.Kind]Rule{}
	for _, kind := range Kinds {
		by[kind] = usual(kind)
	}
	for _, r := range rows {
		by[r.Kind] = Rule{r.Kind, r.Roles, r.Teams, r.People, r.Priority, r.Tag, r.GuidanceZH, r.GuidanceEN, r.Active, r.Version}
	}
	return by, nil
}

// told are the people whom a rule names, and the one who has the conversation.
func told(ctx context.Context, q db.Reader, r Rule, conversation fact.ConversationID) (people []fact.StaffID, err error) {
	err = q.Ask(`SELECT id FROM staff WHERE state = 'active' AND (role IN (?) OR id IN (?)
			OR id IN (SELECT staff_id FROM team_member WHERE team_id IN (?))
			OR id = (SELECT assignee_id FROM conversation WHERE id = ?)) ORDER BY id`, r.Roles, r.People, r.Teams, conversation).Scan(ctx, &people)
	if err != nil {
		return nil, fmt.Errorf("who is to be told of a risk: %w", err)
	}
	return people, nil
}

// quiet tells for which words nothing is raised.
func quiet(ctx context.Context, q db.Reader) (func(risk.Kind, string) bool, error) {
	var rows []struct {
		Kind  risk.Kind `bun:"kind"`
		Words string    `bun:"words"`
	}
	if err := q.Ask("SELECT kind, words FROM risk_words WHERE quiet").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read which words are quiet: %w", err)
	}
	silent := map[string]bool{}
	for _, r := range rows {
		silent[string(r.Kind)+" "+r.Words] = true
	}
	return func(kind risk.Kind, words string) bool { return !grave(kind) && silent[string(kind)+" "+words] }, nil
}

// ForgetTx takes what people wrote, and where the customer's words stood, out of the
// risks of conversations that are erased. That there was one stays, so that what was
// counted stays counted.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, "UPDATE risk SET note = '', spans = '[]' WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))", bun.In(conversations))
	if err != nil {
		return fmt.Errorf("forget the notes of risks: %w", err)
	}
	return nil
}
