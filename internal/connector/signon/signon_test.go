package signon_test

import (
	"crypto/sha256"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/connector/signon"
	"anlan/internal/people/provider"
	"anlan/internal/platform/fault"
)

const back = "https://desk.example.com/v1/sign-on/return"

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestAWordIsTakenOnlyWhenEverythingFits(t *testing.T) {
	h := open(t)
	c := signon.New(func() time.Time { return noon })
	p := provider.Provider{Issuer: h.URL, ClientID: "anlan", Private: true}
	for _, it := range []struct {
		what    string
		differs map[string]any
		state   string
		code    string
		forge   bool
		refusal string
	}{
		{what: "all is well"},
		{what: "a yes in quotation marks", differs: map[string]any{"email_verified": "true"}},
		{what: "several audiences", differs: map[string]any{"aud": []string{"other", "anlan"}}},
		{what: "another nonce", differs: map[string]any{"nonce": "another"}, refusal: "sign_on.refused"},
		{what: "no nonce", differs: map[string]any{"nonce": ""}, refusal: "sign_on.refused"},
		{what: "expired", differs: map[string]any{"exp": noon.Add(-time.Minute).Unix()}, refusal: "sign_on.refused"},
		{what: "for somebody else", differs: map[string]any{"aud": "other"}, refusal: "sign_on.refused"},
		{what: "by somebody else", differs: map[string]any{"iss": "https://elsewhere.example"}, refusal: "sign_on.refused"},
		{what: "signed by nobody", forge: true, refusal: "sign_on.refused"},
		{what: "another state", state: "another", refusal: "sign_on.refused"},
		{what: "no state", state: " ", refusal: "sign_on.refused"},
		{what: "a code that is none", code: "bad", refusal: "sign_on.refused"},
	} {
		t.Run(it.what, func(t *testing.T) {
			address, ticket, err := c.Begin(t.Context(), p, back)
			require.NoError(t, err)
			at, err := url.Parse(address)
			require.NoError(t, err)
			sum := sha256.Sum256([]byte(ticket.Verifier))
			require.Equal(t, []string{ticket.State, ticket.Nonce, text(sum[:]), "S256", back, "code"}, []string{
				at.Query().Get("state"), at.Query().Get("nonce"), at.Query().Get("code_challenge"), at.Query().Get("code_challenge_method"),
				at.Query().Get("redirect_uri"), at.Query().Get("response_type"),
			})
			h.says(noon, ticket.Nonce, it.differs)
			h.forge = it.forge
			state, code := ticket.State, "good"
			if it.state != "" {
				state = it.state
			}
			if it.code != "" {
				code = it.code
			}
			w, err := c.Finish(t.Context(), p, "secret", back, state, code, ticket)
			if it.refusal != "" {
				fault.Want(t, err, it.refusal)
				return
			}
			require.NoError(t, err)
			require.Equal(t, provider.Word{Issuer: h.URL, Subject: "u-1", Email: "lin@example.com", Verified: true, Name: "林悦"}, w)
			require.Equal(t, ticket.Verifier, h.asked.Get("code_verifier"))
		})
	}
}

func TestANewKeyOfTheProviderIsLearned(t *testing.T) {
	h := open(t)
	c := signon.New(func() time.Time { return noon })
	p := provider.Provider{Issuer: h.URL, ClientID: "anlan", Private: true}
	for range 2 {
		_, ticket, err := c.Begin(t.Context(), p, back)
		require.NoError(t, err)
		h.says(noon, ticket.Nonce, nil)
		_, err = c.Finish(t.Context(), p, "secret", back, ticket.State, "good", ticket)
		require.NoError(t, err)
		h.rotate()
	}
}

func TestAPrivateAddressIsReachedOnlyWhereThatIsAllowed(t *testing.T) {
	h := open(t)
	c := signon.New(func() time.Time { return noon })
	_, _, err := c.Begin(t.Context(), provider.Provider{Issuer: h.URL, ClientID: "anlan"}, back)
	fault.Want(t, err, "sign_on.private_address")
	require.NoError(t, c.Check(t.Context(), provider.Provider{Issuer: h.URL, ClientID: "anlan", Private: true}))
	_, _, err = c.Begin(t.Context(), provider.Provider{Issuer: h.URL + "/other", ClientID: "anlan", Private: true}, back)
	fault.Want(t, err, "sign_on.provider_away")
	h.Close()
	err = c.Check(t.Context(), provider.Provider{Issuer: h.URL, ClientID: "anlan", Private: true})
	fault.Want(t, err, "sign_on.provider_away")
}
