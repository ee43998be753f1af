package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Mode is how a team's waiting work finds its people.
type Mode string

const (
	Pull Mode = "pull"  // people ask for the next
	Push Mode = "push"  // it is given at once
	Ask  Mode = "offer" // somebody is asked for a short time whether they take it
)

// Settings are how the house routes.
type Settings struct {
	Version    int                             `json:"version"`
	Targets    map[string]int                  `json:"targets" nullable:"false" doc:"minutes within which somebody should be taken, by kind of channel"`
	HeadStarts map[string]int                  `json:"head_starts" nullable:"false" doc:"percent of the target, by reason"`
	AtOnce     map[string]int                  `json:"at_once" nullable:"false" doc:"how many conversations at once fill a person, by kind of channel"`
	People     map[fact.StaffID]map[string]int `json:"people" nullable:"false" doc:"the same for those who differ"`
	Modes      map[fact.TeamID]Mode            `json:"modes" nullable:"false" doc:"how a team's work finds its people: pull, push, offer; pull where nothing is said"`
	Rules      []RoutingRule                   `json:"rules" nullable:"false" doc:"what conversations need of which conditions hold, in this order"`
	Offers     Offers                          `json:"offers"`
	Own        *Own                            `json:"own,omitempty" doc:"left out: two minutes"`
	Same       map[fact.TeamID]Same            `json:"same_person,omitempty" nullable:"false" doc:"teams in which who comes back waits for the one who handled their case"`
}

// Own is how somebody is waited for who is a customer's own person.
type Own struct {
	Seconds int `json:"seconds" minimum:"0" maximum:"3600" doc:"how long a customer waits for their own person while that one is there and full; then it is the stand-in, then anybody"`
}

// Same is how somebody is waited for who handled a case.
type Same struct {
	Days    int `json:"days" minimum:"1" maximum:"90" doc:"who was answered within so many days comes back to whoever did it"`
	Seconds int `json:"seconds" minimum:"0" maximum:"3600" doc:"how long they wait for that person while that one is there"`
}

// Offers is how people are asked whether they take a conversation.
type Offers struct {
	Seconds int `json:"seconds" minimum:"10" maximum:"600" doc:"how long somebody has to answer"`
	Missed  int `json:"missed" minimum:"1" maximum:"20" doc:"who misses so many in a row is taken to be away"`
}

// kinds of channels that wait in queues.
var kinds = []string{intake.Webchat, intake.Email, intake.Form, intake.API}

// Codes of reasons, in the order in which they are shown.
const (
	Risk           = "risk"
	Furious        = "furious"
	Angry          = "angry"
	Urgent         = "urgent"
	ThirdContact   = "third_contact" // the third or a later one within three days
	Again          = "again"         // not the first within seven days
	VIP            = "vip"
	PriorityUrgent = "priority_urgent"
	PriorityHigh   = "priority_high"
	PriorityLow    = "priority_low"
)

// Codes is every reason that can move a place.
var Codes = []string{Risk, Furious, Angry, Urgent, ThirdContact, Again, VIP, PriorityUrgent, PriorityHigh, PriorityLow}

// usual is how a house routes that has never said otherwise. A risk goes before
// whatever is merely loud; who comes back a third time has been failed twice.
func usual() Settings {
	return Settings{
		Targets: map[string]int{intake.Webchat: 2, intake.Email: 240, intake.Form: 240, intake.API: 240},
		HeadStarts: map[string]int{
			Risk: 200, Furious: 50, Angry: 25, Urgent: 25, ThirdContact: 75, Again: 25, VIP: 50,
			PriorityUrgent: 150, PriorityHigh: 50, PriorityLow: -50,
		},
		AtOnce: map[string]int{intake.Webchat: 3, intake.Email: 8, intake.Form: 8, intake.API: 8},
		People: map[fact.StaffID]map[string]int{},
		Modes:  map[fact.TeamID]Mode{},
		Offers: Offers{Seconds: 30, Missed: 3},
		Rules:  []RoutingRule{},
		Own:    &Own{Seconds: 120},
		Same:   map[fact.TeamID]Same{},
	}
}

// Bounds of what a house may set.
const (
	longestTarget = 7 * 24 * 60 // minutes
	mostHeadStart = 500         // percent of a target
	mostAtOnce    = 50
	mostReserved  = 3600 // seconds
)

// checked refuses what makes no sense, and fills in what was left out.
func (s Settings) checked() (Settings, error) {
	whole := usual()
	for kind, minutes := range s.Targets {
		if !slices.Contains(kinds, kind) || minutes < 1 || minutes > longestTarget {
			return s, fault.New(fault.Invalid, "routing.target_wrong", "longest", longestTarget).At("targets." + kind)
		}
		whole.Targets[kind] = minutes
	}
	for code, percent := range s.HeadStarts {
		least, most := 0, mostHeadStart
		if code == PriorityLow {
			least, most = -mostHeadStart, 0
		}
		if !slices.Contains(Codes, code) || percent < least || percent > most {
			return s, fault.New(fault.Invalid, "routing.head_start_wrong", "most", mostHeadStart).At("head_starts." + code)
		}
		whole.HeadStarts[code] = percent
	}
	if err := atOnce(whole.AtOnce, s.AtOnce, "at_once."); err != nil {
		return s, err
	}
	for person, own := range s.People {
		of := map[string]int{}
		if err := atOnce(of, own, "people."+string(person)+"."); err != nil {
			return s, err
		}
		if len(of) > 0 {
			whole.People[person] = of
		}
	}
	for t, mode := range s.Modes {
		if mode != Pull && mode != Push && mode != Ask {
			return s, fault.New(fault.Invalid, "routing.mode_unknown", "mode", string(mode)).At("modes." + string(t))
		}
		if mode != Pull {
			whole.Modes[t] = mode
		}
	}
	if s.Offers != (Offers{}) {
		if s.Offers.Seconds < 10 || s.Offers.Seconds > 600 || s.Offers.Missed < 1 || s.Offers.Missed > 20 {
			return s, fault.New(fault.Invalid, "routing.offers_wrong").At("offers")
		}
		whole.Offers = s.Offers
	}
	if s.Own != nil {
		if s.Own.Seconds < 0 || s.Own.Seconds > mostReserved {
			return s, fault.New(fault.Invalid, "routing.own_wrong", "most", mostReserved).At("own.seconds")
		}
		whole.Own = s.Own
	}
	for t, same := range s.Same {
		if same.Days < 1 || same.Days > 90 || same.Seconds < 0 || same.Seconds > mostReserved {
			return s, fault.New(fault.Invalid, "routing.same_wrong", "most", mostReserved).At("same_person." + string(t))
		}
		whole.Same[t] = same
	}
	rules, err := checkedRules(s.Rules)
	if err != nil {
		return s, err
	}
	whole.Rules, whole.Version = rules, s.Version
	return whole, nil
}

func atOnce(into, from map[string]int, at string) error {
	for kind, n := range from {
		if !slices.Contains(kinds, kind) || n < 1 || n > mostAtOnce {
			return fault.New(fault.Invalid, "routing.at_once_wrong", "most", mostAtOnce).At(at + kind)
		}
		into[kind] = n
	}
	return nil
}

// Target is how soon somebody of a kind of channel should be taken.
func (s Settings) Target(kind string) time.Duration {
	minutes := s.Targets[kind]
	if minutes == 0 {
		minutes = s.Targets[intake.API]
	}
	return time.Duration(minutes) * time.Minute
}

// Fills is how much of a person one conversation of a kind takes.
func (s Settings) Fills(who fact.StaffID, kind string) float64 {
	n := s.People[who][kind]
	if n == 0 {
		n = s.AtOnce[kind]
	}
	if n == 0 {
		n = s.AtOnce[intake.API]
	}
	return 1 / float64(n)
}

// Least is how much of a person the smallest conversation takes.
func (s Settings) Least(who fact.StaffID) float64 {
	least := s.Fills(who, kinds[0])
	for _, kind := range kinds {
		least = min(least, s.Fills(who, kind))
	}
	return least
}

// Mode is how work of a team finds its people. What has no team is for whoever
// asks for it.
func (s Settings) Mode(t fact.TeamID) Mode {
	if m := s.Modes[t]; m != "" && t != "" {
		return m
	}
	return Pull
}

// Gives tells whether any team is given work without asking for it.
func (s Settings) Gives() bool { return len(s.Modes) > 0 }

// largest is the most that head starts can come to, for a kind of channel.
func (s Settings) largest(kind string) time.Duration {
	sum := 0
	for percent := range maps.Values(s.HeadStarts) {
		sum += max(percent, -percent)
	}
	return s.Target(kind) * time.Duration(sum) / 100
}

// Routing is the settings as they stand.
func (b *Board) Routing(ctx context.Context, who access.Actor) (Settings, error) {
	if err := who.Require(access.StaffView); err != nil {
		return Settings{}, err
	}
	return b.settings(ctx, b.db.Read())
}

// ChangeRouting saves another version of the settings. Version is the one that was
// edited; another one is a conflict.
func (b *Board) ChangeRouting(ctx context.Context, who access.Actor, s Settings) (saved Settings, err error) {
	if err := who.Require(access.RoutingManage); err != nil {
		return Settings{}, err
	}
	if s, err = s.checked(); err != nil {
		return Settings{}, err
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		before, err := b.settings(ctx, tx)
		if err != nil {
			return err
		}
		if s.Version != before.Version {
			return fault.New(fault.Conflict, "routing.changed", "version", before.Version)
		}
		saved = s
		saved.Version++
		if err := b.save(ctx, tx, who, saved); err != nil {
			return err
		}
		err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "routing.changed", Kind: "routing", ID: fmt.Sprint(saved.Version), Before: before, After: saved})
		if err != nil {
			return err
		}
		return tx.Record(ctx, fact.RoutingChanged{Version: saved.Version, By: who.ID})
	})
	if err != nil {
		return Settings{}, err
	}
	b.lately.Store(&sight{saved, b.db.Now()})
	return saved, nil
}

func (b *Board) save(ctx context.Context, tx *db.Tx, who access.Actor, s Settings) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO routing (version, settings, by_id, at) VALUES (?, ?, ?, ?)", s.Version, string(text), who.ID, tx.Now().UnixMilli())
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "routing.changed", "version", s.Version).Because(err)
	}
	return err
}

// Settings is how the house routes. What it holds is everybody's: read it, change
// nothing in it.
func (b *Board) Settings(ctx context.Context) (Settings, error) {
	at, version := b.db.Now(), 0
	seen := b.lately.Load()
	if seen == nil {
		return b.settings(ctx, b.db.Read())
	}
	// Reading and checking a thousand rules takes longer than to ask whether they are the same.
	if err := b.db.Ask("SELECT COALESCE(MAX(version), 0) FROM routing").Scan(ctx, &version); err != nil {
		return Settings{}, fmt.Errorf("is how the house routes still the same: %w", err)
	}
	if version != seen.settings.Version {
		return b.settings(ctx, b.db.Read())
	}
	b.lately.Store(&sight{seen.settings, at})
	return seen.settings, nil
}

func (b *Board) settings(ctx context.Context, q db.Reader) (Settings, error) {
	var rows []struct {
		Version  int    `bun:"version"`
		Settings string `bun:"settings"`
	}
	at := b.db.Now()
	err := q.Ask("SELECT version, settings FROM routing ORDER BY version DESC LIMIT 1").Scan(ctx, &rows)
	if err != nil {
		return Settings{}, fmt.Errorf("read how the house routes: %w", err)
	}
	s := usual()
	if len(rows) > 0 {
		var kept Settings
		if err := json.Unmarshal([]byte(rows[0].Settings), &kept); err != nil {
			return s, fmt.Errorf("read version %d of how the house routes: %w", rows[0].Version, err)
		}
		// A rule that can be read no longer must not keep the others from being asked, nor
		// people from mending it.
		kept.Rules = slices.DeleteFunc(kept.Rules, func(r RoutingRule) bool {
			_, err := checkedRules([]RoutingRule{r})
			return err != nil
		})
		if s, err = kept.checked(); err != nil {
			return s, fmt.Errorf("version %d of how the house routes: %w", rows[0].Version, err)
		}
		s.Version = rows[0].Version
	}
	b.lately.Store(&sight{s, at})
	return s, nil
}

// Fresh is how long the settings are taken for true without asking. Another node
// may have changed them since.
const Fresh = 2 * time.Second

// NobodyGives tells from memory that no team is given work without asking. It
// answers inside a transaction.
func (b *Board) NobodyGives() bool {
	seen := b.lately.Load()
	return seen != nil && !seen.settings.Gives() && b.db.Now().Sub(seen.at).Abs() <= Fresh
}
