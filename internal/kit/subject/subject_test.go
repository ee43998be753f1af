package subject

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatProgramsPutBeforeASubjectIsNoPartOfIt(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"课程打不开", "课程打不开"},
		{"Re: 课程打不开", "课程打不开"},
		{"回复：课程打不开", "课程打不开"},
		{"回复: Re: 答复：课程打不开", "课程打不开"},
		{"转发: 课程打不开", "课程打不开"},
		{"自动回复: 课程打不开", "课程打不开"},
		{"【外部邮件】Re:课程打不开", "课程打不开"},
		{"RE[2]: Invoice", "Invoice"},
		{"Re(3): Invoice", "Invoice"},
		{"Re^2: Invoice", "Invoice"},
		{"AW: WG: Rechnung", "Rechnung"},
		{"Antw: Factuur", "Factuur"},
		{"SV: VS: Faktura", "Faktura"},
		{"RIF: I: Fattura", "Fattura"},
		{"RES: ENC: Fatura", "Fatura"},
		{"TR : Facture", "Facture"},
		{"ΑΠ: Τιμολόγιο", "Τιμολόγιο"},
		{"Отв: Пересл: Счёт", "Счёт"},
		{"返信: 転送: 請求書", "請求書"},
		{"회신: 전달: 청구서", "청구서"},
		{"Trả lời: Hóa đơn", "Hóa đơn"},
		{"Bls: Fwd: Tagihan", "Tagihan"},
		{"[EXTERNAL] Re: Invoice", "Invoice"},
		{"Invoice (fwd)", "Invoice"},
		{"Automatic reply: Invoice", "Invoice"},
		{"Refund: how long?", "Refund: how long?"},
		{"Area 51: closed", "Area 51: closed"},
		{"[JIRA] Re: Invoice", "[JIRA] Re: Invoice"},
		{"Re: ", ""},
		{"", ""},
	} {
		require.Equal(t, c.want, Base(c.given), c.given)
	}
}

func TestAnAnswerIsToldFromAMailThatIsPassedOn(t *testing.T) {
	for _, s := range []string{"Re: a", "re：a", "回复：a", "[External] AW: a", "Re[4]: a"} {
		require.True(t, Answers(s), s)
		require.False(t, Forwards(s), s)
		require.Equal(t, s, Answering(s))
	}
	for _, s := range []string{"Fwd: a", "转发：a", "WG: a"} {
		require.True(t, Forwards(s), s)
		require.False(t, Answers(s), s)
	}
	require.False(t, Answers("Regarding: a"))
	require.Equal(t, "Re: a", Answering("a"))
	require.Empty(t, Answering(""))
}

func TestWhetherTwoSubjectsNameOneMatter(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"课程打不开", "回复：课程打不开！", true},
		{"Invoice 12", "RE: invoice  12", true},
		{"Ｉｎｖｏｉｃｅ　12", "Invoice 12", true},
		{"课程打不开", "课程打不开，补充截图", true},
		{"A long subject that some program cut", "Re: A long subject that some", true},
		{"课程打不开", "申请发票", false},
		{"订单 1024 退款", "订单 2048 退款", false},
		{"Hi", "Hi there", false},
		{"退款", "退款流程是什么", false},
		{"", "申请发票", false},
		{"Re:", "", true},
	} {
		require.Equal(t, c.want, Same(c.a, c.b), "%q and %q", c.a, c.b)
		require.Equal(t, c.want, Same(c.b, c.a), "%q and %q", c.b, c.a)
	}
	require.False(t, Equal("Re:", ""))
	require.True(t, Equal("Re: a", "A!"))
	require.False(t, Says("Re: …"))
}
