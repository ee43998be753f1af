package wording_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/audit"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
)

func canned(scope wording.Scope, title, zh, en string) wording.CannedReply {
	texts := map[string]wording.Text{}
	if zh != "" {
		texts["zh-CN"] = wording.Text{Text: zh}
	}
	if en != "" {
		texts["en"] = wording.Text{Text: en}
	}
	return wording.CannedReply{Owned: wording.Owned{Scope: scope}, Title: title, Texts: texts}
}

func TestACannedReplyIsWrittenUsedAndRemoved(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "想退款").Conversation
		w.Facts()
		want := canned(wording.Everybody, "退款", "{{contact.first_name|您}}，您好，#{{conversation.number}} 已受理。{{agent.name}}", "Hello {{contact.name}}")
		want.Shortcut = "refund"
		_, err := w.Wording.AddCannedReply(w.Ctx, w.Lin, want)
		fault.Want(t, err, "access.denied")
		shared, err := w.Wording.AddCannedReply(w.Ctx, w.Chen, want)
		require.NoError(t, err)
		w.WantFacts("canned_reply.changed")
		rows, err := audit.List(w.Ctx, w.DB, w.Ada, audit.Query{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, "canned_reply.added", rows[0].Action)
		_, err = w.Wording.AddCannedReply(w.Ctx, w.Chen, want)
		fault.Want(t, err, "canned_reply.shortcut_taken")

		out, err := w.Wording.Render(w.Ctx, w.Lin, c, shared.ID)
		require.NoError(t, err)
		require.Equal(t, "zh-CN", out.Locale, "in the customer's language")
		require.Equal(t, "小明，您好，#1 已受理。林岚 Lin", out.Text)
		require.Empty(t, out.Missing)
		used, err := w.Wording.CannedReply(w.Ctx, w.Lin, shared.ID)
		require.NoError(t, err)
		require.Equal(t, 1, used.UsedCount)
		require.False(t, used.Can.Change)

		used.Texts["zh-CN"] = wording.Text{HTML: "<p>给 {{contact.email}}</p><script>1</script>"}
		_, err = w.Wording.ChangeCannedReply(w.Ctx, w.Lin, used)
		fault.Want(t, err, "access.denied")
		changed, err := w.Wording.ChangeCannedReply(w.Ctx, w.Chen, used)
		require.NoError(t, err)
		require.Equal(t, "<p>给 {{contact.email}}</p>", changed.Texts["zh-CN"].HTML)
		require.Equal(t, 2, changed.Version)
		_, err = w.Wording.ChangeCannedReply(w.Ctx, w.Chen, used)
		fault.Want(t, err, "canned_reply.changed_meanwhile")
		out, err = w.Wording.Render(w.Ctx, w.Lin, c, shared.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"contact.email"}, out.Missing)
		require.Contains(t, out.HTML, "{{contact.email}}")

		fault.Want(t, w.Wording.RemoveCannedReply(w.Ctx, w.Lin, shared.ID), "access.denied")
		require.NoError(t, w.Wording.RemoveCannedReply(w.Ctx, w.Chen, shared.ID))
		_, err = w.Wording.Render(w.Ctx, w.Lin, c, shared.ID)
		fault.Want(t, err, "canned_reply.missing")
	})
}

func TestEverybodySeesTheirOwnTheirTeamsAndTheHouses(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		own, err := w.Wording.AddCannedReply(w.Ctx, w.Lin, canned(wording.Personal, "我的", "x", ""))
		require.NoError(t, err)
		require.True(t, own.Can.Change)
		tech := canned(wording.Team, "技术", "x", "")
		tech.Team = w.Tech.ID
		_, err = w.Wording.AddCannedReply(w.Ctx, w.Chen, tech)
		require.NoError(t, err)
		tech.Team = "gone"
		_, err = w.Wording.AddCannedReply(w.Ctx, w.Chen, tech)
		fault.Want(t, err, "assignment.unknown_team")
		_, err = w.Wording.AddCannedReply(w.Ctx, w.Chen, canned(wording.Everybody, "大家", "x", ""))
		require.NoError(t, err)
		titles := func(list []wording.CannedReply, err error) (out []string) {
			require.NoError(t, err)
			for _, c := range list {
				out = append(out, c.Title)
			}
			return out
		}
		require.ElementsMatch(t, []string{"我的", "大家"}, titles(w.Wording.CannedReplies(w.Ctx, w.Lin, "", 0)))
		require.ElementsMatch(t, []string{"技术", "大家"}, titles(w.Wording.CannedReplies(w.Ctx, w.Chen, "", 0)))
		require.Equal(t, []string{"大家"}, titles(w.Wording.CannedReplies(w.Ctx, w.Lin, "大", 5)))
		_, err = w.Wording.CannedReply(w.Ctx, w.Chen, own.ID)
		fault.Want(t, err, "canned_reply.missing")
	})
}

func TestAMacroIsDoneAsAWholeOrNotAtAll(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := w.Says("王小明", "想退款").Conversation
		m, err := w.Wording.AddMacro(w.Ctx, w.Chen, wording.Macro{Owned: wording.Owned{Scope: wording.Everybody}, Name: "退款收尾", Steps: []wording.Step{
			{Kind: wording.Assign, Assignee: "me"}, {Kind: wording.ToTeam, Team: string(w.Care.ID)}, {Kind: wording.Tag, Add: []string{"退款"}},
			{Kind: wording.Priority, Priority: conversation.High}, {Kind: wording.Note, Text: "由 {{agent.name}} 处理"},
			{Kind: wording.Reply, Text: "{{contact.name}}，已为您办理"}, {Kind: wording.Resolve},
		}})
		require.NoError(t, err)
		plan, err := w.Wording.Preview(w.Ctx, w.Lin, c, m.ID)
		require.NoError(t, err)
		require.Len(t, plan, 7)
		require.Equal(t, "王小明，已为您办理", plan[5].Text)
		w.Facts()
		lin := w.Lin
		lin.Session = "s"
		wait := 10
		require.NoError(t, w.Desk.ChooseSending(w.Ctx, lin, desk.Sending{ChatSeconds: &wait}))

		reply, err := w.Wording.Apply(w.Ctx, lin, c, m.ID)
		require.NoError(t, err)
		w.WantFacts("conversation.assigned", "conversation.assigned", "conversation.tagged", "conversation.changed", "message.noted",
			"message.held", "conversation.waiting", "conversation.resolved", "macro.applied")
		card := w.Sees(c)
		require.Equal(t, conversation.Resolved, card.State)
		require.Equal(t, string(w.Lin.ID), card.Assignee.ID)
		require.Equal(t, []string{"退款"}, card.Tags)
		_, draft, err := w.Desk.Withdraw(w.Ctx, w.Lin, reply)
		require.NoError(t, err)
		require.Equal(t, "王小明，已为您办理", draft.Text)
		require.Equal(t, conversation.Open, w.Sees(c).State, "taking the reply back reopens what it resolved")
		again, err := w.Wording.Preview(w.Ctx, w.Lin, c, m.ID)
		require.NoError(t, err)
		require.Equal(t, "already_so", again[0].Because)

		// Nothing is known of the customer's address: not even the first step is done.
		broken, err := w.Wording.AddMacro(w.Ctx, w.Lin, wording.Macro{Owned: wording.Owned{Scope: wording.Personal}, Name: "x", Steps: []wording.Step{
			{Kind: wording.Priority, Priority: conversation.Urgent}, {Kind: wording.Reply, Text: "{{contact.email}}"},
		}})
		require.NoError(t, err)
		before := w.Sees(c)
		w.Facts()
		_, err = w.Wording.Apply(w.Ctx, w.Lin, c, broken.ID)
		fault.Want(t, err, "macro.cannot_fill")
		w.WantFacts()
		require.Equal(t, before, w.Sees(c))
		_, err = w.Wording.Apply(w.Ctx, w.Chen, c, broken.ID)
		fault.Want(t, err, "macro.missing")
		_, err = w.Wording.Apply(w.Ctx, w.Lin, "gone", broken.ID)
		fault.Want(t, err, "conversation.missing")
	})
}

func TestAMacroIsKeptAsOtherThingsAre(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		steps := []wording.Step{{Kind: wording.Snooze, Minutes: 60}}
		_, err := w.Wording.AddMacro(w.Ctx, w.Lin, wording.Macro{Owned: wording.Owned{Scope: wording.Everybody}, Name: "x", Steps: steps})
		fault.Want(t, err, "access.denied")
		_, err = w.Wording.AddMacro(w.Ctx, w.Lin, wording.Macro{Owned: wording.Owned{Scope: wording.Personal}, Name: "x", Steps: []wording.Step{{Kind: wording.Assign, Assignee: "nobody"}}})
		fault.Want(t, err, "assignment.unknown_staff")
		m, err := w.Wording.AddMacro(w.Ctx, w.Lin, wording.Macro{Owned: wording.Owned{Scope: wording.Personal}, Name: "一小时后", Steps: steps})
		require.NoError(t, err)
		m.Name = "稍后"
		changed, err := w.Wording.ChangeMacro(w.Ctx, w.Lin, m)
		require.NoError(t, err)
		require.Equal(t, 2, changed.Version)
		_, err = w.Wording.ChangeMacro(w.Ctx, w.Lin, m)
		fault.Want(t, err, "macro.changed_meanwhile")
		c := w.Says("王小明", "在吗").Conversation
		_, err = w.Wording.Apply(w.Ctx, w.Lin, c, m.ID)
		require.NoError(t, err)
		require.Equal(t, w.Now().Add(time.Hour), *w.Sees(c).SnoozedUntil)
		list, err := w.Wording.Macros(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, 1, list[0].UsedCount)
		require.NoError(t, w.Wording.RemoveMacro(w.Ctx, w.Lin, m.ID))
		_, err = w.Wording.Apply(w.Ctx, w.Lin, fact.ConversationID(c), m.ID)
		fault.Want(t, err, "macro.missing")
	})
}
