package role_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/people/role"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
)

func TestARoleOfOnesOwnIsWhatItsPeopleMay(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		night, err := w.Roles.Add(w.Ctx, w.Ada, role.New{
			Name: " 夜班 ", About: "看和记，不回复", Permissions: []access.Permission{access.ConversationView, access.ConversationNote, access.StaffView},
		})
		require.NoError(t, err)
		require.Equal(t, "夜班", night.Name)
		w.WantFacts("role.changed")

		_, err = w.Office.Change(w.Ctx, w.Ada, w.Lin.ID, staff.Change{Role: &night.ID})
		require.NoError(t, err)
		lin, err := w.Office.Get(w.Ctx, w.Ada, w.Lin.ID)
		require.NoError(t, err)
		require.Equal(t, "夜班", lin.RoleName)
		require.Equal(t, []access.Permission{access.ConversationView, access.ConversationNote, access.StaffView}, lin.May.List())

		more := []access.Permission{access.ConversationView, access.ConversationReply}
		_, err = w.Roles.Change(w.Ctx, w.Ada, night.ID, role.Change{Permissions: &more, Version: night.Version})
		require.NoError(t, err)
		lin, err = w.Office.Get(w.Ctx, w.Ada, w.Lin.ID)
		require.NoError(t, err)
		require.Equal(t, more, lin.May.List())

		_, err = w.Roles.Change(w.Ctx, w.Ada, night.ID, role.Change{Permissions: &more, Version: night.Version})
		fault.Want(t, err, "role.changed")
		fault.Want(t, w.Roles.Remove(w.Ctx, w.Ada, night.ID), "role.in_use")

		agent := access.Agent
		_, err = w.Office.Change(w.Ctx, w.Ada, w.Lin.ID, staff.Change{Role: &agent})
		require.NoError(t, err)
		require.NoError(t, w.Roles.Remove(w.Ctx, w.Ada, night.ID))
		_, err = w.Office.Change(w.Ctx, w.Ada, w.Lin.ID, staff.Change{Role: &night.ID})
		fault.Want(t, err, "staff.role_unknown")
	})
}

func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		keeper, err := w.Roles.Add(w.Ctx, w.Ada, role.New{Name: "人事", Permissions: []access.Permission{
			access.StaffView, access.StaffManage, access.RoleManage, access.ConversationView,
		}})
		require.NoError(t, err)
		_, err = w.Office.Change(w.Ctx, w.Ada, w.Chen.ID, staff.Change{Role: &keeper.ID})
		require.NoError(t, err)
		chen := w.Chen
		chen.Role, chen.Permissions = keeper.ID, keeper.Permissions
		w.Facts()

		_, err = w.Roles.Add(w.Ctx, chen, role.New{Name: "Doors", Permissions: []access.Permission{access.ChannelManage}})
		fault.Want(t, err, "role.above_own")
		admin := access.Admin
		_, err = w.Office.Change(w.Ctx, chen, w.Lin.ID, staff.Change{Role: &keeper.ID})
		fault.Want(t, err, "staff.above_you") // an agent may reply, and chen may not any more
		_, err = w.Office.Change(w.Ctx, chen, w.Chen.ID, staff.Change{Role: &admin})
		fault.Want(t, err, "staff.role_above_own")
		w.WantFacts()

		wide, err := w.Roles.Add(w.Ctx, w.Ada, role.New{Name: "Wide", Permissions: []access.Permission{access.ChannelManage}})
		require.NoError(t, err)
		name := "Mine"
		_, err = w.Roles.Change(w.Ctx, chen, wide.ID, role.Change{Name: &name})
		fault.Want(t, err, "role.above_own")
		require.False(t, role.CanChange(chen, wide))
		require.True(t, role.CanChange(w.Ada, wide))
	})
}

func TestWhatARoleCannotBe(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		some := []access.Permission{access.ConversationView}
		_, err := w.Roles.Add(w.Ctx, w.Ada, role.New{Name: "Taken", Permissions: some})
		require.NoError(t, err)
		for _, c := range []struct {
			new  role.New
			who  access.Actor
			code string
		}{
			{role.New{Name: "Other", Permissions: some}, w.Lin, "access.denied"},
			{role.New{Name: "  ", Permissions: some}, w.Ada, "role.name_missing"},
			{role.New{Name: "Admin", Permissions: some}, w.Ada, "role.name_taken"},
			{role.New{Name: "Taken", Permissions: some}, w.Ada, "role.name_taken"},
			{role.New{Name: "a\nb", Permissions: some}, w.Ada, "role.name_unreadable"},
			{role.New{Name: "Other"}, w.Ada, "role.may_nothing"},
			{role.New{Name: "Other", Permissions: []access.Permission{"time.travel"}}, w.Ada, "role.permission_unknown"},
		} {
			_, err := w.Roles.Add(w.Ctx, c.who, c.new)
			fault.Want(t, err, c.code)
		}
		name := "Boss"
		_, err = w.Roles.Change(w.Ctx, w.Ada, access.Manager, role.Change{Name: &name})
		fault.Want(t, err, "role.built_in")
		fault.Want(t, w.Roles.Remove(w.Ctx, w.Ada, "nowhere"), "role.missing")

		list, err := w.Roles.List(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Len(t, list, 5)
		require.Equal(t, access.Agent, list[0].ID)
		require.Equal(t, "Taken", list[4].Name)
	})
}

func TestWhatThisVersionDoesNotKnowIsNotAllowed(t *testing.T) {
	require.Equal(t, []access.Permission{access.ContactView}, role.Permissions("own", `["contact.view", "time.travel"]`).List())
	require.Zero(t, role.Permissions("own", "not a list"))
	require.Equal(t, access.Lead.Permissions(), role.Permissions(access.Lead, ""))
}
