package fact

// Fact is one thing that happened, past tense. About says what it concerns:
// the conversation (also the lane: what is done about one conversation is done
// in the order in which it happened), the contact, and who of ours did it.
type Fact interface {
	Name() string
	About() (conversation, contact, by string)
}
