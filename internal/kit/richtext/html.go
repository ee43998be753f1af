package richtext

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// webAddress finds what people expect to be clickable. It stops at Chinese
// punctuation, because nobody puts a space after a link there.
var webAddress = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `，。；：！？、（）【】《》“”‘’]+`)

// FromText makes simple HTML of plain text: empty lines part paragraphs, single
// line ends stay, web addresses become links.
func FromText(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	if text == "" {
		return ""
	}
	var out strings.Builder
	for _, paragraph := range blankLines.Split(text, -1) {
		out.WriteString("<p>")
		for i, line := range strings.Split(paragraph, "\n") {
			if i > 0 {
				out.WriteString("<br>")
			}
			out.WriteString(linked(line))
		}
		out.WriteString("</p>")
	}
	return out.String()
}

var blankLines = regexp.MustCompile(`\n[ \t]*\n\s*`)

func linked(line string) string {
	var out strings.Builder
	at := 0
	for _, hit := range webAddress.FindAllStringIndex(line, -1) {
		address := strings.TrimRight(line[hit[0]:hit[1]], ".,;:!?)]}")
		end := hit[0] + len(address)
		out.WriteString(html.EscapeString(line[at:hit[0]]))
		safe := html.EscapeString(address)
		out.WriteString(`<a href="` + safe + `" rel="nofollow noreferrer noopener" target="_blank">` + safe + `</a>`)
		at = end
	}
	out.WriteString(html.EscapeString(line[at:]))
	return out.String()
}
