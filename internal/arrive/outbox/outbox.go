// Package outbox keeps the ledger of the replies that leave as mail. What is meant
// is written down before a mail server is given the words, and what came of it
// after; so each leaves once, and where nobody can know whether it left, that is
// what it says, and only a person sends it again. It hears what mail servers report
// later (RFC 3464), keeps what domains ask us to wait for, and the keys that
// channels sign with (RFC 6376).
//
// Facts out, through conversation and contact: message.delivery_changed,
// contact.address_bounced, contact.address_recovered; its own: channel.changed.
package outbox

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/seal"
)

// Ledger is the outbox of all channels.
type Ledger struct {
	db       *db.DB
	inbox    *conversation.Inbox
	contacts *contact.Book
	sealer   *seal.Sealer
}

// New opens the ledger.
func New(d *db.DB, inbox *conversation.Inbox, contacts *contact.Book, sealer *seal.Sealer) *Ledger {
	return &Ledger{db: d, inbox: inbox, contacts: contacts, sealer: sealer}
}

// State is how far a reply has come, as we know it.
type State string

// States. Handing is the moment between the intent and the outcome; a reply that
// is found in it later is Unknown.
const (
	Waiting State = "waiting"
	Handing State = "handing"
	Left    State = "left"
	Unknown State = "unknown"
	Bounced State = "bounced"
	Failed  State = "failed"
)

// Way is by which mailbox a reply goes, and to whom.
type Way struct {
	Message fact.MessageID
	Channel fact.ChannelID
	Address string
}

// GiveUpAfter is how long a reply is tried. Mail servers try for days, but who
// wrote it must know within one working day that it did not arrive.
const GiveUpAfter = 24 * time.Hour

// Standing is what the ledger knows of a reply before it is tried.
type Standing struct {
	State State
	// Until is before when its domain, or our own server, need not be tried, and
	// Delay why.
	Until time.Time
	Delay Delay
}

// Before tells how a reply stands.
func (l *Ledger) Before(ctx context.Context, w Way) (s Standing, err error) {
	var r outgoingRow
	err = l.db.Read().Ask("SELECT "+db.Columns[outgoingRow]()+" FROM outgoing WHERE message_id = ?", w.Message).Scan(ctx, &r)
	if err != nil && !db.IsNone(err) {
		return s, fmt.Errorf("look how message %s stands: %w", w.Message, err)
	}
	s.State = r.State
	if s.Delay, err = l.delayed(ctx, w); err == nil && s.Delay.NextAt.After(l.db.Now()) {
		s.Until = s.Delay.NextAt
	}
	return s, err
}

// Intend writes down that the words are about to be given to a mail server. also
// belongs to the same moment.
func (l *Ledger) Intend(ctx context.Context, w Way, also func(*db.Tx) error) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		if err := put(ctx, tx, w, Handing); err != nil {
			return err
		}
		return also(tx)
	})
}

// Leave writes down that the mail server took the words.
func (l *Ledger) Leave(ctx context.Context, w Way, also func(*db.Tx) error) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		if err := move(ctx, tx, w.Message, Left, Handing, Unknown, Waiting); err != nil {
			return err
		}
		if err := l.wellTx(ctx, tx, w); err != nil {
			return err
		}
		if err := l.inbox.DeliverTx(ctx, tx, w.Message, conversation.Sent, ""); err != nil {
			return err
		}
		return also(tx)
	})
}

// Lose writes down that nobody can know whether a reply left.
func (l *Ledger) Lose(ctx context.Context, w Way, said string) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		if err := move(ctx, tx, w.Message, Unknown, Handing); err != nil {
			return err
		}
		return l.inbox.LoseTx(ctx, tx, w.Message, conversation.Failure{Reason: "line_broke", Address: w.Address, Said: said})
	})
}

// Fail writes down that a reply will not leave. Where it is the address that is
// refused, whoever has it is marked.
func (l *Ledger) Fail(ctx context.Context, w Way, why conversation.Failure) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		if w.Address != "" {
			if err := put(ctx, tx, w, Failed); err != nil {
				return err
			}
		}
		if aboutAddress(why.Reason) {
			if err := l.contacts.BouncedTx(ctx, tx, w.Address, why.Reason, why.Said); err != nil {
				return err
			}
		}
		return l.inbox.FailTx(ctx, tx, w.Message, why)
	})
}

// SendKind names the job that sends a reply.
const SendKind = "email.send"

// SendAgain sends a reply once more that did not arrive, or may not have.
func (l *Ledger) SendAgain(ctx context.Context, who access.Actor, message fact.MessageID) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		f, err := l.inbox.SendAgainTx(ctx, tx, who, message)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM outgoing WHERE message_id = ?", message); err != nil {
			return err
		}
		return tx.Enqueue(ctx, db.Job{Kind: SendKind, Lane: SendKind + ":" + string(f.Conversation), Args: f})
	})
}

// Confirm notes that a reply arrived after all: somebody has heard so.
func (l *Ledger) Confirm(ctx context.Context, who access.Actor, message fact.MessageID) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		if err := l.inbox.ConfirmTx(ctx, tx, who, message); err != nil {
			return err
		}
		return move(ctx, tx, message, Left, Unknown, Handing, Bounced, Failed)
	})
}

// ForgetTx drops what is kept of conversations whose words are erased.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	for _, one := range []string{
		"DELETE FROM outgoing WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))",
		"DELETE FROM automatic_mail WHERE id IN (SELECT id FROM message WHERE conversation_id IN (?))",
	} {
		if _, err := tx.Exec(ctx, one, inList(conversations)); err != nil {
			return err
		}
	}
	return nil
}
