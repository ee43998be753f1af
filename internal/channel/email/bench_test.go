package email_test

import (
	"strings"
	"testing"

	"anlan/internal/channel/email"
)

// An ordinary answer: both forms, a quoted history, a picture.
func BenchmarkReadingAnOrdinaryMail(b *testing.B) {
	words := strings.Repeat("The parcel came today, but one of the cups is broken. What shall I do? 杯子碎了。\r\n", 8)
	history := strings.Repeat("> Your order is on its way and will arrive on Monday, we hope you like it.\r\n", 30)
	raw := []byte("From: Lin <lin@home.example>\r\nTo: desk@shop.example\r\nSubject: =?utf-8?B?5p2v5a2Q?=\r\nMessage-ID: <1@x>\r\nDate: Mon, 01 Apr 2019 07:55:00 +0800\r\nReceived: from a by b; Mon, 01 Apr 2019 07:55:00 +0800\r\n" +
		"Content-Type: multipart/mixed; boundary=M\r\n\r\n--M\r\nContent-Type: multipart/alternative; boundary=A\r\n\r\n--A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words +
		"\r\nOn Mon, 1 Apr 2019 at 07:00, Desk <desk@shop.example> wrote:\r\n" + history + "--A\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<div dir=ltr><p style='color:#333'>" + strings.ReplaceAll(words, "\r\n", "</p><p>") +
		"</p></div><div class=gmail_quote>On Mon wrote:<blockquote class=gmail_quote>" + strings.ReplaceAll(history, "\r\n", "<br>") + "</blockquote></div>\r\n--A--\r\n--M\r\nContent-Type: image/png; name=cup.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrapped(strings.Repeat("png", 10_000)) + "--M--\r\n")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		email.Read(raw)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
