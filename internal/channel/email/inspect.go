package email

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"anlan/internal/kit/jsonlines"
)

// InspectFiles writes one JSON object per message found in paths: files, folders
// of files, mailboxes. A file that cannot be opened is an error at the end, after
// everything else was read.
func InspectFiles(paths []string, w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := EachMessage(paths, func(file string, raw []byte) error {
		m := Read(raw)
		m.File = file
		return enc.Encode(m)
	})
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	return err
}

// EachMessage calls visit for every message in paths, in the order of the file
// system. It goes on after a file that cannot be read and reports it at the end;
// it stops at once when visit fails.
func EachMessage(paths []string, visit func(file string, raw []byte) error) error {
	var unread error
	for _, path := range paths {
		err := filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
			if err != nil {
				unread = fmt.Errorf("read %s: %w", file, err)
				return nil
			}
			if d.IsDir() {
				return nil
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				unread = fmt.Errorf("read %s: %w", file, err)
				return nil
			}
			return eachIn(file, raw, visit)
		})
		if err != nil {
			return err
		}
	}
	return unread
}

func eachIn(file string, raw []byte, visit func(string, []byte) error) error {
	if !IsMbox(raw) {
		return visit(file, raw)
	}
	for message := range Mbox(bytes.NewReader(unixLines(raw))) {
		if err := visit(file, message); err != nil {
			return err
		}
	}
	return nil
}

// bodyLine is one line of `anlan inspect reply`.
type bodyLine struct {
	ID   any    `json:"id"`
	Text string `json:"text"`
	HTML string `json:"html"`
}

// InspectReply reads JSON lines {"id","text"|"html"} and writes for each
// {"id","reply","quoted","signature"}. A line that is no JSON is reported by its
// number, after all other lines were answered.
func InspectReply(r io.Reader, w io.Writer) error { return jsonlines.Answer(r, w, answer) }

type answered struct {
	ID any `json:"id"`
	Visible
}

func answer(s bodyLine) (answered, error) { return answered{s.ID, Reply(s.Text, s.HTML)}, nil }
