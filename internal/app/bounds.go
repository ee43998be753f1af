package app

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// takesWithin is how long a browser may take none of an answer before it is let go.
	takesWithin = time.Minute
	// largeBody is the size in bytes from which a message that is brought in is large,
	// and mostLargeBodies how many such are read at once: they are held in memory until
	// their signature is checked.
	largeBody       = 1 << 20
	mostLargeBodies = 8
)

// patient lets go of who stops taking an answer. A download may last as long as
// something of it is taken.
type patient struct {
	http.ResponseWriter
	within   time.Duration
	hijacked bool // a socket, which looks after itself; asking for one is not being one
}

func (p *patient) Write(b []byte) (int, error) {
	// Where a writer knows no deadlines, there is none.
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(time.Now().Add(p.within))
	return p.ResponseWriter.Write(b)
}

func (p *patient) Flush() { _ = http.NewResponseController(p.ResponseWriter).Flush() }

// Hijack hands the connection over; the server has taken its deadlines off.
func (p *patient) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(p.ResponseWriter).Hijack()
	p.hijacked = p.hijacked || err == nil
	return conn, buffer, err
}

func (p *patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// patiently bounds how long an answer waits for its reader.
func patiently(next http.Handler, within time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &patient{ResponseWriter: w, within: within}
		next.ServeHTTP(p, r)
		if p.hijacked {
			return
		}
		// The next request of the same connection begins anew.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(within))
	})
}

// largeBodies lets a bounded number of large messages be read at once.
func largeBodies(next http.Handler, most int, busy http.HandlerFunc) http.Handler {
	seats := make(chan struct{}, most)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		small := r.ContentLength >= 0 && r.ContentLength < largeBody
		if small || !strings.HasPrefix(r.URL.Path, "/v1/inbound/") {
			next.ServeHTTP(w, r)
			return
		}
		select {
		case seats <- struct{}{}:
			defer func() { <-seats }()
			next.ServeHTTP(w, r)
		default:
			busy(w, r)
		}
	})
}

// counted has the group know of sockets, which a server that stops does not wait for.
func counted(next http.Handler, sockets *sync.WaitGroup) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			sockets.Add(1)
			defer sockets.Done()
		}
		next.ServeHTTP(w, r)
	})
}

// waitFor waits for the sockets to say goodbye, for as long as there is.
func waitFor(ctx context.Context, sockets *sync.WaitGroup) {
	done := make(chan struct{})
	go func() {
		sockets.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}
