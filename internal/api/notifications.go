package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/notification"
	"anlan/internal/words"
)

func (e *Edge) routeNotifications() {
	const tag = "Notifications"
	handle(e, route{id: "list-notifications", method: http.MethodGet, path: "/v1/notifications", summary: "What concerns me, newest first", tag: tag, needs: access.ConversationView}, e.listNotifications)
	handle(e, route{id: "see-notifications", method: http.MethodPut, path: "/v1/notifications/seen", summary: "Note that I have seen some of them, or all", tag: tag, status: http.StatusNoContent, needs: access.ConversationView}, e.seeNotifications)
	handle(e, route{id: "get-notification-preferences", method: http.MethodGet, path: "/v1/me/notification-preferences", summary: "How I want to be told", tag: tag, needs: access.ConversationView}, e.getPreferences)
	handle(e, route{id: "choose-notification-preferences", method: http.MethodPut, path: "/v1/me/notification-preferences", summary: "Choose how I want to be told; kinds left out stay", tag: tag, needs: access.ConversationView}, e.choosePreferences)
	handle(e, route{id: "get-quiet-hours", method: http.MethodGet, path: "/v1/me/quiet-hours", summary: "When I am not pushed to", tag: tag, needs: access.ConversationView}, e.getQuietHours)
	handle(e, route{id: "choose-quiet-hours", method: http.MethodPut, path: "/v1/me/quiet-hours", summary: "Choose when I am not pushed to; what comes then is under the bell, and is not pushed later", tag: tag, needs: access.ConversationView}, e.chooseQuietHours)
	handle(e, route{id: "get-push-key", method: http.MethodGet, path: "/v1/push/key", summary: "The key by which browsers know the pushes of this house", tag: tag, needs: access.ConversationView}, e.pushKey)
	handle(e, route{id: "list-push-subscriptions", method: http.MethodGet, path: "/v1/me/push-subscriptions", summary: "The browsers that I am pushed to", tag: tag, needs: access.ConversationView}, e.listSubscriptions)
	handle(e, route{id: "add-push-subscription", method: http.MethodPost, path: "/v1/me/push-subscriptions", summary: "Let a browser be pushed to; the same one again changes nothing", tag: tag, status: http.StatusCreated, needs: access.ConversationView}, e.addSubscription)
	handle(e, route{id: "remove-push-subscription", method: http.MethodDelete, path: "/v1/me/push-subscriptions/{id}", summary: "End pushes to a browser", tag: tag, status: http.StatusNoContent, needs: access.ConversationView}, e.removeSubscription)
	handle(e, route{id: "try-push-subscription", method: http.MethodPost, path: "/v1/me/push-subscriptions/{id}/trial", summary: "Push a word to a browser of mine, to see whether it arrives", tag: tag, needs: access.ConversationView}, e.trySubscription)
}

type notificationView struct {
	ID           fact.NotificationID       `json:"id"`
	Kind         notification.Kind         `json:"kind" enum:"mentioned,assigned,replied,returned,awake,failed,risk,help,joined,whispered,overflowed,eased,troubled,recovered"`
	Conversation *notificationConversation `json:"conversation" doc:"null where it is about a channel or a queue"`
	Channel      *notificationChannel      `json:"channel" doc:"null where it is about a conversation or a queue"`
	Queue        *notificationQueue        `json:"queue" doc:"null where it is about something else"`
	MessageID    fact.MessageID            `json:"message_id" doc:"empty where no message is the reason"`
	By           *notificationBy           `json:"by" doc:"the colleague who did it; null = a customer or the clock"`
	At           time.Time                 `json:"at"`
	SeenAt       *time.Time                `json:"seen_at"`
	Held         bool                      `json:"held" doc:"nothing was pushed about it, since it came in my quiet hours"`
}

type notificationConversation struct {
	ID      fact.ConversationID `json:"id"`
	Number  int64               `json:"number"`
	Subject string              `json:"subject"`
	Contact string              `json:"contact" personal:"name" doc:"the customer's name"`
}

type notificationChannel struct {
	ID      fact.ChannelID `json:"id"`
	Name    string         `json:"name"`
	Trouble fact.TroubleID `json:"trouble_id"`
	Part    string         `json:"part" doc:"which side of the channel"`
	Means   string         `json:"means" doc:"what happened and what to do, in the asker's language"`
}

type notificationQueue struct {
	ID    fact.QueueID `json:"id"`
	Name  string       `json:"name" doc:"its team and kind of channel, in the asker's language"`
	Means string       `json:"means" doc:"how it stood, in the asker's language"`
}

type notificationBy struct {
	ID   fact.StaffID `json:"id"`
	Name string       `json:"name"`
}

func viewNotification(n notification.Notification, language string) notificationView {
	v := notificationView{
		ID: n.ID, Kind: n.Kind, MessageID: n.Message, At: n.At, SeenAt: since(n.SeenAt), Held: n.Held,
	}
	if n.Queue != "" {
		v.Queue = &notificationQueue{n.Queue, n.QueueName(language), n.QueueMeans(language)}
	} else if n.Trouble != "" {
		v.Channel = &notificationChannel{n.Channel, n.ChannelName, n.Trouble, n.Part, words.Text(language, n.Code, n.About)}
	} else {
		v.Conversation = &notificationConversation{n.Conversation, n.Number, n.Subject, n.Contact}
	}
	if n.By != "" {
		v.By = &notificationBy{n.By, n.ByName}
	}
	return v
}

type notificationQuery struct {
	Paging
	Unseen bool `query:"unseen" doc:"only those that I have not seen"`
}

type notificationPage struct {
	Page[notificationView]
	Unseen int `json:"unseen" doc:"how many of all I have not seen"`
}

func (e *Edge) listNotifications(ctx context.Context, who access.Actor, in *notificationQuery) (out notificationPage, err error) {
	at, id, err := placed(in.After)
	if err != nil {
		return out, err
	}
	w := notification.Walk{UnseenOnly: in.Unseen, At: at, ID: fact.NotificationID(id), Limit: in.Limit}
	found, more, unseen, err := e.Notices.List(ctx, who, w)
	if err != nil {
		return out, err
	}
	list := make([]notificationView, len(found))
	for i, n := range found {
		list[i] = viewNotification(n, caller(ctx).language)
	}
	next := ""
	if more {
		last := found[len(found)-1]
		next = place(last.At.UnixMilli(), last.ID)
	}
	return notificationPage{paged(list, next), unseen}, nil
}

type seeing struct {
	Body struct {
		IDs            []fact.NotificationID `json:"ids,omitempty" maxItems:"200" nullable:"false" doc:"these; left out, with no conversation: all"`
		ConversationID fact.ConversationID   `json:"conversation_id,omitempty" doc:"all of this conversation"`
	}
}

func (e *Edge) seeNotifications(ctx context.Context, who access.Actor, in *seeing) (nothing, error) {
	if in.Body.ConversationID != "" {
		return nothing{}, e.Notices.SeenIn(ctx, who, in.Body.ConversationID)
	}
	return nothing{}, e.Notices.Seen(ctx, who, in.Body.IDs)
}

func (e *Edge) getPreferences(ctx context.Context, who access.Actor, _ *struct{}) (All[notification.Preference], error) {
	list, err := e.Notices.Preferences(ctx, who)
	return whole(list), err
}

type preferring struct {
	Body struct {
		Items []notification.Preference `json:"items" nullable:"false" maxItems:"20"`
	}
}

func (e *Edge) choosePreferences(ctx context.Context, who access.Actor, in *preferring) (All[notification.Preference], error) {
	if err := e.Notices.Prefer(ctx, who, in.Body.Items); err != nil {
		return All[notification.Preference]{}, err
	}
	return e.getPreferences(ctx, who, nil)
}

type quietHoursView struct {
	Spans    []notification.QuietSpan `json:"spans" nullable:"false"`
	TimeZone string                   `json:"time_zone" doc:"by which they are: mine, else the one that was given with them; empty where there are none"`
	Now      bool                     `json:"now" doc:"I am not pushed to at this moment"`
}

func (e *Edge) getQuietHours(ctx context.Context, who access.Actor, _ *struct{}) (quietHoursView, error) {
	h, err := e.Notices.QuietHours(ctx, who)
	return quietHoursView(h), err
}

type quieting struct {
	Body struct {
		Spans    []notification.QuietSpan `json:"spans" nullable:"false" doc:"none: I am pushed to at any time"`
		TimeZone string                   `json:"time_zone,omitempty" maxLength:"100" doc:"by which they are as long as my profile names none, such as the browser's"`
	}
}

func (e *Edge) chooseQuietHours(ctx context.Context, who access.Actor, in *quieting) (quietHoursView, error) {
	h, err := e.Notices.KeepQuiet(ctx, who, in.Body.Spans, in.Body.TimeZone)
	return quietHoursView(h), err
}

type pushKeyView struct {
	Key string `json:"key" doc:"VAPID, base64url: the browser's applicationServerKey"`
}

func (e *Edge) pushKey(ctx context.Context, _ access.Actor, _ *struct{}) (pushKeyView, error) {
	key, err := e.Notices.Key(ctx)
	return pushKeyView{key}, err
}

type subscriptionView struct {
	ID        fact.PushSubscriptionID `json:"id"`
	Endpoint  string                  `json:"endpoint" doc:"by which a browser finds itself"`
	Agent     string                  `json:"agent" doc:"what the browser calls itself"`
	CreatedAt time.Time               `json:"created_at"`
	SignedIn  bool                    `json:"signed_in" doc:"where nobody is signed in any more nothing is pushed, until its person is back"`
}

func viewSubscription(s notification.Subscription) subscriptionView {
	return subscriptionView{s.ID, s.Endpoint, s.Agent, s.CreatedAt, s.SignedIn}
}

func (e *Edge) listSubscriptions(ctx context.Context, who access.Actor, _ *struct{}) (All[subscriptionView], error) {
	found, err := e.Notices.Subscriptions(ctx, who)
	list := make([]subscriptionView, len(found))
	for i, s := range found {
		list[i] = viewSubscription(s)
	}
	return whole(list), err
}

type subscribing struct {
	Body struct {
		Endpoint string `json:"endpoint" maxLength:"2000"`
		Keys     struct {
			P256dh string `json:"p256dh" maxLength:"200"`
			Auth   string `json:"auth" maxLength:"100"`
		} `json:"keys"`
	}
}

func (e *Edge) addSubscription(ctx context.Context, who access.Actor, in *subscribing) (subscriptionView, error) {
	b := in.Body
	s, err := e.Notices.Subscribe(ctx, who, b.Endpoint, b.Keys.P256dh, b.Keys.Auth, caller(ctx).from.Agent)
	return viewSubscription(s), err
}

type SubscriptionPath struct {
	ID fact.PushSubscriptionID `path:"id"`
}

func (e *Edge) removeSubscription(ctx context.Context, who access.Actor, in *SubscriptionPath) (nothing, error) {
	return nothing{}, e.Notices.Unsubscribe(ctx, who, in.ID)
}

type pushTrialView struct {
	Outcome notification.Outcome `json:"outcome" enum:"taken,gone,refused,unreachable" doc:"whether the push service took it; gone: it does not know the browser any more, which is removed here too"`
	Status  int                  `json:"status" doc:"what the push service answered; 0 = nothing"`
}

func (e *Edge) trySubscription(ctx context.Context, who access.Actor, in *SubscriptionPath) (pushTrialView, error) {
	outcome, status, err := e.Notices.Try(ctx, who, in.ID)
	return pushTrialView{outcome, status}, err
}
