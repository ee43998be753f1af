package app

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhoStopsTakingAnAnswerIsLetGo(t *testing.T) {
	for _, asks := range []string{"", "websocket"} { // who asks for a socket and gets none is as everybody
		t.Run(asks, func(t *testing.T) { stopsTaking(t, asks) })
	}
}

func stopsTaking(t *testing.T, asks string) {
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
	r, err := http.NewRequest(http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	if asks != "" {
		r.Header.Set("Connection", "Upgrade")
		r.Header.Set("Upgrade", asks)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.ErrorContains(t, <-ended, "timeout", "nothing of it was read")
	require.NoError(t, answer.Body.Close())
}

func TestASocketHasNoDeadlineOfAnAnswer(t *testing.T) {
	over := make(chan struct{})
	server := httptest.NewServer(patiently(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "") // which sets one
		conn, _, err := http.NewResponseController(w).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		go func() { // as a visitor's socket goes on when its request is over
			defer func() { _ = conn.Close() }()
			<-over
			_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
			assert.NoError(t, err)
		}()
	}), time.Nanosecond))
	defer server.Close()
	time.AfterFunc(50*time.Millisecond, func() { close(over) })

	answer, err := http.Get(server.URL)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, "hi", string(said))
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
