package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/route/rule"
)

// RoutingRule says what a conversation needs of which a condition holds.
type RoutingRule struct {
	Name     string                `json:"name" maxLength:"80"`
	When     string                `json:"when" maxLength:"4000" doc:"a condition in the rule language; empty = always" example:"\"account_theft\" in risks"`
	Off      bool                  `json:"off"`
	Team     fact.TeamID           `json:"team" doc:"what has no team goes to this one; empty = says nothing"`
	Skills   []Need                `json:"skills" nullable:"false" doc:"what whoever takes it must be able to do"`
	Language string                `json:"language" doc:"a base language, as th; empty = as it was read"`
	Priority conversation.Priority `json:"priority" enum:",low,normal,high,urgent" doc:"counts as this one, where no person has set another; empty = says nothing"`
}

// Bounds of what people write into rules.
const (
	mostRules   = 200
	longestName = 80
)

// compiled keeps conditions that were compiled, by their text.
var compiled sync.Map

// condition compiles a condition once.
func condition(text string) (rule.Condition, error) {
	if c, known := compiled.Load(text); known {
		return c.(rule.Condition), nil
	}
	c, err := rule.Compile(text)
	if err == nil {
		compiled.Store(text, c)
	}
	return c, err
}

// holds tells whether a condition holds of a case. One that cannot be told does not.
func holds(text string, of *rule.Seen) bool {
	c, err := condition(text)
	if err != nil {
		return false
	}
	yes, err := c.Holds(of)
	return err == nil && yes
}

// applied is what the rules say of a case, in their order: each adds the skills that
// it names, and says what none before it has said.
func (s Settings) applied(of *rule.Seen) (needs RoutingRule) {
	for _, r := range s.Rules {
		if r.Off || !holds(r.When, of) {
			continue
		}
		if needs.Team == "" {
			needs.Team = r.Team
		}
		if needs.Language == "" {
			needs.Language = r.Language
		}
		if needs.Priority == "" {
			needs.Priority = r.Priority
		}
		needs.Skills = joined(needs.Skills, r.Skills)
	}
	return needs
}

// joined is two lists of needs as one: of each skill the higher level.
func joined(a, b []Need) []Need {
	all := slices.Clone(a)
	for _, need := range b {
		i := slices.IndexFunc(all, func(n Need) bool { return n.Skill == need.Skill })
		if i < 0 {
			all = append(all, need)
		} else {
			all[i].Level = max(all[i].Level, need.Level)
		}
	}
	return all
}

// checkedRules refuses rules that cannot be understood, and says where.
func checkedRules(rules []RoutingRule) ([]RoutingRule, error) {
	if len(rules) > mostRules {
		return nil, fault.New(fault.Invalid, "routing.too_many_rules", "limit", mostRules).At("rules")
	}
	clean := []RoutingRule{}
	for i, r := range rules {
		at := fmt.Sprintf("rules[%d]", i)
		r.Name, r.When, r.Language = strings.TrimSpace(r.Name), strings.TrimSpace(r.When), base(r.Language)
		if r.Name == "" || utf8.RuneCountInString(r.Name) > longestName {
			return nil, fault.New(fault.Invalid, "routing.rule_name_wrong", "limit", longestName).At(at + ".name")
		}
		if _, err := condition(r.When); err != nil {
			return nil, err
		}
		for _, need := range r.Skills {
			if need.Skill == "" || need.Level < skill.Basic || need.Level > skill.Expert {
				return nil, fault.New(fault.Invalid, "skill.level_unknown", "level", int(need.Level)).At(at + ".skills")
			}
		}
		switch r.Priority {
		case "", conversation.Low, conversation.Normal, conversation.High, conversation.Urgent:
		default:
			return nil, fault.New(fault.Invalid, "conversation.unknown_priority", "priority", string(r.Priority)).At(at + ".priority")
		}
		if r.Skills = joined(nil, r.Skills); r.Skills == nil {
			r.Skills = []Need{}
		}
		clean = append(clean, r)
	}
	return clean, nil
}

// ruled is what the house's rules say of a conversation. A team that was dissolved
// and a skill that was removed are not asked for.
func (b *Board) ruled(ctx context.Context, q db.Reader, s Settings, id fact.ConversationID) (RoutingRule, error) {
	if len(s.Rules) == 0 {
		return RoutingRule{}, nil
	}
	cases, err := rule.Cases(ctx, q, b.db.Now(), id)
	if err != nil {
		return RoutingRule{}, err
	}
	return stillThere(ctx, q, s.applied(rule.See(cases[id])))
}

// Tried is how a condition would have fared.
type Tried struct {
	Of      int                   // how many conversations were looked at, the newest first
	Matched int                   // of how many it holds
	First   []fact.ConversationID // the newest of them
}

const (
	previewed   = 1000
	previewList = 100
)

// Preview tries a condition on the newest conversations.
func (b *Board) Preview(ctx context.Context, who access.Actor, when string) (p Tried, err error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return p, err
	}
	c, err := rule.Compile(when)
	if err != nil {
		return p, err
	}
	var ids []fact.ConversationID
	err = b.db.Ask("SELECT id FROM conversation WHERE merged_into = '' ORDER BY number DESC LIMIT ?", previewed).Scan(ctx, &ids)
	if err != nil {
		return p, fmt.Errorf("read the newest conversations: %w", err)
	}
	p.First = []fact.ConversationID{}
	for part := range slices.Chunk(ids, previewList) {
		cases, err := rule.Cases(ctx, b.db.Read(), b.db.Now(), part...)
		if err != nil {
			return p, err
		}
		for _, id := range part {
			of, there := cases[id]
			if !there {
				continue
			}
			p.Of++
			yes, err := c.Holds(rule.See(of))
			if err != nil {
				return p, err
			}
			if yes {
				if p.Matched++; p.Matched <= previewList {
					p.First = append(p.First, id)
				}
			}
		}
	}
	return p, nil
}
