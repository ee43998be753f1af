package topic_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"anlan/internal/understand/topic"
)

// examples are a small house's: four topics in two languages, and what is none.
func examples() (list []topic.Example) {
	patterns := map[string][]string{
		"refund":      {"I want my money back for %s", "please refund %s", "how do I return %s", "%s came broken, give me a refund", "退款，%s坏了", "我要退货，%s不想要了", "%s怎么退钱", "申请退款%s"},
		"parcel":      {"where is the parcel with %s", "has %s been shipped", "tracking for %s please", "%s did not arrive yet", "%s到哪里了", "快递还没到，%s", "%s什么时候发货", "查一下%s的物流"},
		"sign-in":     {"I cannot sign in to buy %s", "forgot my password, I ordered %s", "reset the password of my account, %s", "login code for %s never comes", "登录不了，想买%s", "忘记密码了，我的%s", "收不到登录验证码 %s", "账号登不上去看%s"},
		"invoice":     {"I need an invoice for %s", "send the bill of %s to my company", "tax number on the invoice of %s", "VAT receipt for %s", "请开%s的发票", "%s的发票抬头写错了", "%s要开专票", "电子发票发我邮箱，%s"},
		topic.Unknown: {"what is the capital of France, %s", "tell me a joke about %s", "who wrote the song %s", "is %s good for dogs", "今天天气怎么样%s", "给我讲个%s的笑话", "谁是%s的作者", "%s好吃吗"},
	}
	things := []string{"the lamp", "two chairs", "a blue shirt", "台灯", "椅子", "蓝色衬衫", "my phone", "耳机"}
	for _, thing := range things {
		for _, label := range []string{"refund", "parcel", "sign-in", "invoice", topic.Unknown} {
			for _, pattern := range patterns[label] {
				list = append(list, topic.Example{Text: fmt.Sprintf(pattern, thing), Label: label})
			}
		}
	}
	return list
}

func learned(t testing.TB) *topic.Model {
	t.Helper()
	m, report, err := topic.Learn(examples(), topic.Usual)
	require.NoError(t, err)
	require.Equal(t, 4, report.Labels)
	require.Equal(t, 64, report.Unknown)
	return m
}

func TestTextsGetTheirTopic(t *testing.T) {
	m := learned(t)
	for text, want := range map[string]string{
		"could you refund the red lamp please": "refund",
		"REFUND!!! the chair is broken":        "refund",
		"我想退款":                                 "refund",
		"我想退貨，椅子壞了":                            "refund",
		"my parcel did not arrive":             "parcel",
		"快递到哪里了？":                              "parcel",
		"forgot my pasword":                    "sign-in",
		"登录验证码收不到":                             "sign-in",
		"發票抬頭錯了":                               "invoice",
		"tell me a joke about dogs":            "",
		"给我讲个笑话":                               "",
		"":                                     "",
		"!!!":                                  "",
		"\xff\xfe":                             "",
	} {
		a := m.Ask(text)
		require.Equal(t, want, a.Label, "%q: %+v", text, a)
		require.True(t, a.P > 0 && a.P <= 1, text)
		require.Len(t, a.Top, 3)
		require.Equal(t, want != "", a.Known())
		if a.Known() {
			require.Equal(t, a.Top[0], topic.Candidate{Label: a.Label, P: a.P})
		}
		require.True(t, a.Top[0].P >= a.Top[1].P && a.Top[1].P >= a.Top[2].P)
	}
}

func TestTheFileGivesTheSameModel(t *testing.T) {
	m := learned(t)
	var first, second bytes.Buffer
	_, err := m.WriteTo(&first)
	require.NoError(t, err)
	again, _, err := topic.Learn(examples(), topic.Usual)
	require.NoError(t, err)
	_, err = again.WriteTo(&second)
	require.NoError(t, err)
	require.True(t, bytes.Equal(first.Bytes(), second.Bytes()), "the same examples give the same file")

	read, err := topic.Read(bytes.NewReader(first.Bytes()))
	require.NoError(t, err)
	require.Equal(t, m.Version(), read.Version())
	require.Equal(t, []string{"invoice", "parcel", "refund", "sign-in"}, read.Labels())
	for _, e := range examples() {
		require.Equal(t, m.Ask(e.Text), read.Ask(e.Text))
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	var whole bytes.Buffer
	_, err := learned(t).WriteTo(&whole)
	require.NoError(t, err)
	for _, wrong := range [][]byte{nil, []byte("anlan topics 1\n"), []byte("anlan topics 1\n{}\n"), []byte("text\tlabel\n"),
		whole.Bytes()[:whole.Len()-1], append(bytes.Clone(whole.Bytes()), 0),
		bytes.Replace(whole.Bytes(), []byte(`"columns":5`), []byte(`"columns":9`), 1)} {
		_, err := topic.Read(bytes.NewReader(wrong))
		require.Error(t, err)
	}
}

func TestLearningNeedsTwoLabels(t *testing.T) {
	_, _, err := topic.Learn([]topic.Example{{Text: "a", Label: "one"}, {Text: "b", Label: topic.Unknown}}, topic.Usual)
	require.Error(t, err)
	m, _, err := topic.Learn([]topic.Example{{Text: "apple pie", Label: "one"}, {Text: "brown bread", Label: "two"}}, topic.Usual)
	require.NoError(t, err, "two texts are enough to begin with")
	a := m.Ask("bread")
	require.Equal(t, "two", a.Label)
	require.Greater(t, a.P, 0.5, "nobody could be asked, so the margins alone speak")
	require.Empty(t, m.Ask("!!!").Label, "nothing of it was ever seen")
	for _, wrong := range []topic.Settings{{Reject: 4, Share: 0.16}, {Reject: -0.1, Share: 0.16}, {Reject: 0.04, Share: 1}, {Reject: 0.04}} {
		_, _, err := topic.Learn([]topic.Example{{Text: "a", Label: "one"}, {Text: "b", Label: "two"}}, wrong)
		require.Error(t, err, wrong)
	}
}

func TestExamplesAreReadFromBothForms(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	want := []topic.Example{{Text: "我要退款", Label: "refund"}, {Text: "tell me a joke", Label: topic.Unknown}}
	got, err := topic.ReadExamples(write("a.tsv", "\ufefflabel\tid\ttext\r\nrefund\t1\t我要退款\r\n\r\noos\t2\ttell me a joke\r\n"))
	require.NoError(t, err)
	require.Equal(t, want, got)
	got, err = topic.ReadExamples(write("a.jsonl", "\ufeff"+`{"text":"我要退款","intent":"refund"}`+"\n"+`{"text":"tell me a joke","label":null}`))
	require.NoError(t, err)
	require.Equal(t, want, got)
	for _, wrong := range []string{"a\tb\n1\t2\n", "text\tlabel\nonly\n", "text\tlabel\nx\t\n", `{"label":"x"}`, `{"text":`} {
		_, err := topic.ReadExamples(write("wrong", wrong))
		require.Error(t, err, wrong)
	}
}

func TestEachLineIsAnswered(t *testing.T) {
	m := learned(t)
	ask := func(in string) (lines []map[string]any, err error) {
		var out bytes.Buffer
		err = m.Predict(strings.NewReader(in), &out)
		for line := range strings.Lines(out.String()) {
			var v map[string]any
			require.NoError(t, json.Unmarshal([]byte(line), &v))
			lines = append(lines, v)
		}
		return lines, err
	}
	lines, err := ask(`{"id":"a","text":"please refund it"}` + "\n\n" + `{"id":7,"text":"tell me a joke about cats"}`)
	require.NoError(t, err)
	require.Len(t, lines, 2)
	require.Equal(t, "a", lines[0]["id"])
	require.Equal(t, "refund", lines[0]["label"])
	require.EqualValues(t, 7, lines[1]["id"])
	require.Nil(t, lines[1]["label"])
	require.Contains(t, lines[1], "label")

	lines, err = ask("快递到哪了\r\nplease refund it\n")
	require.NoError(t, err)
	require.EqualValues(t, 1, lines[0]["id"])
	require.Equal(t, "parcel", lines[0]["label"])
	require.EqualValues(t, 2, lines[1]["id"])

	lines, err = ask("\ufeff\r\nplease refund it\n")
	require.NoError(t, err)
	require.Len(t, lines, 1)
	lines, err = ask(`{"id":1,"text":"refund"}` + "\n{\n" + `{"id":3}` + "\n" + `{"id":4,"text":"refund"}`)
	require.ErrorContains(t, err, "line 2")
	require.ErrorContains(t, err, "line 3")
	require.Len(t, lines, 2, "the others are answered")
}

func FuzzAnyTextIsAnswered(f *testing.F) {
	m := learned(f)
	for _, e := range examples()[:20] {
		f.Add(e.Text)
	}
	f.Add(strings.Repeat("退款 refund ", 2000))
	f.Fuzz(func(t *testing.T, text string) {
		a := m.Ask(text)
		sum := 0.0
		for _, c := range a.Top {
			require.True(t, c.P >= 0 && c.P <= 1)
			require.True(t, utf8.ValidString(c.Label))
			sum += c.P
		}
		require.LessOrEqual(t, sum, 1.0001)
		require.Equal(t, a, m.Ask(text), "asking leaves nothing behind")
	})
}

func BenchmarkAsk(b *testing.B) {
	m := learned(b)
	b.ReportAllocs()
	for b.Loop() {
		m.Ask("could you tell me where my parcel with the lamp is")
	}
}
