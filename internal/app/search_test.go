package app_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
)

func TestASearchIsNarrowedByWhatConversationsAre(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop, other := admin.Channel("api", nil), admin.Channel("api", nil)
		says := func(key, id, text string) (r receipt) {
			admin.Post("/v1/inbound/"+key, inbound(id, text), http.StatusAccepted, &r)
			return r
		}
		first, second := says(shop.Key, "a", "我要退款").ConversationID, says(other.Key, "b", "退款到哪了").ConversationID
		admin.Post("/v1/conversations/"+first+"/assignment", map[string]any{"assignee": "me"}, http.StatusOK, nil)
		admin.Do(http.MethodPatch, "/v1/conversations/"+first, map[string]any{"tags": []string{"加急"}}, http.StatusOK, nil)
		admin.Post("/v1/conversations/"+second+"/resolution", nil, http.StatusOK, nil)
		var one struct{ Number int64 }
		admin.Get("/v1/conversations/"+second, http.StatusOK, &one)

		for query, want := range map[string][]string{
			"q=退款":                                 {first, second},
			"q=退款&state=open":                      {first},
			"q=退款&state=resolved":                  {second},
			"q=退款&state=open,resolved":             {first, second},
			"q=退款&assignee=me":                     {first},
			"q=退款&assignee=none":                   {second},
			"q=退款&team=none&tag=加急":                {first},
			"q=退款&channel=" + other.ID:             {second},
			"q=退款&kind=inbound":                    {first, second},
			"q=退款&kind=note":                       {},
			"q=退款&has=attachment":                  {},
			"q=退款&to=2020-01-01T00:00:00Z":         {},
			fmt.Sprint("q=退款&number=", one.Number): {second},
			fmt.Sprint("number=", one.Number):      {second},
			"assignee=me":                          {first},
			"kind=inbound&state=resolved":          {second},
			"has=attachment":                       {},
			"":                                     {},
		} {
			var found struct {
				Items []struct{ Conversation struct{ ID string } }
				Next  string
			}
			admin.Get("/v1/search?"+query, http.StatusOK, &found)
			ids := []string{}
			for _, each := range found.Items {
				ids = append(ids, each.Conversation.ID)
			}
			require.ElementsMatch(t, want, ids, query)
			require.Empty(t, found.Next, query)
		}
		require.Equal(t, "search.unknown_kind", admin.Code(http.MethodGet, "/v1/search?q=a&kind=shout", nil, http.StatusUnprocessableEntity))
		require.Equal(t, "view.filter_wrong", admin.Code(http.MethodGet, "/v1/search?q=a&state=shut", nil, http.StatusUnprocessableEntity))
	})
}
