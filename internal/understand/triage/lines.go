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

func (w written) Missing() string {
	if w.Text == nil {
		return "text"
	}
	return ""
}

type answered struct {
	ID json.RawMessage `json:"id"`
	Reading
	Milliseconds float64 `json:"ms"`
}

// Inspect reads JSON lines {"id","text","lang"?} and writes a reading for each. A
// line that cannot be read is reported after the others were answered.
func (r *Reader) Inspect(in io.Reader, out io.Writer) error {
	return jsonlines.Answer(in, out, func(w written) answered {
		began := time.Now()
		reading := r.Read(*w.Text, w.Language)
		return answered{jsonlines.ID(w.ID), reading, math.Round(float64(time.Since(began).Microseconds())) / 1e3}
	})
}
