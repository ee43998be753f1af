package app

import (
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func visits(t *testing.T, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	console().ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

func TestTheWorkerIsTakenAnewAndStandsBehindEveryPage(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := visits(t, method, "/sw.js")
		require.Equal(t, http.StatusOK, w.Code)
		h := w.Header()
		require.Equal(t, "no-cache", h.Get("Cache-Control"), "a new one is taken at once")
		require.Equal(t, "text/javascript; charset=utf-8", h.Get("Content-Type"))
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
		require.Equal(t, "default-src 'none'; connect-src 'self'", h.Get("Content-Security-Policy"))
		require.Empty(t, h.Get("Service-Worker-Allowed"), "at the root it stands behind every page; there is nothing to widen or narrow")
	}
	require.Equal(t, http.StatusMethodNotAllowed, visits(t, http.MethodPost, "/sw.js").Code)
	for _, elsewhere := range []string{"/assets/sw.js", "/sw.js/x"} {
		require.NotContains(t, visits(t, http.MethodGet, elsewhere).Header().Get("Content-Type"), "javascript")
	}
	page := visits(t, http.MethodGet, "/desk/mine")
	for _, rule := range []string{"default-src 'self'", "script-src 'self'"} { // by which a page may begin the worker and read the manifest
		require.Contains(t, page.Header().Get("Content-Security-Policy"), rule)
	}
	require.Equal(t, "no-cache", page.Header().Get("Cache-Control"))
	require.Contains(t, page.Body.String(), `<link rel="manifest" href="/manifest.webmanifest"`)
}

func TestTheManifestNamesWhatIsThere(t *testing.T) {
	w := visits(t, http.MethodGet, "/manifest.webmanifest")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "application/manifest+json", w.Header().Get("Content-Type"))
	require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	var manifest struct {
		ID       string `json:"id"`
		StartURL string `json:"start_url"`
		Scope    string `json:"scope"`
		Display  string `json:"display"`
		Icons    []struct{ Src, Type, Sizes, Purpose string }
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &manifest))
	require.Equal(t, "/", manifest.Scope, "all pages, as the worker's")
	require.Equal(t, "/", manifest.ID, "the same app for ever, wherever it begins")
	require.True(t, strings.HasPrefix(manifest.StartURL, manifest.Scope))
	require.Equal(t, "standalone", manifest.Display)
	sizes := map[string]bool{}
	for _, icon := range manifest.Icons {
		w := visits(t, http.MethodGet, icon.Src)
		require.Equal(t, http.StatusOK, w.Code, icon.Src)
		require.Equal(t, icon.Type, w.Header().Get("Content-Type"), icon.Src)
		require.Equal(t, "public, max-age=86400", w.Header().Get("Cache-Control"), icon.Src)
		if icon.Type != "image/png" {
			continue
		}
		picture, err := png.DecodeConfig(w.Body)
		require.NoError(t, err, icon.Src)
		require.Equal(t, icon.Sizes, strconv.Itoa(picture.Width)+"x"+strconv.Itoa(picture.Height), icon.Src)
		sizes[icon.Sizes+icon.Purpose] = true
	}
	for _, size := range []string{"192x192", "512x512", "512x512maskable"} { // without which it cannot be put on a home screen
		require.True(t, sizes[size], size)
	}
}
