package trust

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"
)

// domain is a name as it is read and in its parts: label is what somebody chose,
// ending what everybody shares ("com.cn").
type domain struct {
	host   string // in letters, never in Punycode
	house  string
	label  string
	ending string
}

func parted(host string) domain {
	host = strings.Trim(strings.ToLower(host), ". ")
	if read, err := idna.ToUnicode(host); err == nil {
		host = read
	}
	d := domain{host: host, house: House(host)}
	d.ending, _ = publicsuffix.PublicSuffix(d.house)
	d.label = strings.TrimSuffix(strings.TrimSuffix(d.house, d.ending), ".")
	return d
}

// Bounds below which a single letter says nothing: short names are one letter apart
// everywhere.
const (
	shortest       = 5 // of a label of which one letter differs
	shortestHidden = 4 // of a label that stands inside another
)

// alike tells in which way one domain can be taken for another; "" when in none.
func alike(a, b domain) string {
	switch {
	case a.house == b.house || a.label == "" || b.label == "":
		return ""
	case skeleton(a.label) == skeleton(b.label) && a.label != b.label && nearEnding(a, b):
		return "letters"
	case a.label == b.label && endingsNear(a.ending, b.ending):
		return "ending"
	case a.ending == b.ending && len(a.label) >= shortest && len(b.label) >= shortest && oneApart(a.label, b.label):
		return "typing"
	}
	return ""
}

func nearEnding(a, b domain) bool {
	return a.ending == b.ending || endingsNear(a.ending, b.ending) || len([]rune(b.label)) >= shortest
}

// endingsNear knows endings that are read as one another: reversed, or with a letter
// lost or changed.
func endingsNear(a, b string) bool {
	if a == b {
		return false
	}
	first, second, twice := strings.Cut(a, ".")
	if twice && second+"."+first == b {
		return true
	}
	return len(a) >= 2 && len(b) >= 3 && (b == "com" || b == "net" || b == "org") && (a == b[:2] || oneApart(a, b) && len(a) != 3 || a == map[string]string{"com": "con", "net": "met", "org": "orq"}[b])
}

// hides tells whether a host shows a domain before its own: bank.com.evil.example.
func hides(host domain, other domain) bool {
	return host.house != other.house && len(other.label) >= shortestHidden &&
		(strings.HasPrefix(host.host, other.house+".") || strings.Contains(host.host, "."+other.house+".") ||
			strings.HasPrefix(host.host, strings.ReplaceAll(other.house, ".", "-")+"."))
}

// oneApart tells whether two words differ by one letter that was changed, added,
// lost, or swapped with its neighbour.
func oneApart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(x)-len(y) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(y) && x[i] == y[i] {
		i++
	}
	if len(x) != len(y) {
		return string(x[i+1:]) == string(y[i:])
	}
	if string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}

// looks are letters that are read as others. What only differs by an accent, by its
// width or by its case is found by decomposition.
var looks = map[rune]string{
	'0': "o", '1': "l", '|': "l", '3': "e", '5': "s",
	'а': "a", 'в': "b", 'с': "c", 'ԁ': "d", 'е': "e", 'ғ': "f", 'ɡ': "g", 'һ': "h", 'і': "i", 'ј': "j", 'к': "k", 'ӏ': "l", 'м': "m", 'п': "n", 'о': "o",
	'р': "p", 'ԛ': "q", 'г': "r", 'ѕ': "s", 'т': "t", 'ц': "u", 'ѵ': "v", 'ԝ': "w", 'х': "x", 'у': "y", 'ү': "y", 'ʏ': "y",
	'α': "a", 'β': "b", 'ϲ': "c", 'ε': "e", 'η': "n", 'ι': "i", 'κ': "k", 'ν': "v", 'ο': "o", 'ρ': "p", 'σ': "o", 'τ': "t", 'υ': "u", 'χ': "x", 'γ': "y", 'ω': "w",
	'ı': "i", 'ɩ': "i", 'ł': "l", 'ŀ': "l", 'ø': "o", 'đ': "d", 'ħ': "h", 'ŧ': "t", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ɑ': "a", 'ɢ': "g", 'ʀ': "r", 'ⅼ': "l",
	'ո': "n", 'օ': "o", 'ս': "u", 'հ': "h", 'ց': "g", 'ք': "p",
}

// pairs are two letters that are read as one.
var pairs = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d")

// skeleton is what a word looks like: words with one skeleton can be taken for each
// other.
func skeleton(word string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(word)) {
		switch like, known := looks[r]; {
		case unicode.Is(unicode.Mn, r):
		case known:
			b.WriteString(like)
		default:
			b.WriteRune(r)
		}
	}
	return pairs.Replace(b.String())
}

// lookalikes are scripts whose letters are taken for Latin ones.
var lookalikes = []*unicode.RangeTable{unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee}

// mixes tells whether a word mixes letters that only a deceiver mixes. Chinese and
// Japanese stand beside Latin in honest names.
func mixes(word string) bool {
	latin, other := false, 0
	for i, table := range lookalikes {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(table, r) }) {
			other |= 1 << i
		}
	}
	latin = strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	return other != 0 && (latin || other&(other-1) != 0)
}

// poses tells whether a word has no Latin letter and still reads as Latin.
func poses(word string) bool {
	letters := 0
	for _, r := range word {
		if like, known := looks[r]; r > unicode.MaxASCII && known && len(like) == 1 {
			letters++
		} else if r > unicode.MaxASCII || unicode.IsLetter(r) {
			return false
		}
	}
	return letters >= 3
}

const typed = "abcdefghijklmnopqrstuvwxyz0123456789-"

// neighbours are the domains that a domain may have been made to look like: what it
// is read as, and what is one letter away. They are asked for in the database.
func neighbours(d domain) (list []string) {
	seen := map[string]bool{d.label: true}
	add := func(label string) {
		if label != "" && !seen[label] {
			seen[label] = true
			list = append(list, label+"."+d.ending)
		}
	}
	for _, label := range readAs(d.label) {
		add(label)
	}
	letters := []rune(d.label)
	if len(letters) < shortest || len(letters) > 30 {
		return list
	}
	for i := range letters {
		add(string(letters[:i]) + string(letters[i+1:]))
		if i > 0 {
			add(string(letters[:i-1]) + string(letters[i]) + string(letters[i-1]) + string(letters[i+1:]))
		}
	}
	for i := 0; i <= len(letters); i++ {
		for _, c := range typed {
			add(string(letters[:i]) + string(c) + string(letters[i:]))
			if i < len(letters) {
				add(string(letters[:i]) + string(c) + string(letters[i+1:]))
			}
		}
	}
	return list
}

// readAs are the words that a label can be read as.
func readAs(label string) []string {
	list := []string{skeleton(label)}
	for _, swap := range [][2]string{{"1", "l"}, {"0", "o"}, {"l", "i"}, {"1", "i"}, {"rn", "m"}, {"m", "rn"}, {"vv", "w"}, {"cl", "d"}, {"5", "s"}, {"3", "e"}, {"-", ""}} {
		if strings.Contains(label, swap[0]) {
			list = append(list, strings.ReplaceAll(label, swap[0], swap[1]))
		}
	}
	return list
}
