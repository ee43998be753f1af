package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/risk"
)

// Understood gives what stands of the readings of a conversation: the language and
// the size of its newest message, and how it stands after people have corrected it.
type Understood struct{}

// Of reads it.
func (Understood) Of(ctx context.Context, q db.Reader, c fact.ConversationID) (r Reading, found bool, err error) {
	newest, found, err := reading.Latest(ctx, q, c)
	if err != nil || !found {
		return r, false, err
	}
	r = Reading{Language: newest.Language, Complexity: string(newest.Complexity)}
	var urgency int
	var risks string
	err = q.Ask("SELECT topic_id, emotion, urgency, risks FROM conversation WHERE id = ?", c).Scan(ctx, &r.Topic, &r.Emotion, &urgency, &risks)
	if db.IsNone(err) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("what was understood of %s: %w", c, err)
	}
	r.Urgency = float64(urgency) / 1000
	if risks = strings.Trim(risks, ","); risks != "" {
		r.Risks = slices.DeleteFunc(strings.Split(risks, ","), func(kind string) bool { return kind == string(risk.OthersData) }) // it is no haste
	}
	return r, true, nil
}
