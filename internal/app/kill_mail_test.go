package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/channel/email"
	"anlan/internal/connector/imap/imaptest"
	"anlan/internal/drill/mailtest"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// killRounds says how often the server is killed while mail comes and goes, on each
// database. One round has the size of the others; CI has time for one.
const killRounds = "ANLAN_TEST_KILL_ROUNDS"

// TestMailIsNeitherLostNorDoubledByKills kills the server at random points while a
// thousand mails arrive and two hundred replies leave. Afterwards the mailbox and
// the ledger agree, every mail is one message, and every reply that was accepted
// has left once, or says that nobody can know.
func TestMailIsNeitherLostNorDoubledByKills(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv(killRounds))
	mails, replies := 1000, 200
	if err != nil {
		rounds, mails, replies = 1, 300, 60
	}
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			for round := range rounds {
				t.Run(fmt.Sprint(round), func(t *testing.T) {
					m := &mailKill{place: place, house: mailtest.Open(t), mails: mails, replies: replies, dice: rand.New(rand.NewPCG(uint64(round), 7))}
					m.open(t)
					m.storm(t)
					m.wantEachOnce(t)
				})
			}
		})
	}
}

type mailKill struct {
	place          dbtest.Place
	house          *mailtest.House
	mails, replies int
	dice           *rand.Rand

	folder, url string
	d           *db.DB
	w           *writer
	channel     string
	asked       []string // conversations that are to be answered

	mu      sync.Mutex
	replied map[string]string // by conversation: the message, once it was acknowledged
	server  *process
}

// open makes a desk with customers who wait for an answer.
func (m *mailKill) open(t *testing.T) {
	m.folder, m.url = m.place.Make(t)
	command(t, m.folder, m.url, "staff", "add", "--email", "ada@example.com", "--name", "安达", "--role", "admin")
	m.w = &writer{token: command(t, m.folder, m.url, "token", "create", "--staff", "ada@example.com", "--scope", "all")}
	var err error
	m.d, err = db.Open(t.Context(), m.folder, m.url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.d.Close()) })
	for n := range m.replies {
		m.house.Put(strings.Replace(imaptest.Letter("asks", n), "From: ", fmt.Sprintf("From: wang+%d@%s\r\nX-Was: ", n, mailtest.Domain), 1))
	}
	m.server = serve(t, m.folder, m.url)
	var channel struct{ ID string }
	status, err := m.w.post(m.server.url+"/v1/channels", map[string]any{"kind": "email", "name": "help", "settings": housed(m.house)}, &channel)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, status)
	m.channel = channel.ID
	m.untilIn(t, m.replies)
	require.NoError(t, m.d.Read().NewRaw("SELECT id FROM conversation ORDER BY id").Scan(t.Context(), &m.asked))
	require.Len(t, m.asked, m.replies)
	m.replied = map[string]string{}
}

// storm lets mails arrive and replies leave, and kills the server three times when
// some of them are through.
func (m *mailKill) storm(t *testing.T) {
	ctx, over := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	busy.Go(func() {
		for n := range m.mails {
			m.house.Put(imaptest.Letter(fmt.Sprint("customer", n%97), n))
		}
	})
	for part := range 4 {
		busy.Go(func() {
			for n := part; n < len(m.asked) && ctx.Err() == nil; n += 4 {
				m.reply(ctx, m.asked[n])
			}
		})
	}
	const kills = 3
	for kill := range kills {
		enough := m.replies + m.mails*kill/kills + m.dice.IntN(m.mails/kills)
		m.untilIn(t, enough)
		m.running().kill()
		m.free(t)
		m.restart(serve(t, m.folder, m.url))
	}
	m.untilIn(t, m.replies+m.mails)
	busy.Wait()
	over()
}

func (m *mailKill) running() *process {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.server
}

func (m *mailKill) restart(p *process) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.server = p
}

// reply answers until it is acknowledged: a client that hears nothing asks again,
// with the same id.
func (m *mailKill) reply(ctx context.Context, conversation string) {
	for ctx.Err() == nil {
		var made struct{ ID string }
		status, err := m.w.post(m.running().url+"/v1/conversations/"+conversation+"/messages",
			map[string]any{"kind": "reply", "text": "我们已经在处理了。", "client_id": "answer-" + conversation}, &made)
		if err == nil && (status == http.StatusCreated || status == http.StatusOK) {
			m.mu.Lock()
			m.replied[conversation] = made.ID
			m.mu.Unlock()
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// free is what time does when a node has died: it loses what it held.
func (m *mailKill) free(t *testing.T) {
	require.NoError(t, m.d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), "UPDATE job SET lease_until = 1 WHERE lease_until > 0"); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), "UPDATE mailbox SET lease_until = 1 WHERE lease_until > 0")
		return err
	}))
}

func (m *mailKill) count(t *testing.T, query string, args ...any) (n int) {
	require.NoError(t, m.d.Read().NewRaw(query, args...).Scan(t.Context(), &n))
	return n
}

func (m *mailKill) untilIn(t *testing.T, mails int) {
	t.Helper()
	require.Eventually(t, func() bool {
		return m.count(t, "SELECT COUNT(*) FROM mailbox_line WHERE outcome = 'conversation'") >= mails
	}, 5*time.Minute, 20*time.Millisecond, "%d mails", mails)
}

func (m *mailKill) wantEachOnce(t *testing.T) {
	all := m.replies + m.mails
	require.Eventually(t, func() bool {
		return m.count(t, "SELECT COUNT(*) FROM message WHERE kind = 'reply' AND delivery = 'queued'") == 0
	}, 3*time.Minute, 50*time.Millisecond, "replies that never leave")

	var r mailbox.Reconciliation
	status, err := m.w.post(m.server.url+"/v1/channels/"+m.channel+"/mailbox/reconciliations", nil, &r)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, status)
	require.Zero(t, r.Difference)
	require.Equal(t, r.InMailbox, r.InLedger)
	require.GreaterOrEqual(t, r.InMailbox, all, "and what mail servers report of the replies")
	require.Equal(t, all, m.count(t, "SELECT COUNT(*) FROM mailbox_line WHERE outcome = 'conversation'"))
	require.Equal(t, all, m.count(t, "SELECT COUNT(*) FROM message WHERE kind = 'inbound'"))

	require.Len(t, m.replied, m.replies)
	require.Equal(t, m.replies, m.count(t, "SELECT COUNT(*) FROM message WHERE kind = 'reply'"))
	unknown := m.count(t, "SELECT COUNT(*) FROM message WHERE kind = 'reply' AND delivery = 'unknown'")
	var left []string
	require.NoError(t, m.d.Read().NewRaw("SELECT r.ref FROM message m JOIN thread_ref r ON r.message_id = m.id WHERE m.kind = 'reply' AND m.delivery <> 'unknown'").Scan(t.Context(), &left))
	require.Len(t, left, m.replies-unknown)
	var times map[string]int
	require.Eventually(t, func() bool {
		if m.house.Delivered(mailtest.Customer) < len(left) {
			return false
		}
		times = map[string]int{}
		for _, raw := range m.house.Letters(mailtest.Customer) {
			times[email.Read(raw).MessageID]++
		}
		return !slices.ContainsFunc(left, func(id string) bool { return times[id] == 0 })
	}, time.Minute, 100*time.Millisecond, "what is said to have left arrives")
	for id, n := range times {
		require.Equal(t, 1, n, "%s arrived more than once", id)
	}
	t.Logf("%d mails in, %d replies out, %d of which nobody can know", all, m.replies, unknown)
}
