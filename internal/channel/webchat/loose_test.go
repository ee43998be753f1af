package webchat_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

func TestAVisitorLeavesOnlySoManyFilesUnsent(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		token := s.greet()
		for i := range 40 {
			s.now = s.now.Add(10 * time.Second) // slowly, as the limit by time allows
			up := s.upload(token, fmt.Sprintf("%d.txt", i), "text/plain", []byte("tea"))
			require.Equal(t, http.StatusCreated, up.status, up.raw)
		}
		s.now = s.now.Add(10 * time.Second)

		over := s.upload(token, "one-more.txt", "text/plain", []byte("tea"))

		require.Equal(t, http.StatusTooManyRequests, over.status, over.raw)
		require.Equal(t, "upload.too_many_loose", over.body["code"])
		require.Equal(t, 40, s.count("attachment"))
		other := s.upload(s.greet(), "a.txt", "text/plain", []byte("tea"))
		require.Equal(t, http.StatusCreated, other.status, "it is nobody else's limit")
	})
}

func TestAChannelHoldsOnlySoManyFilesUnsent(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		other, err := s.chans.Add(s.ctx, access.System, intake.Webchat, "Another shop", json.RawMessage(anySite))
		require.NoError(t, err)
		for _, c := range []struct {
			of   fact.ChannelID
			many int
		}{{other.ID, 10}, {s.channel.ID, 1999}} {
			require.NoError(t, s.db.Write(s.ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(s.ctx, `INSERT INTO attachment (id, uploaded_by, name, media_type, size, sha256, created_at)
					WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
					SELECT ? || '-' || i, 'visitor:' || ? || ':somebody-' || i, 'a.txt', 'text/plain', 3, 'x', ? FROM n`,
					c.many, string(c.of), string(c.of), s.now.UnixMilli())
				return err
			}))
		}
		token := s.greet()
		up := s.upload(token, "last.txt", "text/plain", []byte("tea"))
		require.Equal(t, http.StatusCreated, up.status, up.raw)

		over := s.upload(s.greet(), "one-more.txt", "text/plain", []byte("tea"))

		require.Equal(t, http.StatusTooManyRequests, over.status, over.raw)
		require.Equal(t, "upload.channel_full", over.body["code"])
		v, _ := s.open(token)
		v.send(map[string]any{"t": "message", "id": "c1", "text": "with a file", "attachments": []any{up.body["id"]}})
		v.want("ack")
		again := s.upload(s.greet(), "one-more.txt", "text/plain", []byte("tea"))
		require.Equal(t, http.StatusCreated, again.status, "what is sent makes room")
	})
}
