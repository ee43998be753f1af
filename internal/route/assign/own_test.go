package assign_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/organisation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/presence"
	"anlan/internal/platform/fault"
	"anlan/internal/route/assign"
	"anlan/internal/route/personal"
	"anlan/internal/route/queue"
)

// owned is a house that gives its work, in which a VIP is Chen's own and Lin serves the
// team; each of them has hands for one chat.
type owned struct {
	*house
	book *personal.Book
	own  access.Actor
	in   access.Actor
}

func eachOwned(t *testing.T, story func(t *testing.T, o *owned)) {
	each(t, func(t *testing.T, h *house) {
		o := &owned{house: h, book: personal.New(h.DB), own: h.Hire("秦 Qin", access.Agent), in: h.Hire("薇 Wei", access.Agent)}
		h.sets(func(s *queue.Settings) {
			s.Modes[h.Care.ID] = queue.Push
			s.AtOnce["webchat"] = 1
			s.Own = &queue.Own{Seconds: 60}
		})
		h.comes(h.Lin)
		story(t, o)
	})
}

// comes from a customer whose own person is o.own, for whom o.in stands in.
func (o *owned) vip() fact.ConversationID {
	o.T.Helper()
	first := o.says("vip", "Hello")
	contact := o.Sees(first).Contact.ID
	require.NoError(o.T, o.Inbox.Resolve(o.Ctx, o.Ada, first))
	_, err := o.book.Set(o.Ctx, o.Chen, personal.Of{Contact: contact}, personal.Choice{Staff: o.own.ID, StandIn: o.in.ID})
	require.NoError(o.T, err)
	o.Settle()
	return first
}

// writes again, for the team.
func (o *owned) writes(text string) fact.ConversationID {
	o.T.Helper()
	c := o.says("vip", text)
	o.forTeam(c, o.Care.ID)
	return c
}

func (o *owned) fills(who access.Actor) fact.ConversationID {
	o.T.Helper()
	c := o.says("fills "+who.Name, "Hello")
	require.NoError(o.T, o.Inbox.Assign(o.Ctx, o.Ada, c, assignment(who.ID)))
	o.Settle()
	return c
}

func (o *owned) why(c fact.ConversationID) []fact.Why {
	o.T.Helper()
	made, err := o.dispatch.Decisions(o.Ctx, o.Lin, c)
	require.NoError(o.T, err)
	require.NotEmpty(o.T, made)
	return made[0].Why
}

func TestAVipGoesToTheirOwnPersonWhereverTheyWork(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		o.vip()
		o.comes(o.own)
		c := o.writes("It is me again")
		require.Equal(t, o.own.Name, o.has(c), "and not Lin, who serves the team")
		require.Equal(t, []fact.Why{{Code: assign.OwnPerson}}, o.why(c))
	})
}

func TestAVipWaitsForTheirOwnPersonButNotForLong(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		o.vip()
		o.comes(o.own)
		o.fills(o.own)
		c := o.writes("I wait")
		require.Empty(t, o.has(c), "their person is there, and full")
		of, err := o.dispatch.Reservations(o.Ctx, []fact.ConversationID{c})
		require.NoError(t, err)
		require.Equal(t, o.own.Name, of[c].Name)
		require.Equal(t, assign.OwnPerson, of[c].Because)

		other := o.says("other", "Hello")
		o.forTeam(other, o.Care.ID)
		require.Equal(t, o.Lin.Name, o.has(other), "nobody is held up by it")
		require.NoError(t, o.Inbox.Resolve(o.Ctx, o.Lin, other))
		o.Settle()
		require.Empty(t, o.has(c))

		o.Pass(61 * time.Second)
		o.Settle()
		require.Equal(t, o.Lin.Name, o.has(c), "nobody stands in who is there, so anybody takes it")
		require.Equal(t, []fact.Why{{Code: assign.OnlyOne}, {Code: assign.OwnFull, Value: o.own.Name}, {Code: assign.OwnAway, Value: o.in.Name}}, o.why(c))
		of, err = o.dispatch.Reservations(o.Ctx, []fact.ConversationID{c})
		require.NoError(t, err)
		require.Empty(t, of)
	})
}

func TestTheirOwnPersonTakesThemAsSoonAsTheirHandsAreFree(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		o.vip()
		o.comes(o.own)
		busy := o.fills(o.own)
		c := o.writes("I wait")
		require.Empty(t, o.has(c))
		require.NoError(t, o.Inbox.Resolve(o.Ctx, o.own, busy))
		o.Settle()
		require.Equal(t, o.own.Name, o.has(c))
	})
}

func TestWhereTheirOwnPersonIsAwayTheStandInTakesThemAtOnce(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		o.vip()
		o.comes(o.in)
		c := o.writes("Hello?")
		require.Equal(t, o.in.Name, o.has(c))
		require.Equal(t, []fact.Why{{Code: assign.StandIn}, {Code: assign.OwnAway, Value: o.own.Name}}, o.why(c))
	})
}

func TestWhoeverIsReservedGoesOnWhenTheirOwnPersonLeaves(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		o.vip()
		o.comes(o.own)
		o.fills(o.own)
		c := o.writes("I wait")
		require.Empty(t, o.has(c))
		_, err := o.Presence.Choose(o.Ctx, o.own, presence.Choice{State: presence.Away})
		require.NoError(t, err)
		o.DB.Flow(nil)
		require.NoError(t, o.dispatch.Left(o.Ctx, fact.PresenceChanged{Staff: o.own.ID, State: "away"}))
		require.Equal(t, o.Lin.Name, o.has(c))
	})
}

func TestInATeamThatPullsTheVipIsKeptForTheirOwnPersonForAWhile(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		o.sets(func(s *queue.Settings) { s.Modes = map[fact.TeamID]queue.Mode{} })
		o.vip()
		o.comes(o.own)
		c := o.writes("I wait")
		other := o.says("other", "Hello")
		o.forTeam(other, o.Care.ID)
		require.Equal(t, other, o.next(o.Lin), "the one behind it")
		require.Empty(t, o.next(o.Lin))
		require.Equal(t, c, o.next(o.own), "of a team that is not theirs")
		require.Equal(t, []fact.Why{{Code: assign.Asked}, {Code: assign.OwnPerson}}, o.why(c))

		require.NoError(t, o.Inbox.Resolve(o.Ctx, o.own, c))
		again := o.writes("and again")
		o.forTeam(again, o.Care.ID)
		require.NoError(t, o.Inbox.Assign(o.Ctx, o.Ada, again, assignment("")))
		o.Settle()
		require.Empty(t, o.next(o.Lin))
		o.Pass(61 * time.Second)
		require.Equal(t, again, o.next(o.Lin), "not for ever")
	})
}

func TestWhoComesBackGoesToWhoHandledTheirCase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sets(func(s *queue.Settings) {
			s.Modes[h.Care.ID] = queue.Push
			s.AtOnce["webchat"] = 1
			s.Same[h.Care.ID] = queue.Same{Days: 7, Seconds: 30}
		})
		h.comes(h.Chen)
		first := h.says("a", "Hello")
		h.forTeam(first, h.Care.ID)
		h.Replies(h.Chen, first, "Done")
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Chen, first))
		require.NoError(t, h.Inbox.Assign(h.Ctx, h.Ada, first, assignment("")))
		h.Settle()
		h.comes(h.Lin)
		fills := h.says("fills", "Hello")
		require.NoError(t, h.Inbox.Assign(h.Ctx, h.Ada, fills, assignment(h.Chen.ID)))
		h.Settle()

		h.Pass(5 * 24 * time.Hour)
		for _, who := range []access.Actor{h.Lin, h.Chen} {
			h.comes(who)
		}
		h.Replies(h.Lin, fills, "x")
		h.says("fills", "and?")
		back := h.says("a", "It is not")
		require.Empty(t, h.has(back), "Chen is there, and full; Lin has nothing to do")
		h.Pass(31 * time.Second)
		for _, who := range []access.Actor{h.Lin, h.Chen} {
			require.NoError(t, h.Presence.Seen(h.Ctx, who.ID))
		}
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(back))
		made, err := h.dispatch.Decisions(h.Ctx, h.Lin, back)
		require.NoError(t, err)
		require.Contains(t, made[0].Why, fact.Why{Code: assign.SameFull, Value: h.Chen.Name})
	})
}

func TestOnlyLeadsSayWhoseOwnPersonSomebodyIsAndItIsAudited(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		contact := o.Sees(o.says("vip", "Hello")).Contact.ID
		of := personal.Of{Contact: contact}
		_, err := o.book.Set(o.Ctx, o.Lin, of, personal.Choice{Staff: o.Lin.ID})
		fault.Want(t, err, "personal.only_leads")
		_, err = o.book.Set(o.Ctx, o.Chen, of, personal.Choice{StandIn: o.in.ID})
		fault.Want(t, err, "personal.stand_in_alone")
		_, err = o.book.Set(o.Ctx, o.Chen, of, personal.Choice{Staff: o.own.ID, StandIn: o.own.ID})
		fault.Want(t, err, "personal.stands_in_for_self")
		_, err = o.book.Set(o.Ctx, o.Chen, of, personal.Choice{Staff: "nobody"})
		fault.Want(t, err, "personal.unknown_staff")
		_, err = o.book.Set(o.Ctx, o.Chen, personal.Of{Contact: "none"}, personal.Choice{Staff: o.own.ID})
		fault.Want(t, err, "contact.missing")
		o.Facts()

		got, err := o.book.Set(o.Ctx, o.Chen, of, personal.Choice{Staff: o.own.ID, StandIn: o.in.ID})
		require.NoError(t, err)
		require.Equal(t, o.own.Name, got.Staff.Name)
		o.WantFacts("personal_agent.changed")
		_, err = o.book.Set(o.Ctx, o.Chen, of, personal.Choice{Staff: o.in.ID})
		fault.Want(t, err, "personal.changed")
		_, err = o.book.Set(o.Ctx, o.Chen, of, personal.Choice{Staff: o.own.ID, StandIn: o.in.ID, Version: 1})
		require.NoError(t, err)
		o.WantFacts()
		rows, err := audit.List(t.Context(), o.DB, o.Ada, audit.Query{Action: "personal_agent.changed", Limit: 5})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		require.Equal(t, string(contact), rows[0].ObjectID)

		_, err = o.book.Set(o.Ctx, o.Chen, of, personal.Choice{Version: 1})
		require.NoError(t, err)
		got, err = o.book.Get(o.Ctx, o.Lin, of)
		require.NoError(t, err)
		require.Empty(t, got.Staff)
	})
}

func TestAContactHasTheOwnPersonOfTheirOrganisation(t *testing.T) {
	eachOwned(t, func(t *testing.T, o *owned) {
		contact := o.Sees(o.says("vip", "Hello")).Contact.ID
		firm := o.organisation("Acme", contact)
		_, err := o.book.Set(o.Ctx, o.Chen, personal.Of{Organisation: firm}, personal.Choice{Staff: o.in.ID})
		require.NoError(t, err)
		got, err := o.book.Get(o.Ctx, o.Lin, personal.Of{Contact: contact})
		require.NoError(t, err)
		require.Equal(t, []any{o.in.Name, "Acme", 0}, []any{got.Staff.Name, got.FromName, got.Version})
		_, err = o.book.Set(o.Ctx, o.Chen, personal.Of{Contact: contact}, personal.Choice{Staff: o.own.ID})
		require.NoError(t, err)
		got, err = o.book.Get(o.Ctx, o.Lin, personal.Of{Contact: contact})
		require.NoError(t, err)
		require.Equal(t, o.own.Name, got.Staff.Name, "their own goes before")

		twin := o.Sees(o.says("twin", "Hello")).Contact.ID
		_, err = o.Contacts.Merge(o.Ctx, o.Ada, contact, twin)
		require.NoError(t, err)
		got, err = o.book.Get(o.Ctx, o.Lin, personal.Of{Contact: twin})
		require.NoError(t, err)
		require.Equal(t, o.own.Name, got.Staff.Name, "a merge takes nobody from anybody")
	})
}

func (o *owned) organisation(name string, members ...fact.ContactID) fact.OrganisationID {
	o.T.Helper()
	it, err := o.Organisations.Add(o.Ctx, o.Ada, organisation.Edit{Name: &name})
	require.NoError(o.T, err)
	require.NoError(o.T, o.Contacts.Join(o.Ctx, o.Ada, it.ID, members...))
	return it.ID
}

func assignment(who fact.StaffID) conversation.Assignment {
	return conversation.Assignment{Assignee: &who}
}
