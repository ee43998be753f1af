package form_test

import (
	"bytes"
	"crypto/sha256"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/form"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/seal"
)

// counter is a form and somebody who fills it in without scripts.
type counter struct {
	*world.World
	server  *httptest.Server
	channel intake.Channel
	address string
}

func open(t *testing.T, w *world.World, settings string) *counter {
	t.Helper()
	sealer, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	c := &counter{World: w, channel: w.Channel(intake.Form, "联系表单", settings), address: "203.0.113.7"}
	edge := &form.Edge{
		DB: w.DB, Channels: w.Channels, Door: w.Door, Inbox: w.Inbox, Files: w.Files, Sealer: sealer,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Address: func(*http.Request) string { return c.address },
	}
	mux := http.NewServeMux()
	edge.Routes(mux)
	c.server = httptest.NewServer(mux)
	t.Cleanup(c.server.Close)
	return c
}

func (c *counter) get(path, language string) (*http.Response, string) {
	c.T.Helper()
	r, err := http.NewRequestWithContext(c.Ctx, http.MethodGet, c.server.URL+path, nil)
	require.NoError(c.T, err)
	r.Header.Set("Accept-Language", language)
	return c.do(r)
}

func (c *counter) do(r *http.Request) (*http.Response, string) {
	c.T.Helper()
	resp, err := c.server.Client().Do(r)
	require.NoError(c.T, err)
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.T, err)
	return resp, string(b)
}

var slipOf = regexp.MustCompile(`name="slip" value="([^"]+)"`)

func (c *counter) slip() string {
	c.T.Helper()
	_, page := c.get("/contact/"+c.channel.Key, "en")
	found := slipOf.FindStringSubmatch(page)
	require.NotNil(c.T, found, page)
	return found[1]
}

// worked is the number that the page's script would have found.
func worked(slip string) string {
	name, _, _ := strings.Cut(slip, ".")
	for n := 0; ; n++ {
		if sum := sha256.Sum256([]byte(name + ":" + strconv.Itoa(n))); sum[0] == 0 && sum[1] == 0 {
			return strconv.Itoa(n)
		}
	}
}

func (c *counter) post(said map[string]string, files ...string) (*http.Response, string) {
	c.T.Helper()
	var body bytes.Buffer
	f := multipart.NewWriter(&body)
	for k, v := range said {
		require.NoError(c.T, f.WriteField(k, v))
	}
	for _, name := range files {
		part, err := f.CreateFormFile("files", name)
		require.NoError(c.T, err)
		_, _ = part.Write([]byte("%PDF-1.4 " + name))
	}
	require.NoError(c.T, f.Close())
	r, err := http.NewRequestWithContext(c.Ctx, http.MethodPost, c.server.URL+"/contact/"+c.channel.Key+"?lang=en", &body)
	require.NoError(c.T, err)
	r.Header.Set("Content-Type", f.FormDataContentType())
	return c.do(r)
}

func (c *counter) only() conversation.Conversation {
	c.T.Helper()
	var id fact.ConversationID
	require.NoError(c.T, c.DB.Read().NewRaw("SELECT id FROM conversation").Scan(c.Ctx, &id))
	return c.Sees(id)
}

const full = `{"files":true,"fields":[{"name":"name"},{"name":"email","required":true},{"name":"order"},
	{"name":"topic","choices":[{"en":"Delivery","zh-CN":"物流"}]},{"name":"message","required":true},{"name":"consent","link":"https://shop.test/privacy"}]}`

func TestAFormIsAConversationWithANumber(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := open(t, w, full)
		slip := c.slip()
		w.Pass(30 * time.Second)
		said := map[string]string{"slip": slip, "work": worked(slip), "name": "Mei\x00 王", "email": "mei@example.com", "order": "A-7", "topic": "Delivery", "message": "Where\r\nis it?", "consent": "yes"}

		resp, page := c.post(said, "bill.pdf")

		require.Equal(t, http.StatusOK, resp.StatusCode, page)
		card := c.only()
		require.Contains(t, page, "#"+strconv.FormatInt(card.Number, 10))
		require.Equal(t, "Delivery A-7", card.Subject)
		require.Equal(t, []string{"inbound: Where\nis it?"}, w.Talk(card.ID))
		require.Empty(t, card.Tags)
		who := w.Who(card.Contact.ID)
		require.Equal(t, "Mei 王", who.Name)
		require.False(t, who.Identities[0].Verified, "what is typed into a form is only claimed")
		require.Equal(t, "A-7", who.Attributes["order"])
		list, _, err := w.Inbox.Messages(w.Ctx, access.System, card.ID, conversation.Walk{Limit: 5})
		require.NoError(t, err)
		require.Equal(t, "bill.pdf", list[0].Attachments[0].Name)

		_, again := c.post(said, "bill.pdf")
		require.Contains(t, again, "#"+strconv.FormatInt(card.Number, 10), "sent twice is the same message and the same number")
		require.Equal(t, 1, w.Count("conversation"))
	})
}

func TestAMistakeKeepsWhatWasTypedAndTheFiles(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := open(t, w, full)
		slip := c.slip()
		w.Pass(time.Minute)
		resp, page := c.post(map[string]string{"slip": slip, "work": worked(slip), "email": "mei@nowhere", "message": "a <b>long</b> story"}, "bill.pdf", "run.exe")

		require.Equal(t, http.StatusUnprocessableEntity, resp.StatusCode)
		require.Zero(t, w.Count("conversation"))
		require.Contains(t, page, "a &lt;b&gt;long&lt;/b&gt; story")
		require.Contains(t, page, `value="mei@nowhere"`)
		require.Contains(t, page, `aria-describedby="w-email"`)
		require.Contains(t, page, `id="w-consent"`)
		require.Contains(t, page, "Programs are not accepted")
		keeps := regexp.MustCompile(`name="kept" value="([^"]+)"`).FindStringSubmatch(page)
		require.NotNil(t, keeps)

		resp, page = c.post(map[string]string{"slip": slip, "work": worked(slip), "kept": keeps[1], "email": "mei@example.com", "message": "a long story", "consent": "yes"})
		require.Equal(t, http.StatusOK, resp.StatusCode, page)
		var name string
		require.NoError(t, w.DB.Read().NewRaw("SELECT name FROM attachment WHERE message_id <> ''").Scan(w.Ctx, &name))
		require.Equal(t, "bill.pdf", name)
	})
}

func TestWhatLooksLikeJunkComesInMarkedWithTheReasons(t *testing.T) {
	for name, story := range map[string]struct {
		said  map[string]string
		after time.Duration
		want  []any
	}{
		"no script":   {map[string]string{"work": ""}, time.Minute, []any{"no_work"}},
		"wrong work":  {map[string]string{"work": "1"}, time.Minute, []any{"no_work"}},
		"a trap":      {map[string]string{"website": "http://a.test"}, time.Minute, []any{"trap_filled"}},
		"at once":     {nil, time.Second, []any{"too_fast"}},
		"a kept page": {nil, 25 * time.Hour, []any{"page_too_old"}},
		"no page":     {map[string]string{"slip": "made.up.by.them"}, time.Minute, []any{"no_page"}},
		"links":       {map[string]string{"message": "http://a.test http://b.test http://c.test http://d.test"}, time.Minute, []any{"many_links"}},
	} {
		t.Run(name, func(t *testing.T) {
			world.Each(t, func(t *testing.T, w *world.World) {
				c := open(t, w, `{}`)
				slip := c.slip()
				w.Pass(story.after)
				said := map[string]string{"slip": slip, "work": worked(slip), "email": "mei@example.com", "message": "hello"}
				for k, v := range story.said {
					said[k] = v
				}
				resp, page := c.post(said)
				require.Equal(t, http.StatusOK, resp.StatusCode, page)
				card := c.only()
				require.Equal(t, []string{"suspect"}, card.Tags)
				require.Equal(t, conversation.Low, card.Priority)
				list, _, err := w.Inbox.Messages(w.Ctx, access.System, card.ID, conversation.Walk{Limit: 5})
				require.NoError(t, err)
				require.Equal(t, story.want, list[1].Values["reasons"])
			})
		})
	}
}

func TestTheSixthOfOneNetworkIsMarkedAndNoneIsLost(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := open(t, w, `{}`)
		for i := range 6 {
			slip := c.slip()
			w.Pass(10 * time.Second)
			c.address = "203.0.113." + strconv.Itoa(i)
			c.post(map[string]string{"slip": slip, "work": worked(slip), "email": "mei@example.com", "message": "hello " + strconv.Itoa(i)})
		}
		require.Equal(t, 6, w.Count("conversation"))
		require.Equal(t, 1, w.Count("conversation_tag"))
	})
}

func TestThePageSpeaksBothLanguagesAndIsHeldByAllowedSitesOnly(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := open(t, w, `{"allowed_origins":["https://shop.test"],"colour":"#ffe100","title":{"zh-CN":"云岭茶铺","en":"Cloud Ridge"}}`)
		resp, page := c.get("/contact/"+c.channel.Key, "zh-CN,zh;q=0.9")
		require.Contains(t, page, "云岭茶铺")
		require.Contains(t, page, `lang="zh-CN"`)
		require.Contains(t, resp.Header.Get("Content-Security-Policy"), "frame-ancestors 'self' https://shop.test")
		require.Contains(t, page, "--on-brand:#0b1513", "white could not be read on yellow")
		_, page = c.get("/contact/"+c.channel.Key+"?lang=en", "zh-CN")
		require.Contains(t, page, "Cloud Ridge")
		resp, page = c.get("/contact/nokey", "en")
		require.Equal(t, http.StatusNotFound, resp.StatusCode)
		require.Contains(t, page, "There is no such channel")
		_, err := w.Channels.Change(w.Ctx, access.System, c.channel.ID, intake.ChannelEdit{State: new("closed")})
		require.NoError(t, err)
		resp, _ = c.get("/contact/"+c.channel.Key, "en")
		require.Equal(t, http.StatusGone, resp.StatusCode)
	})
}

func TestANumberThatWasNotGivenIsNotConfirmed(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		c := open(t, w, `{}`)
		resp, page := c.get("/contact/"+c.channel.Key+"/sent?"+url.Values{"n": {"1"}, "exp": {"9999999999"}, "sig": {"x"}}.Encode(), "en")
		require.Equal(t, http.StatusOK, resp.StatusCode)
		require.NotContains(t, page, "has arrived")
	})
}
