package email

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net"
	"slices"
	"sync"
	"time"

	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Collector fetches mail from the mailboxes of channels. Each node looks for those
// that nobody has; one that a node has is tended until its channel changes or the
// node stops.
type Collector struct {
	channels *intake.Channels
	door     *intake.Door
	ledger   *mailbox.Ledger
	keys     *grant.Keyring
	open     Opening
	node     string
	log      *slog.Logger
	pace     Pace

	exchangers Exchangers

	wake    chan struct{}
	again   sync.Map                  // channel → chan struct{}: it can be read again, somebody has just seen it
	tending map[fact.ChannelID]*watch // of the one goroutine that runs
}

// Opening gets into a mailbox, whatever its protocol.
type Opening func(ctx context.Context, a mailbox.Account) (mailbox.Box, error)

// watch is a mailbox that this node has.
type watch struct {
	version int
	granted int64
	stop    context.CancelFunc
	done    chan struct{}
}

// NewCollector is a collector for a node.
func NewCollector(channels *intake.Channels, door *intake.Door, ledger *mailbox.Ledger, keys *grant.Keyring, open Opening, node string, log *slog.Logger) *Collector {
	return &Collector{
		channels: channels, door: door, ledger: ledger, keys: keys, open: open, node: node, log: log, pace: usualPace, exchangers: net.DefaultResolver.LookupMX,
		wake: make(chan struct{}, 1), tending: map[fact.ChannelID]*watch{},
	}
}

// Pace is how often a collector does what nobody asked for.
type Pace struct {
	Look  time.Duration                    // for mailboxes that nobody has, and to keep ours
	Net   time.Duration                    // for new mail, even when the server says nothing; a line that is dead is found out by it
	All   time.Duration                    // at the whole mailbox
	Pause func(failures int) time.Duration // before the next attempt
}

var usualPace = Pace{Look: 5 * time.Second, Net: 90 * time.Second, All: time.Hour, Pause: mailbox.Pause}

// At sets another pace. Call it before Run.
func (c *Collector) At(p Pace) { c.pace = p }

// before is how far back mails are looked at again when their numbers mean nothing
// any more.
const before = 7 * 24 * time.Hour

// batch is how many mails are asked for at once.
const batch = 100

// Wake makes a running collector look at the channels now.
func (c *Collector) Wake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Run fetches until ctx ends.
func (c *Collector) Run(ctx context.Context) error {
	tick := time.NewTicker(c.pace.Look)
	defer tick.Stop()
	defer c.letGo()
	for {
		if err := c.look(ctx); err != nil && ctx.Err() == nil {
			c.log.Warn("the mailboxes could not be looked at; trying again", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-c.wake:
		case <-tick.C:
		}
	}
}

func (c *Collector) letGo() {
	for _, w := range c.tending {
		w.stop()
	}
	for _, w := range c.tending {
		<-w.done
	}
}

// look keeps what we have, lets go of what is no longer wanted, and takes what
// nobody has.
func (c *Collector) look(ctx context.Context) error {
	channels, err := c.channels.Fetched(ctx)
	if err != nil {
		return err
	}
	ours, err := c.ledger.Extend(ctx, c.node)
	if err != nil {
		return err
	}
	granted, err := c.keys.Generations(ctx)
	if err != nil {
		return err
	}
	wanted := map[fact.ChannelID]int{}
	for _, ch := range channels {
		wanted[ch.ID] = ch.Version
	}
	for id, w := range c.tending {
		version, still := wanted[id]
		if still && version == w.version && granted[id] == w.granted && slices.Contains(ours, id) && !over(w) {
			continue
		}
		w.stop()
		<-w.done
		delete(c.tending, id)
	}
	for _, ch := range channels {
		if c.tending[ch.ID] != nil {
			continue
		}
		account, settings, err := accountOf(ch)
		if err != nil {
			return err
		}
		hold, taken, err := c.ledger.Claim(ctx, ch.ID, account.Name(), c.node)
		if err != nil {
			return err
		}
		if !taken {
			continue
		}
		watching, stop := context.WithCancel(ctx)
		w := &watch{version: ch.Version, granted: granted[ch.ID], stop: stop, done: make(chan struct{})}
		c.tending[ch.ID] = w
		go func() {
			defer close(w.done)
			c.tend(watching, ch, account, settings, hold)
		}()
	}
	return nil
}

func over(w *watch) bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

func accountOf(ch intake.Channel) (mailbox.Account, intake.IMAP, error) {
	s, err := ch.Email()
	if err != nil {
		return mailbox.Account{}, s.IMAP, err
	}
	return inbound(s.IMAP), s.IMAP, nil
}

// tend fetches from a mailbox until ctx ends, and begins again whenever it fails.
func (c *Collector) tend(ctx context.Context, ch intake.Channel, a mailbox.Account, s intake.IMAP, h mailbox.Hold) {
	defer func() {
		if err := c.ledger.Release(context.WithoutCancel(ctx), h); err != nil {
			c.log.Warn("a mailbox could not be let go of", "channel", ch.ID, "err", err)
		}
	}()
	for failures := 0; ctx.Err() == nil; {
		err := c.attend(ctx, ch, a, s, h, func() { failures = 0 })
		if ctx.Err() != nil {
			return
		}
		failures++
		pause := c.pace.Pause(failures)
		c.log.Warn("a mailbox cannot be read; trying again", "channel", ch.ID, "err", err, "in", pause)
		if err := c.ledger.Fail(ctx, h, err, pause); err != nil {
			c.log.Warn("the trouble of a mailbox could not be noted", "channel", ch.ID, "err", err)
		}
		select {
		case <-ctx.Done():
		case <-c.readable(ch.ID):
		case <-time.After(pause):
		}
	}
}

// readable speaks when somebody got into a mailbox in another way: who fetches from it
// then need not wait until its next attempt.
func (c *Collector) readable(channel fact.ChannelID) chan struct{} {
	again, _ := c.again.LoadOrStore(channel, make(chan struct{}, 1))
	return again.(chan struct{})
}

func (c *Collector) seen(channel fact.ChannelID) {
	select {
	case c.readable(channel) <- struct{}{}:
	default:
	}
}

// enter gets into a mailbox, by a provider's word where somebody granted it, else by its
// password. A token that is refused before its time is not shown again.
func (c *Collector) enter(ctx context.Context, ch intake.Channel, a mailbox.Account) (mailbox.Box, error) {
	token, err := c.keys.Access(ctx, ch.ID)
	if a.Token = token; err == nil && token == "" {
		a.Password, err = password(c.channels, ch, intake.ByIMAP)
	}
	if err != nil {
		return nil, err
	}
	box, err := c.open(ctx, a)
	var t *mailbox.Trouble
	if errors.As(err, &t) && t.Reason == "token" {
		err = errors.Join(err, c.keys.Doubt(ctx, ch.ID, token))
	}
	return box, err
}

// attend is one connection, from beginning to end.
func (c *Collector) attend(ctx context.Context, ch intake.Channel, a mailbox.Account, s intake.IMAP, h mailbox.Hold, well func()) error {
	box, err := c.enter(ctx, ch, a)
	if err != nil {
		return err
	}
	defer box.Close()
	if h, err = c.settle(ctx, box, s, h); err != nil {
		return err
	}
	from, whole := h.First, time.Now()
	for {
		newest, err := c.sync(ctx, ch, box, h, from)
		if err != nil {
			return err
		}
		if err := c.ledger.Progress(ctx, h, mailbox.Listening, 0); err != nil {
			return err
		}
		well()
		if due, err := c.ledger.Due(ctx, h); err != nil {
			return err
		} else if due {
			if _, err := c.compare(ctx, box, h, newest, ""); err != nil {
				return err
			}
		}
		if err := box.Wait(ctx, c.pace.Net); err != nil {
			return err
		}
		if from = newest + 1; time.Since(whole) > c.pace.All {
			from, whole = h.First, time.Now()
		}
	}
}

// settle finds out from which mail on the mailbox is ours: at the very beginning
// as the settings say, and when the numbers of the mails mean nothing any more,
// from some days before everything was in. What came before is recognised.
func (c *Collector) settle(ctx context.Context, box mailbox.Box, s intake.IMAP, h mailbox.Hold) (mailbox.Hold, error) {
	now := box.Standing()
	if h.Validity == now.Validity {
		return h, nil
	}
	complete, err := c.ledger.CompleteAt(ctx, h)
	if err != nil {
		return h, err
	}
	first := now.Next
	var since time.Time
	switch {
	case !complete.IsZero():
		since = complete.Add(-before)
	case s.Begin == "all":
		first = 1
	case s.Begin == "week":
		since = c.ledger.Now().AddDate(0, 0, -7)
	case s.Begin == "month":
		since = c.ledger.Now().AddDate(0, -1, 0)
	}
	if !since.IsZero() {
		uids, err := box.Since(ctx, since)
		if err != nil {
			return h, err
		}
		if len(uids) > 0 {
			first = uids[0]
		}
	}
	return c.ledger.Begin(ctx, h, now.Validity, first)
}

// sync takes in whatever has no line yet, from a number on, the newest first.
// newest is the highest number in the mailbox, or the one before from.
func (c *Collector) sync(ctx context.Context, ch intake.Channel, box mailbox.Box, h mailbox.Hold, from uint32) (newest uint32, err error) {
	uids, err := box.UIDs(ctx, from)
	if err != nil || len(uids) == 0 {
		return max(from, 1) - 1, err
	}
	known, err := c.ledger.Lines(ctx, h, from)
	if err != nil {
		return 0, err
	}
	missing := mailbox.Missing(uids, known)
	crew := newCrew(func(raw mailbox.Raw) error { return c.take(ctx, ch, h, raw) })
	for len(missing) > 0 && err == nil && !crew.tired() {
		some := slices.Clone(missing[:min(batch, len(missing))])
		slices.Sort(some)
		if err = c.ledger.Progress(ctx, h, mailbox.Fetching, len(missing)); err == nil {
			err = box.Fetch(ctx, some, func(raw mailbox.Raw) error { return crew.give(ctx, raw) })
		}
		missing = missing[len(some):]
	}
	return uids[len(uids)-1], errors.Join(err, errors.Join(crew.rest()...))
}

// take brings a mail in and writes its line. One that the door refuses comes in
// as unreadable: no mail is left lying unseen.
func (c *Collector) take(ctx context.Context, ch intake.Channel, h mailbox.Hold, raw mailbox.Raw) error {
	in := Inbound(ch, raw.Data)
	if raw.Cut {
		in.Problems = append(in.Problems, "the mail was longer than what is read of one, and is cut")
	}
	r, as, err := c.accept(ctx, in, h, raw)
	var refused *fault.Fault
	if errors.As(err, &refused) && (refused.Kind == fault.Invalid || refused.Kind == fault.TooLarge) {
		r, as, err = c.accept(ctx, bare(ch, raw.Data, err), h, raw)
	}
	if err != nil || !r.Duplicate {
		return err
	}
	return c.ledger.Enter(ctx, h, raw, as, r)
}

func (c *Collector) accept(ctx context.Context, in intake.Inbound, h mailbox.Hold, raw mailbox.Raw) (intake.Receipt, mailbox.Outcome, error) {
	as := outcomeOf(in)
	in.Also = c.ledger.Also(h, raw, as)
	r, err := c.door.Accept(ctx, in)
	return r, as, err
}

func outcomeOf(in intake.Inbound) mailbox.Outcome {
	switch {
	case in.Unreadable:
		return mailbox.Unreadable
	case in.Headers["kind"] == string(Bounced):
		return mailbox.Bounce
	case in.Automatic || in.Headers["kind"] == string(Feedback):
		return mailbox.Automatic
	}
	return mailbox.Conversation
}

// compare is a reconciliation over an open connection. What came since everything
// up to newest was brought in is nothing that is missing: it is looked at next time.
func (c *Collector) compare(ctx context.Context, box mailbox.Box, h mailbox.Hold, newest uint32, by fact.StaffID) (mailbox.Reconciliation, error) {
	lines, err := c.ledger.Lines(ctx, h, h.First)
	if err != nil {
		return mailbox.Reconciliation{}, err
	}
	uids, err := box.UIDs(ctx, h.First)
	if err != nil {
		return mailbox.Reconciliation{}, err
	}
	return c.ledger.Reconcile(ctx, h, by, uids, lines, newest)
}

// Reconcile compares a mailbox with its ledger now, over a connection of its own.
// What has no line yet is brought in first, so that what is shown as missing
// really cannot come in.
func (c *Collector) Reconcile(ctx context.Context, who access.Actor, channel fact.ChannelID) (r mailbox.Reconciliation, err error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return r, err
	}
	ch, err := c.channels.ByID(ctx, channel)
	if err != nil {
		return r, err
	}
	if !ch.Fetches() {
		return r, fault.New(fault.Missing, "mailbox.missing")
	}
	account, settings, err := accountOf(ch)
	if err != nil {
		return r, err
	}
	h, err := c.ledger.Of(ctx, channel)
	if err != nil {
		return r, err
	}
	box, err := c.enter(ctx, ch, account)
	if err != nil {
		return r, inTheWay(err)
	}
	defer box.Close()
	defer c.seen(channel)
	if h.Mailbox != account.Name() || h.Validity != box.Standing().Validity {
		if h, err = c.settle(ctx, box, settings, h); err != nil {
			return r, inTheWay(err)
		}
	}
	newest, err := c.sync(ctx, ch, box, h, h.First)
	if err != nil {
		c.log.Warn("not all mails came in before a reconciliation", "channel", ch.ID, "err", err)
		newest = math.MaxUint32
	}
	r, err = c.compare(ctx, box, h, newest, who.ID)
	return r, inTheWay(err)
}

// Try gets into a mailbox and tells how it stands.
func (c *Collector) Try(ctx context.Context, who access.Actor, channel fact.ChannelID) (mailbox.Standing, error) {
	if err := who.Require(access.ChannelManage); err != nil {
		return mailbox.Standing{}, err
	}
	ch, err := c.channels.ByID(ctx, channel)
	if err != nil {
		return mailbox.Standing{}, err
	}
	if s, err := ch.Email(); err != nil || ch.Kind != intake.Email || s.IMAP.Host == "" {
		return mailbox.Standing{}, fault.New(fault.Missing, "mailbox.missing").Because(err)
	}
	account, _, err := accountOf(ch)
	if err != nil {
		return mailbox.Standing{}, err
	}
	box, err := c.enter(ctx, ch, account)
	if err != nil {
		return mailbox.Standing{}, inTheWay(err)
	}
	defer box.Close()
	c.seen(channel)
	return box.Standing(), nil
}

// inTheWay tells a person why a mailbox cannot be read.
func inTheWay(err error) error {
	var t *mailbox.Trouble
	if errors.As(err, &t) {
		return fault.New(fault.Away, "mailbox."+t.Reason, "said", t.Said).Because(err)
	}
	return err
}
