package phrasing

import (
	"encoding/json"
	"io"

	"anlan/internal/kit/jsonlines"
)

// written is one line that Inspect reads.
type written struct {
	ID       json.RawMessage `json:"id"`
	Text     *string         `json:"text"`
	Customer Customer        `json:"customer"`
}

type answered struct {
	ID    json.RawMessage `json:"id"`
	Marks []Mark          `json:"wording"`
}

// Inspect reads JSON lines {"id","text","customer"?} and writes the marks of each. A line
// that cannot be read is reported after the others were answered.
func Inspect(in io.Reader, out io.Writer) error {
	return jsonlines.Answer(in, out, func(w written) (answered, error) {
		if w.Text == nil {
			return answered{}, jsonlines.ErrNoText
		}
		marks := Read(*w.Text, w.Customer)
		if marks == nil {
			marks = []Mark{}
		}
		return answered{jsonlines.ID(w.ID), marks}, nil
	})
}
