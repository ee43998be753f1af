package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

type ConversationPath struct {
	ID fact.ConversationID `path:"id"`
}

type conversationQuery struct {
	Paging
	State    string   `query:"state" doc:"open, waiting, snoozed, resolved; several with commas" example:"open,waiting"`
	Assignee string   `query:"assignee" doc:"a staff id, me, or none"`
	Team     string   `query:"team" doc:"a team id, mine, or none"`
	Tag      string   `query:"tag"`
	Field    []string `query:"field,explode" maxItems:"5" doc:"key:value of a field that they have; several times for several" example:"plan:gold"`
	Contact  string   `query:"contact"`
	Channel  string   `query:"channel"`
	View     string   `query:"view" doc:"the key of a view, built in or saved, instead of state, assignee and team" example:"mine"`
	Filter   string   `query:"filter" doc:"a filter as JSON, as saved views have it, instead of view, state, assignee and team" maxLength:"8000"`
	Q        string   `query:"q" doc:"words, a number or a name" maxLength:"200"`
	IDs      string   `query:"ids" doc:"up to 200 ids with commas; everything else is then ignored" maxLength:"8000"`
	Sort     string   `query:"sort" enum:"-last_message_at,last_message_at,-created_at,created_at" doc:"without it: the order of the filter or saved view, else -last_message_at"`
}

// conversationPage is a page and the place in the facts from which a live screen
// goes on. The cursor is read before the page: facts behind it may already show.
type conversationPage struct {
	Page[conversation.Conversation]
	Cursor int64 `json:"cursor" doc:"of the newest fact that this page surely shows"`
}

func (e *Edge) routeConversations() {
	const tag = "Conversations"
	handle(e, route{id: "list-conversations", method: http.MethodGet, path: "/v1/conversations", summary: "List conversations", tag: tag, needs: access.ConversationView}, e.listConversations)
	handle(e, route{id: "open-conversation", method: http.MethodPost, path: "/v1/conversations", summary: "Begin a conversation with a contact", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationOpen}, e.openConversation)
	handle(e, route{id: "get-conversation", method: http.MethodGet, path: "/v1/conversations/{id}", summary: "Show a conversation", tag: tag, needs: access.ConversationView}, e.getConversation)
	handle(e, route{id: "change-conversation", method: http.MethodPatch, path: "/v1/conversations/{id}", summary: "Change subject, priority, tags or state", tag: tag, needs: access.ConversationView}, e.changeConversation)
	handle(e, route{id: "delete-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}", summary: "Delete a conversation with its messages", tag: tag, status: http.StatusNoContent, needs: access.ConversationDelete}, e.deleteConversation)
	handle(e, route{id: "assign-conversation", method: http.MethodPost, path: "/v1/conversations/{id}/assignment", summary: "Give it to a person or a team", tag: tag, needs: access.ConversationAssign}, e.assignConversation)
	handle(e, route{id: "unassign-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/assignment", summary: "Take it from person and team", tag: tag, needs: access.ConversationAssign}, e.unassignConversation)
	handle(e, route{id: "resolve-conversation", method: http.MethodPost, path: "/v1/conversations/{id}/resolution", summary: "Resolve", tag: tag, needs: access.ConversationResolve}, e.resolveConversation)
	handle(e, route{id: "reopen-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/resolution", summary: "Reopen", tag: tag, needs: access.ConversationResolve}, e.reopenConversation)
	handle(e, route{id: "conversation-timeline", method: http.MethodGet, path: "/v1/conversations/{id}/timeline", summary: "What happened to a conversation, newest first", tag: tag, needs: access.ConversationView}, e.timeline)
	handle(e, route{id: "list-tags", method: http.MethodGet, path: "/v1/tags", summary: "Tags in use", tag: tag, needs: access.ConversationView}, e.tags)
}

func (e *Edge) listConversations(ctx context.Context, who access.Actor, in *conversationQuery) (out conversationPage, err error) {
	if out.Cursor, err = e.DB.Cursor(ctx); err != nil {
		return out, err
	}
	if err := e.unguessed(ctx, who, append(in.Field, in.Filter)...); err != nil {
		return out, err
	}
	q, err := e.conversationQuery(ctx, who, in)
	if err != nil {
		return out, err
	}
	if q.Fields, err = e.wanted(ctx, field.Conversation, in.Field); err != nil {
		return out, err
	}
	if in.Q != "" {
		return e.searchConversations(ctx, who, in, q, out)
	}
	list, next, err := e.Inbox.List(ctx, who, q)
	out.Page = paged(list, conversationPlace(next))
	return out, err
}

// searchConversations finds by words and then keeps what the filters let through.
func (e *Edge) searchConversations(ctx context.Context, who access.Actor, in *conversationQuery, q conversation.Query, out conversationPage) (conversationPage, error) {
	found, err := e.Search.FindConversations(ctx, who, in.Q, in.After, in.Limit)
	if err != nil {
		return out, err
	}
	ids := conversationIDs(found)
	list, err := e.byID(ctx, who, ids)
	if err != nil {
		return out, err
	}
	held, err := e.Inbox.Holding(ctx, q, ids)
	if err != nil {
		return out, err
	}
	kept := []conversation.Conversation{}
	for _, id := range ids {
		if c, ok := list[id]; ok && held[id] {
			kept = append(kept, c)
		}
	}
	out.Page = paged(kept, found.Next)
	return out, nil
}

func (e *Edge) byID(ctx context.Context, who access.Actor, ids []fact.ConversationID) (map[fact.ConversationID]conversation.Conversation, error) {
	by := map[fact.ConversationID]conversation.Conversation{}
	if len(ids) == 0 {
		return by, nil
	}
	list, _, err := e.Inbox.List(ctx, who, conversation.Query{IDs: ids})
	for _, c := range list {
		by[c.ID] = c
	}
	return by, err
}

// conversationPlace is place with the segment of an order that has several.
func conversationPlace(p conversation.Place) string {
	if p.Segment == 0 {
		return place(p.At, p.ID)
	}
	return place(p.At, fmt.Sprintf("%d/%s", p.Segment, p.ID))
}

func conversationPlaced(after string) (conversation.Place, error) {
	at, id, err := placed(after)
	p := conversation.Place{At: at, ID: fact.ConversationID(id)}
	if segment, rest, ok := strings.Cut(id, "/"); ok {
		n, wrong := strconv.Atoi(segment)
		if wrong != nil || n < 0 {
			return p, fault.New(fault.Invalid, "request.after_wrong").At("after")
		}
		p.Segment, p.ID = n, fact.ConversationID(rest)
	}
	return p, err
}

func (e *Edge) conversationQuery(ctx context.Context, who access.Actor, in *conversationQuery) (q conversation.Query, err error) {
	if in.IDs != "" {
		for id := range strings.SplitSeq(in.IDs, ",") {
			q.IDs = append(q.IDs, fact.ConversationID(strings.TrimSpace(id)))
		}
		if len(q.IDs) > 200 {
			return q, fault.New(fault.Invalid, "request.too_many_ids", "limit", 200).At("ids")
		}
		return q, nil
	}
	switch {
	case in.Filter != "":
		q, err = e.filtered(who, in.Filter)
	case in.View != "":
		q, err = e.Views.Query(ctx, who, in.View)
	default:
		q, err = in.narrowed(who)
	}
	if err != nil {
		return q, err
	}
	if in.Tag != "" {
		q.Tag = in.Tag
	}
	q.Contact, q.Channel = fact.ContactID(in.Contact), fact.ChannelID(in.Channel)
	q.Created = strings.HasSuffix(in.Sort, "created_at")
	q.OldFirst = in.Sort != "" && !strings.HasPrefix(in.Sort, "-")
	q.Limit = in.Limit
	if q.Narrow != nil {
		if in.Sort != "" {
			narrow := *q.Narrow
			narrow.Order = ""
			q.Narrow = &narrow
		}
		q = q.Narrowed()
	}
	if in.Q != "" { // then after is the search's
		return q, nil
	}
	q.After, err = conversationPlaced(in.After)
	return q, err
}

// filtered reads a filter that came as JSON.
func (e *Edge) filtered(who access.Actor, text string) (conversation.Query, error) {
	var f conversation.Filter
	decode := json.NewDecoder(strings.NewReader(text))
	decode.DisallowUnknownFields()
	if err := decode.Decode(&f); err != nil {
		return conversation.Query{}, fault.New(fault.Invalid, "view.filter_wrong", "field", "filter").At("filter").Because(err)
	}
	f, err := f.Checked()
	return f.Query(who, e.DB.Now()), err
}

func (in *conversationQuery) narrowed(who access.Actor) (q conversation.Query, err error) {
	if in.State != "" {
		for s := range strings.SplitSeq(in.State, ",") {
			switch state := conversation.State(strings.TrimSpace(s)); state {
			case conversation.Open, conversation.Waiting, conversation.Snoozed, conversation.Resolved:
				q.States = append(q.States, state)
			default:
				return q, fault.New(fault.Invalid, "conversation.unknown_state", "state", s).At("state")
			}
		}
	}
	switch in.Assignee {
	case "":
	case "me":
		q.Assignees = []fact.StaffID{who.ID}
	case "none":
		q.Assignees = []fact.StaffID{""}
	default:
		q.Assignees = []fact.StaffID{fact.StaffID(in.Assignee)}
	}
	switch in.Team {
	case "":
	case "mine":
		q.Teams = conversation.TeamsOf(who)
	case "none":
		q.Teams = []fact.TeamID{""}
	default:
		q.Teams = []fact.TeamID{fact.TeamID(in.Team)}
	}
	return q, nil
}

type opening struct {
	Body struct {
		ChannelID   fact.ChannelID `json:"channel_id"`
		ContactID   fact.ContactID `json:"contact_id"`
		Subject     string         `json:"subject,omitempty"`
		Kind        string         `json:"kind,omitempty" enum:"reply,note" default:"reply"`
		Text        string         `json:"text,omitempty"`
		HTML        string         `json:"html,omitempty"`
		Attachments []outgoingFile `json:"attachments,omitempty" nullable:"false"`
		Assignee    string         `json:"assignee,omitempty" doc:"a staff id or me"`
		Team        fact.TeamID    `json:"team,omitempty"`
		_           struct{}       `additionalProperties:"false"`
	}
}

func (e *Edge) openConversation(ctx context.Context, who access.Actor, in *opening) (conversation.Conversation, error) {
	if err := e.assignable(ctx, who, in.Body.Assignee, in.Body.Team); err != nil {
		return conversation.Conversation{}, err // before the customer is written to, not after
	}
	files, err := e.take(ctx, who, in.Body.Attachments)
	if err != nil {
		return conversation.Conversation{}, err
	}
	c, err := e.Desk.Open(ctx, who, desk.Start{
		Channel: in.Body.ChannelID, Contact: in.Body.ContactID, Subject: in.Body.Subject,
		Words: desk.Words{Kind: conversation.Kind(in.Body.Kind), Text: in.Body.Text, HTML: in.Body.HTML, Attachments: files},
	})
	if err != nil || (in.Body.Assignee == "" && in.Body.Team == "") {
		return c, err
	}
	return e.assign(ctx, who, c.ID, in.Body.Assignee, in.Body.Team)
}

// assignable refuses a person or team that a conversation could not be given to.
func (e *Edge) assignable(ctx context.Context, who access.Actor, assignee string, team fact.TeamID) error {
	if assignee == "" && team == "" {
		return nil
	}
	if err := who.Require(access.ConversationAssign); err != nil {
		return err
	}
	if assignee != "" {
		s, err := e.Office.Get(ctx, who, person(who, assignee))
		if fault.IsKind(err, fault.Missing) || err == nil && s.State != staff.Active {
			return fault.New(fault.Invalid, "assignment.unknown_staff", "id", assignee).At("assignee")
		}
		if err != nil {
			return err
		}
	}
	if team != "" {
		if _, err := e.Teams.Get(ctx, who, team); fault.IsKind(err, fault.Missing) {
			return fault.New(fault.Invalid, "assignment.unknown_team", "id", string(team)).At("team")
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (e *Edge) getConversation(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Conversation, error) {
	return e.Inbox.Get(ctx, who, in.ID)
}

type conversationEdit struct {
	ConversationPath
	Body struct {
		Subject      *string                `json:"subject,omitempty"`
		Priority     *conversation.Priority `json:"priority,omitempty" enum:"low,normal,high,urgent"`
		Tags         *[]string              `json:"tags,omitempty" nullable:"false"`
		State        *conversation.State    `json:"state,omitempty" enum:"open,waiting,snoozed,resolved"`
		SnoozedUntil *time.Time             `json:"snoozed_until,omitempty"`
		Status       *fact.StatusID         `json:"status,omitempty" doc:"an own status, and with it its state; \"\" takes it away"`
		Fields       field.Values           `json:"fields,omitempty" doc:"values of the house's own fields, by key; null clears one"`
		Version      int                    `json:"version,omitempty" doc:"the version that was edited; another one is a conflict"`
	}
}

func (e *Edge) changeConversation(ctx context.Context, who access.Actor, in *conversationEdit) (conversation.Conversation, error) {
	b := in.Body
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return conversation.Conversation{}, err
	}
	if veil.Hides() && (b.Subject != nil || b.Fields != nil) { // what they could not see stays as it is
		was, err := e.Inbox.Get(ctx, who, in.ID)
		if err != nil {
			return was, err
		}
		if b.Fields, err = veil.RestoreValues(was.Fields, b.Fields); err != nil {
			return was, err
		}
		if b.Subject != nil {
			if *b.Subject, err = veil.Restore(was.Subject, *b.Subject); err != nil {
				return was, err
			}
		}
	}
	err = e.Inbox.Change(ctx, who, in.ID, conversation.Edit{
		Subject: b.Subject, Priority: b.Priority, Tags: b.Tags, State: b.State, SnoozedUntil: b.SnoozedUntil, Fields: b.Fields, Status: b.Status, Version: b.Version,
	})
	return e.shown(ctx, who, in.ID, err)
}

func (e *Edge) shown(ctx context.Context, who access.Actor, id fact.ConversationID, err error) (conversation.Conversation, error) {
	if err != nil {
		return conversation.Conversation{}, err
	}
	return e.Inbox.Get(ctx, who, id)
}

func (e *Edge) deleteConversation(ctx context.Context, who access.Actor, in *ConversationPath) (nothing, error) {
	return nothing{}, e.Inbox.Delete(ctx, who, in.ID)
}

type assignment struct {
	ConversationPath
	Body struct {
		Assignee *string      `json:"assignee,omitempty" doc:"a staff id, me, or \"\" for nobody"`
		Team     *fact.TeamID `json:"team,omitempty" doc:"a team id, or \"\" for none"`
	}
}

func (e *Edge) assignConversation(ctx context.Context, who access.Actor, in *assignment) (conversation.Conversation, error) {
	a := conversation.Assignment{Team: in.Body.Team}
	if in.Body.Assignee != nil {
		a.Assignee = new(person(who, *in.Body.Assignee))
	}
	return e.shown(ctx, who, in.ID, e.Inbox.Assign(ctx, who, in.ID, a))
}

func (e *Edge) assign(ctx context.Context, who access.Actor, id fact.ConversationID, assignee string, team fact.TeamID) (conversation.Conversation, error) {
	a := conversation.Assignment{}
	if assignee != "" {
		a.Assignee = new(person(who, assignee))
	}
	if team != "" {
		a.Team = &team
	}
	return e.shown(ctx, who, id, e.Inbox.Assign(ctx, who, id, a))
}

func person(who access.Actor, id string) fact.StaffID {
	if id == "me" {
		return who.ID
	}
	return fact.StaffID(id)
}

func (e *Edge) unassignConversation(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Conversation, error) {
	nobody := conversation.Assignment{Assignee: new(fact.StaffID), Team: new(fact.TeamID)}
	return e.shown(ctx, who, in.ID, e.Inbox.Assign(ctx, who, in.ID, nobody))
}

func (e *Edge) resolveConversation(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Conversation, error) {
	return e.shown(ctx, who, in.ID, e.Inbox.Resolve(ctx, who, in.ID))
}

func (e *Edge) reopenConversation(ctx context.Context, who access.Actor, in *ConversationPath) (conversation.Conversation, error) {
	return e.shown(ctx, who, in.ID, e.Inbox.Reopen(ctx, who, in.ID))
}

func (e *Edge) tags(ctx context.Context, who access.Actor, _ *struct{}) (All[conversation.TagCount], error) {
	list, err := e.Inbox.Tags(ctx, who)
	return whole(list), err
}
