package commitment

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"anlan/internal/kit/passage"
)

// sent is a line of what is inspected.
type sent struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
	At   string          `json:"sent_at"` // RFC 3339
	Zone string          `json:"zone"`    // an IANA name, of the customer
}

type promised struct {
	ID       json.RawMessage `json:"id"`
	Promises []told          `json:"promises"`
}

type told struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Due   *string `json:"due"` // RFC 3339 in the zone of the line; null = no date was said
	Kind  Kind    `json:"kind"`
}

// Inspect reads JSON lines {"id","text","sent_at","zone"} and writes
// {"id","promises":[{"start","end","due","kind"}]} for each. A line that cannot be read
// is told in the error at the end, and does not keep the others from being read.
func Inspect(in io.Reader, out io.Writer, hours Hours) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	buffered := bufio.NewWriterSize(out, 64<<10)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	var (
		wrong error
		text  passage.Passage
	)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			answer, bad := inspected(line, &text, hours)
			if bad != nil {
				wrong = errors.Join(wrong, fmt.Errorf("line %d %w", number, bad))
			} else if bad := enc.Encode(answer); bad != nil {
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

func inspected(line []byte, text *passage.Passage, hours Hours) (promised, error) {
	var it sent
	if err := json.Unmarshal(line, &it); err != nil {
		return promised{}, fmt.Errorf("is no JSON object that can be read: %w", err)
	}
	switch {
	case it.Text == nil:
		return promised{}, errors.New("has no text")
	case it.At == "":
		return promised{}, errors.New("has no sent_at")
	case it.Zone == "":
		return promised{}, errors.New("has no zone")
	}
	at, err := time.Parse(time.RFC3339, it.At)
	if err != nil {
		return promised{}, fmt.Errorf("has a sent_at that is no moment like 2026-12-02T10:30:00+08:00: %q", it.At)
	}
	zone, err := time.LoadLocation(it.Zone)
	if err != nil || it.Zone == "Local" { // that of this machine is nobody's
		return promised{}, fmt.Errorf("has a zone that is not known, like Asia/Shanghai would be: %q", it.Zone)
	}
	if len(it.ID) == 0 {
		it.ID = json.RawMessage("null")
	}
	answer := promised{ID: it.ID, Promises: []told{}}
	text.Read(*it.Text)
	for _, p := range Find(text, at.In(zone), hours) {
		one := told{Start: p.Start, End: p.End, Kind: p.Kind}
		if !p.Due.IsZero() {
			due := p.Due.Format(time.RFC3339)
			one.Due = &due
		}
		answer.Promises = append(answer.Promises, one)
	}
	return answer, nil
}
