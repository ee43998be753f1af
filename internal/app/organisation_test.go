package app_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
)

func TestOrganisationsAndNotesByTheAPI(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		var firm struct {
			ID      string
			Members int
			Version int
		}
		admin.Post("/v1/organisations", map[string]any{"name": "澜学教育", "domains": []string{"lanxue.example"}, "joins_by_domain": true}, http.StatusCreated, &firm)
		admin.Post("/v1/organisations", map[string]any{"name": "x", "domains": []string{"qq.com"}}, http.StatusUnprocessableEntity, nil)
		type person struct {
			ID           string
			Organisation *struct{ ID, Name string }
			Tags         []string
		}
		var one, two person
		admin.Post("/v1/contacts", map[string]any{"name": "王小明", "email": "wang@lanxue.example", "phone": "+86 138 0013 8000", "tags": []string{"大客户"}}, http.StatusCreated, &one)
		require.Equal(t, firm.ID, one.Organisation.ID)
		admin.Post("/v1/contacts", map[string]any{"name": "李华", "email": "li@qq.com"}, http.StatusCreated, &two)
		admin.Do(http.MethodPatch, "/v1/contacts/"+two.ID, map[string]any{"organisation": firm.ID}, http.StatusOK, &two)
		require.Equal(t, "澜学教育", two.Organisation.Name)
		var page struct {
			Items []person
			Next  string
		}
		list := func(address string, want ...string) {
			t.Helper()
			page.Items = nil
			admin.Do(http.MethodGet, address, nil, http.StatusOK, &page)
			var got []string
			for _, c := range page.Items {
				got = append(got, c.ID)
			}
			require.Equal(t, want, got, address)
		}
		list("/v1/organisations/"+firm.ID+"/members", two.ID, one.ID)
		list("/v1/contacts?organisation="+firm.ID+"&sort=created_at", one.ID, two.ID)
		list("/v1/contacts?tag=大客户", one.ID)
		list("/v1/contacts?sort=name&organisation="+firm.ID, two.ID, one.ID) // li before wang
		list("/v1/contacts?sort=name&limit=1", two.ID)
		list("/v1/contacts?sort=name&limit=1&after="+url.QueryEscape(page.Next), one.ID)
		list("/v1/contacts?tag=大客户&q=li", []string(nil)...)
		list("/v1/organisations?q=澜学", firm.ID)
		list("/v1/organisations", firm.ID)
		found := func(asked string, want ...string) {
			t.Helper()
			var page struct {
				Items []struct{ Contact *person }
			}
			admin.Do(http.MethodGet, "/v1/search?"+asked, nil, http.StatusOK, &page)
			var got []string
			for _, each := range page.Items {
				got = append(got, each.Contact.ID)
			}
			require.Equal(t, want, got, asked)
		}
		found("q=lanxue", one.ID)
		found("q=lanxue&organisation=澜学教育", one.ID)
		found("q=qq.com&organisation=lanxue.example", two.ID)
		found("q=lanxue&organisation="+url.QueryEscape(`"谁, 也不是"`), []string(nil)...)
		found("q=lanxue&organisation=澜学教育&state=open", []string(nil)...)
		found("organisation=谁也不是", []string(nil)...)
		admin.Do(http.MethodPatch, "/v1/contacts/"+two.ID, map[string]any{"organisation": ""}, http.StatusOK, &two)
		list("/v1/organisations/"+firm.ID+"/members", one.ID)

		var note struct{ ID, Text string }
		admin.Post("/v1/contacts/"+one.ID+"/notes", map[string]any{"text": "喜欢电话"}, http.StatusCreated, &note)
		admin.Do(http.MethodPatch, "/v1/contacts/"+one.ID+"/notes/"+note.ID, map[string]any{"text": "喜欢邮件"}, http.StatusOK, &note)
		require.Equal(t, "喜欢邮件", note.Text)
		admin.Do(http.MethodDelete, "/v1/contacts/"+one.ID+"/notes/"+note.ID, nil, http.StatusNoContent, nil)
		list("/v1/contacts/"+one.ID+"/notes", []string(nil)...)
		admin.Do(http.MethodDelete, "/v1/organisations/"+firm.ID, nil, http.StatusNoContent, nil)
		admin.Do(http.MethodGet, "/v1/organisations/"+firm.ID, nil, http.StatusNotFound, nil)
	})
}
