package email

import (
	"encoding/hex"
	"sort"
	"strconv"
	"strings"
)

// mediaType is a Content-Type or Content-Disposition: a lower-case value and
// its parameters, with RFC 2231 pieces joined and decoded.
type mediaType struct {
	value  string
	params map[string]string
}

// parseMedia forgives what senders get wrong: missing quotes, spaces around the
// equals sign, colons for semicolons, comments, encoded words in file names.
func (r *reader) parseMedia(raw []byte) mediaType {
	s := r.raw8(raw)
	value, rest := s, ""
	if i := strings.IndexAny(s, ";"); i >= 0 {
		value, rest = s[:i], s[i+1:]
	}
	value = strings.ToLower(strings.TrimSpace(stripComment(value)))
	// `text/plain charset=x`, without the semicolon
	if i := strings.IndexAny(value, " \t"); i > 0 {
		rest = value[i+1:] + ";" + rest
		value = value[:i]
	}
	value = strings.Trim(value, `"'`)
	m := mediaType{value, map[string]string{}}
	pieces := map[string][]piece{}
	for rest != "" && len(m.params)+len(pieces) < 100 {
		var name, val string
		name, val, rest = nextParam(rest)
		if name == "" {
			continue
		}
		base, number, encoded := splitParamName(name)
		if number < 0 && !encoded {
			if _, twice := m.params[base]; !twice {
				m.params[base] = val
			}
			continue
		}
		pieces[base] = append(pieces[base], piece{max(number, 0), encoded, val})
	}
	for name, list := range pieces {
		m.params[name] = r.joinPieces(list)
	}
	for name, val := range m.params {
		if strings.Contains(val, "=?") {
			m.params[name] = r.words([]byte(val))
		}
	}
	return m
}

func stripComment(s string) string {
	if i := strings.IndexByte(s, '('); i >= 0 {
		if j := strings.IndexByte(s[i:], ')'); j >= 0 {
			return s[:i] + s[i+j+1:]
		}
	}
	return s
}

// nextParam takes one name=value from s and returns what is left.
func nextParam(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, " \t;,")
	i := strings.IndexAny(s, "=;")
	if i < 0 {
		return "", "", ""
	}
	if s[i] == ';' {
		return "", "", s[i+1:]
	}
	name = strings.ToLower(strings.TrimSpace(stripComment(s[:i])))
	if j := strings.LastIndexAny(name, " \t"); j >= 0 {
		name = name[j+1:]
	}
	s = strings.TrimLeft(s[i+1:], " \t")
	if strings.HasPrefix(s, `"`) {
		value, rest = quoted(s)
		return name, value, rest
	}
	if strings.HasPrefix(s, "=?") { // an unquoted encoded word may hold anything but blanks
		if end := strings.Index(s, "?="); end > 0 {
			if j := strings.IndexByte(s[end:], ';'); j >= 0 {
				return name, strings.TrimSpace(s[:end+j]), s[end+j+1:]
			}
			return name, strings.TrimSpace(s), ""
		}
	}
	value, rest, _ = strings.Cut(s, ";")
	return name, strings.TrimSpace(stripComment(value)), rest
}

// quoted reads a quoted string and returns its content and what follows.
func quoted(s string) (string, string) {
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i+1 < len(s) {
				// A lone backslash before an ordinary letter is a Windows path, not an escape.
				if s[i+1] != '"' && s[i+1] != '\\' {
					out.WriteByte('\\')
				}
				i++
				out.WriteByte(s[i])
			}
		case '"':
			return out.String(), s[i+1:]
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String(), ""
}

type piece struct {
	number  int
	encoded bool
	value   string
}

// splitParamName understands name, name*, name*0 and name*0*.
func splitParamName(name string) (base string, number int, encoded bool) {
	encoded = strings.HasSuffix(name, "*")
	name = strings.TrimSuffix(name, "*")
	base, digits, found := strings.Cut(name, "*")
	if !found {
		return name, -1, encoded
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return base, 0, encoded
	}
	return base, n, encoded
}

func (r *reader) joinPieces(list []piece) string {
	sort.SliceStable(list, func(i, j int) bool { return list[i].number < list[j].number })
	charset := ""
	var bytes []byte
	for i, p := range list {
		v := p.value
		if p.encoded {
			if i == 0 {
				if parts := strings.SplitN(v, "'", 3); len(parts) == 3 {
					charset, v = parts[0], parts[2]
				}
			}
			bytes = append(bytes, percentDecoded(v)...)
			continue
		}
		bytes = append(bytes, v...)
	}
	return r.text(bytes, charset)
}

func percentDecoded(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				out = append(out, b[0])
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}
