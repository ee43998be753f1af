package organisation_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/organisation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

func enters(t *testing.T, w *world.World, name string, domains ...string) organisation.Organisation {
	t.Helper()
	o, err := w.Organisations.Add(w.Ctx, w.Lin, organisation.Edit{Name: &name, Domains: &domains, JoinsByDomain: new(true)})
	require.NoError(t, err)
	return o
}

func writes(t *testing.T, w *world.World, from string) fact.ConversationID {
	t.Helper()
	return w.Arrives(intake.Inbound{Channel: w.Mail.ID, ExternalID: id.New(), Text: from, Sender: contact.Sender{Email: from, Vouched: true}}).Conversation
}

func TestAnOrganisationIsEnteredChangedFoundAndDeleted(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Fields.Add(w.Ctx, w.Mo, field.Field{Object: field.Organisation, Key: "contract", Names: field.Names{"zh-CN": "合同号"}, Type: field.Text, Bounds: field.Bounds{Pattern: "HT-[0-9]+"}})
		require.NoError(t, err)
		w.Facts()
		o := enters(t, w, " 澜学  教育 ", "lanxue.example")
		require.Equal(t, "澜学 教育", o.Name)
		w.WantFacts("organisation.changed")
		for code, e := range map[string]organisation.Edit{
			"organisation.domain_public": {Domains: &[]string{"QQ.com"}},
			"organisation.domain_wrong":  {Domains: &[]string{"not a domain"}},
			"organisation.needs_a_name":  {Name: new(" ")},
			"field.pattern_unmet":        {Fields: field.Values{"contract": "12"}},
			"field.unknown":              {Fields: field.Values{"colour": "red"}},
		} {
			_, err := w.Organisations.Change(w.Ctx, w.Lin, o.ID, e)
			require.True(t, fault.Is(err, code), "%s: %v", code, err)
		}
		_, err = w.Organisations.Change(w.Ctx, w.Lin, o.ID, organisation.Edit{Notes: new("续约谈到十月"), Fields: field.Values{"contract": "HT-2026"}, Tier: new(organisation.VIP), Version: o.Version})
		require.NoError(t, err)
		_, err = w.Organisations.Change(w.Ctx, w.Chen, o.ID, organisation.Edit{Notes: new("别的"), Version: o.Version})
		require.True(t, fault.Is(err, "organisation.changed_meanwhile"))
		other := enters(t, w, "Blue Shore Ltd")
		_, err = w.Organisations.Change(w.Ctx, w.Lin, other.ID, organisation.Edit{Domains: &[]string{"lanxue.example"}})
		require.True(t, fault.Is(err, "organisation.domain_taken"))
		_, err = w.Organisations.Change(w.Ctx, w.Lin, other.ID, organisation.Edit{Name: new("澜学 教育")})
		require.True(t, fault.Is(err, "organisation.name_taken"))

		for q, want := range map[string]fact.OrganisationID{"教育": o.ID, "lanxue.ex": o.ID, "HT-2026": o.ID, "blue sh": other.ID} {
			found, _, err := w.Organisations.Find(w.Ctx, w.Lin, q, "", 10)
			require.NoError(t, err)
			require.Len(t, found, 1, q)
			require.Equal(t, want, found[0].ID)
		}
		all, err := w.Search.Find(w.Ctx, w.Lin, "澜学", "", 10)
		require.NoError(t, err)
		require.Empty(t, all.Items, "they are found in their own list")

		mine := writes(t, w, "a@lanxue.example")
		require.Equal(t, o.ID, w.Who(w.Sees(mine).Contact.ID).Organisation.ID)
		require.True(t, fault.Is(w.Organisations.Delete(w.Ctx, w.Lin, o.ID), "access.denied"))
		require.NoError(t, w.Organisations.Delete(w.Ctx, w.Mo, o.ID))
		require.Nil(t, w.Who(w.Sees(mine).Contact.ID).Organisation, "its contacts stay")
		_, err = w.Organisations.Get(w.Ctx, w.Lin, o.ID)
		require.True(t, fault.Is(err, "organisation.missing"))
		found, _, err := w.Organisations.Find(w.Ctx, w.Lin, "教育", "", 10)
		require.NoError(t, err)
		require.Empty(t, found)
		entries, err := audit.List(w.Ctx, w.DB, w.Mo, audit.Query{Kind: "organisation", Object: string(o.ID), Limit: 10})
		require.NoError(t, err)
		require.Equal(t, []string{"organisation.deleted", "organisation.changed", "organisation.added"}, []string{entries[0].Action, entries[1].Action, entries[2].Action})
		require.NoError(t, w.Organisations.Reindex(w.Ctx))
	})
}

func TestOrganisationsArePagedByName(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		want := map[fact.OrganisationID]bool{}
		for i := range 17 {
			want[enters(t, w, fmt.Sprintf("公司 %c %d", 'A'+i%5, i)).ID] = true
		}
		rapid.Check(t, func(rt *rapid.T) {
			limit := rapid.IntRange(1, 20).Draw(rt, "page")
			got := map[fact.OrganisationID]bool{}
			for after := ""; ; {
				list, next, err := w.Organisations.List(w.Ctx, w.Lin, after, limit)
				require.NoError(rt, err)
				for _, o := range list {
					require.False(rt, got[o.ID], "shown once")
					got[o.ID] = true
				}
				if after = next; next == "" {
					break
				}
			}
			require.Equal(rt, want, got)
		})
		var nobody access.Actor
		_, _, err := w.Organisations.List(w.Ctx, nobody, "", 10)
		require.True(t, fault.Is(err, "access.denied"))
	})
}

func TestTheConversationsOfAnOrganisationAreListedWhateverItsSize(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		small, large := enters(t, w, "小公司", "small.example"), enters(t, w, "大公司", "large.example")
		want := map[fact.OrganisationID][]fact.ConversationID{}
		for i := range 130 {
			c := writes(t, w, fmt.Sprintf("p%d@large.example", i))
			want[large.ID] = append(want[large.ID], c)
			if i%20 == 0 {
				want[small.ID] = append(want[small.ID], writes(t, w, fmt.Sprintf("p%d@small.example", i)))
				writes(t, w, fmt.Sprintf("p%d@elsewhere.example", i))
			}
		}
		for of, all := range want {
			f, err := conversation.Filter{Organisations: []fact.OrganisationID{of}}.Checked()
			require.NoError(t, err)
			q := f.Query(w.Lin, w.Now())
			q.Limit = 40
			var got []fact.ConversationID
			for {
				list, next, err := w.Inbox.List(w.Ctx, w.Lin, q)
				require.NoError(t, err)
				for _, c := range list {
					got = append(got, c.ID)
				}
				if q.After = next; next.ID == "" {
					break
				}
			}
			require.ElementsMatch(t, all, got)
			held, err := w.Inbox.Holding(w.Ctx, q, append(want[small.ID], want[large.ID]...))
			require.NoError(t, err)
			require.Len(t, held, len(all))
			counted, err := w.Inbox.CountAll(w.Ctx, w.Lin, []conversation.Query{q})
			require.NoError(t, err)
			require.Equal(t, int64(len(all)), counted[0].N)
		}
	})
}

func TestAnOrganisationIsMeantByItsIdItsNameADomainOrWords(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		school, other := enters(t, w, "澜学教育", "lanxue.example"), enters(t, w, "澜学教育, 上海")
		firm := enters(t, w, "Blue Shore, Inc.", "shore.example")
		for typed, want := range map[string][]fact.OrganisationID{
			string(school.ID):     {school.ID},
			"澜学教育":                {school.ID},
			" blue  SHORE, inc. ": {firm.ID},
			"Shore.Example":       {firm.ID},
			"澜学":                  {school.ID, other.ID},
			"blue":                {firm.ID},
			"谁也不是":                nil,
		} {
			ids, err := w.Organisations.Meant(w.Ctx, w.Lin, typed)
			require.NoError(t, err)
			require.ElementsMatch(t, want, ids, typed)
		}
		_, err := w.Organisations.Meant(w.Ctx, access.Actor{}, "澜学")
		require.True(t, fault.Is(err, "access.denied"), err)
		theirs, elsewhere := w.Sees(writes(t, w, "a@shore.example")).Contact.ID, w.Sees(writes(t, w, "a@lanxue.example")).Contact.ID
		held, err := w.Organisations.Holding(w.Ctx, []fact.OrganisationID{firm.ID}, []fact.ContactID{theirs, elsewhere})
		require.NoError(t, err)
		require.True(t, held[theirs])
		require.False(t, held[elsewhere])
	})
}
