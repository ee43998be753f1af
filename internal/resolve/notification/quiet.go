package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// QuietSpan is a time of the day in which somebody is not pushed to. It begins on each
// of its days, and where it does not end later than it begins, it ends on the next.
type QuietSpan struct {
	Days []int  `json:"days" nullable:"false" doc:"on which it begins: 1 is Monday, 7 is Sunday"`
	From string `json:"from" doc:"15:04, in the person's time zone"`
	To   string `json:"to" doc:"not included; the same as from is a whole day"`
}

// QuietHours is when somebody is not pushed to. The bell has everything all the same.
type QuietHours struct {
	Spans    []QuietSpan
	TimeZone string // by which they are: the person's, else the one that was given with them
	Now      bool
}

// mostSpans is how many spans somebody has. Nobody needs as many.
const mostSpans = 14

// spanned makes sure that spans are times and days.
func spanned(spans []QuietSpan) error {
	if len(spans) > mostSpans {
		return fault.New(fault.Invalid, "quiet_hours.too_many", "limit", mostSpans).At("spans")
	}
	for _, s := range spans {
		if len(s.Days) == 0 || slices.ContainsFunc(s.Days, func(day int) bool { return day < 1 || day > 7 }) {
			return fault.New(fault.Invalid, "quiet_hours.days_wrong").At("spans")
		}
		for _, at := range []string{s.From, s.To} {
			if _, err := time.Parse("15:04", at); err != nil || len(at) != len("15:04") {
				return fault.New(fault.Invalid, "quiet_hours.time_wrong", "time", at).At("spans")
			}
		}
	}
	return nil
}

// zoned makes sure that there is such a time zone. "Local" would be the server's.
func zoned(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return fault.New(fault.Invalid, "quiet_hours.zone_unknown", "time_zone", name).At("time_zone")
	}
	return nil
}

// quiet tells whether a moment lies in any span. It goes by what a clock on the
// wall shows, so that nights are as long as they are when clocks are changed.
func quiet(spans []QuietSpan, zone *time.Location, now time.Time) bool {
	there := now.In(zone)
	clock, today := there.Format("15:04"), isoDay(there.Weekday())
	yesterday := (today+5)%7 + 1
	return slices.ContainsFunc(spans, func(s QuietSpan) bool {
		began := slices.Contains(s.Days, today) && clock >= s.From
		if s.To > s.From {
			return began && clock < s.To
		}
		return began || slices.Contains(s.Days, yesterday) && clock < s.To
	})
}

func isoDay(day time.Weekday) int { return (int(day)+6)%7 + 1 }

// QuietHours is when the asking person is not pushed to.
func (d *Desk) QuietHours(ctx context.Context, who access.Actor) (QuietHours, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return QuietHours{}, err
	}
	return quietHours(ctx, d.db.Read(), who.ID, d.db.Now())
}

// KeepQuiet chooses when the asking person is not pushed to. given is the zone by
// which it is as long as they have chosen none, such as that of their browser.
func (d *Desk) KeepQuiet(ctx context.Context, who access.Actor, spans []QuietSpan, given string) (q QuietHours, err error) {
	if err := who.Writes(); err != nil {
		return q, err
	}
	if err := spanned(spans); err != nil {
		return q, err
	}
	text, err := json.Marshal(spans)
	if err != nil {
		return q, err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		if given == "" {
			if err := tx.NewRaw("SELECT time_zone FROM staff WHERE id = ?", who.ID).Scan(ctx, &given); err != nil {
				return fmt.Errorf("in which zone is %s: %w", who.ID, err)
			}
		}
		if err := zoned(given); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO quiet_hours (staff_id, spans, time_zone, changed_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (staff_id) DO UPDATE SET spans = EXCLUDED.spans, time_zone = EXCLUDED.time_zone, changed_at = EXCLUDED.changed_at`,
			who.ID, string(text), given, tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("keep the quiet hours of %s: %w", who.ID, err)
		}
		q, err = quietHours(ctx, tx, who.ID, tx.Now())
		return err
	})
	return q, err
}

func quietHours(ctx context.Context, q bun.IDB, staff fact.StaffID, now time.Time) (h QuietHours, err error) {
	var kept struct {
		Spans string `bun:"spans"`
		Zone  string `bun:"zone"`
	}
	h.Spans = []QuietSpan{}
	err = q.NewRaw(`SELECT q.spans, COALESCE(NULLIF(s.time_zone, ''), q.time_zone) AS zone
		FROM quiet_hours q JOIN staff s ON s.id = q.staff_id WHERE q.staff_id = ?`, staff).Scan(ctx, &kept)
	if db.IsNone(err) {
		return h, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(kept.Spans), &h.Spans)
	}
	if err != nil {
		return h, fmt.Errorf("when is %s not pushed to: %w", staff, err)
	}
	if len(h.Spans) == 0 {
		return h, nil
	}
	zone, err := time.LoadLocation(kept.Zone)
	if err != nil { // it has gone from the tables of the world's zones
		zone = time.UTC
	}
	h.TimeZone, h.Now = kept.Zone, quiet(h.Spans, zone, now)
	return h, nil
}

// hold notes that nothing was pushed about a notification.
func hold(ctx context.Context, tx *db.Tx, n fact.NotificationID) error {
	if _, err := tx.Exec(ctx, "UPDATE notification SET held = TRUE WHERE id = ?", n); err != nil {
		return fmt.Errorf("note that %s is not pushed: %w", n, err)
	}
	return nil
}
