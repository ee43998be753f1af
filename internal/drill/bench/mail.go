package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"anlan/internal/drill/mailhouse"
)

// Mails says what goes through a mailbox: how many mails lie in it when the server
// is given the way in, and how many answers leave afterwards.
type Mails struct {
	House    *mailhouse.House
	Raw      func(n int) []byte // the mail of that number
	Mails    int
	Replies  int           // 0 where the house has no post
	Patience time.Duration // without news; then what is missing counts as an error
	Told     func(Result)
}

// Run measures how fast a mailbox comes in, and how fast answers go out. The clock
// of the one runs from the first mail that was seen to be in to the last; that of
// the other from the first request until the mail server has taken the last answer.
// What then arrives in the mailbox of the customer is counted.
func (m Mails) Run(ctx context.Context, t Target) ([]Result, error) {
	for n := range m.Mails {
		if err := m.House.Put(m.Raw(n)); err != nil {
			return nil, err
		}
	}
	c := newClient(t)
	var channel struct{ ID string }
	if err := c.call(ctx, 0, http.MethodPost, "/v1/channels", m.channel(), &channel); err != nil {
		return nil, err
	}
	in, err := m.in(ctx, t, c, channel.ID)
	if err != nil {
		return nil, err
	}
	results := []Result{m.told(t, in)}
	if m.Replies == 0 {
		return results, nil
	}
	out, err := m.out(ctx, t, c, channel.ID)
	if err != nil {
		return results, err
	}
	return append(results, m.told(t, out)), nil
}

func (m Mails) told(t Target, r Result) Result {
	r.Database, r.Conversations = t.Database, t.Conversations
	r = Judged(r)
	if m.Told != nil {
		m.Told(r)
	}
	return r
}

func (m Mails) channel() map[string]any {
	settings := map[string]any{"address": mailhouse.User, "imap": map[string]any{
		"host": "127.0.0.1", "port": m.House.IMAP, "security": "none", "user": mailhouse.User, "password": mailhouse.Password, "begin": "all",
	}}
	if m.House.SMTP != 0 {
		settings["smtp"] = map[string]any{"host": "127.0.0.1", "port": m.House.SMTP, "security": "none"}
	}
	return map[string]any{"kind": "email", "name": "anlan bench email", "settings": settings}
}

// fetched is how the fetching stands.
type fetched struct {
	Counts map[string]int `json:"counts"`
}

func (c *client) fetching(ctx context.Context, channel string) (f fetched, err error) {
	return f, c.call(ctx, 0, http.MethodGet, "/v1/channels/"+channel+"/mailbox", nil, &f)
}

func (f fetched) mails() (n int) {
	for _, count := range f.Counts {
		n += count
	}
	return n
}

// in waits until all mails have a line, and has the mailbox compared with what came in.
func (m Mails) in(ctx context.Context, t Target, c *client, channel string) (Result, error) {
	r := Result{Load: "email in", Connections: 1}
	var first, latest int
	var begun time.Time // when the first were seen to be in
	var before time.Duration
	if err := m.taken(ctx, c, channel); err != nil {
		return r, err
	}
	held, moved := memory{of: t.Resident}, time.Now()
	err := watch(ctx, 200*time.Millisecond, func() (bool, error) {
		f, err := c.fetching(ctx, channel)
		if err != nil {
			return false, err
		}
		n, now := f.mails(), time.Now()
		if n > 0 && begun.IsZero() {
			begun, first, before = now, n, used(t)
		}
		if n > latest {
			latest, moved = n, now
		}
		held.look(float64(n) / float64(m.Mails))
		return n >= m.Mails || now.Sub(moved) > m.Patience, nil
	})
	if err != nil {
		return r, err
	}
	r.Seconds = moved.Sub(begun).Seconds()
	r.N, r.Errors = latest, m.Mails-latest
	if timed := latest - first; timed > 0 {
		r.Rate = float64(timed) / r.Seconds
		r.CPU = float64((used(t) - before).Microseconds()) / 1000 / float64(timed)
	}
	r.Resident = held.second
	if held.first > 0 {
		r.Growth = 100 * (held.second/held.first - 1)
	}
	var compared struct {
		Difference int `json:"difference"`
	}
	if err := c.call(ctx, 0, http.MethodPost, "/v1/channels/"+channel+"/mailbox/reconciliations", nil, &compared); err != nil {
		return r, err
	}
	if compared.Difference != 0 {
		r.Errors += compared.Difference
		r.FirstError = fmt.Sprintf("mailbox and ledger differ by %d", compared.Difference)
	}
	return r, nil
}

// taken waits until a node has the mailbox; before, nothing is known of it.
func (m Mails) taken(ctx context.Context, c *client, channel string) (missing error) {
	begun := time.Now()
	err := watch(ctx, 50*time.Millisecond, func() (bool, error) {
		_, missing = c.fetching(ctx, channel)
		return missing == nil || time.Since(begun) > m.Patience, nil
	})
	return errors.Join(err, missing)
}

// memory is the most that the server held in the first and in the second half.
type memory struct {
	of            func() int64
	first, second float64
}

func (m *memory) look(done float64) {
	if m.of == nil {
		return
	}
	half := &m.first
	if done >= 0.5 {
		half = &m.second
	}
	*half = max(*half, float64(m.of())/1024)
}

// out answers as many customers, each in a conversation of his own, and counts
// what arrives.
func (m Mails) out(ctx context.Context, t Target, c *client, channel string) (Result, error) {
	r := Result{Load: "email out", Connections: 8}
	ids, err := m.written(ctx, c, channel)
	if err != nil {
		return r, err
	}
	there, before, begun := m.House.Delivered(mailhouse.Customer), used(t), time.Now()
	var posting errgroup.Group
	posting.SetLimit(r.Connections)
	for n, id := range ids {
		posting.Go(func() error {
			return c.call(ctx, n, http.MethodPost, "/v1/conversations/"+id+"/messages", map[string]any{"kind": "reply", "text": answers[n%len(answers)]}, nil)
		})
	}
	if err := posting.Wait(); err != nil {
		return r, err
	}
	for n, id := range ids {
		if err := m.left(ctx, c, n, id); err != nil {
			return r, err
		}
	}
	r.Seconds, r.CPU = time.Since(begun).Seconds(), float64((used(t)-before).Microseconds())/1000/float64(len(ids))
	moved := time.Now()
	err = watch(ctx, 50*time.Millisecond, func() (bool, error) {
		if n := m.House.Delivered(mailhouse.Customer) - there; n > r.N {
			r.N, moved = n, time.Now()
		}
		return r.N >= len(ids) || time.Since(moved) > m.Patience, nil
	})
	r.Rate, r.Errors = float64(len(ids))/r.Seconds, len(ids)-r.N
	return r, err
}

// left waits until the mail server has taken the answer in a conversation.
func (m Mails) left(ctx context.Context, c *client, n int, conversation string) error {
	begun := time.Now()
	return watch(ctx, 20*time.Millisecond, func() (bool, error) {
		var p struct {
			Items []struct {
				Kind     string `json:"kind"`
				Delivery struct {
					State string `json:"state"`
				} `json:"delivery"`
			} `json:"items"`
		}
		err := c.call(ctx, n, http.MethodGet, "/v1/conversations/"+conversation+"/messages?order=desc&limit=1", nil, &p)
		if err == nil && time.Since(begun) > m.Patience {
			err = errors.New("an answer did not leave")
		}
		return err == nil && len(p.Items) > 0 && p.Items[0].Kind == "reply" && slices.Contains([]string{"sent", "delivered"}, p.Items[0].Delivery.State), err
	})
}

// written has customers write, each from an address of his own that the house
// delivers to, and returns their conversations.
func (m Mails) written(ctx context.Context, c *client, channel string) ([]string, error) {
	f, err := c.fetching(ctx, channel)
	if err != nil {
		return nil, err
	}
	before := f.mails()
	for n := range m.Replies {
		if err := m.House.Put(letter(n, fmt.Sprintf("wang+%d@%s", n, mailhouse.Domain))); err != nil {
			return nil, err
		}
	}
	begun := time.Now()
	err = watch(ctx, 200*time.Millisecond, func() (bool, error) {
		if time.Since(begun) > m.Patience {
			return true, errors.New("the letters that are to be answered did not come in")
		}
		f, err := c.fetching(ctx, channel)
		return f.mails() >= before+m.Replies, err
	})
	if err != nil {
		return nil, err
	}
	var ids []string
	for next := ""; len(ids) < m.Replies; { // the newest first
		var p struct {
			Items []struct {
				Conversation string `json:"conversation_id"`
			} `json:"items"`
			Next string `json:"next"`
		}
		if err := c.call(ctx, 0, http.MethodGet, "/v1/channels/"+channel+"/mailbox/mails?limit=200&after="+next, nil, &p); err != nil {
			return nil, err
		}
		for _, line := range p.Items {
			ids = append(ids, line.Conversation)
		}
		if next = p.Next; next == "" {
			break
		}
	}
	return ids[:min(m.Replies, len(ids))], nil
}

// watch looks again and again until it is over.
func watch(ctx context.Context, every time.Duration, look func() (over bool, err error)) error {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		over, err := look()
		if over || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks.C:
		}
	}
}
