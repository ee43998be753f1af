package conversation

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func at(clock string) int64 {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	return nine.Truncate(24*time.Hour).UnixMilli() + t.Sub(t.Truncate(24*time.Hour)).Milliseconds()
}

func TestAMessageMovesItsConversation(t *testing.T) {
	for _, c := range []struct {
		situation string
		before    row
		message   messageRow
		state     State
		because   string
		waiting   int64
		preview   string
	}{
		{"the customer begins", row{State: Open}, messageRow{Kind: Inbound, Text: "在吗", SentAt: at("08:59")}, Open, "", at("08:59"), "在吗"},
		{"and goes on", row{State: Open, WaitingSince: at("08:00"), LastMessageAt: at("08:00")}, messageRow{Kind: Inbound, Text: "？", SentAt: at("08:59")}, Open, "", at("08:00"), "？"},
		{"something earlier comes late", row{State: Open, WaitingSince: at("08:00"), LastMessageAt: at("08:30"), Preview: "newer"}, messageRow{Kind: Inbound, Text: "older", SentAt: at("07:00")}, Open, "", at("07:00"), "newer"},
		{"we answer", row{State: Open, WaitingSince: at("08:00")}, messageRow{Kind: Reply, Text: "您好", SentAt: at("09:00")}, Waiting, "answered", 0, "您好"},
		{"we answer once more", row{State: Waiting}, messageRow{Kind: Reply, Text: "a", SentAt: at("09:00")}, Waiting, "", 0, "a"},
		{"they answer", row{State: Waiting}, messageRow{Kind: Inbound, Text: "b", SentAt: at("09:00")}, Open, "", at("09:00"), "b"},
		{"a note hands nothing over", row{State: Open, WaitingSince: at("08:00")}, messageRow{Kind: Note, Text: "n", SentAt: at("09:00")}, Open, "", at("08:00"), "n"},
		{"a note on what is done", row{State: Resolved, ResolvedAt: at("08:00")}, messageRow{Kind: Note, Text: "n", SentAt: at("09:00")}, Resolved, "", 0, "n"},
		{"a system message is no word of anybody", row{State: Waiting, Preview: "p"}, messageRow{Kind: System, Code: "x", SentAt: at("09:00")}, Waiting, "", 0, "p"},
		{"they come back", row{State: Resolved, ResolvedAt: at("08:00")}, messageRow{Kind: Inbound, Text: "c", SentAt: at("09:00")}, Open, "customer_wrote", at("09:00"), "c"},
		{"they wake us", row{State: Snoozed, SnoozedUntil: at("18:00")}, messageRow{Kind: Inbound, Text: "c", SentAt: at("09:00")}, Open, "customer_wrote", at("09:00"), "c"},
		{"we answer what is done", row{State: Resolved, ResolvedAt: at("08:00")}, messageRow{Kind: Reply, Text: "d", SentAt: at("09:00")}, Waiting, "answered", 0, "d"},
		{"a machine answers for them", row{State: Resolved, ResolvedAt: at("08:00"), MessageCount: 2}, messageRow{Kind: Inbound, Automatic: true, Text: "away", SentAt: at("09:00")}, Resolved, "", 0, "away"},
		{"a machine begins", row{State: Open}, messageRow{Kind: Inbound, Automatic: true, Text: "away", SentAt: at("09:00")}, Open, "", at("09:00"), "away"},
		{"only what was written this time", row{State: Open}, messageRow{Kind: Inbound, Text: "yes\n> old", ReplyText: "yes", SentAt: at("09:00")}, Open, "", at("09:00"), "yes"},
	} {
		after, because := said(c.before, c.message, nine)
		require.Equal(t, c.state, after.State, c.situation)
		require.Equal(t, c.because, because, c.situation)
		require.Equal(t, c.waiting, after.WaitingSince, c.situation)
		require.Equal(t, c.preview, after.Preview, c.situation)
		require.Equal(t, c.before.MessageCount+1, after.MessageCount, c.situation)
		require.Equal(t, after.State == Resolved, after.ResolvedAt > 0, c.situation)
		require.Equal(t, after.State == Snoozed, after.SnoozedUntil > 0, c.situation)
	}
}

func TestWhatAStateAllows(t *testing.T) {
	for _, c := range []struct {
		from                    State
		resolve, reopen, snooze string
	}{
		{Open, "", "conversation.already_open", ""},
		{Waiting, "", "conversation.already_open", ""},
		{Snoozed, "", "", ""},
		{Resolved, "conversation.already_resolved", "", "conversation.already_resolved"},
	} {
		before := enter(row{SnoozedUntil: at("10:00")}, c.from, nine)
		_, err := resolved(before, nine)
		want(t, err, c.resolve)
		_, err = reopened(before, nine)
		want(t, err, c.reopen)
		_, err = snoozed(before, nine.Add(time.Hour), nine)
		want(t, err, c.snooze)
	}
	_, err := snoozed(row{State: Open}, nine, nine)
	fault.Want(t, err, "conversation.snooze_must_be_later")
}

func want(t *testing.T, err error, code string) {
	t.Helper()
	if code == "" {
		require.NoError(t, err)
		return
	}
	fault.Want(t, err, code)
}

func TestASnoozeIsOverAtItsTimeAndNotBefore(t *testing.T) {
	c, err := snoozed(row{State: Open}, nine.Add(time.Hour), nine)
	require.NoError(t, err)
	require.False(t, dueAgain(c, nine.Add(time.Hour-time.Millisecond)))
	require.True(t, dueAgain(c, nine.Add(time.Hour)))
	require.False(t, dueAgain(enter(c, Open, nine), nine.Add(time.Hour)), "the world moved on")
}

func TestADeliveryOnlyGoesForward(t *testing.T) {
	all := []Delivery{Received, Queued, Failed, Unknown, Sent, Bounced, Delivered, Read}
	moves := map[Delivery][]Delivery{
		Queued:    {Failed, Unknown, Sent, Bounced, Delivered, Read}, // a bounce may be quicker than our own note
		Failed:    {Sent, Bounced, Delivered, Read},                  // the proof that it did arrive
		Unknown:   {Sent, Bounced, Delivered, Read},
		Sent:      {Bounced, Delivered, Read},
		Bounced:   {Delivered, Read},
		Delivered: {Read},
		Received:  {Queued, Sent, Bounced, Delivered, Read},
	}
	for _, from := range all {
		for _, to := range append(all, "lost") {
			after, moved := delivered(messageRow{Kind: Reply, Delivery: from}, to, "why")
			may := false
			for _, m := range moves[from] {
				may = may || m == to
			}
			require.Equal(t, may, moved, "%s → %s", from, to)
			if moved {
				require.Equal(t, to, after.Delivery)
				require.Equal(t, "why", after.DeliveryReason)
			} else {
				require.Equal(t, from, after.Delivery)
			}
		}
	}
	for _, k := range []Kind{Inbound, Note, System} {
		_, moved := delivered(messageRow{Kind: k, Delivery: Received}, Read, "")
		require.False(t, moved, "%s is simply here", k)
	}
}

func TestTheScreenOffersWhatTheVerbsAllow(t *testing.T) {
	agent := access.Actor{Role: access.Agent, Permissions: access.Agent.Permissions(), Scope: access.All}
	manager := access.Actor{Role: access.Manager, Permissions: access.Manager.Permissions(), Scope: access.All}
	reader := manager
	reader.Scope = access.Read
	base := Can{Reply: true, Note: true, Assign: true, Tag: true, Change: true, Merge: true}
	for _, c := range []struct {
		who   access.Actor
		state State
		want  func(Can) Can
	}{
		{agent, Open, func(c Can) Can { c.Resolve, c.Snooze = true, true; return c }},
		{agent, Snoozed, func(c Can) Can { c.Resolve, c.Snooze, c.Reopen = true, true, true; return c }},
		{agent, Resolved, func(c Can) Can { c.Reopen = true; return c }},
		{manager, Resolved, func(c Can) Can { c.Reopen, c.Delete = true, true; return c }},
		{reader, Open, func(Can) Can { return Can{} }},
	} {
		if diff := cmp.Diff(c.want(base), canDo(c.who, c.state, outlet{open: true, sends: true})); diff != "" {
			t.Errorf("%s, %s: %s", c.who.Role, c.state, diff)
		}
	}
}

func TestTagsAreComparable(t *testing.T) {
	clean, err := cleanTags([]string{" VIP ", "vip", "退款", "late  parcel", "", "n\x00ul"})
	require.NoError(t, err)
	require.Equal(t, []string{"late parcel", "nul", "vip", "退款"}, clean)
	_, err = cleanTags([]string{"a,b"})
	fault.Want(t, err, "conversation.tag_with_comma")
	_, err = cleanTags([]string{strings.Repeat("长", maxTag+1)})
	fault.Want(t, err, "conversation.tag_too_long")
	_, err = cleanTags(strings.Split(strings.Repeat("x ", maxTags)+"x", " "))
	require.NoError(t, err, "the same tag many times is one")
	added, removed := differ([]string{"a", "b"}, []string{"b", "c"})
	require.Equal(t, []string{"c"}, added)
	require.Equal(t, []string{"a"}, removed)
}

func TestASubjectIsOneLine(t *testing.T) {
	require.Equal(t, "发票 抬头", Subject(" 发票\r\n\t抬头\x00 "))
	require.Equal(t, maxSubject, len([]rune(Subject(strings.Repeat("长", 1000)))))
	long := preview(messageRow{Text: strings.Repeat("a b\n", 200)})
	require.Equal(t, previewLen, len([]rune(long)))
	require.True(t, strings.HasSuffix(long, "…"))
}

func TestAFileNameIsHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "file",
		"../../etc/passwd":     "passwd",
		`C:\Users\li\发票.pdf`:   "发票.pdf",
		"a\x00b\u202egnp.exe":  "abgnp.exe",
		"...":                  "file",
		"半\xff个.txt":           "半个.txt",
		"/":                    "file",
		" spaced name .tar.gz": "spaced name .tar.gz",
	} {
		require.Equal(t, want, FileName(in), "%q", in)
	}
	require.Equal(t, 200, len([]rune(FileName(strings.Repeat("长", 300)))))
}

func TestWhatTheBytesProveWinsOverWhatTheSenderSays(t *testing.T) {
	png := []byte("\x89PNG\r\n\x1a\n0000")
	for _, c := range []struct{ declared, name, head, want string }{
		{"text/html", "a.html", string(png), "image/png"},
		{"image/png", "a.png", "<svg xmlns='x'>", "text/plain"},
		{"image/svg+xml", "a.svg", "<svg/>", "image/svg+xml"},
		{"", "a.pdf", "%PDF-1.7", "application/pdf"},
		{"application/octet-stream", "a.csv", "a,b", "text/csv"},
		{"text/csv; charset=gbk", "a", "a,b", "text/csv"},
		{"not a type", "", "plain", "text/plain"},
	} {
		require.Equal(t, c.want, MediaType(c.declared, c.name, []byte(c.head)), "%+v", c)
	}
}
