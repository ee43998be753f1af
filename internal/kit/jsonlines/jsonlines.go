// Package jsonlines answers JSON line by line, as programs do that others pipe into.
package jsonlines

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Question is a line that may lack what it needs.
type Question interface {
	Missing() string // the name of what is not there; "" when all is
}

// Answer reads one JSON object a line and writes the answer to each on a line of its own.
// Empty lines and a byte order mark are passed over. A line that cannot be read, or lacks
// something, gets no answer: it is named by its number in the error that comes when the
// others were answered.
func Answer[In Question, Out any](in io.Reader, out io.Writer, answer func(In) Out) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	buffered := bufio.NewWriterSize(out, 64<<10)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	var wrong error
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			if asked, bad := read[In](number, line); bad != nil {
				wrong = errors.Join(wrong, bad)
			} else if bad := enc.Encode(answer(asked)); bad != nil {
				return bad
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(buffered.Flush(), wrong)
}

func read[In Question](number int, line []byte) (asked In, err error) {
	if err := json.Unmarshal(line, &asked); err != nil {
		return asked, fmt.Errorf("line %d: %w", number, err)
	}
	if missing := asked.Missing(); missing != "" {
		return asked, fmt.Errorf("line %d has no %s", number, missing)
	}
	return asked, nil
}

// ID is the name of a line as it was given, null where it had none.
func ID(given json.RawMessage) json.RawMessage {
	if len(given) == 0 {
		return json.RawMessage("null")
	}
	return given
}
