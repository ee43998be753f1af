package app_test

import (
	"net/http"
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
		list("/v1/contacts?tag=大客户&q=li", []string(nil)...)
		list("/v1/organisations?q=澜学", firm.ID)
		list("/v1/organisations", firm.ID)
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
