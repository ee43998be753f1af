package topic

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"anlan/internal/kit/linear"
)

// A model's file is a line that names the form, a line of JSON, and the tables
// behind it in the order of their fields, little-endian.
const form = "anlan topics 1\n"

// opening is the line of JSON.
type opening struct {
	Labels   []string    `json:"labels"`
	Texts    int         `json:"texts"`
	Features int         `json:"features"`
	Columns  int         `json:"columns"`
	Sharp    float32     `json:"sharp"`
	Doubt    float32     `json:"doubt"`
	Right    linear.Odds `json:"right"`
	Unknown  linear.Odds `json:"unknown"`
}

// WriteTo writes the model's file.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	b.WriteString(form)
	if err := json.NewEncoder(&b).Encode(opening{m.labels, m.texts, len(m.hashes), m.columns(), m.judgment.sharp, m.judgment.doubt, m.judgment.right, m.judgment.unknown}); err != nil {
		return 0, err
	}
	for _, table := range m.tables() {
		if err := binary.Write(&b, binary.LittleEndian, table); err != nil {
			return 0, err
		}
	}
	return b.WriteTo(w)
}

func (m *Model) tables() []any { return []any{m.bias, m.hashes, m.rarity, m.scale, m.weights} }

// sizeLimit is more than a model may have, so that a wrong file does not fill the memory.
const sizeLimit = 64 << 20

var errNoModel = errors.New("this is not a model of topics, or it is damaged")

// Read reads a model's file.
func Read(r io.Reader) (*Model, error) {
	all, err := io.ReadAll(io.LimitReader(r, sizeLimit))
	if err != nil {
		return nil, err
	}
	rest, ours := bytes.CutPrefix(all, []byte(form))
	line, rest, whole := bytes.Cut(rest, []byte("\n"))
	var o opening
	if !ours || !whole {
		return nil, errNoModel
	}
	if err := json.Unmarshal(line, &o); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoModel, err)
	}
	if !o.sound(len(rest)) {
		return nil, errNoModel
	}
	m := &Model{labels: o.Labels, texts: o.Texts, judgment: judgment{sharp: o.Sharp, doubt: o.Doubt, right: o.Right, unknown: o.Unknown},
		bias: make([]float32, o.Columns), hashes: make([]uint32, o.Features), rarity: make([]float32, o.Features),
		scale: make([]float32, o.Features), weights: make([]int8, o.Features*o.Columns)}
	in := bytes.NewReader(rest)
	for _, table := range m.tables() {
		if err := binary.Read(in, binary.LittleEndian, table); err != nil {
			return nil, fmt.Errorf("%w: %w", errNoModel, err)
		}
	}
	m.version = fingerprint(m)
	m.ready()
	return m, nil
}

// sound tells whether the opening agrees with itself and with what follows.
func (o *opening) sound(following int) bool {
	if o.Features < 0 || o.Columns < 1 || o.Features > sizeLimit || o.Columns > sizeLimit || len(o.Labels) < 1 ||
		o.Columns-len(o.Labels) < 0 || o.Columns-len(o.Labels) > 1 || o.Texts < 0 {
		return false
	}
	if following != o.Columns*4+o.Features*12+o.Features*o.Columns {
		return false
	}
	return fits(o.Right) && fits(o.Unknown)
}

// fits tells whether odds are for our signals, or empty.
func fits(o linear.Odds) bool {
	return len(o.Weight) == 0 || len(o.Weight) == signalCount+1 && len(o.Mean) == signalCount && len(o.Scale) == signalCount
}

// fingerprint names a model by its content.
func fingerprint(m *Model) string {
	h := sha256.New()
	_, _ = m.WriteTo(h) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil)[:6])
}
