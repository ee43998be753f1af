package phrasing

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed lists.txt
var listsText string

// vocabulary is what lists.txt says.
type vocabulary struct {
	acknowledges []string          // what shows that we see what a customer goes through
	days         []string          // what says when
	taiwan       map[string]string // what they say there, by what is said on the mainland, simplified as passages are read
	simple, full map[rune]rune     // characters that only one script has, of those that a desk writes all day, by the other
	family       []string          // words with 亲
	noNames      []string          // what stands before a title and is no name
	general      []string          // who is greeted without a name
	sorry        map[string]string // how it is said, by script or language
}

var words = sync.OnceValue(func() vocabulary {
	v := vocabulary{taiwan: map[string]string{}, simple: map[rune]rune{}, full: map[rune]rune{}, sorry: map[string]string{}}
	for line := range strings.Lines(listsText) {
		name, body, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		list := strings.Split(body, ", ")
		switch name {
		case "acknowledges":
			v.acknowledges = list
		case "days":
			v.days = list
		case "family":
			v.family = list
		case "before a title":
			v.noNames = list
		case "greeted without a name":
			v.general = list
		case "taiwan":
			for _, pair := range list {
				word, theirs, _ := strings.Cut(pair, "=")
				v.taiwan[word] = theirs
			}
		case "scripts":
			for _, pair := range list {
				both := []rune(pair)
				v.simple[both[0]], v.full[both[1]] = both[1], both[0]
			}
		default:
			if of, is := strings.CutPrefix(name, "sorry "); is {
				v.sorry[of] = body
			}
		}
	}
	return v
})
