package world

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/id"
	"anlan/internal/resolve/desk"
)

// Visitor is the digest by which the chat knows a person in a story.
func Visitor(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:12])
}

// Chatting is what a visitor says in the chat, as its adapter brings it.
func (w *World) Chatting(name, text string) intake.Inbound {
	said, visitor := id.New(), Visitor(name)
	return intake.Inbound{
		Channel: w.Chat.ID, ExternalID: visitor + ":" + said, Thread: "visitor:" + visitor, ClientID: said,
		Sender: contact.Sender{Visitor: visitor, Name: name}, Text: text, SentAt: w.Now(), UploadedBy: "visitor:" + visitor,
	}
}

// Says lets somebody write in the chat.
func (w *World) Says(name, text string) intake.Receipt {
	w.T.Helper()
	return w.Arrives(w.Chatting(name, text))
}

// Arrives brings a message to the door.
func (w *World) Arrives(in intake.Inbound) intake.Receipt {
	w.T.Helper()
	r, err := w.Door.Accept(w.Ctx, in)
	w.must(err)
	return r
}

// Mails brings a raw mail to the mailbox. Lines may end as they stand in a test.
func (w *World) Mails(raw string) intake.Receipt {
	w.T.Helper()
	return w.Arrives(email.Inbound(w.Mail, []byte(strings.ReplaceAll(strings.TrimLeft(raw, "\n"), "\n", "\r\n"))))
}

// Orders lets the shop's system bring a message of one of its customers.
func (w *World) Orders(external, customer, text string) intake.Receipt {
	w.T.Helper()
	return w.Arrives(intake.Inbound{
		Channel: w.Shop.ID, ExternalID: external, Text: text, SentAt: w.Now(), UploadedBy: "channel:" + string(w.Shop.ID),
		Sender: contact.Sender{External: customer, Vouched: true},
	})
}

// Replies lets somebody of ours answer.
func (w *World) Replies(who access.Actor, c fact.ConversationID, text string) conversation.Message {
	w.T.Helper()
	m, err := w.Desk.Say(w.Ctx, who, c, desk.Words{Kind: conversation.Reply, Text: text})
	w.must(err)
	return m
}

// Notes lets somebody of ours leave a note.
func (w *World) Notes(who access.Actor, c fact.ConversationID, text string) conversation.Message {
	w.T.Helper()
	m, err := w.Desk.Say(w.Ctx, who, c, desk.Words{Kind: conversation.Note, Text: text})
	w.must(err)
	return m
}

// Sees is a conversation as Ada sees it.
func (w *World) Sees(c fact.ConversationID) conversation.Conversation {
	w.T.Helper()
	card, err := w.Inbox.Get(w.Ctx, w.Ada, c)
	w.must(err)
	return card
}

// Talk is everything that was said in a conversation, oldest first, as "kind: text".
func (w *World) Talk(c fact.ConversationID) []string {
	w.T.Helper()
	list, more, err := w.Inbox.Messages(w.Ctx, w.Ada, c, conversation.Walk{Limit: 1000})
	w.must(err)
	if more {
		w.T.Fatal("more was said than a story should hold")
	}
	said := []string{}
	for _, m := range list {
		said = append(said, fmt.Sprintf("%s: %s", m.Kind, strings.TrimSpace(m.Text)))
	}
	return said
}

// Who is a contact as Ada sees it.
func (w *World) Who(c fact.ContactID) contact.Contact {
	w.T.Helper()
	who, err := w.Contacts.Get(w.Ctx, w.Ada, c)
	w.must(err)
	return who
}

// Count counts the rows of a table.
func (w *World) Count(table string) (n int) {
	w.T.Helper()
	w.must(w.DB.Read().NewRaw("SELECT COUNT(*) FROM "+table).Scan(w.Ctx, &n))
	return n
}

// Meddle changes rows by hand, for what no verb does yet.
func (w *World) Meddle(statement string, args ...any) {
	w.T.Helper()
	w.must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(w.Ctx, statement, args...)
		return err
	}))
}

// Settle runs every job that is due, and what follows from it.
func (w *World) Settle() {
	w.T.Helper()
	w.must(w.Jobs.Settle(w.Ctx))
}
