package reading

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHowMuchWorkItWillBe(t *testing.T) {
	for _, c := range []struct {
		about                   string
		text                    string
		topics, messages, files int
		want                    Complexity
		because                 []string
	}{
		{"a short question", "发票怎么开？", 1, 1, 0, Simple, nil},
		{"nothing at all", "", 0, 1, 0, Simple, nil},
		{"question marks in a row are one", "退款呢？？？???", 1, 1, 0, Simple, nil},
		{"three questions", "几号到？能改地址吗？运费多少?", 1, 1, 0, Ordinary, []string{"questions"}},
		{"some text", strings.Repeat("Where is my parcel now. ", 10), 1, 1, 0, Ordinary, []string{"text"}},
		{"as much in Chinese", strings.Repeat("我的快递到底在哪里呢", 8), 1, 1, 0, Ordinary, []string{"text"}},
		{"back and forth", "还是不行", 1, 6, 0, Ordinary, []string{"messages"}},
		{"long ago", "还是不行", 1, 14, 1, Ordinary, []string{"messages"}},
		{"two topics", "退款，还有发票", 2, 1, 0, Ordinary, []string{"topics"}},
		{"a long story with proof", strings.Repeat("The agent said something else. ", 30) + "Why? When? Who?", 1, 2, 3, Long, []string{"text", "questions", "files"}},
	} {
		level, causes := complexity(c.text, c.topics, c.messages, c.files)
		require.Equal(t, c.want, level, c.about)
		var codes []string
		for _, cause := range causes {
			codes = append(codes, cause.Code)
		}
		require.Equal(t, c.because, codes, c.about)
	}
}

func TestWhatIsRead(t *testing.T) {
	for _, c := range []struct {
		about string
		w     Written
		want  string
	}{
		{"a chat", Written{Text: "你好"}, "你好"},
		{"a mail without what it quotes", Written{Text: "Thanks!\n> old", Visible: "Thanks!"}, "Thanks!"},
		{"the subject of what began it", Written{Subject: "退款", Text: "订单 1001"}, "退款\n订单 1001"},
		{"a subject that only repeats", Written{Subject: "退款", Text: "退款，订单 1001"}, "退款，订单 1001"},
	} {
		require.Equal(t, c.want, c.w.text(), c.about)
	}
	require.LessOrEqual(t, len(Written{Text: strings.Repeat("长", 1<<20)}.text()), mostRead)
}

func TestAConversationKeepsItsTopic(t *testing.T) {
	g := gist([]place{{"", "calm", 100}, {"refund", "angry", 600}, {"parcel", "calm", 100}}, nil)
	require.Equal(t, "refund", string(g.Topic), "thanks have no topic and take none away")
	require.Equal(t, "calm", g.Emotion)
	require.InDelta(t, 0.1, g.Urgency, 1e-9)
	require.Zero(t, gist(nil, nil))
	require.Equal(t, "parcel", string(gist([]place{{"refund", "calm", 0}}, &Correction{Now: "parcel"}).Topic), "what somebody said stands")
}
