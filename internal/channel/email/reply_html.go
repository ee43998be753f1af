package email

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// replyOfHTML reads an HTML body as lines, marks those whose markup says that
// they are quoted or signature, and lets the rules for text do the rest.
func replyOfHTML(source string) Visible {
	if strings.TrimSpace(source) == "" {
		return Visible{}
	}
	w := &lineWalker{}
	w.walk(source)
	v := split(w.lines, true)
	if v.Reply == "" && !w.structural && v.Quoted != "" {
		// Nothing but a copy, and no program marked it as one: show it all.
		all := strings.TrimSpace(strings.Trim(v.Quoted+"\n"+v.Signature, "\n"))
		return Visible{Reply: all}
	}
	return v
}

// lineWalker turns tokens into lines. It keeps a stack of open elements, so
// that it knows when a quoting element ends; the stack is bounded, deeper
// elements count as their parents.
type lineWalker struct {
	lines      []line
	current    strings.Builder
	stack      []element
	hidden     int
	pre        int
	structural bool // some program marked the quote as one
	rest       bool // everything from here on is history
	forwarding bool // everything from here on is a mail that was handed on
	space      bool
	blankOwed  bool
}

type element struct {
	tag   atom.Atom
	mark  mark
	open  int  // line in which it began
	gmail bool // Gmail's element around marker and quote
}

type mark byte

const (
	plain      mark = iota
	quoting         // its content is history
	citing          // a quote among the writer's words
	attributed      // holds "On … wrote:"
	signing         // the signature
	blockquote      // the writer's own quotation, as far as we know
)

const maxStack = 400

func (w *lineWalker) walk(source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	for len(w.lines) < maxReplyLines {
		switch z.Next() {
		case html.ErrorToken:
			w.flush()
			return
		case html.TextToken:
			if w.hidden == 0 {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
}

func (w *lineWalker) text(s string) {
	s = strings.ReplaceAll(s, "\u00a0", " ")
	if w.pre > 0 {
		for i, part := range strings.Split(linesOf(s), "\n") {
			if i > 0 {
				w.end()
			}
			w.current.WriteString(part)
		}
		return
	}
	for _, c := range s {
		if c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' {
			w.space = true
			continue
		}
		if w.space && w.current.Len() > 0 {
			w.current.WriteByte(' ')
		}
		w.space = false
		w.current.WriteRune(c)
	}
}

// end closes the line under construction, even an empty one.
func (w *lineWalker) end() {
	l := line{text: strings.TrimRight(w.current.String(), " "), block: len(w.lines)}
	w.current.Reset()
	w.space = false
	l.role = roleOf(l.text)
	w.mark(&l)
	w.lines = append(w.lines, l)
}

// flush closes the line when something stands in it.
func (w *lineWalker) flush() {
	if w.current.Len() > 0 {
		w.end()
	}
	w.space = false
}

func (w *lineWalker) mark(l *line) {
	if w.rest {
		l.fate, l.fixed = history, true
		return
	}
	if w.forwarding {
		return
	}
	for _, e := range w.stack {
		if e.mark == citing || e.mark == attributed || e.mark == quoting {
			// A quote that begins as a forward is what the writer sends us.
			if w.forwarding = l.role == forward && w.blankSince(e.open); w.forwarding {
				return
			}
		}
		switch e.mark {
		case quoting:
			l.fate, l.fixed = history, true
			return
		case citing:
			if l.role != blank {
				l.role = quote
			}
			l.fixed = true
			return
		case attributed:
			if l.role != blank {
				l.role = marker
			}
			l.fixed = true
			return
		case signing:
			l.fate, l.fixed = signature, true
			return
		case blockquote:
			l.block = min(l.block, e.open)
		}
	}
}

func (w *lineWalker) blankSince(at int) bool {
	for i := at; i < len(w.lines); i++ {
		if w.lines[i].role != blank {
			return false
		}
	}
	return true
}

func (w *lineWalker) open(tag html.Token) {
	a := tag.DataAtom
	if unseen[a] {
		if tag.Type == html.StartTagToken {
			w.hidden++
		}
		return
	}
	if w.hidden > 0 {
		return
	}
	switch a {
	case atom.Br:
		w.end()
		return
	case atom.Hr:
		w.flush()
		if attr(tag, "id") == "stopSpelling" {
			w.cutHere()
		}
		if !w.rest {
			w.current.WriteString("--------")
			w.end()
			w.lines[len(w.lines)-1].role = rule
		}
		return
	case atom.Img, atom.Input, atom.Meta, atom.Link, atom.Col, atom.Wbr, atom.Base, atom.Area:
		return
	case atom.Pre:
		w.pre++
	}
	m := w.refined(tag, meaning(tag))
	if m == quoting || m == citing || m == attributed {
		w.structural = w.structural || m != attributed
	}
	if starts[a] || m != plain {
		w.flush()
		if a == atom.P && len(w.lines) > 0 && w.lines[len(w.lines)-1].role != blank {
			w.end()
		}
	} else if a == atom.Td || a == atom.Th {
		w.space = true
	}
	if restOf(tag) {
		w.cutHere()
	}
	if tag.Type == html.StartTagToken && len(w.stack) < maxStack && (starts[a] || m != plain) {
		gmail := a == atom.Div && (strings.Contains(attr(tag, "class"), "gmail_quote") || strings.Contains(attr(tag, "class"), "gmail_extra"))
		w.stack = append(w.stack, element{tag.DataAtom, m, len(w.lines), gmail})
	}
}

// refined looks around a blockquote: below "On … wrote:" any is a copy, while
// Gmail's own, standing alone, is what the writer marked as a quotation.
func (w *lineWalker) refined(tag html.Token, m mark) mark {
	if tag.DataAtom != atom.Blockquote || m != citing && m != blockquote {
		return m
	}
	w.flush()
	if last := w.lastWords(); last != "" && isMarker(strings.TrimSpace(last), likelyMarker, false) {
		return citing
	}
	if m == citing && strings.EqualFold(strings.TrimSpace(attr(tag, "class")), "gmail_quote") && !w.inGmail() {
		return blockquote
	}
	return m
}

func (w *lineWalker) lastWords() string {
	for i := len(w.lines) - 1; i >= 0 && i > len(w.lines)-4; i-- {
		if w.lines[i].role != blank {
			return w.lines[i].text
		}
	}
	return ""
}

func (w *lineWalker) inGmail() bool {
	for _, e := range w.stack {
		if e.gmail || e.mark == citing {
			return true
		}
	}
	return false
}

func (w *lineWalker) cutHere() {
	w.rest, w.structural = true, true
}

func (w *lineWalker) close(a atom.Atom) {
	if unseen[a] {
		w.hidden = max(0, w.hidden-1)
		return
	}
	if w.hidden > 0 {
		return
	}
	if a == atom.Pre {
		w.pre = max(0, w.pre-1)
	}
	if starts[a] || a == atom.Span {
		if starts[a] {
			w.flush()
		}
		w.pop(a)
	}
}

// pop closes the nearest open element of that name, and what was left open in
// it; but never a quoting element because of a stray end tag of a smaller one.
func (w *lineWalker) pop(a atom.Atom) {
	for i := len(w.stack) - 1; i >= 0 && i > len(w.stack)-50; i-- {
		if w.stack[i].tag == a {
			if w.stack[i].mark != plain {
				w.flush()
			}
			w.stack = w.stack[:i]
			return
		}
		if w.stack[i].mark != plain && a != atom.Body && a != atom.Html && a != atom.Table {
			return
		}
	}
}
