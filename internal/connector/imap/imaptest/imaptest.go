// Package imaptest is a mail server on loopback for tests: one mailbox, in memory.
package imaptest

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"anlan/internal/arrive/mailbox"
)

// Who gets in.
const (
	User     = "help@example.com"
	Password = "open sesame"
)

// Office is a server with the folder INBOX.
type Office struct {
	Port int

	t    *testing.T
	user *imapmemserver.User
}

// Open serves until the test ends.
func Open(t *testing.T) *Office {
	t.Helper()
	memory := imapmemserver.New()
	o := &Office{t: t, user: imapmemserver.NewUser(User, Password)}
	o.must(o.user.Create("INBOX", nil))
	memory.AddUser(o.user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return prompt{memory.NewSession().(imapserver.SessionIMAP4rev2)}, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		InsecureAuth: true,
	})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	o.must(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	o.Port = listener.Addr().(*net.TCPAddr).Port
	return o
}

func (o *Office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// Account is the way in.
func (o *Office) Account() mailbox.Account {
	return mailbox.Account{Host: "127.0.0.1", Port: o.Port, Security: "none", User: User, Password: Password, Folder: "INBOX"}
}

// Put leaves a mail in the folder.
func (o *Office) Put(raw string) {
	o.t.Helper()
	_, err := o.user.Append("INBOX", literal{strings.NewReader(raw), int64(len(raw))}, &imap.AppendOptions{})
	o.must(err)
}

// Renumber builds the folder anew with these mails: what had a number before has
// another now, under another validity.
func (o *Office) Renumber(mails ...string) {
	o.t.Helper()
	o.must(o.user.Delete("INBOX"))
	o.must(o.user.Create("INBOX", nil))
	for _, raw := range mails {
		o.Put(raw)
	}
}

// Letter is a short mail, the n-th of somebody.
func Letter(name string, n int) string {
	return fmt.Sprintf("From: %s@example.cn\r\nTo: %s\r\nSubject: Order %d\r\nMessage-ID: <%s-%d@example.cn>\r\n\r\nWhere is order %d?\r\n", name, User, n, name, n, n)
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// prompt tells who waits of every change, as servers do; the library's own forgets
// what came before the waiting began.
type prompt struct{ imapserver.SessionIMAP4rev2 }

func (p prompt) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-stop:
			return nil
		case <-look.C:
			if err := p.Poll(w, true); err != nil {
				return err
			}
		}
	}
}
