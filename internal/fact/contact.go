package fact

// Contacts.
type (
	ContactCreated struct {
		Contact ContactID `json:"contact"`
		By      StaffID   `json:"by,omitempty"`
	}
	ContactChanged struct {
		Contact ContactID `json:"contact"`
		Fields  []string  `json:"fields"`
		By      StaffID   `json:"by,omitempty"`
	}
	ContactIdentified struct {
		Contact  ContactID  `json:"contact"`
		Identity IdentityID `json:"identity"`
		Kind     string     `json:"kind"`
		Verified bool       `json:"verified"`
		By       StaffID    `json:"by,omitempty"`
	}
)

func (ContactCreated) Name() string    { return "contact.created" }
func (ContactChanged) Name() string    { return "contact.changed" }
func (ContactIdentified) Name() string { return "contact.identified" }

func (f ContactCreated) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactChanged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactIdentified) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}
