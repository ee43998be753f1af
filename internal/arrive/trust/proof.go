package trust

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// prove tells from a receiver's findings whether the domain of the From stands
// behind the mail (RFC 7489). DMARC decides where the domain has a policy; without
// one, a signature or an envelope of the same organisation does.
func prove(l Letter) (Proof, string) {
	if l.Verdict.Receiver == "" {
		return Unchecked, "no_receiver"
	}
	from := House(domainOf(l.From))
	troubled, aligned := false, ""
	for _, c := range l.Verdict.Checks {
		switch {
		case c.Method == "dmarc" && c.Result == "pass" && aligns(c, from):
			return Verified, "dmarc_pass"
		case c.Method == "dmarc" && c.Result == "fail":
			return Failed, "dmarc_fail"
		case c.Result == "temperror":
			troubled = true
		case (c.Method == "dkim" || c.Method == "spf") && c.Result == "pass" && c.Domain != "" && aligns(c, from) && aligned != "dkim_aligned":
			aligned = c.Method + "_aligned"
		}
	}
	switch {
	case aligned != "":
		return Verified, aligned
	case troubled:
		return Unproven, "trouble"
	}
	return Unproven, "nothing_aligned"
}

// aligns tells whether a finding is about the house that a mail says it is from. A
// DMARC result without a domain is about the From by definition.
func aligns(c Check, from string) bool {
	return from != "" && (House(c.Domain) == from || c.Method == "dmarc" && c.Domain == "")
}

func domainOf(address string) string {
	return strings.Trim(strings.ToLower(address[strings.LastIndexByte(address, '@')+1:]), ". ")
}

// House is the domain under which somebody registered a name: of
// mail.shop.example.com.cn it is example.com.cn.
func House(domain string) string {
	domain = strings.Trim(strings.ToLower(domain), ".")
	house, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return domain
	}
	return house
}
