package queue

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
)

// aDay is a day of so many who come, in two queues, and of people who take whoever
// is first by the settings.
func aDay(dice *rand.Rand, s Settings, from time.Time, n, people int) []stay {
	var list []stay
	var waiting []int
	now := from
	for i := 0; len(waiting) > 0 || i < n; {
		now = now.Add(time.Duration(dice.IntN(40_000)) * time.Millisecond)
		if i < n && dice.IntN(2) == 0 {
			p := somebody(dice, s, i, now)
			p.Queue, p.Entered = fact.QueueID(fmt.Sprint("q", dice.IntN(2))), now
			p.Reasons = s.headStarts(weighed{ChannelKind: intake.Email, VIP: dice.IntN(5) == 0, InThree: dice.IntN(4), Reading: Reading{Emotion: []string{"calm", Angry}[dice.IntN(2)]}})
			p.CountsFrom = countsFrom(now, p.Reasons)
			list, waiting, i = append(list, stay{Passed: Passed{Place: p.Place, Because: Taken}, kind: intake.Email}), append(waiting, i), i+1
			continue
		}
		if len(waiting) == 0 {
			continue
		}
		at := slices.MinFunc(waiting, func(a, b int) int {
			return Before(Standing{list[a].Place, s.Target(intake.Email)}, Standing{list[b].Place, s.Target(intake.Email)}, now)
		})
		list[at].Left, list[at].By = now, fact.StaffID(fmt.Sprint("s", dice.IntN(people)))
		waiting = slices.DeleteFunc(waiting, func(i int) bool { return i == at })
	}
	return list
}

// TestADayPlayedWithItsOwnWeightsIsTheDay plays what the router did with the router's
// own settings: nobody is taken at another time, as nothing was otherwise.
func TestADayPlayedWithItsOwnWeightsIsTheDay(t *testing.T) {
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for seed := range uint64(20) {
		s := usual()
		stays := aDay(rand.New(rand.NewPCG(seed, 5)), s, from, 300, 1)
		ends := played(stays, s, from, from.AddDate(0, 0, 5))
		for i, each := range stays {
			require.Equal(t, each.Left, ends[i], "seed %d: %s", seed, each.Conversation)
		}
	}
}

func TestOtherWeightsMoveSomeForwardAndOthersBack(t *testing.T) {
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	saved := usual()
	stays := aDay(rand.New(rand.NewPCG(7, 5)), saved, from, 400, 1)
	tried, err := saved.with(Wish{HeadStarts: map[string]int{VIP: 400, Angry: 0}})
	require.NoError(t, err)
	trial := PlayedDay{From: from, Until: from.AddDate(0, 0, 5)}
	trial.weigh(stays, saved, tried)
	trial.group(map[fact.QueueID]Queue{"q0": {ID: "q0"}, "q1": {ID: "q1"}}, tried)

	require.Equal(t, 400, trial.Hands)
	require.Equal(t, 400, trial.All.Waits)
	require.Equal(t, trial.All.Was, trial.All.Before, "the day was the router's")
	require.Positive(t, trial.All.Up)
	require.Positive(t, trial.All.Down)
	require.Len(t, trial.Behind(Which{"all", "after", "up"}), trial.All.Up)
	require.Len(t, trial.Behind(Which{"all", "after", "down"}), trial.All.Down)
	require.Equal(t, trial.All.After.LongestSeconds, trial.Behind(Which{"all", "after", "longest"})[0].After.Seconds)
	for _, g := range slices.Concat(trial.Classes, trial.Queues) {
		for _, what := range []string{"waits", "half", "most", "longest"} {
			require.NotEmpty(t, trial.Behind(Which{g.Key, "before", what}), g.Key+" "+what)
		}
		require.Len(t, trial.Behind(Which{g.Key, "after", "overdue"}), g.After.Overdue)
	}
	vip := slices.IndexFunc(trial.Classes, func(g TrialGroup) bool { return g.Key == "class:vip" })
	require.Less(t, trial.Classes[vip].After.HalfSeconds, trial.Classes[vip].Before.HalfSeconds, "who counts for more waits for less")
	again, err := saved.with(Wish{})
	require.NoError(t, err)
	same := PlayedDay{From: trial.From, Until: trial.Until}
	same.weigh(stays, saved, again)
	require.Zero(t, same.sum("all").Up+same.sum("all").Down, "the same weights move nobody")
}

// TestWhoFindsNobodyTakesTheNextWhoComes: somebody who may take from one queue only
// finds it empty in another order.
func TestWhoFindsNobodyTakesTheNextWhoComes(t *testing.T) {
	from := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	minute := func(n int) time.Time { return from.Add(time.Duration(n) * time.Minute) }
	of := func(name, queue string, came, left int, by fact.StaffID, reasons ...HeadStart) stay {
		p := Place{Conversation: fact.ConversationID(name), Queue: fact.QueueID(queue), Arrived: minute(came), Entered: minute(came), Reasons: reasons}
		return stay{Passed{p, minute(left), Taken, by}, intake.Email}
	}
	stays := []stay{
		of("a", "x", 0, 10, "lin"),
		of("b", "y", 1, 5, "chen"),                         // Chen may take from both, and took b first
		of("c", "x", 20, 30, "chen", HeadStart{Code: VIP}), // and something of x later
	}
	ends := played(stays, usual(), from, minute(600))
	require.Equal(t, []time.Time{minute(5), minute(30), minute(20)}, ends, "Chen takes a, who came first; Lin finds nobody at ten and takes c when they come; b waits for Chen")
	gone := stays
	gone[1].Because, gone[1].By = Resolved, ""
	require.Equal(t, minute(5), played(gone, usual(), from, minute(600))[1], "who left otherwise leaves when they did")
}

func TestTenThousandWaitsAreEachPlayedOnce(t *testing.T) {
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	dice := rand.New(rand.NewPCG(1, 5))
	stays := make([]stay, 0, 10_000)
	until, hands := from.AddDate(0, 0, 1), 0
	for i := range 10_000 { // up to three thousand wait at once
		came := from.Add(time.Duration(dice.IntN(86_000)) * time.Second)
		p := somebody(dice, usual(), i, came)
		p.Queue, p.Entered = fact.QueueID(fmt.Sprint("q", i%40)), came
		left := came.Add(time.Duration(dice.IntN(40_000)) * time.Second)
		if left.Before(until) {
			hands++
		}
		stays = append(stays, stay{Passed{p.Place, left, Taken, fact.StaffID(fmt.Sprint("s", dice.IntN(60)))}, intake.Email})
	}
	trial := PlayedDay{From: from, Until: until}
	began := time.Now()
	trial.weigh(stays, usual(), usual())
	trial.group(map[fact.QueueID]Queue{}, usual())
	took := time.Since(began)
	t.Logf("%d waits, %d hands in %s", trial.All.Waits, trial.Hands, took)
	require.Equal(t, len(stays), trial.All.Waits)
	require.Equal(t, hands, trial.Hands, "what was taken that day")
}
