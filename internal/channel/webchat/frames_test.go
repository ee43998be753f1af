package webchat

import (
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
)

func TestWhenALetterWasWritten(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ name, sentAt, clock, want string }{
		{"right clock", "2026-11-24T11:59:00Z", "2026-11-24T12:00:00Z", "2026-11-24T11:59:00Z"},
		{"clock ahead", "2026-11-24T16:59:00Z", "2026-11-24T17:00:00Z", "2026-11-24T11:59:00Z"},
		{"clock behind", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00Z", "2026-11-24T11:00:00Z"},
		{"another zone", "2026-11-24T19:59:00+08:00", "2026-11-24T20:00:00+08:00", "2026-11-24T11:59:00Z"},
		{"a slow line is no wrong clock", "2026-11-24T11:59:00Z", "2026-11-24T11:59:45Z", "2026-11-24T11:59:00Z"},
		{"no clock", "2026-11-24T11:00:00Z", "", "2026-11-24T11:00:00Z"},
		{"no clock, in the future", "2026-11-24T13:00:00Z", "", "2026-11-24T12:00:00Z"},
		{"very old", "2020-01-01T00:00:00Z", "", "2026-10-25T12:00:00Z"},
		{"no time", "", "2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z"},
		{"no time at all", "yesterday", "soon", "2026-11-24T12:00:00Z"},
		{"turned round", "2026-11-24T12:00:05Z", "2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z"},
	} {
		l := letter{SentAt: c.sentAt, Clock: c.clock}
		got := l.written(now, l.skew(now))
		require.Equal(t, c.want, got.Format(time.RFC3339), c.name)
	}
}

func TestCleanTextKeepsWhatPeopleWrote(t *testing.T) {
	require.Equal(t, "第一行\n\tsecond 👩🏽‍💻", clean("第一行\r\n\tsecond\x00 \u202e👩🏽‍💻"))
	require.Equal(t, "王 小明", line(" 王\n小明\x07 ", 20))
	require.Equal(t, "茶茶", line("茶茶茶", 2))
	require.True(t, utf8.ValidString(clean("a\xffb")))
}

func TestWhoMayAsk(t *testing.T) {
	list := intake.WebchatSettings{AllowedOrigins: []string{"https://shop.test", "http://localhost:3000"}}
	for _, c := range []struct {
		origin string
		s      intake.WebchatSettings
		want   bool
	}{
		{"https://shop.test", list, true},
		{"https://SHOP.test", list, true},
		{"http://shop.test", list, false},
		{"https://shop.test.evil.test", list, false},
		{"https://shop.test:8443", list, false},
		{"http://localhost:3000", list, true},
		{"https://desk.test", list, true},        // our own frame
		{"https://public.desk.test", list, true}, // behind a proxy
		{"null", list, false},
		{"", list, true},
		{"https://any.test", intake.WebchatSettings{}, true},
	} {
		require.Equal(t, c.want, mayAsk(c.origin, "desk.test", "https://public.desk.test", c.s), c.origin)
	}
}

func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		`{"t":"hello","token":"a.1.b","after":"","locale":"zh-CN","page":"https://shop.test"}`,
		`{"t":"message","id":"c1","text":"你好\u0000","attachments":["a"],"sent_at":"2026-11-24T12:00:00Z","clock":"x","name":"n","email":"e"}`,
		`{"t":"read","upto":"m"}`, `[]`, `null`, `{"t":1}`, `{"text":"\ud800"}`, "\xff",
	} {
		f.Add([]byte(seed))
	}
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, raw []byte) {
		frame, err := readFrame(raw)
		if err != nil {
			return
		}
		l, err := checked(frame.letter)
		if err != nil {
			return
		}
		in := l.inbound(intake.Channel{ID: "channel"}, visitor{name: "visitor"}, l.written(now, l.skew(now)))
		if in.SentAt.After(now) || now.Sub(in.SentAt) > longestAway {
			t.Fatalf("a message of %s was dated %s", l.SentAt, in.SentAt)
		}
		for _, s := range []string{in.Text, in.Sender.Name, in.Sender.Email, in.Sender.Locale} {
			if !utf8.ValidString(s) || clean(s) != s {
				t.Fatalf("%q got through", s)
			}
		}
		if utf8.RuneCountInString(in.Text) > maxText || len(in.ExternalID) > 200 {
			t.Fatal("a bound was passed")
		}
		if _, err := json.Marshal(in); err != nil {
			t.Fatal(err)
		}
	})
}
