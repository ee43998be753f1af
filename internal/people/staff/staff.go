// Package staff keeps the people who serve: who they are, how they prove it
// (password, second factor, passkey, another house's word), and what they are
// allowed. It opens and closes sessions, issues tokens and links that work once,
// and slows down who guesses. Facts out: staff.added, staff.changed,
// sign_in.changed. Every act that decides about access is audited.
package staff

import (
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/passkey"
	"anlan/internal/people/skill"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/seal"
)

// State tells whether a person may come in.
type State string

const (
	Active   State = "active"
	Disabled State = "disabled" // their work stays, their way in is closed
)

// Staff is a person who serves.
type Staff struct {
	ID        fact.StaffID
	Email     string
	Name      string
	Role      access.Role
	RoleName  string     // of a role of the house's own; "" for a built-in one
	May       access.Set // what the role allows
	State     State
	Locale    string // "zh-CN", "en", or "" for what the browser prefers
	TimeZone  string // "Asia/Shanghai", or "" for what the browser says
	Teams     []team.Ref
	Abilities skill.Abilities
	Invited   bool // has no password yet
	Secured   bool // has a second factor, or a passkey
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Newcomer is a person to add.
type Newcomer struct {
	Email    string
	Name     string
	Role     access.Role
	Teams    []fact.TeamID
	Locale   string
	TimeZone string
}

// Change is what to change of a person; what is nil stays. Version is the
// version that was edited; 0 takes whatever is there.
type Change struct {
	Name      *string
	Role      *access.Role
	State     *State
	Locale    *string
	TimeZone  *string
	Teams     *[]fact.TeamID
	Skills    *[]skill.Has // by id and level
	Languages *[]skill.Language
	Version   int
}

// FirstAdmin is who sets the house up.
type FirstAdmin struct {
	Token    string // from the setup link
	Name     string
	Email    string
	Password string
	Locale   string
}

// Acceptance is how an invited person answers.
type Acceptance struct {
	Token    string // from the invitation
	Password string
	Locale   string // "" keeps the one that is there
}

// From is where a sign-in comes from, as its owner will see it in the list of
// their sessions.
type From struct {
	IP    string
	Agent string // what the browser calls itself
}

// Session is one browser that is signed in.
type Session struct {
	ID        fact.SessionID
	Staff     fact.StaffID
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	From      From
}

// Opened is a session that has just been opened, with the secret that the
// browser keeps and that we do not.
type Opened struct {
	Session
	Secret string
}

// Step is what is still wanting before somebody is in.
type Step string

const (
	In      Step = "in"      // nothing: they are
	Code    Step = "code"    // a code of their second factor
	Enrol   Step = "enrol"   // they must have a second factor, and have none
	Passkey Step = "passkey" // they must have a second factor, and have a passkey
)

// Entrance is how far somebody has come: with Step In a session is open, else
// Pending is what their browser keeps until the next step.
type Entrance struct {
	Opened
	Step    Step
	Pending string
	Until   time.Time // when Pending no longer helps
}

// Waiting is somebody between two steps.
type Waiting struct {
	Step  Step
	Name  string
	Email string
	Until time.Time
}

// Token is a program's way in, in the name of a person.
type Token struct {
	ID        fact.TokenID
	Staff     fact.StaffID
	Name      string
	Scope     access.Scope
	May       []access.Permission // what the scope leaves of its owner's, today
	CreatedAt time.Time
	UsedAt    time.Time // zero = never
	UsedIP    string    // from where it was used last, by the minute
	ExpiresAt time.Time // zero = never
}

// NewToken is a token to create. A zero ExpiresAt never comes.
type NewToken struct {
	Name      string
	Scope     access.Scope
	ExpiresAt time.Time
}

// Query narrows a list of people.
type Query struct {
	State State        // "" = all
	After fact.StaffID // the last one of the page before
	Limit int
}

// Page is some people, by name, and where to go on; "" at the end.
type Page struct {
	Items []Staff
	Next  fact.StaffID
}

// Office is where people are added, let in and sent home.
type Office struct {
	db     *db.DB
	teams  *team.Roster
	skills *skill.Register
	sealer *seal.Sealer
	party  *passkey.Party
	hasher *hasher
}

// house is how we call ourselves in people's authenticators.
const house = "Anlan"

// New opens the office. The sealer hides what has to be read again, and passkeys
// are made for the public address.
func New(d *db.DB, teams *team.Roster, sealer *seal.Sealer, publicURL string) *Office {
	return &Office{db: d, teams: teams, skills: skill.New(d), sealer: sealer, party: passkey.NewParty(publicURL, house), hasher: newHasher()}
}
