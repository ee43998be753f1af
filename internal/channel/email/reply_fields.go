package email

import "strings"

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
	ofMail := false // an address or a time of day: a delivery note has neither
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
			ofMail = ofMail || kind == 's' || mailAddress.MatchString(l.text) && strings.Contains(l.text, "@") || kind == 'd' && clockTime.MatchString(directionless.Replace(l.text))
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
	if ofMail && kinds >= 2 && seen['f'] && (seen['d'] || seen['s'] || seen['t'] && kinds >= 3) {
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

// directionless drops the marks that Windows Mail scatters through dates.
var directionless = strings.NewReplacer("\u200e", "", "\u200f", "")
