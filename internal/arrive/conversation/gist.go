package conversation

import (
	"context"
	"fmt"
	"math"
	"strings"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Gist is what was understood of a conversation, as lists show it and are narrowed by it.
type Gist struct {
	Topic   fact.TopicID `json:"topic_id" doc:"what it is about; empty while that is unknown"`
	Emotion string       `json:"emotion" enum:",calm,worried,angry,furious" doc:"how the customer felt who wrote last; empty before anything was read"`
	Urgency float64      `json:"urgency" minimum:"0" maximum:"1" doc:"how little the newest message may wait"`
	Risks   []string     `json:"risks" nullable:"false" doc:"kinds of risk that are open in it"`
}

func (c row) gist() Gist {
	g := Gist{Topic: c.Topic, Emotion: c.Emotion, Urgency: float64(c.Urgency) / 1000, Risks: []string{}}
	if c.Risks != "" {
		g.Risks = strings.Split(strings.Trim(c.Risks, ","), ",")
	}
	return g
}

// GistTx puts down what was understood of a conversation. It is no change that
// somebody made, so its version stays. Its risks are put down apart.
func (in *Inbox) GistTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, g Gist) error {
	err := tx.Ask("UPDATE conversation SET topic_id = ?, emotion = ?, urgency = ? WHERE id = ?",
		g.Topic, g.Emotion, int(math.Round(g.Urgency*1000)), conversation).Later(ctx)
	if err != nil {
		return fmt.Errorf("put down what %s is about: %w", conversation, err)
	}
	return nil
}

// RisksTx puts down which kinds of risk are open in a conversation.
func (in *Inbox) RisksTx(ctx context.Context, tx *db.Tx, conversation fact.ConversationID, kinds []string) error {
	risks := ""
	if len(kinds) > 0 {
		risks = "," + strings.Join(kinds, ",") + "," // so that one kind is found by itself
	}
	if err := tx.Ask("UPDATE conversation SET risks = ? WHERE id = ?", risks, conversation).Later(ctx); err != nil {
		return fmt.Errorf("put down the risks of %s: %w", conversation, err)
	}
	return nil
}
