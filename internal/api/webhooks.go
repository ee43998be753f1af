package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/control/webhook"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeWebhooks() {
	const tag, needs = "Webhooks", access.WebhookManage
	handle(e, route{id: "list-webhooks", method: http.MethodGet, path: "/v1/webhooks", summary: "Who is told of facts over HTTP", tag: tag, needs: needs}, e.listWebhooks)
	handle(e, route{id: "add-webhook", method: http.MethodPost, path: "/v1/webhooks", summary: "Tell another program of facts, from now on", tag: tag, status: http.StatusCreated, repeats: true, needs: needs}, e.addWebhook)
	handle(e, route{id: "get-webhook", method: http.MethodGet, path: "/v1/webhooks/{id}", summary: "Show a webhook", tag: tag, needs: needs}, e.getWebhook)
	handle(e, route{id: "change-webhook", method: http.MethodPatch, path: "/v1/webhooks/{id}", summary: "Change a webhook, pause it, or let it go on", tag: tag, needs: needs}, e.changeWebhook)
	handle(e, route{id: "remove-webhook", method: http.MethodDelete, path: "/v1/webhooks/{id}", summary: "Remove a webhook with its log", tag: tag, status: http.StatusNoContent, needs: needs}, e.removeWebhook)
	handle(e, route{id: "webhook-secret", method: http.MethodGet, path: "/v1/webhooks/{id}/secret", summary: "What it signs with; looking is audited", tag: tag, needs: needs}, e.webhookSecret)
	handle(e, route{id: "rotate-webhook-secret", method: http.MethodPost, path: "/v1/webhooks/{id}/secret", summary: "Make a new secret; the old one signs too for a day", tag: tag, status: http.StatusCreated, needs: needs}, e.rotateWebhook)
	handle(e, route{id: "ping-webhook", method: http.MethodPost, path: "/v1/webhooks/{id}/ping", summary: "Send an event of the type ping", tag: tag, status: http.StatusCreated, repeats: true, needs: needs}, e.pingWebhook)
	handle(e, route{id: "list-webhook-deliveries", method: http.MethodGet, path: "/v1/webhooks/{id}/deliveries", summary: "The log: what was sent, or will be, newest first", tag: tag, needs: needs}, e.listDeliveries)
	handle(e, route{id: "get-webhook-delivery", method: http.MethodGet, path: "/v1/webhooks/{id}/deliveries/{delivery}", summary: "One delivery with its body and every attempt", tag: tag, needs: needs}, e.getDelivery)
	handle(e, route{id: "replay-webhook-delivery", method: http.MethodPost, path: "/v1/webhooks/{id}/deliveries/{delivery}/replay", summary: "Send it once more, under the same webhook-id", tag: tag, status: http.StatusCreated, repeats: true, needs: needs}, e.replayDelivery)
	handle(e, route{id: "drop-webhook-delivery", method: http.MethodDelete, path: "/v1/webhooks/{id}/deliveries/{delivery}", summary: "Give up a delivery that is still to come, so that what is behind it goes on", tag: tag, status: http.StatusNoContent, needs: needs}, e.dropDelivery)
	handle(e, route{id: "replay-webhook", method: http.MethodPost, path: "/v1/webhooks/{id}/replay", summary: "Send again what failed, or was delivered, in a time; a thousand at once", tag: tag, repeats: true, needs: needs}, e.replayWebhook)
	handle(e, route{id: "list-events", method: http.MethodGet, path: "/v1/events", summary: "The names of all events", tag: tag, needs: access.FactsRead}, e.listEvents)
}

type webhookView struct {
	ID            fact.WebhookID  `json:"id"`
	Name          string          `json:"name"`
	URL           string          `json:"url"`
	Events        []string        `json:"events" nullable:"false"`
	Content       webhook.Content `json:"content" enum:"ids,objects"`
	Clear         bool            `json:"clear" doc:"personal data of the kinds that the house guards leaves as it is; else it is masked"`
	State         webhook.State   `json:"state" enum:"active,paused"`
	PausedBecause string          `json:"paused_because" enum:",person,gone" doc:"gone: the receiver answered 410"`
	Failures      int             `json:"failures" doc:"attempts that failed since the last that did not"`
	FailingSince  *time.Time      `json:"failing_since"`
	BlockedUntil  *time.Time      `json:"blocked_until" doc:"nothing is tried before, because the receiver failed several times in a row"`
	DeliveredAt   *time.Time      `json:"delivered_at" doc:"the last that arrived"`
	Waiting       int             `json:"waiting" doc:"deliveries that are still to come through"`
	Failed        int             `json:"failed" doc:"deliveries that were given up after two days"`
	CreatedAt     time.Time       `json:"created_at"`
	Version       int             `json:"version"`
	Can           changeCan       `json:"can"`
}

func viewWebhook(who access.Actor, w webhook.Webhook) webhookView {
	return webhookView{
		ID: w.ID, Name: w.Name, URL: w.URL, Events: append([]string{}, w.Events...), Content: w.Content, Clear: w.Clear, State: w.State, PausedBecause: w.PausedBecause,
		Failures: w.Failures, FailingSince: since(w.FailingSince), BlockedUntil: since(w.BlockedUntil), DeliveredAt: since(w.DeliveredAt),
		Waiting: w.Waiting, Failed: w.Failed, CreatedAt: w.CreatedAt, Version: w.Version, Can: changeCan{webhook.CanManage(who)},
	}
}

func (e *Edge) listWebhooks(ctx context.Context, who access.Actor, _ *struct{}) (All[webhookView], error) {
	hooks, err := e.Hooks.List(ctx, who)
	list := make([]webhookView, len(hooks))
	for i, w := range hooks {
		list[i] = viewWebhook(who, w)
	}
	return whole(list), err
}

type newWebhook struct {
	Body struct {
		Name    string          `json:"name"`
		URL     string          `json:"url" doc:"https, at a public address, unless the operator allows a network (webhook_networks)"`
		Events  []string        `json:"events" nullable:"false" doc:"message.arrived, conversation.*, or *"`
		Content webhook.Content `json:"content,omitempty" enum:"ids,objects" default:"ids" doc:"ids sends the fact alone; objects adds the conversation, message and contact as they are when it is sent"`
		Clear   bool            `json:"clear,omitempty" doc:"let guarded personal data leave as it is; needs personal.see"`
	}
}

type addedWebhook struct {
	webhookView
	Secret string `json:"secret" doc:"signs every request, as Standard Webhooks says"`
}

func (e *Edge) addWebhook(ctx context.Context, who access.Actor, in *newWebhook) (addedWebhook, error) {
	b := in.Body
	w, secret, err := e.Hooks.Add(ctx, who, webhook.New{Name: b.Name, URL: b.URL, Events: b.Events, Content: b.Content, Clear: b.Clear})
	return addedWebhook{viewWebhook(who, w), secret}, err
}

type WebhookPath struct {
	ID fact.WebhookID `path:"id"`
}

func (e *Edge) getWebhook(ctx context.Context, who access.Actor, in *WebhookPath) (webhookView, error) {
	w, err := e.Hooks.Get(ctx, who, in.ID)
	return viewWebhook(who, w), err
}

type webhookEdit struct {
	WebhookPath
	Body struct {
		Name    *string          `json:"name,omitempty"`
		URL     *string          `json:"url,omitempty"`
		Events  *[]string        `json:"events,omitempty" nullable:"false"`
		Content *webhook.Content `json:"content,omitempty" enum:"ids,objects"`
		Clear   *bool            `json:"clear,omitempty" doc:"needs personal.see"`
		State   *webhook.State   `json:"state,omitempty" enum:"active,paused"`
		Version int              `json:"version,omitempty"`
	}
}

func (e *Edge) changeWebhook(ctx context.Context, who access.Actor, in *webhookEdit) (webhookView, error) {
	b := in.Body
	_, err := e.Hooks.Change(ctx, who, in.ID, webhook.Change{Name: b.Name, URL: b.URL, Events: b.Events, Content: b.Content, Clear: b.Clear, State: b.State, Version: b.Version})
	if err != nil {
		return webhookView{}, err
	}
	return e.getWebhook(ctx, who, &in.WebhookPath)
}

func (e *Edge) removeWebhook(ctx context.Context, who access.Actor, in *WebhookPath) (nothing, error) {
	return nothing{}, e.Hooks.Remove(ctx, who, in.ID)
}

type secretView struct {
	Secret string `json:"secret"`
}

func (e *Edge) webhookSecret(ctx context.Context, who access.Actor, in *WebhookPath) (secretView, error) {
	secret, err := e.Hooks.Secret(ctx, who, in.ID)
	return secretView{secret}, err
}

func (e *Edge) rotateWebhook(ctx context.Context, who access.Actor, in *WebhookPath) (secretView, error) {
	secret, err := e.Hooks.Rotate(ctx, who, in.ID)
	return secretView{secret}, err
}

type deliveryView struct {
	ID        int64                 `json:"id"`
	EventID   string                `json:"webhook_id" doc:"the header of the same name; the same for every attempt and replay of one event"`
	Event     string                `json:"event"`
	State     webhook.DeliveryState `json:"state" enum:"pending,delivered,failed,dropped"`
	Attempts  int                   `json:"attempts"`
	NextAt    *time.Time            `json:"next_at" doc:"the next attempt, not before"`
	Status    int                   `json:"status" doc:"of the last answer; 0 when there was none"`
	Reason    string                `json:"reason" enum:",address,not_encrypted,secret,redirect,gone,status,private_address,name,certificate,timeout,connection" doc:"why the last attempt failed"`
	Detail    string                `json:"detail"`
	ReplayOf  int64                 `json:"replay_of" doc:"the delivery that this one repeats; 0 when it repeats none"`
	CreatedAt time.Time             `json:"created_at"`
	DoneAt    *time.Time            `json:"done_at"`
	Can       struct {
		Replay bool `json:"replay"`
		Drop   bool `json:"drop"`
	} `json:"can"`
}

func viewDelivery(who access.Actor, d webhook.Delivery) deliveryView {
	v := deliveryView{
		ID: d.ID, EventID: d.EventID, Event: d.Event, State: d.State, Attempts: d.Attempts, Status: d.Status, Reason: d.Reason, Detail: d.Detail,
		ReplayOf: d.ReplayOf, CreatedAt: d.CreatedAt, DoneAt: since(d.DoneAt),
	}
	if d.State == webhook.Pending {
		v.NextAt = since(d.NextAt)
	}
	v.Can.Replay = webhook.CanManage(who) && d.State != webhook.Pending
	v.Can.Drop = webhook.CanManage(who) && d.State == webhook.Pending
	return v
}

func (e *Edge) pingWebhook(ctx context.Context, who access.Actor, in *WebhookPath) (deliveryView, error) {
	d, err := e.Hooks.Ping(ctx, who, in.ID)
	return viewDelivery(who, d), err
}

type deliveryQuery struct {
	WebhookPath
	Backwards
	State webhook.DeliveryState `query:"state" enum:",pending,delivered,failed,dropped"`
	Event string                `query:"event" maxLength:"100"`
	From  time.Time             `query:"from"`
	To    time.Time             `query:"to" doc:"not included"`
}

func (e *Edge) listDeliveries(ctx context.Context, who access.Actor, in *deliveryQuery) (Page[deliveryView], error) {
	found, err := e.Hooks.Log(ctx, who, in.ID, webhook.LogQuery{State: in.State, Event: in.Event, From: in.From, To: in.To, After: in.After, Limit: in.Limit})
	list := make([]deliveryView, len(found))
	next := ""
	for i, d := range found {
		list[i] = viewDelivery(who, d)
		if i == in.Limit-1 {
			next = strconv.FormatInt(d.ID, 10)
		}
	}
	return paged(list, next), err
}

type DeliveryPath struct {
	WebhookPath
	Delivery int64 `path:"delivery"`
}

type deliveryDetail struct {
	deliveryView
	Body    json.RawMessage `json:"body" doc:"as it was written down; objects are added when it leaves"`
	History []attemptView   `json:"history" nullable:"false" doc:"every attempt, oldest first"`
}

type attemptView struct {
	At     time.Time `json:"at"`
	TookMS int64     `json:"took_ms"`
	Status int       `json:"status"`
	Reason string    `json:"reason"`
	Detail string    `json:"detail"`
	Answer string    `json:"answer" doc:"the beginning of what the receiver said"`
}

func (e *Edge) getDelivery(ctx context.Context, who access.Actor, in *DeliveryPath) (deliveryDetail, error) {
	d, body, attempts, err := e.Hooks.Attempts(ctx, who, in.ID, in.Delivery)
	if err != nil {
		return deliveryDetail{}, err
	}
	out := deliveryDetail{deliveryView: viewDelivery(who, d), Body: body, History: make([]attemptView, len(attempts))}
	for i, a := range attempts {
		out.History[i] = attemptView{a.At, a.Took.Milliseconds(), a.Status, a.Reason, a.Detail, a.Answer}
	}
	return out, nil
}

func (e *Edge) replayDelivery(ctx context.Context, who access.Actor, in *DeliveryPath) (deliveryView, error) {
	d, err := e.Hooks.Replay(ctx, who, in.ID, in.Delivery)
	return viewDelivery(who, d), err
}

func (e *Edge) dropDelivery(ctx context.Context, who access.Actor, in *DeliveryPath) (nothing, error) {
	return nothing{}, e.Hooks.Drop(ctx, who, in.ID, in.Delivery)
}

type replay struct {
	WebhookPath
	Body struct {
		State webhook.DeliveryState `json:"state" enum:"failed,delivered,dropped"`
		From  time.Time             `json:"from,omitempty"`
		To    time.Time             `json:"to,omitempty" doc:"not included"`
		After int64                 `json:"after,omitempty" doc:"last of the answer before, to go on"`
	}
}

type replayed struct {
	Deliveries int   `json:"deliveries" doc:"that are sent again"`
	Last       int64 `json:"last" doc:"pass it as after to go on"`
	More       bool  `json:"more"`
}

func (e *Edge) replayWebhook(ctx context.Context, who access.Actor, in *replay) (replayed, error) {
	b := in.Body
	n, last, more, err := e.Hooks.ReplayAll(ctx, who, in.ID, webhook.LogQuery{State: b.State, From: b.From, To: b.To, After: b.After})
	return replayed{n, last, more}, err
}

func (e *Edge) listEvents(context.Context, access.Actor, *struct{}) (All[string], error) {
	return whole(append([]string{}, fact.Names...)), nil
}
