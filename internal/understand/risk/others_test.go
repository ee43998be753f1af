package risk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/risk"
)

func TestWhoAsksForTheDataOfOthers(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"查一下我老公的订单", "查一下我老公的订单"},
		{"帮我看看他的地址", "帮我看看他的地址"},
		{"你好，她的手机号是多少？", "她的手机号是多少"},
		{"能不能告诉我前女友的收货地址", "告诉我前女友的收货地址"},
		{"Can you check my wife's account please", "check my wife's account"},
		{"what is her address?", "what is her address"},
		{"Please give me my ex-husband’s new phone number", "give me my ex-husband’s new phone number"},
		{"查一下我的订单", ""},
		{"他把我的订单取消了，帮我查一下", ""},
		{"check my account", ""},
		{"My wife's order arrived, thank you", ""},
		{"快递员不接电话，我的包裹在哪", ""},
		{"I told her. What is my address?", ""},
		{"", ""},
	} {
		var p passage.Passage
		p.Read(c.text)
		found := risk.FindOthers(&p, nil)
		if c.want == "" {
			require.Empty(t, found, c.text)
			continue
		}
		require.Len(t, found, 1, c.text)
		require.Equal(t, risk.OthersData, found[0].Kind)
		require.Equal(t, c.want, string(p.Written[found[0].Start:found[0].End]), c.text)
	}
}
