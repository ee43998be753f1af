package email

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
	if isSentFrom(t) {
		return sentFrom
	}
	return words
}

// isRule is true for lines of nothing but strokes.
func isRule(t string) bool {
	n := 0
	for _, c := range t {
		if !strings.ContainsRune("-_,=+~#*ᐧ—–―─━", c) && !(c == ' ' && n > 0) {
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
	inner := strings.Trim(t, "-_=*~—– \t　")
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

const (
	maxMarkerLines = 6
	maxMarkerRunes = 400
)

// markWrapped looks for a marker that ends in line end. Mail programs wrap it
// over up to six lines. Of all stretches that make sense the surest is taken and
// then the shortest, so that an earlier sentence beginning with "On" stays one.
func markWrapped(lines []line, end int) {
	last := strings.TrimRight(strings.TrimSpace(lines[end].text), "*_ ")
	if !strings.HasSuffix(last, ":") && !strings.HasSuffix(last, "：") {
		// 2012/4/7 Lin <lin@example.com>, right above the quote and without a colon
		if strings.HasSuffix(last, ">") && end+1 < len(lines) && quoteFollows(lines, end) && startsDate.MatchString(last) && yearOrDate.MatchString(last) && mailAddress.MatchString(last) && len(last) < 200 {
			lines[end].role = marker
		}
		return
	}
	starts, texts := stretches(lines, end)
	below := quoteFollows(lines, end)
	for sure := surelyMarker; sure <= perhapsMarker; sure++ {
		for i, start := range starts {
			if isMarker(texts[i], sure, below) {
				for j := start; j <= end; j++ {
					lines[j].role = marker
				}
				return
			}
		}
	}
}

// stretches lists the beginnings a marker that ends in line end may have,
// nearest first, each with the joined text.
func stretches(lines []line, end int) (starts []int, texts []string) {
	text, inAddress := "", closesAddress(lines[end].text)
	for start := end; start >= 0 && len(starts) < maxMarkerLines; start-- {
		l := lines[start]
		switch {
		case l.role == blank && start < end && strings.HasPrefix(strings.TrimSpace(lines[start+1].text), "<"):
			continue // a blank line may only stand before an address on a line of its own
		case l.role == words, start == end:
		default:
			return starts, texts
		}
		text = strings.TrimSpace(l.text) + " " + text
		if utf8.RuneCountInString(text) > maxMarkerRunes {
			return starts, texts
		}
		if inAddress {
			if inAddress = !strings.Contains(l.text, "<"); inAddress {
				continue
			}
		}
		starts, texts = append(starts, start), append(texts, strings.TrimSpace(text))
	}
	return starts, texts
}

// closesAddress is true for "> wrote:" and ">:", the end of an address that was
// begun lines above. It looks like a quote and is none.
func closesAddress(s string) bool {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, ">") {
		return false
	}
	s = strings.ToLower(strings.Trim(s, "> :："))
	return s == "" || len(strings.Fields(s)) <= 3 && hasWrote(s)
}

func quoteFollows(lines []line, at int) bool {
	for i := at + 1; i < len(lines) && i < at+4; i++ {
		if lines[i].role != blank {
			return lines[i].role == quote
		}
	}
	return false
}

var (
	mailAddress = regexp.MustCompile(`[\w.+=%-]+@[\w-]+(?:\.[\w-]+)*`)
	clockTime   = regexp.MustCompile(`\b\d{1,2}[:.hH]\d{2}\b|\d{1,2}[时時点點]\d{0,2}|\d시`)
	yearOrDate  = regexp.MustCompile(`\b(?:19|20)\d{2}\b|\d{4}[年.년]|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}月\d{1,2}|\d{1,2}월`)
	firstPerson = regexp.MustCompile(`(?i)\b(?:i|we|he|she|they|you|ich|wir|je|j'ai|nous|yo|ik|wij|jag|jeg|eu|io)\s+(?:\S+\s+)?(?:wrote|schrieb|schrieben|ai écrit|escribí|schreef|skrev|escrevi)|我(?:们)?(?:曾|在)?[^，。]{0,12}写`)
	startsOn    = regexp.MustCompile(`(?i)^[*_"“]?(?:(?:on|am|le|el|il|op|dnia|w dniu|den|em|no dia|dne|dňa|på|vào|pada|в|els?|la|al|de|a|în|στις)\s+["*]?[\d\p{L}]|[在于於]\s*[\d\p{L}"])`)
	startsDate  = regexp.MustCompile(`(?i)^[*_"“]?(?:\p{L}{2,12}\.?,?\s+){0,3}\d{1,4}`)
)

// How sure a stretch of text is to be a marker.
const (
	surelyMarker  = iota // begins with "On" or a date, and says when
	likelyMarker         // names an address or a full date
	perhapsMarker        // is followed by a quote
)

// isMarker judges a joined candidate that ends in a colon.
func isMarker(s string, sure int, quoteBelow bool) bool {
	lower := strings.ToLower(s)
	hasTime, hasDate := clockTime.MatchString(lower), yearOrDate.MatchString(lower)
	address, wrote := mailAddress.MatchString(lower), hasWrote(lower)
	if firstPerson.MatchString(s) && !address && !quoteBelow {
		return false
	}
	dated := startsOn.MatchString(s) || startsDate.MatchString(s)
	switch sure {
	case surelyMarker:
		return dated && (wrote && (hasTime || hasDate) || address && hasDate && hasTime && !fieldAtStart(s)) || wrote && address && hasDate && beginsLikeMarker(s, address)
	case likelyMarker:
		return (wrote && (hasDate || address) || address && hasDate && (hasTime || quoteBelow) && !fieldAtStart(s)) && beginsLikeMarker(s, address)
	}
	runes := utf8.RuneCountInString(s)
	return quoteBelow && (wrote && runes < 120 || hasDate && hasTime && startsDate.MatchString(s) && runes < 160)
}

func hasWrote(lower string) bool {
	for _, w := range wroteWords {
		i := strings.Index(lower, w)
		if i < 0 {
			continue
		}
		if w[0] >= 0x80 && !isLatinOrCyrillic(w) {
			return true
		}
		before, _ := utf8.DecodeLastRuneInString(lower[:i])
		after, _ := utf8.DecodeRuneInString(lower[i+len(w):])
		if (i == 0 || !unicode.IsLetter(before)) && !unicode.IsLetter(after) {
			return true
		}
		if before == '>' || before == ')' {
			return true
		}
	}
	return false
}

func isLatinOrCyrillic(w string) bool {
	c, _ := utf8.DecodeRuneInString(w)
	return unicode.Is(unicode.Latin, c) || unicode.Is(unicode.Cyrillic, c) || unicode.Is(unicode.Greek, c)
}

// beginsLikeMarker: "On …", a date, or a name right before an address.
func beginsLikeMarker(s string, address bool) bool {
	if startsOn.MatchString(s) || startsDate.MatchString(s) {
		return true
	}
	if address {
		before := s[:mailAddress.FindStringIndex(s)[0]]
		return utf8.RuneCountInString(before) < 60 && !strings.ContainsAny(before, ".?!。？！;") || strings.Contains(before, `"`)
	}
	return len(strings.Fields(s)) <= 16 && !strings.ContainsAny(s, "?!。？！")
}

func fieldAtStart(s string) bool {
	_, kind := fieldOf(s)
	return kind != 0
}

// fieldOf reads "*From:* Lin" and returns the name and its kind, 0 for none.
func fieldOf(s string) (string, byte) {
	t := strings.TrimLeft(s, "*_| \t　\"")
	i := strings.IndexAny(t, ":：|")
	if i <= 0 || i > 40 {
		return "", 0
	}
	name := strings.ToLower(strings.Trim(t[:i], "*_ \t　|"))
	name = strings.Join(strings.Fields(name), " ")
	if kind, ok := fieldWords[name]; ok {
		return name, kind
	}
	// 发 件 人： as some programs space it
	if squeezed := strings.ReplaceAll(name, " ", ""); len(name) > 0 && name[0] >= 0x80 {
		return squeezed, fieldWords[squeezed]
	}
	return "", 0
}

// fieldBlock finds a block of copied header fields that begins in line at and
// returns where it ends; 0 when there is none. Values may go on in the next
// line. The block must say who wrote, and when, to whom or about what.
func fieldBlock(lines []line, at int) int {
	if lines[at].role != words && lines[at].role != field {
		return 0
	}
	if _, kind := fieldOf(lines[at].text); kind == 0 {
		return 0
	}
	var seen [256]bool
	kinds, end, strange := 0, at, 0
	for i := at; i < len(lines) && i < at+24; i++ {
		l := lines[i]
		if l.role != words && l.role != blank && l.role != field && l.role != marker {
			break
		}
		_, kind := fieldOf(l.text)
		switch {
		case kind != 0:
			if !seen[kind] {
				seen[kind] = true
				kinds++
			}
			end, strange = i+1, 0
		case l.role == blank:
			if next := i + 1; next >= len(lines) || !nextIsField(lines, next) {
				i = len(lines)
			}
		default:
			if strange++; strange > 3 || !nextFieldSoon(lines, i) {
				i = len(lines)
			}
		}
	}
	if kinds >= 2 && seen['f'] && (seen['d'] || seen['s'] || seen['t'] && kinds >= 3) {
		return end
	}
	return 0
}

func nextIsField(lines []line, i int) bool {
	_, kind := fieldOf(lines[i].text)
	return kind != 0
}

func nextFieldSoon(lines []line, at int) bool {
	for i := at + 1; i < len(lines) && i <= at+3; i++ {
		if lines[i].role == blank {
			return false
		}
		if nextIsField(lines, i) {
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
