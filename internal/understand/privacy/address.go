package privacy

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"anlan/internal/kit/passage"
)

// level is how near to a door a part of an address is.
type level int

const (
	region level = 1 + iota // 省 市 区 县
	street                  // 路 街 村 小区
	door                    // 号 栋 单元 室
)

// endings close a part of a Chinese address. Longer ones stand before those that they end with.
var endings = []struct {
	text  string
	level level
}{
	{"特别行政区", region}, {"自治区", region}, {"自治州", region}, {"自治县", region}, {"开发区", region}, {"高新区", region}, {"新区", region},
	{"街道", street}, {"小区", street}, {"社区", street}, {"大道", street}, {"胡同", street}, {"花园", street}, {"广场", street}, {"大厦", street}, {"公寓", street},
	{"公园", street}, {"家园", street}, {"新村", street}, {"工业园", street}, {"科技园", street}, {"产业园", street}, {"大楼", street}, {"写字楼", street}, {"宿舍", street},
	{"号楼", door}, {"单元", door}, {"号院", door},
	{"省", region}, {"市", region}, {"区", region}, {"县", region}, {"旗", region}, {"州", region},
	{"镇", street}, {"乡", street}, {"村", street}, {"路", street}, {"街", street}, {"道", street}, {"巷", street}, {"弄", street}, {"里", street}, {"苑", street}, {"湾", street}, {"段", street}, {"城", street},
	{"号", door}, {"栋", door}, {"幢", door}, {"座", door}, {"室", door}, {"楼", door}, {"层", door}, {"房", door}, {"户", door}, {"组", door},
}

// strangers are no part of a place's name. The shy ones are, but hardly begin one
// that is not known.
const (
	strangers = "的了是在我你他她它们去到从把给往寄送址吗呢吧被让要想能但什么怎个买卖收件不"
	shy       = "住请和与有就也还这那没至于因为如果来会对都时候快点多少几跟或哪地者等"
	bold      = "和平 和谐 都江 会展 会稽 来安 多伦 时代"
	ways      = "知味报频通渠轨地公跑管隧人" // before 道, that is no street
)

//go:embed places.txt
var placeText string

// places are names that begin an address without an ending: 北京, 广东.
var places = sync.OnceValue(func() *passage.Phrases {
	p := passage.NewPhrases()
	for _, name := range strings.Fields(placeText) {
		p.Add(name, 0)
	}
	return p
})

func (f *finder) addresses() {
	f.chineseAddresses()
	f.westernAddresses()
}

// element is a part of an address.
type element struct {
	from, to int
	level    level
}

// chineseAddresses chains parts that stand side by side. Two levels with a door,
// or a region and a street, make an address.
func (f *finder) chineseAddresses() {
	for at := 0; at < f.text.Len(); {
		if !passage.Solid(f.text.At(at)) {
			at++
			continue
		}
		first, is := f.element(at, true)
		if !is {
			at++
			continue
		}
		chain := []element{first}
		for {
			next, is := f.element(f.gap(chain[len(chain)-1].to), false)
			if !is {
				break
			}
			chain = append(chain, next)
		}
		f.chained(chain)
		at = chain[len(chain)-1].to
	}
}

// gap is where the next part may begin: right behind, or behind a space or a stroke.
func (f *finder) gap(at int) int {
	for range 2 {
		switch f.text.At(at) {
		case ' ', '-', ',', '，':
			at++
		}
	}
	return at
}

func (f *finder) chained(chain []element) {
	var levels [door + 1]int
	for _, e := range chain {
		levels[e.level]++
	}
	detailed := levels[door] > 0 && levels[street]+levels[region] > 0 && len(chain) >= 2
	placed := chain[0].level == region && levels[street] > 0
	if !detailed && !placed && levels[region] < 3 {
		return
	}
	if levels[region] == 0 && levels[street] == 1 && levels[door] == 1 && chain[0].to-chain[0].from < 3 {
		return // 路5号 alone says nothing
	}
	f.add(Finding{Kind: Address, Start: chain[0].from, End: chain[len(chain)-1].to, Valid: true, Place: "CN", Reason: ByForm})
}

// nameLimit is the longest name of a street or a place, in characters.
const nameLimit = 8

// element reads one part that begins at a place: a known name, a name with its
// ending, or a number with its ending.
func (f *finder) element(at int, first bool) (element, bool) {
	if to, is := f.doorAt(at); is && !first {
		return element{at, to, door}, true
	}
	if !passage.Solid(f.text.At(at)) && !coded(f.text.At(at)) {
		return element{}, false
	}
	if to := f.placeAt(at); to > at {
		for _, e := range endings {
			if e.level == region && f.reads(to, e.text) {
				to += len([]rune(e.text))
				break
			}
		}
		return element{at, to, region}, true
	}
	if strings.ContainsRune(shy, f.text.At(at)) && !f.anyOf(at, bold) {
		return element{}, false
	}
	for to := at; to-at <= nameLimit; to++ {
		r := f.text.At(to)
		if !passage.Solid(r) && !coded(r) || strings.ContainsRune(strangers, r) {
			return element{}, false
		}
		if to == at {
			continue
		}
		if first && f.placeAt(to) > to {
			return element{}, false // 改成杭州市: it begins there
		}
		if r == '道' && strings.ContainsRune(ways, f.text.At(to-1)) {
			return element{}, false
		}
		for _, e := range endings {
			if e.level == door && !first && to-at <= 7 || e.level != door {
				if f.reads(to, e.text) && (to-at >= 2 || e.level == region && to-at >= 1 || !first) {
					return element{at, to + len([]rune(e.text)), e.level}, true
				}
			}
		}
	}
	return element{}, false
}

// placeAt is where a known name ends that begins at a place.
func (f *finder) placeAt(at int) int {
	rest := passage.Passage{Plain: f.text.Plain[at:min(at+4, f.text.Len())]}
	to, _ := places().Longest(&rest, 0)
	return at + to
}

// reads tells whether a text stands at a place.
func (f *finder) reads(at int, text string) bool {
	for _, r := range text {
		if f.text.At(at) != r {
			return false
		}
		at++
	}
	return true
}

// doorAt reads a number with what it counts: 12号, 3-502室, 十五栋, B座.
func (f *finder) doorAt(at int) (to int, is bool) {
	to = at
	for to-at < 10 {
		r := f.text.At(to)
		if !coded(r) && !strings.ContainsRune("一二三四五六七八九十百零〇东南西北甲乙丙丁", r) && (r != '-' || to == at) || r == 0 {
			break
		}
		to++
	}
	if to == at {
		return at, false
	}
	for _, e := range endings {
		if e.level == door && f.reads(to, e.text) {
			return to + len([]rune(e.text)), true
		}
	}
	digits := to - at
	return to, digits >= 3 && digits <= 6 && passage.Digit(f.text.At(at)) && passage.Digit(f.text.At(to-1)) && !passage.Solid(f.text.At(to)) // a room without a word
}

// streets are the words that end the name of a street.
var streets = func() map[string]bool {
	known := map[string]bool{}
	for word := range strings.FieldsSeq("street st road rd avenue ave lane ln drive dr boulevard blvd court ct place pl square sq way terrace crescent close highway hwy parkway pkwy circle trail alley loop walk row grove gardens path quay hill rise view link jalan jl lorong jln soi thanon đường duong phố pho ngõ estate plaza barangay brgy") {
		known[word] = true
	}
	return known
}()

// token is a word of a Western address.
type token struct {
	from, to int
	text     string
	capital  bool
	digits   bool
	comma    bool // behind it
}

// westernAddresses finds a house number with a street, and what follows it: a
// flat, a town, a code.
func (f *finder) westernAddresses() {
	tokens := f.tokens()
	for i := 0; i < len(tokens); i++ {
		if end := f.westernAt(tokens, i); end > i {
			f.add(Finding{Kind: Address, Start: tokens[i].from, End: tokens[end-1].to, Valid: true, Reason: ByForm})
			i = end - 1
		}
	}
}

func (f *finder) tokens() (list []token) {
	for at := 0; at < f.text.Len(); at++ {
		r := f.text.At(at)
		if !passage.Spaced(r) && r != '#' {
			continue
		}
		t := token{from: at, to: at + 1, capital: unicode.IsUpper(f.text.Written[at]), digits: passage.Digit(r)}
		for passage.Spaced(f.text.At(t.to)) || (f.text.At(t.to) == '-' || f.text.At(t.to) == '/' || f.text.At(t.to) == '\'') && passage.Spaced(f.text.At(t.to+1)) {
			t.to++
		}
		t.text = f.span(t.from, t.to)
		for i := t.to; i < min(t.to+3, f.text.Len()); i++ {
			t.comma = t.comma || f.text.At(i) == ',' || f.text.At(i) == '\n'
		}
		list = append(list, t)
		at = t.to - 1
	}
	return list
}

// westernAt is the token behind an address that begins with the i-th, or i.
func (f *finder) westernAt(tokens []token, i int) int {
	first := tokens[i]
	end := i
	switch {
	case first.text == "blk" || first.text == "block":
		if i+2 < len(tokens) && tokens[i+1].digits {
			end = f.streetEnd(tokens, i+2)
		}
	case first.text == "unit" && i+3 < len(tokens) && tokens[i+1].digits && tokens[i+2].text == "box" && tokens[i+3].digits:
		end = i + 4
	case first.text == "po" || first.text == "p":
		end = boxEnd(tokens, i)
	case (first.text == "jalan" || first.text == "jl" || first.text == "jln" || first.text == "lorong" || first.text == "đường") && first.capital:
		for j := i + 1; j < min(i+6, len(tokens)); j++ {
			if tokens[j].digits && j > i+1 {
				end = j + 1
				break
			}
		}
	case first.digits && first.to-first.from <= 6 || first.text[0] == '#':
		end = f.streetEnd(tokens, i+1)
	}
	if end <= i+1 {
		return i
	}
	return f.trailing(tokens, end)
}

// boxEnd reads P.O. Box 255.
func boxEnd(tokens []token, i int) int {
	for j := i + 1; j < min(i+3, len(tokens)); j++ {
		if tokens[j].text == "box" && j+1 < len(tokens) && tokens[j+1].digits {
			return j + 2
		}
	}
	return i
}

// streetEnd reads the name of a street: words written large, the last of which says what it is.
func (f *finder) streetEnd(tokens []token, i int) int {
	for j := i; j < min(i+6, len(tokens)); j++ {
		t := tokens[j]
		if streets[t.text] && (j > i || t.capital) {
			if j+1 < len(tokens) && tokens[j+1].digits && tokens[j+1].to-tokens[j+1].from <= 3 && !t.comma {
				return j + 2 // Ang Mo Kio Ave 3
			}
			if j > i {
				return j + 1
			}
			continue
		}
		if !t.capital && !t.digits && (j > i+1 || fillers[t.text] || !f.plainStreet(tokens, j)) || j > i && tokens[j-1].comma && !t.digits {
			return 0
		}
	}
	return 0
}

// fillers are little words that stand in no street's name.
var fillers = func() map[string]bool {
	known := map[string]bool{}
	for word := range strings.FieldsSeq("the a an of on in at to for from by my your is was and or per this that times minutes hours days weeks months years people miles km min mins hour day more less") {
		known[word] = true
	}
	return known
}()

// plainStreet tells whether a street that is written small follows: fourth avenue.
func (f *finder) plainStreet(tokens []token, j int) bool {
	for _, word := range []string{"street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd"} {
		if j+1 < len(tokens) && tokens[j+1].text == word && !tokens[j].comma {
			return true
		}
	}
	return false
}

// inner are words before the number of a flat.
var inner = map[string]bool{"apt": true, "apartment": true, "suite": true, "ste": true, "unit": true, "flat": true, "floor": true, "fl": true, "room": true, "rm": true, "level": true, "#": true, "rt": true, "rw": true, "kec": true, "no": true}

// trailing takes in what follows a street: flats, towns written large, codes.
func (f *finder) trailing(tokens []token, end int) int {
	names := 0
	for end < len(tokens) {
		t, before := tokens[end], tokens[end-1]
		switch {
		case inner[t.text] && end+1 < len(tokens) && (tokens[end+1].digits || len(tokens[end+1].text) <= 3):
			end += 2
		case t.text[0] == '#' && len(t.text) > 1:
			end++
		case t.digits && t.to-t.from >= 4 && t.to-t.from <= 10 && t.from-before.to <= 3 && (names > 0 || before.comma || before.digits):
			end++
			names = max(names, 1)
		case t.capital && names < 5 && t.from-before.to <= 3 && (before.comma || names > 0 || before.text[0] == '#'):
			names++
			end++
		default:
			return end
		}
	}
	return end
}
