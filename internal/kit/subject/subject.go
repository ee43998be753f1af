// Package subject reads the subject lines of mails: what programs put before them
// when somebody answers or passes on, in the languages that we have met, and
// whether two of them name the same matter.
package subject

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What programs write before a subject, in small letters.
const (
	answers = `re|aw|antw|antwort|sv|svar|vs|odp|odpověď|res|rif|rép|réf|ref|r|ynt|yan|vá|válasz|απ|σχετ|bls|balas|atb|отв|ответ|відп|` +
		`回复|回覆|答复|答覆|回信|返信|회신|답장|trả lời|ตอบกลับ|תגובה|השב|رد|پاسخ`
	forwards = `fw|fwd|wg|tr|trs|rv|enc|i|doorst|vb|vl|vd|fs|pd|ilt|i̇lt|továbbítás|πρθ|пересл|terusan|` +
		`转发|轉寄|转寄|轉發|転送|전달|chuyển tiếp|ส่งต่อ|הועבר|إعادة توجيه|ارجاع`
	machines = `automatic reply|auto[- ]?reply|autoreply|out of office|自动回复|自动答复|自動回覆|自動返信|automatische antwort|` +
		`automatisch antwoord|réponse automatique|respuesta automática|risposta automatica|resposta automática|автоответ`
	counter = `\s*(?:\[\d+\]|\(\d+\)|\^\d+|\d+)?\s*[:：﹕]\s*`
	// marks are what mail servers stamp onto subjects.
	marks = `\[\s*(?:ext|extern|external|external (?:e-?)?mail|spam|suspected spam|bulk|caution)\s*\]|[\[【]\s*(?:外部|外部邮件|外部メール|垃圾邮件|疑似垃圾邮件)\s*[\]】]|\*+spam\*+`
)

var (
	answerPrefix  = regexp.MustCompile(`(?i)^\s*(?:` + answers + `)` + counter)
	forwardPrefix = regexp.MustCompile(`(?i)^\s*(?:` + forwards + `)` + counter)
	anyPrefix     = regexp.MustCompile(`(?i)^\s*(?:(?:` + answers + `|` + forwards + `|` + machines + `)` + counter + `|(?:` + marks + `)\s*)`)
	anyMark       = regexp.MustCompile(`(?i)^\s*(?:` + marks + `)\s*`)
	passedOn      = regexp.MustCompile(`(?i)\s*\(fwd\)\s*$`)
)

// Base is a subject without what programs put before it.
func Base(s string) string {
	for {
		at := anyPrefix.FindStringIndex(s)
		if at == nil || at[1] == 0 {
			return strings.TrimSpace(passedOn.ReplaceAllString(s, ""))
		}
		s = s[at[1]:]
	}
}

// Answers tells whether a subject is that of an answer.
func Answers(s string) bool { return answerPrefix.MatchString(unmarked(s)) }

// Forwards tells whether a subject is that of a mail that is passed on.
func Forwards(s string) bool { return forwardPrefix.MatchString(unmarked(s)) }

func unmarked(s string) string {
	for {
		at := anyMark.FindStringIndex(s)
		if at == nil || at[1] == 0 {
			return s
		}
		s = s[at[1]:]
	}
}

// Answering is the subject of an answer to a mail.
func Answering(s string) string {
	if s == "" || Answers(s) {
		return s
	}
	return "Re: " + s
}

// fewest is how long a subject has to be for a longer one that contains it to be
// about the same.
const fewest = 4

// Same tells whether two subjects name one matter: they are alike but for prefixes,
// case, width and punctuation, or one says what the other says and more.
func Same(a, b string) bool {
	a, b = bare(a), bare(b)
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return utf8.RuneCountInString(a) >= fewest && strings.Contains(b, a)
}

// Equal tells whether two subjects are alike but for prefixes, case, width and
// punctuation; nothing is like nothing.
func Equal(a, b string) bool {
	a, b = bare(a), bare(b)
	return a != "" && a == b
}

// Says tells whether a subject names anything.
func Says(s string) bool { return bare(s) != "" }

// bare is what is compared of a subject: its letters and digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' { // the full width of a Chinese keyboard
			r -= '！' - '!'
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, Base(s))
}
