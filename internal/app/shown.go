package app

import (
	"context"
	"encoding/json"
	"fmt"

	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/notification"
	"anlan/internal/understand/privacy"
)

// covered puts what a search finds before its reader as they may see it.
func (a *Anlan) covered(ctx context.Context, who access.Actor) (func(search.Reason, string, string) string, error) {
	veil, err := a.Masks.For(ctx, who)
	if err != nil || !veil.Hides() {
		return nil, err
	}
	return func(what search.Reason, name, text string) string {
		if what == search.ByName {
			return veil.Whole(privacy.Name, text)
		}
		return veil.Named(name, text)
	}, nil
}

// coveredFor puts what a notification says before one colleague, for what is told them
// while they ask for nothing.
func (a *Anlan) coveredFor(ctx context.Context, to fact.StaffID) (func(*notification.Notification), error) {
	s, err := a.Office.Get(ctx, access.System, to)
	if err != nil {
		return nil, err
	}
	veil, err := a.Masks.For(ctx, access.Actor{ID: s.ID, Permissions: s.May, Scope: access.All})
	if err != nil || !veil.Hides() {
		return nil, err
	}
	return func(n *notification.Notification) {
		n.Subject, n.Contact = veil.Text(n.Subject), veil.Whole(privacy.Name, n.Contact)
	}, nil
}

// shown gives a webhook the objects that a fact is about, as the API shows them.
// What is gone by now is left out.
func (a *Anlan) shown(ctx context.Context, who access.Actor, clear bool, f db.Recorded) (map[string]any, error) {
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
	if clear {
		return objects, nil
	}
	veil, err := a.Masks.Outside(ctx)
	return veil.Answer(objects).(map[string]any), err
}
