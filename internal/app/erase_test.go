package app_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/transfer"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// words of the person who is erased; no other row or file may hold any of them.
var hers = []string{"欧阳静", "ouyang.jing", "13912345678", "蓝色的伞", "umbrella-receipt", "海棠路"}

// lookEverywhere names every place of the database and the files that holds a needle.
func lookEverywhere(t *testing.T, n *apptest.Node, needles []string) (places []string) {
	t.Helper()
	query := "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'word_index%'"
	if n.DB.Dialect == db.Postgres {
		query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
	}
	rows, err := n.DB.SQL().QueryContext(t.Context(), query)
	require.NoError(t, err)
	var columns [][2]string
	for rows.Next() {
		var c [2]string
		require.NoError(t, rows.Scan(&c[0], &c[1]))
		columns = append(columns, c)
	}
	require.NoError(t, rows.Close())
	require.Greater(t, len(columns), 100)
	for _, c := range columns {
		for _, needle := range needles {
			var found int
			err := n.DB.Read().NewRaw(fmt.Sprintf(`SELECT COUNT(*) FROM "%s" WHERE CAST("%s" AS TEXT) LIKE ?`, c[0], c[1]), "%"+needle+"%").Scan(t.Context(), &found)
			require.NoError(t, err)
			if found > 0 {
				places = append(places, c[0]+"."+c[1]+" holds "+needle)
			}
		}
	}
	require.NoError(t, filepath.WalkDir(filepath.Join(n.Config.Data, "blobs"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, needle := range needles {
			if strings.Contains(string(content), needle) {
				places = append(places, "a file holds "+needle)
			}
		}
		return err
	}))
	return places
}

// aged makes files older than those that somebody may be sending just now.
func aged(t *testing.T, n *apptest.Node) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	require.NoError(t, filepath.WalkDir(filepath.Join(n.Config.Data, "blobs"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return os.Chtimes(path, old, old)
	}))
}

func meddle(t *testing.T, n *apptest.Node, statement string, args ...any) {
	t.Helper()
	require.NoError(t, n.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), statement, args...)
		return err
	}))
}

const herMail = "From: 欧阳静 <ouyang.jing@example.cn>\r\nTo: help@lanxue.example\r\nMessage-ID: <1.ouyang.jing@example.cn>\r\nSubject: =?utf-8?B?6JOd6Imy55qE5Lye?=\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n我在海棠路买的蓝色的伞坏了，电话 13912345678\r\n" +
	"--b\r\nContent-Type: text/plain; name=umbrella-receipt.txt\r\nContent-Disposition: attachment; filename=umbrella-receipt.txt\r\n\r\n蓝色的伞 一把\r\n--b--\r\n"

// person brings one person in by mail and by a shop, with a reply, a note that was
// rewritten, a draft and an answer that is kept to be repeated.
func person(t *testing.T, n *apptest.Node, admin *apptest.Person) (contact, conversation string, mailbox apptest.Channel) {
	t.Helper()
	mailbox = admin.Channel("email", map[string]any{"address": "help@lanxue.example", "from_name": "澜学"})
	bringMail(t, admin, mailbox, http.StatusAccepted)
	require.NoError(t, n.DB.Read().NewRaw("SELECT id, contact_id FROM conversation ORDER BY number DESC LIMIT 1").Scan(t.Context(), &conversation, &contact))
	var note struct{ ID string }
	admin.Post("/v1/conversations/"+conversation+"/messages", map[string]any{"text": "欧阳静要换一把蓝色的伞", "kind": "note"}, http.StatusCreated, &note)
	admin.Do(http.MethodPatch, "/v1/messages/"+note.ID, map[string]any{"text": "换"}, http.StatusOK, nil)
	admin.Do(http.MethodPut, "/v1/conversations/"+conversation+"/draft", map[string]any{"kind": "reply", "text": "欧阳静您好"}, http.StatusOK, nil)
	admin.Post("/v1/contacts/"+contact+"/notes", map[string]any{"text": "欧阳静住海棠路"}, http.StatusCreated, nil)
	admin.Do(http.MethodPatch, "/v1/contacts/"+contact, map[string]any{"tags": []string{"蓝色的伞"}}, http.StatusOK, nil)
	var house struct{ ID string }
	admin.Post("/v1/organisations", map[string]any{"name": "雨具行"}, http.StatusCreated, &house)
	admin.Post("/v1/organisations/"+house.ID+"/members", map[string]any{"contacts": []string{contact}}, http.StatusOK, nil)
	var call struct{ ID string }
	admin.Post("/v1/conversations/"+conversation+"/callbacks", map[string]any{"phone": "13912345678", "day": "tomorrow", "part": "any", "time_zone": "Asia/Shanghai"}, http.StatusCreated, &call)
	admin.Post("/v1/callbacks/"+call.ID+"/taking", nil, http.StatusOK, nil)
	admin.Post("/v1/callbacks/"+call.ID+"/outcome", map[string]any{"outcome": "not_reached", "note": "海棠路的人说她不在"}, http.StatusOK, nil)
	shop := admin.Channel("api", nil)
	again := map[string]any{"external_id": "欧阳静-2", "text": "蓝色的伞还没换", "sender": map[string]any{"email": "ouyang.jing@example.cn", "name": "欧阳静"}}
	admin.Post("/v1/inbound/"+shop.Key, again, http.StatusAccepted, nil)
	return contact, conversation, mailbox
}

// elsewhere leaves her words where no message is: in files that came in and went
// out, in a row that was refused, in what a receiver answered, in what a bulk
// action could put back.
func elsewhere(t *testing.T, n *apptest.Node, admin *apptest.Person, contact, conversation string) (brought, written string) {
	t.Helper()
	csv := "姓名,邮箱,手机\n欧阳静,ouyang.jing@example.cn,13912345678\n欧阳静,海棠路,\n"
	in, err := n.Dock.Receive(t.Context(), access.System, transfer.Upload{Kind: transfer.Contacts, Name: "people.csv", Content: strings.NewReader(csv), TimeZone: "Asia/Shanghai"})
	require.NoError(t, err)
	_, err = n.Dock.Start(t.Context(), access.System, in.ID)
	require.NoError(t, err)
	out, err := n.Dock.Export(t.Context(), access.System, transfer.Wish{Kind: transfer.Contacts, Format: "csv"})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		i, err := n.Dock.Import(t.Context(), access.System, in.ID)
		require.NoError(t, err)
		e, err := n.Dock.Exported(t.Context(), access.System, out.ID)
		require.NoError(t, err)
		return i.State == transfer.Done && i.Counts.Refused == 1 && e.State == transfer.Done
	}, 20*time.Second, 10*time.Millisecond)
	admin.Post("/v1/bulk-actions", map[string]any{"ids": []string{conversation}, "acts": map[string]any{"priority": "high"}}, http.StatusCreated, nil)
	meddle(t, n, `UPDATE bulk_item SET before = '{"subject":"蓝色的伞"}' WHERE conversation_id = ? AND state = 'done'`, conversation)
	meddle(t, n, "INSERT INTO webhook (id, name, url, events, content, secret, state, cursor, created_by, created_at) VALUES ('hook', 'erp', 'https://erp.example', '[]', 'ids', 's', 'paused', 0, '', 0)")
	now := time.Now().UnixMilli()
	for _, lane := range []string{contact, conversation} {
		meddle(t, n, "INSERT INTO webhook_delivery (webhook_id, event_id, event, lane, body, state, detail, created_at) VALUES ('hook', 'e', 'message.arrived', ?, '{}', 'failed', '海棠路', ?)", lane, now)
		meddle(t, n, "INSERT INTO webhook_attempt (delivery_id, at, took_ms, answer, detail) SELECT id, 0, 1, '欧阳静不在名单里', '13912345678' FROM webhook_delivery WHERE lane = ?", lane)
	}
	return string(in.ID), string(out.ID)
}

func bringMail(t *testing.T, p *apptest.Person, mailbox apptest.Channel, want int) {
	t.Helper()
	sender := *p
	sender.Header = p.Header.Clone()
	sender.Header.Set("Content-Type", "message/rfc822")
	sender.Post("/v1/inbound/"+mailbox.Key+"/email", []byte(herMail), want, nil)
}

func TestAPersonWhoIsErasedLeavesNoWord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		contact, conversation, mailbox := person(t, n, admin)
		brought, written := elsewhere(t, n, admin, contact, conversation)
		there := strings.Join(lookEverywhere(t, n, hers), "\n")
		for _, place := range []string{"message.text", "a file", "import.sample", "import_problem.raw", "bulk_item.before", "webhook_attempt.answer", "webhook_delivery.detail", "draft.text", "callback.phone", "callback_try.note"} {
			require.Contains(t, there, place, "she is there")
		}
		other := admin.Channel("api", nil)
		admin.Post("/v1/inbound/"+other.Key, inbound("other", "别人的话"), http.StatusAccepted, nil)
		aged(t, n)

		require.Equal(t, "erasure.not_confirmed", admin.Code(http.MethodPost, "/v1/erasures", map[string]any{"contact_id": contact, "confirm": "谁"}, http.StatusUnprocessableEntity))
		admin.Do(http.MethodPut, "/v1/legal-holds/conversation/"+conversation, map[string]any{"reason": "法院"}, http.StatusNoContent, nil)
		require.Equal(t, "erasure.held", admin.Code(http.MethodPost, "/v1/erasures", map[string]any{"contact_id": contact, "confirm": "欧阳静"}, http.StatusConflict))
		admin.Do(http.MethodDelete, "/v1/legal-holds/conversation/"+conversation, nil, http.StatusNoContent, nil)
		agent := admin.Hire("Lin", "agent")
		require.Equal(t, "access.denied", agent.Code(http.MethodPost, "/v1/erasures", map[string]any{"contact_id": contact, "confirm": "欧阳静"}, http.StatusForbidden))

		admin.Post("/v1/erasures", map[string]any{"contact_id": contact, "confirm": "欧阳静"}, http.StatusAccepted, nil)
		var list struct {
			Items []struct {
				DoneAt        *time.Time `json:"done_at"`
				Conversations int
				Messages      int
			}
		}
		require.Eventually(t, func() bool {
			admin.Get("/v1/erasures", http.StatusOK, &list)
			return list.Items[0].DoneAt != nil
		}, 20*time.Second, 10*time.Millisecond)
		require.Equal(t, 2, list.Items[0].Conversations)
		require.NoError(t, n.Files.Sweep(t.Context()))
		require.Empty(t, lookEverywhere(t, n, hers))
		i, err := n.Dock.Import(t.Context(), access.System, fact.ImportID(brought))
		require.NoError(t, err)
		require.EqualValues(t, 1, i.Counts.Refused, "the numbers stay")
		require.False(t, i.Can.Start)
		e, err := n.Dock.Exported(t.Context(), access.System, fact.ExportID(written))
		require.NoError(t, err)
		require.Equal(t, transfer.Expired, e.State)
		var found struct{ Items []struct{} }
		admin.Get("/v1/search?q="+"蓝色的伞", http.StatusOK, &found)
		require.Empty(t, found.Items)

		// What comes again is known, and brings nothing back.
		bringMail(t, admin, mailbox, http.StatusOK)
		require.NoError(t, n.DB.Write(t.Context(), func(tx *db.Tx) error { return nil }))
		var people int
		require.NoError(t, n.DB.Read().NewRaw("SELECT COUNT(*) FROM contact").Scan(t.Context(), &people))
		require.Equal(t, 1, people, "the other one stays")
	})
}

func TestARuleErasesWhatIsOldAndKeepsWhatIsHeld(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		ids := make([]string, 6)
		for i := range ids {
			var r receipt
			admin.Post("/v1/inbound/"+shop.Key, inbound(fmt.Sprint("old-", i), "很久以前的话"), http.StatusAccepted, &r)
			ids[i] = r.ConversationID
			admin.Do(http.MethodPatch, "/v1/conversations/"+r.ConversationID, map[string]any{"state": "resolved", "tags": []string{"物流"}}, http.StatusOK, nil)
		}
		old := time.Now().Add(-40 * 24 * time.Hour).UnixMilli()
		for _, id := range ids[:5] {
			meddle(t, n, "UPDATE conversation SET last_message_at = ?, resolved_at = ? WHERE id = ?", old, old, id)
		}
		admin.Do(http.MethodPut, "/v1/legal-holds/conversation/"+ids[0], map[string]any{"reason": "仲裁"}, http.StatusNoContent, nil)

		body := map[string]any{"name": "一个月", "subject": "conversation", "since": "resolved", "days": 30, "act": "anonymise"}
		var rule struct {
			ID      string
			Version int
			Tried   bool
			Active  bool
		}
		admin.Post("/v1/retention-rules", body, http.StatusCreated, &rule)
		body["active"] = true
		require.Equal(t, "retention_rule.not_tried", admin.Code(http.MethodPut, "/v1/retention-rules/"+rule.ID, body, http.StatusConflict))
		var trial struct {
			Count, Held int
			Sample      []struct{ ID string }
		}
		admin.Post("/v1/retention-rules/"+rule.ID+"/dry-run", nil, http.StatusOK, &trial)
		require.Equal(t, 4, trial.Count)
		require.Equal(t, 1, trial.Held)
		require.Len(t, trial.Sample, 5)
		require.NoError(t, n.Retention.Nightly(t.Context()))
		require.Len(t, lookEverywhere(t, n, []string{"很久以前的话"}), 2, "a trial erases nothing, nor a rule that rests: text and preview")

		admin.Do(http.MethodPut, "/v1/retention-rules/"+rule.ID, body, http.StatusOK, &rule)
		require.True(t, rule.Active)
		var before, after int
		count := func(into *int) {
			require.NoError(t, n.DB.Read().NewRaw("SELECT COUNT(*) FROM conversation_tag WHERE tag = '物流'").Scan(t.Context(), into))
		}
		count(&before)
		require.NoError(t, n.Retention.Nightly(t.Context()))
		require.NoError(t, n.Retention.Nightly(t.Context()), "and again: there is nothing left to do")
		count(&after)
		require.Equal(t, before, after, "tags and numbers stay")
		var texts int
		require.NoError(t, n.DB.Read().NewRaw("SELECT COUNT(*) FROM message WHERE text <> ''").Scan(t.Context(), &texts))
		require.Equal(t, 2, texts, "the one that is held and the one that is young")
		var runs struct {
			Items []struct{ Erased, Held, Failed int }
		}
		admin.Get("/v1/retention-rules/"+rule.ID+"/runs", http.StatusOK, &runs)
		require.Len(t, runs.Items, 2)
		require.Equal(t, 4, runs.Items[0].Erased+runs.Items[1].Erased)
		require.Equal(t, 1, runs.Items[0].Held)
		require.Zero(t, runs.Items[0].Failed+runs.Items[1].Failed)

		// Another number of days is another rule: it rests until it was tried.
		body["days"], body["version"] = 10, rule.Version
		admin.Do(http.MethodPut, "/v1/retention-rules/"+rule.ID, body, http.StatusOK, &rule)
		require.False(t, rule.Active)

		// Of the rest another rule leaves nothing; and whoever has nothing left goes too.
		gone := map[string]any{"name": "删除", "subject": "conversation", "states": []string{"resolved"}, "tags": []string{"物流"}, "channels": []string{shop.ID}, "since": "last_message", "days": 30, "act": "delete"}
		admin.Post("/v1/retention-rules", gone, http.StatusCreated, &rule)
		admin.Post("/v1/retention-rules/"+rule.ID+"/dry-run", nil, http.StatusOK, nil)
		gone["active"] = true
		admin.Do(http.MethodPut, "/v1/retention-rules/"+rule.ID, gone, http.StatusOK, &rule)
		require.NoError(t, n.Retention.Nightly(t.Context()))
		var left int
		require.NoError(t, n.DB.Read().NewRaw("SELECT COUNT(*) FROM conversation").Scan(t.Context(), &left))
		require.Equal(t, 2, left)

		var sum int
		require.NoError(t, n.DB.Read().NewRaw("SELECT SUM(n) FROM conversation_tally").Scan(t.Context(), &sum))
		require.Equal(t, left, sum)
	})
}
