package contact

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"anlan/internal/fact"
	"anlan/internal/kit/han"
)

// Whether two contacts may be one person: values in, values out. What speaks for
// it has a code, which screens translate, and a weight; a person decides.

// MergeReason is why two may be the same.
type MergeReason struct {
	Code     string `json:"code" enum:"same_email,same_phone,similar_email,similar_phone,same_device,same_user_id,same_name,similar_name,name_sound,same_company"`
	Value    string `json:"value" personal:"name,Code=same_name|similar_name|name_sound" doc:"what they share; of names how each is written"`
	Verified bool   `json:"verified" doc:"one of the two has it verified; else both merely claim it"`
}

// card is what of a contact is compared: its own, and what came with those that
// were merged into it.
type card struct {
	ID         fact.ContactID
	Family     []fact.ContactID // itself first
	Names      []string
	Identities []identityRow
}

// trait is by what contacts find each other.
type trait struct {
	Kind  string `bun:"kind"`
	Value string `bun:"value"`
}

// Bounds. What too many share says nothing about any two of them: a common name,
// the number of a switchboard.
const (
	commonName  = 8
	commonValue = 20
	leastScore  = 15
)

// traits lists what a card is found by beside the values of its identities.
func traits(c card) (list []trait) {
	add := func(kind, value string) {
		t := trait{kind, value}
		if value != "" && len(value) <= maxValue && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	for _, name := range c.Names {
		for _, n := range spelled(name) {
			for _, key := range n.keys() {
				add("name", key)
			}
		}
	}
	for _, i := range c.Identities {
		if other := respelled(i.Kind, i.Value); other != i.Value {
			add(string(i.Kind), other)
		}
	}
	return list
}

// respelled is an address or number without what does not tell people apart.
func respelled(kind Kind, value string) string {
	switch kind {
	case Email:
		return mailbox(value)
	case Phone:
		return national(value)
	}
	return value
}

// mailbox leaves out what a provider does not heed: what follows a plus, and the
// dots of Gmail.
func mailbox(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if !ok {
		return address
	}
	if head, _, tagged := strings.Cut(local, "+"); tagged && head != "" {
		local = head
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	return local + "@" + domain
}

// national leaves the country's code out of Chinese mobile numbers, which many
// write without it; of others it leaves the plus or the zeros that stand for it.
func national(number string) string {
	digits := strings.TrimPrefix(strings.TrimPrefix(number, "+"), "00")
	if rest, ok := strings.CutPrefix(digits, "86"); ok && len(rest) == 11 && rest[0] == '1' {
		return rest
	}
	return digits
}

// domain is the company's part of an address, or "" where everybody may have one.
func domain(address string) string {
	_, d, _ := strings.Cut(address, "@")
	d = strings.ToLower(d)
	head, _, _ := strings.Cut(d, ".")
	if d == "" || publicMail[d] || publicBrand[head] || strings.HasSuffix(d, ".edu") || strings.Contains(d, ".edu.") {
		return "" // a university's addresses are its students', thousands of whom share a name
	}
	return d
}

// publicBrand are providers with a domain in every country, publicMail the others.
var (
	publicBrand = set("gmail googlemail yahoo ymail hotmail outlook live msn aol gmx yandex icloud proton protonmail zoho rediffmail fastmail tutanota tuta")
	publicMail  = set("qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com sina.com sina.cn vip.sina.com sina.com.cn sohu.com " +
		"vip.sohu.com tom.com 139.com 189.cn wo.cn wo.com.cn 21cn.com aliyun.com 263.net 263.com chinaren.com eyou.com me.com mac.com pm.me mail.com email.com hey.com " +
		"mail.ru bk.ru list.ru inbox.ru rambler.ru ya.ru naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com " +
		"web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it comcast.net verizon.net att.net sbcglobal.net " +
		"rocketmail.com btinternet.com bigpond.com duck.com mozmail.com privaterelay.appleid.com seznam.cz wp.pl o2.pl uol.com.br bol.com.br pchome.com.tw hinet.net")
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// spelling is one way of writing a name: in characters, or in letters.
type spelling struct {
	folded string   // without case, width, accents, spaces, in simplified characters
	sounds string   // of characters, as letters
	words  []string // of letters
}

// nobodies are what forms and programs write where they know no name.
var nobodies = set("访客 游客 客户 顾客 用户 匿名 未知 客服 管理员 测试 测试用户 匿名用户 新用户 微信用户 先生 女士 小姐 老师 unknownuser guestuser websitevisitor testuser customerservice noname")

// titles stand beside a name and are none of it.
var titles = set("mr mrs ms miss dr prof sir madam")

// spelled reads a name: “王小明 Wang Xiaoming” is two spellings of it. What is too
// short to tell people apart, or no name, gives none.
func spelled(name string) (list []spelling) {
	name = han.Simplified(norm.NFKC.String(name))
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsDigit(r) || r == '@' }) {
		return nil
	}
	for _, t := range []string{"先生", "女士", "小姐", "老师"} {
		name = strings.TrimSuffix(strings.TrimSpace(name), t)
	}
	var characters, letters strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case han.Is(r):
			characters.WriteRune(r)
			letters.WriteByte(' ')
		case unicode.IsLetter(r):
			letters.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
			// an accent, or the apostrophe of Xi'an
		default:
			letters.WriteByte(' ')
		}
	}
	if c := characters.String(); len([]rune(c)) >= 2 && !nobodies[c] {
		list = append(list, spelling{folded: c, sounds: sounding(han.Sounds(c))})
	}
	words := slices.DeleteFunc(strings.Fields(letters.String()), func(w string) bool { return titles[w] })
	if joined := strings.Join(words, ""); len(words) >= 2 && len(words) <= 5 && !nobodies[joined] {
		list = append(list, spelling{folded: joined, words: words})
	}
	return list
}

// sounding joins syllables as passports do: 吕 is Lyu, Lv or Lu.
func sounding(syllables []string) string {
	var b strings.Builder
	for _, s := range syllables {
		switch s {
		case "lv", "lyu":
			s = "lu"
		case "nv", "nyu":
			s = "nu"
		}
		b.WriteString(s)
	}
	return b.String()
}

// orders are the letters of a name with the family name first, wherever it stood.
func (s spelling) orders() []string {
	if len(s.words) == 0 {
		return nil
	}
	last := len(s.words) - 1
	return []string{sounding(s.words), sounding(append([]string{s.words[last]}, s.words[:last]...))}
}

func (s spelling) keys() []string {
	if s.words == nil {
		return []string{s.folded, s.sounds}
	}
	return append(s.orders(), s.folded)
}

// weighed is a reason and how much it says, of 1.
type weighed struct {
	MergeReason
	weight float64
}

// compare tells what speaks for two contacts being one, the strongest first, and
// how strongly all of it does together, of 100.
func compare(a, b card) (because []MergeReason, score int) {
	reasons := append(sharedIdentities(a, b), sharedNames(a, b)...)
	slices.SortStableFunc(reasons, func(x, y weighed) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), strings.Compare(x.Code, y.Code), strings.Compare(x.Value, y.Value))
	})
	doubt := 1.0
	for _, r := range reasons {
		doubt *= 1 - r.weight
		because = append(because, r.MergeReason)
	}
	sure := 1 - doubt
	if keptApart(a, b) {
		sure /= 2
	}
	return because, int(math.Round(sure * 100))
}

func sharedIdentities(a, b card) (list []weighed) {
	for _, i := range a.Identities {
		for _, o := range b.Identities {
			if i.Kind != o.Kind {
				continue
			}
			r := weighed{MergeReason: MergeReason{Value: o.Value, Verified: i.Verified || o.Verified}}
			switch same := i.Value == o.Value; {
			case i.Kind == Email && same:
				r.Code, r.weight = "same_email", either(r.Verified, 0.9, 0.6)
			case i.Kind == Phone && same:
				r.Code, r.weight = "same_phone", either(r.Verified, 0.85, 0.55)
			case i.Kind == Email && mailbox(i.Value) == mailbox(o.Value):
				r.Code, r.Value, r.weight = "similar_email", i.Value+" / "+o.Value, either(r.Verified, 0.7, 0.5)
			case i.Kind == Phone && national(i.Value) == national(o.Value):
				r.Code, r.Value, r.weight = "similar_phone", i.Value+" / "+o.Value, either(r.Verified, 0.8, 0.5)
			case i.Kind == Visitor && same:
				r.Code, r.Value, r.weight = "same_device", "", 0.8
			case i.Kind == External && same && i.Scope != o.Scope:
				r.Code, r.weight = "same_user_id", either(len(o.Value) >= 6, 0.7, 0.3)
			default:
				continue
			}
			if !slices.ContainsFunc(list, func(w weighed) bool { return w.Code == r.Code && w.Value == r.Value }) {
				list = append(list, r)
			}
		}
	}
	return list
}

func either(yes bool, then, otherwise float64) float64 {
	if yes {
		return then
	}
	return otherwise
}

// sharedNames finds the strongest likeness of two names, and whether both write
// from the same company.
func sharedNames(a, b card) (list []weighed) {
	var best weighed
	for _, one := range a.Names {
		for _, other := range b.Names {
			if r := likeNames(one, other); r.weight > best.weight {
				best = r
			}
		}
	}
	if best.weight == 0 {
		return nil
	}
	list = append(list, best)
	for _, i := range a.Identities {
		for _, o := range b.Identities {
			if d := domain(o.Value); i.Kind == Email && o.Kind == Email && d != "" && d == domain(i.Value) {
				return append(list, weighed{MergeReason{Code: "same_company", Value: d, Verified: i.Verified || o.Verified}, 0.5})
			}
		}
	}
	return list
}

func likeNames(one, other string) (best weighed) {
	both := one + " / " + other
	better := func(code, value string, weight float64) {
		if weight > best.weight {
			best = weighed{MergeReason{Code: code, Value: value}, weight}
		}
	}
	for _, x := range spelled(one) {
		for _, y := range spelled(other) {
			switch {
			case x.folded == y.folded && strings.TrimSpace(one) == strings.TrimSpace(other):
				better("same_name", strings.TrimSpace(one), 0.35)
			case x.folded == y.folded:
				better("similar_name", both, 0.33)
			case x.words != nil && y.words != nil:
				if slices.ContainsFunc(x.orders(), func(o string) bool { return slices.Contains(y.orders(), o) }) {
					better("similar_name", both, 0.25)
				}
			case x.words != nil || y.words != nil: // one in characters, one in letters
				if x.words != nil {
					x, y = y, x
				}
				if x.sounds != "" && slices.Contains(y.orders(), x.sounds) {
					better("name_sound", both, either(len([]rune(x.folded)) > 2, 0.28, 0.18))
				}
			}
		}
	}
	return best
}

// keptApart says whether a system of the house knows both, as two.
func keptApart(a, b card) bool {
	for _, i := range a.Identities {
		for _, o := range b.Identities {
			if i.Kind == External && o.Kind == External && i.Verified && o.Verified && i.Scope == o.Scope && i.Value != o.Value {
				return true
			}
		}
	}
	return false
}
