package company

import (
	"strings"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/platform/fault"
)

// reasonLimit, in characters, keeps a reason short enough to be read at a glance.
const reasonLimit = 300

// whisperLimit, in characters: what is longer is a note.
const whisperLimit = 1000

// talk is a conversation as far as company goes.
type talk struct {
	ID       fact.ConversationID `bun:"id"`
	State    conversation.State  `bun:"state"`
	Assignee fact.StaffID        `bun:"assignee_id"`
	Team     fact.TeamID         `bun:"team_id"`
	Channel  string              `bun:"kind"`
	Merged   fact.ConversationID `bun:"merged_into"`
}

// runs tells whether anybody still talks in it.
func (t talk) runs() bool {
	return t.Merged == "" && (t.State == conversation.Open || t.State == conversation.Waiting)
}

// live tells whether customer and colleague talk in it at this moment, so that one can
// be whispered to.
func (t talk) live() bool { return t.runs() && t.Assignee != "" && t.Channel == "webchat" }

// reasoned is a reason as it is kept.
func reasoned(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", fault.New(fault.Invalid, "help.reason_missing").At("reason")
	case n > reasonLimit:
		return "", fault.New(fault.Invalid, "help.reason_too_long", "limit", reasonLimit).At("reason")
	}
	return text, nil
}

// helper is somebody who may be asked.
type helper struct {
	ID     fact.StaffID
	State  presence.State
	Leads  bool // of the house: they may see the floor
	InTeam bool // of the conversation, or of whoever asks
	Able   bool // they have the skill that is needed
}

// there tells whether somebody is not gone.
func (h helper) there() bool { return h.State != presence.Offline && h.State != "" }

// asked are those of the helpers who are asked, and why: the leads of the team; where
// none of them is there, those of the house who are; and who has the skill and is
// available. Nobody is asked twice, and nobody asks themselves.
func asked(people []helper, by fact.StaffID) []Asked {
	list := []Asked{}
	add := func(h helper, because string) {
		for _, known := range list {
			if known.ID == h.ID {
				return
			}
		}
		list = append(list, Asked{Person{ID: h.ID}, because})
	}
	somebody := false
	for _, h := range people {
		if h.ID != by && h.Leads && h.InTeam {
			add(h, LeadsTeam)
			somebody = somebody || h.there()
		}
	}
	for _, h := range people {
		if h.ID != by && h.Able && h.State == presence.Online {
			add(h, HasSkill)
		}
	}
	if !somebody {
		for _, h := range people {
			if h.ID != by && h.Leads && h.there() {
				add(h, LeadsHouse)
			}
		}
	}
	return list
}

// leads tells whether somebody leads: they see the floor, and may answer customers.
func leads(who access.Actor) bool {
	return who.May(access.FloorView) && who.May(access.ConversationReply)
}

// can is what somebody may do in a conversation where this is who is there.
func can(who access.Actor, t talk, h *Help, there []Companion) Can {
	in := false
	for _, each := range there {
		in = in || each.ID == who.ID
	}
	reply := t.runs() && who.May(access.ConversationReply) && who.Scope == access.All
	c := Can{
		Ask:     reply && h == nil,
		Join:    reply && leads(who) && !in && t.Assignee != "" && t.Assignee != who.ID,
		Leave:   in,
		Whisper: reply && t.live() && t.Assignee != who.ID && (in || leads(who)) && who.May(access.ConversationNote),
	}
	if h != nil {
		mine := h.AskedBy.ID == who.ID
		c.Take = reply && h.State == Open && !mine && (leads(who) || wasAsked(h, who.ID))
		c.Answer = reply && (mine || h.TakenBy.ID == who.ID)
		c.Withdraw = reply && mine
	}
	return c
}

func wasAsked(h *Help, id fact.StaffID) bool {
	for _, each := range h.Asked {
		if each.ID == id {
			return true
		}
	}
	return false
}
