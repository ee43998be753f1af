// Package calendar keeps when the house works: calendars of working time, each in a
// zone, with its week and its exceptions. A version that was saved once stays, so that
// what was counted by it can be explained. The arithmetic is kit/workhours. Facts out:
// calendar.changed.
package calendar

import (
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/workhours"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Calendar is when a part of the house works.
type Calendar struct {
	ID        fact.CalendarID
	Name      string
	Hours     workhours.Calendar
	Version   int
	CreatedAt time.Time
}

// Standing is how a calendar stands at an instant.
type Standing struct {
	Open  bool
	Until time.Time // it stays so; zero = for good, or for longer than anybody plans
}

// Book is all the calendars.
type Book struct{ db *db.DB }

// New opens the book.
func New(d *db.DB) *Book { return &Book{db: d} }

// CanChange tells whether who may write in the book.
func CanChange(who access.Actor) bool { return who.May(access.RoutingManage) }
