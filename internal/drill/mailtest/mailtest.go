// Package mailtest is a mail house on loopback for tests, made of the real thing:
// Dovecot keeps the mailboxes (IMAP, and LMTP to fill them), Postfix takes mail by
// SMTP and writes the bounces. It lives in a folder of its own and is gone when the
// test ends, however it ends.
package mailtest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"anlan/internal/arrive/mailbox"
)

// Who is at home here. Everybody else at Domain is unknown, and mail to other
// domains is not carried.
const (
	Domain   = "example.com"
	User     = "help@" + Domain
	Customer = "wang@" + Domain
	Password = "open sesame"
)

// House is the two servers.
type House struct {
	IMAP int // the port of Dovecot
	SMTP int // the port of Postfix; 0 where only Dovecot runs

	Folder string // where they live

	t       testing.TB
	owner   identity // of the mailboxes
	dovecot *server
	mails   int
}

// Open starts both servers. Postfix wants a superuser.
func Open(t testing.TB) *House {
	t.Helper()
	h := open(t, wanting("/usr/sbin/postconf", "Postfix"), superuser())
	h.postfix()
	return h
}

// Mailboxes starts Dovecot alone.
func Mailboxes(t testing.TB) *House {
	t.Helper()
	return open(t)
}

func open(t testing.TB, whys ...string) *House {
	t.Helper()
	for _, why := range append(whys, wanting("/usr/sbin/dovecot", "Dovecot"), wanting("/usr/lib/dovecot/lmtp", "Dovecot's LMTP")) {
		if why == "" {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("mailtest: %s, and in CI nothing is left out", why)
		}
		t.Skipf("mailtest: %s: the tests with real mail servers are left out", why)
	}
	folder, err := os.MkdirTemp("", "anlan-mail-") // sockets live in it: their paths must be short
	if err != nil {
		t.Fatal(err)
	}
	h := &House{t: t, Folder: folder, owner: owner(t), IMAP: free(t)}
	t.Cleanup(func() {
		if t.Failed() {
			h.tell("dovecot.log")
			h.tell("postfix.log")
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Errorf("mailtest: leave nothing behind: %v", err)
		}
	})
	h.must(os.Chmod(folder, 0o711))
	h.furnish()
	h.Start()
	t.Cleanup(func() { h.dovecot.stop(t) })
	return h
}

func wanting(path, name string) string {
	if _, err := os.Stat(path); err != nil {
		return name + " is not installed"
	}
	return ""
}

func superuser() string {
	if os.Getuid() != 0 {
		return "Postfix runs only for a superuser"
	}
	return ""
}

// identity is a user of the machine.
type identity struct {
	uid, gid    int
	name, group string
}

// owner is who keeps the mailboxes: we ourselves, or nobody when we are the
// superuser, for whom Dovecot opens no mailbox.
func owner(t testing.TB) identity {
	t.Helper()
	who, err := user.Current()
	if err == nil && who.Uid == "0" {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(who.Gid)
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(who.Uid) // numbers, on every system that has these servers
	gid, _ := strconv.Atoi(who.Gid)
	return identity{uid: uid, gid: gid, name: who.Username, group: group.Name}
}

// free is a port that nobody listens on.
func free(t testing.TB) int {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

// Account is the way into the mailbox of User.
func (h *House) Account() mailbox.Account {
	return mailbox.Account{Host: "127.0.0.1", Port: h.IMAP, Security: "none", User: User, Password: Password, Folder: "INBOX"}
}

// Send hands a mail to Postfix and returns once it has taken it.
func (h *House) Send(from, to, raw string) {
	h.t.Helper()
	h.must(smtp.SendMail(net.JoinHostPort("127.0.0.1", strconv.Itoa(h.SMTP)), nil, from, []string{to}, []byte(raw)))
}

// Put lays a mail into the mailbox of User, as a program beside the server does.
func (h *House) Put(raws ...string) {
	h.t.Helper()
	for _, raw := range raws {
		h.mails++
		name := fmt.Sprintf("%d.M%dP1.mailtest", time.Now().Unix(), h.mails)
		h.must(os.WriteFile(h.mail("tmp", name), []byte(raw), 0o600))
		h.give(h.mail("tmp", name))
		h.must(os.Rename(h.mail("tmp", name), h.mail("new", name)))
	}
}

// Renumber makes the numbers of the mails mean nothing: the list of them is lost,
// and the server makes another under another validity.
func (h *House) Renumber() {
	h.t.Helper()
	h.Kill()
	lost, err := filepath.Glob(h.mail("dovecot*"))
	h.must(err)
	for _, file := range lost {
		h.must(os.Remove(file))
	}
	h.Start()
}

// Kill ends Dovecot without a word, and everybody who was in.
func (h *House) Kill() {
	h.t.Helper()
	h.dovecot.kill()
	h.must(os.Remove(h.at("run", "master.pid"))) // by which the next one would think that it still lives
}

// Start runs Dovecot, where it was before.
func (h *House) Start() {
	h.t.Helper()
	h.dovecot = h.run(&h.owner, "/usr/sbin/dovecot", "-F", "-c", h.at("dovecot.conf"))
	h.dovecot.await(h.t, h.IMAP, "* OK")
}

func (h *House) at(names ...string) string {
	return filepath.Join(append([]string{h.Folder}, names...)...)
}

func (h *House) mail(names ...string) string {
	return h.at(append([]string{"mail", User}, names...)...)
}

func (h *House) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("mailtest: %v", err)
	}
}

func (h *House) write(name, text string) {
	h.t.Helper()
	h.must(os.MkdirAll(filepath.Dir(h.at(name)), 0o755))
	h.must(os.WriteFile(h.at(name), []byte(text), 0o644))
}

func (h *House) give(path string) {
	h.t.Helper()
	if os.Getuid() == 0 {
		h.must(os.Chown(path, h.owner.uid, h.owner.gid))
	}
}

func (h *House) tell(log string) {
	lines, err := os.ReadFile(h.at(log))
	if err == nil {
		h.t.Logf("mailtest: %s:\n%s", log, lines[max(0, len(lines)-4000):])
	}
}

// keeper runs a server for as long as its standard input is open. When the test
// dies, that closes, and the server goes too.
const keeper = `"$@" & server=$!
read -r _
kill $server
wait $server`

// server is a server and whoever it started.
type server struct {
	keeper *exec.Cmd
	hold   interface{ Close() error }
	said   bytes.Buffer
	done   chan struct{}
}

func (h *House) run(as *identity, command ...string) *server {
	h.t.Helper()
	s := &server{done: make(chan struct{})}
	s.keeper = exec.Command("/bin/sh", append([]string{"-c", keeper, "keeper"}, command...)...)
	s.keeper.Dir, s.keeper.Stdout, s.keeper.Stderr = "/", &s.said, &s.said
	s.keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if as != nil && os.Getuid() == 0 {
		s.keeper.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(as.uid), Gid: uint32(as.gid)}
	}
	hold, err := s.keeper.StdinPipe()
	h.must(err)
	s.hold = hold
	h.must(s.keeper.Start())
	go func() {
		defer close(s.done)
		_ = s.keeper.Wait()
	}()
	return s
}

// patience is how long a server may take to come or to go.
const patience = 20 * time.Second

// await returns when the server greets on a port.
func (s *server) await(t testing.TB, port int, greeting string) {
	t.Helper()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for limit := time.After(patience); ; {
		if greets(port, greeting) {
			return
		}
		select {
		case <-look.C:
		case <-s.done:
			t.Fatalf("mailtest: %v ended: %s", s.keeper.Args[4:], s.said.String())
		case <-limit:
			s.kill()
			t.Fatalf("mailtest: %v did not greet on port %d: %s", s.keeper.Args[4:], port, s.said.String())
		}
	}
}

func greets(port int, greeting string) bool {
	conn, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), time.Second)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	word := make([]byte, 64)
	n, _ := conn.Read(word)
	return strings.HasPrefix(string(word[:n]), greeting)
}

// stop ends the server kindly, and by force when that takes too long.
func (s *server) stop(t testing.TB) {
	_ = s.hold.Close()
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Errorf("mailtest: %v did not stop", s.keeper.Args[4:])
	}
	s.kill()
}

func (s *server) kill() {
	err := syscall.Kill(-s.keeper.Process.Pid, syscall.SIGKILL)
	if err != nil && !errors.Is(err, syscall.ESRCH) {
		panic(err)
	}
	<-s.done
}
