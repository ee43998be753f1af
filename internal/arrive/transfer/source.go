package transfer

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"anlan/internal/kit/sheet"
	"anlan/internal/platform/fault"
)

// item is one thing of a file: a contact, a conversation, or what is wrong with it.
type item struct {
	line         int64
	raw          string // as the report gives it back
	rows         int64  // how many rows of the file it is made of
	contact      *ContactRecord
	conversation *ConversationRecord
	wrong        error
}

// source gives the items of a file one by one, the same each time; io.EOF ends it.
type source interface{ next() (item, error) }

// reportPrefix begins the columns that a report adds to those of the file.
const reportPrefix = "_"

// recordColumn of a report holds a whole record; a report of JSON Lines comes in
// again by it.
const recordColumn = "_record"

// table reads a CSV.
type table struct {
	in      *sheet.Table
	by      reader
	record  int // column of whole records, or -1
	pending *item
}

func newTable(r io.Reader, delimiter rune, by reader) (*table, []string, error) {
	t := &table{in: sheet.NewTable(r, delimiter), by: by, record: -1}
	columns, _, err := t.in.Next()
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "import.empty").Because(err)
	}
	for i, name := range columns {
		if columns[i] = strings.TrimSpace(name); columns[i] == recordColumn {
			t.record = i
		}
	}
	return t, columns, nil
}

// next joins rows of one conversation that follow one another. So it holds one
// item back.
func (t *table) next() (item, error) {
	for {
		one, err := t.row()
		last := t.pending
		if err != nil {
			if errors.Is(err, io.EOF) && last != nil {
				t.pending = nil
				return *last, nil
			}
			return item{}, err
		}
		if last != nil && last.joins(one) {
			last.conversation.Messages = append(last.conversation.Messages, one.conversation.Messages...)
			last.raw += "\n" + one.raw
			last.rows++
			continue
		}
		if t.pending = &one; last != nil {
			return *last, nil
		}
	}
}

// joins tells whether a row goes on with the conversation of the one before.
func (i *item) joins(next item) bool {
	return i.conversation != nil && next.conversation != nil && i.wrong == nil && next.wrong == nil &&
		i.conversation.ID != "" && i.conversation.ID == next.conversation.ID && len(i.conversation.Messages) < maxMessages
}

// maxMessages bounds what one conversation of a file may hold.
const maxMessages = 10_000

// row reads one row of the file by itself.
func (t *table) row() (item, error) {
	cells, line, err := t.in.Next()
	if errors.Is(err, io.EOF) {
		return item{}, err
	}
	if err != nil {
		return item{}, fault.New(fault.Invalid, "import.unreadable").Because(err)
	}
	raw, _ := json.Marshal(cells)
	one := item{line: int64(line), raw: string(raw), rows: 1}
	if t.record >= 0 && t.record < len(cells) {
		return ofLine(one, []byte(cells[t.record])), nil
	}
	if t.by.kind == Contacts {
		c, err := t.by.contact(cells)
		one.contact, one.wrong = &c, err
		return one, nil
	}
	c, m, said, err := t.by.conversation(cells)
	if said {
		c.Messages = []MessageRecord{m}
	}
	one.conversation, one.wrong = &c, err
	return one, nil
}

// records reads JSON Lines in our own form.
type records struct{ in *sheet.Lines }

func (r records) next() (item, error) {
	line, at, err := r.in.Next()
	if errors.Is(err, io.EOF) {
		return item{}, err
	}
	one := item{line: int64(at), raw: string(bytes.ToValidUTF8(line, []byte("\uFFFD"))), rows: 1}
	if errors.Is(err, sheet.ErrTooLong) {
		one.wrong = fault.New(fault.Invalid, "import.row_too_long", "limit", sheet.Longest)
		return one, nil
	}
	if err != nil {
		return item{}, fault.New(fault.Invalid, "import.unreadable").Because(err)
	}
	return ofLine(one, line), nil
}

// ofLine reads a record of our own.
func ofLine(one item, line []byte) item {
	var kind struct {
		Type string `json:"type"`
	}
	line = bytes.ReplaceAll(line, []byte(`\u0000`), nil)
	err := json.Unmarshal(line, &kind)
	switch {
	case err != nil:
	case kind.Type == contactType:
		one.contact = &ContactRecord{}
		err = json.Unmarshal(line, one.contact)
	case kind.Type == conversationType:
		one.conversation = &ConversationRecord{}
		err = json.Unmarshal(line, one.conversation)
	default:
		one.wrong = fault.New(fault.Invalid, "import.unknown_record", "type", kind.Type).At("type")
	}
	if err != nil {
		one.wrong = fault.New(fault.Invalid, "import.not_json").Because(err)
	}
	return one
}

// bundle is the files of an export of another system: one, or many in a zip.
type bundle struct{ files []bundled }

type bundled struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// Bounds of a bundle: what a zip may unfold to, in bytes, and in files.
const (
	maxUnfolded = 8 << 30
	maxFiles    = 200_000
)

func zipped(r io.ReaderAt, size int64) (bundle, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return bundle{}, fault.New(fault.Invalid, "import.unreadable").Because(err)
	}
	var b bundle
	var unfolded uint64
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		unfolded += f.UncompressedSize64
		b.files = append(b.files, bundled{name: path.Clean(f.Name), size: int64(f.UncompressedSize64), open: f.Open})
	}
	if unfolded > maxUnfolded || len(b.files) > maxFiles {
		return bundle{}, fault.New(fault.Invalid, "import.unfolds_too_far", "limit", int64(maxUnfolded))
	}
	return b, nil
}

// find looks for a file by the ends of its path, the first that is there.
func (b bundle) find(paths []string) (bundled, bool) {
	for _, want := range paths {
		if want = strings.Trim(path.Clean("/"+want), "/"); want == "" {
			continue
		}
		for _, f := range b.files {
			if f.name == want || strings.HasSuffix(f.name, "/"+want) {
				return f, true
			}
		}
	}
	return bundled{}, false
}

// readerAt gives random access to a blob; one that has none is copied first.
func readerAt(r io.ReadSeekCloser) (at io.ReaderAt, size int64, done func(), err error) {
	if size, err = r.Seek(0, io.SeekEnd); err != nil {
		return nil, 0, nil, err
	}
	if at, ok := r.(io.ReaderAt); ok {
		return at, size, func() { _ = r.Close() }, nil
	}
	if _, err = r.Seek(0, io.SeekStart); err != nil {
		return nil, 0, nil, err
	}
	tmp, err := os.CreateTemp("", "anlan-import-*")
	if err != nil {
		return nil, 0, nil, err
	}
	done = func() { _ = tmp.Close(); _ = os.Remove(tmp.Name()); _ = r.Close() }
	if _, err = io.Copy(tmp, r); err != nil {
		done()
		return nil, 0, nil, err
	}
	return tmp, size, done, nil
}

// each gives every object of a JSON file of another system: whether it holds
// objects line by line, an array of them, or pages with the array under one of
// the keys. It holds one object at a time. under is the key, "" for none.
func each(r io.Reader, keys []string, give func(under string, object json.RawMessage) error) error {
	in := json.NewDecoder(r)
	in.UseNumber()
	for {
		err := walk(in, keys, "", 0, give)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func walk(in *json.Decoder, keys []string, under string, depth int, give func(string, json.RawMessage) error) error {
	token, err := in.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		for in.More() {
			var object json.RawMessage
			if err := in.Decode(&object); err != nil {
				return err
			}
			if err := give(under, object); err != nil {
				return err
			}
		}
		_, err = in.Token()
		return err
	case json.Delim('{'):
		return walkObject(in, keys, under, depth, give)
	}
	return fmt.Errorf("a bare %v where an object was expected", token)
}

// walkObject tells a page, which has an array of objects under one of the keys,
// from an object that is meant itself.
func walkObject(in *json.Decoder, keys []string, under string, depth int, give func(string, json.RawMessage) error) error {
	self := map[string]json.RawMessage{}
	page := false
	for in.More() {
		token, err := in.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		var raw json.RawMessage
		if known(keys, name) && !meansItself(self, name) {
			page = true
			if err := walk(in, keys, name, depth+1, give); err != nil {
				return err
			}
			continue
		}
		if err := in.Decode(&raw); err != nil {
			return err
		}
		self[name] = raw
	}
	if _, err := in.Token(); err != nil {
		return err
	}
	if page {
		return nil
	}
	whole, err := json.Marshal(self)
	if err != nil {
		return err
	}
	return give(under, whole)
}

func known(keys []string, name string) bool {
	for _, k := range keys {
		if k == name {
			return true
		}
	}
	return false
}

// meansItself tells that an object with an id has what comes now as its own: a
// ticket with its comments, a conversation with its messages.
func meansItself(self map[string]json.RawMessage, name string) bool {
	_, has := self["id"]
	return has && (name == "comments" || name == "messages")
}

// instantOf reads a time of another system: RFC 3339, or seconds since 1970.
func instantOf(v any) *time.Time {
	switch v := v.(type) {
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return bearableTime(at)
		}
		if n := json.Number(v); v != "" {
			return instantOf(n)
		}
	case json.Number:
		if f, err := v.Float64(); err == nil && f > 0 && f < 1e11 {
			return bearableTime(time.UnixMilli(int64(f * 1000)))
		}
	case float64:
		return instantOf(json.Number(fmt.Sprintf("%f", v)))
	}
	return nil
}
