package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Wish is which day is played again, and with which weights. What is left out is as
// it is saved.
type Wish struct {
	Day        string // as 2026-03-01; "" = yesterday
	Zone       string
	Targets    map[string]int
	HeadStarts map[string]int
}

// PlayedDay is what a day would have looked like with other weights. Nothing of it is
// saved. All of it is played: before is the same play with the weights as they are
// saved, so that only the weights differ; was is what really happened.
type PlayedDay struct {
	Day     string       `json:"day"`
	From    time.Time    `json:"from"`
	Until   time.Time    `json:"until"`
	Hands   int          `json:"hands" doc:"how often somebody took something"`
	All     TrialGroup   `json:"all"`
	Classes []TrialGroup `json:"classes" nullable:"false" doc:"by the weightiest kind of reason: risk, urgent, repeat, vip, ordinary"`
	Queues  []TrialGroup `json:"queues" nullable:"false"`
	Unknown []string     `json:"unknown" nullable:"false" doc:"reasons that weighed nothing on that day, so that nobody knows of whom they held"`

	waits []TrialWait
}

// TrialDay is a day that can be played.
type TrialDay struct {
	Day   string `json:"day"`
	Taken int    `json:"taken" doc:"how many were taken on it"`
}

// TrialGroup is how long some of the day waited.
type TrialGroup struct {
	Key          string `json:"key" doc:"all, class:risk, queue: and its id"`
	Queue        *Queue `json:"queue" doc:"null where it is none"`
	BoundSeconds int64  `json:"bound_seconds" doc:"of a queue: whoever has waited so long is taken before all who have not, under the weights that are tried"`
	Waits        int    `json:"waits"`
	Up           int    `json:"up" doc:"how many are taken sooner than under the saved weights"`
	Down         int    `json:"down" doc:"how many later"`
	Was          Spread `json:"was" doc:"as it really was"`
	Before       Spread `json:"before" doc:"played with the weights as they are saved"`
	After        Spread `json:"after" doc:"played with those that are tried"`
}

// Spread is how long waits were. Who waits still when the day ends counts with what
// they had waited by then.
type Spread struct {
	HalfSeconds    float64 `json:"half_seconds" doc:"half waited no longer"`
	MostSeconds    float64 `json:"most_seconds" doc:"nine of ten did not"`
	LongestSeconds float64 `json:"longest_seconds"`
	Overdue        int     `json:"overdue" doc:"how many waited for three targets or longer"`
	Unfinished     int     `json:"unfinished" doc:"how many waited still when the day ended"`
}

// TrialWait is one wait of the day.
type TrialWait struct {
	Conversation  fact.ConversationID
	Queue         fact.QueueID
	Class         string
	Arrived       time.Time
	Because       string // as it ended; "" = not yet
	Was           Length
	Before        Length
	After         Length
	ReasonsBefore []HeadStart
	ReasonsAfter  []HeadStart
}

// Length is how long somebody waited.
type Length struct {
	Seconds    float64 `json:"seconds"`
	Overdue    bool    `json:"overdue"`
	Unfinished bool    `json:"unfinished" doc:"they waited still when the day ended"`
}

// classes of waits, the weightiest first, with the reasons that make them.
var classes = []struct {
	name  string
	codes []string
}{
	{"risk", []string{Risk}},
	{"urgent", []string{Furious, Angry, Urgent, PriorityUrgent, PriorityHigh}},
	{"repeat", []string{ThirdContact, Again}},
	{"vip", []string{VIP}},
	{"ordinary", nil},
}

// classOf is the class of a wait that has some reasons.
func classOf(reasons []HeadStart) string {
	for _, c := range classes {
		if slices.ContainsFunc(reasons, func(r HeadStart) bool { return slices.Contains(c.codes, r.Code) }) {
			return c.name
		}
	}
	return "ordinary"
}

// Bounds of what is played.
const (
	mostReplayed = 50_000
	playedDays   = 14
)

// Try plays a day again. It saves nothing.
func (b *Board) Try(ctx context.Context, who access.Actor, w Wish) (PlayedDay, error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return PlayedDay{}, err
	}
	saved, err := b.Settings(ctx)
	if err != nil {
		return PlayedDay{}, err
	}
	tried, err := saved.with(w)
	if err != nil {
		return PlayedDay{}, err
	}
	t := PlayedDay{}
	if t.Day, t.From, t.Until, err = dayOf(w, b.db.Now()); err != nil {
		return PlayedDay{}, err
	}
	stays, queues, err := b.stays(ctx, t.From, t.Until)
	if err != nil {
		return PlayedDay{}, err
	}
	if t.Unknown, err = b.unknown(ctx, stays, tried); err != nil {
		return PlayedDay{}, err
	}
	t.weigh(stays, saved, tried)
	t.group(queues, tried)
	return t, nil
}

// with is the settings with other weights.
func (s Settings) with(w Wish) (Settings, error) {
	s.Targets, s.HeadStarts = maps.Clone(s.Targets), maps.Clone(s.HeadStarts)
	maps.Copy(s.Targets, w.Targets)
	maps.Copy(s.HeadStarts, w.HeadStarts)
	return s.checked()
}

// dayOf is when a day began and ended, where somebody is. A day that is not over yet
// ends now.
func dayOf(w Wish, now time.Time) (day string, from, until time.Time, err error) {
	zone, err := placeOfZone(w.Zone)
	if err != nil {
		return "", from, until, err
	}
	here := now.In(zone)
	from = time.Date(here.Year(), here.Month(), here.Day()-1, 0, 0, 0, 0, zone)
	if w.Day != "" {
		if from, err = time.ParseInLocation(time.DateOnly, w.Day, zone); err != nil || !from.Before(now) {
			return "", from, until, fault.New(fault.Invalid, "routing.day_wrong", "day", w.Day).At("day").Because(err)
		}
	}
	until = from.AddDate(0, 0, 1)
	if until.After(now) {
		until = now
	}
	return from.Format(time.DateOnly), from.UTC(), until.UTC(), nil
}

func placeOfZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "routing.zone_unknown", "zone", name).At("time_zone").Because(err)
	}
	return zone, nil
}

// weigh plays the day with both settings, and sets each wait beside what it was.
func (t *PlayedDay) weigh(stays []stay, saved, tried Settings) {
	before, after := played(stays, saved, t.From, t.Until), played(stays, tried, t.From, t.Until)
	for i, s := range stays {
		if s.took() && !s.Left.Before(t.From) && s.Left.Before(t.Until) {
			t.Hands++
		}
		if s.Because == Moved {
			continue // it goes on waiting elsewhere
		}
		was := s.Left
		if !was.Before(t.Until) {
			was = time.Time{}
		}
		t.waits = append(t.waits, TrialWait{
			Conversation: s.Conversation, Queue: s.Queue, Class: classOf(s.Reasons), Arrived: s.Arrived, Because: s.Because,
			Was: t.length(s, was, saved), Before: t.length(s, before[i], saved), After: t.length(s, after[i], tried),
			ReasonsBefore: saved.reweighed(s.kind, s.Reasons), ReasonsAfter: tried.reweighed(s.kind, s.Reasons),
		})
	}
}

func (t *PlayedDay) length(s stay, end time.Time, under Settings) Length {
	open := end.IsZero()
	if open {
		end = t.Until
	}
	waited := max(0, end.Sub(s.Arrived))
	return Length{waited.Seconds(), waited >= patience*under.Target(s.kind), open}
}

// group sums the waits up.
func (t *PlayedDay) group(queues map[fact.QueueID]Queue, tried Settings) {
	t.All = t.sum("all")
	t.Classes, t.Queues = []TrialGroup{}, []TrialGroup{}
	for _, c := range classes {
		if g := t.sum("class:" + c.name); g.Waits > 0 {
			t.Classes = append(t.Classes, g)
		}
	}
	seen := map[fact.QueueID]bool{}
	for _, w := range t.waits {
		if seen[w.Queue] {
			continue
		}
		seen[w.Queue] = true
		g, it := t.sum("queue:"+string(w.Queue)), queues[w.Queue]
		g.Queue, g.BoundSeconds = &it, int64(patience*tried.Target(it.ChannelKind)/time.Second)
		t.Queues = append(t.Queues, g)
	}
	slices.SortFunc(t.Queues, func(a, b TrialGroup) int { return cmp.Or(cmp.Compare(b.Waits, a.Waits), cmp.Compare(a.Key, b.Key)) })
}

// in tells whether a wait belongs to a group.
func (w TrialWait) in(key string) bool {
	return key == "all" || key == "class:"+w.Class || key == "queue:"+string(w.Queue)
}

// Who waits still at the end of the day in both plays has not moved.
func (w TrialWait) up() bool   { return w.After.Seconds < w.Before.Seconds }
func (w TrialWait) down() bool { return w.After.Seconds > w.Before.Seconds }

func (t *PlayedDay) sum(key string) TrialGroup {
	g := TrialGroup{Key: key}
	var was, before, after []Length
	for _, w := range t.waits {
		if !w.in(key) {
			continue
		}
		g.Waits++
		if w.up() {
			g.Up++
		}
		if w.down() {
			g.Down++
		}
		was, before, after = append(was, w.Was), append(before, w.Before), append(after, w.After)
	}
	g.Was, g.Before, g.After = spread(was), spread(before), spread(after)
	return g
}

func spread(list []Length) (s Spread) {
	if len(list) == 0 {
		return s
	}
	seconds := make([]float64, len(list))
	for i, l := range list {
		seconds[i] = l.Seconds
		if l.Overdue {
			s.Overdue++
		}
		if l.Unfinished {
			s.Unfinished++
		}
	}
	slices.Sort(seconds)
	s.HalfSeconds, s.MostSeconds, s.LongestSeconds = within(seconds, 50), within(seconds, 90), seconds[len(seconds)-1]
	return s
}

// within is what so many of a hundred do not exceed, of a list that is in order.
func within(sorted []float64, percent int) float64 {
	return sorted[(len(sorted)*percent+99)/100-1]
}

// Which waits stand behind a number of a trial.
type Which struct {
	Group string // its key
	Of    string // was, before, after: whose number
	What  string // waits, up, down, half, most, longest, overdue, unfinished
}

// Behind lists the waits behind a number, the longest first.
func (t *PlayedDay) Behind(w Which) (list []TrialWait) {
	of := func(each TrialWait) Length { return each.After }
	switch w.Of {
	case "was":
		of = func(each TrialWait) Length { return each.Was }
	case "before":
		of = func(each TrialWait) Length { return each.Before }
	}
	var seconds []float64
	for _, each := range t.waits {
		if each.in(w.Group) {
			seconds = append(seconds, of(each).Seconds)
		}
	}
	slices.Sort(seconds)
	for _, each := range t.waits {
		if each.in(w.Group) && behind(each, of(each), w.What, seconds) {
			list = append(list, each)
		}
	}
	slices.SortFunc(list, func(a, b TrialWait) int {
		return cmp.Or(cmp.Compare(of(b).Seconds, of(a).Seconds), cmp.Compare(a.Conversation, b.Conversation))
	})
	return list
}

func behind(w TrialWait, l Length, what string, sorted []float64) bool {
	switch what {
	case "up":
		return w.up()
	case "down":
		return w.down()
	case "half":
		return l.Seconds >= within(sorted, 50)
	case "most":
		return l.Seconds >= within(sorted, 90)
	case "longest":
		return l.Seconds >= sorted[len(sorted)-1]
	case "overdue":
		return l.Overdue
	case "unfinished":
		return l.Unfinished
	}
	return true
}

// stays reads who waited in a stretch of time, with the queues.
func (b *Board) stays(ctx context.Context, from, until time.Time) ([]stay, map[fact.QueueID]Queue, error) {
	queues, err := b.all(ctx)
	if err != nil {
		return nil, nil, err
	}
	var rows []struct {
		placeRow
		Left    int64        `bun:"left_at"`
		Because string       `bun:"because"`
		By      fact.StaffID `bun:"staff_id"`
	}
	err = b.db.Ask(`SELECT `+passageColumns+`, left_at, because, staff_id FROM departure WHERE left_at >= ? AND entered_at < ?
		UNION ALL SELECT `+passageColumns+`, 0, '', '' FROM place WHERE entered_at < ? LIMIT ?`,
		from.UnixMilli(), until.UnixMilli(), until.UnixMilli(), mostReplayed+1).Scan(ctx, &rows)
	if err != nil {
		return nil, nil, fmt.Errorf("read who waited: %w", err)
	}
	if len(rows) > mostReplayed {
		return nil, nil, fault.New(fault.Invalid, "routing.day_too_full", "limit", mostReplayed).At("day")
	}
	list := make([]stay, len(rows))
	for i, r := range rows {
		p, err := r.place()
		if err != nil {
			return nil, nil, err
		}
		list[i] = stay{Passed: Passed{Place: p, Because: r.Because, By: r.By}, kind: queues[p.Queue].ChannelKind}
		if r.Left > 0 {
			list[i].Left = at(r.Left)
		}
	}
	slices.SortFunc(list, func(a, b stay) int {
		return cmp.Or(a.Entered.Compare(b.Entered), cmp.Compare(a.Conversation, b.Conversation), a.Left.Compare(b.Left))
	})
	return list, queues, nil
}

// all reads every queue.
func (b *Board) all(ctx context.Context) (map[fact.QueueID]Queue, error) {
	var rows []queueRow
	if err := b.db.Ask("SELECT "+queueColumns+" FROM queue q").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read queues: %w", err)
	}
	of := make(map[fact.QueueID]Queue, len(rows))
	for _, r := range rows {
		it, err := r.queue()
		if err != nil {
			return nil, err
		}
		of[it.ID] = it
	}
	return of, nil
}

// unknown are the reasons of which nothing can be said: they would weigh something,
// and weighed nothing when people came.
func (b *Board) unknown(ctx context.Context, stays []stay, tried Settings) ([]string, error) {
	versions := map[int]bool{}
	for _, s := range stays {
		versions[s.Routing] = true
	}
	list := []string{}
	for v := range versions {
		var texts []string
		if err := b.db.Ask("SELECT settings FROM routing WHERE version = ?", v).Scan(ctx, &texts); err != nil {
			return nil, fmt.Errorf("read version %d of how the house routes: %w", v, err)
		}
		for _, text := range texts {
			var then Settings
			if err := json.Unmarshal([]byte(text), &then); err != nil {
				return nil, fmt.Errorf("read version %d of how the house routes: %w", v, err)
			}
			for _, code := range Codes {
				if percent, said := then.HeadStarts[code]; said && percent == 0 && tried.HeadStarts[code] != 0 && !slices.Contains(list, code) {
					list = append(list, code)
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b string) int { return slices.Index(Codes, a) - slices.Index(Codes, b) })
	return list, nil
}

// Playable lists the last days on which anybody was taken, the newest first.
func (b *Board) Playable(ctx context.Context, who access.Actor, zone string) ([]TrialDay, error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return nil, err
	}
	place, err := placeOfZone(zone)
	if err != nil {
		return nil, err
	}
	list := []TrialDay{}
	here := b.db.Now().In(place)
	for back := range playedDays {
		from := time.Date(here.Year(), here.Month(), here.Day()-back, 0, 0, 0, 0, place)
		var n int
		err := b.db.Ask("SELECT COUNT(*) FROM departure WHERE left_at >= ? AND left_at < ? AND because = 'taken'", from.UnixMilli(), from.AddDate(0, 0, 1).UnixMilli()).Scan(ctx, &n)
		if err != nil {
			return nil, fmt.Errorf("count who was taken: %w", err)
		}
		if n > 0 {
			list = append(list, TrialDay{from.Format(time.DateOnly), n})
		}
	}
	return list, nil
}
