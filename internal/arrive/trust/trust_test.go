package trust_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/trust"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/fault"
)

func letter(from, name, found, subject string) string {
	head := "From: " + name + " <" + from + ">\nTo: help@lanxue.example\nSubject: " + subject + "\nMessage-ID: <" + subject + "@" + from + ">\n"
	if found != "" {
		head = "Authentication-Results: " + found + "\n" + head
	}
	return head + "\nHello\n"
}

func card(t *testing.T, w *world.World, m fact.MessageID) trust.Card {
	t.Helper()
	cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{m})
	require.NoError(t, err)
	require.Contains(t, cards, m)
	return cards[m]
}

func codes(c trust.Card) (list []string) {
	for _, w := range c.Warnings {
		list = append(list, w.Code)
	}
	return list
}

func believes(t *testing.T, w *world.World, receiver string) {
	t.Helper()
	settings, err := json.Marshal(map[string]string{"receiver": receiver})
	require.NoError(t, err)
	_, err = w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: settings})
	require.NoError(t, err)
	w.Mail, err = w.Channels.ByID(w.Ctx, w.Mail.ID)
	require.NoError(t, err)
}

func TestAReceiverIsProposedAndBelievedOnceSomebodyConfirmsIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Mails(letter("ann@shop.test", "Ann", "MX.Receiver.test; dmarc=pass header.from=shop.test", "1"))
		w.Mails(letter("bob@mill.test", "Bob", "mx.receiver.test; dkim=none", "2"))
		w.Mails(letter("eve@evil.test", "Eve", "mx.evil.test; dmarc=pass header.from=evil.test", "3"))
		require.Equal(t, trust.Unchecked, card(t, w, first.Message).Proof)

		seen, err := w.Guard.Receivers(w.Ctx, w.Ada, w.Mail.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"mx.receiver.test", "mx.evil.test"}, []string{seen[0].Name, seen[1].Name})
		require.Equal(t, 2, seen[0].Mails)
		_, err = w.Guard.Receivers(w.Ctx, w.Lin, w.Mail.ID)
		fault.Want(t, err, "access.denied")

		_, err = w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: json.RawMessage(`{"receiver":"two words"}`)})
		fault.Want(t, err, "channel.receiver_wrong")
		believes(t, w, "MX.receiver.test")
		good := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dkim=pass header.d=shop.test; dmarc=pass header.from=shop.test", "4"))
		c := card(t, w, good.Message)
		require.Equal(t, trust.Verified, c.Proof)
		require.Equal(t, "dmarc_pass", c.Reason)
		require.Equal(t, "mx.receiver.test", c.Receiver)
		require.Len(t, c.Checks, 2)
		other := w.Mails(letter("ann@shop.test", "Ann", "mx.evil.test; dmarc=pass header.from=shop.test", "5"))
		require.Equal(t, trust.Unchecked, card(t, w, other.Message).Proof)
	})
}

func TestWhoWritesInSomebodysNameIsNotThem(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		believes(t, w, "mx.receiver.test")
		hers := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dmarc=pass header.from=shop.test", "1"))
		again := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dmarc=none; spf=pass smtp.mailfrom=shop.test", "2"))
		forged := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dmarc=fail header.from=shop.test", "3"))

		ann := w.Sees(hers.Conversation).Contact.ID
		require.Equal(t, ann, w.Sees(again.Conversation).Contact.ID)
		stranger := w.Who(w.Sees(forged.Conversation).Contact.ID)
		require.NotEqual(t, ann, stranger.ID)
		require.Equal(t, []bool{false}, verified(stranger))
		require.Equal(t, []bool{true}, verified(w.Who(ann)))
		require.Equal(t, trust.Failed, card(t, w, forged.Message).Proof)
	})
}

func verified(c contact.Contact) (list []bool) {
	for _, i := range c.Identities {
		list = append(list, i.Verified)
	}
	return list
}

func TestASenderWhoLooksLikeSomebodyWeKnowIsWarnedOf(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		name := "Contoso"
		_, err := w.Organisations.Add(w.Ctx, w.Lin, organisation.Edit{Name: &name, Domains: &[]string{"contoso.test"}})
		require.NoError(t, err)
		w.Mails(letter("ann@brightpaper.test", "Ann", "", "known"))
		w.Pass(2 * time.Minute)
		for from, want := range map[string][]string{
			"pay@contoso.test":          nil,
			"pay@cont0so.test":          {"like_organisation"},
			"pay@contosso.test":         {"like_organisation"},
			"ann@brightpaper.test":      nil,
			"ann@brightpapers.test":     {"like_contact"},
			"bob@brightpapers.test":     nil, // another name, at a domain that is only typed alike
			"bob@brightpape\u0433.test": {"mixed_scripts", "like_contact"},
			"pay@lanxue.exampl":         nil,
			"someone@gmail.com":         nil,
		} {
			r := w.Mails(letter(from, "Somebody", "", "q"))
			require.ElementsMatch(t, want, codes(card(t, w, r.Message)), from)
		}
		later := w.Mails(letter("ann@brightpapers.test", "Ann", "", "again"))
		require.Equal(t, []string{"like_contact"}, codes(card(t, w, later.Message)), "a second mail makes nobody known")
		honest := w.Mails(letter("ann@brightpaper.test", "Ann", "", "too"))
		require.Empty(t, codes(card(t, w, honest.Message)), "who was here first is nobody's double")
	})
}

func TestADismissalHoldsForTheSenderUntilItEndsOrIsTakenBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		mail := func(subject string) fact.MessageID {
			return w.Mails(letter("mo@elsewhere.test", "澜学 合作", "", subject)).Message
		}
		first := mail("1")
		w.Facts()
		require.Equal(t, []string{"brand_name"}, codes(card(t, w, first)))
		fault.Want(t, w.Guard.Dismiss(w.Ctx, w.Lin, first, "like_ours", time.Time{}), "trust.no_such_warning")
		fault.Want(t, w.Guard.Dismiss(w.Ctx, w.Lin, first, "brand_name", w.Now()), "trust.until_wrong")
		fault.Want(t, w.Guard.Dismiss(w.Ctx, access.Actor{ID: "x"}, first, "brand_name", time.Time{}), "access.denied")
		fault.Want(t, w.Guard.Dismiss(w.Ctx, w.Lin, "nothing", "brand_name", time.Time{}), "trust.missing")
		w.WantFacts()

		require.NoError(t, w.Guard.Dismiss(w.Ctx, w.Lin, first, "brand_name", w.Now().Add(48*time.Hour)))
		w.WantFacts("message.trust_changed")
		second := card(t, w, mail("2"))
		require.Equal(t, w.Lin.Name, second.Warnings[0].Dismissed.By)
		rows, err := audit.List(w.Ctx, w.DB, w.Ada, audit.Query{Action: "sender.warning_dismissed", Limit: 5})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		stands, _, err := w.Guard.Choices(w.Ctx, w.Lin, trust.Choosing{Addresses: []string{"MO@elsewhere.test", "nobody@x.test"}, Limit: 5})
		require.NoError(t, err)
		require.Len(t, stands, 1)
		require.Equal(t, "brand_name", stands[0].About)

		w.Pass(49 * time.Hour)
		require.Nil(t, card(t, w, first).Warnings[0].Dismissed, "it is over")
		require.NoError(t, w.Guard.Dismiss(w.Ctx, w.Lin, first, "brand_name", time.Time{}))
		require.NotNil(t, card(t, w, first).Warnings[0].Dismissed)
		require.NoError(t, w.Guard.Warn(w.Ctx, w.Lin, first, "brand_name"))
		require.Nil(t, card(t, w, first).Warnings[0].Dismissed)
	})
}

func TestPicturesOfASenderAreShownAlwaysUnlessTheMailIsForged(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		believes(t, w, "mx.receiver.test")
		first := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dmarc=pass header.from=shop.test", "1")).Message
		second := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dmarc=pass header.from=shop.test", "2")).Message
		forged := w.Mails(letter("ann@shop.test", "Ann", "mx.receiver.test; dmarc=fail header.from=shop.test", "3")).Message
		require.NoError(t, w.Guard.Show(w.Ctx, w.Lin, first, false))
		require.Equal(t, trust.Pictures{Shown: true, Because: "asked", By: w.Lin.Name, Remote: []trust.Picture{}}, card(t, w, first).Pictures)
		require.False(t, card(t, w, second).Pictures.Shown)
		require.NoError(t, w.Guard.Show(w.Ctx, w.Chen, first, true))
		require.Equal(t, "sender", card(t, w, second).Pictures.Because)
		require.Equal(t, w.Chen.Name, card(t, w, second).Pictures.By)
		require.False(t, card(t, w, forged).Pictures.Shown)
		require.NoError(t, w.Guard.Hide(w.Ctx, w.Lin, second))
		require.False(t, card(t, w, second).Pictures.Shown)
		require.True(t, card(t, w, first).Pictures.Shown, "that was asked for here")
	})
}

func TestALongHeaderIsKeptShort(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		many := "mx.receiver.test" + strings.Repeat("; dkim=pass header.d=a.test", 200)
		r := w.Mails(letter("ann@shop.test", "Ann", many, "1"))
		require.Equal(t, trust.Unchecked, card(t, w, r.Message).Proof)
	})
}

func TestWhatWasDecidedIsListedSearchedAndTakenBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		believes(t, w, "mx.test")
		for _, n := range []string{"a_b", "axb", "carl"} {
			m := w.Mails(letter(n+"@shop.test", n, "mx.test; dmarc=pass header.from=shop.test", n)).Message
			require.NoError(t, w.Guard.Show(w.Ctx, w.Lin, m, true))
		}
		list, next, err := w.Guard.Choices(w.Ctx, w.Lin, trust.Choosing{Limit: 2})
		require.NoError(t, err)
		require.Equal(t, []string{"a_b@shop.test", "axb@shop.test"}, []string{list[0].Address, list[1].Address})
		require.True(t, list[0].Can.Drop)
		require.Nil(t, list[0].Until)
		rest, next, err := w.Guard.Choices(w.Ctx, w.Lin, trust.Choosing{Limit: 2, After: next})
		require.NoError(t, err)
		require.Equal(t, "carl@shop.test", rest[0].Address)
		require.Empty(t, next)
		found, _, err := w.Guard.Choices(w.Ctx, w.Lin, trust.Choosing{Limit: 9, Words: "A_B"})
		require.NoError(t, err)
		require.Len(t, found, 1) // the line is no wildcard

		w.Facts()
		require.NoError(t, w.Guard.Drop(w.Ctx, w.Lin, "Carl@shop.test", "pictures"))
		w.WantFacts("sender.choice_dropped")
		fault.Want(t, w.Guard.Drop(w.Ctx, w.Lin, "carl@shop.test", "pictures"), "trust.no_such_choice")
		again := w.Mails(letter("carl@shop.test", "Carl", "mx.test; dmarc=pass header.from=shop.test", "again")).Message
		require.False(t, card(t, w, again).Pictures.Shown)
	})
}

func TestOneWordTakesAllWarningsOfAMail(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		believes(t, w, "mx.test")
		settings, err := json.Marshal(map[string]string{"address": "help@lanxue.com", "from_name": "Lanxue Tea"})
		require.NoError(t, err)
		_, err = w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: settings})
		require.NoError(t, err)
		m := w.Mails(letter("pay@1anxue.com", "Lanxue Tea", "mx.test; dmarc=pass header.from=1anxue.com", "1")).Message
		require.Len(t, codes(card(t, w, m)), 2)
		w.Facts()
		require.NoError(t, w.Guard.DismissAll(w.Ctx, w.Lin, m, time.Time{}))
		w.WantFacts("message.trust_changed")
		for _, one := range card(t, w, m).Warnings {
			require.NotNil(t, one.Dismissed)
		}
		require.NoError(t, w.Guard.WarnAgain(w.Ctx, w.Lin, m))
		for _, one := range card(t, w, m).Warnings {
			require.Nil(t, one.Dismissed)
		}
		quiet := w.Mails(letter("ann@shop.test", "Ann", "", "2")).Message
		fault.Want(t, w.Guard.DismissAll(w.Ctx, w.Lin, quiet, time.Time{}), "trust.no_such_warning")
		fault.Want(t, w.Guard.DismissAll(w.Ctx, w.Lin, m, w.Now().Add(-time.Hour)), "trust.until_wrong")
	})
}

func TestMailsForgedInOneNameAreOneContact(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		believes(t, w, "mx.test")
		whose := func(r intake.Receipt) fact.ContactID {
			c, err := w.Inbox.Get(w.Ctx, w.Lin, r.Conversation)
			require.NoError(t, err)
			return c.Contact.ID
		}
		good := whose(w.Mails(letter("ann@shop.test", "Ann", "mx.test; dmarc=pass header.from=shop.test", "1")))
		forged := func(subject string) fact.ContactID {
			return whose(w.Mails(letter("Ann@shop.test", "Ann", "mx.test; dmarc=fail header.from=shop.test", subject)))
		}
		first := forged("2")
		require.NotEqual(t, good, first)
		require.Equal(t, first, forged("3"))
		require.NotEqual(t, first, whose(w.Mails(letter("bob@shop.test", "Bob", "mx.test; dmarc=fail header.from=shop.test", "4"))))
		who, err := w.Contacts.Get(w.Ctx, w.Lin, first)
		require.NoError(t, err)
		require.Len(t, who.Identities, 1)
		require.False(t, who.Identities[0].Verified)
		require.Equal(t, good, whose(w.Mails(letter("ann@shop.test", "Ann", "mx.test; dmarc=pass header.from=shop.test", "5"))))

		// Once people say that it is somebody, what is forged does not follow there.
		_, err = w.Contacts.Merge(w.Ctx, w.Ada, first, good)
		require.NoError(t, err)
		next := forged("6")
		require.NotEqual(t, good, next)
		require.NotEqual(t, first, next)
		require.Equal(t, next, forged("7"))
	})
}
