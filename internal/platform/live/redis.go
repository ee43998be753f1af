package live

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/rueidis"
)

// Redis is the engine between nodes.
type Redis struct {
	client  rueidis.Client
	channel string
	log     *slog.Logger
}

// NewRedis connects. The channel keeps two installations on one Redis apart.
func NewRedis(url, channel string, log *slog.Logger) (*Redis, error) {
	opt, err := rueidis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("read the Redis address: %w", err)
	}
	opt.DisableCache = true
	client, err := rueidis.NewClient(opt)
	if err != nil {
		return nil, fmt.Errorf("reach Redis: %w", err)
	}
	return &Redis{client: client, channel: channel, log: log}, nil
}

func (r *Redis) Publish(ctx context.Context, body []byte) error {
	return r.client.Do(ctx, r.client.B().Publish().Channel(r.channel).Message(rueidis.BinaryString(body)).Build()).Error()
}

func (r *Redis) Listen(ctx context.Context, hear func([]byte)) error {
	for pause := 100 * time.Millisecond; ; pause = min(pause*2, 5*time.Second) {
		err := r.client.Receive(ctx, r.client.B().Subscribe().Channel(r.channel).Build(), func(m rueidis.PubSubMessage) {
			hear([]byte(m.Message))
		})
		if ctx.Err() != nil {
			return nil
		}
		r.log.Warn("the line between the nodes broke; joining again", "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// Ping asks whether Redis answers.
func (r *Redis) Ping(ctx context.Context) error {
	return r.client.Do(ctx, r.client.B().Ping().Build()).Error()
}

// Close hangs up.
func (r *Redis) Close() { r.client.Close() }
