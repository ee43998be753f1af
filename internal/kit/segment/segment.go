// Package segment cuts text into the tokens that search works with, the same for
// Chinese, English and both in one line, and shows where a search hit.
//
// Scripts that write without spaces become pairs of neighbours (退款进度 → 退款
// 款进 进度), so that any part of a text can be found without a dictionary. Words
// are kept as written, and beside them by their stem. Numbers that people write
// in several ways (A-1234 and A1234, 138-0013-8000 and 13800138000) are kept in
// one way as well. All text is compared in its compatibility form, so full-width
// and half-width are the same, and in lower case.
package segment

import "strings"

// Token is a unit of search and the bytes of the text that it stands for.
type Token struct {
	Text     string
	From, To int
}

// Bounds, so that no text costs more than its first part.
const (
	textLimit   = 1 << 18 // bytes that are read for indexing
	queryLimit  = 1 << 10 // bytes of a query
	termLimit   = 12      // terms of a query
	phraseLimit = 32      // tokens of one phrase
	wordLimit   = 64      // runes of one word; the rest is left out
)

// Marks put tokens of other forms apart from words as they are written: no one
// can type them, so a phrase never runs into them.
const (
	stemMark   = "~" // ~ship for shipping, shipped, ships
	joinedMark = "=" // =a1234 for A-1234
)

// Tokens cuts a text for the index: first what is written, in order, then each
// stem and joined number once.
func Tokens(text string) []Token {
	parts := cut(units(clip(text, textLimit)))
	tokens := make([]Token, 0, len(parts)*2)
	for _, p := range parts {
		tokens = append(tokens, p.Token)
	}
	seen := map[string]bool{}
	for _, f := range forms(parts) {
		if !seen[f.Text] {
			seen[f.Text] = true
			tokens = append(tokens, f)
		}
	}
	return tokens
}

// Words is the text of tokens, for the index.
func Words(tokens []Token) []string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	return words
}

// Fold gives a text in the form that is compared: full-width as half-width,
// capitals as small letters, spaces as one.
func Fold(text string) string {
	var b strings.Builder
	for _, u := range units(clip(text, lookLimit)) {
		b.WriteRune(u.r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
