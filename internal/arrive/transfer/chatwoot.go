package transfer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"anlan/internal/platform/fault"
)

// What Chatwoot's API gives: contacts, conversations and messages, as pages with
// a payload, arrays or lines. Times are seconds since 1970 or RFC 3339.

type chatwootContact struct {
	ID             json.Number    `json:"id"`
	Name           string         `json:"name"`
	Email          string         `json:"email"`
	Phone          string         `json:"phone_number"`
	Identifier     string         `json:"identifier"`
	Type           string         `json:"type"`
	Custom         map[string]any `json:"custom_attributes"`
	Additional     map[string]any `json:"additional_attributes"`
	CreatedAt      any            `json:"created_at"`
	LastActivityAt any            `json:"last_activity_at"`
}

type chatwootConversation struct {
	ID           json.Number    `json:"id"`
	Status       string         `json:"status"`
	Priority     string         `json:"priority"`
	Labels       []string       `json:"labels"`
	Custom       map[string]any `json:"custom_attributes"`
	CreatedAt    any            `json:"created_at"`
	Timestamp    any            `json:"timestamp"`
	LastActivity any            `json:"last_activity_at"`
	WaitingSince any            `json:"waiting_since"`
	SnoozedUntil any            `json:"snoozed_until"`
	Additional   struct {
		MailSubject string `json:"mail_subject"`
	} `json:"additional_attributes"`
	Meta struct {
		Sender   chatwootContact `json:"sender"`
		Assignee *struct {
			Name  string `json:"name"`
			Email string `json:"email"`
		} `json:"assignee"`
		Team *struct {
			Name string `json:"name"`
		} `json:"team"`
	} `json:"meta"`
	Messages []chatwootMessage `json:"messages"`
}

type chatwootMessage struct {
	ID           json.Number `json:"id"`
	Conversation json.Number `json:"conversation_id"`
	Content      string      `json:"content"`
	Type         any         `json:"message_type"` // 0 in, 1 out, 2 activity, 3 template; or its word
	Private      bool        `json:"private"`
	CreatedAt    any         `json:"created_at"`
	Sender       struct {
		ID    json.Number `json:"id"`
		Name  string      `json:"name"`
		Email string      `json:"email"`
	} `json:"sender"`
	Attributes struct {
		Email struct {
			Subject string `json:"subject"`
		} `json:"email"`
	} `json:"content_attributes"`
	Attachments []struct {
		ID       json.Number `json:"id"`
		FileType string      `json:"file_type"`
		DataURL  string      `json:"data_url"`
		FileSize int64       `json:"file_size"`
	} `json:"attachments"`
}

var chatwootKeys = []string{"payload", "data", "contacts", "conversations", "messages"}

type chatwoot struct {
	messages map[json.Number][]chatwootMessage
	form     []ownField
}

func chatwootKind(under, file string, object []byte) string {
	if under == "contacts" || under == "conversations" || under == "messages" {
		return under
	}
	switch {
	case bytes.Contains(object, []byte(`"message_type"`)) && !bytes.Contains(object, []byte(`"inbox_id"`)) || bytes.Contains(object, []byte(`"content_attributes"`)) && !bytes.Contains(object, []byte(`"meta"`)):
		return "messages"
	case bytes.Contains(object, []byte(`"meta"`)) || bytes.Contains(object, []byte(`"status"`)) && bytes.Contains(object, []byte(`"labels"`)):
		return "conversations"
	case bytes.Contains(object, []byte(`"message_type"`)):
		return "messages"
	case bytes.Contains(object, []byte(`"phone_number"`)) || bytes.Contains(object, []byte(`"email"`)):
		return "contacts"
	}
	base := strings.ToLower(path.Base(file))
	for _, key := range []string{"contacts", "conversations", "messages"} {
		if strings.Contains(base, strings.TrimSuffix(key, "s")) {
			return key
		}
	}
	return ""
}

// chatwootSource reads an export of Chatwoot in two walks: the messages that lie
// apart from their conversations first.
func chatwootSource(b bundle, form []ownField) *foreign {
	return newForeign(func(give func(item) error) error {
		w := chatwoot{messages: map[json.Number][]chatwootMessage{}, form: form}
		ignore := func(string, error) error { return nil }
		err := b.eachObject(chatwootKeys, func(file, under string, object json.RawMessage) error {
			var m chatwootMessage
			if chatwootKind(under, file, object) == "messages" && json.Unmarshal(object, &m) == nil {
				w.messages[w.of(m, file)] = append(w.messages[w.of(m, file)], m)
			}
			return nil
		}, ignore)
		if err != nil {
			return err
		}
		for _, pass := range []string{"contacts", "conversations"} {
			mend := ignore
			if pass == "conversations" {
				mend = func(file string, err error) error {
					return give(item{raw: file, wrong: fault.New(fault.Invalid, "import.file_broken", "file", file).Because(err)})
				}
			}
			err := b.eachObject(chatwootKeys, func(file, under string, object json.RawMessage) error {
				if chatwootKind(under, file, object) != pass {
					return nil
				}
				one := item{raw: string(object)}
				if pass == "contacts" {
					return w.contact(one, object, give)
				}
				return w.conversation(one, object, give)
			}, mend)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// of is the conversation of a message that lies apart: it says so, or its file does.
func (w *chatwoot) of(m chatwootMessage, file string) json.Number {
	if m.Conversation != "" {
		return m.Conversation
	}
	digits := strings.Trim(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, path.Base(file)), " ")
	if fields := strings.Fields(digits); len(fields) > 0 {
		return json.Number(fields[len(fields)-1])
	}
	return ""
}

func (w *chatwoot) contact(one item, object json.RawMessage, give func(item) error) error {
	var c chatwootContact
	if err := json.Unmarshal(object, &c); err != nil || c.ID == "" {
		one.wrong = fault.New(fault.Invalid, "import.not_json").Because(err)
		return give(one)
	}
	r := ContactRecord{Type: contactType, ID: c.ID.String(), Name: c.Name, CreatedAt: instantOf(c.CreatedAt), SeenAt: instantOf(c.LastActivityAt)}
	for _, i := range []IdentityRecord{{Kind: "email", Value: c.Email, Verified: true}, {Kind: "phone", Value: c.Phone, Verified: true}} {
		if i.Value != "" {
			r.Identities = append(r.Identities, i)
		}
	}
	if c.Identifier != "" {
		r.attribute("identifier", c.Identifier)
	}
	for _, all := range []map[string]any{c.Additional, c.Custom} {
		for name, value := range all {
			switch value.(type) {
			case string, float64, bool:
				r.told(w.form, name, value)
			}
		}
	}
	one.contact = &r
	return give(one)
}

func (w *chatwoot) conversation(one item, object json.RawMessage, give func(item) error) error {
	var c chatwootConversation
	if err := json.Unmarshal(object, &c); err != nil || c.ID == "" {
		one.wrong = fault.New(fault.Invalid, "import.not_json").Because(err)
		return give(one)
	}
	sender := c.Meta.Sender
	r := ConversationRecord{
		Type: conversationType, ID: "conversation:" + c.ID.String(), Reference: "Chatwoot #" + c.ID.String(),
		Subject: c.Additional.MailSubject, State: stateOf(c.Status), Priority: priorityOf(c.Priority), Tags: c.Labels,
		CreatedAt: instantOf(c.CreatedAt), SnoozedUntil: instantOf(c.SnoozedUntil), WaitingSince: instantOf(c.WaitingSince),
		Contact: PartyRecord{ID: sender.ID.String(), Name: sender.Name, Email: sender.Email, Phone: sender.Phone},
	}
	if c.Status == "pending" { // with a robot, or nobody: it is still ours to answer
		r.State = "open"
	}
	if r.State == "resolved" {
		r.ResolvedAt = instantOf(c.LastActivity)
	}
	if c.Meta.Assignee != nil {
		r.Assignee = &PartyRecord{Name: c.Meta.Assignee.Name, Email: c.Meta.Assignee.Email}
	}
	if c.Meta.Team != nil {
		r.Team = c.Meta.Team.Name
	}
	var unknown []string
	for name, value := range c.Custom {
		if value != nil && value != "" {
			unknown = r.told(w.form, name, value, unknown)
		}
	}
	slices.Sort(unknown)
	seen := map[json.Number]bool{}
	for _, m := range append(w.messages[c.ID], c.Messages...) {
		if m.ID != "" && seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		if said, ok := m.record(); ok {
			r.Messages = append(r.Messages, said)
			if r.Subject == "" {
				r.Subject = m.Attributes.Email.Subject
			}
		}
	}
	slices.SortStableFunc(r.Messages, func(a, b MessageRecord) int {
		if a.SentAt == nil || b.SentAt == nil {
			return 0
		}
		return a.SentAt.Compare(*b.SentAt)
	})
	r.append("Chatwoot", unknown)
	one.conversation = &r
	return give(one)
}

// record turns a message; activities of their system are not said by anybody.
func (m chatwootMessage) record() (MessageRecord, bool) {
	r := MessageRecord{
		ID: "message:" + m.ID.String(), Text: m.Content, SentAt: instantOf(m.CreatedAt),
		Author: PartyRecord{ID: m.Sender.ID.String(), Name: m.Sender.Name, Email: m.Sender.Email},
	}
	switch fmt.Sprint(m.Type) {
	case "0", "incoming":
		r.Kind = "inbound"
	case "1", "outgoing", "3", "template":
		r.Kind = "reply"
	default:
		return r, false
	}
	if m.Private {
		r.Kind = "note"
	}
	for _, a := range m.Attachments {
		name := path.Base(a.DataURL)
		if u, err := url.Parse(a.DataURL); err == nil {
			if plain, err := url.PathUnescape(path.Base(u.Path)); err == nil {
				name = plain
			}
		}
		r.Attachments = append(r.Attachments, FileRecord{Name: name, Size: a.FileSize, paths: []string{
			fmt.Sprintf("attachments/%s/%s", a.ID, name), fmt.Sprintf("attachments/%s-%s", a.ID, name), fmt.Sprintf("attachments/%s", a.ID), "attachments/" + name,
		}})
	}
	return r, r.Text != "" || len(r.Attachments) > 0
}
