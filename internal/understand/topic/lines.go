package topic

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// asked is one line of `anlan intent predict`.
type asked struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
}

type answered struct {
	ID    json.RawMessage `json:"id"`
	Label *string         `json:"label"`
	P     float64         `json:"p"`
	Top   []Candidate     `json:"top"`
}

// Predict reads texts and writes a JSON line for each. Lines of JSON have an id,
// which is given back, and a text; of plain lines each is a text, and its number
// the id. A line that cannot be read is reported after the others were answered.
func (m *Model) Predict(r io.Reader, w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var wrong error
	objects, first := false, true
	err := eachLine(r, func(number int, line []byte) error {
		if first {
			first, objects = false, line[0] == '{'
		}
		it, err := read(number, line, objects)
		if err != nil {
			wrong = errors.Join(wrong, err)
			return nil
		}
		return enc.Encode(m.line(it))
	})
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	return errors.Join(err, wrong)
}

func read(number int, line []byte, object bool) (it asked, err error) {
	if !object {
		text := string(line)
		return asked{json.RawMessage(strconv.Itoa(number)), &text}, nil
	}
	if err := json.Unmarshal(line, &it); err != nil {
		return it, fmt.Errorf("line %d: %w", number, err)
	}
	if it.Text == nil {
		return it, fmt.Errorf("line %d has no text", number)
	}
	if len(it.ID) == 0 {
		it.ID = json.RawMessage(strconv.Itoa(number))
	}
	return it, nil
}

func (m *Model) line(it asked) answered {
	a := m.Ask(*it.Text)
	line := answered{ID: it.ID, P: rounded(a.P), Top: a.Top}
	if a.Known() {
		line.Label = &a.Label
	}
	for i := range line.Top {
		line.Top[i].P = rounded(line.Top[i].P)
	}
	return line
}

// rounded keeps four digits, which is more than a probability is good for.
func rounded(p float64) float64 { return math.Round(p*1e4) / 1e4 }
