package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type importRow struct {
	bun.BaseModel     `bun:"table:import"`
	ID                fact.ImportID  `bun:"id,pk"`
	Kind              string         `bun:"kind"`
	Name              string         `bun:"name"`
	Format            string         `bun:"format"`
	Encoding          string         `bun:"encoding"`
	Delimiter         string         `bun:"delimiter"`
	SHA256            string         `bun:"sha256"`
	Size              int64          `bun:"size"`
	Columns           string         `bun:"columns"`
	Mapping           string         `bun:"mapping"`
	Sample            string         `bun:"sample"`
	Channel           fact.ChannelID `bun:"channel_id"`
	Existing          string         `bun:"existing"`
	TimeZone          string         `bun:"time_zone"`
	State             State          `bun:"state"`
	RowsTotal         int64          `bun:"rows_total"`
	RowsDone          int64          `bun:"rows_done"`
	MadeContacts      int64          `bun:"made_contacts"`
	MadeConversations int64          `bun:"made_conversations"`
	MadeMessages      int64          `bun:"made_messages"`
	Changed           int64          `bun:"changed"`
	Known             int64          `bun:"known"`
	Refused           int64          `bun:"refused"`
	Undone            int64          `bun:"undone"`
	Error             string         `bun:"error"`
	CreatedBy         fact.StaffID   `bun:"created_by"`
	CreatedAt         int64          `bun:"created_at"`
	FinishedAt        int64          `bun:"finished_at"`
	BeatAt            int64          `bun:"beat_at"`
	Version           int            `bun:"version"`
}

type problemRow struct {
	bun.BaseModel `bun:"table:import_problem"`
	Import        fact.ImportID  `bun:"import_id"`
	Line          int64          `bun:"line"`
	Column        string         `bun:"column_name"`
	Code          string         `bun:"code"`
	Values        map[string]any `bun:"code_values"`
	Raw           string         `bun:"raw"`
}

type madeRow struct {
	bun.BaseModel `bun:"table:import_made"`
	ID            int64         `bun:",autoincrement"`
	Import        fact.ImportID `bun:"import_id"`
	Kind          string        `bun:"object_kind"`
	Object        string        `bun:"object_id"`
	Version       int           `bun:"version"`
}

type exportRow struct {
	bun.BaseModel `bun:"table:export"`
	ID            fact.ExportID `bun:"id,pk"`
	Kind          string        `bun:"kind"`
	Format        string        `bun:"format"`
	Query         string        `bun:"query"`
	State         State         `bun:"state"`
	Total         int64         `bun:"objects_total"`
	Done          int64         `bun:"objects_done"`
	SHA256        string        `bun:"sha256"`
	Size          int64         `bun:"size"`
	Error         string        `bun:"error"`
	CreatedBy     fact.StaffID  `bun:"created_by"`
	CreatedAt     int64         `bun:"created_at"`
	FinishedAt    int64         `bun:"finished_at"`
	ExpiresAt     int64         `bun:"expires_at"`
}

func texts(list string) []string {
	var out []string
	if json.Unmarshal([]byte(list), &out) != nil || out == nil {
		return []string{}
	}
	return out
}

func list(texts []string) string {
	if texts == nil {
		texts = []string{}
	}
	b, _ := json.Marshal(texts)
	return string(b)
}

func instant(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	at := time.UnixMilli(ms).UTC()
	return &at
}

func (r importRow) present(who access.Actor, problems []RefusedRow) Import {
	i := Import{
		ID: r.ID, Kind: r.Kind, Name: r.Name, Format: r.Format, Encoding: r.Encoding, Size: r.Size, Columns: []Column{}, Meanings: []string{},
		ChannelID: r.Channel, Existing: r.Existing, TimeZone: r.TimeZone, State: r.State, Error: r.Error, Problems: problems,
		Counts: Counts{
			Total: r.RowsTotal, Done: r.RowsDone, Contacts: r.MadeContacts, Conversations: r.MadeConversations, Messages: r.MadeMessages,
			Changed: r.Changed, Known: r.Known, Refused: r.Refused, Undone: r.Undone,
		},
		CreatedBy: r.CreatedBy, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), FinishedAt: instant(r.FinishedAt), Version: r.Version,
		Can: canImport(who, r.State),
	}
	if r.SHA256 == "" { // it rests: there is nothing to read any more
		i.Can.Map, i.Can.Check, i.Can.Start = false, false, false
	}
	if i.Problems == nil {
		i.Problems = []RefusedRow{}
	}
	if r.Format == "csv" {
		i.Meanings = meanings[r.rowKind()]
	}
	var sample [][]string
	_ = json.Unmarshal([]byte(r.Sample), &sample) // ours: it was written by us
	means := texts(r.Mapping)
	for n, name := range texts(r.Columns) {
		c := Column{Name: name, Samples: []string{}}
		if n < len(means) {
			c.Means = means[n]
		}
		for _, cells := range sample {
			if n < len(cells) {
				c.Samples = append(c.Samples, cells[n])
			}
		}
		i.Columns = append(i.Columns, c)
	}
	return i
}

// rowKind is what the rows of a CSV are.
func (r importRow) rowKind() string {
	if r.Kind == Conversations {
		return Conversations
	}
	return Contacts
}

func (d *Dock) load(ctx context.Context, q bun.IDB, id fact.ImportID) (importRow, error) {
	var r importRow
	err := q.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "import.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load import %s: %w", id, err)
	}
	return r, nil
}

// take loads an import for change; on PostgreSQL that locks its row.
func take(ctx context.Context, tx *db.Tx, id fact.ImportID, version int) (importRow, error) {
	var r importRow
	err := tx.NewRaw("UPDATE import SET version = version + 1 WHERE id = ? RETURNING *", id).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "import.missing")
	}
	if err != nil {
		return r, fmt.Errorf("load import %s: %w", id, err)
	}
	if version != 0 && r.Version != version+1 {
		return r, fault.New(fault.Conflict, "import.changed_meanwhile")
	}
	return r, nil
}

func save(ctx context.Context, tx *db.Tx, r importRow) error {
	if _, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save import %s: %w", r.ID, err)
	}
	return nil
}

func (d *Dock) problems(ctx context.Context, id fact.ImportID, after int64, limit int) ([]RefusedRow, error) {
	var rows []problemRow
	err := d.db.Read().NewRaw("SELECT * FROM import_problem WHERE import_id = ? AND line > ? ORDER BY line LIMIT ?", id, after, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the problems of import %s: %w", id, err)
	}
	list := make([]RefusedRow, len(rows))
	for i, r := range rows {
		list[i] = RefusedRow{Line: r.Line, Column: r.Column, Code: r.Code, Values: r.Values, Raw: r.Raw}
	}
	return list, nil
}

func (r exportRow) present(who access.Actor) Export {
	return Export{
		ID: r.ID, Kind: r.Kind, Format: r.Format, State: r.State, Total: r.Total, Done: r.Done, Size: r.Size, Error: r.Error,
		CreatedBy: r.CreatedBy, CreatedAt: time.UnixMilli(r.CreatedAt).UTC(), FinishedAt: instant(r.FinishedAt), ExpiresAt: instant(r.ExpiresAt),
		Can:    ExportCan{Cancel: r.State == Running && who.May(access.DataExport), Download: r.State == Done && who.May(access.DataExport)},
		SHA256: r.SHA256,
	}
}
