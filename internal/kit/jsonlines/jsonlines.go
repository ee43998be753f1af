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

// Answer reads one JSON value a line and writes the answer to each on a line of its own.
// Empty lines and a byte order mark are passed over. A line that cannot be read, or that
// answer refuses ("has no text"), gets none: it is named by its number in the error that
// comes when the others were answered.
func Answer[In, Out any](in io.Reader, out io.Writer, answer func(In) (Out, error)) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	buffered := bufio.NewWriterSize(out, 64<<10)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	var wrong error
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			if answered, bad := one(line, answer); bad != nil {
				wrong = errors.Join(wrong, fmt.Errorf("line %d %w", number, bad))
			} else if bad := enc.Encode(answered); bad != nil {
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

func one[In, Out any](line []byte, answer func(In) (Out, error)) (answered Out, err error) {
	var asked In
	if err := json.Unmarshal(line, &asked); err != nil {
		return answered, fmt.Errorf("is no JSON object that can be read: %w", err)
	}
	return answer(asked)
}

// ID is the name of a line as it was given, null where it had none.
func ID(given json.RawMessage) json.RawMessage {
	if len(given) == 0 {
		return json.RawMessage("null")
	}
	return given
}

// ErrNoText refuses a line without the text that is asked about.
var ErrNoText = errors.New("has no text")
