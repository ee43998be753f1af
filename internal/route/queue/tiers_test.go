package queue_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/organisation"
	"anlan/internal/fact"
	"anlan/internal/platform/jobs"
	"anlan/internal/route/queue"
)

// followed is a house in which facts move the board, as they do in the program.
func followed(t *testing.T, story func(t *testing.T, h *house)) {
	each(t, func(t *testing.T, h *house) {
		flow := []jobs.Reaction{
			jobs.On("queue.arrived", queue.Look[fact.MessageArrived](h.board)),
			jobs.Unless(queue.IdleContact, jobs.On("queue.tier", queue.LookOf[fact.ContactChanged](h.board))),
			jobs.On("queue.belongs", queue.LookOf[fact.ContactOrganisationChanged](h.board)),
			jobs.Unless(queue.IdleOrganisation, jobs.On("queue.organisation", h.board.OrganisationChanged)),
			jobs.On("queue.disbanded", h.board.OrganisationDeleted),
		}
		h.DB.Flow(jobs.Flow(flow))
		for _, r := range flow {
			h.Jobs.Register(r.Kind, r.Do)
		}
		story(t, h)
	})
}

// favoured tells whether a conversation waits as that of a VIP does.
func (h *house) favoured(c fact.ConversationID) bool {
	h.T.Helper()
	h.Settle()
	p, _, _, waits, err := h.board.Of(h.Ctx, h.Ada, c)
	require.NoError(h.T, err)
	require.True(h.T, waits)
	vip := slices.ContainsFunc(p.Reasons, func(r queue.HeadStart) bool { return r.Code == queue.VIP })
	require.Equal(h.T, vip, p.CountsFrom.Before(p.Arrived), "the reason and the place say the same")
	return vip
}

func TestWhoeverWaitsIsWeighedAnewWhenTheirTierChanges(t *testing.T) {
	followed(t, func(t *testing.T, h *house) {
		of := func(c fact.ConversationID) fact.ContactID { return h.Sees(c).Contact.ID }
		member, other := h.Says("member", "Hello").Conversation, h.Says("other", "Hello").Conversation
		require.False(t, h.favoured(member))
		house, err := h.Organisations.Add(h.Ctx, h.Ada, organisation.Edit{Name: new("Lanxue")})
		require.NoError(t, err)
		_, err = h.Contacts.Change(h.Ctx, h.Ada, of(member), contact.Edit{Organisation: &house.ID})
		require.NoError(t, err)
		require.False(t, h.favoured(member))

		tier := func(to organisation.Tier) {
			_, err := h.Organisations.Change(h.Ctx, h.Ada, house.ID, organisation.Edit{Tier: &to})
			require.NoError(t, err)
		}
		tier(organisation.VIP)
		require.True(t, h.favoured(member), "its organisation counts for more now")
		require.False(t, h.favoured(other), "and nobody else's")
		tier(organisation.Standard)
		require.False(t, h.favoured(member))

		tier(organisation.VIP)
		_, err = h.Contacts.Change(h.Ctx, h.Ada, of(member), contact.Edit{Organisation: new(fact.OrganisationID(""))})
		require.NoError(t, err)
		require.False(t, h.favoured(member), "it left")
		_, err = h.Contacts.Change(h.Ctx, h.Ada, of(member), contact.Edit{Organisation: &house.ID})
		require.NoError(t, err)
		require.True(t, h.favoured(member), "and came back")
		require.NoError(t, h.Organisations.Delete(h.Ctx, h.Ada, house.ID))
		require.False(t, h.favoured(member), "there is no such organisation any more")

		_, err = h.Contacts.Change(h.Ctx, h.Ada, of(other), contact.Edit{Tier: new(contact.VIP)})
		require.NoError(t, err)
		require.True(t, h.favoured(other), "the contact itself")
	})
}
