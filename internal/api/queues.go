package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/platform/fault"
	"anlan/internal/route/assign"
	"anlan/internal/route/callback"
	"anlan/internal/route/queue"
)

func (e *Edge) routeQueues() {
	const tag = "Routing"
	handle(e, route{id: "list-queues", method: http.MethodGet, path: "/v1/queues", summary: "Queues in which anybody waits", tag: tag, needs: access.ConversationView}, e.listQueues)
	handle(e, route{id: "list-places", method: http.MethodGet, path: "/v1/queues/{id}/places", summary: "Who waits in a queue, in the order in which they are taken, with the reasons", tag: tag, needs: access.ConversationView}, e.listPlaces)
	handle(e, route{id: "get-conversation-place", method: http.MethodGet, path: "/v1/conversations/{id}/place", summary: "Where a conversation waits, and how many are taken before it", tag: tag, needs: access.ConversationView}, e.conversationPlaceOf)
	handle(e, route{id: "list-decisions", method: http.MethodGet, path: "/v1/conversations/{id}/decisions", summary: "Why people got a conversation, newest first", tag: tag, needs: access.ConversationView}, e.listDecisions)
	handle(e, route{id: "take-next", method: http.MethodPost, path: "/v1/me/next", summary: "Take the conversation that is taken first of all that one can take", tag: tag, needs: access.ConversationAssign}, e.takeNext)
	handle(e, route{id: "list-my-offers", method: http.MethodGet, path: "/v1/me/offers", summary: "Conversations that one is asked to take", tag: tag, needs: access.ConversationView}, e.listOffers)
	handle(e, route{id: "accept-offer", method: http.MethodPost, path: "/v1/offers/{id}/acceptance", summary: "Take what one is asked to take", tag: tag, needs: access.ConversationAssign}, e.acceptOffer)
	handle(e, route{id: "refuse-offer", method: http.MethodPost, path: "/v1/offers/{id}/refusal", summary: "Say no, and why; the next person is asked", tag: tag, status: http.StatusNoContent, needs: access.ConversationAssign}, e.refuseOffer)
	handle(e, route{id: "get-floor", method: http.MethodGet, path: "/v1/floor", summary: "Who waits, and who is there for them", tag: tag, needs: access.FloorView}, e.getFloor)
	handle(e, route{id: "get-routing", method: http.MethodGet, path: "/v1/routing", summary: "How the house routes", tag: tag, needs: access.StaffView, clear: true}, e.getRouting)
	handle(e, route{id: "preview-condition", method: http.MethodPost, path: "/v1/routing/preview", summary: "Try a condition on the newest thousand conversations", tag: tag, needs: access.RoutingManage}, e.previewCondition)
	handle(e, route{id: "list-trial-days", method: http.MethodGet, path: "/v1/routing/trial/days", summary: "Past days that can be played with other weights", tag: tag, needs: access.RoutingManage, clear: true}, e.listTrialDays)
	handle(e, route{id: "try-routing", method: http.MethodPost, path: "/v1/routing/trial", summary: "What a past day would have looked like with other weights; nothing is saved", tag: tag, needs: access.RoutingManage, clear: true}, e.tryRouting)
	handle(e, route{id: "list-trial-waits", method: http.MethodPost, path: "/v1/routing/trial/waits", summary: "The waits behind a number of a trial, the longest first", tag: tag, needs: access.RoutingManage}, e.listTrialWaits)
	handle(e, route{id: "change-routing", method: http.MethodPut, path: "/v1/routing", summary: "Change how the house routes", tag: tag, needs: access.RoutingManage, clear: true}, e.changeRouting)
}

type queueView struct {
	queue.Queue
	Mode          queue.Mode `json:"mode" enum:"pull,push,offer"`
	TargetSeconds int64      `json:"target_seconds"`
	Waiting       int        `json:"waiting"`
	Oldest        time.Time  `json:"oldest" doc:"whoever has waited longest came then"`
}

func viewQueue(w queue.Waiting) queueView {
	return queueView{w.Queue, w.Mode, int64(w.Target / time.Second), w.Count, w.Oldest}
}

func (e *Edge) listQueues(ctx context.Context, who access.Actor, _ *struct{}) (All[queueView], error) {
	found, err := e.Queues.Queues(ctx, who)
	list := make([]queueView, len(found))
	for i, w := range found {
		list[i] = viewQueue(w)
	}
	return whole(list), err
}

type placeView struct {
	Conversation   conversation.Conversation `json:"conversation"`
	Arrived        time.Time                 `json:"arrived" doc:"the customer waits since"`
	CountsFrom     time.Time                 `json:"counts_from" doc:"the instant from which the place counts: what came first is taken first"`
	Reasons        []queue.HeadStart         `json:"reasons" nullable:"false"`
	Overdue        bool                      `json:"overdue" doc:"has really waited for three targets, and is taken before all who have not"`
	RoutingVersion int                       `json:"routing_version" doc:"of the settings under which it was weighed"`
	WaitsFor       *waitsForView             `json:"waits_for" doc:"it waits for one person, who is there; null where it is for whoever can"`
}

// waitsForView is for whom a customer waits.
type waitsForView struct {
	Staff   conversation.Ref `json:"staff"`
	Because string           `json:"because" enum:"own_person,same_person"`
	Until   time.Time        `json:"until" doc:"then it is somebody else"`
}

func viewWaitsFor(of map[fact.ConversationID]assign.Reservation, c fact.ConversationID) *waitsForView {
	r, known := of[c]
	if !known {
		return nil
	}
	return &waitsForView{conversation.Ref{ID: string(r.Staff), Name: r.Name}, r.Because, r.Until}
}

// viewPlaces shows places with their conversations; one that went meanwhile is left out.
func (e *Edge) viewPlaces(ctx context.Context, who access.Actor, places []queue.Standing) ([]placeView, error) {
	ids := make([]fact.ConversationID, len(places))
	for i, p := range places {
		ids[i] = p.Conversation
	}
	cards, err := e.byID(ctx, who, ids)
	list := []placeView{}
	if err != nil {
		return list, err
	}
	reserved, err := e.Dispatcher.Reservations(ctx, ids)
	for _, p := range places {
		if c, there := cards[p.Conversation]; there {
			view := viewPlace(p, c, e.DB.Now())
			view.WaitsFor = viewWaitsFor(reserved, c.ID)
			list = append(list, view)
		}
	}
	return list, err
}

func viewPlace(p queue.Standing, c conversation.Conversation, now time.Time) placeView {
	return placeView{c, p.Arrived, p.CountsFrom, append([]queue.HeadStart{}, p.Reasons...), p.Overdue(now), p.Routing, nil}
}

type placesQuery struct {
	ID fact.QueueID `path:"id"`
	Paging
}

func (e *Edge) listPlaces(ctx context.Context, who access.Actor, in *placesQuery) (Page[placeView], error) {
	behind, err := in.behind()
	if err != nil {
		return Page[placeView]{}, err
	}
	places, err := e.Queues.Places(ctx, who, in.ID, behind, in.Limit)
	if err != nil {
		return Page[placeView]{}, err
	}
	list, err := e.viewPlaces(ctx, who, places)
	next := ""
	if len(places) == in.Limit {
		next = strconv.Itoa(behind + in.Limit)
	}
	return paged(list, next), err
}

type placeOfView struct {
	Place *placeView   `json:"place" doc:"null while it does not wait for a person"`
	Queue *queue.Queue `json:"queue"`
	Ahead int          `json:"ahead" doc:"how many of its queue are taken before it"`
}

func (e *Edge) conversationPlaceOf(ctx context.Context, who access.Actor, in *ConversationPath) (placeOfView, error) {
	c, err := e.Inbox.Get(ctx, who, in.ID)
	if err != nil {
		return placeOfView{}, err
	}
	p, of, ahead, waits, err := e.Queues.Of(ctx, who, in.ID)
	if err != nil || !waits {
		return placeOfView{}, err
	}
	reserved, err := e.Dispatcher.Reservations(ctx, []fact.ConversationID{in.ID})
	view := viewPlace(p, c, e.DB.Now())
	view.WaitsFor = viewWaitsFor(reserved, in.ID)
	return placeOfView{&view, &of, ahead}, err
}

type decisionView struct {
	ID         fact.DecisionID    `json:"id"`
	Staff      fact.StaffID       `json:"staff"`
	Way        assign.Way         `json:"way" enum:"push,offer,next" doc:"push: it was given at once; offer: they were asked, and took it; next: they asked for the next"`
	Why        []fact.Why         `json:"why" nullable:"false" doc:"reasons for the person"`
	Reasons    []queue.HeadStart  `json:"reasons" nullable:"false" doc:"reasons for its place in the queue"`
	Candidates []assign.Candidate `json:"candidates" nullable:"false" doc:"who could have taken it, the best first; ten at most"`
	PassedOver map[string]int     `json:"passed_over" nullable:"false" doc:"how many could not: not_online, no_skill, no_language, full, refused"`
	Arrived    time.Time          `json:"arrived"`
	At         time.Time          `json:"at"`
}

func viewDecision(d assign.Decision) decisionView {
	return decisionView{d.ID, d.Staff, d.Way, d.Why, append([]queue.HeadStart{}, d.Reasons...), d.Candidates, d.PassedOver, d.Arrived, d.At}
}

func (e *Edge) listDecisions(ctx context.Context, who access.Actor, in *ConversationPath) (All[decisionView], error) {
	found, err := e.Dispatcher.Decisions(ctx, who, in.ID)
	list := make([]decisionView, len(found))
	for i, d := range found {
		list[i] = viewDecision(d)
	}
	return whole(list), err
}

type nextView struct {
	Conversation *conversation.Conversation `json:"conversation" doc:"null when nothing waits that one can take"`
	Decision     *decisionView              `json:"decision"`
	Beyond       int                        `json:"beyond" doc:"when there is none: queues in which somebody waits for what one cannot do"`
}

func (e *Edge) takeNext(ctx context.Context, who access.Actor, _ *struct{}) (nextView, error) {
	got, err := e.Dispatcher.TakeNext(ctx, who)
	if err != nil || got.Decision == nil {
		return nextView{Beyond: got.Waiting}, err
	}
	c, err := e.Inbox.Get(ctx, who, got.Decision.Conversation)
	return nextView{&c, new(viewDecision(*got.Decision)), 0}, err
}

type offerView struct {
	ID           fact.OfferID              `json:"id"`
	Conversation conversation.Conversation `json:"conversation"`
	At           time.Time                 `json:"at"`
	Until        time.Time                 `json:"until"`
	SecondsLeft  float64                   `json:"seconds_left" doc:"by the server's clock, when this was answered"`
	Why          []fact.Why                `json:"why" nullable:"false"`
	Reasons      []queue.HeadStart         `json:"reasons" nullable:"false"`
	Arrived      time.Time                 `json:"arrived" doc:"the customer waits since"`
}

func (e *Edge) listOffers(ctx context.Context, who access.Actor, _ *struct{}) (All[offerView], error) {
	open, err := e.Dispatcher.Offers(ctx, who)
	if err != nil {
		return All[offerView]{}, err
	}
	ids := make([]fact.ConversationID, len(open))
	for i, o := range open {
		ids[i] = o.Conversation
	}
	cards, err := e.byID(ctx, who, ids)
	list := []offerView{}
	for _, o := range open {
		if c, there := cards[o.Conversation]; there {
			left := max(0, o.Until.Sub(e.DB.Now()).Seconds())
			list = append(list, offerView{o.ID, c, o.At, o.Until, left, o.Why, append([]queue.HeadStart{}, o.Reasons...), o.Arrived})
		}
	}
	return whole(list), err
}

type OfferPath struct {
	ID fact.OfferID `path:"id"`
}

func (e *Edge) acceptOffer(ctx context.Context, who access.Actor, in *OfferPath) (conversation.Conversation, error) {
	made, err := e.Dispatcher.Accept(ctx, who, in.ID)
	return e.shown(ctx, who, made.Conversation, err)
}

type refusal struct {
	OfferPath
	Body struct {
		Because string `json:"because" enum:"busy,not_mine,know_them,other"`
	}
}

func (e *Edge) refuseOffer(ctx context.Context, who access.Actor, in *refusal) (nothing, error) {
	return nothing{}, e.Dispatcher.Refuse(ctx, who, in.ID, in.Body.Because)
}

type floorView struct {
	Queues    []lineView      `json:"queues" nullable:"false"`
	People    []handView      `json:"people" nullable:"false"`
	Callbacks callback.ToCall `json:"callbacks" doc:"who is to be called back"`
	Cursor    int64           `json:"cursor"`
}

type lineView struct {
	queueView
	First []placeView `json:"first" nullable:"false" doc:"who is taken first; three at most"`
}

type handView struct {
	ID        fact.StaffID   `json:"id"`
	Name      string         `json:"name"`
	State     presence.State `json:"state" enum:"online,busy,away,after_call,offline"`
	Reason    string         `json:"reason"`
	Since     *time.Time     `json:"since"`
	IdleSince *time.Time     `json:"idle_since" doc:"nothing was given to them since; null while they are not on line"`
	Load      float64        `json:"load" doc:"1 is full"`
	Has       int            `json:"has" doc:"conversations that fill them"`
	Teams     []ref          `json:"teams" nullable:"false"`
}

func (e *Edge) getFloor(ctx context.Context, who access.Actor, _ *struct{}) (out floorView, err error) {
	if out.Cursor, err = e.DB.Cursor(ctx); err != nil {
		return out, err
	}
	f, err := e.Dispatcher.Floor(ctx, who)
	if err != nil {
		return out, err
	}
	if out.Callbacks, err = e.Callbacks.Count(ctx, who, ""); err != nil {
		return out, err
	}
	out.Queues, out.People = []lineView{}, []handView{}
	for _, line := range f.Queues {
		first, err := e.viewPlaces(ctx, who, line.First)
		if err != nil {
			return out, err
		}
		out.Queues = append(out.Queues, lineView{viewQueue(line.Waiting), first})
	}
	for _, h := range f.People {
		view := handView{h.ID, h.Name, h.State, h.Reason, since(h.Since), since(h.IdleSince), h.Load, h.Has, []ref{}}
		for _, t := range h.Teams {
			view.Teams = append(view.Teams, ref{ID: string(t.ID), Name: t.Name})
		}
		out.People = append(out.People, view)
	}
	return out, nil
}

type routingView struct {
	queue.Settings
	Can changeCan `json:"can"`
}

func (e *Edge) getRouting(ctx context.Context, who access.Actor, _ *struct{}) (routingView, error) {
	s, err := e.Queues.Routing(ctx, who)
	return routingView{s, changeCan{who.May(access.RoutingManage)}}, err
}

type routingEdit struct {
	Body queue.Settings
}

func (e *Edge) changeRouting(ctx context.Context, who access.Actor, in *routingEdit) (routingView, error) {
	s, err := e.Queues.ChangeRouting(ctx, who, in.Body)
	return routingView{s, changeCan{who.May(access.RoutingManage)}}, err
}

type conditionTry struct {
	Body struct {
		When string `json:"when"`
	}
}

type conditionTried struct {
	Of      int                         `json:"of" doc:"how many conversations were looked at, the newest"`
	Matched int                         `json:"matched"`
	First   []conversation.Conversation `json:"first" nullable:"false" doc:"the newest of those of which it holds; a hundred at most"`
}

func (e *Edge) previewCondition(ctx context.Context, who access.Actor, in *conditionTry) (conditionTried, error) {
	if err := e.unasked(ctx, who); err != nil {
		return conditionTried{}, err
	}
	p, err := e.Queues.Preview(ctx, who, in.Body.When)
	if err != nil {
		return conditionTried{}, err
	}
	cards, err := e.byID(ctx, who, p.First)
	out := conditionTried{p.Of, p.Matched, []conversation.Conversation{}}
	for _, id := range p.First {
		if c, there := cards[id]; there {
			out.First = append(out.First, c)
		}
	}
	return out, err
}

// Wish is which day is played with which weights. What is left out is as it is saved.
type Wish struct {
	Day        string         `json:"day,omitempty" maxLength:"10" doc:"yesterday where nothing is said" example:"2026-03-01"`
	TimeZone   string         `json:"time_zone,omitempty" maxLength:"100" doc:"where that day begins and ends; UTC where nothing is said" example:"Asia/Shanghai"`
	Targets    map[string]int `json:"targets,omitempty" doc:"minutes, by kind of channel"`
	HeadStarts map[string]int `json:"head_starts,omitempty" doc:"percent of the target, by reason"`
}

func (w Wish) wish() queue.Wish {
	return queue.Wish{Day: w.Day, Zone: w.TimeZone, Targets: w.Targets, HeadStarts: w.HeadStarts}
}

type trialDaysQuery struct {
	TimeZone string `query:"time_zone" maxLength:"100" doc:"where days begin and end; UTC where nothing is said" example:"Asia/Shanghai"`
}

func (e *Edge) listTrialDays(ctx context.Context, who access.Actor, in *trialDaysQuery) (All[queue.TrialDay], error) {
	days, err := e.Queues.Playable(ctx, who, in.TimeZone)
	return whole(days), err
}

type trialAsked struct {
	Body Wish
}

func (e *Edge) tryRouting(ctx context.Context, who access.Actor, in *trialAsked) (queue.PlayedDay, error) {
	return e.Queues.Try(ctx, who, in.Body.wish())
}

type trialWaitsAsked struct {
	Paging
	Body struct {
		Wish
		Group string `json:"group" maxLength:"60" doc:"the key of a group"`
		Of    string `json:"of" enum:"was,before,after" doc:"whose number it is"`
		What  string `json:"what" enum:"waits,up,down,half,most,longest,overdue,unfinished" doc:"which number; half and most list those who waited at least so long"`
	}
}

type trialWaitView struct {
	ConversationID fact.ConversationID        `json:"conversation_id"`
	Conversation   *conversation.Conversation `json:"conversation" doc:"null when it is not there any more, or not mine to see"`
	Queue          fact.QueueID               `json:"queue_id"`
	Class          string                     `json:"class" enum:"risk,urgent,repeat,vip,ordinary"`
	Arrived        time.Time                  `json:"arrived"`
	Because        string                     `json:"because" enum:",taken,answered,resolved,snoozed,merged" doc:"how it really ended; empty = it has not"`
	Was            queue.Length               `json:"was"`
	Before         queue.Length               `json:"before"`
	After          queue.Length               `json:"after"`
	ReasonsBefore  []queue.HeadStart          `json:"reasons_before" nullable:"false"`
	ReasonsAfter   []queue.HeadStart          `json:"reasons_after" nullable:"false"`
}

func (e *Edge) listTrialWaits(ctx context.Context, who access.Actor, in *trialWaitsAsked) (Page[trialWaitView], error) {
	behind, err := in.behind()
	if err != nil {
		return Page[trialWaitView]{}, err
	}
	t, err := e.Queues.Try(ctx, who, in.Body.wish())
	if err != nil {
		return Page[trialWaitView]{}, err
	}
	all := t.Behind(queue.Which{Group: in.Body.Group, Of: in.Body.Of, What: in.Body.What})
	next := ""
	all = all[min(behind, len(all)):]
	if len(all) > in.Limit {
		all, next = all[:in.Limit], strconv.Itoa(behind+in.Limit)
	}
	ids := make([]fact.ConversationID, len(all))
	for i, w := range all {
		ids[i] = w.Conversation
	}
	cards, err := e.byID(ctx, who, ids)
	if err != nil {
		return Page[trialWaitView]{}, err
	}
	list := make([]trialWaitView, len(all))
	for i, w := range all {
		list[i] = trialWaitView{
			w.Conversation, nil, w.Queue, w.Class, w.Arrived, w.Because, w.Was, w.Before, w.After, append([]queue.HeadStart{}, w.ReasonsBefore...), append([]queue.HeadStart{}, w.ReasonsAfter...),
		}
		if c, there := cards[w.Conversation]; there {
			list[i].Conversation = &c
		}
	}
	return paged(list, next), nil
}

// behind is behind how many a page begins, where pages are counted.
func (p Paging) behind() (int, error) {
	if p.After == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(p.After)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "request.after_wrong").At("after")
	}
	return n, nil
}
