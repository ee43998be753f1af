package email

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/arrive/outbox"
)

// sendTimeout bounds one conversation with a mail server.
const sendTimeout = time.Minute

// wire is a connection to a mail server on which we are let in.
type wire struct {
	c       *smtp.Client
	carried int
	broken  bool
	idle    *time.Timer // hangs up when nothing is sent for a while
}

// dial gets to a mail server.
func dial(ctx context.Context, s intake.SMTP) (*wire, error) {
	client, err := mail.NewClient(s.Host, options(s, sendTimeout)...)
	if err != nil {
		return nil, &hopeless{conversation.Failure{Reason: "server_settings", Said: err.Error()}}
	}
	c, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, &stopped{at: notIn, err: err, host: s.Host}
	}
	// Who is told that a mail arrived need not ask the customer; headers are enough
	// to recognise a mail by.
	c.SetDSNMailReturnOption("HDRS")
	c.SetDSNRcptNotifyOption("SUCCESS,FAILURE,DELAY")
	return &wire{c: c}, nil
}

// envelope is what a mail server needs to know of a mail.
type envelope struct {
	from, to string
	utf8     bool // an address needs SMTPUTF8
	content  []byte
}

// step is how far a mail came on a line.
type step int

const (
	notIn          step = iota // the server cannot be had, or does not let us in
	atTheSender                // it does not take mail from us
	atTheRecipient             // it does not take mail for them
	atTheContent               // it does not take this mail
	afterTheLast               // everything was said, and no answer came
)

// stopped is why a mail did not get through.
type stopped struct {
	at   step
	err  error
	host string // whose server it is, where we did not get in
}

func (s *stopped) Error() string { return s.err.Error() }
func (s *stopped) Unwrap() error { return s.err }

// answer is what the server said; nil when the line broke.
func (s *stopped) answer() *textproto.Error {
	var said *textproto.Error
	if errors.As(s.err, &said) {
		return said
	}
	return nil
}

var enhancedAtStart = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// status is the answer as RFC 3463 numbers it, "" when the server does not.
func (s *stopped) status() string {
	if said := s.answer(); said != nil {
		return enhancedAtStart.FindString(said.Msg)
	}
	return ""
}

// carry gives a mail to the server. promise is called once the server is willing to
// hear the words; without it they are not said.
func (l *wire) carry(e envelope, promise func() error) error {
	if offered, _ := l.c.Extension("SMTPUTF8"); e.utf8 && !offered {
		return &hopeless{conversation.Failure{Reason: "needs_utf8", Address: e.to}}
	}
	// Servers that offer SMTPUTF8 bounce in another format once it is used, so it
	// is only asked for when an address needs it.
	l.c.SkipSMTPUTF8(!e.utf8)
	if err := l.c.UpdateDeadline(sendTimeout); err != nil {
		return l.fails(notIn, err)
	}
	if err := l.c.Mail("<" + e.from + ">"); err != nil {
		return l.fails(atTheSender, err)
	}
	if err := l.c.Rcpt("<" + e.to + ">"); err != nil {
		return l.fails(atTheRecipient, err)
	}
	if err := promise(); err != nil {
		l.reset()
		return err
	}
	words, err := l.c.Data()
	if err != nil {
		return l.fails(atTheContent, err)
	}
	if _, err := words.Write(e.content); err != nil { // without the dot at its end it is no mail (RFC 5321, 4.1.1.4)
		l.broken = true
		return &stopped{at: notIn, err: err}
	}
	if err := words.Close(); err != nil {
		at := afterTheLast
		if (&stopped{err: err}).answer() != nil {
			at = atTheContent
		}
		return l.fails(at, err)
	}
	l.carried++
	return nil
}

// fails makes a line ready for the next mail, where it can be. A server that hangs
// up does so on us, whatever we had asked.
func (l *wire) fails(at step, err error) error {
	s := &stopped{at: at, err: err}
	if said := s.answer(); said != nil && said.Code != 421 {
		l.reset()
		return s
	}
	l.broken = true
	if at != afterTheLast {
		s.at = notIn
	}
	return s
}

func (l *wire) reset() {
	if err := l.c.Reset(); err != nil {
		l.broken = true
	}
}

func (l *wire) hangUp() {
	if l.broken {
		_ = l.c.Close()
		return
	}
	_ = l.c.UpdateDeadline(goodbye)
	_ = l.c.Quit() // how it hangs up is its own affair
}

// goodbye is how long a server may take to say it.
const goodbye = 2 * time.Second

// words is what the server said.
func (s *stopped) words() string {
	if said := s.answer(); said != nil {
		return fmt.Sprintf("%03d %s", said.Code, said.Msg)
	}
	return s.err.Error()
}

// forGood tells that asking again would give the same answer. At the door nothing
// is for good: a password that is wrong is put right, and the mail leaves then.
func (s *stopped) forGood() bool {
	said := s.answer()
	return s.at != notIn && said != nil && said.Code >= 500 && said.Code < 600
}

// failure is why a server will not take a mail.
func (s *stopped) failure(to string) conversation.Failure {
	f := conversation.Failure{Reason: "refused", Status: s.status(), Said: s.words()}
	if s.at == atTheSender {
		return f
	}
	f.Address = to
	switch because := outbox.Because(f.Status, f.Said); because {
	case "bounced", "trouble", "undelivered":
	default:
		f.Reason = because
	}
	return f
}

// putting is why to come back later. Greylisting says 450 or 451 to the recipient
// at first, and takes the mail when it comes again after minutes.
func (s *stopped) putting() outbox.Putting {
	said := s.answer()
	here := s.at == notIn || s.at == atTheSender
	p := outbox.Putting{Here: here, Soon: !here && said != nil && (said.Code == 450 || said.Code == 451), Said: s.words()}
	if here {
		p.Why = "smtp." + s.inTheWay()
	}
	return p
}

// inTheWay tells in a code why our own server cannot be had.
func (s *stopped) inTheWay() string {
	said := s.answer()
	switch {
	case errors.Is(s.err, mail.ErrNoSupportedAuthDiscovered):
		return "no_login"
	case said == nil:
		return mailbox.NoLine(s.err, "unreachable")
	case s.at == notIn && (said.Code == 530 || said.Code == 534 || said.Code == 535 || said.Code == 538):
		return mailbox.Refusal(s.host, s.words())
	}
	return "refused"
}
