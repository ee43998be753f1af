package app_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// twoNodes starts two nodes on one PostgreSQL and one Redis.
func twoNodes(t *testing.T) (a, b *apptest.Node) {
	t.Helper()
	for _, place := range dbtest.Places(t) {
		if place.Name == "postgres" {
			folder, url := place.Make(t)
			redis := apptest.Redis(t)
			a, b = apptest.Start(t, folder, url, redis), apptest.Start(t, folder, url, redis)
			apptest.HearEachOther(t, a, b)
			return a, b
		}
	}
	return nil, nil
}

func TestAnAgentOnOneNodeSeesAVisitorOnTheOther(t *testing.T) {
	a, b := twoNodes(t)
	if a == nil {
		return // PostgreSQL is not installed here; where it is, Places fails the test
	}
	admin := a.Admin()
	site := admin.Channel("webchat", nil)
	desk := admin.Socket("/v1/live")
	hello := desk.Await("hello", nil)
	desk.Say(map[string]any{"t": "from", "cursor": hello.Cursor})

	visitor := b.Stranger()
	var met struct{ Token string }
	visitor.Post("/v1/widget/"+site.Key+"/visitor", map[string]any{"token": ""}, http.StatusOK, &met)
	chat := visitor.Socket("/v1/widget/" + site.Key + "/live")
	chat.Say(map[string]any{"t": "hello", "token": met.Token})
	chat.Await("ready", nil)
	chat.Say(map[string]any{"t": "message", "id": "11111111-1111-4111-8111-111111111111", "text": "有人在吗？"})
	chat.Await("ack", nil)

	news := desk.Await("facts", func(f apptest.Frame) bool { return f.Has("message.arrived") })
	conversation := news.Items[len(news.Items)-1].ConversationID

	// A whisper is lost on whoever has not joined yet, so the agent goes on typing
	// until the visitor sees it.
	for seen := false; !seen; {
		desk.Say(map[string]any{"t": "typing", "conversation_id": conversation})
		chat.Say(map[string]any{"t": "ping"})
		seen = chat.AwaitAny("pong", "typing").Type == "typing"
	}
	admin.Post("/v1/conversations/"+conversation+"/messages", map[string]any{"text": "在的，您请说"}, http.StatusCreated, nil)
	chat.Await("message", func(f apptest.Frame) bool { return strings.Contains(string(f.Raw), "在的，您请说") })
}

func TestAJobRunsOnceHoweverManyNodes(t *testing.T) {
	a, b := twoNodes(t)
	if a == nil {
		return
	}
	admin := a.Admin()
	shop := admin.Channel("api", nil)
	var r receipt
	admin.Post("/v1/inbound/"+shop.Key, inbound("j1", "x"), http.StatusAccepted, &r)

	// Many snoozes end at once; each must wake its conversation on one node only.
	const many = 40
	ids := make([]string, many)
	for i := range many {
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound(fmt.Sprint("j1-", i), "x"), http.StatusAccepted, &r)
		ids[i] = r.ConversationID
	}
	until := a.DB.Now().Add(2 * time.Second)
	desk := admin.On(b).Socket("/v1/live")
	hello := desk.Await("hello", nil)
	desk.Say(map[string]any{"t": "from", "cursor": hello.Cursor})
	for _, id := range ids {
		admin.Do(http.MethodPatch, "/v1/conversations/"+id, map[string]any{"state": "snoozed", "snoozed_until": until}, http.StatusOK, nil)
	}
	woken := map[string]int{}
	for len(woken) < many {
		for _, f := range desk.Await("facts", nil).Items {
			if f.Name == "conversation.reopened" {
				woken[f.ConversationID]++
			}
		}
	}
	for id, times := range woken {
		require.Equal(t, 1, times, id)
	}
	require.Eventually(t, func() bool { return a.Jobs.Done.Load()+b.Jobs.Done.Load() >= many }, 20*time.Second, 10*time.Millisecond)
}

func TestOneMessageBroughtToBothNodesAtOnceIsOneMessage(t *testing.T) {
	a, b := twoNodes(t)
	if a == nil {
		return
	}
	admin := a.Admin()
	shop := admin.Channel("api", nil)
	program := admin.Program("intake")
	for round := range 10 {
		var both sync.WaitGroup
		receipts := make([]receipt, 8)
		for i := range receipts {
			both.Go(func() {
				at := a
				if i%2 == 1 {
					at = b
				}
				receipts[i] = bring(t, program.On(at), shop.Key, inbound(fmt.Sprint("same-", round), "重复"))
			})
		}
		both.Wait()
		fresh := 0
		for _, r := range receipts {
			require.Equal(t, receipts[0].MessageID, r.MessageID)
			if !r.Duplicate {
				fresh++
			}
		}
		require.Equal(t, 1, fresh, "exactly one of them brought it")
	}
	var n int
	require.NoError(t, a.DB.Read().NewRaw("SELECT COUNT(*) FROM message").Scan(context.Background(), &n))
	require.Equal(t, 10, n)
	_, err := a.DB.FactsAfter(context.Background(), 0, 1, db.Filter{})
	require.NoError(t, err)
}

// bring posts a message and takes either good answer.
func bring(t *testing.T, p *apptest.Person, key string, body map[string]any) (r receipt) {
	t.Helper()
	p.Any("/v1/inbound/"+key, body, &r, http.StatusAccepted, http.StatusOK)
	return r
}
