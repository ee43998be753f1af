package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app"
	"anlan/internal/app/apptest"
	"anlan/internal/platform/backup"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/seal"
	"anlan/internal/schema"
)

// oldest is the version of the tables that the first release had.
const oldest = 6

// emptyOf makes a database without tables beside one that a place makes.
func emptyOf(t *testing.T, place dbtest.Place) (folder, url string) {
	t.Helper()
	folder, url = place.Make(t)
	if url == "" {
		return t.TempDir(), ""
	}
	d, err := db.Open(t.Context(), folder, url)
	require.NoError(t, err)
	_, err = d.SQL().ExecContext(t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
	require.NoError(t, err)
	require.NoError(t, d.Close())
	return folder, url
}

// fillOld writes rows as the first release wrote them.
func fillOld(t *testing.T, folder, url string) {
	t.Helper()
	d, err := db.Open(t.Context(), folder, url)
	require.NoError(t, err)
	files, err := schema.For(string(d.Dialect))
	require.NoError(t, err)
	require.NoError(t, d.MigrateTo(t.Context(), files, oldest))
	at := time.Now().Add(-time.Hour).UnixMilli()
	statements := []string{
		"INSERT INTO setting VALUES ('seal_key', '" + seal.NewKey() + "')",
		fmt.Sprintf("INSERT INTO staff (id, email, name, role, state, created_at, updated_at) VALUES ('s1', 'ada@example.com', '安达', 'admin', 'active', %d, %d)", at, at),
		fmt.Sprintf("INSERT INTO team VALUES ('t1', '客户关怀', 1, %d)", at),
		"INSERT INTO team_member VALUES ('t1', 's1')",
		fmt.Sprintf("INSERT INTO channel (id, key, kind, name, secret, state, created_at) VALUES ('ch1', 'shop', 'api', '商城', 's', 'active', %d)", at),
		fmt.Sprintf(`INSERT INTO contact (id, name, attributes, created_at, updated_at, seen_at) VALUES ('p1', '王小明', '{"会员": "金"}', %d, %d, %d)`, at, at, at),
		fmt.Sprintf("INSERT INTO identity VALUES ('i1', 'p1', 'p1', 'email', '', 'wang@example.cn', TRUE, %d)", at),
	}
	for n := 1; n <= 30; n++ {
		c, m := fmt.Sprintf("c%02d", n), fmt.Sprintf("m%02d", n)
		state, resolved := "open", int64(0)
		if n%3 == 0 {
			state, resolved = "resolved", at
		}
		statements = append(statements,
			fmt.Sprintf(`INSERT INTO conversation (id, channel_id, contact_id, first_contact, subject, state, assignee_id, team_id, preview, last_message_kind, message_count, last_message_at, resolved_at, created_at, updated_at)
				VALUES ('%s', 'ch1', 'p1', 'p1', '订单 %d', '%s', 's1', 't1', '还没到', 'inbound', 1, %d, %d, %d, %d)`, c, n, state, at+int64(n), resolved, at, at),
			fmt.Sprintf("INSERT INTO conversation_tag VALUES ('%s', '物流', '%s', %d)", c, state, at+int64(n)),
			fmt.Sprintf("INSERT INTO message (id, conversation_id, kind, contact_id, text, delivery, sent_at, created_at) VALUES ('%s', '%s', 'inbound', 'p1', '第%d单还没到，急', 'received', %d, %d)", m, c, n, at+int64(n), at),
			fmt.Sprintf("INSERT INTO arrival (channel_id, external_id, conversation_id, message_id, arrived_at) VALUES ('ch1', 'e%d', '%s', '%s', %d)", n, c, m, at),
		)
	}
	statements = append(statements,
		"INSERT INTO conversation_tally (state, assignee_id, team_id, n) VALUES ('open', 's1', 't1', 20), ('resolved', 's1', 't1', 10)",
		"INSERT INTO conversation_tag_tally (tag, n) VALUES ('物流', 30)",
		fmt.Sprintf("INSERT INTO draft (conversation_id, staff_id, kind, text, updated_at) VALUES ('c01', 's1', 'reply', '正在为您查询', %d)", at),
	)
	for _, one := range statements {
		_, err := d.SQL().ExecContext(t.Context(), one)
		require.NoError(t, err, one)
	}
	require.NoError(t, d.Close())
}

// TestAnyVersionComesToTheNewestInOneStep starts today's program on a database of
// the first release, reads everything through the API, and goes back to the copy
// that was made before.
func TestAnyVersionComesToTheNewestInOneStep(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, url := emptyOf(t, place)
			fillOld(t, folder, url)
			n := apptest.Start(t, folder, url, "")
			wantOldRead(t, n)
			n.Stop()

			copies, err := filepath.Glob(filepath.Join(folder, "backups", "anlan-v6-*"))
			require.NoError(t, err)
			require.Len(t, copies, 1, "the database as it was is kept")
			if place.Name == "postgres" {
				file, err := os.Open(copies[0])
				require.NoError(t, err)
				defer func() { _ = file.Close() }()
				m, end, err := backup.Verify(file, "", nil)
				require.NoError(t, err)
				require.EqualValues(t, oldest, m.Schema)
				require.EqualValues(t, 30, end.Tables["message"].Rows)
			}
		})
	}
}

// TestTheTableOfChannelsIsMadeAnewUnderItsRows: where a CHECK cannot be changed,
// migration 17 makes the table again while other tables refer to it.
func TestTheTableOfChannelsIsMadeAnewUnderItsRows(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, url := emptyOf(t, place)
			fillOld(t, folder, url)
			d, err := db.Open(t.Context(), folder, url)
			require.NoError(t, err)
			defer func() { require.NoError(t, d.Close()) }()
			files, err := schema.For(string(d.Dialect))
			require.NoError(t, err)
			require.NoError(t, d.MigrateTo(t.Context(), files, 16))
			run := func(query string, args ...any) error {
				_, err := d.SQL().ExecContext(t.Context(), query, args...)
				return err
			}
			require.NoError(t, run(`INSERT INTO channel (id, key, kind, name, secret, settings, state, last_inbound_at, last_outbound_at, version, created_at)
				VALUES ('ch2', 'help', 'email', '客服邮箱', 's2', '{"address":"help@example.com"}', 'closed', 7, 8, 9, 10)`))
			require.Error(t, run("UPDATE channel SET kind = 'form' WHERE id = 'ch2'"), "not yet")
			rows := func() (out []string) {
				err := d.Read().NewRaw(`SELECT id || '|' || key || '|' || kind || '|' || name || '|' || secret || '|' || settings || '|' || state || '|' || last_inbound_at || '|' || last_outbound_at || '|' || version || '|' || created_at FROM channel ORDER BY id`).Scan(t.Context(), &out)
				require.NoError(t, err)
				return out
			}
			before := rows()
			require.Len(t, before, 2)

			require.NoError(t, d.MigrateTo(t.Context(), files, 17))

			require.Equal(t, before, rows())
			for table, want := range map[string]int{"conversation": 30, "message": 30, "arrival": 30} {
				var n int
				require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM "+table).Scan(t.Context(), &n))
				require.Equal(t, want, n, "%s refers to channels and has lost none", table)
			}
			require.NoError(t, run("UPDATE channel SET kind = 'form' WHERE id = 'ch2'"))
			require.Error(t, run("UPDATE channel SET kind = 'pigeon' WHERE id = 'ch2'"))
			require.Error(t, run("DELETE FROM channel WHERE id = 'ch1'"), "who refers to it still does")
			require.Error(t, run("UPDATE conversation SET channel_id = 'none' WHERE id = 'c01'"), "and keys are watched again")
			if place.Name == "sqlite" {
				var broken []string
				require.NoError(t, d.Read().NewRaw("SELECT \"table\" FROM pragma_foreign_key_check").Scan(t.Context(), &broken))
				require.Empty(t, broken)
			}
		})
	}
}

func TestABackupOfAnOldVersionIsRestoredAndBroughtUpToDate(t *testing.T) {
	for _, from := range dbtest.Places(t) {
		for _, to := range dbtest.Places(t) {
			t.Run(from.Name+" into "+to.Name, func(t *testing.T) {
				folder, url := emptyOf(t, from)
				fillOld(t, folder, url)
				packed, m, _ := backedUp(t, settingsOf(folder, url), "")
				require.EqualValues(t, oldest, m.Schema, "a newer program keeps old tables as they are")

				target := settingsOf(emptyOf(t, to))
				_, err := app.Restore(t.Context(), target, app.Restoring{}, bytes.NewReader(packed))
				require.NoError(t, err)
				wantOldRead(t, apptest.Start(t, target.Data, target.DatabaseURL, ""))
			})
		}
	}
}

func wantOldRead(t *testing.T, n *apptest.Node) {
	t.Helper()
	secret, err := n.Office.TokenFor(t.Context(), "ada@example.com", "all")
	require.NoError(t, err)
	p := n.Stranger()
	p.Header.Set("Authorization", "Bearer "+secret)

	var list struct {
		Items []struct {
			ID, Subject, State string
			Number             int64
			Tags               []string
			Contact            struct{ Name string }
			Assignee           struct{ Name string }
		}
	}
	p.Get("/v1/conversations?view=all&limit=100", http.StatusOK, &list)
	require.Len(t, list.Items, 30)
	require.Equal(t, "订单 30", list.Items[0].Subject)
	require.Equal(t, []string{"物流"}, list.Items[0].Tags)
	require.Equal(t, "王小明", list.Items[0].Contact.Name)
	require.Equal(t, "安达", list.Items[0].Assignee.Name)
	for _, c := range list.Items {
		var talk struct{ Items []struct{ Text string } }
		p.Get("/v1/conversations/"+c.ID+"/messages", http.StatusOK, &talk)
		require.Len(t, talk.Items, 1, c.ID)
		require.Contains(t, talk.Items[0].Text, "还没到")
	}
	var who struct {
		Name       string
		Attributes map[string]any
		Identities []struct{ Value string }
	}
	p.Get("/v1/contacts/p1", http.StatusOK, &who)
	require.Equal(t, "wang@example.cn", who.Identities[0].Value)
	require.Equal(t, "金", who.Attributes["会员"])
	var draft struct{ Text string }
	p.Get("/v1/conversations/c01/draft", http.StatusOK, &draft)
	require.Equal(t, "正在为您查询", draft.Text)
	var made struct{ ConversationID string }
	p.Post("/v1/inbound/shop", inbound("new", "新的一条"), http.StatusAccepted, nil)
	p.Post("/v1/inbound/shop", inbound("e7", "以前来过"), http.StatusOK, &made)
}
