package conversation

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/id"
)

// History is a conversation as it stands after all that was said in it
// elsewhere, or before.
type History struct {
	Opening
	Sayings  []Saying // in the order in which they were sent, each with its time; at least one
	Assignee fact.StaffID
	Team     fact.TeamID
	Tags     []string
	Resolved bool // else the last saying tells whose turn it is
}

// Placed is where a history went.
type Placed struct {
	Conversation fact.ConversationID
	Messages     []fact.MessageID
}

// AddManyTx takes many histories in at once, in few statements, and returns their
// ids in the same order. Facts and jobs follow as if all of it happened now.
func (in *Inbox) AddManyTx(ctx context.Context, tx *db.Tx, list []History) ([]Placed, error) {
	if len(list) == 0 {
		return nil, nil
	}
	placed, rows := make([]Placed, len(list)), make([]row, len(list))
	var messages []messageRow
	for i, h := range list {
		c, spoken := h.rows(tx.Now())
		rows[i], placed[i].Conversation = c, c.ID
		for _, m := range spoken {
			messages, placed[i].Messages = append(messages, m), append(placed[i].Messages, m.ID)
		}
	}
	if err := number(ctx, tx, rows); err != nil {
		return nil, err
	}
	if _, err := tx.NewInsert().Model(&messages).Returning("NULL").Exec(ctx); err != nil {
		return nil, fmt.Errorf("write %d messages: %w", len(messages), err)
	}
	if err := tallyMany(ctx, tx, rows); err != nil {
		return nil, err
	}
	if err := tagMany(ctx, tx, list, rows); err != nil {
		return nil, err
	}
	if err := tx.Record(ctx, factsOf(list, rows, messages)...); err != nil {
		return nil, err
	}
	return placed, in.index.IndexLot(ctx, tx, searchableLot(rows, messages))
}

// rows follows the rules that moved the conversation while it was live.
func (h History) rows(now time.Time) (row, []messageRow) {
	first, last := h.Sayings[0].SentAt, h.Sayings[len(h.Sayings)-1].SentAt
	c := row{
		ID: fact.ConversationID(id.New()), Channel: h.Channel, Contact: h.Contact, FirstContact: h.Contact,
		Subject: Subject(h.Subject), State: Open, Priority: Normal, Version: 1,
		Assignee: h.Assignee, Team: h.Team, CreatedAt: first.UnixMilli(),
	}
	if h.Thread != "" {
		c.Thread = &h.Thread
	}
	messages := make([]messageRow, len(h.Sayings))
	for i, s := range h.Sayings {
		m := s.row(c.ID, now)
		m.Values, m.Headers = orEmpty(m.Values), orEmpty(m.Headers)
		c, _ = said(c, m, s.SentAt)
		messages[i] = m
	}
	if h.Resolved {
		c = enter(c, Resolved, last)
	}
	return c, messages
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// number writes the conversations and gives each the number that it got.
func number(ctx context.Context, tx *db.Tx, rows []row) error {
	var got []struct {
		ID     fact.ConversationID `bun:"id"`
		Number int64               `bun:"number"`
	}
	if err := tx.NewInsert().Model(&rows).ExcludeColumn("number").Returning("id, number").Scan(ctx, &got); err != nil {
		return fmt.Errorf("write %d conversations: %w", len(rows), err)
	}
	numbers := make(map[fact.ConversationID]int64, len(got))
	for _, g := range got {
		numbers[g.ID] = g.Number
	}
	for i := range rows {
		rows[i].Number = numbers[rows[i].ID]
	}
	return nil
}

func tallyMany(ctx context.Context, tx *db.Tx, rows []row) error {
	sums := map[tallyRow]int64{}
	for _, c := range rows {
		sums[tallyRow{State: c.State, Assignee: c.Assignee, Team: c.Team}]++
	}
	var tallies []tallyRow
	for t, n := range sums {
		t.N = n
		tallies = append(tallies, t)
	}
	if _, err := tx.NewInsert().Model(&tallies).Returning("NULL").Exec(ctx); err != nil {
		return fmt.Errorf("tally %d conversations: %w", len(rows), err)
	}
	return nil
}

func factsOf(list []History, rows []row, messages []messageRow) (facts []db.Fact) {
	for i, c := range rows {
		h := list[i]
		facts = append(facts, fact.ConversationOpened{Conversation: c.ID, Contact: c.Contact, Channel: c.Channel, Number: c.Number, By: h.By})
		for _, m := range messages[:len(h.Sayings)] {
			facts = append(facts, m.fact(c.Channel))
		}
		messages = messages[len(h.Sayings):]
		if c.Assignee != "" || c.Team != "" {
			facts = append(facts, fact.ConversationAssigned{Conversation: c.ID, Assignee: c.Assignee, Team: c.Team})
		}
		if len(h.Tags) > 0 {
			facts = append(facts, fact.ConversationTagged{Conversation: c.ID, Added: h.Tags, Removed: []string{}})
		}
		if h.Resolved {
			facts = append(facts, fact.ConversationResolved{Conversation: c.ID, By: c.Assignee})
		}
	}
	return facts
}

// fact is what a message tells the later movements.
func (m messageRow) fact(channel fact.ChannelID) db.Fact {
	switch m.Kind {
	case Inbound:
		return fact.MessageArrived{
			Message: m.ID, Conversation: m.Conversation, Contact: m.Contact, Channel: channel,
			SentAt: time.UnixMilli(m.SentAt).UTC(), Unreadable: m.Unreadable,
		}
	case Reply:
		return fact.MessageReplied{Message: m.ID, Conversation: m.Conversation, Channel: channel, By: m.Staff}
	}
	return fact.MessageNoted{Message: m.ID, Conversation: m.Conversation, By: m.Staff}
}

func searchableLot(rows []row, messages []messageRow) (lot search.Lot) {
	for _, c := range rows {
		lot.Conversations = append(lot.Conversations, c.searchable())
	}
	for _, m := range messages {
		if m.Kind == System {
			continue
		}
		text := m.ReplyText
		if text == "" {
			text = m.Text
		}
		lot.Messages = append(lot.Messages, search.Message{ID: m.ID, Conversation: m.Conversation, Text: text, At: time.UnixMilli(m.SentAt)})
	}
	return lot
}
