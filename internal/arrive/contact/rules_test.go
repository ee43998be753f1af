package contact

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

func TestAddressesAreComparable(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		"Li.Hua@Example.COM":            "li.hua@example.com",
		"  li@example.com\n":            "li@example.com",
		`"Li, Hua" <Li@Example.com>`:    "li@example.com",
		"王小明@例子.中国":                     "王小明@例子.中国",
		"no address":                    "",
		"a@b@c":                         "",
		"two words@example.com":         "",
		strings.Repeat("a", 400) + "@b": "",
	} {
		require.Equal(t, want, NormalEmail(in), "%q", in)
	}
}

func TestPhoneNumbersAreComparable(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"138 0013 8000":       "13800138000",
		"+86 (138) 0013-8000": "+8613800138000",
		"＋８６１３８００１３８０００": "+8613800138000",
		"call me":               "",
		"12":                    "",
		strings.Repeat("9", 21): "",
	} {
		require.Equal(t, want, NormalPhone(in), "%q", in)
	}
}

func TestOnlyWhatTheChannelVouchesForIsVerified(t *testing.T) {
	s := Sender{Channel: "c", Visitor: "v", External: "e", Email: "Li@Example.com", Phone: "13800138000"}
	require.Equal(t, []Identity{
		{Kind: Visitor, Scope: "c", Value: "v", Verified: true},
		{Kind: External, Scope: "c", Value: "e", Verified: true},
		{Kind: Email, Value: "li@example.com"},
		{Kind: Phone, Value: "13800138000"},
	}, claims(s), "the surest first")
	s.Vouched = true
	for _, i := range claims(s) {
		require.True(t, i.Verified, i.Kind)
	}
	require.Empty(t, claims(Sender{Name: "nobody"}))
}

func TestTwoLongIdsThatBeginAlikeStayTwo(t *testing.T) {
	long := strings.Repeat("x", 400)
	a, b := claims(Sender{External: long + "a"}), claims(Sender{External: long + "b"})
	require.NotEqual(t, a[0].Value, b[0].Value)
	require.LessOrEqual(t, len(a[0].Value), maxValue)
}

func TestASenderFillsWhatIsEmptyAndOverwritesNoName(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	known := row{Name: "王小明", Locale: "zh-CN", Attributes: map[string]any{"plan": "basic"}}
	for _, c := range []struct {
		situation string
		before    row
		says      Sender
		fields    []string
	}{
		{"nothing new", known, Sender{Name: "Somebody", Locale: "en"}, nil},
		{"a name for who had none", row{}, Sender{Name: " 小明 "}, []string{"name"}},
		{"a time zone that exists", known, Sender{TimeZone: "Asia/Shanghai"}, []string{"time_zone"}},
		{"a time zone that does not", known, Sender{TimeZone: "Mars/Olympus"}, nil},
		{"an attribute that is the same", known, Sender{Attributes: map[string]any{"plan": "basic"}}, nil},
		{"an attribute that moved on", known, Sender{Attributes: map[string]any{"plan": "pro"}}, []string{"attributes"}},
	} {
		after, fields := named(c.before, c.says, now)
		require.Equal(t, c.fields, fields, c.situation)
		require.Equal(t, now.UnixMilli(), after.SeenAt, c.situation)
		if c.before.Name != "" {
			require.Equal(t, c.before.Name, after.Name, c.situation)
		}
	}
	require.Equal(t, "basic", known.Attributes["plan"], "a rule leaves its input alone")
}

func TestAttributesAreBounded(t *testing.T) {
	many := map[string]any{}
	for i := range 2 * maxAttributes {
		many[strings.Repeat("k", i+1)] = i
	}
	require.Len(t, joined(nil, many), maxAttributes)
	_, _, err := changed(row{}, Edit{Attributes: many})
	fault.Want(t, err, "contact.too_many_attributes")
}

func TestAnEditTellsWhatIsDifferent(t *testing.T) {
	name, same, tier, odd, zone := "李华 ", "李华", VIP, Tier("gold"), "Mars/Olympus"
	c := row{Name: "李华", Tier: Standard, Attributes: map[string]any{"a": 1.0}}

	_, fields, err := changed(c, Edit{Name: &name, Attributes: map[string]any{"a": 1}})
	require.NoError(t, err)
	require.Empty(t, fields, "space around a name and the kind of a number are no change")

	after, fields, err := changed(c, Edit{Name: &same, Tier: &tier})
	require.NoError(t, err)
	require.Equal(t, []string{"tier"}, fields)
	require.Equal(t, VIP, after.Tier)

	_, _, err = changed(c, Edit{Tier: &odd})
	fault.Want(t, err, "contact.unknown_tier")
	_, _, err = changed(c, Edit{TimeZone: &zone})
	fault.Want(t, err, "contact.unknown_time_zone")
	long := strings.Repeat("名", maxName+1)
	_, _, err = changed(c, Edit{Name: &long})
	fault.Want(t, err, "contact.name_too_long")
}
