package commitment

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"anlan/internal/kit/passage"
)

//go:embed cues.txt
var cueText string

//go:embed acts.txt
var actText string

// cue is a list of words in cues.txt.
type cue int

const (
	will       cue = iota // says that something is going to happen
	not                   // denies it
	unsure                // leaves it open
	condition             // makes it depend
	news                  // makes it depend on us alone
	receipt               // what the customer does for it, behind "once"
	bought                // the same in Chinese, before 后
	afterwards            // 后
	report                // tells what somebody said or wants
	over                  // tells of what is past
	handed                // gives it to others: 已安排同事明天回电 is still to come
	policy                // is said of everybody
	third                 // others who owe it
	customer              // asks it of the customer
	offer                 // offers it
	certain               // looks like an offer and is none
	question              // asks, in Chinese
	tag                   // asks behind a statement whether it suits
	ask                   // begins a question in English
	turn                  // but
	self                  // begins what we say ourselves
	expect                // promises without saying will
	idle                  // what is done by nobody for the customer
	got                   // what the customer gets: you will have, hear from
	being                 // is, are
	then                  // begins another clause without a comma
	arranged              // hands it to others, in English
	ours                  // is enough with a time, in Chinese, whatever is done: 月底前我们会把这批货补齐
	doer                  // who does it, in Chinese, where it is nobody who says 我
	harmless
	cueCount
)

var cueNames = [cueCount]string{"will", "not", "unsure", "condition", "news", "receipt", "bought", "afterwards", "report", "past", "handed", "policy", "third", "customer",
	"offer", "certain", "question", "tag", "ask", "turn", "self", "expect", "idle", "got", "being", "then", "arranged", "ours", "doer", "harmless"}

// cues are the lists, each with what only looks like it: 会议 is no 会.
var cues = sync.OnceValue(func() (lists [cueCount]*passage.Phrases) {
	words := map[string]string{}
	for line := range strings.Lines(cueText) {
		name, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		words[name] = list
	}
	for i, name := range cueNames {
		lists[i] = passage.NewPhrases()
		for word := range strings.SplitSeq(words["harmless"], ", ") {
			lists[i].Add(word, 1)
		}
		for word := range strings.SplitSeq(words[name], ", ") {
			lists[i].Add(word, 0)
		}
	}
	return lists
})

// acts are what can be promised, numbered by kind.
var acts = sync.OnceValue(func() *passage.Phrases {
	names := make([]string, len(kinds), len(kinds)+1)
	for i, k := range kinds {
		names[i] = string(k)
	}
	names = append(names, "news") // whoever sends news informs
	return passage.Lists(actText, passage.Named(names))
})

type finder struct {
	reader
	sent      time.Time
	hours     Hours
	quoted    []bool
	deadlines []deadline
	hits      [cueCount][]passage.Hit
	acts      []passage.Hit
}

// look finds all cues that are not quoted.
func (f *finder) look() {
	for i, list := range cues() {
		f.hits[i] = slices.DeleteFunc(list.Find(f.Passage, nil), func(h passage.Hit) bool { return h.Number != 0 || f.quoted[h.From] || f.month(h) })
	}
	f.acts = slices.DeleteFunc(acts().Find(f.Passage, nil), func(h passage.Hit) bool { return f.quoted[h.From] })
	f.deadlines = slices.DeleteFunc(f.deadlines, func(d deadline) bool { return f.quoted[d.from] })
}

// month tells whether a "may" is the one with days.
func (f *finder) month(h passage.Hit) bool {
	return string(f.Plain[h.From:h.To]) == "may" && (passage.Digit(f.At(f.blank(h.To))) || passage.Digit(f.At(h.From-2)))
}

// within are the hits of a cue in a stretch.
func (f *finder) within(of cue, s stretch) []passage.Hit { return inside(f.hits[of], s) }

func inside(hits []passage.Hit, s stretch) []passage.Hit {
	place := func(at int) int {
		n, _ := slices.BinarySearchFunc(hits, at, func(h passage.Hit, at int) int { return h.From - at })
		return n
	}
	first := place(s.from)
	return hits[first:max(first, place(s.to))]
}

func (f *finder) has(of cue, s stretch) bool { return len(f.within(of, s)) > 0 }

// times are the deadlines that begin in a stretch.
func (f *finder) times(s stretch) []deadline {
	place := func(at int) int {
		n, _ := slices.BinarySearchFunc(f.deadlines, at, func(d deadline, at int) int { return d.from - at })
		return n
	}
	first := place(s.from)
	return f.deadlines[first:max(first, place(s.to))]
}

// starts tells whether a word of a list begins at a place.
func (f *finder) starts(of cue, at int) bool {
	if at >= f.Len() || f.quoted[at] {
		return false
	}
	to, number := cues()[of].Longest(f.Passage, at)
	return to > at && number == 0
}

// verdict is what a clause says.
type verdict struct {
	stretch
	promises bool
	blocked  bool // what time it names is no deadline of ours
	kind     int
	due      *deadline
}

// lends tells whether a clause only says a time, which is that of its neighbour.
func (v verdict) lends() bool { return !v.promises && !v.blocked && v.due != nil }

// judge finds the promises of a sentence.
func (f *finder) judge(s sentence, found []Promise) []Promise {
	list := f.verdicts(s)
	for i := range list {
		v := &list[i]
		if i > 0 && !v.promises && !v.blocked && v.due == nil && list[i-1].lends() {
			_, v.promises = f.bare(v.stretch, list[i-1].due) // 最晚明天，给您答复
		}
		if !v.promises || v.due != nil {
			continue
		}
		// 今天下班前，我们给您答复 and "I'll call you, tomorrow at ten"
		for _, n := range []int{i - 1, i + 1} {
			if n < 0 || n >= len(list) || !list[n].lends() {
				continue
			}
			v.due, v.from, v.to = list[n].due, min(v.from, list[n].from), max(v.to, list[n].to)
			list[n].due = nil
			break
		}
	}
	promised := slices.DeleteFunc(list, func(v verdict) bool { return !v.promises })
	return f.merged(promised, found)
}

// merged makes one promise of those without a time and the one beside them that has
// one: 我们会尽快核实，24小时内给您答复.
func (f *finder) merged(list []verdict, found []Promise) []Promise {
	var open *verdict
	first := len(found)
	for i := range list {
		v := &list[i]
		if v.due == nil {
			switch {
			case len(found) > first:
				found[len(found)-1].End = v.to
			case open == nil:
				open = v
			default:
				open.to, open.kind = v.to, min(open.kind, v.kind)
			}
			continue
		}
		if open != nil {
			v.from, open = open.from, nil
		}
		p := Promise{Start: v.from, End: v.to, Kind: kinds[v.kind]}
		if due, is := v.due.due(f.sent, f.hours); is {
			p.Due = due
		}
		found = append(found, p)
	}
	if open != nil {
		found = append(found, Promise{Start: open.from, End: open.to, Kind: kinds[open.kind]})
	}
	return found
}

// verdicts judges the clauses of a sentence, one after the other: who tells what the
// customer said goes on telling until they begin to speak for themselves.
func (f *finder) verdicts(s sentence) (list []verdict) {
	telling, depends, asking, general := false, false, false, false
	for i, c := range s.clauses {
		last := i == len(s.clauses)-1
		if f.starts(turn, c.from) {
			depends = false
		}
		if f.starts(turn, c.from) || f.starts(self, c.from) {
			telling = false
		}
		telling = telling || f.reports(c)
		if f.depends(c) {
			depends = true
			// a condition that follows: "…, if you like", and not "…, and if it fails, write to us"
			if last && len(list) > 0 && !f.has(customer, c) {
				list[len(list)-1].promises = false
			}
		}
		asking = asking || f.starts(ask, c.from) && (s.asks || f.inverted(c))
		if s.asks && last {
			asking = true
			if i > 0 && f.onlyTag(c) {
				continue
			}
		}
		if f.has(policy, c) {
			general = len(inside(f.acts, c)) == 0 && !last
			list = append(list, verdict{stretch: c, blocked: true})
			continue
		}
		blocked := telling || depends || asking || general || f.has(question, c)
		general = false
		list = append(list, f.parts(c, blocked)...)
	}
	return list
}

// inverted tells of questions without a question mark, and of "should it fail".
func (f *finder) inverted(c stretch) bool {
	for _, w := range []string{"shall i", "shall we", "should", "could you", "can you", "would you", "will you", "do you", "did you"} {
		if _, is := f.reader.has(c.from, w); is {
			return true
		}
	}
	return false
}

// onlyTag tells whether a clause only asks whether that suits.
func (f *finder) onlyTag(c stretch) bool {
	to, number := cues()[tag].Longest(f.Passage, c.from)
	return number == 0 && to > c.from && to >= c.to-1
}

// reports tells whether a clause tells what others said or want. 您反馈的问题 does not.
func (f *finder) reports(c stretch) bool {
	return slices.ContainsFunc(f.within(report, c), func(h passage.Hit) bool {
		for i := h.To; i < min(h.To+8, c.to); i++ {
			if f.At(i) == '的' && i+1 < c.to {
				return false
			}
		}
		return true
	})
}

// depends tells whether a clause makes something depend on what the customer does.
// "As soon as I have news" is our own affair, 核实后 too.
func (f *finder) depends(c stretch) bool {
	for _, h := range f.within(condition, c) {
		if f.whether(h, c) || f.starts(news, h.From) && !f.has(receipt, f.until(will, h.To, c)) {
			continue
		}
		return true
	}
	for _, h := range f.within(afterwards, c) {
		before := stretch{c.from, h.From}
		if f.has(bought, before) || f.customers(before) {
			return true
		}
	}
	return false
}

// whether tells of an "if" that asks: "let you know by Friday if we can".
func (f *finder) whether(h passage.Hit, c stretch) bool {
	return string(f.Plain[h.From:h.To]) == "if" && strings.Contains(string(f.Plain[c.from:h.From]), "let you know") &&
		slices.ContainsFunc(f.times(c), func(d deadline) bool { return d.to == h.From-1 })
}

// until is what stands before the next word of a list.
func (f *finder) until(of cue, from int, c stretch) stretch {
	rest := stretch{from, c.to}
	if list := f.within(of, rest); len(list) > 0 {
		rest.to = list[0].From - 3 // without its subject
	}
	return rest
}

// parts judges a clause; of two acts with a time each behind one "will", both.
func (f *finder) parts(c stretch, blocked bool) []verdict {
	whole := f.clause(c, c, blocked)
	if !whole.promises {
		return []verdict{whole}
	}
	for i := c.from; i < c.to; i++ {
		cut := 0
		if to, is := f.any(i, "and ", "并", "然后", "再"); is && (f.At(i) != 'a' || f.At(i-1) == ' ') {
			cut = to
		}
		if cut == 0 {
			continue
		}
		left, right := f.trimmed(c.from, i), f.trimmed(i, c.to)
		one, other := f.deadline(left), f.deadline(right)
		if one == nil || other == nil || len(inside(f.acts, left)) == 0 || len(inside(f.acts, right)) == 0 {
			continue
		}
		first, second := f.clause(left, c, false), verdict{stretch: right, promises: true, kind: f.kind(right), due: other}
		if first.promises {
			return append([]verdict{first}, second)
		}
	}
	return []verdict{whole}
}

// deadline is the last one in a stretch.
func (f *finder) deadline(c stretch) *deadline {
	var last *deadline
	list := f.times(c)
	for i := range list {
		if d := &list[i]; d.to <= c.to+1 && f.counts(d) { // 4 p.m. may end a sentence
			last = d
		}
	}
	return last
}

// counts tells whether a time is a limit: a bare length in English is not ("for three
// days"), and in Chinese not where it has been waited for.
func (f *finder) counts(d *deadline) bool {
	if d.length == nil && f.lasts(d.from) {
		return false
	}
	if d.length == nil || d.length.qualified {
		return !d.over
	}
	if passage.Latin(f.At(d.to-1)) && !(d.length.unit == hour && passage.Digit(f.At(d.from))) {
		return false
	}
	return f.At(d.to) != '了' && f.At(d.from-1) != '了'
}

// lasts tells whether what stands before a time makes it one up to which something
// goes on, or after which: until six, 在线到八点. "Give me until six" is a limit.
func (f *finder) lasts(i int) bool {
	if r := f.At(i - 1); r == '到' || r == '至' {
		return f.At(i-2) != '晚' && f.At(i-2) != '迟'
	}
	for _, w := range []string{"until ", "till ", "after "} {
		from := i - len(w)
		if from < 0 || string(f.Plain[from:i]) != w || passage.Spaced(f.At(from-1)) {
			continue
		}
		before := string(f.Plain[max(0, from-8):from])
		return !strings.HasSuffix(before, "give me ") && !strings.HasSuffix(before, "give us ")
	}
	return false
}

func (f *finder) kind(c stretch) int {
	kind, told := len(kinds)-1, false
	for _, h := range inside(f.acts, c) {
		if h.Number == len(kinds) {
			told = true
			continue
		}
		kind = min(kind, h.Number)
	}
	if told && kind != slices.Index(kinds, Refund) && kind != slices.Index(kinds, CallBack) && kind != slices.Index(kinds, Fix) {
		return slices.Index(kinds, Information)
	}
	return kind
}

// clause judges one clause, whose wider stretch holds the subject.
func (f *finder) clause(c, wide stretch, blocked bool) verdict {
	v := verdict{stretch: c, blocked: blocked, kind: f.kind(c), due: f.deadline(c)}
	if blocked {
		return v
	}
	start, is := f.promised(c, v.due)
	if !is {
		v.blocked = f.refused(c, stretch{c.to, c.to}) || f.overIn(c)
		return v
	}
	if f.refused(c, start) {
		v.blocked = true
		return v
	}
	v.promises = true
	return v
}

// refused tells whether a clause denies, doubts, offers or asks what would be a promise.
func (f *finder) refused(c, act stretch) bool {
	before := stretch{c.from, act.from}
	switch {
	case f.has(not, stretch{c.from, act.to}), f.doubts(c), f.has(third, before):
		return true
	case f.requests(c, act):
		return true
	}
	return f.has(offer, before) && !f.has(certain, c)
}

// doubts tells whether a clause leaves it open. 大概两小时内 only says how exact the time is.
func (f *finder) doubts(c stretch) bool {
	return slices.ContainsFunc(f.within(unsure, c), func(h passage.Hit) bool {
		about := slices.Contains([]string{"大概", "估计"}, string(f.Plain[h.From:h.To]))
		return !about || !slices.ContainsFunc(f.times(c), func(d deadline) bool { return d.from == h.To })
	})
}

// requests tells whether the customer is to do it.
func (f *finder) requests(c, act stretch) bool {
	for _, h := range f.within(customer, stretch{c.from, act.from}) {
		if passage.Latin(f.At(h.From)) || h.From-c.from <= 2 {
			return true
		}
		if next := f.At(h.To); next == '您' || next == '在' || next == '于' {
			return !strings.ContainsRune("已我们", f.At(h.From-1))
		}
	}
	return f.customers(stretch{c.from, act.from})
}

// customers tells whether 您 is who acts: not 给您, not 您的, not 您反馈的.
func (f *finder) customers(c stretch) bool {
	for i := c.from; i < c.to; i++ {
		if r := f.At(i); r != '您' && r != '你' || f.At(i+1) == '们' {
			continue
		}
		if i > c.from && strings.ContainsRune("给为帮跟向与和对把让请系知诉复访到还替于退寄发换送补等像如谢歉用在", f.At(i-1)) || strings.ContainsRune("的好放看别这那家", orBlank(f.At(i+1))) {
			continue
		}
		ours := false
		for j := i + 1; j < c.to; j++ {
			ours = ours || f.At(j) == '的' || f.At(j) == '我'
		}
		if !ours {
			return true
		}
	}
	return false
}

// overIn tells whether a clause tells of what is past.
func (f *finder) overIn(c stretch) bool {
	return f.has(over, c) || slices.ContainsFunc(f.times(c), func(d deadline) bool { return d.over && d.to <= c.to })
}

// promised finds the act that a clause promises.
func (f *finder) promised(c stretch, due *deadline) (act stretch, is bool) {
	for _, w := range f.within(will, c) {
		if act, is := f.willed(c, w, due); is {
			return act, true
		}
	}
	if f.starts(expect, c.from) || slices.ContainsFunc(f.within(expect, c), func(h passage.Hit) bool { return strings.HasPrefix(string(f.Plain[h.From:h.To]), "you") }) {
		if list := inside(f.acts, c); len(list) > 0 {
			return stretch{c.from, list[0].To}, true
		}
	}
	if due == nil {
		return act, false
	}
	if _, told := due.due(f.sent, f.hours); !told && !due.unclear {
		return act, false
	}
	for _, h := range f.within(arranged, c) {
		if list := inside(f.acts, stretch{h.To, c.to}); len(list) > 0 {
			return stretch{h.From, list[0].To}, true
		}
	}
	return f.bare(c, due)
}

// willed is the act behind a word such as will.
func (f *finder) willed(c stretch, w passage.Hit, due *deadline) (stretch, bool) {
	latin := passage.Latin(f.At(w.To - 1))
	after := stretch{w.To, c.to}
	next := f.beyondAdverbs(w.To)
	if latin {
		if f.starts(idle, next) || f.has(over, stretch{c.from, w.To}) {
			return stretch{}, false
		}
		if f.you(w.From) {
			return stretch{w.From, w.To}, f.starts(got, next) && !f.reader.starts(next, "have to")
		}
	}
	for _, a := range inside(f.acts, after) {
		if !latin && (f.past(c, a, due) || due == nil && f.mere(w) && !f.spoken(c)) {
			return stretch{}, false
		}
		return stretch{w.From, a.To}, true
	}
	if !latin && due != nil && f.strong(w) && f.spoken(c) && f.dated(due) && !f.past(c, w, due) {
		return stretch{w.From, w.To}, true // 我今天一定跟到底
	}
	if latin && due != nil && due.from > w.From-80 && f.dated(due) && (f.first(w.From) || f.passive(next)) {
		return stretch{w.From, next}, true // whatever it is that we do by then
	}
	return stretch{}, false
}

// dated tells whether a deadline can be told.
func (f *finder) dated(d *deadline) bool {
	_, told := d.due(f.sent, f.hours)
	return told
}

// first tells whether the word before a place is I or we.
func (f *finder) first(i int) bool {
	to := i
	for to > 0 && f.At(to-1) == ' ' {
		to--
	}
	from := to
	for from > 0 && passage.Latin(f.At(from-1)) {
		from--
	}
	word := string(f.Plain[from:to])
	return word == "i" || word == "we"
}

// passive tells whether something is done behind a place: be fitted.
func (f *finder) passive(i int) bool {
	to, is := f.any(i, "be", "have been", "also be", "then be")
	if !is {
		return false
	}
	word, _ := f.word(f.blank(to))
	return strings.HasSuffix(word, "ed") && len(word) > 4
}

// adverbs say how, and not what.
var adverbs = listed("personally", "also", "then", "definitely", "certainly", "gladly", "surely", "just", "now", "immediately", "absolutely", "happily", "quickly", "still", "first")

// beyondAdverbs is the place of the verb.
func (f *finder) beyondAdverbs(i int) int {
	for {
		i = f.blank(i)
		word, to := f.word(i)
		if adverbs[word] == 0 {
			return i
		}
		i = to
	}
}

// mere tells of the words that machines are told of too: 系统会批处理.
func (f *finder) mere(w passage.Hit) bool {
	return slices.Contains([]string{"会", "将", "将会", "预计", "负责", "及时"}, string(f.Plain[w.From:w.To]))
}

// strong tells of the words that promise by themselves, whatever is done.
func (f *finder) strong(w passage.Hit) bool {
	return slices.Contains([]string{"一定", "必定", "保证", "承诺", "肯定"}, string(f.Plain[w.From:w.To]))
}

// spoken tells whether a clause says who does it, or for whom.
func (f *finder) spoken(c stretch) bool {
	return f.has(doer, c) || slices.ContainsFunc(f.Plain[c.from:c.to], func(r rune) bool { return r == '您' || r == '我' })
}

func (r reader) starts(i int, text string) bool {
	_, is := r.has(i, text)
	return is
}

// you tells whether the word before a place is "you".
func (f *finder) you(i int) bool {
	for i > 0 && f.At(i-1) == ' ' {
		i--
	}
	return i >= 3 && string(f.Plain[i-3:i]) == "you" && !passage.Spaced(f.At(i-4))
}

// bare is an act with a time and without a will: 明天给您回电, "I'm sending it tomorrow".
func (f *finder) bare(c stretch, due *deadline) (stretch, bool) {
	for _, a := range inside(f.acts, c) {
		if passage.Latin(f.At(a.From)) {
			word := string(f.Plain[a.From:a.To])
			first, _, _ := strings.Cut(word, " ")
			if (strings.HasSuffix(first, "ing") || f.after("being ", a.From)) && f.has(being, stretch{c.from, a.From}) {
				return stretch{a.From, a.To}, true
			}
			if slices.Contains([]string{"ships", "goes out", "sends", "delivers", "arrives"}, word) {
				return stretch{a.From, a.To}, true
			}
			continue
		}
		if !f.toCustomer(c, a) && (a.From < due.from || due.loose()) || f.past(c, a, due) {
			continue
		}
		return stretch{a.From, a.To}, true
	}
	for _, h := range f.within(ours, c) {
		if (due.length == nil || due.length.qualified) && !f.past(c, h, due) && f.does(h.To, c) {
			return stretch{h.From, h.To}, true
		}
	}
	return stretch{}, false
}

// does tells whether something is done behind a place, and not only a time named.
func (f *finder) does(at int, c stretch) bool {
	next := f.blank(at)
	for _, d := range f.times(stretch{at, c.to}) {
		if d.from <= next+1 && d.to < c.to {
			next = d.to
		}
	}
	return c.to > next && !slices.ContainsFunc([]string{"放假", "休息", "举办", "举行", "开会", "开始", "关闭", "停", "升级", "维护", "到期", "努力", "等"}, func(w string) bool {
		return strings.Contains(string(f.Plain[next:c.to]), w)
	})
}

// loose tells of a length that says neither within nor after, of hours: open 24小时.
func (d deadline) loose() bool {
	return d.length != nil && !d.length.qualified && (d.length.unit == hour || d.length.unit == minute)
}

// after tells whether words stand right before a place.
func (f *finder) after(words string, i int) bool {
	return i >= len(words) && string(f.Plain[i-len(words):i]) == words
}

// toCustomer tells whether 给您 or the like stands before an act, or 您 behind it.
func (f *finder) toCustomer(c stretch, a passage.Hit) bool {
	if r := f.At(a.To); r == '您' || r == '你' {
		return true
	}
	for i := c.from; i+1 < a.From; i++ {
		if strings.ContainsRune("给为帮跟向与", f.At(i)) && (f.At(i+1) == '您' || f.At(i+1) == '你') {
			return true
		}
	}
	return false
}

// past tells whether an act in Chinese is done: 已退款, 退款了, 给您打过电话. What was
// handed to others for tomorrow is not.
func (f *finder) past(c stretch, a passage.Hit, due *deadline) bool {
	for _, h := range f.within(over, stretch{c.from, a.From}) {
		still := slices.ContainsFunc(f.within(handed, stretch{h.To, c.to}), func(x passage.Hit) bool { return due != nil && due.to > x.From && x.To <= a.To })
		if !still {
			return true
		}
	}
	if slices.ContainsFunc(f.times(c), func(d deadline) bool { return d.over && d.to <= a.From }) {
		return true
	}
	if f.has(will, stretch{c.from, a.From}) || due != nil && due.day != nil && due.day.n > 0 {
		return false
	}
	switch next := f.At(a.To + 1); f.At(a.To) {
	case '了':
		return true
	case '过':
		return next != '来' && next != '去'
	}
	return f.At(c.to-1) == '了'
}
