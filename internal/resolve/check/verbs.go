package check

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Of tells where the check of a conversation stands.
func (p *Porter) Of(ctx context.Context, who access.Actor, id fact.ConversationID) (s Standing, err error) {
	c, err := p.inbox.Get(ctx, who, id)
	if err != nil {
		return s, err
	}
	q, now := p.db.Read(), p.db.Now()
	r, found, err := newest(ctx, q, c.ID, c.Contact.ID)
	if err != nil {
		return s, err
	}
	s.Check = Check{State: None, Conversation: c.ID, Contact: c.Contact.ID, Left: mostTries}
	if found {
		name, err := namesOf(ctx, q, r.Staff, r.EndedBy)
		if err != nil {
			return s, err
		}
		s.Check = r.check(now, name)
	}
	if s.May = may(who) && c.MergedInto == nil; !s.May {
		s.Hindered = noPermission
		return s, nil
	}
	if s.Addresses, err = p.addresses(ctx, q, c); err != nil {
		return s, err
	}
	codes, _, err := lately(ctx, q, c.Contact.ID, now)
	switch {
	case err != nil:
		return s, err
	case len(s.Addresses) == 0:
		s.Hindered = noAddress
	case codes >= mostCodes:
		s.Hindered = tooMany
	}
	return s, nil
}

// addresses are those to which a code may go: known to be the customer's before they
// wrote, and none of ours.
func (p *Porter) addresses(ctx context.Context, q db.Reader, c conversation.Conversation) (list []contact.Owned, err error) {
	first, err := writer(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	known, err := p.contacts.Owned(ctx, q, c.Contact.ID, first, c.CreatedAt)
	if err != nil {
		return nil, err
	}
	for _, one := range known {
		_, err := p.channels.ByAddress(ctx, one.Value)
		if err != nil && !fault.Is(err, "channel.missing") {
			return nil, err
		}
		if err != nil {
			list = append(list, one)
		}
	}
	return list, nil
}

// Ask sends a code to an address that is known to be the customer's: the one that is
// named, or else the first. An open one counts no more.
func (p *Porter) Ask(ctx context.Context, who access.Actor, id fact.ConversationID, to fact.IdentityID) (Standing, error) {
	c, err := p.able(ctx, who, id)
	if err != nil {
		return Standing{}, err
	}
	ways, err := p.ways(ctx, c.Channel.ID)
	if err != nil {
		return Standing{}, err
	}
	if len(ways) == 0 {
		return Standing{}, fault.New(fault.Conflict, "identity_check.no_way")
	}
	err = p.db.Write(ctx, func(tx *db.Tx) error { return p.askTx(ctx, tx, who, c, to) })
	if err != nil {
		return Standing{}, err
	}
	return p.Of(ctx, who, id)
}

func (p *Porter) askTx(ctx context.Context, tx *db.Tx, who access.Actor, c conversation.Conversation, to fact.IdentityID) error {
	if err := p.inbox.HoldTx(ctx, tx, c.ID); err != nil {
		return err
	}
	if err := contact.LockTx(ctx, tx, c.Contact.ID); err != nil { // else two at once pass the limit
		return err
	}
	address, err := p.chosen(ctx, tx, c, to)
	if err != nil {
		return err
	}
	codes, first, err := lately(ctx, tx, c.Contact.ID, tx.Now())
	if err != nil {
		return err
	}
	if codes >= mostCodes {
		return fault.New(fault.Limited, "identity_check.too_many", "limit", mostCodes, "minutes", int(first.Add(codesPer).Sub(tx.Now())/time.Minute)+1)
	}
	if err := replace(ctx, tx, c.ID); err != nil {
		return err
	}
	code := fresh()
	r := row{
		ID: fact.CheckID(id.New()), Conversation: c.ID, Contact: c.Contact.ID, Identity: address.ID, Address: address.Value, State: Sent,
		Staff: who.ID, At: tx.Now().UnixMilli(), Until: tx.Now().Add(validFor).UnixMilli(),
	}
	r.Sealed, r.Digest = p.sealer.Seal(code, purpose(r.ID)), p.digest(r.ID, code)
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	if err := audited(ctx, tx, who, "identity_check.sent", r, map[string]any{"identity": address.ID}); err != nil {
		return err
	}
	lane := "check:" + string(c.ID)
	if err := tx.Enqueue(ctx, db.Job{Kind: SendKind, Lane: lane, Args: Sending{r.ID}}, db.Job{Kind: DueKind, Args: Sending{r.ID}, RunAt: instant(r.Until)}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.IdentityCheckSent{Check: r.ID, Conversation: c.ID, Contact: c.Contact.ID, Until: instant(r.Until), By: who.ID})
}

// able is the conversation, if somebody may check its customer.
func (p *Porter) able(ctx context.Context, who access.Actor, id fact.ConversationID) (conversation.Conversation, error) {
	if err := who.Require(access.IdentityCheck); err != nil {
		return conversation.Conversation{}, err
	}
	c, err := p.inbox.Get(ctx, who, id)
	if err == nil && c.MergedInto != nil {
		err = fault.New(fault.Conflict, "conversation.merged", "number", c.MergedInto.Number)
	}
	return c, err
}

// chosen is the address to which a code goes.
func (p *Porter) chosen(ctx context.Context, tx *db.Tx, c conversation.Conversation, to fact.IdentityID) (contact.Owned, error) {
	known, err := p.addresses(ctx, tx, c)
	if err != nil {
		return contact.Owned{}, err
	}
	if len(known) == 0 {
		return contact.Owned{}, fault.New(fault.Conflict, "identity_check.no_address")
	}
	if to == "" {
		return known[0], nil
	}
	i := slices.IndexFunc(known, func(one contact.Owned) bool { return one.ID == to })
	if i < 0 {
		return contact.Owned{}, fault.New(fault.Invalid, "identity_check.address_unsure").At("identity_id")
	}
	return known[i], nil
}

// fresh is a code that nobody can guess.
func fresh() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // never: crypto/rand crashes the program instead
	}
	return fmt.Sprintf("%0*d", digits, n)
}

func purpose(k fact.CheckID) string { return "identity_check:" + string(k) }

// digest tells a code by our key: without it, who reads the table would find a million
// codes in a moment.
func (p *Porter) digest(k fact.CheckID, code string) string {
	return hex.EncodeToString(p.sealer.Stamp(purpose(k) + ":" + code))
}

func (p *Porter) right(r row, code string) bool {
	stamp, err := hex.DecodeString(r.Digest)
	return err == nil && p.sealer.Stamped(purpose(r.ID)+":"+code, stamp)
}

// Answer compares what a customer told with the code.
func (p *Porter) Answer(ctx context.Context, who access.Actor, id fact.ConversationID, said string) (Standing, error) {
	c, err := p.able(ctx, who, id)
	if err != nil {
		return Standing{}, err
	}
	code := typed(said)
	if code == "" {
		return Standing{}, fault.New(fault.Invalid, "identity_check.code_malformed", "digits", digits).At("code")
	}
	var came error // a wrong code is a try, which has to be kept
	err = p.db.Write(ctx, func(tx *db.Tx) error {
		came = nil
		if err := p.inbox.HoldTx(ctx, tx, c.ID); err != nil {
			return err
		}
		r, found, err := newest(ctx, tx, c.ID, c.Contact.ID)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Conflict, "identity_check.none")
		}
		if r, _, err = take(ctx, tx, r.ID); err != nil {
			return err
		}
		if came = answerable(r.stands(tx.Now())); came != nil {
			return nil
		}
		if r, err = p.tryTx(ctx, tx, r, code, who.ID, ""); err != nil {
			return err
		}
		switch r.State {
		case Sent:
			came = fault.New(fault.Invalid, "identity_check.wrong_code", "left", mostTries-r.Tries).At("code")
		case Failed:
			came = fault.New(fault.Invalid, "identity_check.failed").At("code")
		}
		return audited(ctx, tx, who, "identity_check.answered", r, map[string]any{"state": r.State})
	})
	if err == nil {
		err = came
	}
	if err != nil {
		return Standing{}, err
	}
	return p.Of(ctx, who, id)
}

// answerable tells why there is no code to be told; nil where there is.
func answerable(s State) error {
	switch s {
	case Sent:
		return nil
	case Expired:
		return fault.New(fault.Conflict, "identity_check.expired")
	case Failed:
		return fault.New(fault.Conflict, "identity_check.failed")
	case Passed:
		return fault.New(fault.Conflict, "identity_check.passed_already")
	}
	return fault.New(fault.Conflict, "identity_check.none")
}

// tryTx compares a code and tells what came of it. by typed it, or it stood in a
// message.
func (p *Porter) tryTx(ctx context.Context, tx *db.Tx, r row, code string, by fact.StaffID, in fact.MessageID) (row, error) {
	var tell db.Fact
	right := p.right(r, code)
	if !right {
		r.Tries++
	}
	switch {
	case right:
		r.State, r.EndedAt, r.EndedBy, r.Message = Passed, tx.Now().UnixMilli(), by, in
		r.PassedUntil = tx.Now().Add(passedFor).UnixMilli()
		tell = fact.IdentityCheckPassed{Check: r.ID, Conversation: r.Conversation, Contact: r.Contact, Until: instant(r.PassedUntil), Message: in, By: by}
	case r.Tries >= mostTries:
		r.State, r.EndedAt, r.EndedBy = Failed, tx.Now().UnixMilli(), by
		tell = fact.IdentityCheckFailed{Check: r.ID, Conversation: r.Conversation, Contact: r.Contact, By: by}
	default:
		tell = fact.IdentityCheckTried{Check: r.ID, Conversation: r.Conversation, Contact: r.Contact, Left: mostTries - r.Tries, Message: in, By: by}
	}
	if err := save(ctx, tx, r); err != nil {
		return r, err
	}
	return r, tx.Record(ctx, tell)
}

// Refuse notes that the customer would not show who they are.
func (p *Porter) Refuse(ctx context.Context, who access.Actor, conv fact.ConversationID) (Standing, error) {
	c, err := p.able(ctx, who, conv)
	if err != nil {
		return Standing{}, err
	}
	err = p.db.Write(ctx, func(tx *db.Tx) error {
		if err := p.inbox.HoldTx(ctx, tx, c.ID); err != nil {
			return err
		}
		before, _, err := newest(ctx, tx, c.ID, c.Contact.ID)
		if err != nil {
			return err
		}
		switch before.stands(tx.Now()) {
		case Refused:
			return nil // said already
		case Passed:
			return fault.New(fault.Conflict, "identity_check.passed_already")
		}
		if err := replace(ctx, tx, c.ID); err != nil {
			return err
		}
		r := row{ID: fact.CheckID(id.New()), Conversation: c.ID, Contact: c.Contact.ID, State: Refused, Staff: who.ID, At: tx.Now().UnixMilli(), EndedAt: tx.Now().UnixMilli(), EndedBy: who.ID}
		if err := insert(ctx, tx, r); err != nil {
			return err
		}
		if err := audited(ctx, tx, who, "identity_check.refused", r, map[string]any{}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.IdentityCheckRefused{Check: r.ID, Conversation: c.ID, Contact: c.Contact.ID, By: who.ID})
	})
	if err != nil {
		return Standing{}, err
	}
	return p.Of(ctx, who, conv)
}

func audited(ctx context.Context, tx *db.Tx, who access.Actor, action string, r row, picture map[string]any) error {
	picture["check"] = r.ID
	return audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "conversation", ID: string(r.Conversation), After: picture})
}

// Due rings when a code counts no more.
func (p *Porter) Due(ctx context.Context, s Sending) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		r, found, err := take(ctx, tx, s.Check)
		if err != nil || !found || r.State != Sent || tx.Now().UnixMilli() < r.Until {
			return err
		}
		if r.LeftAt == 0 {
			return p.unsentTx(ctx, tx, r, TooLate)
		}
		r.State, r.EndedAt = Expired, tx.Now().UnixMilli()
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return tx.Record(ctx, fact.IdentityCheckExpired{Check: r.ID, Conversation: r.Conversation, Contact: r.Contact})
	})
}

// compared remembers a message whose numbers were compared.
func (r *row) compared(m fact.MessageID) bool {
	if slices.Contains(strings.Fields(r.Messages), string(m)) {
		return false
	}
	r.Messages = strings.TrimSpace(r.Messages + " " + string(m))
	return true
}
