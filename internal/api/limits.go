package api

import (
	"math"
	"net/netip"
	"sync"
	"time"

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

func (l *limits) admit(who access.Actor) error {
	if who.Token != "" {
		return l.take("token:"+string(who.Token), tokenRate)
	}
	return l.take("session:"+string(who.Session), browserRate)
}

func (l *limits) stranger(ip string) error { return l.take("ip:"+network(ip), strangerRate) }

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
func (l *limits) signing(ip string) error { return l.take("signing:"+network(ip), tokenRate) }

func (l *limits) take(key string, allowed [2]int) error {
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
	if a.AllowN(now, 1) {
		return nil
	}
	wait := math.Ceil((1 - a.TokensAt(now)) / float64(a.Limit()))
	return fault.New(fault.Limited, "request.too_many", "seconds", max(1, int(wait)))
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
