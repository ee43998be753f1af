package contact_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/organisation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

func enters(t *testing.T, w *world.World, name string, joins bool, domains ...string) organisation.Organisation {
	t.Helper()
	o, err := w.Organisations.Add(w.Ctx, w.Lin, organisation.Edit{Name: &name, Domains: &domains, JoinsByDomain: &joins})
	require.NoError(t, err)
	return o
}

func members(t *testing.T, w *world.World, o fact.OrganisationID) (ids []fact.ContactID) {
	t.Helper()
	list, _, err := w.Contacts.Browse(w.Ctx, w.Lin, contact.Look{Organisation: o, Limit: 50})
	require.NoError(t, err)
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestWhoeverWritesFromADomainJoinsAndClaimsAreOnlyProposed(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		o := enters(t, w, "澜学教育", true, "lanxue.example", "@LANXUE.cn.")
		require.Equal(t, []string{"lanxue.cn", "lanxue.example"}, o.Domains)
		w.Facts()
		_, a := writes(t, w, "a@LANXUE.example")
		require.Equal(t, o.ID, w.Who(a).Organisation.ID)
		w.WantFacts("contact.created", "contact.identified", "contact.organisation_changed", "conversation.opened", "message.arrived")
		r := w.Arrives(intake.Inbound{Channel: w.Chat.ID, ExternalID: id.New(), Text: "你好", Sender: contact.Sender{Channel: w.Chat.ID, Visitor: "v1", Email: "b@lanxue.cn"}})
		claims := w.Sees(r.Conversation).Contact.ID
		require.Nil(t, w.Who(claims).Organisation, "a claim joins nothing")
		proposed, next, err := w.Organisations.Proposed(w.Ctx, w.Lin, o.ID, "", 50)
		require.NoError(t, err)
		require.Empty(t, next)
		require.Equal(t, []fact.ContactID{claims}, proposed)
		suits, err := w.Contacts.MaySuit(w.Ctx, w.Lin, claims)
		require.NoError(t, err)
		require.Equal(t, o.ID, suits[0].ID)
		require.NoError(t, w.Organisations.SetApart(w.Ctx, w.Lin, o.ID, claims))
		proposed, _, err = w.Organisations.Proposed(w.Ctx, w.Lin, o.ID, "", 50)
		require.NoError(t, err)
		require.Empty(t, proposed)
		suits, err = w.Contacts.MaySuit(w.Ctx, w.Lin, claims)
		require.NoError(t, err)
		require.Empty(t, suits)

		none := fact.OrganisationID("")
		c, err := w.Contacts.Change(w.Ctx, w.Lin, a, contact.Edit{Organisation: &none})
		require.NoError(t, err)
		require.Nil(t, c.Organisation)
		r = w.Arrives(intake.Inbound{Channel: w.Shop.ID, ExternalID: id.New(), Text: "again", Sender: contact.Sender{Channel: w.Shop.ID, External: "A", Email: "a@lanxue.example", Vouched: true}})
		require.Equal(t, a, w.Sees(r.Conversation).Contact.ID)
		require.Nil(t, w.Who(a).Organisation, "whom a person has taken out does not come back by rule")
		require.NoError(t, w.Contacts.Join(w.Ctx, w.Lin, o.ID, a, claims))
		require.ElementsMatch(t, []fact.ContactID{a, claims}, members(t, w, o.ID))
		again, err := w.Organisations.Get(w.Ctx, w.Lin, o.ID)
		require.NoError(t, err)
		require.Equal(t, 2, again.Members)
	})
}

func TestContactsThatAreThereAreProposedWhenADomainComes(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, a := writes(t, w, "a@shop.example")
		_, b := writes(t, w, "b@shop.example")
		_, c := writes(t, w, "c@other.example")
		o := enters(t, w, "商店", false, "shop.example")
		first, next, err := w.Organisations.Proposed(w.Ctx, w.Lin, o.ID, "", 1)
		require.NoError(t, err)
		rest, _, err := w.Organisations.Proposed(w.Ctx, w.Lin, o.ID, next, 1)
		require.NoError(t, err)
		require.ElementsMatch(t, []fact.ContactID{a, b}, append(first, rest...))
		_, late := writes(t, w, "d@shop.example")
		require.Nil(t, w.Who(late).Organisation, "without the rule nobody joins by themselves")
		require.Nil(t, w.Who(c).Organisation)

		_, err = w.Contacts.Merge(w.Ctx, w.Lin, a, b)
		require.NoError(t, err)
		require.NoError(t, w.Contacts.Join(w.Ctx, w.Lin, o.ID, a))
		require.Equal(t, []fact.ContactID{b}, members(t, w, o.ID), "whoever stands for the other joins")
	})
}

func TestContactsWearTagsAndListsAreWalkedWhole(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		o := enters(t, w, "Acme", true, "acme.example")
		var all, tagged, both, inside []fact.ContactID
		for i := range 23 {
			at := "elsewhere.example"
			if i%3 == 0 {
				at = "acme.example"
			}
			a := contact.Addition{Name: fmt.Sprint("客户", i), Email: fmt.Sprintf("p%d@%s", i, at), Phone: fmt.Sprintf("+861380013%04d", i)}
			if i%2 == 0 {
				a.Tags = []string{" 大客户 ", "VIP"}
			}
			c, err := w.Contacts.Add(w.Ctx, w.Lin, a)
			require.NoError(t, err)
			require.Len(t, c.Identities, 2)
			all = append(all, c.ID)
			if i%2 == 0 {
				require.Equal(t, []string{"vip", "大客户"}, c.Tags)
				tagged = append(tagged, c.ID)
			}
			if i%3 == 0 {
				inside = append(inside, c.ID)
			}
			if i%6 == 0 {
				both = append(both, c.ID)
			}
			if i%4 == 0 {
				w.Pass(time.Minute)
				writes(t, w, a.Email)
			}
		}
		tags, err := w.Contacts.Tags(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, []string{"vip", "大客户"}, tags)
		rapid.Check(t, func(rt *rapid.T) {
			l := contact.Look{Limit: rapid.IntRange(1, 9).Draw(rt, "page"), Order: rapid.SampledFrom([]contact.Order{contact.NewFirst, contact.OldFirst, contact.SeenLast, contact.SeenFirst, contact.ByName}).Draw(rt, "order")}
			want := all
			switch rapid.IntRange(0, 3).Draw(rt, "list") {
			case 1:
				l.Tag, want = "大客户", tagged
			case 2:
				l.Organisation, want = o.ID, inside
			case 3:
				l.Organisation, l.Tag, want = o.ID, "大客户", both
			}
			want = slices.Clone(want)
			if l.Order == contact.NewFirst {
				slices.Reverse(want)
			}
			var got []fact.ContactID
			var seen []int64
			var names []string
			for {
				list, next, err := w.Contacts.Browse(w.Ctx, w.Lin, l)
				require.NoError(rt, err)
				for _, c := range list {
					got = append(got, c.ID)
					at := int64(0)
					if c.SeenAt != nil {
						at = c.SeenAt.UnixMilli()
					}
					seen, names = append(seen, at), append(names, c.Name)
				}
				if l.After = next; next.ID == "" {
					break
				}
			}
			require.ElementsMatch(rt, want, got)
			switch l.Order {
			case contact.NewFirst, contact.OldFirst:
				require.Equal(rt, want, got)
			case contact.ByName:
				require.True(rt, slices.IsSorted(names), names)
			default:
				if l.Order == contact.SeenLast {
					slices.Reverse(seen)
				}
				require.True(rt, slices.IsSorted(seen), seen)
			}
		})
		changed, err := w.Contacts.Change(w.Ctx, w.Lin, all[0], contact.Edit{Tags: &[]string{"退货多"}})
		require.NoError(t, err)
		require.Equal(t, []string{"退货多"}, changed.Tags)
		_, err = w.Contacts.Change(w.Ctx, w.Lin, all[0], contact.Edit{Tags: &[]string{"a,b"}})
		require.True(t, fault.Is(err, "contact.tag_with_comma"))
	})
}

func TestNotesAreOnesOwnAndGoWithThePerson(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, a := writes(t, w, "a@example.com")
		_, b := writes(t, w, "b@example.com")
		w.Facts()
		n, err := w.Contacts.WriteNote(w.Ctx, w.Lin, a, "  喜欢电话联系 ")
		require.NoError(t, err)
		require.Equal(t, "喜欢电话联系", n.Text)
		require.True(t, n.Can.Change)
		w.WantFacts("contact.noted")
		_, err = w.Contacts.EditNote(w.Ctx, w.Chen, a, n.ID, "别的")
		require.True(t, fault.Is(err, "contact.note_not_yours"))
		require.True(t, fault.Is(w.Contacts.DeleteNote(w.Ctx, w.Chen, a, n.ID), "contact.note_not_yours"))
		_, err = w.Contacts.EditNote(w.Ctx, w.Lin, b, n.ID, "别的")
		require.True(t, fault.Is(err, "contact.note_missing"), "a note is reached by its contact alone")
		n, err = w.Contacts.EditNote(w.Ctx, w.Lin, a, n.ID, "喜欢邮件联系")
		require.NoError(t, err)
		require.NotNil(t, n.EditedAt)

		_, err = w.Contacts.Merge(w.Ctx, w.Lin, a, b)
		require.NoError(t, err)
		w.Pass(time.Second)
		second, err := w.Contacts.WriteNote(w.Ctx, w.Chen, a, "合并后写的")
		require.NoError(t, err)
		require.Equal(t, b, second.Contact)
		list, next, err := w.Contacts.Notes(w.Ctx, w.Lin, b, "", 1)
		require.NoError(t, err)
		require.Equal(t, "合并后写的", list[0].Text)
		require.Equal(t, w.Chen.ID, list[0].By.ID)
		require.NotEmpty(t, list[0].By.Name)
		list, _, err = w.Contacts.Notes(w.Ctx, w.Lin, b, next, 10)
		require.NoError(t, err)
		require.Equal(t, "喜欢邮件联系", list[0].Text)
		require.NoError(t, w.Contacts.DeleteNote(w.Ctx, w.Mo, b, second.ID), "who may delete contacts may delete any note")
		var nobody access.Actor
		_, err = w.Contacts.WriteNote(w.Ctx, nobody, a, "x")
		require.Error(t, err)
		_, err = w.Contacts.WriteNote(w.Ctx, w.Lin, a, " \n")
		require.True(t, fault.Is(err, "contact.note_empty"))
	})
}

func TestNamesGoByTheirSoundAndOldOnesArePutInOrder(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		want := []string{"Anna Lee", "欧阳静", "Peter", "王芳", "王小明", "Wu Wei", "曾小贤", "Zoe"} // 曾 is zeng as a surname
		for _, name := range []string{"王小明", "Peter", "曾小贤", "Zoe", "欧阳静", "Wu Wei", "王芳", "Anna Lee"} {
			_, err := w.Contacts.Add(w.Ctx, w.Lin, contact.Addition{Name: name, Tags: []string{"老客户"}})
			require.NoError(t, err)
		}
		named := func(l contact.Look) (names []string) {
			l.Order, l.Limit = contact.ByName, 3
			for {
				list, next, err := w.Contacts.Browse(w.Ctx, w.Lin, l)
				require.NoError(t, err)
				for _, c := range list {
					names = append(names, c.Name)
				}
				if l.After = next; next.ID == "" {
					return names
				}
			}
		}
		require.Equal(t, want, named(contact.Look{Tag: "老客户"}))
		w.Meddle("UPDATE contact SET name_order = ''")
		w.Meddle("UPDATE contact_tag SET name_order = ''")
		require.NoError(t, w.Contacts.PutInOrder(w.Ctx))
		require.Equal(t, want, named(contact.Look{}))
		require.Equal(t, want, named(contact.Look{Tag: "老客户"}))
	})
}
