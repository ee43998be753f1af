package tour

import (
	"slices"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// marks tells which step a fact of a conversation takes it to.
var marks = map[string]Step{
	fact.MessageArrived{}.Name():       Arrived,
	fact.MessageReadByStaff{}.Name():   Seen,
	fact.MessageReplied{}.Name():       Answered,
	fact.ConversationResolved{}.Name(): Resolved,
}

// come tells how far the conversation has come that came furthest, and which it
// is. Steps follow one another: who resolves without an answer has not answered.
// Facts stand in their order.
func come(facts []db.Recorded) (done []Step, conversation fact.ConversationID) {
	talk := Steps[1:] // the first step is not about a conversation
	far := map[string]int{}
	best := 0
	for _, f := range facts {
		step, known := marks[f.Name]
		if !known {
			continue
		}
		at := slices.Index(talk, step)
		// An answer shows that its writer has seen the message.
		if far[f.Conversation] < at && !(step == Answered && far[f.Conversation] == at-1) {
			continue
		}
		far[f.Conversation] = max(far[f.Conversation], at+1)
		if far[f.Conversation] > best {
			best, conversation = far[f.Conversation], fact.ConversationID(f.Conversation)
		}
	}
	return slices.Clone(talk[:best]), conversation
}

// toTry is the channel with which one tries the house: a chat if there is one.
func toTry(channels []intake.Channel) *intake.Channel {
	var found *intake.Channel
	for i, c := range channels {
		if c.State == "active" && (found == nil || found.Kind != intake.Webchat && c.Kind == intake.Webchat) {
			found = &channels[i]
		}
	}
	return found
}

// offered tells whether somebody is to be led: who has begun, and who begins in a
// house where nobody has come through yet.
func offered(state State, done []Step, young bool) bool {
	return state == Running || state == Fresh && young && len(done) < len(Steps)
}
