package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"anlan/internal/platform/blob"
	"anlan/internal/platform/fault"
)

// visitor is told of what lies in a backup, in its order.
type visitor struct {
	begin func(Manifest) error
	row   func(t Table, values []any) error
	file  func(name string, content io.Reader, size int64) error
	told  func(Progress)
}

// Verify reads a whole backup and checks every row and file, without putting
// anything anywhere.
func Verify(from io.Reader, passphrase string, told func(Progress)) (Manifest, Summary, error) {
	return visit(from, passphrase, visitor{
		begin: func(Manifest) error { return nil },
		row:   func(Table, []any) error { return nil },
		file: func(_ string, content io.Reader, _ int64) error {
			_, err := io.Copy(io.Discard, content)
			return err
		},
		told: told,
	})
}

// visit walks through a backup and checks that it is whole.
func visit(from io.Reader, passphrase string, v visitor) (m Manifest, end Summary, err error) {
	plain, err := unsealed(from, passphrase)
	if err != nil {
		return m, end, err
	}
	unpacked, err := zstd.NewReader(plain, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return m, end, err
	}
	defer unpacked.Close()
	r := &reader{visitor: v, tar: tar.NewReader(unpacked), sums: map[string]*sum{}, tables: map[string]Table{}}
	if r.told == nil {
		r.told = func(Progress) {}
	}
	m, end, err = r.read()
	if err == nil { // only at its very end has the encryption vouched for all of it
		_, err = io.Copy(io.Discard, unpacked)
	}
	if err != nil && !errors.Is(err, ErrNotWhole) && isDamage(err) {
		err = fmt.Errorf("%w: %w", ErrNotWhole, err)
	}
	return m, end, err
}

func isDamage(err error) bool {
	for _, known := range []error{io.ErrUnexpectedEOF, tar.ErrHeader, zstd.ErrMagicMismatch, zstd.ErrCRCMismatch, zstd.ErrUnexpectedBlockSize, zstd.ErrBlockTooSmall, zstd.ErrReservedBlockType} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

const ageMark = "age-encryption.org/"

func unsealed(from io.Reader, passphrase string) (io.Reader, error) {
	ahead := bufio.NewReaderSize(from, 1<<16)
	mark, err := ahead.Peek(len(ageMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(mark) != ageMark {
		return ahead, nil
	}
	if passphrase == "" {
		return nil, ErrLocked
	}
	key, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, fmt.Errorf("read the passphrase: %w", err)
	}
	key.SetMaxWorkFactor(22)
	plain, err := age.Decrypt(ahead, key)
	if err != nil {
		return nil, fmt.Errorf("open the backup: the passphrase is wrong, or the file is damaged: %w", err)
	}
	return plain, nil
}

type reader struct {
	visitor
	tar     *tar.Reader
	tables  map[string]Table
	sums    map[string]*sum
	damaged []string // files that are not what their name says
	sofar   Progress
}

func (r *reader) read() (m Manifest, end Summary, err error) {
	h, err := r.tar.Next()
	if err != nil || h.Name != manifestName {
		return m, end, fmt.Errorf("%w: it does not begin like a backup of Anlan (%w)", ErrNotWhole, errors.Join(err))
	}
	if m, err = r.manifest(); err != nil {
		return m, end, err
	}
	for {
		h, err := r.tar.Next()
		if err == io.EOF {
			return m, end, fmt.Errorf("%w: its end is missing", ErrNotWhole)
		}
		if err != nil {
			return m, end, err
		}
		switch {
		case h.Name == summaryName:
			end, err = r.summary()
			return m, end, err
		case strings.HasPrefix(h.Name, rowsFolder):
			err = r.rows(path.Base(path.Dir(h.Name)))
		case strings.HasPrefix(h.Name, filesFolder):
			err = r.aFile(strings.TrimPrefix(h.Name, filesFolder), h.Size)
		default:
			err = fmt.Errorf("%w: nobody knows what %s is", ErrNotWhole, h.Name)
		}
		if err != nil {
			return m, end, err
		}
	}
}

func (r *reader) manifest() (m Manifest, err error) {
	content, err := io.ReadAll(r.tar)
	if err != nil {
		return m, err
	}
	if m, err = decoded[Manifest](content, manifestName); err != nil {
		return m, err
	}
	if m.Format > format {
		return m, fmt.Errorf("this backup was made by a newer program (%s): restore it with that one", m.MadeBy)
	}
	for _, t := range m.Tables {
		r.tables[t.Name], r.sums[t.Name] = t, &sum{}
	}
	return m, r.begin(m)
}

func (r *reader) rows(table string) error {
	t, known := r.tables[table]
	if !known {
		return fmt.Errorf("%w: it has rows of %s, which it did not announce", ErrNotWhole, table)
	}
	lines := bufio.NewReaderSize(r.tar, 1<<16)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if err := r.aRow(t, line); err != nil {
				return fmt.Errorf("a row of %s: %w", table, err)
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

func (r *reader) aRow(t Table, line []byte) error {
	r.sums[t.Name].add(line)
	var parts []json.RawMessage
	if err := json.Unmarshal(line, &parts); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWhole, err)
	}
	row, err := values(t.Columns, parts)
	if err != nil {
		return err
	}
	if r.sofar.Rows++; r.sofar.Rows%4096 == 0 {
		r.sofar.Table = t.Name
		r.told(r.sofar)
	}
	return r.row(t, row)
}

func (r *reader) aFile(name string, size int64) error {
	r.sofar.Table = ""
	r.sofar.Files++
	r.sofar.Bytes += size
	r.told(r.sofar)
	err := r.file(name, blob.Verified(r.tar, name), size)
	if fault.Is(err, "attachment.damaged") {
		r.damaged = append(r.damaged, name)
		return nil
	}
	return err
}

func (r *reader) summary() (end Summary, err error) {
	content, err := io.ReadAll(r.tar)
	if err != nil {
		return end, err
	}
	if end, err = decoded[Summary](content, summaryName); err != nil {
		return end, err
	}
	got := map[string]Count{}
	for name, s := range r.sums {
		got[name] = s.count()
	}
	if err := differs(end.Tables, got); err != nil {
		return end, err
	}
	if r.sofar.Files < end.Files {
		return end, fmt.Errorf("%w: it has %d files where %d are expected", ErrNotWhole, r.sofar.Files, end.Files)
	}
	for _, name := range r.damaged {
		if !slices.Contains(end.Missing, name) {
			return end, fmt.Errorf("%w: the file %s is not what its name says", ErrNotWhole, name)
		}
	}
	return end, nil
}
