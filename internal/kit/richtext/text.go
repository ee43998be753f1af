package richtext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// ToText gives the words of an HTML document the way a person would copy them
// from the screen: blocks become lines, list items get a dash, links that say
// something else than their address keep it in brackets, invisible parts vanish.
//
// It walks tokens, not a tree, so that a hostile depth of nesting costs no more
// than its length.
func ToText(source string) string {
	if source == "" {
		return ""
	}
	w := &textWriter{}
	walk(source, w)
	return w.String()
}

func walk(source string, w *textWriter) {
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			if w.hidden == 0 {
				w.words(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			w.open(tag)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
}

// textWriter keeps one line under construction. Breaks are remembered, not
// written, so that three closing divs make one line end and not three.
type textWriter struct {
	out     strings.Builder
	breaks  int  // line ends owed before the next word
	space   bool // a space owed before the next word
	hidden  int  // depth inside elements nobody sees
	pre     int  // depth inside preformatted text
	link    string
	linkAt  int
	cells   int
	wrote   bool
	ordinal []int // running numbers of open lists, -1 for bullets
}

func (w *textWriter) String() string {
	lines := strings.Split(w.out.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

func (w *textWriter) words(s string) {
	if w.pre > 0 {
		w.preformatted(s)
		return
	}
	for s != "" {
		cut := strings.IndexAny(s, " \t\r\n\f")
		switch {
		case cut == 0:
			w.space = true
			s = strings.TrimLeft(s, " \t\r\n\f")
		case cut < 0:
			w.word(s)
			return
		default:
			w.word(s[:cut])
			s = s[cut:]
		}
	}
}

func (w *textWriter) preformatted(s string) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			w.breaks = min(w.breaks+1, 3)
		}
		if line != "" {
			w.settle()
			w.out.WriteString(line)
			w.wrote = true
		}
	}
}

func (w *textWriter) word(s string) {
	w.settle()
	w.out.WriteString(strings.ReplaceAll(s, "\u00a0", " "))
	w.wrote = true
}

// settle writes the line ends or the single space that are owed.
func (w *textWriter) settle() {
	switch {
	case w.breaks > 0:
		if w.wrote {
			w.out.WriteString("\n\n\n"[:w.breaks])
		}
	case w.space && w.wrote:
		w.out.WriteByte(' ')
	}
	w.breaks, w.space = 0, false
}

func (w *textWriter) line(n int) {
	if n == 0 {
		return // not a block
	}
	w.breaks = max(w.breaks, n)
	w.space = false
}

func (w *textWriter) open(tag html.Token) {
	a := tag.DataAtom
	if invisible[a] {
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
		w.breaks = min(w.breaks+1, 3)
		w.space = false
	case atom.Hr:
		w.line(1)
		w.word("---")
		w.line(1)
	case atom.Li:
		w.line(1)
		w.bullet()
	case atom.Ul:
		w.ordinal = append(w.ordinal, -1)
		w.line(1)
	case atom.Ol:
		w.ordinal = append(w.ordinal, 1)
		w.line(1)
	case atom.Td, atom.Th:
		if w.cells > 0 {
			w.space = true
		}
		w.cells++
	case atom.Tr:
		w.cells = 0
		w.line(1)
	case atom.Pre:
		w.pre++
		w.line(1)
	case atom.A:
		w.link, w.linkAt = attribute(tag, "href"), w.out.Len()
	case atom.Img:
		if alt := strings.TrimSpace(attribute(tag, "alt")); alt != "" {
			w.words(alt)
		}
	default:
		w.line(spaceAround[a])
	}
}

func (w *textWriter) bullet() {
	if len(w.ordinal) == 0 || w.ordinal[len(w.ordinal)-1] < 0 {
		w.word("-")
	} else {
		last := len(w.ordinal) - 1
		w.word(itoa(w.ordinal[last]) + ".")
		w.ordinal[last]++
	}
	w.space = true
}

func (w *textWriter) close(a atom.Atom) {
	if invisible[a] {
		w.hidden = max(0, w.hidden-1)
		return
	}
	if w.hidden > 0 {
		return
	}
	switch a {
	case atom.Ul, atom.Ol:
		if len(w.ordinal) > 0 {
			w.ordinal = w.ordinal[:len(w.ordinal)-1]
		}
		w.line(1)
	case atom.Pre:
		w.pre = max(0, w.pre-1)
		w.line(1)
	case atom.A:
		w.address()
	case atom.Li, atom.Tr:
		w.line(1)
	default:
		w.line(spaceAround[a])
	}
}

// address adds where a link goes when its words do not say so.
func (w *textWriter) address() {
	target := strings.TrimSpace(w.link)
	w.link = ""
	if !strings.HasPrefix(target, "http://") && !strings.HasPrefix(target, "https://") {
		return
	}
	said := strings.TrimSpace(w.out.String()[min(w.linkAt, w.out.Len()):])
	if said == "" || len(target) > 300 || bare(target) == bare(said) || strings.Contains(said, ".") && strings.Contains(bare(target), bare(said)) || strings.Contains(said, target) {
		return
	}
	w.word(" <" + target + ">")
}

func bare(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	return strings.ToLower(strings.TrimSuffix(s, "/"))
}

func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
