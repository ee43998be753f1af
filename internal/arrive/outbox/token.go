package outbox

import (
	"encoding/base32"
	"encoding/hex"
	"strings"

	"anlan/internal/fact"
)

// The return path of a mail names the message, so that a bounce tells which one
// came back even when it says nothing else (VERP): local+b.TOKEN@domain. So does the
// address that answers go to, for programs that lose every other reference:
// local+t.TOKEN@domain. The token is the message's id and a signature over it, in
// letters that survive servers which do not tell small from capital ones.

var small = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// use is what a token is made for; one for bounces is none for answers.
type use struct{ sign, purpose string }

var (
	forBounces = use{"+b.", "return path of "}
	forAnswers = use{"+t.", "answers to "}
)

const (
	idBytes  = 16
	maxLocal = 64 // RFC 5321, 4.5.3.1.1
)

// ReturnPath is the address that a bounce of a message goes to; the mailbox's own
// where a longer one would be refused.
func (l *Ledger) ReturnPath(mailbox string, m fact.MessageID) string {
	return l.address(mailbox, m, forBounces)
}

// AnswerAddress is the address that answers to a message go to; the mailbox's own
// where a longer one would be refused.
func (l *Ledger) AnswerAddress(mailbox string, m fact.MessageID) string {
	return l.address(mailbox, m, forAnswers)
}

func (l *Ledger) address(mailbox string, m fact.MessageID, u use) string {
	local, domain, _ := strings.Cut(mailbox, "@")
	raw, err := hex.DecodeString(strings.ReplaceAll(string(m), "-", ""))
	if err != nil || len(raw) != idBytes {
		return mailbox
	}
	path := local + u.sign + small.EncodeToString(append(raw, l.sealer.Stamp(u.purpose+string(m))...))
	if len(path) > maxLocal {
		return mailbox
	}
	return path + "@" + domain
}

// named is the message that a token names, "" when we did not make it for this use.
func (l *Ledger) named(token string, u use) fact.MessageID {
	b, err := small.DecodeString(strings.ToLower(token))
	if err != nil || len(b) <= idBytes {
		return ""
	}
	h := hex.EncodeToString(b[:idBytes])
	m := strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
	if !l.sealer.Stamped(u.purpose+m, b[idBytes:]) {
		return ""
	}
	return fact.MessageID(m)
}

// TokenIn finds the token for bounces in an address, "" when it has none.
func TokenIn(address string) string { return tokenIn(address, forBounces) }

// AnswerTokenIn finds the token for answers in an address, "" when it has none.
func AnswerTokenIn(address string) string { return tokenIn(address, forAnswers) }

func tokenIn(address string, u use) string {
	local := address[:max(0, strings.LastIndexByte(address, '@'))]
	at := strings.LastIndex(strings.ToLower(local), u.sign)
	if at < 0 {
		return ""
	}
	return strings.ToLower(local[at+len(u.sign):])
}
