package wording

import (
	"cmp"
	"html"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/kit/variables"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

// Bounds of what people enter, in characters.
const (
	maxTitle    = 120
	maxShortcut = 40
	maxText     = 20_000
	maxSteps    = 20
	maxTags     = 20
)

// Languages are those in which a wording can stand.
var Languages = []string{"zh-CN", "en"}

// Variables are the names that a wording may use.
var Variables = []string{
	"contact.name", "contact.first_name", "contact.email",
	"agent.name", "agent.first_name",
	"conversation.number", "conversation.subject", "channel.name", "team.name",
}

var shortcut = regexp.MustCompile(`^[\p{L}\p{N}_.-]+$`)

// known refuses variables that will never be filled.
func known(text string) error {
	if name, is := variables.Unknown(text, Variables); is {
		return fault.New(fault.Invalid, "wording.unknown_variable", "variable", name).At("text")
	}
	return nil
}

func asItIs(s string) string { return s }

// rendered is a wording made ready.
func rendered(t Text, values map[string]string) (out Text, missing []string) {
	out.Text, missing = variables.Fill(t.Text, values, asItIs)
	if t.HTML != "" {
		out.HTML, missing = variables.Fill(t.HTML, values, html.EscapeString)
		if out.Text == "" {
			out.Text = richtext.ToText(out.HTML)
		}
	}
	return out, missing
}

// language is the one in which to write to a customer: theirs, else the one in
// which they wrote, else the writer's.
func language(contactLocale, theirWords, fallback string) string {
	for _, locale := range []string{contactLocale, spoken(theirWords), fallback} {
		switch {
		case strings.HasPrefix(strings.ToLower(locale), "zh"):
			return "zh-CN"
		case locale != "":
			return "en"
		}
	}
	return Languages[0]
}

func spoken(words string) string {
	letters := false
	for _, r := range words {
		if unicode.Is(unicode.Han, r) {
			return "zh-CN"
		}
		letters = letters || unicode.IsLetter(r)
	}
	if letters {
		return "en"
	}
	return ""
}

// textFor takes the wording in a language, or the one that there is.
func textFor(texts map[string]Text, want string) (Text, string) {
	if t, there := texts[want]; there {
		return t, want
	}
	for _, locale := range Languages {
		if t, there := texts[locale]; there {
			return t, locale
		}
	}
	return Text{}, want
}

// doubleNames are the Chinese family names of two characters that one meets.
var doubleNames = []string{"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "长孙", "宇文", "南宫"}

// firstName is how friends would call somebody: the first word, or what follows
// the family name of a Chinese one.
func firstName(name string) string {
	fields := strings.Fields(name)
	if len(fields) == 0 {
		return ""
	}
	first := fields[0]
	if strings.IndexFunc(first, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) >= 0 {
		return first
	}
	for _, family := range doubleNames {
		if given, has := strings.CutPrefix(first, family); has && given != "" {
			return given
		}
	}
	if n := utf8.RuneCountInString(first); n < 2 || n > 4 {
		return first
	}
	_, size := utf8.DecodeRuneInString(first)
	return first[size:]
}

// cleaned is a wording as it is kept.
func cleaned(t Text) (Text, error) {
	t.Text, t.HTML = strings.TrimSpace(plain.Text(t.Text)), richtext.Sanitise(plain.Text(t.HTML))
	if t.Text == "" {
		t.Text = richtext.ToText(t.HTML)
	}
	if utf8.RuneCountInString(t.Text) > maxText {
		return t, fault.New(fault.TooLarge, "wording.too_long", "limit", maxText).At("text")
	}
	if err := known(t.Text); err != nil {
		return t, err
	}
	return t, known(t.HTML)
}

func settled(c CannedReply) (CannedReply, error) {
	c.Title, c.Folder = line(c.Title), line(c.Folder)
	c.Shortcut = strings.ToLower(strings.TrimPrefix(line(c.Shortcut), "/"))
	switch {
	case c.Title == "":
		return c, fault.New(fault.Invalid, "canned_reply.title_missing").At("title")
	case utf8.RuneCountInString(c.Title) > maxTitle:
		return c, fault.New(fault.Invalid, "wording.too_long", "limit", maxTitle).At("title")
	case utf8.RuneCountInString(c.Folder) > maxTitle:
		return c, fault.New(fault.Invalid, "wording.too_long", "limit", maxTitle).At("folder")
	case c.Shortcut != "" && (!shortcut.MatchString(c.Shortcut) || utf8.RuneCountInString(c.Shortcut) > maxShortcut):
		return c, fault.New(fault.Invalid, "canned_reply.shortcut_wrong", "limit", maxShortcut).At("shortcut")
	}
	tags := []string{}
	for _, t := range c.Tags {
		if t = strings.ToLower(line(t)); t != "" && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	if c.Tags = tags; len(tags) > maxTags {
		return c, fault.New(fault.Invalid, "wording.too_long", "limit", maxTags).At("tags")
	}
	texts := map[string]Text{}
	for locale, t := range c.Texts {
		if !slices.Contains(Languages, locale) {
			return c, fault.New(fault.Invalid, "wording.unknown_language", "language", locale).At("texts")
		}
		t, err := cleaned(t)
		if err != nil {
			return c, err
		}
		if t.Text != "" {
			texts[locale] = t
		}
	}
	if c.Texts = texts; len(texts) == 0 {
		return c, fault.New(fault.Invalid, "canned_reply.text_missing").At("texts")
	}
	return c, nil
}

func line(s string) string { return strings.Join(strings.Fields(plain.Text(s)), " ") }

// How much a place says about what somebody wants, the most telling first.
const (
	inShortcut = 100
	inTitle    = 60
	inFolder   = 30
	inText     = 10
)

// ranked is what somebody means who types q, the likeliest first. Every word has
// to be somewhere; among equals comes first what is used more.
func ranked(list []CannedReply, q string) []CannedReply {
	words := strings.Fields(strings.ToLower(plain.Text(q)))
	type scored struct {
		CannedReply
		score int
	}
	var found []scored
	for _, c := range list {
		if score, because := fits(c, words); score > 0 || len(words) == 0 {
			c.Because = because
			found = append(found, scored{c, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.UsedCount, a.UsedCount), cmp.Compare(a.Title, b.Title))
	})
	out := make([]CannedReply, len(found))
	for i, f := range found {
		out[i] = f.CannedReply
	}
	return out
}

func fits(c CannedReply, words []string) (score int, because string) {
	best := 0
	for _, w := range words {
		points, why := fit(c, w)
		if points == 0 {
			return 0, ""
		}
		if score += points; points > best {
			best, because = points, why
		}
	}
	return score, because
}

func fit(c CannedReply, word string) (points int, because string) {
	title := strings.ToLower(c.Title)
	switch {
	case c.Shortcut == word:
		return inShortcut * 2, "shortcut"
	case c.Shortcut != "" && strings.HasPrefix(c.Shortcut, word):
		return inShortcut, "shortcut"
	case strings.HasPrefix(title, word):
		return inTitle + 10, "title"
	case strings.Contains(title, word):
		return inTitle, "title"
	case strings.Contains(strings.ToLower(c.Folder), word):
		return inFolder, "folder"
	case slices.ContainsFunc(c.Tags, func(t string) bool { return strings.Contains(t, word) }):
		return inFolder, "tag"
	}
	for _, t := range c.Texts {
		if strings.Contains(strings.ToLower(t.Text), word) {
			return inText, "text"
		}
	}
	return 0, ""
}

// steps is what a macro does, as it is kept.
func steps(list []Step) ([]Step, error) {
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "macro.steps_missing").At("steps")
	}
	if len(list) > maxSteps {
		return nil, fault.New(fault.Invalid, "wording.too_long", "limit", maxSteps).At("steps")
	}
	kept, seen := make([]Step, len(list)), map[StepKind]bool{}
	for i, s := range list {
		clean, err := step(s)
		if err != nil {
			return nil, err
		}
		slot := s.Kind
		if slot == Snooze || slot == State { // where the conversation ends up is said once
			slot = Resolve
		}
		if seen[slot] && slot != Tag && slot != Note {
			return nil, fault.New(fault.Invalid, "macro.step_twice", "kind", string(s.Kind)).At("steps")
		}
		kept[i], seen[slot] = clean, true
	}
	return kept, nil
}

func step(s Step) (Step, error) {
	wrong := fault.New(fault.Invalid, "macro.step_wrong", "kind", string(s.Kind)).At("steps")
	switch s.Kind {
	case Reply, Note:
		t, err := cleaned(Text{s.Text, s.HTML})
		if err == nil && t.Text == "" {
			err = wrong
		}
		return Step{Kind: s.Kind, Text: t.Text, HTML: t.HTML}, err
	case Assign:
		if s.Assignee == "" {
			return s, wrong
		}
		return Step{Kind: Assign, Assignee: s.Assignee}, nil
	case ToTeam:
		if s.Team == "" {
			return s, wrong
		}
		return Step{Kind: ToTeam, Team: s.Team}, nil
	case Tag:
		if len(s.Add)+len(s.Remove) == 0 {
			return s, wrong
		}
		return Step{Kind: Tag, Add: s.Add, Remove: s.Remove}, nil
	case Priority:
		if !slices.Contains([]conversation.Priority{conversation.Low, conversation.Normal, conversation.High, conversation.Urgent}, s.Priority) {
			return s, wrong
		}
		return Step{Kind: Priority, Priority: s.Priority}, nil
	case Snooze:
		if s.Minutes < 1 || s.Minutes > 366*24*60 {
			return s, wrong
		}
		return Step{Kind: Snooze, Minutes: s.Minutes}, nil
	case Resolve:
		return Step{Kind: Resolve}, nil
	case State:
		if s.State != conversation.Open && s.State != conversation.Waiting {
			return s, wrong
		}
		return Step{Kind: State, State: s.State}, nil
	}
	return s, wrong
}

// situation is a conversation as far as wordings and macros look at it.
type situation struct {
	values       map[string]string
	language     string
	state        conversation.State
	priority     conversation.Priority
	assignee     string
	team         string
	tags         []string
	replyRefused string
	stays        bool           // its reply does not take the conversation
	automatic    desk.Automatic // the kind of its reply, where nobody pressed a button
}

// planned tells what steps would do now. A reply hands the turn over, so what
// stands behind it meets a conversation that waits for its customer.
func planned(who access.Actor, list []Step, s situation) []Planned {
	plan := make([]Planned, len(list))
	for i, step := range list {
		p := Planned{Kind: step.Kind, Effect: "does", Step: step, Missing: []string{}}
		if !who.May(needs[step.Kind]) {
			p.Effect, p.Because = "refused", "no_permission"
		} else {
			p = effect(who, p, s)
		}
		if p.Effect == "does" && step.Kind == Reply {
			s.state = conversation.Waiting
		}
		plan[i] = p
	}
	return plan
}

// Allowed refuses a macro of which somebody may not do every step.
func Allowed(who access.Actor, m Macro) error {
	if err := who.Writes(); err != nil {
		return err
	}
	for _, step := range m.Steps {
		if err := who.Require(needs[step.Kind]); err != nil {
			return err
		}
	}
	return nil
}

var needs = map[StepKind]access.Permission{
	Reply: access.ConversationReply, Note: access.ConversationNote, Assign: access.ConversationAssign, ToTeam: access.ConversationAssign,
	Tag: access.ConversationTag, Priority: access.ConversationChange, Snooze: access.ConversationChange, State: access.ConversationChange,
	Resolve: access.ConversationResolve,
}

func effect(who access.Actor, p Planned, s situation) Planned {
	step, already := p.Step, false
	switch step.Kind {
	case Reply, Note:
		text, missing := rendered(Text{step.Text, step.HTML}, s.values)
		p.Text, p.Missing = text.Text, append(p.Missing, missing...)
		switch {
		case step.Kind == Reply && s.replyRefused != "":
			p.Effect, p.Because = "refused", s.replyRefused
		case len(missing) > 0:
			p.Effect, p.Because = "refused", "cannot_fill"
		}
	case Assign:
		already = assignee(who, step) == s.assignee
	case ToTeam:
		already = none(step.Team) == s.team
	case Tag:
		already = !slices.ContainsFunc(step.Add, func(t string) bool { return !slices.Contains(s.tags, strings.ToLower(line(t))) }) &&
			!slices.ContainsFunc(step.Remove, func(t string) bool { return slices.Contains(s.tags, strings.ToLower(line(t))) })
	case Priority:
		already = step.Priority == s.priority
	case Resolve:
		already = s.state == conversation.Resolved
	case State:
		already = step.State == s.state
	case Snooze:
		if s.state == conversation.Resolved {
			p.Effect, p.Because = "refused", "resolved"
		}
	}
	if already {
		p.Effect, p.Because = "nothing", "already_so"
	}
	return p
}

func assignee(who access.Actor, s Step) string {
	if s.Assignee == "me" {
		return string(who.ID)
	}
	return none(s.Assignee)
}

func none(id string) string {
	if id == "none" {
		return ""
	}
	return id
}

func until(now time.Time, s Step) time.Time { return now.Add(time.Duration(s.Minutes) * time.Minute) }
