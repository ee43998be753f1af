package tree

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func name(id, parent string, words ...string) Topic {
	return Topic{ID: fact.TopicID(id), Parent: fact.TopicID(parent), NameZH: id, NameEN: id, Words: words}
}

func TestWhereATopicMayStand(t *testing.T) {
	others := []Topic{name("a", ""), name("b", "a"), name("c", "b"), name("d", "")}
	for _, c := range []struct {
		about  string
		topic  fact.TopicID
		parent fact.TopicID
		want   string
	}{
		{"under another", "d", "a", ""},
		{"at the root", "b", "", ""},
		{"under nothing", "d", "nowhere", "topic.parent_missing"},
		{"under itself", "a", "a", "topic.under_itself"},
		{"under what stands under it", "a", "c", "topic.under_itself"},
		{"too deep", "d", "c", "topic.too_deep"},
		{"too deep with what stands under it", "a", "d", "topic.too_deep"},
	} {
		topic, err := find(others, c.topic)
		require.NoError(t, err)
		_, err = edited(topic, Edit{Parent: &c.parent}, others)
		if c.want == "" {
			require.NoError(t, err, c.about)
			continue
		}
		fault.Want(t, err, c.want)
	}
}

func TestWhatATopicIsCalled(t *testing.T) {
	words := []string{" 退款 ", "Refund", "refund", "", "退款"}
	topic, err := edited(Topic{ID: "x"}, Edit{NameZH: new(" 退款 "), Words: &words}, nil)
	require.NoError(t, err)
	require.Equal(t, "退款", topic.NameEN, "one language is enough")
	require.Equal(t, []string{"退款", "Refund"}, topic.Words)
	_, err = edited(Topic{ID: "y"}, Edit{}, nil)
	fault.Want(t, err, "topic.name_missing")
	_, err = edited(Topic{ID: "y"}, Edit{NameZH: new("退款")}, []Topic{topic})
	fault.Want(t, err, "topic.name_taken")
}

func TestWordsSortBeforeAnythingWasLearned(t *testing.T) {
	topics := []Topic{
		{ID: "money", NameZH: "钱款", NameEN: "Money", Words: []string{"钱"}},
		{ID: "refund", Parent: "money", NameZH: "退款", NameEN: "Refund", Words: []string{"退钱", "退货", "money back", "refund*"}},
		{ID: "invoice", Parent: "money", NameZH: "发票", NameEN: "Invoice", Words: []string{"开票", "抬头", "税号"}, Description: "客户要开发票，或者发票抬头写错"},
		{ID: "parcel", NameZH: "物流", NameEN: "Delivery", Words: []string{"快递", "包裹", "到货", "parcel", "tracking number"}},
		{ID: "old", NameZH: "传真", NameEN: "Fax", Archived: true},
		{ID: "tech", NameZH: "登录", NameEN: "Sign-in", Words: []string{"登不上"}, Team: "tech-team"},
	}
	sketch := Draw(topics)
	anybody := func(t Topic) bool { return t.Meant("") }
	for text, want := range map[string]fact.TopicID{
		"我要退货，请退钱":                    "refund",
		"Can I be refunded?":          "refund",
		"请问抬头怎么写":                     "invoice",
		"Where is my parcel?":         "parcel",
		"退款到哪里了":                      "refund",
		"你好":                          "",
		"客户":                          "", // descriptions alone decide nothing
		"快递没到，我要退款":                   "", // two that are no relatives
		"传真号是多少":                      "", // out of use
		"把钱退给我，退款":                    "refund",
		"Refunds, money back, parcel": "refund",
		"apparcel":                    "",
	} {
		require.Equal(t, want, sketch.Sort(text, anybody).Topic, text)
	}
	sure, less := sketch.Sort("退钱！退货！退款！", anybody), sketch.Sort("退款", anybody)
	require.Greater(t, sure.P, less.P)
	require.Less(t, sure.P, 0.95, "nothing was learned")
	require.Equal(t, sketch.Version(), sure.Model)
	require.Equal(t, 2, sketch.Sort("快递没到，我要退款", anybody).Likely)
	require.Empty(t, sketch.Sort("登不上", func(t Topic) bool { return t.Meant("care-team") }).Topic)
	require.Equal(t, fact.TopicID("tech"), sketch.Sort("登不上", func(t Topic) bool { return t.Meant("tech-team") }).Topic)
	require.NotEqual(t, sketch.Version(), Draw(topics[:3]).Version())
}

func FuzzAnyTextIsSorted(f *testing.F) {
	f.Add("退款 refund", "快递")
	f.Add("\xff", "*")
	f.Fuzz(func(t *testing.T, text, word string) {
		s := Draw([]Topic{name("a", "", word), name("b", "", "退款")})
		answer := s.Sort(text, func(Topic) bool { return true })
		require.True(t, answer.P >= 0 && answer.P < 1)
	})
}
