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
	"anlan/internal/platform/db"
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

// Pushed is what a browser is told, encrypted for it alone. What customers wrote
// is not in it: a locked telephone shows it to everybody.
type Pushed struct {
	Notification fact.NotificationID `json:"notification"`
	Kind         Kind                `json:"kind"`
	Conversation fact.ConversationID `json:"conversation"`
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

// Push tells one browser, unless its person has seen it meanwhile. What a push
// service refuses for good is not tried again; a browser that is gone is forgotten.
func (d *Desk) Push(ctx context.Context, p Push) error {
	n, s, language, ok, err := d.toPush(ctx, p)
	if err != nil || !ok {
		return err
	}
	k, err := d.keys(ctx)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(worded(n, language))
	if err != nil {
		return err
	}
	urgency := webpush.UrgencyNormal
	if n.Kind == Mentioned || n.Kind == Replied {
		urgency = webpush.UrgencyHigh
	}
	left := int((ttl - d.db.Now().Sub(n.At)).Seconds())
	answer, err := webpush.SendNotificationWithContext(ctx, payload, &webpush.Subscription{
		Endpoint: s.Endpoint, Keys: webpush.Keys{P256dh: s.p256dh, Auth: s.auth},
	}, &webpush.Options{
		HTTPClient: d.client, Subscriber: contactOf(d.publicURL), Topic: topic(n.Kind, n.Conversation), TTL: left, Urgency: urgency,
		VAPIDPublicKey: k.Public, VAPIDPrivateKey: k.Private, RecordSize: 2048,
	})
	if err != nil {
		return fmt.Errorf("push to %s: %w", host(s.Endpoint), err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10))
	switch {
	case answer.StatusCode < 300:
		return nil
	case answer.StatusCode == http.StatusNotFound, answer.StatusCode == http.StatusGone:
		return d.forget(ctx, s.ID)
	case answer.StatusCode == http.StatusTooManyRequests, answer.StatusCode >= 500:
		return fmt.Errorf("push to %s: it answers %d", host(s.Endpoint), answer.StatusCode)
	}
	d.log.Warn("a push service does not take a push", "service", host(s.Endpoint), "status", answer.StatusCode)
	return nil
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
	var to struct {
		Endpoint string `bun:"endpoint"`
		P256dh   string `bun:"p256dh"`
		Auth     string `bun:"auth"`
		Locale   string `bun:"locale"`
	}
	err = d.db.Read().NewRaw(`SELECT p.endpoint, p.p256dh, p.auth, s.locale FROM push_subscription p JOIN staff s ON s.id = p.staff_id
		WHERE p.id = ? AND p.staff_id = ? AND s.state = 'active'`, p.Subscription, n.Staff).Scan(ctx, &to)
	if db.IsNone(err) {
		return n, s, "", false, nil
	}
	if err != nil {
		return n, s, "", false, fmt.Errorf("read the browser %s: %w", p.Subscription, err)
	}
	s = Subscription{ID: p.Subscription, Endpoint: to.Endpoint, p256dh: to.P256dh, auth: to.Auth}
	return n, s, words.Language(to.Locale), d.db.Now().Sub(n.At) < ttl, nil
}

// titles are what a push says, by kind.
var titles = map[Kind]string{
	Mentioned: "push.mentioned", Assigned: "push.assigned", Replied: "push.replied", Awake: "push.awake", Failed: "push.failed",
}

// worded is a notification in its reader's language.
func worded(n Notification, language string) Pushed {
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
		Notification: n.ID, Kind: n.Kind, Conversation: n.Conversation, Language: language,
		Title: words.Text(language, titles[n.Kind], map[string]any{"who": who}), Body: about,
	}
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
