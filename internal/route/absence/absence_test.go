package absence_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/desk"
	"anlan/internal/route/absence"
)

// house is a world in which the work of the absent is watched, as app/flow.go has it.
type house struct{ *world.World }

func each(t *testing.T, story func(t *testing.T, h house)) {
	world.Each(t, func(t *testing.T, w *world.World) {
		watch := absence.New(w.DB, w.Inbox)
		flow := []jobs.Reaction{
			jobs.Unless(watch.Idle, jobs.On("absence.arrived", watch.Arrived)),
			jobs.Unless(watch.IdleReopened, jobs.On("absence.reopened", watch.Reopened)),
			jobs.Unless(absence.NobodyWants[fact.MessageWithdrawn](watch), jobs.On("absence.withdrawn", watch.Withdrawn)),
			jobs.Unless(absence.NobodyWants[fact.ConversationJoined](watch), jobs.On("absence.joined", watch.Joined)),
			jobs.Unless(absence.NobodyWants[fact.ConversationParted](watch), jobs.On("absence.parted", watch.Parted)),
			jobs.Unless(absence.NobodyWants[fact.ConversationSplit](watch), jobs.On("absence.split", watch.Split)),
			jobs.Unless(watch.IdlePresence, jobs.On("absence.left", watch.Left)),
			jobs.Unless(watch.IdleAssigned, jobs.On("absence.assigned", watch.Assigned)),
			jobs.On("absence.changed", watch.Changed),
		}
		w.DB.Flow(jobs.Flow(flow))
		for _, r := range flow {
			w.Jobs.Register(r.Kind, r.Do)
		}
		w.Jobs.Register(absence.LookJob, jobs.Handle(watch.Look))
		w.Jobs.Register(absence.AgainJob, jobs.Handle(watch.Again))
		story(t, house{w})
	})
}

// wants sets after how many minutes a team takes work back; 0 is never.
func (h house) wants(of team.Team, minutes int) {
	h.T.Helper()
	a := team.Absence{Then: team.Return, Minutes: minutes}
	if minutes == 0 {
		a = team.Absence{Then: team.Stay, Minutes: 30}
	}
	_, err := h.Teams.Change(h.Ctx, h.Ada, of.ID, team.Change{Absence: &a})
	require.NoError(h.T, err)
	h.Settle()
}

func (h house) give(c fact.ConversationID, who access.Actor, of fact.TeamID) {
	h.T.Helper()
	require.NoError(h.T, h.Inbox.Assign(h.Ctx, h.Ada, c, conversation.Assignment{Assignee: &who.ID, Team: &of}))
	_, err := h.DB.Sequence(h.Ctx) // facts stand in their order
	require.NoError(h.T, err)
	h.Settle()
}

func (h house) comes(who access.Actor) {
	h.T.Helper()
	require.NoError(h.T, h.Presence.Seen(h.Ctx, who.ID))
	h.Settle()
}

// goes closes somebody's last screen; a minute later they are offline.
func (h house) goes(who access.Actor) {
	h.T.Helper()
	require.NoError(h.T, h.Presence.Left(h.Ctx, who.ID))
	h.Pass(time.Minute)
	h.Settle()
}

// has tells who has a conversation; "" = nobody.
func (h house) has(c fact.ConversationID) string {
	h.T.Helper()
	if it := h.Sees(c); it.Assignee != nil {
		return it.Assignee.Name
	}
	return ""
}

// returned are the conversations that went back since the news were asked for last.
func (h house) returned() (list []fact.ConversationAssigned) {
	h.T.Helper()
	for _, f := range h.News() {
		var a fact.ConversationAssigned
		if f.Name != a.Name() {
			continue
		}
		require.NoError(h.T, json.Unmarshal(f.Data, &a))
		if a.Because != "" {
			list = append(list, a)
		}
	}
	return list
}

func TestWhatWaitsWithSomebodyWhoWentHomeGoesBackToTheTeam(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 30)
		h.comes(h.Lin)
		h.comes(h.Chen)
		second := h.Says("b", "Is anybody there?").Conversation
		h.Pass(time.Minute)
		third := h.Says("c", "退款还没到账").Conversation
		first := h.Says("a", "I wrote before both").Conversation
		h.Meddle("UPDATE conversation SET waiting_since = waiting_since - 600000 WHERE id = ?", first)
		answered, elsewhere, teamless, chens := h.Says("d", "1").Conversation, h.Says("e", "2").Conversation, h.Says("f", "3").Conversation, h.Says("g", "4").Conversation
		for _, c := range []fact.ConversationID{third, first, second, answered} {
			h.give(c, h.Lin, h.Care.ID)
		}
		h.give(elsewhere, h.Lin, h.Tech.ID)
		h.give(teamless, h.Lin, "")
		h.give(chens, h.Chen, h.Care.ID)

		h.goes(h.Lin)
		gone := h.Now()
		h.Pass(29 * time.Minute)
		h.comes(h.Chen)
		h.Settle()
		require.Empty(t, h.returned(), "not yet")
		h.Replies(h.Chen, answered, "Here you are")
		since := h.Sees(second).WaitingSince

		h.Pass(time.Minute)
		h.comes(h.Chen)
		h.Settle()

		back := h.returned()
		require.Len(t, back, 3)
		for i, want := range []fact.ConversationID{first, second, third} {
			require.Equal(t, want, back[i].Conversation, "oldest first")
			require.Equal(t, fact.ConversationAssigned{
				Conversation: want, Team: h.Care.ID, WasTeam: h.Care.ID, Was: h.Lin.ID, Because: "absent", Since: &gone,
			}, back[i])
			require.Empty(t, h.has(want))
		}
		require.Equal(t, since, h.Sees(second).WaitingSince, "in the place of their waiting time")
		for _, c := range []fact.ConversationID{answered, elsewhere, teamless} {
			require.Equal(t, h.Lin.Name, h.has(c))
		}
		require.Equal(t, h.Chen.Name, h.has(chens))
	})
}

func TestWhoComesBackInTimeKeepsTheirWork(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 30)
		h.comes(h.Lin)
		c := h.Says("a", "Hello").Conversation
		h.give(c, h.Lin, h.Care.ID)
		h.goes(h.Lin)
		h.Pass(20 * time.Minute)
		h.comes(h.Lin) // and goes again: the time counts anew
		h.goes(h.Lin)
		h.Pass(29 * time.Minute)
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(c))
		h.Pass(time.Minute)
		h.Settle()
		require.Empty(t, h.has(c))
	})
}

func TestWhatIsOpenAgainDoesNotWaitForSomebodyLongGone(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 30)
		h.comes(h.Lin)
		resolved, snoozed, asked, left := h.Says("a", "1").Conversation, h.Says("b", "2").Conversation, h.Says("c", "3").Conversation, h.Says("d", "4").Conversation
		for _, c := range []fact.ConversationID{resolved, snoozed, asked, left} {
			h.give(c, h.Lin, h.Care.ID)
			h.Replies(h.Lin, c, "Done")
		}
		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Lin, resolved))
		require.NoError(t, h.Inbox.Snooze(h.Ctx, h.Lin, snoozed, h.Now().Add(90*time.Minute)))
		h.goes(h.Lin)
		h.Pass(10 * time.Minute)
		h.Says("d", "Thanks, but")
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(left), "they have been gone for a moment")
		h.Pass(50 * time.Minute)
		h.Settle()
		require.Empty(t, h.has(left))

		h.Says("a", "Not solved")
		h.Says("b", "Sooner, please")
		h.Says("c", "One more thing")
		h.Settle()

		for _, c := range []fact.ConversationID{resolved, snoozed, asked} {
			require.Empty(t, h.has(c))
		}
	})
}

// longGone lets Lin go home, for longer than her team waits.
func (h house) longGone() {
	h.T.Helper()
	h.goes(h.Lin)
	h.Pass(time.Hour)
	h.comes(h.Chen)
	h.Settle()
}

func TestWhatIsMergedOrTakenApartDoesNotWaitForSomebodyLongGone(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 30)
		h.comes(h.Lin)
		answered, chens := h.Says("a", "1").Conversation, h.Says("b", "2").Conversation
		h.give(answered, h.Lin, h.Care.ID)
		h.Replies(h.Lin, answered, "Done")
		h.give(chens, h.Chen, h.Tech.ID)
		lins := h.Says("c", "3").Conversation
		h.give(lins, h.Lin, h.Care.ID)
		_, err := h.Inbox.Merge(h.Ctx, h.Chen, lins, chens)
		require.NoError(t, err)
		h.longGone()
		require.Equal(t, h.Lin.Name, h.has(answered), "nothing waits in it")

		waits := h.Says("d", "And another thing").Conversation
		_, err = h.Inbox.Merge(h.Ctx, h.Chen, waits, answered)
		require.NoError(t, err)
		h.Settle()
		require.Empty(t, h.has(answered), "who waits came to whom nobody waits for")

		_, err = h.Inbox.Unmerge(h.Ctx, h.Chen, lins)
		require.NoError(t, err)
		h.Settle()
		require.Empty(t, h.has(lins), "it was hers before it was merged")
		require.Equal(t, h.Chen.Name, h.has(chens))
	})
}

func TestAQuestionSplitFromItsAnswerDoesNotWaitForSomebodyLongGone(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 30)
		h.comes(h.Lin)
		c := h.Says("a", "Where is my parcel?").Conversation
		question := h.Says("a", "And how do I pay?").Message
		h.give(c, h.Lin, h.Care.ID)
		h.Replies(h.Lin, c, "On its way")
		h.longGone()

		made, err := h.Inbox.Split(h.Ctx, h.Chen, c, []fact.MessageID{question}, "")
		require.NoError(t, err)
		h.Settle()
		require.Empty(t, h.has(made))
		require.Equal(t, h.Lin.Name, h.has(c), "that was answered")
	})
}

func TestWhatWasAnsweredAndTakenBackDoesNotWaitForSomebodyLongGone(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 30)
		h.comes(h.Lin)
		chen := h.Chen
		chen.Session = "s"
		require.NoError(t, h.Desk.ChooseSending(h.Ctx, chen, desk.Sending{ChatSeconds: new(20)}))
		restored, handed := h.Says("a", "1").Conversation, h.Says("b", "2").Conversation
		var replies []fact.MessageID
		for _, c := range []fact.ConversationID{restored, handed} {
			h.give(c, h.Lin, h.Care.ID)
		}
		h.goes(h.Lin)
		h.Pass(30*time.Minute - time.Second)
		for _, c := range []fact.ConversationID{restored, handed} {
			m, err := h.Desk.Say(h.Ctx, chen, c, desk.Words{Kind: conversation.Reply, Text: "One moment"})
			require.NoError(t, err)
			replies = append(replies, m.ID)
		}
		h.Pass(2 * time.Second)
		require.NoError(t, h.Inbox.Change(h.Ctx, chen, handed, conversation.Edit{State: new(conversation.Open)}))
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(restored), "Chen has answered")
		require.Equal(t, h.Lin.Name, h.has(handed), "nobody waits")

		for _, m := range replies {
			_, _, err := h.Desk.Withdraw(h.Ctx, chen, m)
			require.NoError(t, err)
		}
		h.Settle()
		require.Empty(t, h.has(restored))
		require.Empty(t, h.has(handed), "open before and after, and now somebody waits")
	})
}

func TestWhoDoesNotWorkHereAnyMoreIsNotWaitedFor(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.wants(h.Care, 600)
		h.comes(h.Lin)
		c, kept := h.Says("a", "1").Conversation, h.Says("b", "2").Conversation
		h.give(c, h.Lin, h.Care.ID)
		h.give(kept, h.Lin, h.Tech.ID) // whose team lets work stay
		h.Replies(h.Lin, c, "Done")
		h.Replies(h.Lin, kept, "Done")
		_, err := h.Office.Change(h.Ctx, h.Ada, h.Lin.ID, staff.Change{State: new(staff.Disabled)})
		require.NoError(t, err)
		h.Says("a", "And now?")
		h.Says("b", "And now?")
		h.Settle()
		require.Empty(t, h.has(c))
		require.Equal(t, h.Lin.Name, h.has(kept))
	})
}

func TestASettingHoldsForWhoeverIsAwayAlready(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.comes(h.Lin)
		c := h.Says("a", "1").Conversation
		h.give(c, h.Lin, h.Care.ID)
		h.goes(h.Lin)
		h.Pass(20 * time.Minute)
		h.wants(h.Care, 30)
		require.Equal(t, h.Lin.Name, h.has(c))
		h.Pass(10 * time.Minute)
		h.Settle()
		require.Empty(t, h.has(c))

		h.give(c, h.Lin, h.Care.ID) // somebody means it: they have half an hour from now
		require.Equal(t, h.Lin.Name, h.has(c))
		h.Pass(30 * time.Minute)
		h.Settle()
		require.Empty(t, h.has(c))
	})
}

func TestWhatIsGivenToSomebodyAwayHasItsFullTimeWhateverRingsBefore(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.comes(h.Lin)
		h.wants(h.Care, 30)
		h.goes(h.Lin)
		first, second := h.Says("a", "1").Conversation, h.Says("b", "2").Conversation
		h.Pass(time.Hour)
		h.give(first, h.Lin, h.Care.ID)
		h.Pass(20 * time.Minute)
		h.give(second, h.Lin, h.Care.ID)
		h.Pass(10 * time.Minute) // the first one's time is over
		h.Settle()
		require.Empty(t, h.has(first))
		require.Equal(t, h.Lin.Name, h.has(second))

		h.wants(h.Care, 25) // and another wish is applied to what is here already
		h.Pass(14 * time.Minute)
		h.Settle()
		require.Equal(t, h.Lin.Name, h.has(second))
		h.Pass(time.Minute)
		h.Settle()
		require.Empty(t, h.has(second))
	})
}

// TestNobodyIsSkippedAndNothingIsTaken lets a day go by at random: at no moment
// does anything wait longer than its team says with somebody who is not there,
// and nothing goes back that does not wait, or that waits with somebody there.
func TestNobodyIsSkippedAndNothingIsTaken(t *testing.T) {
	for seed := range uint64(3) {
		each(t, func(t *testing.T, h house) { h.randomDay(rand.New(rand.NewPCG(seed, 34)), fmt.Sprint("seed ", seed)) })
	}
}

func (h house) randomDay(dice *rand.Rand, about string) {
	people := []access.Actor{h.Lin, h.Chen, h.Mo}
	teams := []team.Team{h.Care, h.Tech}
	limits := map[fact.TeamID]int{}
	given, all := map[fact.ConversationID]time.Time{}, []fact.ConversationID{}
	for step := range 60 {
		who, of := people[dice.IntN(3)], teams[dice.IntN(2)]
		var c fact.ConversationID
		if len(all) > 0 {
			c = all[dice.IntN(len(all))]
		}
		switch do := dice.IntN(10); {
		case step < 2:
			limits[teams[step].ID] = 10 * (1 + step)
			h.wants(teams[step], limits[teams[step].ID])
		case do < 2 || c == "":
			c = h.Says(fmt.Sprint(about, dice.IntN(8)), "Hello").Conversation
			if _, known := given[c]; !known {
				given[c], all = h.Now(), append(all, c)
			}
		case do < 4:
			h.give(c, who, of.ID)
			given[c] = h.Now()
		case do == 4:
			h.Replies(who, c, "Yes")
		case do == 5:
			_ = h.Inbox.Resolve(h.Ctx, who, c) // or it is already
		case do == 6:
			_ = h.Inbox.Snooze(h.Ctx, who, c, h.Now().Add(time.Duration(1+dice.IntN(30))*time.Minute))
		case do == 7:
			h.comes(who)
		case do == 8:
			limits[of.ID] = []int{0, 5, 20}[dice.IntN(3)]
			h.wants(of, limits[of.ID])
		default:
			h.goes(who)
		}
		before := map[fact.ConversationID]conversation.Conversation{}
		h.returned()
		h.Pass(time.Duration(dice.IntN(8)) * time.Minute)
		for _, c := range all {
			before[c] = h.Sees(c)
		}
		h.Settle()
		h.judge(all, given, limits, before, fmt.Sprint(about, " step ", step))
	}
}

func (h house) judge(all []fact.ConversationID, given map[fact.ConversationID]time.Time, limits map[fact.TeamID]int, before map[fact.ConversationID]conversation.Conversation, about string) {
	there, err := h.Presence.Of(h.Ctx, []fact.StaffID{h.Lin.ID, h.Chen.ID, h.Mo.ID})
	require.NoError(h.T, err)
	back := map[fact.ConversationID]bool{}
	for _, a := range h.returned() {
		back[a.Conversation] = true
		was := before[a.Conversation]
		require.Equal(h.T, presence.Offline, there[a.Was].State, about)
		require.GreaterOrEqual(h.T, h.Now().Sub(there[a.Was].Since), time.Duration(limits[a.Team])*time.Minute, about)
		require.Equal(h.T, was.Assignee.ID, string(a.Was), about)
		require.NotEqual(h.T, conversation.Resolved, was.State, about)
		require.NotEqual(h.T, conversation.Waiting, was.State, about)
		require.Equal(h.T, was.WaitingSince, h.Sees(a.Conversation).WaitingSince, about)
	}
	for _, c := range all {
		it := h.Sees(c)
		if !back[c] {
			require.Equal(h.T, before[c].Assignee, it.Assignee, about)
		}
		if it.State != conversation.Open || it.WaitingSince == nil || it.Assignee == nil || it.Team == nil || limits[fact.TeamID(it.Team.ID)] == 0 {
			continue
		}
		p, limit := there[fact.StaffID(it.Assignee.ID)], time.Duration(limits[fact.TeamID(it.Team.ID)])*time.Minute
		late := p.State == presence.Offline && h.Now().Sub(p.Since) >= limit && h.Now().Sub(given[c]) >= limit
		require.False(h.T, late, "%s: #%d waits with somebody who has been gone since %s", about, it.Number, p.Since)
	}
}
