package privacy

import (
	"strings"

	"anlan/internal/kit/passage"
)

// provinces are the characters that plates of the mainland begin with (GA 36-2018).
const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// plates finds number plates. Those of the mainland are written like nothing
// else; others count behind words that say so.
func (f *finder) plates() {
	for at := range f.text.Len() {
		if strings.ContainsRune(provinces, f.text.At(at)) {
			f.mainlandPlate(at)
		}
	}
	for _, hit := range f.cues {
		if cue(hit.Number) == cuePlate {
			f.plateBehind(hit.To)
		}
	}
}

func (f *finder) mainlandPlate(from int) {
	at := from + 1
	if !passage.Latin(f.text.At(at)) || f.text.At(at) == 'i' {
		return
	}
	at++
	for strings.ContainsRune("·.- •", f.text.At(at)) && f.text.At(at) != 0 {
		at++
	}
	start := at
	letters := 0
	for coded(f.text.At(at)) {
		if passage.Latin(f.text.At(at)) {
			letters++
		}
		at++
	}
	size := at - start
	if strings.ContainsRune("挂学警港澳", f.text.At(at)) && f.text.At(at) != 0 {
		at, size = at+1, size+1
	}
	first, last := f.text.At(start), f.text.At(at-1)
	switch {
	case size == 5 && letters <= 3:
	case size == 6 && (passage.Latin(first) || passage.Latin(last)) && letters <= 2: // a letter at one end: electric and hybrid
	default:
		return
	}
	valid := !strings.ContainsAny(f.span(start, start+size), "io")
	f.add(Finding{Kind: Plate, Start: from, End: at, Valid: valid, Place: "CN", Reason: ByForm})
}

// plateBehind reads groups of letters and digits behind words such as "plate number".
func (f *finder) plateBehind(at int) {
	for steps := 0; steps < 6 && !coded(f.text.At(at)); steps++ {
		at++
	}
	for _, filler := range []string{"is ", "no ", "number ", "adalah ", "ialah "} {
		if n := len(filler); at+n <= f.text.Len() && f.span(at, at+n) == filler {
			at += n
		}
	}
	from, to := at, at
	var token strings.Builder
	for i := at; i <= f.text.Len() && token.Len() <= 9; i++ {
		switch r := f.text.At(i); {
		case coded(r):
			token.WriteRune(r)
			to = i + 1
			continue
		case (r == ' ' || r == '-' || r == '.') && coded(f.text.At(i+1)) && short(f, i+1):
			continue
		}
		break
	}
	text := token.String()
	if len(text) < 3 || len(text) > 9 || !strings.ContainsAny(text, "0123456789") || !strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") {
		return
	}
	valid := true
	if letters, digits, tail, is := parts(text); is && len(tail) == 1 && len(letters) >= 2 && letters[0] == 's' {
		valid = len(digits) <= 4 && singaporePlate(letters, digits, tail[0])
	}
	f.add(Finding{Kind: Plate, Start: from, End: to, Valid: valid, Reason: ByCue})
}

// short tells whether a group is one that plates have: up to four digits or
// three letters, so that words behind a plate stay out.
func short(f *finder, from int) bool {
	to := from
	for coded(f.text.At(to)) {
		to++
	}
	digits := strings.Trim(f.span(from, to), "0123456789") == ""
	return to-from <= 3 && !common[f.span(from, to)] || digits && to-from <= 5
}

// common are little words that stand behind a plate and are no part of it.
var common = map[string]bool{"is": true, "was": true, "and": true, "at": true, "in": true, "on": true, "my": true, "the": true, "to": true, "for": true, "has": true, "but": true, "i": true, "a": true, "it": true}
