// Package imap reads mailboxes by IMAP: it signs in, lists, fetches and waits for
// news. It changes nothing in a mailbox (the folder is opened for reading only),
// and nothing that it waits for can hang: every step has its time, after which the
// connection is closed and the step fails.
package imap

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"anlan/internal/arrive/mailbox"
)

// Times say how long a step may take.
type Times struct {
	Dial  time.Duration
	Step  time.Duration // a command with a short answer
	List  time.Duration // the numbers of a hundred thousand mails
	Fetch time.Duration // one mail
}

var usual = Times{Dial: 20 * time.Second, Step: 30 * time.Second, List: 2 * time.Minute, Fetch: 5 * time.Minute}

// maxMail is how much of a mail is read, in bytes. What is longer is cut there.
const maxMail = 50 << 20

// Box is a folder that is open.
type Box struct {
	conn   net.Conn
	client *imapclient.Client
	state  mailbox.Standing
	idles  bool
	news   chan struct{}
	times  Times
}

// Open signs in and opens the folder. What is in the way comes back as a
// *mailbox.Trouble.
func Open(ctx context.Context, a mailbox.Account) (mailbox.Box, error) { return usual.Open(ctx, a) }

// Open is Open with other times.
func (t Times) Open(ctx context.Context, a mailbox.Account) (mailbox.Box, error) {
	b := &Box{news: make(chan struct{}, 1), times: t}
	if err := b.dial(ctx, a); err != nil {
		return nil, err
	}
	if err := b.enter(ctx, a); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func (b *Box) dial(ctx context.Context, a mailbox.Account) error {
	address := net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
	dialer := &net.Dialer{Timeout: b.times.Dial, KeepAlive: time.Minute}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return trouble(mailbox.NoLine(err, "unreachable"), err)
	}
	b.conn = conn
	secure := &tls.Config{ServerName: a.Host, MinVersion: tls.VersionTLS12}
	options := &imapclient.Options{TLSConfig: secure, UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) { b.tell() },
		Expunge: func(uint32) { b.tell() },
		Fetch:   func(m *imapclient.FetchMessageData) { _, _ = m.Collect() }, // a flag changed: nothing to us
	}}
	return b.within(ctx, b.times.Dial, func() error {
		switch a.Security {
		case "none":
			b.client = imapclient.New(conn, options)
		case "starttls":
			client, err := imapclient.NewStartTLS(conn, options)
			if err != nil {
				return trouble(mailbox.NoLine(err, "not_secure"), err)
			}
			b.client = client
		default:
			secured := tls.Client(conn, secure)
			if err := secured.HandshakeContext(ctx); err != nil {
				return trouble(mailbox.NoLine(err, "not_secure"), err)
			}
			b.client = imapclient.New(secured, options)
		}
		if err := b.client.WaitGreeting(); err != nil {
			return trouble("unreachable", err)
		}
		return nil
	})
}

func (b *Box) enter(ctx context.Context, a mailbox.Account) error {
	return b.within(ctx, 2*b.times.Step, func() error {
		if err := b.signIn(a); err != nil {
			return err
		}
		caps := b.client.Caps()
		b.idles = caps.Has(imap.CapIdle) || caps.Has(imap.CapIMAP4rev2)
		// 163, QQ and their like show nothing before they know who asks. A server that
		// does not know the command says so, and that is all.
		if caps.Has(imap.CapID) {
			_, _ = b.client.ID(&imap.IDData{Name: "Anlan", Vendor: "Anlan"}).Wait()
		}
		folder, err := b.client.Select(a.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err != nil {
			return refusal("folder", err)
		}
		b.state = mailbox.Standing{Validity: folder.UIDValidity, Next: uint32(folder.UIDNext), Mails: folder.NumMessages}
		return nil
	})
}

func (b *Box) signIn(a mailbox.Account) error {
	if a.Token != "" {
		if err := b.client.Authenticate(byToken(b.client.Caps(), a)); err != nil {
			return aboutToken(err)
		}
		return nil
	}
	if err := b.client.Login(a.User, a.Password).Wait(); err != nil {
		return refusal(mailbox.Refusal(a.Host, err.Error()), err)
	}
	return nil
}

// Standing is how the folder stood when it was opened.
func (b *Box) Standing() mailbox.Standing { return b.state }

// UIDs lists the mails from a UID on, in order.
func (b *Box) UIDs(ctx context.Context, from uint32) (found []uint32, err error) {
	return b.search(ctx, &imap.SearchCriteria{UID: []imap.UIDSet{{imap.UIDRange{Start: imap.UID(max(1, from))}}}}, from)
}

// Since lists the mails that came in on a day or later, in order.
func (b *Box) Since(ctx context.Context, day time.Time) ([]uint32, error) {
	return b.search(ctx, &imap.SearchCriteria{Since: day}, 1)
}

func (b *Box) search(ctx context.Context, c *imap.SearchCriteria, from uint32) (found []uint32, err error) {
	err = b.within(ctx, b.times.List, func() error {
		answer, err := b.client.UIDSearch(c, nil).Wait()
		if err != nil {
			return refusal("list", err)
		}
		for _, uid := range answer.AllUIDs() {
			if uint32(uid) >= from { // n:* gives the last mail even where that is below n
				found = append(found, uint32(uid))
			}
		}
		return nil
	})
	slices.Sort(found)
	return found, err
}

// Fetch reads mails and hands each on as it comes. A mail that is gone meanwhile
// is passed over.
func (b *Box) Fetch(ctx context.Context, uids []uint32, each func(mailbox.Raw) error) error {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	// Each mail has its time, not all of them: each() may wait for the database.
	guard := time.AfterFunc(b.times.Fetch, func() { _ = b.conn.Close() })
	defer guard.Stop()
	stop := context.AfterFunc(ctx, func() { _ = b.conn.Close() })
	defer stop()
	whole := &imap.FetchItemBodySection{Peek: true}
	answers := b.client.Fetch(set, &imap.FetchOptions{UID: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{whole}})
	for {
		m := answers.Next()
		if m == nil {
			break
		}
		guard.Reset(b.times.Fetch)
		raw, err := read(m)
		if err != nil {
			return errors.Join(refusal("fetch", err), answers.Close())
		}
		if raw.UID == 0 || raw.Data == nil {
			continue
		}
		guard.Stop()
		if err := each(raw); err != nil {
			_ = b.conn.Close() // the rest is not wanted any more
			_ = answers.Close()
			return err
		}
		guard.Reset(b.times.Fetch)
	}
	if err := answers.Close(); err != nil {
		return refusal("fetch", err)
	}
	return nil
}

func read(m *imapclient.FetchMessageData) (raw mailbox.Raw, err error) {
	for {
		switch item := m.Next().(type) {
		case nil:
			return raw, nil
		case imapclient.FetchItemDataUID:
			raw.UID = uint32(item.UID)
		case imapclient.FetchItemDataInternalDate:
			raw.CameAt = item.Time
		case imapclient.FetchItemDataBodySection:
			if item.Literal == nil {
				raw.Data = []byte{}
				continue
			}
			if raw.Data, err = io.ReadAll(io.LimitReader(item.Literal, maxMail)); err != nil {
				return raw, err
			}
			n, err := io.Copy(io.Discard, item.Literal)
			if err != nil {
				return raw, err
			}
			raw.Cut = n > 0
		}
	}
}

// Wait returns when the server has news, or when limit is over. Where a server
// cannot tell, it only waits.
func (b *Box) Wait(ctx context.Context, limit time.Duration) error {
	over := time.NewTimer(limit)
	defer over.Stop()
	if !b.idles {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-b.client.Closed():
			return trouble("hung_up", io.EOF)
		case <-over.C:
			return b.within(ctx, b.times.Step, func() error {
				if err := b.client.Noop().Wait(); err != nil {
					return trouble("hung_up", err)
				}
				return nil
			})
		}
	}
	var idle *imapclient.IdleCommand
	err := b.within(ctx, b.times.Step, func() (err error) {
		if idle, err = b.client.Idle(); err != nil {
			return trouble("hung_up", err)
		}
		return nil
	})
	if err != nil {
		return errors.Join(ctx.Err(), err)
	}
	select {
	case <-ctx.Done():
	case <-b.client.Closed():
	case <-b.news:
	case <-over.C:
	}
	// The library waits for ever for the end of an IDLE; a line that is dead would
	// hold us.
	err = b.within(ctx, b.times.Step, func() error {
		if err := errors.Join(idle.Close(), idle.Wait()); err != nil {
			return trouble("hung_up", err)
		}
		return nil
	})
	return errors.Join(ctx.Err(), err)
}

func (b *Box) tell() {
	select {
	case b.news <- struct{}{}:
	default:
	}
}

// Close hangs up.
func (b *Box) Close() {
	if b.conn != nil {
		_ = b.conn.Close()
	}
	if b.client != nil {
		_ = b.client.Close()
	}
}

// within does a step, and closes the connection when its time is over.
func (b *Box) within(ctx context.Context, limit time.Duration, step func() error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = b.conn.Close() })
	defer stop()
	err := step()
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &mailbox.Trouble{Reason: "silent", Said: fmt.Sprintf("no answer within %s", limit)}
	}
	return err
}

func trouble(reason string, err error) error {
	return &mailbox.Trouble{Reason: reason, Said: err.Error(), Cause: err}
}

// refusal is trouble when the server said no, and a broken line otherwise.
func refusal(reason string, err error) error {
	var no *imap.Error
	if errors.As(err, &no) {
		return &mailbox.Trouble{Reason: reason, Said: no.Text, Cause: err}
	}
	return trouble("hung_up", err)
}
