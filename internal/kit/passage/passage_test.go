package passage_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
)

func TestTheComparedFormKeepsPlaces(t *testing.T) {
	var p passage.Passage
	p.Read("ＡＢ　退貨—Don’t\xff")
	require.Equal(t, "ab 退货-don't\uFFFD", string(p.Plain))
	require.Equal(t, utf8.RuneCountInString("ＡＢ　退貨—Don’t\xff"), p.Len())
	require.Zero(t, p.At(-1))
	require.Zero(t, p.At(p.Len()))
	p.Read("b")
	require.Equal(t, 1, p.Len(), "the memory is used again")
}

func TestPhrasesAreFound(t *testing.T) {
	list := passage.Lists("one: refund, 退款, do not, run*, 退\ntwo: refund me, *ship\nnone: 退款吧", passage.Named([]string{"one", "two"}))
	for text, want := range map[string][]passage.Hit{
		"Refund ME now": {{From: 0, To: 9, Number: 1}},
		"refunds":       nil,
		"prerefund":     nil,
		"我要退款吧":         {{From: 2, To: 4, Number: 0}},
		"退 款":           {{From: 0, To: 1, Number: 0}},
		"do \n  not":    {{From: 0, To: 9, Number: 0}},
		"running":       {{From: 0, To: 3, Number: 0}},
		"a steamship":   {{From: 7, To: 11, Number: 1}},
		"退refund":       {{From: 0, To: 1, Number: 0}, {From: 1, To: 7, Number: 0}},
		"":              nil,
	} {
		var p passage.Passage
		p.Read(text)
		require.Equal(t, want, list.Find(&p, nil), text)
	}
}
