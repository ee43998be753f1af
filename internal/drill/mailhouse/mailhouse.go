// Package mailhouse is a mail house on loopback, made of the real thing: Dovecot
// keeps the mailboxes (IMAP, and LMTP to fill them), Postfix takes mail by SMTP and
// writes the bounces. It lives in a folder of its own and goes when its owner does,
// however that ends.
package mailhouse

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
	"time"
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

	owner            identity // of the mailboxes
	dovecot, postfix *server
	mails            int
}

// Missing says what a house lacks on this machine, or "". Postfix is wanted only
// for a house with a post, and wants a superuser.
func Missing(post bool) string {
	needs := map[string]string{"/usr/sbin/dovecot": "Dovecot", "/usr/lib/dovecot/lmtp": "Dovecot's LMTP"}
	if post {
		needs["/usr/sbin/postconf"] = "Postfix"
	}
	for path, name := range needs {
		if _, err := os.Stat(path); err != nil {
			return name + " is not installed"
		}
	}
	if post && os.Getuid() != 0 {
		return "Postfix runs only for a superuser"
	}
	return ""
}

// Open starts Dovecot, and Postfix for a house with a post.
func Open(post bool) (h *House, err error) {
	h = &House{}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	if h.Folder, err = os.MkdirTemp("", "anlan-mail-"); err != nil { // sockets live in it: their paths must be short
		return h, err
	}
	if h.owner, err = owner(); err != nil {
		return h, err
	}
	if h.IMAP, err = free(); err != nil {
		return h, err
	}
	if err := h.furnish(); err != nil {
		return h, err
	}
	if err := h.Start(); err != nil || !post {
		return h, err
	}
	if h.SMTP, err = free(); err != nil {
		return h, err
	}
	if err := h.furnishPost(); err != nil {
		return h, err
	}
	// In a group of its own, which it ends when it is told to stop.
	if h.postfix, err = h.run(nil, "/usr/bin/setsid", "/usr/lib/postfix/sbin/master", "-d", "-c", h.at("etc")); err != nil {
		return h, err
	}
	return h, h.postfix.await(h.SMTP, "220 ")
}

// Close stops what runs and removes the folder.
func (h *House) Close() error {
	var errs []error
	for _, s := range []*server{h.postfix, h.dovecot} {
		if s != nil {
			errs = append(errs, s.stop())
		}
	}
	if h.Folder != "" {
		errs = append(errs, os.RemoveAll(h.Folder))
	}
	return errors.Join(errs...)
}

// identity is a user of the machine.
type identity struct {
	uid, gid    int
	name, group string
}

// owner is who keeps the mailboxes: we ourselves, or nobody when we are the
// superuser, for whom Dovecot opens no mailbox.
func owner() (identity, error) {
	who, err := user.Current()
	if err == nil && who.Uid == "0" {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return identity{}, err
	}
	group, err := user.LookupGroupId(who.Gid)
	if err != nil {
		return identity{}, err
	}
	uid, _ := strconv.Atoi(who.Uid) // numbers, on every system that has these servers
	gid, _ := strconv.Atoi(who.Gid)
	return identity{uid: uid, gid: gid, name: who.Username, group: group.Name}, nil
}

// free is a port that nobody listens on.
func free() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// Send hands a mail to Postfix and returns once it has taken it.
func (h *House) Send(from, to, raw string) error {
	return smtp.SendMail(net.JoinHostPort("127.0.0.1", strconv.Itoa(h.SMTP)), nil, from, []string{to}, []byte(raw))
}

// Put lays a mail into the mailbox of User, as a program beside the server does.
func (h *House) Put(raw []byte) error {
	h.mails++
	name := fmt.Sprintf("%d.M%dP1.mailhouse", time.Now().Unix(), h.mails)
	return errors.Join(
		os.WriteFile(h.mail(User, "tmp", name), raw, 0o600),
		h.give(h.mail(User, "tmp", name)),
		os.Rename(h.mail(User, "tmp", name), h.mail(User, "new", name)))
}

// Delivered counts the mails that lie in somebody's mailbox and were not looked at.
func (h *House) Delivered(who string) int {
	files, _ := os.ReadDir(h.mail(who, "new")) // there is none before the first mail
	return len(files)
}

// Renumber makes the numbers of the mails mean nothing: the list of them is lost,
// and the server makes another under another validity. It keeps the file that says
// which validity was the last, or a list of the same second would have the same.
func (h *House) Renumber() error {
	if err := h.Kill(); err != nil {
		return err
	}
	lost, err := filepath.Glob(h.mail(User, "dovecot*"))
	errs := []error{err}
	for _, file := range lost {
		if !strings.HasPrefix(filepath.Base(file), "dovecot-uidvalidity") {
			errs = append(errs, os.Remove(file))
		}
	}
	return errors.Join(append(errs, h.Start())...)
}

// Speak lets Dovecot know other ways of signing in, from its next start on.
func (h *House) Speak(mechanisms string) error {
	conf, err := os.ReadFile(h.at("dovecot.conf"))
	if err != nil {
		return err
	}
	return h.write("dovecot.conf", strings.Replace(string(conf), allMechanisms, mechanisms, 1))
}

// Kill ends Dovecot without a word, and everybody who was in.
func (h *House) Kill() error {
	h.dovecot.kill()
	return os.Remove(h.at("run", "master.pid")) // by which the next one would think that it still lives
}

// Start runs Dovecot, where it was before.
func (h *House) Start() (err error) {
	if h.dovecot, err = h.run(&h.owner, "/usr/sbin/dovecot", "-F", "-c", h.at("dovecot.conf")); err != nil {
		return err
	}
	return h.dovecot.await(h.IMAP, "* OK")
}

// Log is the end of what a server wrote down: dovecot.log or postfix.log.
func (h *House) Log(name string) string {
	lines, _ := os.ReadFile(h.at(name)) // no server, no log
	return string(lines[max(0, len(lines)-4000):])
}

func (h *House) at(names ...string) string {
	return filepath.Join(append([]string{h.Folder}, names...)...)
}

func (h *House) mail(names ...string) string {
	return filepath.Join(append([]string{h.Folder, "mail"}, names...)...)
}

func (h *House) write(name, text string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(h.at(name)), 0o755), os.WriteFile(h.at(name), []byte(text), 0o644))
}

func (h *House) give(path string) error {
	if os.Getuid() != 0 {
		return nil
	}
	return os.Chown(path, h.owner.uid, h.owner.gid)
}

// keeper runs a server for as long as its standard input is open. When we die, that
// closes, and the server goes too.
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

func (h *House) run(as *identity, command ...string) (*server, error) {
	s := &server{done: make(chan struct{})}
	s.keeper = exec.Command("/bin/sh", append([]string{"-c", keeper, "keeper"}, command...)...)
	s.keeper.Dir, s.keeper.Stdout, s.keeper.Stderr = "/", &s.said, &s.said
	s.keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if as != nil && os.Getuid() == 0 {
		s.keeper.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(as.uid), Gid: uint32(as.gid)}
	}
	hold, err := s.keeper.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.hold = hold
	if err := s.keeper.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(s.done)
		_ = s.keeper.Wait()
	}()
	return s, nil
}

// patience is how long a server may take to come or to go.
const patience = 20 * time.Second

// await returns when the server greets on a port.
func (s *server) await(port int, greeting string) error {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for limit := time.After(patience); ; {
		if greets(port, greeting) {
			return nil
		}
		select {
		case <-look.C:
		case <-s.done:
			return fmt.Errorf("%v ended: %s", s.keeper.Args[4:], s.said.String())
		case <-limit:
			s.kill()
			return fmt.Errorf("%v did not greet on port %d: %s", s.keeper.Args[4:], port, s.said.String())
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
func (s *server) stop() (err error) {
	_ = s.hold.Close()
	select {
	case <-s.done:
	case <-time.After(patience):
		err = fmt.Errorf("%v did not stop", s.keeper.Args[4:])
	}
	s.kill()
	return err
}

func (s *server) kill() {
	err := syscall.Kill(-s.keeper.Process.Pid, syscall.SIGKILL)
	if err != nil && !errors.Is(err, syscall.ESRCH) {
		panic(err)
	}
	<-s.done
}
