package intake_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/schema"
)

// anything draws a text that somebody might send: words, any characters, or
// bytes that are none.
func anything(t *rapid.T, name string) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "退款", "a@example.com", "a\x00b", "\xff\xfe", "１３８００１３８０００", "Asia/Shanghai", "<b>x</b>"}),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 60), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.IntRange(500, 9000), func(n int) string { return strings.Repeat("長", n/3) }),
	).Draw(t, name)
}

func TestWhateverComesIsKeptOnceOrRefusedByName(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		rapid.Check(t, func(rt *rapid.T) {
			say := func(name string) string { return anything(rt, name) }
			accept(rt, w, intake.Inbound{
				Channel: w.Shop.ID, ExternalID: say("external id"), Subject: say("subject"), Text: say("text"), HTML: say("html"),
				ReplyText: say("reply"), ClientID: say("client id"), Thread: say("thread"), Ref: say("ref"), Refs: []string{say("far"), say("near")},
				SentAt:  time.Unix(rapid.Int64Range(-1e10, 1e11).Draw(rt, "sent at"), 0),
				Headers: map[string]string{say("header"): say("value")},
				Sender: contact.Sender{
					Visitor: say("visitor"), External: say("customer"), Email: say("email"), Phone: say("phone"), Name: say("name"),
					Locale: say("locale"), TimeZone: say("zone"), Vouched: rapid.Bool().Draw(rt, "vouched"), Attributes: map[string]any{say("attribute"): say("is")},
				},
				Files: []intake.File{{Name: say("file"), Type: say("type"), ContentID: say("content id"), Data: []byte(say("data"))}},
			})
		})
	})
}

// accept brings a message twice, and says what must be true of it.
func accept(t require.TestingT, w *world.World, in intake.Inbound) {
	before := w.Count("message")
	first, err := w.Door.Accept(w.Ctx, in)
	if err != nil {
		var refused *fault.Fault
		require.True(t, errors.As(err, &refused), "refused without a name: %v", err)
		require.Equal(t, before, w.Count("message"))
		return
	}
	again, err := w.Door.Accept(w.Ctx, in)
	require.NoError(t, err)
	require.True(t, again.Duplicate)
	require.Equal(t, first.Message, again.Message)
	fresh := 1
	if first.Duplicate {
		fresh = 0
	}
	require.Equal(t, before+fresh, w.Count("message"))
	m, err := w.Inbox.Message(w.Ctx, first.Message)
	require.NoError(t, err)
	require.Equal(t, first.Conversation, m.Conversation)
	require.False(t, m.SentAt.After(w.Now()))
	if fresh == 1 {
		require.Equal(t, plain.Text(in.Text), m.Text)
	}
	_, _, err = w.Inbox.Messages(w.Ctx, w.Lin, first.Conversation, conversation.Walk{Limit: 5})
	require.NoError(t, err)
}

// FuzzInbound brings any bytes as a mail: each is taken in, once.
func FuzzInbound(f *testing.F) {
	for _, seed := range []string{question, followUp, "", "X-Odd: \xde\xad\n\n", "From: \x00@b\nMessage-ID: <>\n\n\x00", "Date: Thu, 1 Jan 1904 00:00:00 +0000\n\nold"} {
		f.Add([]byte(seed))
	}
	w := world.On(f, smallest(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		w.T = t
		r, err := w.Door.Accept(w.Ctx, email.Inbound(w.Mail, raw))
		require.NoError(t, err, "a mail is never refused for what is in it")
		m, err := w.Inbox.Message(w.Ctx, r.Message)
		require.NoError(t, err)
		require.True(t, m.HasRaw)
		kept, err := w.Files.Bytes(m.RawSHA256)
		require.NoError(t, err)
		require.True(t, r.Duplicate || string(raw) == string(kept), "to the byte")
		accept(t, w, email.Inbound(w.Mail, raw))
	})
}

// smallest is the database that is quickest to make.
func smallest(f *testing.F) *db.DB {
	f.Helper()
	folder := f.TempDir()
	d, err := db.Open(f.Context(), folder, "")
	require.NoError(f, err)
	f.Cleanup(func() { require.NoError(f, d.Close()) })
	files, err := schema.For(string(d.Dialect))
	require.NoError(f, err)
	_, _, err = d.Migrate(f.Context(), files, folder)
	require.NoError(f, err)
	return d
}
