package privacy

import "anlan/internal/kit/passage"

// group is digits side by side.
type group struct{ from, to int }

// most is the longest number that means something, and mostGroups how many
// groups it may be written in.
const most, mostGroups = 19, 8

// numbers tries each number, and numbers that are written in groups, in every
// way in which one may read them.
func (f *finder) numbers() {
	groups := f.groups()
	for i := range groups {
		var n written
		for j := i; j < len(groups) && j < i+mostGroups; j++ {
			if j > i && !f.linked(groups[j-1], groups[j]) {
				break
			}
			if n.take(f.text, groups[j]); n.length > most {
				break
			}
			f.read(n)
		}
	}
}

// groups finds digits that no letter touches; an x may end an identity card.
func (f *finder) groups() (list []group) {
	for at := 0; at < f.text.Len(); at++ {
		if !passage.Digit(f.text.At(at)) {
			continue
		}
		g := group{at, at}
		for passage.Digit(f.text.At(g.to)) {
			g.to++
		}
		at = g.to
		before, after := f.text.At(g.from-1), f.text.At(g.to)
		if passage.Latin(before) || before == '_' || passage.Latin(after) && !f.ex(g.to) && f.extension(g.to) == g.to || after == '_' {
			continue
		}
		list = append(list, g)
	}
	return list
}

// ex tells whether an x stands at a place that ends a number.
func (f *finder) ex(at int) bool {
	return f.text.At(at) == 'x' && !passage.Latin(f.text.At(at+1)) && !passage.Digit(f.text.At(at+1))
}

// extension is where an extension ends that stands behind a phone number: x4587, ext. 12.
func (f *finder) extension(at int) int {
	start := at
	for f.text.At(at) == ' ' {
		at++
	}
	switch {
	case f.reads(at, "ext"):
		at += 3
	case f.reads(at, "转"), f.text.At(at) == 'x' && passage.Digit(f.text.At(at+1)):
		at++
	default:
		return start
	}
	for f.text.At(at) == '.' || f.text.At(at) == ' ' {
		at++
	}
	to := at
	for passage.Digit(f.text.At(to)) {
		to++
	}
	if to == at || to-at > 6 || passage.Latin(f.text.At(to)) {
		return start
	}
	return to
}

// linked tells whether two groups may be one number: a space, a sign, or both stand between.
func (f *finder) linked(a, b group) bool {
	if b.from-a.to > 3 {
		return false
	}
	signs := 0
	for i := a.to; i < b.from; i++ {
		switch f.text.At(i) {
		case ' ':
		case '-', '.', '(', ')', '/', '·':
			signs++
		default:
			return false
		}
	}
	return signs <= 2
}

// written is a number as it stands: its digits, and how they are grouped.
type written struct {
	from, to int
	digits   [most + most]byte
	length   int
	sizes    [mostGroups]int
	groups   int
	dots     bool // some are parted by dots or strokes, as only phones and dates are
}

func (n *written) take(text *passage.Passage, g group) {
	if n.groups == 0 {
		n.from = g.from
	} else {
		for i := n.to; i < g.from; i++ {
			n.dots = n.dots || text.At(i) == '.' || text.At(i) == '/'
		}
	}
	n.to = g.to
	n.sizes[n.groups] = g.to - g.from
	n.groups++
	for i := g.from; i < g.to && n.length <= most; i++ {
		n.digits[n.length] = byte(text.At(i))
		n.length++
	}
}

func (n *written) text() string { return string(n.digits[:n.length]) }

// shaped tells whether the groups have these sizes.
func (n *written) shaped(sizes ...int) bool {
	if n.groups != len(sizes) {
		return false
	}
	for i, size := range sizes {
		if n.sizes[i] != size {
			return false
		}
	}
	return true
}

// read notes what a number is.
func (f *finder) read(n written) {
	if n.length < 7 {
		return
	}
	digits := n.text()
	if f.money(n) {
		return
	}
	f.phone(n, digits)
	if n.dots {
		return
	}
	f.card(n, digits)
	f.identity(n, digits)
}

// money tells whether a sign of money stands before, or a unit or a fraction behind.
func (f *finder) money(n written) bool {
	switch f.text.At(n.from - 1) {
	case '¥', '$', '€', '£', '￥', '฿', '₫', '₱', '#':
		return true
	case '.':
		return passage.Digit(f.text.At(n.from - 2))
	case ',':
		return passage.Digit(f.text.At(n.from-2)) && n.sizes[0] == 3
	}
	switch f.text.At(n.to) {
	case '元', '块', '%', '€', '円':
		return true
	case '.':
		return passage.Digit(f.text.At(n.to+1)) && n.groups == 1
	}
	return false
}

// card reads a payment card: one group, or four digits and four and so on.
func (f *finder) card(n written, digits string) {
	if n.length < 13 || n.groups > 1 && !n.fours() && !n.shaped(4, 6, 5) && !n.shaped(4, 6, 4) && !n.shaped(6, 13) {
		return
	}
	said := f.cue(cueCard, n.from, cueReach)
	switch issued, right := issuer(digits), luhn(digits); {
	case f.serial(n.from):
	case issued && right:
		f.add(Finding{Kind: BankCard, Start: n.from, End: n.to, Valid: true, Reason: ByCheck})
	case said && (right || n.length >= 14):
		f.add(Finding{Kind: BankCard, Start: n.from, End: n.to, Valid: right, Reason: ByCue})
	case issued && n.groups > 1 && n.length >= 16:
		f.add(Finding{Kind: BankCard, Start: n.from, End: n.to, Reason: ByForm})
	}
}

// fours tells whether all groups but the last have four digits.
func (n *written) fours() bool {
	for i := range n.groups - 1 {
		if n.sizes[i] != 4 {
			return false
		}
	}
	return n.groups >= 4 && n.sizes[n.groups-1] <= 4
}

// issuers are the first digits that networks have, and the lengths of their
// cards (ISO/IEC 7812 registers as the networks publish them).
var issuers = []struct {
	from, to   int // of so many first digits
	digits     int
	least, max int
}{
	{4, 4, 1, 13, 19},       // Visa; some old cards have thirteen
	{51, 55, 2, 16, 16},     // Mastercard
	{2221, 2720, 4, 16, 16}, // Mastercard
	{34, 34, 2, 15, 15},     // American Express
	{37, 37, 2, 15, 15},     // American Express
	{62, 62, 2, 16, 19},     // UnionPay
	{81, 81, 2, 16, 19},     // UnionPay
	{9558, 9558, 4, 19, 19}, // ICBC, from before UnionPay
	{3528, 3589, 4, 16, 19}, // JCB
	{1800, 1800, 4, 15, 15}, // JCB, old
	{2131, 2131, 4, 15, 15}, // JCB, old
	{300, 305, 3, 14, 19},   // Diners Club
	{3095, 3095, 4, 14, 19}, // Diners Club
	{36, 36, 2, 14, 19},     // Diners Club
	{38, 39, 2, 14, 19},     // Diners Club
	{6011, 6011, 4, 16, 19}, // Discover
	{644, 659, 3, 16, 19},   // Discover
	{50, 50, 2, 13, 19},     // Maestro
	{56, 58, 2, 13, 19},     // Maestro
	{60, 61, 2, 16, 19},     // Maestro, RuPay
	{63, 63, 2, 13, 19},     // Maestro
	{67, 69, 2, 13, 19},     // Maestro
	{2200, 2204, 4, 16, 19}, // Mir
}

func issuer(digits string) bool {
	for _, i := range issuers {
		if first := number(digits[:i.digits]); first >= i.from && first <= i.to && len(digits) >= i.least && len(digits) <= i.max {
			return true
		}
	}
	return false
}

// identity reads papers that have digits alone, and the mainland's x.
func (f *finder) identity(n written, digits string) {
	add := func(place string, end int, valid bool, reason Reason) {
		f.add(Finding{Kind: IDCard, Start: n.from, End: end, Valid: valid, Place: place, Reason: reason})
	}
	serial := f.serial(n.from)
	vietnam := f.cue(cueVietnam, n.from, cueReach)
	said := !serial && (vietnam || f.asked(cueIdentity, n.from, n.to))
	end, card := n.to, digits
	if f.ex(n.to) && n.length == 17 {
		end, card = n.to+1, digits+"x"
	}
	switch {
	case len(card) == 18 && (n.groups == 1 || n.shaped(6, 8, 4) || n.shaped(6, 8, 3) || n.shaped(6, 4, 4, 4) || n.shaped(6, 4, 4, 3) || n.shaped(3, 3, 4, 4, 4)):
		switch right := chineseID(card); {
		case right:
			add("CN", end, true, ByCheck)
		case serial:
		case said || regions[number(card[:2])] && date(number(card[6:10]), number(card[10:12]), number(card[12:14])):
			add("CN", end, false, ByForm)
		}
	case n.length == 15 && n.groups == 1 && chineseID(digits) && said:
		add("CN", n.to, true, ByCue)
	case n.length == 13 && (n.groups == 1 || n.shaped(1, 4, 5, 2, 1)):
		right := thaiID(digits)
		if n.groups > 1 || said && (right || !issuer(digits)) {
			add("TH", n.to, right, why(right, ByForm))
		}
	case n.length == 16 && (n.groups == 1 || n.fours() || n.shaped(6, 6, 4) || n.shaped(2, 2, 2, 6, 4)):
		switch right := indonesianID(digits); {
		case right && (said || f.anywhere(cueIdentity)) && !serial:
			add("ID", n.to, true, ByCue)
		case n.groups == 4 && said && !luhn(digits):
			add("PH", n.to, true, ByCue) // PhilSys card number: sixteen digits without a public check
		case said && !f.alone(n.from, n.to):
			add("ID", n.to, false, ByCue)
		}
	case n.length == 12 && n.shaped(6, 2, 4):
		add("MY", n.to, malaysianID(digits), ByForm)
	case n.length == 12 && n.shaped(4, 7, 1) && digits[0] == '0':
		add("PH", n.to, true, ByForm) // UMID common reference number
	case n.length == 12 && (n.groups == 1 || n.shaped(3, 3, 3, 3) || n.shaped(4, 4, 4)) && said && !f.cue(cueTax, n.from, cueReach):
		switch {
		case malaysianID(digits) && !vietnam:
			add("MY", n.to, true, ByCue)
		case vietnameseID(digits):
			add("VN", n.to, true, ByCue)
		case n.groups == 3:
			add("PH", n.to, true, ByCue) // PhilSys number
		case !f.alone(n.from, n.to):
			add("", n.to, false, ByCue)
		}
	case n.length == 10 && n.shaped(2, 7, 1):
		add("PH", n.to, true, ByForm) // social security
	case n.shaped(3, 2, 4):
		add("US", n.to, americanID(digits), ByForm)
	case n.length == 9 && n.groups == 1 && vietnam:
		add("VN", n.to, true, ByCue)
	case (n.length == 9 && n.shaped(3, 3, 3) || n.length == 12 && (n.shaped(3, 3, 3, 3) || n.groups == 1)) && f.cue(cueTax, n.from, cueReach):
		add("PH", n.to, philippineTax(digits), ByCue)
	}
}

// philippineTax tells whether nine digits can be a TIN, with or without the
// branch behind (Bureau of Internal Revenue): individuals' begin with 1 to 9, firms' with 0.
func philippineTax(digits string) bool { return digits[:9] != "000000000" && digits[3:9] != "000000" }

func why(right bool, otherwise Reason) Reason {
	if right {
		return ByCheck
	}
	return otherwise
}
