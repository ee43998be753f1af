package tree

import (
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

const (
	nameLimit, descriptionLimit, wordLimit = 60, 500, 40 // characters
	mostWords                              = 100         // of a topic
	mostTopics                             = 500
	deepest                                = 3 // levels; below that nobody finds anything
)

// edited is a topic with a change applied, if it may be so among the others.
func edited(t Topic, e Edit, others []Topic) (Topic, error) {
	for _, f := range []struct {
		to   *string
		from *string
	}{{&t.NameZH, e.NameZH}, {&t.NameEN, e.NameEN}, {&t.Description, e.Description}} {
		if f.from != nil {
			*f.to = strings.TrimSpace(*f.from)
		}
	}
	if e.Parent != nil {
		t.Parent = *e.Parent
	}
	if e.Team != nil {
		t.Team = *e.Team
	}
	if e.Archived != nil {
		t.Archived = *e.Archived
	}
	if e.Words != nil {
		t.Words = distinct(*e.Words)
	}
	if t.NameZH == "" { // one language is enough; the other then says the same
		t.NameZH = t.NameEN
	}
	if t.NameEN == "" {
		t.NameEN = t.NameZH
	}
	return t, sound(t, others)
}

func sound(t Topic, others []Topic) error {
	switch {
	case t.NameZH == "":
		return fault.New(fault.Invalid, "topic.name_missing").At("name_zh")
	case utf8.RuneCountInString(t.NameZH) > nameLimit:
		return fault.New(fault.Invalid, "topic.name_too_long", "limit", nameLimit).At("name_zh")
	case utf8.RuneCountInString(t.NameEN) > nameLimit:
		return fault.New(fault.Invalid, "topic.name_too_long", "limit", nameLimit).At("name_en")
	case utf8.RuneCountInString(t.Description) > descriptionLimit:
		return fault.New(fault.Invalid, "topic.description_too_long", "limit", descriptionLimit).At("description")
	case len(t.Words) > mostWords:
		return fault.New(fault.Invalid, "topic.too_many_words", "limit", mostWords).At("words")
	}
	for _, w := range t.Words {
		if utf8.RuneCountInString(w) > wordLimit {
			return fault.New(fault.Invalid, "topic.word_too_long", "limit", wordLimit, "word", w).At("words")
		}
	}
	for _, o := range others {
		if o.ID != t.ID && o.Parent == t.Parent && (o.NameZH == t.NameZH || o.NameEN == t.NameEN) {
			return fault.New(fault.Conflict, "topic.name_taken").At("name_zh")
		}
	}
	return placed(t, others)
}

// placed tells whether a topic may stand where it is to: under one that is there, not
// under itself, and not too deep with all that stands under it.
func placed(t Topic, others []Topic) error {
	by := byID(others)
	by[t.ID] = t
	above := 1
	for at := t.Parent; at != ""; at = by[at].Parent {
		if _, there := by[at]; !there {
			return fault.New(fault.Invalid, "topic.parent_missing").At("parent_id")
		}
		if at == t.ID {
			return fault.New(fault.Invalid, "topic.under_itself").At("parent_id")
		}
		above++
	}
	if above+below(t.ID, others) > deepest {
		return fault.New(fault.Invalid, "topic.too_deep", "limit", deepest).At("parent_id")
	}
	return nil
}

// below is how many levels stand under a topic.
func below(id fact.TopicID, topics []Topic) (levels int) {
	for _, t := range topics {
		if t.Parent == id && t.ID != id {
			levels = max(levels, 1+below(t.ID, topics))
		}
	}
	return levels
}

func byID(topics []Topic) map[fact.TopicID]Topic {
	by := make(map[fact.TopicID]Topic, len(topics))
	for _, t := range topics {
		by[t.ID] = t
	}
	return by
}

// distinct is words that say something, each once, whatever their letters' size.
func distinct(words []string) []string {
	list, seen := []string{}, map[string]bool{}
	for _, w := range words {
		w = strings.Join(strings.Fields(w), " ")
		if fold := strings.ToLower(w); w != "" && !seen[fold] {
			seen[fold], list = true, append(list, w)
		}
	}
	return list
}

// ordered is the tree from its root, each topic before what stands under it, in the
// order in which they were made.
func ordered(topics []Topic) []Topic {
	list := make([]Topic, 0, len(topics))
	var walk func(under fact.TopicID)
	walk = func(under fact.TopicID) {
		for _, t := range topics {
			if t.Parent == under {
				list = append(list, t)
				walk(t.ID)
			}
		}
	}
	walk("")
	return list
}

// Meant tells whether a topic may be given to a conversation of a team: topics of a
// team are given to nobody else's.
func (t Topic) Meant(team fact.TeamID) bool {
	return !t.Archived && (t.Team == "" || team == "" || t.Team == team)
}

// Related tells whether one of two topics stands under the other.
func Related(topics []Topic, one, other fact.TopicID) bool {
	by := byID(topics)
	return slices.Contains(upward(by, one), other) || slices.Contains(upward(by, other), one)
}

func upward(by map[fact.TopicID]Topic, id fact.TopicID) (line []fact.TopicID) {
	for at := id; at != ""; at = by[at].Parent {
		line = append(line, at)
	}
	return line
}
