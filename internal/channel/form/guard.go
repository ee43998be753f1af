package form

import (
	"crypto/sha256"
	"math/bits"
	"net/url"
	"strconv"
	"strings"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/platform/id"
	"anlan/internal/platform/seal"
)

// Why a form is suspect, besides what intake finds in the text.
const (
	suspectTrap     = "trap_filled"  // a field that people do not see
	suspectFast     = "too_fast"     // nobody types that fast
	suspectOld      = "page_too_old" // a page that was kept and is sent again
	suspectUnsigned = "no_page"      // it did not come from our page
	suspectIdle     = "no_work"      // the page's script did not run
)

const (
	quickest  = 3 * time.Second
	pageLife  = 24 * time.Hour
	keepsSlip = 30 * 24 * time.Hour
	workBits  = 16 // about 65,000 digests: a blink for one person, a bill for a million forms
)

// slip is what a page carries to say when it was given out. Its name makes the
// second sending of the same page a duplicate.
type slip struct {
	name  string
	given time.Time
}

// newSlip is given out with each fresh page.
func newSlip(s *seal.Sealer, c intake.Channel, now time.Time) string {
	name, given := id.New(), strconv.FormatInt(now.UnixMilli(), 10)
	q, _ := url.ParseQuery(s.Sign(slipOf(c, name, given), now.Add(keepsSlip))) // our own signature parses
	return strings.Join([]string{name, given, q.Get("exp"), q.Get("sig")}, ".")
}

func readSlip(s *seal.Sealer, c intake.Channel, text string, now time.Time) (slip, bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 4 || !s.Valid(slipOf(c, parts[0], parts[1]), parts[2], parts[3], now) {
		return slip{}, false
	}
	ms, err := strconv.ParseInt(parts[1], 10, 64)
	return slip{name: parts[0], given: time.UnixMilli(ms)}, err == nil
}

func slipOf(c intake.Channel, name, given string) string {
	return "form:" + string(c.ID) + ":" + name + ":" + given
}

// judge says what is suspect about how a form was sent.
func judge(s slip, signed bool, trap, work string, now time.Time) (reasons []string) {
	if trap != "" {
		reasons = append(reasons, suspectTrap)
	}
	switch age := now.Sub(s.given); {
	case !signed:
		return append(reasons, suspectUnsigned)
	case age < quickest:
		reasons = append(reasons, suspectFast)
	case age > pageLife:
		reasons = append(reasons, suspectOld)
	}
	if !worked(s.name, work) {
		reasons = append(reasons, suspectIdle)
	}
	return reasons
}

// worked checks what the page's script has found: a number that, behind the
// slip's name, gives a digest beginning with enough zero bits.
func worked(name, work string) bool {
	if work == "" || len(work) > 20 {
		return false
	}
	sum := sha256.Sum256([]byte(name + ":" + work))
	zeros := 0
	for _, b := range sum {
		zeros += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return zeros >= workBits
}
