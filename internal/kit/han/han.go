// Package han knows Chinese characters well enough to compare names: how they
// sound, and how they are written in simplified form.
//
// readings.txt and simplified.txt were made with ICU 72 from the Han-Latin and
// Traditional-Simplified transforms of the Unicode CLDR (© Unicode, Inc., under
// the Unicode licence, see LICENSE.unicode). A character has its commonest reading, without tones.
package han

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed readings.txt
var readingsText string

//go:embed simplified.txt
var simplifiedText string

// The block that the tables are about.
const (
	first = 0x4e00
	last  = 0x9fff
)

type tables struct {
	syllables  []string
	reading    [last - first + 1]uint16 // place in syllables; 0 = none
	simplified map[rune]rune
}

var load = sync.OnceValue(func() *tables {
	t := &tables{syllables: []string{""}, simplified: map[rune]rune{}}
	for line := range strings.Lines(readingsText) {
		syllable, characters, _ := strings.Cut(strings.TrimSpace(line), " ")
		t.syllables = append(t.syllables, syllable)
		for _, r := range characters {
			t.reading[r-first] = uint16(len(t.syllables) - 1)
		}
	}
	for pair := range strings.FieldsSeq(simplifiedText) {
		both := []rune(pair)
		t.simplified[both[0]] = both[1]
	}
	return t
})

// Is says whether a character is Chinese.
func Is(r rune) bool { return unicode.Is(unicode.Han, r) }

// Simplified writes traditional characters in their simplified form.
func Simplified(s string) string { return strings.Map(SimplifiedRune, s) }

// SimplifiedRune is the simplified form of one character.
func SimplifiedRune(r rune) rune {
	if r < 0x2e80 {
		return r
	}
	if other, ok := load().simplified[r]; ok {
		return other
	}
	return r
}

// surnames are read in another way than the same characters in words.
var surnames = map[string][]string{
	"单": {"shan"}, "曾": {"zeng"}, "翟": {"zhai"}, "查": {"zha"}, "朴": {"piao"}, "仇": {"qiu"}, "解": {"xie"}, "区": {"ou"}, "盖": {"ge"},
	"覃": {"qin"}, "缪": {"miao"}, "乐": {"yue"}, "员": {"yun"}, "秘": {"bi"}, "折": {"she"}, "召": {"shao"}, "种": {"chong"}, "繁": {"po"}, "冼": {"xian"},
	"尉迟": {"yu", "chi"}, "长孙": {"zhang", "sun"}, "万俟": {"mo", "qi"}, "澹台": {"tan", "tai"},
}

// Sounds reads a Chinese name: one syllable for each character, ü as v. It is
// nil when some character is not Chinese or has no known reading.
func Sounds(name string) []string {
	t := load()
	var sounds []string
	name = Simplified(name)
	for _, n := range []int{2, 1} {
		if head := firstRunes(name, n); head != "" && sounds == nil {
			if read, ok := surnames[head]; ok {
				sounds, name = append(sounds, read...), name[len(head):]
			}
		}
	}
	for _, r := range name {
		if r < first || r > last || t.reading[r-first] == 0 {
			return nil
		}
		sounds = append(sounds, t.syllables[t.reading[r-first]])
	}
	return sounds
}

// firstRunes is the first n characters of a text that has more.
func firstRunes(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at]
		}
		n--
	}
	return ""
}
