package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/workhours"
	"anlan/internal/people/access"
	"anlan/internal/people/calendar"
)

func (e *Edge) routeCalendars() {
	const tag = "Working time"
	handle(e, route{id: "list-calendars", method: http.MethodGet, path: "/v1/calendars", summary: "When the house works, and whether it does now", tag: tag, needs: access.StaffView, clear: true}, e.listCalendars)
	handle(e, route{id: "add-calendar", method: http.MethodPost, path: "/v1/calendars", summary: "Add a calendar of working time", tag: tag, status: http.StatusCreated, repeats: true, needs: access.RoutingManage, clear: true}, e.addCalendar)
	handle(e, route{id: "change-calendar", method: http.MethodPut, path: "/v1/calendars/{id}", summary: "Save the next version of a calendar", tag: tag, needs: access.RoutingManage, clear: true}, e.changeCalendar)
	handle(e, route{id: "retire-calendar", method: http.MethodDelete, path: "/v1/calendars/{id}", summary: "Take a calendar out of use; its versions stay", tag: tag, status: http.StatusNoContent, needs: access.RoutingManage}, e.retireCalendar)
	handle(e, route{id: "try-calendar", method: http.MethodPost, path: "/v1/calendars/trial", summary: "Count a deadline in working time, with the steps to it; the hours need not be saved", tag: tag, needs: access.StaffView, clear: true}, e.tryCalendar)
	handle(e, route{id: "read-calendar-file", method: http.MethodPost, path: "/v1/calendars/file", summary: "Read the holidays of an iCalendar file; nothing is saved", tag: tag, needs: access.RoutingManage, clear: true, body: 4 << 20}, e.readCalendarFile)
	handle(e, route{id: "list-holidays", method: http.MethodGet, path: "/v1/holidays", summary: "Public holidays and the days that make up for them, as they were announced", tag: tag, needs: access.StaffView, clear: true}, e.listHolidays)
}

type calendarView struct {
	ID      fact.CalendarID    `json:"id"`
	Name    string             `json:"name"`
	Hours   workhours.Calendar `json:"hours"`
	Version int                `json:"version"`
	Open    bool               `json:"open" doc:"it is working time now"`
	Until   *time.Time         `json:"until" doc:"it stays open, or closed; null = for good"`
	Can     changeCan          `json:"can"`
}

func (e *Edge) viewCalendar(who access.Actor, c calendar.Calendar) calendarView {
	now := e.Calendars.Stands(c)
	return calendarView{c.ID, c.Name, c.Hours, c.Version, now.Open, since(now.Until), changeCan{calendar.CanChange(who)}}
}

func (e *Edge) listCalendars(ctx context.Context, who access.Actor, _ *struct{}) (All[calendarView], error) {
	calendars, err := e.Calendars.List(ctx, who)
	list := make([]calendarView, len(calendars))
	for i, c := range calendars {
		list[i] = e.viewCalendar(who, c)
	}
	return whole(list), err
}

type newCalendar struct {
	Body struct {
		Name  string             `json:"name"`
		Hours workhours.Calendar `json:"hours"`
	}
}

func (e *Edge) addCalendar(ctx context.Context, who access.Actor, in *newCalendar) (calendarView, error) {
	c, err := e.Calendars.Add(ctx, who, in.Body.Name, in.Body.Hours)
	if err != nil {
		return calendarView{}, err
	}
	return e.viewCalendar(who, c), nil
}

type CalendarPath struct {
	ID fact.CalendarID `path:"id"`
}

type calendarEdit struct {
	CalendarPath
	Body struct {
		Name    string             `json:"name"`
		Hours   workhours.Calendar `json:"hours"`
		Version int                `json:"version" doc:"the one that was edited"`
	}
}

func (e *Edge) changeCalendar(ctx context.Context, who access.Actor, in *calendarEdit) (calendarView, error) {
	c, err := e.Calendars.Change(ctx, who, in.ID, in.Body.Name, in.Body.Hours, in.Body.Version)
	if err != nil {
		return calendarView{}, err
	}
	return e.viewCalendar(who, c), nil
}

func (e *Edge) retireCalendar(ctx context.Context, who access.Actor, in *CalendarPath) (nothing, error) {
	return nothing{}, e.Calendars.Retire(ctx, who, in.ID)
}

type calendarTrial struct {
	Body struct {
		Hours       workhours.Calendar `json:"hours"`
		From        time.Time          `json:"from" doc:"when the clock is started"`
		WorkMinutes int64              `json:"work_minutes" minimum:"0" maximum:"527040" doc:"working time until it is due"`
	}
}

// deadlineView is a deadline with the way to it. Times have the calendar's zone.
type deadlineView struct {
	From        time.Time  `json:"from"`
	Due         time.Time  `json:"due"`
	WorkMinutes int64      `json:"work_minutes"`
	Steps       []stepView `json:"steps" nullable:"false" doc:"in order; what they counted comes to work_minutes"`
}

type stepView struct {
	Reason         workhours.Reason `json:"reason" enum:"outside,worked,day_off,holiday,make_up,other_hours,paused,clock_forward,clock_back"`
	From           time.Time        `json:"from"`
	Until          time.Time        `json:"until"`
	Days           int              `json:"days" doc:"how many dates it is about"`
	Name           string           `json:"name" doc:"of the exception"`
	CountedSeconds int64            `json:"counted_seconds" doc:"working time that it used up"`
	AmountSeconds  int64            `json:"amount_seconds" doc:"working time that a pause took; how far the clocks moved"`
}

func viewDeadline(d workhours.Deadline) deadlineView {
	v := deadlineView{d.From, d.At, int64(d.Work / time.Minute), make([]stepView, len(d.Steps))}
	for i, s := range d.Steps {
		v.Steps[i] = stepView{s.Reason, s.From, s.Until, s.Days, s.Name, int64(s.Counted / time.Second), int64(s.Amount / time.Second)}
	}
	return v
}

func (e *Edge) tryCalendar(_ context.Context, who access.Actor, in *calendarTrial) (deadlineView, error) {
	d, err := e.Calendars.Try(who, in.Body.Hours, in.Body.From, time.Duration(in.Body.WorkMinutes)*time.Minute)
	return viewDeadline(d), err
}

type calendarFile struct {
	Body struct {
		Text      string `json:"text" doc:"an iCalendar file (RFC 5545)"`
		FirstYear int    `json:"first_year" minimum:"1970" maximum:"9000"`
		LastYear  int    `json:"last_year" minimum:"1970" maximum:"9000" doc:"at most ten years"`
	}
}

type calendarFileView struct {
	Days []fileDayView `json:"days" nullable:"false"`
	Left []leftOutView `json:"left" nullable:"false" doc:"what gives no date, and why"`
}

type fileDayView struct {
	Date  workhours.Date `json:"date"`
	Name  string         `json:"name"`
	Works bool           `json:"works" doc:"a day of work that makes up for a holiday"`
}

type leftOutView struct {
	Name   string `json:"name"`
	Reason string `json:"reason" enum:"not_a_day,repeats_strange,cancelled,too_long"`
}

func (e *Edge) readCalendarFile(_ context.Context, who access.Actor, in *calendarFile) (calendarFileView, error) {
	read, err := e.Calendars.Read(who, in.Body.Text, in.Body.FirstYear, in.Body.LastYear)
	v := calendarFileView{make([]fileDayView, len(read.Days)), make([]leftOutView, len(read.Left))}
	for i, d := range read.Days {
		v.Days[i] = fileDayView{d.Date, d.Name, d.Works}
	}
	for i, l := range read.Left {
		v.Left[i] = leftOutView{l.Name, l.Reason}
	}
	return v, err
}

type noticeView struct {
	Region string           `json:"region" example:"CN" doc:"ISO 3166"`
	Year   int              `json:"year"`
	Source string           `json:"source" doc:"who announced it, under which number"`
	Issued workhours.Date   `json:"issued"`
	Days   []holidayDayView `json:"days" nullable:"false"`
}

type holidayDayView struct {
	Date    workhours.Date `json:"date"`
	Holiday string         `json:"holiday" enum:"new_year,spring_festival,qingming,labour_day,dragon_boat,mid_autumn,national_day,national_day_mid_autumn"`
	Works   bool           `json:"works" doc:"a day of work that makes up for it"`
}

func (e *Edge) listHolidays(_ context.Context, _ access.Actor, _ *struct{}) (All[noticeView], error) {
	list := []noticeView{}
	for _, n := range workhours.Notices() {
		v := noticeView{n.Region, n.Year, n.Source, n.Issued, make([]holidayDayView, len(n.Days))}
		for i, d := range n.Days {
			v.Days[i] = holidayDayView{d.Date, d.Holiday, d.Works}
		}
		list = append(list, v)
	}
	return whole(list), nil
}
