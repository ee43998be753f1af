package world

import "time"

// monday is the day on which every world begins.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// At is a time of the first day, as "15:01" or "15:01:30".
func At(clock string) time.Time {
	layout := "15:04"
	if len(clock) > len(layout) {
		layout = "15:04:05"
	}
	t, err := time.Parse(layout, clock)
	if err != nil {
		panic("world: no time of day: " + clock)
	}
	return monday.Add(t.Sub(t.Truncate(24 * time.Hour)))
}

// Now is what the clock of this world shows.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Until moves the clock to a time of the first day. It never runs backwards.
func (w *World) Until(clock string) {
	w.T.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if at := At(clock); at.Before(w.now) {
		w.T.Fatalf("the clock shows %s already and does not go back to %s", w.now.Format("15:04:05"), clock)
	} else {
		w.now = at
	}
}

// Pass moves the clock on.
func (w *World) Pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}
