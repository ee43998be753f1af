package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/platform/fault"
)

func ownFields(ctx context.Context, d *Dock) (own []ownField, err error) {
	for _, object := range []field.Object{field.Contact, field.Conversation} {
		form, err := field.LoadForm(ctx, d.db.Read(), object)
		if err != nil {
			return nil, err
		}
		for _, f := range form.Fields {
			own = append(own, ownField{f.Key, f.Names["zh-CN"], f.Names["en"]})
		}
	}
	return own, nil
}

// company is who and what a file's names mean here.
type company struct {
	scope    string // of the ids that the file gives
	contacts field.Form
	talks    field.Form
	staff    map[string]fact.StaffID // by address
	teams    map[string]fact.TeamID  // by name
	channels map[string]fact.ChannelID
	files    bundle
	seen     map[string]bool // while checking: what earlier rows would have made
}

func (d *Dock) company(ctx context.Context, r importRow, files bundle) (c company, err error) {
	source := r.Kind
	if r.Kind == Contacts || r.Kind == Conversations {
		if source = "anlan"; r.Format == "csv" && !strings.Contains(r.Columns, recordColumn) {
			source = "file"
		}
	}
	c = company{
		scope: conversation.ImportedThread + source, staff: map[string]fact.StaffID{}, teams: map[string]fact.TeamID{},
		channels: map[string]fact.ChannelID{}, files: files, seen: map[string]bool{},
	}
	q := d.db.Read()
	if c.contacts, err = field.LoadForm(ctx, q, field.Contact); err != nil {
		return c, err
	}
	if c.talks, err = field.LoadForm(ctx, q, field.Conversation); err != nil {
		return c, err
	}
	for _, names := range []struct {
		query string
		put   func(id, name string)
	}{
		{"SELECT id, email AS name FROM staff", func(id, name string) { c.staff[strings.ToLower(name)] = fact.StaffID(id) }},
		{"SELECT id, name FROM team", func(id, name string) { c.teams[strings.ToLower(name)] = fact.TeamID(id) }},
		{"SELECT id, key AS name FROM channel", func(id, name string) { c.channels[name] = fact.ChannelID(id) }},
	} {
		var rows []struct {
			ID   string `bun:"id"`
			Name string `bun:"name"`
		}
		if err := q.NewRaw(names.query).Scan(ctx, &rows); err != nil {
			return c, fmt.Errorf("load whom a file may name: %w", err)
		}
		for _, r := range rows {
			names.put(r.ID, r.Name)
		}
	}
	return c, nil
}

// laden is an item that is ready to come in.
type laden struct {
	item
	person contact.Kept
	talk   intake.Kept
	own    fact.ConversationID // the id it had, if it was ours
}

// ready turns a record into what comes in, or says what is wrong with it.
func (d *Dock) ready(ctx context.Context, r importRow, c company, one item) laden {
	l := laden{item: one}
	if l.wrong != nil {
		return l
	}
	if one.contact != nil {
		l.person, l.wrong = c.person(*one.contact)
		return l
	}
	l.person, l.wrong = c.party(one.conversation.Contact)
	if l.wrong == nil {
		l.talk, l.wrong = d.talk(ctx, r, c, *one.conversation)
		l.own = fact.ConversationID(one.conversation.ID)
	}
	return l
}

func (c company) person(r ContactRecord) (contact.Kept, error) {
	k := contact.Kept{
		ID: fact.ContactID(r.ID), Name: plain.Text(r.Name), Tier: contact.Tier(r.Tier), Locale: r.Locale, TimeZone: r.TimeZone,
		Attributes: r.Attributes, Fields: r.Fields, Tags: r.Tags, Organisation: plain.Text(r.Organisation),
	}
	if k.Fields != nil {
		if err := c.contacts.Check(k.Fields); err != nil {
			return k, err
		}
	}
	if r.CreatedAt != nil {
		k.CreatedAt = *r.CreatedAt
	}
	if r.SeenAt != nil {
		k.SeenAt = *r.SeenAt
	}
	external := r.ID
	if external == "" && len(r.Identities) == 0 {
		if k.Name == "" {
			return k, fault.New(fault.Invalid, "contact.needs_a_name").At("name")
		}
		external = nameOf(r)
	}
	k.Identities = c.named(external)
	for _, i := range r.Identities {
		identity := contact.Identity{Kind: contact.Kind(i.Kind), Value: plain.Text(i.Value), Verified: i.Verified}
		switch identity.Kind {
		case contact.Email, contact.Phone:
		case contact.Visitor, contact.External:
			if identity.Scope = i.Channel; !strings.HasPrefix(i.Channel, conversation.ImportedThread) {
				identity.Scope = string(c.channels[i.Channel])
			}
			if identity.Scope == "" || identity.Value == "" {
				continue // it meant something in a channel that is not here
			}
		default:
			return k, fault.New(fault.Invalid, "import.unknown_identity", "kind", plain.Upto(i.Kind, 50)).At("identities")
		}
		k.Identities = append(k.Identities, identity)
	}
	return contact.Bearable(k)
}

func (c company) named(external string) []contact.Identity {
	if external == "" {
		return nil
	}
	return []contact.Identity{{Kind: contact.External, Scope: c.scope, Value: plain.Text(external), Verified: true}}
}

func (c company) party(p PartyRecord) (contact.Kept, error) {
	k := contact.Kept{ID: fact.ContactID(p.ID), Name: plain.Text(p.Name), Identities: c.named(p.ID)}
	if p.Email != "" {
		k.Identities = append(k.Identities, contact.Identity{Kind: contact.Email, Value: p.Email, Verified: true})
	}
	if p.Phone != "" {
		k.Identities = append(k.Identities, contact.Identity{Kind: contact.Phone, Value: p.Phone, Verified: true})
	}
	if len(k.Identities) == 0 {
		if k.Name == "" {
			return k, fault.New(fault.Invalid, "import.no_contact").At("contact")
		}
		k.Identities = c.named(nameOf(p))
	}
	return contact.Bearable(k)
}

func (d *Dock) talk(ctx context.Context, r importRow, c company, record ConversationRecord) (intake.Kept, error) {
	k := intake.Kept{Kept: conversation.Kept{
		Opening: conversation.Opening{Channel: r.Channel, Subject: record.Subject}, Import: r.ID,
		State: conversation.State(record.State), Priority: conversation.Priority(record.Priority), Fields: record.Fields,
	}}
	if here := c.channels[record.Channel.Key]; here != "" {
		k.Channel = here
	}
	name := plain.Text(record.ID)
	if name == "" {
		name = nameOf(record)
	} else if len(name) > 300 {
		name = nameOf(name)
	}
	k.ExternalID = c.scope + ":" + name
	k.Thread = k.ExternalID
	switch k.State {
	case conversation.Open, conversation.Waiting, conversation.Snoozed, conversation.Resolved:
	case "":
		k.State = conversation.Open
	default:
		return k, fault.New(fault.Invalid, "import.unknown_state", "state", plain.Upto(record.State, 50)).At("state")
	}
	switch k.Priority {
	case conversation.Low, conversation.Normal, conversation.High, conversation.Urgent:
	case "":
		k.Priority = conversation.Normal
	default:
		return k, fault.New(fault.Invalid, "import.unknown_priority", "priority", plain.Upto(record.Priority, 50)).At("priority")
	}
	var err error
	if k.Tags, err = conversation.BearableTags(record.Tags); err != nil {
		return k, err
	}
	if k.Fields != nil {
		if err := c.talks.Check(k.Fields); err != nil {
			return k, err
		}
	}
	if record.Assignee != nil {
		k.Assignee = c.staff[strings.ToLower(record.Assignee.Email)]
	}
	k.Team = c.teams[strings.ToLower(record.Team)]
	for into, at := range map[*time.Time]*time.Time{&k.CreatedAt: record.CreatedAt, &k.ResolvedAt: record.ResolvedAt, &k.SnoozedUntil: record.SnoozedUntil} {
		if at != nil {
			*into = *at
		}
	}
	if c.scope == conversation.ImportedThread+"anlan" { // ours says it exactly, also that nobody waits
		k.WaitingSince = &time.Time{}
	}
	if record.WaitingSince != nil {
		k.WaitingSince = record.WaitingSince
	}
	if len(record.Messages) > maxMessages {
		return k, fault.New(fault.Invalid, "import.too_many_messages", "limit", maxMessages).At("messages")
	}
	return d.sayings(ctx, c, k, record)
}

// sayings are the messages of a kept conversation, and where it comes from.
func (d *Dock) sayings(ctx context.Context, c company, k intake.Kept, record ConversationRecord) (intake.Kept, error) {
	var missing []string
	first := k.CreatedAt
	for _, m := range record.Messages {
		said, err := c.said(m)
		if err != nil {
			return k, err
		}
		if said.SentAt.IsZero() {
			if said.SentAt = k.CreatedAt; said.SentAt.IsZero() {
				return k, fault.New(fault.Invalid, "import.message_without_time").At("messages")
			}
		}
		if first.IsZero() || said.SentAt.Before(first) {
			first = said.SentAt
		}
		for _, f := range m.Attachments {
			kept, there, err := d.file(ctx, c, f)
			if err != nil {
				return k, err
			}
			if !there {
				missing = append(missing, f.Name)
				continue
			}
			said.Files = append(said.Files, kept)
		}
		k.Messages = append(k.Messages, said)
	}
	slices.SortStableFunc(k.Messages, func(a, b conversation.KeptMessage) int { return a.SentAt.Compare(b.SentAt) })
	note := func(code string, values map[string]any) {
		k.Messages = append(k.Messages, conversation.KeptMessage{Saying: conversation.Saying{Kind: conversation.System, Code: code, Values: values, SentAt: first}})
	}
	if record.Reference != "" {
		note("imported", map[string]any{"reference": record.Reference})
	}
	if len(missing) > 0 {
		note("files_missing", map[string]any{"files": strings.Join(missing, ", ")})
	}
	if first.IsZero() && len(k.Messages) == 0 {
		return k, fault.New(fault.Invalid, "import.message_without_time").At("messages")
	}
	return k, nil
}

func (c company) said(m MessageRecord) (conversation.KeptMessage, error) {
	k := conversation.KeptMessage{Saying: conversation.Saying{
		Kind: conversation.Kind(m.Kind), Text: m.Text, ReplyText: m.ReplyText, Subject: m.Subject, Code: m.Code, Values: m.Values,
		Headers: m.Headers, Unreadable: m.Unreadable, Delivery: conversation.Received,
	}}
	if m.HTML != "" {
		k.HTML = richtext.Sanitise(m.HTML)
		if k.Text == "" {
			k.Text = richtext.ToText(k.HTML)
		}
	}
	if len(k.Text) > 1<<20 || len(k.HTML) > 4<<20 {
		return k, fault.New(fault.Invalid, "import.message_too_long", "limit", 1<<20).At("messages")
	}
	if m.SentAt != nil {
		k.SentAt = *m.SentAt
	}
	switch k.Kind {
	case conversation.Inbound, conversation.System:
	case conversation.Reply:
		switch k.Delivery = conversation.Delivery(m.Delivery); k.Delivery {
		case conversation.Sent, conversation.Delivered, conversation.Read, conversation.Failed:
		default: // whatever it was: nothing of it leaves from here
			k.Delivery = conversation.Sent
		}
		fallthrough
	case conversation.Note:
		k.Staff, k.Author = c.staff[strings.ToLower(m.Author.Email)], plain.Upto(plain.Text(m.Author.Name), 200)
	default:
		return k, fault.New(fault.Invalid, "import.unknown_message", "kind", plain.Upto(m.Kind, 50)).At("messages")
	}
	return k, nil
}

// file finds what a file holds: by its digest, or beside the export.
func (d *Dock) file(_ context.Context, c company, f FileRecord) (conversation.KeptFile, bool, error) {
	k := conversation.KeptFile{Name: f.Name, Type: f.Type, SHA256: f.SHA256, Size: f.Size, Inline: f.Inline, ContentID: f.ContentID}
	if len(f.SHA256) == 64 {
		in, err := d.files.Open(f.SHA256)
		if err != nil {
			return k, false, nil // not here: the list of missing files says so
		}
		head := make([]byte, 512)
		n, _ := io.ReadFull(in, head)
		k.Type = conversation.MediaType(f.Type, f.Name, head[:n])
		return k, true, in.Close()
	}
	beside, there := c.files.find(f.paths)
	if !there || beside.size > d.files.Limit() {
		return k, false, nil
	}
	in, err := beside.open()
	if err != nil {
		return k, false, nil
	}
	defer func() { _ = in.Close() }()
	head := make([]byte, 512)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return k, false, nil // damaged in the zip
	}
	sum, size, err := d.files.KeepFile(io.MultiReader(strings.NewReader(string(head[:n])), in), d.files.Limit())
	if fault.Is(err, "attachment.too_large") {
		return k, false, nil
	}
	if k.Name == "" {
		k.Name = path.Base(beside.name)
	}
	k.SHA256, k.Size, k.Type = sum, size, conversation.MediaType(f.Type, k.Name, head[:n])
	return k, err == nil, err
}
