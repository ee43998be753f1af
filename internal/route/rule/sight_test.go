package rule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/field"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/route/rule"
	"anlan/internal/understand/tree"
)

func TestARuleSeesAConversationAsItStands(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Fields.Add(w.Ctx, w.Ada, field.Field{Object: field.Contact, Key: "plan", Names: map[string]string{"en": "Plan", "zh-CN": "套餐"}, Type: field.Text})
		require.NoError(t, err)
		name := func(s string) *string { return &s }
		money, err := w.Topics.Add(w.Ctx, w.Ada, tree.Edit{NameZH: name("钱款"), NameEN: name("Money")})
		require.NoError(t, err)
		_, err = w.Topics.Add(w.Ctx, w.Ada, tree.Edit{Parent: &money.ID, NameZH: name("退款"), NameEN: name("Refund"), Words: &[]string{"refund", "退款"}})
		require.NoError(t, err)
		first := w.Says("王芳", "我的订单还没到").Conversation
		w.Pass(20 * time.Minute)
		w.Replies(w.Lin, first, "马上为您查。")
		w.Pass(40 * time.Minute)
		still := w.Says("王芳", "Still nothing, I want a refund!")
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: still.Message, Conversation: first}))
		w.Pass(30 * time.Minute)
		gone := w.Orders("m1", "c9", "Something else").Conversation
		tier := contact.VIP
		_, err = w.Contacts.Change(w.Ctx, w.Ada, w.Sees(first).Contact.ID, contact.Edit{Tier: &tier, Tags: &[]string{"press", "big"}, Fields: field.Values{"plan": "gold"}})
		require.NoError(t, err)

		cases, err := rule.Cases(w.Ctx, w.DB.Read(), w.Now(), first, gone, "nothing")

		require.NoError(t, err)
		require.Len(t, cases, 2)
		c := cases[first]
		require.Equal(t, "webchat", c.ChannelKind)
		require.Equal(t, "Still nothing, I want a refund!", c.Text)
		require.Equal(t, "en", c.Language)
		require.Equal(t, 3, c.Messages)
		require.InDelta(t, 30, c.WaitingMinutes, 0.01)
		require.InDelta(t, 90, c.AgeMinutes, 0.01)
		require.Equal(t, "vip", c.Customer.Tier)
		require.Equal(t, 1, c.Customer.Contacts3)
		require.Equal(t, "api", cases[gone].ChannelKind)
		condition, err := rule.Compile(`mentions("refund") && "Money" in topics && "退款" in topics && customer.tier == "vip" && customer.fields.plan == "gold" && fields.plan == nil && "press" in customer.tags && waiting_minutes >= 30`)
		require.NoError(t, err)
		holds, err := condition.Holds(rule.See(c))
		require.NoError(t, err)
		require.True(t, holds)
	})
}
