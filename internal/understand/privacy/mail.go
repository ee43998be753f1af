package privacy

import "anlan/internal/kit/passage"

// letterBox finds e-mail addresses around their sign.
func (f *finder) letterBox() {
	for at := range f.text.Len() {
		if f.text.At(at) != '@' {
			continue
		}
		from := at
		for from > 0 && localPart(f.text.At(from-1)) {
			from--
		}
		for from < at && f.text.At(from) == '.' {
			from++
		}
		to, dots := f.domain(at + 1)
		if from == at || dots == 0 {
			continue
		}
		valid := at-from <= 64 && to-at <= 254 && f.text.At(at-1) != '.'
		for i := from; i+1 < at; i++ {
			valid = valid && (f.text.At(i) != '.' || f.text.At(i+1) != '.')
		}
		f.add(Finding{Kind: Email, Start: from, End: to, Valid: valid, Reason: ByForm})
	}
}

func localPart(r rune) bool {
	switch r {
	case '.', '_', '%', '+', '-', '\'', '#', '&', '=', '~':
		return true
	}
	return passage.Spaced(r) && (r < 0x250 || passage.Digit(r))
}

// domain reads labels with dots between them; the last must have letters.
func (f *finder) domain(from int) (to, dots int) {
	to = from
	label, letters := 0, 0
	for i := from; i <= f.text.Len(); i++ {
		r := f.text.At(i)
		switch {
		case passage.Latin(r) || passage.Digit(r) || r == '-' && label > 0:
			label++
			if passage.Latin(r) {
				letters++
			}
			continue
		case label >= 2 && letters > 0 && dots > 0:
			to = i
		}
		if r != '.' || label == 0 || label > 63 {
			break
		}
		dots, label, letters = dots+1, 0, 0
	}
	if to == from {
		return from, 0
	}
	for f.text.At(to-1) == '-' {
		to--
	}
	return to, dots
}
