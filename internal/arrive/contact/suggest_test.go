package contact_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// compares lets the book look at whoever there was news of.
func compares(t *testing.T, w *world.World) {
	t.Helper()
	w.News() // numbers the facts
	for more := true; more; {
		var err error
		more, err = w.Contacts.Compare(w.Ctx)
		require.NoError(t, err)
	}
}

func suggested(t *testing.T, w *world.World, c fact.ContactID) map[fact.ContactID][]string {
	t.Helper()
	links, err := w.Contacts.Links(w.Ctx, w.Lin, c)
	require.NoError(t, err)
	found := map[fact.ContactID][]string{}
	for _, s := range links.Suggestions {
		for _, r := range s.Because {
			found[s.Contact.ID] = append(found[s.Contact.ID], r.Code)
		}
	}
	return found
}

func mailed(t *testing.T, w *world.World, name, address string) fact.ContactID {
	t.Helper()
	r := w.Arrives(intake.Inbound{Channel: w.Mail.ID, ExternalID: id.New(), Text: address, Sender: contact.Sender{Email: address, Name: name, Vouched: true}})
	return w.Sees(r.Conversation).Contact.ID
}

func TestASuggestionSaysWhyAndStaysAwayOnceDenied(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		owner := meets(t, w, vouched("li@example.com"))
		visitor := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Email: "li@example.com"})
		compares(t, w)
		links, err := w.Contacts.Links(w.Ctx, w.Lin, visitor.ID)
		require.NoError(t, err)
		require.Len(t, links.Suggestions, 1)
		require.Equal(t, owner.ID, links.Suggestions[0].Contact.ID)
		require.Equal(t, []contact.MergeReason{{Code: "same_email", Value: "li@example.com", Verified: true}}, links.Suggestions[0].Because)
		require.Equal(t, 90, links.Suggestions[0].Score)
		require.Equal(t, 2, w.Count("contact"), "nothing is merged by itself")

		w.Facts()
		require.NoError(t, w.Contacts.Distinct(w.Ctx, w.Lin, visitor.ID, owner.ID))
		w.WantFacts("contact.told_apart")
		require.Empty(t, suggested(t, w, owner.ID))
		require.Empty(t, suggested(t, w, visitor.ID))
		meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "7", Email: "li@example.com", Phone: "13800138000", Vouched: true})
		meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Phone: "13800138000"})
		compares(t, w)
		require.NotContains(t, suggested(t, w, visitor.ID), owner.ID, "whatever comes to light")

		third := mailed(t, w, "", "third@example.com")
		_, err = w.Contacts.Merge(w.Ctx, w.Lin, owner.ID, third)
		require.NoError(t, err)
		compares(t, w)
		require.NotContains(t, suggested(t, w, visitor.ID), third, "nor of the one who stands for them now")
		require.ErrorContains(t, w.Contacts.Distinct(w.Ctx, w.Lin, third, "nobody"), "contact.missing")
		fault.Want(t, w.Contacts.Distinct(w.Ctx, w.Lin, third, third), "contact.merge_itself")
	})
}

func TestWhoWasToldApartByMistakeIsSuggestedAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		one, two, three := mailed(t, w, "王小明", "a@qq.com"), mailed(t, w, "王小明", "b@qq.com"), mailed(t, w, "王小明", "c@qq.com")
		compares(t, w)
		require.NoError(t, w.Contacts.Distinct(w.Ctx, w.Lin, one, two))
		w.Pass(time.Minute)
		require.NoError(t, w.Contacts.Distinct(w.Ctx, w.Chen, three, one))
		apart := func(c fact.ContactID) (found []fact.ContactID) {
			links, err := w.Contacts.Links(w.Ctx, w.Lin, c)
			require.NoError(t, err)
			for _, a := range links.Apart {
				require.True(t, a.CanTakeBack)
				found = append(found, a.Contact.ID)
			}
			return found
		}
		require.Equal(t, []fact.ContactID{three, two}, apart(one), "the latest first")
		require.Equal(t, []fact.ContactID{one}, apart(two))
		looks := w.Mo
		looks.Permissions, _ = access.SetOf([]access.Permission{access.ContactView})
		links, err := w.Contacts.Links(w.Ctx, looks, two)
		require.NoError(t, err)
		require.False(t, links.Apart[0].CanTakeBack)
		require.Equal(t, w.Lin.Name, links.Apart[0].By)

		stands := mailed(t, w, "", "stands@example.com")
		_, err = w.Contacts.Merge(w.Ctx, w.Lin, two, stands)
		require.NoError(t, err)
		compares(t, w)
		require.Equal(t, []fact.ContactID{one}, apart(stands), "of whom they stand for too")
		require.Equal(t, []fact.ContactID{three, stands}, apart(one))
		require.NotContains(t, suggested(t, w, one), stands)
		w.Facts()

		require.NoError(t, w.Contacts.TakeBack(w.Ctx, w.Lin, stands, one))
		w.WantFacts("contact.apart_undone")
		compares(t, w)
		require.Contains(t, suggested(t, w, one), stands)
		require.Equal(t, []fact.ContactID{three}, apart(one), "the other one stays told apart")
		w.Facts()
		fault.Want(t, w.Contacts.TakeBack(w.Ctx, w.Lin, one, stands), "contact.not_told_apart")
		fault.Want(t, w.Contacts.TakeBack(w.Ctx, w.Lin, one, "nobody"), "contact.missing")
		require.Error(t, w.Contacts.TakeBack(w.Ctx, access.Actor{}, one, three))
		w.WantFacts()
		entries, err := audit.List(w.Ctx, w.DB, w.Ada, audit.Query{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, "contact.apart_undone", entries[0].Action)
	})
}

func TestNamesAddressesAndNumbersInAnotherSpellingAreSuggested(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		one := mailed(t, w, "王小明", "wang@lanxue.cn")
		two := mailed(t, w, "Wang Xiaoming", "xiaoming@lanxue.cn")
		three := mailed(t, w, "", "wang+school@lanxue.cn")
		four := meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "user-20417", Phone: "+86 138 0013 8000", Vouched: true}).ID
		five := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", External: "user-20417", Phone: "13800138000"}).ID
		far := mailed(t, w, "陈默", "chen@lanxue.cn")
		compares(t, w)
		require.Equal(t, map[fact.ContactID][]string{two: {"same_company", "name_sound"}, three: {"similar_email"}}, suggested(t, w, one))
		require.Equal(t, map[fact.ContactID][]string{five: {"same_user_id", "similar_phone"}}, orderless(suggested(t, w, four)))
		require.Empty(t, suggested(t, w, far))

		var pairs []contact.SuggestedPair
		var at contact.PairPlace
		for {
			list, next, err := w.Contacts.Suggestions(w.Ctx, w.Lin, at, 1)
			require.NoError(t, err)
			pairs = append(pairs, list...)
			if at = next; at.One == "" {
				break
			}
		}
		require.Len(t, pairs, 3)
		for i, p := range pairs[1:] {
			require.GreaterOrEqual(t, pairs[i].Score, p.Score, "the likeliest first")
		}
		require.True(t, pairs[0].Can.Merge)
		_, _, err := w.Contacts.Suggestions(w.Ctx, access.Actor{}, contact.PairPlace{}, 1)
		require.Error(t, err)
	})
}

// orderless is for reasons of nearly one weight.
func orderless(found map[fact.ContactID][]string) map[fact.ContactID][]string {
	for _, codes := range found {
		if len(codes) == 2 && codes[0] > codes[1] {
			codes[0], codes[1] = codes[1], codes[0]
		}
	}
	return found
}

func TestASuggestionFollowsTheCards(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		one := mailed(t, w, "王小明", "a@qq.com")
		two := mailed(t, w, "王 小明", "b@qq.com")
		compares(t, w)
		require.Equal(t, []string{"similar_name"}, suggested(t, w, one)[two])
		w.Facts()
		compares(t, w)
		w.WantFacts() // looking again tells nothing new
		zone := "Asia/Shanghai"
		for _, c := range []fact.ContactID{one, two} {
			_, err := w.Contacts.Change(w.Ctx, w.Lin, c, contact.Edit{TimeZone: &zone})
			require.NoError(t, err)
		}
		w.Facts()
		compares(t, w)
		w.WantFacts() // from whichever side

		_, err := w.Contacts.AddIdentity(w.Ctx, w.Lin, one, contact.Name{Kind: contact.Phone, Value: "138 0013 8000"})
		require.NoError(t, err)
		meets(t, w, contact.Sender{Email: "b@qq.com", Phone: "+8613800138000", Vouched: true})
		compares(t, w)
		require.Equal(t, []string{"similar_phone", "similar_name"}, suggested(t, w, one)[two])

		other := "陈默"
		_, err = w.Contacts.Change(w.Ctx, w.Lin, one, contact.Edit{Name: &other})
		require.NoError(t, err)
		compares(t, w)
		require.Equal(t, []string{"similar_phone"}, suggested(t, w, two)[one])
		for _, i := range w.Who(one).Identities {
			if i.Kind == contact.Phone {
				_, err = w.Contacts.RemoveIdentity(w.Ctx, w.Lin, one, i.ID)
				require.NoError(t, err)
			}
		}
		w.Facts()
		compares(t, w)
		w.WantFacts("contact.merge_withdrawn")
		require.Empty(t, suggested(t, w, two))
	})
}

func TestMergingSettlesWhatWasSuggestedAndUndoingBringsItBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		one := mailed(t, w, "王小明", "a@qq.com")
		two := mailed(t, w, "王小明", "b@qq.com")
		compares(t, w)
		_, err := w.Contacts.Merge(w.Ctx, w.Lin, one, two)
		require.NoError(t, err)
		require.Empty(t, suggested(t, w, two))
		three := mailed(t, w, "", "a+x@qq.com")
		compares(t, w)
		require.Equal(t, map[fact.ContactID][]string{three: {"similar_email"}}, suggested(t, w, two), "what came with the half counts for the whole")
		_, err = w.Contacts.Unmerge(w.Ctx, w.Lin, one)
		require.NoError(t, err)
		compares(t, w)
		require.Equal(t, map[fact.ContactID][]string{two: {"same_name"}, three: {"similar_email"}}, suggested(t, w, one))
		require.Equal(t, map[fact.ContactID][]string{one: {"same_name"}}, suggested(t, w, two))
	})
}

func TestWhatManyShareSuggestsNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		var last fact.ContactID
		for n := range 30 {
			last = meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: fmt.Sprint("v", n), Name: "张伟", Phone: "4008001000"}).ID
		}
		compares(t, w)
		require.Empty(t, suggested(t, w, last), "neither a common name nor a switchboard")
	})
}

func TestWhoWasHereBeforeIsComparedToo(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		one := mailed(t, w, "王小明", "a@qq.com")
		two := mailed(t, w, "Wang Xiaoming", "b@qq.com")
		w.News()
		w.Meddle("UPDATE contact_comparing SET cursor = (SELECT MAX(cursor) FROM fact), walking = TRUE, walked = ''")
		compares(t, w)
		require.Equal(t, []string{"name_sound"}, suggested(t, w, one)[two])
		var walking bool
		require.NoError(t, w.DB.Read().NewRaw("SELECT walking FROM contact_comparing").Scan(w.Ctx, &walking))
		require.False(t, walking)

		require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			for _, table := range []string{"message", "arrival", "thread_ref", "conversation"} {
				if _, err := tx.Exec(w.Ctx, "DELETE FROM "+table); err != nil {
					return err
				}
			}
			return w.Contacts.EraseTx(w.Ctx, tx, access.System, one)
		}))
		require.Empty(t, suggested(t, w, two))
		require.Zero(t, w.Count("merge_suggestion"), "an erased person leaves no suggestion")
	})
}
