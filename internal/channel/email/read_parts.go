package email

import (
	"bytes"
	"strings"
)

// part is one node of the MIME tree. content is decoded from its transfer
// encoding; for a multipart it is empty and children hold the rest.
type part struct {
	head        rawHeader
	kind        string // type/subtype in lower case
	params      map[string]string
	disposition string
	name        string
	contentID   string
	charset     string
	content     []byte
	children    []*part
	message     bool // the header of a whole mail, ours or an enclosed one
}

func (p *part) is(prefix string) bool { return strings.HasPrefix(p.kind, prefix) }

// part reads a MIME entity. inherited is the charset of the multipart around
// it, which some senders state there and nowhere else.
func (r *reader) part(head rawHeader, body []byte, inherited string, depth int) *part {
	r.parts++
	p := &part{head: head, message: depth == 0}
	r.describe(p, inherited)
	if p.is("multipart/") && depth < maxDepth && r.parts < maxParts {
		if r.children(p, body, depth) {
			return p
		}
		r.problem("multipart without its parts")
		p.kind = "text/plain"
		if looksHTML(body) {
			p.kind = "text/html"
		}
		if boundary := p.params["boundary"]; boundary != "" {
			body = bytes.TrimPrefix(bytes.TrimLeft(body, "\r\n"), []byte("--"+boundary))
		}
	} else if p.is("multipart/") {
		r.problem("nested too deeply or too many parts")
		p.kind = "application/octet-stream"
	}
	p.content = r.decodeTransfer(body, string(head.get("content-transfer-encoding")))
	return p
}

func (r *reader) describe(p *part, inherited string) {
	media := r.parseMedia(p.head.get("content-type"))
	p.kind, p.params = media.value, media.params
	if p.kind == "" || strings.Count(p.kind, "/") != 1 || strings.HasPrefix(p.kind, "/") || strings.HasSuffix(p.kind, "/") {
		p.kind = r.mendedType(p)
	}
	disposition := r.parseMedia(p.head.get("content-disposition"))
	p.disposition = disposition.value
	p.name = baseName(firstNonEmpty(disposition.params["filename"], media.params["name"], disposition.params["name"], media.params["filename"]))
	if p.contentID = strings.Trim(strings.TrimSpace(string(p.head.get("content-id"))), "<>"); p.contentID == "" && p.head.get("content-location") != nil {
		p.contentID = r.raw8(p.head.get("content-location"))
	}
	p.charset = firstNonEmpty(media.params["charset"], inherited)
}

// mendedType guesses the type of a part whose own statement makes no sense.
func (r *reader) mendedType(p *part) string {
	switch {
	case p.kind == "":
		return "text/plain"
	case p.kind == "text" || p.kind == "plain" || p.kind == "text/":
		return "text/plain"
	case p.kind == "html":
		return "text/html"
	case p.params["boundary"] != "":
		return "multipart/mixed"
	}
	r.problem("content type not readable")
	if p.disposition == "" {
		return "text/plain"
	}
	return "application/octet-stream"
}

// children cuts a multipart at its boundary. It tells whether any was found.
func (r *reader) children(p *part, body []byte, depth int) bool {
	boundary := strings.TrimRight(p.params["boundary"], " \t")
	if boundary == "" {
		if boundary = firstBoundary(body); boundary == "" {
			return false
		}
		r.problem("multipart without a boundary")
	}
	chunks, closed := splitParts(body, boundary)
	if len(chunks) == 0 {
		return false
	}
	if !closed {
		r.problem("multipart not closed")
	}
	for _, chunk := range chunks {
		if r.parts >= maxParts {
			r.problem("nested too deeply or too many parts")
			break
		}
		head, rest := r.splitHeader(chunk)
		if p.kind == "multipart/digest" && head.get("content-type") == nil {
			head = append(head, rawField{"content-type", []byte("message/rfc822")})
		}
		p.children = append(p.children, r.part(head, rest, p.charset, depth+1))
	}
	return true
}

// splitParts returns what stands between the lines of a boundary. The line end
// before a boundary belongs to the boundary.
func splitParts(body []byte, boundary string) (chunks [][]byte, closed bool) {
	delimiter := []byte("--" + boundary)
	start, at := -1, 0
	for at < len(body) {
		next := bytes.IndexByte(body[at:], '\n')
		end := len(body)
		if next >= 0 {
			end = at + next
		}
		line := body[at:end]
		if bytes.HasPrefix(line, delimiter) {
			tail := bytes.TrimRight(line[len(delimiter):], " \t\r")
			last := bytes.Equal(tail, []byte("--"))
			if len(tail) == 0 || last {
				if start >= 0 {
					chunks = append(chunks, chunkOf(body, start, at))
				}
				start = min(end+1, len(body))
				if last {
					return chunks, true
				}
			}
		}
		if next < 0 {
			break
		}
		at = end + 1
	}
	if start >= 0 && (start < len(body) || len(chunks) == 0) {
		chunks = append(chunks, body[start:])
	}
	return chunks, false
}

func chunkOf(body []byte, start, end int) []byte {
	if start >= end {
		return nil
	}
	chunk := bytes.TrimSuffix(body[start:end], []byte("\n"))
	return bytes.TrimSuffix(chunk, []byte("\r"))
}

// firstBoundary guesses the boundary of a multipart that does not name it: the
// first line in dashes that is followed by a header.
func firstBoundary(body []byte) string {
	for range 200 {
		if len(body) == 0 {
			return ""
		}
		line, rest := cutLine(body)
		line = bytes.TrimRight(line, " \t")
		if bytes.HasPrefix(line, []byte("--")) && len(line) > 4 && len(line) < 200 {
			next, _ := cutLine(rest)
			if strings.HasPrefix(fieldName(next), "content-") {
				return string(line[2:])
			}
		}
		body = rest
	}
	return ""
}

// baseName drops the folders that some programs send along with a file name.
func baseName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return strings.TrimSpace(clipped(name, 255))
}

func firstNonEmpty(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func looksHTML(b []byte) bool {
	sample := bytes.ToLower(clip(bytes.TrimSpace(b), 1000))
	for _, mark := range []string{"<html", "<!doctype html", "<body", "<div", "<table", "<p>", "<br"} {
		if bytes.Contains(sample, []byte(mark)) {
			return true
		}
	}
	return false
}
