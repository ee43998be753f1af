package tree_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/tree"
)

func TestATreeIsDrawn(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		money, err := w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("钱款"), NameEN: new("Money")})
		require.NoError(t, err)
		w.WantFacts("topic.changed")
		w.Pass(1e9)
		_, err = w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("物流")})
		require.NoError(t, err)
		w.Pass(1e9)
		refund, err := w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("退款"), Parent: &money.ID, Words: &[]string{"退钱"}})
		require.NoError(t, err)
		_, err = w.Topics.Add(w.Ctx, w.Lin, tree.Edit{NameZH: new("催收")})
		fault.Want(t, err, "access.denied")

		list, err := w.Topics.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		var names []string
		for _, each := range list {
			names = append(names, each.NameZH)
		}
		require.Equal(t, []string{"钱款", "退款", "物流"}, names, "each before what stands under it")

		_, sorter, err := w.Topics.Known(w.Ctx)
		require.NoError(t, err)
		all := func(tree.Topic) bool { return true }
		require.Equal(t, refund.ID, sorter.Sort("快退钱", all).Topic)

		w.Facts()
		_, err = w.Topics.Change(w.Ctx, w.Chen, refund.ID, tree.Edit{Archived: new(true), Version: refund.Version})
		require.NoError(t, err)
		w.WantFacts("topic.changed")
		_, err = w.Topics.Change(w.Ctx, w.Chen, refund.ID, tree.Edit{Archived: new(false), Version: refund.Version})
		fault.Want(t, err, "topic.changed")
		_, sorter, err = w.Topics.Known(w.Ctx)
		require.NoError(t, err)
		require.Empty(t, sorter.Sort("快退钱", all).Topic, "out of use from then on")
		w.WantFacts()
	})
}
