package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"anlan/internal/app"
	"anlan/internal/people/access"
	"anlan/internal/platform/config"
)

// FuzzInbound throws anything at the way in. Whatever comes, it is either taken,
// refused with a reason, or known already; never is it our fault.
func FuzzInbound(f *testing.F) {
	for _, seed := range []string{
		`{"external_id":"1","text":"你好"}`,
		`{"external_id":"2","sender":{"external_id":"u","email":"a@b.cn","phone":"１３８００"},"subject":"a\u0000b","html":"<b>x</b><script>1</script>","sent_at":"2026-01-02T03:04:05Z","thread":"t","attributes":{"a":[1,{"b":null}]},"attachments":[{"name":"a.png","type":"image/png","data":"aGk="}]}`,
		`{"external_id":"3","sent_at":"0001-01-01T00:00:00Z"}`, `{"external_id":"4","sent_at":"9999-12-31T23:59:59Z"}`,
		`{"external_id":7}`, `[]`, `null`, `{`, ``, `{"external_id":"5","attributes":{"\u0000":"\ud800"}}`,
	} {
		f.Add([]byte(seed))
	}
	ctx := f.Context()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	a, err := app.Open(ctx, config.Config{Data: f.TempDir(), UploadLimit: 1 << 20}, log)
	if err != nil {
		f.Fatal(err)
	}
	s, err := app.NewServer(ctx, a, "fuzz")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Goodbye(); _ = a.Close() })
	channel, err := a.Channels.Add(ctx, access.System, "api", "fuzz", nil)
	if err != nil {
		f.Fatal(err)
	}
	token := fuzzToken(f, s)
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/v1/inbound/"+channel.Key, bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusAccepted:
			var got receipt
			if json.Unmarshal(w.Body.Bytes(), &got) != nil || got.MessageID == "" {
				t.Fatalf("taken, but no receipt: %s", w.Body)
			}
		case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
			var problem struct{ Code, Detail string }
			if json.Unmarshal(w.Body.Bytes(), &problem) != nil || problem.Code == "" || problem.Detail == "" {
				t.Fatalf("refused without a reason: %s", w.Body)
			}
		default:
			t.Fatalf("%d for %q: %s", w.Code, body, w.Body)
		}
	})
}

func fuzzToken(f *testing.F, s *app.Server) string {
	f.Helper()
	ctx := f.Context()
	setup, _, err := s.Office.OpenSetup(ctx)
	if err != nil {
		f.Fatal(err)
	}
	body, _ := json.Marshal(map[string]string{"token": setup, "name": "安达", "email": "ada@example.com", "password": "calm water runs deep"})
	r := httptest.NewRequest(http.MethodPost, "/v1/setup", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	if w.Code != http.StatusCreated {
		f.Fatalf("setup: %d %s", w.Code, w.Body)
	}
	token, err := s.Office.TokenFor(ctx, "ada@example.com", access.Intake)
	if err != nil {
		f.Fatal(err)
	}
	return token
}
