package transfer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/transfer"
	"anlan/internal/drill/world"
)

func TestWhereContactsBelongComesInAndGoesOut(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Organisations.Add(w.Ctx, w.Lin, organisation.Edit{Name: new("澜学教育"), Domains: &[]string{"lanxue.example"}, JoinsByDomain: new(true)})
		require.NoError(t, err)
		sheet := "姓名,邮箱,公司,标签\n王小明,wang@lanxue.example,,大客户；上海\n李华,li@qq.com,澜学教育,\n张伟,zhang@qq.com,蓝岸公司,\n王五,wu@qq.com,蓝岸公司,\n"
		i := receives(t, w, transfer.Contacts, "people.csv", []byte(sheet))
		require.Equal(t, []string{"name", "email", "organisation", "tags"}, []string{i.Columns[0].Means, i.Columns[1].Means, i.Columns[2].Means, i.Columns[3].Means})
		i = runs(t, w, i.ID)
		require.Equal(t, transfer.Done, i.State)
		all, _, err := w.Organisations.List(w.Ctx, w.Lin, "", 10)
		require.NoError(t, err)
		require.Len(t, all, 2, "one that was not there is entered once")
		for _, o := range all {
			require.Equal(t, 2, o.Members, o.Name)
		}
		tagged, _, err := w.Contacts.Browse(w.Ctx, w.Lin, contact.Look{Tag: "上海", Limit: 10})
		require.NoError(t, err)
		require.Len(t, tagged, 1)
		require.Equal(t, "澜学教育", tagged[0].Organisation.Name)

		csv := exports(t, w, transfer.Wish{Kind: transfer.Contacts, Format: "csv"})
		require.Contains(t, csv, "王小明,wang@lanxue.example,,澜学教育,上海; 大客户,")
		lines := exports(t, w, transfer.Wish{Kind: transfer.Contacts, Format: "jsonl"})
		require.Equal(t, 2, strings.Count(lines, `"organisation":"蓝岸公司"`))
	})
}
