package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/sheet"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// How much is done at once. A batch is one transaction; a slice is one run of the
// job, short enough that a stop of the server does not wait for it.
const (
	batchItems    = 200
	batchMessages = 1000
	sliceBatches  = 20
	maxRaw        = 256 << 10 // bytes of a refused row that the report keeps
)

// Move is the job: one slice, and another job for the next.
func (d *Dock) Move(ctx context.Context, s Slice) error {
	more, err := d.Step(ctx, s.Import)
	if err != nil || !more {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error { return tx.Enqueue(ctx, db.Job{Kind: Work, Args: s}) })
}

// GiveUp is told when that job failed for good.
func (d *Dock) GiveUp(ctx context.Context, s Slice, because error) error {
	return d.fail(ctx, s.Import, fault.New(fault.Broken, "import.broken_off").Because(because))
}

// Step does one slice of an import's work and tells whether there is more.
func (d *Dock) Step(ctx context.Context, id fact.ImportID) (more bool, err error) {
	r, err := d.load(ctx, d.db.Read(), id)
	if fault.Is(err, "import.missing") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	switch r.State {
	case Undoing:
		return d.takeBack(ctx, r)
	case Checking, Running:
		more, err = d.bring(ctx, r)
		if fault.IsKind(err, fault.Invalid) { // the file itself: trying again changes nothing
			return false, d.fail(ctx, id, err)
		}
		return more, err
	}
	return false, nil
}

// bring reads on where the import was.
func (d *Dock) bring(ctx context.Context, r importRow) (more bool, err error) {
	src, files, done, err := d.open(ctx, r)
	if err != nil {
		return false, err
	}
	defer done()
	c, err := d.company(ctx, r, files)
	if err != nil {
		return false, err
	}
	for skipped := int64(0); skipped < r.RowsDone; {
		one, err := src.next()
		if err != nil {
			return false, d.finish(ctx, r)
		}
		skipped += one.rows
	}
	for n := 0; ; n++ {
		if r.State == Running && n == sliceBatches {
			return true, nil
		}
		items, last, err := gather(src)
		if err != nil {
			return false, err
		}
		if len(items) > 0 {
			if r, err = d.batch(ctx, r, c, items); err != nil {
				if errors.Is(err, errOvertaken) {
					return false, nil // cancelled, or another node is at it
				}
				return false, err
			}
		}
		if last {
			return false, d.finish(ctx, r)
		}
	}
}

func gather(src source) (items []item, last bool, err error) {
	messages := 0
	for len(items) < batchItems && messages < batchMessages {
		one, err := src.next()
		if errors.Is(err, io.EOF) {
			return items, true, nil
		}
		if err != nil {
			return nil, false, err
		}
		if one.conversation != nil {
			messages += len(one.conversation.Messages)
		}
		items = append(items, one)
	}
	return items, false, nil
}

// open opens the file of an import as a source, and what lies beside it.
func (d *Dock) open(ctx context.Context, r importRow) (source, bundle, func(), error) {
	in, err := d.files.Open(r.SHA256)
	if err != nil {
		return nil, bundle{}, nil, err
	}
	done := func() { _ = in.Close() }
	if r.Format == "csv" {
		zone, err := time.LoadLocation(r.TimeZone)
		if err != nil {
			zone = time.UTC
		}
		by := reader{kind: r.rowKind(), mapping: texts(r.Mapping), zone: zone}
		t, _, err := newTable(sheet.Decode(in, sheet.Encoding(r.Encoding)), []rune(r.Delimiter)[0], by)
		return t, bundle{}, done, err
	}
	if r.Kind == Contacts || r.Kind == Conversations {
		return records{sheet.NewLines(sheet.Decode(in, sheet.Encoding(r.Encoding)))}, bundle{}, done, nil
	}
	var b bundle
	if r.Format == "zip" {
		at, size, close, err := readerAt(in)
		if err != nil {
			return nil, bundle{}, nil, err
		}
		done = close
		if b, err = zipped(at, size); err != nil {
			done()
			return nil, bundle{}, nil, err
		}
	} else {
		b.files = []bundled{{name: r.Name, size: r.Size, open: func() (io.ReadCloser, error) { return d.files.Open(r.SHA256) }}}
	}
	form, err := ownFields(ctx, d)
	if err != nil {
		done()
		return nil, bundle{}, nil, err
	}
	f := (*foreign)(nil)
	if r.Kind == Zendesk {
		f = zendeskSource(b, form)
	} else {
		f = chatwootSource(b, form)
	}
	closeFile := done
	return f, b, func() { f.close(); closeFile() }, nil
}

// errOvertaken ends a slice whose import has moved on without it.
var errOvertaken = errors.New("the import is somewhere else by now")

// batch brings some items in, with the progress, in one transaction.
func (d *Dock) batch(ctx context.Context, r importRow, c company, items []item) (importRow, error) {
	all := make([]laden, len(items))
	for i, one := range items {
		all[i] = d.ready(ctx, r, c, one)
	}
	after, err := d.commit(ctx, r, c, all)
	for again := 0; again < 3 && collided(err); again++ {
		after, err = d.commit(ctx, r, c, all)
	}
	if err == nil || errors.Is(err, errOvertaken) || ctx.Err() != nil || len(all) == 1 && !refusable(err) {
		return after, err
	}
	if !refusable(err) && !collided(err) {
		return after, err
	}
	if len(all) == 1 {
		all[0].wrong = err
		return d.commit(ctx, r, c, all)
	}
	for _, one := range items { // one of them is the cause: find it, let the others in
		if r, err = d.batch(ctx, r, c, []item{one}); err != nil {
			return r, err
		}
	}
	return r, nil
}

// refusable tells a fault of the row from one of ours.
func refusable(err error) bool {
	return fault.IsKind(err, fault.Invalid) || fault.IsKind(err, fault.Conflict) || fault.IsKind(err, fault.TooLarge) || db.IsTaken(err)
}

func collided(err error) bool {
	return err != nil && (db.IsTaken(err) || fault.Is(err, contact.ErrMetMeanwhile.Code))
}

func (d *Dock) commit(ctx context.Context, r importRow, c company, all []laden) (after importRow, err error) {
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		after = r
		var made []madeRow
		if r.State == Checking {
			err = d.foresee(ctx, tx, &after, c, all)
		} else {
			made, err = d.enter(ctx, tx, &after, c, all)
		}
		if err != nil {
			return err
		}
		var wrong []problemRow
		for _, l := range all {
			after.RowsDone += l.rows
			if l.wrong != nil {
				after.Refused += l.rows
				wrong = append(wrong, problemOf(r, l))
			}
		}
		after.RowsTotal, after.BeatAt = max(after.RowsTotal, after.RowsDone), tx.Now().UnixMilli()
		n, err := tx.Exec(ctx, `UPDATE import SET rows_total = ?, rows_done = ?, made_contacts = ?, made_conversations = ?, made_messages = ?,
			changed = ?, known = ?, refused = ?, beat_at = ? WHERE id = ? AND state = ? AND rows_done = ?`,
			after.RowsTotal, after.RowsDone, after.MadeContacts, after.MadeConversations, after.MadeMessages,
			after.Changed, after.Known, after.Refused, after.BeatAt, r.ID, r.State, r.RowsDone)
		if err != nil {
			return fmt.Errorf("note the progress of import %s: %w", r.ID, err)
		}
		if n == 0 {
			return errOvertaken
		}
		if len(wrong) > 0 {
			if _, err := tx.NewInsert().Model(&wrong).On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx); err != nil {
				return fmt.Errorf("note %d problems: %w", len(wrong), err)
			}
		}
		if len(made) > 0 {
			if _, err := tx.NewInsert().Model(&made).ExcludeColumn("id").Returning("NULL").Exec(ctx); err != nil {
				return fmt.Errorf("note what was made: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	return after, nil
}

// problemOf is a refused row as the report keeps it. Of another system's object,
// what we read out of it: that can be mended and comes in again.
func problemOf(r importRow, l laden) problemRow {
	p := problemRow{Import: r.ID, Line: l.line, Code: fault.New(fault.Broken, "import.broken_row").Code, Values: map[string]any{}, Raw: l.raw}
	if r.Kind == Zendesk || r.Kind == Chatwoot && r.Format != "csv" {
		var record any
		if l.contact != nil {
			record = l.contact
		} else if l.conversation != nil {
			record = l.conversation
		}
		if b, err := json.Marshal(record); record != nil && err == nil {
			p.Raw = string(b)
		}
	}
	p.Raw = plain.Upto(plain.Text(p.Raw), maxRaw)
	if f := fault.Of(l.wrong); f != nil && f.Kind != fault.Broken {
		p.Code, p.Column = f.Code, columnOf(r, f.Field)
		if f.Values != nil {
			p.Values = f.Values
		}
	}
	return p
}

// columnOf names the column of the file in which something is wrong.
func columnOf(r importRow, at string) string {
	if r.Format != "csv" {
		return at
	}
	at = strings.Replace(at, "fields.", "field:", 1)
	names := texts(r.Columns)
	for i, means := range texts(r.Mapping) {
		if i < len(names) && at != "" && (means == at || strings.TrimPrefix(means, "contact_") == at || strings.TrimPrefix(means, "message_") == at) {
			return names[i]
		}
	}
	return at
}

// sorted parts what can come in by what it is.
func sorted(all []laden) (people, talks []int) {
	for i, l := range all {
		switch {
		case l.wrong != nil:
		case l.contact != nil:
			people = append(people, i)
		default:
			talks = append(talks, i)
		}
	}
	return people, talks
}

// familiar tells which conversations are here already.
func (d *Dock) familiar(ctx context.Context, tx *db.Tx, c company, all []laden, talks []int) (map[int]bool, error) {
	here := map[int]bool{}
	by := map[fact.ChannelID][]string{}
	var own []string
	for _, i := range talks {
		by[all[i].talk.Channel] = append(by[all[i].talk.Channel], all[i].talk.ExternalID)
		if all[i].own != "" {
			own = append(own, string(all[i].own))
		}
	}
	known := map[string]bool{}
	for channel, externals := range by {
		found, err := d.door.KnownKept(ctx, tx, channel, externals)
		if err != nil {
			return nil, err
		}
		for external := range found {
			known[string(channel)+external] = true
		}
	}
	ours, err := d.inbox.HereTx(ctx, tx, own)
	if err != nil {
		return nil, err
	}
	for _, i := range talks {
		name := string(all[i].talk.Channel) + all[i].talk.ExternalID
		here[i] = known[name] || ours[all[i].own]
		known[name] = true // twice in one lot
	}
	return here, nil
}

// enter lets items in.
func (d *Dock) enter(ctx context.Context, tx *db.Tx, r *importRow, c company, all []laden) (made []madeRow, err error) {
	people, talks := sorted(all)
	note := func(kind, id string) {
		made = append(made, madeRow{Import: r.ID, Kind: kind, Object: id, Version: 1})
	}
	keep := func(which []int, update bool) ([]contact.KeptAs, error) {
		lot := make([]contact.Kept, len(which))
		for n, i := range which {
			lot[n] = all[i].person
		}
		as, err := d.contacts.KeepManyTx(ctx, tx, c.contacts, lot, update)
		for _, a := range as {
			if a.Made {
				r.MadeContacts++
				note("contact", string(a.ID))
			}
		}
		return as, err
	}
	as, err := keep(people, r.Existing == "update")
	if err != nil {
		return nil, err
	}
	for n, a := range as {
		if a.Changed {
			r.Changed += all[people[n]].rows
		} else if !a.Made {
			r.Known += all[people[n]].rows
		}
	}
	here, err := d.familiar(ctx, tx, c, all, talks)
	if err != nil {
		return nil, err
	}
	var fresh []int
	for _, i := range talks {
		if here[i] {
			r.Known += all[i].rows
		} else {
			fresh = append(fresh, i)
		}
	}
	parties, err := keep(fresh, false)
	if err != nil {
		return nil, err
	}
	lot := make([]intake.Kept, len(fresh))
	for n, i := range fresh {
		lot[n] = all[i].talk.With(parties[n].ID)
		r.MadeMessages += int64(len(lot[n].Messages))
	}
	placed, err := d.door.KeepManyTx(ctx, tx, c.talks, lot)
	for _, p := range placed {
		r.MadeConversations++
		note("conversation", string(p.Conversation))
	}
	return made, err
}

// foresee counts what would come in.
func (d *Dock) foresee(ctx context.Context, tx *db.Tx, r *importRow, c company, all []laden) error {
	people, talks := sorted(all)
	here, err := d.familiar(ctx, tx, c, all, talks)
	if err != nil {
		return err
	}
	which := people
	for _, i := range talks {
		name := string(all[i].talk.Channel) + all[i].talk.ExternalID
		if here[i] || c.seen[name] {
			r.Known += all[i].rows
			continue
		}
		c.seen[name] = true
		which = append(which, i)
		r.MadeConversations++
		r.MadeMessages += int64(len(all[i].talk.Messages))
	}
	lot := make([]contact.Kept, len(which))
	for n, i := range which {
		lot[n] = all[i].person
	}
	found, err := d.contacts.Find(ctx, tx, lot)
	if err != nil {
		return err
	}
	for n, i := range which {
		old := found[n] != "" || c.met(all[i].person)
		switch {
		case !old:
			r.MadeContacts++
		case all[i].contact != nil && r.Existing == "update":
			r.Changed += all[i].rows
		case all[i].contact != nil:
			r.Known += all[i].rows
		}
	}
	return nil
}

// met tells whether an earlier row would have made the contact, and remembers it.
func (c company) met(k contact.Kept) (before bool) {
	for _, i := range k.Identities {
		if i.Verified {
			name := string(i.Kind) + "\x00" + i.Scope + "\x00" + i.Value
			before = before || c.seen[name]
			c.seen[name] = true
		}
	}
	return before
}

func (d *Dock) finish(ctx context.Context, r importRow) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		to := Done
		if r.State == Checking {
			to = Checked
		}
		n, err := tx.Exec(ctx, `UPDATE import SET state = ?, finished_at = ?, rows_total = rows_done, version = version + 1 WHERE id = ? AND state = ? AND rows_done = ?`,
			to, tx.Now().UnixMilli(), r.ID, r.State, r.RowsDone)
		if err != nil || n == 0 {
			return err
		}
		if r.State = to; to == Checked {
			return tx.Record(ctx, fact.ImportChanged{Import: r.ID, State: string(to)})
		}
		return told(ctx, tx, access.Actor{ID: r.CreatedBy}, "import.done", r)
	})
}

func (d *Dock) fail(ctx context.Context, id fact.ImportID, because error) error {
	code := fault.New(fault.Broken, "import.broken_off").Code
	if f := fault.Of(because); f != nil && f.Kind == fault.Invalid {
		code = f.Code
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE import SET state = 'failed', error = ?, finished_at = ?, version = version + 1
			WHERE id = ? AND state IN ('checking', 'running', 'undoing')`, code, tx.Now().UnixMilli(), id)
		if err != nil || n == 0 {
			return err
		}
		return tx.Record(ctx, fact.ImportChanged{Import: id, State: string(Failed)})
	})
}

// takeBack undoes one slice: conversations first, then the contacts behind them.
func (d *Dock) takeBack(ctx context.Context, r importRow) (more bool, err error) {
	var rows []madeRow
	err = d.db.Read().NewRaw(`SELECT * FROM import_made WHERE import_id = ? ORDER BY object_kind DESC, id LIMIT ?`, r.ID, batchItems*5).Scan(ctx, &rows)
	if err != nil {
		return false, fmt.Errorf("read what import %s made: %w", r.ID, err)
	}
	who := access.Actor{ID: r.CreatedBy}
	for _, m := range rows {
		err := d.db.Write(ctx, func(tx *db.Tx) error {
			gone, err := d.withdraw(ctx, tx, who, m)
			if err != nil {
				return err
			}
			if gone {
				if _, err := tx.Exec(ctx, "UPDATE import SET undone = undone + 1, beat_at = ? WHERE id = ?", tx.Now().UnixMilli(), r.ID); err != nil {
					return err
				}
			}
			_, err = tx.Exec(ctx, "DELETE FROM import_made WHERE id = ?", m.ID)
			return err
		})
		if err != nil {
			return false, fmt.Errorf("take %s %s back: %w", m.Kind, m.Object, err)
		}
	}
	if len(rows) > 0 {
		return true, nil
	}
	return false, d.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE import SET state = 'undone', finished_at = ?, version = version + 1 WHERE id = ? AND state = 'undoing'", tx.Now().UnixMilli(), r.ID)
		if err != nil || n == 0 {
			return err
		}
		return tx.Record(ctx, fact.ImportChanged{Import: r.ID, State: string(Undone)})
	})
}

func (d *Dock) withdraw(ctx context.Context, tx *db.Tx, who access.Actor, m madeRow) (bool, error) {
	if m.Kind == "contact" {
		return d.contacts.TakeBackTx(ctx, tx, fact.ContactID(m.Object), m.Version)
	}
	return d.door.TakeBackTx(ctx, tx, who, fact.ConversationID(m.Object), m.Version)
}

// Tidy gives up imports that somebody worked off by hand and left, and removes
// exports that are over and the files of imports that rest.
func (d *Dock) Tidy(ctx context.Context) error {
	var left []importRow
	err := d.db.Read().NewRaw(`SELECT * FROM import WHERE state IN ('checking', 'running') AND beat_at < ?
		AND NOT EXISTS (SELECT 1 FROM job WHERE kind = ? AND args LIKE '%' || import.id || '%')`,
		d.db.Now().Add(-10*time.Minute).UnixMilli(), Work).Scan(ctx, &left)
	if err != nil {
		return fmt.Errorf("look for imports that were left: %w", err)
	}
	for _, r := range left {
		if err := d.fail(ctx, r.ID, fault.New(fault.Broken, "import.broken_off")); err != nil {
			return err
		}
	}
	if err := d.rest(ctx); err != nil {
		return err
	}
	return d.expire(ctx)
}
