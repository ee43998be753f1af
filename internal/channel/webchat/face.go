package webchat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"slices"
	"sync"
	"time"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

// face is what anybody may know of a channel.
type face struct {
	Name     string            `json:"name"`
	Title    intake.ByLanguage `json:"title"`
	Greeting intake.ByLanguage `json:"greeting"`
	Colour   string            `json:"colour"`
	Look     intake.Look       `json:"look"` // the logo as an address
	Before   intake.Before     `json:"before"`
	Signed   bool              `json:"signed"` // only whom the site has named may write
	ByMail   bool              `json:"by_mail"`

	// ReplyWithin is how long customers usually wait for the first answer, in
	// seconds; 0 where too few have asked to say so honestly.
	ReplyWithin int `json:"reply_within"`
}

func (e *Edge) faceOf(ctx context.Context, c intake.Channel) (face, error) {
	s, err := c.Webchat()
	f := face{
		Name: c.Name, Title: s.Title, Greeting: s.Greeting, Colour: s.Colour, Look: s.Look,
		Signed: s.Identity.Required, ByMail: s.Continuing.Mailbox != "", ReplyWithin: e.replyWithin(ctx, c.ID),
	}
	if s.Before.Asks {
		f.Before = s.Before
	}
	if f.Look.Logo != "" {
		sum := sha256.Sum256([]byte(s.Look.Logo))
		f.Look.Logo = "/v1/widget/" + c.Key + "/logo?v=" + hex.EncodeToString(sum[:6])
	}
	return f, err
}

// logo is the owner's picture.
func (e *Edge) logo(w http.ResponseWriter, _ *http.Request, c intake.Channel) error {
	s, err := c.Webchat()
	if err != nil {
		return err
	}
	mediaType, content, ok := intake.Picture(s.Look.Logo)
	if !ok {
		return fault.New(fault.Missing, "channel.missing")
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", forEver)
	_, _ = w.Write(content) // whoever asked may have left
	return nil
}

// pace remembers for some minutes how soon customers of a channel were answered.
type pace struct {
	mu sync.Mutex
	of map[fact.ChannelID]measured
}

type measured struct {
	at      time.Time
	seconds int
}

const (
	paceGrain  = 5 * time.Minute
	paceSpan   = 14 * 24 * time.Hour
	paceSample = 200
	paceLeast  = 10 // conversations, below which nothing is said
	paceShare  = 0.8
)

func (e *Edge) replyWithin(ctx context.Context, c fact.ChannelID) int {
	now := e.DB.Now()
	e.pace.mu.Lock()
	known, ok := e.pace.of[c]
	e.pace.mu.Unlock()
	if age := now.Sub(known.at); ok && age >= 0 && age < paceGrain {
		return known.seconds
	}
	waits, err := e.firstWaits(ctx, c, now)
	if err != nil {
		if ctx.Err() == nil {
			e.Log.Warn("cannot tell how soon customers are answered", "channel", c, "err", err)
		}
		return 0
	}
	seconds := usual(waits)
	e.pace.mu.Lock()
	defer e.pace.mu.Unlock()
	if e.pace.of == nil {
		e.pace.of = map[fact.ChannelID]measured{}
	}
	e.pace.of[c] = measured{at: now, seconds: seconds}
	return seconds
}

// firstWaits are those of the newest conversations of a channel; nobody answered yet
// is a wait without end, so that whoever was left alone counts too.
func (e *Edge) firstWaits(ctx context.Context, c fact.ChannelID, now time.Time) ([]time.Duration, error) {
	var rows []struct {
		CreatedAt  int64  `bun:"created_at"`
		AnsweredAt *int64 `bun:"answered_at"`
	}
	err := e.DB.Read().NewRaw(`SELECT c.created_at,
			(SELECT m.sent_at FROM message m WHERE m.conversation_id = c.id AND m.kind = 'reply' ORDER BY m.sent_at, m.id LIMIT 1) AS answered_at
		FROM (SELECT id, created_at FROM conversation WHERE channel_id = ? AND state = 'open'
				UNION ALL SELECT id, created_at FROM conversation WHERE channel_id = ? AND state = 'waiting'
				UNION ALL SELECT id, created_at FROM (SELECT id, created_at FROM conversation
					WHERE channel_id = ? AND state = 'resolved' ORDER BY last_message_at DESC, id DESC LIMIT ?) r
				LIMIT 2000) c
		WHERE c.created_at >= ? ORDER BY c.created_at DESC LIMIT ?`,
		c, c, c, paceSample, now.Add(-paceSpan).UnixMilli(), paceSample).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look how soon conversations were answered: %w", err)
	}
	list := make([]time.Duration, len(rows))
	for i, r := range rows {
		list[i] = math.MaxInt64
		if r.AnsweredAt != nil {
			list[i] = time.Duration(max(0, *r.AnsweredAt-r.CreatedAt)) * time.Millisecond
		}
	}
	return list, nil
}

// usual is the wait that four of five did not exceed, in seconds; 0 when it cannot
// be said.
func usual(waits []time.Duration) int {
	if len(waits) < paceLeast {
		return 0
	}
	slices.Sort(waits)
	wait := waits[int(math.Ceil(paceShare*float64(len(waits))))-1]
	if wait > 7*24*time.Hour {
		return 0
	}
	return max(1, int(wait/time.Second))
}
