package fact

// Conversations that are put together and taken apart.
type (
	// ConversationMerged: this one stands in another now.
	ConversationMerged struct {
		Conversation ConversationID `json:"conversation"`
		Into         ConversationID `json:"into"`
		IntoNumber   int64          `json:"into_number"`
		Messages     int            `json:"messages"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationJoined is the same as the other one sees it.
	ConversationJoined struct {
		Conversation ConversationID `json:"conversation"`
		Merged       ConversationID `json:"merged"`
		Number       int64          `json:"number"`
		Messages     int            `json:"messages"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationMergeUndone: it stands by itself again.
	ConversationMergeUndone struct {
		Conversation ConversationID `json:"conversation"`
		From         ConversationID `json:"from"`
		FromNumber   int64          `json:"from_number"`
		Messages     int            `json:"messages"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationParted is the same as the other one sees it.
	ConversationParted struct {
		Conversation ConversationID `json:"conversation"`
		Merged       ConversationID `json:"merged"`
		Number       int64          `json:"number"`
		Messages     int            `json:"messages"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationSplit: some of its messages went into a new one.
	ConversationSplit struct {
		Conversation ConversationID `json:"conversation"`
		Into         ConversationID `json:"into"`
		Number       int64          `json:"number"`
		Messages     int            `json:"messages"`
		By           StaffID        `json:"by,omitempty"`
	}
	// ConversationSplitUndone: they are back, with all that was added.
	ConversationSplitUndone struct {
		Conversation ConversationID `json:"conversation"`
		From         ConversationID `json:"from"`
		Number       int64          `json:"number"`
		Messages     int            `json:"messages"`
		By           StaffID        `json:"by,omitempty"`
	}
)

func (ConversationMerged) Name() string      { return "conversation.merged" }
func (ConversationJoined) Name() string      { return "conversation.joined" }
func (ConversationMergeUndone) Name() string { return "conversation.merge_undone" }
func (ConversationParted) Name() string      { return "conversation.parted" }
func (ConversationSplit) Name() string       { return "conversation.split" }
func (ConversationSplitUndone) Name() string { return "conversation.split_undone" }

func (f ConversationMerged) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationJoined) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationMergeUndone) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationParted) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationSplit) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

func (f ConversationSplitUndone) About() (conversation, contact, by string) {
	return string(f.Conversation), "", string(f.By)
}

// Contacts that are put together and taken apart.
type (
	// ContactMerged: another contact stands for this one now.
	ContactMerged struct {
		Contact       ContactID `json:"contact"`
		Into          ContactID `json:"into"`
		Conversations int       `json:"conversations"`
		By            StaffID   `json:"by,omitempty"`
	}
	// ContactMergeUndone: it stands for itself again.
	ContactMergeUndone struct {
		Contact       ContactID `json:"contact"`
		From          ContactID `json:"from"`
		Conversations int       `json:"conversations"`
		By            StaffID   `json:"by,omitempty"`
	}
)

func (ContactMerged) Name() string      { return "contact.merged" }
func (ContactMergeUndone) Name() string { return "contact.merge_undone" }

func (f ContactMerged) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}

func (f ContactMergeUndone) About() (conversation, contact, by string) {
	return "", string(f.Contact), string(f.By)
}
