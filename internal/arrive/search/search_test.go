package search_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// desk is a database with a channel, and an index on it.
type desk struct {
	*search.Index
	t  *testing.T
	db *db.DB
	n  int
}

func each(t *testing.T, test func(t *testing.T, k *desk)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		d.Clock(func() time.Time { return noon })
		k := &desk{Index: search.New(d), t: t, db: d}
		k.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO channel (id, key, kind, name, secret, state, created_at)
				VALUES ('ch', 'ch', 'api', 'API', '', 'active', 0)`)
			return err
		})
		k.contact(search.Contact{ID: "nobody", At: noon.AddDate(-5, 0, 0)})
		test(t, k)
	})
}

func (k *desk) write(do func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	ctx := k.t.Context()
	require.NoError(k.t, k.db.Write(ctx, func(tx *db.Tx) error { return do(ctx, tx) }))
}

func (k *desk) contact(c search.Contact) {
	k.t.Helper()
	k.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO contact (id, name, attributes, created_at, updated_at) VALUES (?, ?, '{"city":"杭州"}', 0, 0)`, string(c.ID), c.Name)
		if err != nil {
			return err
		}
		for i, value := range c.Identities {
			_, err := tx.Exec(ctx, `INSERT INTO identity (id, contact_id, first_contact, kind, value, verified, created_at)
				VALUES (?, ?, '', 'email', ?, FALSE, 0)`, fmt.Sprint(c.ID, i), string(c.ID), value)
			if err != nil {
				return err
			}
		}
		return k.IndexContact(ctx, tx, c)
	})
}

func (k *desk) conversation(id string, number int64, subject string, at time.Time) {
	k.t.Helper()
	k.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO conversation (number, id, channel_id, contact_id, first_contact, subject, state, last_message_at, created_at, updated_at)
			VALUES (?, ?, 'ch', 'nobody', 'nobody', ?, 'open', 0, 0, 0)`, number, id, subject)
		if err != nil {
			return err
		}
		return k.IndexConversation(ctx, tx, search.Conversation{ID: fact.ConversationID(id), Number: number, Subject: subject, At: at})
	})
}

func (k *desk) message(conversation, text string, at time.Time) string {
	k.t.Helper()
	k.n++
	id := fmt.Sprintf("m%d", k.n)
	k.write(func(ctx context.Context, tx *db.Tx) error { return k.post(ctx, tx, id, conversation, text, at) })
	return id
}

func (k *desk) post(ctx context.Context, tx *db.Tx, id, conversation, text string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO message (id, conversation_id, kind, text, delivery, sent_at, created_at)
		VALUES (?, ?, 'note', ?, 'received', 0, 0)`, id, conversation, text)
	if err != nil {
		return err
	}
	return k.IndexMessage(ctx, tx, search.Message{ID: fact.MessageID(id), Conversation: fact.ConversationID(conversation), Text: text, At: at})
}

func (k *desk) find(q, after string, limit int) search.Page {
	k.t.Helper()
	page, err := k.Find(k.t.Context(), access.System, q, after, limit)
	require.NoError(k.t, err)
	return page
}

// found tells a page as "conversation:message because snippet".
func found(page search.Page) []string {
	out := []string{}
	for _, r := range page.Items {
		out = append(out, fmt.Sprintf("%s%s %s %s", r.Conversation, r.Contact, r.Because, shown(r.Snippet)))
	}
	return out
}

func shown(pieces []segment.Piece) (s string) {
	for _, p := range pieces {
		if p.Hit {
			s += "[" + p.Text + "]"
		} else {
			s += p.Text
		}
	}
	return s
}

func TestWordsAreFoundInEveryPlaceAndTheReasonIsTold(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("c1", 20417, "退款进度查询", noon.Add(-time.Hour))
		k.message("c1", "你好，我的订单 A-1234 还没有收到 refund，请尽快处理。", noon.Add(-50*time.Minute))
		k.conversation("c2", 20418, "Late delivery", noon.Add(-30*time.Minute))
		k.message("c2", "The parcel was shipped twice. 快递说已签收😀", noon.Add(-20*time.Minute))
		k.message("c2", "note: call 138 0013 8000 before Friday", noon.Add(-10*time.Minute))
		k.contact(search.Contact{ID: "p1", Name: "张伟", Identities: []string{"zhang.wei@example.com"},
			Attributes: map[string]any{"city": "杭州"}, At: noon.Add(-time.Hour)})

		for _, c := range []struct {
			q    string
			want []string
		}{
			{"退款", []string{"c1 subject [退款]进度查询 #20417"}},
			{"进度", []string{"c1 subject 退款[进度]查询 #20417"}},
			{"退", []string{"c1 subject [退]款进度查询 #20417"}},
			{"refunds", []string{"c1 message 你好，我的订单 A-1234 还没有收到 [refund]，请尽快处理。"}},
			{"ＲＥＦＵＮＤ", []string{"c1 message 你好，我的订单 A-1234 还没有收到 [refund]，请尽快处理。"}},
			{"订单 refu", []string{"c1 message 你好，我的[订单] A-1234 还没有收到 [refund]，请尽快处理。"}},
			{"a1234", []string{"c1 message 你好，我的订单 [A-1234] 还没有收到 refund，请尽快处理。"}},
			{"A-1234", []string{"c1 message 你好，我的订单 [A-1234] 还没有收到 refund，请尽快处理。"}},
			{"shipping", []string{"c2 message The parcel was [shipped] twice. 快递说已签收😀"}},
			{"😀", []string{"c2 message The parcel was shipped twice. 快递说已签收[😀]"}},
			{"13800138000", []string{"c2 message note: call [138 0013 8000] before Friday"}},
			{"+86 138-0013-8000", []string{"c2 message note: call [138 0013 8000] before Friday"}},
			{"20418", []string{"c2 number Late delivery #[20418]"}},
			{"#20418", []string{"c2 number Late delivery #[20418]"}},
			{"#20417 ", []string{"c1 number 退款进度查询 #[20417]"}},
			{"张伟", []string{"p1 name [张伟]"}},
			{"zhang.wei@example.com", []string{"p1 identity [zhang.wei@example.com]"}},
			{"example.com", []string{"p1 identity zhang.wei@[example.com]"}},
			{"zhang", []string{"p1 identity [zhang].wei@example.com"}},
			{"杭州", []string{"p1 identity [杭州]"}},
			{"退度", []string{}},
			{"", []string{}},
			{"!!! ？", []string{}},
		} {
			require.Equal(t, c.want, found(k.find(c.q, "", 10)), "search for %q", c.q)
		}
	})
}

func TestWhenNothingHasAllWordsThoseWithSomeAreGiven(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("c1", 1, "", noon)
		k.message("c1", "发票 已经寄出", noon.Add(-time.Hour))
		k.conversation("c2", 2, "", noon)
		k.message("c2", "发票 and refund", noon.Add(-2*time.Hour))
		require.Equal(t, []string{"c2 message [发票] and [refund]"}, found(k.find("发票 refund", "", 10)))
		require.Equal(t, []string{"c2 message [发票] and [refund]", "c1 message [发票] 已经寄出"}, found(k.find("发票 refund 海关", "", 10)))
	})
}

func TestAChosenTextComesBeforeAMessageAndANewMessageBeforeAnOldOne(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("old", 1, "", noon)
		k.message("old", "refund please", noon.AddDate(-1, 0, 0))
		k.conversation("new", 2, "", noon)
		k.message("new", "refund please", noon.Add(-time.Hour))
		k.conversation("subject", 3, "A refund", noon.AddDate(0, -2, 0))
		k.conversation("exact", 4, "", noon)
		k.message("exact", "please refund, refund please!", noon.Add(-2*time.Hour))

		var order []string
		for _, r := range k.find("refund please", "", 10).Items {
			order = append(order, string(r.Conversation))
		}
		require.Equal(t, []string{"new", "exact", "old"}, order)
		require.Equal(t, fact.ConversationID("subject"), k.find("refund", "", 10).Items[0].Conversation)
	})
}

func TestWhatIsReplacedOrDroppedIsNotFoundAnyMore(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("c1", 1, "Subject", noon)
		id := k.message("c1", "first version", noon)
		k.write(func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, "UPDATE message SET text = 'second wording' WHERE id = ?", id); err != nil {
				return err
			}
			return k.IndexMessage(ctx, tx, search.Message{ID: fact.MessageID(id), Conversation: "c1", Text: "second wording", At: noon})
		})
		require.Empty(t, k.find("version", "", 10).Items)
		require.Len(t, k.find("wording", "", 10).Items, 1)
		k.write(func(ctx context.Context, tx *db.Tx) error { return k.DropMessage(ctx, tx, fact.MessageID(id)) })
		require.Empty(t, k.find("wording", "", 10).Items)
		require.Len(t, k.find("subject", "", 10).Items, 1)
		k.write(func(ctx context.Context, tx *db.Tx) error { return k.DropConversation(ctx, tx, "c1") })
		require.Empty(t, k.find("subject", "", 10).Items)

		k.contact(search.Contact{ID: "p1", Name: "Li Lei", At: noon})
		require.Len(t, k.find("lei", "", 10).Items, 1)
		k.write(func(ctx context.Context, tx *db.Tx) error { return k.DropContact(ctx, tx, "p1") })
		require.Empty(t, k.find("lei", "", 10).Items)
	})
}

func TestPagesGiveEachConversationOnceWhileOthersArrive(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(func(ctx context.Context, tx *db.Tx) error { return nil })
		for c := range 40 {
			k.conversation(fmt.Sprintf("c%02d", c), int64(c+1), "", noon)
		}
		k.write(func(ctx context.Context, tx *db.Tx) error { // three windows, conversations in all of them
			for m := range 520 {
				c := fmt.Sprintf("c%02d", (m*7+m/100)%40)
				if err := k.post(ctx, tx, fmt.Sprintf("x%d", m), c, fmt.Sprintf("发票 %d", m), noon.Add(-time.Duration(m)*time.Minute)); err != nil {
					return err
				}
			}
			return nil
		})
		k.conversation("last", 99, "", noon)
		k.message("last", "发票", noon.AddDate(0, -1, 0))

		seen := map[fact.ConversationID]int{}
		after := ""
		for pages := 0; ; pages++ {
			require.Less(t, pages, 20)
			page := k.find("发票", after, 7)
			for _, r := range page.Items {
				seen[r.Conversation]++
			}
			if after = page.Next; after == "" {
				break
			}
			k.message("c01", "发票 again", noon.Add(time.Duration(pages)*time.Second))
		}
		require.Len(t, seen, 41)
		for c, n := range seen {
			require.Equal(t, 1, n, "conversation %s", c)
		}
	})
}

func TestConversationsAndContactsAreAlsoFoundAlone(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("c1", 7, "张伟 的订单", noon)
		k.contact(search.Contact{ID: "p1", Name: "张伟 7", At: noon})
		require.Len(t, k.find("张伟", "", 10).Items, 2)
		page, err := k.FindConversations(t.Context(), access.System, "张伟", "", 10)
		require.NoError(t, err)
		require.Equal(t, []string{"c1 subject [张伟] 的订单 #7"}, found(page))
		page, err = k.FindContacts(t.Context(), access.System, "7", "", 10)
		require.NoError(t, err)
		require.Equal(t, []string{"p1 name 张伟 [7]"}, found(page))
	})
}

func TestWhoMaySeeNothingFindsNothing(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		_, err := k.Find(t.Context(), access.Actor{}, "退款", "", 10)
		require.True(t, fault.IsKind(err, fault.Denied))
		for _, after := range []string{"x", "all-1-2-3", "all-1-2-3-999999", "all-a-b-c-d", "none-1-1-1-1", "all--1-1-1-1"} {
			_, err = k.Find(t.Context(), access.System, "退款", after, 10)
			fault.Want(t, err, "request.after_wrong")
		}
	})
}

func opened(page search.Page) (ids []string) {
	for _, r := range page.Items {
		ids = append(ids, string(r.Conversation))
	}
	return ids
}

// The last word may be unfinished; but where many have it as it stands, those that
// only begin so are not looked for.
func TestAnUnfinishedWordIsLookedForWhenTheWordItselfIsRare(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.conversation("long", 1, "A portal", noon)
		for n := range 5 {
			k.conversation(fmt.Sprint("c", n), int64(n+2), "A port", noon.Add(-time.Hour))
		}
		require.Contains(t, opened(k.find("port", "", 20)), "long", "five are not many")
		require.Equal(t, []string{"long"}, opened(k.find("porta", "", 20)))
		for n := range 220 {
			k.conversation(fmt.Sprint("more", n), int64(n+100), "A port", noon.Add(-time.Hour))
		}
		seen := map[string]bool{}
		for after := ""; ; {
			page := k.find("port", after, 100)
			for _, id := range opened(page) {
				require.False(t, seen[id], id)
				seen[id] = true
			}
			if after = page.Next; after == "" {
				break
			}
		}
		require.Len(t, seen, 225)
		require.NotContains(t, seen, "long")
		require.Equal(t, []string{"long"}, opened(k.find("porta", "", 20)))
	})
}
