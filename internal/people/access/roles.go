package access

// Role names a set of permissions: one of the four that are built in, each with
// all that the one before it has, or the id of one that the house has made.
type Role string

const (
	Agent   Role = "agent"
	Lead    Role = "lead"
	Manager Role = "manager"
	Admin   Role = "admin"
)

// ladder is every role from the least to the most, with what each one adds.
var ladder = []struct {
	role Role
	adds []Permission
}{
	{Agent, []Permission{
		ConversationView, ConversationOpen, ConversationReply, ConversationNote, ConversationAssign,
		ConversationTag, ConversationResolve, ConversationChange, ContactView, ContactChange,
		StaffView, ChannelView, TokenManage, FactsRead, ConversationMerge, ConversationBulk, ContactMerge,
		// A customer needs no role to write to us; a token only tells who carried the message in.
		IntakeWrite,
		PersonalContact, PersonalUnmask, IdentityCheck,
	}},
	{Lead, []Permission{TeamManage, StuckManage, ViewShare, WordingManage, FloorView}},
	{Manager, []Permission{StaffManage, AuditView, ConversationDelete, ContactDelete, FieldManage, DataExport, DataImport, AutomationManage, RoutingManage, PersonalSee}},
	// The keys and passwords that lead out of the house.
	{Admin, []Permission{ChannelManage, RetentionManage, RoleManage, SignInManage, WebhookManage, PrivacyManage}},
}

// readable is what a token that may only look keeps of its owner's permissions.
var readable = setOf(ConversationView, ContactView, StaffView, ChannelView, AuditView, FactsRead, FloorView, PersonalContact, PersonalSee)

// bringable is what a token that only brings messages in keeps.
var bringable = setOf(IntakeWrite)

// RoleOf is a built-in role with what it may do.
type RoleOf struct {
	Name        Role
	Permissions []Permission
}

// Roles lists the built-in roles from the least to the most.
func Roles() []RoleOf {
	roles := make([]RoleOf, len(ladder))
	for i, step := range ladder {
		roles[i] = RoleOf{Name: step.role, Permissions: step.role.Permissions().List()}
	}
	return roles
}

// Known tells whether the role is built in.
func (r Role) Known() bool { return r.rank() >= 0 }

// Permissions is what a built-in role may do; any other may nothing by its name.
func (r Role) Permissions() (s Set) {
	for i := range r.rank() + 1 {
		s |= setOf(ladder[i].adds...)
	}
	return s
}

func (r Role) rank() int {
	for i, step := range ladder {
		if step.role == r {
			return i
		}
	}
	return -1
}
