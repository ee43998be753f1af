package sample

import (
	"context"
	"encoding/json"
	"strings"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
)

// house is the school's service: who works there, and how it is reached.
type house struct {
	lead, manager   access.Actor
	crews           map[string]crew         // by the kind of story
	ids             map[string]fact.StaffID // by the mail address before its @
	chat, mail, api intake.Channel
}

// crew is a team with those who answer in it.
type crew struct {
	team   fact.TeamID
	people []access.Actor
}

// crews of the school. Nobody of them may manage the house: the first admin is
// made by the setup link, as in every house.
var crews = []struct {
	name    string
	stories []string
	people  []staff.Newcomer
}{
	{"售后 Care", []string{"refund", "parcel", "invoice", "coupon", "price", "angry", "praise"}, []staff.Newcomer{
		{Name: "林岚", Email: "lin@lanxue.example", Role: access.Agent, Locale: "zh-CN", TimeZone: "Asia/Shanghai"},
		{Name: "周舟", Email: "zhou@lanxue.example", Role: access.Agent, Locale: "zh-CN", TimeZone: "Asia/Shanghai"},
		{Name: "陈默", Email: "chen@lanxue.example", Role: access.Lead, Locale: "zh-CN", TimeZone: "Asia/Shanghai"},
	}},
	{"技术 Tech", []string{"login", "video", "broken", "account", "export", "malay"}, []staff.Newcomer{
		{Name: "何苗", Email: "he@lanxue.example", Role: access.Agent, Locale: "zh-CN", TimeZone: "Asia/Shanghai"},
		{Name: "Daniel Reed", Email: "daniel@lanxue.example", Role: access.Agent, Locale: "en", TimeZone: "Europe/London"},
	}},
	{"教务 School", []string{"teacher", "schedule", "certificate", "homework", "trial", "japanese"}, []staff.Newcomer{
		{Name: "沈青", Email: "shen@lanxue.example", Role: access.Agent, Locale: "zh-CN", TimeZone: "Asia/Shanghai"},
		{Name: "Maya Fernando", Email: "maya@lanxue.example", Role: access.Lead, Locale: "en", TimeZone: "Asia/Singapore"},
		{Name: "莫莉", Email: "mo@lanxue.example", Role: access.Manager, Locale: "zh-CN", TimeZone: "Asia/Shanghai"},
	}},
}

// found hires the people and opens the channels. Invitations are not kept: an
// admin sends new ones to whoever shall really come in.
func (w *writer) found(ctx context.Context) error {
	w.house.crews, w.house.ids = map[string]crew{}, map[string]fact.StaffID{}
	for _, c := range crews {
		founded, err := w.Teams.Add(ctx, access.System, team.Founding{Name: c.name})
		if err != nil {
			return err
		}
		made := crew{team: founded.ID}
		for _, n := range c.people {
			n.Teams = []fact.TeamID{founded.ID}
			s, _, err := w.Office.Add(ctx, access.System, n)
			if err != nil {
				return err
			}
			name, _, _ := strings.Cut(n.Email, "@")
			w.house.ids[name] = s.ID
			who := access.Actor{ID: s.ID, Name: s.Name, Role: s.Role, Permissions: s.Role.Permissions(), Scope: access.All, Teams: n.Teams}
			if s.Role == access.Lead && w.house.lead.ID == "" {
				w.house.lead = who
			}
			if s.Role == access.Manager {
				w.house.manager = who
			} else {
				made.people = append(made.people, who)
			}
		}
		for _, kind := range c.stories {
			w.house.crews[kind] = made
		}
	}
	if err := w.enable(ctx); err != nil {
		return err
	}
	return w.openChannels(ctx)
}

func (w *writer) openChannels(ctx context.Context) error {
	for _, c := range []struct {
		into                 *intake.Channel
		kind, name, settings string
	}{
		{&w.house.chat, intake.Webchat, "官网咨询 Website", `{"title": {"zh-CN": "澜学在线客服", "en": "Lanxue support"},
			"greeting": {"zh-CN": "您好，请问有什么可以帮您？", "en": "Hello! How can we help you?"}}`},
		{&w.house.mail, intake.Email, "help@lanxue.example", `{"address": "help@lanxue.example", "from_name": "澜学客服 Lanxue"}`},
		{&w.house.api, intake.API, "商城 Shop", `{}`},
	} {
		made, err := w.Channels.Add(ctx, access.System, c.kind, c.name, json.RawMessage(c.settings))
		if err != nil {
			return err
		}
		*c.into = made
	}
	return nil
}
