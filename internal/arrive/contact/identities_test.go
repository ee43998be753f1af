package contact_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func TestNamesAreAddedConfirmedAndRemovedByHand(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		li := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Name: "李华", Email: "li@example.com"}).ID
		w.Facts()
		card, err := w.Contacts.AddIdentity(w.Ctx, w.Lin, li, contact.Name{Kind: contact.Phone, Value: " 138 0013 8000 "})
		require.NoError(t, err)
		w.WantFacts("contact.identified")
		require.Equal(t, contact.Identity{ID: card.Identities[2].ID, Kind: contact.Phone, Value: "13800138000", Verified: true}, card.Identities[2])
		found, err := w.Search.FindContacts(w.Ctx, w.Lin, "13800138000", "", 10)
		require.NoError(t, err)
		require.Len(t, found.Items, 1)

		card, err = w.Contacts.AddIdentity(w.Ctx, w.Lin, li, contact.Name{Kind: contact.Email, Value: "LI@example.com"})
		require.NoError(t, err)
		require.Len(t, card.Identities, 3, "what was claimed is sure now, and stands once")
		require.Equal(t, li, meets(t, w, vouched("li@example.com")).ID)
		card, err = w.Contacts.AddIdentity(w.Ctx, w.Lin, li, contact.Name{Kind: contact.External, Value: "C-7", Channel: w.Shop.ID})
		require.NoError(t, err)
		require.Equal(t, li, meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "C-7", Vouched: true}).ID)

		for code, n := range map[string]contact.Name{
			"contact.identity_email_wrong":   {Kind: contact.Email, Value: "li"},
			"contact.identity_phone_wrong":   {Kind: contact.Phone, Value: "no"},
			"contact.identity_empty":         {Kind: contact.External, Value: " ", Channel: w.Shop.ID},
			"contact.identity_needs_channel": {Kind: contact.External, Value: "C-8"},
			"contact.identity_of_channel":    {Kind: contact.Visitor, Value: "v2"},
			"contact.identity_known":         {Kind: contact.Phone, Value: "13800138000"},
		} {
			_, err := w.Contacts.AddIdentity(w.Ctx, w.Lin, li, n)
			fault.Want(t, err, code)
		}

		w.Facts()
		for _, i := range card.Identities {
			if i.Kind == contact.Phone {
				card, err = w.Contacts.RemoveIdentity(w.Ctx, w.Lin, li, i.ID)
				require.NoError(t, err)
				_, err = w.Contacts.RemoveIdentity(w.Ctx, w.Lin, li, i.ID)
				fault.Want(t, err, "contact.identity_missing")
			}
		}
		w.WantFacts("contact.identity_removed")
		require.Len(t, card.Identities, 3)
		found, err = w.Search.FindContacts(w.Ctx, w.Lin, "13800138000", "", 10)
		require.NoError(t, err)
		require.Empty(t, found.Items)
		_, err = w.Contacts.RemoveIdentity(w.Ctx, w.Lin, li, card.Identities[0].ID)
		fault.Want(t, err, "contact.identity_of_channel")
		_, err = w.Contacts.AddIdentity(w.Ctx, access.Actor{}, li, contact.Name{Kind: contact.Phone, Value: "13900139000"})
		require.Error(t, err)
	})
}

func TestATakenNameTellsWhoseItIs(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		owner := meets(t, w, contact.Sender{Email: "li@example.com", Name: "李华", Vouched: true}).ID
		other := meets(t, w, vouched("wang@example.com")).ID
		_, err := w.Contacts.AddIdentity(w.Ctx, w.Lin, other, contact.Name{Kind: contact.Email, Value: "li@example.com"})
		fault.Want(t, err, "contact.identity_belongs")
		require.Equal(t, map[string]any{"value": "li@example.com", "contact": string(owner), "name": "李华"}, fault.Of(err).Values)

		half := meets(t, w, vouched("half@example.com")).ID
		_, err = w.Contacts.Merge(w.Ctx, w.Lin, half, owner)
		require.NoError(t, err)
		_, err = w.Contacts.AddIdentity(w.Ctx, w.Lin, other, contact.Name{Kind: contact.Email, Value: "half@example.com"})
		require.Equal(t, string(owner), fault.Of(err).Values["contact"], "whoever stands for its first owner")
		card, err := w.Contacts.AddIdentity(w.Ctx, w.Lin, half, contact.Name{Kind: contact.Phone, Value: "13800138000"})
		require.NoError(t, err)
		require.Equal(t, owner, card.ID, "what is added to a half is its survivor's")
	})
}
