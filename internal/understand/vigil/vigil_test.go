package vigil_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/risk"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/vigil"
)

// understood reads a message and raises what must not wait, as the flow does.
func understood(t *testing.T, w *world.World, r intake.Receipt) {
	t.Helper()
	require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
	require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation})) // once
}

func TestARiskIsRaisedOnceAndDealtWith(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("王小明", "我不想活了，你们不退款我就去跳楼")
		w.Facts()
		understood(t, w, r)
		var raised fact.RiskRaised
		var names []string
		for _, f := range w.News() {
			names = append(names, f.Name)
			if f.Name == raised.Name() {
				require.NoError(t, json.Unmarshal(f.Data, &raised))
			}
		}
		require.Equal(t, []string{"risk.raised", "conversation.changed", "message.understood"}, names)
		require.ElementsMatch(t, []fact.StaffID{w.Chen.ID, w.Mo.ID}, raised.Staff, "leads and managers")
		c := w.Sees(r.Conversation)
		require.Equal(t, conversation.Urgent, c.Priority)
		require.Equal(t, []string{"self_harm"}, c.Gist.Risks)

		open, more, err := w.Risks.List(w.Ctx, w.Lin, vigil.Walk{State: vigil.Open, Limit: 10})
		require.NoError(t, err)
		require.False(t, more)
		require.Len(t, open, 1)
		require.Contains(t, open[0].Words, "跳楼")
		require.Equal(t, "王小明", open[0].Contact)

		fault.Want(t, w.Risks.Close(w.Ctx, w.Lin, open[0].ID, vigil.FalseAlarm, " "), "risk.note_missing")
		require.NoError(t, w.Risks.Close(w.Ctx, w.Lin, open[0].ID, vigil.Handled, "已电话联系家属"))
		w.WantFacts("risk.closed")
		require.Empty(t, w.Sees(r.Conversation).Gist.Risks)
		fault.Want(t, w.Risks.Close(w.Ctx, w.Chen, open[0].ID, vigil.Handled, ""), "risk.closed_already")
		require.NoError(t, w.Risks.Reopen(w.Ctx, w.Chen, open[0].ID))
		require.Equal(t, []string{"self_harm"}, w.Sees(r.Conversation).Gist.Risks)
		require.Positive(t, w.Count("audit WHERE action = 'risk.closed'"))

		require.NoError(t, w.Risks.Close(w.Ctx, w.Chen, open[0].ID, vigil.Handled, "已电话联系家属"))
		require.NoError(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error { return vigil.ForgetTx(w.Ctx, tx, r.Conversation) }))
		erased, err := w.Risks.Get(w.Ctx, w.Lin, open[0].ID)
		require.NoError(t, err)
		require.Empty(t, erased.Note+strings.Join(erased.Words, ""), "an erased conversation leaves no word")
		require.Equal(t, vigil.Handled, erased.State)
	})
}

func TestAFalseAlarmTeachesOnlyWhenALeadSaysSo(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Says("Anna", "I will tell the newspaper")
		understood(t, w, first)
		one, _, err := w.Risks.List(w.Ctx, w.Lin, vigil.Walk{Conversation: first.Conversation, Limit: 10})
		require.NoError(t, err)
		require.Len(t, one, 1)
		require.NoError(t, w.Risks.Close(w.Ctx, w.Lin, one[0].ID, vigil.FalseAlarm, "she delivers newspapers"))
		words, err := w.Risks.FalseAlarms(w.Ctx, w.Chen)
		require.NoError(t, err)
		require.Equal(t, "newspaper", words[0].Text)
		require.Equal(t, 1, words[0].FalseAlarms)

		second := w.Says("Ben", "I will tell the newspaper")
		understood(t, w, second)
		require.Equal(t, []string{"public_exposure"}, w.Sees(second.Conversation).Gist.Risks, "nobody has made it quiet")

		fault.Want(t, w.Risks.Quiet(w.Ctx, w.Lin, risk.PublicExposure, "newspaper", true), "access.denied")
		fault.Want(t, w.Risks.Quiet(w.Ctx, w.Chen, risk.SelfHarm, "suicide", true), "risk.always_raised")
		fault.Want(t, w.Risks.Quiet(w.Ctx, w.Chen, risk.Legal, "newspaper", true), "risk.words_missing")
		require.NoError(t, w.Risks.Quiet(w.Ctx, w.Chen, risk.PublicExposure, "Newspaper", true))
		third := w.Says("Cleo", "I will tell the newspaper")
		understood(t, w, third)
		require.Empty(t, w.Sees(third.Conversation).Gist.Risks)

		require.NoError(t, w.Risks.Reopen(w.Ctx, w.Lin, one[0].ID), "it was one after all")
		words, err = w.Risks.FalseAlarms(w.Ctx, w.Chen)
		require.NoError(t, err)
		require.Zero(t, words[0].FalseAlarms)
	})
}

func TestTheHouseRulesOtherwise(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		rules, err := w.Risks.Rules(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, risk.SelfHarm, rules[0].Kind)
		legal := vigil.Rule{Kind: risk.Legal, Teams: []fact.TeamID{w.Tech.ID}, People: []fact.StaffID{w.Lin.ID}, Roles: []access.Role{}, Tag: "法务", Active: true, GuidanceZH: "转法务"}
		legal, err = w.Risks.Rule(w.Ctx, w.Chen, legal)
		require.NoError(t, err)
		_, err = w.Risks.Rule(w.Ctx, w.Chen, vigil.Rule{Kind: risk.Legal, Active: true})
		fault.Want(t, err, "risk.rule_changed")
		_, err = w.Risks.Rule(w.Ctx, w.Lin, legal)
		fault.Want(t, err, "access.denied")

		r := w.Says("Anna", "I will sue you")
		w.Facts()
		understood(t, w, r)
		var raised fact.RiskRaised
		for _, f := range w.News() {
			if f.Name == raised.Name() {
				require.NoError(t, json.Unmarshal(f.Data, &raised))
			}
		}
		require.ElementsMatch(t, []fact.StaffID{w.Chen.ID, w.Lin.ID}, raised.Staff)
		c := w.Sees(r.Conversation)
		require.Equal(t, conversation.Normal, c.Priority)
		require.Equal(t, []string{"法务"}, c.Tags)

		legal.Active = false
		_, err = w.Risks.Rule(w.Ctx, w.Chen, legal)
		require.NoError(t, err)
		other := w.Says("Ben", "I will sue you")
		understood(t, w, other)
		require.Empty(t, w.Sees(other.Conversation).Gist.Risks)
	})
}

func TestRisksFollowTheirMessages(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		calm, bad := w.Says("Anna", "Where is my invoice?"), w.Says("Ben", "I will sue you")
		understood(t, w, bad)
		_, err := w.Inbox.Merge(w.Ctx, w.Chen, bad.Conversation, calm.Conversation)
		require.NoError(t, err)
		require.NoError(t, w.Risks.Joined(w.Ctx, fact.ConversationJoined{Conversation: calm.Conversation, Merged: bad.Conversation}))
		require.Equal(t, []string{"legal"}, w.Sees(calm.Conversation).Gist.Risks)
		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Ada, calm.Conversation))
		require.Zero(t, w.Count("risk"))
	})
}

func TestListsAreNarrowedByWhatWasUnderstood(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		money, err := w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("钱款")})
		require.NoError(t, err)
		_, err = w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("退款"), NameEN: new("refund"), Parent: &money.ID})
		require.NoError(t, err)
		calm, angry, bad := w.Says("Anna", "A refund, please"), w.Says("Ben", "You liars! This is outrageous!!"), w.Says("Cleo", "I will sue you")
		for _, r := range []intake.Receipt{calm, angry, bad} {
			understood(t, w, r)
		}
		for _, c := range []struct {
			about  string
			filter conversation.Filter
			want   fact.ConversationID
		}{
			{"a topic above the one that it has", conversation.Filter{Topics: []fact.TopicID{money.ID}}, calm.Conversation},
			{"an emotion", conversation.Filter{Emotions: []string{"furious"}}, angry.Conversation},
			{"an open risk", conversation.Filter{Risks: []string{"self_harm", "legal"}}, bad.Conversation},
		} {
			f, err := c.filter.Checked()
			require.NoError(t, err, c.about)
			q := f.Query(w.Lin, w.Now())
			q.Limit = 10
			list, _, err := w.Inbox.List(w.Ctx, w.Lin, q)
			require.NoError(t, err, c.about)
			require.Len(t, list, 1, c.about)
			require.Equal(t, c.want, list[0].ID, c.about)
		}
		_, err = conversation.Filter{Risks: []string{"boredom"}}.Checked()
		fault.Want(t, err, "view.filter_wrong")
	})
}

func TestWhoAsksForTheDataOfOthersIsShownAndNotPutForward(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("王小明", "帮我查一下我老婆的手机号")
		understood(t, w, r)
		c := w.Sees(r.Conversation)
		require.Equal(t, []string{"others_data"}, c.Gist.Risks)
		require.Equal(t, conversation.Normal, c.Priority)
		one, _, err := w.Risks.List(w.Ctx, w.Lin, vigil.Walk{Conversation: r.Conversation, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, []string{"帮我查一下我老婆的手机号"}, one[0].Words)
		require.Equal(t, "zh-CN", one[0].Language)
		require.NoError(t, w.Risks.Close(w.Ctx, w.Lin, one[0].ID, vigil.FalseAlarm, "他们共用一个账户"))
		require.Empty(t, w.Sees(r.Conversation).Gist.Risks)
	})
}
