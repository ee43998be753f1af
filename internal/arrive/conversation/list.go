package conversation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Query names the conversations that one wants to see. Empty fields do not narrow.
type Query struct {
	States    []State
	Assignees []fact.StaffID // "" is nobody
	Teams     []fact.TeamID
	Tag       string
	Fields    []field.Wanted // all of them
	Contact   fact.ContactID
	Channel   fact.ChannelID
	IDs       []fact.ConversationID
	Created   bool // order by creation, not by newest message
	OldFirst  bool
	After     Place
	Limit     int
	Narrow    *Narrow // more than that; see Filter
}

// Place is where a page ended.
type Place struct {
	At      int64
	ID      fact.ConversationID
	Segment int // of an order that has several
}

// cardRow is a conversation with the names around it.
type cardRow struct {
	row
	ChannelKind  string `bun:"channel_kind"`
	ChannelName  string `bun:"channel_name"`
	ChannelState string `bun:"channel_state"`
	MailSettings string `bun:"mail_settings"` // of a mailbox; tells whether it can send
	ContactName  string `bun:"contact_name"`
	ContactTier  string `bun:"contact_tier"`
	AssigneeName string `bun:"assignee_name"`
	TeamName     string `bun:"team_name"`
	MergedNumber int64  `bun:"merged_number"`
}

// contactName is what to call a contact: who gave no name is called by their
// address. A chat's visitor has neither, and screens have a word for that.
const contactName = `CASE WHEN co.name <> '' THEN co.name ELSE COALESCE((
	SELECT i.value FROM identity i WHERE i.contact_id = co.id AND i.kind IN ('email', 'phone')
	ORDER BY i.verified DESC, i.kind, i.id LIMIT 1), '') END`

const cardColumns = `c.*, ch.kind AS channel_kind, ch.name AS channel_name, ch.state AS channel_state,
	CASE WHEN ch.kind = 'email' THEN ch.settings ELSE '' END AS mail_settings,
	` + contactName + ` AS contact_name, co.tier AS contact_tier,
	COALESCE(s.name, '') AS assignee_name, COALESCE(t.name, '') AS team_name, COALESCE(into_c.number, 0) AS merged_number`

// cardJoins begin at the page: an outer join keeps SQLite from beginning
// elsewhere, and walking the page once for each channel.
const cardJoins = `LEFT JOIN channel ch ON ch.id = c.channel_id
	LEFT JOIN contact co ON co.id = c.contact_id
	LEFT JOIN staff s ON s.id = c.assignee_id
	LEFT JOIN team t ON t.id = c.team_id
	LEFT JOIN conversation into_c ON into_c.id = c.merged_into AND c.merged_into <> ''`

// List shows a page of conversations. next is the zero Place at the end.
func (in *Inbox) List(ctx context.Context, who access.Actor, q Query) (page []Conversation, next Place, err error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, Place{}, err
	}
	if q.Narrow != nil && len(q.IDs) == 0 {
		return in.listNarrow(ctx, who, q)
	}
	var cards []cardRow
	query, args := q.sql()
	if err := in.db.Ask(query, args...).Anew().Scan(ctx, &cards); err != nil {
		return nil, Place{}, fmt.Errorf("list conversations: %w", err)
	}
	page, err = in.present(ctx, who, cards)
	if err != nil {
		return nil, Place{}, err
	}
	if q.Limit > 0 && len(cards) == q.Limit {
		end := cards[len(cards)-1]
		next = Place{At: end.LastMessageAt, ID: end.ID}
		if q.Created {
			next.At = end.CreatedAt
		}
	}
	return page, next, nil
}

// sql builds one walk per combination of state, person and team, each along an
// index and each no longer than the page, and merges their heads. So a page
// costs the same with a thousand conversations and with a million.
func (q Query) sql() (string, []any) {
	if len(q.IDs) > 0 {
		return "SELECT " + cardColumns + " FROM conversation c " + cardJoins + " WHERE c.id IN (?)", []any{q.IDs}
	}
	column, direction := "last_message_at", "DESC"
	if q.Created {
		column = "created_at"
	}
	if q.OldFirst {
		direction = "ASC"
	}
	order := fmt.Sprintf("ORDER BY %s %s, id %s LIMIT ?", column, direction, direction)

	var walks []string
	var args []any
	for _, state := range orAny(q.states()) {
		for _, assignee := range orAny(q.Assignees) {
			for _, team := range orAny(q.Teams) {
				from, fromArgs := q.walk(state, assignee, team, column)
				walks = append(walks, "SELECT * FROM (SELECT id, "+column+" FROM "+from+" "+order+") AS w")
				args = append(append(args, fromArgs...), q.Limit)
			}
		}
	}
	args = append(args, q.Limit)
	return "SELECT " + cardColumns + " FROM (SELECT id FROM (" + strings.Join(walks, " UNION ALL ") + ") AS walks " + order + ") AS picked" +
		" JOIN conversation c ON c.id = picked.id " + cardJoins +
		fmt.Sprintf(" ORDER BY c.%s %s, c.id %s", column, direction, direction), args
}

// states are those to walk. Most indexes have the state before the time, so that
// who asks for all states gets one walk for each.
func (q Query) states() []State {
	inOneWalk := q.Contact != "" || !q.Created && q.Tag == "" && q.Channel == "" && len(q.Assignees)+len(q.Teams)+len(q.Fields) == 0
	if len(q.States) > 0 || inOneWalk {
		return q.States
	}
	return []State{Open, Waiting, Snoozed, Resolved}
}

// orAny turns an empty list into one walk that does not narrow. What is asked for
// twice is walked once: two walks would show everything twice.
func orAny[T cmp.Ordered](list []T) []*T {
	if len(list) == 0 {
		return []*T{nil}
	}
	once := slices.Compact(slices.Sorted(slices.Values(list)))
	out := make([]*T, len(once))
	for i := range once {
		out[i] = &once[i]
	}
	return out
}

// narrowing collects conditions and their values.
type narrowing struct {
	clauses []string
	args    []any
}

func (n *narrowing) add(clause string, values ...any) {
	n.clauses, n.args = append(n.clauses, clause), append(n.args, values...)
}

func (n *narrowing) where() string {
	if len(n.clauses) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(n.clauses, " AND ")
}

// walk is the table and the conditions of one walk: the conversations, or, by
// newest message, those that wear the tag.
func (q Query) walk(state *State, assignee *fact.StaffID, team *fact.TeamID, column string) (string, []any) {
	var n narrowing
	if state != nil {
		n.add("state = ?", *state)
	}
	q.place(&n, column)
	if q.Tag != "" && !q.Created {
		n.add("tag = ?", cleanTag(q.Tag))
		if more := q.narrow(assignee, team); len(more.clauses) > 0 {
			n.add("EXISTS (SELECT 1 FROM conversation k WHERE k.id = w.id AND "+strings.Join(more.clauses, " AND ")+")", more.args...)
		}
		having(&n, "w.id", q.Fields)
		return "(SELECT conversation_id AS id, tag, state, last_message_at FROM conversation_tag) AS w" + n.where(), n.args
	}
	if len(q.Fields) > 0 && !q.Created {
		n.add("field_id = ? AND fold = ?", q.Fields[0].Field, q.Fields[0].Fold)
		more := q.narrow(assignee, team)
		more.add("merged_into = ''") // what was merged keeps its values, for when it is undone
		n.add("EXISTS (SELECT 1 FROM conversation k WHERE k.id = w.id AND "+strings.Join(more.clauses, " AND ")+")", more.args...)
		having(&n, "w.id", q.Fields[1:])
		return "(SELECT object_id AS id, field_id, fold, state, last_message_at FROM field_value) AS w" + n.where(), n.args
	}
	more := q.narrow(assignee, team)
	having(&more, "conversation.id", q.Fields)
	more.add("merged_into = ''") // the others are what there is no list of
	if q.Tag != "" {
		more.add("EXISTS (SELECT 1 FROM conversation_tag k WHERE k.conversation_id = conversation.id AND k.tag = ?)", cleanTag(q.Tag))
	}
	n.clauses, n.args = append(n.clauses, more.clauses...), append(n.args, more.args...)
	return "conversation" + n.where(), n.args
}

func (q Query) narrow(assignee *fact.StaffID, team *fact.TeamID) (n narrowing) {
	if assignee != nil {
		n.add("assignee_id = ?", *assignee)
	}
	if team != nil {
		n.add("team_id = ?", *team)
		if *team != "" {
			n.add("team_id <> ''") // as the index has it, without which SQLite passes it over
		}
	}
	if q.Contact != "" {
		n.add("contact_id = ?", q.Contact)
	}
	if q.Channel != "" {
		n.add("channel_id = ?", q.Channel)
	}
	return n
}

// having asks for values of the house's own fields.
func having(n *narrowing, id string, wanted []field.Wanted) {
	for _, w := range wanted {
		n.add("EXISTS (SELECT 1 FROM field_value v WHERE v.object_id = "+id+" AND v.field_id = ? AND v.fold = ?)", w.Field, w.Fold)
	}
}

// place goes on where the page before ended.
func (q Query) place(n *narrowing, column string) {
	if q.After.ID == "" {
		return
	}
	beyond := "<"
	if q.OldFirst {
		beyond = ">"
	}
	n.add("("+column+", id) "+beyond+" (?, ?)", q.After.At, q.After.ID)
}

// Get shows one conversation.
func (in *Inbox) Get(ctx context.Context, who access.Actor, id fact.ConversationID) (Conversation, error) {
	page, _, err := in.List(ctx, who, Query{IDs: []fact.ConversationID{id}})
	if err != nil {
		return Conversation{}, err
	}
	if len(page) == 0 {
		return Conversation{}, fault.New(fault.Missing, "conversation.missing")
	}
	return page[0], nil
}

// ByNumber finds a conversation by the number that people quote.
func (in *Inbox) ByNumber(ctx context.Context, number int64) (fact.ConversationID, error) {
	var id fact.ConversationID
	err := in.db.Read().NewRaw("SELECT id FROM conversation WHERE number = ?", number).Scan(ctx, &id)
	if db.IsNone(err) {
		return "", fault.New(fault.Missing, "conversation.missing")
	}
	return id, err
}

func (in *Inbox) present(ctx context.Context, who access.Actor, cards []cardRow) ([]Conversation, error) {
	ids := make([]fact.ConversationID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	tags, err := tagsOf(ctx, in.db.Read(), ids...)
	if err != nil {
		return nil, err
	}
	fields, err := field.Of(ctx, in.db.Read(), field.Conversation, ids...)
	if err != nil {
		return nil, err
	}
	statuses, err := in.statusNames(ctx, cards)
	if err != nil {
		return nil, err
	}
	list, outlets := make([]Conversation, len(cards)), map[fact.ChannelID]outlet{}
	for i, c := range cards {
		ch, known := outlets[c.Channel]
		if !known {
			ch = c.outlet()
			outlets[c.Channel] = ch
		}
		list[i] = c.present(who, tags[c.ID], ch)
		list[i].Status = statuses[c.Status]
		if list[i].Fields = fields[c.ID]; list[i].Fields == nil {
			list[i].Fields = field.Values{}
		}
		if c.MergedInto == "" {
			continue
		}
		root, err := rootOf(ctx, in.db.Read(), c.MergedInto)
		if err != nil {
			return nil, err
		}
		if root != c.MergedInto {
			if list[i].MergedInto.Number, err = numberOf(ctx, in.db.Read(), root); err != nil {
				return nil, err
			}
			list[i].MergedInto.ID = root
		}
	}
	return list, nil
}

// outlet reads out of a mailbox's settings only what replying needs.
func (c cardRow) outlet() outlet {
	ch := outlet{open: c.ChannelState == "active", sends: true}
	if c.MailSettings != "" {
		var s struct {
			Address string `json:"address"`
			SMTP    struct {
				Host string `json:"host"`
			} `json:"smtp"`
		}
		ch.sends = json.Unmarshal([]byte(c.MailSettings), &s) == nil && s.Address != "" && s.SMTP.Host != ""
	}
	return ch
}

func (c cardRow) present(who access.Actor, tags []string, ch outlet) Conversation {
	if tags == nil {
		tags = []string{}
	}
	var into *Numbered
	if c.MergedInto != "" {
		into = &Numbered{ID: c.MergedInto, Number: c.MergedNumber}
	}
	return Conversation{
		MergedInto: into,
		ID:         c.ID, Number: c.Number, Subject: c.Subject, State: c.State, Priority: c.Priority,
		Channel:  ChannelRef{ID: c.Channel, Kind: c.ChannelKind, Name: c.ChannelName},
		Contact:  ContactRef{ID: c.Contact, Name: c.ContactName, Tier: c.ContactTier},
		Assignee: ref(string(c.Assignee), c.AssigneeName), Team: ref(string(c.Team), c.TeamName), Tags: tags,
		Preview: c.Preview, LastMessageKind: c.LastMessageKind, MessageCount: c.MessageCount,
		CreatedAt: time.UnixMilli(c.CreatedAt).UTC(), UpdatedAt: time.UnixMilli(c.UpdatedAt).UTC(),
		LastMessageAt: time.UnixMilli(c.LastMessageAt).UTC(),
		WaitingSince:  instant(c.WaitingSince), SnoozedUntil: instant(c.SnoozedUntil), ResolvedAt: instant(c.ResolvedAt),
		StaffReadUpto: c.StaffReadUpto, ContactReadUpto: c.ContactReadUpto, Gist: c.gist(),
		Version: c.Version, Can: canDo(who, c.State, ch).unless(into != nil), ReplyRefused: whyNoReply(who, ch),
	}
}

func ref(id, name string) *Ref {
	if id == "" || name == "" { // a team that was removed leaves its id behind
		return nil
	}
	return &Ref{ID: id, Name: name}
}
