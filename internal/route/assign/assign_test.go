package assign_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/platform/fault"
	"anlan/internal/route/assign"
	"anlan/internal/route/queue"
)

func push(t fact.TeamID) func(*queue.Settings) {
	return func(s *queue.Settings) { s.Modes[t] = queue.Push }
}

func TestAHouseThatSaidNothingIsNotSurprised(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.comes(h.Lin)
		c := h.says("a", "Hello")
		h.forTeam(c, h.Care.ID)
		require.Empty(t, h.has(c), "nothing is given by itself")

		require.Equal(t, c, h.next(h.Lin))
		require.Equal(t, h.Lin.Name, h.has(c))
		require.Empty(t, h.next(h.Lin))
	})
}

func TestTheNextIsWhoeverIsTakenFirstOfAllThatOneCan(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.says("a", "Hello")
		h.Pass(30 * time.Second)
		elsewhere := h.says("b", "I wait in another team")
		h.forTeam(elsewhere, h.Tech.ID)
		stolen := h.says("c", "有人盗用了我的账号")
		h.understands(stolen, queue.Reading{Risks: []string{"account_theft"}})

		require.Equal(t, stolen, h.next(h.Lin))
		require.Equal(t, first, h.next(h.Lin))
		require.Empty(t, h.next(h.Lin), "what waits in another team is not hers")
		require.Equal(t, elsewhere, h.next(h.Chen))

		made, err := h.dispatch.Decisions(h.Ctx, h.Lin, stolen)
		require.NoError(t, err)
		require.Len(t, made, 1)
		require.Equal(t, assign.Next, made[0].Way)
		require.Equal(t, []queue.HeadStart{{Code: queue.Risk, Value: "account_theft", Seconds: 240}}, made[0].Reasons)
	})
}

func TestWorkOfATeamThatIsGivenItsWorkGoesToWhoHasRoom(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(push(h.Care.ID))
		h.comes(h.Lin)
		var mine []fact.ConversationID
		for i := range 4 {
			c := h.says(fmt.Sprint("customer ", i), "Hello")
			h.forTeam(c, h.Care.ID)
			mine = append(mine, c)
			h.Pass(time.Second)
		}
		for _, c := range mine[:3] {
			require.Equal(t, h.Lin.Name, h.has(c))
		}
		require.Empty(t, h.has(mine[3]), "three chats fill a person")

		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, mine[0]))
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(mine[3]), "hands are free")

		made, err := h.dispatch.Decisions(h.Ctx, h.Lin, mine[3])
		require.NoError(t, err)
		require.Equal(t, []fact.Why{{Code: assign.OnlyOne}}, made[0].Why)
		require.Equal(t, map[string]int{assign.NotOnline: 1}, made[0].PassedOver)
	})
}

func TestAChatWhoseCustomerIsSilentFillsNobodyForLong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(func(s *queue.Settings) { s.Modes[h.Care.ID] = queue.Push; s.AtOnce["webchat"] = 1 })
		h.comes(h.Lin)
		first, second := h.says("a", "Hello"), h.says("b", "Hello")
		h.forTeam(first, h.Care.ID)
		h.forTeam(second, h.Care.ID)
		h.Replies(h.Lin, first, "Which order is it?")
		h.Settle()
		require.Empty(t, h.has(second), "the first one may answer any moment")
		h.Pass(10*time.Minute + time.Second)
		require.NoError(t, h.Presence.Seen(h.Ctx, h.Lin.ID))
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(second))
	})
}

func TestOnlyWhoIsOnLineAndCanIsGivenSomething(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(push(h.Care.ID))
		h.learns(h.Lin, nil, skill.Language{Tag: "en", Level: skill.Expert})
		h.learns(h.Chen, nil, skill.Language{Tag: "th", Level: skill.Good}, skill.Language{Tag: "zh-CN", Level: skill.Expert})
		h.comes(h.Lin)
		thai := h.says("a", "สวัสดี")
		h.said[thai] = queue.Reading{Language: "th"}
		h.forTeam(thai, h.Care.ID)
		klingon := h.says("b", "nuqneH")
		h.said[klingon] = queue.Reading{Language: "tlh"}
		h.forTeam(klingon, h.Care.ID)
		require.Empty(t, h.has(thai), "Lin does not speak it")
		require.Equal(t, h.Lin.Name, h.has(klingon), "nobody does, so anybody may try")

		_, err := h.Presence.Choose(h.Ctx, h.Chen, presence.Choice{State: presence.Busy})
		require.NoError(t, err)
		h.Settle()
		require.Empty(t, h.has(thai))
		h.comes(h.Chen)
		require.Equal(t, h.Chen.Name, h.has(thai))
		made, err := h.dispatch.Decisions(h.Ctx, h.Lin, thai)
		require.NoError(t, err)
		require.Equal(t, []fact.Why{{Code: assign.Speaks, Value: "th"}, {Code: assign.OnlyOne}}, made[0].Why)
		require.Equal(t, map[string]int{assign.NoLanguage: 1}, made[0].PassedOver)
	})
}

func TestWhoKnowsTheCaseHasItAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(push(h.Care.ID))
		h.comes(h.Chen)
		first := h.says("a", "Hello")
		h.forTeam(first, h.Care.ID)
		h.Replies(h.Chen, first, "Done")
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Chen, first))
		h.Settle()
		h.comes(h.Lin)
		h.Pass(time.Hour)
		require.NoError(t, h.Presence.Seen(h.Ctx, h.Lin.ID))
		require.NoError(t, h.Presence.Seen(h.Ctx, h.Chen.ID))
		require.NoError(t, h.Inbox.Assign(h.Ctx, h.Ada, first, conversation.Assignment{Assignee: new(fact.StaffID)}))
		h.says("a", "It is broken again")
		require.Equal(t, h.Chen.Name, h.has(first))
		made, err := h.dispatch.Decisions(h.Ctx, h.Lin, first)
		require.NoError(t, err)
		require.Equal(t, fact.Why{Code: assign.KnowsCase}, made[0].Why[0])
		require.Len(t, made[0].Candidates, 2)
	})
}

func TestAThirdContactIsToldFromAFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.says("a", "Hello")
		for range 2 {
			h.Replies(h.Lin, c, "Done")
			require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, c))
			require.NoError(t, h.Inbox.Assign(h.Ctx, h.Ada, c, conversation.Assignment{Assignee: new(fact.StaffID)}))
			h.Pass(time.Hour)
			h.says("a", "Still not")
		}
		p, _, ahead, waits, err := h.queues.Of(h.Ctx, h.Lin, c)
		require.NoError(t, err)
		require.True(t, waits)
		require.Zero(t, ahead)
		require.Equal(t, []queue.HeadStart{{Code: queue.ThirdContact, Value: "3", Seconds: 90}}, p.Reasons)
		require.Equal(t, h.Now().Add(-90*time.Second), p.CountsFrom)
	})
}

func TestAPlaceEndsWithTheWaitAndIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ends := map[string]fact.ConversationID{}
		for i, because := range []string{queue.Taken, queue.Resolved, queue.Snoozed, queue.Moved, queue.Merged} {
			ends[because] = h.says(fmt.Sprint(i), "Hello")
		}
		require.Equal(t, 5, h.Count("place"))
		h.Pass(time.Minute)
		require.NoError(t, h.Inbox.Assign(h.Ctx, h.Ada, ends[queue.Taken], conversation.Assignment{Assignee: &h.Lin.ID}))
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, ends[queue.Resolved]))
		require.NoError(t, h.Inbox.Snooze(h.Ctx, h.Lin, ends[queue.Snoozed], h.Now().Add(time.Hour)))
		h.forTeam(ends[queue.Moved], h.Tech.ID)
		_, err := h.Inbox.Merge(h.Ctx, h.Chen, ends[queue.Merged], ends[queue.Taken])
		require.NoError(t, err)
		h.Settle()
		require.Equal(t, 1, h.Count("place"), "that which moved")

		found, err := h.queues.Queues(h.Ctx, h.Lin)
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, h.Tech.ID, found[0].Team)
		var first fact.QueueID
		require.NoError(t, h.DB.Read().NewRaw("SELECT id FROM queue WHERE team_id = ''").Scan(h.Ctx, &first))
		gone, err := h.queues.Departures(h.Ctx, first, h.Now().Add(-time.Hour), 100)
		require.NoError(t, err)
		require.Len(t, gone, 5)
		for _, p := range gone {
			require.Equal(t, ends[p.Because], p.Conversation, p.Because)
			require.Equal(t, time.Minute, p.Left.Sub(p.Arrived))
		}
		require.NoError(t, h.queues.Gather(h.Ctx))
		require.Equal(t, 5, h.Count("departure"), "looking again changes nothing")
	})
}

func TestWhoWaitedBeforeThereWereQueuesHasAPlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.says("a", "Hello")
		h.Meddle("DELETE FROM place")
		require.NoError(t, h.queues.Gather(h.Ctx))
		require.Equal(t, c, h.next(h.Lin))
		h.Meddle("INSERT INTO place (conversation_id, queue_id, arrived, counts_from, routing_version, entered_at) SELECT ?, id, 0, 0, 0, 0 FROM queue", c)
		require.NoError(t, h.queues.Gather(h.Ctx))
		require.Zero(t, h.Count("place"))
	})
}

func TestOtherSettingsWeighEverybodyAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		calm := h.says("a", "Hello")
		h.Pass(time.Minute)
		angry := h.says("b", "!!!")
		h.understands(angry, queue.Reading{Emotion: queue.Angry})
		first := func() fact.ConversationID {
			found, err := h.queues.Queues(h.Ctx, h.Lin)
			require.NoError(t, err)
			list, err := h.queues.Places(h.Ctx, h.Lin, found[0].ID, 0, 10)
			require.NoError(t, err)
			require.Len(t, list, 2)
			ahead, err := h.queues.Ahead(h.Ctx, list[1])
			require.NoError(t, err)
			require.Equal(t, 1, ahead)
			return list[0].Conversation
		}
		require.Equal(t, calm, first())
		h.sets(func(s *queue.Settings) { s.HeadStarts[queue.Angry] = 100 })
		require.Equal(t, angry, first())
		h.Pass(5 * time.Minute)
		require.Equal(t, calm, first(), "whoever has waited three targets is taken first")

		s, err := h.queues.Routing(h.Ctx, h.Lin)
		require.NoError(t, err)
		require.Equal(t, 1, s.Version)
		s.Version = 0
		_, err = h.queues.ChangeRouting(h.Ctx, h.Ada, s)
		fault.Want(t, err, "routing.changed")
		_, err = h.queues.ChangeRouting(h.Ctx, h.Lin, s)
		fault.Want(t, err, "access.denied")
	})
}

func TestTheFloorShowsWhoWaitsAndWhoIsThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(push(h.Care.ID))
		h.comes(h.Lin)
		h.forTeam(h.says("a", "Hello"), h.Care.ID)
		waits := h.says("b", "Hello")
		f, err := h.dispatch.Floor(h.Ctx, h.Chen)
		require.NoError(t, err)
		require.Len(t, f.Queues, 1)
		require.Equal(t, waits, f.Queues[0].First[0].Conversation)
		require.Len(t, f.People, 2)
		for _, p := range f.People {
			if p.ID == h.Lin.ID {
				require.Equal(t, presence.Online, p.State)
				require.InDelta(t, 1.0/3, p.Load, 0.001)
				require.Equal(t, 1, p.Has)
			}
		}
		_, err = h.dispatch.Floor(h.Ctx, h.Lin)
		fault.Want(t, err, "access.denied")
	})
}

// TestNobodyIsFilledTwice lets several nodes give the same work to the same people
// at the same time.
func TestNobodyIsFilledTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		people := []access.Actor{h.Lin, h.Chen}
		var all []fact.ConversationID
		for i := range 20 {
			all = append(all, h.says(fmt.Sprint("customer ", i), "Hello"))
		}
		for _, c := range all {
			h.forTeam(c, h.Care.ID)
		}
		for _, p := range people {
			h.comes(p)
		}
		s, err := h.queues.Routing(h.Ctx, h.Ada)
		require.NoError(t, err)
		push(h.Care.ID)(&s)
		_, err = h.queues.ChangeRouting(h.Ctx, h.Ada, s)
		require.NoError(t, err)

		var nodes sync.WaitGroup
		for range 8 {
			other := queue.New(h.DB, h.Inbox, nil)
			node := assign.New(h.DB, other, h.Inbox, h.Skills, h.Presence)
			nodes.Go(func() {
				for _, p := range people {
					if err := node.Freed(h.Ctx, assign.Freed{Staff: p.ID}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		nodes.Wait()
		h.Settle()

		given := map[string]int{}
		for _, c := range all {
			given[h.has(c)]++
		}
		require.Equal(t, map[string]int{h.Lin.Name: 3, h.Chen.Name: 3, "": 14}, given)
		require.Equal(t, 6, h.Count("decision"))
		require.Equal(t, 14, h.Count("place"))
	})
}

// TestTheSameNextIsNotTakenTwice lets two people ask at once.
func TestTheSameNextIsNotTakenTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 6 {
			h.says(fmt.Sprint("customer ", i), "Hello")
		}
		var asking sync.WaitGroup
		var mu sync.Mutex
		took := map[fact.ConversationID]int{}
		for range 4 {
			for _, p := range []access.Actor{h.Lin, h.Chen} {
				asking.Go(func() {
					got, err := h.dispatch.TakeNext(h.Ctx, p)
					if err != nil {
						t.Error(err)
						return
					}
					if got.Decision != nil {
						mu.Lock()
						took[got.Decision.Conversation]++
						mu.Unlock()
					}
				})
			}
		}
		asking.Wait()
		require.Len(t, took, 6)
		for _, n := range took {
			require.Equal(t, 1, n)
		}
	})
}

func TestWhatNobodyCanDoAnyMoreIsNotAskedFor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.learns(h.Lin, nil, skill.Language{Tag: "th", Level: skill.Good})
		c := h.says("a", "สวัสดี")
		h.understands(c, queue.Reading{Language: "th"})
		_, it, _, _, err := h.queues.Of(h.Ctx, h.Lin, c)
		require.NoError(t, err)
		require.Equal(t, "th", it.Language)
		require.Empty(t, h.next(h.Chen))

		h.learns(h.Lin, nil)
		h.Pass(10 * time.Second)
		h.Settle()
		_, it, _, _, err = h.queues.Of(h.Ctx, h.Lin, c)
		require.NoError(t, err)
		require.Empty(t, it.Language, "better somebody with a dictionary than nobody")
		require.Equal(t, c, h.next(h.Chen))
	})
}
