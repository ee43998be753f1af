package email

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"anlan/internal/kit/richtext"
)

// The limits keep a hostile mail from costing more than its length. A mail that
// meets one is still read, with an entry in Problems.
const (
	maxSize       = 128 << 20
	maxHeaderSize = 1 << 20
	maxFields     = 2000
	maxParts      = 1000
	maxDepth      = 24
	maxAddresses  = 2000
	maxBody       = 4 << 20 // of text shown; the rest stays in the raw mail
	maxReply      = 1 << 20 // of text searched for the visible reply
)

// Read understands one RFC 5322 message, however broken.
func Read(raw []byte) Mail {
	r := &reader{}
	if len(raw) > maxSize {
		raw = raw[:maxSize]
		r.problem("mail cut at the size limit")
	}
	raw = envelopeStripped(raw)
	head, body := r.splitHeader(raw)
	r.hint = charsetHint(head, body)

	m := Mail{Header: head.decoded(r)}
	r.addressBook(head, &m)
	r.identity(head, &m)

	root := r.part(head, body, "", 0)
	r.readBody(root, &m)
	m.Kind, m.Bounce = classify(root, m)
	if event := root.find("text/calendar", "application/ics"); event != nil {
		m.Calendar = r.text(event.content, event.charset)
	}
	m.partSigned, m.partEncrypted = root.insides()
	l := &look{mail: m, root: root, subject: strings.ToLower(m.Subject)}
	m.Machine, m.robot = l.sign(), l.writtenByNobody()
	m.News = l.news()
	m.ReplyText = Reply(clipped(m.Text, maxReply), clipped(r.htmlSource, maxReply)).Reply
	m.Guessed = r.guessed
	m.Problems = r.problems
	return m.whole()
}

// reader carries what is noticed on the way.
type reader struct {
	problems   []string
	guessed    bool
	hint       string // the charset the body is labelled with, for unlabelled headers
	parts      int
	htmlSource string // the HTML before it was sanitised; its classes show the quotes
	leftover   []Attachment
	outlook    body // the words of a winmail.dat
}

func (r *reader) problem(what string) {
	if len(r.problems) >= 20 {
		return
	}
	for _, known := range r.problems {
		if known == what {
			return
		}
	}
	r.problems = append(r.problems, what)
}

// text decodes bytes in a labelled charset and remembers when it had to guess.
func (r *reader) text(b []byte, label string) string {
	if lookup(cleanLabel(label)) == nil && wideLabels[r.hint] && !isUTF8(b) {
		if s := decodeWith(known[r.hint], b); !strings.ContainsRune(s, utf8.RuneError) {
			r.guessed = true
			r.problem("charset guessed")
			return s
		}
	}
	s, how := decodeCharset(b, label)
	switch how {
	case guessedLabel:
		r.guessed = true
		r.problem("charset guessed")
	case damaged:
		r.problem("text damaged: bytes that are not in its charset")
	}
	return s
}

// envelopeStripped takes away what transports and mailboxes put before the
// header: a byte order mark, empty lines, the "From " line of an mbox.
func envelopeStripped(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	raw = unixLines(raw)
	for range 4 {
		line, rest := cutLine(raw)
		trimmed := bytes.TrimSpace(line)
		switch {
		case len(trimmed) == 0 && len(rest) > 0 && leadsToHeader(rest):
			raw = rest
		case bytes.HasPrefix(line, []byte("From ")) && !bytes.HasPrefix(line, []byte("From :")),
			bytes.HasPrefix(line, []byte(">From ")):
			raw = rest
		default:
			return raw
		}
	}
	return raw
}

func leadsToHeader(rest []byte) bool {
	for range 8 {
		line, after := cutLine(rest)
		if len(bytes.TrimSpace(line)) > 0 {
			return fieldName(line) != "" || bytes.HasPrefix(line, []byte("From "))
		}
		rest = after
	}
	return false
}

// unixLines mends mail whose lines end in a bare CR, as old Macs wrote it. Mail
// with any LF keeps its bytes, because CR may then be content.
func unixLines(raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') >= 0 || bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	return bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
}

// cutLine returns the first line without its end, and what follows it.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return b, nil
	}
	return bytes.TrimSuffix(b[:i], []byte("\r")), b[i+1:]
}

func (r *reader) readBody(root *part, m *Mail) {
	b := r.besides(r.body(root))
	m.Attached = append(b.attached, r.leftover...)
	r.htmlSource = b.html
	if b.html != "" {
		m.HTML = richtext.Sanitise(clipped(b.html, maxBody))
	}
	m.Text = clipped(b.text, maxBody)
	if strings.TrimSpace(m.Text) == "" && b.html != "" {
		m.Text = richtext.ToText(clipped(b.html, maxBody))
	}
	if len(b.text) > maxBody || len(b.html) > maxBody {
		r.problem("text cut at the size limit")
	}
}

// whole gives every list of the contract a value, so that JSON has [] and never null.
func (m Mail) whole() Mail {
	m.References = orEmpty(m.References)
	m.To, m.CC, m.ReplyTo = orEmpty(m.To), orEmpty(m.CC), orEmpty(m.ReplyTo)
	m.Attached = orEmpty(m.Attached)
	m.Problems = orEmpty(m.Problems)
	m.Senders = orEmpty(m.Senders)
	return m
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// clipped shortens s to at most n bytes without cutting a character in two.
func clipped(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
