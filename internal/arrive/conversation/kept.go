package conversation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Kept is a conversation as another system, or another Anlan, kept it. Unlike a
// History it does not follow our rules: it stands where it stood there.
type Kept struct {
	Opening
	State        State
	Priority     Priority
	Assignee     fact.StaffID
	Team         fact.TeamID
	Tags         []string
	Fields       field.Values
	CreatedAt    time.Time
	ResolvedAt   time.Time
	SnoozedUntil time.Time
	WaitingSince *time.Time // nil: as what was said tells
	Messages     []KeptMessage
	Import       fact.ImportID
}

// KeptMessage is one thing that was said there.
type KeptMessage struct {
	Saying
	Author string // of ours, whom nobody here is
	Files  []KeptFile
}

// KeptFile is a file whose content is in the blob store.
type KeptFile struct {
	Name, Type, SHA256, ContentID string
	Size                          int64
	Inline                        bool
}

// authorHeader keeps the name of a colleague who never worked here.
const authorHeader = "anlan-author"

// BearableTags puts tags into our form, or says what is wrong with one.
func BearableTags(tags []string) ([]string, error) { return cleanTags(tags) }

// KeepManyTx takes in many conversations with all that was said, in few
// statements, and returns their ids in the same order. No message of them is
// told as a fact, so nothing follows from it: no mail leaves, no clock starts.
func (in *Inbox) KeepManyTx(ctx context.Context, tx *db.Tx, form field.Form, list []Kept) ([]Placed, error) {
	if len(list) == 0 {
		return nil, nil
	}
	placed, rows := make([]Placed, len(list)), make([]row, len(list))
	var messages []messageRow
	var files []attachmentRow
	var names = map[fact.MessageID][]string{}
	for i, k := range list {
		c, said := k.rows(tx.Now())
		rows[i], placed[i].Conversation = c, c.ID
		for j, m := range said {
			placed[i].Messages = append(placed[i].Messages, m.ID)
			for p, f := range k.Messages[j].Files {
				files = append(files, f.row(m, p, tx.Now()))
				names[m.ID] = append(names[m.ID], f.Name)
			}
		}
		messages = append(messages, said...)
	}
	if err := number(ctx, tx, rows); err != nil {
		return nil, err
	}
	for part := range slices.Chunk(messages, 200) {
		if _, err := tx.NewInsert().Model(&part).Returning("NULL").Exec(ctx); err != nil {
			return nil, fmt.Errorf("write %d kept messages: %w", len(part), err)
		}
	}
	for part := range slices.Chunk(files, 200) {
		if _, err := tx.NewInsert().Model(&part).Returning("NULL").Exec(ctx); err != nil {
			return nil, fmt.Errorf("attach %d kept files: %w", len(part), err)
		}
	}
	if err := tallyMany(ctx, tx, rows); err != nil {
		return nil, err
	}
	if err := tagMany(ctx, tx, tagged(list), rows); err != nil {
		return nil, err
	}
	if err := in.answerMany(ctx, tx, form, list, rows); err != nil {
		return nil, err
	}
	lot := searchableLot(rows, messages)
	for i := range lot.Conversations {
		lot.Conversations[i].Fields = append(lot.Conversations[i].Fields, form.Texts(list[i].Fields)...)
	}
	for i, m := range lot.Messages {
		lot.Messages[i].Files = names[m.ID]
	}
	if err := in.index.IndexLot(ctx, tx, lot); err != nil {
		return nil, err
	}
	for i, c := range rows {
		imported := fact.ConversationImported{Conversation: c.ID, Contact: c.Contact, Channel: c.Channel, Number: c.Number, Messages: c.MessageCount, Import: list[i].Import}
		if err := tx.Record(ctx, imported); err != nil {
			return nil, err
		}
		if c.State == Snoozed {
			until := time.UnixMilli(c.SnoozedUntil).UTC()
			if err := tx.Enqueue(ctx, db.Job{Kind: AwakenKind, Args: Awaken{c.ID}, RunAt: until}); err != nil {
				return nil, err
			}
		}
	}
	return placed, nil
}

func tagged(list []Kept) []History {
	out := make([]History, len(list))
	for i, k := range list {
		out[i].Tags = k.Tags
	}
	return out
}

func (in *Inbox) answerMany(ctx context.Context, tx *db.Tx, form field.Form, list []Kept, rows []row) error {
	ids, at, values := make([]string, len(rows)), make([]field.Where, len(rows)), make([]field.Values, len(rows))
	for i, c := range rows {
		ids[i], at[i], values[i] = string(c.ID), c.where(), list[i].Fields
	}
	return form.EnterManyTx(ctx, tx, ids, at, values)
}

// rows is the conversation as it stood, with its messages.
func (k Kept) rows(now time.Time) (row, []messageRow) {
	c := row{
		ID: fact.ConversationID(id.New()), Channel: k.Channel, Contact: k.Contact, FirstContact: k.Contact,
		Subject: Subject(k.Subject), State: Open, Priority: k.Priority, Version: 1, Assignee: k.Assignee, Team: k.Team,
		CreatedAt: now.UnixMilli(),
	}
	if k.Thread != "" {
		c.Thread = &k.Thread
	}
	messages := make([]messageRow, len(k.Messages))
	for i, m := range k.Messages {
		r := m.row(c.ID, now)
		r.Values, r.Headers = orEmpty(r.Values), orEmpty(r.Headers)
		if m.Author != "" && m.Staff == "" && r.Kind != Inbound {
			r.Headers = maps.Clone(r.Headers)
			r.Headers[authorHeader] = m.Author
		}
		c, _ = said(c, r, time.UnixMilli(r.SentAt))
		messages[i] = r
	}
	if !k.CreatedAt.IsZero() && !k.CreatedAt.After(now) {
		c.CreatedAt = k.CreatedAt.UnixMilli()
	} else if len(messages) > 0 {
		c.CreatedAt = messages[0].SentAt
	}
	c.LastMessageAt = max(c.LastMessageAt, c.CreatedAt)
	c.UpdatedAt = c.LastMessageAt
	waits := c.WaitingSince
	switch {
	case k.State == Resolved:
		at := k.ResolvedAt
		if at.IsZero() || at.After(now) {
			at = time.UnixMilli(c.LastMessageAt)
		}
		c.ResolvedAt = 0
		c = enter(c, Resolved, at)
	case k.State == Snoozed && k.SnoozedUntil.After(now):
		c = enter(c, Snoozed, now)
		c.SnoozedUntil = k.SnoozedUntil.UnixMilli()
	case k.State == Waiting:
		c = enter(c, Waiting, now)
		waits = 0
	default:
		c = enter(c, Open, now)
	}
	if c.State != Resolved {
		c.WaitingSince = waits
		if k.WaitingSince != nil {
			c.WaitingSince = k.WaitingSince.UnixMilli()
			if k.WaitingSince.IsZero() {
				c.WaitingSince = 0
			}
		}
	}
	return c, messages
}

func (f KeptFile) row(m messageRow, place int, now time.Time) attachmentRow {
	return attachmentRow{
		ID: fact.AttachmentID(id.New()), Message: m.ID, Conversation: m.Conversation, Name: FileName(f.Name), Type: f.Type,
		Size: f.Size, SHA256: f.SHA256, Inline: f.Inline, ContentID: f.ContentID, Position: place, CreatedAt: now.UnixMilli(),
	}
}

// TakeBackTx takes a conversation back that an import made. It tells whether it
// did: one that was touched since stays.
func (in *Inbox) TakeBackTx(ctx context.Context, tx *db.Tx, who access.Actor, conversation fact.ConversationID, version int) (bool, error) {
	c, err := take(ctx, tx, conversation)
	if fault.Is(err, "conversation.missing") {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if c.Version != version+1 {
		before := c
		c.Version--
		return false, save(ctx, tx, before, c)
	}
	return true, in.deleteTx(ctx, tx, who, c)
}

// HereTx tells which of some ids are conversations of ours.
func (in *Inbox) HereTx(ctx context.Context, tx *db.Tx, ids []string) (map[fact.ConversationID]bool, error) {
	here := map[fact.ConversationID]bool{}
	if len(ids) == 0 {
		return here, nil
	}
	var found []fact.ConversationID
	if err := tx.NewRaw("SELECT id FROM conversation WHERE id IN (?)", bun.List(ids)).Scan(ctx, &found); err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("look for conversations of ours: %w", err)
	}
	for _, id := range found {
		here[id] = true
	}
	return here, nil
}
