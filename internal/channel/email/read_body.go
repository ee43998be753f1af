package email

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strings"

	"anlan/internal/kit/richtext"
)

// body is what a subtree of the mail says, in both forms it may take.
type body struct {
	text, html string
	attached   []Attachment
}

func (b body) empty() bool { return strings.TrimSpace(b.text) == "" && strings.TrimSpace(b.html) == "" }

// readable gives the text of a body that may only have HTML.
func (b body) readable() string {
	if strings.TrimSpace(b.text) != "" || b.html == "" {
		return b.text
	}
	return richtext.ToText(clipped(b.html, maxBody))
}

// body chooses what is to be read: of alternatives one text and one HTML, of
// everything else all texts one after the other, as mail programs show them.
func (r *reader) body(p *part) body {
	switch {
	case p.kind == "multipart/alternative":
		return r.alternative(p)
	case p.is("multipart/"):
		return r.sequence(p)
	}
	return r.leaf(p, true)
}

func (r *reader) alternative(p *part) body {
	var chosen body
	for _, child := range p.children {
		b := r.body(child)
		if strings.TrimSpace(chosen.text) == "" {
			chosen.text = b.text
		}
		if strings.TrimSpace(chosen.html) == "" {
			chosen.html = b.html
		}
		chosen.attached = append(chosen.attached, b.attached...)
	}
	return chosen
}

func (r *reader) sequence(p *part) body {
	var all []body
	var joined body
	anyHTML := false
	for i, child := range p.children {
		var b body
		if child.is("multipart/") {
			b = r.body(child)
		} else {
			b = r.leaf(child, i == 0)
		}
		joined.attached = append(joined.attached, b.attached...)
		if !b.empty() {
			all = append(all, b)
			anyHTML = anyHTML || b.html != ""
		}
	}
	if len(all) == 1 { // leave the single text as it is, its HTML included
		joined.text, joined.html = all[0].text, all[0].html
		return joined
	}
	var texts, htmls []string
	for _, b := range all {
		texts = append(texts, strings.TrimRight(b.readable(), "\n"))
		switch {
		case b.html != "":
			htmls = append(htmls, b.html)
		case anyHTML:
			htmls = append(htmls, richtext.FromText(b.text))
		}
	}
	joined.text, joined.html = strings.Join(texts, "\n\n"), strings.Join(htmls, "\n")
	return joined
}

// leaf decides whether a part is read or attached.
func (r *reader) leaf(p *part, first bool) body {
	if b, opened := r.winmail(p); opened {
		return b
	}
	shown := p.disposition != "attachment" && (first || p.name == "")
	switch {
	case shown && p.kind == "text/plain", shown && isPlainKin[p.kind]:
		text := r.plainText(p)
		return r.withoutUU(text)
	case shown && p.kind == "text/html", shown && p.kind == "application/xhtml+xml":
		label := p.charset
		if lookup(cleanLabel(label)) == nil {
			label = firstNonEmpty(metaCharset(p.content), label)
		}
		return body{html: r.text(p.content, label)}
	case shown && (p.kind == "text/enriched" || p.kind == "text/richtext"):
		return body{text: withoutEnriched(r.text(p.content, p.charset))}
	case p.message && p.name == "" && p.is("text/") && p.disposition != "attachment":
		return body{text: r.plainText(p)}
	}
	return body{attached: []Attachment{r.attachment(p)}}
}

var isPlainKin = map[string]bool{"text/markdown": true, "text/x-plain": true, "text/ascii": true, "text/x-amp-html": false}

func (r *reader) plainText(p *part) string {
	text := linesOf(r.text(p.content, p.charset))
	if strings.EqualFold(p.params["format"], "flowed") {
		text = unflowed(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	// Unlabelled mail that is visibly HTML: the sender forgot to say so.
	return text
}

func (r *reader) attachment(p *part) Attachment {
	content := p.content
	if p.is("multipart/") {
		content = nil
	}
	sum := sha256.Sum256(content)
	return Attachment{
		Name: firstNonEmpty(p.name, givenName(p)), Type: p.kind, Size: len(content), SHA256: hex.EncodeToString(sum[:]),
		Inline:    p.disposition == "inline" || (p.disposition == "" && p.contentID != ""),
		ContentID: p.contentID, Content: content,
	}
}

// givenName names the parts that mail servers add without a name.
func givenName(p *part) string {
	switch p.kind {
	case "message/rfc822", "message/global":
		return "message.eml"
	case "message/delivery-status", "message/global-delivery-status":
		return "delivery-status.txt"
	case "message/feedback-report":
		return "feedback-report.txt"
	case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		return "headers.txt"
	case "text/calendar":
		return "invitation.ics"
	}
	return ""
}

// withoutUU moves uuencoded files out of a text, where old programs put them.
func (r *reader) withoutUU(text string) body {
	b := body{text: text}
	for range 20 {
		file, ok := uuBlock([]byte(b.text))
		if !ok {
			return b
		}
		sum := sha256.Sum256(file.content)
		b.attached = append(b.attached, Attachment{
			Name: baseName(file.name), Type: "application/octet-stream", Size: len(file.content),
			SHA256: hex.EncodeToString(sum[:]), Content: file.content,
		})
		b.text = b.text[:file.start] + b.text[file.end:]
	}
	return b
}

// linesOf gives a text LF line ends and takes out what no screen shows.
func linesOf(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	s = strings.ReplaceAll(s, "\x00", "")
	return strings.TrimPrefix(s, "\ufeff")
}

// unflowed joins the soft line ends of RFC 3676 within one depth of quotation.
func unflowed(text string, deleteSpace bool) string {
	lines := strings.Split(text, "\n")
	var out strings.Builder
	joining, depth := false, 0
	for i, line := range lines {
		d := len(line) - len(strings.TrimLeft(line, ">"))
		content := strings.TrimPrefix(line[d:], " ")
		soft := strings.HasSuffix(content, " ") && content != "-- " && strings.TrimSpace(content) != ""
		if soft && deleteSpace {
			content = content[:len(content)-1]
		}
		switch {
		case joining && d == depth && content != "-- ":
			out.WriteString(content)
		default:
			if i > 0 {
				out.WriteByte('\n')
			}
			out.WriteString(strings.Repeat(">", d))
			if d > 0 && content != "" {
				out.WriteByte(' ')
			}
			out.WriteString(content)
		}
		depth, joining = d, soft
	}
	return out.String()
}

// withoutEnriched drops the commands of text/enriched.
func withoutEnriched(s string) string {
	s = linesOf(s)
	var out strings.Builder
	param := 0
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		if param == 0 {
			out.WriteString(s[:i])
		}
		s = s[i:]
		if strings.HasPrefix(s, "<<") {
			out.WriteByte('<')
			s = s[2:]
			continue
		}
		end := strings.IndexByte(s, '>')
		if end < 0 {
			break
		}
		switch strings.ToLower(s[1:end]) {
		case "param":
			param++
		case "/param":
			param = max(0, param-1)
		}
		s = s[end+1:]
	}
	return html.UnescapeString(out.String())
}
