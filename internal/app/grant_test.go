package app_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/channel/email"
	"anlan/internal/connector/imap/imaptest"
	"anlan/internal/drill/mailhouse"
	"anlan/internal/drill/mailtest"
	"anlan/internal/fact"
	"anlan/internal/platform/db/dbtest"
)

// authority is a provider's authorisation server on loopback. It gives each refresh
// token once, as Microsoft may.
type authority struct {
	*httptest.Server

	mu        sync.Mutex
	challenge string
	asked     url.Values // of the last visit
	refresh   string     // the one that is good
	refreshes int
	no        map[string]any // what it says instead
}

func provided(t *testing.T) *authority {
	t.Helper()
	a := &authority{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.asked, a.challenge = r.URL.Query(), r.URL.Query().Get("code_challenge")
		http.Redirect(w, r, a.asked.Get("redirect_uri")+"?"+url.Values{"code": {"good"}, "state": a.asked["state"]}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		answer, good := a.answer(r)
		if !good {
			w.WriteHeader(http.StatusBadRequest)
		}
		_ = json.NewEncoder(w).Encode(answer)
	})
	a.Server = httptest.NewServer(mux)
	t.Cleanup(a.Close)
	return a
}

func (a *authority) answer(r *http.Request) (map[string]any, bool) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	switch {
	case r.FormValue("client_id") != "anlan" || r.FormValue("client_secret") != "between us":
		return map[string]any{"error": "invalid_client", "error_description": "AADSTS7000222: the secret is over"}, false
	case a.no != nil:
		return a.no, false
	case r.FormValue("grant_type") == "authorization_code":
		if r.FormValue("code") != "good" || base64.RawURLEncoding.EncodeToString(sum[:]) != a.challenge {
			return map[string]any{"error": "invalid_grant"}, false
		}
	case r.FormValue("refresh_token") != a.refresh:
		return map[string]any{"error": "invalid_grant", "error_description": "used before"}, false
	default:
		a.refreshes++
	}
	a.refresh = rand.Text()
	return map[string]any{"access_token": mailhouse.Token(time.Now().Add(time.Hour)), "refresh_token": a.refresh, "expires_in": 3600, "token_type": "Bearer"}, true
}

func (a *authority) says(no map[string]any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.no = no
}

// client are the settings of a client that a house registered there.
func (a *authority) client(secret string) map[string]any {
	return map[string]any{"provider": "other", "client_id": "anlan", "client_secret": secret, "authorize_url": a.URL + "/authorize", "token_url": a.URL + "/token", "scopes": "mail offline_access"}
}

// leave is where the browser of somebody comes back to who says yes.
func leave(t *testing.T, p *apptest.Person, channel string) string {
	t.Helper()
	var begun struct{ URL string }
	p.Post("/v1/channels/"+channel+"/grant/authorization", nil, http.StatusCreated, &begun)
	return redirected(t, begun.URL, nil)
}

func redirected(t *testing.T, address string, header http.Header) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	for name, values := range header {
		req.Header[name] = values
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	return res.Header.Get("Location")
}

func granted(p *apptest.Person, channel string) (v grant.View) {
	p.Get("/v1/channels/"+channel+"/grant", http.StatusOK, &v)
	return v
}

// wordOnly are the settings of a channel that has no password.
func wordOnly(h *mailtest.House) map[string]any {
	settings := housed(h)
	delete(settings["imap"].(map[string]any), "password")
	return settings
}

func TestAMailboxIsEnteredByAProvidersWord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house, there := mailtest.Open(t), provided(t)
		house.Put(imaptest.Letter("wang", 1))
		admin := n.Admin()
		channel := admin.Channel("email", wordOnly(house))
		require.Equal(t, grant.None, granted(admin, channel.ID).State)
		path := "/v1/channels/" + channel.ID
		require.Equal(t, "grant.address_unusable", admin.Code("PUT", path+"/grant", map[string]any{"provider": "other", "client_id": "anlan", "authorize_url": "http://elsewhere.example/", "token_url": there.URL}, 422))
		var raw []byte
		admin.Do("PUT", path+"/grant", there.client("between us"), http.StatusOK, &raw)
		require.NotContains(t, string(raw), "between us")
		require.Equal(t, grant.Waiting, granted(admin, channel.ID).State)
		require.Equal(t, "mailbox.grant_missing", admin.Code("POST", path+"/mailbox/check", nil, 503))

		// Only who left comes back, and with what they were given.
		back := leave(t, admin, channel.ID)
		other := admin.Hire("Bo", "admin")
		require.Contains(t, redirected(t, back, other.Header), "grant=grant.of_another")
		require.Contains(t, redirected(t, strings.Replace(back, "state=", "state=x", 1), admin.Header), "grant=grant.too_late")
		require.Contains(t, redirected(t, back, nil), "grant=access.signed_out")
		require.Equal(t, grant.Waiting, granted(admin, channel.ID).State)
		require.Equal(t, "/settings/channels/"+channel.ID+"?grant=good", redirected(t, back, admin.Header))
		require.Equal(t, []string{"S256", mailtest.User, "mail offline_access"}, []string{there.asked.Get("code_challenge_method"), there.asked.Get("login_hint"), there.asked.Get("scope")})
		require.Equal(t, grant.Good, granted(admin, channel.ID).State)

		// The token opens the mailbox, and the server that sends.
		n.Collector.At(email.Pace{Look: 50 * time.Millisecond, Net: time.Hour, All: time.Hour, Pause: mailbox.Pause})
		collecting(t, n)
		until(t, n, channel.ID, listening(1))
		admin.Post(path+"/smtp/check", nil, http.StatusNoContent, nil)
		var sealed string
		require.NoError(t, n.DB.Read().NewRaw("SELECT refresh_token || access_token || client_secret FROM mail_grant").Scan(t.Context(), &sealed))
		require.NotContains(t, sealed, there.refresh)

		// A permission that was taken back is said in words, and the page stays usable.
		there.says(map[string]any{"error": "invalid_grant", "error_description": "AADSTS50173: the grant was revoked"})
		meddle(t, n, "UPDATE mail_grant SET access_until = 1")
		require.Equal(t, "mailbox.grant_refused", admin.Code("POST", path+"/mailbox/check", nil, 503))
		v := granted(admin, channel.ID)
		require.Equal(t, []string{"refused", "grant_refused", "AADSTS50173: the grant was revoked"}, []string{string(v.State), v.Reason, v.Said})
		house.Kill() // the line that is open knows nothing of it
		house.Start()
		require.Equal(t, "grant_refused", until(t, n, channel.ID, func(h mailbox.Health) bool { return h.State == mailbox.Failing && h.Reason == "grant_refused" }).Reason)
		admin.Get(path, http.StatusOK, nil)
		house.Put(imaptest.Letter("wang", 2))

		// Connected once more, it goes on at once.
		there.says(nil)
		redirected(t, leave(t, admin, channel.ID), admin.Header)
		until(t, n, channel.ID, listening(2))
		wantNothingMissing(t, admin, channel.ID, 2)

		// A secret that is over is another matter: a new one mends it.
		until30 := n.DB.Now().Add(29 * 24 * time.Hour)
		wrong := there.client("an old one")
		wrong["secret_until"] = until30
		admin.Do("PUT", path+"/grant", wrong, http.StatusOK, nil)
		require.True(t, granted(admin, channel.ID).SecretSoon)
		meddle(t, n, "UPDATE mail_grant SET access_until = 1")
		require.Equal(t, "mailbox.secret_over", admin.Code("POST", path+"/mailbox/check", nil, 503))
		admin.Do("PUT", path+"/grant", there.client("between us"), http.StatusOK, nil)
		admin.Post(path+"/mailbox/check", nil, http.StatusOK, nil)
		admin.Do("DELETE", path+"/grant", nil, http.StatusNoContent, nil)
		require.Equal(t, grant.None, granted(admin, channel.ID).State)
	})
}

func TestOneOfAllAsksForNewTokensAndStoresThemFirst(t *testing.T) {
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) {
			folder, address := place.Make(t)
			nodes := []*apptest.Node{apptest.Start(t, folder, address, "")}
			if address != "" {
				nodes = append(nodes, apptest.Start(t, folder, address, ""))
			}
			there := provided(t)
			admin := nodes[0].Admin()
			channel := admin.Channel("email", map[string]any{"address": mailtest.User})
			admin.Do("PUT", "/v1/channels/"+channel.ID+"/grant", there.client("between us"), http.StatusOK, nil)
			redirected(t, leave(t, admin, channel.ID), admin.Header)
			for round := range 3 {
				meddle(t, nodes[0], "UPDATE mail_grant SET access_until = 1")
				var all sync.WaitGroup
				tokens := make([]string, 12)
				for i := range tokens {
					all.Go(func() {
						var err error
						tokens[i], err = nodes[i%len(nodes)].Grants.Access(t.Context(), fact.ChannelID(channel.ID))
						if err != nil {
							t.Errorf("no token: %v", err)
						}
					})
				}
				all.Wait()
				for _, token := range tokens {
					require.Equal(t, tokens[0], token)
				}
				require.Equal(t, round+1, there.refreshes)
			}
			// A token that the mail server refuses before its time is not shown again.
			last := nodes[len(nodes)-1].Grants
			token, err := last.Access(t.Context(), fact.ChannelID(channel.ID))
			require.NoError(t, err)
			require.NoError(t, last.Doubt(t.Context(), fact.ChannelID(channel.ID), token))
			another, err := last.Access(t.Context(), fact.ChannelID(channel.ID))
			require.NoError(t, err)
			require.NotEqual(t, token, another)
		})
	}
}
