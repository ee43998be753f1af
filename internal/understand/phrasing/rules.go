package phrasing

import (
	"slices"
	"strings"
	"unicode"

	"anlan/internal/kit/han"
	"anlan/internal/kit/passage"
	"anlan/internal/understand/privacy"
)

// draft is a text that is being read.
type draft struct {
	passage.Passage
	to    Customer
	lines [][2]int // that are quoted
}

// quoted finds the lines that somebody else wrote.
func (d *draft) quoted() {
	for at := 0; at < d.Len(); {
		end := at
		for end < d.Len() && d.Plain[end] != '\n' {
			end++
		}
		if strings.HasPrefix(strings.TrimLeft(string(d.Plain[at:end]), " "), ">") {
			d.lines = append(d.lines, [2]int{at, end})
		}
		at = end + 1
	}
}

func (d *draft) quotes(at int) bool {
	return slices.ContainsFunc(d.lines, func(l [2]int) bool { return at >= l[0] && at < l[1] })
}

func (d *draft) phrases() (marks []Mark) {
	l := load()
	for _, hit := range l.phrases.Find(&d.Passage, nil) {
		s := l.of[hit.Number]
		if s.rule == nothing || s.rule == Vague && d.dated(hit.From) || s.rule == Cold && hit.To-hit.From <= 3 && !d.alone(hit.From, hit.To) {
			continue
		}
		marks = append(marks, Mark{hit.From, hit.To, s.rule, s.weight, s.suggestion})
	}
	return marks
}

// sentence is where the sentence begins and ends that a place lies in.
func (d *draft) sentence(at int) (from, to int) {
	ends := func(r rune) bool { return strings.ContainsRune(".!?\n。！？", r) }
	from, to = at, at
	for from > 0 && !ends(d.Plain[from-1]) {
		from--
	}
	for to < d.Len() && !ends(d.Plain[to]) {
		to++
	}
	return from, to
}

// dated tells whether the sentence of a place says when.
func (d *draft) dated(at int) bool {
	from, to := d.sentence(at)
	if slices.ContainsFunc(d.Plain[from:to], passage.Digit) {
		return true
	}
	text := string(d.Plain[from:to])
	return slices.ContainsFunc(words().days, func(day string) bool { return strings.Contains(text, day) })
}

// alone tells whether a few words are a sentence or a clause of their own.
func (d *draft) alone(from, to int) bool {
	return (from == 0 || passage.Breaks(d.At(from-1)) || d.At(from-1) == ' ') && (to == d.Len() || passage.Breaks(d.At(to)) || d.At(to) == ' ')
}

// titles by which customers are addressed after their name.
var titles = map[string]string{"先生": "male", "女士": "female", "小姐": "female", "太太": "female", "夫人": "female"}

var opposite = map[string]string{"先生": "女士", "女士": "先生", "小姐": "先生", "太太": "先生", "夫人": "先生", "mr": "Ms", "sir": "Madam", "ms": "Mr", "mrs": "Mr", "miss": "Mr", "madam": "Sir", "ma'am": "Sir"}

var english = map[string]string{"mr": "male", "sir": "male", "ms": "female", "mrs": "female", "miss": "female", "madam": "female", "ma'am": "female"}

// names compares how the customer is addressed with who they are.
func (d *draft) names() (marks []Mark) {
	name := []rune(han.Simplified(strings.TrimSpace(d.to.Name)))
	chinese := len(name) >= 2 && !slices.ContainsFunc(name, func(r rune) bool { return !han.Is(r) })
	for at := 0; at < d.Len(); at++ {
		for title, gender := range titles {
			if !d.has(at, title) {
				continue
			}
			from := d.addressed(at)
			called := d.Plain[from:at]
			if len(called) == 0 {
				continue
			}
			if chinese && (len(called) == 1 || len(called) == 2 || len(called) == 3) && !strings.HasPrefix(string(name), string(called)) && !slices.Contains(words().noNames, string(called)) {
				marks = append(marks, Mark{from, at, OtherName, Warning, string([]rune(strings.TrimSpace(d.to.Name))[:1])})
			}
			if d.to.Gender != "" && gender != d.to.Gender {
				marks = append(marks, Mark{at, at + 2, OtherGender, Warning, opposite[title]})
			}
		}
	}
	return append(marks, d.greeted()...)
}

func (d *draft) has(at int, word string) bool {
	letters := []rune(word)
	return at >= 0 && at+len(letters) <= d.Len() && slices.Equal(d.Plain[at:at+len(letters)], letters)
}

// addressed is where the name before a title begins: behind the beginning of a clause, and
// behind words that lead to a name. It is the place of the title where no name is near.
func (d *draft) addressed(at int) int {
	from := at
	for from > 0 && at-from <= 6 && han.Is(d.Plain[from-1]) {
		from--
	}
	for led := true; led; {
		led = false
		for _, word := range words().noNames {
			if n := len([]rune(word)); from+n < at && d.has(from, word) {
				from, led = from+n, true
			}
		}
	}
	if at-from > 3 {
		return at // a stretch of text that is no name
	}
	return from
}

// greeted reads English greetings: Dear Ann, Hi Mr Smith.
func (d *draft) greeted() (marks []Mark) {
	for _, greeting := range []string{"dear ", "hi ", "hello "} {
		for at := 0; at < d.Len(); at++ {
			if !d.has(at, greeting) || at > 0 && d.At(at-1) != '\n' {
				continue
			}
			marks = append(marks, d.greetedBy(at+len(greeting))...)
		}
	}
	return marks
}

func (d *draft) greetedBy(at int) (marks []Mark) {
	end := at
	for end < d.Len() && !passage.Breaks(d.Plain[end]) {
		end++
	}
	called := strings.Fields(string(d.Plain[at:end]))
	theirs := strings.Fields(strings.ToLower(d.to.Name))
	place := at
	for _, word := range called {
		for d.At(place) == ' ' {
			place++
		}
		from, to := place, place+len([]rune(word))
		place = to
		if gender, title := english[strings.TrimSuffix(word, ".")]; title {
			if d.to.Gender != "" && gender != d.to.Gender {
				marks = append(marks, Mark{from, to, OtherGender, Warning, opposite[strings.TrimSuffix(word, ".")]})
			}
			continue
		}
		if len(theirs) == 0 || len(called) > 3 || !unicode.IsUpper(d.Written[from]) || strings.ContainsFunc(word, func(r rune) bool { return !passage.Latin(r) }) || slices.Contains(words().general, word) {
			continue
		}
		if strings.ContainsFunc(d.to.Name, han.Is) || slices.Contains(theirs, word) {
			continue
		}
		marks = append(marks, Mark{from, to, OtherName, Warning, strings.Fields(d.to.Name)[0]})
	}
	return marks
}

// scripts marks the characters of the script that is not the customer's, or that a text
// has fewer of where nobody knows which is.
func (d *draft) scripts() (marks []Mark) {
	simple, full := words().simple, words().full
	var of [2][]int
	for i, r := range d.Written {
		if _, is := simple[r]; is {
			of[0] = append(of[0], i)
		} else if _, is := full[r]; is {
			of[1] = append(of[1], i)
		}
	}
	few, other := of[0], simple
	switch full, known := traditional(d.to.Locale), strings.HasPrefix(strings.ToLower(d.to.Locale), "zh"); {
	case !known && (len(of[0]) == 0 || len(of[1]) == 0):
		return nil // one script, and nobody knows which is theirs
	case known && !full || !known && len(of[1]) <= len(of[0]):
		few, other = of[1], words().full
	}
	for n := 0; n < len(few); n++ {
		from := few[n]
		for n+1 < len(few) && few[n+1] == few[n]+1 {
			n++
		}
		to := few[n] + 1
		instead := make([]rune, 0, to-from)
		for _, r := range d.Written[from:to] {
			instead = append(instead, other[r])
		}
		marks = append(marks, Mark{from, to, Scripts, Advice, string(instead)})
	}
	return marks
}

func traditional(locale string) bool {
	locale = strings.ToLower(locale)
	return strings.HasPrefix(locale, "zh-tw") || strings.HasPrefix(locale, "zh-hk") || strings.HasPrefix(locale, "zh-mo") || strings.HasPrefix(locale, "zh-hant")
}

func (d *draft) region() (marks []Mark) {
	if !strings.HasPrefix(strings.ToLower(d.to.Locale), "zh-tw") {
		return nil
	}
	for at := range d.Plain {
		for word, theirs := range words().taiwan {
			if n := len([]rune(word)); d.has(at, word) {
				marks = append(marks, Mark{at, at + n, Region, Advice, theirs})
			}
		}
	}
	return marks
}

// fillers and how many of each a text may have.
var fillers = map[string]int{"亲": 1, "呢": 2, "哦": 2, "哈": 2, "啦": 2, "~": 2}

// family tells whether 亲 is part of a word, as in 亲自 and 母亲.
func (d *draft) family(at int) bool {
	return d.At(at-1) == '母' || d.At(at-1) == '父' || slices.ContainsFunc(words().family, func(word string) bool { return d.has(at, word) })
}

func (d *draft) filler() (marks []Mark) {
	seen := map[string]int{}
	for at, r := range d.Plain {
		word := string(r)
		most, is := fillers[word]
		if !is || word == "亲" && d.family(at) {
			continue
		}
		if seen[word]++; seen[word] > most {
			marks = append(marks, Mark{at, at + 1, Filler, Advice, ""})
		}
	}
	return marks
}

// data marks numbers that open something or name somebody, unless they are the customer's.
func (d *draft) data() (marks []Mark) {
	for _, found := range privacy.Find(&d.Passage, nil) {
		switch found.Kind {
		case privacy.IDCard, privacy.BankCard, privacy.Passport, privacy.Phone, privacy.Secret, privacy.Account:
		default:
			continue
		}
		if d.own(found.Start, found.End) {
			continue
		}
		weight := Warning
		if found.Valid && found.Kind != privacy.Phone {
			weight = Grave
		}
		marks = append(marks, Mark{found.Start, found.End, OthersData, weight, ""})
	}
	return marks
}

func (d *draft) own(from, to int) bool {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if passage.Digit(r) || passage.Latin(unicode.ToLower(r)) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	this := digits(string(d.Plain[from:to]))
	return slices.ContainsFunc(d.to.Own, func(own string) bool {
		theirs := digits(own)
		return theirs != "" && (theirs == this || len(this) >= 7 && strings.HasSuffix(theirs, this))
	})
}

const shortest = 12 // letters of a draft that may be asked to acknowledge

// acknowledgement is missing where the customer is angry and nothing says that we see it.
func (d *draft) acknowledgement() (Mark, bool) {
	if d.to.Emotion != "angry" && d.to.Emotion != "furious" || d.Len() < shortest {
		return Mark{}, false
	}
	text := string(d.Plain)
	if slices.ContainsFunc(words().acknowledges, func(word string) bool { return strings.Contains(text, word) }) {
		return Mark{}, false
	}
	sorry := "en"
	if slices.ContainsFunc(d.Plain, han.Is) {
		sorry = "zh"
		if traditional(d.to.Locale) {
			sorry = "zh-Hant"
		}
	}
	return Mark{Rule: Acknowledge, Weight: Warning, Suggestion: words().sorry[sorry]}, true
}
