package email_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// door is a mail server on loopback that answers what it was told to.
type door struct {
	greets, offers, login string
	secure                *tls.Config // nil: an open line
	asked                 chan string
}

func (d *door) open(t *testing.T) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	d.asked = make(chan string, 1000)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if d.secure != nil {
				c = tls.Server(c, d.secure)
			}
			go d.talk(c)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func (d *door) talk(c net.Conn) {
	defer func() { _ = c.Close() }()
	say := func(line string) { _, _ = fmt.Fprint(c, line+"\r\n") }
	say(d.greets)
	for lines := bufio.NewScanner(c); lines.Scan(); {
		verb, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " ")
		d.asked <- verb
		switch verb {
		case "EHLO":
			say("250-here" + d.offers + "\r\n250 8BITMIME")
		case "AUTH":
			say("334 PDE3QGhlcmU+")
			lines.Scan()
			say(d.login)
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func TestAMailServerIsTriedAndNothingIsSent(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		post := email.NewPost(w.DB, w.Inbox, w.Channels, w.Contacts, w.Files, w.Grants, w.Outbox, w.Wording, w.Safe)
		check := func(port int, security, user string) error {
			c := w.Channel(intake.Email, "支持邮箱", fmt.Sprintf(
				`{"address":"support@anlan.example","smtp":{"host":"127.0.0.1","port":%d,"security":%q,"user":%q,"password":"calm"}}`, port, security, user))
			return post.Check(w.Ctx, access.System, c.ID)
		}
		const hello, login = "220 here ESMTP", "\r\n250-AUTH CRAM-MD5"

		open := &door{greets: hello, offers: login, login: "235 welcome"}
		port := open.open(t)
		require.NoError(t, check(port, "none", ""))
		require.NoError(t, check(port, "none", "support"))
		close(open.asked)
		for verb := range open.asked {
			require.NotContains(t, []string{"MAIL", "RCPT", "DATA"}, verb)
		}

		strange := httptest.NewUnstartedServer(nil)
		strange.StartTLS() // whose certificate nobody vouches for
		t.Cleanup(strange.Close)
		for name, each := range map[string]struct {
			door           door
			security, user string
			code           string
		}{
			"wrong password":            {door{greets: hello, offers: login, login: "535 5.7.8 no"}, "none", "support", "smtp.password"},
			"it is busy":                {door{greets: hello, offers: login, login: "421 later"}, "none", "support", "smtp.refused"},
			"it wants nobody from here": {door{greets: "554 go away"}, "none", "", "smtp.refused"},
			"no STARTTLS":               {door{greets: hello, offers: login}, "starttls", "support", "smtp.not_secure"},
			"no TLS at that port":       {door{greets: hello}, "tls", "", "smtp.not_secure"},
			"a strange certificate":     {door{greets: hello, secure: strange.TLS}, "tls", "", "smtp.tls_untrusted"},
			"no login on an open line":  {door{greets: hello}, "none", "support", "smtp.no_login"},
		} {
			err := check(each.door.open(t), each.security, each.user)
			require.True(t, fault.Is(err, each.code), "%s: %v", name, err)
			require.NotEmpty(t, fault.Of(err).Values["said"], name)
		}

		gone, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, gone.Close())
		fault.Want(t, check(gone.Addr().(*net.TCPAddr).Port, "starttls", "support"), "smtp.port_closed")

		c := w.Channel(intake.Email, "没有服务器", `{"address":"in@anlan.example"}`)
		fault.Want(t, post.Check(w.Ctx, access.System, c.ID), "smtp.missing")
		chat := w.Channel(intake.Webchat, "网页", `{}`)
		fault.Want(t, post.Check(w.Ctx, access.System, chat.ID), "smtp.missing")
		fault.Want(t, post.Check(w.Ctx, w.Lin, c.ID), "access.denied")
	})
}
