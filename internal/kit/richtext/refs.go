package richtext

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// Mention is a person or a team that a text names. It stands in the HTML as
// <span data-mention="staff:ID">@name</span>.
type Mention struct {
	Kind string // staff or team
	ID   string
}

var (
	mentionMark = regexp.MustCompile(` data-mention="(staff|team):([A-Za-z0-9-]{1,40})"`)
	cidImage    = regexp.MustCompile(`(<img\b[^>]*\ssrc=")cid:([^"]+)(")`)
)

// Mentions lists who a text names, each once, in order. It reads what Sanitise
// made: there no text can look like an attribute.
func Mentions(sanitised string) (list []Mention) {
	for _, found := range mentionMark.FindAllStringSubmatch(sanitised, -1) {
		m := Mention{Kind: found[1], ID: found[2]}
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

// WithoutMentions keeps the names and drops whose ids they are: what leaves the
// house does not tell how we call each other inside.
func WithoutMentions(sanitised string) string { return mentionMark.ReplaceAllString(sanitised, "") }

var remoteImage = regexp.MustCompile(`<img\b[^>]*\ssrc="(https?://[^"]+)"`)

// RemotePictures lists the addresses outside that the HTML shows pictures from, each
// once, in order.
func RemotePictures(sanitised string) (list []string) {
	for _, found := range remoteImage.FindAllStringSubmatch(sanitised, -1) {
		if address := html.UnescapeString(found[1]); !slices.Contains(list, address) {
			list = append(list, address)
		}
	}
	return list
}

var remotePicture = regexp.MustCompile(`<img\b[^>]*\ssrc="https?://[^"]*"[^>]*>`)

// WithoutRemotePictures takes out the pictures that stand elsewhere.
func WithoutRemotePictures(sanitised string) string {
	return remotePicture.ReplaceAllString(sanitised, "")
}

// Shows tells whether the HTML shows a file that is enclosed under a name.
func Shows(sanitised, cid string) bool {
	return strings.Contains(sanitised, `src="cid:`+html.EscapeString(cid)+`"`)
}

// Enclose gives enclosed pictures the address where they can be fetched; where
// there is none, the picture stays as it is.
func Enclose(sanitised string, address func(cid string) string) string {
	return cidImage.ReplaceAllStringFunc(sanitised, func(tag string) string {
		parts := cidImage.FindStringSubmatch(tag)
		if to := address(html.UnescapeString(parts[2])); to != "" {
			return parts[1] + html.EscapeString(to) + parts[3]
		}
		return tag
	})
}
