package fact

// What was understood of what customers write.
type (
	// MessageUnderstood: a message was read. Topic is "" where it is unknown; Urgency is
	// between 0 and 1; Risks are the kinds that were found, each once.
	MessageUnderstood struct {
		Message      MessageID      `json:"message"`
		Conversation ConversationID `json:"conversation"`
		Language     string         `json:"language"`
		Topic        TopicID        `json:"topic"`
		Emotion      string         `json:"emotion"`
		Urgency      float64        `json:"urgency"`
		Risks        []string       `json:"risks"`
		Complexity   string         `json:"complexity"`
	}
	// TopicCorrected: somebody said what a conversation is about. Where Topic is what it
	// Was, they said that it is right; "" is unknown.
	TopicCorrected struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Topic        TopicID        `json:"topic"`
		Was          TopicID        `json:"was"`
		By           StaffID        `json:"by,omitempty"`
	}
	// EmotionCorrected: somebody said how a customer felt who wrote.
	EmotionCorrected struct {
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Emotion      string         `json:"emotion"`
		Was          string         `json:"was"`
		By           StaffID        `json:"by,omitempty"`
	}
	// RiskRaised: something must not wait. Staff are those who are to be told.
	RiskRaised struct {
		Risk         RiskID         `json:"risk"`
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Kind         string         `json:"kind"`
		Staff        []StaffID      `json:"staff"`
	}
	// RiskClosed: somebody dealt with it ("handled"), or it was none ("false_alarm").
	RiskClosed struct {
		Risk         RiskID         `json:"risk"`
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Kind         string         `json:"kind"`
		Outcome      string         `json:"outcome"`
		By           StaffID        `json:"by,omitempty"`
	}
	// RiskReopened: that was taken back.
	RiskReopened struct {
		Risk         RiskID         `json:"risk"`
		Conversation ConversationID `json:"conversation"`
		Message      MessageID      `json:"message"`
		Kind         string         `json:"kind"`
		By           StaffID        `json:"by,omitempty"`
	}
	// RiskRuleChanged: what follows on a kind of risk, or for which words nothing does.
	RiskRuleChanged struct {
		Kind string  `json:"kind"`
		By   StaffID `json:"by,omitempty"`
	}
	// TopicModelChanged: topics were learned anew; State says whether that sorts now
	// ("active"), or why it does not ("worse", "too_few").
	TopicModelChanged struct {
		Model ModelID `json:"model"`
		State string  `json:"state"`
	}
	// TopicChanged: a topic was drawn into the tree, or stands otherwise in it.
	TopicChanged struct {
		Topic TopicID `json:"topic"`
		By    StaffID `json:"by,omitempty"`
	}
)

func (MessageUnderstood) Name() string { return "message.understood" }
func (TopicCorrected) Name() string    { return "conversation.topic_corrected" }
func (EmotionCorrected) Name() string  { return "message.emotion_corrected" }
func (TopicChanged) Name() string      { return "topic.changed" }

func (f TopicCorrected) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f EmotionCorrected) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f TopicChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (f MessageUnderstood) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (RiskRaised) Name() string { return "risk.raised" }

func (f RiskRaised) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (RiskClosed) Name() string { return "risk.closed" }

func (f RiskClosed) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (RiskReopened) Name() string { return "risk.reopened" }

func (f RiskReopened) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (RiskRuleChanged) Name() string { return "risk_rule.changed" }

func (f RiskRuleChanged) About() (conversation, contact, by string) {
	return "", "", string(f.By)
}

func (TopicModelChanged) Name() string { return "topic_model.changed" }

func (f TopicModelChanged) About() (conversation, contact, by string) { return "", "", "" }
