package contact_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// writes lets somebody write by mail, in a thread of their own.
func writes(t *testing.T, w *world.World, from string) (fact.ConversationID, fact.ContactID) {
	t.Helper()
	r := w.Arrives(intake.Inbound{Channel: w.Mail.ID, ExternalID: id.New(), Text: from, Sender: contact.Sender{Email: from, Vouched: true}})
	return r.Conversation, w.Sees(r.Conversation).Contact.ID
}

func TestMergedContactsHaveOneHistoryAndPartWithoutLoss(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		one, a := writes(t, w, "a@example.com")
		two, b := writes(t, w, "b@example.com")
		three, c := writes(t, w, "c@example.com")
		cardOfB := w.Who(b)
		w.Facts()
		_, err := w.Contacts.Merge(w.Ctx, w.Lin, a, b)
		require.NoError(t, err)
		w.WantFacts("conversation.changed", "contact.merged", "contact.changed")
		require.Equal(t, b, w.Sees(one).Contact.ID)
		require.Len(t, w.Who(b).Identities, 2)
		require.Equal(t, cardOfB.Name, w.Who(b).Name, "the card stays as it is")
		late, who := writes(t, w, "a@example.com")
		require.Equal(t, b, who, "what comes in by the merged half follows")
		found, err := w.Search.FindContacts(w.Ctx, w.Lin, "a@example.com", "", 10)
		require.NoError(t, err)
		require.Len(t, found.Items, 1)
		require.Equal(t, b, found.Items[0].Contact)

		_, err = w.Contacts.Merge(w.Ctx, w.Lin, b, c)
		require.NoError(t, err)
		require.Equal(t, c, w.Sees(one).Contact.ID)
		links, err := w.Contacts.Links(w.Ctx, w.Lin, c)
		require.NoError(t, err)
		require.Len(t, links.Halves, 2)
		for code, pair := range map[string][2]fact.ContactID{
			"contact.merged_the_other_way": {c, a}, "contact.already_merged": {a, c}, "contact.merge_itself": {a, a}, "contact.missing": {c, "nobody"},
		} {
			_, err := w.Contacts.Merge(w.Ctx, w.Lin, pair[0], pair[1])
			fault.Want(t, err, code)
		}

		_, err = w.Contacts.Unmerge(w.Ctx, w.Lin, a) // though b was merged since
		require.NoError(t, err)
		require.Equal(t, a, w.Sees(one).Contact.ID)
		require.Equal(t, c, w.Sees(two).Contact.ID)
		_, err = w.Contacts.Unmerge(w.Ctx, w.Lin, b)
		require.NoError(t, err)
		require.Equal(t, b, w.Sees(two).Contact.ID)
		require.Equal(t, b, w.Sees(late).Contact.ID)
		require.Equal(t, c, w.Sees(three).Contact.ID)
		require.Equal(t, cardOfB.Identities, w.Who(b).Identities)
		_, who = writes(t, w, "a@example.com")
		require.Equal(t, a, who)
		_, err = w.Contacts.Unmerge(w.Ctx, w.Lin, a)
		fault.Want(t, err, "contact.not_merged")
	})
}

func TestTwoWhoMergeContactsAtOnceMakeNoRing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, a := writes(t, w, "a@example.com")
		_, b := writes(t, w, "b@example.com")
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, pair := range [][2]fact.ContactID{{a, b}, {b, a}} {
			both.Go(func() { _, errs[i] = w.Contacts.Merge(w.Ctx, w.Lin, pair[0], pair[1]) })
		}
		both.Wait()
		if errs[0] == nil {
			errs[0], errs[1] = errs[1], errs[0]
		}
		require.NoError(t, errs[1])
		require.True(t, fault.Is(errs[0], "contact.merged_the_other_way") || fault.Is(errs[0], "contact.already_merged"), "%v", errs[0])
	})
}
