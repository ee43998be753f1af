package email

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

// Reception takes mail in by SMTP or LMTP, as the house at the end of an MX record
// or behind a mail server of one's own. It takes mail for the addresses of e-mail
// channels alone and carries nothing further. It says yes only when what it took is
// saved: whatever breaks before that is sent once more by whoever sent it.
type Reception struct {
	channels *intake.Channels
	door     *intake.Door
	names    Names
	now      func() time.Time
	log      *slog.Logger
}

// NewReception is the reception of a node.
func NewReception(channels *intake.Channels, door *intake.Door, now func() time.Time, log *slog.Logger) *Reception {
	return &Reception{channels: channels, door: door, names: DNS, now: now, log: log}
}

// Bounds of what one sender may do.
const (
	receivedLimit = 50 << 20 // of a mail, in bytes; announced as SIZE
	recipients    = 100      // of one mail
	fromAddress   = 20       // connections of one address at a time
	fromAll       = 500
	receiveWithin = 5 * time.Minute // a command, or a stretch of a mail (RFC 5321, 4.5.3.2)
)

// Server is a server on this reception. name is what it calls itself.
func (r *Reception) Server(name string, lmtp bool) *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &visit{reception: r, conn: c, name: name, lmtp: lmtp}, nil
	}))
	s.Domain, s.LMTP = name, lmtp
	s.MaxMessageBytes, s.MaxRecipients = receivedLimit, recipients
	s.ReadTimeout, s.WriteTimeout = receiveWithin, time.Minute
	s.EnableSMTPUTF8 = true
	s.ErrorLog = slog.NewLogLogger(r.log.Handler(), slog.LevelDebug)
	return s
}

// visit is one connection.
type visit struct {
	reception *Reception
	conn      *smtp.Conn
	name      string
	lmtp      bool

	from string
	to   []addressed
}

// addressed is a recipient and the channel that it belongs to.
type addressed struct {
	address string
	channel intake.Channel
}

func (v *visit) Reset()        { v.from, v.to = "", nil }
func (v *visit) Logout() error { return nil }

// Mail begins a mail. Who sends bounces has no address (RFC 5321, 4.5.5).
func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.from = from
	return nil
}

var (
	errUnknown = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	errLater   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Cannot take it now, please come again"}
)

// Rcpt takes an address of a channel, with whatever stands behind a plus.
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	ctx, done := v.patience()
	defer done()
	channel, err := v.reception.channels.ByAddress(ctx, withoutPlus(to))
	switch {
	case fault.Is(err, "channel.missing"):
		return errUnknown
	case err != nil:
		v.reception.log.Warn("a recipient could not be looked up", "err", err)
		return errLater
	}
	v.to = append(v.to, addressed{to, channel})
	return nil
}

// withoutPlus is the mailbox that an address with a tag belongs to.
func withoutPlus(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	if plus := strings.IndexByte(local, '+'); plus > 0 {
		local = local[:plus]
	}
	return local + "@" + domain
}

func (v *visit) patience() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Minute)
}

// Data takes a mail in for all its recipients, or for none: SMTP has one answer.
func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	found := v.examine(raw)
	for _, one := range v.byChannel() {
		if err := v.take(one, raw, found); err != nil {
			return err // who took it already recognises it when it comes again
		}
	}
	return nil
}

// LMTPData answers for each recipient.
func (v *visit) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, one := range v.byChannel() {
		err := v.take(one, raw, nil) // who speaks LMTP is a mail server of ours, and has looked
		for _, to := range one {
			status.SetStatus(to.address, err)
		}
	}
	return nil
}

// byChannel are the recipients, those of one channel together.
func (v *visit) byChannel() (groups [][]addressed) {
	at := map[fact.ChannelID]int{}
	for _, to := range v.to {
		i, known := at[to.channel.ID]
		if !known {
			i = len(groups)
			at[to.channel.ID], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], to)
	}
	return groups
}

// examine looks who sends, where the mail comes from beyond our own network; nil is
// that a mail server of ours has looked.
func (v *visit) examine(raw []byte) []trust.Check {
	peer, err := netip.ParseAddrPort(v.conn.Conn().RemoteAddr().String())
	c := caller{ip: peer.Addr().Unmap().WithZone(""), helo: v.conn.Hostname(), from: v.from}
	if err != nil || !c.outside() {
		return nil
	}
	from := ""
	if m := Read(raw); m.From != nil {
		from = m.From.Address
	}
	return examine(context.Background(), v.reception.names, c, from, raw)
}

// take brings a mail into a channel.
func (v *visit) take(to []addressed, raw []byte, found []trust.Check) error {
	ctx, done := v.patience()
	defer done()
	channel, traced := to[0].channel, append(v.trace(to), raw...)
	in := received(channel, traced, v.name, found)
	in.ExternalID = nameOf(Read(raw), raw) // the same mail, whenever it comes
	_, err := v.reception.door.Accept(ctx, in)
	var refused *fault.Fault
	if errors.As(err, &refused) && (refused.Kind == fault.Invalid || refused.Kind == fault.TooLarge) {
		in = bare(channel, traced, err)
		in.ExternalID = nameOf(Read(raw), raw)
		_, err = v.reception.door.Accept(ctx, in)
	}
	if err != nil {
		v.reception.log.Warn("a mail could not be taken in; its sender keeps it", "channel", channel.ID, "err", err)
		return errLater
	}
	return nil
}

// trace is what a server writes on top of a mail (RFC 5321, 4.4): where bounces go,
// for whom it was, and how it came.
func (v *visit) trace(to []addressed) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Return-Path: <%s>\r\n", v.from)
	for _, one := range to {
		fmt.Fprintf(&b, "Delivered-To: %s\r\n", one.address)
	}
	with := "ESMTP"
	if v.lmtp {
		with = "LMTP"
	}
	if _, secure := v.conn.TLSConnectionState(); secure {
		with += "S"
	}
	host, _, err := net.SplitHostPort(v.conn.Conn().RemoteAddr().String())
	if err != nil {
		host = "local"
	}
	fmt.Fprintf(&b, "Received: from %s ([%s])\r\n\tby %s with %s\r\n\tfor <%s>; %s\r\n", plainWord(v.conn.Hostname()), host, v.name, with, to[0].address, v.reception.now().Format(time.RFC1123Z))
	return b.Bytes()
}

// plainWord is a name that can stand in a header.
func plainWord(name string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune("()<>;\\", r) {
			return -1
		}
		return r
	}, name[:min(len(name), 255)])
}

// Queue is a listener that lets so many in from one address, and so many at all.
type Queue struct {
	net.Listener

	mu   sync.Mutex
	from map[string]int
	all  int
}

// NewQueue bounds who comes to a listener.
func NewQueue(l net.Listener) *Queue { return &Queue{Listener: l, from: map[string]int{}} }

// Accept lets the next one in. Who has too many connections is told so.
func (q *Queue) Accept() (net.Conn, error) {
	for {
		conn, err := q.Listener.Accept()
		if err != nil {
			return nil, err
		}
		host, _, err := net.SplitHostPort(conn.RemoteAddr().String())
		if err != nil {
			host = ""
		}
		if q.enter(host) {
			return &guest{Conn: conn, leave: sync.OnceFunc(func() { q.leave(host) })}, nil
		}
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = io.WriteString(conn, "421 4.7.0 Too many connections, please come later\r\n")
		_ = conn.Close()
	}
}

func (q *Queue) enter(host string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.all >= fromAll || q.from[host] >= fromAddress {
		return false
	}
	q.all++
	q.from[host]++
	return true
}

func (q *Queue) leave(host string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.all--
	if q.from[host]--; q.from[host] <= 0 {
		delete(q.from, host)
	}
}

type guest struct {
	net.Conn
	leave func()
}

func (g *guest) Close() error {
	g.leave()
	return g.Conn.Close()
}
