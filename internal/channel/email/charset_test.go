package email_test

import (
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"anlan/internal/channel/email"
)

const (
	simplified  = "您好，我上周买的两个杯子今天收到了，但是有一个碎了，请问怎么退款？订单号是一二三。"
	traditional = "您好，我上週買的兩個杯子今天收到了，但是有一個碎了，請問怎麼退款？訂單號是一二三。"
	japaneseTxt = "こんにちは。先週注文したカップが今日届きましたが、一つ割れていました。返金できますか。"
	koreanTxt   = "안녕하세요. 지난주에 주문한 컵이 오늘 도착했는데 하나가 깨져 있었습니다. 환불이 가능한가요?"
	russianTxt  = "Здравствуйте, чашки пришли сегодня, но одна из них разбита. Как вернуть деньги?"
	germanTxt   = "Guten Tag, die Tassen kamen heute an, aber eine ist zerbrochen. Können Sie das prüfen? Schöne Grüße"
	thaiTxt     = "สวัสดีครับ ผมได้รับถ้วยวันนี้แต่มีหนึ่งใบแตก ขอคืนเงินได้ไหมครับ"
)

var inCharsets = []struct {
	label    string
	encoding encoding.Encoding
	text     string
}{
	{"gb2312", simplifiedchinese.GBK, simplified}, {"GBK", simplifiedchinese.GBK, simplified + "镕喆"}, {"gb18030", simplifiedchinese.GB18030, simplified + "𠮷"}, {"gb2312", simplifiedchinese.GB18030, simplified + "镕"},
	{"big5", traditionalchinese.Big5, traditional}, {"shift_jis", japanese.ShiftJIS, japaneseTxt}, {"euc-jp", japanese.EUCJP, japaneseTxt}, {"iso-2022-jp", japanese.ISO2022JP, japaneseTxt},
	{"euc-kr", korean.EUCKR, koreanTxt}, {"ks_c_5601-1987", korean.EUCKR, koreanTxt}, {"koi8-r", charmap.KOI8R, russianTxt}, {"windows-1251", charmap.Windows1251, russianTxt},
	{"iso-8859-1", charmap.ISO8859_1, germanTxt}, {"windows-1252", charmap.Windows1252, germanTxt + " „Tasse“"}, {"tis-620", charmap.Windows874, thaiTxt}, {"iso-8859-2", charmap.ISO8859_2, "Zażółć gęślą jaźń"},
	{"hz-gb-2312", simplifiedchinese.HZGB2312, simplified},
}

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	b, err := e.NewEncoder().String(s)
	require.NoError(t, err)
	return b
}

func wrapped(s string) string {
	b := base64.StdEncoding.EncodeToString([]byte(s))
	var out strings.Builder
	for len(b) > 76 {
		out.WriteString(b[:76] + "\r\n")
		b = b[76:]
	}
	return out.String() + b + "\r\n"
}

func TestLabelledCharsetsComeOutRight(t *testing.T) {
	for _, c := range inCharsets {
		raw := encoded(t, c.encoding, c.text)
		var qp strings.Builder
		w := quotedprintable.NewWriter(&qp)
		_, _ = w.Write([]byte(raw))
		_ = w.Close()
		for transfer, body := range map[string]string{"base64": wrapped(raw), "quoted-printable": qp.String(), "8bit": raw} {
			subject := "=?" + c.label + "?B?" + base64.StdEncoding.EncodeToString([]byte(raw)) + "?="
			m := email.Read([]byte(fmt.Sprintf("From: a@b.example\r\nSubject: %s\r\nContent-Type: text/plain; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s", subject, c.label, transfer, body)))
			require.Equal(t, c.text, strings.TrimSpace(m.Text), "%s %s", c.label, transfer)
			require.Equal(t, c.text, m.Subject, c.label)
			require.False(t, m.Guessed)
		}
	}
}

func TestUnlabelledAndMislabelledCharsetsAreGuessed(t *testing.T) {
	for _, c := range inCharsets {
		if c.label == "hz-gb-2312" || c.label == "iso-8859-2" {
			continue // nothing in the bytes tells
		}
		raw := encoded(t, c.encoding, c.text)
		for _, label := range []string{"", "; charset=us-ascii", "; charset=unknown-8bit", "; charset=x-nonsense"} {
			m := email.Read([]byte("From: a@b.example\nSubject: hi\nContent-Type: text/plain" + label + "\nContent-Transfer-Encoding: 8bit\n\n" + raw + "\n"))
			require.Equal(t, c.text, strings.TrimSpace(m.Text), "%s as %q", c.label, label)
			if c.label != "iso-2022-jp" {
				require.True(t, m.Guessed, "%s as %q", c.label, label)
			}
		}
	}
}

func TestShortUnlabelledTextsAreGuessed(t *testing.T) {
	for _, c := range []struct {
		encoding encoding.Encoding
		text     string
	}{
		{simplifiedchinese.GBK, "退款"}, {simplifiedchinese.GBK, "订单问题"}, {simplifiedchinese.GBK, "你好"}, {simplifiedchinese.GBK, "Re: 关于发票"}, {simplifiedchinese.GBK, "请问什么时候发货？"}, {simplifiedchinese.GBK, "张三"},
		{traditionalchinese.Big5, "請問什麼時候出貨？"}, {traditionalchinese.Big5, "訂單問題"}, {korean.EUCKR, "환불 문의드립니다"}, {japanese.ShiftJIS, "返金について"}, {japanese.EUCJP, "お問い合わせ"},
		{charmap.Windows1251, "Возврат денег"}, {charmap.KOI8R, "Возврат денег"}, {charmap.ISO8859_1, "Rückgabe für Müller"}, {charmap.ISO8859_1, "Café déjà payé"}, {charmap.ISO8859_1, "¿Dónde está mi pedido?"}, {charmap.Windows1252, "L’été à Noël"},
	} {
		m := email.Read([]byte("From: a@b.example\nSubject: " + encoded(t, c.encoding, c.text) + "\n\n" + "x\n"))
		require.Equal(t, c.text, m.Subject, fmt.Sprint(c.encoding))
	}
}

func TestUTF8UnderAnotherLabelIsUTF8(t *testing.T) {
	for _, label := range []string{"gb2312", "gbk", "big5", "iso-8859-1", "us-ascii", "windows-1252", "koi8-r", "euc-kr"} {
		m := email.Read([]byte("From: a@b.example\nContent-Type: text/plain; charset=" + label + "\n\n" + simplified + "\n"))
		require.Equal(t, simplified, strings.TrimSpace(m.Text), label)
		require.True(t, m.Guessed, label)
	}
	m := email.Read([]byte("From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n" + encoded(t, simplifiedchinese.GBK, simplified) + "\n"))
	require.Equal(t, simplified, strings.TrimSpace(m.Text))
	m = email.Read([]byte("From: a@b.example\nContent-Type: text/plain; charset=iso-8859-1\n\n" + encoded(t, simplifiedchinese.GBK, simplified) + "\n"))
	require.Equal(t, simplified, strings.TrimSpace(m.Text))
}

func TestUTF7AndShiftedKoreanAreRead(t *testing.T) {
	m := email.Read([]byte("From: a@b.example\nContent-Type: text/plain; charset=utf-7\n\n1 +- 1, Sch+APY-n +ZeVnLIqe-\n"))
	require.Equal(t, "1 + 1, Schön 日本語", strings.TrimSpace(m.Text))
	m = email.Read([]byte("From: a@b.example\nContent-Type: text/plain; charset=iso-2022-kr\n\n\x1b$)C\x0e>H3g\x0f hi\n"))
	require.Equal(t, "안녕 hi", strings.TrimSpace(m.Text))
}

func TestAnEncodedSubjectTellsTheCharsetOfAShortBody(t *testing.T) {
	m := email.Read([]byte("From: a@b.example\nSubject: =?big5?B?pny+QA==?=\n\n" + encoded(t, traditionalchinese.Big5, "收到") + "\n"))
	require.Equal(t, "收到", strings.TrimSpace(m.Text))
}
