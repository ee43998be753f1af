package db

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of one document, so that both databases keep exactly the same. They are
// PostgreSQL's: a place above 16,383 is not told apart, a 257th place of one word
// is dropped, and a document of more than a megabyte is refused.
const (
	tokenLimit  = 16_000
	placesLimit = 255
	tokenBytes  = 255
	docBytes    = 900_000
)

// gap holds the place of a token that is not kept, so that its neighbours do not
// become a phrase.
const gap = "~"

// bounded makes tokens safe to write into either database.
func bounded(tokens []string) []string {
	kept := make([]string, 0, min(len(tokens), tokenLimit))
	places := map[string]int{}
	size := 0
	for _, t := range tokens {
		t = clean(t)
		if t == "" {
			continue
		}
		size += len(t) + 8
		if len(kept) == tokenLimit || size > docBytes {
			break
		}
		if places[t]++; places[t] > placesLimit {
			t = gap
		}
		kept = append(kept, t)
	}
	return kept
}

// clean leaves letters, digits, everything outside ASCII but space, and a few
// signs: what the tokenizer of SQLite keeps together and what needs no quoting
// anywhere. Capitals of ASCII become small, because SQLite would make them so.
func clean(token string) string {
	token = strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', strings.ContainsRune("~=@._-+#", r):
			return r
		case r < utf8.RuneSelf, r == utf8.RuneError, unicode.IsSpace(r), unicode.IsControl(r):
			return -1
		}
		return r
	}, token)
	if len(token) > tokenBytes {
		token = strings.ToValidUTF8(token[:tokenBytes], "")
	}
	if token == gap {
		return ""
	}
	return token
}

// vector writes tokens as PostgreSQL keeps them: each word once, with its places.
func vector(tokens []string) string {
	places := map[string][]int{}
	var words []string
	for i, t := range tokens {
		if t == gap {
			continue
		}
		if places[t] == nil {
			words = append(words, t)
		}
		places[t] = append(places[t], i+1)
	}
	var b strings.Builder
	for _, w := range words {
		b.WriteString("'" + w + "'")
		for i, p := range places[w] {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// question writes a query in the language of the database; "" asks for nothing.
func question(dialect Dialect, query WordQuery) string {
	between := map[bool]map[Dialect]string{
		false: {SQLite: " AND ", Postgres: " & "},
		true:  {SQLite: " OR ", Postgres: " | "},
	}[query.Any][dialect]
	var terms []string
	for _, term := range query.Terms {
		var forms []string
		for _, p := range term {
			if text := phrase(dialect, p); text != "" {
				forms = append(forms, text)
			}
		}
		if len(forms) > 0 {
			or := map[Dialect]string{SQLite: " OR ", Postgres: " | "}[dialect]
			terms = append(terms, "("+strings.Join(forms, or)+")")
		}
	}
	return strings.Join(terms, between)
}

func phrase(dialect Dialect, p WordPhrase) string {
	var tokens []string
	for _, t := range p.Tokens {
		if t = clean(t); t != "" {
			tokens = append(tokens, t)
		}
	}
	if len(tokens) == 0 {
		return ""
	}
	if dialect == Postgres {
		text := "('" + strings.Join(tokens, "' <-> '") + "'"
		if p.Prefix {
			text += ":*"
		}
		return text + ")"
	}
	text := `"` + strings.Join(tokens, " ") + `"`
	if p.Prefix {
		text += " *"
	}
	return text
}
