package fact

// Addresses that mail comes back from.
type (
	// ContactAddressBounced: a mail to it did not arrive. Because is a code.
	ContactAddressBounced struct {
		Contact  ContactID  `json:"contact"`
		Identity IdentityID `json:"identity"`
		Because  string     `json:"because"`
	}
	// ContactAddressRecovered: it was heard of again, or a mail arrived there.
	ContactAddressRecovered struct {
		Contact  ContactID  `json:"contact"`
		Identity IdentityID `json:"identity"`
	}
)

func (ContactAddressBounced) Name() string   { return "contact.address_bounced" }
func (ContactAddressRecovered) Name() string { return "contact.address_recovered" }

func (f ContactAddressBounced) About() (conversation, contact, by string) {
	return "", string(f.Contact), ""
}

func (f ContactAddressRecovered) About() (conversation, contact, by string) {
	return "", string(f.Contact), ""
}
