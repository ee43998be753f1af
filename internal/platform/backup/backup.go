// Package backup keeps a whole installation in one file and puts it back: every
// table as it stood at one instant, and every file that these tables name. What
// it writes belongs to neither database, so a backup of SQLite can be put into
// PostgreSQL and the other way round.
//
// The file is a tar, compressed with zstd and, with a passphrase, encrypted by
// age. In it lie, in this order: manifest.json, the rows of each table as lines
// of JSON, the files by their SHA-256, and summary.json. Without the summary at
// its end a backup is not whole. Nothing is ever held in memory as a whole.
//
// What can be made again is left out: the words of the search, above all.
package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// format is the shape of the file. A reader refuses one that it does not know.
const format = 1

// Manifest is what stands at the beginning of a backup.
type Manifest struct {
	Format   int       `json:"format"`
	MadeAt   time.Time `json:"made_at"`
	MadeBy   string    `json:"made_by"`  // version of the program
	Database string    `json:"database"` // sqlite or postgres
	Schema   int64     `json:"schema"`   // number of the newest migration
	Tables   []Table   `json:"tables"`
}

// Table is a table and what its columns hold, sorted by name so that both
// databases mean the same by it.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Column is a column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Kind is what a column holds, in words that both databases share.
type Kind string

const (
	text      Kind = "text"
	integer   Kind = "integer"
	boolean   Kind = "boolean"
	real      Kind = "real"
	bytesKind Kind = "bytes"
)

// Summary is what stands at the end: without it the backup is not whole.
type Summary struct {
	Tables  map[string]Count `json:"tables"`
	Files   int64            `json:"files"`
	Bytes   int64            `json:"bytes"`             // of all files
	Last    map[string]int64 `json:"last"`              // the highest number given, of tables that count up
	Missing []string         `json:"missing,omitempty"` // files that a table names and the store did not have, whole
}

// Rows is how many rows all tables have.
func (s Summary) Rows() (n int64) {
	for _, c := range s.Tables {
		n += c.Rows
	}
	return n
}

// Count is how many rows a table has, and a sum over all of them that does not
// depend on their order.
type Count struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"`
}

// Progress is how far the work has come.
type Progress struct {
	Table string // "" once the files are at work
	Rows  int64
	Files int64
	Bytes int64 // of files
}

// What a backup can be told.
var (
	ErrNotWhole = errors.New("this backup is cut off or damaged")
	ErrLocked   = errors.New("this backup is encrypted: give its passphrase")
)

const (
	manifestName = "manifest.json"
	summaryName  = "summary.json"
	rowsFolder   = "rows/"
	filesFolder  = "files/"
)

func decoded[T any](content []byte, what string) (v T, err error) {
	if err := json.Unmarshal(content, &v); err != nil {
		return v, fmt.Errorf("%w: its %s cannot be read: %w", ErrNotWhole, what, err)
	}
	return v, nil
}

// differs compares what should be there with what is, table by table.
func differs(want, got map[string]Count) error {
	var wrong []string
	for name, w := range want {
		if g := got[name]; g != w {
			wrong = append(wrong, fmt.Sprintf("%s has %d rows where %d are expected, or others than these", name, g.Rows, w.Rows))
		}
	}
	for name := range got {
		if _, known := want[name]; !known {
			wrong = append(wrong, name+" is there and was not announced")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return fmt.Errorf("%w: %s", ErrNotWhole, strings.Join(wrong, "; "))
}
