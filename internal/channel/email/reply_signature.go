package email

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// signOff finds signatures that no line of dashes announces, at the end of what
// is still spoken: "-Lin", and a visiting card (name, role, firm, address).
// "Thanks, Lin" stays: it is part of what was said.
func (d *deed) signOff() {
	last := d.lastSpoken(len(d.lines))
	if last <= 0 {
		return
	}
	if isDashedName(d.lines[last].text) && d.says(0, last) {
		d.give(last, last+1, signature)
		return
	}
	start := last
	for start > 0 && d.lines[start-1].role == words && d.lines[start-1].fate == spoken {
		start--
	}
	if d.says(0, start) && isVisitingCard(d.lines[start:last+1]) {
		d.give(start, last+1, signature)
	}
}

func (d *deed) lastSpoken(end int) int {
	for i := end - 1; i >= 0; i-- {
		if d.lines[i].fate == spoken && d.lines[i].role != blank {
			return i
		}
	}
	return -1
}

var dashedName = regexp.MustCompile(`^\s*(?:-{1,2}|[–—]\s?|-- )\p{Lu}[\p{L}.'’]*(?:\s\p{L}[\p{L}.'’]*){0,3}$`)

func isDashedName(s string) bool {
	return utf8.RuneCountInString(s) < 40 && dashedName.MatchString(strings.TrimRight(s, " \t"))
}

// isSignatureRule knows the delimiter that mail programs themselves write.
func isSignatureRule(s string) bool {
	s = strings.TrimSpace(s)
	return s == "--" || s == "—" || s == "––"
}

// isPersonName is true for one to four capitalised words and nothing else.
func isPersonName(s string) bool {
	s = strings.TrimRight(strings.TrimSpace(s), ",.")
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) > 4 || utf8.RuneCountInString(s) > 40 {
		return false
	}
	for _, f := range fields {
		c, _ := utf8.DecodeRuneInString(f)
		if !unicode.IsUpper(c) || strings.ContainsAny(f, "0123456789:;?!()@/") {
			return false
		}
	}
	return true
}

var (
	onlyAddress = regexp.MustCompile(`^(?i)(?:e-?mail|mail|邮箱|邮件)?\s*[:：]?\s*<?[\w.+-]+@[\w.-]+\.[a-z]{2,}>?$`)
	onlyWeb     = regexp.MustCompile(`^(?i)(?:web|网址|www)?\s*[:：]?\s*(?:https?://|www\.)[^\s]+$`)
	onlyPhone   = regexp.MustCompile(`^(?i)(?:\(?(?:tel|phone|mobile|cell|fax|office|direct|m|t|f|p|电话|手机|传真)\.?\)?\s*[:：.]?\s*)?\+?[\d() ./-]{7,24}(?:\s*(?:x|ext\.?)\s*\d+)?$`)
)

// isVisitingCard wants a name, short lines, and at least two ways to reach the
// person. A customer who answers "Name: …, Phone: …" gives data, not a card.
func isVisitingCard(lines []line) bool {
	if len(lines) < 3 || len(lines) > 9 {
		return false
	}
	first := strings.TrimSpace(lines[0].text)
	if strings.ContainsAny(first, ":：@?？0123456789") || len(strings.Fields(first)) > 6 || utf8.RuneCountInString(first) > 40 {
		return false
	}
	ways, webOrMail := 0, false
	for _, l := range lines[1:] {
		s := strings.TrimSpace(l.text)
		if utf8.RuneCountInString(s) > 70 {
			return false
		}
		switch {
		case onlyAddress.MatchString(s), onlyWeb.MatchString(s):
			ways++
			webOrMail = true
		case onlyPhone.MatchString(s):
			ways++
		}
	}
	return ways >= 2 && webOrMail
}

var footer = regexp.MustCompile(`(?i)mailing list|unsubscribe|list-?info|退订|取消订阅|confidential|disclaimer|do not reply to this|virus[- ]free|avast|kaspersky|www\.|https?://|[\w.+-]+@[\w-]+\.[a-z]`)

func looksLikeFooter(s string) bool { return footer.MatchString(s) }

// isSentFrom recognises the line a device or program adds on its own. Wrapping
// brackets, links and a plea to excuse typing errors do not matter.
func isSentFrom(s string) bool {
	if len(s) > 300 {
		return false
	}
	if s = strings.TrimSpace(s); strings.Contains(s, "[") {
		s = markdownLink.ReplaceAllString(s, "$1")
	}
	if strings.Contains(s, "://") {
		s = anyLink.ReplaceAllString(s, " ")
	}
	s = strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, "<>()[]*_~-–—|\"'“”「」 \t.!。！")), " "))
	if s == "" || utf8.RuneCountInString(s) > 120 {
		return false
	}
	if utf8.RuneCountInString(s) < 60 && hasAny(s, sentFromWhole) {
		return true
	}
	return sentFromLines.match(s) || sentFromEnglish(s)
}

var (
	markdownLink = regexp.MustCompile(`\[([^\]]{1,80})\]\(?(?:https?://[^\s)]*)?\)?`)
	anyLink      = regexp.MustCompile(`<?https?://[^\s>]+>?`)
)

// sentFromEnglish tells "Sent from my cell, please excuse any typos." from
// "Sent from my desk, is much easier …": what follows the device may only excuse.
func sentFromEnglish(s string) bool {
	m := sentFromStart.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	device, rest := m[3], ""
	if i := strings.IndexAny(device, ",;"); i >= 0 {
		device, rest = device[:i], device[i+1:]
	} else if i := strings.Index(device, ". "); i >= 0 {
		device, rest = device[:i], device[i+2:]
	}
	count := len(strings.Fields(device))
	if count == 0 || count > 7 || (rest != "" && !excuse.MatchString(rest)) {
		return false
	}
	owned := m[2] != ""
	return owned && m[1] == "from" && !plainVerb.MatchString(device) || deviceWord.MatchString(device)
}

var (
	sentFromStart = regexp.MustCompile(`^(?:sent|posted|written|composed|typed|from)(?: by me)? (?:(from|via|with|by|using|on) )?(?:(my|our|an?|the) )?(.+)$`)
	excuse        = regexp.MustCompile(`excuse|typo|brev|brief|short|sorry|pardon|auto-?correct|forgive|apolog|mistake|errors?`)
	plainVerb     = regexp.MustCompile(`\b(?:is|was|are|were|will|has|have|that|which|to|on|at|yesterday|today|account|warehouse|address)\b`)
	deviceWord    = regexp.MustCompile(`\b(?:i-?phone|i-?pad|i-?pod|i-?watch|apple watch|phone|mobile|cell|tablet|android|samsung|galaxy|htc|huawei|xiaomi|redmi|nokia|lumia|motorola|sony|xperia|lg|oneplus|oppo|vivo|pixel|blackberry|windows (?:mail|phone|\d+)|airmail|mailbox|outlook|yahoo|gmail|hotmail|thunderbird|protonmail|proton mail|spark|superhuman|hey|front|aqua mail|k-9|bluemail|blue mail|newton|polymail|mail(?:\.ru| for| app)?|device|smartphone|handheld|palm|treo|aol|foxmail|zoho|fastmail|tutanota|webmail|roundcube|mail for windows)\b`)
)
