package email

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"anlan/internal/arrive/mailbox"
)

// How much a crew has in hands at once: those who wait for the disk share its
// flushes, so that many are quicker than few.
const (
	takers   = 48
	inHand   = 32 << 20 // bytes of raw mail
	patience = 20       // mails that may fail before it is the database, and not they
)

// crew takes mails in while others are still being read from the mailbox. One that
// cannot come in now does not keep the others out: it is left without a line, and
// fetched again.
type crew struct {
	take  func(mailbox.Raw) error
	group errgroup.Group
	room  *semaphore.Weighted

	mu     sync.Mutex
	failed []error
}

func newCrew(take func(mailbox.Raw) error) *crew {
	w := &crew{take: take, room: semaphore.NewWeighted(inHand)}
	w.group.SetLimit(takers)
	return w
}

// give hands a mail on, and waits while the crew has its hands full.
func (w *crew) give(ctx context.Context, raw mailbox.Raw) error {
	weight := min(int64(len(raw.Data)), inHand)
	if err := w.room.Acquire(ctx, weight); err != nil {
		return err
	}
	w.group.Go(func() error {
		defer w.room.Release(weight)
		if err := w.take(raw); err != nil {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.failed = append(w.failed, fmt.Errorf("mail %d: %w", raw.UID, err))
		}
		return nil
	})
	return nil
}

// tired tells whether so many have failed that the rest would too.
func (w *crew) tired() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.failed) >= patience
}

// rest waits for all that were given, and returns what failed.
func (w *crew) rest() []error {
	_ = w.group.Wait() // what failed is in failed
	return w.failed
}
