package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Door takes messages in.
type Door struct {
	db       *db.DB
	channels *Channels
	contacts *contact.Book
	inbox    *conversation.Inbox
	files    *conversation.Files
	outbox   *outbox.Ledger
	guard    *trust.Guard
	safe     *smime.Safe
}

// NewDoor opens the door. Without a safe no mail is opened that came encrypted, and
// nobody looks who signed.
func NewDoor(d *db.DB, channels *Channels, contacts *contact.Book, inbox *conversation.Inbox, files *conversation.Files, out *outbox.Ledger, safe *smime.Safe) *Door {
	return &Door{db: d, channels: channels, contacts: contacts, inbox: inbox, files: files, outbox: out, guard: trust.NewGuard(d), safe: safe}
}

// tries is how often a message knocks again when somebody else opened the same
// conversation, or met the same contact, in the same moment.
const tries = 5

// Accept takes a message in. Once it returns without an error the message is
// saved; the same external id again gives the same receipt.
func (d *Door) Accept(ctx context.Context, in Inbound) (Receipt, error) {
	in, err := checked(tidied(in))
	if err != nil {
		return Receipt{}, err
	}
	if r, found, err := d.known(ctx, d.db.Read(), in); err != nil || found {
		return r, err
	}
	if err := d.channels.open(ctx, in.Channel); err != nil {
		return Receipt{}, err
	}
	if in, _, err = d.open(ctx, in, d.db.Now()); err != nil {
		return Receipt{}, err
	}
	if in.Trust != nil {
		in.Trust = new(*in.Trust)
		if err := d.guard.Look(ctx, in.Trust); err != nil {
			return Receipt{}, err
		}
	}
	brought, raw, err := d.unload(in)
	if err != nil {
		return Receipt{}, errors.Join(err, d.leave(ctx, brought, raw))
	}
	for n := 1; ; n++ {
		r, err := d.accept(ctx, in, brought, raw)
		if err == nil {
			return r, nil
		}
		if n == tries || !collided(err) {
			return r, errors.Join(err, d.leave(ctx, brought, raw))
		}
		if r, found, err := d.known(ctx, d.db.Read(), in); err != nil || found {
			return r, errors.Join(err, d.leave(ctx, brought, raw))
		}
	}
}

// open reads what stands under a signature or in an envelope of a mail that came at
// some time, and tells with which keys.
func (d *Door) open(ctx context.Context, in Inbound, came time.Time) (opened Inbound, as smime.Edition, err error) {
	if in.Opens == nil || d.safe == nil {
		return in, as, nil
	}
	keys, err := d.safe.Keys(ctx, came)
	if err != nil {
		return in, as, err
	}
	opened, err = checked(tidied(in.Opens(in, keys)))
	return opened, keys.As, err
}

var errArrivedMeanwhile = errors.New("the same message arrived at the same time")

// collided tells whether somebody else was a moment earlier: another try will
// find what they made, or that what it had found is gone.
func collided(err error) bool {
	return db.IsTaken(err) || errors.Is(err, errArrivedMeanwhile) ||
		fault.Is(err, contact.ErrMetMeanwhile.Code) ||
		fault.Is(err, "conversation.missing") || fault.Is(err, "conversation.moved_meanwhile")
}

// known finds a message that has come before, even one that was deleted since.
func (d *Door) known(ctx context.Context, q db.Reader, in Inbound) (Receipt, bool, error) {
	r := Receipt{Duplicate: true}
	err := q.Ask("SELECT conversation_id, message_id FROM arrival WHERE channel_id = ? AND external_id IN (?, ?)",
		in.Channel, in.ExternalID, erased(in.ExternalID)).Scan(ctx, &r.Conversation, &r.Message)
	if db.IsNone(err) {
		return Receipt{}, false, nil
	}
	if err != nil {
		return Receipt{}, false, fmt.Errorf("look for an earlier arrival: %w", err)
	}
	return r, true, nil
}

// unload stores the files before the transaction, because disks are slow.
func (d *Door) unload(in Inbound) (brought []conversation.Laid, raw string, err error) {
	for _, f := range in.Files {
		laid, err := d.files.Lay(conversation.Upload{
			Name: f.Name, Type: f.Type, By: in.UploadedBy, Inline: f.Inline, ContentID: f.ContentID, Content: bytes.NewReader(f.Data),
		})
		if fault.Is(err, "attachment.too_large") && in.Raw != nil {
			continue // the raw form is kept, and the file is in there
		}
		if err != nil {
			return brought, "", fmt.Errorf("keep %q of a message: %w", f.Name, err)
		}
		brought = append(brought, laid)
	}
	if in.Raw != nil {
		if raw, err = d.files.KeepRaw(in.Raw); err != nil {
			return brought, "", fmt.Errorf("keep the raw form of a message: %w", err)
		}
	}
	return brought, raw, nil
}

// leave gives what a message brought to the sweep, when it does not come in or has
// come in another way: the sweep removes what nothing else has.
func (d *Door) leave(ctx context.Context, brought []conversation.Laid, raw string) error {
	return d.db.Write(ctx, func(tx *db.Tx) error { return conversation.LeaveTx(ctx, tx, sumsOf(brought, raw)...) })
}

func sumsOf(brought []conversation.Laid, raw string) []string {
	sums := []string{raw}
	for _, laid := range brought {
		sums = append(sums, laid.Digest())
	}
	return sums
}

func (d *Door) accept(ctx context.Context, in Inbound, brought []conversation.Laid, raw string) (r Receipt, err error) {
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		heard, err := d.hear(ctx, tx, in)
		if err != nil {
			return err
		}
		in, ours, err := d.fromUs(ctx, tx, in)
		if err != nil {
			return err
		}
		if ours.Message != "" {
			heard = outbox.Heard{Conversation: ours.Conversation, Message: ours.Message, Told: true}
		}
		if heard.Told {
			r = Receipt{Conversation: heard.Conversation, Message: heard.Message}
			if err := conversation.LeaveTx(ctx, tx, sumsOf(brought, raw)...); err != nil {
				return err
			}
			return d.note(ctx, tx, in, r)
		}
		in.Sender.Channel = in.Channel
		met, err := d.contacts.MeetTx(ctx, tx, in.Sender)
		if err != nil {
			return err
		}
		saying := conversation.Saying{
			ID: fact.MessageID(id.New()), Kind: conversation.Inbound, Contact: met.ID,
			Text: in.Text, HTML: in.HTML, ReplyText: in.ReplyText, Subject: in.Subject, Headers: in.Headers,
			ClientID: in.ClientID, Unreadable: in.Unreadable, Automatic: in.Automatic, Machine: in.Machine != "", RawSHA256: raw, SentAt: in.SentAt,
			Attachments: in.Uploads, UploadedBy: in.UploadedBy, Brought: brought,
		}
		r = Receipt{Message: saying.ID, SentAt: saying.At(tx.Now()).UTC().Truncate(time.Millisecond)}
		by := "report"
		if r.Conversation = heard.Conversation; r.Conversation == "" {
			if r.Conversation, by, err = d.thread(ctx, tx, in, met.ID); err != nil {
				return err
			}
		}
		opens := r.Conversation == ""
		saying.Headers = marked(in, by)
		if opens {
			opening := conversation.Opening{Channel: in.Channel, Contact: met.ID, Subject: in.Subject, Thread: in.Thread}
			r.Conversation, _, err = d.inbox.OpenTx(ctx, tx, opening, saying)
		} else {
			if saying.ClientID, err = free(ctx, tx, r.Conversation, in.ClientID); err == nil {
				_, err = d.inbox.AppendTx(ctx, tx, r.Conversation, saying)
			}
		}
		if err != nil {
			return err
		}
		if err := d.attend(ctx, tx, in, r, met.ID, !opens); err != nil {
			return err
		}
		if opens && len(in.Suspect) > 0 {
			if err := d.inbox.SuspectTx(ctx, tx, r.Conversation, in.Suspect); err != nil {
				return err
			}
		}
		if in.Trust != nil {
			if err := trust.KeepTx(ctx, tx, in.Channel, r.Message, *in.Trust); err != nil {
				return err
			}
		}
		if in.Invites != nil {
			if err := invitation.KeepTx(ctx, tx, in.Channel, r.Message, *in.Invites); err != nil {
				return err
			}
		}
		if in.Also != nil {
			if err := in.Also(ctx, tx, r); err != nil {
				return err
			}
		}
		return d.enter(ctx, tx, in, r, opens)
	})
	return r, err
}

// hear takes in what a message says about mail of ours, before it becomes one.
func (d *Door) hear(ctx context.Context, tx *db.Tx, in Inbound) (heard outbox.Heard, err error) {
	if in.Works != "" {
		if err := d.contacts.ReachedTx(ctx, tx, in.Works); err != nil {
			return heard, err
		}
	}
	if in.News == nil {
		return heard, nil
	}
	heard, _, err = d.outbox.HearTx(ctx, tx, in.Channel, *in.News)
	return heard, err
}

// note writes down that a report came which told everything.
func (d *Door) note(ctx context.Context, tx *db.Tx, in Inbound, r Receipt) error {
	if in.Also != nil {
		if err := in.Also(ctx, tx, r); err != nil {
			return err
		}
	}
	if err := arrive(ctx, tx, in, r); err != nil {
		return err
	}
	return d.channels.arrivedTx(ctx, tx, in.Channel)
}

// free is a client's id, or "" when another message of the conversation has it:
// under another external id this is another message, and it is not lost.
func free(ctx context.Context, tx *db.Tx, c fact.ConversationID, client string) (string, error) {
	if client == "" {
		return "", nil
	}
	var taken bool
	err := tx.Ask("SELECT EXISTS (SELECT 1 FROM message WHERE conversation_id = ? AND client_id = ?)", c, client).Scan(ctx, &taken)
	if err != nil {
		return "", fmt.Errorf("look for a client's id: %w", err)
	}
	if taken {
		return "", nil
	}
	return client, nil
}

// enter writes the arrival down. It is what makes a second arrival of the same
// message a duplicate, whoever comes first.
func (d *Door) enter(ctx context.Context, tx *db.Tx, in Inbound, r Receipt, opens bool) error {
	if err := arrive(ctx, tx, in, r); err != nil {
		return err
	}
	all, err := refer(ctx, tx, in.Channel, r.Conversation, r.Message, in.Ref, in.names())
	if err != nil {
		return err
	}
	if opens && !all {
		return errArrivedMeanwhile // its other half opened a conversation while we did
	}
	return d.channels.arrivedTx(ctx, tx, in.Channel)
}

func arrive(ctx context.Context, tx *db.Tx, in Inbound, r Receipt) error {
	err := tx.Ask("INSERT INTO arrival (channel_id, external_id, conversation_id, message_id, arrived_at) VALUES (?, ?, ?, ?, ?)",
		in.Channel, in.ExternalID, r.Conversation, r.Message, tx.Now().UnixMilli()).Later(ctx)
	if err != nil {
		return fmt.Errorf("write the arrival down: %w", err)
	}
	return nil
}

// names are those under which a message knows its thread: its own and, the
// nearest first, those of the messages that it answers.
func (in Inbound) names() (names []string) {
	for _, ref := range slices.Concat([]string{in.Ref}, in.Refs) {
		if ref != "" && len(names) < maxRefs {
			names = append(names, ref)
		}
	}
	return names
}

// maxRefs bounds the names kept of one message; some mails carry hundreds.
const maxRefs = 60

// RefTx notes names under which answers may refer to a conversation.
// Where they name a message of ours, answers follow it wherever it goes.
func RefTx(ctx context.Context, tx *db.Tx, channel fact.ChannelID, c fact.ConversationID, m fact.MessageID, refs ...string) error {
	refs = slices.Clone(refs)
	for i := range refs {
		refs[i] = short(plain.Text(refs[i]))
	}
	names := Inbound{Refs: refs}.names()
	if _, err := refer(ctx, tx, channel, c, m, "", names); err != nil {
		return err
	}
	if m == "" {
		return nil
	}
	_, err := tx.Ask("UPDATE thread_ref SET message_id = ? WHERE channel_id = ? AND ref IN (?) AND conversation_id = ?", m, channel, append(names, ""), c).Exec(ctx)
	return err
}

// refer gives names to a conversation. A name that another one has stays there,
// unless that one was deleted: then the thread goes on here. all tells that
// every name is this conversation's now.
func refer(ctx context.Context, tx *db.Tx, channel fact.ChannelID, c fact.ConversationID, m fact.MessageID, own string, names []string) (all bool, err error) {
	all = true
	for _, name := range names {
		of := m
		if name != own {
			of = "" // the name of another message
		}
		n, err := tx.Ask(`INSERT INTO thread_ref (channel_id, ref, conversation_id, own, message_id) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, channel, name, c, name == own, of).Exec(ctx)
		if err == nil && n == 0 {
			// A statement of its own: the one above may have waited for whoever gave the
			// name, and still saw the world from before their conversation was there.
			// The own name of another message stays theirs, and is nothing to wait for.
			n, err = tx.Exec(ctx, `UPDATE thread_ref SET conversation_id = CASE
					WHEN ref = ? AND own AND EXISTS (SELECT 1 FROM conversation WHERE id = thread_ref.conversation_id) THEN conversation_id ELSE ? END,
					message_id = CASE WHEN ref = ? AND NOT own THEN ? ELSE message_id END
				WHERE channel_id = ? AND ref = ?
				AND (conversation_id = ? OR ref = ? AND own OR NOT EXISTS (SELECT 1 FROM conversation WHERE id = thread_ref.conversation_id))`,
				own, c, own, m, channel, name, c, own)
		}
		if err != nil {
			return false, fmt.Errorf("note a reference: %w", err)
		}
		all = all && n > 0
	}
	return all, nil
}
