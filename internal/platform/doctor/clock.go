package doctor

import (
	"context"
	"fmt"
	"time"
)

// zones stand for the whole time zone database: one without and two with daylight saving.
var zones = []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York"}

// built is a day on which this code existed. A clock before it is wrong for certain.
var built = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Clocks are what Clock reads. Database may be nil: SQLite has no clock of its own.
type Clocks struct {
	Here     func() time.Time
	Database func(context.Context) (time.Time, error)
}

// Clock compares our time with the database's, because deadlines are judged by
// one and recorded by the other, and looks for the time zone data.
func Clock(c Clocks) Check {
	return Check{"clock", func(ctx context.Context) []Finding {
		found := zonesPresent()
		if c.Here().Before(built) {
			return append(found, bad(fmt.Sprintf("the clock says %s", c.Here().UTC().Format(time.RFC3339)),
				"set the clock, and let NTP keep it")...)
		}
		if c.Database == nil {
			return append(found, ok("it is %s", c.Here().UTC().Format(time.RFC3339))...)
		}
		before := c.Here()
		there, err := c.Database(ctx)
		if err != nil {
			return append(found, bad(fmt.Sprintf("the database does not tell its time: %v", err), "see the line about the database")...)
		}
		return append(found, drift(before, there, c.Here())...)
	}}
}

// drift judges the database's time against the moments before and after we asked.
func drift(before, there, after time.Time) []Finding {
	var apart time.Duration
	switch {
	case there.Before(before):
		apart = before.Sub(there)
	case there.After(after):
		apart = there.Sub(after)
	}
	apart = apart.Round(time.Millisecond)
	switch {
	case apart > 30*time.Second:
		return bad(fmt.Sprintf("this machine and the database are %s apart", apart), "let NTP keep both clocks")
	case apart > time.Second:
		return warn(fmt.Sprintf("this machine and the database are %s apart", apart), "let NTP keep both clocks")
	}
	return ok("this machine and the database agree on the time (within 1s)")
}

func zonesPresent() []Finding {
	for _, zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil {
			return bad(fmt.Sprintf("time zone %s is unknown here", zone), "install the package tzdata")
		}
	}
	return nil
}
