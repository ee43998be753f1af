// Package variables fills texts that people write with places for what is known only
// later: {{contact.name}}, or {{contact.name|there}} with what to say otherwise.
package variables

import (
	"regexp"
	"slices"
	"strings"
)

var braces = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// read takes what stands between the braces apart: a name, and what to say where
// nothing is known.
func read(inside string) (name, otherwise string, hasOtherwise bool) {
	name, otherwise, hasOtherwise = strings.Cut(inside, "|")
	return strings.TrimSpace(name), strings.TrimSpace(otherwise), hasOtherwise
}

// Unknown is the first variable of a text that is none of some names, "" when there is none.
func Unknown(text string, known []string) (name string, is bool) {
	for _, found := range braces.FindAllStringSubmatch(text, -1) {
		if name, _, _ := read(found[1]); !slices.Contains(known, name) {
			return name, true
		}
	}
	return "", false
}

// Fill puts values for variables. What is not known and has nothing to say otherwise
// stays as it is written, and is named.
func Fill(text string, values map[string]string, escape func(string) string) (out string, missing []string) {
	out = braces.ReplaceAllStringFunc(text, func(whole string) string {
		name, otherwise, hasOtherwise := read(whole[2 : len(whole)-2])
		switch value := values[name]; {
		case value != "":
			return escape(value)
		case hasOtherwise:
			return otherwise // of the text itself, and escaped there
		}
		if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
		return whole
	})
	return out, missing
}

// Without is a text whose places are empty.
func Without(text string) string { return braces.ReplaceAllString(text, "") }

// FillLines fills a text and leaves out the lines that speak of something unknown.
func FillLines(text string, values map[string]string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		filled, missing := Fill(line, values, func(s string) string { return s })
		if len(missing) == 0 {
			lines = append(lines, filled)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
