package triage

import (
	"encoding/json"
	"io"
	"math"
	"time"

	"anlan/internal/kit/jsonlines"
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
	return jsonlines.Answer(in, out, func(w written) (answered, error) {
		if w.Text == nil {
			return answered{}, jsonlines.ErrNoText
		}
		began := time.Now()
		reading := r.Read(*w.Text, w.Language)
		return answered{jsonlines.ID(w.ID), reading, math.Round(float64(time.Since(began).Microseconds())) / 1e3}, nil
	})
}
