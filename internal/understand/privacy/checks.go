package privacy

// The check digits of cards and papers. Digits and letters are those of the
// compared form: 0–9 and a–z.

// luhn is the check of payment cards (ISO/IEC 7812-1, annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// chineseID checks a citizen's number of the mainland: region, date of birth and
// the check character of ISO 7064 MOD 11-2 (GB 11643-1999). Cards from before
// 1999 have fifteen digits, two for the year, and no check.
func chineseID(id string) bool {
	switch len(id) {
	case 15:
		return regions[number(id[:2])] && date(1900+number(id[6:8]), number(id[8:10]), number(id[10:12]))
	case 18:
		return regions[number(id[:2])] && date(number(id[6:10]), number(id[10:12]), number(id[12:14])) && chineseCheck(id)
	}
	return false
}

func chineseCheck(id string) bool {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(id[i]-'0')
	}
	return "10x98765432"[sum%11] == id[17]
}

// regions are the first two digits that GB/T 2260 gives to provinces, and those
// of residence permits for people of Hong Kong, Macau, Taiwan and of foreigners.
var regions = func() (known [100]bool) {
	for _, r := range []int{
		11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
		50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91,
	} {
		known[r] = true
	}
	return known
}()

func number(digits string) (n int) {
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// date tells whether there is such a day, of somebody who may be alive.
func date(year, month, day int) bool {
	if year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days = 29
	}
	return day <= days
}

// hongKongID checks a letter or two, six digits and a check character: letters
// count from A=10, a missing first one 36, with weights 9 to 2 (Immigration
// Department, as described for "Hong Kong identity card" check digits).
func hongKongID(letters, digits string, check byte) bool {
	sum := 9 * 36
	if len(letters) == 2 {
		sum = 9 * (int(letters[0]-'a') + 10)
	}
	sum += 8 * (int(letters[len(letters)-1]-'a') + 10)
	for i := range 6 {
		sum += (7 - i) * int(digits[i]-'0')
	}
	if check == 'a' {
		sum += 10
	} else {
		sum += int(check - '0')
	}
	return sum%11 == 0
}

// taiwanID checks a letter and nine digits. The letter stands for two digits
// (Ministry of the Interior's table for places of registration); weights are
// 1, 9 and 8 down to 1, and 1 for the check.
func taiwanID(letter byte, digits string) bool {
	const order = "abcdefghjklmnpqrstuvxywzio" // 10, 11, 12, …
	place := -1
	for i := range len(order) {
		if order[i] == letter {
			place = 10 + i
		}
	}
	if place < 0 {
		return false
	}
	sum := place/10 + 9*(place%10)
	for i := range 8 {
		sum += (8 - i) * int(digits[i]-'0')
	}
	return (sum+int(digits[8]-'0'))%10 == 0
}

// singaporeID checks NRIC and FIN: weights 2 7 6 5 4 3 2, four more for T and G,
// three more for M, and three tables of letters (Immigration and Checkpoints
// Authority; the M series is of 2022).
func singaporeID(series byte, digits string, check byte) bool {
	sum := 0
	for i, w := range [7]int{2, 7, 6, 5, 4, 3, 2} {
		sum += w * int(digits[i]-'0')
	}
	switch series {
	case 's':
		return "jzihgfedcba"[sum%11] == check
	case 't':
		return "jzihgfedcba"[(sum+4)%11] == check
	case 'f':
		return "xwutrqpnmlk"[sum%11] == check
	case 'g':
		return "xwutrqpnmlk"[(sum+4)%11] == check
	case 'm':
		return "xwutrqpnjlk"[(sum+3)%11] == check
	}
	return false
}

// thaiID checks thirteen digits: weights 13 down to 2, and eleven less the
// remainder (Department of Provincial Administration).
func thaiID(digits string) bool {
	if digits[0] == '0' || digits[0] == '9' {
		return false
	}
	sum := 0
	for i := range 12 {
		sum += (13 - i) * int(digits[i]-'0')
	}
	return (11-sum%11)%10 == int(digits[12]-'0')
}

// malaysianID checks a MyKad's date of birth and place code (National
// Registration Department). It has no check digit.
func malaysianID(digits string) bool {
	place := number(digits[6:8])
	state := place >= 1 && place <= 16 || place >= 21 && place <= 59 || place >= 60 && place <= 68 || place >= 71 && place <= 93 || place >= 98
	return state && shortDate(number(digits[:2]), number(digits[2:4]), number(digits[4:6]))
}

// shortDate tells whether there is such a day in some century.
func shortDate(year, month, day int) bool {
	return date(1900+year, month, day) || date(2000+year, month, day)
}

// indonesianID checks a NIK: province, then the date of birth, women's days
// being 40 more (Minister of Home Affairs, kode wilayah). It has no check digit.
func indonesianID(digits string) bool {
	province := number(digits[:2])
	day := number(digits[6:8])
	if day > 40 {
		day -= 40
	}
	known := province >= 11 && province <= 21 || province >= 31 && province <= 36 || province >= 51 && province <= 53 ||
		province >= 61 && province <= 65 || province >= 71 && province <= 76 || province >= 81 && province <= 82 || province >= 91 && province <= 97
	return known && digits[2:4] != "00" && shortDate(number(digits[10:12]), number(digits[8:10]), day)
}

// vietnameseID checks a citizen's number: province, century with sex, year of
// birth (Circular 59/2021/TT-BCA). It has no check digit.
func vietnameseID(digits string) bool {
	province := number(digits[:3])
	return province >= 1 && province <= 96 && digits[3] <= '3'
}

// iban checks an account's number, ISO 13616, by ISO 7064 MOD 97-10.
func iban(text string) bool {
	rest := 0
	for i := range len(text) {
		c := text[(i+4)%len(text)]
		switch {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		default:
			rest = (rest*100 + int(c-'a') + 10) % 97
		}
	}
	return rest == 1
}

// americanID checks a social security number's form: no 000, 666 or 9xx, no empty
// group (Social Security Administration, randomisation of 2011).
func americanID(digits string) bool {
	return digits[:3] != "000" && digits[:3] != "666" && digits[0] != '9' && digits[3:5] != "00" && digits[5:] != "0000"
}

// singaporePlate checks the letter at the end: the last two letters in front
// count from A=1, digits are filled to four, weights 9 4 5 4 3 2 (Land Transport Authority).
func singaporePlate(letters, digits string, check byte) bool {
	pair := letters
	if len(pair) == 3 {
		pair = pair[1:]
	}
	sum := 0
	for i, w := range [2]int{9, 4} {
		if k := len(pair) - 2 + i; k >= 0 {
			sum += w * (int(pair[k]-'a') + 1)
		}
	}
	for len(digits) < 4 {
		digits = "0" + digits
	}
	for i, w := range [4]int{5, 4, 3, 2} {
		sum += w * int(digits[i]-'0')
	}
	return "azyxutsrpmlkjhgedcb"[sum%19] == check
}
