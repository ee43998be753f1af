package trust

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/internal/arrive/organisation"
	"anlan/internal/kit/han"
	"anlan/internal/kit/plain"
)

// house is us, as far as others may pose as us.
type house struct {
	domains    map[string]domain
	brands     []string
	colleagues map[string]bool // names, folded
	addresses  map[string]bool // of colleagues
}

// around is what is known about a sender beside the mail itself.
type around struct {
	house
	known         bool              // we have written to the address before
	organisations map[string]string // domain near to the sender's → whose
	contacts      map[string]string // the same, of contacts: domain → one address there
}

// warnings are the reasons to look twice at a sender.
func warnings(l Letter, a around) (list []Warning) {
	from := parted(domainOf(l.From))
	if from.host == "" {
		return nil
	}
	warn := func(code string, values ...string) {
		w := Warning{Code: code, Values: map[string]string{"domain": from.host}}
		for i := 0; i+1 < len(values); i += 2 {
			w.Values[values[i]] = plain.Upto(plain.Text(values[i+1]), 200)
		}
		list = append(list, w)
	}
	_, ours := a.domains[from.house]
	if what := scripts(from, l.Name); what != "" {
		warn("mixed_scripts", "where", what, "name", l.Name)
	}
	if !ours {
		domainWarnings(from, a, warn)
		if !a.addresses[folded(l.From)] && !a.known {
			nameWarnings(l, a, warn)
		}
	}
	if other := shownAddress(l, from); other != "" {
		warn("shows_other_address", "address", other)
	}
	if to := replyElsewhere(l, from, a); to != "" && !a.known {
		warn("reply_elsewhere", "address", to)
	}
	return list
}

func scripts(from domain, name string) string {
	for _, label := range strings.Split(from.host, ".") {
		if mixes(label) || poses(label) && !strings.ContainsFunc(from.ending, func(r rune) bool { return r > unicode.MaxASCII }) {
			return "domain"
		}
	}
	if slices.ContainsFunc(strings.Fields(name), mixes) {
		return "name"
	}
	return ""
}

func domainWarnings(from domain, a around, warn func(string, ...string)) {
	for _, own := range sorted(a.domains) {
		if hides(from, a.domains[own]) {
			warn("hidden_domain", "resembles", own)
			return
		}
		if how := alike(from, a.domains[own]); how != "" {
			warn("like_ours", "resembles", own, "how", how)
			return
		}
	}
	for _, near := range sorted(a.organisations) {
		if how := alike(from, parted(near)); how != "" {
			warn("like_organisation", "resembles", near, "how", how, "whose", a.organisations[near])
			return
		}
	}
	for _, near := range sorted(a.contacts) {
		if how := alike(from, parted(near)); how != "" {
			warn("like_contact", "resembles", near, "how", how, "whose", a.contacts[near])
			return
		}
	}
}

func nameWarnings(l Letter, a around, warn func(string, ...string)) {
	name := fold(l.Name)
	if a.colleagues[name] || a.colleagues[turned(name)] {
		warn("colleague_name", "name", l.Name)
		return
	}
	for _, brand := range a.brands {
		if says(name, brand) {
			warn("brand_name", "name", l.Name, "brand", brand)
			return
		}
	}
}

// distinct tells whether a name says who somebody is: two words, or three Chinese
// characters. Shorter ones are shared by many honest people.
func distinct(name string) bool {
	if n := utf8.RuneCountInString(name); strings.IndexFunc(name, func(r rune) bool { return !han.Is(r) }) < 0 {
		return n >= 3
	}
	words := strings.Fields(name)
	return len(words) >= 2 && len(words[0]) > 1 && len(words[len(words)-1]) > 1
}

// namesOf are the forms of a colleague's name that stand for them alone: of 林小岚 Lan
// Lin, both halves.
func namesOf(name string) (list []string) {
	whole := fold(name)
	chinese := strings.Join(strings.FieldsFunc(whole, func(r rune) bool { return !han.Is(r) }), "")
	latin := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if han.Is(r) {
			return ' '
		}
		return r
	}, whole)), " ")
	for _, n := range []string{whole, chinese, latin} {
		if distinct(n) && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

func fold(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))), " ")
}

// turned is a name with its last word first.
func turned(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ",", " "))
	if len(words) != 2 {
		return name
	}
	return words[1] + " " + words[0]
}

// says tells whether a name holds a brand as a word of its own.
func says(name, brand string) bool {
	at := strings.Index(name, brand)
	if at < 0 || brand == "" {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(name[:at])
	after, _ := utf8.DecodeRuneInString(name[at+len(brand):])
	first, _ := utf8.DecodeRuneInString(brand)
	return han.Is(first) || !unicode.IsLetter(before) && !unicode.IsLetter(after)
}

// branded tells whether a channel's name is one that others would take.
func branded(name string) bool {
	n := utf8.RuneCountInString(name)
	return n >= 4 || n >= 2 && strings.IndexFunc(name, func(r rune) bool { return !han.Is(r) }) < 0
}

var addressInName = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)

// shownAddress is an address of another house that a sender shows as their name.
// Lists write so honestly, and so does who wants the answer there.
func shownAddress(l Letter, from domain) string {
	for _, shown := range addressInName.FindAllString(l.Name, 3) {
		elsewhere := House(domainOf(shown)) != from.house
		answered := slices.ContainsFunc(l.ReplyTo, func(a string) bool { return strings.EqualFold(a, shown) })
		if elsewhere && !answered && !l.Bulk {
			return shown
		}
	}
	return ""
}

// replyElsewhere is where an answer would go, when that is strange: from a house's
// domain to public mail, from one public mailbox to a stranger's, or to a domain that
// looks like the sender's. Houses that answer from another of their domains are many.
func replyElsewhere(l Letter, from domain, a around) string {
	if l.Bulk {
		return ""
	}
	for _, to := range l.ReplyTo {
		reply := parted(domainOf(to))
		if reply.house == from.house || reply.host == "" || a.domains[reply.house].host != "" {
			continue
		}
		fromPublic, toPublic := organisation.DomainOf(l.From) == "", organisation.DomainOf(to) == ""
		switch {
		case alike(reply, from) != "", toPublic && !fromPublic:
			return to
		case toPublic && fromPublic && !strings.EqualFold(localOf(to), localOf(l.From)):
			return to
		}
	}
	return ""
}

func localOf(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return local
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// codes are those of the warnings about a mail.
func (r row) codes() (list []string, err error) {
	var all []Warning
	if err := json.Unmarshal([]byte(r.Warnings), &all); err != nil {
		return nil, fmt.Errorf("read the warnings about %s: %w", r.Message, err)
	}
	for _, w := range all {
		list = append(list, w.Code)
	}
	return list, nil
}

func warned(r row, code string) bool { return strings.Contains(r.Warnings, `"code":"`+code+`"`) }
