package app

import (
	"context"
	"encoding/json"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// shown gives a webhook the objects that a fact is about, as the API shows them.
// What is gone by now is left out.
func (a *Anlan) shown(ctx context.Context, who access.Actor, f db.Recorded) (map[string]any, error) {
	var about struct {
		Conversation fact.ConversationID `json:"conversation"`
		Message      fact.MessageID      `json:"message"`
		Contact      fact.ContactID      `json:"contact"`
	}
	if err := json.Unmarshal(f.Data, &about); err != nil {
		return nil, fmt.Errorf("read the fact %d: %w", f.Cursor, err)
	}
	objects := map[string]any{}
	put := func(name string, object any, err error) error {
		if fault.IsKind(err, fault.Missing) {
			return nil
		}
		if err == nil {
			objects[name] = object
		}
		return err
	}
	if about.Conversation != "" {
		c, err := a.Inbox.Get(ctx, who, about.Conversation)
		if err := put("conversation", c, err); err != nil {
			return nil, err
		}
	}
	if about.Message != "" {
		m, err := a.Inbox.Message(ctx, about.Message)
		if err := put("message", m, err); err != nil {
			return nil, err
		}
	}
	if about.Contact != "" {
		c, err := a.Contacts.Get(ctx, who, about.Contact)
		if err := put("contact", c, err); err != nil {
			return nil, err
		}
	}
	return objects, nil
}
