package webchat_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
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
