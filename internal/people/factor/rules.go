package factor

import (
	"crypto/subtle"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
)

// Match finds the step whose code this is: now, or one step to either side. A code
// that was used is none any more, so it must be of a step after last.
func Match(secret, code string, now time.Time, last int64) (step int64, right bool) {
	code = digits(code)
	at := now.Unix() / period
	for s := at - drift; s <= at+drift; s++ {
		want, err := hotp.GenerateCode(secret, uint64(max(s, 0)))
		if err == nil && s > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, right = s, true
		}
	}
	return step, right
}

// Normal is a recovery code as it is kept: people leave out the dashes and type
// capitals, and what looks alike means the same.
func Normal(code string) string {
	code = strings.NewReplacer("-", "", " ", "", "0", "o", "1", "l").Replace(strings.ToLower(strings.TrimSpace(code)))
	return strings.ReplaceAll(code, "l", "i")
}

// LooksLikeCode tells six digits from a recovery code, which has letters.
func LooksLikeCode(code string) bool {
	return len(digits(code)) == 6 && strings.Trim(code, "0123456789 \u3000") == ""
}

// digits keeps the digits: apps show "123 456".
func digits(code string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
}
