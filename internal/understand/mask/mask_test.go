package mask_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/retention"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/mask"
	"anlan/internal/understand/privacy"
)

const card = "11010519491231002X"

// limited is somebody who sees conversations, and not how customers can be reached.
func limited(who access.Actor) access.Actor {
	who.Scope = access.Chosen(access.ConversationView, access.ContactView)
	return who
}

func TestTheHouseDecidesWhoSeesWhat(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		keeper := mask.New(w.DB, w.Inbox)
		const text = "身份证" + card + "，手机13812345678"
		reads := func(who access.Actor) string {
			veil, err := keeper.For(w.Ctx, who)
			require.NoError(t, err)
			return veil.Text(text)
		}
		require.Equal(t, "身份证11010519******002X，手机13812345678", reads(w.Lin))
		require.Equal(t, "身份证11010519******002X，手机138****5678", reads(limited(w.Lin)))
		require.Equal(t, text, reads(w.Mo))

		p, err := keeper.Policy(w.Ctx)
		require.NoError(t, err)
		p.Levels = map[privacy.Kind]mask.Level{privacy.Phone: mask.Guarded, privacy.IDCard: mask.Open}
		_, err = keeper.Change(w.Ctx, w.Mo, p)
		fault.Want(t, err, "access.denied")
		w.Facts()
		now, err := keeper.Change(w.Ctx, w.Ada, p)
		require.NoError(t, err)
		require.Equal(t, 1, now.Version)
		w.WantFacts("privacy.changed")
		require.Equal(t, "身份证"+card+"，手机138****5678", reads(w.Lin))

		_, err = keeper.Change(w.Ctx, w.Ada, p)
		fault.Want(t, err, "privacy.changed_meanwhile")
		p.Levels = map[privacy.Kind]mask.Level{"shoe_size": mask.Open}
		_, err = keeper.Change(w.Ctx, w.Ada, p)
		fault.Want(t, err, "privacy.unknown_kind")
	})
}

func TestUnmaskingIsAnActWithAReasonAndALimit(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		keeper := mask.New(w.DB, w.Inbox)
		policy, err := keeper.Policy(w.Ctx)
		require.NoError(t, err)
		policy.PerHour = 2
		_, err = keeper.Change(w.Ctx, w.Ada, policy)
		require.NoError(t, err)
		var ids []fact.MessageID
		for range 3 {
			ids = append(ids, w.Says("王小明", "我的身份证 "+card).Message)
		}
		plain := w.Says("王小明", "你好").Message
		w.Facts()
		because := mask.Purpose{Reason: mask.ForIdentity}

		m, u, err := keeper.Unmask(w.Ctx, w.Lin, ids[0], because)

		require.NoError(t, err)
		require.Contains(t, m.Text, card)
		require.Equal(t, []string{"id_card"}, u.Kinds)
		require.Equal(t, w.Now().Add(5*time.Minute), u.Until)
		w.WantFacts("message.unmasked")
		entries, err := audit.List(w.Ctx, w.DB, w.Mo, audit.Query{Action: "message.unmasked", Limit: 10})
		require.NoError(t, err)
		require.Len(t, entries, 1)
		require.Contains(t, string(entries[0].After), `"reason":"identity"`)
		require.NotContains(t, string(entries[0].After), card)

		_, again, err := keeper.Unmask(w.Ctx, w.Lin, ids[0], because)
		require.NoError(t, err)
		require.Equal(t, u.ID, again.ID, "asking again while it is shown is the same act")
		w.WantFacts()

		for what, wrong := range map[string]mask.Purpose{
			"privacy.unknown_reason": {Reason: "curiosity"}, "privacy.words_missing": {Reason: mask.ForOther},
			"privacy.words_too_long": {Reason: mask.ForOther, Words: strings.Repeat("长", 501)},
		} {
			_, _, err = keeper.Unmask(w.Ctx, w.Lin, ids[1], wrong)
			fault.Want(t, err, what)
		}
		_, _, err = keeper.Unmask(w.Ctx, w.Lin, plain, because)
		fault.Want(t, err, "privacy.nothing_hidden")
		_, _, err = keeper.Unmask(w.Ctx, limited(w.Lin), ids[1], because)
		fault.Want(t, err, "access.denied")

		_, _, err = keeper.Unmask(w.Ctx, w.Lin, ids[1], mask.Purpose{Reason: mask.ForOther, Words: "客户在电话里核对"})
		require.NoError(t, err)
		entries, err = audit.List(w.Ctx, w.DB, w.Mo, audit.Query{Action: "message.unmasked", Limit: 10})
		require.NoError(t, err)
		require.NotContains(t, string(entries[0].After), "电话", "own words are kept once, where erasing finds them")
		_, _, err = keeper.Unmask(w.Ctx, w.Lin, ids[2], because)
		fault.Want(t, err, "privacy.too_many")
		_, _, err = keeper.Unmask(w.Ctx, w.Chen, ids[2], because)
		require.NoError(t, err, "the limit is each person's own")
		w.Pass(time.Hour)
		_, _, err = keeper.Unmask(w.Ctx, w.Lin, ids[2], because)
		require.NoError(t, err)

		list, err := keeper.Unmaskings(w.Ctx, w.Mo, mask.UnmaskingQuery{Staff: w.Lin.ID, Kind: "id_card", Limit: 2})
		require.NoError(t, err)
		require.Len(t, list, 2)
		require.Equal(t, ids[2], list[0].Message)
		rest, err := keeper.Unmaskings(w.Ctx, w.Mo, mask.UnmaskingQuery{Staff: w.Lin.ID, Before: list[1].At, ID: list[1].ID, Limit: 9})
		require.NoError(t, err)
		require.Len(t, rest, 1)
		_, err = keeper.Unmaskings(w.Ctx, w.Lin, mask.UnmaskingQuery{Limit: 1})
		fault.Want(t, err, "access.denied")
	})
}

func TestMarkupKeepsItsTags(t *testing.T) {
	veil := mask.New(nil, nil).Over(mask.KindsOf(privacy.IDCard, privacy.Phone, privacy.BankCard, privacy.Email))
	for text, want := range map[string]string{
		`<p class="a">身份证 ` + card + `</p>`:                     `<p class="a">身份证 11010519******002X</p>`,
		`<p>身份证 1101051949<b>1231</b>002X &amp; 其他</p>`:         `<p>身份证 11010519******002X<b></b> &amp; 其他</p>`,
		`<a href="tel:+8613812345678">电话</a>`:                   `<a>电话</a>`,
		`<a href="mailto:li.lei%40example.com">信</a>`:           `<a>信</a>`,
		`<img src="/v1/files/1" alt="手机13812345678">`:           `<img src="/v1/files/1" alt="手机138****5678">`,
		`<td>138</td><td>12345678</td>`:                         `<td>138</td><td>12345678</td>`,
		`<p>手机 13812345678 &lt;b&gt;</p>`:                       `<p>手机 138****5678 &lt;b&gt;</p>`,
		`<p>没有什么</p>`:                                           `<p>没有什么</p>`,
		`<img src="data:image/png;base64,13812345678"><p>x</p>`: `<img src="data:image/png;base64,13812345678"><p>x</p>`,
		`<p>写信到 <span>li.lei</span>@example.com</p>`:            `<p>写信到 <span>l*****@example.com</span></p>`,
		"<p>电话&nbsp;138\u00a01234\u00a05678</p>":                "<p>电话&nbsp;138\u00a0****\u00a05678</p>",
	} {
		got := veil.HTML(text)
		require.Equal(t, strings.ReplaceAll(want, "&nbsp;", "\u00a0"), strings.ReplaceAll(got, "&nbsp;", "\u00a0"), text)
	}
}

func TestAnAnswerIsCopiedWhereItChangesAndNeverTouched(t *testing.T) {
	veil := mask.New(nil, nil).Over(mask.KindsOf(privacy.IDCard, privacy.Name, privacy.BankCard))
	m := conversation.Message{
		ID: "0192f3a1-0000-7000-8000-110105194912", Text: "身份证" + card, Author: conversation.Author{Kind: "contact", Name: "王小明"},
		Attachments: []conversation.Attachment{{Name: card + ".jpg", URL: "/v1/files/" + card}}, Values: map[string]any{"card": 6222021234567890128, "n": 3, "at": 1764594000000},
	}
	was := m
	shown := veil.Answer(map[string]any{"items": []conversation.Message{m}}).(map[string]any)["items"].([]conversation.Message)[0]

	require.Equal(t, was, m)
	require.Equal(t, card+".jpg", m.Attachments[0].Name)
	require.Equal(t, "身份证11010519******002X", shown.Text)
	require.Equal(t, "王*明", shown.Author.Name)
	require.Equal(t, m.ID, shown.ID)
	require.Equal(t, "11010519******002X.jpg", shown.Attachments[0].Name)
	require.Equal(t, m.Attachments[0].URL, shown.Attachments[0].URL)
	require.Equal(t, map[string]any{"card": "6222***********0128", "n": 3, "at": 1764594000000}, shown.Values)
	require.Equal(t, []conversation.Masked{{Kind: "id_card", Shown: "11010519******002X"}, {Kind: "name", Shown: "王*明"}, {Kind: "bank_card", Shown: "6222***********0128"}}, sorted(shown.Masked))
	require.Equal(t, `{"a":["11010519******002X"],"id":7}`, string(veil.JSON([]byte(`{"id":7,"a":["`+card+`"]}`))))

	staff := veil.Answer(conversation.Author{Kind: "staff", Name: "林岚"}).(conversation.Author)
	require.Equal(t, "林岚", staff.Name, "colleagues have names")
	require.Equal(t, "王*明", veil.Answer(conversation.Participant{Name: "王小明"}).(conversation.Participant).Name)
	sample := retention.Sample{Kind: retention.Contacts, Name: "王小明"}
	require.Equal(t, "王*明", veil.Answer(sample).(retention.Sample).Name)
	sample.Kind = retention.Conversations
	require.Equal(t, "王小明", veil.Answer(sample).(retention.Sample).Name, "a subject is no name")
	reason := contact.MergeReason{Code: "same_name", Value: "王小明"}
	require.Equal(t, "王*明", veil.Answer(reason).(contact.MergeReason).Value)
}

func sorted(list []conversation.Masked) []conversation.Masked {
	order := map[string]int{"id_card": 0, "name": 1, "bank_card": 2}
	out := make([]conversation.Masked, len(order))
	for _, one := range list {
		out[order[one.Kind]] = one
	}
	return out
}

func TestABeginningHidesTheNumberThatItCuts(t *testing.T) {
	veil := mask.New(nil, nil).Over(mask.KindsOf(privacy.IDCard))
	require.Equal(t, "我的证件是 110*******…", veil.Cut("我的证件是 1101051949…"))
	require.Equal(t, "共 12345 元", veil.Cut("共 12345 元"))
	require.Equal(t, "电话 138 12…", veil.Cut("电话 138 12…"))
}

func TestWhatWasEditedKeepsWhatItsEditorDidNotSee(t *testing.T) {
	veil := mask.New(nil, nil).Over(mask.KindsOf(privacy.IDCard, privacy.Name))
	const shown, both = "身份证11010519******002X", "电话13812345678和13899995678"
	phones := mask.New(nil, nil).Over(mask.KindsOf(privacy.Phone))
	for _, c := range []struct {
		veil              mask.Veil
		was, edited, want string
	}{
		{veil, "身份证" + card, shown + "，对的", "身份证" + card + "，对的"},
		{veil, "身份证" + card, shown + "，" + shown, "身份证" + card + "，身份证" + card},
		{phones, both, "改：电话138****5678和138****5678", "改：" + both},
		{phones, both, "没有电话", "没有电话"},
	} {
		got, err := c.veil.Restore(c.was, c.edited)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
	_, err := phones.Restore(both, "电话138****5678")
	fault.Want(t, err, "privacy.hidden_alike")

	for edited, want := range map[string]string{"王*明": "王小明", "李雷": "李雷"} {
		got, err := veil.RestoreName("王小明", edited)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	values, err := veil.RestoreValues(map[string]any{"note": "身份证" + card, "n": 1}, map[string]any{"note": shown + "，已核对", "n": 2})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"note": "身份证" + card + "，已核对", "n": 2}, values)
}

// page is fifty messages as they are written, one of which has a number.
func page() (list []conversation.Message) {
	for i := range 50 {
		text := strings.Repeat("课程打不开，请帮我看一下订单 202411201234567890 的状态，谢谢。", 4) + fmt.Sprint("第", i, "次")
		if i == 7 {
			text += "身份证" + card
		}
		list = append(list, conversation.Message{Text: text, HTML: "<p>" + text + "</p>"})
	}
	return list
}

func BenchmarkAPageSeenAgain(b *testing.B) {
	veil := mask.New(nil, nil).Over(mask.KindsOf(privacy.IDCard, privacy.BankCard, privacy.Secret))
	list := page()
	veil.Answer(list)
	for b.Loop() {
		veil.Answer(list)
	}
}

func BenchmarkAPageSeenFirst(b *testing.B) {
	list := page()
	for b.Loop() {
		mask.New(nil, nil).Over(mask.KindsOf(privacy.IDCard, privacy.BankCard, privacy.Secret)).Answer(list)
	}
}
