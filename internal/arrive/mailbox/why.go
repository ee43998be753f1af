package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"regexp"
	"syscall"
)

// NoLine tells in a code why there is no line to a server: what is different for who
// has to change something has a code of its own. usual is for everything else.
func NoLine(err error, usual string) string {
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var plain tls.RecordHeaderError
	var dns *net.DNSError
	var on *net.OpError
	switch {
	case errors.As(err, &name):
		return "tls_name"
	case errors.As(err, &unknown), errors.As(err, &invalid):
		return "tls_untrusted"
	case errors.As(err, &plain):
		return "not_secure"
	case errors.As(err, &dns) && dns.IsNotFound:
		return "host_unknown"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "port_closed"
	case errors.As(err, &on) && on.Op == "dial" && (on.Timeout() || errors.Is(err, os.ErrDeadlineExceeded)), errors.Is(err, context.DeadlineExceeded):
		return "port_blocked"
	}
	return usual
}

// Who refuses a log-in says why in words of their own. The narrower comes first: a
// sentence of QQ's names everything that it may have been.
var refusals = []struct {
	reason string
	words  *regexp.Regexp
}{
	{"auth_code", regexp.MustCompile(`(?i)authori[sz]ation code|授权码|weixin token|wechat token|service is not open, password is incorrect|LOGIN\.REQCODE`)},
	{"app_password", regexp.MustCompile(`(?i)application-specific password|app(lication)?[ -](specific )?password|InvalidSecondFactor|专用密码|安全密码`)},
	{"service_off", regexp.MustCompile(`(?i)SmtpClientAuth\w* is disabled|not enabled for imap|(imap|smtp|pop3?)\S* (access |service )?(is )?(disabled|not open|not enabled)|yet to enable imap|user has no permission|service is not open|未开启|未开通`)},
	{"oauth_only", regexp.MustCompile(`(?i)basic ?auth\w* (is )?(disabled|blocked)|BasicAuthBlocked|web login required|5\.7\.139`)},
	{"too_often", regexp.MustCompile(`(?i)too many (log|conn|simul|attempt|auth|fail)|frequency limit|rate ?limit|\[(LIMIT|INUSE|UNAVAILABLE)\]|temporar|try again later|频率|稍后`)},
}

// Refusal tells in a code why a server refuses a name and a password: by its own
// words, else by what its provider is known to want.
func Refusal(host, said string) string {
	for _, r := range refusals {
		if r.words.MatchString(said) {
			return r.reason
		}
	}
	switch p, _ := ProviderAt(host); p.Entry {
	case ByAppPassword:
		return "app_password"
	case ByCode:
		return "auth_code"
	case ByOAuth:
		return "oauth_only"
	}
	return "password"
}
