// Package mailtest gives a test a mail house of its own ([mailhouse.House]), which
// is gone when the test ends, however it ends.
package mailtest

import (
	"os"
	"path/filepath"
	"testing"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/drill/mailhouse"
)

// Who is at home in the house.
const (
	Domain   = mailhouse.Domain
	User     = mailhouse.User
	Customer = mailhouse.Customer
	Password = mailhouse.Password
)

// House fails the test whenever something in it does not work.
type House struct {
	*mailhouse.House
	t testing.TB
}

// Open starts both servers. Postfix wants a superuser.
func Open(t testing.TB) *House {
	t.Helper()
	return open(t, true)
}

// Mailboxes starts Dovecot alone.
func Mailboxes(t testing.TB) *House {
	t.Helper()
	return open(t, false)
}

func open(t testing.TB, post bool) *House {
	t.Helper()
	if why := mailhouse.Missing(post); why != "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("mailtest: %s, and in CI nothing is left out", why)
		}
		t.Skipf("mailtest: %s: the tests with real mail servers are left out", why)
	}
	house, err := mailhouse.Open(post)
	h := &House{House: house, t: t}
	h.must(err)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("mailtest: Dovecot:\n%s\nPostfix:\n%s", house.Log("dovecot.log"), house.Log("postfix.log"))
		}
		if err := house.Close(); err != nil {
			t.Errorf("mailtest: leave nothing behind: %v", err)
		}
	})
	return h
}

// Account is the way into the mailbox of User.
func (h *House) Account() mailbox.Account {
	return mailbox.Account{Host: "127.0.0.1", Port: h.IMAP, Security: "none", User: User, Password: Password, Folder: "INBOX"}
}

// Send hands a mail to Postfix and returns once it has taken it.
func (h *House) Send(from, to, raw string) {
	h.t.Helper()
	h.must(h.House.Send(from, to, raw))
}

// Put lays mails into the mailbox of User.
func (h *House) Put(raws ...string) {
	h.t.Helper()
	for _, raw := range raws {
		h.must(h.House.Put([]byte(raw)))
	}
}

// Letters reads what lies in somebody's mailbox and was not looked at.
func (h *House) Letters(who string) (raws [][]byte) {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(h.Folder, "mail", who, "new", "*"))
	h.must(err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		h.must(err)
		raws = append(raws, raw)
	}
	return raws
}

// Renumber makes the numbers of the mails mean nothing.
func (h *House) Renumber() {
	h.t.Helper()
	h.must(h.House.Renumber())
}

// Speak starts Dovecot anew, knowing only these ways of signing in.
func (h *House) Speak(mechanisms string) {
	h.t.Helper()
	h.must(h.House.Speak(mechanisms))
	h.Kill()
	h.Start()
}

// Kill ends Dovecot without a word, and everybody who was in.
func (h *House) Kill() {
	h.t.Helper()
	h.must(h.House.Kill())
}

// Start runs Dovecot, where it was before.
func (h *House) Start() {
	h.t.Helper()
	h.must(h.House.Start())
}

func (h *House) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("mailtest: %v", err)
	}
}
