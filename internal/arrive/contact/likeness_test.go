package contact

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func asCard(names []string, identities ...identityRow) card {
	return card{ID: "x", Names: names, Identities: identities}
}

func named1(name string) card { return asCard([]string{name}) }

func address(value string, verified bool) identityRow {
	return identityRow{Kind: Email, Value: value, Verified: verified}
}

func TestWhatSpeaksForTwoBeingOne(t *testing.T) {
	for _, c := range []struct {
		what string
		a, b card
		want []string
		sure [2]int // at least, at most
	}{
		{"a shared verified address", asCard(nil, address("li@a.cn", true)), asCard(nil, address("li@a.cn", false)), []string{"same_email"}, [2]int{85, 95}},
		{"both only claim it", asCard(nil, address("li@a.cn", false)), asCard(nil, address("li@a.cn", false)), []string{"same_email"}, [2]int{50, 70}},
		{"a tagged address", asCard(nil, address("li+shop@a.cn", true)), asCard(nil, address("li@a.cn", true)), []string{"similar_email"}, [2]int{60, 80}},
		{"dots of Gmail", asCard(nil, address("l.i@gmail.com", true)), asCard(nil, address("li@googlemail.com", true)), []string{"similar_email"}, [2]int{60, 80}},
		{"dots elsewhere", asCard(nil, address("l.i@a.cn", true)), asCard(nil, address("li@a.cn", true)), nil, [2]int{0, 0}},
		{"a number with and without its country", asCard(nil, identityRow{Kind: Phone, Value: "+8613800138000"}), asCard(nil, identityRow{Kind: Phone, Value: "13800138000"}), []string{"similar_phone"}, [2]int{40, 60}},
		{"one browser in two chats", asCard(nil, identityRow{Kind: Visitor, Scope: "a", Value: "v"}), asCard(nil, identityRow{Kind: Visitor, Scope: "b", Value: "v"}), []string{"same_device"}, [2]int{80, 80}},
		{"one id in two systems", asCard(nil, identityRow{Kind: External, Scope: "a", Value: "user-20417", Verified: true}), asCard(nil, identityRow{Kind: External, Scope: "b", Value: "user-20417", Verified: true}), []string{"same_user_id"}, [2]int{70, 70}},
		{"a short id in two systems", asCard(nil, identityRow{Kind: External, Scope: "a", Value: "7"}), asCard(nil, identityRow{Kind: External, Scope: "b", Value: "7"}), []string{"same_user_id"}, [2]int{30, 30}},
		{"the same name", named1("王小明"), named1("王小明"), []string{"same_name"}, [2]int{35, 35}},
		{"width and space", named1("Ｗang  Xiaoming"), named1("WANG XIAOMING"), []string{"similar_name"}, [2]int{30, 35}},
		{"traditional characters", named1("劉 備"), named1("刘备"), []string{"similar_name"}, [2]int{30, 35}},
		{"accents", named1("José García"), named1("Jose Garcia"), []string{"similar_name"}, [2]int{30, 35}},
		{"a title", named1("王小明先生"), named1("王小明"), []string{"similar_name"}, [2]int{30, 35}},
		{"the family name last", named1("Xiaoming Wang"), named1("Wang Xiao Ming"), []string{"similar_name"}, [2]int{20, 30}},
		{"characters and letters", named1("王小明"), named1("Wang Xiaoming"), []string{"name_sound"}, [2]int{20, 30}},
		{"letters, the family name last", named1("曾志偉"), named1("Zhiwei Zeng"), []string{"name_sound"}, [2]int{20, 30}},
		{"passport spelling of ü", named1("吕小布"), named1("Lyu Xiaobu"), []string{"name_sound"}, [2]int{20, 30}},
		{"the same sound in other characters", named1("王伟"), named1("王威"), nil, [2]int{0, 0}},
		{"one word", named1("Wang"), named1("Wang"), nil, [2]int{0, 0}},
		{"no names", named1("访客"), named1("访客"), nil, [2]int{0, 0}},
		{"a numbered nobody", named1("用户 20417"), named1("用户 20417"), nil, [2]int{0, 0}},
		{"name and company", asCard([]string{"王小明"}, address("wang@lanxue.cn", true)), asCard([]string{"王小明"}, address("xm@lanxue.cn", true)), []string{"same_company", "same_name"}, [2]int{60, 75}},
		{"a public provider is no company", asCard([]string{"王小明"}, address("wang@qq.com", true)), asCard([]string{"王小明"}, address("xm@qq.com", true)), []string{"same_name"}, [2]int{35, 35}},
		{"a provider of another country", asCard([]string{"Ann Lee"}, address("a@yahoo.co.jp", true)), asCard([]string{"Ann Lee"}, address("b@yahoo.co.jp", true)), []string{"same_name"}, [2]int{35, 35}},
		{"a company alone", asCard([]string{"王小明"}, address("wang@lanxue.cn", true)), asCard([]string{"陈默"}, address("chen@lanxue.cn", true)), nil, [2]int{0, 0}},
		{"one system knows them as two", asCard([]string{"王小明"}, identityRow{Kind: External, Scope: "a", Value: "1", Verified: true}), asCard([]string{"王小明"}, identityRow{Kind: External, Scope: "a", Value: "2", Verified: true}), []string{"same_name"}, [2]int{17, 18}},
	} {
		t.Run(c.what, func(t *testing.T) {
			because, score := compare(c.a, c.b)
			back, same := compare(c.b, c.a)
			require.Equal(t, c.want, codes(because))
			require.Equal(t, codes(because), codes(back), "it is no matter who is asked first")
			require.Equal(t, score, same)
			require.GreaterOrEqual(t, score, c.sure[0])
			require.LessOrEqual(t, score, c.sure[1])
		})
	}
}

func TestWhoIsAlikeIsFoundByATrait(t *testing.T) {
	for _, pair := range [][2]string{{"王小明", "Wang Xiaoming"}, {"Xiaoming Wang", "王 小明"}, {"劉備", "刘备"}, {"José García", "GARCIA JOSE"}, {"欧阳静", "Ouyang Jing"}, {"林岚 Lin", "林嵐"}} {
		var shared []trait
		for _, one := range traits(named1(pair[0])) {
			for _, other := range traits(named1(pair[1])) {
				if one == other {
					shared = append(shared, one)
				}
			}
		}
		require.NotEmpty(t, shared, "%v", pair)
	}
	require.Empty(t, traits(asCard([]string{"Wang", "访客", "user 7", ""}, address("li@a.cn", true), identityRow{Kind: External, Value: "7"})))
	require.Equal(t, []trait{{"email", "li@gmail.com"}}, traits(asCard(nil, address("l.i+a@gmail.com", true))))
}
