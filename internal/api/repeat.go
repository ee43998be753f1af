package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// A repeated request. The first one claims its key, does its work and leaves its
// answer; the same request under the same key gets that answer.

// stale is after how long a claim without an answer is taken over: whoever made
// it has died.
const stale = time.Minute

// once runs do, unless this request has been answered before.
func once[I, O any](ctx context.Context, e *Edge, r route, in *I, do func() (O, []http.Cookie, error)) (out O, cookies []http.Cookie, err error) {
	v := caller(ctx)
	if !r.repeats || v.key == "" {
		return do()
	}
	if len(v.key) > 200 {
		return out, nil, fault.New(fault.Invalid, "request.key_too_long", "limit", 200)
	}
	key := string(v.who.ID) + " " + r.id + " " + v.key
	request, err := json.Marshal(in)
	if err != nil {
		return out, nil, fmt.Errorf("read a request for its key: %w", err)
	}
	sum := sha256.Sum256(request)
	body, done, err := e.claim(ctx, key, hex.EncodeToString(sum[:]))
	if err != nil {
		return out, nil, err
	}
	if done {
		return out, nil, json.Unmarshal([]byte(body), &out)
	}
	if out, cookies, err = do(); err != nil {
		if undo := e.release(context.WithoutCancel(ctx), key); undo != nil {
			e.Log.Warn("the key of a refused request could not be freed", "err", undo)
		}
		return out, cookies, err
	}
	return out, cookies, e.keep(context.WithoutCancel(ctx), key, out)
}

func (e *Edge) claim(ctx context.Context, key, digest string) (body string, done bool, err error) {
	err = e.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO repeat_answer (key, digest, status, created_at) VALUES (?, ?, 0, ?)
			ON CONFLICT (key) DO UPDATE SET created_at = EXCLUDED.created_at
			WHERE repeat_answer.status = 0 AND repeat_answer.digest = EXCLUDED.digest AND repeat_answer.created_at < ?`,
			key, digest, tx.Now().UnixMilli(), tx.Now().Add(-stale).UnixMilli())
		if err != nil || n > 0 {
			return err
		}
		var was struct {
			Digest string `bun:"digest"`
			Status int    `bun:"status"`
			Body   string `bun:"body"`
		}
		if err := tx.NewRaw("SELECT digest, status, body FROM repeat_answer WHERE key = ?", key).Scan(ctx, &was); err != nil {
			return err
		}
		switch {
		case was.Digest != digest:
			return fault.New(fault.Invalid, "request.key_reused")
		case was.Status == 0:
			return fault.New(fault.Conflict, "request.in_progress")
		}
		body, done = was.Body, true
		return nil
	})
	return body, done, err
}

func (e *Edge) keep(ctx context.Context, key string, out any) error {
	body, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	return e.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE repeat_answer SET status = 1, body = ? WHERE key = ?", string(body), key)
		return err
	})
}

func (e *Edge) release(ctx context.Context, key string) error {
	return e.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM repeat_answer WHERE key = ? AND status = 0", key)
		return err
	})
}

// ForgetAnswers drops answers that are older than a day.
func ForgetAnswers(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, "DELETE FROM repeat_answer WHERE created_at < ?", tx.Now().Add(-24*time.Hour).UnixMilli())
	return err
}

// ForgetAnswersTx forgets kept answers that speak of any of these ids.
func ForgetAnswersTx(ctx context.Context, tx *db.Tx, about ...string) error {
	for _, id := range about {
		if id == "" {
			continue
		}
		if _, err := tx.Exec(ctx, "DELETE FROM repeat_answer WHERE body LIKE ?", "%"+id+"%"); err != nil {
			return fmt.Errorf("forget answers: %w", err)
		}
	}
	return nil
}
