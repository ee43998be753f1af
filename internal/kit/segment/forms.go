package segment

import (
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"
)

// forms lists the other ways in which parts can be asked for.
func forms(parts []part) []Token {
	var out []Token
	for i := 0; i < len(parts); {
		chunk := chunkAt(parts, i)
		for _, p := range chunk {
			if s := stem(p.Text); s != "" {
				out = append(out, Token{Text: stemMark + s, From: p.From, To: p.To})
			}
		}
		if j := joined(chunk); j != "" && len(chunk) > 1 {
			out = append(out, Token{Text: joinedMark + j, From: chunk[0].From, To: chunk[len(chunk)-1].To})
		}
		i += len(chunk)
	}
	for i := 0; i < len(parts); {
		n := phone(parts[i:])
		for _, number := range dialled(parts[i : i+n]) {
			out = append(out, Token{Text: joinedMark + number, From: parts[i].From, To: parts[i+n-1].To})
		}
		i += max(n, 1)
	}
	return out
}

// chunkAt is the chunk that begins at i.
func chunkAt(parts []part, i int) []part {
	j := i + 1
	for j < len(parts) && parts[j].chunk == parts[i].chunk {
		j++
	}
	return parts[i:j]
}

// stem is the English stem of a plain word, "" for anything else. Words of other
// languages in Latin letters get a stem too; it is the same on both sides, so it
// only makes them a little easier to find.
func stem(word string) string {
	if len(word) < 3 || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return english.Stem(word, false)
}

// joined writes a chunk with digits as one word: A-1234 as a1234.
func joined(chunk []part) string {
	if chunk[0].class != letter {
		return ""
	}
	var b strings.Builder
	for _, p := range chunk {
		b.WriteString(p.Text)
	}
	word := b.String()
	if len(word) < 4 || len(word) > wordLimit || !strings.ContainsAny(word, "0123456789") {
		return ""
	}
	return word
}

// layouts in which phone numbers are written with spaces. Those that begin with
// an area code need its 0, or any two numbers side by side would be one.
var layouts = []struct {
	lead   byte // 0 = any digit
	groups []int
}{
	{'1', []int{3, 4, 4}}, {'0', []int{3, 4, 4}}, {'0', []int{4, 4, 4}}, {'0', []int{4, 3, 4}},
	{'0', []int{3, 8}}, {'0', []int{4, 7}}, {'0', []int{4, 8}}, {0, []int{3, 3, 4}},
}

// phone tells how many parts from the first make a phone number; 0 = none.
func phone(parts []part) int {
	if !digits(parts[0].Text) {
		return 0
	}
	var groups []int
	sum, abroad := 0, 0
	for i, p := range parts {
		if i > 0 && !p.near || !digits(p.Text) || sum+len(p.Text) > 15 {
			break
		}
		groups = append(groups, len(p.Text))
		if sum += len(p.Text); sum >= 7 {
			abroad = i + 1
		}
	}
	if parts[0].plus {
		return abroad
	}
	for _, l := range layouts {
		n := len(l.groups)
		if n <= len(groups) && slices.Equal(groups[:n], l.groups) && (l.lead == 0 || parts[0].Text[0] == l.lead) {
			return n
		}
	}
	return 0
}

// dialled writes a phone number in one piece, and after a + also without the
// country's digits, of which there are one to three.
func dialled(parts []part) []string {
	if len(parts) == 0 {
		return nil
	}
	var number string
	for _, p := range parts {
		number += p.Text
	}
	numbers := []string{number}
	for n := 1; parts[0].plus && n <= 3 && len(number)-n >= 7; n++ {
		numbers = append(numbers, number[n:])
	}
	return numbers
}

func digits(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' })
}
