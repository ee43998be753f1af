package fact

// Who may be the same person, and by what names somebody is known.
type (
	// ContactMergeSuggested: two may be one, or the reasons for it are others now.
	ContactMergeSuggested struct {
		Contact ContactID `json:"contact"`
		Other   ContactID `json:"other"`
		Score   int       `json:"score"`
		Because []string  `json:"because"`
	}
	// ContactMergeWithdrawn: nothing speaks for it any more.
	ContactMergeWithdrawn struct {
		Contact ContactID `json:"contact"`
		Other   ContactID `json:"other"`
	}
	// ContactToldApart: a person has said that two are not the same.
	ContactToldApart struct {
		Contact ContactID `json:"contact"`
		Other   ContactID `json:"other"`
		By      StaffID   `json:"by,omitempty"`
	}
	// ContactApartUndone: that was taken back.
	ContactApartUndone struct {
		Contact ContactID `json:"contact"`
		Other   ContactID `json:"other"`
		By      StaffID   `json:"by,omitempty"`
	}
	ContactIdentityRemoved struct {
		Contact  ContactID  `json:"contact"`
		Identity IdentityID `json:"identity"`
		Kind     string     `json:"kind"`
		By       StaffID    `json:"by,omitempty"`
	}
)

func (ContactMergeSuggested) Name() string  { return "contact.merge_suggested" }
func (ContactMergeWithdrawn) Name() string  { return "contact.merge_withdrawn" }
func (ContactToldApart) Name() string       { return "contact.told_apart" }
func (ContactApartUndone) Name() string     { return "contact.apart_undone" }
func (ContactIdentityRemoved) Name() string { return "contact.identity_removed" }

func (f ContactMergeSuggested) About() (conversation, contact, by string) {
	return "", string(f.Contact), ""
}

func (f ContactMergeWithdrawn) About() (conversation, contact, by string) {
	return "", string(f.Contact), ""
}

func (f ContactToldApart) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactApartUndone) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactIdentityRemoved) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}
