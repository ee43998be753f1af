package assign_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/platform/fault"
	"anlan/internal/route/assign"
	"anlan/internal/route/queue"
)

func asks(t fact.TeamID) func(*queue.Settings) {
	return func(s *queue.Settings) { s.Modes[t] = queue.Ask }
}

// asked are the conversations that somebody is asked to take.
func (h *house) asked(who access.Actor) (list []assign.Offer) {
	h.T.Helper()
	list, err := h.dispatch.Offers(h.Ctx, who)
	require.NoError(h.T, err)
	return list
}

// stay gives everybody a sign of life, so that they are on line as the clock moves.
func (h *house) stay(people ...access.Actor) {
	h.T.Helper()
	for _, p := range people {
		require.NoError(h.T, h.Presence.Seen(h.Ctx, p.ID))
	}
}

func TestWhoIsAskedTakesItOrTheNextIsAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(asks(h.Care.ID))
		h.comes(h.Lin)
		h.Pass(time.Second)
		h.comes(h.Chen)
		c := h.says("a", "Hello")
		h.forTeam(c, h.Care.ID)

		first := h.asked(h.Lin)
		require.Len(t, first, 1, "she has been free the longest")
		require.Equal(t, h.Now().Add(30*time.Second), first[0].Until)
		require.Empty(t, h.asked(h.Chen))
		require.Empty(t, h.has(c), "nobody has it yet")
		require.Empty(t, h.next(h.Chen), "what somebody is asked about is not given to others")

		fault.Want(t, h.dispatch.Refuse(h.Ctx, h.Chen, first[0].ID, "busy"), "offer.over")
		fault.Want(t, h.dispatch.Refuse(h.Ctx, h.Lin, first[0].ID, "rain"), "offer.reason_unknown")
		require.NoError(t, h.dispatch.Refuse(h.Ctx, h.Lin, first[0].ID, "know_them"))
		h.Settle()
		require.Empty(t, h.asked(h.Lin))
		second := h.asked(h.Chen)
		require.Len(t, second, 1)
		require.Equal(t, map[string]int{assign.Refused: 1}, second[0].PassedOver)

		made, err := h.dispatch.Accept(h.Ctx, h.Chen, second[0].ID)
		require.NoError(t, err)
		h.Settle()
		require.Equal(t, c, made.Conversation)
		require.Equal(t, h.Chen.Name, h.has(c))
		require.Zero(t, h.Count("place"))
		_, err = h.dispatch.Accept(h.Ctx, h.Chen, second[0].ID)
		fault.Want(t, err, "offer.over")
		kept, err := h.dispatch.Decisions(h.Ctx, h.Lin, c)
		require.NoError(t, err)
		require.Len(t, kept, 1)
		require.Equal(t, assign.Ask, kept[0].Way)
		require.Equal(t, []fact.Why{{Code: assign.OnlyOne}, {Code: assign.Accepted}}, kept[0].Why)
	})
}

func TestWhoDoesNotAnswerIsTakenToBeAwayAfterAWhile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(asks(h.Care.ID))
		h.comes(h.Lin)
		c := h.says("a", "Hello")
		h.forTeam(c, h.Care.ID)
		h.News()
		for range 3 {
			require.Len(t, h.asked(h.Lin), 1, "nobody else is there, so she is asked again")
			h.Pass(31 * time.Second)
			h.stay(h.Lin)
			h.Settle()
		}
		require.Empty(t, h.asked(h.Lin))
		there, err := h.Presence.Of(h.Ctx, []fact.StaffID{h.Lin.ID})
		require.NoError(t, err)
		require.Equal(t, presence.Away, there[h.Lin.ID].State)
		var rested int
		for _, f := range h.News() {
			var ended fact.OfferEnded
			if f.Name == ended.Name() {
				require.NoError(t, json.Unmarshal(f.Data, &ended))
				rested = ended.Rested
			}
		}
		require.Equal(t, 3, rested, "and is told so")

		h.Pass(time.Minute)
		h.comes(h.Lin)
		require.Len(t, h.asked(h.Lin), 1, "who comes back is asked again")
	})
}

func TestAnsweringOnceBeginsTheCountAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(func(s *queue.Settings) { s.Modes[h.Care.ID] = queue.Ask; s.Offers.Missed = 2 })
		h.comes(h.Lin)
		for _, name := range []string{"a", "b"} {
			h.forTeam(h.says(name, "Hello"), h.Care.ID)
			h.Pass(31 * time.Second)
			h.stay(h.Lin)
			h.Settle()
			for _, o := range h.asked(h.Lin) {
				h.Pass(time.Second)
				_, err := h.dispatch.Accept(h.Ctx, h.Lin, o.ID)
				require.NoError(t, err)
			}
			h.Settle()
		}
		there, err := h.Presence.Of(h.Ctx, []fact.StaffID{h.Lin.ID})
		require.NoError(t, err)
		require.Equal(t, presence.Online, there[h.Lin.ID].State)
	})
}

func TestAQuestionEndsWithItsReason(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(asks(h.Care.ID))
		h.comes(h.Lin)
		taken, left := h.says("a", "Hello"), h.says("b", "Hello")
		h.forTeam(taken, h.Care.ID)
		h.forTeam(left, h.Care.ID)
		require.Len(t, h.asked(h.Lin), 2)

		require.NoError(t, h.Inbox.Assign(h.Ctx, h.Ada, taken, conversation.Assignment{Assignee: &h.Ada.ID}))
		h.Settle()
		require.Len(t, h.asked(h.Lin), 1, "somebody took it by hand")

		_, err := h.Presence.Choose(h.Ctx, h.Lin, presence.Choice{State: presence.Away})
		require.NoError(t, err)
		h.Settle()
		require.Empty(t, h.asked(h.Lin), "she is not there any more")
		h.comes(h.Chen)
		require.Equal(t, left, h.asked(h.Chen)[0].Conversation)
	})
}

func TestWhoIsRefusedByAllDoesNotHoldUpTheOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(asks(h.Care.ID))
		h.comes(h.Lin)
		nobodys := h.says("a", "Hello")
		h.forTeam(nobodys, h.Care.ID)
		require.NoError(t, h.dispatch.Refuse(h.Ctx, h.Lin, h.asked(h.Lin)[0].ID, "not_mine"))
		h.Settle()
		require.Empty(t, h.asked(h.Lin))
		other := h.says("b", "Hello")
		h.forTeam(other, h.Care.ID)
		require.Equal(t, other, h.asked(h.Lin)[0].Conversation)
		require.Equal(t, nobodys, h.next(h.Chen), "whoever asks may take it")
	})
}

func TestAnOfferFillsItsPerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(func(s *queue.Settings) { s.Modes[h.Care.ID] = queue.Ask; s.AtOnce["webchat"] = 1 })
		h.comes(h.Lin)
		for _, name := range []string{"a", "b"} {
			h.forTeam(h.says(name, "Hello"), h.Care.ID)
		}
		require.Len(t, h.asked(h.Lin), 1)
		f, err := h.dispatch.Floor(h.Ctx, h.Chen)
		require.NoError(t, err)
		for _, p := range f.People {
			if p.ID == h.Lin.ID {
				require.InDelta(t, 1.0, p.Load, 0.001)
			}
		}
	})
}
