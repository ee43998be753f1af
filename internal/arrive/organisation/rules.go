package organisation

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// Bounds of what we keep about an organisation.
const (
	maxName    = 200
	maxFold    = 400 // bytes that an index has to hold
	maxNotes   = 10_000
	maxDomains = 50
	maxDomain  = 253
)

var domainForm = regexp.MustCompile(`^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$`)

// publicDomains are those of which everybody can have an address, so that it says
// nothing about where somebody belongs.
var publicDomains = []string{
	"126.com", "139.com", "163.com", "188.com", "189.cn", "21cn.com", "263.net", "aliyun.com", "aol.com", "chinaren.com", "daum.net",
	"duck.com", "eyou.com", "fastmail.com", "foxmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de",
	"gmx.net", "googlemail.com", "hanmail.net", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr",
	"hotmail.it", "icloud.com", "inbox.ru", "laposte.net", "libero.it", "list.ru", "live.cn", "live.com", "mac.com", "mail.com", "mail.ru",
	"me.com", "msn.com", "naver.com", "orange.fr", "outlook.com", "outlook.de", "outlook.fr", "outlook.jp", "pm.me", "proton.me",
	"protonmail.com", "qq.com", "rediffmail.com", "sina.cn", "sina.com", "sina.com.cn", "sogou.com", "sohu.com", "t-online.de", "tom.com",
	"tutanota.com", "vip.126.com", "vip.163.com", "vip.qq.com", "vip.sina.com", "wanadoo.fr", "web.de", "wo.cn", "yahoo.cn", "yahoo.co.in",
	"yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.cn", "yahoo.com.hk", "yahoo.com.tw", "yahoo.de", "yahoo.es", "yahoo.fr",
	"yahoo.it", "yandex.com", "yandex.ru", "yeah.net", "ymail.com", "zoho.com",
}

func public(domain string) bool { return slices.Contains(publicDomains, domain) }

// DomainOf is what stands behind the @ of an address that may tell where somebody
// belongs; "" for public mail and for what is no address.
func DomainOf(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return ""
	}
	domain := strings.ToLower(email[at+1:])
	if public(domain) || len(domain) > maxDomain {
		return ""
	}
	return domain
}

// domains puts what a person typed into its one form.
func domains(given []string) ([]string, error) {
	list := []string{}
	for _, d := range given {
		d = strings.ToLower(strings.TrimSpace(plain.Text(d)))
		d = strings.TrimSuffix(d[strings.LastIndexByte(d, '@')+1:], ".")
		if d == "" {
			continue
		}
		if len(d) > maxDomain || !domainForm.MatchString(d) {
			return nil, fault.New(fault.Invalid, "organisation.domain_wrong", "domain", plain.Upto(d, 100)).At("domains")
		}
		if public(d) {
			return nil, fault.New(fault.Invalid, "organisation.domain_public", "domain", d).At("domains")
		}
		list = append(list, d)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) > maxDomains {
		return nil, fault.New(fault.Invalid, "organisation.too_many_domains", "limit", maxDomains).At("domains")
	}
	return list, nil
}

// Named puts a name into its one form, or refuses it.
func Named(name string) (string, error) {
	name = strings.Join(strings.Fields(plain.Text(name)), " ")
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "organisation.needs_a_name").At("name")
	case utf8.RuneCountInString(name) > maxName:
		return "", fault.New(fault.Invalid, "organisation.name_too_long", "limit", maxName).At("name")
	}
	return name, nil
}

// fold is what names are compared by.
func fold(name string) string {
	return plain.Upto(strings.ToLower(strings.Join(strings.Fields(name), " ")), maxFold)
}

// edited applies a person's edit and tells which fields are different now.
func edited(r row, e Edit) (after row, fields []string, err error) {
	if e.Name != nil {
		name, err := Named(*e.Name)
		if err != nil {
			return r, nil, err
		}
		if name != r.Name {
			r.Name, r.Fold, fields = name, fold(name), append(fields, "name")
		}
	}
	if e.Tier != nil && *e.Tier != r.Tier {
		if *e.Tier != Standard && *e.Tier != VIP {
			return r, nil, fault.New(fault.Invalid, "contact.unknown_tier", "tier", string(*e.Tier)).At("tier")
		}
		r.Tier, fields = *e.Tier, append(fields, "tier")
	}
	if e.Notes != nil {
		notes := strings.TrimSpace(plain.Text(*e.Notes))
		if utf8.RuneCountInString(notes) > maxNotes {
			return r, nil, fault.New(fault.Invalid, "organisation.notes_too_long", "limit", maxNotes).At("notes")
		}
		if notes != r.Notes {
			r.Notes, fields = notes, append(fields, "notes")
		}
	}
	if e.JoinsByDomain != nil && *e.JoinsByDomain != r.Joins {
		r.Joins, fields = *e.JoinsByDomain, append(fields, "joins_by_domain")
	}
	return r, fields, nil
}
