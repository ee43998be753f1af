package webchat

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/platform/fault"
)

var (
	proofNow     = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	proofChannel = intake.Channel{ID: "ch", Key: "shopkey", Secret: "whsec_c2VjcmV0IG9mIHRoZSBzaG9w"}
)

func sound(change map[string]any) jwt.MapClaims {
	c := jwt.MapClaims{
		"sub": "u-7", "aud": "shopkey", "iat": proofNow.Unix(), "exp": proofNow.Add(time.Hour).Unix(),
		"email": "Mei@Example.com", "email_verified": true, "name": "梅 Mei", "phone": "+86 138 0000 1111",
		"attributes": map[string]any{"plan": "gold", "secret": "x", "age": 7, "list": []any{1}},
	}
	maps.Copy(c, change)
	for k, v := range change {
		if v == nil {
			delete(c, k)
		}
	}
	return c
}

func signWith(t *testing.T, method jwt.SigningMethod, key any, c jwt.Claims, kid string) string {
	t.Helper()
	token := jwt.NewWithClaims(method, c)
	if kid != "" {
		token.Header["kid"] = kid
	}
	s, err := token.SignedString(key)
	require.NoError(t, err)
	return s
}

func TestWhichProofsAreBelieved(t *testing.T) {
	secret := []byte(proofChannel.Secret)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&rsaKey.PublicKey)
	require.NoError(t, err)
	pemText := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	point, err := ecKey.PublicKey.Bytes()
	require.NoError(t, err)
	b64 := base64.RawURLEncoding.EncodeToString
	jwks, err := json.Marshal(map[string]any{"keys": []map[string]string{
		{"kty": "EC", "crv": "P-256", "kid": "new", "use": "sig", "x": b64(point[1:33]), "y": b64(point[33:])},
		{"kty": "RSA", "kid": "old", "n": b64(rsaKey.N.Bytes()), "e": b64(big.NewInt(int64(rsaKey.E)).Bytes())},
	}})
	require.NoError(t, err)
	hs := func(change map[string]any) string {
		return signWith(t, jwt.SigningMethodHS256, secret, sound(change), "")
	}
	parts := strings.Split(hs(nil), ".")
	none := signWith(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, sound(nil), "")
	withKeys := intake.Proving{Keys: pemText}
	set := intake.Proving{Keys: string(jwks)}

	for _, c := range []struct {
		name string
		s    intake.Proving
		p    proof
		want string // "" is believed
	}{
		{"the channel's secret", intake.Proving{}, proof{Token: hs(nil)}, ""},
		{"another secret", intake.Proving{}, proof{Token: signWith(t, jwt.SigningMethodHS256, []byte("other"), sound(nil), "")}, "identity.signature_wrong"},
		{"a changed payload", intake.Proving{}, proof{Token: parts[0] + "." + b64([]byte(`{"sub":"admin","aud":"shopkey","exp":9999999999}`)) + "." + parts[2]}, "identity.signature_wrong"},
		{"another method of the same secret", intake.Proving{}, proof{Token: signWith(t, jwt.SigningMethodHS512, secret, sound(nil), "")}, "identity.method_refused"},
		{"none", intake.Proving{}, proof{Token: none}, "identity.method_refused"},
		{"NoNe", intake.Proving{}, proof{Token: b64([]byte(`{"alg":"NoNe"}`)) + "." + parts[1] + "."}, "identity.method_refused"},
		{"none where there are keys", withKeys, proof{Token: none}, "identity.method_refused"},
		{"RS256", withKeys, proof{Token: signWith(t, jwt.SigningMethodRS256, rsaKey, sound(nil), "")}, ""},
		{"the public key taken for a secret", withKeys, proof{Token: signWith(t, jwt.SigningMethodHS256, []byte(pemText), sound(nil), "")}, "identity.method_refused"},
		{"the secret where there are keys", withKeys, proof{Token: hs(nil)}, "identity.method_refused"},
		{"RS256 where there are none", intake.Proving{}, proof{Token: signWith(t, jwt.SigningMethodRS256, rsaKey, sound(nil), "")}, "identity.method_refused"},
		{"ES256 by a set", set, proof{Token: signWith(t, jwt.SigningMethodES256, ecKey, sound(nil), "new")}, ""},
		{"RS256 by a set, its key unnamed", set, proof{Token: signWith(t, jwt.SigningMethodRS256, rsaKey, sound(nil), "")}, ""},
		{"a key under another's name", set, proof{Token: signWith(t, jwt.SigningMethodES256, ecKey, sound(nil), "old")}, "identity.signature_wrong"},
		{"PS256", withKeys, proof{Token: signWith(t, jwt.SigningMethodPS256, rsaKey, sound(nil), "")}, "identity.method_refused"},
		{"expired", intake.Proving{}, proof{Token: hs(map[string]any{"exp": proofNow.Add(-time.Minute).Unix()})}, "identity.expired"},
		{"just expired, clocks differ", intake.Proving{}, proof{Token: hs(map[string]any{"exp": proofNow.Add(-10 * time.Second).Unix()})}, ""},
		{"no expiry", intake.Proving{}, proof{Token: hs(map[string]any{"exp": nil})}, "identity.claim_missing"},
		{"lives too long", intake.Proving{}, proof{Token: hs(map[string]any{"exp": proofNow.Add(25 * time.Hour).Unix()})}, "identity.lives_too_long"},
		{"lives too long, issued long ago", intake.Proving{}, proof{Token: hs(map[string]any{"iat": proofNow.Add(-30 * time.Hour).Unix()})}, "identity.lives_too_long"},
		{"issued tomorrow", intake.Proving{}, proof{Token: hs(map[string]any{"iat": proofNow.Add(time.Hour).Unix()})}, "identity.not_yet"},
		{"valid later", intake.Proving{}, proof{Token: hs(map[string]any{"nbf": proofNow.Add(time.Hour).Unix()})}, "identity.not_yet"},
		{"for another channel", intake.Proving{}, proof{Token: hs(map[string]any{"aud": "other"})}, "identity.wrong_audience"},
		{"for nobody in particular", intake.Proving{}, proof{Token: hs(map[string]any{"aud": nil})}, "identity.claim_missing"},
		{"about nobody", intake.Proving{}, proof{Token: hs(map[string]any{"sub": nil})}, "identity.no_subject"},
		{"a subject of spaces", intake.Proving{}, proof{Token: hs(map[string]any{"sub": " \x00 "})}, "identity.no_subject"},
		{"no token at all", intake.Proving{}, proof{Token: "abc"}, "identity.unreadable"},
		{"a hash", intake.Proving{UserHash: true}, proof{UserID: "u-7", UserHash: userHash(proofChannel.Secret, "u-7")}, ""},
		{"a hash in capitals", intake.Proving{UserHash: true}, proof{UserID: "u-7", UserHash: strings.ToUpper(userHash(proofChannel.Secret, "u-7"))}, ""},
		{"the hash of somebody else", intake.Proving{UserHash: true}, proof{UserID: "u-8", UserHash: userHash(proofChannel.Secret, "u-7")}, "identity.signature_wrong"},
		{"no hash", intake.Proving{UserHash: true}, proof{UserID: "u-7"}, "identity.signature_wrong"},
		{"a hash where none is taken", intake.Proving{}, proof{UserID: "u-7", UserHash: userHash(proofChannel.Secret, "u-7")}, "identity.hash_not_allowed"},
		{"nothing", intake.Proving{UserHash: true}, proof{}, "identity.no_subject"},
	} {
		who, err := prove(proofChannel, c.s, c.p, proofNow)
		if c.want != "" {
			require.Error(t, err, c.name)
			require.Equal(t, c.want, fault.Of(err).Code, c.name)
			require.Zero(t, who, c.name)
			continue
		}
		require.NoError(t, err, c.name)
		require.Equal(t, "u-7", who.Subject, c.name)
	}
}

func TestWhatAProofTells(t *testing.T) {
	token := func(change map[string]any) proof {
		return proof{Token: signWith(t, jwt.SigningMethodHS256, []byte(proofChannel.Secret), sound(change), "")}
	}
	who, err := prove(proofChannel, intake.Proving{Attributes: []string{"plan", "age", "list", "none"}}, token(nil), proofNow)
	require.NoError(t, err)
	require.Equal(t, person{
		Subject: "u-7", Email: "mei@example.com", EmailProven: true, Name: "梅 Mei", Phone: "+8613800001111",
		Attributes: map[string]any{"plan": "gold", "age": 7.0},
	}, who, "of the attributes only those that the channel allows, and only plain ones")
	s := who.sender(proofChannel)
	require.True(t, s.Vouched && s.PhoneClaimed && !s.EmailClaimed)

	who, err = prove(proofChannel, intake.Proving{}, token(map[string]any{"email_verified": nil}), proofNow)
	require.NoError(t, err)
	require.False(t, who.sender(proofChannel).Vouched, "an address that the site has not checked is a claim")

	_, err = prove(proofChannel, intake.Proving{Attributes: []string{"a", "b", "c", "d", "e", "f", "g"}}, token(map[string]any{"attributes": map[string]any{
		"a": strings.Repeat("茶", 500), "b": strings.Repeat("茶", 500), "c": strings.Repeat("茶", 500), "d": "", "e": 1, "f": true, "g": nil,
	}}), proofNow)
	require.Equal(t, "identity.too_large", fault.Of(err).Code)
}

func TestWeakAndWrongKeysAreRefusedWhenTheyArePasted(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	weakDER, err := x509.MarshalPKIXPublicKey(&weak.PublicKey)
	require.NoError(t, err)
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for name, text := range map[string]string{
		"too short":     string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: weakDER})),
		"a private key": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)})),
		"words":         "my key",
		"an empty set":  `{"keys":[]}`,
		"a secret key":  `{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}`,
		"no point":      `{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`,
	} {
		_, err := intake.PublicKeys(text)
		require.Error(t, err, name)
	}
}

func TestHowSoonPeopleAreUsuallyAnswered(t *testing.T) {
	min := func(n ...int) (list []time.Duration) {
		for _, m := range n {
			list = append(list, time.Duration(m)*time.Minute)
		}
		return list
	}
	never := time.Duration(1<<63 - 1)
	for _, c := range []struct {
		name  string
		waits []time.Duration
		want  int
	}{
		{"too few to say", min(1, 1, 1, 1, 1, 1, 1, 1, 1), 0},
		{"four of five", min(1, 2, 3, 4, 5, 6, 7, 8, 90, 95), 8 * 60},
		{"at once", make([]time.Duration, 20), 1},
		{"many are never answered", append(min(1, 1, 1, 1, 1, 1, 1), never, never, never), 0},
		{"a week", min(1, 2, 3, 4, 5, 6, 7, 11000, 11000, 11000), 0},
	} {
		require.Equal(t, c.want, usual(c.waits), c.name)
	}
}
