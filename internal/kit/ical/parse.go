package ical

import "strings"

// component is a BEGIN … END with its lines and what stands inside.
type component struct {
	name   string
	lines  []line
	inside []component
}

type line struct {
	name   string
	params map[string]string
	value  string
	raw    string
}

func (c component) line(name string) *line {
	for i := range c.lines {
		if c.lines[i].name == name {
			return &c.lines[i]
		}
	}
	return nil
}

func (c component) value(name string) string {
	if l := c.line(name); l != nil {
		return l.value
	}
	return ""
}

func (c component) all(name string) (list []component) {
	for _, one := range c.inside {
		if one.name == name {
			list = append(list, one)
		}
	}
	return list
}

// parse builds the tree. What is not closed ends with the text; depth is bounded by
// the lines there may be.
func parse(text string) component {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\n ", ""), "\n\t", "")
	open := []component{{}}
	closed := func() {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		open[len(open)-1].inside = append(open[len(open)-1].inside, last)
	}
	for n, raw := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		if n >= maxLines {
			break
		}
		l, is := lineOf(strings.TrimRight(raw, " \t"))
		switch {
		case !is:
		case l.name == "BEGIN" && len(open) < 10:
			open = append(open, component{name: strings.ToUpper(strings.TrimSpace(l.value))})
		case l.name == "END" && len(open) > 1:
			closed()
		default:
			open[len(open)-1].lines = append(open[len(open)-1].lines, l)
		}
	}
	for len(open) > 1 {
		closed()
	}
	return open[0]
}

// lineOf parts NAME;PARAM="a:b";OTHER=c:value.
func lineOf(raw string) (l line, is bool) {
	quoted, from := false, 0
	var parts []string
	for i, r := range raw {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == ';':
			parts = append(parts, raw[from:i])
			from = i + 1
		case r == ':':
			parts = append(parts, raw[from:i])
			l = line{name: strings.ToUpper(strings.TrimSpace(parts[0])), params: map[string]string{}, value: raw[i+1:], raw: raw}
			for _, p := range parts[1:] {
				name, value, _ := strings.Cut(p, "=")
				l.params[strings.ToUpper(strings.TrimSpace(name))] = strings.Trim(value, `"`)
			}
			return l, l.name != ""
		}
	}
	return l, false
}

var unescaped = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`)

// words is a text as people read it.
func words(value string) string { return strings.TrimSpace(unescaped.Replace(value)) }
