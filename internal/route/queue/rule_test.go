package queue

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/people/skill"
	"anlan/internal/platform/fault"
	"anlan/internal/route/rule"
)

func TestRulesThatCannotBeUnderstoodAreRefused(t *testing.T) {
	for code, r := range map[string]RoutingRule{
		"rule.unknown_word":             {Name: "R", When: "mood == 1"},
		"rule.not_yes_or_no":            {Name: "R", When: "urgency"},
		"rule.unreadable":               {Name: "R", When: "'x' in"},
		"routing.rule_name_wrong":       {When: "true"},
		"skill.level_unknown":           {Name: "R", Skills: []Need{{"safe", 4}}},
		"conversation.unknown_priority": {Name: "R", Priority: "soon"},
	} {
		_, err := checkedRules([]RoutingRule{r})
		fault.Want(t, err, code)
	}
	_, err := checkedRules(make([]RoutingRule, mostRules+1))
	fault.Want(t, err, "routing.too_many_rules")
}

func TestRulesApplyInTheirOrder(t *testing.T) {
	s := usual()
	s.Rules = []RoutingRule{
		{Name: "off", When: "true", Off: true, Team: "nobody"},
		{Name: "theft", When: "'account_theft' in risks", Team: "security", Skills: []Need{{"safe", skill.Good}}, Priority: conversation.Urgent},
		{Name: "long", When: "len(text) > 20", Skills: []Need{{"safe", skill.Expert}, {"patient", skill.Basic}}, Priority: conversation.High},
		{Name: "rest", Team: "care", Language: "zh"},
	}
	require.Equal(t, RoutingRule{Team: "security", Skills: []Need{{"safe", skill.Expert}, {"patient", skill.Basic}}, Language: "zh", Priority: conversation.Urgent},
		s.applied(rule.See(rule.Case{Risks: []string{"account_theft"}, Text: "a rather long story of it"})), "the first that says something, and all skills at their highest")
	require.Equal(t, RoutingRule{Team: "care", Language: "zh"}, s.applied(rule.See(rule.Case{})))
	require.False(t, holds(`tags[7] == "x"`, rule.See(rule.Case{})), "what cannot be told does not hold")
}
