package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// crowd is a load of its own kind: many visitors sit in front of an open chat, and
// some of them write. Every message is answered. Measured is the way from the
// visitor to the socket of the agent, the way of the answer back, and what each
// visitor costs in memory.
type crowd struct {
	visitors  int
	perSecond float64 // messages, of all of them
}

const (
	perAddress = 60              // visitors of one address: the server slows down who brings more
	grace      = 5 * time.Second // what comes later is an error; for so long nothing may come before the rest counts as lost
	answering  = 8               // agents
	settling   = 6 * time.Second // before memory is looked at
)

// chat is a crowd while it is measured.
type chat struct {
	*desk
	crowd
	key, id string // of the channel
	sockets []*websocket.Conn
	agent   *websocket.Conn
	answers chan answer
	begun   time.Time
	mu      sync.Mutex
	sent    []time.Time          // by the number of the message
	names   []string             // what the server calls it; "" until it is acknowledged
	traces  map[string]*exchange // by that name; the acknowledgement may be the last to come
	first   atomic.Pointer[string]
}

// exchange is one message and its answer.
type exchange struct{ arrived, answered, returned time.Time }

type answer struct {
	conversation string
	message      string
}

func (c crowd) run(ctx context.Context, d *desk, name string) ([]Result, error) {
	if d.plan.Visitors > 0 {
		c.perSecond *= max(float64(d.plan.Visitors)/float64(c.visitors), 0.1)
		c.visitors = d.plan.Visitors
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	h := &chat{desk: d, crowd: c, traces: map[string]*exchange{}, answers: make(chan answer, 10_000)}
	if err := h.open(ctx); err != nil {
		return nil, err
	}
	defer h.leave()
	if h.resident() > 0 {
		pause(ctx, settling) // a server that has just started gives back what starting took
	}
	before := h.resident()
	if err := h.gather(ctx); err != nil {
		return nil, err
	}
	each := 0.0
	if before > 0 {
		pause(ctx, settling)
		each = float64(h.resident()-before) / float64(c.visitors) / 1024
	}
	if err := h.listen(ctx); err != nil {
		return nil, err
	}
	used := used(d.client.target)
	h.talk(ctx)
	wall := time.Since(h.begun)
	spent := h.cpu(used)
	h.await(ctx)
	return h.results(name, each, wall, spent), ctx.Err()
}

func (h *chat) cpu(before time.Duration) time.Duration { return used(h.client.target) - before }

func (h *chat) resident() int64 {
	if h.client.target.Resident == nil {
		return 0
	}
	return h.client.target.Resident()
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// open makes a chat to sit in front of.
func (h *chat) open(ctx context.Context) error {
	var made struct {
		Key string `json:"key"`
		ID  string `json:"id"`
	}
	err := h.client.call(ctx, 0, http.MethodPost, "/v1/channels", map[string]any{"kind": "webchat", "name": "anlan bench chat"}, &made)
	h.key, h.id = made.Key, made.ID
	return err
}

// gather lets the visitors in, a few at a time.
func (h *chat) gather(ctx context.Context) error {
	h.sockets = make([]*websocket.Conn, h.visitors)
	var busy sync.WaitGroup
	var next atomic.Int64
	var failed atomic.Pointer[error]
	for range 16 {
		busy.Go(func() {
			for failed.Load() == nil {
				n := int(next.Add(1)) - 1
				if n >= h.visitors {
					return
				}
				if err := h.visit(ctx, n); err != nil {
					err = fmt.Errorf("let visitor %d in: %w", n+1, err)
					failed.Store(&err)
					return
				}
				go h.chatter(ctx, h.sockets[n]) // at once, as browsers do: they answer pings
			}
		})
	}
	busy.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// from is a client of an address of its own, on the loopback; elsewhere of ours.
func (h *chat) from(n int) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if u, err := url.Parse(h.client.target.URL); err == nil && strings.HasPrefix(u.Hostname(), "127.") {
		house := n / perAddress
		dialer.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 1, byte(house/250), byte(1+house%250))}
	}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}}
}

func (h *chat) visit(ctx context.Context, n int) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	via := h.from(n)
	defer via.CloseIdleConnections()
	base := h.client.target.URL + "/v1/widget/" + h.key
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/visitor", strings.NewReader(`{"token":""}`))
	if err != nil {
		return err
	}
	res, err := via.Do(req)
	if err != nil {
		return err
	}
	var given struct {
		Token string `json:"token"`
	}
	err = json.NewDecoder(res.Body).Decode(&given)
	_ = res.Body.Close()
	if err != nil || given.Token == "" {
		return errors.Join(fmt.Errorf("no token: %s", res.Status), err)
	}
	conn, _, err := websocket.Dial(ctx, base+"/live", &websocket.DialOptions{HTTPClient: via})
	if err != nil {
		return err
	}
	h.sockets[n] = conn
	if err := say(ctx, conn, map[string]string{"t": "hello", "token": given.Token, "locale": "en"}); err != nil {
		return err
	}
	_, raw, err := conn.Read(ctx)
	if err == nil && !strings.Contains(string(raw), `"ready"`) {
		err = fmt.Errorf("greeted with %s", raw)
	}
	return err
}

func say(ctx context.Context, conn *websocket.Conn, frame any) error {
	body, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	return conn.Write(ctx, websocket.MessageText, body)
}

// listen has the agents read and answer.
func (h *chat) listen(ctx context.Context) error {
	conn, _, err := websocket.Dial(ctx, h.client.target.URL+"/v1/live", &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + h.client.target.Tokens[0]}},
	})
	if err != nil {
		return fmt.Errorf("open the agent's socket: %w", err)
	}
	conn.SetReadLimit(16 << 20)
	h.agent = conn
	if _, _, err := conn.Read(ctx); err != nil { // hello
		return fmt.Errorf("open the agent's socket: %w", err)
	}
	go h.watch(ctx)
	for n := range answering {
		go h.reply(ctx, n)
	}
	return nil
}

// watch notes when the agent hears of a message, and has it answered.
func (h *chat) watch(ctx context.Context) {
	for {
		_, raw, err := h.agent.Read(ctx)
		if err != nil {
			return
		}
		now := time.Now()
		var f struct {
			Items []struct {
				Name         string `json:"name"`
				Conversation string `json:"conversation_id"`
				Data         struct {
					Message string `json:"message"`
					Channel string `json:"channel"`
				} `json:"data"`
			} `json:"items"`
		}
		if json.Unmarshal(raw, &f) != nil {
			continue
		}
		for _, item := range f.Items {
			if item.Name == "message.arrived" && item.Data.Channel == h.id {
				h.arrived(item.Data.Message, now)
				h.answers <- answer{item.Conversation, item.Data.Message}
			}
		}
	}
}

func (h *chat) arrived(message string, at time.Time) {
	h.note(message, func(e *exchange) { e.arrived = at })
}

// note writes down what has become of a message.
func (h *chat) note(message string, what func(*exchange)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.traces[message]
	if e == nil {
		e = &exchange{}
		h.traces[message] = e
	}
	what(e)
}

// chatter reads what one visitor is told: that a message is in, and the answers.
func (h *chat) chatter(ctx context.Context, conn *websocket.Conn) {
	for {
		_, raw, err := conn.Read(ctx)
		if err != nil {
			return
		}
		var f struct {
			T       string          `json:"t"`
			ID      string          `json:"id"`
			Message json.RawMessage `json:"message"`
			Said    string          `json:"message_id"`
			Code    string          `json:"code"`
		}
		if json.Unmarshal(raw, &f) != nil {
			continue
		}
		switch f.T {
		case "ack":
			h.acknowledged(f.ID, f.Said)
		case "message":
			h.returned(f.Message, time.Now())
		case "refused":
			h.failed(errors.New("refused: " + f.Code))
		}
	}
}

func (h *chat) acknowledged(name, message string) {
	var n int
	if _, err := fmt.Sscanf(name, "bench-%d", &n); err != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if n < len(h.names) {
		h.names[n] = message
	}
}

func (h *chat) returned(raw json.RawMessage, at time.Time) {
	var m struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &m) != nil || m.Kind != "reply" {
		return
	}
	_, message, _ := strings.Cut(m.Text, "#")
	h.note(message, func(e *exchange) {
		if e.returned.IsZero() {
			e.returned = at
		}
	})
}

// reply answers as agents do.
func (h *chat) reply(ctx context.Context, agent int) {
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-h.answers:
			begun := time.Now()
			body := map[string]any{"kind": "reply", "text": "We are looking into it. #" + a.message}
			err := h.client.call(ctx, agent, http.MethodPost, "/v1/conversations/"+a.conversation+"/messages", body, nil)
			if err != nil {
				h.failed(err)
				continue
			}
			h.note(a.message, func(e *exchange) { e.answered = begun })
		}
	}
}

func (h *chat) failed(err error) {
	text := err.Error()
	h.first.CompareAndSwap(nil, &text)
}

// talk has one visitor after another write, evenly over the time.
func (h *chat) talk(ctx context.Context) {
	total := int(h.perSecond * 3 * h.plan.Seconds.Seconds())
	if h.plan.Most > 0 {
		total = min(total, h.plan.Most)
	}
	h.sent, h.names = make([]time.Time, total), make([]string, total)
	h.begun = time.Now()
	step := time.Duration(float64(time.Second) / h.perSecond)
	for n := range total {
		pause(ctx, time.Until(h.begun.Add(time.Duration(n)*step)))
		h.sent[n] = time.Now()
		now := time.Now().UTC().Format(time.RFC3339Nano)
		err := say(ctx, h.sockets[n*7919%len(h.sockets)], map[string]string{
			"t": "message", "id": fmt.Sprintf("bench-%d", n), "text": story(n).lines[0], "sent_at": now, "clock": now,
		})
		if err != nil {
			h.failed(err)
		}
	}
}

// await waits for the last messages: until all is there, or nothing more comes.
func (h *chat) await(ctx context.Context) {
	last, end := -1, time.Time{}
	for ctx.Err() == nil {
		in, back := h.missing()
		if in+back != last {
			last, end = in+back, time.Now().Add(grace)
		}
		if last == 0 || time.Now().After(end) {
			return
		}
		pause(ctx, 20*time.Millisecond)
	}
}

func (h *chat) leave() {
	for _, conn := range h.sockets {
		if conn != nil {
			_ = conn.CloseNow()
		}
	}
	if h.agent != nil {
		_ = h.agent.CloseNow()
	}
}
