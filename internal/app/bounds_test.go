package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhoStopsTakingAnAnswerIsLetGo(t *testing.T) {
	ended := make(chan error, 1)
	server := httptest.NewServer(patiently(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		piece := make([]byte, 1<<20)
		for {
			if _, err := w.Write(piece); err != nil {
				ended <- err
				return
			}
		}
	}), 50*time.Millisecond))
	defer server.Close()
	answer, err := http.Get(server.URL)
	require.NoError(t, err)
	require.ErrorContains(t, <-ended, "timeout", "nothing of it was read")
	require.NoError(t, answer.Body.Close())
}

func TestOnlySoManyLargeMessagesAreReadAtOnce(t *testing.T) {
	inside, leave := make(chan struct{}), make(chan struct{})
	h := largeBodies(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Stay") != "" {
			inside <- struct{}{}
			<-leave
		}
	}), 1, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
	bring := func(path string, size int, stay string) int {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(strings.Repeat("x", size)))
		r.Header.Set("Stay", stay)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	done := make(chan int)
	go func() { done <- bring("/v1/inbound/k", largeBody, "yes") }()
	<-inside

	require.Equal(t, http.StatusTooManyRequests, bring("/v1/inbound/k/email", largeBody, ""))
	require.Equal(t, http.StatusOK, bring("/v1/inbound/k", 10, ""), "small ones pass")
	require.Equal(t, http.StatusOK, bring("/v1/uploads", largeBody, ""), "others are not meant")

	close(leave)
	require.Equal(t, http.StatusOK, <-done)
	require.Equal(t, http.StatusOK, bring("/v1/inbound/k", largeBody, ""))
}

func TestAStopWaitsForSocketsAndNotForEver(t *testing.T) {
	var sockets sync.WaitGroup
	sockets.Add(1)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	waitFor(over, &sockets) // comes back though one is open

	said := false
	go func() {
		said = true
		sockets.Done()
	}()
	waitFor(t.Context(), &sockets)
	require.True(t, said)
}
