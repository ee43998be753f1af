package reading

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/understand/emotion"
)

type row struct {
	bun.BaseModel `bun:"table:reading"`
	Message       fact.MessageID `bun:"message_id,pk"`
	Language      string         `bun:"language"`
	Topic         fact.TopicID   `bun:"topic_id"`
	TopicP        int            `bun:"topic_p"`
	Emotion       emotion.Label  `bun:"emotion"`
	Score         int            `bun:"score"`
	Urgency       int            `bun:"urgency"`
	Complexity    Complexity     `bun:"complexity"`
	Model         string         `bun:"model"`
	Evidence      string         `bun:"evidence"`
	At            int64          `bun:"at"`
}

const columns = "r.message_id, r.language, r.topic_id, r.topic_p, r.emotion, r.score, r.urgency, r.complexity, r.model, r.evidence, r.at"

func mille(share float64) int { return int(math.Round(share * 1000)) }

func (r row) reading(conversation fact.ConversationID) (Reading, error) {
	out := Reading{
		Message: r.Message, Conversation: conversation, Language: r.Language, Topic: r.Topic, TopicP: float64(r.TopicP) / 1000,
		Emotion: r.Emotion, Score: float64(r.Score) / 1000, Urgency: float64(r.Urgency) / 1000, Complexity: r.Complexity, Model: r.Model,
		At: time.UnixMilli(r.At).UTC(),
	}
	if err := json.Unmarshal([]byte(r.Evidence), &out.Evidence); err != nil {
		return out, fmt.Errorf("read the evidence of %s: %w", r.Message, err)
	}
	return out, nil
}

// letter is a message that came in, with where it stands.
type letter struct {
	Written
	Conversation fact.ConversationID
	Team         fact.TeamID // that has the conversation
}

// letterOf loads a message as it is to be read; found is false when it is gone.
func letterOf(ctx context.Context, q db.Reader, message fact.MessageID) (l letter, found bool, err error) {
	var rows []struct {
		Conversation fact.ConversationID `bun:"conversation_id"`
		Subject      string              `bun:"subject"`
		Text         string              `bun:"text"`
		Visible      string              `bun:"reply_text"`
		Team         fact.TeamID         `bun:"team_id"`
		Messages     int                 `bun:"message_count"`
		Files        int                 `bun:"files"`
		First        bool                `bun:"first"`
	}
	err = q.Ask(`SELECT m.conversation_id, m.subject, m.text, m.reply_text, c.team_id, c.message_count,
			(SELECT COUNT(*) FROM attachment f WHERE f.message_id = m.id AND f.message_id <> '') AS files,
			NOT EXISTS (SELECT 1 FROM message b WHERE b.conversation_id = m.conversation_id AND (b.sent_at, b.id) < (m.sent_at, m.id)) AS first
		FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.id = ? AND m.kind = 'inbound'`, message).Scan(ctx, &rows)
	if err != nil {
		return l, false, fmt.Errorf("load message %s to read it: %w", message, err)
	}
	if len(rows) == 0 {
		return l, false, nil
	}
	m := rows[0]
	l = letter{Written{Text: m.Text, Visible: m.Visible, Messages: m.Messages, Attachments: m.Files}, m.Conversation, m.Team}
	if m.First {
		l.Subject = m.Subject
	}
	return l, true, nil
}

// keepTx writes a reading down; kept is false when the message was read before, or
// is gone. anew puts it in the place of the one before.
func keepTx(ctx context.Context, tx *db.Tx, r Reading, anew bool) (kept bool, err error) {
	evidence, err := json.Marshal(r.Evidence)
	if err != nil {
		return false, err
	}
	if anew {
		if _, err := tx.Exec(ctx, "DELETE FROM reading WHERE message_id = ?", r.Message); err != nil {
			return false, fmt.Errorf("forget how %s was read: %w", r.Message, err)
		}
	}
	var one []int
	err = tx.Ask(`INSERT INTO reading (message_id, language, topic_id, topic_p, emotion, score, urgency, complexity, model, evidence, at)
		SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM message WHERE id = ? ON CONFLICT DO NOTHING RETURNING 1`,
		r.Language, r.Topic, mille(r.TopicP), r.Emotion, mille(r.Score), mille(r.Urgency), r.Complexity, r.Model, string(evidence),
		tx.Now().UnixMilli(), r.Message).Scan(ctx, &one)
	if err != nil {
		return false, fmt.Errorf("keep how %s was read: %w", r.Message, err)
	}
	return len(one) > 0, nil
}

// lately is how many readings back a topic is looked for.
const lately = 30

func placesOf(ctx context.Context, q db.Reader, conversation fact.ConversationID) (places []place, err error) {
	var rows []row
	err = q.Ask(`SELECT r.topic_id, r.emotion, r.urgency FROM message m JOIN reading r ON r.message_id = m.id
		WHERE m.conversation_id = ? AND m.kind = 'inbound' ORDER BY m.sent_at DESC, m.id DESC LIMIT ?`, conversation, lately).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("how was conversation %s read: %w", conversation, err)
	}
	for _, r := range rows {
		places = append(places, place{r.Topic, r.Emotion, r.Urgency})
	}
	return places, nil
}

// Latest is how the newest message of a conversation was read that was; found is
// false when none was yet.
func Latest(ctx context.Context, q db.Reader, conversation fact.ConversationID) (r Reading, found bool, err error) {
	var rows []row
	err = q.Ask("SELECT "+columns+` FROM message m JOIN reading r ON r.message_id = m.id
		WHERE m.conversation_id = ? AND m.kind = 'inbound' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1`, conversation).Scan(ctx, &rows)
	if err != nil {
		return r, false, fmt.Errorf("how was conversation %s read: %w", conversation, err)
	}
	if len(rows) == 0 {
		return r, false, nil
	}
	r, err = rows[0].reading(conversation)
	return r, err == nil, err
}

// Find is how a message was read; found is false when it was not.
func Find(ctx context.Context, q db.Reader, message fact.MessageID) (r Reading, found bool, err error) {
	var rows []struct {
		row
		Conversation fact.ConversationID `bun:"conversation_id"`
	}
	err = q.Ask("SELECT "+columns+", m.conversation_id FROM reading r JOIN message m ON m.id = r.message_id WHERE r.message_id = ?", message).Scan(ctx, &rows)
	if err != nil {
		return r, false, fmt.Errorf("how was message %s read: %w", message, err)
	}
	if len(rows) == 0 {
		return r, false, nil
	}
	r, err = rows[0].reading(rows[0].Conversation)
	return r, err == nil, err
}

// TextOf is the text of a message as it was read, in which the places of its evidence
// stand; nothing when it is gone.
func TextOf(ctx context.Context, q db.Reader, message fact.MessageID) ([]rune, error) {
	l, _, err := letterOf(ctx, q, message)
	return []rune(l.text()), err
}

// ForgetTx drops the places in the words of these conversations. That they were of
// a topic stays, so that what was counted stays counted.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, "UPDATE reading SET evidence = '{}' WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))", bun.In(conversations))
	if err != nil {
		return fmt.Errorf("forget the evidence of readings: %w", err)
	}
	return nil
}

// feelTx writes down that somebody felt otherwise than was read.
func feelTx(ctx context.Context, tx *db.Tx, r Reading) error {
	evidence, err := json.Marshal(r.Evidence)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE reading SET emotion = ?, urgency = ?, evidence = ? WHERE message_id = ?", r.Emotion, mille(r.Urgency), string(evidence), r.Message)
	if err != nil {
		return fmt.Errorf("correct the emotion in %s: %w", r.Message, err)
	}
	return nil
}
