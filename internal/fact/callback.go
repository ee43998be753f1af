package fact

import "time"

// Who would rather be called back than wait. Numbers stand in no fact.
type (
	// CallbackAsked: a customer wants to be called, between two instants. By is who wrote
	// it down; nobody where the customer did.
	CallbackAsked struct {
		Callback     CallbackID     `json:"callback"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Queue        QueueID        `json:"queue,omitempty"`
		From         time.Time      `json:"from"`
		Until        time.Time      `json:"until"`
		By           StaffID        `json:"by,omitempty"`
	}
	// CallbackTaken: somebody is going to call.
	CallbackTaken struct {
		Callback     CallbackID     `json:"callback"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		By           StaffID        `json:"by"`
	}
	// CallbackReturned: whoever was going to call is not; it is open again.
	CallbackReturned struct {
		Callback     CallbackID     `json:"callback"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Was          StaffID        `json:"was"`
		By           StaffID        `json:"by"`
	}
	// CallbackTried: somebody called and reached nobody, and it will be tried again.
	CallbackTried struct {
		Callback     CallbackID     `json:"callback"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		Tries        int            `json:"tries"`
		From         time.Time      `json:"from"`
		By           StaffID        `json:"by"`
	}
	// CallbackEnded: State is "done", "not_reached" or "withdrawn". Because tells of the
	// last: "customer", "staff", "resolved" or "erased".
	CallbackEnded struct {
		Callback     CallbackID     `json:"callback"`
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
		State        string         `json:"state"`
		Because      string         `json:"because,omitempty"`
		Tries        int            `json:"tries"`
		By           StaffID        `json:"by,omitempty"`
	}
	// MessageLeft: whoever waited in the chat left a message and an address instead.
	// The conversation keeps its place.
	MessageLeft struct {
		Conversation ConversationID `json:"conversation"`
		Contact      ContactID      `json:"contact"`
	}
	// ReliefChanged: what whoever waits in a queue may do instead is another.
	ReliefChanged struct {
		Queue QueueID `json:"queue"`
		By    StaffID `json:"by,omitempty"`
	}
)

func (CallbackAsked) Name() string    { return "callback.asked" }
func (CallbackTaken) Name() string    { return "callback.taken" }
func (CallbackReturned) Name() string { return "callback.returned" }
func (CallbackTried) Name() string    { return "callback.tried" }
func (CallbackEnded) Name() string    { return "callback.ended" }
func (MessageLeft) Name() string      { return "conversation.message_left" }
func (ReliefChanged) Name() string    { return "relief.changed" }

func (f CallbackAsked) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f CallbackTaken) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f CallbackReturned) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f CallbackTried) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f CallbackEnded) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), string(f.By)
}

func (f MessageLeft) About() (conversation, contact, by string) {
	return string(f.Conversation), string(f.Contact), ""
}

func (f ReliefChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
