package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/client"
	"anlan/internal/app/apptest"
)

// speaks is the Go client of a person's program.
func speaks(t *testing.T, n *apptest.Node, p *apptest.Person) *client.Client {
	c, err := client.New(n.URL, p.Header.Get("Authorization")[len("Bearer "):])
	require.NoError(t, err)
	return c
}

func TestTheGoClientDoesADaysWork(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		anlan := speaks(t, n, admin.Program("all"))

		receipt, err := anlan.BringMessage(t.Context(), shop.Key, client.InboundMessage{
			ExternalID: "m1", Text: new("课程打不开"), Sender: &client.InboundMessageSenderStruct{ExternalID: new("u1"), Name: new("王小明")},
		})
		require.NoError(t, err)
		talk, err := anlan.GetConversation(t.Context(), receipt.ConversationID)
		require.NoError(t, err)
		require.Equal(t, "open", talk.State)
		require.True(t, talk.Can.Reply)
		require.Nil(t, talk.Assignee)

		file, err := anlan.UploadFile(t.Context(), "说明.txt", []byte("请先刷新"))
		require.NoError(t, err)
		sent, err := anlan.PostMessage(t.Context(), talk.ID, client.PostingBody{
			Kind: new("reply"), Text: new("您好，请看附件"), ClientID: new("c-1"), Attachments: []client.OutgoingFile{{Upload: &file.ID}},
		})
		require.NoError(t, err)
		require.Equal(t, "说明.txt", sent.Attachments[0].Name)
		list, err := anlan.ListMessages(t.Context(), talk.ID, &client.ListMessagesQuery{Limit: 10})
		require.NoError(t, err)
		require.Len(t, list.Items, 2)

		_, err = anlan.GetConversation(t.Context(), "nowhere")
		require.True(t, client.IsCode(err, "conversation.missing"), "%v", err)
		_, err = anlan.AddSkill(t.Context(), client.NewSkillBody{Name: " "})
		require.True(t, client.IsCode(err, "skill.name_missing"), "%v", err)
		require.NoError(t, anlan.DeleteConversation(t.Context(), talk.ID))
	})
}

func TestTheGoClientWalksAListToItsEnd(t *testing.T) {
	n := apptest.Start(t, t.TempDir(), "", "")
	admin := n.Admin()
	shop := admin.Channel("api", nil)
	for i := range 7 {
		admin.Post("/v1/inbound/"+shop.Key, inbound(fmt.Sprint("m", i), "你好"), http.StatusAccepted, nil)
	}
	anlan := speaks(t, n, admin.Program("read"))
	seen := map[string]bool{}
	pages := 0
	for one, err := range client.Pages(func(after string) (client.PageContact, error) {
		pages++
		return anlan.ListContacts(t.Context(), &client.ListContactsQuery{Limit: 3, After: after})
	}) {
		require.NoError(t, err)
		seen[one.ID] = true
	}
	require.Len(t, seen, 7)
	require.Equal(t, 3, pages)
}

func TestTheGoClientRepeatsWhatDoesNoHarm(t *testing.T) {
	n := apptest.Start(t, t.TempDir(), "", "")
	admin := n.Admin()
	program := admin.Program("all")
	var requests atomic.Int32
	flaky := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The first answer of each pair is lost on its way back.
		lost := requests.Add(1)%2 == 1
		answer := httptest.NewRecorder()
		n.Handler.ServeHTTP(answer, r)
		if lost {
			panic(http.ErrAbortHandler)
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
	t.Cleanup(flaky.Close)
	anlan, err := client.New(flaky.URL, program.Header.Get("Authorization")[len("Bearer "):])
	require.NoError(t, err)

	skill, err := anlan.AddSkill(t.Context(), client.NewSkillBody{Name: "退款"})
	require.NoError(t, err, "the same key: the second request has the first one's answer")
	skills, err := anlan.ListSkills(t.Context())
	require.NoError(t, err)
	require.Len(t, skills.Items, 1)
	require.Equal(t, skill.ID, skills.Items[0].ID)
}

func TestATokenSeesHowMuchItHasLeft(t *testing.T) {
	n := apptest.Start(t, t.TempDir(), "", "")
	program := n.Admin().Program("read")
	first := program.Get("/v1/me", http.StatusOK, nil)
	require.Equal(t, `"requests";q=6000;w=2`, first.Header.Get("RateLimit-Policy"))
	require.Contains(t, first.Header.Get("RateLimit"), `"requests";r=59`)
	left, err := strconv.Atoi(first.Header.Get("X-RateLimit-Remaining"))
	require.NoError(t, err)
	require.Less(t, left, 6000)
	require.Equal(t, "6000", first.Header.Get("X-RateLimit-Limit"))
	stranger := n.Stranger().Get("/v1/setup?token=x", http.StatusNotFound, nil)
	require.Empty(t, stranger.Header.Get("RateLimit"), "who is not known is told nothing")
}
