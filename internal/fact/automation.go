package fact

// AutomationID names an automation.
type AutomationID string

// Automations are what a house lets happen by itself.
type (
	AutomationChanged struct {
		Automation AutomationID `json:"automation"`
		By         StaffID      `json:"by,omitempty"`
	}
	// AutomationRan stands beside the facts of its steps.

	AutomationRan struct {
		Automation   AutomationID   `json:"automation"`
		Version      int            `json:"version"`
		Conversation ConversationID `json:"conversation"`
		Occasion     string         `json:"occasion"`
		Steps        []string       `json:"steps"`
		Message      MessageID      `json:"message,omitempty"`
		Called       string         `json:"called,omitempty"` // its name then
	}
	// AutomationStayed tells that a condition held and nothing was done: on trial, held back, refused.
	AutomationStayed struct {
		Automation   AutomationID   `json:"automation"`
		Version      int            `json:"version"`
		Conversation ConversationID `json:"conversation"`
		Occasion     string         `json:"occasion"`
		Outcome      string         `json:"outcome"`
		Reason       string         `json:"reason,omitempty"`
	}
)

func (AutomationChanged) Name() string { return "automation.changed" }
func (AutomationRan) Name() string     { return "automation.ran" }
func (AutomationStayed) Name() string  { return "automation.stayed" }

func (f AutomationChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }

func (f AutomationRan) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f AutomationStayed) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}
