package conversation_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// filters are some of every kind, alone and together.
func filters(h *history) map[string]conversation.Filter {
	return map[string]conversation.Filter{
		"nothing":                  {},
		"states":                   {States: []conversation.State{conversation.Open, conversation.Resolved}},
		"me or nobody":             {Assignees: []string{"me", "none"}},
		"no team":                  {Teams: []string{"none"}},
		"a team or none, oldest":   {Teams: []string{"none", string(h.Tech.ID)}, Order: conversation.Oldest},
		"any tag":                  {TagsAny: []string{"VIP", "退款"}},
		"all tags":                 {TagsAll: []string{"vip"}, TagsNone: []string{"退款"}},
		"no tag, longest waiting":  {TagsNone: []string{"vip", "late"}, Order: conversation.LongestWaiting},
		"channel":                  {Channels: []fact.ChannelID{h.Chat.ID}, States: []conversation.State{conversation.Waiting}},
		"urgent":                   {Priorities: []conversation.Priority{conversation.Urgent, conversation.High}},
		"by priority":              {Order: conversation.ByPriority},
		"by priority, mine":        {Assignees: []string{"me"}, Order: conversation.ByPriority},
		"longest waiting":          {Order: conversation.LongestWaiting},
		"waiting over two minutes": {WaitingOverHours: 2.0 / 60, Order: conversation.LongestWaiting},
		"waiting, by newest":       {WaitingOverHours: 2.0 / 60},
		"older than":               {Created: conversation.Span{OverHours: 0.05}, Order: conversation.CreatedOldest},
		"quiet for a while":        {LastMessage: conversation.Span{OverHours: 0.02}, Tiers: []string{"standard"}},
		"created lately":           {Created: conversation.Span{WithinHours: 0.05}, Order: conversation.CreatedNewest},
		"tier":                     {Tiers: []string{"vip"}},
	}
}

// fits asks a filter of one conversation, as a person would read it.
func fits(f conversation.Filter, who access.Actor, now time.Time, c conversation.Conversation) bool {
	assignee, team := "none", "none"
	if c.Assignee != nil {
		assignee = c.Assignee.ID
	}
	if c.Team != nil {
		team = c.Team.ID
	}
	worn := func(tags []string) (n int) {
		for _, t := range tags {
			if slices.Contains(c.Tags, map[string]string{"VIP": "vip"}[t]) || slices.Contains(c.Tags, t) {
				n++
			}
		}
		return n
	}
	within := func(s conversation.Span, at time.Time) bool {
		age := now.Sub(at).Hours()
		return (s.OverHours == 0 || age >= s.OverHours) && (s.WithinHours == 0 || age <= s.WithinHours)
	}
	return has(f.States, c.State) && has(f.Channels, c.Channel.ID) && has(f.Priorities, c.Priority) && has(f.Tiers, c.Contact.Tier) &&
		(has(f.Assignees, assignee) || assignee == string(who.ID) && slices.Contains(f.Assignees, "me")) && has(f.Teams, team) &&
		(len(f.TagsAny) == 0 || worn(f.TagsAny) > 0) && worn(f.TagsAll) == len(f.TagsAll) && worn(f.TagsNone) == 0 &&
		within(f.Created, c.CreatedAt) && within(f.LastMessage, c.LastMessageAt) &&
		(f.WaitingOverHours == 0 || c.WaitingSince != nil && now.Sub(*c.WaitingSince).Hours() >= f.WaitingOverHours)
}

func sorted(order conversation.Order, all []conversation.Conversation) {
	newest := func(a, b conversation.Conversation) int {
		return -cmp.Or(a.LastMessageAt.Compare(b.LastMessageAt), cmp.Compare(a.ID, b.ID))
	}
	rank := []conversation.Priority{conversation.Urgent, conversation.High, conversation.Normal, conversation.Low}
	slices.SortFunc(all, func(a, b conversation.Conversation) int {
		switch order {
		case conversation.Oldest:
			return -newest(a, b)
		case conversation.CreatedNewest:
			return -cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
		case conversation.CreatedOldest:
			return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
		case conversation.ByPriority:
			return cmp.Or(cmp.Compare(slices.Index(rank, a.Priority), slices.Index(rank, b.Priority)), newest(a, b))
		case conversation.LongestWaiting:
			switch {
			case a.WaitingSince != nil && b.WaitingSince != nil:
				return cmp.Or(a.WaitingSince.Compare(*b.WaitingSince), cmp.Compare(a.ID, b.ID))
			case a.WaitingSince != nil:
				return -1
			case b.WaitingSince != nil:
				return 1
			}
		}
		return newest(a, b)
	})
}

func TestAFilterGivesWhatReadingEverythingGives(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := begin(w, 23)
		h.happen(t, 260)
		for i, c := range h.ids {
			if p := []conversation.Priority{conversation.Low, conversation.High, conversation.Urgent}[i%3]; i%2 == 0 {
				require.NoError(t, h.Inbox.Change(h.Ctx, h.Ada, c, conversation.Edit{Priority: &p}))
			}
		}
		all := h.everything(t)
		for name, f := range filters(h) {
			f, err := f.Checked()
			require.NoError(t, err, name)
			q := f.Query(h.Lin, h.Now())
			want := slices.DeleteFunc(slices.Clone(all), func(c conversation.Conversation) bool { return !fits(f, h.Lin, h.Now(), c) })
			sorted(f.Order, want)
			var ids, got []fact.ConversationID
			for _, c := range want {
				ids = append(ids, c.ID)
			}
			q.Limit = 7
			for {
				page, next, err := h.Inbox.List(h.Ctx, h.Lin, q)
				require.NoError(t, err, name)
				for _, c := range page {
					got = append(got, c.ID)
				}
				if q.After = next; next.ID == "" {
					break
				}
			}
			require.Equal(t, ids, got, name)
			counts, err := h.Inbox.CountAll(h.Ctx, h.Lin, []conversation.Query{f.Query(h.Lin, h.Now())})
			require.NoError(t, err, name)
			require.Equal(t, int64(len(ids)), counts[0].N, name)
			require.False(t, counts[0].AtLeast, name)
			var oldest *time.Time
			for _, c := range want {
				if c.WaitingSince != nil && (oldest == nil || c.WaitingSince.Before(*oldest)) {
					oldest = c.WaitingSince
				}
			}
			require.Equal(t, oldest, counts[0].OldestWaitingSince, name)
			held, err := h.Inbox.Holding(h.Ctx, f.Query(h.Lin, h.Now()), h.ids)
			require.NoError(t, err)
			for _, c := range all {
				require.Equal(t, fits(f, h.Lin, h.Now(), c), held[c.ID], name)
			}
		}
	})
}

func TestWhatAFilterCannotSay(t *testing.T) {
	for _, c := range []struct {
		code   string
		filter conversation.Filter
	}{
		{"view.filter_wrong", conversation.Filter{States: []conversation.State{"new"}}},
		{"view.filter_wrong", conversation.Filter{Order: "best"}},
		{"view.filter_wrong", conversation.Filter{Tiers: []string{"gold"}}},
		{"view.filter_too_long", conversation.Filter{Assignees: make([]string, 21)}},
		{"conversation.tag_with_comma", conversation.Filter{TagsAny: []string{"a,b"}}},
	} {
		_, err := c.filter.Checked()
		fault.Want(t, err, c.code)
	}
}
