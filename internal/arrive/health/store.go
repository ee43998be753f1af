package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

type boxRow struct {
	Channel      fact.ChannelID `bun:"channel_id"`
	State        string         `bun:"state"`
	Reason       string         `bun:"reason"`
	Said         string         `bun:"said"`
	FailingSince int64          `bun:"failing_since"`
	NextAt       int64          `bun:"next_at"`
	Backlog      int            `bun:"backlog"`
	CompleteAt   int64          `bun:"complete_at"`
	LeaseUntil   int64          `bun:"lease_until"`
	Missing      int            `bun:"missing"`
}

type delayRow struct {
	Channel fact.ChannelID `bun:"channel_id"`
	Since   int64          `bun:"since"`
	NextAt  int64          `bun:"next_at"`
	Why     string         `bun:"why"`
	Said    string         `bun:"said"`
}

type waitingRow struct {
	Channel fact.ChannelID `bun:"channel_id"`
	N       int            `bun:"n"`
	Oldest  int64          `bun:"oldest"`
}

type grantRow struct {
	Channel     fact.ChannelID `bun:"channel_id"`
	State       string         `bun:"state"`
	Reason      string         `bun:"reason"`
	Said        string         `bun:"said"`
	AccessUntil int64          `bun:"access_until"`
	SecretUntil int64          `bun:"secret_until"`
}

type keyRow struct {
	Channel   fact.ChannelID `bun:"channel_id"`
	Domain    string         `bun:"domain"`
	Signs     bool           `bun:"signs"`
	Found     string         `bun:"found"`
	CheckedAt int64          `bun:"checked_at"`
}

// certificateRow is the key of a mailbox that is good for longest (S/MIME).
type certificateRow struct {
	Channel fact.ChannelID `bun:"channel_id"`
	Until   int64          `bun:"valid_until"`
}

type troubleRow struct {
	bun.BaseModel `bun:"table:channel_trouble"`
	ID            fact.TroubleID `bun:"id,pk"`
	Channel       fact.ChannelID `bun:"channel_id"`
	Part          Part           `bun:"part"`
	State         State          `bun:"state"`
	Code          string         `bun:"code"`
	About         string         `bun:"about"`
	Since         int64          `bun:"since"`
	NotedAt       int64          `bun:"noted_at"`
	OverAt        int64          `bun:"over_at"`
}

func (r troubleRow) trouble() (Trouble, error) {
	t := Trouble{
		ID: r.ID, Channel: r.Channel, Part: r.Part, State: r.State, Code: r.Code,
		Since: instant(r.Since), NotedAt: instant(r.NotedAt), OverAt: shown(r.OverAt),
	}
	return t, json.Unmarshal([]byte(r.About), &t.About)
}

func present(rows []troubleRow) ([]Trouble, error) {
	list := make([]Trouble, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.trouble(); err != nil {
			return nil, fmt.Errorf("read trouble %s: %w", r.ID, err)
		}
	}
	return list, nil
}

// open are the troubles that are not over.
func open(ctx context.Context, q db.Reader) (rows []troubleRow, err error) {
	err = q.NewRaw("SELECT "+db.Columns[troubleRow]()+" FROM channel_trouble WHERE over_at = 0 ORDER BY noted_at, id").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list troubles: %w", err)
	}
	return rows, nil
}

// look asks the parts of all channels how they are. A house has few channels, so
// each question is asked once for all of them.
func (w *Ward) look(ctx context.Context, channels []intake.Channel) ([]signs, error) {
	q := w.db.Read()
	boxes, err := of(ctx, q, func(r boxRow) fact.ChannelID { return r.Channel }, `SELECT m.channel_id, m.state, m.reason, m.said, m.failing_since, m.next_at, m.backlog, m.complete_at, m.lease_until,
		COALESCE((SELECT r.difference FROM reconciliation r WHERE r.channel_id = m.channel_id AND r.mailbox = m.name ORDER BY r.at DESC LIMIT 1), 0) AS missing
		FROM mailbox m`)
	if err != nil {
		return nil, err
	}
	delays, err := of(ctx, q, func(r delayRow) fact.ChannelID { return r.Channel }, "SELECT channel_id, since, next_at, why, said FROM mail_delay WHERE domain = ''")
	if err != nil {
		return nil, err
	}
	waiting, err := of(ctx, q, func(r waitingRow) fact.ChannelID { return r.Channel },
		"SELECT channel_id, COUNT(*) AS n, MIN(first_try_at) AS oldest FROM outgoing WHERE state IN ('waiting', 'handing') GROUP BY channel_id")
	if err != nil {
		return nil, err
	}
	grants, err := of(ctx, q, func(r grantRow) fact.ChannelID { return r.Channel }, "SELECT channel_id, state, reason, said, access_until, secret_until FROM mail_grant")
	if err != nil {
		return nil, err
	}
	signing, err := of(ctx, q, func(r keyRow) fact.ChannelID { return r.Channel }, "SELECT channel_id, domain, signs, found, checked_at FROM dkim_key")
	if err != nil {
		return nil, err
	}
	certificates, err := of(ctx, q, func(r certificateRow) fact.ChannelID { return r.Channel }, "SELECT channel_id, MAX(valid_until) AS valid_until FROM smime_key GROUP BY channel_id")
	if err != nil {
		return nil, err
	}
	sends := map[fact.ChannelID]bool{}
	for _, c := range channels {
		sends[c.ID] = c.Kind == intake.Email && c.State == "active" && c.CanSend()
	}
	list := make([]signs, len(channels))
	for i, c := range channels {
		list[i] = signs{
			channel: c.ID, name: c.Name, kind: c.Kind, closed: c.State != "active", fetches: c.Fetches(),
			box: boxes[c.ID], delay: delays[c.ID], waiting: waiting[c.ID], grant: grants[c.ID], missing: boxes[c.ID].Missing, key: signing[c.ID], certificate: certificates[c.ID],
			lastIn: millis(c.LastInboundAt), lastOut: millis(c.LastOutboundAt), sends: c.ByMail() && c.CanSend(),
		}
		if by := answeredBy(c); by != "" {
			list[i].answersBy, list[i].answers = by, sends[by]
		}
		if c.Kind == intake.Email {
			if err := w.lookAtMailbox(ctx, c, &list[i]); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// lookAtMailbox is what a mailbox's settings say of it, and the key that it signs with.
func (w *Ward) lookAtMailbox(ctx context.Context, c intake.Channel, s *signs) error {
	settings, err := c.Email()
	if err != nil {
		return fmt.Errorf("read the settings of channel %s: %w", c.ID, err)
	}
	s.mailbox, s.address, s.signed = true, settings.Address, settings.SignReplies
	if s.grant.State == "" { // else it is entered by a provider's word
		_, in := w.channels.Password(c, intake.ByIMAP)
		_, out := w.channels.Password(c, intake.BySMTP)
		s.sealedIn, s.sealedOut = s.fetches && errors.Is(in, intake.ErrSealed), s.sends && errors.Is(out, intake.ErrSealed)
	}
	if s.signed {
		s.signing, err = w.safe.Signing(ctx, c.ID, settings.Address)
	}
	return err
}

// answeredBy is the mailbox by which somebody is answered who did not write by mail.
func answeredBy(c intake.Channel) fact.ChannelID {
	switch c.Kind {
	case intake.Form:
		if s, err := c.Form(); err == nil {
			return s.Mailbox
		}
	case intake.Webchat:
		if s, err := c.Webchat(); err == nil {
			return s.Continuing.Mailbox
		}
	}
	return ""
}

// of are the rows of a question, by channel.
func of[R any](ctx context.Context, q db.Reader, channel func(R) fact.ChannelID, query string) (map[fact.ChannelID]R, error) {
	var rows []R
	if err := q.NewRaw(query).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look at the channels: %w", err)
	}
	by := make(map[fact.ChannelID]R, len(rows))
	for _, r := range rows {
		by[channel(r)] = r
	}
	return by, nil
}

func (s signs) health(troubles []Trouble, now int64) Health {
	h := Health{
		Channel: s.channel, Name: s.name, Kind: s.kind, State: Closed, Troubles: []Trouble{},
		LastInboundAt: shown(s.lastIn), LastOutboundAt: shown(s.lastOut),
	}
	if !s.closed {
		inOrder(troubles)
		h.State, h.Troubles = worst(troubles), append(h.Troubles, troubles...)
	}
	if s.fetches {
		h.In = &Incoming{State: s.box.State, FailingSince: shown(s.box.FailingSince), NextAt: shown(s.box.NextAt), Backlog: s.box.Backlog, CompleteAt: shown(s.box.CompleteAt)}
		if h.In.State != string(mailbox.Failing) && s.box.LeaseUntil < now { // whoever had it is gone
			h.In.State = string(mailbox.Waiting)
		}
	}
	if s.sends {
		h.Out = &Outgoing{Waiting: s.waiting.N, OldestAt: shown(s.waiting.Oldest), FailingSince: shown(s.delay.Since), NextAt: shown(s.delay.NextAt)}
	}
	if s.grant.State != "" {
		h.Grant = &Granted{State: s.grant.State, AccessUntil: shown(s.grant.AccessUntil), SecretUntil: shown(s.grant.SecretUntil)}
	}
	return h
}
