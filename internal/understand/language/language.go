// Package language tells in which language somebody writes, by the letters and
// by the little words that every sentence has. Product names in Latin letters do
// not make a Chinese sentence an English one.
package language

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"anlan/internal/kit/passage"
)

// Unknown is the answer to numbers and signs.
const Unknown = "und"

//go:embed words.txt
var wordText string

// little are the little words of languages in Latin letters, each with the
// languages that have it.
var little = sync.OnceValue(func() map[string][]string {
	known := map[string][]string{}
	for line := range strings.Lines(wordText) {
		name, words, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for word := range strings.FieldsSeq(words) {
			known[word] = append(known[word], name)
		}
	}
	return known
})

// scripts that name a language by themselves.
var scripts = []struct {
	table *unicode.RangeTable
	name  string
}{
	{unicode.Hangul, "ko"}, {unicode.Thai, "th"}, {unicode.Cyrillic, "ru"}, {unicode.Arabic, "ar"}, {unicode.Hebrew, "he"},
	{unicode.Greek, "el"}, {unicode.Devanagari, "hi"}, {unicode.Lao, "lo"}, {unicode.Khmer, "km"}, {unicode.Myanmar, "my"},
}

// Of is the language of a text, ISO 639-1, or Unknown.
func Of(text *passage.Passage) string {
	han, kana, latin := 0, 0, 0
	var others [10]int
	for _, r := range text.Plain {
		switch {
		case r < 0x80:
			if passage.Latin(r) {
				latin++
			}
		case passage.Solid(r):
			han++
		case unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r):
			kana++
		case unicode.IsLetter(r) || unicode.IsMark(r):
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
			for i, s := range scripts {
				if unicode.Is(s.table, r) {
					others[i]++
					break
				}
			}
		}
	}
	best := 0
	for i, n := range others {
		if n > others[best] {
			best = i
		}
	}
	switch name, words := ofWords(text); {
	case kana*5 > han && kana > 0 && kana*3 > latin:
		return "ja"
	case others[best] > 0 && others[best]*3 > latin && others[best] > han:
		return scripts[best].name
	case han > 0 && han >= 2*words:
		return "zh"
	case latin > 0 && name != "":
		return name
	case han > 0:
		return "zh"
	case latin > 0:
		return "en"
	}
	return Unknown
}

// ofWords is the language whose little words stand in a text most often, and how often.
func ofWords(text *passage.Passage) (name string, words int) {
	counts := map[string]int{}
	known := little()
	marked := 0
	for at := 0; at < text.Len(); at++ {
		r := text.At(at)
		if vietnamese(r) {
			marked++
		}
		if !passage.Spaced(r) {
			continue
		}
		to := at
		for passage.Spaced(text.At(to)) || text.At(to) == '\'' && passage.Latin(text.At(to+1)) {
			if vietnamese(text.At(to)) {
				marked++
			}
			to++
		}
		if to-at <= 12 {
			for _, one := range known[string(text.Plain[at:to])] {
				counts[one]++
			}
		}
		at = to
	}
	if marked > 0 {
		counts["vi"] += 2 * marked
	}
	for one, n := range counts {
		if n > words || n == words && (one == "en" || name != "en" && one < name) {
			name, words = one, n
		}
	}
	return name, words
}

// vietnamese tells of letters that no other language here has.
func vietnamese(r rune) bool {
	return r >= 0x1ea0 && r <= 0x1ef9 || r == 'đ' || r == 'ơ' || r == 'ư' || r == 'ă'
}
