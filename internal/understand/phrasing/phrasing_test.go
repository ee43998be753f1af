package phrasing_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/understand/phrasing"
)

//go:embed testdata/drafts.txt
var draftsText string

// TestDraftsAreMarked prints how many marks are right and how many are found, on drafts
// written for it.
func TestDraftsAreMarked(t *testing.T) {
	var right, marked, wanted int
	var text strings.Builder
	for line := range strings.Lines(draftsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		said, rules, whole := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		text.WriteString(said)
		if !whole { // a draft of several lines
			text.WriteByte('\n')
			continue
		}
		want := map[phrasing.Rule]int{}
		for rule := range strings.FieldsSeq(strings.TrimSuffix(rules, "-")) {
			want[phrasing.Rule(rule)]++
			wanted++
		}
		for _, m := range phrasing.Read(text.String(), phrasing.Customer{}) {
			marked++
			if want[m.Rule] > 0 {
				right++
				want[m.Rule]--
				continue
			}
			t.Logf("marked as %s: %q", m.Rule, text.String())
		}
		for rule, n := range want {
			if n > 0 {
				t.Logf("not marked as %s: %q", rule, text.String())
			}
		}
		text.Reset()
	}
	precision, recall := float64(right)/float64(marked), float64(right)/float64(wanted)
	t.Logf("%d marks wanted, %d made: precision %.3f, recall %.3f", wanted, marked, precision, recall)
	require.GreaterOrEqual(t, precision, 0.9)
	require.GreaterOrEqual(t, recall, 0.9)
}

func rules(text string, to phrasing.Customer) (list []phrasing.Rule) {
	for _, m := range phrasing.Read(text, to) {
		list = append(list, m.Rule)
	}
	return list
}

func TestWhoIsAddressedIsWhoReads(t *testing.T) {
	wang := phrasing.Customer{Name: "王小明", Gender: "male"}
	for text, want := range map[string][]phrasing.Rule{
		"王先生您好":               nil,
		"尊敬的王先生：您好":           nil,
		"王小明先生您好":             nil,
		"李先生您好":               {phrasing.OtherName},
		"王女士您好":               {phrasing.OtherGender},
		"尊敬的李女士，您好":           {phrasing.OtherName, phrasing.OtherGender},
		"快递员说会打给这位先生":         nil,
		"Dear Mr Wang, hello": nil,
	} {
		require.Equal(t, want, rules(text, wang), text)
	}
	mary := phrasing.Customer{Name: "Mary Lee", Gender: "female"}
	for text, want := range map[string][]phrasing.Rule{
		"Dear Mary,\nhello":       nil,
		"Hi Ms Lee, hello":        nil,
		"Dear customer, hello":    nil,
		"Dear John, hello":        {phrasing.OtherName},
		"Dear Mr Lee, hello":      {phrasing.OtherGender},
		"Hello there":             nil,
		"I said hello John, once": nil,
	} {
		require.Equal(t, want, rules(text, mary), text)
	}
	require.Empty(t, rules("李先生您好", phrasing.Customer{}), "who reads is not known")
}

func TestAnAngryCustomerIsToldThatWeSeeIt(t *testing.T) {
	angry := phrasing.Customer{Emotion: "angry"}
	require.Equal(t, []phrasing.Rule{phrasing.Acknowledge}, rules("包裹明天10点前送到，我会跟进。", angry))
	require.Empty(t, rules("非常抱歉让您久等，包裹明天10点前送到。", angry))
	require.Empty(t, rules("好的", angry), "a few words are no answer yet")
	require.Empty(t, rules("包裹明天10点前送到，我会跟进。", phrasing.Customer{Emotion: "calm"}))
	marks := phrasing.Read("包裹明天10點前送到，我會跟進。", phrasing.Customer{Emotion: "furious", Locale: "zh-TW"})
	require.Equal(t, []phrasing.Mark{{Rule: phrasing.Acknowledge, Weight: phrasing.Warning, Suggestion: "非常抱歉給您帶來了麻煩。"}}, marks)
}

func TestWordsAreThoseOfWhereTheCustomerLives(t *testing.T) {
	taipei := phrasing.Customer{Locale: "zh-TW"}
	require.Equal(t, []phrasing.Rule{phrasing.Region}, rules("您的視頻已經發出", taipei))
	require.Equal(t, []phrasing.Mark{{3, 6, phrasing.Scripts, phrasing.Advice, "經發給"}}, phrasing.Read("影片已经发给您了", phrasing.Customer{Locale: "zh-TW"}))
	require.Equal(t, []phrasing.Mark{{2, 3, phrasing.Scripts, phrasing.Advice, "视"}, {4, 5, phrasing.Scripts, phrasing.Advice, "经"}}, phrasing.Read("您的視已經到", phrasing.Customer{Locale: "zh-CN"}))
}

func TestTheirOwnNumbersMayBeNamed(t *testing.T) {
	text := "电话13812345678的身份证是11010519491231002X"
	require.Equal(t, []phrasing.Rule{phrasing.OthersData, phrasing.OthersData}, rules(text, phrasing.Customer{}))
	require.Equal(t, []phrasing.Rule{phrasing.OthersData}, rules(text, phrasing.Customer{Own: []string{"+86 138 1234 5678"}}))
	for _, m := range phrasing.Read(text, phrasing.Customer{}) {
		require.Equal(t, map[bool]phrasing.Weight{true: phrasing.Grave, false: phrasing.Warning}[m.End-m.Start == 18], m.Weight)
	}
}

func TestLinesAreAnsweredAndTheBadOneIsNamed(t *testing.T) {
	var out strings.Builder
	err := phrasing.Inspect(strings.NewReader(`{"id":7,"text":"做不到"}`+"\n{\n\n"+`{"text":"好"}`+"\n{\"id\":1}\n"), &out)
	require.ErrorContains(t, err, "line 2 is no JSON")
	require.ErrorContains(t, err, "line 5 has no text")
	require.Equal(t, `{"id":7,"wording":[{"start":0,"end":3,"rule":"cold","weight":"advice","suggestion":"目前还不能，可以这样做"}]}`+"\n"+`{"id":null,"wording":[]}`+"\n", out.String())
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		phrasing.Read("尊敬的王先生：非常抱歉让您久等，您的包裹昨天到了所在城市，预计今天18点前送到。我会一直看着，送到后告诉您。", phrasing.Customer{Name: "王小明", Gender: "male", Emotion: "angry", Locale: "zh-CN"})
	}
}
