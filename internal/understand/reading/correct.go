package reading

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/topic"
	"anlan/internal/understand/triage"
)

// Correction is what somebody said of a reading. Where Now is what it Was, they said
// that it is right.
type Correction struct {
	Message fact.MessageID
	Was     string
	Now     string
	By      fact.StaffID
	Name    string
	At      time.Time
}

type correctionRow struct {
	bun.BaseModel `bun:"table:correction"`
	ID            fact.CorrectionID `bun:"id,pk"`
	Message       fact.MessageID    `bun:"message_id"`
	About         string            `bun:"about"`
	Was           string            `bun:"was"`
	Now           string            `bun:"now"`
	Staff         fact.StaffID      `bun:"staff_id"`
	At            int64             `bun:"at"`
}

// CorrectTopic says what a conversation is about; "" = nothing that there is a topic
// for. It stands until somebody says otherwise.
func (r *Room) CorrectTopic(ctx context.Context, who access.Actor, conversation fact.ConversationID, to fact.TopicID) error {
	if err := who.Require(access.ConversationTag); err != nil {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		if err := r.inbox.HoldTx(ctx, tx, conversation); err != nil {
			return err
		}
		if err := given(ctx, tx, to); err != nil {
			return err
		}
		said, err := saidOf(ctx, tx, conversation)
		if err != nil {
			return err
		}
		places, err := placesOf(ctx, tx, conversation)
		if err != nil {
			return err
		}
		message, err := telling(ctx, tx, conversation)
		if err != nil {
			return err
		}
		was := gist(places, said).Topic
		if err := note(ctx, tx, who, message, "topic", string(was), string(to)); err != nil {
			return err
		}
		if err := tx.Record(ctx, fact.TopicCorrected{Conversation: conversation, Message: message, Topic: to, Was: was, By: who.ID}); err != nil {
			return err
		}
		return r.anewTx(ctx, tx, conversation)
	})
}

// CorrectEmotion says how the customer felt who wrote last. The urgency that came of
// their feeling goes with it.
func (r *Room) CorrectEmotion(ctx context.Context, who access.Actor, conversation fact.ConversationID, to emotion.Label) error {
	if err := who.Require(access.ConversationTag); err != nil {
		return err
	}
	if !slices.Contains([]emotion.Label{emotion.Calm, emotion.Worried, emotion.Angry, emotion.Furious}, to) {
		return fault.New(fault.Invalid, "reading.emotion_unknown", "emotion", string(to)).At("emotion")
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		if err := r.inbox.HoldTx(ctx, tx, conversation); err != nil {
			return err
		}
		reading, found, err := Latest(ctx, tx, conversation)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Missing, "reading.missing")
		}
		if err := note(ctx, tx, who, reading.Message, "emotion", string(reading.Emotion), string(to)); err != nil {
			return err
		}
		was := reading.Emotion
		reading.Emotion = to
		reading.Urgency, reading.Evidence.Urgency = triage.Felt(reading.Evidence.Urgency, to)
		if err := feelTx(ctx, tx, reading); err != nil {
			return err
		}
		if err := tx.Record(ctx, fact.EmotionCorrected{Conversation: conversation, Message: reading.Message, Emotion: string(to), Was: string(was), By: who.ID}); err != nil {
			return err
		}
		return r.tellTx(ctx, tx, reading)
	})
}

// anewTx puts down and tells what is understood of a conversation now.
func (r *Room) anewTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID) error {
	reading, found, err := Latest(ctx, tx, conversation)
	if err != nil {
		return err
	}
	if !found {
		_, err := r.gistTx(ctx, tx, conversation)
		return err
	}
	return r.tellTx(ctx, tx, reading)
}

// given tells whether a topic may be given to a conversation.
func given(ctx context.Context, q db.Reader, to fact.TopicID) error {
	if to == "" {
		return nil
	}
	var archived []bool
	if err := q.Ask("SELECT archived FROM topic WHERE id = ?", to).Scan(ctx, &archived); err != nil {
		return fmt.Errorf("look for the topic %s: %w", to, err)
	}
	switch {
	case len(archived) == 0:
		return fault.New(fault.Missing, "topic.missing").At("topic_id")
	case archived[0]:
		return fault.New(fault.Invalid, "topic.archived").At("topic_id")
	}
	return nil
}

// few is how many messages back somebody looks who says what a conversation is about.
const few = 5

// telling is the message that tells what a conversation is about: the newest with a
// topic, else the longest of the last few. It becomes an example.
func telling(ctx context.Context, q db.Reader, conversation fact.ConversationID) (fact.MessageID, error) {
	var list []fact.MessageID
	err := q.Ask(`SELECT id FROM (SELECT m.id, COALESCE(r.topic_id, '') AS topic_id, LENGTH(m.text) AS size, m.sent_at
			FROM message m LEFT JOIN reading r ON r.message_id = m.id
			WHERE m.conversation_id = ? AND m.kind = 'inbound' ORDER BY m.sent_at DESC, m.id DESC LIMIT ?) AS last
		ORDER BY CASE WHEN topic_id <> '' THEN 0 ELSE 1 END, CASE WHEN topic_id <> '' THEN sent_at ELSE size END DESC LIMIT 1`, conversation, few).Scan(ctx, &list)
	if err != nil {
		return "", fmt.Errorf("which message tells what %s is about: %w", conversation, err)
	}
	if len(list) == 0 {
		return "", fault.New(fault.Missing, "reading.missing")
	}
	return list[0], nil
}

func note(ctx context.Context, tx *db.Tx, who access.Actor, message fact.MessageID, about, was, now string) error {
	return tx.Add(ctx, correctionRow{ID: fact.CorrectionID(id.New()), Message: message, About: about, Was: was, Now: now, Staff: who.ID, At: tx.Now().UnixMilli()})
}

// reach is for how many messages a correction stands.
const reach = 100

const correctionColumns = "k.message_id, k.was, k.now, k.staff_id, k.at, COALESCE(s.name, '') AS name"

type saidRow struct {
	Message fact.MessageID `bun:"message_id"`
	Was     string         `bun:"was"`
	Now     string         `bun:"now"`
	Staff   fact.StaffID   `bun:"staff_id"`
	Name    string         `bun:"name"`
	At      int64          `bun:"at"`
}

func correctionOf(rows []saidRow) *Correction {
	if len(rows) == 0 {
		return nil
	}
	k := rows[0]
	return &Correction{k.Message, k.Was, k.Now, k.Staff, k.Name, time.UnixMilli(k.At).UTC()}
}

// saidOf is what somebody said last that a conversation is about; nil where nobody did.
func saidOf(ctx context.Context, q db.Reader, conversation fact.ConversationID) (*Correction, error) {
	var rows []saidRow
	err := q.Ask("SELECT "+correctionColumns+` FROM (SELECT id FROM message WHERE conversation_id = ? ORDER BY sent_at DESC, id DESC LIMIT ?) AS m
		JOIN correction k ON k.message_id = m.id AND k.about = 'topic' LEFT JOIN staff s ON s.id = k.staff_id
		ORDER BY k.at DESC, k.id DESC LIMIT 1`, conversation, reach).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("what was said that %s is about: %w", conversation, err)
	}
	return correctionOf(rows), nil
}

// feltOf is what somebody said last of the emotion in a message.
func feltOf(ctx context.Context, q db.Reader, message fact.MessageID) (*Correction, error) {
	var rows []saidRow
	err := q.Ask("SELECT "+correctionColumns+` FROM correction k LEFT JOIN staff s ON s.id = k.staff_id
		WHERE k.message_id = ? AND k.about = 'emotion' ORDER BY k.at DESC, k.id DESC LIMIT 1`, message).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("what was said of the emotion in %s: %w", message, err)
	}
	return correctionOf(rows), nil
}

// Standing is how a topic does: how many examples it has, and how often it was right
// where people said so.
type Standing struct {
	Examples int
	Right    int // of the answers that people looked at
	Wrong    int
}

// Standings is how the topics do.
func (r *Room) Standings(ctx context.Context) (map[fact.TopicID]Standing, error) {
	of := map[fact.TopicID]Standing{}
	var rows []struct {
		Topic    fact.TopicID `bun:"topic"`
		Examples int          `bun:"examples"`
		Right    int          `bun:"good"`
		Wrong    int          `bun:"bad"`
	}
	err := r.db.Read().Ask(`SELECT topic, SUM(examples) AS examples, SUM(good) AS good, SUM(bad) AS bad FROM (
			SELECT now AS topic, COUNT(DISTINCT message_id) AS examples, 0 AS good, 0 AS bad FROM correction WHERE about = 'topic' AND now <> '' GROUP BY now
			UNION ALL
			SELECT was, 0, SUM(CASE WHEN now = was THEN 1 ELSE 0 END), SUM(CASE WHEN now <> was THEN 1 ELSE 0 END) FROM correction WHERE about = 'topic' AND was <> '' GROUP BY was
		) AS counted GROUP BY topic`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("how do the topics do: %w", err)
	}
	for _, s := range rows {
		of[s.Topic] = Standing{s.Examples, s.Right, s.Wrong}
	}
	return of, nil
}

// Examples are the texts of messages with what was said last that they are about, the
// newest first. Words that were erased are in none.
func Examples(ctx context.Context, q db.Reader, limit int) ([]topic.Example, error) {
	var rows []struct {
		Message fact.MessageID `bun:"message_id"`
		Now     string         `bun:"now"`
	}
	err := q.Ask(`SELECT k.message_id, k.now FROM correction k WHERE k.about = 'topic'
		AND NOT EXISTS (SELECT 1 FROM correction l WHERE l.message_id = k.message_id AND l.about = 'topic' AND (l.at, l.id) > (k.at, k.id))
		ORDER BY k.at DESC, k.id DESC LIMIT ?`, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the examples: %w", err)
	}
	list := make([]topic.Example, 0, len(rows))
	for _, r := range rows {
		text, err := TextOf(ctx, q, r.Message)
		if err != nil {
			return nil, err
		}
		label := r.Now
		if label == "" {
			label = topic.Unknown
		}
		list = append(list, topic.Example{Text: string(text), Label: label})
	}
	return list, nil
}

// CountExamples counts the messages of which somebody said what they are about.
func CountExamples(ctx context.Context, q db.Reader) (n int, err error) {
	err = q.Ask("SELECT COUNT(DISTINCT message_id) FROM correction WHERE about = 'topic'").Scan(ctx, &n)
	return n, err
}
