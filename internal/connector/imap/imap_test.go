package imap_test

import (
	"context"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/connector/imap"
	"anlan/internal/connector/imap/imaptest"
	"anlan/internal/drill/mailhouse"
	"anlan/internal/drill/mailtest"
)

func opened(t *testing.T, times imap.Times, a mailbox.Account) mailbox.Box {
	t.Helper()
	box, err := times.Open(t.Context(), a)
	require.NoError(t, err)
	t.Cleanup(box.Close)
	return box
}

var patient = imap.Times{Dial: time.Minute, Step: time.Minute, List: time.Minute, Fetch: time.Minute}

func TestMailsAreListedAndReadAsTheyLie(t *testing.T) {
	office := imaptest.Open(t)
	for n := range 5 {
		office.Put(imaptest.Letter("wang", n+1))
	}
	box := opened(t, patient, office.Account())
	require.EqualValues(t, 6, box.Standing().Next)
	require.EqualValues(t, 5, box.Standing().Mails)
	require.NotZero(t, box.Standing().Validity)

	uids, err := box.UIDs(t.Context(), 3)
	require.NoError(t, err)
	require.Equal(t, []uint32{3, 4, 5}, uids)
	beyond, err := box.UIDs(t.Context(), 6)
	require.NoError(t, err)
	require.Empty(t, beyond, "the last mail is not new because nothing is newer")

	got := map[uint32]string{}
	require.NoError(t, box.Fetch(t.Context(), []uint32{2, 4, 99}, func(r mailbox.Raw) error {
		require.False(t, r.CameAt.IsZero())
		got[r.UID] = string(r.Data)
		return nil
	}))
	require.Equal(t, map[uint32]string{2: imaptest.Letter("wang", 2), 4: imaptest.Letter("wang", 4)}, got)
}

func TestWaitingEndsWithNews(t *testing.T) {
	office := imaptest.Open(t)
	box := opened(t, patient, office.Account())
	heard := make(chan error, 1)
	go func() { heard <- box.Wait(t.Context(), time.Hour) }()
	office.Put(imaptest.Letter("wang", 1))
	require.NoError(t, <-heard)
	uids, err := box.UIDs(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, []uint32{1}, uids)
}

func TestWhatIsInTheWayIsNamed(t *testing.T) {
	office := imaptest.Open(t)
	wrong := func(change func(*mailbox.Account)) string {
		a := office.Account()
		change(&a)
		_, err := patient.Open(t.Context(), a)
		var trouble *mailbox.Trouble
		require.ErrorAs(t, err, &trouble)
		require.NotEmpty(t, trouble.Said)
		return trouble.Reason
	}
	require.Equal(t, "password", wrong(func(a *mailbox.Account) { a.Password = "guess" }))
	require.Equal(t, "folder", wrong(func(a *mailbox.Account) { a.Folder = "Nothing" }))
	require.Equal(t, "not_secure", wrong(func(a *mailbox.Account) { a.Security = "starttls" }))

	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := closed.Addr().(*net.TCPAddr).Port
	require.NoError(t, closed.Close())
	require.Equal(t, "port_closed", wrong(func(a *mailbox.Account) { a.Port = port }))
}

// hole is a wire that can stop carrying anything without hanging up.
type hole struct {
	mu     sync.Mutex
	closed bool
	filled chan struct{} // closed when it swallows
	lines  []net.Conn
}

func holed(t *testing.T, a mailbox.Account) (mailbox.Account, *hole) {
	t.Helper()
	h := &hole{filled: make(chan struct{})}
	address := net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = listener.Close()
		h.mu.Lock()
		defer h.mu.Unlock()
		h.closed = true
		for _, line := range h.lines {
			_ = line.Close()
		}
	})
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", address)
			if err != nil {
				_ = from.Close()
				continue
			}
			h.mu.Lock()
			h.lines = append(h.lines, from, to)
			h.mu.Unlock()
			go h.carry(from, to)
			go h.carry(to, from)
		}
	}()
	a.Port = listener.Addr().(*net.TCPAddr).Port
	return a, h
}

func (h *hole) carry(from, to net.Conn) {
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if err != nil {
			_ = to.Close()
			return
		}
		select {
		case <-h.filled: // swallowed
		default:
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
	}
}

func TestALineThatSwallowsEverythingDoesNotHoldUs(t *testing.T) {
	office := imaptest.Open(t)
	account, h := holed(t, office.Account())
	box := opened(t, imap.Times{Dial: time.Minute, Step: 200 * time.Millisecond, List: 200 * time.Millisecond, Fetch: 200 * time.Millisecond}, account)
	close(h.filled)
	var trouble *mailbox.Trouble
	require.ErrorAs(t, box.Wait(t.Context(), time.Millisecond), &trouble)
	require.Equal(t, "silent", trouble.Reason)
}

func TestWhoStopsWaitingHangsUp(t *testing.T) {
	office := imaptest.Open(t)
	box := opened(t, patient, office.Account())
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan error, 1)
	go func() { heard <- box.Wait(ctx, time.Hour) }()
	cancel()
	require.ErrorIs(t, <-heard, context.Canceled)
}

func TestAProvidersTokenLetsInWhicheverWayTheServerKnows(t *testing.T) {
	for _, mechanism := range []string{"xoauth2", "oauthbearer"} {
		t.Run(mechanism, func(t *testing.T) {
			house := mailtest.Mailboxes(t)
			house.Speak(mechanism)
			account := house.Account()
			account.Password, account.Token = "", mailhouse.Token(time.Now().Add(time.Hour))
			box, err := imap.Open(t.Context(), account)
			require.NoError(t, err)
			require.NotZero(t, box.Standing().Validity)
			box.Close()

			account.Token = mailhouse.Token(time.Now().Add(-time.Hour))
			_, err = imap.Open(t.Context(), account)
			var trouble *mailbox.Trouble
			require.ErrorAs(t, err, &trouble)
			require.Equal(t, "token", trouble.Reason, trouble.Said)
		})
	}
}
