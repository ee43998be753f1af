package outbox

import (
	"regexp"
	"strings"
)

// Because tells in a code why a mail was refused or came back: by its enhanced
// status (RFC 3463), of which the first digit only says for how long, and where the
// status says little, by the words of the server.
func Because(status, said string) string {
	_, rest, numbered := strings.Cut(status, ".")
	subject, detail, _ := strings.Cut(rest, ".")
	if !numbered {
		return "bounced"
	}
	switch subject {
	case "1":
		return address(detail)
	case "2":
		return mailbox(detail)
	case "3":
		if detail == "4" {
			return "too_large"
		}
		return "trouble"
	case "4":
		switch detail {
		case "4":
			return "domain_unknown"
		case "6":
			return "loop"
		case "7":
			return "undelivered"
		}
		return "trouble"
	case "6":
		if detail == "7" {
			return "needs_utf8"
		}
		return "trouble"
	case "7":
		if junk.MatchString(said) {
			return "spam"
		}
		return "policy"
	}
	if strings.HasPrefix(status, "4") {
		return "undelivered"
	}
	return "bounced"
}

func address(detail string) string {
	switch detail {
	case "2", "10":
		return "domain_unknown"
	case "3":
		return "address_wrong"
	case "7", "8":
		return "policy" // it is our address that is refused
	}
	return "address_unknown"
}

func mailbox(detail string) string {
	switch detail {
	case "1":
		return "mailbox_off"
	case "2":
		return "mailbox_full"
	case "3":
		return "too_large"
	case "4":
		return "policy"
	}
	return "trouble"
}

var junk = regexp.MustCompile(`(?i)spam|junk|black ?list|block ?list|blocked|\brbl\b|spamhaus|reputation|\bspf\b|dkim|dmarc|bulk|unsolicited|content reject|垃圾|反垃圾|拦截`)

// aboutAddress tells whether a reason speaks of the address, and not of this mail.
func aboutAddress(reason string) bool {
	switch reason {
	case "address_unknown", "domain_unknown", "mailbox_full", "mailbox_off":
		return true
	}
	return false
}
