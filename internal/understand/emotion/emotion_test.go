package emotion_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/emotion"
)

func of(text string) emotion.Emotion {
	var p passage.Passage
	p.Read(text)
	return emotion.Of(&p)
}

func TestFeelings(t *testing.T) {
	for text, want := range map[string]emotion.Label{
		"请问怎么修改收货地址":                                   emotion.Calm,
		"谢谢，已经收到了":                                     emotion.Calm,
		"我想退款":                                         emotion.Calm,
		"How do I change my address?":                  emotion.Calm,
		"Thanks, it works!":                            emotion.Calm,
		"快递还没到，明天要用，很着急，怎么办":                           emotion.Worried,
		"I'm worried that my payment was lost":         emotion.Worried,
		"钱会不会丢了，我好害怕":                                  emotion.Worried,
		"太过分了，一直没人管，我要投诉":                              emotion.Angry,
		"This is unacceptable. I am very frustrated.":  emotion.Angry,
		"质量太差，非常失望，再也不买了":                              emotion.Angry,
		"你们就是一群骗子！垃圾公司！":                               emotion.Furious,
		"你们都他妈是骗子，气死我了！！！":                             emotion.Furious,
		"You are thieves and liars! This is BULLSHIT!": emotion.Furious,
	} {
		e := of(text)
		require.Equal(t, want, e.Label, "%s %+v", text, e)
	}
}

func TestScores(t *testing.T) {
	for _, pair := range [][2]string{ // the first is better
		{"很好", "不好"}, {"非常好", "好"}, {"不错", "一般"}, {"不错不错不错", "不错"}, {"难吃", "太难吃了！！"},
		{"This is good", "This is not good"}, {"This is GREAT", "This is good"}, {"bad", "very bad!!"},
		{"The screen is bad, but the service was great", "The service was great, but the screen is bad"},
	} {
		require.Greater(t, of(pair[0]).Score, of(pair[1]).Score, "%v", pair)
	}
	for _, nothing := range []string{"", "12345", "\xff", "order 5"} {
		require.Zero(t, of(nothing).Score)
		require.Equal(t, emotion.Calm, of(nothing).Label)
		require.Empty(t, of(nothing).Words)
	}
}

func TestTheWordsAreNamed(t *testing.T) {
	e := of("服务很差")
	require.NotEmpty(t, e.Words)
	require.Negative(t, e.Words[0].Weight)
	require.LessOrEqual(t, e.Words[0].End, 4)
}

func FuzzScoresAreBounded(f *testing.F) {
	for _, text := range []string{"很好", "BAD!!! but good", "\xff不", "不不不好"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := of(text)
		require.True(t, e.Score >= -1 && e.Score <= 1)
		for _, w := range e.Words {
			require.True(t, w.Start >= 0 && w.Start < w.End && w.End <= len([]rune(text)))
		}
	})
}
