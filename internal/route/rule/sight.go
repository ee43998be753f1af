package rule

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/kit/passage"
	"anlan/internal/people/calendar"
	"anlan/internal/platform/db"
	"anlan/internal/understand/language"
)

// mostText is how much of a message a rule sees, in bytes: more than anybody writes.
const mostText = 64 << 10

// Cases reads what rules see of conversations, all at once, as they stand at an
// instant. What is gone, or was merged into another, is left out.
func Cases(ctx context.Context, q db.Reader, now time.Time, ids ...fact.ConversationID) (map[fact.ConversationID]Case, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := rowsOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	cases := make(map[fact.ConversationID]Case, len(rows))
	contacts := make([]fact.ContactID, 0, len(rows))
	for _, r := range rows {
		contacts = append(contacts, r.Contact)
	}
	about, err := customers(ctx, q, now, contacts)
	if err != nil {
		return nil, err
	}
	fields, err := field.Of(ctx, q, field.Conversation, ids...)
	if err != nil {
		return nil, err
	}
	tags, err := texts(ctx, q, "SELECT conversation_id AS of, tag AS text FROM conversation_tag WHERE conversation_id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	topics, err := topicsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	open, err := calendar.OpenAt(ctx, q, now)
	if err != nil {
		return nil, err
	}
	var read passage.Passage
	for _, r := range rows {
		c := r.seen(now)
		c.OpenCalendars = open
		c.Customer = about[r.Contact]
		c.Tags = tags[string(r.ID)]
		c.Fields = fields[r.ID]
		c.Topics = topics[r.Topic]
		read.Read(c.Text)
		if c.Language = language.Of(&read); c.Language == "" {
			c.Language = c.Customer.Language
		}
		c.Language, _, _ = strings.Cut(c.Language, "-")
		cases[r.ID] = c
	}
	return cases, nil
}

// row is a conversation as rules see it.
type row struct {
	ID           fact.ConversationID `bun:"id"`
	Contact      fact.ContactID      `bun:"contact_id"`
	Channel      string              `bun:"channel"`
	Kind         string              `bun:"kind"`
	State        string              `bun:"state"`
	Priority     string              `bun:"priority"`
	Team         string              `bun:"team"`
	Assignee     string              `bun:"assignee"`
	Subject      string              `bun:"subject"`
	Text         string              `bun:"text"`
	Messages     int                 `bun:"message_count"`
	WaitingSince int64               `bun:"waiting_since"`
	LastAt       int64               `bun:"last_message_at"`
	CreatedAt    int64               `bun:"created_at"`
	Topic        string              `bun:"topic_id"`
	Emotion      string              `bun:"emotion"`
	Urgency      int                 `bun:"urgency"` // thousandths
	Risks        string              `bun:"risks"`   // ,legal,self_harm,
}

func rowsOf(ctx context.Context, q db.Reader, ids []fact.ConversationID) (rows []row, err error) {
	err = q.Ask(`SELECT c.id, c.contact_id, ch.name AS channel, ch.kind, c.state, c.priority, COALESCE(t.name, '') AS team, COALESCE(s.name, '') AS assignee,
			c.subject, COALESCE((SELECT CASE WHEN m.reply_text <> '' THEN m.reply_text ELSE m.text END FROM message m
				WHERE m.conversation_id = c.id AND m.kind = 'inbound' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1), '') AS text,
			c.message_count, c.waiting_since, c.last_message_at, c.created_at, c.topic_id, c.emotion, c.urgency, c.risks
		FROM conversation c JOIN channel ch ON ch.id = c.channel_id
		LEFT JOIN team t ON t.id = c.team_id LEFT JOIN staff s ON s.id = c.assignee_id
		WHERE c.id IN (?) AND c.merged_into = ''`, ids).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what rules see of %d conversations: %w", len(ids), err)
	}
	return rows, nil
}

func (r row) seen(now time.Time) Case {
	minutes := func(since int64) float64 {
		if since == 0 {
			return 0
		}
		return max(now.Sub(time.UnixMilli(since)).Minutes(), 0)
	}
	return Case{
		Channel: r.Channel, ChannelKind: r.Kind, State: r.State, Priority: r.Priority, Team: r.Team, Assignee: r.Assignee,
		Emotion: r.Emotion, Urgency: float64(r.Urgency) / 1000, Risks: strings.FieldsFunc(r.Risks, func(c rune) bool { return c == ',' }),
		Subject: r.Subject, Text: r.Text[:min(len(r.Text), mostText)], Messages: r.Messages,
		WaitingMinutes: minutes(r.WaitingSince), QuietMinutes: minutes(r.LastAt), AgeMinutes: minutes(r.CreatedAt),
	}
}

// topicsOf is what a rule may call each topic: itself and all above it, by id and name.
func topicsOf(ctx context.Context, q db.Reader) (map[string][]string, error) {
	var rows []struct {
		ID     string `bun:"id"`
		Parent string `bun:"parent_id"`
		ZH     string `bun:"name_zh"`
		EN     string `bun:"name_en"`
	}
	if err := q.Ask("SELECT id, parent_id, name_zh, name_en FROM topic").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read what the topics are called: %w", err)
	}
	above := make(map[string]string, len(rows))
	called := make(map[string][]string, len(rows))
	for _, r := range rows {
		above[r.ID], called[r.ID] = r.Parent, []string{r.ID, r.ZH, r.EN}
	}
	all := make(map[string][]string, len(rows))
	for _, r := range rows {
		for id, steps := r.ID, 0; id != "" && steps < len(rows); id, steps = above[id], steps+1 {
			all[r.ID] = append(all[r.ID], called[id]...)
		}
	}
	return all, nil
}

// customers reads who writes, each once.
func customers(ctx context.Context, q db.Reader, now time.Time, ids []fact.ContactID) (map[fact.ContactID]Customer, error) {
	var rows []struct {
		ID           fact.ContactID `bun:"id"`
		Name         string         `bun:"name"`
		Tier         string         `bun:"tier"`
		Locale       string         `bun:"locale"`
		Organisation string         `bun:"organisation"`
		OfTier       string         `bun:"of_tier"`
		Three        int            `bun:"three"`
		Thirty       int            `bun:"thirty"`
	}
	day := 24 * time.Hour
	since := func(days int) int64 { return now.Add(-time.Duration(days) * day).UnixMilli() }
	begun := "(SELECT COUNT(*) FROM conversation v WHERE v.contact_id = c.id AND v.last_message_at >= ? AND v.created_at >= ?)"
	err := q.Ask(`SELECT c.id, c.name, c.tier, c.locale, COALESCE(o.name, '') AS organisation, COALESCE(o.tier, '') AS of_tier,
			`+begun+` AS three, `+begun+` AS thirty
		FROM contact c LEFT JOIN organisation_member m ON m.contact_id = c.id LEFT JOIN organisation o ON o.id = m.organisation_id
		WHERE c.id IN (?)`, since(3), since(3), since(30), since(30), ids).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who writes in %d conversations: %w", len(ids), err)
	}
	fields, err := field.Of(ctx, q, field.Contact, ids...)
	if err != nil {
		return nil, err
	}
	tags, err := texts(ctx, q, "SELECT contact_id AS of, tag AS text FROM contact_tag WHERE contact_id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	emails, err := texts(ctx, q, "SELECT contact_id AS of, value AS text FROM identity WHERE kind = 'email' AND contact_id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	about := make(map[fact.ContactID]Customer, len(rows))
	for _, r := range rows {
		spoken, _, _ := strings.Cut(r.Locale, "-")
		tier := r.Tier
		if r.OfTier == "vip" { // whoever belongs to such an organisation
			tier = r.OfTier
		}
		about[r.ID] = Customer{Name: r.Name, Tier: tier, Language: spoken, Tags: tags[string(r.ID)], Emails: emails[string(r.ID)],
			Organisation: r.Organisation, Contacts3: r.Three, Contacts30: r.Thirty, Fields: fields[r.ID]}
	}
	return about, nil
}

// texts reads several texts of each thing.
func texts[ID ~string](ctx context.Context, q db.Reader, query string, ids []ID) (map[string][]string, error) {
	var rows []struct {
		Of   string `bun:"of"`
		Text string `bun:"text"`
	}
	if err := q.Ask(query, ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read what belongs to them: %w", err)
	}
	of := map[string][]string{}
	for _, r := range rows {
		of[r.Of] = append(of[r.Of], r.Text)
	}
	for _, list := range of {
		slices.Sort(list)
	}
	return of, nil
}
