package segment

import (
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// slowUnits reads every rune by the tables.
func slowUnits(text string) []unit {
	out := []unit{}
	for from := 0; from < len(text); {
		to := from + step(text[from:])
		for _, r := range norm.NFKC.String(text[from:to]) {
			if !invisible(r) {
				r = unicode.ToLower(r)
				out = append(out, unit{r: r, class: classOf(r), from: from, to: to})
			}
		}
		from = to
	}
	return out
}

func TestTheShortWayReadsAsTheLongOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(
			rapid.String(), rapid.StringMatching(`[a-zA-Z0-9 .@\-\n]{0,6}`), rapid.StringMatching(`[一-龥]{0,4}`),
			rapid.SampledFrom([]string{"é", "ﬁ", "Ａ", "が", "か\u3099", "退\u3099", "a\u0301", "\u00ad", "豈", "㈱", "👩‍💻", "\xff", "\xe4\xb8"}),
		)).Draw(t, "pieces")
		text := ""
		for _, p := range pieces {
			text += p
		}
		if diff := cmp.Diff(slowUnits(text), units(text), cmp.AllowUnexported(unit{})); diff != "" {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}
