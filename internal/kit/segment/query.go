package segment

// Phrase is tokens that stand one behind the other; with Prefix the last may be
// the beginning of a longer one.
type Phrase struct {
	Tokens []string
	Prefix bool
}

// Term is one thing that is asked for, in every form that satisfies it.
type Term []Phrase

// Query cuts what a person typed into terms. The last word counts as unfinished
// unless a space or a full stop closed it.
func Query(text string) []Term {
	us := units(clip(text, queryLimit))
	parts := cut(us)
	open := len(us) > 0 && us[len(us)-1].class != other
	var terms []Term
	for i := 0; i < len(parts) && len(terms) < termLimit; {
		chunk := chunkAt(parts, i)
		n := len(chunk)
		var t Term
		if m := phone(parts[i:]); m >= n {
			n = m
			t = phoneTerm(parts[i : i+n])
		} else {
			t = chunkTerm(chunk, open && i+n == len(parts))
		}
		terms = append(terms, t)
		i += n
	}
	return terms
}

func chunkTerm(chunk []part, last bool) Term {
	if chunk[0].class == solid {
		return solidTerm(chunk)
	}
	if chunk[0].class == picture {
		return Term{{Tokens: []string{chunk[0].Text}}}
	}
	t := Term{{Tokens: written(chunk), Prefix: last}}
	if s := stem(chunk[0].Text); s != "" && len(chunk) == 1 {
		t = append(t, Phrase{Tokens: []string{stemMark + s}})
	}
	if j := joined(chunk); j != "" {
		t = append(t, Phrase{Tokens: []string{joinedMark + j}, Prefix: last})
		if len(chunk) > 1 {
			t = append(t, Phrase{Tokens: []string{j}, Prefix: last})
		}
	}
	return t
}

// solidTerm asks for the pairs in a row. One character alone begins a pair or
// ends a run.
func solidTerm(chunk []part) Term {
	if len(chunk) == 1 {
		return Term{{Tokens: []string{chunk[0].Text}, Prefix: true}}
	}
	return Term{{Tokens: written(chunk[:len(chunk)-1])}}
}

func phoneTerm(parts []part) Term {
	t := Term{{Tokens: written(parts)}}
	for _, number := range dialled(parts) {
		t = append(t, Phrase{Tokens: []string{number}}, Phrase{Tokens: []string{joinedMark + number}})
	}
	return t
}

func written(parts []part) []string {
	tokens := make([]string, 0, len(parts))
	for _, p := range parts[:min(len(parts), phraseLimit)] {
		tokens = append(tokens, p.Text)
	}
	return tokens
}
