package email

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"anlan/internal/kit/tnef"
)

// winmail opens the one attachment in which Outlook packs words and files for other
// Outlooks. What cannot be opened stays as it came.
func (r *reader) winmail(p *part) (body, bool) {
	if !tnef.Is(p.content) || p.kind != "application/ms-tnef" && p.kind != "application/vnd.ms-tnef" && !strings.EqualFold(p.name, "winmail.dat") {
		return body{}, false
	}
	m, err := tnef.Read(p.content, codePage)
	if err != nil {
		r.problem("winmail.dat breaks off")
	}
	b := body{attached: unpackedFiles(m.Files)}
	if err != nil && len(b.attached) == 0 && m.Text == "" && m.HTML == "" {
		return body{}, false
	}
	r.outlook = body{text: linesOf(m.Text), html: m.HTML}
	return b, true
}

// besides gives a mail the words that Outlook packed, where it has no others: as a rule
// the same words stand beside winmail.dat.
func (r *reader) besides(b body) body {
	if b.empty() {
		b.text, b.html = r.outlook.text, r.outlook.html
	}
	return b
}

func unpackedFiles(files []tnef.File) (all []Attachment) {
	for _, f := range files {
		a := Attachment{Name: baseName(firstNonEmpty(f.Name, "attachment")), Type: f.Type, Inline: f.ContentID != "", ContentID: f.ContentID, Content: f.Data}
		if f.Message != nil {
			all = append(all, unpackedFiles(f.Message.Files)...)
			a.Name, a.Type, a.Content = asPage(a.Name, *f.Message)
		}
		if a.Type == "" {
			a.Type = "application/octet-stream"
		}
		sum := sha256.Sum256(a.Content)
		a.Size, a.SHA256 = len(a.Content), hex.EncodeToString(sum[:])
		all = append(all, a)
	}
	return all
}

// asPage is a mail that was attached to a mail, to be read: its own form is known to
// Outlook alone.
func asPage(name string, m tnef.Message) (file, kind string, content []byte) {
	if m.HTML != "" {
		return name + ".html", "text/html", []byte(m.HTML)
	}
	if m.Subject != "" && m.Subject != name {
		m.Text = m.Subject + "\n\n" + m.Text
	}
	return name + ".txt", "text/plain; charset=utf-8", []byte(m.Text)
}

// codePage decodes text of a Windows code page; of one that we do not know it guesses.
func codePage(b []byte, page int) string {
	label := "cp" + strconv.Itoa(page)
	switch {
	case page == 20866:
		label = "koi8-r"
	case page == 10000:
		label = "macintosh"
	case page > 28590 && page < 28607:
		label = "iso-8859-" + strconv.Itoa(page-28590)
	}
	s, _ := decodeCharset(b, label)
	return s
}
