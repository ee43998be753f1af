package automation

import (
	"strings"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/wording"
	"anlan/internal/route/rule"
)

// timed tells of an occasion that time brings, and not something that happens.
func (o Occasion) timed() bool { return o == Waiting || o == Quiet }

func (o Occasion) known() bool {
	switch o {
	case Opened, Arrived, Replied, Assigned, Resolved, Waiting, Quiet:
		return true
	}
	return false
}

// settled makes an automation fit to be kept, but for its steps, or says what is
// wrong with it.
func settled(a Automation) (Automation, error) {
	a.Name = strings.Join(strings.Fields(plain.Text(a.Name)), " ")
	if a.Name == "" || utf8.RuneCountInString(a.Name) > 100 {
		return a, fault.New(fault.Invalid, "automation.name_wrong", "limit", 100).At("name")
	}
	if a.Mode != Off && a.Mode != Trial && a.Mode != On || !a.Occasion.known() {
		return a, fault.New(fault.Invalid, "automation.unknown_word").At("occasion")
	}
	if !a.Occasion.timed() {
		a.Minutes = 0
	} else if a.Minutes < 1 || a.Minutes > mostMinutes {
		return a, fault.New(fault.Invalid, "automation.minutes_wrong", "limit", mostMinutes).At("minutes")
	}
	condition, err := rule.Compile(a.Condition)
	if err != nil {
		return a, fault.Of(err).At("condition")
	}
	a.Condition = condition.Source
	return a, nil
}

// plainSteps are the steps of an automation as a macro has them. A canned reply
// stands for words that are known only when it is sent.
func plainSteps(acts []Act) []wording.Step {
	steps := make([]wording.Step, len(acts))
	for i, a := range acts {
		steps[i] = a.Step
		if a.CannedReply != "" {
			steps[i] = wording.Step{Kind: wording.Reply, Text: "…"}
		}
	}
	return steps
}

// kept puts the steps as they are kept beside the canned replies.
func kept(acts []Act, steps []wording.Step) []Act {
	out := make([]Act, len(acts))
	for i := range acts {
		out[i] = Act{Step: steps[i]}
		if acts[i].CannedReply != "" {
			out[i] = Act{Step: wording.Step{Kind: wording.Reply}, CannedReply: acts[i].CannedReply}
		}
	}
	return out
}

// tells whether an automation writes to the customer.
func tells(acts []Act) bool {
	for _, a := range acts {
		if a.Kind == wording.Reply {
			return true
		}
	}
	return false
}

// situation is what decides whether an automation whose condition holds may run.
type situation struct {
	newest conversation.Message // of the customer
	runs   int                  // of this automation since that message
	said   int                  // how often it has written since then
}

// holdBack tells why an automation must not run though its condition holds; "" = it may.
func holdBack(a Automation, s situation) string {
	switch {
	case s.runs >= mostRuns:
		return "too_often"
	case !tells(a.Steps):
		return ""
	case s.said > 0:
		return "said_already"
	case s.newest.Machine != "" || s.newest.Unreadable:
		return "machine"
	}
	return ""
}
