package vigil

import (
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/kit/passage"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/risk"
)

const (
	noteLimit, guidanceLimit = 500, 2000 // characters
	mostTold                 = 50        // roles, teams or people
)

// usual is what follows where the house has not ruled otherwise: leads hear of what
// may hurt somebody or the house, and what is a matter of life or money comes first.
func usual(kind risk.Kind) Rule {
	r := Rule{Kind: kind, Active: true}
	switch kind {
	case risk.SelfHarm, risk.Violence:
		r.Priority, r.Roles = conversation.Urgent, []access.Role{access.Lead, access.Manager}
	case risk.AccountTheft, risk.PaymentLoss:
		r.Priority = conversation.High
	case risk.Legal, risk.PublicExposure:
		r.Priority, r.Roles = conversation.High, []access.Role{access.Lead}
	}
	return r
}

// grave are the kinds for which nothing may be made quiet: one alarm too many is
// better than one too few.
func grave(kind risk.Kind) bool { return kind == risk.SelfHarm || kind == risk.Violence }

// ruled is a rule if it may be so.
func ruled(r Rule) (Rule, error) {
	if !slices.Contains(Kinds, r.Kind) {
		return r, fault.New(fault.Missing, "risk.kind_unknown", "kind", string(r.Kind))
	}
	switch r.Priority {
	case "", conversation.High, conversation.Urgent:
	default:
		return r, fault.New(fault.Invalid, "risk.priority_unknown", "priority", string(r.Priority)).At("priority")
	}
	r.Tag = strings.TrimSpace(r.Tag)
	r.GuidanceZH, r.GuidanceEN = strings.TrimSpace(r.GuidanceZH), strings.TrimSpace(r.GuidanceEN)
	if max(utf8.RuneCountInString(r.GuidanceZH), utf8.RuneCountInString(r.GuidanceEN)) > guidanceLimit {
		return r, fault.New(fault.Invalid, "risk.guidance_too_long", "limit", guidanceLimit).At("guidance_zh")
	}
	if max(len(r.Roles), len(r.Teams), len(r.People)) > mostTold {
		return r, fault.New(fault.Invalid, "risk.too_many_told", "limit", mostTold).At("people")
	}
	if grave(r.Kind) && !r.Active {
		return r, fault.New(fault.Invalid, "risk.always_raised").At("active")
	}
	return r, nil
}

// higher tells whether a rule puts a conversation forward.
func higher(rule, has conversation.Priority) bool {
	order := []conversation.Priority{conversation.Low, conversation.Normal, conversation.High, conversation.Urgent}
	return rule != "" && slices.Index(order, rule) > slices.Index(order, has)
}

// place is where words stand in what was read.
type place struct {
	From   int         `json:"from"`
	To     int         `json:"to"`
	Reason risk.Reason `json:"reason"`
}

// found is a kind of risk in a message, with its words.
type found struct {
	kind   risk.Kind
	places []place
}

// worthRaising is what of a reading is raised: each kind once, without the words that
// are to be quiet.
func worthRaising(evidence []risk.Finding, text []rune, quiet func(kind risk.Kind, words string) bool) (list []found) {
	for _, f := range evidence {
		if f.Reason == risk.ByWord && quiet(f.Kind, folded(reading.Cut(text, f.Start, f.End))) {
			continue
		}
		i := slices.IndexFunc(list, func(have found) bool { return have.kind == f.Kind })
		if i < 0 {
			i = len(list)
			list = append(list, found{kind: f.Kind})
		}
		list[i].places = append(list[i].places, place{f.Start, f.End, f.Reason})
	}
	return list
}

// withOthers adds that somebody asks for the data of another person. It is raised like a
// risk and dealt with like one, and moves nothing: neither urgency nor anybody's place.
func withOthers(evidence []risk.Finding, text []rune) []risk.Finding {
	var p passage.Passage
	p.Read(string(text))
	return risk.FindOthers(&p, slices.Clone(evidence))
}

// languageOf is the one in which to write to a customer.
func languageOf(locale string) string {
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return "zh-CN"
	}
	return "en"
}

// folded is words as they are compared.
func folded(words string) string { return strings.ToLower(strings.Join(strings.Fields(words), " ")) }

// wordLimit bounds what is kept of a false alarm: an expression of our lists is no longer.
const wordLimit = 60

// sorry are the words of a false alarm that may be learned from: those that alone
// were the reason. What stood between two others is the customer's own.
func sorry(places []place, text []rune) (words []string) {
	for _, p := range places {
		said := folded(reading.Cut(text, p.From, p.To))
		if p.Reason == risk.ByWord && said != "" && utf8.RuneCountInString(said) <= wordLimit && !slices.Contains(words, said) {
			words = append(words, said)
		}
	}
	return words
}
