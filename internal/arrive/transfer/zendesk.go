package transfer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"anlan/internal/platform/fault"
)

// What Zendesk Support's API and its full JSON exports give: users,
// organizations, tickets and comments, as lines, arrays or pages of objects.

type zendeskUser struct {
	ID             json.Number    `json:"id"`
	Name           string         `json:"name"`
	Email          string         `json:"email"`
	Phone          string         `json:"phone"`
	Role           string         `json:"role"`
	Locale         string         `json:"locale"`
	TimeZone       string         `json:"iana_time_zone"`
	ExternalID     string         `json:"external_id"`
	OrganizationID json.Number    `json:"organization_id"`
	Tags           []string       `json:"tags"`
	Fields         map[string]any `json:"user_fields"`
	CreatedAt      *time.Time     `json:"created_at"`
	LastLoginAt    *time.Time     `json:"last_login_at"`
}

type zendeskTicket struct {
	ID           json.Number `json:"id"`
	Subject      string      `json:"subject"`
	Description  string      `json:"description"`
	Status       string      `json:"status"`
	Priority     string      `json:"priority"`
	RequesterID  json.Number `json:"requester_id"`
	AssigneeID   json.Number `json:"assignee_id"`
	GroupID      json.Number `json:"group_id"`
	Tags         []string    `json:"tags"`
	CustomFields []struct {
		ID    json.Number `json:"id"`
		Value any         `json:"value"`
	} `json:"custom_fields"`
	CreatedAt *time.Time       `json:"created_at"`
	UpdatedAt *time.Time       `json:"updated_at"`
	SolvedAt  *time.Time       `json:"solved_at"`
	Comments  []zendeskComment `json:"comments"`
}

type zendeskComment struct {
	ID          json.Number `json:"id"`
	TicketID    json.Number `json:"ticket_id"`
	AuthorID    json.Number `json:"author_id"`
	Public      *bool       `json:"public"`
	Body        string      `json:"body"`
	PlainBody   string      `json:"plain_body"`
	HTMLBody    string      `json:"html_body"`
	CreatedAt   *time.Time  `json:"created_at"`
	Attachments []struct {
		ID          json.Number `json:"id"`
		FileName    string      `json:"file_name"`
		ContentType string      `json:"content_type"`
		Size        int64       `json:"size"`
		Inline      bool        `json:"inline"`
	} `json:"attachments"`
}

var zendeskKeys = []string{"users", "organizations", "tickets", "comments", "groups", "ticket_fields"}

// zendesk is the people and names of an export, which tickets refer to. They are
// held while its tickets pass by.
type zendesk struct {
	users    map[json.Number]zendeskUser
	places   map[json.Number]string // organizations
	groups   map[json.Number]string
	fields   map[json.Number]string // titles of ticket fields
	comments map[json.Number][]zendeskComment
	form     []ownField
}

// ownField is a field of ours to which one of theirs may belong.
type ownField struct{ key, zh, en string }

// ownKey finds our field for a name of theirs.
func ownKey(form []ownField, name string) string {
	for _, f := range form {
		if n := folded(name); n != "" && (n == folded(f.key) || n == folded(f.zh) || n == folded(f.en)) {
			return f.key
		}
	}
	return ""
}

// zendeskKind tells what an object is, by the page's key, the file's name, or
// what is in it.
func zendeskKind(under, file string, object []byte) string {
	if under != "" {
		return under
	}
	base := strings.ToLower(path.Base(file))
	for _, key := range []string{"ticket_fields", "organizations", "comments", "groups", "users", "tickets"} {
		if strings.Contains(base, key) || strings.Contains(base, strings.TrimSuffix(key, "s")+".") {
			return key
		}
	}
	switch {
	case bytes.Contains(object, []byte(`"requester_id"`)):
		return "tickets"
	case bytes.Contains(object, []byte(`"ticket_id"`)):
		return "comments"
	case bytes.Contains(object, []byte(`"domain_names"`)):
		return "organizations"
	case bytes.Contains(object, []byte(`"role"`)) || bytes.Contains(object, []byte(`"email"`)):
		return "users"
	}
	return ""
}

func isJSON(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".json" || ext == ".ndjson" || ext == ".jsonl"
}

// foreign is an export of another system as a source: a goroutine walks its
// files, because a walk gives and a source is asked.
type foreign struct {
	items chan item
	stop  chan struct{}
	err   error
}

func newForeign(walk func(give func(item) error) error) *foreign {
	f := &foreign{items: make(chan item), stop: make(chan struct{})}
	go func() {
		defer close(f.items)
		var at int64
		f.err = walk(func(one item) error {
			at++
			one.line, one.rows = at, 1
			select {
			case f.items <- one:
				return nil
			case <-f.stop:
				return io.ErrClosedPipe
			}
		})
	}()
	return f
}

func (f *foreign) next() (item, error) {
	one, more := <-f.items
	if more {
		return one, nil
	}
	if f.err != nil {
		return item{}, fault.New(fault.Invalid, "import.unreadable").Because(f.err)
	}
	return item{}, io.EOF
}

func (f *foreign) close() {
	close(f.stop)
	for range f.items { // until the walk has noticed
	}
}

// eachObject walks all JSON files of a bundle. What is broken in one file ends
// that file: it becomes an item that says so.
func (b bundle) eachObject(keys []string, give func(file, under string, object json.RawMessage) error, broken func(file string, err error) error) error {
	for _, f := range b.files {
		if !isJSON(f.name) || strings.HasPrefix(path.Base(f.name), ".") || strings.Contains(f.name, "__MACOSX") {
			continue
		}
		err := func() error {
			in, err := f.open()
			if err != nil {
				return err
			}
			defer func() { _ = in.Close() }()
			return each(in, keys, func(under string, object json.RawMessage) error {
				if err := give(f.name, under, object); err != nil {
					return stopped{err}
				}
				return nil
			})
		}()
		if stop, is := err.(stopped); is {
			return stop.error
		}
		if err != nil {
			if err := broken(f.name, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// stopped tells a walk that was ended from one that broke off.
type stopped struct{ error }

// zendeskSource reads an export of Zendesk in two walks: people and names first.
func zendeskSource(b bundle, form []ownField) *foreign {
	return newForeign(func(give func(item) error) error {
		z := zendesk{
			users: map[json.Number]zendeskUser{}, places: map[json.Number]string{}, groups: map[json.Number]string{},
			fields: map[json.Number]string{}, comments: map[json.Number][]zendeskComment{}, form: form,
		}
		ignore := func(string, error) error { return nil }
		if err := b.eachObject(zendeskKeys, z.learn, ignore); err != nil {
			return err
		}
		broken := func(file string, err error) error {
			return give(item{raw: file, wrong: fault.New(fault.Invalid, "import.file_broken", "file", file).Because(err)})
		}
		for _, pass := range []string{"users", "tickets"} { // contacts before what they wrote
			mend := broken
			if pass == "users" {
				mend = ignore
			}
			err := b.eachObject(zendeskKeys, func(file, under string, object json.RawMessage) error {
				if zendeskKind(under, file, object) != pass {
					return nil
				}
				one := item{raw: string(object)}
				if pass == "users" {
					return z.user(one, object, give)
				}
				return z.ticket(one, object, give)
			}, mend)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (z *zendesk) learn(file, under string, object json.RawMessage) error {
	var named struct {
		ID    json.Number `json:"id"`
		Name  string      `json:"name"`
		Title string      `json:"title"`
	}
	switch zendeskKind(under, file, object) {
	case "users":
		var u zendeskUser
		if json.Unmarshal(object, &u) == nil && u.ID != "" {
			z.users[u.ID] = u
		}
	case "comments":
		var c zendeskComment
		if json.Unmarshal(object, &c) == nil && c.TicketID != "" {
			z.comments[c.TicketID] = append(z.comments[c.TicketID], c)
		}
	case "organizations":
		if json.Unmarshal(object, &named) == nil {
			z.places[named.ID] = named.Name
		}
	case "groups":
		if json.Unmarshal(object, &named) == nil {
			z.groups[named.ID] = named.Name
		}
	case "ticket_fields":
		if json.Unmarshal(object, &named) == nil {
			z.fields[named.ID] = named.Title
		}
	}
	return nil
}

// user makes a contact of who is not one of the staff; colleagues are known by
// their address.
func (z *zendesk) user(one item, object json.RawMessage, give func(item) error) error {
	var u zendeskUser
	if err := json.Unmarshal(object, &u); err != nil || u.ID == "" {
		one.wrong = fault.New(fault.Invalid, "import.not_json").Because(err)
		return give(one)
	}
	if u.Role == "agent" || u.Role == "admin" {
		return nil
	}
	c := ContactRecord{Type: contactType, ID: u.ID.String(), Name: u.Name, Locale: u.Locale, TimeZone: u.TimeZone, CreatedAt: u.CreatedAt, SeenAt: u.LastLoginAt}
	for _, i := range []IdentityRecord{{Kind: "email", Value: u.Email, Verified: true}, {Kind: "phone", Value: u.Phone, Verified: true}} {
		if i.Value != "" {
			c.Identities = append(c.Identities, i)
		}
	}
	if place := z.places[u.OrganizationID]; place != "" {
		c.attribute("organization", place)
	}
	if u.ExternalID != "" {
		c.attribute("external_id", u.ExternalID)
	}
	for key, value := range u.Fields {
		c.told(z.form, key, value)
	}
	one.contact = &c
	return give(one)
}

// told puts a value of theirs into our field of that name, or among the attributes.
func (c *ContactRecord) told(form []ownField, name string, value any) {
	if value == nil || value == "" {
		return
	}
	if key := ownKey(form, name); key != "" {
		if c.Fields == nil {
			c.Fields = map[string]any{}
		}
		c.Fields[key] = value
		return
	}
	c.attribute(name, value)
}

func (z *zendesk) ticket(one item, object json.RawMessage, give func(item) error) error {
	var t zendeskTicket
	if err := json.Unmarshal(object, &t); err != nil || t.ID == "" {
		one.wrong = fault.New(fault.Invalid, "import.not_json").Because(err)
		return give(one)
	}
	if t.Status == "deleted" {
		one.wrong = fault.New(fault.Invalid, "import.deleted_there").At("status")
		return give(one)
	}
	c := ConversationRecord{
		Type: conversationType, ID: "ticket:" + t.ID.String(), Reference: "Zendesk #" + t.ID.String(), Subject: t.Subject,
		State: stateOf(t.Status), Priority: priorityOf(t.Priority), Team: z.groups[t.GroupID], CreatedAt: t.CreatedAt, ResolvedAt: t.SolvedAt,
		Contact: z.party(t.RequesterID),
	}
	for _, tag := range t.Tags {
		c.Tags = append(c.Tags, strings.ReplaceAll(tag, "_", " "))
	}
	if c.State == "resolved" && c.ResolvedAt == nil {
		c.ResolvedAt = t.UpdatedAt
	}
	if t.AssigneeID != "" {
		p := z.party(t.AssigneeID)
		c.Assignee = &p
	}
	var unknown []string
	for _, f := range t.CustomFields {
		if f.Value == nil || f.Value == "" {
			continue
		}
		title := z.fields[f.ID]
		if title == "" {
			title = f.ID.String()
		}
		unknown = c.told(z.form, title, f.Value, unknown)
	}
	comments := append(slices.Clone(t.Comments), z.comments[t.ID]...)
	if len(comments) == 0 && t.Description != "" {
		comments = []zendeskComment{{AuthorID: t.RequesterID, Body: t.Description, CreatedAt: t.CreatedAt}}
	}
	seen := map[json.Number]bool{}
	for _, each := range comments {
		if each.ID != "" && seen[each.ID] {
			continue
		}
		seen[each.ID] = true
		c.Messages = append(c.Messages, z.message(t, each))
	}
	c.append("Zendesk", unknown)
	one.conversation = &c
	return give(one)
}

// told puts a value of theirs into our field of that name; what has none is
// noted, so that it is not lost.
func (c *ConversationRecord) told(form []ownField, name string, value any, unknown []string) []string {
	if key := ownKey(form, name); key != "" {
		if c.Fields == nil {
			c.Fields = map[string]any{}
		}
		c.Fields[key] = value
		return unknown
	}
	text, is := value.(string)
	if !is {
		b, _ := json.Marshal(value)
		text = string(b)
	}
	return append(unknown, name+": "+text)
}

// append notes what has no field here.
func (c *ConversationRecord) append(from string, lines []string) {
	if len(lines) == 0 {
		return
	}
	note := MessageRecord{Kind: "note", Author: PartyRecord{Name: from}, Text: strings.Join(lines, "\n"), SentAt: c.CreatedAt}
	c.Messages = append(c.Messages, note)
}

func (z *zendesk) party(id json.Number) PartyRecord {
	u := z.users[id]
	return PartyRecord{ID: id.String(), Name: u.Name, Email: u.Email, Phone: u.Phone}
}

func (z *zendesk) message(t zendeskTicket, c zendeskComment) MessageRecord {
	m := MessageRecord{ID: "comment:" + c.ID.String(), Kind: "reply", Author: z.party(c.AuthorID), Text: c.PlainBody, HTML: c.HTMLBody, SentAt: c.CreatedAt}
	if m.Text == "" {
		m.Text = c.Body
	}
	role := z.users[c.AuthorID].Role
	switch {
	case c.Public != nil && !*c.Public:
		m.Kind = "note"
	case c.AuthorID == t.RequesterID || role == "end-user":
		m.Kind = "inbound"
	}
	for _, a := range c.Attachments {
		m.Attachments = append(m.Attachments, FileRecord{
			Name: a.FileName, Type: a.ContentType, Size: a.Size, Inline: a.Inline,
			paths: []string{
				fmt.Sprintf("attachments/%s/%s", a.ID, a.FileName), fmt.Sprintf("attachments/%s-%s", a.ID, a.FileName),
				fmt.Sprintf("attachments/%s", a.ID), "attachments/" + a.FileName,
			},
		})
	}
	return m
}
