package fact

// TourStepReached: for the first time in this house a conversation came so far.
type TourStepReached struct {
	Step         string         `json:"step"`
	Conversation ConversationID `json:"conversation"`
}

func (TourStepReached) Name() string { return "tour.step_reached" }

// About names nobody: it is news about the house.
func (f TourStepReached) About() (conversation, contact, by string) { return "", "", "" }
