package segment

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestTextIsCutIntoTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"退款进度", "退款 款进 进度 度"},
		{"退", "退"},
		{"退款。款项", "退款 款 款项 项"},
		{"Shipping SHIPPED ships", "shipping shipped ships ~ship"},
		{"iPhone手机", "iphone 手机 机 ~iphon"},
		{"订单２０４１７", "订单 单 20417"},
		{"＃20417", "20417"},
		{"#20417", "20417"},
		{"A-1234", "a 1234 =a1234"},
		{"ﾃｽﾄ データ", "テス スト ト デー ータ タ"},
		{"환불 요청", "환불 불 요청 청"},
		{"好👍🏽吗", "好 👍 吗"},
		{"li@example.com", "li example com ~exampl ~com"},
		{"report_2024.pdf", "report 2024 pdf ~report ~pdf =report2024pdf"},
		{"138-0013-8000", "138 0013 8000 =13800138000"},
		{"138 0013 8000", "138 0013 8000 =13800138000"},
		{"(010) 6552-9988", "010 6552 9988 =65529988 =01065529988"},
		{"+86 138 0013 8000", "86 138 0013 8000 =8613800138000 =613800138000 =13800138000 =3800138000"},
		{"+8613800138000", "8613800138000 =8613800138000 =613800138000 =13800138000 =3800138000"},
		{"20417 20418", "20417 20418"},
		{"don’t don't", "don t don t ~don"},
		{"soft\u00adhyphen", "softhyphen ~softhyphen"},
		{"ไทย", "ไท ทย ย"},
		{"café", "café"},
		{" \n\t。！? ", ""},
	} {
		require.Equal(t, c.want, strings.Join(Words(Tokens(c.text)), " "), "%q", c.text)
	}
}

func TestATokenKnowsItsPlaceInTheText(t *testing.T) {
	text := "我的ＡＢ-12。"
	for _, token := range Tokens(text) {
		switch token.Text {
		case "我的":
			require.Equal(t, "我的", text[token.From:token.To])
		case "ab":
			require.Equal(t, "ＡＢ", text[token.From:token.To])
		case "=ab12":
			require.Equal(t, "ＡＢ-12", text[token.From:token.To])
		}
	}
}

func TestAQuestionIsCutIntoTerms(t *testing.T) {
	say := func(terms []Term) string {
		var out []string
		for _, term := range terms {
			var forms []string
			for _, p := range term {
				form := strings.Join(p.Tokens, "+")
				if p.Prefix {
					form += "*"
				}
				forms = append(forms, form)
			}
			out = append(out, strings.Join(forms, "|"))
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ q, want string }{
		{"", ""},
		{"退款进度", "退款+款进+进度"},
		{"退", "退*"},
		{"shipping", "shipping*|~ship"},
		{"shipping ", "shipping|~ship"},
		{"late ship", "late|~late ship*|~ship"},
		{"退款 refund", "退款 refund*|~refund"},
		{"iPhone手机", "iphone|~iphon 手机"},
		{"20417", "20417*|=20417*"},
		{"A-1234", "a+1234*|=a1234*|a1234*"},
		{"li@example.com", "li+example+com*"},
		{"138 0013 8000", "138+0013+8000|13800138000|=13800138000"},
		{"20417 20418", "20417|=20417 20418*|=20418*"},
		{"👍", "👍"},
	} {
		require.Equal(t, c.want, say(Query(c.q)), "%q", c.q)
	}
}

func TestASnippetShowsTheDensestPlaceInOneLine(t *testing.T) {
	show := func(text, q string) string {
		var b strings.Builder
		for _, p := range Highlight(text, Query(q)) {
			if p.Hit {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	for _, c := range []struct{ text, q, want string }{
		{"退款进度查询", "进度", "退款[进度]查询"},
		{"退款进度查询", "退", "[退]款进度查询"},
		{"Your ＲＥＦＵＮＤ was\r\n sent", "refunds", "Your [ＲＥＦＵＮＤ] was sent"},
		{"order A-1234!", "a1234", "order [A-1234]!"},
		{"好👍🏽吗", "👍", "好[👍]🏽吗"},
		{"nothing here", "退款", "nothing here"},
		{"", "退款", ""},
		{
			"退款。" + strings.Repeat("这里没有什么", 40) + "我的退款进度在哪里" + strings.Repeat("还是没有什么", 40),
			"退款 进度",
			"…" + strings.Repeat("这里没有什么", 3) + "没有什么我的[退款进度]在哪里" + "",
		},
	} {
		got := show(c.text, c.q)
		if strings.HasPrefix(c.want, "…") {
			require.Contains(t, got, "我的[退款进度]在哪里")
			require.True(t, strings.HasPrefix(got, "…") && strings.HasSuffix(got, "…"), got)
			require.Less(t, utf8.RuneCountInString(got), snippetRunes+10)
			continue
		}
		require.Equal(t, c.want, got, "%q in %q", c.q, c.text)
	}
}

func TestNoTextCostsMoreThanItsFirstPart(t *testing.T) {
	long := strings.Repeat("退款refund ", 200_000)
	require.LessOrEqual(t, len(Tokens(long)), textLimit)
	require.Len(t, Query(long), termLimit)
	require.Len(t, Words(Tokens(strings.Repeat("x", 10_000))), 2)
	require.NotEmpty(t, Highlight(long, Query("refund")))
	require.NotPanics(t, func() { Tokens(strings.Repeat("\u0301", 300_000)) })
}

// Whatever is written is valid, lies inside the text, and is found again by
// asking for it.
func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"退款进度", "+86 138-0013-8000 (ext. 5)", "A-1234 li@example.com", "Ⅷ ﷺ ﾃﾞ é 👩‍👩‍👧", "\xff\xfe退\xc3", "don’t.stop-me+now"} {
		f.Add(seed, "退款 ship")
	}
	f.Fuzz(func(t *testing.T, text, q string) {
		for _, token := range Tokens(text) {
			if token.From < 0 || token.To > len(text) || token.From >= token.To {
				t.Fatalf("%q lies outside: %+v", text, token)
			}
			if token.Text == "" || !utf8.ValidString(token.Text) || strings.ContainsAny(token.Text, " \t\n") {
				t.Fatalf("%q gives %q", text, token.Text)
			}
		}
		var b strings.Builder
		for _, p := range Highlight(text, Query(q)) {
			b.WriteString(p.Text)
		}
		if !utf8.ValidString(b.String()) || utf8.RuneCountInString(b.String()) > 10*snippetRunes {
			t.Fatalf("a snippet of %q is %q", text, b.String())
		}
		if terms := Query(text); len(terms) > 0 && len(text) < queryLimit && utf8.ValidString(text) {
			if n := Covered(Hits(text, terms)); n != len(terms) {
				t.Fatalf("%q finds %d of its own %d terms", text, n, len(terms))
			}
		}
	})
}
