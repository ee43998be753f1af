package search_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

func (k *desk) wanted(q string, w search.Wanted) (ids []string) {
	k.t.Helper()
	for after := ""; ; {
		page, err := k.FindWanted(k.t.Context(), access.System, q, w, after, 20)
		require.NoError(k.t, err)
		for _, r := range page.Items {
			ids = append(ids, fmt.Sprint(r.Conversation, r.Contact))
		}
		if after = page.Next; after == "" {
			return ids
		}
	}
}

func TestASearchIsNarrowed(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
		k.contact(search.Contact{ID: "p1", Name: "退款先生", At: at(-100)})
		k.conversation("c1", 1, "退款", at(-90))
		k.conversation("c2", 2, "物流", at(-50))
		asked := k.message("c2", "什么时候退款", at(-40))
		k.message("c2", "退款的备注", at(-10))
		k.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE message SET kind = 'inbound' WHERE id = ?", asked)
			return err
		})
		only := func(id fact.ConversationID) func(context.Context, []fact.ConversationID) (map[fact.ConversationID]bool, error) {
			return func(context.Context, []fact.ConversationID) (map[fact.ConversationID]bool, error) {
				return map[fact.ConversationID]bool{id: true}, nil
			}
		}
		onlyContact := func(id fact.ContactID) func(context.Context, []fact.ContactID) (map[fact.ContactID]bool, error) {
			return func(context.Context, []fact.ContactID) (map[fact.ContactID]bool, error) {
				return map[fact.ContactID]bool{id: true}, nil
			}
		}
		for _, c := range []struct {
			name string
			w    search.Wanted
			want []string
		}{
			{"by nothing", search.Wanted{}, []string{"p1", "c1", "c2"}},
			{"to notes", search.Wanted{Messages: []string{"note"}}, []string{"c2"}},
			{"to replies", search.Wanted{Messages: []string{"reply"}}, nil},
			{"to customers and notes", search.Wanted{Messages: []string{"inbound", "note"}}, []string{"c2"}},
			{"to files", search.Wanted{Files: true}, nil},
			{"to what is new", search.Wanted{From: at(-50)}, []string{"c2"}},
			{"to what is old", search.Wanted{To: at(-40)}, []string{"c1"}},
			{"to a stretch", search.Wanted{From: at(-40), To: at(-39)}, []string{"c2"}},
			{"to a contact and a conversation", search.Wanted{Keep: only("c2"), KeepContacts: onlyContact("p1")}, []string{"p1", "c2"}},
			{"to another contact", search.Wanted{Keep: only("c2"), KeepContacts: onlyContact("p2")}, []string{"c2"}},
			{"to notes of a contact", search.Wanted{Messages: []string{"note"}, KeepContacts: onlyContact("p1")}, []string{"c2"}},
			{"to a conversation", search.Wanted{Keep: only("c1")}, []string{"c1"}},
		} {
			require.ElementsMatch(t, c.want, k.wanted("退款", c.w), c.name)
		}
		page, err := k.FindWanted(t.Context(), access.System, "退款", search.Wanted{Messages: []string{"inbound"}}, "", 20)
		require.NoError(t, err)
		require.Equal(t, fact.MessageID(asked), page.Items[0].Message, "the newer note is not what is wanted")
	})
}

// What a filter leaves out of one window hides nothing of the next.
func TestANewNoteDoesNotHideWhatACustomerSaidLongAgo(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("old", 1, "", noon.AddDate(-1, 0, 0))
		asked := k.message("old", "发票在哪里", noon.AddDate(-1, 0, 0))
		k.conversation("new", 2, "", noon.Add(-time.Hour))
		k.write(func(ctx context.Context, tx *db.Tx) error {
			for i := range 250 {
				if err := k.post(ctx, tx, fmt.Sprint("n", i), "new", "发票", noon.Add(-time.Duration(i)*time.Second)); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, "UPDATE message SET kind = 'inbound' WHERE id = ?", asked)
			return err
		})
		k.message("old", "发票的备注", noon)
		require.Equal(t, []string{"old"}, k.wanted("发票", search.Wanted{Messages: []string{"inbound"}}))
	})
}

func TestWhatElseLiftsAResultIsTold(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("c1", 1, "late parcel", noon.AddDate(0, 0, -30))
		k.message("c1", "the parcel is late", noon.AddDate(0, 0, -29))
		k.conversation("c2", 2, "parcel that came late", noon.AddDate(0, 0, -1))
		page := k.find("late parcel", "", 20)
		by := map[fact.ConversationID][]search.Virtue{}
		for _, r := range page.Items {
			by[r.Conversation] = r.Ranked
		}
		require.Equal(t, map[fact.ConversationID][]search.Virtue{"c1": {search.Exact, search.Several}, "c2": {search.Recent}}, by)
	})
}
