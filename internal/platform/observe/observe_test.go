package observe_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	"anlan/internal/platform/observe"
)

// server answers a few routes and keeps what was logged.
type server struct {
	http.Handler
	metrics *observe.Metrics
	log     *bytes.Buffer
}

func newServer(t *testing.T, level slog.Level) server {
	t.Helper()
	written := &bytes.Buffer{}
	log := observe.Logger(written, level, "json")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/conversations/{id}", func(w http.ResponseWriter, r *http.Request) {
		log.InfoContext(r.Context(), "inside")
		_, _ = io.WriteString(w, "ok")
	})
	mux.HandleFunc("GET /none", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /broken", func(http.ResponseWriter, *http.Request) { panic("the shelf fell down") })
	mux.HandleFunc("GET /halfway", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "{")
		panic("the shelf fell down")
	})
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		socket, err := websocket.Accept(w, r, nil)
		if err == nil {
			_ = socket.Close(websocket.StatusNormalClosure, "")
		}
	})
	metrics := observe.NewMetrics("v1")
	mux.Handle("GET /metrics", metrics.Handler())
	return server{observe.HTTP(mux, log, metrics), metrics, written}
}

func (s server) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

// lines are the log lines with a message.
func (s server) lines(t *testing.T, message string) (found []map[string]any) {
	t.Helper()
	for _, one := range strings.Split(strings.TrimSpace(s.log.String()), "\n") {
		var line map[string]any
		require.NoError(t, json.Unmarshal([]byte(one), &line))
		if line["msg"] == message {
			found = append(found, line)
		}
	}
	return found
}

func TestARequestIsCountedUnderItsRouteAndNotItsPath(t *testing.T) {
	s := newServer(t, slog.LevelInfo)
	s.get("/v1/conversations/1")
	s.get("/v1/conversations/2")
	s.get("/none")
	s.get("/nowhere")
	page := s.get("/metrics").Body.String()

	require.Contains(t, page, `anlan_http_requests_total{method="GET",route="/v1/conversations/{id}",status="200"} 2`)
	require.Contains(t, page, `anlan_http_requests_total{method="GET",route="/none",status="200"} 1`)
	require.Contains(t, page, `anlan_http_requests_total{method="GET",route="none",status="404"} 1`)
	require.Contains(t, page, `anlan_http_request_seconds_count{method="GET",route="/v1/conversations/{id}"} 2`)
	require.Contains(t, page, `anlan_build_info{go="go`)
	require.Contains(t, page, "go_goroutines ")
	require.Contains(t, page, "process_open_fds ")
}

func TestALineNamesItsRequestAndHidesTheQuery(t *testing.T) {
	s := newServer(t, slog.LevelDebug)
	answer := s.get("/v1/conversations/1?token=hunter2")

	require.NotContains(t, s.log.String(), "hunter2")
	inside, line := s.lines(t, "inside"), s.lines(t, "answered")
	require.Len(t, line, 1)
	id := answer.Header().Get(observe.RequestIDHeader)
	require.NotEmpty(t, id)
	require.Equal(t, id, line[0]["request_id"])
	require.Equal(t, id, inside[0]["request_id"])
	require.Equal(t, "/v1/conversations/1", line[0]["path"])
	require.EqualValues(t, 200, line[0]["status"])
	require.EqualValues(t, 2, line[0]["bytes"])
}

func TestAHealthyServerIsQuiet(t *testing.T) {
	s := newServer(t, slog.LevelInfo)
	s.get("/none")
	require.Empty(t, s.log.String())
	s.get("/nowhere")
	require.Equal(t, "INFO", s.lines(t, "answered")[0]["level"])
}

func TestARequestIdFromOutsideIsKeptWhenItIsFitForALog(t *testing.T) {
	for given, kept := range map[string]bool{
		"proxy-7.a_B": true, "": false, "a b": false, "x\n{\"msg\":\"forged\"}": false, strings.Repeat("x", 65): false,
	} {
		s := newServer(t, slog.LevelInfo)
		r := httptest.NewRequest("GET", "/none", nil)
		r.Header[observe.RequestIDHeader] = []string{given}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		require.Equal(t, kept, w.Header().Get(observe.RequestIDHeader) == given, given)
	}
}

func TestAPanicIsOneRequestsTrouble(t *testing.T) {
	s := newServer(t, slog.LevelInfo)
	w := s.get("/broken")

	require.Equal(t, 500, w.Code)
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	var problem struct{ Code string }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &problem))
	require.Equal(t, "server.broken", problem.Code)
	require.NotContains(t, w.Body.String(), "shelf")
	line := s.lines(t, "panic while answering")
	require.Equal(t, "the shelf fell down", line[0]["panic"])
	require.Contains(t, line[0]["stack"], "observe_test.go")
	require.Equal(t, "ERROR", s.lines(t, "answered")[0]["level"])
}

func TestAPanicInTheMiddleOfAnAnswerCutsTheConnection(t *testing.T) {
	s := newServer(t, slog.LevelInfo)
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { s.get("/halfway") })
	require.Len(t, s.lines(t, "panic while answering"), 1)
}

func TestASocketPassesAndIsNotTimed(t *testing.T) {
	s := newServer(t, slog.LevelInfo)
	outside := httptest.NewServer(s)
	socket, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(outside.URL, "http")+"/live", nil)
	require.NoError(t, err)
	_, _, err = socket.Read(t.Context())
	require.Equal(t, websocket.StatusNormalClosure, websocket.CloseStatus(err))
	_ = socket.CloseNow()
	outside.Close()

	page := s.get("/metrics").Body.String()
	require.NotContains(t, page, `anlan_http_request_seconds_count{method="GET",route="/live"}`)
}

func TestTracesReachTheCollectorAndNameTheRoute(t *testing.T) {
	got := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- r.URL.Path + " " + string(body)
	}))
	defer collector.Close()
	traces, err := observe.StartTraces(t.Context(), collector.URL, "v1")
	require.NoError(t, err)

	s := newServer(t, slog.LevelInfo)
	r := httptest.NewRequest("GET", "/v1/conversations/1?token=hunter2", nil)
	r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	traces.HTTP(s).ServeHTTP(httptest.NewRecorder(), r)
	require.NoError(t, traces.Stop(t.Context()))

	sent := <-got
	require.True(t, strings.HasPrefix(sent, "/v1/traces "), sent)
	require.Contains(t, sent, "GET /v1/conversations/{id}")
	require.NotContains(t, sent, "hunter2")
	require.Equal(t, "0af7651916cd43dd8448eb211c80319c", s.lines(t, "inside")[0]["trace_id"])
}

func TestWithoutACollectorNothingIsTraced(t *testing.T) {
	traces, err := observe.StartTraces(t.Context(), "", "v1")
	require.NoError(t, err)
	_, span := traces.Provider.Tracer("test").Start(t.Context(), "nothing")
	require.False(t, span.SpanContext().IsValid())
	require.Equal(t, trace.SpanID{}, span.SpanContext().SpanID())
	require.NoError(t, traces.Stop(t.Context()))
}
