package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/sheet"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// FileLimit bounds a file to import, in bytes.
const FileLimit = 1 << 30

// Upload is a file to import.
type Upload struct {
	Kind     string
	Name     string
	Content  io.Reader
	Channel  fact.ChannelID
	TimeZone string
}

// Receive keeps a file, recognises what it is and guesses what its columns mean.
// Nothing comes in yet.
func (d *Dock) Receive(ctx context.Context, who access.Actor, u Upload) (Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return Import{}, err
	}
	switch u.Kind {
	case Contacts, Conversations, Zendesk, Chatwoot:
	default:
		return Import{}, fault.New(fault.Invalid, "import.unknown_kind", "kind", plain.Upto(u.Kind, 50)).At("kind")
	}
	sum, size, err := d.files.KeepFile(u.Content, FileLimit)
	if err != nil {
		return Import{}, err
	}
	r := importRow{
		ID: fact.ImportID(id.New()), Kind: u.Kind, Name: conversation.FileName(u.Name), SHA256: sum, Size: size, Channel: u.Channel,
		Existing: "keep", TimeZone: u.TimeZone, State: Uploaded, Columns: "[]", Mapping: "[]", Sample: "[]", CreatedBy: who.ID, Version: 1,
	}
	if r.TimeZone == "" {
		r.TimeZone = "UTC"
	}
	if err := d.recognise(ctx, &r); err != nil {
		return Import{}, err
	}
	if err := d.settled(ctx, r); err != nil {
		return Import{}, err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		r.CreatedAt, r.BeatAt = tx.Now().UnixMilli(), tx.Now().UnixMilli()
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return fmt.Errorf("keep an import: %w", err)
		}
		return told(ctx, tx, who, "import.received", r)
	})
	if err != nil {
		return Import{}, err
	}
	return d.Import(ctx, who, r.ID)
}

// recognise finds out how a file is written.
func (d *Dock) recognise(ctx context.Context, r *importRow) error {
	in, err := d.files.Open(r.SHA256)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	head := make([]byte, 4096)
	n, err := io.ReadFull(in, head)
	if n == 0 {
		return fault.New(fault.Invalid, "import.empty").Because(err)
	}
	if strings.HasPrefix(string(head[:n]), "PK\x03\x04") {
		r.Format = "zip"
		if r.Kind == Contacts || r.Kind == Conversations {
			return fault.New(fault.Invalid, "import.zip_not_taken")
		}
		return nil
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	encoding, err := sheet.Detect(in)
	if err != nil {
		return fmt.Errorf("read a file to import: %w", err)
	}
	r.Encoding = string(encoding)
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	n, _ = io.ReadFull(sheet.Decode(in, encoding), head)
	text := strings.TrimSpace(string(head[:n]))
	if isJSON(r.Name) || strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		r.Format = "jsonl"
		return nil
	}
	r.Format, r.Delimiter = "csv", string(sheet.Delimiter(text))
	if r.Kind == Zendesk {
		return fault.New(fault.Invalid, "import.csv_not_taken")
	}
	return d.columns(ctx, r, in)
}

// columns reads the first rows of a CSV and guesses.
func (d *Dock) columns(ctx context.Context, r *importRow, in io.ReadSeeker) error {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	t, names, err := newTable(sheet.Decode(in, sheet.Encoding(r.Encoding)), []rune(r.Delimiter)[0], reader{})
	if err != nil {
		return err
	}
	form, err := field.LoadForm(ctx, d.db.Read(), r.object())
	if err != nil {
		return err
	}
	var sample [][]string
	for range 5 {
		cells, _, err := t.in.Next()
		if err != nil {
			break // what is wrong there is told when the rows are read
		}
		for i := range cells {
			cells[i] = plain.Upto(cells[i], 200)
		}
		sample = append(sample, cells)
	}
	b, err := json.Marshal(sample)
	r.Columns, r.Mapping, r.Sample = list(names), list(guessAll(r.rowKind(), names, form.Fields)), string(b)
	return err
}

func (r importRow) object() field.Object {
	if r.rowKind() == Conversations {
		return field.Conversation
	}
	return field.Contact
}

// Settings is a change to an import that has not begun; nil fields stay.
type Settings struct {
	Mapping  []string
	Channel  *fact.ChannelID
	Existing *string
	TimeZone *string
	Version  int
}

// Set changes what columns mean, where conversations go and the like.
func (d *Dock) Set(ctx context.Context, who access.Actor, id fact.ImportID, s Settings) (Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return Import{}, err
	}
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, id, s.Version)
		if err != nil {
			return err
		}
		if r.State != Uploaded && r.State != Checked {
			return fault.New(fault.Conflict, "import.wrong_state", "state", string(r.State))
		}
		if s.Mapping != nil {
			form, err := field.LoadForm(ctx, tx, r.object())
			if err != nil {
				return err
			}
			if err := mapped(r.rowKind(), texts(r.Columns), s.Mapping, form); err != nil {
				return err
			}
			r.Mapping = list(s.Mapping)
		}
		if s.Channel != nil {
			r.Channel = *s.Channel
		}
		if s.Existing != nil {
			if *s.Existing != "keep" && *s.Existing != "update" {
				return fault.New(fault.Invalid, "import.existing_wrong").At("existing")
			}
			r.Existing = *s.Existing
		}
		if s.TimeZone != nil {
			r.TimeZone = *s.TimeZone
		}
		if err := d.settled(ctx, r); err != nil {
			return err
		}
		r.State = Uploaded // what was checked was something else
		return save(ctx, tx, r)
	})
	if err != nil {
		return Import{}, err
	}
	return d.Import(ctx, who, id)
}

// settled refuses settings that do not exist.
func (d *Dock) settled(_ context.Context, r importRow) error {
	if _, err := time.LoadLocation(r.TimeZone); err != nil || r.TimeZone == "Local" {
		return fault.New(fault.Invalid, "import.zone_wrong", "zone", plain.Upto(r.TimeZone, 100)).At("time_zone")
	}
	return nil
}

// Work names the job that moves an import.
const Work = "import.work"

// Slice is that job.
type Slice struct {
	Import fact.ImportID `json:"import"`
}

// Check looks at every row as if it came in, and counts. Nothing comes in.
func (d *Dock) Check(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	return d.begin(ctx, who, id, Checking, true)
}

// Start lets a file come in; a cancelled or failed one goes on where it was.
func (d *Dock) Start(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	return d.begin(ctx, who, id, Running, true)
}

// StartByHand is Start for who does the work themselves, with Step.
func (d *Dock) StartByHand(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	return d.begin(ctx, who, id, Running, false)
}

// CheckByHand is Check for who does the work themselves, with Step.
func (d *Dock) CheckByHand(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	return d.begin(ctx, who, id, Checking, false)
}

func (d *Dock) begin(ctx context.Context, who access.Actor, id fact.ImportID, as State, job bool) (Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return Import{}, err
	}
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		can := canImport(who, r.State)
		if as == Checking && !can.Check || as == Running && !can.Start {
			return fault.New(fault.Conflict, "import.wrong_state", "state", string(r.State))
		}
		if r.SHA256 == "" {
			return fault.New(fault.Gone, "import.no_file")
		}
		if err := needsChannel(ctx, tx, r); err != nil {
			return err
		}
		if r.Format == "csv" {
			form, err := field.LoadForm(ctx, tx, r.object())
			if err != nil {
				return err
			}
			columns := texts(r.Columns)
			if !strings.Contains(r.Columns, recordColumn) {
				if err := mapped(r.rowKind(), columns, texts(r.Mapping), form); err != nil {
					return err
				}
			}
		}
		if r.State == Uploaded || r.State == Checked {
			if r, err = anew(ctx, tx, r); err != nil {
				return err
			}
		}
		r.State, r.Error, r.FinishedAt, r.BeatAt = as, "", 0, tx.Now().UnixMilli()
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		if job {
			if err := tx.Enqueue(ctx, db.Job{Kind: Work, Args: Slice{r.ID}}); err != nil {
				return err
			}
		}
		if as == Checking {
			return tx.Record(ctx, fact.ImportChanged{Import: r.ID, State: string(as), By: who.ID})
		}
		return told(ctx, tx, who, "import.started", r)
	})
	if err != nil {
		return Import{}, err
	}
	return d.Import(ctx, who, id)
}

// needsChannel refuses conversations that have nowhere to go.
func needsChannel(ctx context.Context, tx *db.Tx, r importRow) error {
	if r.Kind == Contacts || r.Kind == Chatwoot && r.Format == "csv" {
		return nil
	}
	var there bool
	err := tx.NewRaw("SELECT EXISTS (SELECT 1 FROM channel WHERE id = ?)", r.Channel).Scan(ctx, &there)
	if err == nil && !there {
		return fault.New(fault.Invalid, "import.needs_a_channel").At("channel_id")
	}
	return err
}

// anew forgets what was counted before.
func anew(ctx context.Context, tx *db.Tx, r importRow) (importRow, error) {
	r.RowsDone, r.MadeContacts, r.MadeConversations, r.MadeMessages, r.Changed, r.Known, r.Refused, r.Undone = 0, 0, 0, 0, 0, 0, 0, 0
	if _, err := tx.Exec(ctx, "DELETE FROM import_problem WHERE import_id = ?", r.ID); err != nil {
		return r, fmt.Errorf("forget old problems: %w", err)
	}
	return r, nil
}

// Cancel stops an import. What came in stays; it can go on, or be undone.
func (d *Dock) Cancel(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return Import{}, err
	}
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if !canImport(who, r.State).Cancel {
			return fault.New(fault.Conflict, "import.wrong_state", "state", string(r.State))
		}
		was := r.State
		if r.State, r.FinishedAt = Cancelled, tx.Now().UnixMilli(); was == Checking {
			r.State = Uploaded
		}
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return told(ctx, tx, who, "import.cancelled", r)
	})
	if err != nil {
		return Import{}, err
	}
	return d.Import(ctx, who, id)
}

// Undo takes back what an import made, as long as nobody touched any of it.
func (d *Dock) Undo(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return Import{}, err
	}
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if !canImport(who, r.State).Undo {
			return fault.New(fault.Conflict, "import.wrong_state", "state", string(r.State))
		}
		var touched int64
		err = tx.NewRaw(`SELECT (SELECT COUNT(*) FROM import_made m JOIN conversation c ON c.id = m.object_id WHERE m.import_id = ? AND m.object_kind = 'conversation' AND c.version <> m.version)
			+ (SELECT COUNT(*) FROM import_made m JOIN contact c ON c.id = m.object_id WHERE m.import_id = ? AND m.object_kind = 'contact' AND c.version <> m.version)`, id, id).Scan(ctx, &touched)
		if err != nil {
			return fmt.Errorf("look for what was touched: %w", err)
		}
		if touched > 0 {
			return fault.New(fault.Conflict, "import.touched", "count", touched)
		}
		r.State, r.BeatAt = Undoing, tx.Now().UnixMilli()
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, db.Job{Kind: Work, Args: Slice{r.ID}}); err != nil {
			return err
		}
		return told(ctx, tx, who, "import.undone", r)
	})
	if err != nil {
		return Import{}, err
	}
	return d.Import(ctx, who, id)
}

// Remove forgets an import with its file and its report. What it made stays.
func (d *Dock) Remove(ctx context.Context, who access.Actor, id fact.ImportID) error {
	if err := who.Require(access.DataImport); err != nil {
		return err
	}
	var sum string
	err := d.db.Write(ctx, func(tx *db.Tx) error {
		r, err := take(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if !canImport(who, r.State).Remove {
			return fault.New(fault.Conflict, "import.wrong_state", "state", string(r.State))
		}
		sum = r.SHA256
		if _, err := tx.Exec(ctx, "DELETE FROM import WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove import %s: %w", id, err)
		}
		r.State = "removed"
		return told(ctx, tx, who, "import.removed", r)
	})
	if err != nil {
		return err
	}
	return d.files.DropFile(ctx, sum)
}

// Import shows one import with the first of its problems.
func (d *Dock) Import(ctx context.Context, who access.Actor, id fact.ImportID) (Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return Import{}, err
	}
	r, err := d.load(ctx, d.db.Read(), id)
	if err != nil {
		return Import{}, err
	}
	problems, err := d.problems(ctx, id, -1, 20)
	return r.present(who, problems), err
}

// Imports lists the imports, the newest first.
func (d *Dock) Imports(ctx context.Context, who access.Actor) ([]Import, error) {
	if err := who.Require(access.DataImport); err != nil {
		return nil, err
	}
	var rows []importRow
	if err := d.db.Read().NewRaw("SELECT * FROM import ORDER BY created_at DESC, id DESC LIMIT 100").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	all := make([]Import, len(rows))
	for i, r := range rows {
		all[i] = r.present(who, nil)
	}
	return all, nil
}

// Report writes every refused row as a CSV that can be mended and imported again:
// the line, the column, the reason, and then what stood in the file. say turns a
// code into a sentence.
func (d *Dock) Report(ctx context.Context, who access.Actor, id fact.ImportID, say func(code string, values map[string]any) string, w io.Writer) error {
	if err := who.Require(access.DataImport); err != nil {
		return err
	}
	r, err := d.load(ctx, d.db.Read(), id)
	if err != nil {
		return err
	}
	out, err := sheet.NewWriter(w)
	if err != nil {
		return err
	}
	head := []string{"_line", "_column", "_code", "_reason"}
	cells := r.Format == "csv" && !strings.Contains(r.Columns, recordColumn)
	if cells {
		head = append(head, texts(r.Columns)...)
	} else {
		head = append(head, recordColumn)
	}
	if err := out.Row(head...); err != nil {
		return err
	}
	for after := int64(-1); ; {
		list, err := d.problems(ctx, id, after, 500)
		if err != nil || len(list) == 0 {
			if err != nil {
				return err
			}
			return out.Flush()
		}
		for _, p := range list {
			first := []string{fmt.Sprint(p.Line), p.Column, p.Code, say(p.Code, p.Values)}
			for _, raw := range strings.Split(p.Raw, "\n") {
				row := append(first[:4:4], raw)
				if r.Format == "csv" {
					given := texts(raw)
					if !cells {
						given = recordOf(r, given)
					}
					row = append(first[:4:4], given...)
				}
				if err := out.Row(row...); err != nil {
					return err
				}
			}
			after = p.Line
		}
	}
}

// recordOf finds the record in a row of a report that came in again.
func recordOf(r importRow, cells []string) []string {
	for i, name := range texts(r.Columns) {
		if name == recordColumn && i < len(cells) {
			return []string{cells[i]}
		}
	}
	return nil
}

// ReportName is what to call the report as a file.
func (d *Dock) ReportName(ctx context.Context, who access.Actor, id fact.ImportID) (string, error) {
	if err := who.Require(access.DataImport); err != nil {
		return "", err
	}
	r, err := d.load(ctx, d.db.Read(), id)
	return strings.TrimSuffix(r.Name, path.Ext(r.Name)) + "-refused.csv", err
}

func told(ctx context.Context, tx *db.Tx, who access.Actor, action string, r importRow) error {
	picture := map[string]any{
		"kind": r.Kind, "name": r.Name, "channel": r.Channel, "existing": r.Existing, "rows": r.RowsDone,
		"contacts": r.MadeContacts, "conversations": r.MadeConversations,
	}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "import", ID: string(r.ID), After: picture}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.ImportChanged{Import: r.ID, State: string(r.State), By: who.ID})
}
