package tour

import (
	"slices"

	"anlan/internal/arrive/intake"
)

// said is whether anybody wrote in a conversation, and whether one of us replied.
type said struct{ Inbound, Reply bool }

// reaches tells whether a fact took its conversation to a step. Steps follow one
// another: who resolves without an answer has not answered, and what we begin
// ourselves is no answer.
func (s said) reaches(step Step) bool {
	return s.Inbound && (s.Reply || step == Arrived || step == Seen)
}

// upto is every step up to one of a conversation: who answers has seen it.
func upto(step Step) []Step { return slices.Clone(Steps[:slices.Index(Steps, step)+1]) }

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
func offered(state State, done []Step) bool {
	return state == Running || state == Fresh && len(done) < len(Steps)
}
