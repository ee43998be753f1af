package live

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/rueidis"
)

// Redis is the engine between nodes. It may be away, also when a node starts:
// the node serves without it, and goes on looking for it.
type Redis struct {
	option  rueidis.ClientOption
	channel string
	log     *slog.Logger

	mu     sync.Mutex
	client rueidis.Client // nil until Redis was there once; then it reconnects by itself
	away   error          // why not
	closed bool
}

// NewRedis connects, if Redis is there already. The channel keeps two
// installations on one Redis apart.
func NewRedis(url, channel string, log *slog.Logger) (*Redis, error) {
	option, err := rueidis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("read the Redis address: %w", err)
	}
	option.DisableCache = true
	r := &Redis{option: option, channel: channel, log: log}
	if err := r.connect(); err != nil {
		log.Warn("Redis is not there; serving without it, and looking for it", "err", err)
	}
	return r, nil
}

// connect reaches for a Redis that has never been there.
func (r *Redis) connect() error {
	client, err := rueidis.NewClient(r.option)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil:
		r.away = fmt.Errorf("reach Redis: %w", err)
	case r.closed:
		client.Close()
	default:
		r.client, r.away = client, nil
	}
	return r.away
}

// line is the client, or why there is none.
func (r *Redis) line() (rueidis.Client, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.client, r.away
}

func (r *Redis) Publish(ctx context.Context, body []byte) error {
	c, err := r.line()
	if err != nil {
		return err
	}
	return c.Do(ctx, c.B().Publish().Channel(r.channel).Message(rueidis.BinaryString(body)).Build()).Error()
}

func (r *Redis) Listen(ctx context.Context, hear func([]byte)) error {
	for pause := 100 * time.Millisecond; ; pause = min(pause*2, 5*time.Second) {
		err := r.receive(ctx, hear)
		if ctx.Err() != nil {
			return nil
		}
		r.log.Warn("there is no line between the nodes; joining again", "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

func (r *Redis) receive(ctx context.Context, hear func([]byte)) error {
	if _, err := r.line(); err != nil {
		if err := r.connect(); err != nil {
			return err
		}
		r.log.Info("Redis is there now")
	}
	c, err := r.line()
	if err != nil {
		return err
	}
	return c.Receive(ctx, c.B().Subscribe().Channel(r.channel).Build(), func(m rueidis.PubSubMessage) {
		hear([]byte(m.Message))
	})
}

// Ping asks whether Redis answers.
func (r *Redis) Ping(ctx context.Context) error {
	c, err := r.line()
	if err != nil {
		return err
	}
	return c.Do(ctx, c.B().Ping().Build()).Error()
}

// Close hangs up.
func (r *Redis) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	if r.client != nil {
		r.client.Close()
	}
}
