package presence

import (
	"time"

	"anlan/internal/platform/fault"
)

const (
	// patience is how long nobody is called offline after their last sign of
	// life: a reload, a tunnel and a lift all take less.
	patience = time.Minute
	// grain is how often a sign of life is worth a write. An open screen gives
	// one at least every half minute, so two may be lost before patience ends.
	grain = 20 * time.Second
	// memory is how long a choice outlives its screen. Who said "busy" and lost
	// the network comes back busy; who said "away" last night comes back online.
	memory = time.Hour
	// longest is how far ahead a choice may say that it ends.
	longest = 24 * time.Hour
)

// kept is a presence with what lies behind it.
type kept struct {
	State  State
	Chosen State
	Reason string
	Until  time.Time
	Since  time.Time
	Seen   time.Time
}

// chosen is the presence after a choice, which is a sign of life too.
func chosen(p kept, c Choice, now time.Time) (kept, error) {
	switch c.State {
	case Online, Busy, Away, AfterCall:
	default:
		return p, fault.New(fault.Invalid, "presence.unknown", "state", string(c.State)).At("state")
	}
	if c.State == Online && (c.Reason != "" || !c.Until.IsZero()) {
		return p, fault.New(fault.Invalid, "presence.online_needs_nothing")
	}
	if !c.Until.IsZero() && (!c.Until.After(now) || c.Until.Sub(now) > longest) {
		return p, fault.New(fault.Invalid, "presence.until_wrong", "hours", int(longest.Hours())).At("until")
	}
	before := p
	p.Chosen, p.Reason, p.Until, p.Seen = c.State, c.Reason, c.Until, now
	if p.Reason != before.Reason && p.State == c.State {
		p.Since = now
	}
	return p.turned(c.State, now), nil
}

// awake is the presence after a sign of life.
func awake(p kept, now time.Time) kept {
	if p.State == Offline && now.Sub(p.Seen) > memory {
		p = p.free()
	}
	p.Seen = now
	p = back(p, now)
	return p.turned(p.Chosen, now)
}

// back is the presence when a choice that had an end has come to it.
func back(p kept, now time.Time) kept {
	if p.Until.IsZero() || now.Before(p.Until) {
		return p
	}
	p = p.free()
	if p.State == Offline {
		return p
	}
	return p.turned(Online, now)
}

// free takes a choice back.
func (p kept) free() kept {
	p.Chosen, p.Reason, p.Until = Online, "", time.Time{}
	return p
}

// asleep is the presence when nobody has given a sign of life: offline once
// patience has ended.
func asleep(p kept, now time.Time) kept {
	if now.Sub(p.Seen) < patience {
		return p
	}
	return p.turned(Offline, now)
}

func (p kept) turned(to State, now time.Time) kept {
	if p.State != to {
		p.State, p.Since = to, now
	}
	return p
}
