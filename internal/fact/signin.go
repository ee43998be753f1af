package fact

// PasskeyID and ProviderID name ways in.
type (
	PasskeyID  string
	ProviderID string
)

// SignInChanged tells that the house's rule for coming in has changed, or one of the
// providers whose word it takes.
type SignInChanged struct {
	Provider ProviderID `json:"provider,omitempty"` // "" = the rule
	By       StaffID    `json:"by,omitempty"`
}

func (SignInChanged) Name() string { return "sign_in.changed" }

func (f SignInChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}
