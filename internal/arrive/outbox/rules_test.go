package outbox

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/platform/id"
	"anlan/internal/platform/seal"
)

func TestWhyAMailCameBack(t *testing.T) {
	for _, c := range []struct{ status, said, want string }{
		{"5.1.1", "550 no such user", "address_unknown"},
		{"5.1.0", "", "address_unknown"},
		{"5.1.2", "host unknown", "domain_unknown"},
		{"5.1.10", "null MX", "domain_unknown"},
		{"5.1.3", "", "address_wrong"},
		{"5.1.8", "sender rejected", "policy"},
		{"5.2.1", "", "mailbox_off"},
		{"5.2.2", "quota", "mailbox_full"},
		{"4.2.2", "quota", "mailbox_full"},
		{"5.2.3", "", "too_large"},
		{"5.3.4", "", "too_large"},
		{"5.3.0", "", "trouble"},
		{"5.4.4", "", "domain_unknown"},
		{"5.4.6", "", "loop"},
		{"4.4.7", "", "undelivered"},
		{"5.6.7", "", "needs_utf8"},
		{"5.7.1", "blocked using zen.spamhaus.org", "spam"},
		{"5.7.26", "SPF and DKIM failed", "spam"},
		{"5.7.1", "邮件被反垃圾系统拦截", "spam"},
		{"5.7.129", "sender not in the allowed list", "policy"},
		{"5.7.133", "", "policy"},
		{"5.0.0", "", "bounced"},
		{"5.99.99", "", "bounced"},
		{"4.0.0", "", "undelivered"},
		{"", "free words", "bounced"},
	} {
		require.Equal(t, c.want, Because(c.status, c.said), "%+v", c)
	}
}

func TestTheNextTryComesSoonAtFirst(t *testing.T) {
	soon, trouble, here := Putting{Soon: true}, Putting{}, Putting{Here: true}
	for _, c := range []struct {
		tries int
		p     Putting
		want  time.Duration
	}{
		{1, soon, time.Minute}, {2, soon, 2 * time.Minute}, {9, soon, 10 * time.Minute},
		{1, trouble, time.Minute}, {5, trouble, 16 * time.Minute}, {60, trouble, 30 * time.Minute},
		{1, here, 5 * time.Second}, {99, here, 5 * time.Minute},
	} {
		require.Equal(t, c.want, pause(c.tries, c.p), "%+v", c)
	}
}

func TestAReturnPathNamesItsMessageAndOnlyWeCanMakeIt(t *testing.T) {
	ours, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	theirs, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	l, other := New(nil, nil, nil, ours), New(nil, nil, nil, theirs)
	m := fact.MessageID(id.New())
	path := l.ReturnPath("support@anlan.example", m)
	token := TokenIn(path)
	require.Len(t, token, 39)
	require.Equal(t, m, l.named(token, forBounces))
	require.Empty(t, other.named(token, forBounces))
	require.Empty(t, l.named(token[:38]+"a"[:1]+"a", forBounces))
	require.Empty(t, l.named("%", forBounces))
	require.Empty(t, TokenIn("support@anlan.example"))
	require.Empty(t, TokenIn("nowhere"))
	require.Equal(t, "a-very-long-name-of-a-mailbox@anlan.example", l.ReturnPath("a-very-long-name-of-a-mailbox@anlan.example", m), "longer than servers take")
	require.Equal(t, "support@anlan.example", l.ReturnPath("support@anlan.example", "not an id"))
	require.Equal(t, m, ownMessage("<"+OwnID("c1", m, "support@anlan.example")+">"))
	require.Empty(t, ownMessage("c.1.k.2@anlan.example"), "of a continuation")
}
