package fact

// Organisations, and what people of ours say about contacts. Notes and tags are
// words about a person and are never told.
type (
	OrganisationChanged struct {
		Organisation OrganisationID `json:"organisation"`
		Fields       []string       `json:"fields"` // "created" for a new one
		By           StaffID        `json:"by,omitempty"`
	}
	OrganisationDeleted struct {
		Organisation OrganisationID `json:"organisation"`
		By           StaffID        `json:"by,omitempty"`
	}
	ContactOrganisationChanged struct {
		Contact      ContactID      `json:"contact"`
		Organisation OrganisationID `json:"organisation"` // "" for none
		Was          OrganisationID `json:"was"`
		ByDomain     bool           `json:"by_domain,omitempty"`
		By           StaffID        `json:"by,omitempty"`
	}
	ContactTagged struct {
		Contact ContactID `json:"contact"`
		Added   int       `json:"added"` // how many; a tag says something of a person, and facts stay
		Removed int       `json:"removed"`
		By      StaffID   `json:"by,omitempty"`
	}
	ContactNoted struct {
		Contact ContactID     `json:"contact"`
		Note    ContactNoteID `json:"note"`
		By      StaffID       `json:"by,omitempty"`
	}
	ContactNoteChanged struct {
		Contact ContactID     `json:"contact"`
		Note    ContactNoteID `json:"note"`
		Deleted bool          `json:"deleted,omitempty"`
		By      StaffID       `json:"by,omitempty"`
	}
)

func (OrganisationChanged) Name() string        { return "organisation.changed" }
func (OrganisationDeleted) Name() string        { return "organisation.deleted" }
func (ContactOrganisationChanged) Name() string { return "contact.organisation_changed" }
func (ContactTagged) Name() string              { return "contact.tagged" }
func (ContactNoted) Name() string               { return "contact.noted" }
func (ContactNoteChanged) Name() string         { return "contact.note_changed" }

func (f OrganisationChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f OrganisationDeleted) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f ContactOrganisationChanged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactTagged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactNoted) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactNoteChanged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}
