package trust

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// shop is a house with one mailbox and two people.
func shop() around {
	return around{
		house: house{
			domains: map[string]domain{"lanxue.com": parted("lanxue.com"), "lanxue.com.cn": parted("lanxue.com.cn")},
			brands:  []string{"澜学", "lanxue"}, colleagues: map[string]bool{"欧阳小岚": true, "maria weber": true},
			addresses: map[string]bool{"maria.private@gmail.com": true},
		},
		organisations: map[string]string{"contoso.com": "Contoso"},
		contacts:      map[string]string{"brightpaper.com": "ann@brightpaper.com"},
	}
}

func TestWarningsSayWhyOneShouldLookTwice(t *testing.T) {
	for name, c := range map[string]struct {
		letter Letter
		want   string
		how    string
	}{
		"a customer":                                {Letter{From: "ann@gmail.com", Name: "Ann Lee"}, "", ""},
		"a Chinese customer":                        {Letter{From: "12345678@qq.com", Name: "王伟"}, "", ""},
		"a house":                                   {Letter{From: "orders@paper-mill.de", Name: "Paper Mill GmbH"}, "", ""},
		"ourselves":                                 {Letter{From: "help@lanxue.com", Name: "澜学"}, "", ""},
		"a branch of ours":                          {Letter{From: "news@mail.lanxue.com", Name: "Lanxue"}, "", ""},
		"a colleague from home":                     {Letter{From: "maria.private@gmail.com", Name: "Maria Weber"}, "", ""},
		"a digit for a letter":                      {Letter{From: "pay@1anxue.com"}, "like_ours", "letters"},
		"Cyrillic among Latin":                      {Letter{From: "pay@l\u0430nxue.com"}, "mixed_scripts", ""},
		"the same in Punycode":                      {Letter{From: "pay@xn--lnxue-3ve.com"}, "mixed_scripts", ""},
		"a letter lost":                             {Letter{From: "pay@lanxe.com"}, "like_ours", "typing"},
		"two letters swapped":                       {Letter{From: "pay@lanxeu.com"}, "like_ours", "typing"},
		"an accent":                                 {Letter{From: "pay@länxue.com"}, "like_ours", "letters"},
		"an ending reversed":                        {Letter{From: "pay@lanxue.cn.com"}, "like_ours", "ending"},
		"an ending of two letters":                  {Letter{From: "pay@lanxue.co"}, "like_ours", "ending"},
		"our domain before another":                 {Letter{From: "pay@lanxue.com.login-check.net"}, "hidden_domain", ""},
		"our domain in dashes before another":       {Letter{From: "pay@lanxue-com.login-check.net"}, "hidden_domain", ""},
		"an organisation's neighbour":               {Letter{From: "ceo@cont0so.com"}, "like_organisation", "letters"},
		"a contact's neighbour":                     {Letter{From: "ann@bright-paper.com"}, "like_contact", "typing"},
		"a contact's neighbour, m for rn":           {Letter{From: "ann@brightpaper.co"}, "like_contact", "ending"},
		"a colleague's name":                        {Letter{From: "boss.77@gmail.com", Name: "Maria Weber"}, "colleague_name", ""},
		"a colleague's name, family first":          {Letter{From: "boss.77@gmail.com", Name: "Weber, Maria"}, "colleague_name", ""},
		"a Chinese colleague's name":                {Letter{From: "boss.77@qq.com", Name: "欧阳小岚"}, "colleague_name", ""},
		"our name":                                  {Letter{From: "service@mail-center.top", Name: "澜学客服中心"}, "brand_name", ""},
		"our name in Latin":                         {Letter{From: "service@mail-center.top", Name: "Lanxue Support"}, "brand_name", ""},
		"our name as a part of a word":              {Letter{From: "x@mail-center.top", Name: "Planxuer"}, "", ""},
		"another address as a name":                 {Letter{From: "x@mail-center.top", Name: "ceo@contoso.com"}, "shows_other_address", ""},
		"one's own address as a name":               {Letter{From: "ann@gmail.com", Name: "ann@gmail.com"}, "", ""},
		"a list that writes for its members":        {Letter{From: "list@lists.example.org", Name: "ann@gmail.com via list", Bulk: true}, "", ""},
		"a form that writes for its visitor":        {Letter{From: "form@builder.example.org", Name: "ann@gmail.com", ReplyTo: []string{"ann@gmail.com"}}, "reply_elsewhere", ""},
		"answers to another domain of the house":    {Letter{From: "noreply@shop.de", ReplyTo: []string{"help@shop-service.de"}}, "", ""},
		"answers to public mail":                    {Letter{From: "ceo@contoso.com", ReplyTo: []string{"ceo.contoso@gmail.com"}}, "reply_elsewhere", ""},
		"answers to one's own other mailbox":        {Letter{From: "ann.lee@gmail.com", ReplyTo: []string{"ann.lee@outlook.com"}}, "", ""},
		"answers to a stranger's mailbox":           {Letter{From: "ann.lee@gmail.com", ReplyTo: []string{"fastpay@outlook.com"}}, "reply_elsewhere", ""},
		"a mass mail":                               {Letter{From: "news@shop.de", ReplyTo: []string{"x@gmail.com"}, Bulk: true}, "", ""},
		"a name of mixed letters":                   {Letter{From: "x@mail-center.top", Name: "Ma\u0433\u0456a"}, "mixed_scripts", ""},
		"a Russian customer":                        {Letter{From: "ivan@mail.ru", Name: "Иван Petrov"}, "", ""},
		"a Russian house":                           {Letter{From: "info@магазин.рф", Name: "Магазин"}, "", ""},
		"a Chinese house":                           {Letter{From: "info@澜学app.cn", Name: "张三 Zhang"}, "", ""},
		"Cyrillic letters alone that read as Latin": {Letter{From: "x@\u0430\u0440\u0440\u04cf\u0435.com"}, "mixed_scripts", ""},
		"no address":                                {Letter{From: "", Name: "Maria Weber"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := warnings(c.letter, shop())
			if c.want == "" {
				require.Empty(t, got)
				return
			}
			require.NotEmpty(t, got)
			require.Equal(t, c.want, got[0].Code, "%+v", got)
			require.Equal(t, c.how, got[0].Values["how"])
		})
	}
}

func TestWhomWeWroteToMayHaveAnyName(t *testing.T) {
	a := shop()
	a.known = true
	require.Empty(t, warnings(Letter{From: "maria77@gmail.com", Name: "Maria Weber", ReplyTo: []string{"other@outlook.com"}}, a))
	require.NotEmpty(t, warnings(Letter{From: "maria@1anxue.com", Name: "Maria"}, a), "a domain is not better known for it")
}

func TestNamesThatStandForOnePersonAlone(t *testing.T) {
	require.Equal(t, []string{"欧阳小岚 lan lin", "欧阳小岚", "lan lin"}, namesOf("欧阳小岚 Lan Lin"))
	require.Equal(t, []string{"maria weber"}, namesOf("Maria Weber"))
	require.Empty(t, namesOf("林岚"))
	require.Empty(t, namesOf("Ada"))
}

func TestProofFollowsTheDomainOfTheFrom(t *testing.T) {
	check := func(method, result, domain string) Check {
		return Check{Method: method, Result: result, Domain: domain}
	}
	for name, c := range map[string]struct {
		checks []Check
		proof  Proof
		reason string
	}{
		"DMARC passes":                   {[]Check{check("dmarc", "pass", "shop.example.com")}, Verified, "dmarc_pass"},
		"DMARC passes for somebody else": {[]Check{check("dmarc", "pass", "evil.com")}, Unproven, "nothing_aligned"},
		"DMARC fails, whatever passes":   {[]Check{check("dkim", "pass", "mailer.net"), check("dmarc", "fail", "example.com")}, Failed, "dmarc_fail"},
		"no policy, signed by the house": {[]Check{check("dkim", "pass", "example.com"), check("dmarc", "none", "")}, Verified, "dkim_aligned"},
		"no policy, sent by the house":   {[]Check{check("spf", "pass", "bounce.example.com")}, Verified, "spf_aligned"},
		"no policy, signed by another":   {[]Check{check("dkim", "pass", "mailer.net"), check("spf", "pass", "mailer.net")}, Unproven, "nothing_aligned"},
		"a signature that does not hold": {[]Check{check("dkim", "fail", "example.com")}, Unproven, "nothing_aligned"},
		"the name server was away":       {[]Check{check("dmarc", "temperror", "example.com")}, Unproven, "trouble"},
		"nothing":                        {nil, Unproven, "nothing_aligned"},
	} {
		t.Run(name, func(t *testing.T) {
			proof, reason := prove(Letter{From: "ann@shop.example.com", Verdict: Verdict{Receiver: "mx", Checks: c.checks}})
			require.Equal(t, c.proof, proof)
			require.Equal(t, c.reason, reason)
		})
	}
	proof, reason := prove(Letter{From: "ann@example.com", Verdict: Verdict{Checks: []Check{check("dmarc", "fail", "example.com")}}})
	require.Equal(t, Unchecked, proof, "nobody whom we trust has said it")
	require.Equal(t, "no_receiver", reason)
}
