package queueing

import "math"

// Pace is how a line has moved lately. What is long ago weighs less: half of it
// each HalfLife.
type Pace struct {
	Taken  float64 `json:"taken"`   // how many were taken
	Busy   float64 `json:"busy"`    // how long somebody waited and somebody was there to take them
	Lost   float64 `json:"lost"`    // how many gave up
	Waited float64 `json:"waited"`  // how long they all waited, added up
	Come   float64 `json:"come"`    // how many came
	Passed float64 `json:"elapsed"` // how long was looked at
}

// Sight is what was true of a line for a stretch of time, until something happened.
type Sight struct {
	Time    float64 // how long
	Waiting int     // how many waited
	Staffed bool    // whether anybody was there who takes from it
}

// After is the pace once a stretch has passed.
func (p Pace) After(s Sight, halfLife float64) Pace {
	if s.Time <= 0 {
		return p
	}
	keep := math.Exp2(-s.Time / halfLife)
	// What happens all through the stretch fades while it lasts.
	lasting := halfLife / math.Ln2 * (1 - keep)
	p.Taken, p.Busy, p.Lost, p.Waited, p.Come, p.Passed = p.Taken*keep, p.Busy*keep, p.Lost*keep, p.Waited*keep, p.Come*keep, p.Passed*keep
	p.Passed += lasting
	if s.Waiting > 0 && s.Staffed {
		p.Busy += lasting
	}
	p.Waited += float64(s.Waiting) * lasting
	return p
}

// Least is how many takings, or losses, a rate is worth saying of.
const Least = 3

// Rate is how many are taken a unit of time while somebody waits, and false as long as too little was seen.
func (p Pace) Rate() (float64, bool) {
	if p.Taken < Least || p.Busy <= 0 {
		return 0, false
	}
	return p.Taken / p.Busy, true
}

// Impatience is how many give up for each unit of time that somebody waits: the
// likeliest rate of an exponential patience where those who were taken first count as
// having had at least as much of it. Nobody lost is no impatience.
func (p Pace) Impatience() float64 {
	if p.Lost < Least || p.Waited <= 0 {
		return 0
	}
	return p.Lost / p.Waited
}

// Arrivals is how many come in a unit of time.
func (p Pace) Arrivals() float64 {
	if p.Passed <= 0 {
		return 0
	}
	return p.Come / p.Passed
}
