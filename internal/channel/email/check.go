package email

import (
	"context"
	"errors"
	"io"
	"net"
	"net/textproto"
	"time"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// checkTimeout is how long somebody waits before the screen for a mail server.
const checkTimeout = 15 * time.Second

// Check gets to a channel's mail server as a reply would, up to the point at which
// the mail itself would follow: it sends nothing.
func (p *Post) Check(ctx context.Context, who access.Actor, id fact.ChannelID) error {
	if err := who.Require(access.ChannelManage); err != nil {
		return err
	}
	channel, err := p.channels.ByID(ctx, id)
	if err != nil {
		return err
	}
	if channel.Kind != intake.Email {
		return fault.New(fault.Missing, "smtp.missing")
	}
	settings, err := p.letIn(ctx, channel)
	if t := (*mailbox.Trouble)(nil); errors.As(err, &t) {
		return inTheWay(err)
	}
	if err != nil {
		return fault.New(fault.Broken, "server.broken").Because(err)
	}
	if settings.SMTP.Host == "" {
		return fault.New(fault.Missing, "smtp.missing")
	}
	if err := reach(ctx, settings.SMTP); err != nil {
		return err
	}
	return p.outbox.Reached(ctx, id)
}

// reach goes to the server twice: without a name first, so that what is wrong with
// the line is not taken for a wrong password.
func reach(ctx context.Context, s intake.SMTP) error {
	nameless := s
	nameless.User, nameless.Token = "", ""
	if err := enter(ctx, nameless); err != nil {
		return atTheDoor(s, err)
	}
	if s.User == "" {
		return nil
	}
	if err := enter(ctx, s); err != nil {
		return atTheLogin(s, err)
	}
	return nil
}

func enter(ctx context.Context, s intake.SMTP) error {
	client, err := mail.NewClient(s.Host, options(s, checkTimeout)...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	if err := client.DialWithContext(ctx); err != nil {
		return err
	}
	err = client.Reset()
	_ = client.Close() // how it hangs up is its own affair
	return err
}

// atTheDoor tells what kept us from a line on which one could log in.
func atTheDoor(s intake.SMTP, err error) error {
	var said *textproto.Error
	switch {
	case errors.As(err, &said):
		return wrong("refused", err)
	case s.Security == "none", cut(err):
		return wrong(mailbox.NoLine(err, "unreachable"), err)
	}
	return wrong(mailbox.NoLine(err, "not_secure"), err)
}

// atTheLogin tells why the server did not let us in by our name.
func atTheLogin(s intake.SMTP, err error) error {
	var said *textproto.Error
	switch {
	case errors.As(err, &said) && (said.Code == 421 || said.Code >= 450 && said.Code < 454):
		return wrong("refused", err) // it is busy; the password was not looked at
	case errors.As(err, &said) && s.Token != "":
		return wrong("token", err)
	case errors.As(err, &said):
		return wrong(mailbox.Refusal(s.Host, said.Error()), err)
	case cut(err):
		return wrong("unreachable", err)
	case s.Security == "none", errors.Is(err, mail.ErrNoSupportedAuthDiscovered): // our side does not say a password on an open line
		return wrong("no_login", err)
	}
	return wrong("refused", err)
}

// cut tells that there was no line, or that it broke off.
func cut(err error) bool {
	var on *net.OpError
	var slow net.Error
	return errors.As(err, &on) && on.Op != "remote error" && on.Op != "local error" || errors.Is(err, io.EOF) || errors.As(err, &slow) && slow.Timeout()
}

func wrong(what string, err error) error {
	return fault.New(fault.Invalid, "smtp."+what, "said", err.Error()).At("settings.smtp").Because(err)
}
