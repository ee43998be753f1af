package picture_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/connector/httppost"
	"anlan/internal/connector/picture"
)

func TestAPictureIsFetchedWithoutTellingWhoLooks(t *testing.T) {
	var asked []*http.Request
	mux := http.NewServeMux()
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "lin"})
		asked = append(asked, r)
		http.Redirect(w, r, "/dot.png", http.StatusFound)
	})
	mux.HandleFunc("/dot.png", func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n"))
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	there := httptest.NewServer(mux)
	defer there.Close()
	get := picture.Get(httppost.New([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}).Browser())

	data, failed := get(t.Context(), there.URL+"/moved", 100)
	require.Empty(t, failed)
	require.Equal(t, "\x89PNG\r\n\x1a\n", string(data))
	for _, r := range asked {
		require.Empty(t, r.Header.Get("Cookie"))
		require.Empty(t, r.Header.Get("Referer"))
	}
	for path, want := range map[string]string{"/round": "status", "/file": "status", "/none": "status"} {
		_, failed = get(t.Context(), there.URL+path, 100)
		require.Equal(t, want, failed, path)
	}
	_, failed = get(t.Context(), there.URL+"/dot.png", 5)
	require.Equal(t, "too_large", failed)

	asked = nil
	_, failed = picture.Get(httppost.New(nil).Browser())(t.Context(), there.URL+"/dot.png", 100)
	require.Equal(t, "connection", failed, "nothing inside the house is asked")
	require.Empty(t, asked)
}
