package company_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/company"
	"anlan/internal/resolve/desk"
)

// chat is one that Lin has.
func chat(w *world.World) fact.ConversationID {
	c := w.Says("王小明", "退款要多久？").Conversation
	gives(w, c, w.Lin.ID, w.Care.ID)
	return c
}

func gives(w *world.World, c fact.ConversationID, who fact.StaffID, team fact.TeamID) {
	w.T.Helper()
	require.NoError(w.T, w.Inbox.Assign(w.Ctx, w.Ada, c, conversation.Assignment{Assignee: &who, Team: &team}))
}

func comes(w *world.World, people ...access.Actor) {
	w.T.Helper()
	for _, p := range people {
		is(w, p, presence.Online)
	}
}

func is(w *world.World, who access.Actor, state presence.State) {
	w.T.Helper()
	_, err := w.Presence.Choose(w.Ctx, who, presence.Choice{State: state})
	require.NoError(w.T, err)
}

func because(h *company.Help) map[string]string {
	out := map[string]string{}
	for _, each := range h.Asked {
		out[each.Name] = each.Because
	}
	return out
}

func TestWhoeverAsksForHelpReachesTheLeadsOfTheTeam(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := chat(w)
		comes(w, w.Lin, w.Chen, w.Mo)
		w.Facts()

		got, err := w.Company.Ask(w.Ctx, w.Lin, c, "  退款超过我的权限 ", "")
		require.NoError(t, err)
		require.Equal(t, "退款超过我的权限", got.Help.Reason)
		require.Equal(t, map[string]string{"陈默 Chen": company.LeadsTeam}, because(got.Help))
		w.WantFacts("help.asked")
		require.True(t, got.Can.Withdraw)
		require.False(t, got.Can.Ask)

		_, err = w.Company.Ask(w.Ctx, w.Chen, c, "another", "")
		fault.Want(t, err, "help.asked_already")
		w.WantFacts()
	})
}

func TestWhereNoLeadOfTheTeamIsThereThoseOfTheHouseAreAsked(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := chat(w)
		comes(w, w.Lin, w.Mo)
		got, err := w.Company.Ask(w.Ctx, w.Lin, c, "x", "")
		require.NoError(t, err)
		require.Equal(t, map[string]string{"陈默 Chen": company.LeadsTeam, "莫莉 Mo": company.LeadsHouse}, because(got.Help))
	})
}

func TestWhoHasTheSkillAndIsAvailableIsAskedToo(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		refunds, err := w.Skills.Add(w.Ctx, w.Chen, "退款")
		require.NoError(t, err)
		able, away, busy := w.Hire("能", access.Agent), w.Hire("走", access.Agent), w.Hire("忙", access.Agent)
		for _, p := range []access.Actor{able, away, busy} {
			require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
				return w.Skills.PlaceTx(w.Ctx, tx, p.ID, []skill.Has{{ID: refunds.ID, Level: 2}})
			}))
		}
		comes(w, w.Lin, w.Chen, able, busy)
		is(w, busy, presence.Busy)
		c := chat(w)

		_, err = w.Company.Ask(w.Ctx, w.Lin, c, "x", "no such")
		fault.Want(t, err, "help.skill_unknown")
		got, err := w.Company.Ask(w.Ctx, w.Lin, c, "x", refunds.ID)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"陈默 Chen": company.LeadsTeam, "能": company.HasSkill}, because(got.Help))

		_, err = w.Company.Take(w.Ctx, away, got.Help.ID)
		fault.Want(t, err, "help.not_asked")
		taken, err := w.Company.Take(w.Ctx, able, got.Help.ID)
		require.NoError(t, err)
		require.Equal(t, "能", taken.TakenBy.Name)
	})
}

func TestWhoTakesItJoinsAndItEndsAsAnswered(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := chat(w)
		comes(w, w.Lin, w.Chen)
		asked, err := w.Company.Ask(w.Ctx, w.Lin, c, "x", "")
		require.NoError(t, err)
		_, err = w.Company.Take(w.Ctx, w.Lin, asked.Help.ID)
		fault.Want(t, err, "help.own")
		w.Pass(90 * time.Second)
		w.Facts()

		_, err = w.Company.Take(w.Ctx, w.Chen, asked.Help.ID)
		require.NoError(t, err)
		w.WantFacts("help.taken", "companion.joined")
		_, err = w.Company.Take(w.Ctx, w.Mo, asked.Help.ID)
		fault.Want(t, err, "help.taken_already")

		m := w.Replies(w.Chen, c, "您好，我来看看。")
		require.Equal(t, "陈默 Chen", m.Author.Name)
		require.Equal(t, string(w.Lin.ID), w.Sees(c).Assignee.ID, "a companion takes nothing")
		w.Facts()

		_, err = w.Company.End(w.Ctx, w.Mo, asked.Help.ID, company.Answered)
		fault.Want(t, err, "help.not_yours")
		_, err = w.Company.End(w.Ctx, w.Chen, asked.Help.ID, company.Withdrawn)
		fault.Want(t, err, "help.not_yours")
		done, err := w.Company.End(w.Ctx, w.Chen, asked.Help.ID, company.Answered)
		require.NoError(t, err)
		require.Equal(t, 90*time.Second, done.TakenAt.Sub(done.At))
		w.WantFacts("help.ended")
		_, err = w.Company.End(w.Ctx, w.Lin, asked.Help.ID, company.Withdrawn)
		fault.Want(t, err, "help.over")
		w.WantFacts()

		of, err := w.Company.Of(w.Ctx, w.Lin, c)
		require.NoError(t, err)
		require.Nil(t, of.Help)
		require.Len(t, of.Companions, 1, "who helped leaves by themselves")
		require.True(t, of.Can.Ask, "and one may ask again")
	})
}

func TestALeadJoinsAndLeavesAndBothAreAudited(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := chat(w)
		_, err := w.Company.Join(w.Ctx, w.Lin, c)
		fault.Want(t, err, "company.only_leads")
		w.Facts()
		got, err := w.Company.Join(w.Ctx, w.Chen, c)
		require.NoError(t, err)
		require.Equal(t, company.AsLead, got.Companions[0].Because)
		w.WantFacts("companion.joined")
		_, err = w.Company.Join(w.Ctx, w.Chen, c)
		require.NoError(t, err, "who is there is there")
		w.WantFacts()
		_, err = w.Company.Leave(w.Ctx, w.Chen, c)
		require.NoError(t, err)
		w.WantFacts("companion.left")

		rows, err := audit.List(t.Context(), w.DB, w.Ada, audit.Query{Action: "companion.", Limit: 10})
		require.NoError(t, err)
		require.Len(t, rows, 2)
		require.Equal(t, w.Chen.ID, rows[0].Staff)
		require.Equal(t, string(c), rows[0].ObjectID)

		gives(w, c, w.Chen.ID, w.Care.ID)
		_, err = w.Company.Join(w.Ctx, w.Chen, c)
		fault.Want(t, err, "company.own")
		gives(w, c, "", w.Care.ID)
		_, err = w.Company.Join(w.Ctx, w.Chen, c)
		fault.Want(t, err, "company.nobody_has_it")
	})
}

func TestAWhisperReachesWhoeverChatsAndNoCustomer(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := chat(w)
		_, err := w.Company.Whisper(w.Ctx, w.Lin, c, "me")
		fault.Want(t, err, "company.own")
		stranger := w.Hire("别人", access.Agent)
		_, err = w.Company.Whisper(w.Ctx, stranger, c, "psst")
		fault.Want(t, err, "company.only_companions")
		w.Facts()

		_, err = w.Desk.SaveDraft(w.Ctx, w.Chen, c, desk.Draft{Kind: conversation.Reply, Text: "half a reply"})
		require.NoError(t, err)
		w.Facts()
		m, err := w.Company.Whisper(w.Ctx, w.Chen, c, "先道歉，再问订单号")
		require.NoError(t, err)
		require.Equal(t, conversation.Note, m.Kind)
		require.Equal(t, &conversation.Ref{ID: string(w.Lin.ID), Name: w.Lin.Name}, m.WhisperTo)
		w.WantFacts("message.noted", "message.whispered")
		kept, err := w.Desk.Draft(w.Ctx, w.Chen, c)
		require.NoError(t, err)
		require.Equal(t, "half a reply", kept.Text, "a whisper leaves what one was writing")

		shown, _, err := w.Inbox.ForContact(w.Ctx, c, conversation.Walk{Limit: 100})
		require.NoError(t, err)
		for _, each := range shown {
			require.NotContains(t, each.Text, "道歉")
		}
		require.Equal(t, conversation.Open, w.Sees(c).State, "it is no answer")

		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, c))
		_, err = w.Company.Whisper(w.Ctx, w.Chen, c, "late")
		fault.Want(t, err, "company.no_chat")
		order := w.Orders("1", "c1", "mail-like").Conversation
		gives(w, order, w.Lin.ID, w.Care.ID)
		_, err = w.Company.Whisper(w.Ctx, w.Chen, order, "not a chat")
		fault.Want(t, err, "company.no_chat")
	})
}

func TestWhatIsOverEndsByItself(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		taken, open, own := chat(w), w.Says("李", "在吗").Conversation, w.Says("赵", "在吗").Conversation
		gives(w, open, w.Lin.ID, w.Care.ID)
		gives(w, own, w.Lin.ID, w.Care.ID)
		one, err := w.Company.Ask(w.Ctx, w.Lin, taken, "x", "")
		require.NoError(t, err)
		_, err = w.Company.Take(w.Ctx, w.Chen, one.Help.ID)
		require.NoError(t, err)
		two, err := w.Company.Ask(w.Ctx, w.Lin, open, "x", "")
		require.NoError(t, err)
		_, err = w.Company.Join(w.Ctx, w.Chen, own)
		require.NoError(t, err)
		require.NoError(t, w.Company.Look(w.Ctx))
		running, _, err := w.Company.List(w.Ctx, w.Chen, company.Walk{Running: true, Limit: 10})
		require.NoError(t, err)
		require.Len(t, running, 2, "what goes on is left alone")

		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, taken))
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, open))
		gives(w, own, w.Chen.ID, w.Care.ID)
		running, _, err = w.Company.List(w.Ctx, w.Chen, company.Walk{Running: true, Limit: 10})
		require.NoError(t, err)
		require.Empty(t, running, "nobody is called into what is over, even before it is ended")
		w.Facts()
		require.NoError(t, w.Company.Look(w.Ctx))
		w.WantFacts("help.ended", "help.ended", "companion.left", "companion.left")
		first, err := w.Company.Get(w.Ctx, w.Lin, one.Help.ID)
		require.NoError(t, err)
		second, err := w.Company.Get(w.Ctx, w.Lin, two.Help.ID)
		require.NoError(t, err)
		require.Equal(t, []company.State{company.Answered, company.Withdrawn}, []company.State{first.State, second.State})
		require.NoError(t, w.Company.Look(w.Ctx))
		w.WantFacts()
	})
}

func TestOthersSeeOnlyTheHelpThatConcernsThem(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := chat(w)
		_, err := w.Company.Ask(w.Ctx, w.Lin, c, "x", "")
		require.NoError(t, err)
		stranger := w.Hire("别人", access.Agent)
		for who, n := range map[string]int{"lin": 1, "chen": 1, "stranger": 0} {
			actor := map[string]access.Actor{"lin": w.Lin, "chen": w.Chen, "stranger": stranger}[who]
			list, _, err := w.Company.List(w.Ctx, actor, company.Walk{Limit: 10})
			require.NoError(t, err)
			require.Len(t, list, n, who)
		}
	})
}
