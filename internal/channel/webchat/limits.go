package webchat

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"anlan/internal/platform/fault"
)

// allowed is how much one caller may do: a second, and at once. A whole office
// may share one address, a visitor is one person with two hands.
type allowed struct {
	perSecond rate.Limit
	atOnce    int
}

var (
	byAddress     = allowed{20, 200}
	byVisitor     = allowed{1, 20}   // messages
	byUploads     = allowed{0.2, 20} // files of ten megabytes
	byUploadsFrom = allowed{1, 60}   // a whole office's
	byIdentity    = allowed{2, 60}   // proofs of an address: many of one office sign in at nine
	byCallback    = allowed{0.02, 5} // a number each time
	byReceipt     = allowed{4, 20}   // read and delivered
)

type limits struct {
	mu   sync.Mutex
	of   map[string]*allowance
	tidy time.Time
}

type allowance struct {
	*rate.Limiter
	used time.Time
}

func newLimits() *limits { return &limits{of: map[string]*allowance{}} }

// take uses up one of what a caller may do.
func (l *limits) take(who string, a allowed, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	mine := l.of[who]
	if mine == nil {
		mine = &allowance{Limiter: rate.NewLimiter(a.perSecond, a.atOnce)}
		l.of[who] = mine
	}
	mine.used = now
	if !mine.AllowN(now, 1) {
		return fault.New(fault.Limited, "request.too_many", "seconds", int(1/a.perSecond)+1)
	}
	return nil
}

const remembered = 10 * time.Minute // by then every allowance is whole again

func (l *limits) forget(now time.Time) {
	if now.Sub(l.tidy) < time.Minute {
		return
	}
	l.tidy = now
	for who, a := range l.of {
		if now.Sub(a.used) > remembered {
			delete(l.of, who)
		}
	}
}
