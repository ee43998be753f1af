package email_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/organisation"
	"anlan/internal/fact"
)

// writer is the contact that a message is from.
func (h *house) writer(t *testing.T, m fact.MessageID) contact.Contact {
	t.Helper()
	got, err := h.Inbox.Message(h.Ctx, m)
	require.NoError(t, err)
	who, err := h.Contacts.Get(h.Ctx, h.Ada, fact.ContactID(got.Author.ID))
	require.NoError(t, err)
	return who
}

func TestAMachineIsNoVerifiedContactAndOneForEachAddress(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		house, err := h.Organisations.Add(h.Ctx, h.Ada, organisation.Edit{Name: new("MX"), Domains: &[]string{"mx.example"}, JoinsByDomain: new(true)})
		require.NoError(t, err)

		stray := report{to: "support@anlan.example", recipient: "unheard@of.example", action: "failed", status: "5.1.1", diagnostic: "550 5.1.1 no such user"}
		first := arrives(t, h.World, h.c, stray.raw(1))
		who := h.writer(t, first.Message)
		require.True(t, who.Automatic, "a bounce that matches nothing is a conversation that people see, of a contact that is marked")
		require.Len(t, who.Identities, 1)
		require.False(t, who.Identities[0].Verified, "nobody stands behind the address of a machine")
		require.Nil(t, who.Organisation, "and it belongs nowhere by its domain")
		proposed, _, err := h.Organisations.Proposed(h.Ctx, h.Ada, house.ID, "", 10)
		require.NoError(t, err)
		require.Empty(t, proposed)

		again := arrives(t, h.World, h.c, stray.raw(2))
		require.NotEqual(t, first.Conversation, again.Conversation)
		require.Equal(t, who.ID, h.writer(t, again.Message).ID, "a thousand bounces are not a thousand people")

		m := h.asks(t, "lin@home.example")
		h.Settle()
		attached := arrives(t, h.World, h.c, report{to: "support@anlan.example", about: "Hi", recipient: "lin@home.example", action: "failed", status: "5.1.1", diagnostic: "550 no"}.raw(3))
		require.Equal(t, m.Conversation, attached.Conversation)
		require.Equal(t, who.ID, h.writer(t, attached.Message).ID)
		require.False(t, h.writer(t, h.talk(t, m)[0].ID).Automatic, "who asked is a person still")

		other := arrives(t, h.World, h.c, "From: Mail Delivery System <MAILER-DAEMON@mx2.example>\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <o@other.example>\r\n\r\nI'm sorry to have to inform you that your message could not be delivered.\r\n550 5.1.1 unknown\r\n")
		suggested := h.writer(t, other.Message)
		require.True(t, suggested.Automatic)
		require.NoError(t, h.Contacts.CompareJob(h.Ctx))
		pairs, _, err := h.Contacts.Suggestions(h.Ctx, h.Ada, contact.PairPlace{}, 10)
		require.NoError(t, err)
		require.Empty(t, pairs, "two mail systems of one name are not one person")
	})
}

func TestWhoWritesOfAPersonAndWhoOfAMachine(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		for i, c := range []struct {
			from, more string
			automatic  bool
		}{
			{"wang@example.com", "", false},
			{"away@example.com", "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n", false}, // of a person
			{"read@example.com", "Return-Path: <>\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n", false},
			{"member@example.com", "List-Id: <users.example.com>\r\n", false},
			{"no-reply@example.com", "", true},
			{"null@example.com", "Return-Path: <>\r\n", true},
			{"MAILER-DAEMON@example.com", "", true},
			{"complaints@example.com", "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n", true},
		} {
			who := h.writer(t, h.wrote(t, c.from, fmt.Sprintf("w%d@example.com", i), c.more).Message)
			require.Equal(t, c.automatic, who.Automatic, c.from)
			require.Equal(t, c.automatic, !slices.ContainsFunc(who.Identities, func(i contact.Identity) bool { return i.Verified }), c.from)
		}
	})
}

func TestAPersonWhoIsKnownStaysAndWhoIsNoMachineIsToldSo(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		bounce := func(n int) string {
			return fmt.Sprintf("Return-Path: <>\r\nFrom: postmaster@small.example\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b%d@small.example>\r\n\r\nyour message could not be delivered\r\n550 5.1.1 unknown\r\n", n)
		}
		machine := h.writer(t, arrives(t, h.World, h.c, bounce(1)).Message)
		require.True(t, machine.Automatic)

		told, err := h.Contacts.Change(h.Ctx, h.Ada, machine.ID, contact.Edit{Automatic: new(false), Version: machine.Version})
		require.NoError(t, err)
		require.False(t, told.Automatic)
		next := h.writer(t, arrives(t, h.World, h.c, bounce(2)).Message)
		require.NotEqual(t, machine.ID, next.ID, "what a machine sends does not come to whom people have made somebody")
		require.True(t, next.Automatic)

		_, err = h.Contacts.Add(h.Ctx, h.Ada, contact.Addition{Name: "马师傅", Email: "postmaster@small.example"})
		require.NoError(t, err)
		known := h.writer(t, arrives(t, h.World, h.c, bounce(3)).Message)
		require.Equal(t, "马师傅", known.Name, "an address of somebody who is known stays theirs")
		require.False(t, known.Automatic)
	})
}
