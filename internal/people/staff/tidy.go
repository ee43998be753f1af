package staff

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/platform/db"
)

// tokenRemembered is how long an expired token stays in its owner's list, so
// that they see why a program stopped.
const tokenRemembered = 30 * 24 * time.Hour

// Tidy removes what has run out: sessions, half-done sign-ins, links, tokens and forgiven tries. It
// is run from time to time and is safe to repeat.
func (o *Office) Tidy(ctx context.Context) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now()
		for _, d := range []struct {
			what  string
			query string
			args  []any
		}{
			{"sessions", "DELETE FROM session WHERE expires_at <= ? OR seen_at <= ?", []any{now.UnixMilli(), now.Add(-sessionIdle).UnixMilli()}},
			{"half-open doors", "DELETE FROM sign_in_step WHERE expires_at <= ?", []any{now.UnixMilli()}},
			{"challenges", "DELETE FROM passkey_ceremony WHERE expires_at <= ?", []any{now.UnixMilli()}},
			{"enrolments", "DELETE FROM second_factor WHERE confirmed_at = 0 AND created_at <= ?", []any{now.Add(-enrolmentLasts).UnixMilli()}},
			{"links", "DELETE FROM once_link WHERE expires_at <= ?", []any{now.UnixMilli()}},
			{"tokens", "DELETE FROM api_token WHERE expires_at > 0 AND expires_at <= ?", []any{now.Add(-tokenRemembered).UnixMilli()}},
			{"tries", "DELETE FROM sign_in_failure WHERE updated_at <= ? AND locked_until <= ?", []any{now.Add(-failuresFade).UnixMilli(), now.UnixMilli()}},
		} {
			if _, err := tx.Exec(ctx, d.query, d.args...); err != nil {
				return fmt.Errorf("tidy %s: %w", d.what, err)
			}
		}
		return nil
	})
}
