package webhook

import (
	"context"
	"time"
)

// Wake tells a running courier that there are new facts.
func (c *Courier) Wake() {
	select {
	case c.fresh <- struct{}{}:
	default:
	}
}

// gathering is how long news is let come together, so that a flood of messages is
// read in a few pieces. A program that is told a tenth of a second later is no worse.
const gathering = 100 * time.Millisecond

func gather(ctx context.Context) {
	wait := time.NewTimer(gathering)
	defer wait.Stop()
	select {
	case <-ctx.Done():
	case <-wait.C:
	}
}

// slowTick is how long new facts wait when nobody tells of them.
const slowTick = 5 * time.Second

// Run puts new facts into the logs until ctx ends.
func (c *Courier) Run(ctx context.Context) error {
	tick := time.NewTicker(slowTick)
	defer tick.Stop()
	for {
		if err := c.Pump(ctx); err != nil && ctx.Err() == nil {
			c.log.Warn("webhooks could not be told of new facts; trying again", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-c.fresh:
			gather(ctx)
		case <-tick.C:
		}
	}
}
