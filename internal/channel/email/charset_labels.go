package email

import (
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// cleanLabel brings a label to one spelling.
func cleanLabel(label string) string {
	label = strings.ToLower(strings.Trim(strings.TrimSpace(label), `"'`))
	if i := strings.IndexAny(label, " ;,\t"); i >= 0 {
		label = label[:i]
	}
	label = strings.TrimPrefix(label, "charset=")
	if same, ok := aliases[label]; ok {
		return same
	}
	return label
}

// aliases holds the labels that mail carries and no standard knows, and those
// where the standard's table is smaller than what senders mean.
var aliases = map[string]string{
	"utf8": "utf-8", "utf_8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8mb4": "utf-8", "utf8mb4": "utf-8", "x-utf-8": "utf-8", "cp65001": "utf-8",
	"unicode-1-1-utf-7": "utf-7", "utf7": "utf-7", "unicode": "utf-16",
	"gb2312": "gb18030", "gb_2312-80": "gb18030", "gb2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "ms936": "gb18030",
	"windows-936": "gb18030", "936": "gb18030", "euc-cn": "gb18030", "x-euc-cn": "gb18030", "csgb2312": "gb18030", "gb": "gb18030", "gb-2312": "gb18030",
	"gb18030-2000": "gb18030", "gb18030-2022": "gb18030", "gb_18030": "gb18030", "gb-18030": "gb18030", "chinese": "gb18030", "simplified-chinese": "gb18030",
	"chinesebig5": "big5", "cn-big5": "big5", "x-x-big5": "big5", "big5-hkscs": "big5", "cp950": "big5", "ms950": "big5", "windows-950": "big5", "big-5": "big5", "950": "big5", "big5-eten": "big5",
	"ks_c_5601-1987": "euc-kr", "ks_c_5601": "euc-kr", "ksc5601": "euc-kr", "ksc_5601": "euc-kr", "ks_c_5601-1989": "euc-kr", "cp949": "euc-kr", "ms949": "euc-kr",
	"uhc": "euc-kr", "x-windows-949": "euc-kr", "windows-949": "euc-kr", "euckr": "euc-kr", "korean": "euc-kr", "iso-ir-149": "euc-kr", "949": "euc-kr", "ks-c-5601-1987": "euc-kr",
	"sjis": "shift_jis", "shift-jis": "shift_jis", "x-sjis": "shift_jis", "ms_kanji": "shift_jis", "cp932": "shift_jis", "ms932": "shift_jis", "windows-31j": "shift_jis",
	"cswindows31j": "shift_jis", "windows-932": "shift_jis", "shiftjis": "shift_jis", "eucjp": "euc-jp", "x-euc-jp": "euc-jp", "euc_jp": "euc-jp", "ujis": "euc-jp", "cp51932": "euc-jp", "eucjp-ms": "euc-jp",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-3": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp", "cp50222": "iso-2022-jp", "iso2022jp": "iso-2022-jp", "jis": "iso-2022-jp", "csiso2022jp": "iso-2022-jp",
	"iso2022kr": "iso-2022-kr", "csiso2022kr": "iso-2022-kr",
	"hz": "hz-gb-2312", "hz-gb2312": "hz-gb-2312",
	"latin1": "windows-1252", "latin-1": "windows-1252", "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252", "iso88591": "windows-1252", "iso-8859-1-windows-3.1-latin-1": "windows-1252",
	"ascii": "windows-1252", "ansi": "windows-1252", "cp1252": "windows-1252", "windows1252": "windows-1252", "cp-1252": "windows-1252", "win1252": "windows-1252", "x-ansi": "windows-1252", "western": "windows-1252",
	"latin2": "iso-8859-2", "iso8859-2": "iso-8859-2", "iso8859-9": "iso-8859-9", "iso8859-15": "iso-8859-15", "latin9": "iso-8859-15", "latin-9": "iso-8859-15", "iso8859-5": "iso-8859-5", "iso8859-7": "iso-8859-7",
	"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257", "cp1258": "windows-1258",
	"win-1251": "windows-1251", "win1251": "windows-1251", "windows1251": "windows-1251", "windows1250": "windows-1250", "x-cp1251": "windows-1251", "x-cp1250": "windows-1250",
	"koi8": "koi8-r", "koi8r": "koi8-r", "cskoi8r": "koi8-r", "koi": "koi8-r", "koi8u": "koi8-u", "koi8-ru": "koi8-u",
	"tis620": "windows-874", "tis-620": "windows-874", "iso-8859-11": "windows-874", "iso8859-11": "windows-874", "cp874": "windows-874", "thai": "windows-874", "tis-620-2533": "windows-874",
	"iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6", "cp866": "ibm866", "ibm-866": "ibm866", "dos-866": "ibm866",
	"cp437": "ibm437", "cp850": "ibm850", "cp852": "ibm852", "mac": "macintosh", "x-mac-roman": "macintosh", "macroman": "macintosh", "x-macroman": "macintosh",
}

// untold are labels that say nothing.
var untold = map[string]bool{
	"": true, "us-ascii": true, "ansi_x3.4-1968": true, "iso646-us": true, "unknown-8bit": true, "x-unknown": true, "unknown": true, "default": true,
	"x-user-defined": true, "default_charset": true, "default-charset": true, "none": true, "binary": true, "8bit": true, "7bit": true, "_autodetect": true, "auto": true, "x-autodetect": true,
}

var wideLabels = map[string]bool{"gb18030": true, "big5": true, "euc-kr": true, "shift_jis": true, "euc-jp": true}

// statefulLabels are charsets that write everything in ASCII bytes.
var statefulLabels = map[string]bool{"utf-7": true, "iso-2022-jp": true, "iso-2022-kr": true, "hz-gb-2312": true, "utf-16": true, "utf-16le": true, "utf-16be": true}

var known = map[string]encoding.Encoding{
	"utf-8": unicode.UTF8, "gb18030": simplifiedchinese.GB18030, "big5": traditionalchinese.Big5, "euc-kr": korean.EUCKR,
	"shift_jis": japanese.ShiftJIS, "euc-jp": japanese.EUCJP, "iso-2022-jp": japanese.ISO2022JP, "hz-gb-2312": simplifiedchinese.HZGB2312,
	"windows-1252": charmap.Windows1252, "windows-1251": charmap.Windows1251, "windows-1250": charmap.Windows1250, "koi8-r": charmap.KOI8R, "koi8-u": charmap.KOI8U,
	"windows-874": charmap.Windows874, "ibm866": charmap.CodePage866, "ibm437": charmap.CodePage437, "ibm850": charmap.CodePage850, "ibm852": charmap.CodePage852, "macintosh": charmap.Macintosh,
	"utf-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
}

func lookup(label string) encoding.Encoding {
	if untold[label] {
		return nil
	}
	if enc, ok := known[label]; ok {
		return enc
	}
	if enc, _ := charset.Lookup(label); enc != nil && enc != encoding.Replacement {
		return enc
	}
	if enc, err := ianaindex.MIME.Encoding(label); err == nil && enc != nil && enc != encoding.Replacement {
		return enc
	}
	return nil
}
