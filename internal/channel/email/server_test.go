package email_test

import (
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

// server is a mail server on loopback that keeps what it is given, and behaves as
// badly as it is told to.
type server struct {
	smtp *smtp.Server
	at   net.Listener

	mu      sync.Mutex
	lines   int // how often somebody connected
	got     [][]byte
	from    []string
	to      []string
	mail    []smtp.MailOptions
	rcpt    []smtp.RcptOptions
	refusal error

	atMail, atRcpt, atData func(about string) error // before it answers
	cut                    func(n int) bool         // hang up instead of answering the nth mail
}

var errHungUp = errors.New("hung up")

func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines++
	return &session{s: s, c: c}, nil
}

type session struct {
	s        *server
	c        *smtp.Conn
	from, to string
	mail     smtp.MailOptions
	rcpt     smtp.RcptOptions
}

func (x *session) Mail(from string, o *smtp.MailOptions) error {
	x.from, x.mail = from, *o
	return ask(x.s.atMail, from)
}

func (x *session) Reset()        {}
func (x *session) Logout() error { return nil }

func (x *session) Rcpt(to string, o *smtp.RcptOptions) error {
	x.to, x.rcpt = to, *o
	x.s.mu.Lock()
	refusal := x.s.refusal
	x.s.mu.Unlock()
	if refusal != nil {
		return refusal
	}
	return ask(x.s.atRcpt, to)
}

func (x *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := ask(x.s.atData, x.to); err != nil {
		return err
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	x.s.got, x.s.from, x.s.to = append(x.s.got, b), append(x.s.from, x.from), append(x.s.to, x.to)
	x.s.mail, x.s.rcpt = append(x.s.mail, x.mail), append(x.s.rcpt, x.rcpt)
	if x.s.cut != nil && x.s.cut(len(x.s.got)) {
		_ = x.c.Conn().Close()
		return errHungUp
	}
	return nil
}

func ask(answer func(string) error, about string) error {
	if answer == nil {
		return nil
	}
	return answer(about)
}

func (s *server) refuse(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = err
}

func (s *server) mails() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.got)
}

// mailServer starts one, and returns the port.
func mailServer(t *testing.T) (*server, int) {
	t.Helper()
	s := &server{}
	return s, s.listen(t, "127.0.0.1:0")
}

func (s *server) listen(t *testing.T, at string) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", at)
	require.NoError(t, err)
	s.smtp = smtp.NewServer(s)
	s.smtp.Domain, s.smtp.EnableDSN, s.smtp.EnableSMTPUTF8 = "localhost", true, true
	s.at = l
	out := s.smtp
	go func() { _ = out.Serve(l) }()
	t.Cleanup(func() { _ = out.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

func later(code int, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: words}
}

func never(detail smtp.EnhancedCode, words string) error {
	return &smtp.SMTPError{Code: 550, EnhancedCode: detail, Message: words}
}
