package queue

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func TestWhatMovesAPlace(t *testing.T) {
	s := usual()
	for _, c := range []struct {
		about string
		w     weighed
		want  []HeadStart
	}{
		{"an ordinary question", weighed{ChannelKind: intake.Email, Priority: conversation.Normal, InThree: 1, InSeven: 1}, nil},
		{"angry, by mail", weighed{ChannelKind: intake.Email, Reading: Reading{Emotion: Angry}}, []HeadStart{{Angry, "", 3600}}},
		{"angry, in a chat", weighed{ChannelKind: intake.Webchat, Reading: Reading{Emotion: Angry}}, []HeadStart{{Angry, "", 30}}},
		{"the second time within a week", weighed{ChannelKind: intake.Email, InThree: 1, InSeven: 2}, []HeadStart{{Again, "2", 3600}}},
		{"the third time within three days", weighed{ChannelKind: intake.Email, InThree: 3, InSeven: 4}, []HeadStart{{ThirdContact, "3", 10800}}},
		{"a stolen account", weighed{ChannelKind: intake.Webchat, Reading: Reading{Risks: []string{"account_theft"}, Urgency: 0.7}},
			[]HeadStart{{Risk, "account_theft", 240}, {Urgent, "", 30}}},
		{"a person put it back", weighed{ChannelKind: intake.Email, Priority: conversation.Low}, []HeadStart{{PriorityLow, "", -7200}}},
		{"a VIP whom a person called urgent", weighed{ChannelKind: intake.API, Priority: conversation.Urgent, VIP: true}, []HeadStart{{VIP, "", 7200}, {PriorityUrgent, "", 21600}}},
	} {
		require.Equal(t, c.want, s.headStarts(c.w), c.about)
	}
	s.HeadStarts[Angry] = 0
	require.Empty(t, s.headStarts(weighed{ChannelKind: intake.Email, Reading: Reading{Emotion: Angry}}), "what weighs nothing is no reason")
}

func TestWhoIsTakenFirst(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	place := func(id string, waited, head, target time.Duration) Standing {
		return Standing{Place{Conversation: fact.ConversationID(id), Arrived: now.Add(-waited), CountsFrom: now.Add(-waited - head)}, target}
	}
	for _, c := range []struct {
		about         string
		first, second Standing
	}{
		{"who came first", place("b", 2*time.Minute, 0, time.Hour), place("a", time.Minute, 0, time.Hour)},
		{"who has the head start", place("b", time.Minute, 30*time.Minute, time.Hour), place("a", 20*time.Minute, 0, time.Hour)},
		{"whose target is used up more", place("b", time.Minute, 0, 2*time.Minute), place("a", time.Hour, 0, 4*time.Hour)},
		{"who has really waited three targets", place("b", 3*time.Hour, 0, time.Hour), place("a", time.Hour, 10*time.Hour, time.Hour)},
		{"of those, who had waited so long first", place("b", 7*time.Minute, 0, 2*time.Minute), place("a", 3*time.Hour+30*time.Second, 9*time.Hour, time.Hour)},
		{"alike in everything: by name, so that it is one order", place("a", time.Minute, 0, time.Hour), place("b", time.Minute, 0, time.Hour)},
	} {
		require.Negative(t, Before(c.first, c.second, now), c.about)
		require.Positive(t, Before(c.second, c.first, now), c.about)
	}
}

// TestNobodyStarves lets queues run at random, with more haste than the settings
// foresee, and one person who takes whoever is first. Nobody is overtaken in their
// own queue by somebody who came later than all head starts together; and nobody who
// has waited for three targets by anybody who has not.
func TestNobodyStarves(t *testing.T) {
	for seed := range uint64(40) {
		dice := rand.New(rand.NewPCG(seed, 62))
		s := usual()
		for _, code := range Codes {
			if code != PriorityLow {
				s.HeadStarts[code] = dice.IntN(mostHeadStart)
			}
		}
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		var waiting []Standing
		for step := range 600 {
			now = now.Add(time.Duration(dice.IntN(90)) * time.Second)
			if dice.IntN(3) > 0 {
				waiting = append(waiting, somebody(dice, s, step, now))
			}
			if len(waiting) == 0 || dice.IntN(2) == 0 {
				continue
			}
			first := slices.MinFunc(waiting, func(a, b Standing) int { return Before(a, b, now) })
			for _, other := range waiting {
				about := fmt.Sprintf("seed %d step %d: %s before %s", seed, step, first.Conversation, other.Conversation)
				if other.Overdue(now) {
					require.True(t, first.Overdue(now), about)
				}
				if other.Queue == first.Queue && first.Arrived.After(other.Arrived) {
					require.LessOrEqual(t, first.Arrived.Sub(other.Arrived), s.largest(string(first.Queue)), about)
				}
			}
			waiting = slices.DeleteFunc(waiting, func(p Standing) bool { return p.Conversation == first.Conversation })
		}
	}
}

// somebody comes, in whatever mood.
func somebody(dice *rand.Rand, s Settings, n int, now time.Time) Standing {
	kind := kinds[dice.IntN(len(kinds))]
	w := weighed{
		ChannelKind: kind, VIP: dice.IntN(5) == 0, InThree: dice.IntN(5), InSeven: dice.IntN(6),
		Priority: []conversation.Priority{conversation.Low, conversation.Normal, conversation.High, conversation.Urgent}[dice.IntN(4)],
		Reading:  Reading{Emotion: []string{"calm", Angry, Furious}[dice.IntN(3)], Urgency: dice.Float64()},
	}
	if dice.IntN(6) == 0 {
		w.Reading.Risks = []string{"account_theft"}
	}
	return Standing{Place{
		Conversation: fact.ConversationID(fmt.Sprintf("%04d", n)), Queue: fact.QueueID(kind), Arrived: now, CountsFrom: countsFrom(now, s.headStarts(w)),
	}, s.Target(kind)}
}

func TestSettingsThatMakeNoSenseAreRefused(t *testing.T) {
	for code, s := range map[string]Settings{
		"routing.target_wrong":     {Targets: map[string]int{intake.Email: 0}},
		"routing.head_start_wrong": {HeadStarts: map[string]int{"mood": 5}},
		"routing.at_once_wrong":    {People: map[fact.StaffID]map[string]int{"lin": {"telephone": 1}}},
		"routing.mode_unknown":     {Modes: map[fact.TeamID]Mode{"care": "throw"}},
	} {
		_, err := s.checked()
		fault.Want(t, err, code)
	}
	for _, s := range []Settings{{HeadStarts: map[string]int{Angry: -1}}, {HeadStarts: map[string]int{PriorityLow: 1}}, {HeadStarts: map[string]int{Angry: 501}}} {
		_, err := s.checked()
		fault.Want(t, err, "routing.head_start_wrong")
	}
	s, err := Settings{Targets: map[string]int{intake.Webchat: 1}, Modes: map[fact.TeamID]Mode{"care": Pull, "tech": Push}}.checked()
	require.NoError(t, err)
	require.Equal(t, time.Minute, s.Target(intake.Webchat))
	require.Equal(t, 4*time.Hour, s.Target(intake.Email), "what was left out is as usual")
	require.Equal(t, map[fact.TeamID]Mode{"tech": Push}, s.Modes)
	require.Equal(t, Pull, s.Mode(""))
}
