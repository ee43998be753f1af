package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/connector/httppost"
	remote "anlan/internal/connector/picture"

	"anlan/internal/arrive/picture"
)

// shownMessage is what the API says of a mail and its sender.
type shownMessage struct {
	ID    string
	Trust *struct {
		Proof    string
		Warnings []struct {
			Code      string
			Dismissed *struct{ By string }
		}
		Signature  *struct{ State, Reason, Name string }
		Encryption *struct{ State, Reason, Mailbox string }
		CanReread  bool `json:"can_reread"`
		Pictures   struct {
			Shown   bool
			Because string
			Remote  []struct{ Source, URL string }
		}
	}
}

func TestWhatIsKnownOfASenderIsShownAndDecidedByTheAPI(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		asked := 0
		there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n"))
		}))
		defer there.Close()
		n.Edge.Album = picture.New(n.DB, n.Inbox, n.Files, n.Guard, remote.Get(httppost.New([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}).Browser()))

		admin := n.Admin()
		channel := admin.Channel("email", map[string]any{"address": "help@lanxue.com", "from_name": "Lanxue Tea", "receiver": "mx.test"})
		raw := "Authentication-Results: mx.test; dmarc=pass header.from=1anxue.com\r\nFrom: Lanxue Tea <pay@1anxue.com>\r\nSubject: Hi\r\nMessage-ID: <1@1anxue.com>\r\nContent-Type: text/html\r\n\r\n<p>Hi</p><img src=\"" + there.URL + "/a.png\">\r\n"
		in, err := n.Channels.ByKey(t.Context(), channel.Key)
		require.NoError(t, err)
		r, err := n.Door.Accept(t.Context(), n.Edge.ReadMail(in, []byte(raw)))
		require.NoError(t, err)

		var list struct{ Items []shownMessage }
		admin.Get("/v1/conversations/"+string(r.Conversation)+"/messages", http.StatusOK, &list)
		m := list.Items[0]
		require.Equal(t, "verified", m.Trust.Proof)
		require.Len(t, m.Trust.Warnings, 2)
		require.False(t, m.Trust.Pictures.Shown)
		require.Empty(t, m.Trust.Pictures.Remote)

		base := "/v1/messages/" + m.ID
		var after shownMessage
		admin.Do("PUT", base+"/warnings/like_ours/dismissal", map[string]any{}, http.StatusOK, &after)
		require.NotNil(t, after.Trust.Warnings[0].Dismissed)
		admin.Do("DELETE", base+"/warnings/like_ours/dismissal", nil, http.StatusOK, &after)
		require.Nil(t, after.Trust.Warnings[0].Dismissed)

		admin.Do("PUT", base+"/pictures", map[string]any{"always": true}, http.StatusOK, &after)
		require.True(t, after.Trust.Pictures.Shown)
		link := after.Trust.Pictures.Remote[0].URL
		var copied []byte
		admin.Get(link, http.StatusOK, &copied)
		require.Equal(t, "\x89PNG\r\n\x1a\n", string(copied))
		admin.Get(link+"x", http.StatusForbidden, nil)
		var choices struct{ Items []struct{ About string } }
		admin.Get("/v1/sender-choices?address=pay%401anxue.com", http.StatusOK, &choices)
		require.Equal(t, "pictures", choices.Items[0].About)
		admin.Do("PUT", base+"/warnings/dismissal", map[string]any{}, http.StatusOK, &after)
		require.NotNil(t, after.Trust.Warnings[1].Dismissed)
		admin.Do("DELETE", base+"/warnings/dismissal", nil, http.StatusOK, &after)
		require.Nil(t, after.Trust.Warnings[0].Dismissed)
		admin.Get("/v1/sender-choices?q=1ANXUE&limit=1", http.StatusOK, &choices)
		require.Len(t, choices.Items, 1)
		admin.Do("DELETE", "/v1/sender-choices?address=pay%401anxue.com&about=pictures", nil, http.StatusNoContent, nil)
		admin.Do("DELETE", "/v1/sender-choices?address=pay%401anxue.com&about=pictures", nil, http.StatusNotFound, nil)
		admin.Do("PUT", base+"/pictures", map[string]any{"always": true}, http.StatusOK, &after)
		admin.Do("DELETE", base+"/pictures", nil, http.StatusOK, &after)
		require.False(t, after.Trust.Pictures.Shown)
		admin.Get(link, http.StatusForbidden, nil)
		require.Equal(t, 1, asked)

		var receivers struct{ Items []struct{ Name string } }
		admin.Get("/v1/channels/"+channel.ID+"/receivers", http.StatusOK, &receivers)
		require.Equal(t, "mx.test", receivers.Items[0].Name)
	})
}

func TestKeysAreGivenByTheAPIAndWhatTheyOpenIsShown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		const made = "../kit/cms/testdata/"
		file := func(name string) []byte {
			content, err := os.ReadFile(made + name)
			require.NoError(t, err)
			return content
		}
		admin := n.Admin()
		channel := admin.Channel("email", map[string]any{"address": "help@lanxue.example"})
		in, err := n.Channels.ByKey(t.Context(), channel.Key)
		require.NoError(t, err)
		r, err := n.Door.Accept(t.Context(), n.Edge.ReadMail(in, file("nested.eml")))
		require.NoError(t, err)
		var m shownMessage
		var list struct{ Items []shownMessage }
		admin.Get("/v1/conversations/"+string(r.Conversation)+"/messages", http.StatusOK, &list)
		m = list.Items[0]
		require.Equal(t, "no_key", m.Trust.Encryption.Reason)
		require.True(t, m.Trust.CanReread)

		keys := "/v1/channels/" + channel.ID + "/smime-keys"
		var said struct{ Code string }
		admin.Do("POST", keys, map[string]any{"file": file("help.p12"), "passphrase": "wheat"}, http.StatusUnprocessableEntity, &said)
		require.Equal(t, "smime.passphrase_wrong", said.Code)
		var key map[string]any
		admin.Do("POST", keys, map[string]any{"file": file("help.p12"), "passphrase": "barley"}, http.StatusCreated, &key)
		require.Equal(t, "Lanxue Help", key["subject"])
		require.NotContains(t, fmt.Sprint(key), "PRIVATE")
		admin.Do("POST", "/v1/mail-authorities", map[string]any{"file": file("root.pem")}, http.StatusCreated, nil)

		admin.Do("POST", "/v1/messages/"+m.ID+"/reading", nil, http.StatusOK, &m)
		require.Equal(t, "opened", m.Trust.Encryption.State)
		require.Equal(t, "help@lanxue.example", m.Trust.Encryption.Mailbox)
		require.Equal(t, "good", m.Trust.Signature.State)
		require.False(t, m.Trust.CanReread)

		var kept struct{ Items []struct{ ID string } }
		admin.Get(keys, http.StatusOK, &kept)
		admin.Do("DELETE", keys+"/"+kept.Items[0].ID, nil, http.StatusNoContent, nil)
		admin.Get("/v1/mail-authorities", http.StatusOK, &kept)
		admin.Do("DELETE", "/v1/mail-authorities/"+kept.Items[0].ID, nil, http.StatusNoContent, nil)
	})
}
