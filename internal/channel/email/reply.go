package email

import "strings"

// maxReplyLines bounds what is classified; nobody writes more by hand.
const maxReplyLines = 20000

// Reply parts a mail body into what its writer says this time, what is quoted
// and what is signature. The text is preferred, because it is what was typed;
// the HTML decides when only its markup shows where the history begins.
//
// When in doubt words stay in the reply: a signature shown twice is a nuisance,
// a customer's sentence hidden is a fault.
func Reply(text, html string) Visible {
	if strings.TrimSpace(text) == "" {
		return replyOfHTML(html)
	}
	v := split(linesOfText(text), false)
	if html == "" || v.Quoted != "" {
		return v
	}
	if h := replyOfHTML(html); h.Quoted != "" && h.Reply != "" && len(h.Reply) < len(v.Reply) {
		return h
	}
	return v
}

func linesOfText(text string) []line {
	text = strings.ReplaceAll(linesOf(text), "\u00a0", " ")
	all := strings.Split(text, "\n")
	if len(all) > maxReplyLines {
		all = all[:maxReplyLines]
	}
	lines := make([]line, len(all))
	for i, s := range all {
		lines[i] = line{text: s, block: i}
	}
	return lines
}

// role is what one line of a body is.
type role byte

const (
	blank    role = iota
	words         // somebody's sentence
	quote         // begins with ">" or stands in a quoting element
	marker        // "On Monday Lin wrote:"
	divider       // "-----Original Message-----"
	forward       // "---------- Forwarded message ----------"
	field         // one of "From: …", "Sent: …" in a block of them
	rule          // "--", "____": what follows is not the message
	sentFrom      // "Sent from my iPhone"
)

// fate is where a line ends up.
type fate byte

const (
	spoken fate = iota
	history
	signature
	dropped // markers that carry no words
)

type line struct {
	text  string
	role  role
	fate  fate
	fixed bool // the markup said what it is
	block int  // first line of the blockquote around it, or its own number
}

// split decides the fate of every line, step by step: each step only looks at
// lines that are still spoken.
func split(lines []line, markup bool) Visible {
	classifyLines(lines)
	d := &deed{lines: lines, markup: markup}
	d.armour()
	switch {
	case d.forwarded():
	default:
		d.cutDivided()
		d.cutRuled()
		d.dropSentFrom()
		d.cutMarked()
		d.cutTrailingQuote()
		d.signOff()
	}
	return d.visible()
}

// deed is a body on the table while its lines are parted.
type deed struct {
	lines  []line
	markup bool // the lines come from HTML
}

func (d *deed) give(from, to int, f fate) {
	for i := from; i < to && i < len(d.lines); i++ {
		if d.lines[i].fate == spoken {
			d.lines[i].fate = f
		}
	}
}

// says tells whether any spoken words stand in lines[from:to].
func (d *deed) says(from, to int) bool {
	for i := from; i < to && i < len(d.lines); i++ {
		if d.lines[i].fate == spoken && (d.lines[i].role == words || d.lines[i].role == sentFrom) {
			return true
		}
	}
	return false
}

// first finds the first spoken line of a role at or after from, -1 when none.
func (d *deed) first(from int, roles ...role) int {
	for i := from; i < len(d.lines); i++ {
		if d.lines[i].fate != spoken {
			continue
		}
		for _, r := range roles {
			if d.lines[i].role == r {
				return i
			}
		}
	}
	return -1
}

func (d *deed) visible() Visible {
	var parts [3]strings.Builder
	for _, l := range d.lines {
		if l.fate > signature {
			continue
		}
		parts[l.fate].WriteString(l.text)
		parts[l.fate].WriteByte('\n')
	}
	tidy := func(s string) string { return strings.TrimRight(strings.Trim(s, "\r\n"), " \t\r\n") }
	reply := tidy(parts[spoken].String())
	if strings.TrimSpace(reply) == "" {
		reply = ""
	}
	for strings.HasPrefix(strings.TrimLeft(reply, " \t"), "\n") { // blank lines of blanks at the top
		reply = strings.TrimLeft(reply, " \t")[1:]
	}
	return Visible{reply, tidy(parts[history].String()), tidy(parts[signature].String())}
}
