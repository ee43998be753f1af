package calendar

import (
	"context"
	"time"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/kit/workhours"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// List is every calendar in use, by name.
func (b *Book) List(ctx context.Context, who access.Actor) ([]Calendar, error) {
	if err := who.Require(access.StaffView); err != nil {
		return nil, err
	}
	return all(ctx, b.db.Read())
}

// Stands tells whether a calendar is open now, and until when it stays so.
func (b *Book) Stands(c Calendar) Standing {
	clock, err := c.Hours.Clock()
	if err != nil { // the machine has forgotten a zone that it knew
		return Standing{}
	}
	return standing(clock, b.db.Now())
}

// OpenAt is what calendars are called that are open at an instant, by name.
func OpenAt(ctx context.Context, q db.Reader, now time.Time) ([]string, error) {
	calendars, err := all(ctx, q)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, c := range calendars {
		if clock, err := c.Hours.Clock(); err == nil && clock.Open(now) {
			names = append(names, c.Name)
		}
	}
	return names, nil
}

// Add puts a calendar into the book.
func (b *Book) Add(ctx context.Context, who access.Actor, name string, hours workhours.Calendar) (c Calendar, err error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return c, err
	}
	c.ID, c.Version = fact.CalendarID(uuid.Must(uuid.NewV7()).String()), 1
	if c.Name, err = named(name); err != nil {
		return c, err
	}
	if c.Hours, _, err = checked(hours); err != nil {
		return c, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		c.CreatedAt = tx.Now()
		if err := insert(ctx, tx, c); err != nil {
			return err
		}
		if err := keep(ctx, tx, who, c); err != nil {
			return err
		}
		return tell(ctx, tx, who, "calendar.added", c.ID, nil, c)
	})
	return c, err
}

// Change saves the next version of a calendar. Version is the one that was edited;
// another one is a conflict.
func (b *Book) Change(ctx context.Context, who access.Actor, id fact.CalendarID, name string, hours workhours.Calendar, version int) (c Calendar, err error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return c, err
	}
	if name, err = named(name); err != nil {
		return c, err
	}
	if hours, _, err = checked(hours); err != nil {
		return c, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if version != before.Version {
			return fault.New(fault.Conflict, "calendar.changed", "version", before.Version)
		}
		c = before
		c.Name, c.Hours, c.Version = name, hours, before.Version+1
		if err := update(ctx, tx, c); err != nil {
			return err
		}
		if err := keep(ctx, tx, who, c); err != nil {
			return err
		}
		return tell(ctx, tx, who, "calendar.changed", id, before, c)
	})
	return c, err
}

// Retire takes a calendar out of use. What it said stays.
func (b *Book) Retire(ctx context.Context, who access.Actor, id fact.CalendarID) error {
	if err := who.Require(access.RoutingManage); err != nil {
		return err
	}
	return b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := retire(ctx, tx, id); err != nil {
			return err
		}
		return tell(ctx, tx, who, "calendar.retired", id, before, nil)
	})
}

// Try counts a deadline by hours that need not be saved.
func (b *Book) Try(who access.Actor, hours workhours.Calendar, from time.Time, work time.Duration) (workhours.Deadline, error) {
	if err := who.Require(access.StaffView); err != nil {
		return workhours.Deadline{}, err
	}
	return tried(hours, from, work)
}

// mostYears is how many years a file is read for.
const mostYears = 10

// Read tells which dates of some years a calendar file names. It saves nothing.
func (b *Book) Read(who access.Actor, text string, first, last int) (workhours.Imported, error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return workhours.Imported{}, err
	}
	if first < 1970 || last < first || last-first >= mostYears || last > 9000 {
		return workhours.Imported{}, fault.New(fault.Invalid, "calendar.years_wrong", "limit", mostYears).At("first_year")
	}
	in, ok := workhours.Import(text, workhours.Date{Year: first, Month: time.January, Day: 1}, workhours.Date{Year: last + 1, Month: time.January, Day: 1})
	if !ok {
		return in, fault.New(fault.Invalid, "calendar.file_unreadable").At("text")
	}
	return in, nil
}

func tell(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.CalendarID, before, after any) error {
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "calendar", ID: string(id), Before: pictured(before), After: pictured(after)})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.CalendarChanged{Calendar: id, By: who.ID})
}

// pictured is what the audit shows of a calendar.
func pictured(of any) any {
	c, is := of.(Calendar)
	if !is {
		return nil
	}
	return map[string]any{"name": c.Name, "hours": c.Hours, "version": c.Version}
}
