package reading

import (
	"context"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/triage"
)

// Idle tells that a message is not read: a machine answered in somebody's place, or
// nothing in it can be.
func (r *Room) Idle(f fact.MessageArrived) bool { return f.Automatic || f.Unreadable }

// Arrived reads a message that came in, once.
func (r *Room) Arrived(ctx context.Context, f fact.MessageArrived) error {
	return r.read(ctx, f.Message, false)
}

// Reread reads a mail whose words are others now.
func (r *Room) Reread(ctx context.Context, f fact.MessageReread) error {
	return r.read(ctx, f.Message, true)
}

func (r *Room) read(ctx context.Context, message fact.MessageID, anew bool) error {
	l, found, err := letterOf(ctx, r.db.Read(), message)
	if err != nil || !found {
		return err
	}
	sorter, err := r.sorting.Sorter(ctx)
	if err != nil {
		return err
	}
	reading := r.understood(l, sorter)
	reading.Message, reading.Conversation = message, l.Conversation
	return r.db.Write(ctx, func(tx *db.Tx) error {
		kept, err := keepTx(ctx, tx, reading, anew)
		if err != nil || !kept {
			return err
		}
		text := []rune(l.text())
		for _, alarm := range r.alarms {
			if err := alarm.RaiseTx(ctx, tx, reading, text); err != nil {
				return err
			}
		}
		return r.tellTx(ctx, tx, reading)
	})
}

// understood reads a message. It takes no lock and asks nobody.
func (r *Room) understood(l letter, sorter tree.Sorter) Reading {
	reader := r.readers.Get().(*triage.Reader)
	defer r.readers.Put(reader)
	text := l.text()
	about := sorter.Sort(text, func(t tree.Topic) bool { return t.Meant(l.Team) })
	return read(l.Written, reader.Read(text, l.Told), about)
}

// tellTx puts down what is understood of a conversation now, and tells it.
func (r *Room) tellTx(ctx context.Context, tx *db.Tx, reading Reading) error {
	g, err := r.gistTx(ctx, tx, reading.Conversation)
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.MessageUnderstood{
		Message: reading.Message, Conversation: reading.Conversation, Language: reading.Language, Topic: g.Topic,
		Emotion: string(reading.Emotion), Urgency: reading.Urgency, Risks: reading.Risks(), Complexity: string(reading.Complexity),
	})
}

// gistTx puts down on a conversation what is understood of it now.
func (r *Room) gistTx(ctx context.Context, tx *db.Tx, id fact.ConversationID) (g conversation.Gist, err error) {
	places, err := placesOf(ctx, tx, id)
	if err != nil {
		return g, err
	}
	said, err := saidOf(ctx, tx, id)
	if err != nil {
		return g, err
	}
	g = gist(places, said)
	return g, r.inbox.GistTx(ctx, tx, id, g)
}

// Joined looks anew at a conversation that another one was put into.
func (r *Room) Joined(ctx context.Context, f fact.ConversationJoined) error {
	return r.regist(ctx, f.Conversation)
}

// Parted looks anew at both conversations of a merge that was undone.
func (r *Room) Parted(ctx context.Context, f fact.ConversationParted) error {
	return r.regist(ctx, f.Conversation, f.Merged)
}

// Split looks anew at both parts of a conversation.
func (r *Room) Split(ctx context.Context, f fact.ConversationSplit) error {
	return r.regist(ctx, f.Conversation, f.Into)
}

func (r *Room) regist(ctx context.Context, conversations ...fact.ConversationID) error {
	return r.db.Write(ctx, func(tx *db.Tx) error {
		for _, c := range conversations {
			if _, err := r.gistTx(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// Explained is a reading with the words that decided, as they stand in the message.
type Explained struct {
	Reading
	About                    fact.TopicID // of the conversation: the reading's, an earlier one's, or what somebody said
	TopicSaid                *Correction
	EmotionSaid              *Correction
	TopicWords, EmotionWords []Spoken
	RiskWords                []string // of each risk
}

// Spoken is a word of a message with what it weighed.
type Spoken struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
}

// Of explains how the newest message of a conversation was read.
func (r *Room) Of(ctx context.Context, who access.Actor, id fact.ConversationID) (e Explained, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return e, err
	}
	reading, found, err := Latest(ctx, r.db.Read(), id)
	if err != nil {
		return e, err
	}
	if !found {
		return e, fault.New(fault.Missing, "reading.missing")
	}
	l, _, err := letterOf(ctx, r.db.Read(), reading.Message)
	if err != nil {
		return e, err
	}
	e = explained(reading, l.Written)
	return e, r.said(ctx, &e)
}

// said fills in what people said of a reading.
func (r *Room) said(ctx context.Context, e *Explained) (err error) {
	if e.TopicSaid, err = saidOf(ctx, r.db.Read(), e.Conversation); err != nil {
		return err
	}
	if e.EmotionSaid, err = feltOf(ctx, r.db.Read(), e.Message); err != nil {
		return err
	}
	places, err := placesOf(ctx, r.db.Read(), e.Conversation)
	e.About = gist(places, e.TopicSaid).Topic
	return err
}
