package continuation

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
	"anlan/internal/route/relief"
)

// Replied is the reaction to a reply: look again in some minutes.
func (l *Ledger) Replied(ctx context.Context, f fact.MessageReplied) error {
	s, on, err := l.settings(ctx, f.Channel)
	if err != nil || !on {
		return err
	}
	m, err := l.inbox.Message(ctx, f.Message)
	if fault.Is(err, "message.missing") {
		return nil
	}
	if err != nil {
		return err
	}
	byMail, err := l.answersByMail(ctx, f.Conversation)
	if err == nil && !byMail { // whoever left a message does not look into the chat
		byMail, err = relief.Leaves(ctx, l.db.Read(), f.Conversation)
	}
	if err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Enqueue(ctx, db.Job{
			Kind: WaitKind, Args: Wait{f.Conversation, f.Message},
			RunAt: m.CreatedAt.Add(wait(s.Minutes, byMail)), Unique: WaitKind + ":" + string(f.Message),
		})
	})
}

// Idle tells that a reply is none of ours: its channel is no chat, or one that
// ends with the visit.
func (l *Ledger) Idle(f fact.MessageReplied) bool {
	channel, known := l.channels.Lately(f.Channel)
	if !known || channel.Kind != intake.Webchat {
		return known
	}
	all, err := channel.Webchat()
	return err == nil && all.Continuing.Mailbox == ""
}

// settings are those of a chat that goes on by mail; on is false for all others.
func (l *Ledger) settings(ctx context.Context, channel fact.ChannelID) (s intake.Continuing, on bool, err error) {
	c, err := l.channels.ByID(ctx, channel)
	if err != nil || c.Kind != intake.Webchat {
		return s, false, err
	}
	all, err := c.Webchat()
	return all.Continuing, all.Continuing.Mailbox != "", err
}

// Due rings when a reply has waited long enough. All replies that nobody has read
// go out together; the timers of the others then find nothing to do.
func (l *Ledger) Due(ctx context.Context, w Wait) error {
	c, err := l.inbox.Get(ctx, access.System, w.Conversation)
	if fault.Is(err, "conversation.missing") {
		return nil
	}
	if err != nil {
		return err
	}
	s, on, err := l.settings(ctx, c.Channel.ID)
	if err != nil || !on {
		return err
	}
	who, err := l.contacts.Get(ctx, access.System, c.Contact.ID)
	if err != nil {
		return err
	}
	to := addressOf(who)
	if to == "" {
		return nil
	}
	err = l.db.Write(ctx, func(tx *db.Tx) error { return l.claim(ctx, tx, w, c, s.Mailbox, to) })
	if errors.Is(err, errNothing) || fault.Is(err, "conversation.missing") {
		return nil
	}
	return err
}

// errNothing takes back a mail that would say nothing new.
var errNothing = errors.New("nothing to tell")

// claim takes the unread replies for one mail. Each can be taken once only, so
// that a timer that rings twice sends nothing twice.
func (l *Ledger) claim(ctx context.Context, tx *db.Tx, w Wait, c conversation.Conversation, mailbox fact.ChannelID, to string) error {
	if err := l.inbox.HoldTx(ctx, tx, w.Conversation); err != nil {
		return err
	}
	unread, err := untold(ctx, tx, w.Conversation, tx.Now().Add(-oldest))
	if err != nil {
		return err
	}
	rang := false
	for _, m := range unread {
		rang = rang || m == w.Message
	}
	if !rang {
		return errNothing
	}
	mail := ID(id.New())
	if err := insert(ctx, tx, mail, c.ID, mailbox, to, unread); err != nil {
		return err
	}
	_, err = l.inbox.AppendTx(ctx, tx, c.ID, conversation.Saying{
		Kind: conversation.System, Code: "continuation.mailed", Values: map[string]any{"address": to, "count": len(unread)},
	})
	if err != nil {
		return err
	}
	if err := tx.Enqueue(ctx, db.Job{Kind: SendKind, Lane: "continuation:" + string(c.ID), Args: Sending{mail}}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ConversationContinued{Conversation: c.ID, Contact: c.Contact.ID, Channel: mailbox, Replies: len(unread)})
}

// Load reads a mail that is to leave. One whose replies were all read meanwhile
// comes back as needless.
func (l *Ledger) Load(ctx context.Context, mail ID) (Mail, error) {
	m, err := l.load(ctx, mail)
	if err != nil || m.State != Queued {
		return m, err
	}
	c, err := l.inbox.Get(ctx, access.System, m.Conversation)
	if err != nil {
		return m, err
	}
	if m.Channel, err = l.channels.ByID(ctx, c.Channel.ID); err != nil {
		return m, err
	}
	who, err := l.contacts.Get(ctx, access.System, c.Contact.ID)
	if err != nil {
		return m, err
	}
	m.Name, m.Language, m.Number, m.Subject = who.Name, languageOf(who.Locale), c.Number, c.Subject
	if m.Replies, err = l.replies(ctx, mail); err != nil {
		return m, err
	}
	if len(m.Replies) == 0 {
		m.State = Needless
		return m, l.Settle(ctx, mail, Needless, "read")
	}
	if m.Earlier, err = l.earlier(ctx, m.Conversation, mail); err != nil {
		return m, err
	}
	m.ResumeURL, m.StopURL, err = l.links(m)
	return m, err
}

func (l *Ledger) replies(ctx context.Context, mail ID) (list []conversation.Message, err error) {
	ids, err := l.carried(ctx, mail)
	if err != nil {
		return nil, err
	}
	for _, i := range ids {
		m, err := l.inbox.Message(ctx, i)
		switch {
		case fault.Is(err, "message.missing") || err == nil && m.Delivery.State == conversation.Read:
		case err != nil:
			return nil, err
		default:
			list = append(list, m)
		}
	}
	return list, nil
}

// Settle notes that a mail left, or that it need not. What is settled stays so.
func (l *Ledger) Settle(ctx context.Context, mail ID, s State, reason string) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := settle(ctx, tx, mail, s, reason)
		return err
	})
}

// Hand notes that the words of a mail are about to be given to a mail server. also
// belongs to the same moment.
func (l *Ledger) Hand(ctx context.Context, mail ID, also func(*db.Tx) error) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		if err := hand(ctx, tx, mail, tx.Now().UnixMilli()); err != nil {
			return err
		}
		return also(tx)
	})
}

// TakeBack notes that the server did not want it now: it will be tried again.
func (l *Ledger) TakeBack(ctx context.Context, mail ID) error {
	return l.db.Write(ctx, func(tx *db.Tx) error { return hand(ctx, tx, mail, 0) })
}

// Fail notes that a mail did not leave, or with MayBeOut that nobody can know, and
// says so in the conversation: its replies are not told by another.
// reason is a code of why a reply cannot leave, where there is one, and said what the
// mail server said.
func (l *Ledger) Fail(ctx context.Context, m Mail, why Why, reason, said string) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		fresh, err := settle(ctx, tx, m.ID, Failed, strings.Join([]string{string(why), reason, said}, ": "))
		if err != nil || !fresh {
			return err
		}
		_, err = l.inbox.AppendTx(ctx, tx, m.Conversation, conversation.Saying{
			Kind: conversation.System, Code: "continuation." + string(why), Values: map[string]any{"address": m.Address, "reason": reason, "said": said},
		})
		return err
	})
}

// links of a mail. The ticket stands behind the #, so that it ends up in nobody's
// log and no referrer.
func (l *Ledger) links(m Mail) (resume, stop string, err error) {
	s, err := m.Channel.Webchat()
	if err != nil {
		return "", "", err
	}
	until := m.CreatedAt.Add(linkLife)
	q, err := url.ParseQuery(l.sealer.Sign(resumeOf(m.ID), until))
	if err != nil {
		return "", "", err
	}
	ticket := strings.Join([]string{string(m.ID), q.Get("exp"), q.Get("sig")}, ".")
	own := l.publicURL + "/chat/" + m.Channel.Key
	resume = own + "#anlan-resume=" + ticket
	if s.Continuing.Page != "" {
		resume = s.Continuing.Page + "#anlan-resume=" + ticket
	}
	return resume, own + "/stop?mail=" + string(m.ID) + "&" + l.sealer.Sign(stopOf(m.ID), until), nil
}

func resumeOf(m ID) string { return "resume:" + string(m) }

func stopOf(m ID) string { return "stop:" + string(m) }

// Resume opens a conversation again for whoever holds the ticket of a mail.
func (l *Ledger) Resume(ctx context.Context, ticket string) (c fact.ConversationID, err error) {
	parts := strings.Split(ticket, ".")
	if len(parts) != 3 || !l.sealer.Valid(resumeOf(ID(parts[0])), parts[1], parts[2], l.db.Now()) {
		return "", fault.New(fault.Gone, "continuation.link_over")
	}
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		times, made, of, err := countResume(ctx, tx, ID(parts[0]))
		if err != nil {
			return err
		}
		if !resumes(times, made, tx.Now()) {
			return fault.New(fault.Gone, "continuation.link_over")
		}
		c = of
		return tx.Record(ctx, fact.ConversationResumed{Conversation: c})
	})
	return c, err
}

// Stop ends the mails about the conversation that a mail is of.
func (l *Ledger) Stop(ctx context.Context, mail ID, exp, sig string) error {
	if !l.sealer.Valid(stopOf(mail), exp, sig, l.db.Now()) {
		return fault.New(fault.Gone, "continuation.link_over")
	}
	m, err := l.load(ctx, mail)
	if err != nil {
		return err
	}
	return l.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "INSERT INTO continuation_stop (conversation_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", m.Conversation, tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("stop the mails of conversation %s: %w", m.Conversation, err)
		}
		if n == 0 {
			return nil
		}
		return tx.Record(ctx, fact.ContinuationStopped{Conversation: m.Conversation})
	})
}

// answersByMail tells whether the customer's newest message came as a mail.
func (l *Ledger) answersByMail(ctx context.Context, c fact.ConversationID) (bool, error) {
	list, _, err := l.inbox.ForContact(ctx, c, conversation.Walk{NewFirst: true, Limit: 20})
	if err != nil {
		return false, err
	}
	for _, m := range list {
		if m.Kind == conversation.Inbound {
			return m.Headers["message_id"] != "", nil
		}
	}
	return false, nil
}

// instant is a stored time.
func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
