package app_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/people/access"
	"anlan/internal/understand/phrasing"
)

func TestADraftIsReadForWhoItGoesTo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, map[string]any{"external_id": "m1", "text": "你好", "sender": map[string]any{"external_id": "c1", "name": "王小明", "phone": "13812345678"}}, http.StatusAccepted, &r)
		path := "/v1/conversations/" + r.ConversationID + "/draft/wording"
		read := func(p *apptest.Person, text string) (rules []phrasing.Rule) {
			var got struct{ Items []phrasing.Mark }
			p.Post(path, map[string]any{"text": text}, http.StatusOK, &got)
			for _, m := range got.Items {
				rules = append(rules, m.Rule)
			}
			return rules
		}
		require.Empty(t, read(admin, "王先生您好，您的电话是13812345678。"))
		require.Equal(t, []phrasing.Rule{phrasing.OtherName}, read(admin, "李先生您好"))
		require.Equal(t, []phrasing.Rule{phrasing.OthersData}, read(admin, "您的电话是13912345678。"))
		require.Equal(t, []phrasing.Rule{phrasing.Preach}, read(admin, "您应该看一下说明。"))

		// Whoever may not see a name or a number does not find it out by trying.
		guesser := house{admin: admin}.watcher(t, access.PersonalContact)
		require.Empty(t, read(guesser, "李先生您好"))
		require.Equal(t, read(guesser, "电话是13912345678。"), read(guesser, "电话是13812345678。"))
		require.Equal(t, "conversation.missing", admin.Code("POST", "/v1/conversations/nobody/draft/wording", map[string]any{"text": "x"}, http.StatusNotFound))
	})
}
