package signon_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"
)

// house is an identity provider inside the test.
type house struct {
	*httptest.Server
	t   *testing.T
	key *rsa.PrivateKey
	kid int

	claims map[string]any // of the next token
	asked  url.Values     // of the last exchange
	forge  bool           // sign with a key that is nobody's
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{t: t}
	h.rotate()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{
			"issuer": h.URL, "authorization_endpoint": h.URL + "/authorize", "token_endpoint": h.URL + "/token", "jwks_uri": h.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": strconv.Itoa(h.kid),
			"n": text(h.key.N.Bytes()), "e": text([]byte{1, 0, 1}),
		}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		h.asked = r.Form
		if r.Form.Get("code") != "good" {
			w.WriteHeader(http.StatusBadRequest)
			say(w, map[string]any{"error": "invalid_grant"})
			return
		}
		say(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": h.token()})
	})
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.Close)
	return h
}

// rotate takes a new key, as providers do from time to time.
func (h *house) rotate() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		h.t.Fatal(err)
	}
	h.key, h.kid = key, h.kid+1
}

func (h *house) token() string {
	head, _ := json.Marshal(map[string]any{"alg": "RS256", "kid": strconv.Itoa(h.kid)})
	body, _ := json.Marshal(h.claims)
	signed := text(head) + "." + text(body)
	sum := sha256.Sum256([]byte(signed))
	key := h.key
	if h.forge {
		key, _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		h.t.Fatal(err)
	}
	return signed + "." + text(signature)
}

// says fills the next token, as it should be but for what differs.
func (h *house) says(now time.Time, nonce string, differs map[string]any) {
	h.claims = map[string]any{
		"iss": h.URL, "sub": "u-1", "aud": "anlan", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(), "nonce": nonce,
		"email": "lin@example.com", "email_verified": true, "name": "林悦",
	}
	for name, value := range differs {
		h.claims[name] = value
	}
}

func say(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
