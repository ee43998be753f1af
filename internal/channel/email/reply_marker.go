package email

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
	s = strings.Trim(s, "> :：")
	return s == "" || fewWords(s, 3) && hasWrote(strings.ToLower(s))
}

// fewWords tells whether a text has at most so many words, without reading more of it.
func fewWords(s string, most int) bool {
	inside := false
	for _, c := range s {
		if unicode.IsSpace(c) {
			inside = false
		} else if !inside {
			if inside = true; most == 0 {
				return false
			}
			most--
		}
	}
	return true
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
	startsOn    = regexp.MustCompile(`(?i)^[*_"“]?(?:(?:on|in a message dated|am|le|el|il|op|dnia|w dniu|den|em|no dia|dne|dňa|på|vào|pada|в|els?|la|al|de|a|în|στις)\s+["*]?[\d\p{L}]|[在于於]\s*[\d\p{L}"])`)
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
		return (wrote && (hasDate || address) || address && hasDate && quoteBelow && !fieldAtStart(s)) && beginsLikeMarker(s, address)
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
