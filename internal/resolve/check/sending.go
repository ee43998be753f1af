package check

import (
	"context"
	"slices"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/reading"
)

// Load reads a code that is to leave; ok is false where it need not, or counts no more.
func (p *Porter) Load(ctx context.Context, k fact.CheckID) (l Letter, ok bool, err error) {
	r, found, err := load(ctx, p.db.Read(), k)
	if err != nil || !found || r.State != Sent || r.Sealed == "" {
		return l, false, err
	}
	if r.stands(p.db.Now()) != Sent {
		return l, false, p.Due(ctx, Sending{k})
	}
	c, err := p.inbox.Get(ctx, access.System, r.Conversation)
	if fault.Is(err, "conversation.missing") {
		return l, false, nil
	}
	if err != nil {
		return l, false, err
	}
	who, err := p.contacts.Get(ctx, access.System, r.Contact)
	if err != nil {
		return l, false, err
	}
	wrote, _, err := reading.Latest(ctx, p.db.Read(), c.ID)
	if err != nil {
		return l, false, err
	}
	l = Letter{
		Check: k, To: r.Address, Language: languageOf(who.Locale, wrote.Language), Number: c.Number, At: instant(r.At),
		Until: instant(r.Until), Minutes: int(validFor.Minutes()),
	}
	if l.Code, err = p.sealer.Unseal(r.Sealed, purpose(k)); err != nil {
		return l, false, err
	}
	if c.Channel.Kind == intake.Email || c.Channel.Kind == intake.Form {
		l.Thread = c.ID
	}
	l.Ways, err = p.ways(ctx, c.Channel.ID)
	return l, true, err
}

// ways are the mailboxes that are well enough to send, the one of the conversation
// first: the customer knows it.
func (p *Porter) ways(ctx context.Context, own fact.ChannelID) (list []intake.Channel, err error) {
	first, err := p.mailboxOf(ctx, own)
	if err != nil {
		return nil, err
	}
	all, err := p.ward.List(ctx, access.System)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if h.Kind != intake.Email || !h.Sends() {
			continue
		}
		c, err := p.channels.ByID(ctx, h.Channel)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b intake.Channel) int {
		switch {
		case a.ID == first:
			return -1
		case b.ID == first:
			return 1
		}
		return 0
	})
	return list, nil
}

// mailboxOf is the mailbox in which a channel goes on by mail.
func (p *Porter) mailboxOf(ctx context.Context, own fact.ChannelID) (fact.ChannelID, error) {
	c, err := p.channels.ByID(ctx, own)
	if fault.Is(err, "channel.missing") {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	switch c.Kind {
	case intake.Form:
		s, err := c.Form()
		return s.Mailbox, err
	case intake.Webchat:
		s, err := c.Webchat()
		return s.Continuing.Mailbox, err
	}
	return c.ID, nil
}

// Left notes that a mail with the code has left. From now on nobody can read the code
// from what is stored.
func (p *Porter) Left(ctx context.Context, k fact.CheckID, by fact.ChannelID) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		r, found, err := take(ctx, tx, k)
		if err != nil || !found || r.LeftAt != 0 {
			return err
		}
		r.Sealed, r.LeftAt, r.Channel = "", tx.Now().UnixMilli(), by
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return tx.Record(ctx, fact.IdentityCheckLeft{Check: r.ID, Conversation: r.Conversation, Contact: r.Contact, Channel: by})
	})
}

// Unsend notes that the mail cannot leave.
func (p *Porter) Unsend(ctx context.Context, k fact.CheckID, reason string) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		r, found, err := take(ctx, tx, k)
		if err != nil || !found || r.State != Sent || r.LeftAt != 0 {
			return err
		}
		return p.unsentTx(ctx, tx, r, reason)
	})
}

func (p *Porter) unsentTx(ctx context.Context, tx *db.Tx, r row, reason string) error {
	r.State, r.Reason, r.EndedAt = Unsent, reason, tx.Now().UnixMilli()
	if err := save(ctx, tx, r); err != nil {
		return err
	}
	return tx.Record(ctx, fact.IdentityCheckUnsent{Check: r.ID, Conversation: r.Conversation, Contact: r.Contact, Reason: reason})
}
