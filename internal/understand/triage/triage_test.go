package triage_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/understand/emotion"
	"anlan/internal/understand/privacy"
	"anlan/internal/understand/risk"
	"anlan/internal/understand/topic"
	"anlan/internal/understand/triage"
)

func TestAMessageIsReadWhole(t *testing.T) {
	var r triage.Reader
	reading := r.Read("第三次找你们了！账号被盗，再不处理我就去12315投诉！我的电话13812345678", "")
	require.Equal(t, "zh", reading.Language)
	require.Nil(t, reading.Topic, "nobody has taught topics")
	require.Equal(t, emotion.Angry, reading.Emotion.Label)
	require.Greater(t, reading.Urgency, 0.9)
	var codes []string
	for _, u := range reading.Urgent {
		codes = append(codes, u.Code)
	}
	require.Equal(t, []string{"angry", "theft", "threat", "again"}, codes)
	require.Equal(t, risk.AccountTheft, reading.Risks[0].Kind)
	require.Equal(t, privacy.Phone, reading.Personal[0].Kind)

	calm := r.Read("Where can I see my invoice?", "")
	require.Equal(t, "en", calm.Language)
	require.Less(t, calm.Urgency, 0.15)
	require.Empty(t, calm.Risks)
	require.Empty(t, calm.Personal)
	require.Equal(t, "ms", r.Read("ok", "ms").Language, "what the channel told stands")
}

func TestARiskSaysHowSomebodyFeels(t *testing.T) {
	var r triage.Reader
	for text, want := range map[string]emotion.Label{
		"你们等着上热搜吧":                  emotion.Angry,
		"我的账户在异地登录":                 emotion.Worried,
		"Someone hacked my account": emotion.Worried,
		"I know where you live":     emotion.Angry,
		"我女儿9岁，用我手机充值了":             emotion.Calm,
		"你们这群骗子，我要曝光你们！":            emotion.Furious,
	} {
		reading := r.Read(text, "")
		require.Equal(t, want, reading.Emotion.Label, text)
		require.Equal(t, want != emotion.Calm, reading.Emotion.Score < 0, text)
	}
}

func TestATopicHasItsWords(t *testing.T) {
	var examples []topic.Example
	for _, thing := range []string{"lamp", "chair", "shirt", "phone", "book", "table"} {
		examples = append(examples, topic.Example{Text: "please refund my " + thing, Label: "refund"}, topic.Example{Text: "where is the parcel with my " + thing, Label: "parcel"},
			topic.Example{Text: "我要退款 " + thing, Label: "refund"}, topic.Example{Text: "快递到哪里了 " + thing, Label: "parcel"})
	}
	m, _, err := topic.Learn(examples, topic.Usual)
	require.NoError(t, err)
	r := triage.Reader{Topics: m}
	for text, want := range map[string]string{"Could you refund it?": "refund", "老板，给我退款吧": "退款", "Ｒｅｆｕｎｄ ｉｔ": "Ｒｅｆｕｎｄ"} {
		reading := r.Read(text, "")
		require.Equal(t, "refund", reading.Topic.Name)
		require.Equal(t, m.Version(), reading.Topic.Model)
		first := reading.Topic.Words[0]
		require.Contains(t, string([]rune(text)[first.Start:first.End]), want)
	}
}

func TestLinesAreAnswered(t *testing.T) {
	var r triage.Reader
	var out bytes.Buffer
	err := r.Inspect(strings.NewReader("\ufeff"+`{"id":1,"text":"退款 😀 13812345678"}`+"\n\n{\n"+`{"id":"b","text":"hola","lang":"es"}`), &out)
	require.ErrorContains(t, err, "line 3")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 2)
	var first struct {
		ID      int
		Lang    string
		Topic   any
		Emotion struct {
			Score float64
			Label string
		}
		Risk []any
		PII  []privacy.Finding
		MS   *float64
	}
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &first))
	require.Equal(t, 1, first.ID)
	require.Equal(t, "zh", first.Lang)
	require.Equal(t, "calm", first.Emotion.Label)
	require.NotNil(t, first.Risk, "an empty list, not null")
	require.NotNil(t, first.MS)
	require.Len(t, first.PII, 1)
	require.Equal(t, 5, first.PII[0].Start, "code points, not bytes")
	require.Equal(t, 16, first.PII[0].End)
	require.Contains(t, lines[0], `"topic":null`)
	require.Contains(t, lines[1], `"lang":"es"`)
}

func FuzzAnyMessageIsRead(f *testing.F) {
	f.Add("账号被盗 13812345678")
	f.Add("\xff\xfe\x00")
	f.Add(strings.Repeat("曝光 sue 京A12345 王先生 ", 200))
	var r triage.Reader
	f.Fuzz(func(t *testing.T, text string) {
		reading := r.Read(text, "")
		require.True(t, reading.Urgency > 0 && reading.Urgency < 1)
		_, err := json.Marshal(reading)
		require.NoError(t, err)
	})
}

func BenchmarkRead(b *testing.B) {
	for name, text := range map[string]string{
		"chinese": "您好，我叫王小明，手机13812345678，上周买的台灯坏了，客服一直没人理，太过分了，再不退款我就去12315投诉！订单号 202411201234567890。",
		"english": "Hello, my name is Anna Smith. I was charged twice for one order and nobody answers. This is unacceptable; if you don't refund me by tomorrow I will call my lawyer. Phone (415) 555-0132.",
		"long":    strings.Repeat("The agent said it was not good, but order 12345678 and card 4111 1111 1111 1111 came 很好。", 500),
	} {
		b.Run(name, func(b *testing.B) {
			var r triage.Reader
			b.ReportAllocs()
			for b.Loop() {
				r.Read(text, "")
			}
		})
	}
}
