package richtext

import "golang.org/x/net/html/atom"

// invisible elements hold nothing that a reader sees.
var invisible = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true,
	atom.Noscript: true, atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Math: true,
}

// spaceAround says how many line ends stand before and after a block: a
// paragraph is set off by an empty line, a div is not.
var spaceAround = map[atom.Atom]int{
	atom.P: 2, atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Blockquote: 1, atom.Table: 1,
	atom.Div: 1, atom.Section: 1, atom.Article: 1, atom.Header: 1, atom.Footer: 1, atom.Main: 1, atom.Address: 1,
	atom.Dl: 1, atom.Dt: 1, atom.Dd: 1, atom.Center: 1, atom.Form: 1, atom.Fieldset: 1, atom.Figure: 1, atom.Figcaption: 1,
	atom.Body: 1, atom.Html: 1, atom.Tbody: 1, atom.Thead: 1, atom.Tfoot: 1, atom.Caption: 1, atom.Details: 1, atom.Summary: 1, atom.Option: 1,
}
