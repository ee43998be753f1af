package email

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// sampleSize is how much of a text decides what charset it is in.
const sampleSize = 8 << 10

type candidate struct {
	encoding encoding.Encoding
	weigh    func(rune) float64 // what one character says for this candidate
}

var candidates = []candidate{
	{simplifiedchinese.GB18030, weighSimplified},
	{traditionalchinese.Big5, weighTraditional},
	{japanese.ShiftJIS, weighJapanese},
	{japanese.EUCJP, weighJapanese},
	{korean.EUCKR, weighKorean},
	{charmap.Windows1251, weighRussian},
	{charmap.KOI8R, weighRussian},
	{charmap.CodePage866, weighRussian},
	{charmap.Windows874, weighThai},
	{charmap.Windows1252, weighWestern},
}

// guess decodes text without a (true) label: every candidate reads it, and the
// one whose result looks most like somebody's language wins.
func guess(b []byte) (string, bool) {
	best, enc := bestCandidate(b)
	if enc == nil || best < -1 {
		return decodeWith(charmap.Windows1252, b), true
	}
	return decodeWith(enc, b), true
}

// guessAgainst looks for a clearly better reading than the labelled one.
func guessAgainst(b []byte, labelled string) (string, bool) {
	score, enc := bestCandidate(b)
	if enc == nil || score < 0.45 {
		return "", false
	}
	s := decodeWith(enc, b)
	if strings.Count(s, "\ufffd") >= max(1, strings.Count(labelled, "\ufffd")) && strings.ContainsRune(s, utf8.RuneError) {
		return "", false
	}
	return s, true
}

func bestCandidate(b []byte) (float64, encoding.Encoding) {
	sample := clip(b, sampleSize)
	high := 0
	for _, c := range sample {
		if c >= 0x80 {
			high++
		}
	}
	if high == 0 {
		return 0, nil
	}
	best, chosen := -1e9, encoding.Encoding(nil)
	for _, c := range candidates {
		if score := c.score(sample) / float64(high); score > best {
			best, chosen = score, c.encoding
		}
	}
	return best, chosen
}

// score sums what the characters say. It is later divided by the count of high
// bytes, so that a charset of two-byte characters gains nothing by needing fewer.
func (c candidate) score(sample []byte) float64 {
	total := 0.0
	previous := rune(0)
	for _, r := range decodeWith(c.encoding, sample) {
		switch {
		case r == utf8.RuneError:
			total -= 6
		case r >= 0xE000 && r <= 0xF8FF:
			total -= 4
		case r >= 0x80 && r < 0xA0:
			total -= 3
		case r >= 0x80:
			total += c.weigh(r) + joint(previous, r)
		}
		previous = r
	}
	return total
}

// joint judges two neighbours: a capital after a small letter, or two accented
// western letters side by side, are signs of a wrong reading.
func joint(a, b rune) float64 {
	switch {
	case unicode.Is(unicode.Cyrillic, b) && unicode.IsUpper(b) && unicode.IsLower(a):
		return -1.5
	case unicode.Is(unicode.Cyrillic, b) && isASCIILetter(a), unicode.Is(unicode.Cyrillic, a) && isASCIILetter(b):
		return -1
	case b < 0x250 && a >= 0x80 && a < 0x250:
		return -1.2
	case b < 0x250 && isASCIILetter(a) && unicode.IsLower(b):
		return 0.4
	}
	return 0
}

func isASCIILetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func weighSimplified(c rune) float64 { return weighHan(c, commonSimplified) }

func weighTraditional(c rune) float64 { return weighHan(c, commonTraditional) }

func weighHan(c rune, common map[rune]bool) float64 {
	switch {
	case common[c]:
		return 2.4
	case cjkPunctuation[c]:
		return 2
	case c >= 0xFF01 && c <= 0xFF5E:
		return 1
	case unicode.Is(unicode.Han, c):
		return 0.2
	case c >= 0x3040 && c < 0x3100:
		return 0
	}
	return -1
}

func weighJapanese(c rune) float64 {
	switch {
	case c >= 0x3041 && c <= 0x3096:
		return 2.4
	case c >= 0x30A1 && c <= 0x30FC:
		return 2
	case cjkPunctuation[c]:
		return 1.8
	case c >= 0xFF61 && c <= 0xFF9F: // half-width kana: what wrong readings are full of
		return -1.2
	case commonTraditional[c] || commonSimplified[c]:
		return 1
	case unicode.Is(unicode.Han, c):
		return 0.2
	case c >= 0xFF01 && c <= 0xFF5E:
		return 0.8
	}
	return -1
}

func weighKorean(c rune) float64 {
	switch {
	case commonHangul[c]:
		return 2.4
	case c >= 0xAC00 && c <= 0xD7A3:
		return 1
	case cjkPunctuation[c]:
		return 0.5
	case unicode.Is(unicode.Han, c):
		return -0.5
	}
	return -1
}

func weighRussian(c rune) float64 {
	switch {
	case strings.ContainsRune("оеаинтсрвлкмдпу", c):
		return 1.1
	case c >= 'а' && c <= 'я' || c == 'ё':
		return 0.8
	case c >= 'А' && c <= 'Я':
		return 0.4
	case strings.ContainsRune("«»—–…№“”„І і ї є ґ", c):
		return 0.3
	}
	return -1.5
}

func weighThai(c rune) float64 {
	switch {
	case c >= 0x0E01 && c <= 0x0E30, c >= 0x0E40 && c <= 0x0E44:
		return 0.8
	case c >= 0x0E31 && c <= 0x0E5B:
		return 0.7
	}
	return -1.5
}

func weighWestern(c rune) float64 {
	switch {
	case strings.ContainsRune("éèàüöäßçêñóíáúâîôïëãõåøæœùûòìÉÖÄÜÅØ", c):
		return 0.6
	case strings.ContainsRune("’‘“”–—…•€£©®°«»·¿¡ ™", c):
		return 0.5
	case unicode.IsLetter(c):
		return 0.1
	}
	return -0.5
}

// cjkPunctuation stands in nearly every sentence and decides short texts.
var cjkPunctuation = runes("，。、；：？！“”‘’（）《》【】「」『』…—·～　")

func runes(s string) map[rune]bool {
	set := make(map[rune]bool, len(s)/3)
	for _, c := range s {
		set[c] = true
	}
	return set
}

// The most frequent characters of each script, and those that customers use.
var (
	commonSimplified  = runes("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔服务请您谢客户订单货快递退款买卖价钱款支付宝店铺商品质量问题收到联系电话号码地址邮件附件发送回复测试转账订购会员帐号密码登录注册网站系统客服处理尽快麻烦感谢祝好吗呢吧啊哦嗯谁哪怎办您")
	commonTraditional = runes("的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運請您謝客戶訂單貨快遞退款買賣價錢支付店鋪商質量收到聯繫電話號碼地址郵件附件發送回覆測試轉帳會員密碼登錄註冊網站系統客服處理盡快麻煩感謝祝好嗎呢吧啊哦誰哪怎辦您")
	commonHangul      = runes("이다는을에의가고지한하로은도를기사시어서자리인대들나아해그있수일정과스것만부제으게니라면주원보여구전상장신관았었와적오성까전문중동도미요세무공수치계금용모선화내안물연경유단분방영행회개조국마소음때같없우생발결처실모두위습십합감녕문의주문배송환불고객")
)
