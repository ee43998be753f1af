package privacy

import "strings"

// phone reads a telephone number: with a country's code behind a plus or two
// zeros, or as it is dialled at home.
func (f *finder) phone(n written, digits string) {
	from := n.from
	abroad := f.text.At(from-1) == '+'
	if abroad {
		from--
	} else if f.text.At(from-1) == '(' && f.text.At(from-2) == '+' {
		abroad, from = true, from-2
	}
	if f.text.At(from-1) == '(' && f.closes(n) {
		from--
	}
	said := f.cue(cuePhone, from, cueReach)
	if f.serial(from) && !said || f.cue(cueCard, from, 10) || f.cue(cueIdentity, from, 6) && n.groups == 1 && !abroad && n.length != 11 {
		return
	}
	add := func(place string, valid bool, reason Reason) {
		f.add(Finding{Kind: Phone, Start: from, End: f.extension(n.to), Valid: valid, Place: place, Reason: reason})
	}
	international := digits
	switch {
	case abroad:
	case strings.HasPrefix(digits, "00") && n.length >= 11:
		international = digits[2:]
		abroad = true
	}
	if abroad {
		if place, valid, is := byCode(international); is {
			add(place, valid, ByForm)
		}
		return
	}
	for _, d := range dialled {
		if strings.HasPrefix(digits, d.code) && n.groups <= 4 && n.length >= len(d.code)+7 && (n.groups > 1 && n.sizes[0] == len(d.code) || said) {
			if rest := strings.TrimPrefix(digits[len(d.code):], "0"); d.mobile(rest) {
				add(d.place, true, ByForm) // 86-138…, without its plus
				return
			}
		}
	}
	if place, valid, reason := home(n, digits, said); place != "" {
		if place == "ZZ" {
			place = ""
		}
		if reason == ByCue && !said {
			if !f.alone(n.from, n.to) {
				return
			}
			reason = ByForm
		}
		add(place, valid, reason)
	}
}

// closes tells whether a bracket that stands before a number closes inside it.
func (f *finder) closes(n written) bool {
	for i := n.from; i < n.to; i++ {
		if f.text.At(i) == ')' {
			return true
		}
	}
	return false
}

// country is how numbers are written in a country, by its numbering plan (ITU-T E.164
// and the plans that the regulators publish).
type country struct {
	code, place string
	mobile      func(rest string) bool // behind the country's code, without the home zero
	fixed       func(rest string) bool
}

var dialled = []country{
	{"86", "CN", mainlandMobile, sized(10, 11, "123456789")},
	{"852", "HK", sized(8, 8, "4567 9"), sized(8, 8, "238")},
	{"853", "MO", sized(8, 8, "6"), sized(8, 8, "28")},
	{"886", "TW", sized(9, 9, "9"), sized(8, 9, "2345678")},
	{"65", "SG", sized(8, 8, "89"), sized(8, 8, "36")},
	{"60", "MY", malaysianMobile, sized(8, 9, "3456789")},
	{"62", "ID", indonesianMobile, sized(7, 11, "2345679")},
	{"66", "TH", sized(9, 9, "689"), sized(8, 8, "23457")},
	{"84", "VN", vietnameseMobile, sized(9, 10, "2")},
	{"63", "PH", sized(10, 10, "9"), sized(8, 10, "2345678")},
}

// sized tells of numbers with so many digits that begin with one of these.
func sized(least, max int, firsts string) func(string) bool {
	return func(rest string) bool {
		return len(rest) >= least && len(rest) <= max && strings.IndexByte(firsts, rest[0]) >= 0
	}
}

// mainlandMobile tells of numbers in segments that the Ministry of Industry and
// Information Technology has given out.
func mainlandMobile(rest string) bool {
	if len(rest) != 11 || rest[0] != '1' {
		return false
	}
	segments := [10]string{3: "0123456789", 4: "0145678 9", 5: "012356789", 6: "2567", 7: "012345678", 8: "0123456789", 9: "012356789"}
	return strings.IndexByte(segments[rest[1]-'0'], rest[2]) >= 0
}

// malaysianMobile, indonesianMobile and vietnameseMobile tell of numbers with prefixes
// that the regulators there (MCMC, Kominfo, VNTA) have given out.
func malaysianMobile(rest string) bool {
	return len(rest) == 9 && rest[0] == '1' || len(rest) == 10 && (rest[:2] == "11" || rest[:2] == "15")
}

func indonesianMobile(rest string) bool {
	if len(rest) < 9 || len(rest) > 13 || rest[0] != '8' {
		return false
	}
	given := [10]string{1: "123456789", 2: "12378", 3: "12358", 5: "12356789", 7: "6789", 8: "123456789", 9: "56789"}
	return strings.IndexByte(given[rest[1]-'0'], rest[2]) >= 0
}

func vietnameseMobile(rest string) bool {
	if len(rest) != 9 {
		return false
	}
	given := [10]string{3: "23456789", 5: "25689", 7: "06789", 8: "123456789", 9: "0123456789"}
	return strings.IndexByte(given[rest[0]-'0'], rest[1]) >= 0
}

// byCode reads a number with its country's code in front.
func byCode(digits string) (place string, valid, is bool) {
	for _, c := range dialled {
		if rest, ours := strings.CutPrefix(digits, c.code); ours {
			if len(rest) < 7 {
				return "", false, false
			}
			if len(rest) > 7 {
				rest = strings.TrimPrefix(rest, "0") // +60 (0)12…
			}
			return c.place, c.mobile(rest) || c.fixed(rest), true
		}
	}
	if digits[0] == '0' || len(digits) < 8 || len(digits) > 15 {
		return "", false, false
	}
	if digits[0] == '1' {
		return "US", american(digits[1:]), len(digits) == 11
	}
	return "", true, true
}

// american tells of numbers of the North American plan.
func american(rest string) bool {
	return len(rest) == 10 && rest[0] >= '2' && rest[3] >= '2' && rest[1:3] != "11"
}

// home reads a number as it is dialled at home. Forms that much else has too
// count only behind words that say so (ByCue).
func home(n written, digits string, said bool) (place string, valid bool, reason Reason) {
	zero := digits[0] == '0'
	rest := strings.TrimPrefix(digits, "0")
	grouped := n.groups > 1
	switch {
	case n.groups > 5 || n.groups == 5 && !n.shaped(2, 2, 2, 2, 2):
	case n.length == 11 && digits[0] == '1' && digits[1] >= '3' && (!grouped || n.shaped(3, 4, 4) || n.shaped(3, 3, 5) || n.shaped(3, 8) || n.shaped(4, 4, 3)):
		return "CN", mainlandMobile(digits), ByForm
	case n.length == 11 && strings.HasPrefix(digits, "1") && american(rest[1:]) && (n.shaped(1, 3, 3, 4)):
		return "US", true, ByForm
	case n.length == 10 && (n.shaped(3, 3, 4)) && !zero:
		return "US", american(digits), ByForm
	case zero && n.length == 11 && digits[1] == '9':
		return "PH", sized(10, 10, "9")(rest), ByForm
	case zero && n.length == 10 && digits[1] == '9' && (n.shaped(4, 3, 3) || n.shaped(4, 6) || n.shaped(2, 4, 4) || n.groups == 1):
		return "TW", true, ByForm
	case zero && strings.HasPrefix(digits, "01") && (n.length == 10 || n.length == 11) && n.sizes[0] != 8 && !n.shaped(3, 8) && !n.shaped(3, 7, 1):
		return "MY", malaysianMobile(rest), ByForm
	case zero && n.shaped(3, 8) && digits[1] <= '2':
		return "CN", true, ByForm // Beijing 010, and other cities with three digits
	case zero && (n.shaped(4, 7) || n.shaped(4, 8)) && digits[1] >= '3':
		return "CN", true, ByForm
	case zero && strings.HasPrefix(digits, "08") && n.length >= 10 && n.length <= 13:
		if n.length == 10 && n.groups == 3 && n.sizes[0] == 3 {
			return "TH", true, ByForm
		}
		return "ID", indonesianMobile(rest) || n.length == 10, ByForm
	case zero && n.length == 10 && strings.IndexByte("35789", digits[1]) >= 0 && (grouped || n.groups == 1):
		return "VN", vietnameseMobile(rest), ByForm
	case zero && n.length == 10 && digits[1] == '6':
		return "TH", true, ByForm
	case zero && (n.shaped(2, 4, 4) || n.shaped(2, 8)):
		return "TW", true, ByForm // Taipei 02, Manila 02, Klang valley 03
	case zero && (n.shaped(2, 3, 4) || n.shaped(2, 7) || n.shaped(3, 7) || n.shaped(3, 3, 4) || n.shaped(3, 6) || n.shaped(4, 6)):
		return "TH", said || n.groups == 3, ByCue
	case zero && n.length == 10 && n.shaped(2, 2, 2, 2, 2) && digits[1] != '0':
		return "FR", true, ByForm
	case zero && n.groups >= 3 && n.length >= 9 && n.length <= 11 && digits[1] != '0' && n.sizes[0] >= 2:
		return "ZZ", true, ByForm // somewhere: an area code and groups
	case zero && said && n.length >= 9 && n.length <= 12:
		return "CN", n.length >= 10, ByCue
	case n.length == 8 && (n.groups == 1 || n.shaped(4, 4)) && strings.IndexByte("2356789", digits[0]) >= 0:
		if digits[0] == '8' || digits[0] == '3' && !said {
			return "SG", true, ByCue
		}
		return "HK", true, ByCue
	}
	return "", false, ""
}
