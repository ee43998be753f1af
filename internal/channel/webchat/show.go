package webchat

import (
	"context"
	"slices"
	"sync"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
)

// message is what a visitor sees of a message.
type message struct {
	ID          fact.MessageID        `json:"id"`
	Kind        conversation.Kind     `json:"kind"`
	Text        string                `json:"text"`
	HTML        string                `json:"html"`
	Author      author                `json:"author"`
	SentAt      time.Time             `json:"sent_at"`
	Attachments []file                `json:"attachments"`
	ClientID    string                `json:"client_id"`
	Delivery    conversation.Delivery `json:"delivery"`
}

type author struct {
	Name string `json:"name"`
}

type file struct {
	ID   fact.AttachmentID `json:"id"`
	Name string            `json:"name"`
	Type string            `json:"type"`
	Size int64             `json:"size"`
	URL  string            `json:"url,omitempty"`
}

type talk struct {
	Number int64              `json:"number"`
	State  conversation.State `json:"state"`
	// Ahead is how many have waited longer to be taken; 51 = more than 50.
	Ahead int `json:"ahead,omitempty"`
	// Minutes is how long it is expected to take until somebody takes it: from and to.
	Minutes []int `json:"minutes,omitempty"`
	// Notice is what is said, by language, to whoever waits where it overflows.
	Notice map[string]string `json:"notice,omitempty"`
	// Relief tells that there is something to do instead of waiting, or that they are called back.
	Relief bool `json:"relief,omitempty"`
}

// show makes a message fit for its visitor; false for what is ours alone: notes,
// and system lines, whose codes only our screens can speak.
func (e *Edge) show(m conversation.Message) (message, bool) {
	if m.Kind == conversation.Note || m.Kind == conversation.System && m.Text == "" {
		return message{}, false
	}
	shown := message{
		ID: m.ID, Kind: m.Kind, Text: m.Text, SentAt: m.SentAt, ClientID: m.ClientID, Delivery: m.Delivery.State,
		Attachments: []file{},
	}
	if m.ReplyText != "" { // it came as a mail, with our words quoted below
		shown.Text = m.ReplyText
	}
	if m.Kind == conversation.Reply {
		shown.HTML, shown.Author.Name = m.HTML, m.Author.Name
		shown.ClientID = "" // the console's own
	}
	for _, a := range m.Attachments {
		shown.Attachments = append(shown.Attachments, file{ID: a.ID, Name: a.Name, Type: a.Type, Size: a.Size, URL: e.FileURL(a)})
	}
	return shown, true
}

func (e *Edge) showAll(list []conversation.Message) []message {
	shown := []message{}
	for _, m := range list {
		if s, ok := e.show(m); ok {
			shown = append(shown, s)
		}
	}
	return shown
}

// find gives the visitor's conversation; nil when they have none (yet, or any more).
func (e *Edge) find(ctx context.Context, c fact.ChannelID, visitor string) (*conversation.Glimpse, error) {
	g, found, err := e.Inbox.ByThread(ctx, c, thread(visitor))
	if err != nil || !found {
		return nil, err
	}
	return &g, nil
}

// page is how many messages go out at once.
const page = 50

// newest gives the last page of a conversation, oldest first. A message written
// offline may sort before what the visitor already has, so a page and not a
// cursor is what comes with every connection.
func (e *Edge) newest(ctx context.Context, line conversation.Line, limit int) (list []conversation.Message, earlier bool, err error) {
	list, earlier, err = e.Inbox.Along(ctx, line, conversation.Walk{NewFirst: true, Limit: limit})
	slices.Reverse(list)
	return list, earlier, err
}

func unread(list []conversation.Message) (n int) {
	for _, m := range list {
		if m.Kind == conversation.Reply && m.Delivery.State != conversation.Read {
			n++
		}
	}
	return n
}

// staffOnline remembers for a moment whether anybody is there, since every
// visitor asks.
type staffOnline struct {
	mu   sync.Mutex
	at   time.Time
	here bool
}

const staffGrain = 5 * time.Second

func (e *Edge) anybodyHere(ctx context.Context) bool {
	e.staff.mu.Lock()
	defer e.staff.mu.Unlock()
	now := e.DB.Now()
	if age := now.Sub(e.staff.at); age >= 0 && age < staffGrain {
		return e.staff.here
	}
	err := e.DB.Read().NewRaw("SELECT EXISTS (SELECT 1 FROM presence WHERE state = 'online')").Scan(ctx, &e.staff.here)
	if err != nil {
		e.Log.Warn("cannot tell whether anybody is online", "err", err)
		return false
	}
	e.staff.at = now
	return e.staff.here
}
