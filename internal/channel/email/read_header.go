package email

import (
	"bytes"
	"strings"
)

// Header is the decoded header in its order. Names are in lower case.
type Header []Field

type Field struct{ Name, Value string }

// Get returns the first field of that name, "" when there is none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// rawHeader is the header before decoding; values are unfolded.
type rawHeader []rawField

type rawField struct {
	name  string
	value []byte
}

func (h rawHeader) get(name string) []byte {
	for _, f := range h {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

// all joins repeated fields of one name, as broken senders repeat To and Cc.
func (h rawHeader) all(name string) [][]byte {
	var values [][]byte
	for _, f := range h {
		if f.name == name {
			values = append(values, f.value)
		}
	}
	return values
}

func (h rawHeader) decoded(r *reader) Header {
	out := make(Header, 0, len(h))
	for _, f := range h {
		out = append(out, Field{f.name, r.words(f.value)})
	}
	return out
}

// splitHeader reads fields up to the first empty line. A line that is neither a
// field nor a continuation ends the header, unless the header goes on after it.
func (r *reader) splitHeader(b []byte) (rawHeader, []byte) {
	var head rawHeader
	size := 0
	for len(b) > 0 {
		line, rest := cutLine(b)
		size += len(line)
		if size > maxHeaderSize || len(head) >= maxFields {
			r.problem("header cut at the size limit")
			return head, afterEmptyLine(b)
		}
		name := fieldName(line)
		switch {
		case len(bytes.TrimRight(line, " \t\x00")) == 0:
			if len(head) > 0 && len(line) > 0 && continues(rest) {
				break // a folded line of blanks; the field goes on
			}
			return head, rest
		case (line[0] == ' ' || line[0] == '\t') && len(head) > 0:
			last := &head[len(head)-1]
			last.value = append(append(last.value, ' '), bytes.TrimSpace(line)...)
		case name != "":
			_, value, _ := bytes.Cut(line, []byte(":"))
			head = append(head, rawField{name, bytes.Clone(bytes.TrimSpace(value))})
		case len(head) > 0 && goesOn(rest):
			r.problem("header line without a name")
			if bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")) {
				break
			}
			last := &head[len(head)-1]
			last.value = append(append(last.value, ' '), bytes.TrimSpace(line)...)
		default:
			if len(head) > 0 {
				r.problem("header ends without an empty line")
			}
			return head, b
		}
		b = rest
	}
	return head, nil
}

// goesOn tells whether a header can be seen to continue after a broken line.
func goesOn(rest []byte) bool {
	line, _ := cutLine(rest)
	return fieldName(line) != "" || (len(rest) > 0 && len(bytes.TrimSpace(line)) == 0)
}

// continues tells whether a field's text goes on after a line of blanks.
func continues(rest []byte) bool {
	line, after := cutLine(rest)
	if len(line) == 0 || len(bytes.TrimSpace(line)) == 0 {
		return false
	}
	if line[0] == ' ' || line[0] == '\t' {
		next, _ := cutLine(after)
		return fieldName(next) != ""
	}
	return fieldName(line) != "" && !bytes.HasPrefix(line, []byte("--"))
}

func afterEmptyLine(b []byte) []byte {
	for len(b) > 0 {
		line, rest := cutLine(b)
		if len(line) == 0 {
			return rest
		}
		b = rest
	}
	return nil
}

// fieldName returns the name of a header line in lower case, or "" when the
// line is not one. Blanks before the colon are old but legal.
func fieldName(line []byte) string {
	i := bytes.IndexByte(line, ':')
	if i <= 0 || i > 100 {
		return ""
	}
	name := bytes.TrimRight(line[:i], " \t")
	if len(name) == 0 {
		return ""
	}
	blanks := 0
	for _, c := range name {
		if c == ' ' || c == '\t' {
			blanks++
			continue
		}
		if c < 0x21 || c > 0x7e {
			return ""
		}
	}
	if blanks > 0 && !strings.HasPrefix(strings.ToLower(string(name)), "x-") {
		return ""
	}
	return strings.ToLower(string(name))
}
