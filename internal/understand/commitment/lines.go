package commitment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"anlan/internal/kit/jsonlines"
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
	var text passage.Passage
	return jsonlines.Answer(in, out, func(it sent) (promised, error) { return inspected(it, &text, hours) })
}

func inspected(it sent, text *passage.Passage, hours Hours) (promised, error) {
	switch {
	case it.Text == nil:
		return promised{}, jsonlines.ErrNoText
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
	answer := promised{ID: jsonlines.ID(it.ID), Promises: []told{}}
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
