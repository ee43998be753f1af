package bench_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/drill/bench"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

func TestABenchCountsEveryRequestOnceOnEachDatabase(t *testing.T) {
	const seeded, most = 60, 6
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, url := place.Make(t)
			d, err := db.Open(t.Context(), folder, url)
			require.NoError(t, err)
			made, err := bench.Seed(t.Context(), d, seeded, nil)
			require.NoError(t, err)
			require.NoError(t, d.Close())
			n := apptest.Start(t, folder, url, "")
			token, err := n.Office.TokenFor(t.Context(), bench.Person, access.All)
			require.NoError(t, err)
			var told atomic.Int64

			results, err := bench.Run(t.Context(), bench.Target{URL: n.URL, Tokens: []string{token}, Channel: made.Channel, Conversations: seeded},
				bench.Plan{Seconds: time.Minute, Most: most, Long: 3, Deep: 2, Visitors: 4, Told: func(bench.Result) { told.Add(1) }})

			require.NoError(t, err)
			require.Len(t, results, len(bench.Names()))
			require.EqualValues(t, len(results), told.Load())
			created := 0
			for i, r := range results {
				require.Equal(t, bench.Names()[i].Name, r.Load)
				require.Equal(t, most, r.N, "%s: %s", r.Load, r.FirstError)
				require.Zero(t, r.Errors, r.Load)
				require.LessOrEqual(t, r.P50, r.P95)
				require.LessOrEqual(t, r.P95, r.P99)
				if strings.HasPrefix(r.Load, "create ") {
					created += r.N
				}
			}
			require.EqualValues(t, seeded+created+1+100, count(t, n.DB, "SELECT COUNT(*) FROM conversation WHERE thread IS NULL OR thread NOT LIKE 'visitor:%'"),
				"the long one is one more, and a hundred people are known before they write again")
			require.EqualValues(t, 2*most, count(t, n.DB, "SELECT COUNT(*) FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.thread LIKE 'visitor:%' AND m.kind = 'inbound'"))
			require.EqualValues(t, 3, count(t, n.DB, "SELECT MAX(message_count) FROM conversation WHERE thread = 'bench-long'"))
			require.EqualValues(t, 3*most, count(t, n.DB, "SELECT COUNT(*) FROM message WHERE kind = 'reply' AND created_at > ?", latestSeeded(t, n.DB)))
		})
	}
}

// latestSeeded is when the seed wrote its last message.
func latestSeeded(t *testing.T, d *db.DB) int64 {
	return count(t, d, "SELECT MAX(created_at) FROM message m WHERE EXISTS (SELECT 1 FROM arrival a WHERE a.message_id = m.id AND a.external_id LIKE 'seed-%')")
}

func count(t *testing.T, d *db.DB, query string, args ...any) (n int64) {
	t.Helper()
	require.NoError(t, d.Read().NewRaw(query, args...).Scan(t.Context(), &n))
	return n
}

func TestASeedKeepsWhatHoldsForEveryConversation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const seeded = 700 // more than one transaction
		made, err := bench.Seed(t.Context(), d, seeded, nil)
		require.NoError(t, err)

		require.Len(t, made.Staff, 20)
		shares := map[string]int64{}
		for _, state := range []string{"resolved", "waiting", "open"} {
			shares[state] = count(t, d, "SELECT COUNT(*) FROM conversation WHERE state = ?", state)
			require.Equal(t, shares[state], count(t, d, "SELECT SUM(n) FROM conversation_tally WHERE state = ?", state), state)
		}
		require.Equal(t, map[string]int64{"resolved": 595, "waiting": 35, "open": 70}, shares)
		require.EqualValues(t, 35, count(t, d, "SELECT COUNT(*) FROM conversation WHERE assignee_id = ''"))
		for what, query := range map[string]string{
			"a tag is tallied otherwise than worn": `SELECT COUNT(*) FROM (SELECT tag, SUM(n) AS n FROM conversation_tag_tally GROUP BY tag) t
				WHERE n <> (SELECT COUNT(*) FROM conversation_tag w WHERE w.tag = t.tag)`,
			"a tag lies in another place than its conversation": `SELECT COUNT(*) FROM conversation_tag t JOIN conversation c ON c.id = t.conversation_id
				WHERE t.state <> c.state OR t.last_message_at <> c.last_message_at`,
			"messages are counted wrong": `SELECT COUNT(*) FROM conversation c
				WHERE message_count <> (SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.id)`,
			"the newest message is another": `SELECT COUNT(*) FROM conversation c
				WHERE last_message_at <> (SELECT MAX(sent_at) FROM message m WHERE m.conversation_id = c.id)`,
			"a message has no words": `SELECT COUNT(*) FROM message m
				WHERE NOT EXISTS (SELECT 1 FROM word_doc w WHERE w.kind = 'message' AND w.owner_id = m.id)`,
			"a conversation or a contact has no words": `SELECT COUNT(*) FROM conversation c
				WHERE NOT EXISTS (SELECT 1 FROM word_doc w WHERE w.kind = 'subject' AND w.owner_id = c.id)
				   OR NOT EXISTS (SELECT 1 FROM word_doc w WHERE w.kind = 'contact' AND w.owner_id = c.contact_id)`,
			"an inbound message did not arrive": `SELECT COUNT(*) FROM message m WHERE kind = 'inbound'
				AND NOT EXISTS (SELECT 1 FROM arrival a WHERE a.message_id = m.id AND a.conversation_id = m.conversation_id)`,
			"a message has no fact":                    `SELECT ABS((SELECT COUNT(*) FROM message) - (SELECT COUNT(*) FROM fact WHERE name IN ('message.arrived', 'message.replied')))`,
			"a conversation has no fact":               `SELECT ABS((SELECT COUNT(*) FROM conversation) - (SELECT COUNT(*) FROM fact WHERE name = 'conversation.opened'))`,
			"a job was left":                           `SELECT COUNT(*) FROM job`,
			"a fact is to be read by who tells people": `SELECT COUNT(*) FROM fact WHERE cursor > (SELECT cursor FROM notification_reader)`,
			"somebody waits in what is resolved": `SELECT COUNT(*) FROM conversation
				WHERE (state = 'open') <> (waiting_since > 0)`,
		} {
			require.Zero(t, count(t, d, query), what)
		}
	})
}

func TestAResultIsJudgedByTheBudgetOfItsLoad(t *testing.T) {
	for _, c := range []struct {
		r      bench.Result
		budget string
		met    any
	}{
		{bench.Result{Load: "create 32", N: 9, Rate: 1200, P99: 70}, "≥ 1000 /s, p99 ≤ 80 ms", true},
		{bench.Result{Load: "create 32", N: 9, Rate: 1200, P99: 90}, "≥ 1000 /s, p99 ≤ 80 ms", false},
		{bench.Result{Load: "create 32", N: 9, Rate: 900, P99: 70}, "≥ 1000 /s, p99 ≤ 80 ms", false},
		{bench.Result{Load: "create 32", N: 9, Rate: 1200, P99: 70, Errors: 1}, "≥ 1000 /s, p99 ≤ 80 ms", false},
		{bench.Result{Load: "create known 32", N: 9, Rate: 1, P99: 900}, "", nil},
		{bench.Result{Load: "list mine deep", N: 9, P99: 15}, "p99 ≤ 15 ms", true},
		{bench.Result{Load: "list mine deep"}, "p99 ≤ 15 ms", false},
		{bench.Result{Load: "visitors 10000 in", N: 9, P99: 5, Resident: 16}, "p99 ≤ 15 ms, ≤ 15.0 KB", false},
		{bench.Result{Load: "idle", Resident: 50 << 10}, "≤ 60 MB", true},
	} {
		got := bench.Judged(c.r)
		require.Equal(t, c.budget, got.Budget, c.r.Load)
		if c.met == nil {
			require.Nil(t, got.Met, c.r.Load)
			continue
		}
		require.Equal(t, c.met, *got.Met, "%+v", c.r)
	}
}
