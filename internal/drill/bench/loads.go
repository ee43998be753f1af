package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// load is one kind of work. prepare looks up what its requests need.
type load struct {
	name        string
	means       string // what is done, for people
	connections int
	prepare     func(ctx context.Context, d *desk) (request, error)
	crowd       crowd // instead: visitors of a chat
}

// views are those whose pages are measured.
var views = []string{"mine", "unassigned", "team", "all", "waiting", "snoozed", "resolved"}

// loads in the order in which they run. A desk's screens are few and want their
// answer soon; searches and messages come from many at once.
var loads = func() []load {
	var list []load
	add := func(name, means string, connections int, prepare func(context.Context, *desk) (request, error)) {
		list = append(list, load{name: name, means: means, connections: connections, prepare: prepare})
	}
	add("views", "the counts beside the views", 1, countViews)
	for _, v := range views {
		add("list "+v+" first", "the newest page of the view "+v, 1, firstPage(v))
		add("list "+v+" deep", "the last full page of the view "+v, 1, deepPage(v))
	}
	add("open", "a conversation of any age: its head and its newest messages", 1, openAny)
	add("search english", "for an English word", 4, searchFor(english))
	add("search chinese", "for a Chinese word", 4, searchFor(chinese))
	add("search number", "for the number of a conversation", 4, searchFor(number))
	add("search two", "for two words that stand in one place", 4, searchFor(two))
	add("search mixed", "for all of these in turn", 4, searchFor(mixed))
	add("open long", "a conversation of a thousand messages", 1, openLong)
	add("reply", "eight agents answer", 8, reply)
	for _, connections := range []int{1, 8, 32} {
		add(fmt.Sprint("create ", connections), fmt.Sprintf("messages of new people come in over %d connections", connections), connections, create)
		add(fmt.Sprint("create known ", connections), fmt.Sprintf("messages of people who wrote before come in over %d connections", connections), connections, createKnown)
	}
	return append(list,
		load{name: "visitors 2000", crowd: crowd{visitors: 2000, perSecond: 200}},
		load{name: "visitors 10000", crowd: crowd{visitors: 10_000, perSecond: 200}},
	)
}()

// desk is what the loads share.
type desk struct {
	client *client
	plan   Plan
	sample []string // ids of conversations
	known  bool     // those who write again have written before
}

func (d *desk) get(path string) request {
	return func(ctx context.Context, connection, _ int) error {
		return d.client.call(ctx, connection, http.MethodGet, path, nil, nil)
	}
}

func countViews(_ context.Context, d *desk) (request, error) { return d.get("/v1/views"), nil }

func firstPage(view string) func(context.Context, *desk) (request, error) {
	return func(_ context.Context, d *desk) (request, error) { return d.get("/v1/conversations?view=" + view), nil }
}

// deepPage walks down the list, as an agent does who scrolls, and measures the
// last page that is full.
func deepPage(view string) func(context.Context, *desk) (request, error) {
	return func(ctx context.Context, d *desk) (request, error) {
		path := "/v1/conversations?view=" + view
		deepest := path
		for after, n := "", 0; n <= d.plan.Deep; n++ {
			here := path + "&after=" + url.QueryEscape(after)
			var p page
			if err := d.client.call(ctx, n, http.MethodGet, here+"&limit=200", nil, &p); err != nil {
				return nil, err
			}
			if p.Next == "" {
				break
			}
			after, deepest = p.Next, here
		}
		return d.get(deepest), nil
	}
}

// some gives ids of conversations, from all ages.
func (d *desk) some(ctx context.Context) ([]string, error) {
	if d.sample != nil {
		return d.sample, nil
	}
	for _, sort := range []string{"-last_message_at", "last_message_at", "-created_at", "created_at"} {
		var p page
		if err := d.client.call(ctx, 0, http.MethodGet, "/v1/conversations?limit=200&sort="+sort, nil, &p); err != nil {
			return nil, err
		}
		for _, c := range p.Items {
			d.sample = append(d.sample, c.ID)
		}
	}
	if len(d.sample) == 0 {
		return nil, fmt.Errorf("there is no conversation to open")
	}
	return d.sample, nil
}

// openAny opens one conversation after another: the head and the newest messages.
func openAny(ctx context.Context, d *desk) (request, error) {
	ids, err := d.some(ctx)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, connection, n int) error {
		return d.open(ctx, connection, ids[n*7919%len(ids)])
	}, nil
}

func (d *desk) open(ctx context.Context, connection int, id string) error {
	path := "/v1/conversations/" + id
	if err := d.client.call(ctx, connection, http.MethodGet, path, nil, nil); err != nil {
		return err
	}
	return d.client.call(ctx, connection, http.MethodGet, path+"/messages?order=desc", nil, nil)
}

// openLong opens a conversation in which much was said.
func openLong(ctx context.Context, d *desk) (request, error) {
	channel, err := d.channel(ctx)
	if err != nil {
		return nil, err
	}
	var id string
	for n := range d.plan.Long {
		if id, err = d.bring(ctx, n, channel, arrived(fmt.Sprintf("bench-long-%d", n), "bench-long", n)); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context, connection, _ int) error { return d.open(ctx, connection, id) }, nil
}

func searchFor(words func(n int) string) func(context.Context, *desk) (request, error) {
	return func(_ context.Context, d *desk) (request, error) {
		return func(ctx context.Context, connection, n int) error {
			return d.client.call(ctx, connection, http.MethodGet, "/v1/search?q="+url.QueryEscape(words(n)), nil, nil)
		}, nil
	}
}

// reply answers one conversation after another.
func reply(ctx context.Context, d *desk) (request, error) {
	ids, err := d.some(ctx)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, connection, n int) error {
		body := map[string]any{"kind": "reply", "text": answers[n%len(answers)]}
		return d.client.call(ctx, connection, http.MethodPost, "/v1/conversations/"+ids[n*7919%len(ids)]+"/messages", body, nil)
	}, nil
}

// create brings a new message of a new contact in with each request.
func create(ctx context.Context, d *desk) (request, error) {
	channel, err := d.channel(ctx)
	if err != nil {
		return nil, err
	}
	run := strings.ToLower(rand.Text()[:8]) // no two runs bring the same message
	return func(ctx context.Context, connection, n int) error {
		_, err := d.bring(ctx, connection, channel, arrived(fmt.Sprintf("%s-%d", run, n), "", n))
		return err
	}, nil
}

// createKnown brings messages of people who have written before; each of them opens
// a conversation.
func createKnown(ctx context.Context, d *desk) (request, error) {
	channel, err := d.channel(ctx)
	if err != nil {
		return nil, err
	}
	run := strings.ToLower(rand.Text()[:8])
	message := func(name string, n int) map[string]any {
		m := arrived(fmt.Sprintf("%s-%s-%d", run, name, n), "", n)
		who := fmt.Sprintf("bench-known-%d", n%knownContacts)
		m["sender"] = map[string]any{"external_id": who, "name": story(n % knownContacts).name, "email": who + "@example.com"}
		return m
	}
	for n := 0; n < knownContacts && !d.known; n++ {
		if _, err := d.bring(ctx, n, channel, message("first", n)); err != nil {
			return nil, err
		}
	}
	d.known = true
	return func(ctx context.Context, connection, n int) error {
		_, err := d.bring(ctx, connection, channel, message("again", n))
		return err
	}, nil
}

// knownContacts is how many people the known ones are.
const knownContacts = 100

func (d *desk) bring(ctx context.Context, connection int, channel string, message map[string]any) (conversation string, err error) {
	var receipt struct {
		Conversation string `json:"conversation_id"`
	}
	err = d.client.call(ctx, connection, http.MethodPost, "/v1/inbound/"+channel, message, &receipt)
	return receipt.Conversation, err
}

func (d *desk) channel(ctx context.Context) (string, error) {
	if d.client.target.Channel != "" {
		return d.client.target.Channel, nil
	}
	var made struct {
		Key string `json:"key"`
	}
	err := d.client.call(ctx, 0, http.MethodPost, "/v1/channels", map[string]any{"kind": "api", "name": "anlan bench"}, &made)
	d.client.target.Channel = made.Key
	return made.Key, err
}

// arrived is a message as a company's own system would bring it.
func arrived(id, thread string, n int) map[string]any {
	s := story(n)
	message := map[string]any{
		"external_id": "bench-" + id, "subject": s.subject, "text": s.lines[0],
		"sender": map[string]any{"external_id": "bench-" + id, "name": s.name, "email": "bench-" + id + "@example.com"},
	}
	if thread != "" {
		message["thread"] = thread
		message["sender"] = map[string]any{"external_id": "bench-" + thread, "name": s.name}
	}
	return message
}
