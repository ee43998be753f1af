// Package richtext moves between HTML that strangers wrote and text that people
// read. It is pure: strings in, strings out, no clock and no network.
//
// Sanitise is the only door through which foreign HTML may reach a screen.
// ToText is what search, previews and reply trimming work on. FromText makes
// the HTML of an answer that was typed as plain text.
package richtext

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// policy says what may stay. It is built once: bluemonday policies are safe for
// concurrent use as soon as nobody changes them any more.
var policy = newPolicy()

// Sanitise keeps the markup that carries meaning in a mail (paragraphs, lists,
// tables, links, images, simple colours) and drops everything that could run,
// load a frame, post a form or cover the page around it.
//
// `cid:` image addresses stay as they are, because the caller knows which
// attachment they mean and rewrites them when it has a URL for it.
func Sanitise(html string) string {
	if html == "" {
		return ""
	}
	return strings.TrimSpace(policy.Sanitize(html))
}

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(
		"p", "br", "hr", "div", "span", "blockquote", "pre", "code", "tt", "samp", "kbd", "var",
		"h1", "h2", "h3", "h4", "h5", "h6", "center", "address", "article", "section", "header", "footer", "main",
		"b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "small", "big", "mark", "q", "cite", "abbr",
		"ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "font", "bdi", "bdo",
		"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "ruby", "rt", "rp", "wbr",
	)
	allowLinks(p)
	allowAttributes(p)
	allowStyles(p)
	p.SkipElementsContent("script", "style", "title", "head", "noscript", "template", "iframe", "object", "embed",
		"applet", "svg", "math", "xml", "textarea", "select", "button", "audio", "video", "canvas", "frameset", "noframes", "xmp", "noembed", "plaintext")
	return p
}

func allowLinks(p *bluemonday.Policy) {
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AllowURLSchemes("mailto", "tel", "cid")
	p.AllowURLSchemeWithCustomPolicy("http", hasHost) // `http:path` would lead into the desk itself
	p.AllowURLSchemeWithCustomPolicy("https", hasHost)
	p.AllowURLSchemeWithCustomPolicy("data", isRasterImage)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").OnElements("img")
	p.AllowElements("a", "img")
	// A link out of the desk must neither steer our window nor tell where it came from.
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
}

func hasHost(u *url.URL) bool { return u.Host != "" }

var rasterImage = regexp.MustCompile(`^image/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=%\s]+$`)

// isRasterImage keeps pasted pictures and refuses every other data: address,
// SVG among them, because that is a document that can carry script.
func isRasterImage(u *url.URL) bool { return rasterImage.MatchString(u.Opaque) }

var (
	measure   = regexp.MustCompile(`^[0-9]{1,5}(?:\.[0-9]{1,3})?(?:px|%|em|ex|pt)?$`)
	direction = regexp.MustCompile(`(?i)^(?:ltr|rtl|auto)$`)
	alignment = regexp.MustCompile(`(?i)^(?:left|right|center|justify|top|middle|bottom|baseline|char)$`)
	colour    = regexp.MustCompile(`(?i)^(?:#[0-9a-f]{3,8}|[a-z]{3,24}|rgba?\([0-9., %]{5,40}\))$`)
	language  = regexp.MustCompile(`^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$`)
	fontNames = regexp.MustCompile(`^[\p{L}\p{N} ,'"._-]{1,200}$`)
	fontSize  = regexp.MustCompile(`^[+-]?[0-9]{1,2}$`)
	edge      = regexp.MustCompile(`(?i)^(?:[0-9.]{1,6}(?:px|pt|em)?|none|solid|dashed|dotted|double|inset|outset|#[0-9a-f]{3,8}|[a-z]{3,24}|rgba?\([0-9., ]{5,40}\)|\s)+$`)
	spacing   = regexp.MustCompile(`(?i)^(?:(?:auto|[0-9]{1,4}(?:\.[0-9]{1,3})?(?:px|pt|em|ex|%)?)(?:\s+|$)){1,4}$`)
	mentioned = regexp.MustCompile(`^(?:staff|team):[A-Za-z0-9-]{1,40}$`)
	tinyCount = regexp.MustCompile(`^[0-9]{1,3}$`)
)

func allowAttributes(p *bluemonday.Policy) {
	p.AllowAttrs("data-mention").Matching(mentioned).OnElements("span")
	p.AllowAttrs("dir").Matching(direction).Globally()
	p.AllowAttrs("lang").Matching(language).Globally()
	p.AllowAttrs("align", "valign").Matching(alignment).Globally()
	p.AllowAttrs("width", "height").Matching(measure).OnElements("table", "td", "th", "tr", "col", "colgroup", "img", "hr")
	p.AllowAttrs("border", "cellpadding", "cellspacing", "colspan", "rowspan", "span", "start", "value").Matching(tinyCount).
		OnElements("table", "td", "th", "col", "colgroup", "img", "ol", "li")
	p.AllowAttrs("bgcolor", "color").Matching(colour).OnElements("table", "tr", "td", "th", "font", "hr")
	p.AllowAttrs("face").Matching(fontNames).OnElements("font")
	p.AllowAttrs("size").Matching(fontSize).OnElements("font", "hr")
	p.AllowAttrs("alt", "title").Matching(bluemonday.Paragraph).OnElements("img", "a", "abbr", "td", "th")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`(?i)^(?:cite|disc|circle|square|1|a|i)$`)).OnElements("blockquote", "ol", "ul")
}

// allowStyles lists the few properties that change how words look. Nothing here
// can position, cover, load or animate.
func allowStyles(p *bluemonday.Policy) {
	p.AllowStyles("color", "background-color").Matching(colour).Globally()
	p.AllowStyles("font-family").Matching(fontNames).Globally()
	p.AllowStyles("font-size", "line-height").Matching(regexp.MustCompile(`(?i)^(?:[0-9]{1,3}(?:\.[0-9]{1,4})?(?:px|pt|em|rem|%)?|xx?-small|small|medium|large|xx?-large|smaller|larger|normal)$`)).Globally()
	p.AllowStyles("font-weight").MatchingEnum("normal", "bold", "bolder", "lighter", "100", "200", "300", "400", "500", "600", "700", "800", "900").Globally()
	p.AllowStyles("font-style").MatchingEnum("normal", "italic", "oblique").Globally()
	p.AllowStyles("text-decoration").MatchingEnum("none", "underline", "line-through", "overline").Globally()
	p.AllowStyles("text-align").MatchingEnum("left", "right", "center", "justify", "start", "end").Globally()
	p.AllowStyles("vertical-align").MatchingEnum("top", "middle", "bottom", "baseline", "sub", "super").Globally()
	p.AllowStyles("white-space").MatchingEnum("normal", "pre", "pre-wrap", "pre-line", "nowrap").Globally()
	p.AllowStyles("margin", "margin-left", "margin-right", "margin-top", "margin-bottom",
		"padding", "padding-left", "padding-right", "padding-top", "padding-bottom").Matching(spacing).Globally()
	p.AllowStyles("border", "border-left", "border-right", "border-top", "border-bottom", "border-color").Matching(edge).Globally()
	p.AllowStyles("border-collapse").MatchingEnum("collapse", "separate").OnElements("table")
	p.AllowStyles("width", "max-width").Matching(measure).OnElements("table", "td", "th", "img", "col")
}
