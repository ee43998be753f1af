package email

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/trust"
)

// zone is a name server that knows a few names.
type zone map[string][]string

func (z zone) names() Names {
	none := func(name string) error { return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true} }
	return Names{
		TXT: func(_ context.Context, name string) ([]string, error) {
			if name == "away.example" {
				return nil, &net.DNSError{Err: "timeout", IsTimeout: true, IsTemporary: true}
			}
			if texts := z["TXT "+name]; texts != nil {
				return texts, nil
			}
			return nil, none(name)
		},
		MX: func(_ context.Context, name string) (list []*net.MX, err error) {
			for _, host := range z["MX "+name] {
				list = append(list, &net.MX{Host: host + "."})
			}
			return list, nil
		},
		IP: func(_ context.Context, name string) (list []netip.Addr, err error) {
			for _, ip := range z["IP "+name] {
				list = append(list, netip.MustParseAddr(ip))
			}
			if list == nil {
				return nil, none(name)
			}
			return list, nil
		},
	}
}

func TestWhoMaySendIsReadFromTheRecord(t *testing.T) {
	z := zone{
		"TXT plain.example":         {"other", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"},
		"TXT soft.example":          {"v=spf1 a mx/28 ~all"},
		"IP soft.example":           {"198.51.100.1"},
		"MX soft.example":           {"mail.soft.example"},
		"IP mail.soft.example":      {"198.51.100.33"},
		"TXT inc.example":           {"v=spf1 include:plain.example ?all"},
		"TXT red.example":           {"v=spf1 redirect=plain.example"},
		"TXT twice.example":         {"v=spf1 -all", "v=spf1 +all"},
		"TXT bad.example":           {"v=spf1 what:ever -all"},
		"TXT gone.example":          {"v=spf1 include:nowhere.example -all"},
		"TXT loop.example":          {"v=spf1 include:loop.example -all"},
		"TXT exists.example":        {"v=spf1 exists:%{ir}.list.example -all"},
		"IP 9.2.0.192.list.example": {"127.0.0.2"},
		"TXT late.example":          {"v=spf1 include:away.example -all"},
	}
	for _, c := range []struct{ domain, ip, want string }{
		{"plain.example", "192.0.2.9", "pass"}, {"plain.example", "2001:db8::1", "pass"}, {"plain.example", "203.0.113.5", "fail"},
		{"soft.example", "198.51.100.1", "pass"}, {"soft.example", "198.51.100.40", "pass"}, {"soft.example", "203.0.113.5", "softfail"},
		{"inc.example", "192.0.2.9", "pass"}, {"inc.example", "203.0.113.5", "neutral"},
		{"red.example", "192.0.2.9", "pass"}, {"red.example", "203.0.113.5", "fail"},
		{"twice.example", "192.0.2.9", "permerror"}, {"bad.example", "192.0.2.9", "permerror"}, {"gone.example", "192.0.2.9", "permerror"},
		{"loop.example", "192.0.2.9", "permerror"}, {"exists.example", "192.0.2.9", "pass"}, {"exists.example", "192.0.2.8", "fail"},
		{"late.example", "192.0.2.9", "temperror"}, {"away.example", "192.0.2.9", "temperror"}, {"nobody.example", "192.0.2.9", "none"}, {"", "192.0.2.9", "none"},
	} {
		got, why := (&spf{names: z.names(), ip: netip.MustParseAddr(c.ip)}).check(t.Context(), c.domain, 0)
		require.Equal(t, c.want, got, "%s from %s: %s", c.domain, c.ip, why)
	}
}

func TestMailThatWeReceiveIsExaminedByUs(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	z := zone{
		"TXT s1._domainkey.shop.example": {"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)},
		"TXT _dmarc.shop.example":        {"v=DMARC1; p=reject"},
		"TXT mailer.example":             {"v=spf1 ip4:192.0.2.9 -all"},
	}
	letter := "From: Ann <ann@shop.example>\r\nTo: help@anlan.example\r\nSubject: Hi\r\n\r\nHello\r\n"
	var signed bytes.Buffer
	require.NoError(t, dkim.Sign(&signed, strings.NewReader(letter), &dkim.SignOptions{Domain: "shop.example", Selector: "s1", Signer: private}))
	who := caller{ip: netip.MustParseAddr("192.0.2.9"), helo: "out.mailer.example", from: "bounce@mailer.example"}

	prove := func(raw string) (trust.Proof, string, []trust.Check) {
		found := examine(t.Context(), z.names(), who, "ann@shop.example", []byte(raw))
		s := trust.Of(trust.Letter{From: "ann@shop.example", Verdict: trust.Verdict{Receiver: "mx.anlan.example", Checks: found}})
		return s.Proof, s.Reason, found
	}
	proof, reason, found := prove(signed.String())
	require.Equal(t, trust.Verified, proof, "%+v", found)
	require.Equal(t, "dmarc_pass", reason)
	require.Equal(t, []trust.Check{
		{Method: "spf", Result: "pass", Domain: "mailer.example", Detail: "ip4:192.0.2.9"}, {Method: "dkim", Result: "pass", Domain: "shop.example"},
		{Method: "dmarc", Result: "pass", Domain: "shop.example", Detail: "p=reject"},
	}, found)

	proof, reason, found = prove(strings.Replace(signed.String(), "Hello", "Hullo", 1))
	require.Equal(t, trust.Failed, proof, "%+v", found)
	require.Equal(t, "dmarc_fail", reason)
	require.Equal(t, "fail", found[1].Result)

	proof, _, _ = prove(letter)
	require.Equal(t, trust.Failed, proof, "a strict policy, and nothing that speaks for it")
	delete(z, "TXT _dmarc.shop.example")
	proof, reason, _ = prove(letter)
	require.Equal(t, trust.Unproven, proof)
	require.Equal(t, "nothing_aligned", reason)
	proof, reason, _ = prove(signed.String())
	require.Equal(t, trust.Verified, proof)
	require.Equal(t, "dkim_aligned", reason)
}

func TestOnlyWhoComesFromOutsideIsExamined(t *testing.T) {
	for ip, outside := range map[string]bool{"127.0.0.1": false, "10.1.2.3": false, "192.168.0.9": false, "fd00::1": false, "8.8.8.8": true, "2606:4700::1": true} {
		require.Equal(t, outside, caller{ip: netip.MustParseAddr(ip)}.outside(), ip)
	}
	require.False(t, caller{}.outside())
}
