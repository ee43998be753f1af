package wording

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func TestVariablesAreFilledOrNamed(t *testing.T) {
	values := map[string]string{"contact.name": "王<小>明", "conversation.number": "20417"}
	for _, c := range []struct {
		in, out Text
		missing []string
	}{
		{Text{Text: "您好 {{contact.name}}，单号 #{{ conversation.number }}"}, Text{Text: "您好 王<小>明，单号 #20417"}, nil},
		{Text{Text: "Hi {{contact.first_name|there}}!"}, Text{Text: "Hi there!"}, nil},
		{Text{Text: "Hi {{contact.first_name | }}!"}, Text{Text: "Hi !"}, nil},
		{Text{Text: "Hi {{contact.email}} {{contact.email}} {{team.name}}"}, Text{Text: "Hi {{contact.email}} {{contact.email}} {{team.name}}"}, []string{"contact.email", "team.name"}},
		{Text{Text: "x", HTML: "<p>{{contact.name}} <b>{{team.name|我们}}</b></p>"}, Text{Text: "x", HTML: "<p>王&lt;小&gt;明 <b>我们</b></p>"}, nil},
		{Text{Text: "no { {braces} }"}, Text{Text: "no { {braces} }"}, nil},
	} {
		out, missing := rendered(c.in, values)
		require.Equal(t, c.out, out)
		require.Equal(t, c.missing, missing)
	}
	require.NoError(t, known("{{contact.name|there}} {{ agent.name }}"))
	fault.Want(t, known("{{contact.nmae}}"), "wording.unknown_variable")
	fault.Want(t, known("{{}}"), "wording.unknown_variable")
}

func TestTheCustomersLanguageIsFound(t *testing.T) {
	for _, c := range []struct{ locale, words, writer, want string }{
		{"zh-CN", "hello", "en", "zh-CN"}, {"en-GB", "你好", "zh-CN", "en"}, {"", "请问 refund 多久", "en", "zh-CN"},
		{"", "where is it?", "zh-CN", "en"}, {"", "123 😀", "en", "en"}, {"", "", "", "zh-CN"}, {"fr", "", "zh-CN", "en"},
	} {
		require.Equal(t, c.want, language(c.locale, c.words, c.writer), c)
	}
	_, locale := textFor(map[string]Text{"en": {Text: "x"}}, "zh-CN")
	require.Equal(t, "en", locale, "better in another language than not at all")
}

func TestFirstNames(t *testing.T) {
	for name, want := range map[string]string{
		"王小明": "小明", "欧阳娜娜": "娜娜", "李雷": "雷", "Siti R.": "Siti", "": "", "王": "王", "阿卜杜热西提": "阿卜杜热西提", "林岚 Lin": "岚",
	} {
		require.Equal(t, want, firstName(name), name)
	}
}

func TestTheLikeliestCannedReplyComesFirst(t *testing.T) {
	list := []CannedReply{
		{Title: "退款进度", Shortcut: "refund-status", Texts: map[string]Text{"zh-CN": {Text: "您的退款正在办理"}}},
		{Title: "退款", Shortcut: "refund", Texts: map[string]Text{"en": {Text: "We have refunded"}}},
		{Title: "发票", Folder: "财务", Tags: []string{"invoice"}, Texts: map[string]Text{"zh-CN": {Text: "退款后发票作废"}}, UsedCount: 9},
		{Title: "Opening hours", Texts: map[string]Text{"en": {Text: "9–18"}}},
	}
	titles := func(q string) (out []string) {
		for _, c := range ranked(list, q) {
			out = append(out, c.Title+":"+c.Because)
		}
		return out
	}
	require.Equal(t, []string{"退款:shortcut", "退款进度:shortcut"}, titles("refund"))
	require.Equal(t, []string{"退款:title", "退款进度:title", "发票:text"}, titles("退款"))
	require.Equal(t, []string{"发票:tag"}, titles("INVOICE"))
	require.Equal(t, []string{"发票:folder"}, titles("财务"))
	require.Equal(t, []string{"发票:title"}, titles("退款 发票"))
	require.Equal(t, []string{"Opening hours:title"}, titles("hours"))
	require.Empty(t, titles("没有"))
	require.Equal(t, "发票:", titles("")[0], "with nothing typed, what is used most")
}

func TestWhatACannedReplyCannotBe(t *testing.T) {
	texts := map[string]Text{"en": {Text: "x"}}
	for _, c := range []struct {
		in   CannedReply
		code string
	}{
		{CannedReply{Title: " ", Texts: texts}, "canned_reply.title_missing"},
		{CannedReply{Title: "x"}, "canned_reply.text_missing"},
		{CannedReply{Title: "x", Texts: map[string]Text{"en": {HTML: "<script>1</script>"}}}, "canned_reply.text_missing"},
		{CannedReply{Title: "x", Texts: map[string]Text{"fr": {Text: "x"}}}, "wording.unknown_language"},
		{CannedReply{Title: "x", Shortcut: "two words", Texts: texts}, "canned_reply.shortcut_wrong"},
		{CannedReply{Title: "x", Texts: map[string]Text{"en": {Text: "{{x}}"}}}, "wording.unknown_variable"},
	} {
		_, err := settled(c.in)
		fault.Want(t, err, c.code)
	}
	c, err := settled(CannedReply{Title: " 退 款 ", Shortcut: "/Refund", Tags: []string{" A", "a", ""}, Texts: texts})
	require.NoError(t, err)
	require.Equal(t, "refund", c.Shortcut)
	require.Equal(t, []string{"a"}, c.Tags)
}

func TestStepsSayEverythingOnce(t *testing.T) {
	for _, c := range []struct {
		in   []Step
		code string
	}{
		{nil, "macro.steps_missing"},
		{[]Step{{Kind: "dance"}}, "macro.step_wrong"},
		{[]Step{{Kind: Reply, Text: " "}}, "macro.step_wrong"},
		{[]Step{{Kind: Reply, Text: "{{nobody}}"}}, "wording.unknown_variable"},
		{[]Step{{Kind: Assign}}, "macro.step_wrong"}, {[]Step{{Kind: ToTeam}}, "macro.step_wrong"}, {[]Step{{Kind: Tag}}, "macro.step_wrong"},
		{[]Step{{Kind: Priority, Priority: "top"}}, "macro.step_wrong"}, {[]Step{{Kind: Snooze}}, "macro.step_wrong"}, {[]Step{{Kind: State, State: "resolved"}}, "macro.step_wrong"},
		{[]Step{{Kind: Reply, Text: "a"}, {Kind: Reply, Text: "b"}}, "macro.step_twice"},
		{[]Step{{Kind: Snooze, Minutes: 5}, {Kind: Resolve}}, "macro.step_twice"},
	} {
		_, err := steps(c.in)
		fault.Want(t, err, c.code)
	}
	kept, err := steps([]Step{{Kind: Note, Text: "a"}, {Kind: Note, Text: "b"}, {Kind: Tag, Add: []string{"x"}}, {Kind: Resolve, Text: "left over"}})
	require.NoError(t, err)
	require.Equal(t, Step{Kind: Resolve}, kept[3])
}

func TestAPlanTellsWhatAndWhy(t *testing.T) {
	agent := access.Actor{ID: "lin", Permissions: access.Agent.Permissions(), Scope: access.All}
	reader := access.Actor{ID: "lin", Permissions: access.Agent.Permissions(), Scope: access.Read}
	at := situation{
		values: map[string]string{"contact.name": "王小明"}, state: conversation.Resolved, priority: conversation.High, assignee: "lin", team: "care", tags: []string{"vip"},
	}
	refused := at
	refused.replyRefused = "channel_closed"
	for _, c := range []struct {
		who             access.Actor
		step            Step
		at              situation
		effect, because string
	}{
		{agent, Step{Kind: Reply, Text: "{{contact.name}}"}, at, "does", ""},
		{agent, Step{Kind: Reply, Text: "{{contact.email}}"}, at, "refused", "cannot_fill"},
		{agent, Step{Kind: Reply, Text: "x"}, refused, "refused", "channel_closed"},
		{agent, Step{Kind: Note, Text: "x"}, refused, "does", ""},
		{reader, Step{Kind: Note, Text: "x"}, at, "refused", "no_permission"},
		{agent, Step{Kind: Assign, Assignee: "me"}, at, "nothing", "already_so"},
		{agent, Step{Kind: Assign, Assignee: "none"}, at, "does", ""},
		{agent, Step{Kind: ToTeam, Team: "care"}, at, "nothing", "already_so"},
		{agent, Step{Kind: Tag, Add: []string{"VIP"}, Remove: []string{"spam"}}, at, "nothing", "already_so"},
		{agent, Step{Kind: Tag, Remove: []string{"vip"}}, at, "does", ""},
		{agent, Step{Kind: Priority, Priority: conversation.High}, at, "nothing", "already_so"},
		{agent, Step{Kind: Resolve}, at, "nothing", "already_so"},
		{agent, Step{Kind: Snooze, Minutes: 60}, at, "refused", "resolved"},
		{agent, Step{Kind: State, State: conversation.Open}, at, "does", ""},
	} {
		p := planned(c.who, []Step{c.step}, c.at)[0]
		require.Equal(t, c.effect+" "+c.because, p.Effect+" "+p.Because, "%+v", c.step)
	}
	both := planned(agent, []Step{{Kind: Reply, Text: "{{contact.name}}"}, {Kind: Resolve}}, at)
	require.Equal(t, "王小明", both[0].Text)
	require.Equal(t, "does", both[1].Effect, "the reply has handed the turn over")
}
