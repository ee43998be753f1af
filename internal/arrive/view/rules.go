package view

import (
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

const (
	nameLimit = 40
	mostViews = 60 // of one person
)

var colors = []string{"", "grey", "teal", "blue", "green", "amber", "red", "purple"}

// edited is the view as it is kept after an edit.
func (v row) edited(e Edit) (_ row, err error) {
	if e.Name != nil {
		v.Name = conversation.Subject(*e.Name)
	}
	if v.Name == "" {
		return v, fault.New(fault.Invalid, "view.name_missing").At("name")
	}
	if utf8.RuneCountInString(v.Name) > nameLimit {
		return v, fault.New(fault.Invalid, "view.name_too_long", "limit", nameLimit).At("name")
	}
	if e.Color != nil {
		v.Color = *e.Color
	}
	if !slices.Contains(colors, v.Color) {
		return v, fault.New(fault.Invalid, "view.unknown_color", "color", v.Color).At("color")
	}
	if e.Icon != nil {
		v.Icon = strings.TrimSpace(*e.Icon)
	}
	if utf8.RuneCountInString(v.Icon) > 4 { // one emoji may be several runes
		return v, fault.New(fault.Invalid, "view.icon_too_long").At("icon")
	}
	if e.Filter != nil {
		if v.Filter, err = e.Filter.Checked(); err != nil {
			return v, err
		}
	}
	if e.Audience != nil {
		v.Audience = *e.Audience
	}
	if e.Team != nil {
		v.Team = *e.Team
	}
	switch v.Audience {
	case Me, Everybody:
		v.Team = ""
	case Team:
		if v.Team == "" {
			return v, fault.New(fault.Invalid, "view.team_missing").At("team")
		}
	default:
		return v, fault.New(fault.Invalid, "view.unknown_audience", "audience", string(v.Audience)).At("audience")
	}
	return v, nil
}

// seen tells whether a person sees a view.
func (v row) seen(who access.Actor) bool {
	return v.Staff == who.ID || v.Audience == Everybody || v.Audience == Team && slices.Contains(who.Teams, v.Team)
}

// can: one's own view always, a shared one with the permission to share.
func (v row) can(who access.Actor) Can {
	share := who.May(access.ViewShare)
	mine := v.Staff == who.ID && who.Writes() == nil
	return Can{Change: mine && (v.Audience == Me || share) || v.Audience != Me && share, Share: share && (mine || v.Audience != Me)}
}

// inOrder puts the views into a person's order; what it does not name comes
// behind, as it stood.
func inOrder(views []View, keys []string) []View {
	at := map[string]int{}
	for i, k := range keys {
		at[k] = i + 1
	}
	slices.SortStableFunc(views, func(a, b View) int {
		x, y := at[a.Key], at[b.Key]
		switch {
		case x == 0 && y == 0:
			return 0
		case x == 0:
			return 1
		case y == 0:
			return -1
		}
		return x - y
	})
	return views
}
