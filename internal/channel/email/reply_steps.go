package email

import "strings"

// armour takes the PGP armour off a signed text.
func (d *deed) armour() {
	for i := range d.lines {
		switch strings.TrimSpace(d.lines[i].text) {
		case "-----BEGIN PGP SIGNED MESSAGE-----":
			d.give(i, d.endOfParagraph(i), dropped)
		case "-----BEGIN PGP SIGNATURE-----":
			end := i
			for end < len(d.lines) && strings.TrimSpace(d.lines[end].text) != "-----END PGP SIGNATURE-----" {
				end++
			}
			d.give(i, end+1, signature)
		}
	}
}

func (d *deed) endOfParagraph(i int) int {
	for i < len(d.lines) && d.lines[i].role != blank {
		i++
	}
	return i
}

// forwarded handles mail that hands another mail on: that is what the writer
// wants us to read, so it stays; its marker and fields go when nothing else is
// said. A forward inside quoted history is history.
func (d *deed) forwarded() bool {
	f := d.first(0, forward)
	if f < 0 {
		return false
	}
	if earlier := d.first(0, divider, marker, field); earlier >= 0 && earlier < f {
		return false
	}
	if !d.says(0, f) && !d.markup {
		end := f + 1
		for end < len(d.lines) && (d.lines[end].role == field || d.lines[end].role == blank) {
			end++
		}
		d.give(0, end, history)
	}
	return true
}

// cutDivided ends the reply where the mail program copied the earlier mail
// below it: at an "Original Message" line or at a block of header fields.
func (d *deed) cutDivided() {
	for {
		at := d.first(0, divider, field)
		if at < 0 {
			return
		}
		if d.says(0, at) {
			d.give(d.above(d.lines[at].block), len(d.lines), history)
			return
		}
		// Nothing was said above: the mail is all copy, and the copy is what there is.
		for at < len(d.lines) && (d.lines[at].role == divider || d.lines[at].role == field) {
			d.give(at, at+1, dropped)
			at++
		}
	}
}

// above takes along the blank lines and rules right above a cut.
func (d *deed) above(at int) int {
	for at > 0 && (d.lines[at-1].role == blank || d.lines[at-1].role == rule) {
		at--
	}
	return at
}

// cutRuled ends the reply at a line of dashes, unless so much follows that it
// parts chapters and not a signature.
func (d *deed) cutRuled() {
	for at := d.first(0, rule); at >= 0; at = d.first(at+1, rule) {
		if !d.says(0, at) {
			d.give(at, at+1, dropped)
			continue
		}
		if !isSignatureRule(d.lines[at].text) && d.announced(at) {
			continue
		}
		after := d.count(at, words)
		if !isSignatureRule(d.lines[at].text) && after > 25 || len(strings.TrimSpace(d.lines[at].text)) == 1 && after > 4 {
			continue
		}
		next := d.first(at+1, words, quote, marker)
		if next < 0 {
			d.give(at, at+1, dropped)
			return
		}
		if d.lines[next].role != words {
			d.give(at, len(d.lines), history)
			return
		}
		end := len(d.lines)
		if m := d.first(at, marker); m >= 0 {
			d.give(m, end, history)
		} else if q := d.first(at, quote); q >= 0 {
			d.give(q, end, history)
		}
		d.give(at, end, signature)
		return
	}
}

// announced is true when the words above end in a colon: what follows is what
// they speak of.
func (d *deed) announced(at int) bool {
	above := d.lastSpoken(at)
	if above < 0 {
		return false
	}
	s := strings.TrimSpace(d.lines[above].text)
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

func (d *deed) count(from int, r role) int {
	n := 0
	for _, l := range d.lines[from:] {
		if l.role == r && l.fate == spoken {
			n++
		}
	}
	return n
}

// dropSentFrom moves what the telephone added to the signature, and with it a
// name that stands alone right above.
func (d *deed) dropSentFrom() {
	for i := range d.lines {
		if d.lines[i].role != sentFrom || d.lines[i].fate != spoken {
			continue
		}
		d.give(d.cardAbove(i), i+1, signature)
		if i > 1 && d.lines[i-1].role == words && d.lines[i-2].role == blank && isPersonName(d.lines[i-1].text) && d.says(0, i-2) {
			d.give(i-1, i, signature)
		}
	}
}

// cardAbove finds where the table begins that NetEase's app draws above its own
// line ("| |", a name, an address).
func (d *deed) cardAbove(at int) int {
	start := at
	for i := at - 1; i >= 0 && i >= at-10 && d.lines[i].role == words; i-- {
		if strings.HasPrefix(strings.TrimSpace(d.lines[i].text), "|") {
			start = i
		}
	}
	if start > 0 && !d.says(0, start) {
		return at
	}
	return start
}

// cutMarked works on "On … wrote:" lines. Three habits are known: the answer
// above an unquoted copy, above or below a quote, and between quotes.
func (d *deed) cutMarked() {
	lastQuote := -1
	for i, l := range d.lines {
		if l.role == quote && l.fate == spoken {
			lastQuote = i
		}
	}
	if at := d.first(max(0, lastQuote+1), marker); at >= 0 && d.says(0, at) { // copy without ">"
		d.give(d.lines[at].block, len(d.lines), history)
	}
	first := d.first(0, marker)
	if first < 0 {
		return
	}
	if runs := d.quoteRuns(first); len(runs) == 1 && lastQuote > first {
		d.give(first, runs[0].end, history)
		d.cutFooter(runs[0].end)
	}
	for i := range d.lines {
		if d.lines[i].role == marker && d.lines[i].fate == spoken {
			d.lines[i].fate = dropped
			if lastQuote > first {
				d.lines[i].fate = history
			}
		}
	}
}

type span struct{ start, end int }

// quoteRuns finds the stretches of quotes after a marker that words interrupt.
func (d *deed) quoteRuns(from int) []span {
	var runs []span
	open := false
	for i := from; i < len(d.lines); i++ {
		l := d.lines[i]
		if l.fate != spoken {
			continue
		}
		switch l.role {
		case quote, marker, field, divider:
			if !open {
				runs = append(runs, span{i, i + 1})
				open = true
			}
			runs[len(runs)-1].end = i + 1
		case words:
			open = false
		}
	}
	return runs
}

// cutFooter drops what lists and companies put below a quoted mail.
func (d *deed) cutFooter(from int) {
	if !d.says(0, from) || d.count(from, words) > 8 {
		return
	}
	for i := from; i < len(d.lines); i++ {
		if d.lines[i].role == words && looksLikeFooter(d.lines[i].text) {
			d.give(from, len(d.lines), signature)
			return
		}
	}
}

// cutTrailingQuote drops a quote with nothing below it.
func (d *deed) cutTrailingQuote() {
	end := len(d.lines)
	for i := len(d.lines) - 1; i >= 0; i-- {
		l := d.lines[i]
		if l.fate != spoken || l.role == blank {
			continue
		}
		if l.role != quote {
			break
		}
		end = i
	}
	d.give(end, len(d.lines), history)
}
