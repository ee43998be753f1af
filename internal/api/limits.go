package api

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/time/rate"

	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// limits keep one caller from taking everything. They are wide enough that
// honest work never meets them.
type limits struct {
	mu   sync.Mutex
	by   map[string]*allowance
	last time.Time
}

type allowance struct {
	*rate.Limiter
	used time.Time
}

// Requests a second, and how many at once.
var (
	browserRate  = [2]int{100, 400}
	tokenRate    = [2]int{3000, 6000} // a shop's whole traffic may come through one token
	strangerRate = [2]int{20, 100}    // sign-in, setup, invitations, by address
)

func newLimits() *limits { return &limits{by: map[string]*allowance{}} }

// standing is how much of a limit a caller has left.
type standing struct {
	limit int           // requests at once
	rate  int           // and then so many a second
	left  int           // before the caller has to wait
	full  time.Duration // until all of it is there again
}

func (l *limits) admit(who access.Actor) (standing, error) {
	if who.Token != "" {
		return l.take("token:"+string(who.Token), tokenRate)
	}
	return l.take("session:"+string(who.Session), browserRate)
}

func (l *limits) stranger(ip string) error {
	_, err := l.take("ip:"+network(ip), strangerRate)
	return err
}

// network is whom an address belongs to: one caller has a whole /64 of IPv6.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Unmap().Is4() {
		return ip
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}

// signing is a system that signs what it brings: as much traffic as a token's.
func (l *limits) signing(ip string) error {
	_, err := l.take("signing:"+network(ip), tokenRate)
	return err
}

func (l *limits) take(key string, allowed [2]int) (standing, error) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	a := l.by[key]
	if a == nil {
		a = &allowance{Limiter: rate.NewLimiter(rate.Limit(allowed[0]), allowed[1])}
		l.by[key] = a
	}
	a.used = now
	admitted := a.AllowN(now, 1)
	tokens := a.TokensAt(now)
	s := standing{limit: allowed[1], rate: allowed[0], left: max(0, int(tokens))}
	s.full = time.Duration((float64(allowed[1]) - tokens) / float64(allowed[0]) * float64(time.Second))
	if admitted {
		return s, nil
	}
	wait := math.Ceil((1 - tokens) / float64(a.Limit()))
	return s, fault.New(fault.Limited, "request.too_many", "seconds", max(1, int(wait)))
}

// tell writes how a caller stands into the answer: RateLimit-Policy and RateLimit as
// draft-ietf-httpapi-ratelimit-headers-10 has them, and the three X-RateLimit
// headers that programs of today read. Counted by this node.
func (s standing) tell(ctx huma.Context) {
	window := (s.limit + s.rate - 1) / s.rate // seconds in which all of it comes back
	reset := int(math.Ceil(s.full.Seconds()))
	ctx.SetHeader("RateLimit-Policy", fmt.Sprintf(`"requests";q=%d;w=%d`, s.limit, window))
	ctx.SetHeader("RateLimit", fmt.Sprintf(`"requests";r=%d;t=%d`, s.left, reset))
	ctx.SetHeader("X-RateLimit-Limit", strconv.Itoa(s.limit))
	ctx.SetHeader("X-RateLimit-Remaining", strconv.Itoa(s.left))
	ctx.SetHeader("X-RateLimit-Reset", strconv.Itoa(reset))
}

// forget drops callers that have been quiet, once a minute.
func (l *limits) forget(now time.Time) {
	if now.Sub(l.last) < time.Minute {
		return
	}
	l.last = now
	for key, a := range l.by {
		if now.Sub(a.used) > 5*time.Minute {
			delete(l.by, key)
		}
	}
}
