package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	webpush "github.com/SherClockHolmes/webpush-go"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

// PushJob is the kind of the job that pushes one notification to one browser; its
// handler is Push.
const PushJob = "push.send"

// Push is what the job carries.
type Push struct {
	Notification fact.NotificationID     `json:"notification"`
	Subscription fact.PushSubscriptionID `json:"subscription"`
	Cursor       int64                   `json:"cursor"` // of the fact; a newer one pushes for itself
}

// Pushed is what a browser is told, encrypted for it alone. Of what customers wrote
// only the subject is in it: a locked telephone shows it to everybody.
type Pushed struct {
	Notification fact.NotificationID `json:"notification"`
	Kind         Kind                `json:"kind"`
	Conversation fact.ConversationID `json:"conversation"`
	Channel      fact.ChannelID      `json:"channel,omitempty"`
	Queue        fact.QueueID        `json:"queue,omitempty"`
	Message      fact.MessageID      `json:"message"`
	Title        string              `json:"title"`
	Body         string              `json:"body"`
	Language     string              `json:"lang"`
}

const keysName = "push_keys"

type keys struct {
	Private string `json:"private"`
	Public  string `json:"public"`
}

// Key is the public key by which browsers know us. It is made once: with another
// one every subscription would be worth nothing.
func (d *Desk) Key(ctx context.Context) (string, error) {
	k, err := d.keys(ctx)
	return k.Public, err
}

func (d *Desk) keys(ctx context.Context) (k keys, err error) {
	var text string
	err = d.db.Read().NewRaw("SELECT value FROM setting WHERE name = ?", keysName).Scan(ctx, &text)
	if db.IsNone(err) {
		text, err = d.makeKeys(ctx)
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &k)
	}
	if err != nil {
		return k, fmt.Errorf("read the keys of pushes: %w", err)
	}
	return k, nil
}

func (d *Desk) makeKeys(ctx context.Context) (text string, err error) {
	private, public, err := webpush.GenerateVAPIDKeys()
	if err != nil {
		return "", err
	}
	made, err := json.Marshal(keys{private, public})
	if err != nil {
		return "", err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", keysName, string(made)); err != nil {
			return err
		}
		return tx.NewRaw("SELECT value FROM setting WHERE name = ?", keysName).Scan(ctx, &text)
	})
	return text, err
}

// Push tells one browser, unless its person has seen it meanwhile or does not want
// to be pushed to by now: then nothing is pushed about it later either. What a push
// service refuses for good is not tried again; a browser that is gone is forgotten.
func (d *Desk) Push(ctx context.Context, p Push) error {
	n, s, language, ok, err := d.toPush(ctx, p)
	if err != nil || !ok {
		return err
	}
	if hours, err := quietHours(ctx, d.db.Read(), n.Staff, d.db.Now()); err != nil {
		return err
	} else if hours.Now {
		return d.db.Write(ctx, func(tx *db.Tx) error { return hold(ctx, tx, n.ID) })
	}
	if d.cover != nil {
		hide, err := d.cover(ctx, n.Staff)
		if err != nil {
			return err
		}
		if hide != nil {
			hide(&n)
		}
	}
	urgency := webpush.UrgencyNormal
	if n.Kind == Mentioned || n.Kind == Replied || n.Kind == Troubled || n.Kind == Overflowed {
		urgency = webpush.UrgencyHigh
	}
	status, err := d.send(ctx, s, worded(n, language), &webpush.Options{
		Topic: topic(n), TTL: int((ttl - d.db.Now().Sub(n.At)).Seconds()), Urgency: urgency,
	})
	if err != nil {
		return err
	}
	switch {
	case status < 300:
		return nil
	case isGone(status):
		return d.forget(ctx, s.ID)
	case status == http.StatusTooManyRequests, status >= 500:
		return fmt.Errorf("push to %s: it answers %d", host(s.Endpoint), status)
	}
	d.log.Warn("a push service does not take a push", "service", host(s.Endpoint), "status", status)
	return nil
}

// isGone tells that a push service does not know the browser any more.
func isGone(status int) bool { return status == http.StatusNotFound || status == http.StatusGone }

// send encrypts what a browser is told, signs it, and gives it to its push service.
func (d *Desk) send(ctx context.Context, s Subscription, what Pushed, o *webpush.Options) (status int, err error) {
	k, err := d.keys(ctx)
	if err != nil {
		return 0, err
	}
	payload, err := json.Marshal(what)
	if err != nil {
		return 0, err
	}
	o.HTTPClient, o.Subscriber, o.RecordSize = d.client, contactOf(d.publicURL), 2048
	o.VAPIDPublicKey, o.VAPIDPrivateKey = k.Public, k.Private
	answer, err := webpush.SendNotificationWithContext(ctx, payload, &webpush.Subscription{
		Endpoint: s.Endpoint, Keys: webpush.Keys{P256dh: s.p256dh, Auth: s.auth},
	}, o)
	if err != nil {
		return 0, fmt.Errorf("push to %s: %w", host(s.Endpoint), err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10))
	return answer.StatusCode, nil
}

// Outcome is what became of a push that somebody tried.
type Outcome string

const (
	Taken       Outcome = "taken"       // the push service has it; the browser shows it as soon as it hears of it
	Gone        Outcome = "gone"        // the push service does not know the browser any more; it is forgotten here too
	Refused     Outcome = "refused"     // the push service does not take it
	Unreachable Outcome = "unreachable" // the push service was not reached, or may not be by webhook_networks
)

// Try pushes a word of ours to a browser of the asking person, so that they see
// whether it arrives.
func (d *Desk) Try(ctx context.Context, who access.Actor, id fact.PushSubscriptionID) (o Outcome, status int, err error) {
	if err := who.Writes(); err != nil {
		return "", 0, err
	}
	s, language, err := d.browser(ctx, id, who.ID)
	if db.IsNone(err) {
		return "", 0, fault.New(fault.Missing, "push.missing")
	}
	if err != nil {
		return "", 0, fmt.Errorf("read the browser %s: %w", id, err)
	}
	what := worded(Notification{Kind: Trial, Subject: words.Text(language, "push.trial_means", nil)}, language)
	status, err = d.send(ctx, s, what, &webpush.Options{TTL: int(trialTTL.Seconds()), Urgency: webpush.UrgencyHigh})
	switch {
	case err != nil:
		d.log.Warn("a trial push could not be sent", "service", host(s.Endpoint), "err", err)
		return Unreachable, 0, nil
	case status < 300:
		return Taken, status, nil
	case isGone(status):
		return Gone, status, d.forget(ctx, s.ID)
	}
	return Refused, status, nil
}

// browser is a subscription of somebody who works here, and their language.
func (d *Desk) browser(ctx context.Context, id fact.PushSubscriptionID, of fact.StaffID) (s Subscription, language string, err error) {
	var to struct {
		Endpoint string `bun:"endpoint"`
		P256dh   string `bun:"p256dh"`
		Auth     string `bun:"auth"`
		Locale   string `bun:"locale"`
	}
	err = d.db.Read().NewRaw(`SELECT p.endpoint, p.p256dh, p.auth, s.locale FROM push_subscription p JOIN staff s ON s.id = p.staff_id
		WHERE p.id = ? AND p.staff_id = ? AND s.state = 'active' AND `+signedIn, id, of).Scan(ctx, &to)
	return Subscription{ID: id, Endpoint: to.Endpoint, p256dh: to.P256dh, auth: to.Auth}, words.Language(to.Locale), err
}

func (d *Desk) toPush(ctx context.Context, p Push) (n Notification, s Subscription, language string, ok bool, err error) {
	var r row
	err = d.db.Read().NewRaw("SELECT "+columns+"WHERE n.id = ? AND n.seen_at = 0 AND n.fact_cursor = ?", p.Notification, p.Cursor).Scan(ctx, &r)
	if db.IsNone(err) {
		return n, s, "", false, nil
	}
	if err != nil {
		return n, s, "", false, fmt.Errorf("read the notification %s: %w", p.Notification, err)
	}
	n = r.notification()
	s, language, err = d.browser(ctx, p.Subscription, n.Staff)
	if db.IsNone(err) {
		return n, s, "", false, nil
	}
	if err != nil {
		return n, s, "", false, fmt.Errorf("read the browser %s: %w", p.Subscription, err)
	}
	return n, s, language, d.db.Now().Sub(n.At) < ttl, nil
}

// titles are what a push says, by kind.
var titles = map[Kind]string{
	Mentioned: "push.mentioned", Assigned: "push.assigned", Replied: "push.replied", Returned: "push.returned", Awake: "push.awake", Failed: "push.failed",
	Troubled: "push.troubled", Recovered: "push.recovered", Trial: "push.trial",
	Risky: "push.risk", Helping: "push.help", Joined: "push.joined", Whispered: "push.whispered", Overflowed: "push.overflowed", Eased: "push.eased",
}

// worded is a notification in its reader's language.
func worded(n Notification, language string) Pushed {
	if ofChannels(n.Kind) {
		what := words.Text(language, "trouble.part."+n.Part, nil)
		return Pushed{
			Notification: n.ID, Kind: n.Kind, Channel: n.Channel, Language: language,
			Title: words.Text(language, titles[n.Kind], map[string]any{"who": n.ChannelName, "what": what}), Body: words.Text(language, n.Code, n.About),
		}
	}
	if ofQueues(n.Kind) {
		return Pushed{
			Notification: n.ID, Kind: n.Kind, Queue: n.Queue, Language: language,
			Title: words.Text(language, titles[n.Kind], map[string]any{"who": n.QueueName(language)}), Body: n.QueueMeans(language),
		}
	}
	about := n.Subject
	if about == "" {
		about = words.Text(language, "push.conversation", map[string]any{"number": n.Number})
	}
	who := n.ByName
	if who == "" {
		who = n.Contact
	}
	if who == "" {
		who = words.Text(language, "push.somebody", nil)
	}
	return Pushed{
		Notification: n.ID, Kind: n.Kind, Conversation: n.Conversation, Message: n.Message, Language: language,
		Title: words.Text(language, titles[n.Kind], map[string]any{"who": who}), Body: about,
	}
}

// QueueName is what a queue is called in a language.
func (n Notification) QueueName(language string) string {
	kind := words.Text(language, "kind."+n.QueueKind, nil)
	if n.QueueTeam == "" {
		return kind
	}
	return n.QueueTeam + " · " + kind
}

// QueueMeans is how the queue stood, in a language.
func (n Notification) QueueMeans(language string) string {
	figures := map[string]any{}
	for name, value := range n.About {
		if number, is := value.(float64); is { // as JSON has them
			figures[name] = int64(number)
		}
	}
	said := words.Text(language, "overflow.stood", figures)
	if expected, known := figures["expected"].(int64); known && expected >= 0 {
		said += words.Text(language, "overflow.stood_expected", figures)
	}
	return said
}

// forget drops a browser that is not there any more.
func (d *Desk) forget(ctx context.Context, s fact.PushSubscriptionID) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM push_subscription WHERE id = ?", s)
		return err
	})
}

// contactOf is how a push service can ask who we are.
func contactOf(publicURL string) string {
	if strings.HasPrefix(publicURL, "https:") {
		return publicURL
	}
	return "push@" + host(publicURL)
}

func host(address string) string {
	at, err := url.Parse(address)
	if err != nil || at.Hostname() == "" {
		return "anlan.invalid"
	}
	return at.Hostname()
}
