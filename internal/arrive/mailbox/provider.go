package mailbox

import (
	"slices"
	"strings"

	"anlan/internal/platform/fault"
)

// Server is where a provider's mail is fetched from or sent through.
type Server struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security" enum:"tls,starttls,none"`
}

// Entry is what a provider wants of a program instead of a person's password.
type Entry string

// Entries.
const (
	ByPassword    Entry = "password"
	ByAppPassword Entry = "app_password" // made for one program, where the person has a second factor
	ByCode        Entry = "auth_code"    // 授权码: given once IMAP and SMTP are switched on
	ByOAuth       Entry = "oauth"        // no password gets in at all
)

// Provider is somebody who keeps mailboxes for many.
type Provider struct {
	Key   string // names it on screens
	IMAP  Server
	SMTP  Server
	Entry Entry
	OAuth string // by which preset of a grant one may get in as well

	domains []string // of the addresses that it gives out
	mx      []string // ends of the names of the servers that take mail for other domains
}

func secure(host string) Server   { return Server{Host: host, Port: 993, Security: "tls"} }
func sends(host string) Server    { return Server{Host: host, Port: 465, Security: "tls"} }
func upgrades(host string) Server { return Server{Host: host, Port: 587, Security: "starttls"} }

// providers are in the order in which the servers of a domain are compared: the
// narrower name first.
var providers = []Provider{
	{
		Key: "gmail", IMAP: secure("imap.gmail.com"), SMTP: sends("smtp.gmail.com"), Entry: ByAppPassword, OAuth: "google",
		domains: []string{"gmail.com", "googlemail.com"}, mx: []string{"google.com", "googlemail.com"},
	},
	{
		Key: "microsoft", IMAP: secure("outlook.office365.com"), SMTP: upgrades("smtp.office365.com"), Entry: ByOAuth, OAuth: "microsoft",
		domains: []string{"outlook.com", "hotmail.com", "live.com", "live.cn", "msn.com"}, mx: []string{"protection.outlook.com", "mx.microsoft", "olc.protection.outlook.com"},
	},
	{Key: "exmail", IMAP: secure("imap.exmail.qq.com"), SMTP: sends("smtp.exmail.qq.com"), Entry: ByCode, mx: []string{"mxbiz1.qq.com", "mxbiz2.qq.com", "exmail.qq.com"}},
	{Key: "qq", IMAP: secure("imap.qq.com"), SMTP: sends("smtp.qq.com"), Entry: ByCode, domains: []string{"qq.com", "vip.qq.com", "foxmail.com"}},
	{
		Key: "netease_business", IMAP: secure("imap.qiye.163.com"), SMTP: sends("smtp.qiye.163.com"), Entry: ByCode,
		mx: []string{"qiye.163.com", "qiye163mx01.mxmail.netease.com", "qiye163mx02.mxmail.netease.com"},
	},
	{Key: "163", IMAP: secure("imap.163.com"), SMTP: sends("smtp.163.com"), Entry: ByCode, domains: []string{"163.com"}},
	{Key: "126", IMAP: secure("imap.126.com"), SMTP: sends("smtp.126.com"), Entry: ByCode, domains: []string{"126.com"}},
	{Key: "yeah", IMAP: secure("imap.yeah.net"), SMTP: sends("smtp.yeah.net"), Entry: ByCode, domains: []string{"yeah.net"}},
	{Key: "aliyun_business", IMAP: secure("imap.qiye.aliyun.com"), SMTP: sends("smtp.qiye.aliyun.com"), Entry: ByAppPassword, mx: []string{"qiye.aliyun.com", "mxhichina.com"}},
	{Key: "aliyun", IMAP: secure("imap.aliyun.com"), SMTP: sends("smtp.aliyun.com"), Entry: ByPassword, domains: []string{"aliyun.com"}},
	{Key: "feishu", IMAP: secure("imap.feishu.cn"), SMTP: sends("smtp.feishu.cn"), Entry: ByAppPassword, mx: []string{"feishu.cn"}},
	{Key: "lark", IMAP: secure("imap.larksuite.com"), SMTP: sends("smtp.larksuite.com"), Entry: ByAppPassword, mx: []string{"larksuite.com"}},
	{Key: "139", IMAP: secure("imap.139.com"), SMTP: sends("smtp.139.com"), Entry: ByCode, domains: []string{"139.com"}},
	{
		Key: "icloud", IMAP: secure("imap.mail.me.com"), SMTP: upgrades("smtp.mail.me.com"), Entry: ByAppPassword,
		domains: []string{"icloud.com", "me.com", "mac.com"}, mx: []string{"mail.icloud.com"},
	},
	{
		Key: "yahoo", IMAP: secure("imap.mail.yahoo.com"), SMTP: sends("smtp.mail.yahoo.com"), Entry: ByAppPassword,
		domains: []string{"yahoo.com", "yahoo.co.uk", "yahoo.com.hk", "yahoo.com.sg", "yahoo.fr", "yahoo.de", "ymail.com", "rocketmail.com"}, mx: []string{"yahoodns.net"},
	},
	{
		Key: "fastmail", IMAP: secure("imap.fastmail.com"), SMTP: sends("smtp.fastmail.com"), Entry: ByAppPassword,
		domains: []string{"fastmail.com", "fastmail.fm"}, mx: []string{"messagingengine.com"},
	},
	{
		Key: "zoho", IMAP: secure("imap.zoho.com"), SMTP: sends("smtp.zoho.com"), Entry: ByAppPassword,
		domains: []string{"zoho.com", "zohomail.com"}, mx: []string{"zoho.com"},
	},
	{
		Key: "yandex", IMAP: secure("imap.yandex.com"), SMTP: sends("smtp.yandex.com"), Entry: ByAppPassword,
		domains: []string{"yandex.com", "yandex.ru"}, mx: []string{"mx.yandex.net", "mx.yandex.ru"},
	},
	{
		Key: "mailru", IMAP: secure("imap.mail.ru"), SMTP: sends("smtp.mail.ru"), Entry: ByAppPassword,
		domains: []string{"mail.ru", "bk.ru", "inbox.ru", "list.ru"}, mx: []string{"emx.mail.ru"},
	},
	{
		Key: "gmx", IMAP: secure("imap.gmx.net"), SMTP: upgrades("mail.gmx.net"), Entry: ByPassword,
		domains: []string{"gmx.net", "gmx.de", "gmx.com"},
	},
}

// Providers are all that we know.
func Providers() []Provider { return slices.Clone(providers) }

// ProviderOf is who keeps the mailboxes of a domain: by its name, or by the names
// of the servers that take its mail.
func ProviderOf(domain string, exchangers []string) (Provider, bool) {
	domain = named(domain)
	for _, p := range providers {
		if slices.Contains(p.domains, domain) {
			return p, true
		}
	}
	for _, p := range providers {
		for _, exchanger := range exchangers {
			if slices.ContainsFunc(p.mx, func(end string) bool { return within(named(exchanger), end) }) {
				return p, true
			}
		}
	}
	return Provider{}, false
}

// ProviderAt is whose server this is.
func ProviderAt(host string) (Provider, bool) {
	host = named(host)
	for _, p := range providers {
		if host == p.IMAP.Host || host == p.SMTP.Host {
			return p, true
		}
	}
	return Provider{}, false
}

// named is a name of DNS as it is compared.
func named(host string) string {
	return strings.ToLower(strings.TrimSuffix(strings.TrimSpace(host), "."))
}

func within(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }

// Guess is how most houses name the servers of a domain of their own.
func Guess(domain string) Provider {
	return Provider{IMAP: secure("imap." + domain), SMTP: sends("smtp." + domain), Entry: ByPassword}
}

// Recognised is who probably keeps an address, and how we know: by its domain, by
// the servers that take its mail (mx), or by a guess.
type Recognised struct {
	Provider
	By string
}

// Verdict is what came of trying one side of a mailbox that is no channel yet.
type Verdict struct {
	Tried bool
	Mails uint32 // how many lie in the folder
	Fault *fault.Fault
}
