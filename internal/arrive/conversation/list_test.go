package conversation_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// history is a world in which much has happened at random.
type history struct {
	*world.World
	random *rand.Rand
	people []access.Actor
	ids    []fact.ConversationID
}

func begin(w *world.World, seed uint64) *history {
	return &history{World: w, random: rand.New(rand.NewPCG(seed, 1)), people: []access.Actor{w.Lin, w.Chen, w.Mo, w.Ada}}
}

func one[T any](h *history, list ...T) T { return list[h.random.IntN(len(list))] }

// happen lets a few things happen, many of them in one instant.
func (h *history) happen(t *testing.T, things int) {
	t.Helper()
	for range things {
		if h.random.IntN(3) == 0 {
			h.Pass(time.Duration(1+h.random.IntN(3)) * time.Second)
		}
		if len(h.ids) < 8 || h.random.IntN(5) == 0 {
			name := fmt.Sprintf("客户%d", h.random.IntN(25))
			var c fact.ConversationID
			if h.random.IntN(2) == 0 {
				c = h.Says(name, "在吗").Conversation
			} else {
				c = h.Orders(fmt.Sprint(h.random.Uint64()), name, "包裹").Conversation
			}
			if !slices.Contains(h.ids, c) {
				h.ids = append(h.ids, c)
			}
			continue
		}
		h.act(t, one(h, h.ids...), one(h, h.people...))
	}
}

func (h *history) act(t *testing.T, c fact.ConversationID, who access.Actor) {
	t.Helper()
	var err error
	state := h.Sees(c).State
	switch h.random.IntN(9) {
	case 0, 1:
		a := conversation.Assignment{Assignee: ptr(one(h, "", h.Lin.ID, h.Chen.ID, h.Mo.ID))}
		if h.random.IntN(2) == 0 {
			a.Team = ptr(one(h, "", h.Care.ID, h.Tech.ID))
		}
		err = h.Inbox.Assign(h.Ctx, who, c, a)
	case 2:
		h.Replies(who, c, "您好")
	case 3:
		if state != conversation.Resolved {
			err = h.Inbox.Resolve(h.Ctx, who, c)
		}
	case 4:
		if state == conversation.Resolved || state == conversation.Snoozed {
			err = h.Inbox.Reopen(h.Ctx, who, c)
		}
	case 5:
		if state != conversation.Resolved {
			err = h.Inbox.Snooze(h.Ctx, who, c, h.Now().Add(time.Duration(1+h.random.IntN(20))*time.Second))
		}
	case 6:
		err = h.Inbox.Tag(h.Ctx, who, c, []string{one(h, "vip", "退款", "late")}, 0)
	case 7:
		h.Settle()
	case 8:
		if h.random.IntN(4) == 0 {
			err = h.Inbox.Delete(h.Ctx, h.Mo, c)
			h.ids = slices.DeleteFunc(h.ids, func(id fact.ConversationID) bool { return id == c })
		}
	}
	require.NoError(t, err)
}

// everything is all conversations, without the help of the list.
func (h *history) everything(t *testing.T) []conversation.Conversation {
	t.Helper()
	all, _, err := h.Inbox.List(h.Ctx, h.Ada, conversation.Query{IDs: h.ids})
	require.NoError(t, err)
	require.Len(t, all, len(h.ids))
	return all
}

// keeps asks one conversation what a query asks of the table.
func keeps(q conversation.Query, c conversation.Conversation) bool {
	assignee, team := fact.StaffID(""), fact.TeamID("")
	if c.Assignee != nil {
		assignee = fact.StaffID(c.Assignee.ID)
	}
	if c.Team != nil {
		team = fact.TeamID(c.Team.ID)
	}
	return has(q.States, c.State) && has(q.Assignees, assignee) && has(q.Teams, team) &&
		(q.Tag == "" || slices.Contains(c.Tags, strings.ToLower(q.Tag))) && (q.Contact == "" || q.Contact == c.Contact.ID) && (q.Channel == "" || q.Channel == c.Channel.ID)
}

func has[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// naive filters and sorts in memory.
func naive(all []conversation.Conversation, q conversation.Query) (ids []fact.ConversationID) {
	all = slices.DeleteFunc(slices.Clone(all), func(c conversation.Conversation) bool { return !keeps(q, c) })
	slices.SortFunc(all, func(a, b conversation.Conversation) int {
		x, y := a.LastMessageAt, b.LastMessageAt
		if q.Created {
			x, y = a.CreatedAt, b.CreatedAt
		}
		order := cmp.Or(x.Compare(y), cmp.Compare(a.ID, b.ID))
		if q.OldFirst {
			return order
		}
		return -order
	})
	for _, c := range all {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestPagesOfAnyListAreWhatSortingEverythingGives(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := begin(w, 11)
		h.happen(t, 260)
		all := h.everything(t)
		require.Greater(t, len(all), 20)
		rapid.Check(t, func(rt *rapid.T) {
			q := conversation.Query{
				States:    rapid.SliceOfN(rapid.SampledFrom([]conversation.State{conversation.Open, conversation.Waiting, conversation.Snoozed, conversation.Resolved}), 0, 3).Draw(rt, "states"),
				Assignees: rapid.SliceOfN(rapid.SampledFrom([]fact.StaffID{"", w.Lin.ID, w.Chen.ID, w.Mo.ID}), 0, 2).Draw(rt, "assignees"),
				Teams:     rapid.SliceOfN(rapid.SampledFrom([]fact.TeamID{"", w.Care.ID, w.Tech.ID}), 0, 2).Draw(rt, "teams"),
				Tag:       rapid.SampledFrom([]string{"", "", "", "VIP", "退款", "none"}).Draw(rt, "tag"),
				Channel:   rapid.SampledFrom([]fact.ChannelID{"", "", w.Chat.ID, w.Shop.ID}).Draw(rt, "channel"),
				Created:   rapid.Bool().Draw(rt, "created"), OldFirst: rapid.Bool().Draw(rt, "old first"),
				Limit: rapid.IntRange(1, 9).Draw(rt, "limit"),
			}
			if rapid.IntRange(0, 4).Draw(rt, "of one contact") == 0 {
				q.Contact = rapid.SampledFrom(all).Draw(rt, "contact").Contact.ID
			}
			want := naive(all, q)
			var got []fact.ConversationID
			for {
				page, next, err := w.Inbox.List(w.Ctx, w.Lin, q)
				require.NoError(rt, err)
				require.LessOrEqual(rt, len(page), q.Limit)
				for _, c := range page {
					got = append(got, c.ID)
				}
				if next == (conversation.Place{}) {
					break
				}
				q.After = next
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				rt.Fatalf("(-sorted +listed)\n%s", diff)
			}
		})
	})
}

func TestACountOpensAListOfThatLength(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := begin(w, 23)
		folded := false
		for round := range 8 {
			h.happen(t, 70)
			if round%2 == 1 {
				before := w.Count("conversation_tally")
				require.NoError(t, w.Inbox.FoldTally(w.Ctx))
				folded = folded || w.Count("conversation_tally") < before
			}
			all := h.everything(t)
			for _, who := range []access.Actor{w.Lin, w.Chen, w.Mo} {
				views, err := w.Inbox.Views(w.Ctx, who)
				require.NoError(t, err)
				require.Len(t, views, 7)
				for _, v := range views {
					q, known := conversation.ViewQuery(v.Key, who)
					require.True(t, known)
					require.EqualValues(t, len(naive(all, q)), v.Count, "%s of %s in round %d", v.Key, who.Name, round)
					require.Equal(t, longest(all, q), v.OldestWaitingSince, "%s of %s", v.Key, who.Name)
				}
			}
		}
		require.True(t, folded, "the tally was never long enough to be folded")
	})
}

// longest is since when the longest waiting customer of a query waits.
func longest(all []conversation.Conversation, q conversation.Query) (since *time.Time) {
	for _, c := range all {
		if keeps(q, c) && c.WaitingSince != nil && (since == nil || c.WaitingSince.Before(*since)) {
			since = c.WaitingSince
		}
	}
	return since
}

func TestWhoIsInNoTeamSeesNothingInTheTeamView(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		w.Says("王小明", "x")
		q, _ := conversation.ViewQuery("team", w.Mo)
		q.Limit = 5
		page, _, err := w.Inbox.List(w.Ctx, w.Mo, q)
		require.NoError(t, err)
		require.Empty(t, page)
		_, known := conversation.ViewQuery("nonsense", w.Mo)
		require.False(t, known)
	})
}
