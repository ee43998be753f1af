package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/channel/email"
	"anlan/internal/drill/bench"
	"anlan/internal/drill/mailtest"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

func TestABenchOfMailCountsEachOnceInAndOut(t *testing.T) {
	const mails, replies = 30, 12
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, url := place.Make(t)
			d, err := db.Open(t.Context(), folder, url)
			require.NoError(t, err)
			_, err = bench.Seed(t.Context(), d, 20, nil)
			require.NoError(t, err)
			require.NoError(t, d.Close())
			n := apptest.Start(t, folder, url, "")
			go func() { _ = n.Collector.Run(t.Context()) }()
			token, err := n.Office.TokenFor(t.Context(), bench.Person, access.All)
			require.NoError(t, err)
			before := count(t, n.DB, "SELECT COUNT(*) FROM message")

			kept := [][]byte{bench.Letters(0), bench.Letters(1), []byte("From: a@example.net\r\nSubject: Hi\r\n\r\nHello\r\n")}
			results, err := bench.Mails{
				House: mailtest.Open(t).House, Raw: bench.Multiplied(kept), Mails: mails, Replies: replies, Patience: 30 * time.Second,
			}.Run(t.Context(), bench.Target{URL: n.URL, Tokens: []string{token}, Database: place.Name})

			require.NoError(t, err)
			require.Len(t, results, 2)
			for i, r := range results {
				require.Equal(t, []string{"email in", "email out"}[i], r.Load)
				require.Equal(t, []int{mails, replies}[i], r.N, r.FirstError)
				require.Zero(t, r.Errors, r.FirstError)
				require.NotEmpty(t, r.Budget)
			}
			require.EqualValues(t, before+mails+2*replies, count(t, n.DB, "SELECT COUNT(*) FROM message"))
		})
	}
}

func TestAMailUnderAnotherNameIsTheSameMail(t *testing.T) {
	raw := []byte("From: a@example.net\r\nmessage-id:\r\n <old@example.net>\r\n (kept)\r\nSubject: Message-ID: of\r\n\r\nMessage-ID: <in@the.body>\r\n")
	first, second := bench.Multiplied([][]byte{raw})(0), bench.Multiplied([][]byte{raw})(1)
	a, b := email.Read(first), email.Read(second)
	require.NotEqual(t, a.MessageID, b.MessageID)
	for _, m := range []email.Mail{a, b} {
		require.Contains(t, m.MessageID, "@bench.example")
		require.Equal(t, "Message-ID: of", m.Subject)
		require.Equal(t, "Message-ID: <in@the.body>\n", m.Text)
		require.Equal(t, "a@example.net", m.From.Address)
	}
	require.Contains(t, string(bench.Multiplied([][]byte{[]byte("no head at all")})(7)), "no head at all")
}
