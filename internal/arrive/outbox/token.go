package outbox

import (
	"encoding/base32"
	"encoding/hex"
	"strings"

	"anlan/internal/fact"
)

// The return path of a mail names the message, so that a bounce tells which one
// came back even when it says nothing else (VERP): local+b.TOKEN@domain. The token
// is the message's id and a signature over it, in letters that survive servers
// which do not tell small from capital ones.

var small = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

const (
	tokenSign    = "+b."
	idBytes      = 16
	tokenPurpose = "return path of "
	maxLocal     = 64 // RFC 5321, 4.5.3.1.1
)

// ReturnPath is the address that a bounce of a message goes to; the mailbox's own
// where a longer one would be refused.
func (l *Ledger) ReturnPath(mailbox string, m fact.MessageID) string {
	local, domain, _ := strings.Cut(mailbox, "@")
	raw, err := hex.DecodeString(strings.ReplaceAll(string(m), "-", ""))
	if err != nil || len(raw) != idBytes {
		return mailbox
	}
	path := local + tokenSign + small.EncodeToString(append(raw, l.sealer.Stamp(tokenPurpose+string(m))...))
	if len(path) > maxLocal {
		return mailbox
	}
	return path + "@" + domain
}

// Named is the message that a token names, "" when we did not make it.
func (l *Ledger) named(token string) fact.MessageID {
	b, err := small.DecodeString(strings.ToLower(token))
	if err != nil || len(b) <= idBytes {
		return ""
	}
	h := hex.EncodeToString(b[:idBytes])
	m := strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
	if !l.sealer.Stamped(tokenPurpose+m, b[idBytes:]) {
		return ""
	}
	return fact.MessageID(m)
}

// TokenIn finds the token in an address, "" when it has none.
func TokenIn(address string) string {
	local := address[:max(0, strings.LastIndexByte(address, '@'))]
	at := strings.LastIndex(strings.ToLower(local), tokenSign)
	if at < 0 {
		return ""
	}
	return strings.ToLower(local[at+len(tokenSign):])
}
