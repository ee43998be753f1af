package email

import (
	"regexp"
	"strings"
)

// enhanced is a status code of RFC 3463. Longer numbers with dots are addresses.
var enhanced = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)

// statusIn finds an enhanced code in a text that is not part of an IP address
// or version number.
func statusIn(s string) string {
	for _, at := range enhanced.FindAllStringIndex(s, 40) {
		before, after := byteAt(s, at[0]-1), byteAt(s, at[1])
		if before == '.' || before == '-' || isDigit(before) || after == '.' && isDigit(byteAt(s, at[1]+1)) || isDigit(after) {
			continue
		}
		if s[at[0]] != '2' {
			return s[at[0]:at[1]]
		}
	}
	return ""
}

func byteAt(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// statusOfNotice finds or derives the status from free words. Words near the
// recipient come first, because a notice may speak of several.
func (l *look) statusOfNotice(recipient string) string {
	notice := l.notice()
	if recipient != "" {
		if i := strings.Index(strings.ToLower(notice), strings.ToLower(recipient)); i > 0 {
			notice = notice[i:] + "\n" + notice[:i]
		}
	}
	if s := statusIn(notice); s != "" {
		return s
	}
	code := ""
	if m := smtpCode.FindStringSubmatch(notice); m != nil {
		code = m[1]
	}
	lower := strings.ToLower(notice + "\n" + l.mail.Subject)
	for _, rule := range statusRules {
		if rule.says.MatchString(lower) {
			return withClass(rule.status, code)
		}
	}
	if s, ok := codeStatus[code]; ok {
		return s
	}
	switch {
	case strings.HasPrefix(code, "4") || delayWords.MatchString(lower):
		return "4.0.0"
	}
	return "5.0.0"
}

// withClass lets a temporary reply code make the status temporary.
func withClass(status, code string) string {
	if strings.HasPrefix(code, "4") && strings.HasPrefix(status, "5") {
		return "4" + status[1:]
	}
	return status
}

var (
	smtpCode   = regexp.MustCompile(`(?:^|[^\d.#])([45][0-5]\d)(?:[ :-]|$)`)
	delayWords = regexp.MustCompile(`delay|will be retried|not yet been delivered|warning message only|queued|will keep trying|still (?:trying|being retried)`)
)

type statusRule struct {
	says   *regexp.Regexp
	status string
}

func says(phrases string) *regexp.Regexp { return regexp.MustCompile(phrases) }

// statusRules turn the words of servers into what RFC 3463 calls them. The more
// telling reason stands first.
var statusRules = []statusRule{
	{says(`mailbox (?:is )?(?:full|exceeds|size)|over ?quota|quota exceed|exceeded.{0,30}(?:quota|storage|limit)|(?:mailfolder|inbox|mail ?box|mail folder) (?:is )?full|insufficient (?:system )?(?:storage|disk)|not enough (?:storage|disk|space)|disk quota|storage (?:limit|exceed)|maximum allowed|邮箱已满|空间不足|一杯|exceeded the local limit|mailbox space|переполнен`), "5.2.2"},
	{says(`hop count|too many hops|mail loop|routing loop|loop alert|loops back|duplicated message-id`), "5.4.6"},
	{says(`size (?:limit )?exceed|message (?:is )?too (?:big|large)|too large|exceeds (?:the )?(?:maximum|size|fixed|limit)|maximum (?:message )?size|size limit|超过.{0,10}(?:大小|限制)`), "5.3.4"},
	{says(`relay(?:ing)? (?:is )?(?:denied|not permitted|prohibited|access denied)|not permitted to relay|insecure mail relay|unable to relay|we do not relay`), "5.7.1"},
	{says(`spam|blacklist|blocklist|block list|blocked|black list|\brbl\b|spamhaus|dmarc|dkim|\bspf\b|reputation|virus|malware|policy|prohibited|not allowed|not authori[sz]ed|permission|access denied|denied|not a member|not member|垃圾|权限|投稿する権限|content reject|refused to accept`), "5.7.1"},
	{says(`(?:account|user|mailbox|recipient)(?: \S+)? (?:is |has been )?(?:disabled|suspended|inactive|deactivated|not active|locked|closed)|mailbox (?:is )?(?:unavailable|disabled|inactive)|no longer (?:available|valid|exists)|停用|禁用`), "5.2.1"},
	{says(`user unknown|unknown (?:user|recipient|address|local|account)|no such (?:user|mailbox|recipient|address|person|account|local)|(?:user|recipient|mailbox|account|address) (?:\S+ )?(?:not found|unknown|does ?n['o]t exist|not exist|invalid|not recogni[sz]ed|rejected|not known|is not known)|does not exist|doesn['’]t (?:exist|have an?)|not a valid|invalid (?:user|recipient|address|mailbox)|not listed in|no mailbox|recipient name is not recogni[sz]ed|isn['’]t found|no user|not our customer|is not a known|couldn['’]t be found|could not be found|unrouteable|bad destination mailbox|user name .{0,30}not valid|не существует|не найден|不存在|見つかりません|存在しない|no existe|n['’]existe pas|does not like recipient|no account|is not local`), "5.1.1"},
	{says(`host (?:or domain name )?(?:unknown|not found)|unknown (?:host|domain)|domain (?:\S+ )?(?:not found|does ?n['o]t exist|unknown|invalid)|no (?:mx|mail exchanger|such host|such domain|route to)|name (?:server|service) (?:error|timeout)|nxdomain|could not find a gateway|dns (?:error|lookup)|couldn['’]t find any host|host unknown|invalid domain|lookup fail`), "5.1.2"},
	{says(`malformed|syntax|incorrectly constructed|bad address|illegal (?:address|host)|may not follow`), "5.1.3"},
	{says(`queue too long|expired|retry time(?:out)?|too long|gave up|giving up|after .{0,20}(?:hours?|days?)|message (?:has )?(?:been )?timed out|could not be delivered for|undelivered for|not (?:been )?delivered (?:with|for)in`), "4.4.7"},
	{says(`timed? ?out|connection (?:refused|reset|lost|closed|dropped|failed)|could not connect|unable to connect|no answer|network (?:is )?unreachable|not accept our requests to connect|socket error|connect(?:ion)? to .{0,80}fail`), "4.4.1"},
	{says(`greylist|graylist|try again later|temporar|deferred|too many connections|rate limit|throttl|busy`), "4.7.0"},
	{says(`system error|internal error|local error|config|resources|i/o error|disk full`), "5.3.0"},
}

// codeStatus is the last resort: a reply code without telling words.
var codeStatus = map[string]string{
	"421": "4.3.2", "450": "4.2.0", "451": "4.3.0", "452": "4.2.2", "550": "5.0.0", "551": "5.1.6", "552": "5.2.2", "553": "5.1.3", "554": "5.0.0", "555": "5.5.4", "501": "5.5.4", "503": "5.5.1", "521": "5.3.2", "530": "5.7.0", "535": "5.7.8", "556": "5.1.10",
}
