package factor

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

// The secret and the codes are of RFC 6238, appendix B, cut to six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for _, c := range []struct {
		what  string
		code  string
		now   int64
		last  int64
		step  int64
		right bool
	}{
		{"at its second", "287082", 59, 0, 1, true},
		{"with a space in it", "287 082", 59, 0, 1, true},
		{"years later", "081804", 1111111109, 0, 37037036, true},
		{"a step late", "081804", 1111111109 + 30, 0, 37037036, true},
		{"a step early", "050471", 1111111111 - 30, 0, 37037037, true},
		{"two steps late", "081804", 1111111109 + 60, 0, 0, false},
		{"two steps early", "050471", 1111111111 - 61, 0, 0, false},
		{"a second time", "081804", 1111111109, 37037036, 0, false},
		{"the one after, once the one before was used", "050471", 1111111111, 37037036, 37037037, true},
		{"the one before, once a later one was used", "081804", 1111111139, 37037037, 0, false},
		{"another", "000000", 59, 0, 0, false},
		{"nothing", "", 59, 0, 0, false},
		{"too many digits", "2870820", 59, 0, 0, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			step, right := Match(secret, c.code, at(c.now), c.last)
			require.Equal(t, c.right, right)
			require.Equal(t, c.step, step)
		})
	}
	_, right := Match("not base32 !", "287082", at(59), 0)
	require.False(t, right, "a damaged secret lets nobody in")
}

func TestASecretIsReadByAnApp(t *testing.T) {
	secret := NewSecret()
	require.Regexp(t, regexp.MustCompile(`^[A-Z2-7]{32}$`), secret)
	require.NotEqual(t, secret, NewSecret())
	address, err := url.Parse(Address("安澜 Anlan", "lin@example.cn", secret))
	require.NoError(t, err)
	require.Equal(t, "otpauth", address.Scheme)
	require.Equal(t, "totp", address.Host)
	require.Equal(t, "/安澜 Anlan:lin@example.cn", address.Path)
	require.Equal(t, secret, address.Query().Get("secret"))
	require.Equal(t, "安澜 Anlan", address.Query().Get("issuer"))
	require.NotContains(t, address.RawQuery, "+")
}

func TestRecoveryCodesAreManyAndForgiving(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range NewCodes() {
		require.Regexp(t, regexp.MustCompile(`^[a-z2-7]{4}(-[a-z2-7]{4}){3}$`), code)
		require.False(t, LooksLikeCode(code))
		seen[Normal(code)] = true
		require.Equal(t, Normal(code), Normal(" "+strings.ToUpper(strings.ReplaceAll(code, "-", " "))+" "))
	}
	require.Len(t, seen, Codes)
	require.Equal(t, Normal("loil-2222-2222-2222"), Normal("1O1L222222222222"), "what looks alike is the same")
}

func TestSixDigitsAreACode(t *testing.T) {
	for code, is := range map[string]bool{"123456": true, "123 456": true, "12345": false, "1234567": false, "12345a": false, "": false, "abcd-efgh-2345-6723": false} {
		require.Equal(t, is, LooksLikeCode(code), code)
	}
}
