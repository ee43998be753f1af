// Package organisation keeps the companies and bodies that contacts belong to. A
// contact belongs to one at most. The domains of its addresses make an
// organisation known: who writes from one joins by rule where the organisation
// says so and the address is verified, and is proposed to people else.
//
// Facts out: organisation.changed, organisation.deleted. That a contact belongs to
// another one is told by the contacts, inside whose verbs JoinTx works.
package organisation

import (
	"time"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// Tier is how closely an organisation is looked after.
type Tier string

const (
	Standard Tier = "standard"
	VIP      Tier = "vip"
)

// Organisation is a company, an office, a school: what contacts belong to.
type Organisation struct {
	ID            fact.OrganisationID `json:"id"`
	Name          string              `json:"name"`
	Domains       []string            `json:"domains" nullable:"false" doc:"what stands behind the @ of its addresses" example:"lanxue.example"`
	JoinsByDomain bool                `json:"joins_by_domain" doc:"a contact with a verified address of a domain joins by itself; else such contacts are only proposed"`
	Tier          Tier                `json:"tier" enum:"standard,vip" doc:"how closely it is looked after"`
	Notes         string              `json:"notes" doc:"what colleagues should know; customers never see it"`
	Fields        field.Values        `json:"fields" nullable:"false" doc:"the values of the house's own fields, by key; see /v1/fields"`
	Members       int                 `json:"members" doc:"how many contacts belong to it; counted up to 100"`
	CreatedAt     time.Time           `json:"created_at"`
	UpdatedAt     time.Time           `json:"updated_at"`
	Version       int                 `json:"version"`
	Can           Can                 `json:"can"`
}

// Can is what the asking person may do with an organisation.
type Can struct {
	Change bool `json:"change"`
	Delete bool `json:"delete"`
}

func can(who access.Actor) Can {
	return Can{Change: who.May(access.ContactChange), Delete: who.May(access.ContactDelete)}
}

// Brief is an organisation in one line, as it stands with a contact.
type Brief struct {
	ID   fact.OrganisationID `json:"id" bun:"id"`
	Name string              `json:"name" bun:"name"`
	Tier Tier                `json:"tier" enum:"standard,vip" bun:"tier"`
}
