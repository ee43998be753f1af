// Package access says who is asking and what they may do. Permissions have
// names, roles are sets of them (four are built in, package role keeps the
// house's own), and a token may carry fewer than its owner has. Nothing here is
// stored: it is the ground on which verbs decide.
package access

import "anlan/internal/fact"

// Permission is one thing that a person may do.
type Permission string

// What there is to be allowed. Verbs ask for one of these, never for a role.
const (
	ConversationView    Permission = "conversation.view"
	ConversationOpen    Permission = "conversation.open" // write to a customer first
	ConversationReply   Permission = "conversation.reply"
	ConversationNote    Permission = "conversation.note"
	ConversationAssign  Permission = "conversation.assign"
	ConversationTag     Permission = "conversation.tag"
	ConversationResolve Permission = "conversation.resolve"
	ConversationChange  Permission = "conversation.change"
	ConversationDelete  Permission = "conversation.delete"
	ContactView         Permission = "contact.view"
	ContactChange       Permission = "contact.change"
	StaffView           Permission = "staff.view"
	StaffManage         Permission = "staff.manage"
	TeamManage          Permission = "team.manage"
	ChannelView         Permission = "channel.view"
	ChannelManage       Permission = "channel.manage"
	AuditView           Permission = "audit.view"
	StuckManage         Permission = "stuck.manage"
	TokenManage         Permission = "token.manage" // one's own
	FactsRead           Permission = "facts.read"
	IntakeWrite         Permission = "intake.write"
	ConversationMerge   Permission = "conversation.merge" // merge and split
	ConversationBulk    Permission = "conversation.bulk"  // many at once
	ContactMerge        Permission = "contact.merge"
	ContactDelete       Permission = "contact.delete"
	ViewShare           Permission = "view.share"     // give one's view to a team
	WordingManage       Permission = "wording.manage" // canned replies and macros of everybody
	FieldManage         Permission = "field.manage"   // custom fields and own statuses
	DataExport          Permission = "data.export"
	DataImport          Permission = "data.import"
	RetentionManage     Permission = "retention.manage" // rules that erase
	RoleManage          Permission = "role.manage"
	SignInManage        Permission = "sign_in.manage" // second factors, single sign-on
	WebhookManage       Permission = "webhook.manage"
	AutomationManage    Permission = "automation.manage" // what happens by itself
	FloorView           Permission = "floor.view"        // who waits, and who has how much
	RoutingManage       Permission = "routing.manage"    // in which order, to whom
	PersonalContact     Permission = "personal.contact"  // see how customers can be reached
	PersonalUnmask      Permission = "personal.unmask"   // have hidden personal data shown, with a reason
	PersonalSee         Permission = "personal.see"      // see all of it at once
	PrivacyManage       Permission = "privacy.manage"    // who sees which kinds
	IdentityCheck       Permission = "identity.check"    // have customers show who they are
)

// Scope narrows what a token may do below what its owner may: one of the three
// names here, or the permissions themselves, as Chosen writes them. It never
// gives what the owner does not have.
type Scope string

const (
	All    Scope = "all"    // whatever the owner may; a browser session has this too
	Read   Scope = "read"   // look, and change nothing
	Intake Scope = "intake" // bring messages in, and see nothing
)

// Actor is who is asking, as far as verbs need to know. The zero Actor may
// nothing.
type Actor struct {
	ID          fact.StaffID
	Name        string
	Role        Role
	Permissions Set
	Scope       Scope
	Teams       []fact.TeamID
	Session     fact.SessionID // set when a browser asks
	Token       fact.TokenID   // set when a program asks
	IP          string
}

// System acts when no person does: jobs, timers, imports and the command line.
var System = Actor{Name: "system", Role: Admin, Permissions: Admin.Permissions(), Scope: All}
