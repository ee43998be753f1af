package mask

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"anlan/internal/kit/passage"
)

// HTML is markup as the reader may see it. Tags stay as they are; what is looked at
// is the text between them, as one text, since a number may have a tag inside. An
// attribute that tells what is hidden, such as a link to tel:, goes.
func (v Veil) HTML(text string) string { return v.look(text, true).text }

// part is a token of markup. One of text has its place in the text of all.
type part struct {
	raw   string
	words []rune // nil for what is no text
	at    int
	cuts  []cut
	other bool // the tag is not what it was
}

// cut is a stretch of a part's words with what is shown instead.
type cut struct {
	from, to int
	shown    string
}

func (p part) written() string {
	if len(p.cuts) == 0 {
		return p.raw
	}
	var b strings.Builder
	at := 0
	for _, c := range p.cuts {
		b.WriteString(html.EscapeString(string(p.words[at:c.from]) + c.shown))
		at = c.to
	}
	b.WriteString(html.EscapeString(string(p.words[at:])))
	return b.String()
}

func (v Veil) lookHTML(text string) seen {
	parts, all := v.parts(text)
	var p passage.Passage
	p.Read(all)
	var covered []Covered
	for _, f := range v.find(&p) {
		shown := Hidden(f.Kind, p.Written[f.Start:f.End])
		covered = append(covered, Covered{f.Kind, shown})
		replace(parts, f.Start, f.End, shown)
	}
	var b strings.Builder
	for _, one := range parts {
		b.WriteString(one.written())
		if one.other && len(covered) == 0 { // it stood in a tag alone
			covered = append(covered, Covered{})
		}
	}
	if len(covered) == 0 {
		return seen{text: text}
	}
	return seen{b.String(), covered}
}

// parts reads markup; all is its text with a new line where a block begins or ends.
func (v Veil) parts(text string) (parts []part, all string) {
	var words strings.Builder
	length := 0
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return parts, words.String()
		}
		one := part{raw: string(z.Raw()), at: length}
		switch kind {
		case html.TextToken:
			plain := string(z.Text())
			one.words = []rune(plain)
			words.WriteString(plain)
			length += len(one.words)
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			if !inline[t.DataAtom] {
				words.WriteByte('\n')
				length++
			}
			if v.attributes(&t) {
				one.raw, one.other = t.String(), true
			}
		}
		parts = append(parts, one)
	}
}

// inline are the tags inside which a number or a word goes on.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.I: true, atom.U: true, atom.S: true, atom.Em: true, atom.Strong: true, atom.Span: true, atom.Font: true,
	atom.Small: true, atom.Big: true, atom.Mark: true, atom.Code: true, atom.Sub: true, atom.Sup: true, atom.Wbr: true, atom.Ins: true, atom.Del: true,
}

// attributes takes out or covers what attributes tell.
func (v Veil) attributes(t *html.Token) (changed bool) {
	kept := t.Attr[:0]
	for _, a := range t.Attr {
		if strings.HasPrefix(a.Val, "data:") || !v.tells(a.Val) {
			kept = append(kept, a)
			continue
		}
		changed = true
		switch a.Key {
		case "alt", "title", "aria-label":
			a.Val = v.Text(a.Val)
			kept = append(kept, a)
		}
	}
	t.Attr = kept
	return changed
}

func (v Veil) tells(value string) bool {
	if v.Finds(value) {
		return true
	}
	_, address, is := strings.Cut(value, ":") // mailto:, tel:
	if !is {
		return false
	}
	plain, err := url.PathUnescape(address)
	return err == nil && v.Finds(plain)
}

// replace puts what is shown where a finding begins, and takes out the rest of it.
func replace(parts []part, from, to int, shown string) {
	for i := range parts {
		one := &parts[i]
		start, end := max(from, one.at), min(to, one.at+len(one.words))
		if start >= end {
			continue
		}
		one.cuts = append(one.cuts, cut{start - one.at, end - one.at, shown})
		shown = "" // behind a tag, the finding goes on and nothing more is shown of it
	}
}
