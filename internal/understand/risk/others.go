package risk

import (
	_ "embed"
	"sync"

	"anlan/internal/kit/passage"
)

// OthersData is that somebody asks for what belongs to another person. It is no threat:
// it is found apart from the risks, and nothing of a reading rests on it.
const OthersData Kind = "others_data"

//go:embed others.txt
var othersText string

const (
	asking = iota
	person
	theirs
	asked
	othersCount
)

var othersNames = [othersCount]string{"ask", "person", "data", "asked"}

var othersCues = sync.OnceValue(func() (lists [othersCount]*passage.Phrases) {
	for i, wanted := range othersNames {
		lists[i] = passage.Lists(othersText, func(name string) (int, bool) { return i, name == wanted })
	}
	return lists
})

// How far the words may stand from each other, in code points.
const (
	toTheirs  = 4  // from whose it is to what it is: 我老公的订单, my wife's old account
	toAsked   = 3  // from there to the question: 她的地址是什么
	fromAsk   = 10 // from the verb to whose it is
	latinMore = 3  // words of letters are longer
)

// FindOthers appends the places where somebody asks for the data of another person:
// 查一下我老公的订单, "what is her address". Words near each other are all that it
// knows, so it may be wrong both ways; people decide.
func FindOthers(text *passage.Passage, found []Finding) []Finding {
	f := finder{text: text}
	lists := othersCues()
	whose := lists[person].Find(text, nil)
	if len(whose) == 0 {
		return found
	}
	what := lists[theirs].Find(text, nil)
	if len(what) == 0 {
		return found
	}
	verbs, questions := lists[asking].Find(text, nil), lists[asked].Find(text, nil)
	for _, p := range whose {
		for _, d := range what {
			far := toTheirs
			if passage.Latin(text.At(p.From)) {
				far *= latinMore
			}
			if d.From < p.To || d.From-p.To > far || !f.clean(p.To, d.From) || !f.belongs(p, d) {
				continue
			}
			if from, to, is := f.wanted(p, d, verbs, questions); is {
				f.list = append(f.list, Finding{OthersData, from, to, ByPair})
			}
		}
	}
	return append(found, merged(f.list)...)
}

// belongs tells whether what follows a person is theirs: in Chinese 的 says so, or
// nothing stands between; 他把我的订单 speaks of mine.
func (f *finder) belongs(p, d passage.Hit) bool {
	if passage.Latin(f.text.At(p.From)) {
		return true
	}
	between := string(f.text.Plain[p.To:d.From])
	if f.text.At(p.To-1) == '的' {
		return between == ""
	}
	return between == "" || between == "的" || between == "那个" || between == "的那个"
}

// wanted tells whether it is asked for: by a verb before, or a question behind.
func (f *finder) wanted(p, d passage.Hit, verbs, questions []passage.Hit) (from, to int, is bool) {
	far := fromAsk
	if passage.Latin(f.text.At(p.From)) {
		far *= latinMore
	}
	for _, v := range verbs {
		if v.From < p.From && v.To <= p.From+1 && p.From-v.To <= far && f.clean(v.To, p.From) { // 告诉我老公 shares its 我
			return v.From, d.To, true
		}
	}
	for _, q := range questions {
		if q.From >= d.To && q.From-d.To <= toAsked && f.clean(d.To, q.From) {
			return p.From, q.To, true
		}
	}
	return 0, 0, false
}
