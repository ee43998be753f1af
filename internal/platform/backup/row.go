package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// raw is a value that JSON has no word for: bytes, and text of broken UTF-8,
// which SQLite keeps and PostgreSQL refuses.
type raw struct {
	B string `json:"b"`
}

// line writes a row as it lies in the backup.
func line(columns []Column, values []any) ([]byte, error) {
	for i, c := range columns {
		v, err := c.Kind.out(values[i])
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
		values[i] = v
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(values)
	return b.Bytes(), err
}

// out is a value as a database gives it, made the same for both.
func (k Kind) out(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return k.outText(v)
	case []byte:
		if k == bytesKind {
			return raw{base64.StdEncoding.EncodeToString(v)}, nil
		}
		return k.outText(string(v))
	case int64:
		switch k {
		case boolean:
			return v != 0, nil
		case real:
			return float64(v), nil
		case text:
			return strconv.FormatInt(v, 10), nil
		}
		return v, nil
	case float64:
		if k == integer {
			return int64(v), nil
		}
		return v, nil
	case bool:
		if k == integer {
			return map[bool]int64{true: 1}[v], nil
		}
		return v, nil
	}
	return nil, fmt.Errorf("a %T has no place in a backup", v)
}

func (k Kind) outText(s string) (any, error) {
	switch k {
	case real:
		return strconv.ParseFloat(s, 64)
	case integer:
		return strconv.ParseInt(s, 10, 64)
	}
	if !utf8.ValidString(s) || bytes.IndexByte([]byte(s), 0) >= 0 {
		return raw{base64.StdEncoding.EncodeToString([]byte(s))}, nil
	}
	return s, nil
}

// values reads a row back.
func values(columns []Column, row []json.RawMessage) ([]any, error) {
	if len(row) != len(columns) {
		return nil, fmt.Errorf("%w: a row has %d values for %d columns", ErrNotWhole, len(row), len(columns))
	}
	out := make([]any, len(row))
	for i, c := range columns {
		v, err := c.Kind.in(row[i])
		if err != nil {
			return nil, fmt.Errorf("%w: column %s: %w", ErrNotWhole, c.Name, err)
		}
		out[i] = v
	}
	return out, nil
}

func (k Kind) in(v json.RawMessage) (any, error) {
	if string(v) == "null" {
		return nil, nil
	}
	if len(v) > 0 && v[0] == '{' {
		r, err := read[raw](v)
		if err != nil {
			return nil, err
		}
		b, err := base64.StdEncoding.DecodeString(r.B)
		if k == bytesKind || err != nil {
			return b, err
		}
		return string(b), nil
	}
	switch k {
	case integer:
		return strconv.ParseInt(string(v), 10, 64)
	case boolean:
		return read[bool](v)
	case real:
		return read[float64](v)
	}
	return read[string](v)
}

func read[T any](v json.RawMessage) (out T, err error) {
	err = json.Unmarshal(v, &out)
	return out, err
}

// readable makes of a row what PostgreSQL takes, and tells whether it had to.
func readable(row []any) (changed bool) {
	for i, v := range row {
		if s, ok := v.(string); ok {
			if clean := strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""); clean != s {
				row[i], changed = clean, true
			}
		}
	}
	return changed
}

// sum adds up rows in any order: equal sums are equal rows, each as often.
type sum struct {
	rows int64
	of   [4]uint64
}

func (s *sum) add(line []byte) {
	s.rows++
	h := sha256.Sum256(bytes.TrimRight(line, "\n"))
	for i := range s.of {
		s.of[i] += binary.LittleEndian.Uint64(h[8*i:])
	}
}

func (s *sum) count() Count {
	var b [32]byte
	for i, n := range s.of {
		binary.LittleEndian.PutUint64(b[8*i:], n)
	}
	return Count{Rows: s.rows, Sum: hex.EncodeToString(b[:])}
}
