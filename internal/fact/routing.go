package fact

import "time"

// Who waits, and who gets it.
type (
	// ConversationQueued: it has a place in a queue, or another one than before, or
	// one that counts from another instant.
	ConversationQueued struct {
		Conversation ConversationID `json:"conversation"`
		Queue        QueueID        `json:"queue"`
		Team         TeamID         `json:"team"`
		CountsFrom   time.Time      `json:"counts_from"`
	}
	// ConversationUnqueued: it waits there no longer. Because is "taken", "moved",
	// "answered", "resolved", "snoozed" or "merged".
	ConversationUnqueued struct {
		Conversation  ConversationID `json:"conversation"`
		Queue         QueueID        `json:"queue"`
		Because       string         `json:"because"`
		WaitedSeconds int64          `json:"waited_seconds"`
		By            StaffID        `json:"by,omitempty"`
	}
	// OfferMade: somebody is asked whether they take a conversation, until a time.
	OfferMade struct {
		Offer        OfferID        `json:"offer"`
		Conversation ConversationID `json:"conversation"`
		Staff        StaffID        `json:"staff"`
		Until        time.Time      `json:"until"`
	}
	// OfferEnded: State is "accepted", "refused" (with Because), "missed" or
	// "withdrawn". Rested tells that who missed it is taken to be away now, after so
	// many in a row.
	OfferEnded struct {
		Offer        OfferID        `json:"offer"`
		Conversation ConversationID `json:"conversation"`
		Staff        StaffID        `json:"staff"`
		State        string         `json:"state"`
		Because      string         `json:"because,omitempty"`
		Rested       int            `json:"rested,omitempty"`
		By           StaffID        `json:"by,omitempty"`
	}
	// RoutingChanged: its settings have another version.
	RoutingChanged struct {
		Version int     `json:"version"`
		By      StaffID `json:"by,omitempty"`
	}
	// OverflowSwitched: a queue overflows, or does no longer, with how it stood then.
	// Because is "over", "under", "manual" or "rule_off".
	OverflowSwitched struct {
		Queue         QueueID `json:"queue"`
		On            bool    `json:"on"`
		Because       string  `json:"because"`
		Waiting       int     `json:"waiting"`
		OldestSeconds int64   `json:"oldest_seconds"`
		// ExpectedSeconds is how long whoever came then would wait; -1 = it is not known.
		ExpectedSeconds int64   `json:"expected_seconds"`
		Helps           TeamID  `json:"helps,omitempty"`
		By              StaffID `json:"by,omitempty"`
	}
	// OverflowChanged: when a queue overflows, or what happens then, is another.
	OverflowChanged struct {
		Queue QueueID `json:"queue"`
		By    StaffID `json:"by,omitempty"`
	}
)

// Why is one reason for which somebody was given a conversation: a code, and what
// it speaks of, as a skill or a language.
type Why struct {
	Code  string `json:"code"`
	Value string `json:"value,omitempty"`
}

func (ConversationQueued) Name() string   { return "conversation.queued" }
func (ConversationUnqueued) Name() string { return "conversation.unqueued" }
func (OfferMade) Name() string            { return "offer.made" }
func (OfferEnded) Name() string           { return "offer.ended" }
func (RoutingChanged) Name() string       { return "routing.changed" }
func (OverflowSwitched) Name() string     { return "overflow.switched" }
func (OverflowChanged) Name() string      { return "overflow.changed" }

func (f ConversationQueued) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f ConversationUnqueued) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f OfferMade) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}

func (f OfferEnded) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f RoutingChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }

func (f OverflowSwitched) About() (conversation, contact, by string) { return "", "", string(f.By) }
func (f OverflowChanged) About() (conversation, contact, by string)  { return "", "", string(f.By) }

// PersonalAgentChanged: a contact or an organisation has another own person; Staff "" =
// none any more.
type PersonalAgentChanged struct {
	Contact      ContactID      `json:"contact,omitempty"`
	Organisation OrganisationID `json:"organisation,omitempty"`
	Staff        StaffID        `json:"staff,omitempty"`
	StandIn      StaffID        `json:"stand_in,omitempty"`
	By           StaffID        `json:"by,omitempty"`
}

// ConversationReserved: a conversation waits for one person, until then at most. Because
// is "own_person" or "same_person".
type ConversationReserved struct {
	Conversation ConversationID `json:"conversation"`
	Staff        StaffID        `json:"staff"`
	Because      string         `json:"because"`
	Until        time.Time      `json:"until"`
}

func (PersonalAgentChanged) Name() string { return "personal_agent.changed" }
func (ConversationReserved) Name() string { return "conversation.reserved" }

func (f PersonalAgentChanged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ConversationReserved) About() (conversation, contact, by string) {
	return string(f.Conversation), "", ""
}
