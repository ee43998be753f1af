package contact_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// meets lets the book meet a sender.
func meets(t *testing.T, w *world.World, s contact.Sender) contact.Met {
	t.Helper()
	var met contact.Met
	require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) (err error) {
		met, err = w.Contacts.MeetTx(w.Ctx, tx, s)
		return err
	}))
	return met
}

func vouched(email string) contact.Sender { return contact.Sender{Email: email, Vouched: true} }

func TestAClaimedAddressNeverOpensSomebodysRecord(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		owner := meets(t, w, vouched("li@example.com"))
		visitor := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Email: "li@example.com", Name: "Li"})
		require.NotEqual(t, owner.ID, visitor.ID)

		identities := w.Who(visitor.ID).Identities
		require.Len(t, identities, 2)
		require.Equal(t, contact.Email, identities[1].Kind)
		require.False(t, identities[1].Verified)

		again := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v2", Email: "li@example.com"})
		require.NotEqual(t, owner.ID, again.ID)
		require.NotEqual(t, visitor.ID, again.ID, "two who claim the same are two")
		require.Equal(t, owner.ID, meets(t, w, vouched("Li@Example.com")).ID, "the claims took nothing from its owner")
	})
}

func TestAClaimThatCameFirstDoesNotKeepTheOwnerOut(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		visitor := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Email: "li@example.com"})
		owner := meets(t, w, vouched("li@example.com"))
		require.NotEqual(t, visitor.ID, owner.ID)
		require.True(t, w.Who(owner.ID).Identities[0].Verified)
	})
}

func TestAVouchedAddressJoinsAcrossChannels(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		byMail := meets(t, w, contact.Sender{Channel: w.Mail.ID, Email: "li@example.com", Vouched: true})
		byShop := meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "C-7", Email: "LI@example.com", Phone: "138 0013 8000", Name: "李华", Vouched: true})
		require.Equal(t, byMail.ID, byShop.ID)
		require.Len(t, w.Who(byMail.ID).Identities, 3)
		require.Equal(t, "李华", w.Who(byMail.ID).Name)
		require.Equal(t, byMail.ID, meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "C-7"}).ID)
		require.NotEqual(t, byMail.ID, meets(t, w, contact.Sender{Channel: w.Chat.ID, External: "C-7"}).ID, "an id means something in its own channel only")
	})
}

func TestTheSurestIdentityDecidesAndTheOtherIsOnlyAClaim(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		li := meets(t, w, vouched("li@example.com"))
		customer := meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "C-7", Vouched: true})
		w.Facts()
		both := meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "C-7", Email: "li@example.com", Vouched: true})
		require.Equal(t, customer.ID, both.ID)
		w.WantFacts("contact.identified")
		identities := w.Who(customer.ID).Identities
		require.False(t, identities[len(identities)-1].Verified)
		require.Equal(t, li.ID, meets(t, w, vouched("li@example.com")).ID)
	})
}

func TestWhoWasMergedIsMetAsTheOneWhoStandsForThem(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, b, c := meets(t, w, vouched("a@example.com")), meets(t, w, vouched("b@example.com")), meets(t, w, vouched("c@example.com"))
		for one, into := range map[fact.ContactID]fact.ContactID{a.ID: b.ID, b.ID: c.ID} {
			w.Meddle("UPDATE contact SET merged_into = ? WHERE id = ?", into, one)
		}
		w.Facts()
		require.Equal(t, c.ID, meets(t, w, vouched("a@example.com")).ID)
		w.WantFacts()
		require.Len(t, w.Who(c.ID).Identities, 1, "what its other half has need not be claimed")
	})
}

func TestBeingSeenAgainIsNoChange(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		li := meets(t, w, contact.Sender{Channel: w.Mail.ID, Email: "li@example.com", Name: "Li", Vouched: true})
		before := w.Who(li.ID)
		w.Facts()
		w.Until("10:00")
		meets(t, w, contact.Sender{Channel: w.Mail.ID, Email: "li@example.com", Name: "Li Hua", Vouched: true})
		w.WantFacts()
		after := w.Who(li.ID)
		require.Equal(t, "Li", after.Name)
		require.Equal(t, world.At("10:00"), *after.SeenAt)
		require.Equal(t, before.Version, after.Version, "an editor's save is no conflict because the customer wrote")
	})
}

func TestWhoSaysTheirNameLaterIsNamedThen(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		anna := meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1"})
		w.Facts()
		meets(t, w, contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Name: "安娜", Locale: "zh-CN"})
		w.WantFacts("contact.changed")
		require.Equal(t, "安娜", w.Who(anna.ID).Name)
		page, err := w.Search.FindContacts(w.Ctx, w.Lin, "安娜", "", 10)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
	})
}

func TestTwoFirstMessagesOfOnePersonMakeOneContact(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const many = 8
		var all sync.WaitGroup
		errs := make([]error, many)
		for i := range many {
			all.Go(func() {
				_, errs[i] = w.Door.Accept(w.Ctx, intake.Inbound{
					Channel: w.Mail.ID, ExternalID: id.New(), Text: fmt.Sprintf("第 %d 封", i),
					Sender: contact.Sender{Email: "li@example.com", Phone: "13800138000", Vouched: true},
				})
			})
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		require.Equal(t, 1, w.Count("contact"))
		require.Equal(t, 2, w.Count("identity"))
		require.Equal(t, many, w.Count("message"))
	})
}

func TestAPersonOfOursAddsAContact(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		made, err := w.Contacts.Add(w.Ctx, w.Lin, contact.Addition{Name: " 张伟 ", Email: "Zhang@Example.com", Tier: contact.VIP, TimeZone: "Asia/Shanghai", Attributes: map[string]any{"school": "一中"}})
		require.NoError(t, err)
		require.Equal(t, "张伟", made.Name)
		require.Equal(t, contact.VIP, made.Tier)
		require.Equal(t, 1, made.Version)
		require.True(t, made.Can.Change)
		require.Equal(t, "zhang@example.com", made.Identities[0].Value)
		w.WantFacts("contact.created", "contact.identified")

		_, err = w.Contacts.Add(w.Ctx, w.Lin, contact.Addition{Email: "zhang@example.com"})
		fault.Want(t, err, "contact.identity_taken")
		require.Equal(t, string(made.ID), fault.Of(err).Values["contact"])
		for _, wrong := range []struct {
			a    contact.Addition
			code string
		}{
			{contact.Addition{}, "contact.needs_a_name"},
			{contact.Addition{Name: "A", Email: "nowhere"}, "contact.email_wrong"},
			{contact.Addition{Name: "A", Phone: "call me"}, "contact.phone_wrong"},
			{contact.Addition{Name: "A", Tier: "gold"}, "contact.unknown_tier"},
			{contact.Addition{Name: "A", TimeZone: "Mars/Olympus"}, "contact.unknown_time_zone"},
		} {
			_, err := w.Contacts.Add(w.Ctx, w.Lin, wrong.a)
			fault.Want(t, err, wrong.code)
		}
		require.Equal(t, 1, w.Count("contact"))
		w.WantFacts()
	})
}

func TestAnEditOverSomebodyElsesIsRefused(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		made, err := w.Contacts.Add(w.Ctx, w.Lin, contact.Addition{Name: "Li"})
		require.NoError(t, err)
		w.Facts()
		first, second := "李华", "Li Hua"
		after, err := w.Contacts.Change(w.Ctx, w.Lin, made.ID, contact.Edit{Name: &first, Version: made.Version})
		require.NoError(t, err)
		w.WantFacts("contact.changed")
		require.Equal(t, made.Version+1, after.Version)

		_, err = w.Contacts.Change(w.Ctx, w.Chen, made.ID, contact.Edit{Name: &second, Version: made.Version})
		fault.Want(t, err, "contact.changed_meanwhile")
		same, err := w.Contacts.Change(w.Ctx, w.Chen, made.ID, contact.Edit{Name: &first, Version: after.Version})
		require.NoError(t, err)
		require.Equal(t, after, same, "what changes nothing counts nothing up")
		w.WantFacts()

		_, err = w.Contacts.Change(w.Ctx, w.Lin, "nobody", contact.Edit{Name: &first})
		fault.Want(t, err, "contact.missing")
		_, err = w.Contacts.Change(w.Ctx, reading(w.Lin), made.ID, contact.Edit{Name: &second})
		fault.Want(t, err, "access.denied")
		_, err = w.Contacts.Get(w.Ctx, access.Actor{}, made.ID)
		fault.Want(t, err, "access.denied")
	})
}

func reading(who access.Actor) access.Actor {
	who.Scope = access.Read
	return who
}

func TestContactsAreListedByWhenTheyWereSeenLast(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		var want []fact.ContactID
		for i := range 7 {
			if i%3 != 0 { // some are seen in the same instant
				w.Pass(1_000_000_000)
			}
			want = append(want, meets(t, w, vouched(fmt.Sprintf("p%d@example.com", i))).ID)
		}
		var got []fact.ContactID
		var at contact.Place
		for {
			page, next, err := w.Contacts.List(w.Ctx, w.Lin, at, 3)
			require.NoError(t, err)
			for _, c := range page {
				got = append([]fact.ContactID{c.ID}, got...)
			}
			if next == (contact.Place{}) {
				break
			}
			at = next
		}
		require.Equal(t, want, got)
	})
}

func TestWhatNoDatabaseKeepsDoesNotKeepAContactOut(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		met := meets(t, w, contact.Sender{Channel: w.Shop.ID, External: "a\x00b", Name: "N\x00ull \xff", Attributes: map[string]any{"k\x00": "v\x00"}, Vouched: true})
		require.Equal(t, "Null \uFFFD", w.Who(met.ID).Name)
	})
}
