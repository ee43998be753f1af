package privacy

import (
	"strings"

	"anlan/internal/kit/passage"
)

// secrets reads what follows 密码 or "my code is", and what stands before "is your
// verification code". A word of letters alone is one only where a sign says that it
// is told: people write "my password is wrong" as well.
func (f *finder) secrets() {
	for _, hit := range f.cues {
		if cue(hit.Number) == cueSecret && !f.secretBehind(hit) {
			f.secretBefore(hit.From)
		}
	}
}

// Lengths of a secret, in code points.
const (
	shortestSecret = 4
	longestSecret  = 64
)

func (f *finder) secretBehind(hit passage.Hit) bool {
	at, told := f.connected(hit.To)
	to, digits, shortest := at, false, shortestSecret
	if f.reads(hit.From, "cv") { // on the back of a card there are three
		shortest--
	}
	for to < f.text.Len() && printed(f.text.At(to)) {
		digits = digits || passage.Digit(f.text.At(to))
		to++
	}
	for to > at && strings.ContainsRune(".,;:!?)\"'", f.text.At(to-1)) {
		to--
	}
	if n := to - at; n < shortest || n > longestSecret || !digits && !told {
		return false
	}
	f.add(Finding{Kind: Secret, Start: at, End: to, Valid: true, Reason: ByCue})
	return true
}

// connected passes what may stand between the cue and the secret; told means that a
// sign or 是 leads over.
func (f *finder) connected(at int) (next int, told bool) {
	for {
		switch r := f.text.At(at); {
		case r == ' ':
			at++
		case strings.ContainsRune(":=\"'“”「」", r) && r != 0:
			at, told = at+1, true
		case (r == '是' || r == '为') && !told:
			at, told = at+1, true
		case f.reads(at, "is ") || f.reads(at, "is:"):
			at += 2
		default:
			return at, told
		}
	}
}

// printed are the signs that passwords consist of.
func printed(r rune) bool { return r > ' ' && r <= '~' }

// secretBefore reads 482913 in front of 是我的验证码 or "is your verification code".
func (f *finder) secretBefore(at int) {
	linked := false
	for more := true; more; {
		more = false
		for f.text.At(at-1) == ' ' {
			at--
		}
		for _, word := range []string{"是", "为", "我的", "你的", "您的", "is", "my", "your", "the"} {
			if n := len([]rune(word)); f.reads(at-n, word) {
				at, more = at-n, true
				linked = linked || word == "是" || word == "为" || word == "is"
				break
			}
		}
	}
	from := at
	for passage.Digit(f.text.At(from - 1)) {
		from--
	}
	if n := at - from; linked && n >= shortestSecret && n <= 8 && !coded(f.text.At(from-1)) {
		f.add(Finding{Kind: Secret, Start: from, End: at, Valid: true, Reason: ByCue})
	}
}
