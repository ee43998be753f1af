package webchat_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/people/access"
)

const withHash = `{"identity":{"user_hash":true,"attributes":["plan"]}}`

// vouch is the token that the shop's own server signs for its customer.
func (s *shop) vouch(subject string, more jwt.MapClaims) map[string]any {
	s.t.Helper()
	c := jwt.MapClaims{"sub": subject, "aud": s.channel.Key, "iat": s.now.Unix(), "exp": s.now.Add(10 * time.Minute).Unix()}
	for k, v := range more {
		c[k] = v
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString([]byte(s.channel.Secret))
	require.NoError(s.t, err)
	return map[string]any{"token": token}
}

func (s *shop) identify(visitor string, proof map[string]any) answered {
	s.t.Helper()
	return s.ask("POST", s.path("/identity"), "", map[string]any{"token": visitor, "proof": proof})
}

func texts(ready map[string]any) (list []string) {
	for _, m := range ready["messages"].([]any) {
		list = append(list, m.(map[string]any)["text"].(string))
	}
	return list
}

func TestAConversationGoesWithThePersonToEveryDevice(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		anonymous := s.greet()
		phone, _ := s.open(anonymous)
		phone.say("c1", "订单到哪了")
		mei := jwt.MapClaims{"email": "mei@example.com", "email_verified": true, "name": "梅 Mei", "attributes": map[string]any{"plan": "gold", "iban": "x"}}

		a := s.identify(anonymous, s.vouch("u-7", mei))
		require.Equal(t, http.StatusOK, a.status, a.raw)
		require.Equal(t, "梅 Mei", a.body["person"].(map[string]any)["name"])
		require.NotNil(t, a.body["conversation"], "what was said without a name is kept")

		laptop := s.identify("", s.vouch("u-7", mei))
		on, ready := s.open(laptop.body["token"].(string))
		require.Equal(t, []string{"订单到哪了"}, texts(ready))
		on.say("c2", "在吗")
		require.Equal(t, 1, s.count("conversation"))
		require.Equal(t, 1, s.count("contact"))

		card, err := s.inbox.Get(s.ctx, access.System, s.conversation())
		require.NoError(t, err)
		who, err := s.contacts.Get(s.ctx, access.System, card.Contact.ID)
		require.NoError(t, err)
		require.Equal(t, "梅 Mei", who.Name)
		verified := map[string]bool{}
		for _, i := range who.Identities {
			verified[string(i.Kind)+" "+i.Value] = i.Verified
		}
		require.True(t, verified["external u-7"] && verified["email mei@example.com"], "%v", verified)
		require.Equal(t, "gold", who.Attributes["plan"])
		require.NotContains(t, who.Attributes, "iban")

		// Logged out, the same browser is nobody again and sees nothing.
		out := s.greet()
		_, ready = s.open(out)
		require.Empty(t, texts(ready))
		_, ready = s.open(anonymous)
		require.Empty(t, texts(ready), "the nameless token leads nowhere any more")
	})
}

func TestTwoPeopleOnOneComputerDoNotSeeEachOther(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		a := s.identify(s.greet(), s.vouch("u-1", nil))
		first, _ := s.open(a.body["token"].(string))
		first.say("c1", "my secret")

		b := s.identify(a.body["token"].(string), s.vouch("u-2", nil))

		require.Nil(t, b.body["conversation"])
		_, ready := s.open(b.body["token"].(string))
		require.Empty(t, texts(ready))
	})
}

func TestWhatWasSaidWithoutANameJoinsTheContactOfThatPerson(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		a := s.identify("", s.vouch("u-7", jwt.MapClaims{"name": "Mei"}))
		old, _ := s.open(a.body["token"].(string))
		old.say("c1", "last week")
		s.now = s.now.Add(7 * 24 * time.Hour)
		nameless := s.greet()
		now, _ := s.open(nameless)
		now.say("c2", "today")

		b := s.identify(nameless, s.vouch("u-7", nil))
		again := s.identify(nameless, s.vouch("u-7", nil))

		require.Equal(t, http.StatusOK, again.status, "a second time changes nothing")
		_, ready := s.open(b.body["token"].(string))
		require.Equal(t, []string{"today"}, texts(ready), "what was spoken in last is shown")
		var contacts int
		require.NoError(t, s.db.Read().NewRaw("SELECT COUNT(DISTINCT contact_id) FROM conversation").Scan(s.ctx, &contacts))
		require.Equal(t, 1, contacts)
	})
}

func TestAMessageThatWasOnItsWayWhenThePersonWasNamedComesOnce(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		nameless := s.greet()
		v, _ := s.open(nameless)
		first := v.say("c1", "hello")
		a := s.identify(nameless, s.vouch("u-7", nil))
		named, _ := s.open(a.body["token"].(string))

		again := named.say("c1", "hello")

		require.Equal(t, first["message_id"], again["message_id"])
		require.Equal(t, true, again["duplicate"])
		require.Equal(t, 1, s.count("message"))
	})
}

func TestTheSimplerHashProvesTheIdAndNothingElse(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		m := hmac.New(sha256.New, []byte(s.channel.Secret))
		m.Write([]byte("u-7"))
		hash := hex.EncodeToString(m.Sum(nil))
		a := s.identify("", map[string]any{"user_id": "u-7", "user_hash": hash, "email": "boss@example.com", "name": "Mei"})
		require.Equal(t, http.StatusOK, a.status, a.raw)
		v, _ := s.open(a.body["token"].(string))
		v.say("c1", "hello")
		var verified bool
		require.NoError(t, s.db.Read().NewRaw("SELECT verified FROM identity WHERE kind = 'email'").Scan(s.ctx, &verified))
		require.False(t, verified)

		wrong := s.identify("", map[string]any{"user_id": "u-8", "user_hash": hash})
		require.Equal(t, http.StatusForbidden, wrong.status)
		require.Equal(t, "identity.signature_wrong", wrong.body["code"])
	})
}

func TestANewSecretEndsWhatTheOldOneProved(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		a := s.identify("", s.vouch("u-7", nil))
		token := a.body["token"].(string)
		require.Equal(t, http.StatusOK, s.ask("GET", s.path("/messages"), token, nil).status)
		old := s.vouch("u-7", nil)

		_, err := s.chans.Rotate(s.ctx, access.System, s.channel.ID)
		require.NoError(t, err)

		require.Equal(t, http.StatusUnauthorized, s.ask("GET", s.path("/messages"), token, nil).status)
		require.Equal(t, "identity.signature_wrong", s.identify("", old).body["code"])
	})
}

func TestAPersonIsKnownForHalfADayAndThenNamedAnew(t *testing.T) {
	each(t, withHash, func(t *testing.T, s *shop) {
		a := s.identify("", s.vouch("u-7", nil))
		s.now = s.now.Add(13 * time.Hour)
		require.Equal(t, http.StatusUnauthorized, s.ask("GET", s.path("/messages"), a.body["token"].(string), nil).status)
	})
}

func TestAChannelMayTakeOnlyThoseWhomTheSiteHasNamed(t *testing.T) {
	each(t, `{"identity":{"required":true}}`, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		v.send(map[string]any{"t": "message", "id": "c1", "text": "hello"})
		refused := v.want("refused")
		require.Equal(t, "identity.required", refused["code"])
		require.Zero(t, s.count("message"))

		a := s.identify("", s.vouch("u-7", nil))
		named, _ := s.open(a.body["token"].(string))
		named.say("c1", "hello")
		require.Equal(t, 1, s.count("message"))
	})
}

func TestAReceiptWithANulIsRefusedAndNotFelt(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		v, _ := s.open(s.greet())
		v.say("c1", "hello")
		v.send(map[string]any{"t": "read", "upto": "m\x00"})
		require.Equal(t, "widget.unreadable", v.want("refused")["code"])
		v.say("c3", "and the talk goes on")

		w, _ := s.open(s.greet())
		w.send(map[string]any{"t": "message", "id": "c2", "text": "x", "attachments": []string{"a\x00"}})
		require.Equal(t, "attachment.not_yours", w.want("refused")["code"])
	})
}

func TestTheFaceTellsWhatTheChatLooksLike(t *testing.T) {
	logo := "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaHDAjoaUBABF+R8B2tkmLwAAAABJRU5ErkJggg=="
	settings := `{"look":{"theme":"dark","position":"left","radius":4,"launcher":{"en":"Ask us"},"logo":"` + logo + `"},
		"before":{"asks":true,"fields":[{"name":"email","required":true},{"name":"topic","choices":[{"en":"Order"}]}]}}`
	each(t, settings, func(t *testing.T, s *shop) {
		a := s.ask("GET", s.path(""), "", nil)
		look := a.body["look"].(map[string]any)
		require.Equal(t, "dark", look["theme"])
		picture := s.ask("GET", look["logo"].(string), "", nil)
		require.Equal(t, "image/png", picture.header.Get("Content-Type"))
		require.Equal(t, "nosniff", picture.header.Get("X-Content-Type-Options"))
		require.Len(t, a.body["before"].(map[string]any)["fields"], 2)
		require.Zero(t, a.body["reply_within"])
	})
}

// TestATalkBeginsWithTheRequiredAnswers: the server holds what the widget asks, and
// holds nobody up who talks already.
func TestATalkBeginsWithTheRequiredAnswers(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		early, _ := s.open(s.greet())
		first := early.say("c1", "from before there were questions")
		_, err := s.chans.Change(s.ctx, access.System, s.channel.ID, intake.ChannelEdit{
			Settings: []byte(`{"before":{"asks":true,"fields":[{"name":"email","required":true},{"name":"name"},{"name":"consent","required":true}]}}`)})
		require.NoError(t, err)
		again := early.say("c1", "from before there were questions")
		require.Equal(t, first["message_id"], again["message_id"])
		early.say("c2", "who talks already is asked nothing")

		token := s.greet()
		v, _ := s.open(token)
		v.send(map[string]any{"t": "message", "id": "d1", "text": "hello", "email": "mei@example.com"})
		refused := v.want("refused")
		require.Equal(t, []any{"d1", "visitor.answers_missing", false}, []any{refused["id"], refused["code"], refused["retry"]})
		posted := s.ask("POST", s.path("/messages"), token, map[string]any{"id": "d1", "text": "hello", "consent": true})
		require.Equal(t, http.StatusUnprocessableEntity, posted.status, posted.raw)
		require.Equal(t, "visitor.answers_missing", posted.body["code"])
		require.Equal(t, 1, s.count("conversation"))

		v.send(map[string]any{"t": "message", "id": "d1", "text": "hello", "email": "mei@example.com", "consent": true})
		v.want("ack")
		v.say("d2", "and no more questions")
		require.Equal(t, 2, s.count("conversation"))
	})
}

func TestWhatAFaceMayNotBe(t *testing.T) {
	each(t, anySite, func(t *testing.T, s *shop) {
		for settings, code := range map[string]string{
			`{"look":{"logo":"data:image/svg+xml;base64,PHN2Zz4="}}`:                  "channel.logo_wrong",
			`{"look":{"logo":"https://tracker.test/a.png"}}`:                          "channel.logo_wrong",
			`{"look":{"position":"top"}}`:                                             "channel.look_wrong",
			`{"before":{"fields":[{"name":"iban"}]}}`:                                 "channel.field_unknown",
			`{"before":{"fields":[{"name":"topic"}]}}`:                                "channel.topic_needs_choices",
			`{"before":{"fields":[{"name":"consent","link":"javascript:alert(1)"}]}}`: "channel.link_wrong",
			`{"continuing":{"page":"javascript:alert(1)"}}`:                           "channel.page_wrong",
			`{"continuing":{"minutes":-1}}`:                                           "channel.minutes_wrong",
			`{"identity":{"keys":"no key"}}`:                                          "channel.keys_wrong",
			`{"allowed_origins":["https://shop.test; script-src *"]}`:                 "channel.origin_wrong",
		} {
			_, err := s.chans.Change(s.ctx, access.System, s.channel.ID, intake.ChannelEdit{Settings: []byte(settings)})
			require.ErrorContains(t, err, code, settings)
		}
	})
}
