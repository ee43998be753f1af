package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/connector/imap/imaptest"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// fetching are the settings of a channel with this mailbox.
func fetching(office *imaptest.Office, change map[string]any) map[string]any {
	imap := map[string]any{"host": "127.0.0.1", "port": office.Port, "security": "none", "user": imaptest.User, "password": imaptest.Password, "begin": "all"}
	for k, v := range change {
		imap[k] = v
	}
	return map[string]any{"address": imaptest.User, "imap": imap}
}

// collecting fetches until the test ends, or until it is stopped.
func collecting(t *testing.T, n *apptest.Node) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = n.Collector.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(stop)
	return stop
}

// until asks how a mailbox stands until it fits, for five minutes at most: a week
// of mail takes a machine that others use its time.
func until(t *testing.T, n *apptest.Node, channel string, fits func(mailbox.Health) bool) (h mailbox.Health) {
	t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for begun := time.Now(); time.Since(begun) < 5*time.Minute; <-look.C {
		var err error
		if h, err = n.Mailboxes.Health(t.Context(), access.System, fact.ChannelID(channel)); err == nil && fits(h) {
			return h
		}
	}
	t.Fatalf("the mailbox stands at %+v", h)
	return h
}

func listening(mails int) func(mailbox.Health) bool {
	return func(h mailbox.Health) bool {
		n := 0
		for _, count := range h.Counts {
			n += count
		}
		return h.State == mailbox.Listening && n == mails
	}
}

type foundPage struct {
	Items []struct {
		ID      string `json:"id"`
		Subject string `json:"subject"`
	} `json:"items"`
	Next string `json:"next"`
}

func TestMailIsFetchedAndEachHasItsLine(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		office := imaptest.Open(t)
		office.Put(imaptest.Letter("wang", 1))
		office.Put(imaptest.Letter("wang", 1)) // the same once more
		office.Put(imaptest.Letter("li", 2))
		office.Put("From: zhao@example.cn\r\nTo: help@example.com\r\nSubject: Re: Order 3\r\nMessage-ID: <away@example.cn>\r\nAuto-Submitted: auto-replied\r\n\r\nI am on leave.\r\n")
		office.Put("Return-Path: <>\r\nFrom: MAILER-DAEMON@example.cn\r\nTo: help@example.com\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@example.cn>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.cn\r\n\r\nFinal-Recipient: rfc822; nobody@example.cn\r\nAction: failed\r\nStatus: 5.1.1\r\n--x--\r\n")
		office.Put("\x00\x01\x02")
		admin := n.Admin()
		channel := admin.Channel("email", fetching(office, nil))
		collecting(t, n)
		h := until(t, n, channel.ID, listening(6))
		require.Equal(t, map[mailbox.Outcome]int{mailbox.Conversation: 2, mailbox.Duplicate: 1, mailbox.Automatic: 1, mailbox.Bounce: 1, mailbox.Unreadable: 1}, h.Counts)

		// What comes now comes at once.
		office.Put(imaptest.Letter("qian", 7))
		until(t, n, channel.ID, listening(7))

		var page struct {
			Items []mailbox.Line `json:"items"`
			Next  string         `json:"next"`
		}
		admin.Get("/v1/channels/"+channel.ID+"/mailbox/mails?outcome=conversation&limit=2", 200, &page)
		require.Len(t, page.Items, 2)
		require.NotEmpty(t, page.Next)
		require.EqualValues(t, 7, page.Items[0].UID)
		require.NotEmpty(t, page.Items[0].Conversation)
		admin.Get("/v1/channels/"+channel.ID+"/mailbox/mails?outcome=conversation&limit=2&after="+page.Next, 200, &page)
		require.Len(t, page.Items, 1)
		require.Empty(t, page.Next)

		var r mailbox.Reconciliation
		admin.Post("/v1/channels/"+channel.ID+"/mailbox/reconciliations", nil, 201, &r)
		require.Zero(t, r.Difference)
		require.Equal(t, 7, r.InMailbox)
		require.Equal(t, 7, r.InLedger)

		var shown struct {
			Settings struct {
				IMAP struct {
					Password string `json:"password"`
				} `json:"imap"`
			} `json:"settings"`
		}
		admin.Get("/v1/channels/"+channel.ID, 200, &shown)
		require.Equal(t, "***", shown.Settings.IMAP.Password)
	})
}

func TestAnOutageIsCaughtUpAndNothingComesTwice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		office := imaptest.Open(t)
		var mails []string
		for k := range 30 {
			mails = append(mails, imaptest.Letter("wang", k))
			office.Put(mails[k])
		}
		admin := n.Admin()
		channel := admin.Channel("email", fetching(office, nil))
		stop := collecting(t, n)
		until(t, n, channel.ID, listening(30))
		stop()
		require.Empty(t, until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Waiting }).Node)

		var before foundPage
		admin.Get("/v1/conversations?view=all&limit=200", 200, &before)
		require.Len(t, before.Items, 30)
		// Meanwhile mail comes, and the mailbox is built anew: its numbers mean nothing any more.
		for k := range 250 {
			mails = append(mails, imaptest.Letter("li", k))
		}
		office.Renumber(mails...)
		collecting(t, n)
		h := until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Listening })
		require.Zero(t, h.Counts[mailbox.Duplicate])
		var all int
		for next := ""; ; {
			var page foundPage
			admin.Get("/v1/conversations?view=all&limit=200&after="+next, 200, &page)
			all += len(page.Items)
			if next = page.Next; next == "" {
				break
			}
		}
		require.Equal(t, 280, all)
		var r mailbox.Reconciliation
		admin.Post("/v1/channels/"+channel.ID+"/mailbox/reconciliations", nil, 201, &r)
		require.Zero(t, r.Difference)
		require.Equal(t, 280, r.InMailbox)
	})
}

func TestWhatIsInTheWayOfAMailboxIsSaidAndPasses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		office := imaptest.Open(t)
		office.Put(imaptest.Letter("wang", 1))
		admin := n.Admin()
		channel := admin.Channel("email", fetching(office, map[string]any{"password": "guess"}))
		require.Equal(t, "mailbox.password", admin.Code("POST", "/v1/channels/"+channel.ID+"/mailbox/check", nil, 503))
		collecting(t, n)
		h := until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Failing })
		require.Equal(t, "password", h.Reason)
		require.NotNil(t, h.FailingSince)
		require.NotNil(t, h.NextAt)

		admin.Do("PATCH", "/v1/channels/"+channel.ID, map[string]any{"settings": fetching(office, nil)}, 200, nil)
		n.Collector.Wake()
		until(t, n, channel.ID, listening(1))
		admin.Do("PATCH", "/v1/channels/"+channel.ID, map[string]any{"state": "closed"}, 200, nil)
		n.Collector.Wake()
		until(t, n, channel.ID, func(h mailbox.Health) bool { return h.Node == "" })
	})
}

func TestAPasswordOfAnEarlierVersionIsSealedAtTheStartAndStillGetsIn(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			office := imaptest.Open(t)
			office.Put(imaptest.Letter("wang", 1))
			folder, url := place.Make(t)
			n := apptest.Start(t, folder, url, "")
			channel := n.Admin().Channel("email", fetching(office, nil))
			typed := func(n *apptest.Node) (settings string) {
				require.NoError(t, n.DB.Read().NewRaw("SELECT settings FROM channel WHERE id = ?", channel.ID).Scan(t.Context(), &settings))
				return settings
			}
			require.NotContains(t, typed(n), imaptest.Password)
			before := strings.Replace(typed(n), `"password":"***"`, `"password":"`+imaptest.Password+`"`, 1)
			require.NoError(t, n.DB.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), "UPDATE channel SET settings = ?, passwords = '{}' WHERE id = ?", before, channel.ID)
				return err
			}))
			require.Contains(t, typed(n), imaptest.Password)
			n.Stop()

			n = apptest.Start(t, folder, url, "")
			require.NotContains(t, typed(n), imaptest.Password)
			collecting(t, n)
			until(t, n, channel.ID, listening(1))
		})
	}
}

func TestAPasswordThatAnotherKeySealedIsATroubleUntilItIsEnteredAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		office := imaptest.Open(t)
		office.Put(imaptest.Letter("wang", 1))
		admin := n.Admin()
		channel := admin.Channel("email", fetching(office, nil))
		require.NoError(t, n.DB.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE channel SET passwords = '{"imap":"sealed by another"}' WHERE id = ?`, channel.ID)
			return err
		}))
		require.Equal(t, "mailbox.sealed", admin.Code("POST", "/v1/channels/"+channel.ID+"/mailbox/check", nil, 503))
		collecting(t, n)
		h := until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Failing })
		require.Equal(t, "sealed", h.Reason)
		admin.Do("PATCH", "/v1/channels/"+channel.ID, map[string]any{"settings": fetching(office, nil)}, 200, nil)
		n.Collector.Wake()
		until(t, n, channel.ID, listening(1))
	})
}
