package email

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/trust"
)

func TestFindingsAreReadAsReceiversWriteThem(t *testing.T) {
	for name, c := range map[string]struct {
		field, by string
		want      []trust.Check
	}{
		"one that names header and selector": {
			`mx.receiver.example; dkim=pass header.i=@shop.example header.s=s1 header.b=abc; spf=pass (receiver.example: domain of ann@shop.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=ann@shop.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=shop.example`,
			"mx.receiver.example", []trust.Check{
				{Method: "dkim", Result: "pass", Domain: "shop.example"},
				{Method: "spf", Result: "pass", Domain: "shop.example", Detail: "receiver.example: domain of ann@shop.example designates 192.0.2.1 as permitted sender"},
				{Method: "dmarc", Result: "pass", Domain: "shop.example", Detail: "p=REJECT sp=REJECT dis=NONE"},
			},
		},
		"one without a name": {
			"spf=fail (sender IP is 192.0.2.9) smtp.mailfrom=shop.example; dkim=none (message not signed) header.d=none;dmarc=fail action=none header.from=shop.example;compauth=fail reason=001",
			Unnamed, []trust.Check{
				{Method: "spf", Result: "fail", Domain: "shop.example", Detail: "sender IP is 192.0.2.9"},
				{Method: "dkim", Result: "none", Domain: "none", Detail: "message not signed"},
				{Method: "dmarc", Result: "fail", Domain: "shop.example"},
			},
		},
		"with a version, a reason, and a semicolon in a comment": {
			`MX.Receiver.example 1; dkim=fail (a; b (c)) reason="signature did; not verify" header.d=shop.example; x-other=1`,
			"mx.receiver.example", []trust.Check{{Method: "dkim", Result: "fail", Domain: "shop.example", Detail: "signature did; not verify"}},
		},
		"nothing was looked at": {"mx.receiver.example; none", "mx.receiver.example", nil},
		"rubbish":               {"((((", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			by, got := findings(c.field)
			require.Equal(t, c.by, by)
			require.Equal(t, c.want, got)
		})
	}
}

func TestOnlyWhatOurReceiverWroteCounts(t *testing.T) {
	head := Header{
		{"received", "by inner.example"},
		{"authentication-results", "mx.example; dkim=fail header.d=shop.example"},
		{"authentication-results", "mx.example; spf=softfail smtp.mailfrom=shop.example"},
		{"received", "from somewhere by mx.example"},
		{"authentication-results", "mx.example; dmarc=pass header.from=shop.example"}, // brought along
		{"authentication-results", "evil.example; dmarc=pass header.from=shop.example"},
	}
	v := verdict(head, "mx.example")
	require.Equal(t, "mx.example", v.Seen)
	require.Equal(t, "mx.example", v.Receiver)
	require.Equal(t, []trust.Check{{Method: "dkim", Result: "fail", Domain: "shop.example"}, {Method: "spf", Result: "softfail", Domain: "shop.example"}}, v.Checks)
	for _, other := range []string{"", "elsewhere.example"} {
		v := verdict(head, other)
		require.Equal(t, "mx.example", v.Seen, "it is proposed")
		require.Empty(t, v.Receiver)
		require.Empty(t, v.Checks)
	}
}

func TestAFromThatItsDomainDisownsIsAClaim(t *testing.T) {
	channel := intake.Channel{ID: "c", Kind: intake.Email, Settings: []byte(`{"receiver":"mx.example"}`)}
	mail := func(field string) intake.Inbound {
		return Inbound(channel, []byte("Authentication-Results: "+field+"\r\nFrom: Ann <ann@shop.example>\r\nMessage-ID: <1@shop.example>\r\nSubject: Hi\r\n\r\nHello\r\n"))
	}
	good := mail("mx.example; dmarc=pass header.from=shop.example")
	require.Equal(t, trust.Verified, good.Trust.Proof)
	require.False(t, good.Sender.EmailClaimed)
	require.Equal(t, "ann@shop.example", good.Works)

	forged := mail("mx.example; dmarc=fail header.from=shop.example")
	require.Equal(t, trust.Failed, forged.Trust.Proof)
	require.True(t, forged.Sender.EmailClaimed)
	require.Empty(t, forged.Works)

	unknown := mail("elsewhere.example; dmarc=fail header.from=shop.example")
	require.Equal(t, trust.Unchecked, unknown.Trust.Proof)
	require.False(t, unknown.Sender.EmailClaimed)
}
