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
)

// kept is a presence with what lies behind it.
type kept struct {
	State  State
	Chosen State
	Since  time.Time
	Seen   time.Time
}

// chosen is the presence after a choice, which is a sign of life too.
func chosen(p kept, choice State, now time.Time) (kept, error) {
	if choice != Online && choice != Busy && choice != Away {
		return p, fault.New(fault.Invalid, "presence.unknown", "state", string(choice)).At("state")
	}
	p.Chosen, p.Seen = choice, now
	return p.turned(choice, now), nil
}

// awake is the presence after a sign of life.
func awake(p kept, now time.Time) kept {
	if p.State == Offline && now.Sub(p.Seen) > memory {
		p.Chosen = Online
	}
	p.Seen = now
	return p.turned(p.Chosen, now)
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
