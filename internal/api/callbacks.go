package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/route/callback"
	"anlan/internal/route/queue"
)

func (e *Edge) routeCallbacks() {
	const tag = "Call-backs"
	handle(e, route{id: "list-callbacks", method: http.MethodGet, path: "/v1/callbacks", summary: "Who is to be called back, in the order in which it is their turn; what has ended comes behind", tag: tag, needs: access.ConversationView}, e.listCallbacks)
	handle(e, route{id: "get-callback", method: http.MethodGet, path: "/v1/callbacks/{id}", summary: "One call-back", tag: tag, needs: access.ConversationView}, e.getCallback)
	handle(e, route{id: "count-callbacks", method: http.MethodGet, path: "/v1/callback-counts", summary: "How many are to be called back", tag: tag, needs: access.ConversationView, clear: true}, e.countCallbacks)
	handle(e, route{id: "list-callback-windows", method: http.MethodGet, path: "/v1/callback-windows", summary: "When somebody can still be called, by the clock of their time zone", tag: tag, needs: access.ConversationView, clear: true}, e.listWindows)
	handle(e, route{id: "ask-callback", method: http.MethodPost, path: "/v1/conversations/{id}/callbacks", summary: "Write down that a customer wants to be called back; their conversation keeps its place", tag: tag, status: http.StatusCreated, needs: access.ConversationReply}, e.askCallback)
	handle(e, route{id: "take-callback", method: http.MethodPost, path: "/v1/callbacks/{id}/taking", summary: "Say that one is going to call; the conversation is one's own, too, where nobody has it", tag: tag, needs: access.ConversationAssign}, e.takeCallback)
	handle(e, route{id: "give-callback-back", method: http.MethodDelete, path: "/v1/callbacks/{id}/taking", summary: "Say that one is not going to call after all; leads may do it for others", tag: tag, needs: access.ConversationAssign}, e.giveCallbackBack)
	handle(e, route{id: "end-callback", method: http.MethodPost, path: "/v1/callbacks/{id}/outcome", summary: "Say what came of a call; after three calls to nobody it is over, before that it comes again in half an hour", tag: tag, needs: access.ConversationReply}, e.endCallback)
	handle(e, route{id: "show-callback-number", method: http.MethodPost, path: "/v1/callbacks/{id}/number", summary: "Have the number shown that one is going to call; it is audited", tag: tag, needs: access.PersonalUnmask, clear: true}, e.showNumber)
}

type callbackView struct {
	ID           fact.CallbackID         `json:"id"`
	Conversation conversation.Numbered   `json:"conversation"`
	Subject      string                  `json:"subject"`
	Contact      conversation.ContactRef `json:"contact"`
	Team         fact.TeamID             `json:"team" doc:"whose queue it waited in; empty = nobody's"`
	Queue        fact.QueueID            `json:"queue" doc:"in which the conversation waited when it was asked for; empty = in none"`
	Kind         contact.Kind            `json:"kind" enum:"phone"`
	Phone        string                  `json:"phone" personal:"of,Kind" doc:"empty where it was erased"`
	TimeZone     string                  `json:"time_zone" personal:"-" doc:"the customer's"`
	From         time.Time               `json:"from" doc:"not before"`
	Until        time.Time               `json:"until" doc:"late from then on"`
	Standing     callback.Standing       `json:"standing" enum:"later,due,late,over" doc:"later: its time has not come; due: it has; late: it is over; over: the call-back has ended"`
	CountsFrom   time.Time               `json:"counts_from" doc:"the instant from which it counts, as its conversation did in the queue: of those whose time has come, the earliest is called first"`
	Reasons      []queue.HeadStart       `json:"reasons" nullable:"false" doc:"what moved that instant"`
	State        callback.State          `json:"state" enum:"open,taken,done,not_reached,withdrawn"`
	Tries        []callback.Call         `json:"tries" nullable:"false"`
	Missed       int                     `json:"missed" doc:"calls at which nobody was reached"`
	TakenBy      *conversation.Ref       `json:"taken_by" doc:"who calls, or called last"`
	Because      string                  `json:"because" enum:",customer,staff,resolved,erased" doc:"why it was withdrawn"`
	By           *conversation.Ref       `json:"by" doc:"who wrote it down; null = the customer"`
	At           time.Time               `json:"at"`
	EndedAt      *time.Time              `json:"ended_at"`
	Can          callbackCan             `json:"can"`
}

type callbackCan struct {
	Take     bool `json:"take"`
	GiveBack bool `json:"give_back"`
	End      bool `json:"end" doc:"say what came of the call"`
	Withdraw bool `json:"withdraw"`
	Number   bool `json:"number" doc:"have the number shown"`
}

func viewCallback(who access.Actor, k callback.Callback, now time.Time) callbackView {
	mine := k.State == callback.Taken && (k.TakenBy.ID == string(who.ID) || who.May(access.FloorView))
	return callbackView{
		ID: k.ID, Conversation: conversation.Numbered{ID: k.Conversation, Number: k.Number}, Subject: k.Subject, Contact: k.Contact, Team: k.Team, Queue: k.Queue,
		Kind: contact.Phone, Phone: k.Phone, TimeZone: k.Zone, From: k.From, Until: k.Until, Standing: k.Standing(now), CountsFrom: k.CountsFrom, Reasons: append([]queue.HeadStart{}, k.Reasons...),
		State: k.State, Tries: k.Tries, Missed: k.Missed, TakenBy: refOf(k.TakenBy), Because: k.Because, By: refOf(k.By), At: k.At, EndedAt: since(k.EndedAt),
		Can: callbackCan{
			Take: k.State == callback.Open && who.May(access.ConversationAssign), GiveBack: mine && who.May(access.ConversationAssign), End: mine && who.May(access.ConversationReply),
			Withdraw: k.EndedAt.IsZero() && who.May(access.ConversationReply), Number: k.State == callback.Taken && k.TakenBy.ID == string(who.ID) && who.May(access.PersonalUnmask),
		},
	}
}

type callbackQuery struct {
	Paging
	State        string              `query:"state" enum:"live,open,taken,done,not_reached,withdrawn,ended" doc:"live: open and taken; ended: the others; without it: all"`
	Late         bool                `query:"late" doc:"only those whose time is over, and who are still to be called"`
	Mine         bool                `query:"mine" doc:"only those that one has taken"`
	Team         fact.TeamID         `query:"team"`
	Conversation fact.ConversationID `query:"conversation" doc:"with all that was merged into it"`
}

var callbackStates = map[string][]callback.State{
	"": nil, "live": {callback.Open, callback.Taken}, "ended": {callback.Done, callback.NotReached, callback.Withdrawn},
}

func (e *Edge) listCallbacks(ctx context.Context, who access.Actor, in *callbackQuery) (Page[callbackView], error) {
	behind, err := in.behind()
	if err != nil {
		return Page[callbackView]{}, err
	}
	walk := callback.Walk{Late: in.Late, Team: in.Team, Conversation: in.Conversation, Behind: behind, Limit: in.Limit}
	var named bool
	if walk.States, named = callbackStates[in.State]; !named {
		walk.States = []callback.State{callback.State(in.State)}
	}
	if in.Mine {
		walk.TakenBy = who.ID
	}
	found, more, err := e.Callbacks.List(ctx, who, walk)
	list := make([]callbackView, len(found))
	for i, k := range found {
		list[i] = viewCallback(who, k, e.DB.Now())
	}
	next := ""
	if more {
		next = strconv.Itoa(behind + in.Limit)
	}
	return paged(list, next), err
}

type callbackCountQuery struct {
	Team fact.TeamID `query:"team"`
}

func (e *Edge) countCallbacks(ctx context.Context, who access.Actor, in *callbackCountQuery) (callback.ToCall, error) {
	return e.Callbacks.Count(ctx, who, in.Team)
}

type windowQuery struct {
	TimeZone string `query:"time_zone" required:"true" doc:"as Asia/Shanghai"`
}

func (e *Edge) listWindows(_ context.Context, _ access.Actor, in *windowQuery) (All[callback.Window], error) {
	list, err := callback.Windows(e.DB.Now(), in.TimeZone)
	return whole(list), err
}

type CallbackPath struct {
	ID fact.CallbackID `path:"id"`
}

func (e *Edge) getCallback(ctx context.Context, who access.Actor, in *CallbackPath) (callbackView, error) {
	k, err := e.Callbacks.Get(ctx, who, in.ID)
	return viewCallback(who, k, e.DB.Now()), err
}

type callbackWish struct {
	ConversationPath
	Body struct {
		Phone    string `json:"phone" maxLength:"40"`
		Day      string `json:"day" enum:"today,tomorrow"`
		Part     string `json:"part" enum:"any,morning,afternoon,evening" doc:"of the day of the customer: nine to nine, to twelve, to six, to nine"`
		TimeZone string `json:"time_zone" maxLength:"64" doc:"the customer's, as Asia/Shanghai"`
	}
}

func (e *Edge) askCallback(ctx context.Context, who access.Actor, in *callbackWish) (callbackView, error) {
	if _, err := e.Inbox.Get(ctx, who, in.ID); err != nil {
		return callbackView{}, err
	}
	k, err := e.Callbacks.Ask(ctx, who, in.ID, callback.Wish{Phone: in.Body.Phone, Day: in.Body.Day, Part: in.Body.Part, Zone: in.Body.TimeZone})
	return viewCallback(who, k, e.DB.Now()), err
}

func (e *Edge) takeCallback(ctx context.Context, who access.Actor, in *CallbackPath) (callbackView, error) {
	k, err := e.Callbacks.Take(ctx, who, in.ID)
	return viewCallback(who, k, e.DB.Now()), err
}

func (e *Edge) giveCallbackBack(ctx context.Context, who access.Actor, in *CallbackPath) (callbackView, error) {
	k, err := e.Callbacks.GiveBack(ctx, who, in.ID)
	return viewCallback(who, k, e.DB.Now()), err
}

type callbackOutcome struct {
	CallbackPath
	Body struct {
		Outcome callback.State `json:"outcome" enum:"done,not_reached,withdrawn"`
		Note    string         `json:"note,omitempty" maxLength:"2000" doc:"what was said, or why nobody was reached"`
	}
}

func (e *Edge) endCallback(ctx context.Context, who access.Actor, in *callbackOutcome) (k callbackView, err error) {
	var ended callback.Callback
	switch in.Body.Outcome {
	case callback.Done:
		ended, err = e.Callbacks.Reached(ctx, who, in.ID, in.Body.Note)
	case callback.NotReached:
		ended, err = e.Callbacks.Missed(ctx, who, in.ID, in.Body.Note)
	default:
		ended, err = e.Callbacks.Withdraw(ctx, who, in.ID)
	}
	return viewCallback(who, ended, e.DB.Now()), err
}

type callbackNumber struct {
	Phone string `json:"phone"`
}

func (e *Edge) showNumber(ctx context.Context, who access.Actor, in *CallbackPath) (callbackNumber, error) {
	phone, err := e.Callbacks.Number(ctx, who, in.ID)
	return callbackNumber{phone}, err
}
