package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/fact"
	"anlan/internal/kit/subject"
	"anlan/internal/platform/db"
)

// ThreadIndex begins the reference that Outlook has for a thread in place of names.
const ThreadIndex = "thread-index:"

// thread finds the conversation that a message belongs to, and tells by what; ""
// opens a new one. What only we can have made comes first, what merely looks alike
// comes last.
func (d *Door) thread(ctx context.Context, tx *db.Tx, in Inbound, from fact.ContactID) (c fact.ConversationID, by string, err error) {
	if in.Thread != "" {
		err := tx.Ask("SELECT id FROM conversation WHERE channel_id = ? AND thread = ?", in.Channel, in.Thread).Scan(ctx, &c)
		if err == nil || !db.IsNone(err) {
			return c, "thread", err
		}
	}
	answered, found, err := d.outbox.AnsweredTx(ctx, tx, in.Tokens, in.Refs)
	if err != nil || found {
		return answered.Conversation, answered.By, err
	}
	// Its own name counts too: an answer may overtake the message it answers. But a
	// message that came under the same name is no answer: some programs give one
	// Message-ID to the mails of many customers.
	for _, ref := range in.names() {
		// A message that was split off, or came by a half that was merged, has its own home.
		err := tx.Ask(`SELECT COALESCE((SELECT CASE WHEN m.first_conversation = '' THEN m.conversation_id ELSE m.first_conversation END
				FROM message m WHERE m.id = r.message_id AND r.message_id <> ''), r.conversation_id)
			FROM thread_ref r JOIN conversation c ON c.id = r.conversation_id
			WHERE r.channel_id = ? AND r.ref = ? AND (r.ref <> ? OR NOT r.own OR c.contact_id = ?)`,
			in.Channel, ref, in.Ref, from).Scan(ctx, &c)
		if err == nil || !db.IsNone(err) {
			return c, byRef(ref), err
		}
	}
	return d.alike(ctx, tx, in, from)
}

func byRef(ref string) string {
	if strings.HasPrefix(ref, ThreadIndex) {
		return "thread_index"
	}
	return "customer_id"
}

// alikeWithin is how long ago something may have been said in the conversation that
// an answer without any reference belongs to.
const alikeWithin = 30 * 24 * time.Hour

// alike finds the conversation of an answer that has lost every reference: the same
// person's, under the same subject, in which we wrote; where there are two, none.
func (d *Door) alike(ctx context.Context, tx *db.Tx, in Inbound, from fact.ContactID) (fact.ConversationID, string, error) {
	if in.Ref == "" && in.Headers["kind"] == "" || in.Machine != "" || !subject.Answers(in.Subject) || !subject.Says(in.Subject) {
		return "", "", nil
	}
	var rows []struct {
		ID      fact.ConversationID `bun:"id"`
		Subject string              `bun:"subject"`
	}
	err := tx.Ask(`SELECT c.id, COALESCE((SELECT m.subject FROM message m WHERE m.conversation_id = c.id AND m.kind = 'inbound' AND m.subject <> ''
			ORDER BY m.sent_at DESC, m.id DESC LIMIT 1), c.subject) AS subject
		FROM conversation c WHERE c.contact_id = ? AND c.channel_id = ? AND c.last_message_at > ? AND c.merged_into = ''
			AND EXISTS (SELECT 1 FROM message r WHERE r.conversation_id = c.id AND r.kind = 'reply')
		ORDER BY c.last_message_at DESC, c.id DESC LIMIT 20`, from, in.Channel, tx.Now().Add(-alikeWithin).UnixMilli()).Scan(ctx, &rows)
	if err != nil {
		return "", "", fmt.Errorf("look for a conversation under the same subject: %w", err)
	}
	var fits []fact.ConversationID
	for _, r := range rows {
		if subject.Equal(r.Subject, in.Subject) {
			fits = append(fits, r.ID)
		}
	}
	if len(fits) != 1 {
		return "", "", nil
	}
	return fits[0], "subject", nil
}

// fromUs looks whether a mail comes from an address of ours. A copy of what we sent
// ourselves is recognised by its name and is no message. Anything else is shown and
// moves nothing, unless nobody would see it then: who sends from our address may be a
// colleague in their own mail program, a copy, or anybody at all.
func (d *Door) fromUs(ctx context.Context, tx *db.Tx, in Inbound) (Inbound, outbox.Answered, error) {
	if in.Headers["kind"] == "" || in.Sender.Email == "" && len(in.Copied) == 0 {
		return in, outbox.Answered{}, nil
	}
	own, err := d.channels.own(ctx, tx)
	if err != nil {
		return in, outbox.Answered{}, err
	}
	in.Copied = slices.DeleteFunc(in.Copied, func(p conversation.Person) bool { return own[bareAddress(p.Address)] || p.Address == "" })
	if !own[bareAddress(in.Sender.Email)] {
		return in, outbox.Answered{}, nil
	}
	a, found, err := d.outbox.AnsweredTx(ctx, tx, nil, []string{in.Ref})
	if err != nil || found {
		return in, a, err
	}
	in.Automatic = true
	if in.Machine == "" {
		in.Machine = OwnAddress
	}
	return in, outbox.Answered{}, nil
}

// OwnAddress is the sign of a mail that comes from an address of ours.
const OwnAddress = "own_address"

// bareAddress is an address without what stands behind a plus, in small letters.
func bareAddress(address string) string {
	local, domain, _ := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if plus := strings.IndexByte(local, '+'); plus > 0 {
		local = local[:plus]
	}
	return local + "@" + domain
}

// marked is what is kept with a message of how it was understood.
func marked(in Inbound, by string) map[string]string {
	if in.Headers["kind"] == "" {
		return in.Headers
	}
	all := maps.Clone(in.Headers)
	if by != "" {
		all["joined_by"] = by
	}
	if in.Machine != "" {
		all["machine"] = in.Machine
	}
	if len(in.Copied) > 0 {
		all["copied"] = in.Copied[0].Address
	}
	return all
}

// attend notes who takes part by a mail, and whether it speaks of something new.
func (d *Door) attend(ctx context.Context, tx *db.Tx, in Inbound, r Receipt, from fact.ContactID, joins bool) error {
	if in.Headers["kind"] == "" || in.News != nil {
		return nil
	}
	l := conversation.Letter{
		Message: r.Message, Contact: from, Joins: joins, Copied: in.Copied,
		From: conversation.Person{Address: in.Sender.Email, Name: in.Sender.Name},
	}
	if in.Machine == OwnAddress && joins {
		return nil // whoever it is brings nobody in
	}
	if err := d.inbox.AdmitTx(ctx, tx, r.Conversation, l); err != nil {
		return err
	}
	if !joins || in.Machine != "" {
		return nil
	}
	return d.inbox.ProposeSplitTx(ctx, tx, r.Message)
}
