package commitment_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/commitment"
	"anlan/internal/understand/commitment/commitmenttest"
)

// TestPromisesAreFound holds what `make promises` prints.
func TestPromisesAreFound(t *testing.T) {
	for _, file := range []string{"testdata/tune.txt", "testdata/later.txt", "testdata/held.txt"} {
		list, err := commitmenttest.Read(file)
		require.NoError(t, err)
		score := commitmenttest.Measure(list, func(s commitmenttest.Sentence, found []commitment.Promise) {
			t.Logf("%s:%d: %s: %v", file, s.Line, s.Text, found)
		})
		require.GreaterOrEqual(t, score.Precision(), 0.95, file)
		require.GreaterOrEqual(t, score.Recall(), 0.95, file)
	}
}

func TestTheSetIsWhatItIsSaidToBe(t *testing.T) {
	all, chinese, silent := 0, 0, 0
	for _, file := range []string{"testdata/tune.txt", "testdata/later.txt", "testdata/held.txt"} {
		list, err := commitmenttest.Read(file)
		require.NoError(t, err)
		for _, s := range list {
			all++
			if s.Chinese() {
				chinese++
			}
			if len(s.Marks) == 0 {
				silent++
			}
		}
	}
	require.GreaterOrEqual(t, all, 600)
	require.GreaterOrEqual(t, 2*chinese, all)
	require.GreaterOrEqual(t, 3*silent, all)
}

func find(t *testing.T, text, sent, zone string, hours commitment.Hours) []commitment.Promise {
	t.Helper()
	at, err := time.Parse(time.RFC3339, sent)
	require.NoError(t, err)
	where, err := time.LoadLocation(zone)
	require.NoError(t, err)
	var p passage.Passage
	p.Read(text)
	return commitment.Find(&p, at.In(where), hours)
}

func TestDeadlines(t *testing.T) {
	golden := commitment.Week{Holidays: map[string]bool{}}
	for day := 1; day <= 8; day++ {
		golden.Holidays[time.Date(2026, 10, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)] = true
	}
	for _, it := range []struct{ text, sent, zone, due string }{
		{"三个工作日内给您答复", "2026-09-29T10:00:00+08:00", "Asia/Shanghai", "2026-10-12T18:00:00+08:00"}, // over the golden week
		{"下个工作日给您答复", "2026-09-30T10:00:00+08:00", "Asia/Shanghai", "2026-10-09T18:00:00+08:00"},  // and its first day after
		{"We'll reply within 4 business hours.", "2026-09-30T16:00:00+08:00", "Asia/Shanghai", "2026-10-09T11:00:00+08:00"},
		{"24小时内给您答复", "2027-03-27T20:00:00+01:00", "Europe/Berlin", "2027-03-28T21:00:00+02:00"},                       // an hour is lost
		{"I'll call you tomorrow at 9 am.", "2027-10-30T20:00:00+02:00", "Europe/Berlin", "2027-10-31T09:00:00+01:00"}, // and won
		{"一天内给您答复", "2027-03-27T20:00:00+01:00", "Europe/Berlin", "2027-03-28T20:00:00+02:00"},                         // a day is one by the clock
		{"明天给您回电", "2026-12-01T23:30:00Z", "Asia/Tokyo", "2026-12-03T18:00:00+09:00"},                                  // there it is the second already
		{"I will call you back tomorrow morning", "2026-12-01T23:30:00Z", "America/Los_Angeles", "2026-12-02T12:00:00-08:00"},
		{"月底前给您退款", "2028-02-10T09:00:00+08:00", "Asia/Singapore", "2028-02-29T18:00:00+08:00"}, // a leap year
		{"一个月内给您退款", "2027-01-31T09:00:00+08:00", "Asia/Singapore", "2027-02-28T09:00:00+08:00"},
		{"我凌晨还在，两小时内给您恢复", "2026-12-01T23:30:00+08:00", "Asia/Shanghai", "2026-12-02T01:30:00+08:00"}, // a night shift
		{"今晚十二点前给您恢复", "2026-12-01T20:30:00+08:00", "Asia/Shanghai", "2026-12-02T00:00:00+08:00"},
		{"下班前给您答复", "2026-12-04T19:00:00+08:00", "Asia/Shanghai", "2026-12-07T18:00:00+08:00"}, // Friday evening
		{"I'll reply by Friday.", "2026-12-04T19:00:00+08:00", "Asia/Shanghai", "2026-12-11T18:00:00+08:00"},
		{"本周内给您答复", "2026-12-05T09:00:00+08:00", "Asia/Shanghai", "2026-12-06T18:00:00+08:00"},
		{"1月5日前给您答复", "2026-12-30T09:00:00+08:00", "Asia/Shanghai", "2027-01-05T18:00:00+08:00"},
		{"尽快给您答复", "2026-12-30T09:00:00+08:00", "Asia/Shanghai", ""},
	} {
		found := find(t, it.text, it.sent, it.zone, golden)
		require.Len(t, found, 1, it.text)
		due := ""
		if !found[0].Due.IsZero() {
			due = found[0].Due.Format(time.RFC3339)
		}
		require.Equal(t, it.due, due, it.text)
	}
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]commitment.Kind{
		"24小时内给您答复":                                  commitment.Answer,
		"明早十点前给您回电":                                  commitment.CallBack,
		"三个工作日内给您退款":                                 commitment.Refund,
		"今天给您补发":                                     commitment.Delivery,
		"今晚修复":                                       commitment.Fix,
		"周五前通知您":                                     commitment.Information,
		"这件事我会尽快处理":                                  commitment.Other,
		"We'll reply within 24 hours.":               commitment.Answer,
		"I'll call you back tomorrow.":               commitment.CallBack,
		"We'll refund you by Friday.":                commitment.Refund,
		"The new one ships tomorrow.":                commitment.Delivery,
		"We'll fix it by Monday.":                    commitment.Fix,
		"I'll send you the tracking number by 5 pm.": commitment.Information,
		"I'll look into it.":                         commitment.Other,
	} {
		found := find(t, text, "2026-12-02T10:30:00+08:00", "Asia/Shanghai", commitment.Week{})
		require.Len(t, found, 1, text)
		require.Equal(t, want, found[0].Kind, text)
	}
}

// TestNothingBreaksIt: whatever is written, places lie in the text and in order.
func TestNothingBreaksIt(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 7))
	pieces := strings.Fields("我们 会 24 小时 内 给您 答复 下周 一 二 明天 半 点 号 月 十 12 : / - . , ? “ ” \" > I'll will you by the next two hours half past three may 5th if p.m. 退款 了 已 的 \xff 💬 3/16 2026-12-0 0 吗 once")
	var p passage.Passage
	sent := time.Date(2026, 12, 2, 10, 30, 0, 0, time.UTC)
	for range 4000 {
		var b strings.Builder
		for range dice.IntN(14) {
			b.WriteString(pieces[dice.IntN(len(pieces))])
			if dice.IntN(2) == 0 {
				b.WriteByte(" \n"[dice.IntN(8)/7])
			}
		}
		p.Read(b.String())
		last := 0
		for _, one := range commitment.Find(&p, sent, commitment.Week{}) {
			require.LessOrEqual(t, last, one.Start, b.String())
			require.Less(t, one.Start, one.End, b.String())
			require.LessOrEqual(t, one.End, p.Len(), b.String())
			require.True(t, one.Due.IsZero() || one.Due.After(sent), b.String())
			last = one.End
		}
	}
}

// TestACalendarWithoutWorkEnds: nobody is asked for ever when work begins.
func TestACalendarWithoutWorkEnds(t *testing.T) {
	require.Len(t, find(t, "三个工作日内给您答复", "2026-12-02T10:30:00+08:00", "Asia/Shanghai", never{}), 1)
	require.Len(t, find(t, "We'll reply in 3 business hours.", "2026-12-02T10:30:00+08:00", "Asia/Shanghai", never{}), 1)
}

type never struct{ commitment.Week }

func (never) Working(time.Time) bool { return false }

func TestLinesAreInspected(t *testing.T) {
	var out strings.Builder
	err := commitment.Inspect(strings.NewReader("\ufeff"+`{"id":1,"text":"您好，24小时内给您答复。谢谢😀","sent_at":"2026-12-02T02:30:00Z","zone":"Asia/Shanghai"}
not json
{"id":"two","text":"Thank you.","sent_at":"2026-12-02T02:30:00Z","zone":"UTC"}
{"id":3,"sent_at":"2026-12-02T02:30:00Z","zone":"UTC"}
{"id":4,"text":"x","sent_at":"yesterday","zone":"UTC"}
{"id":5,"text":"x","sent_at":"2026-12-02T02:30:00Z","zone":"Moon/Base"}
{"id":6,"text":"x","zone":"UTC"}
{"id":7,"text":"x","sent_at":"2026-12-02T02:30:00Z"}

{"text":"I'll look into it.","sent_at":"2026-12-02T02:30:00Z","zone":"UTC"}`), &out, commitment.Week{})
	require.Equal(t, `{"id":1,"promises":[{"start":3,"end":12,"due":"2026-12-03T10:30:00+08:00","kind":"answer"}]}
{"id":"two","promises":[]}
{"id":null,"promises":[{"start":0,"end":17,"due":null,"kind":"other"}]}
`, out.String())
	for _, want := range []string{"line 2 is no JSON", "line 4 has no text", "line 5 has a sent_at that is no moment", "line 6 has a zone that is not known", "line 7 has no sent_at", "line 8 has no zone"} {
		require.ErrorContains(t, err, want)
	}
}

func BenchmarkFind(b *testing.B) {
	text := "您好，非常抱歉给您带来不便。您反馈的问题我们已经转给技术同事，他们会在今天下班前修复，我明早十点前给您回电话。" +
		"Thank you for waiting. We'll refund the difference within 2–3 working days, and I'll call you back tomorrow morning."
	var p passage.Passage
	sent := time.Date(2026, 12, 2, 10, 30, 0, 0, time.UTC)
	for b.Loop() {
		p.Read(text)
		commitment.Find(&p, sent, commitment.Week{})
	}
}
