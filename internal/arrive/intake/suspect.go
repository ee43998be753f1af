package intake

import (
	"crypto/sha256"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
)

// What makes a stranger's message suspect. Each reason has a text on the screen.
const (
	SuspectLinks    = "many_links"
	SuspectRepeated = "repeated_text"
	SuspectAddress  = "many_from_address"
)

const (
	fewLinks     = 3 // more than these
	repeats      = 3 // the third time
	memory       = 24 * time.Hour
	burst        = 10 * time.Minute
	fewOfAddress = 5
	mostEchoes   = 50_000
)

var link = regexp.MustCompile(`(?i)(?:https?://|www\.)\S|\[url|<a\s`)

// links counts the links of a text.
func links(text string) int { return len(link.FindAllString(text, -1)) }

// Echo remembers for a day what strangers wrote and for minutes from where, as
// digests, to recognise what is sent again and again. Each node hears for itself.
type Echo struct {
	mu   sync.Mutex
	of   map[[32]byte][]time.Time
	tidy time.Time
}

// Judge tells what is suspect about a message, and remembers it. Without an
// address only its text is judged.
func (e *Echo) Judge(channel, text, address string, now time.Time) (reasons []string) {
	if links(text) > fewLinks {
		reasons = append(reasons, SuspectLinks)
	}
	if same := bare(text); len(same) >= 20 && e.heard("text:"+channel+":"+same, now, memory) >= repeats {
		reasons = append(reasons, SuspectRepeated)
	}
	if address != "" && e.heard("address:"+channel+":"+Neighbourhood(address), now, burst) > fewOfAddress {
		reasons = append(reasons, SuspectAddress)
	}
	return reasons
}

// heard notes one more and tells how many there were within a time.
func (e *Echo) heard(what string, now time.Time, within time.Duration) int {
	key := sha256.Sum256([]byte(what))
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil || len(e.of) > mostEchoes || now.Sub(e.tidy) > time.Hour {
		e.forget(now)
	}
	recent := []time.Time{now}
	for _, at := range e.of[key] {
		if now.Sub(at) < within && len(recent) < 100 {
			recent = append(recent, at)
		}
	}
	e.of[key] = recent
	return len(recent)
}

func (e *Echo) forget(now time.Time) {
	kept := map[[32]byte][]time.Time{}
	for key, list := range e.of {
		if now.Sub(list[0]) < memory && len(kept) < mostEchoes/2 {
			kept[key] = list
		}
	}
	e.of, e.tidy = kept, now
}

// bare is a text without what is varied to make it look new.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// Neighbourhood is the network that an address is of: its /24, or its /64.
func Neighbourhood(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap()
	bits := 64
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return address
	}
	return p.String()
}
