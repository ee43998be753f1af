// Package contact is the address book: who writes to us, and by which names the
// channels know them. One person over several channels is one contact; what a
// visitor merely claims about themselves never opens somebody else's record.
//
// Facts out: contact.created, contact.changed, contact.field_changed, contact.identified,
// contact.tagged, contact.organisation_changed, contact.noted, contact.note_changed,
// contact.address_bounced, contact.address_recovered.
package contact

import (
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/arrive/organisation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// Tier is how closely a contact is looked after.
type Tier string

const (
	Standard Tier = "standard"
	VIP      Tier = "vip"
)

// Kind is a sort of identity.
type Kind string

const (
	Email    Kind = "email"
	Phone    Kind = "phone"
	Visitor  Kind = "visitor"  // a browser that chats with us, within one channel
	External Kind = "external" // the id in the customer's own system, within one channel
)

// Identity is a name by which a channel knows a contact. A verified one was
// vouched for by its channel and belongs to one contact only.
type Identity struct {
	ID       fact.IdentityID `json:"id"`
	Kind     Kind            `json:"kind"`
	Scope    string          `json:"-"`
	Value    string          `json:"value" personal:"of,Kind"`
	Verified bool            `json:"verified"`
	Bounced  *Bounce         `json:"bounced" doc:"mail to it came back; null where none did, or it was heard of since"`
}

// Contact is who writes to us, mostly a person.
type Contact struct {
	ID         fact.ContactID `json:"id"`
	Name       string         `json:"name" personal:"name"`
	Tier       Tier           `json:"tier"`
	Locale     string         `json:"locale"`
	TimeZone   string         `json:"time_zone"`
	Attributes map[string]any `json:"attributes"`
	Fields     field.Values   `json:"fields" nullable:"false" doc:"the values of the house's own fields, by key; see /v1/fields"`
	Identities []Identity     `json:"identities" nullable:"false"`
	Tags       []string       `json:"tags" nullable:"false" doc:"in small letters"`
	CreatedAt  time.Time      `json:"created_at"`
	SeenAt     *time.Time     `json:"seen_at"`
	Automatic  bool           `json:"automatic" doc:"a machine, as a mail server that sends bounces; nobody to answer"`
	Version    int            `json:"version"`
	Can        Can            `json:"can"`

	Organisation *organisation.Brief `json:"organisation" doc:"where they belong; null for nowhere"`
}

// Can is what the asking person may do with a contact.
type Can struct {
	Change bool `json:"change"`
}

func can(who access.Actor) Can { return Can{Change: who.May(access.ContactChange)} }

// Sender is who a message came from, in the words of its channel.
type Sender struct {
	Channel  fact.ChannelID
	Visitor  string // digest of the visitor's secret
	External string // id in the system that sent it
	Email    string
	Phone    string
	Name     string
	Locale   string
	TimeZone string

	// Vouched: the channel itself stands behind e-mail and phone (a mail's From,
	// the company's own system). A visitor's form does not.
	Vouched bool
	// Where it stands behind one of the two only, the other is a claim.
	EmailClaimed, PhoneClaimed bool
	// Disowned: the mail server of that name found that the domain of the address has
	// nothing to do with it. What comes so again comes to the same contact, which is
	// nobody who is known.
	Disowned string
	// Automatic: a machine wrote this, in nobody's name. Its address is a claim, and what
	// comes so again comes to the same contact, which is marked.
	Automatic bool

	Attributes map[string]any
}
