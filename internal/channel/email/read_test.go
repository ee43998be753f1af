package email_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/channel/email"
)

func read(lines ...string) email.Mail { return email.Read([]byte(strings.Join(lines, "\r\n"))) }

func TestAPlainMailIsReadWhole(t *testing.T) {
	m := read(
		`From: "Lin, Wei" <lin@home.example>`, `To: Desk <desk@shop.example>, Team: a@shop.example, b@shop.example;`, `Cc: (copy) c@shop.example (Chen)`, `Reply-To: <lin+r@home.example>`,
		`Subject: =?utf-8?q?Two_?= =?utf-8?q?cups?=`, `Message-ID: <1@home.example>`, `In-Reply-To: <0@shop.example>`, `References: <a@x> <b@y>`, ` <0@shop.example>`, `Date: Mon, 01 Apr 2019 07:55:00 +0800 (CST)`, ``, `One is broken.`, ``)
	require.Equal(t, email.Address{Name: "Lin, Wei", Address: "lin@home.example"}, *m.From)
	require.Equal(t, []email.Address{{"Desk", "desk@shop.example"}, {"", "a@shop.example"}, {"", "b@shop.example"}}, m.To)
	require.Equal(t, []email.Address{{"Chen", "c@shop.example"}}, m.CC)
	require.Equal(t, "lin+r@home.example", m.ReplyTo[0].Address)
	require.Equal(t, "Two cups", m.Subject)
	require.Equal(t, "1@home.example", m.MessageID)
	require.Equal(t, "0@shop.example", m.InReplyTo)
	require.Equal(t, []string{"a@x", "b@y", "0@shop.example"}, m.References)
	require.Equal(t, "2019-04-01T07:55:00+08:00", m.Date.Format(time.RFC3339))
	require.Equal(t, "One is broken.\n", m.Text)
	require.Equal(t, email.Message, m.Kind)
	require.Empty(t, m.Problems)
}

func TestTheContractHasListsAndNeverNull(t *testing.T) {
	out, err := json.Marshal(email.Read(nil))
	require.NoError(t, err)
	require.JSONEq(t, `{"file":"","message_id":"","in_reply_to":"","references":[],"from":null,"to":[],"cc":[],"reply_to":[],"subject":"","date":"","text":"","html":"","reply_text":"","attachments":[],"kind":"message","bounce":null,"charset_guessed":false,"problems":["no sender"]}`, string(out))
}

func TestAlternativesAttachmentsAndInlineImages(t *testing.T) {
	m := read(`From: a@b.example`, `Content-Type: multipart/mixed; boundary=M`, ``, `preamble`, `--M`, `Content-Type: multipart/related; boundary="R"`, ``, `--R`, `Content-Type: multipart/alternative; boundary=A`, ``,
		`--A`, `Content-Type: text/plain`, ``, `plain words`, `--A`, `Content-Type: text/html`, ``, `<p onclick=x>rich words <img src="cid:cup@x"></p><script>x</script>`, `--A--`, `--R`,
		`Content-Type: image/png`, `Content-ID: <cup@x>`, `Content-Disposition: inline; filename*=utf-8''%E6%9D%AF%E5%AD%90.png`, `Content-Transfer-Encoding: base64`, ``, `iVBORw0KGgo=`, `--R--`, `--M`,
		`Content-Type: application/pdf; name="=?gb2312?B?t6LGsS5wZGY=?="`, `Content-Disposition: attachment`, ``, `%PDF`, `--M`, `Content-Type: text/plain; name=notes.txt`, `Content-Disposition: attachment; filename*0="no"; filename*1="tes.txt"`, ``, `not the body`, `--M--`, `epilogue`)
	require.Equal(t, "plain words", m.Text)
	require.Equal(t, `<p>rich words <img src="cid:cup@x"></p>`, m.HTML)
	require.Len(t, m.Attached, 3)
	require.Equal(t, "杯子.png", m.Attached[0].Name)
	require.True(t, m.Attached[0].Inline)
	require.Equal(t, "cup@x", m.Attached[0].ContentID)
	require.Equal(t, 8, m.Attached[0].Size)
	require.Equal(t, "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6", m.Attached[0].SHA256)
	require.Equal(t, "发票.pdf", m.Attached[1].Name)
	require.False(t, m.Attached[1].Inline)
	require.Equal(t, "notes.txt", m.Attached[2].Name)
}

func TestMailOnlyInHTMLHasReadableText(t *testing.T) {
	m := read(`From: a@b.example`, `Content-Type: text/html; charset=utf-8`, ``, `<p>您好</p><p>杯子<b>碎了</b></p>`)
	require.Equal(t, "您好\n\n杯子碎了", m.Text)
	require.Equal(t, "您好\n\n杯子碎了", m.ReplyText)
}

func TestBrokenMailYieldsWhatCanBeRead(t *testing.T) {
	for name, c := range map[string]struct{ raw, text, problem string }{
		"no header":         {"just words, and more of them\nhere", "just words, and more of them\nhere", "no sender"},
		"header only":       {"From: a@b.example\nSubject: x", "", ""},
		"missing boundary":  {"From: a@b.example\nContent-Type: multipart/mixed\n\n--x1y2z3\nContent-Type: text/plain\n\nwords\n--x1y2z3--\n", "words", "multipart without a boundary"},
		"false boundary":    {"From: a@b.example\nContent-Type: multipart/mixed; boundary=nope\n\nwords\n", "words\n", "multipart without its parts"},
		"not closed":        {"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nwords", "words", "multipart not closed"},
		"bad type":          {"From: a@b.example\nContent-Type: ;;;\n\nwords", "words", ""},
		"type without kind": {"From: a@b.example\nContent-Type: text\n\nwords", "words", ""},
		"false base64":      {"From: a@b.example\nContent-Transfer-Encoding: base64\n\nThese are plain words, all of them.", "These are plain words, all of them.", "labelled base64 but is plain"},
		"base64 no padding": {"From: a@b.example\nContent-Transfer-Encoding: base64\n\nd29yZHM", "words", ""},
		"bad qp":            {"From: a@b.example\nContent-Transfer-Encoding: quoted-printable\n\n100=ZZ w=6Frds=\n!", "100=ZZ words!", ""},
		"bare cr":           {"From: a@b.example\rSubject: x\r\rwords\r", "words\n", ""},
		"mbox line":         {"From a@b.example Mon Apr  1 07:55:00 2019\nFrom: a@b.example\n\nwords", "words", ""},
		"bom":               {"\xef\xbb\xbfFrom: a@b.example\n\nwords", "words", ""},
		"leading lines":     {"\n\nFrom: a@b.example\n\nwords", "words", ""},
		"nameless line":     {"From: a@b.example\nthis is no field\nSubject: x\n\nwords", "words", "header line without a name"},
		"no empty line":     {"From: a@b.example\nSubject: x\nwords of the body\nand more", "words of the body\nand more", "header ends without an empty line"},
		"nul bytes":         {"From: a@b.example\n\nwo\x00rds", "words", ""},
		"unknown encoding":  {"From: a@b.example\nContent-Transfer-Encoding: x-what\n\nwords", "words", "unknown transfer encoding"},
		"blank folded":      {"From: a@b.example\nSubject: a\n \n b\nDate: x\n\nwords", "words", "date not readable"},
	} {
		m := email.Read([]byte(c.raw))
		require.Equal(t, c.text, m.Text, name)
		if c.problem != "" {
			require.Contains(t, m.Problems, c.problem, name)
		}
	}
}

func TestHeadersAsSendersBreakThem(t *testing.T) {
	for raw, want := range map[string]string{
		"=?utf-8?B?5p2v?= =?utf-8?B?5a2Q?=":                    "杯子",
		"=?utf-8?B?5p2v5a?= =?utf-8?B?2Q?=":                    "杯子", // base64 cut between its groups
		"=?utf-8?Q?=E6=9D?= =?utf-8?Q?=AF=E5=AD=90?=":          "杯子", // a character cut in two
		"=?utf-8?Q?two cups?=":                                 "two cups",
		"Re: =?utf-8?Q?cups?=, please":                         "Re: cups, please",
		"=?gb2312?B?t6LGsQ==?=":                                "发票",
		"=?utf-8*zh?Q?cups?=":                                  "cups",
		"=?utf-8?q?What=3F?=":                                  "What?",
		"\xe6\x9d\xaf\xe5\xad\x90 raw":                         "杯子 raw",
		"=?nonsense?Q?cups?=":                                  "cups",
		"a =?= b ?= c":                                         "a =?= b ?= c",
		"=?utf-8?B?5p2v5a2Q":                                   "杯子",
		"=?iso-2022-jp?B?GyRCJCskQyRXGyhC?=":                   "かっぷ",
		"\x1b$B$+$C$W\x1b(B":                                   "かっぷ",
		"=?ISO-8859-1?Q?Gr=FC=DFe?= =?utf-8?Q?_=F0=9F=8D=B5?=": "Grüße 🍵",
	} {
		require.Equal(t, want, email.Read([]byte("From: a@b.example\nSubject: "+raw+"\n\nx")).Subject, raw)
	}
}

func TestAddressesAsSendersBreakThem(t *testing.T) {
	for raw, want := range map[string][]email.Address{
		`Lin <lin@x.example>`:                           {{"Lin", "lin@x.example"}},
		`lin@x.example`:                                 {{"", "lin@x.example"}},
		`<lin@x.example>`:                               {{"", "lin@x.example"}},
		`lin@x.example (Lin Wei)`:                       {{"Lin Wei", "lin@x.example"}},
		`Wei, Lin <lin@x.example>`:                      {{"Wei, Lin", "lin@x.example"}},
		`"Lin \"the cup\" Wei" <lin@x.example>`:         {{`Lin "the cup" Wei`, "lin@x.example"}},
		`a@x.example; b@x.example`:                      {{"", "a@x.example"}, {"", "b@x.example"}},
		`Lin <lin@x.example`:                            {{"Lin", "lin@x.example"}},
		`Lin lin@x.example`:                             {{"Lin", "lin@x.example"}},
		`undisclosed-recipients:;`:                      {},
		`=?utf-8?Q?Wei,_Lin?= <lin@x.example>`:          {{"Wei, Lin", "lin@x.example"}},
		`"=?utf-8?B?5p2v5a2Q?=" <lin@x.example>`:        {{"杯子", "lin@x.example"}},
		`<mailto:lin@x.example>`:                        {{"", "lin@x.example"}},
		`'Lin' <lin@x.example>`:                         {{"Lin", "lin@x.example"}},
		`<@relay.example:lin@x.example>`:                {{"", "lin@x.example"}},
		`"a@x.example" <a@x.example>, b@x.example`:      {{"a@x.example", "a@x.example"}, {"", "b@x.example"}},
		`A: a@x.example, B <b@x.example>;, c@x.example`: {{"", "a@x.example"}, {"B", "b@x.example"}, {"", "c@x.example"}},
		`Lin <lin@x.example> Chen <chen@x.example>`:     {{"Lin", "lin@x.example"}, {"Chen", "chen@x.example"}},
		`(a (nested) comment) lin@x.example`:            {{"a (nested) comment", "lin@x.example"}},
		`"Lin" <"odd name"@x.example>`:                  {{"Lin", `"odd name"@x.example`}},
		"\xe6\x9d\xaf <lin@x.example>":                  {{"杯", "lin@x.example"}},
		`林 < lin @ x.example >`:                         {{"林", "lin@x.example"}},
	} {
		m := email.Read([]byte("From: a@b.example\nTo: " + raw + "\n\nx"))
		require.Equal(t, want, m.To, raw)
	}
}

func TestDatesAsSendersWriteThem(t *testing.T) {
	for raw, want := range map[string]string{
		"Mon, 01 Apr 2019 07:55:00 +0800":       "2019-04-01T07:55:00+08:00",
		"1 Apr 2019 7:55 GMT":                   "2019-04-01T07:55:00Z",
		"Mon, 1 Apr 19 07:55:00 EST":            "2019-04-01T07:55:00-05:00",
		"Mon Apr  1 07:55:00 2019":              "2019-04-01T07:55:00Z",
		"Mon, 01-Apr-2019 07:55:00 -0330":       "2019-04-01T07:55:00-03:30",
		"2019-04-01T07:55:00+08:00":             "2019-04-01T07:55:00+08:00",
		"2019-04-01 07:55:00 +0800":             "2019-04-01T07:55:00+08:00",
		"Mon, 01 Apr 2019 07:55:00 +0800 (CST)": "2019-04-01T07:55:00+08:00",
		"Mon, 01 Apr 2019 07:55:00 GMT+08:00":   "2019-04-01T07:55:00+08:00",
		"Thu, 31 Feb 2019 07:55:00 +0000":       "",
		"yesterday":                             "",
	} {
		out, err := json.Marshal(email.Read([]byte("From: a@b.example\nDate: " + raw + "\n\nx")).Date)
		require.NoError(t, err)
		require.Equal(t, `"`+want+`"`, string(out), raw)
	}
}

func TestFlowedTextIsJoined(t *testing.T) {
	m := read(`From: a@b.example`, `Content-Type: text/plain; format=flowed`, ``, `This goes `, `on and on.`, `> and so `, `> does this.`, `-- `, `Lin`)
	require.Equal(t, "This goes on and on.\n> and so does this.\n-- \nLin", m.Text)
}

func TestUuencodedFilesBecomeAttachments(t *testing.T) {
	m := read(`From: a@b.example`, ``, `See file.`, `begin 644 cup.txt`, `#0V%T`, "`", `end`, `Bye.`)
	require.Equal(t, "cup.txt", m.Attached[0].Name)
	require.Equal(t, "Cat", string(m.Attached[0].Content))
	require.Equal(t, "See file.\nBye.", m.Text)
}

func TestHostileMailTakesNoLongerThanItsLength(t *testing.T) {
	nest := ""
	for i := range 3000 {
		nest += "Content-Type: multipart/mixed; boundary=b" + strings.Repeat("x", i%50) + "\n\n--b" + strings.Repeat("x", i%50) + "\n"
	}
	for _, raw := range []string{
		nest, "From: " + strings.Repeat("(", 100_000) + "\n\n", "To: " + strings.Repeat("=?", 100_000) + "\n\n", "Subject: " + strings.Repeat("=?a?q?", 100_000) + "\n\n", "To: " + strings.Repeat("a:", 60_000) + "\n\n", "To: " + strings.Repeat("<", 100_000) + "\n\n",
		"To: " + strings.Repeat(`"`, 99_999) + "\n\n", "Content-Type: x/y" + strings.Repeat("; a=b", 100_000) + "\n\n", strings.Repeat("A: b\n", 60_000), "References: " + strings.Repeat("<a>", 60_000) + "\n\n", "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\n", 60_000),
		"Subject: x\n" + strings.Repeat(" y\n", 60_000) + "\n", strings.Repeat("x\n", 100_000), "From: a\n\n" + strings.Repeat("begin 644 x\n", 50_000), strings.Repeat("\r", 200_000), "From: mailer-daemon@x\nSubject: failure notice\n\n" + strings.Repeat("a@b.example 550 ", 50_000),
		"From: a\nContent-Type: multipart/report; boundary=b; report-type=delivery-status\n\n--b\nContent-Type: message/delivery-status\n\n" + strings.Repeat("Final-Recipient: rfc822; a@b\n\n", 50_000) + "--b--",
	} {
		email.Read([]byte(raw))
	}
}
