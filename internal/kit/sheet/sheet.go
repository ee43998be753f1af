// Package sheet reads and writes tables and lines as offices have them: CSV out
// of spreadsheets in whatever encoding and with whatever delimiter, and JSON
// Lines. It never holds more than one row.
package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding names how a file's text is written.
type Encoding string

const (
	UTF8    Encoding = "utf-8"
	GB18030 Encoding = "gb18030"
	UTF16LE Encoding = "utf-16le"
	UTF16BE Encoding = "utf-16be"
)

// Detect reads all of r and says how it is written: by its byte order mark, by
// the zero bytes of UTF-16, as UTF-8 where all of it is valid, else as GB18030,
// which is what Chinese spreadsheets write when they do not say so.
func Detect(r io.Reader) (Encoding, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, nil
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	if zeros[1] > len(head)/8 && zeros[1] > 8*zeros[0] {
		return UTF16LE, nil
	}
	if zeros[0] > len(head)/8 && zeros[0] > 8*zeros[1] {
		return UTF16BE, nil
	}
	for {
		char, size, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			return UTF8, nil
		}
		if err != nil {
			return "", err
		}
		if char == utf8.RuneError && size == 1 {
			return GB18030, nil
		}
	}
}

// Decode gives the text of r in UTF-8, without its byte order mark.
func Decode(r io.Reader, e Encoding) io.Reader {
	var t transform.Transformer
	switch e {
	case GB18030:
		t = simplifiedchinese.GB18030.NewDecoder()
	case UTF16LE:
		t = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case UTF16BE:
		t = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	default:
		t = unicode.UTF8BOM.NewDecoder()
	}
	return transform.NewReader(r, t)
}

// Delimiter guesses what parts the columns: the candidate that comes most often
// in the first line outside of quotes.
func Delimiter(head string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range head {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n' || r == '\r':
			if len(counts) > 0 {
				return most(counts)
			}
		case strings.ContainsRune(",;\t|，", r):
			counts[r]++
		}
	}
	return most(counts)
}

func most(counts map[rune]int) rune {
	best := ','
	for _, r := range ",;\t|，" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// Longest is the longest row or line that is read, in bytes. A quote that is
// never closed would otherwise take the rest of the file for one cell.
const Longest = 16 << 20

// ErrTooLong stands for a row over Longest.
var ErrTooLong = errors.New("the row is too long")

// Table reads the rows of a CSV.
type Table struct {
	in    *csv.Reader
	fence *fence
}

// NewTable reads a CSV in UTF-8.
func NewTable(r io.Reader, delimiter rune) *Table {
	f := &fence{r: r}
	in := csv.NewReader(f)
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = delimiter, -1, true, false
	return &Table{in: in, fence: f}
}

// Next gives the next row that is not blank, and the line on which it begins;
// io.EOF at the end.
func (t *Table) Next() (cells []string, line int, err error) {
	for {
		t.fence.left = 2 * Longest
		cells, err = t.in.Read()
		if err != nil {
			return nil, 0, err
		}
		line, _ = t.in.FieldPos(0)
		for i, c := range cells {
			cells[i] = Unguard(strings.ToValidUTF8(strings.ReplaceAll(c, "\x00", ""), "\uFFFD"))
		}
		if strings.Join(cells, "") != "" {
			return cells, line, nil
		}
	}
}

// fence lets only so much through for one row.
type fence struct {
	r    io.Reader
	left int
}

func (f *fence) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, ErrTooLong
	}
	n, err := f.r.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

// Lines reads a text line by line.
type Lines struct {
	in *bufio.Reader
	at int
}

// NewLines reads lines in UTF-8.
func NewLines(r io.Reader) *Lines { return &Lines{in: bufio.NewReaderSize(r, 64<<10)} }

// Next gives the next line that is not blank and its number; io.EOF at the end.
// Of a line that is too long, the beginning comes with ErrTooLong, and reading
// goes on behind it.
func (l *Lines) Next() (line []byte, at int, err error) {
	for {
		l.at++
		line, err = l.read()
		if len(bytes.TrimSpace(line)) > 0 || err != nil {
			return bytes.TrimSpace(line), l.at, err
		}
	}
}

func (l *Lines) read() (line []byte, err error) {
	tooLong := false
	for {
		part, err := l.in.ReadSlice('\n')
		if len(line)+len(part) <= Longest {
			line = append(line, part...)
		} else {
			tooLong = true
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) > 0:
			err = nil
		case err != nil:
			return nil, err
		}
		if tooLong {
			return line[:min(len(line), 1000)], ErrTooLong
		}
		return line, nil
	}
}

// risky are the characters with which a spreadsheet takes a cell for a formula.
const risky = "=+-@\t\r"

// Guard makes a cell that no spreadsheet runs: one that begins like a formula
// gets an apostrophe in front.
func Guard(cell string) string {
	if cell != "" && (strings.ContainsRune(risky, rune(cell[0])) || cell[0] == '\'' && Guard(cell[1:]) != cell[1:]) {
		return "'" + cell
	}
	return cell
}

// Unguard takes the apostrophe away again.
func Unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && Guard(cell[1:]) == cell {
		return cell[1:]
	}
	return cell
}

// Writer writes a CSV that spreadsheets open well: with a byte order mark, so
// that Chinese is read right, and with guarded cells.
type Writer struct {
	out *csv.Writer
}

// NewWriter begins a CSV.
func NewWriter(w io.Writer) (*Writer, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, fmt.Errorf("begin a table: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &Writer{out}, nil
}

// Row writes one row.
func (w *Writer) Row(cells ...string) error {
	guarded := make([]string, len(cells))
	for i, c := range cells {
		guarded[i] = Guard(c)
	}
	return w.out.Write(guarded)
}

// Flush writes what is held back.
func (w *Writer) Flush() error {
	w.out.Flush()
	return w.out.Error()
}
