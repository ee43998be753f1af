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
		"personal.contact", "personal.unmask", "identity.check",
	}
	lead := append(agent[:len(agent):len(agent)], "team.manage", "stuck.manage", "view.share", "wording.manage", "floor.view")
	manager := append(lead[:len(lead):len(lead)], "staff.manage", "audit.view", "conversation.delete",
		"contact.delete", "field.manage", "data.export", "data.import", "automation.manage", "routing.manage", "personal.see")
	admin := append(manager[:len(manager):len(manager)], "channel.manage", "retention.manage", "role.manage", "sign_in.manage", "webhook.manage", "privacy.manage")
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
	want := []Permission{ConversationView, ContactView, StaffView, ChannelView, FactsRead, PersonalContact, FloorView, AuditView, PersonalSee}
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

func TestAScopeMayNameItsPermissions(t *testing.T) {
	scope := Chosen(ConversationReply, ConversationView, ConversationReply)
	require.Equal(t, Scope("conversation.reply conversation.view"), scope)
	require.Equal(t, "chosen", scope.Name())
	require.Equal(t, []Permission{ConversationView, ConversationReply}, scope.Permissions(Admin.Permissions()))
	require.Equal(t, []Permission{}, Chosen(WebhookManage).Permissions(Agent.Permissions()), "never more than the owner")
	for s, known := range map[Scope]bool{
		All: true, Read: true, Intake: true, scope: true, "": false, "some": false, "conversation.view ": false, "conversation.view some": false, "all read": false,
	} {
		require.Equal(t, known, s.Known(), s)
	}
	require.Equal(t, "", Scope("").Name())
}

func TestNobodyIssuesMoreThanTheyCarry(t *testing.T) {
	agent, admin := Agent.Permissions(), Admin.Permissions()
	by := func(s Scope) Actor { return Actor{Permissions: admin, Scope: s} }
	maker := Chosen(TokenManage, ConversationView)
	for _, c := range []struct {
		what  string
		by    Actor
		scope Scope
		owner Set
		may   bool
	}{
		{"all, in a browser", by(All), All, admin, true},
		{"what one has", by(All), Chosen(WebhookManage), admin, true},
		{"what one has not", by(All), Chosen(WebhookManage), agent, false},
		{"reading, by who has little: it narrows itself", by(All), Read, agent, true},
		{"all, by a token that may some", by(maker), All, admin, false},
		{"reading, by a token that may some", by(maker), Read, admin, false},
		{"the same, by a token", by(maker), maker, admin, true},
		{"less, by a token", by(maker), Chosen(ConversationView), admin, true},
		{"more, by a token", by(maker), Chosen(ConversationView, ConversationReply), admin, false},
	} {
		require.Equal(t, c.may, c.by.MayIssue(c.scope, c.owner), c.what)
	}
}

func TestWhoDoesTheWorkOfARoleIsTreatedAsOfIt(t *testing.T) {
	own := Agent.Permissions() | setOf(AuditView) // an agent who may also read the audit, as a manager may
	for _, c := range []struct {
		set    Set
		role   Role
		beyond bool
	}{
		{Agent.Permissions(), Agent, true}, {Agent.Permissions(), Lead, false},
		{Lead.Permissions(), Lead, true}, {Lead.Permissions(), Manager, false},
		{Admin.Permissions(), Manager, true}, {Admin.Permissions(), Admin, true}, {Manager.Permissions(), Admin, false},
		{own, Lead, true}, {own, Manager, true}, {own, Admin, false},
		{0, Agent, false}, {Admin.Permissions(), "owner", false},
	} {
		require.Equal(t, c.beyond, c.set.Beyond(c.role), "%v %s", c.set.List(), c.role)
	}
}
