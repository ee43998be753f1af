package triage

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// written is one line that Inspect reads.
type written struct {
	ID       json.RawMessage `json:"id"`
	Text     *string         `json:"text"`
	Language string          `json:"lang"`
}

type answered struct {
	ID json.RawMessage `json:"id"`
	Reading
	Milliseconds float64 `json:"ms"`
}

// Inspect reads JSON lines {"id","text","lang"?} and writes a reading for each. A
// line that cannot be read is reported after the others were answered.
func (r *Reader) Inspect(in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	buffered := bufio.NewWriterSize(out, 64<<10)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	var wrong error
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			switch answer, bad := r.line(number, line); {
			case bad != nil:
				wrong = errors.Join(wrong, bad)
			default:
				if bad := enc.Encode(answer); bad != nil {
					return bad
				}
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

func (r *Reader) line(number int, line []byte) (answered, error) {
	var it written
	if err := json.Unmarshal(line, &it); err != nil {
		return answered{}, fmt.Errorf("line %d: %w", number, err)
	}
	if it.Text == nil {
		return answered{}, fmt.Errorf("line %d has no text", number)
	}
	if len(it.ID) == 0 {
		it.ID = json.RawMessage("null")
	}
	began := time.Now()
	reading := r.Read(*it.Text, it.Language)
	return answered{it.ID, reading, math.Round(float64(time.Since(began).Microseconds())) / 1e3}, nil
}
