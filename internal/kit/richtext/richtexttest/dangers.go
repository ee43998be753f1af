// Package richtexttest judges sanitised HTML the way a browser would: by parsing
// it anew and looking at what came out.
package richtexttest

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Dangers lists everything in source that could run, load a frame, post a form,
// or restyle the page around it. It is empty for safe HTML.
func Dangers(source string) []string {
	var found []string
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil { // nested beyond what the parser takes: judge every tag alone
		return ofTags(source)
	}
	for len(nodes) > 0 {
		n := nodes[len(nodes)-1]
		nodes = nodes[:len(nodes)-1]
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			nodes = append(nodes, c)
		}
		if n.Type == html.CommentNode && strings.Contains(n.Data, "<") {
			found = append(found, "comment with markup")
		}
		if n.Type == html.ElementNode {
			found = append(found, ofElement(n)...)
		}
	}
	return found
}

func ofTags(source string) []string {
	var found []string
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			found = append(found, ofElement(&html.Node{Type: html.ElementNode, Data: tag.Data, DataAtom: tag.DataAtom, Attr: tag.Attr})...)
		}
	}
}

func ofElement(n *html.Node) []string {
	var found []string
	if forbidden[n.Data] || n.Namespace != "" {
		found = append(found, "element "+n.Data)
	}
	for _, a := range n.Attr {
		value := squeezed(a.Val)
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc", a.Key == "formaction", a.Key == "ping", a.Key == "background", a.Key == "is", a.Key == "id", a.Key == "name", a.Key == "class":
			found = append(found, fmt.Sprintf("attribute %s on %s", a.Key, n.Data))
		case addresses[a.Key] && !harmless(value):
			found = append(found, fmt.Sprintf("address %q on %s", a.Val, n.Data))
		case a.Key == "style" && hasAny(value, "url(", "expression", "import", "javascript", "position", "behavior", "@", "\\"):
			found = append(found, fmt.Sprintf("style %q on %s", a.Val, n.Data))
		}
	}
	return found
}

// harmless knows the schemes that only show or open something in a new window.
func harmless(value string) bool {
	for _, scheme := range []string{"http://", "https://", "mailto:", "tel:", "cid:", "data:image/png;base64,", "data:image/gif;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,", "data:image/webp;base64,", "data:image/bmp;base64,"} {
		if strings.HasPrefix(value, scheme) {
			return true
		}
	}
	return value == ""
}

// squeezed removes what browsers ignore inside a scheme.
func squeezed(s string) string {
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c == 0xfffd || c >= 0x7f && c < 0xa1 {
			return -1
		}
		return c
	}, strings.ToLower(s))
}

func hasAny(s string, list ...string) bool {
	for _, x := range list {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}

var addresses = map[string]bool{"href": true, "src": true, "srcset": true, "action": true, "data": true, "poster": true, "cite": true, "xlink:href": true, "longdesc": true, "dynsrc": true, "lowsrc": true, "manifest": true, "codebase": true}

var forbidden = map[string]bool{
	"script": true, "style": true, "iframe": true, "frame": true, "frameset": true, "object": true, "embed": true, "applet": true, "svg": true, "math": true, "form": true,
	"input": true, "button": true, "textarea": true, "select": true, "base": true, "link": true, "meta": true, "template": true, "noscript": true, "audio": true, "video": true,
	"source": true, "track": true, "portal": true, "marquee": true, "dialog": true, "slot": true, "isindex": true, "keygen": true, "xml": true, "plaintext": true, "xmp": true, "title": true, "map": true, "area": true,
}
