package transfer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/kit/sheet"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// keptFor is how long the file of an export is kept.
const keptFor = 7 * 24 * time.Hour

// maxExport bounds the file of an export, in bytes.
const maxExport = 64 << 30

// Wish is what shall go out.
type Wish struct {
	Kind   string             `json:"-"`
	Format string             `json:"-"`
	Query  conversation.Query `json:"query"`  // of conversations; order and place are ours
	Since  time.Time          `json:"since"`  // created then or later; zero = from the beginning
	Until  time.Time          `json:"until"`  // created before; zero = up to the end
	Label  map[string]string  `json:"label"`  // the filter in the words of who asked, for the audit
	Masked []string           `json:"masked"` // kinds of personal data that who asked does not see
}

// Veils says what of personal data is hidden from whom.
type Veils interface {
	HiddenFrom(ctx context.Context, who access.Actor) (kinds []string, err error)
	Covering(kinds []string) func(any) any
}

// Cover lets exports show what who asked for them may see.
func (d *Dock) Cover(v Veils) { d.veils = v }

// Write names the job that writes an export.
const Write = "export.write"

// Writing is that job.
type Writing struct {
	Export fact.ExportID `json:"export"`
}

// Export begins an export; a job writes it.
func (d *Dock) Export(ctx context.Context, who access.Actor, w Wish) (Export, error) {
	r, err := d.wish(ctx, who, w, true)
	return r.present(who), err
}

func (d *Dock) wish(ctx context.Context, who access.Actor, w Wish, job bool) (exportRow, error) {
	if err := who.Require(access.DataExport); err != nil {
		return exportRow{}, err
	}
	switch {
	case w.Kind != Contacts && w.Kind != Conversations:
		return exportRow{}, fault.New(fault.Invalid, "export.unknown_kind", "kind", w.Kind).At("kind")
	case w.Format != "csv" && w.Format != "jsonl":
		return exportRow{}, fault.New(fault.Invalid, "export.unknown_format", "format", w.Format).At("format")
	}
	if d.veils != nil {
		var err error
		if w.Masked, err = d.veils.HiddenFrom(ctx, who); err != nil {
			return exportRow{}, err
		}
	}
	query, err := json.Marshal(w)
	if err != nil {
		return exportRow{}, fmt.Errorf("keep the filter of an export: %w", err)
	}
	r := exportRow{ID: fact.ExportID(id.New()), Kind: w.Kind, Format: w.Format, Query: string(query), State: Running, CreatedBy: who.ID}
	if w.Kind == Contacts && w.Since.IsZero() && w.Until.IsZero() {
		if r.Total, err = d.contacts.Count(ctx); err != nil {
			return r, err
		}
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt = tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("begin an export: %w", err)
		}
		if job {
			if err := tx.Enqueue(ctx, db.Job{Kind: Write, Args: Writing{r.ID}}); err != nil {
				return err
			}
		}
		picture := map[string]any{"kind": r.Kind, "format": r.Format, "filter": w.Label, "masked": w.Masked}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "export.started", Kind: "export", ID: string(r.ID), After: picture}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ExportChanged{Export: r.ID, State: string(Running), By: who.ID})
	})
	return r, err
}

// ExportTo writes an export at once, for who waits for it. progress is told how
// many went out.
func (d *Dock) ExportTo(ctx context.Context, who access.Actor, w Wish, out io.Writer, progress func(done, total int64)) (n int64, err error) {
	r, err := d.wish(ctx, who, w, false)
	if err != nil {
		return 0, err
	}
	if err := json.Unmarshal([]byte(r.Query), &w); err != nil { // with what is masked
		return 0, err
	}
	n, err = d.write(ctx, w, r, out, func(n int64) error { progress(n, r.Total); return ctx.Err() })
	state := Done
	if err != nil {
		state = Failed
	}
	noted := d.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE export SET state = ?, objects_done = ?, finished_at = ? WHERE id = ?", terminal(state), n, tx.Now().UnixMilli(), r.ID)
		return err
	})
	return n, errors.Join(err, noted)
}

// terminal is how an export ends whose file went elsewhere: there is none to fetch.
func terminal(s State) State {
	if s == Done {
		return Expired
	}
	return s
}

// Put is the job: it writes the whole file and keeps it. If it is interrupted it
// begins again.
func (d *Dock) Put(ctx context.Context, j Writing) error {
	var r exportRow
	err := d.db.Read().NewSelect().Model(&r).Where("id = ?", j.Export).Scan(ctx)
	if db.IsNone(err) || err == nil && r.State != Running {
		return nil
	}
	if err != nil {
		return fmt.Errorf("load export %s: %w", j.Export, err)
	}
	var w Wish
	if err := json.Unmarshal([]byte(r.Query), &w); err != nil {
		return fmt.Errorf("read the filter of export %s: %w", r.ID, err)
	}
	tmp, err := os.CreateTemp("", "anlan-export-*")
	if err != nil {
		return fmt.Errorf("begin the file of an export: %w", err)
	}
	defer func() { _ = tmp.Close(); _ = os.Remove(tmp.Name()) }()
	done, err := d.write(ctx, w, r, tmp, func(n int64) error { return d.noteExport(ctx, r.ID, n) })
	if errors.Is(err, errOvertaken) {
		return nil // cancelled
	}
	if err != nil {
		return err
	}
	if _, err := tmp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum, size, err := d.files.KeepFile(tmp, maxExport)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE export SET state = 'done', sha256 = ?, size = ?, objects_done = ?, objects_total = ?, finished_at = ?, expires_at = ? WHERE id = ? AND state = 'running'`,
			sum, size, done, done, tx.Now().UnixMilli(), tx.Now().Add(keptFor).UnixMilli(), r.ID)
		if err != nil {
			return err
		}
		if n == 0 { // ended meanwhile: nobody shall have this file
			return conversation.LeaveTx(ctx, tx, sum)
		}
		return tx.Record(ctx, fact.ExportChanged{Export: r.ID, State: string(Done), By: r.CreatedBy})
	})
}

func (d *Dock) noteExport(ctx context.Context, id fact.ExportID, n int64) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		rows, err := tx.Exec(ctx, "UPDATE export SET objects_done = ? WHERE id = ? AND state = 'running'", n, id)
		if err == nil && rows == 0 {
			err = errOvertaken
		}
		return err
	})
}

// GiveUpExport is told when the job failed for good.
func (d *Dock) GiveUpExport(ctx context.Context, j Writing, _ error) error {
	broken := fault.New(fault.Broken, "export.broken_off")
	return d.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE export SET state = 'failed', error = ?, finished_at = ? WHERE id = ? AND state = 'running'", broken.Code, tx.Now().UnixMilli(), j.Export)
		if err != nil || n == 0 {
			return err
		}
		return tx.Record(ctx, fact.ExportChanged{Export: j.Export, State: string(Failed)})
	})
}

// CancelExport stops an export.
func (d *Dock) CancelExport(ctx context.Context, who access.Actor, id fact.ExportID) (Export, error) {
	if err := who.Require(access.DataExport); err != nil {
		return Export{}, err
	}
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE export SET state = 'cancelled', finished_at = ? WHERE id = ? AND state = 'running'", tx.Now().UnixMilli(), id)
		if err != nil || n == 0 {
			return err
		}
		return tx.Record(ctx, fact.ExportChanged{Export: id, State: string(Cancelled), By: who.ID})
	})
	if err != nil {
		return Export{}, err
	}
	return d.Exported(ctx, who, id)
}

// Exported shows one export.
func (d *Dock) Exported(ctx context.Context, who access.Actor, id fact.ExportID) (Export, error) {
	if err := who.Require(access.DataExport); err != nil {
		return Export{}, err
	}
	var r exportRow
	err := d.db.Read().NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return Export{}, fault.New(fault.Missing, "export.missing")
	}
	if err != nil {
		return Export{}, fmt.Errorf("read the export %s: %w", id, err)
	}
	return d.presented(ctx, who, r)
}

// presented is an export as somebody may have it. Its file is for who asked for it, and
// for who is not hidden anything that is in it.
func (d *Dock) presented(ctx context.Context, who access.Actor, r exportRow) (Export, error) {
	x := r.present(who)
	if !x.Can.Download || r.CreatedBy == who.ID || d.veils == nil {
		return x, nil
	}
	hidden, err := d.veils.HiddenFrom(ctx, who)
	if err != nil {
		return x, err
	}
	var w Wish
	if err := json.Unmarshal([]byte(r.Query), &w); err != nil {
		return x, fmt.Errorf("read what the export %s hides: %w", r.ID, err)
	}
	x.Can.Download = !slices.ContainsFunc(hidden, func(kind string) bool { return !slices.Contains(w.Masked, kind) })
	return x, nil
}

// Exports lists the exports, the newest first.
func (d *Dock) Exports(ctx context.Context, who access.Actor) ([]Export, error) {
	if err := who.Require(access.DataExport); err != nil {
		return nil, err
	}
	var rows []exportRow
	if err := d.db.Read().NewRaw("SELECT * FROM export ORDER BY created_at DESC, id DESC LIMIT 100").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list exports: %w", err)
	}
	all := make([]Export, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = d.presented(ctx, who, r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Fetch opens the file of an export for who holds its link, and writes down that
// they fetched it.
func (d *Dock) Fetch(ctx context.Context, who access.Actor, id fact.ExportID) (Export, io.ReadSeekCloser, error) {
	e, err := d.Exported(ctx, access.System, id)
	if err != nil {
		return e, nil, err
	}
	if e.State != Done {
		return e, nil, fault.New(fault.Gone, "export.no_file")
	}
	in, err := d.files.Open(e.SHA256)
	if err != nil {
		return e, nil, fault.New(fault.Gone, "export.no_file").Because(err)
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "export.fetched", Kind: "export", ID: string(id), After: map[string]any{"kind": e.Kind, "objects": e.Done}})
	})
	if err != nil {
		_ = in.Close()
		return e, nil, err
	}
	return e, in, nil
}

// FileName is what to call the file of an export.
func (e Export) FileName() string {
	return fmt.Sprintf("anlan-%s-%s.%s", e.Kind, e.CreatedAt.Format("20060102-1504"), e.Format)
}

func (d *Dock) expire(ctx context.Context) error {
	var over []exportRow
	err := d.db.Read().NewRaw("SELECT * FROM export WHERE state = 'done' AND expires_at < ?", d.db.Now().UnixMilli()).Scan(ctx, &over)
	if err != nil {
		return fmt.Errorf("look for exports that are over: %w", err)
	}
	for _, r := range over {
		err := d.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE export SET state = 'expired', sha256 = '' WHERE id = ? AND state = 'done'", r.ID)
			return err
		})
		if err != nil {
			return err
		}
		if err := d.files.DropFile(ctx, r.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// page is how many objects are read at once.
const page = 100

// write writes an export; note is told after each page and may end it.
func (d *Dock) write(ctx context.Context, w Wish, r exportRow, to io.Writer, note func(n int64) error) (n int64, err error) {
	w.Kind, w.Format = r.Kind, r.Format
	out := bufio.NewWriterSize(to, 256<<10)
	s, err := d.scribe(ctx, w, out)
	if err != nil {
		return 0, err
	}
	if w.Kind == Contacts {
		n, err = d.writeContacts(ctx, w, s, note)
	} else {
		n, err = d.writeConversations(ctx, w, s, note)
	}
	if err != nil {
		return n, err
	}
	if s.table != nil {
		if err := s.table.Flush(); err != nil {
			return n, err
		}
	}
	return n, out.Flush()
}

// scribe writes records in one of the two forms.
type scribe struct {
	lines    *json.Encoder
	table    *sheet.Writer
	fields   []field.Field
	channels map[string]string // id → key
	staff    map[string]string // id → address
	cover    func(any) any     // what who asked may see; nil: all
}

// shown is something as who asked for the export may see it.
func shown[T any](s *scribe, x T) T {
	if s.cover == nil {
		return x
	}
	return s.cover(x).(T)
}

func (d *Dock) scribe(ctx context.Context, w Wish, out io.Writer) (*scribe, error) {
	object := field.Contact
	if w.Kind == Conversations {
		object = field.Conversation
	}
	form, err := field.LoadForm(ctx, d.db.Read(), object)
	if err != nil {
		return nil, err
	}
	s := &scribe{cover: d.covering(w), fields: form.Fields, channels: map[string]string{}, staff: map[string]string{}}
	for query, into := range map[string]map[string]string{"SELECT id, key AS name FROM channel": s.channels, "SELECT id, email AS name FROM staff": s.staff} {
		var rows []struct {
			ID   string `bun:"id"`
			Name string `bun:"name"`
		}
		if err := d.db.Read().NewRaw(query).Scan(ctx, &rows); err != nil {
			return nil, fmt.Errorf("load names for an export: %w", err)
		}
		for _, r := range rows {
			into[r.ID] = r.Name
		}
	}
	if w.Format == "jsonl" {
		s.lines = json.NewEncoder(out)
		s.lines.SetEscapeHTML(false)
		return s, nil
	}
	if s.table, err = sheet.NewWriter(out); err != nil {
		return nil, err
	}
	return s, s.table.Row(s.head(w.Kind)...)
}

func (d *Dock) covering(w Wish) func(any) any {
	if d.veils == nil || len(w.Masked) == 0 {
		return nil
	}
	return d.veils.Covering(w.Masked)
}

func (s *scribe) head(kind string) []string {
	own := make([]string, len(s.fields))
	for i, f := range s.fields {
		own[i] = "field:" + f.Key
	}
	if kind == Contacts {
		return append([]string{"id", "name", "email", "phone", "organisation", "tags", "tier", "locale", "time_zone", "created_at", "seen_at", "attributes"}, own...)
	}
	head := []string{"id", "number", "subject", "state", "priority", "channel", "contact_id", "contact_name", "contact_email", "contact_phone", "assignee_email", "assignee", "team", "tags", "created_at", "resolved_at"}
	return append(append(head, own...), "message_id", "message_kind", "message_author", "message_author_email", "message_sent_at", "message_text", "attachments")
}

func (s *scribe) own(values field.Values) []string {
	cells := make([]string, len(s.fields))
	for i, f := range s.fields {
		switch v := values[f.Key].(type) {
		case nil:
		case []string:
			cells[i] = strings.Join(v, "; ")
		case float64:
			cells[i] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			cells[i] = fmt.Sprint(v)
		}
	}
	return cells
}

func (d *Dock) writeContacts(ctx context.Context, w Wish, s *scribe, note func(int64) error) (n int64, err error) {
	var after fact.ContactID
	for {
		list, err := d.contacts.Walk(ctx, after, w.Since, w.Until, page)
		if err != nil {
			return n, err
		}
		for _, c := range list {
			if err := s.contact(shown(s, c)); err != nil {
				return n, err
			}
			after = c.ID
			n++
		}
		if err := note(n); err != nil || len(list) < page {
			return n, err
		}
	}
}

// belongs is the name of a contact's organisation.
func belongs(c contact.Contact) string {
	if c.Organisation == nil {
		return ""
	}
	return c.Organisation.Name
}

func (s *scribe) contact(c contact.Contact) error {
	if s.table != nil {
		attributes := ""
		if len(c.Attributes) > 0 {
			b, err := json.Marshal(c.Attributes)
			if err != nil {
				return err
			}
			attributes = string(b)
		}
		return s.table.Row(append([]string{
			string(c.ID), c.Name, c.Values(contact.Email), c.Values(contact.Phone), belongs(c), strings.Join(c.Tags, "; "), string(c.Tier), c.Locale, c.TimeZone, written(&c.CreatedAt), written(c.SeenAt), attributes,
		}, s.own(c.Fields)...)...)
	}
	r := ContactRecord{
		Type: contactType, ID: string(c.ID), Name: c.Name, Tier: string(c.Tier), Locale: c.Locale, TimeZone: c.TimeZone,
		Organisation: belongs(c), Tags: c.Tags, Fields: c.Fields, Attributes: c.Attributes, CreatedAt: &c.CreatedAt, SeenAt: c.SeenAt,
	}
	for _, i := range c.Identities {
		if i.Scope == conversation.ImportedThread+"anlan" {
			continue // only tells an import of ours from the one before
		}
		in := IdentityRecord{Kind: string(i.Kind), Value: i.Value, Verified: i.Verified, Channel: s.channels[i.Scope]}
		if strings.HasPrefix(i.Scope, conversation.ImportedThread) {
			in.Channel = i.Scope
		}
		r.Identities = append(r.Identities, in)
	}
	sort.SliceStable(r.Identities, func(a, b int) bool {
		x, y := r.Identities[a], r.Identities[b]
		return x.Kind+x.Channel+x.Value < y.Kind+y.Channel+y.Value
	})
	return s.lines.Encode(r)
}

func written(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

func (d *Dock) writeConversations(ctx context.Context, w Wish, s *scribe, note func(int64) error) (n int64, err error) {
	q := w.Query
	q.Created, q.OldFirst, q.Limit = true, true, page
	if q.Narrow != nil { // its own order is for screens
		n := *q.Narrow
		n.Order, q.Narrow = "", &n
	}
	if !w.Since.IsZero() {
		q.After = conversation.Place{At: w.Since.UnixMilli() - 1, ID: "~"} // behind every id of that instant
	}
	for {
		list, next, err := d.inbox.List(ctx, access.System, q)
		if err != nil {
			return n, err
		}
		people, err := d.people(ctx, list)
		if err != nil {
			return n, err
		}
		for _, c := range list {
			if !w.Until.IsZero() && !c.CreatedAt.Before(w.Until) {
				return n, note(n)
			}
			if err := d.conversation(ctx, s, shown(s, c), shown(s, people[c.Contact.ID])); err != nil {
				return n, err
			}
			n++
		}
		if err := note(n); err != nil || next == (conversation.Place{}) {
			return n, err
		}
		q.After = next
	}
}

func (d *Dock) people(ctx context.Context, list []conversation.Conversation) (map[fact.ContactID]contact.Contact, error) {
	ids := make([]fact.ContactID, len(list))
	for i, c := range list {
		ids[i] = c.Contact.ID
	}
	found, err := d.contacts.ByID(ctx, access.System, ids...)
	by := map[fact.ContactID]contact.Contact{}
	for _, c := range found {
		by[c.ID] = c
	}
	return by, err
}

func (d *Dock) conversation(ctx context.Context, s *scribe, c conversation.Conversation, who contact.Contact) error {
	r := s.record(c, who)
	walk := conversation.Walk{Limit: 500}
	for {
		said, more, err := d.inbox.Messages(ctx, access.System, c.ID, walk)
		if err != nil {
			return err
		}
		for _, m := range said {
			r.Messages = append(r.Messages, s.message(shown(s, m)))
		}
		if !more || len(said) == 0 {
			break
		}
		walk.After = said[len(said)-1].ID
	}
	if s.lines != nil {
		return s.lines.Encode(r)
	}
	return s.rows(c, r)
}

func (s *scribe) record(c conversation.Conversation, who contact.Contact) ConversationRecord {
	r := ConversationRecord{
		Type: conversationType, ID: string(c.ID), Number: c.Number, Channel: ChannelRecord{Key: s.channels[string(c.Channel.ID)], Kind: c.Channel.Kind, Name: c.Channel.Name},
		Contact: PartyRecord{ID: string(c.Contact.ID), Name: who.Name}, Subject: c.Subject, State: string(c.State), Priority: string(c.Priority), Tags: c.Tags, Fields: c.Fields,
		CreatedAt: &c.CreatedAt, WaitingSince: c.WaitingSince, SnoozedUntil: c.SnoozedUntil, ResolvedAt: c.ResolvedAt, Messages: []MessageRecord{},
	}
	for _, i := range who.Identities {
		if i.Kind == contact.Email && i.Verified && r.Contact.Email == "" {
			r.Contact.Email = i.Value
		}
		if i.Kind == contact.Phone && i.Verified && r.Contact.Phone == "" {
			r.Contact.Phone = i.Value
		}
	}
	if c.Assignee != nil {
		r.Assignee = &PartyRecord{Name: c.Assignee.Name, Email: s.staff[c.Assignee.ID]}
	}
	if c.Team != nil {
		r.Team = c.Team.Name
	}
	return r
}

func (s *scribe) message(m conversation.Message) MessageRecord {
	r := MessageRecord{
		ID: string(m.ID), Kind: string(m.Kind), Author: PartyRecord{Name: m.Author.Name}, Subject: m.Subject, Text: m.Text, HTML: m.HTML, ReplyText: m.ReplyText,
		Code: m.Code, Values: m.Values, Headers: shown(s, m.Headers), Delivery: string(m.Delivery.State), DeliveryReason: m.Delivery.Reason, Unreadable: m.Unreadable, SentAt: &m.SentAt,
	}
	if m.Author.Kind == "staff" {
		r.Author.Email = s.staff[m.Author.ID]
	}
	for _, a := range m.Attachments {
		r.Attachments = append(r.Attachments, FileRecord{Name: a.Name, Type: a.Type, Size: a.Size, SHA256: a.SHA256, Inline: a.Inline, ContentID: a.ContentID})
	}
	return r
}

// rows writes a conversation as a row for each message; one that has none is a
// row by itself.
func (s *scribe) rows(c conversation.Conversation, r ConversationRecord) error {
	assignee := PartyRecord{}
	if r.Assignee != nil {
		assignee = *r.Assignee
	}
	head := append([]string{
		r.ID, strconv.FormatInt(r.Number, 10), r.Subject, r.State, r.Priority, r.Channel.Name, r.Contact.ID, r.Contact.Name, r.Contact.Email, r.Contact.Phone,
		assignee.Email, assignee.Name, r.Team, strings.Join(r.Tags, "; "), written(r.CreatedAt), written(r.ResolvedAt),
	}, s.own(c.Fields)...)
	if len(r.Messages) == 0 {
		return s.table.Row(append(head, make([]string, 7)...)...)
	}
	for _, m := range r.Messages {
		var files []string
		for _, a := range m.Attachments {
			files = append(files, a.Name)
		}
		text := m.Text
		if m.Kind == "system" {
			text = m.Code
		}
		if err := s.table.Row(append(head[:len(head):len(head)], m.ID, m.Kind, m.Author.Name, m.Author.Email, written(m.SentAt), text, strings.Join(files, "; "))...); err != nil {
			return err
		}
	}
	return nil
}
