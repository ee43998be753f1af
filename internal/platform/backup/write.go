package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"anlan/internal/platform/blob"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Source is an installation to be kept.
type Source struct {
	DB     *db.DB
	Schema int64       // number of the migration that the tables are at
	Files  *blob.Store // nil: the tables alone
	Named  string      // SQL that lists the files that the tables name
	MadeBy string      // version of the program

	Passphrase string // "" = not encrypted
	Told       func(Progress)
}

// chunk is how many bytes of rows lie in one entry of the tar, which has to say
// beforehand how long it is.
const chunk = 4 << 20

// Write keeps an installation as it is at one instant. Nothing has to stop for it.
func Write(ctx context.Context, to io.Writer, s Source) (m Manifest, end Summary, err error) {
	if s.Told == nil {
		s.Told = func(Progress) {}
	}
	sealed, err := seal(to, s.Passphrase)
	if err != nil {
		return m, end, err
	}
	squeezed, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return m, end, err
	}
	w := &writer{Source: s, ctx: ctx, tar: tar.NewWriter(squeezed)}
	err = s.DB.Snapshot(ctx, func(tx *sql.Tx) (err error) {
		m, end, err = w.write(tx)
		return err
	})
	if err != nil {
		// Closing would make the file look whole. The encoder is only freed.
		squeezed.Reset(nil)
		return m, end, err
	}
	return m, end, errors.Join(w.tar.Close(), squeezed.Close(), sealed.Close())
}

func seal(to io.Writer, passphrase string) (io.WriteCloser, error) {
	if passphrase == "" {
		return open{to}, nil
	}
	key, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("read the passphrase: %w", err)
	}
	return age.Encrypt(to, key)
}

// open is a writer that needs no end.
type open struct{ io.Writer }

func (open) Close() error { return nil }

type writer struct {
	Source
	ctx   context.Context
	tar   *tar.Writer
	at    time.Time
	rows  bytes.Buffer
	part  int
	sofar Progress
}

func (w *writer) write(tx *sql.Tx) (m Manifest, end Summary, err error) {
	w.at = time.Now().UTC().Truncate(time.Second)
	m = Manifest{Format: format, MadeAt: w.at, MadeBy: w.MadeBy, Database: string(w.DB.Dialect), Schema: w.Schema}
	if m.Tables, err = tables(w.ctx, tx, w.DB.Dialect); err != nil {
		return m, end, err
	}
	if err := w.entry(manifestName, m); err != nil {
		return m, end, err
	}
	if end.Tables, err = w.tables(tx, m.Tables); err != nil {
		return m, end, err
	}
	if end.Last, err = last(w.ctx, tx, w.DB.Dialect); err != nil {
		return m, end, err
	}
	if w.Files != nil {
		if err := w.files(tx, &end); err != nil {
			return m, end, err
		}
	}
	return m, end, w.entry(summaryName, end)
}

func (w *writer) tables(tx *sql.Tx, list []Table) (map[string]Count, error) {
	var current string
	counts, err := counted(w.ctx, tx, w.DB.Dialect, list, func(t Table, line []byte) error {
		if t.Name != current || w.rows.Len()+len(line) > chunk {
			if err := w.flush(current); err != nil {
				return err
			}
		}
		if t.Name != current {
			current, w.part = t.Name, 0
		}
		w.rows.Write(line)
		if w.sofar.Rows++; w.sofar.Rows%4096 == 0 {
			w.sofar.Table = t.Name
			w.Told(w.sofar)
		}
		return w.ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return counts, w.flush(current)
}

// flush writes the rows that wait as one entry.
func (w *writer) flush(table string) error {
	if w.rows.Len() == 0 {
		return nil
	}
	w.part++
	err := w.put(fmt.Sprintf("%s%s/%06d.jsonl", rowsFolder, table, w.part), w.rows.Bytes())
	w.rows.Reset()
	return err
}

// files copies every file that the tables named at that instant. A file that is
// gone or damaged is told of and does not keep the others from being saved.
func (w *writer) files(tx *sql.Tx, end *Summary) error {
	rows, err := tx.QueryContext(w.ctx, w.Named)
	if err != nil {
		return fmt.Errorf("list the files: %w", err)
	}
	defer func() { _ = rows.Close() }()
	w.sofar.Table = ""
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		size, err := w.file(name)
		if fault.IsKind(err, fault.Missing) || fault.Is(err, "attachment.damaged") {
			end.Missing = append(end.Missing, name)
			continue
		}
		if err != nil {
			return fmt.Errorf("keep the file %s: %w", name, err)
		}
		end.Files++
		end.Bytes += size
		w.sofar.Files, w.sofar.Bytes = end.Files, end.Bytes
		w.Told(w.sofar)
	}
	return rows.Err()
}

func (w *writer) file(name string) (int64, error) {
	f, err := w.Files.Get(name)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	if err := w.head(filesFolder+name, f.Size); err != nil {
		return 0, err
	}
	n, err := io.Copy(w.tar, blob.Verified(f, name))
	return n, err
}

func (w *writer) entry(name string, v any) error {
	content, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return w.put(name, content)
}

func (w *writer) put(name string, content []byte) error {
	if err := w.head(name, int64(len(content))); err != nil {
		return err
	}
	_, err := w.tar.Write(content)
	return err
}

func (w *writer) head(name string, size int64) error {
	return w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: w.at, Format: tar.FormatPAX})
}
