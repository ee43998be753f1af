package staff

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// How fast passwords can be guessed. A person who has forgotten which of their
// passwords it was finds out in five tries; after that each further try costs
// twice the wait of the one before, up to a quarter of an hour: 96 guesses a day
// against one e-mail, in place of two million. An address is given more,
// because a whole office may sit behind one.
const (
	freeForEmail   = 5
	freeForAddress = 30
	firstLock      = 30 * time.Second
	longestLock    = 15 * time.Minute
	failuresFade   = time.Hour // without another try all is forgiven
)

// lock is how long nobody may try after so many failures.
func lock(failures, free int) time.Duration {
	over := failures - free
	if over < 0 {
		return 0
	}
	return min(firstLock<<min(over, 10), longestLock)
}

// door is something that tries are counted against.
type door struct {
	key  string
	free int
}

// doors are the e-mail, known or not, and the address.
func doors(email, ip string) []door {
	if len(email) > emailLimit {
		email = strings.ToValidUTF8(email[:emailLimit], "")
	}
	d := []door{{"email:" + email, freeForEmail}}
	if ip != "" {
		d = append(d, door{"ip:" + network(ip), freeForAddress})
	}
	return d
}

// network is what one subscriber has: an IPv4 address, or the 2^64 addresses
// that come with every IPv6 line.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr = addr.Unmap().WithZone(""); addr.Is4() {
		return addr.String()
	}
	prefix, _ := addr.Prefix(64) // of an IPv6 address it always exists
	return prefix.String()
}

// tries is what is counted at a door.
type tries struct {
	Failures    int   `bun:"failures"`
	LockedUntil int64 `bun:"locked_until"`
	UpdatedAt   int64 `bun:"updated_at"`
}

// admit counts a try at every door before anybody looks at the password, so that
// a hundred guesses at one moment count as a hundred. It tells how long the door
// is locked if this one fails.
func admit(ctx context.Context, d *db.DB, at []door) (locks time.Duration, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		locks = 0
		for _, door := range at {
			l, err := admitAt(ctx, tx, door)
			if err != nil {
				return err
			}
			locks = max(locks, l)
		}
		return nil
	})
	return locks, err
}

func admitAt(ctx context.Context, tx *db.Tx, at door) (time.Duration, error) {
	now := tx.Now()
	var t tries
	err := tx.NewRaw(`INSERT INTO sign_in_failure (key, failures, locked_until, updated_at) VALUES (?, 0, 0, ?)
		ON CONFLICT (key) DO UPDATE SET failures = sign_in_failure.failures
		RETURNING failures, locked_until, updated_at`, at.key, now.UnixMilli()).Scan(ctx, &t)
	if err != nil {
		return 0, fmt.Errorf("count a sign-in: %w", err)
	}
	if wait := instant(t.LockedUntil).Sub(now); wait > 0 {
		return 0, fault.New(fault.Limited, "sign_in.locked", "retry_after", int((wait+time.Second-1)/time.Second))
	}
	if now.Sub(instant(t.UpdatedAt)) >= failuresFade {
		t.Failures = 0
	}
	wait := lock(t.Failures+1, at.free)
	_, err = tx.Exec(ctx, "UPDATE sign_in_failure SET failures = ?, locked_until = ?, updated_at = ? WHERE key = ?",
		t.Failures+1, now.Add(wait).UnixMilli(), now.UnixMilli(), at.key)
	if err != nil {
		return 0, fmt.Errorf("count a sign-in: %w", err)
	}
	return wait, nil
}

// forgive takes a try back that was none. The e-mail starts afresh; the address
// gets back this one try only, or somebody with an account of their own could
// wash away the guesses they made at others.
func forgive(ctx context.Context, tx *db.Tx, at []door) error {
	for i, door := range at {
		var err error
		if i == 0 {
			_, err = tx.Exec(ctx, "DELETE FROM sign_in_failure WHERE key = ?", door.key)
		} else {
			_, err = tx.Exec(ctx, `UPDATE sign_in_failure SET failures = failures - 1,
				locked_until = CASE WHEN failures - 1 < ? THEN 0 ELSE locked_until END
				WHERE key = ? AND failures > 0`, door.free, door.key)
		}
		if err != nil {
			return fmt.Errorf("forgive a sign-in: %w", err)
		}
	}
	return nil
}
