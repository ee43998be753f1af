package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type row struct {
	bun.BaseModel   `bun:"table:conversation"`
	Number          int64               `bun:"number,pk,autoincrement"`
	ID              fact.ConversationID `bun:"id"`
	Channel         fact.ChannelID      `bun:"channel_id"`
	Contact         fact.ContactID      `bun:"contact_id"`
	FirstContact    fact.ContactID      `bun:"first_contact"`
	Subject         string              `bun:"subject"`
	State           State               `bun:"state"`
	Priority        Priority            `bun:"priority"`
	Assignee        fact.StaffID        `bun:"assignee_id"`
	Team            fact.TeamID         `bun:"team_id"`
	Thread          *string             `bun:"thread"`
	Preview         string              `bun:"preview"`
	LastMessageKind Kind                `bun:"last_message_kind"`
	MessageCount    int                 `bun:"message_count"`
	LastMessageAt   int64               `bun:"last_message_at"`
	WaitingSince    int64               `bun:"waiting_since"`
	SnoozedUntil    int64               `bun:"snoozed_until"`
	ResolvedAt      int64               `bun:"resolved_at"`
	StaffReadUpto   fact.MessageID      `bun:"staff_read_upto"`
	ContactReadUpto fact.MessageID      `bun:"contact_read_upto"`
	Version         int                 `bun:"version"`
	CreatedAt       int64               `bun:"created_at"`
	UpdatedAt       int64               `bun:"updated_at"`
	MergedInto      fact.ConversationID `bun:"merged_into"`
	Status          fact.StatusID       `bun:"status_id"`
	Topic           fact.TopicID        `bun:"topic_id"`
	Emotion         string              `bun:"emotion"`
	Urgency         int                 `bun:"urgency"` // thousandths
	Risks           string              `bun:"risks"`
}

type messageRow struct {
	bun.BaseModel  `bun:"table:message"`
	ID             fact.MessageID      `bun:"id,pk"`
	Conversation   fact.ConversationID `bun:"conversation_id"`
	Kind           Kind                `bun:"kind"`
	Staff          fact.StaffID        `bun:"staff_id"`
	Contact        fact.ContactID      `bun:"contact_id"`
	Text           string              `bun:"text"`
	HTML           string              `bun:"html"`
	ReplyText      string              `bun:"reply_text"`
	Code           string              `bun:"code"`
	Values         map[string]any      `bun:"code_values"`
	Subject        string              `bun:"subject"`
	Headers        map[string]string   `bun:"headers"`
	ClientID       string              `bun:"client_id"`
	Unreadable     bool                `bun:"unreadable"`
	RawSHA256      string              `bun:"raw_sha256"`
	Delivery       Delivery            `bun:"delivery"`
	DeliveryReason string              `bun:"delivery_reason"`
	Revisions      int                 `bun:"revisions"`
	SentAt         int64               `bun:"sent_at"`
	CreatedAt      int64               `bun:"created_at"`
	LeavesAt       int64               `bun:"leaves_at"`
	FailedBecause  string              `bun:"delivery_code"`
	FailedDetails  string              `bun:"delivery_details"` // JSON, or nothing
	NextTryAt      int64               `bun:"next_try_at"`

	AutoReply        string `bun:"auto_reply"`
	AutoReplyDetails string `bun:"auto_reply_details"` // JSON, or nothing

	First fact.ConversationID `bun:"first_conversation"` // where it belongs; "" = where it stands

	WhisperTo fact.StaffID `bun:"whisper_to"` // a note only

	Automatic bool `bun:"-"` // while it is being appended
}

// take loads a conversation for change. The update locks its row on PostgreSQL,
// so that what happens to one conversation happens one after the other.
// One that was merged cannot be changed: the one that stands for it is named.
func take(ctx context.Context, tx *db.Tx, id fact.ConversationID) (row, error) {
	c, err := takeAny(ctx, tx, id)
	if err == nil && c.MergedInto != "" {
		err = mergedAway(ctx, tx, c)
	}
	return c, err
}

// takeAny also takes what was merged.
func takeAny(ctx context.Context, tx *db.Tx, id fact.ConversationID) (row, error) {
	var c row
	err := tx.Ask("UPDATE conversation SET version = version + 1, updated_at = ? WHERE id = ? RETURNING *",
		tx.Now().UnixMilli(), id).Scan(ctx, &c)
	if db.IsNone(err) {
		return c, fault.New(fault.Missing, "conversation.missing")
	}
	if err != nil {
		return c, fmt.Errorf("load conversation %s: %w", id, err)
	}
	return c, nil
}

// save writes a conversation back and keeps the tally and the tags' order with it.
func save(ctx context.Context, tx *db.Tx, before, after row) error {
	if err := update(ctx, tx, before, after); err != nil {
		return fmt.Errorf("save conversation %s: %w", after.ID, err)
	}
	if before.LastMessageAt != after.LastMessageAt || before.State != after.State {
		err := tx.Ask("UPDATE conversation_tag SET last_message_at = ?, state = ? WHERE conversation_id = ?",
			after.LastMessageAt, after.State, after.ID).Later(ctx)
		if err != nil {
			return fmt.Errorf("move the tags of conversation %s: %w", after.ID, err)
		}
		if err := field.MoveTx(ctx, tx, string(after.ID), after.where()); err != nil {
			return err
		}
	}
	return tally(ctx, tx, &before, &after)
}

// update writes the row. What moves the state without naming an own status gives
// the one that the state has by itself.
func update(ctx context.Context, tx *db.Tx, before, after row) error {
	if before.State == after.State || before.Status != after.Status {
		return tx.Change(ctx, before, after)
	}
	if err := tx.Ask("SELECT "+usualStatus, after.State).Scan(ctx, &after.Status); err != nil {
		return err
	}
	if err := tx.Change(ctx, before, after); err != nil || after.Status == before.Status {
		return err
	}
	return tx.Record(ctx, fact.ConversationStatusChanged{Conversation: after.ID, Status: after.Status, Was: before.Status})
}

func insert(ctx context.Context, tx *db.Tx, c row) (row, error) {
	err := tx.Ask("SELECT "+usualStatus, c.State).Scan(ctx, &c.Status)
	if err == nil {
		c.Number, err = tx.Number(ctx, "conversation", "number")
	}
	if err == nil {
		err = tx.Add(ctx, c)
	}
	if err != nil {
		return c, fmt.Errorf("open a conversation: %w", err)
	}
	return c, tally(ctx, tx, nil, &c)
}

func insertMessage(ctx context.Context, tx *db.Tx, m messageRow) error {
	if m.Values == nil {
		m.Values = map[string]any{}
	}
	if m.Headers == nil {
		m.Headers = map[string]string{}
	}
	if err := tx.Add(ctx, m); err != nil {
		return fmt.Errorf("write a message into %s: %w", m.Conversation, err)
	}
	return nil
}

// retag adds and removes tags of a conversation.
func retag(ctx context.Context, tx *db.Tx, c row, added, removed []string) error {
	for _, t := range added {
		err := tx.Ask("INSERT INTO conversation_tag (conversation_id, tag, state, last_message_at) VALUES (?, ?, ?, ?)",
			c.ID, t, c.State, c.LastMessageAt).Later(ctx)
		if err != nil {
			return fmt.Errorf("add a tag: %w", err)
		}
	}
	for _, t := range removed {
		if _, err := tx.Exec(ctx, "DELETE FROM conversation_tag WHERE conversation_id = ? AND tag = ?", c.ID, t); err != nil {
			return fmt.Errorf("remove a tag: %w", err)
		}
	}
	if err := tallyTags(ctx, tx, +1, added...); err != nil {
		return err
	}
	return tallyTags(ctx, tx, -1, removed...)
}

func tagsOf(ctx context.Context, q db.Reader, ids ...fact.ConversationID) (map[fact.ConversationID][]string, error) {
	by := map[fact.ConversationID][]string{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []struct {
		ID  fact.ConversationID `bun:"conversation_id"`
		Tag string              `bun:"tag"`
	}
	err := q.Ask("SELECT conversation_id, tag FROM conversation_tag WHERE conversation_id IN (?)", ids).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load tags: %w", err)
	}
	for _, r := range rows {
		by[r.ID] = append(by[r.ID], r.Tag)
	}
	for _, tags := range by {
		slices.Sort(tags) // here, because the two databases sort texts differently
	}
	return by, nil
}

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}
