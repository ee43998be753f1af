package email_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/channel/email"
)

// Every marker stands between the same answer and the same question, once with
// the question quoted and once copied as it is.
func TestAnAnswerAboveAnyProgramsMarkerIsTheReply(t *testing.T) {
	const answer = "The parcel came today, thank you.\nOne cup is broken."
	for name, marker := range map[string]string{
		"english":             "On Mon, Apr 2, 2012 at 6:26 PM, Megan One <megan@shop.example> wrote:",
		"english wrapped":     "On Mon, Apr 2, 2012 at 6:26 PM, Megan One the Second of That Name\n<megan@shop.example> wrote:",
		"english no address":  "On 04/03/2012 07:10 AM, Megan wrote:",
		"english sent":        "On 11-Apr-2011, at 6:54 PM, Megan <megan@shop.example> sent:",
		"english iso":         "On 2012-04-02 18:26, Megan One wrote:",
		"english name first":  "Megan One <megan@shop.example> wrote on Mon, 2 Apr 2012 18:26:",
		"android":             "---- Megan One wrote ----",
		"german am":           "Am 02.04.2012 um 18:26 schrieb Megan One <megan@shop.example>:",
		"german weekday":      "Am Montag, 2. April 2012 schrieb Megan One:",
		"german name first":   "Megan One <megan@shop.example> schrieb am Mo., 2. Apr. 2012,\n18:26 Uhr:",
		"german name only":    "Megan One schrieb am 02.04.2012 18:26:",
		"french":              "Le lun. 2 avr. 2012 à 18:26, Megan One <megan@shop.example> a écrit :",
		"french wrapped":      "Le 2 avril 2012 18:26, Megan One <megan@shop.example> a\nécrit :",
		"spanish":             "El lun., 2 abr. 2012 a las 18:26, Megan One (<megan@shop.example>)\nescribió:",
		"spanish short":       "El 02/04/2012 18:26, Megan One escribió:",
		"catalan":             "El dl., 2 d’abr. 2012, 18:26, Megan One <megan@shop.example> va escriure:",
		"italian":             "Il giorno lun 2 apr 2012 alle ore 18:26 Megan One <megan@shop.example>\nha scritto:",
		"italian short":       "Il 02/04/2012 18:26, Megan One ha scritto:",
		"dutch":               "Op ma 2 apr. 2012 om 18:26 schreef Megan One <megan@shop.example>:",
		"dutch apple":         "Op 2 apr. 2012, om 18:26 heeft Megan One <megan@shop.example> het volgende geschreven:",
		"polish":              "pon., 2 kwi 2012 o 18:26 Megan One <megan@shop.example> napisał(a):",
		"polish dnia":         "Dnia 2 kwietnia 2012 18:26 Megan One <megan@shop.example> napisał(a):",
		"polish w dniu":       "W dniu 02.04.2012 o 18:26, Megan One pisze:",
		"swedish":             "Den mån 2 apr. 2012 kl 18:26 skrev Megan One <megan@shop.example>:",
		"swedish name":        "2 apr 2012 kl. 18:26 skrev Megan One <megan@shop.example>:",
		"danish":              "Den man. 2. apr. 2012 kl. 18.26 skrev Megan One <megan@shop.example>:",
		"norwegian":           "man. 2. apr. 2012 kl. 18:26 skrev Megan One <megan@shop.example>:",
		"norwegian på":        "På 2 april 2012 på 18:26:11, Megan One (megan@shop.example) skrev:",
		"finnish":             "ma 2. huhtik. 2012 klo 18.26 Megan One (megan@shop.example) kirjoitti:",
		"finnish apple":       "Megan One <megan@shop.example> kirjoitti 2.4.2012 kello 18.26:",
		"portuguese":          "Em seg., 2 de abr. de 2012 às 18:26, Megan One <megan@shop.example>\nescreveu:",
		"russian":             "пн, 2 апр. 2012 г. в 18:26, Megan One <megan@shop.example>:",
		"russian verb":        "2 апреля 2012 г., 18:26 пользователь Megan One <megan@shop.example> написал:",
		"russian pishet":      "02.04.2012 18:26, Megan One пишет:",
		"russian mail.ru":     "Понедельник, 2 апреля 2012, 18:26 +04:00 от Megan One <megan@shop.example>:",
		"yandex":              "02.04.2012, 18:26, \"Megan One\" <megan@shop.example>:",
		"ukrainian":           "пн, 2 квіт. 2012 р. о 18:26 Megan One <megan@shop.example> пише:",
		"czech":               "po 2. 4. 2012 v 18:26 odesílatel Megan One <megan@shop.example> napsal:",
		"czech dne":           "Dne 2. 4. 2012 v 18:26 Megan One napsal(a):",
		"slovak":              "Dňa po 2. 4. 2012, 18:26 Megan One <megan@shop.example> napísal(a):",
		"hungarian":           "Megan One <megan@shop.example> ezt írta (időpont: 2012. ápr. 2., H, 18:26):",
		"romanian":            "În lun., 2 apr. 2012 la 18:26, Megan One <megan@shop.example> a scris:",
		"turkish":             "Megan One <megan@shop.example>, 2 Nis 2012 Pzt, 18:26 tarihinde şunu yazdı:",
		"greek":               "Στις Δευ, 2 Απρ 2012 στις 6:26 μ.μ., ο χρήστης Megan One <megan@shop.example> έγραψε:",
		"vietnamese":          "Vào Th 2, 2 thg 4, 2012 vào lúc 18:26 Megan One <megan@shop.example> đã viết:",
		"indonesian":          "Pada tanggal Sen, 2 Apr 2012 18.26, Megan One <megan@shop.example> menulis:",
		"chinese gmail":       "Megan One <megan@shop.example> 于2012年4月2日周一 18:26写道：",
		"chinese apple":       "在 2012年4月2日，下午6:26，Megan One <megan@shop.example> 写道：",
		"chinese wrapped":     "> 在 2012年4月2日，18:26，Megan One <megan@shop.example> 写道：\n> ",
		"chinese netease":     "在 2012-04-02 18:26:11，\"Megan One\" <megan@shop.example> 写道：",
		"chinese netease at":  "At 2012-04-02 18:26:11, \"Megan One\" <megan@shop.example> wrote:",
		"traditional gmail":   "Megan One <megan@shop.example> 於 2012年4月2日 週一 下午6:26寫道：",
		"traditional apple":   "Megan One <megan@shop.example> 於 2012年4月2日 下午6:26 寫道：",
		"japanese":            "2012年4月2日(月) 18:26 Megan One <megan@shop.example>:",
		"japanese apple":      "2012/04/02 18:26、Megan One <megan@shop.example>のメール:",
		"japanese wrote":      "2012年4月2日 18:26、Megan One <megan@shop.example> さんは書きました:",
		"korean":              "2012년 4월 2일 (월) 오후 6:26, Megan One <megan@shop.example>님이 작성:",
		"gmail iso":           "2012-04-02 18:26 GMT+02:00 Megan One <megan@shop.example>:",
		"original":            "-----Original Message-----\nFrom: Megan One\nSent: Monday, April 2, 2012 6:26 PM\nTo: Lin\nSubject: Your cups",
		"qq":                  "------------------ 原始邮件 ------------------\n发件人: \"Megan One\" <megan@shop.example>;\n发送时间: 2012年4月2日(星期一) 晚上6:26\n收件人: \"Lin\"<lin@home.example>;\n主题: 杯子",
		"qq english":          "------------------ Original ------------------\nFrom:  \"Megan One\"<megan@shop.example>;\nDate:  Mon, Apr 2, 2012 06:26 PM\nTo:  \"Lin\"<lin@home.example>;\nSubject:  cups",
		"netease master":      "---- 回复的原邮件 ----\n| 发件人 | Megan One<megan@shop.example> |\n| 发送日期 | 2012年4月2日 18:26 |\n| 收件人 | <lin@home.example> |\n| 主题 | 杯子 |",
		"foxmail":             "发件人： Megan One\n发送时间： 2012-04-02 18:26\n收件人： Lin\n主题： 杯子",
		"traditional outlook": "寄件者: Megan One\n寄件日期: 2012年4月2日 18:26\n收件者: Lin\n主旨: 杯子",
		"japanese outlook":    "差出人: Megan One\n送信日時: 2012年4月2日 18:26\n宛先: Lin\n件名: カップ",
		"korean outlook":      "보낸 사람: Megan One\n보낸 날짜: 2012년 4월 2일 18:26\n받는 사람: Lin\n제목: 컵",
		"german outlook":      "Von: Megan One\nGesendet: Montag, 2. April 2012 18:26\nAn: Lin\nBetreff: Tassen",
		"french outlook":      "De : Megan One [mailto:megan@shop.example]\nEnvoyé : lundi 2 avril 2012 18:26\nÀ : Lin\nObjet : Tasses",
		"spanish outlook":     "De: Megan One\nEnviado el: lunes, 2 de abril de 2012 18:26\nPara: Lin\nAsunto: Tazas",
		"italian outlook":     "Da: Megan One\nInviato: lunedì 2 aprile 2012 18:26\nA: Lin\nOggetto: Tazze",
		"dutch outlook":       "Van: Megan One\nVerzonden: maandag 2 april 2012 18:26\nAan: Lin\nOnderwerp: Kopjes",
		"polish outlook":      "Od: Megan One\nWysłano: poniedziałek, 2 kwietnia 2012 18:26\nDo: Lin\nTemat: Kubki",
		"swedish outlook":     "Från: Megan One\nSkickat: den 2 april 2012 18:26\nTill: Lin\nÄmne: Koppar",
		"danish outlook":      "Fra: Megan One\nSendt: 2. april 2012 18:26\nTil: Lin\nEmne: Kopper",
		"finnish outlook":     "Lähettäjä: Megan One\nLähetetty: 2. huhtikuuta 2012 18:26\nVastaanottaja: Lin\nAihe: Kupit",
		"portuguese outlook":  "De: Megan One\nEnviada em: segunda-feira, 2 de abril de 2012 18:26\nPara: Lin\nAssunto: Xícaras",
		"russian outlook":     "От: Megan One\nОтправлено: 2 апреля 2012 г. 18:26\nКому: Lin\nТема: Чашки",
		"czech outlook":       "Od: Megan One\nOdesláno: pondělí 2. dubna 2012 18:26\nKomu: Lin\nPředmět: Hrnky",
		"bold outlook":        "*From:* Megan One [mailto:megan@shop.example]\n*Sent:* Monday, April 2, 2012 6:26 PM\n*To:* Lin\n*Subject:* Cups",
		"two fields":          "From: megan@shop.example\nDate: Mon, 2 Apr 2012 18:26:11 +0200",
		"underlined":          "________________________________\nFrom: Megan One\nSent: Monday, April 2, 2012 6:26:11 PM\nTo: Lin\nSubject: Cups",
		"german original":     "-----Ursprüngliche Nachricht-----\nVon: Megan One\nGesendet: 02.04.2012\nAn: Lin\nBetreff: Tassen",
		"date no colon":       "2012/4/2 Megan One <megan@shop.example>\n> ",
	} {
		t.Run(name, func(t *testing.T) {
			quoted := answer + "\n\n" + marker + "\n\n> How did it arrive?\n> Megan\n"
			require.Equal(t, answer, email.Reply(quoted, "").Reply, "above a quote")
			if !strings.Contains(marker, "> \n") && !strings.HasSuffix(marker, "> ") {
				copied := answer + "\n" + marker + "\nHow did it arrive?\n\nMegan\n"
				require.Equal(t, answer, email.Reply(copied, "").Reply, "above a copy")
			}
		})
	}
}

func TestAnAnswerBelowAQuoteIsTheReply(t *testing.T) {
	v := email.Reply("On 04/02/2012 06:26 PM, Megan One wrote:\n> Hi\n> there\n\nHello back", "")
	require.Equal(t, "Hello back", v.Reply)
	require.Contains(t, v.Quoted, "> Hi")
}

func TestAnAnswerBetweenQuotesKeepsWhatItAnswers(t *testing.T) {
	text := "> Which colour?\nBlue.\n\n> Which size?\nLarge."
	require.Equal(t, text, email.Reply("On 04/02/2012 06:26 PM, Megan One wrote:\n"+text, "").Reply)
}

func TestWordsAroundAQuoteBothStay(t *testing.T) {
	text := "See below.\n\nOn 04/02/2012 06:26 PM, Megan One wrote:\n\n> Which colour?\n\nBlue, please."
	require.Equal(t, "See below.\n\n\nBlue, please.", email.Reply(text, "").Reply)
}

func TestOrdinarySentencesAreNoMarkers(t *testing.T) {
	for _, text := range []string{
		"On Monday I wrote to you:\nthe cup is broken.",
		"Hello,\n\nOn blah-blah-blah\nnothing came.",
		"I need two things:\n- a refund\n- an apology",
		"我昨天写道：杯子坏了。\n请退款。",
		"As I wrote on 2 May:\nit does not work.",
		"From: home\nI ordered two cups.",
		"To: whom it may concern\nplease help",
		"订单号：12345\n收件人：林\n电话：13800000000\n地址：上海市",
		"Sent from my desk, it works better than from the telephone.",
		"Sent from the warehouse on Monday, not arrived.",
		"Please answer here -- not by telephone.",
		"Item - one\nItem - two\n\n- A\n- B",
		"时间：周一下午\n主题：退款",
		"Order details:\n\nFrom: Shanghai\nTo: Beijing\nDate: 2024-03-01\nWeight: 2kg\n\nPlease ship.",
		"Please contact these on 2024-03-01 at 10:00, lin@home.example:\n- Lin\n- Wei",
		"请看：\n\n——————\n订单1\n订单2",
	} {
		require.Equal(t, text, email.Reply(text, "").Reply)
	}
}

func TestSignaturesOfDevicesAndProgramsAreCut(t *testing.T) {
	for _, s := range []string{
		"Sent from my iPhone", "Sent from my iPad.", "Sent from Outlook for iOS", "Get Outlook for Android", "Sent from my Verizon Wireless BlackBerry", "Sent from Yahoo Mail for iPhone",
		"Sent from my phone, please excuse typos.", "Von meinem iPhone gesendet", "Gesendet von Mail für Windows", "Envoyé de mon iPhone", "Envoyé depuis mon mobile", "Enviado desde mi iPhone", "Enviado do meu iPhone", "Inviato da iPhone",
		"Verstuurd vanaf mijn iPhone", "Verzonden vanaf Outlook", "Wysłane z iPhone'a", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta", "Отправлено с iPhone", "Odesláno z iPhonu", "Gửi từ iPhone của tôi",
		"发自我的iPhone", "发自我的 iPhone", "發自我的 iPhone", "从我的iPhone发送", "從我的 iPhone 傳送", "来自我的华为手机", "发自我的小米手机", "iPhoneから送信", "나의 iPhone에서 보냄", "获取 Outlook for iOS", "来自QQ邮箱手机版", "由网易邮箱大师发送",
	} {
		v := email.Reply("The cup is broken.\n\n"+s, "")
		require.Equal(t, "The cup is broken.", v.Reply, s)
		require.Equal(t, s, v.Signature)
	}
}

func TestASignatureBelowADelimiterIsCut(t *testing.T) {
	v := email.Reply("The cup is broken.\n\n-- \nLin\nShanghai", "")
	require.Equal(t, "The cup is broken.", v.Reply)
	require.Equal(t, "-- \nLin\nShanghai", v.Signature)

	require.Equal(t, "The cup is broken.", email.Reply("The cup is broken.\n\n-Lin", "").Reply)
	require.Equal(t, "The cup is broken.", email.Reply("The cup is broken.\n\nLin Wei\nHead of Cups\nlin@home.example\nwww.home.example", "").Reply)
}

func TestAForwardedMailStaysReadable(t *testing.T) {
	text := "FYI\n\n---------- Forwarded message ----------\nFrom: Megan\nDate: Mon, 2 Apr 2012\nSubject: Cups\nTo: Lin\n\nThe cups are on their way."
	require.Equal(t, text, email.Reply(text, "").Reply)
	require.Equal(t, "The cups are on their way.", email.Reply(strings.TrimPrefix(text, "FYI\n\n"), "").Reply)
}

func TestMarkupShowsWhereTheHistoryBegins(t *testing.T) {
	for name, html := range map[string]string{
		"gmail":        `<div dir="ltr">It is broken.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 2 Apr 2012 at 18:26, M &lt;<a href="mailto:m@x.example">m@x.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><div>How did it arrive?</div></blockquote></div>`,
		"gmail tongue": `<div>It is broken.</div><div class="gmail_quote"><div class="gmail_attr">Xyzzy plugh M:</div><blockquote class="gmail_quote">How did it arrive?</blockquote></div>`,
		"thunderbird":  `<p>It is broken.</p><div class="moz-cite-prefix">Zzz Megan:<br></div><blockquote type="cite" cite="mid:1@x">How did it arrive?</blockquote>`,
		"apple":        `<body>It is broken.<div><br><blockquote type="cite"><div>On 2 Apr 2012, at 18:26, M &lt;m@x.example&gt; wrote:</div><br><div>How did it arrive?</div></blockquote></div></body>`,
		"outlook":      `<div class="WordSection1"><p class="MsoNormal">It is broken.<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> M<br><b>Sent:</b> Monday, 2 April 2012 18:26<br><b>To:</b> L<br><b>Subject:</b> Cups</p></div><p>How did it arrive?</p></div>`,
		"outlook web":  `<div>It is broken.</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg"><b>Zzz:</b> M<br><b>Yyy:</b> 2012</div><div>How did it arrive?</div>`,
		"outlook mac":  `<div>It is broken.</div><span id="OLK_SRC_BODY_SECTION"><div>Zzz: M</div><div>How did it arrive?</div></span>`,
		"yahoo":        `<div>It is broken.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>Zzz M:</div><div>How did it arrive?</div></div>`,
		"qq":           `<div>It is broken.</div><div><includetail><div>&nbsp;</div><div style="font-size:12px">------------------&nbsp;原始邮件&nbsp;------------------</div><div>How did it arrive?</div></includetail></div>`,
		"qq plain":     `<div>It is broken.</div><div><br></div><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div><b>发件人:</b> "M"&lt;m@x.example&gt;;</div><div>How did it arrive?</div>`,
		"163":          `<div>It is broken.</div><br><pre>在 2012-04-02 18:26:11，"M" &lt;m@x.example&gt; 写道：</pre><blockquote id="isReplyContent"><div>How did it arrive?</div></blockquote>`,
		"163 new":      `<div>It is broken.</div><div id="ntes-pcmac-reply"></div><div class="ntes_not_fresh_mail">Zzz<div>How did it arrive?</div></div>`,
		"zoho":         `<div>It is broken.</div><div class="zmail_extra"><div>---- On Mon, 02 Apr 2012 <b>M</b> wrote ----</div><blockquote>How did it arrive?</blockquote></div>`,
		"aliyun":       `<div>It is broken.</div><div class="__aliyun_previous_message_wrap">Zzz: M<br>How did it arrive?</div>`,
		"proton":       `<div>It is broken.</div><div class="protonmail_quote">Zzz M:<blockquote>How did it arrive?</blockquote></div>`,
		"hotmail":      `<div>It is broken.<br><div><hr id="stopSpelling">Zzz: M<br>How did it arrive?</div></div>`,
		"signature":    `<div>It is broken.</div><div class="gmail_signature" data-smartmail="gmail_signature">M<br>Cups Ltd</div>`,
		"signed quote": `<div>It is broken.</div><div id="Signature">M, Cups Ltd</div><blockquote type="cite">How did it arrive?</blockquote>`,
		"unclosed":     `<div><p>It is broken.<blockquote type="cite"><p>How did it arrive?`,
	} {
		require.Equal(t, "It is broken.", email.Reply("", html).Reply, name)
	}
}

func TestTheWritersOwnQuotationStays(t *testing.T) {
	v := email.Reply("", `<p>You said</p><blockquote>free returns</blockquote><div>On 11-Apr-2011, at 6:54 PM, M &lt;m@x.example&gt; wrote:</div><blockquote>Hello</blockquote>`)
	require.Contains(t, v.Reply, "free returns")
	require.NotContains(t, v.Reply, "Hello")
}

func TestHostileBodiesTakeNoLongerThanTheirLength(t *testing.T) {
	start := time.Now()
	for _, text := range []string{
		strings.Repeat("> ", 200_000), strings.Repeat(">\n", 100_000), strings.Repeat("On ", 100_000) + "wrote:", strings.Repeat("On 2 Apr 2012, at 18:26, M wrote:\n", 15_000),
		strings.Repeat("From: x\n\n", 20_000), strings.Repeat("a@b.example ", 50_000), strings.Repeat("From: x\nSent: 2012\n", 9_000), strings.Repeat("<", 300_000), strings.Repeat("-", 300_000),
	} {
		email.Reply(text, "")
	}
	for _, html := range []string{
		strings.Repeat("<div>", 200_000), strings.Repeat("<blockquote type=cite>x", 50_000), strings.Repeat("</div>", 200_000), strings.Repeat("<span class=gmail_quote>", 50_000) + strings.Repeat("</span>", 50_000),
	} {
		email.Reply("", html)
	}
	t.Logf("%v", time.Since(start))
}

func TestGmailsQuoteButtonIsNoHistory(t *testing.T) {
	v := email.Reply("", `Message<blockquote class="gmail_quote"><div>To be or not to be.</div></blockquote>`)
	require.Contains(t, v.Reply, "To be or not to be.")
}

func TestHabitsOfSingleProgramsAreKnown(t *testing.T) {
	for name, text := range map[string]string{
		"samsung":   "Yes.\nSent from Samsung MobileName <desk@shop.example> wrote:\n\nHi",
		"proton":    "Yes.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Friday, March 1st, 2024 at 10:11 AM, Desk <desk@shop.example> wrote:\n\n> Hi",
		"aol":       "Yes.\nIn a message dated 3/1/2024 10:11:12 AM Eastern Standard Time, desk@shop.example writes:\n\nHi",
		"netease":   "Yes.\n\n| |\n林\n|\n|\nlin@163.com\n|\n签名由网易邮箱大师定制\n\n在2024年3月1日 10:11，客服<desk@shop.example> 写道：\n您好",
		"help desk": "Yes.\n\n##- Please type your reply above this line -##\n\nDesk, Mar 1, 10:11\nHi",
		"yahoo":     "Yes.\n\n\n    On Friday, March 1, 2024 at 10:11:12 AM GMT+1, Desk <desk@shop.example> wrote:  \n \n Hi there\nHow are you",
		"notes":     "Yes.\n\n\n\nFrom:   Desk <desk@shop.example>\nTo:     Lin <lin@home.example>\nDate:   01.03.2024 10:11\nSubject:        Re: x\n\n\n\nHi",
		"qq short":  "Yes.\n\n\n\n\n---原始邮件---\n发件人: \"客服\"<desk@shop.example>\n发送时间: 2024年3月1日(周五) 上午10:11\n收件人: \"林\"<lin@x.example>;\n主题: Re: 退款\n\n您好",
		"mutt":      "Yes.\n\n* Desk <desk@shop.example> [2024-03-01 10:11]:\n> Hi",
	} {
		require.Equal(t, "Yes.", email.Reply(text, "").Reply, name)
	}
}

func TestAForwardInMarkupStaysReadable(t *testing.T) {
	for name, html := range map[string]string{
		"gmail": `<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b>M</b><br>Date: Mon<br>Subject: Cups<br>To: L<br></div><br><div>The cups broke.</div></div>`,
		"apple": `<body>FYI<div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>M</div><div><b>Subject: </b>Cups</div><div>The cups broke.</div></blockquote></div></body>`,
	} {
		v := email.Reply("", html)
		require.Contains(t, v.Reply, "FYI", name)
		require.Contains(t, v.Reply, "The cups broke.", name)
	}
}
