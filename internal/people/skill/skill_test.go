package skill_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
)

func TestWhoCanWhatAndInWhichLanguage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		refunds, err := w.Skills.Add(w.Ctx, w.Chen, " 退款 ")
		require.NoError(t, err)
		w.WantFacts("skill.changed")
		_, err = w.Skills.Add(w.Ctx, w.Chen, "退款")
		fault.Want(t, err, "skill.name_taken")
		_, err = w.Skills.Add(w.Ctx, w.Lin, "催收")
		fault.Want(t, err, "access.denied")

		lin, err := w.Office.Change(w.Ctx, w.Mo, w.Lin.ID, staff.Change{
			Skills:    &[]skill.Has{{ID: refunds.ID, Level: skill.Expert}},
			Languages: &[]skill.Language{{Tag: "EN", Level: skill.Good}, {Tag: "zh-cn", Level: skill.Expert}},
		})
		require.NoError(t, err)
		require.Equal(t, skill.Abilities{
			Skills:    []skill.Has{{ID: refunds.ID, Name: "退款", Level: skill.Expert}},
			Languages: []skill.Language{{Tag: "zh-CN", Level: skill.Expert}, {Tag: "en", Level: skill.Good}},
		}, lin.Abilities)
		w.WantFacts("staff.changed")

		// One's own languages one knows best; what one is good at others say.
		_, err = w.Office.Change(w.Ctx, w.Lin, w.Lin.ID, staff.Change{Languages: &[]skill.Language{{Tag: "ms", Level: skill.Basic}}})
		require.NoError(t, err)
		_, err = w.Office.Change(w.Ctx, w.Lin, w.Lin.ID, staff.Change{Skills: &[]skill.Has{}})
		fault.Want(t, err, "access.denied")

		list, err := w.Skills.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, 1, list[0].Staff)
		renamed, err := w.Skills.Rename(w.Ctx, w.Chen, refunds.ID, "退款与补偿", refunds.Version)
		require.NoError(t, err)
		_, err = w.Skills.Rename(w.Ctx, w.Chen, refunds.ID, "退货", refunds.Version)
		fault.Want(t, err, "skill.changed")
		require.Equal(t, "退款与补偿", renamed.Name)

		require.NoError(t, w.Skills.Remove(w.Ctx, w.Chen, refunds.ID))
		lin, err = w.Office.Get(w.Ctx, w.Mo, w.Lin.ID)
		require.NoError(t, err)
		require.Empty(t, lin.Abilities.Skills)
		fault.Want(t, w.Skills.Remove(w.Ctx, w.Chen, refunds.ID), "skill.missing")
	})
}

func TestWhatNobodyCanHave(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		s, err := w.Skills.Add(w.Ctx, w.Chen, "Billing")
		require.NoError(t, err)
		for _, c := range []struct {
			change staff.Change
			code   string
		}{
			{staff.Change{Skills: &[]skill.Has{{ID: "nowhere", Level: 1}}}, "skill.unknown"},
			{staff.Change{Skills: &[]skill.Has{{ID: s.ID, Level: 4}}}, "skill.level_unknown"},
			{staff.Change{Skills: &[]skill.Has{{ID: s.ID, Level: 1}, {ID: s.ID, Level: 2}}}, "skill.twice"},
			{staff.Change{Skills: new(make([]skill.Has, 51))}, "skill.too_many"},
			{staff.Change{Languages: &[]skill.Language{{Tag: "Klingonese!", Level: 1}}}, "skill.language_unknown"},
			{staff.Change{Languages: &[]skill.Language{{Tag: "en", Level: 0}}}, "skill.level_unknown"},
			{staff.Change{Languages: &[]skill.Language{{Tag: "en", Level: 1}, {Tag: "EN", Level: 1}}}, "skill.twice"},
		} {
			_, err := w.Office.Change(w.Ctx, w.Mo, w.Lin.ID, c.change)
			fault.Want(t, err, c.code)
		}
		lin, err := w.Office.Get(w.Ctx, w.Mo, w.Lin.ID)
		require.NoError(t, err)
		require.Equal(t, 1, lin.Version, "what was refused changed nothing")
	})
}
