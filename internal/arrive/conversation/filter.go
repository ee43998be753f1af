package conversation

import (
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Order is how a list is sorted.
type Order string

const (
	Newest         Order = "newest"          // by newest message
	Oldest         Order = "oldest"          // by newest message, the quietest first
	CreatedNewest  Order = "created_newest"  // by the conversation's beginning
	CreatedOldest  Order = "created_oldest"  // the same, the oldest first
	LongestWaiting Order = "longest_waiting" // who waits longest for us first, then who does not wait
	ByPriority     Order = "priority"        // the urgent first, and among them the newest
)

// Filter is what a person narrows a list to, in their own terms: "me" stays
// whoever looks, and "older than two days" moves with the clock. Empty fields do
// not narrow.
type Filter struct {
	States           []State               `json:"states,omitempty" nullable:"false" enum:"open,waiting,snoozed,resolved"`
	Statuses         []fact.StatusID       `json:"statuses,omitempty" nullable:"false" doc:"ids of own statuses"`
	Assignees        []string              `json:"assignees,omitempty" nullable:"false" doc:"staff ids, me, none"`
	Teams            []string              `json:"teams,omitempty" nullable:"false" doc:"team ids, mine, none"`
	TagsAny          []string              `json:"tags_any,omitempty" nullable:"false" doc:"wears at least one of these"`
	TagsAll          []string              `json:"tags_all,omitempty" nullable:"false" doc:"wears all of these"`
	TagsNone         []string              `json:"tags_none,omitempty" nullable:"false" doc:"wears none of these"`
	Channels         []fact.ChannelID      `json:"channels,omitempty" nullable:"false"`
	Priorities       []Priority            `json:"priorities,omitempty" nullable:"false" enum:"low,normal,high,urgent"`
	Tiers            []string              `json:"tiers,omitempty" nullable:"false" enum:"standard,vip" doc:"how closely the contact is looked after"`
	Organisations    []fact.OrganisationID `json:"organisations,omitempty" nullable:"false" doc:"where the contact belongs"`
	Topics           []fact.TopicID        `json:"topics,omitempty" nullable:"false" doc:"what it is about; whatever stands under a topic counts too"`
	Emotions         []string              `json:"emotions,omitempty" nullable:"false" enum:"calm,worried,angry,furious" doc:"how the customer felt who wrote last"`
	Risks            []string              `json:"risks,omitempty" nullable:"false" enum:"public_exposure,legal,account_theft,payment_loss,self_harm,violence,minors" doc:"kinds of risk that are open in it; any of them"`
	Created          Span                  `json:"created,omitzero" doc:"when the conversation began"`
	LastMessage      Span                  `json:"last_message,omitzero" doc:"when its newest message was sent"`
	WaitingOverHours float64               `json:"waiting_over_hours,omitempty" minimum:"0" maximum:"8760" doc:"the customer waits for us longer than this, in hours"`
	Order            Order                 `json:"order,omitempty" enum:"newest,oldest,created_newest,created_oldest,longest_waiting,priority" default:"newest"`
}

// Span is a stretch of time, by its ends or by its distance from now.
type Span struct {
	OverHours   float64    `json:"over_hours,omitempty" minimum:"0" maximum:"876000" doc:"longer ago than this, in hours"`
	WithinHours float64    `json:"within_hours,omitempty" minimum:"0" maximum:"876000" doc:"not longer ago than this, in hours"`
	From        *time.Time `json:"from,omitempty"`
	To          *time.Time `json:"to,omitempty"`
}

// between is a Span at one moment, in milliseconds; 0 is an open end.
type between struct {
	From int64 `json:"from,omitempty"`
	To   int64 `json:"to,omitempty"`
}

func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

func (s Span) at(now time.Time) (b between) {
	if s.WithinHours > 0 {
		b.From = now.Add(-hours(s.WithinHours)).UnixMilli()
	}
	if s.OverHours > 0 {
		b.To = now.Add(-hours(s.OverHours)).UnixMilli()
	}
	if s.From != nil {
		b.From = max(b.From, s.From.UnixMilli())
	}
	if s.To != nil && (b.To == 0 || s.To.UnixMilli() < b.To) {
		b.To = s.To.UnixMilli()
	}
	return b
}

// Narrow is what a Filter asks for beyond state, person and team, for one who
// looks at one moment.
type Narrow struct {
	Statuses      []fact.StatusID       `json:"statuses,omitempty"`
	TagsAny       []string              `json:"tags_any,omitempty"`
	TagsAll       []string              `json:"tags_all,omitempty"`
	TagsNone      []string              `json:"tags_none,omitempty"`
	Channels      []fact.ChannelID      `json:"channels,omitempty"`
	Priorities    []Priority            `json:"priorities,omitempty"`
	Tiers         []string              `json:"tiers,omitempty"`
	Organisations []fact.OrganisationID `json:"organisations,omitempty"`
	Topics        []fact.TopicID        `json:"topics,omitempty"`
	Emotions      []string              `json:"emotions,omitempty"`
	Risks         []string              `json:"risks,omitempty"`
	Created       between               `json:"created,omitzero"`
	Last          between               `json:"last,omitzero"`
	WaitingUpto   int64                 `json:"waiting_upto,omitempty"`
	Order         Order                 `json:"order,omitempty"`

	members []fact.ContactID // of the organisations, where they are few enough to walk one by one
}

// risks are the kinds that a filter may name.
var risks = []string{"public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors", "others_data"}

// mostOf bounds what a filter may name, so that no list becomes a thousand walks.
const mostOf = 20

// Checked is the filter as it is kept: known words only, tags made comparable.
func (f Filter) Checked() (Filter, error) {
	wrong := func(field string) error {
		return fault.New(fault.Invalid, "view.filter_wrong", "field", field).At("filter." + field)
	}
	known := map[string]bool{}
	for _, s := range []State{Open, Waiting, Snoozed, Resolved} {
		known["states "+string(s)] = true
	}
	for _, p := range priorityOrder {
		known["priorities "+string(p)] = true
	}
	known["tiers standard"], known["tiers vip"] = true, true
	for _, e := range []string{"calm", "worried", "angry", "furious"} {
		known["emotions "+e] = true
	}
	for _, r := range risks {
		known["risks "+r] = true
	}
	for field, words := range map[string][]string{"states": texts(f.States), "priorities": texts(f.Priorities), "tiers": f.Tiers, "emotions": f.Emotions, "risks": f.Risks} {
		for _, w := range words {
			if !known[field+" "+w] {
				return f, wrong(field)
			}
		}
	}
	for field, n := range map[string]int{
		"statuses": len(f.Statuses), "assignees": len(f.Assignees), "teams": len(f.Teams), "channels": len(f.Channels), "organisations": len(f.Organisations), "topics": len(f.Topics), "emotions": len(f.Emotions), "risks": len(f.Risks),
		"tags_any": len(f.TagsAny), "tags_all": len(f.TagsAll), "tags_none": len(f.TagsNone), "states": len(f.States), "priorities": len(f.Priorities),
	} {
		if n > mostOf {
			return f, fault.New(fault.Invalid, "view.filter_too_long", "field", field, "limit", mostOf).At("filter." + field)
		}
	}
	var err error
	for _, tags := range []*[]string{&f.TagsAny, &f.TagsAll, &f.TagsNone} {
		if len(*tags) == 0 {
			*tags = nil
		} else if *tags, err = cleanTags(*tags); err != nil {
			return f, err
		}
	}
	switch f.Order {
	case "", Newest, Oldest, CreatedNewest, CreatedOldest, LongestWaiting, ByPriority:
	default:
		return f, wrong("order")
	}
	return f, nil
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Query is the filter for one who looks now.
func (f Filter) Query(who access.Actor, now time.Time) Query {
	q := Query{States: f.States}
	for _, a := range f.Assignees {
		switch a {
		case "me":
			q.Assignees = append(q.Assignees, who.ID)
		case "none":
			q.Assignees = append(q.Assignees, "")
		default:
			q.Assignees = append(q.Assignees, fact.StaffID(a))
		}
	}
	for _, t := range f.Teams {
		switch t {
		case "mine":
			q.Teams = append(q.Teams, TeamsOf(who)...)
		case "none":
			q.Teams = append(q.Teams, "")
		default:
			q.Teams = append(q.Teams, fact.TeamID(t))
		}
	}
	q.Narrow = &Narrow{
		Statuses: f.Statuses, TagsAny: f.TagsAny, TagsAll: f.TagsAll, TagsNone: f.TagsNone,
		Channels: f.Channels, Priorities: f.Priorities, Tiers: f.Tiers, Organisations: f.Organisations,
		Topics: f.Topics, Emotions: f.Emotions, Risks: f.Risks,
		Created: f.Created.at(now), Last: f.LastMessage.at(now), Order: f.Order,
	}
	if f.WaitingOverHours > 0 {
		q.Narrow.WaitingUpto = now.Add(-hours(f.WaitingOverHours)).UnixMilli()
	}
	return q
}

// Narrowed is the same query on the path of the narrow ones, which can be walked
// to its end by ids alone.
func (q Query) Narrowed() Query {
	n := Narrow{}
	if q.Narrow != nil {
		n = *q.Narrow
	}
	if q.Tag != "" {
		n.TagsAll = append(slices.Clone(n.TagsAll), cleanTag(q.Tag))
	}
	if q.Channel != "" {
		n.Channels = []fact.ChannelID{q.Channel}
	}
	if q.Narrow == nil || n.Order == "" {
		n.Order = map[[2]bool]Order{{false, false}: Newest, {false, true}: Oldest, {true, false}: CreatedNewest, {true, true}: CreatedOldest}[[2]bool{q.Created, q.OldFirst}]
	}
	q.Tag, q.Channel, q.Narrow = "", "", &n
	return q
}

// counted tells whether the tally answers for a query: nothing narrows it but
// state, person and team.
func (q Query) counted() bool {
	n := q.Narrowed().Narrow
	return q.Contact == "" && len(q.Fields)+len(n.Statuses)+len(n.TagsAny)+len(n.TagsAll)+len(n.TagsNone)+len(n.Channels)+len(n.Priorities)+len(n.Tiers)+len(n.Organisations)+len(n.Topics)+len(n.Emotions)+len(n.Risks) == 0 &&
		n.Created == between{} && n.Last == between{} && n.WaitingUpto == 0
}
