package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/bench"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// TestABulkActionThatIsKilledGoesOnAndDoesEachOnce kills the server with kill -9
// in the midst of a macro for two thousand conversations, twice; after the last
// start every conversation has the note and the tag of the macro, each once.
func TestABulkActionThatIsKilledGoesOnAndDoesEachOnce(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			folder, url := place.Make(t)
			command(t, folder, url, "staff", "add", "--email", "ada@example.com", "--name", "安达", "--role", "admin")
			w := &writer{token: command(t, folder, url, "token", "create", "--staff", "ada@example.com", "--scope", "all")}
			const many = 2000
			seed(t, folder, url, many)

			p := serve(t, folder, url)
			var macro, action struct{ ID string }
			status, err := w.post(p.url+"/v1/macros", map[string]any{"name": "看过", "scope": "everybody", "steps": []any{
				map[string]any{"kind": "note", "text": "看过了"}, map[string]any{"kind": "tag", "add": []string{"seen"}},
			}}, &macro)
			require.NoError(t, err)
			require.Equal(t, http.StatusCreated, status)
			status, err = w.post(p.url+"/v1/bulk-actions", map[string]any{"macro": macro.ID, "query": map[string]any{"view": "all"}}, &action)
			require.NoError(t, err)
			require.Equal(t, http.StatusCreated, status)

			d, err := db.Open(t.Context(), folder, url)
			require.NoError(t, err)
			defer func() { require.NoError(t, d.Close()) }()
			done := func() (n int) {
				require.NoError(t, d.Read().NewRaw("SELECT COUNT(*) FROM bulk_item WHERE bulk_id = ? AND state = 'done'", action.ID).Scan(t.Context(), &n))
				return n
			}
			for _, enough := range []int{300, 900} {
				require.Eventually(t, func() bool { return done() >= enough }, 3*time.Minute, 5*time.Millisecond)
				p.kill()
				require.Less(t, done(), many, "killed in the midst of it")
				// A dead node's work is taken over when its lease has run out; here nobody waits for that.
				require.NoError(t, d.Write(t.Context(), func(tx *db.Tx) error {
					_, err := tx.Exec(t.Context(), "UPDATE job SET lease_until = 1 WHERE lease_until > 0")
					return err
				}))
				p = serve(t, folder, url)
			}
			require.Eventually(t, func() bool { return done() == many }, 5*time.Minute, 50*time.Millisecond)

			for what, query := range map[string]string{
				"notes": "SELECT COUNT(*) FROM message WHERE kind = 'note' AND text = '看过了'",
				"once":  "SELECT COUNT(*) FROM (SELECT conversation_id FROM message WHERE kind = 'note' AND text = '看过了' GROUP BY conversation_id) n",
				"tags":  "SELECT COUNT(*) FROM conversation_tag WHERE tag = 'seen'",
			} {
				var n int
				require.NoError(t, d.Read().NewRaw(query).Scan(t.Context(), &n))
				require.Equal(t, many, n, what)
			}
			p.kill()
		})
	}
}

func seed(t *testing.T, folder, url string, many int) {
	t.Helper()
	d, err := db.Open(t.Context(), folder, url)
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	_, err = bench.Seed(t.Context(), d, many, nil)
	require.NoError(t, err)
	_, err = d.Sequence(t.Context())
	require.NoError(t, err)
}
