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
	for _, e := range w.stack {
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

// meaning reads what the element's class or id says about its content. The
// names are those that mail programs write.
func meaning(tag html.Token) mark {
	class, id := strings.ToLower(attr(tag, "class")), strings.ToLower(attr(tag, "id"))
	names := " " + class + " " + id + " "
	switch {
	case tag.Data == "includetail": // QQ Mail
		return quoting
	case containsAny(names, quotingNames):
		return quoting
	case containsAny(names, attributedNames):
		return attributed
	case containsAny(names, signingNames) || attr(tag, "data-signatureblock") != "" || attr(tag, "data-smartmail") == "gmail_signature" || attr(tag, "data-marker") == "__SIG_PRE__":
		return signing
	case attr(tag, "data-marker") == "__QUOTED_TEXT__" || attr(tag, "name") == "quote":
		return quoting
	}
	if tag.DataAtom != atom.Blockquote {
		return plain
	}
	if strings.EqualFold(attr(tag, "type"), "cite") || attr(tag, "cite") != "" || containsAny(names, citingNames) {
		return citing
	}
	return blockquote
}

// Names of the elements that hold an earlier mail: Outlook, Yahoo, Zoho, AOL,
// Proton, NetEase (163, 126), Aliyun, Tencent, Lark, Naver, Sina.
var quotingNames = []string{
	" olk_src_body_section ", " yahoo_quoted", " zmail_extra", " aolmsgpart", " protonmail_quote ", " tutanota_quote ", " isreplycontent ", " ntes_not_fresh_mail ", " reply-history ",
	"__aliyun_previous_message_wrap", " mail-editor-reference-message-container ", " ms-outlook-mobile-reference-message ", " lark-mail-quote", " history-quote-wrapper", " adit-html-block--collapsed", " xmailreply ",
	" divrplyfwdmsg ", " origbody ", " original-content ", " replysplit ", " mcntreply ", " crm-original-content ", " front-blockquote ", " gmail-quote-collapsed ", " mailquote ", " yj6qo ", " quoted-mail ",
}

var attributedNames = []string{" gmail_attr ", " moz-cite-prefix ", " cite-prefix ", " moz-email-headers-table "}

var citingNames = []string{"gmail_quote", "iosymail", " quote ", "reply_quote", " mailcow", " cite ", " protonmail_quote ", " clean_bq ", " spark_quote", " yahoo_quoted", "reply-to"}

var signingNames = []string{" gmail_signature", " moz-signature ", " applemailsignature ", " ms-outlook-mobile-signature ", " ntes_sign", " ntes-signature", " protonmail_signature_block", "__aliyun_signature_wrap", " zmail_signature", " signature ", " mail-signature", " spark-signature", " lark-mail-signature", " xm_write_signature", " email-signature", " foxmail-signature", " x_signature "}

// restOf knows the elements after which only the earlier mail comes.
func restOf(tag html.Token) bool {
	id := strings.ToLower(attr(tag, "id"))
	id = strings.TrimPrefix(id, "x_")
	return id == "divrplyfwdmsg" || id == "replyforwardmsg"
}

func containsAny(s string, names []string) bool {
	if len(s) <= 3 {
		return false
	}
	for _, n := range names {
		if strings.Contains(s, n) {
			return true
		}
	}
	return false
}

func attr(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true, atom.Noscript: true,
	atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Math: true,
}

// starts are the elements that begin and end a line.
var starts = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Blockquote: true, atom.Table: true, atom.Tr: true, atom.Ul: true, atom.Ol: true, atom.Li: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Pre: true, atom.Body: true, atom.Html: true,
	atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Center: true, atom.Address: true, atom.Form: true,
	atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Tbody: true, atom.Fieldset: true, atom.Figure: true,
}
