package email_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/invitation"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/kit/ical"
	"anlan/internal/platform/fault"
)

// invites is a mail that brings an event, as calendar programs send it.
func (h *house) invites(t *testing.T, name, method string, sequence int, more string) intake.Receipt {
	t.Helper()
	event := fmt.Sprintf("BEGIN:VCALENDAR\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\nUID:meeting-1\r\nSEQUENCE:%d\r\nDTSTAMP:20260301T01020%dZ\r\nDTSTART;TZID=China Standard Time:20260310T150000\r\n"+
		"DTEND;TZID=China Standard Time:20260310T160000\r\nSUMMARY:验货\r\nORGANIZER;CN=Ann:mailto:calendar@mill.test\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:support+team@anlan.example\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n", method, sequence, sequence, more)
	return arrives(t, h.World, h.c, "From: Ann <ann@mill.test>\r\nTo: support@anlan.example\r\nSubject: 验货\r\nMessage-ID: <"+name+"@mill.test>\r\nReferences: <first@mill.test>\r\n"+
		"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请来\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method="+method+"\r\n\r\n"+event+"--b--\r\n")
}

func (h *house) card(t *testing.T, m fact.MessageID) invitation.Card {
	t.Helper()
	cards, err := invitation.NewBook(h.DB).Cards(h.Ctx, h.Lin, []fact.MessageID{m})
	require.NoError(t, err)
	require.Len(t, cards[m], 1)
	return cards[m][0]
}

func TestAnInvitationIsAnsweredToItsOrganizerByMail(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		m := h.invites(t, "first", "REQUEST", 0, "").Message
		card := h.card(t, m)
		require.Equal(t, []any{"request", invitation.Standing, "验货", "Asia/Shanghai", "2026-03-10T07:00:00Z", true, ""},
			[]any{card.Method, card.State, card.Summary, card.Zone, card.Starts.Format("2006-01-02T15:04:05Z"), card.CanAnswer, card.Part})

		fault.Want(t, h.Desk.AnswerInvitation(h.Ctx, h.Lin, invitation.Answer{Message: m, Part: "maybe"}), "invitation.unknown_part")
		fault.Want(t, h.Desk.AnswerInvitation(h.Ctx, h.Lin, invitation.Answer{Message: m, Place: 7, Part: "accepted"}), "invitation.missing")
		h.Facts()
		require.NoError(t, h.Desk.AnswerInvitation(h.Ctx, h.Lin, invitation.Answer{Message: m, Part: "accepted"}))
		h.Settle()
		require.Equal(t, 1, h.s.mails())
		require.Equal(t, "calendar@mill.test", h.s.to[0])
		sent := email.Read(h.s.got[0])
		require.Contains(t, string(h.s.got[0]), "text/calendar; method=REPLY; charset=UTF-8")
		require.Contains(t, sent.Text, "验货")
		back, ok := ical.Read(sent.Calendar)
		require.True(t, ok, sent.Calendar)
		require.Equal(t, "REPLY", back.Method)
		require.Equal(t, "meeting-1", back.Events[0].UID)
		require.Equal(t, "support+team@anlan.example", back.Events[0].Attendees[0].Address, "as we were invited")
		require.Equal(t, "ACCEPTED", back.Events[0].Attendees[0].Part)

		card = h.card(t, m)
		require.Equal(t, "accepted", card.Part)
		require.Equal(t, h.Lin.Name, card.AnsweredBy)
		require.NoError(t, h.Desk.AnswerInvitation(h.Ctx, h.Chen, invitation.Answer{Message: m, Part: "declined"}), "one may think again")
		h.Settle()
		require.Equal(t, 2, h.s.mails())
		require.Equal(t, "declined", h.card(t, m).Part)
	})
}

func TestTheNewestOfAnEventStandsWhicheverCameLast(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		changed := h.invites(t, "second", "REQUEST", 2, "").Message
		first := h.invites(t, "first", "REQUEST", 1, "").Message
		require.Equal(t, invitation.Standing, h.card(t, changed).State)
		require.Equal(t, invitation.Superseded, h.card(t, first).State)
		fault.Want(t, h.Desk.AnswerInvitation(h.Ctx, h.Lin, invitation.Answer{Message: first, Part: "accepted"}), "invitation.over")
		one := h.invites(t, "one", "REQUEST", 3, "RECURRENCE-ID:20260310T070000Z\r\n").Message
		require.Equal(t, invitation.Standing, h.card(t, changed).State, "one date of a series is not the series")

		over := h.invites(t, "over", "CANCEL", 4, "").Message
		require.Equal(t, invitation.Cancelled, h.card(t, over).State)
		require.Equal(t, invitation.Cancelled, h.card(t, changed).State)
		require.Equal(t, invitation.Cancelled, h.card(t, one).State, "the series took it along")
		fault.Want(t, h.Desk.AnswerInvitation(h.Ctx, h.Lin, invitation.Answer{Message: changed, Part: "accepted"}), "invitation.over")
		answer := h.invites(t, "answer", "REPLY", 5, "").Message
		require.Equal(t, "reply", h.card(t, answer).Method)
		require.Equal(t, 0, h.s.mails())
	})
}

func TestWhatIsNoEventStaysAFile(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		r := arrives(t, h.World, h.c, "From: ann@mill.test\r\nSubject: x\r\nMessage-ID: <x@mill.test>\r\nContent-Type: text/calendar; name=x.ics\r\n\r\n"+strings.Repeat("rubbish\r\n", 3))
		cards, err := invitation.NewBook(h.DB).Cards(h.Ctx, h.Lin, []fact.MessageID{r.Message})
		require.NoError(t, err)
		require.Empty(t, cards)
		m, err := h.Inbox.Message(h.Ctx, r.Message)
		require.NoError(t, err)
		require.Equal(t, conversation.Inbound, m.Kind)
		require.True(t, strings.Contains(m.Text, "rubbish") || len(m.Attachments) > 0)
	})
}

func TestAMailThatIsNothingButAnEventReadsAsOne(t *testing.T) {
	calendar := "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:alone\r\nDTSTAMP:20260301T010200Z\r\nDTSTART:20260310T070000Z\r\n" +
		"SUMMARY:验货\r\nDESCRIPTION:请带上样品。\r\nORGANIZER:mailto:calendar@mill.test\r\nATTENDEE:mailto:support@anlan.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	in := email.Inbound(intake.Channel{ID: "c", Kind: intake.Email}, []byte("From: Ann <ann@mill.test>\r\nSubject: 验货\r\nMessage-ID: <alone@mill.test>\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"+calendar))
	require.NotNil(t, in.Invites)
	require.Equal(t, "验货\n\n请带上样品。", in.Text)
	require.Empty(t, in.ReplyText)
	require.Contains(t, string(in.Raw), "BEGIN:VCALENDAR")
}
