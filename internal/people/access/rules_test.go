package access

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func TestEachRoleMayWhatTheOneBeforeItMayAndMore(t *testing.T) {
	roles := Roles()
	for i := 1; i < len(roles); i++ {
		less, more := roles[i-1].Name.Permissions(), roles[i].Name.Permissions()
		require.Equal(t, less, less&more, "%s lacks something that %s has", roles[i].Name, roles[i-1].Name)
		require.NotEqual(t, less, more, "%s is no more than %s", roles[i].Name, roles[i-1].Name)
		require.True(t, more.Covers(less))
		require.False(t, less.Covers(more))
	}
}

func TestTheRolesAreFrozen(t *testing.T) {
	agent := []Permission{
		"conversation.view", "conversation.open", "conversation.reply", "conversation.note", "conversation.assign",
		"conversation.tag", "conversation.resolve", "conversation.change", "contact.view", "contact.change",
		"staff.view", "channel.view", "token.manage", "facts.read", "conversation.merge", "conversation.bulk", "contact.merge", "intake.write",
	}
	lead := append(agent[:len(agent):len(agent)], "team.manage", "stuck.manage", "view.share", "wording.manage")
	manager := append(lead[:len(lead):len(lead)], "staff.manage", "audit.view", "conversation.delete",
		"contact.delete", "field.manage", "data.export", "data.import")
	admin := append(manager[:len(manager):len(manager)], "channel.manage", "retention.manage", "role.manage", "sign_in.manage", "webhook.manage")
	want := []RoleOf{{Agent, agent}, {Lead, lead}, {Manager, manager}, {Admin, admin}}
	if diff := cmp.Diff(want, Roles()); diff != "" {
		t.Error(diff)
	}
}

func TestWhoMayWhat(t *testing.T) {
	as := func(role Role, scope Scope) Actor {
		return Actor{Role: role, Permissions: role.Permissions(), Scope: scope}
	}
	for _, c := range []struct {
		who   string
		actor Actor
		wants Permission
		may   bool
	}{
		{"an agent", as(Agent, All), ConversationReply, true},
		{"an agent", as(Agent, All), StaffManage, false},
		{"a manager", as(Manager, All), StaffManage, true},
		{"a manager", as(Manager, All), ChannelManage, false},
		{"an admin", as(Admin, All), ChannelManage, true},
		{"an admin's token that may read", as(Admin, Read), ConversationView, true},
		{"an admin's token that may read", as(Admin, Read), AuditView, true},
		{"an admin's token that may read", as(Admin, Read), ConversationReply, false},
		{"an admin's token that may read", as(Admin, Read), TokenManage, false},
		{"an admin's token that may read", as(Admin, Read), IntakeWrite, false},
		{"an agent's token that may read", as(Agent, Read), AuditView, false},
		{"an agent's token for intake", as(Agent, Intake), IntakeWrite, true},
		{"an admin's token for intake", as(Admin, Intake), ConversationView, false},
		{"the system", System, ChannelManage, true},
		{"nobody", Actor{}, ConversationView, false},
		{"an unknown role", as("owner", All), ConversationView, false},
		{"an unknown scope", as(Admin, "some"), ConversationView, false},
		{"an admin", as(Admin, All), "conversation.teleport", false},
	} {
		require.Equal(t, c.may, c.actor.May(c.wants), "%s, %s", c.who, c.wants)
		err := c.actor.Require(c.wants)
		if c.may {
			require.NoError(t, err)
			continue
		}
		fault.Want(t, err, "access.denied")
		require.Equal(t, string(c.wants), fault.Of(err).Values["permission"])
	}
}

func TestOnlyAnUnnarrowedActorWrites(t *testing.T) {
	require.NoError(t, Actor{Scope: All}.Writes())
	fault.Want(t, Actor{Scope: Read}.Writes(), "access.scope_too_narrow")
	fault.Want(t, Actor{}.Writes(), "access.scope_too_narrow")
}

func TestAnActorIsInTheirTeamsOnly(t *testing.T) {
	a := Actor{Teams: []fact.TeamID{"t1"}}
	require.True(t, a.In("t1"))
	require.False(t, a.In("t2"))
}

func TestWhatIsAllowedIsListedInOneOrder(t *testing.T) {
	a := Actor{Permissions: Admin.Permissions(), Scope: Read}
	want := []Permission{ConversationView, ContactView, StaffView, ChannelView, FactsRead, AuditView}
	require.Equal(t, want, a.Allowed())
	require.Equal(t, []Permission{}, Actor{}.Allowed())
}

func TestASetIsMadeOfWhatThereIs(t *testing.T) {
	set, unknown := SetOf([]Permission{ContactView, ConversationView})
	require.Empty(t, unknown)
	require.Equal(t, []Permission{ConversationView, ContactView}, set.List())

	set, unknown = SetOf([]Permission{ContactView, "conversation.teleport"})
	require.Equal(t, Permission("conversation.teleport"), unknown)
	require.Zero(t, set)
}
