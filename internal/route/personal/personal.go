// Package personal knows whose own person somebody is: a contact, or everybody of an
// organisation, may have one of ours as their own, with somebody who stands in. Who gives
// work asks it first. Facts out: personal_agent.changed.
package personal

import (
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Of names whose own person is meant: one of the two.
type Of struct {
	Contact      fact.ContactID
	Organisation fact.OrganisationID
}

// Person is somebody of ours.
type Person struct {
	ID   fact.StaffID
	Name string
}

// Agent is somebody's own person. The zero Agent is nobody.
type Agent struct {
	Staff   Person
	StandIn Person
	Version int // 0 where nobody ever was
	// From is the organisation by which a contact has them; "" = by itself.
	From     fact.OrganisationID
	FromName string
}

// Book keeps whose own person somebody is.
type Book struct{ db *db.DB }

// New opens the book.
func New(d *db.DB) *Book { return &Book{d} }

// CanSet tells whether somebody may say whose own person somebody is. Leads do: who has
// the best customers is nothing that people settle for themselves.
func CanSet(who access.Actor) bool {
	return who.May(access.TeamManage) && who.May(access.ContactChange)
}
