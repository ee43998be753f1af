package email

import "strings"

// classifyLines gives each line its role. Lines are looked at alone first; then
// come the things that take several lines: markers that were wrapped, and blocks
// of header fields.
func classifyLines(lines []line) {
	for i := range lines {
		if !lines[i].fixed {
			lines[i].role = roleOf(lines[i].text)
		}
	}
	for i := range lines {
		if !lines[i].fixed && (lines[i].role == words || lines[i].role == quote && closesAddress(lines[i].text)) {
			markWrapped(lines, i)
		}
	}
	for i := 0; i < len(lines); i++ {
		if end := fieldBlock(lines, i); end > i {
			for j := i; j < end; j++ {
				lines[j].role = field
			}
			i = end - 1
		}
	}
	mendQuotes(lines)
}

func roleOf(s string) role {
	t := strings.TrimSpace(s)
	switch {
	case t == "":
		return blank
	case t[0] == '>' || strings.HasPrefix(t, "＞"):
		return quote
	case isRule(t):
		return rule
	}
	if len(t) < 200 {
		if w := betweenDashes(t); w != "" {
			if among(w, forwardWords) {
				return forward
			}
			if among(w, originalWords) {
				return divider
			}
			if hasWrote(w) && strings.Trim(t, "-_=*~—– ") != t && strings.Count(t, "-") >= 4 { // ---- Lin wrote ----
				return marker
			}
		}
	}
	if mayReplyAbove(t) && replyAbove.MatchString(t) {
		return divider
	}
	if !strings.HasSuffix(t, ":") && isSentFrom(t) {
		return sentFrom
	}
	return words
}

// isRule is true for lines of nothing but strokes.
func isRule(t string) bool {
	n := 0
	for _, c := range t {
		if !strings.ContainsRune("-_,=+~#*ᐧ‐‑‒–—―─━═", c) && !(c == ' ' && n > 0) {
			return false
		}
		n++
	}
	return n >= 1
}

// betweenDashes returns the lower-case words of a line that stand between
// dashes, or end in a colon as Apple Mail writes it; "" for any other line.
func betweenDashes(t string) string {
	t = strings.Trim(t, "*_ >|")
	inner := strings.Trim(t, "-_=*~‐‑‒–—―─━═ \t　")
	dashes := len(t) - len(inner)
	if dashes < 4 && !strings.HasSuffix(inner, ":") && !strings.HasSuffix(inner, "：") {
		return ""
	}
	inner = strings.ToLower(strings.Trim(inner, ":： \t"))
	return strings.Join(strings.Fields(inner), " ")
}

// among allows a little more than the words themselves ("Forwarded by Lin").
func among(s string, list []string) bool {
	for _, w := range list {
		if s == w || strings.HasPrefix(s, w) && len(s) < len(w)+60 && len(w) > 9 {
			return true
		}
	}
	return false
}

// mendQuotes gives a short rest that was wrapped out of a long quoted line back
// to its quote.
func mendQuotes(lines []line) {
	for i := 1; i+1 < len(lines); i++ {
		if lines[i].role == words && lines[i-1].role == quote && lines[i+1].role == quote &&
			len(lines[i-1].text) >= 60 && len(lines[i].text) <= 30 && !lines[i].fixed {
			lines[i].role = quote
		}
	}
}
