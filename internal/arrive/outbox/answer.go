package outbox

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Answered is the reply that a mail answers.
type Answered struct {
	Message      fact.MessageID
	Conversation fact.ConversationID // its home
	By           string              // token, own_id
}

// AnsweredTx finds the reply of ours that a mail answers: by the address that it came
// to, which only we can make, else by a Message-ID of ours that it refers to. Either
// tells where a mail belongs, and nothing of who wrote it.
func (l *Ledger) AnsweredTx(ctx context.Context, tx *db.Tx, tokens, refs []string) (Answered, bool, error) {
	for _, t := range tokens {
		if a, found, err := l.answered(ctx, tx, l.named(t, forAnswers), "token"); err != nil || found {
			return a, found, err
		}
	}
	for _, r := range refs {
		if a, found, err := l.answered(ctx, tx, ownMessage(r), "own_id"); err != nil || found {
			return a, found, err
		}
	}
	return Answered{}, false, nil
}

func (l *Ledger) answered(ctx context.Context, tx *db.Tx, m fact.MessageID, by string) (Answered, bool, error) {
	if m == "" {
		return Answered{}, false, nil
	}
	r, found, err := replyTx(ctx, tx, m)
	return Answered{Message: r.Message, Conversation: r.home(), By: by}, found, err
}
