package sample

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/route/queue"
)

// ability is what one of the school's people can do.
type ability struct {
	skills    map[string]skill.Level // by name
	languages []skill.Language
}

const refunds, invoices, streaming = "退款 Refunds", "发票 Invoices", "直播 Streaming"

var (
	zh = skill.Language{Tag: "zh-CN", Level: skill.Expert}
	en = skill.Language{Tag: "en", Level: skill.Good}
)

// abilities of the people, by the mail address before its @.
var abilities = map[string]ability{
	"lin":    {map[string]skill.Level{refunds: skill.Good}, []skill.Language{zh, en}},
	"zhou":   {map[string]skill.Level{invoices: skill.Good}, []skill.Language{zh}},
	"chen":   {map[string]skill.Level{refunds: skill.Expert, invoices: skill.Expert}, []skill.Language{zh, en}},
	"he":     {map[string]skill.Level{streaming: skill.Expert}, []skill.Language{zh, {Tag: "ms", Level: skill.Basic}}},
	"daniel": {map[string]skill.Level{streaming: skill.Good}, []skill.Language{{Tag: "en", Level: skill.Expert}}},
	"shen":   {nil, []skill.Language{zh, {Tag: "ja", Level: skill.Good}}},
	"maya":   {nil, []skill.Language{{Tag: "en", Level: skill.Expert}, {Tag: "ta", Level: skill.Good}}},
	"mo":     {map[string]skill.Level{refunds: skill.Good}, []skill.Language{zh, en}},
}

// enable says who of the school can do what, and lets refunds go to who may grant them.
func (w *writer) enable(ctx context.Context) error {
	known := map[string]fact.SkillID{}
	for _, name := range []string{refunds, invoices, streaming} {
		made, err := w.Skills.Add(ctx, access.System, name)
		if err != nil {
			return err
		}
		known[name] = made.ID
	}
	for who, can := range abilities {
		has := []skill.Has{}
		for name, level := range can.skills {
			has = append(has, skill.Has{ID: known[name], Level: level})
		}
		if _, err := w.Office.Change(ctx, access.System, w.house.ids[who], staff.Change{Skills: &has, Languages: &can.languages}); err != nil {
			return err
		}
	}
	s, err := w.Queues.Routing(ctx, access.System)
	if err != nil {
		return err
	}
	s.Rules = append(s.Rules, queue.RoutingRule{Name: "退款找会退款的人 Refunds", When: `"Refund" in topics`, Skills: []queue.Need{{Skill: known[refunds], Level: skill.Basic}}})
	if s.Modes == nil {
		s.Modes = map[fact.TeamID]queue.Mode{}
	}
	s.Modes[w.house.crews["refund"].team] = queue.Ask
	_, err = w.Queues.ChangeRouting(ctx, access.System, s)
	return err
}
