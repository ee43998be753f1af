package email_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"anlan/internal/channel/email"
	"anlan/internal/kit/richtext/richtexttest"
)

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.eml")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := email.Read(raw)
		if dangers := richtexttest.Dangers(m.HTML); len(dangers) > 0 {
			t.Fatalf("unsafe HTML %q: %v", m.HTML, dangers)
		}
		for _, s := range []string{m.Subject, m.Text, m.HTML, m.ReplyText, m.MessageID} {
			if !utf8.ValidString(s) {
				t.Fatalf("not UTF-8: %q", s)
			}
		}
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzReply(f *testing.F) {
	f.Add("Thanks.\n\nOn Mon, 2 Apr 2012 at 18:26, M <m@x.example> wrote:\n> Hi\n", "")
	f.Add("", "<div>Thanks.</div><div class=gmail_quote>On Mon M wrote:<blockquote class=gmail_quote>Hi</blockquote></div>")
	f.Add("好的\n\n------------------ 原始邮件 ------------------\n发件人: M\n主题: x", "<includetail>x</includetail>")
	f.Add("a\n> b\nc\n-- \nd", "<pre>a\n&gt; b</pre>")
	f.Fuzz(func(t *testing.T, text, html string) {
		v := email.Reply(text, html)
		if len(v.Reply) > 2*(len(text)+len(html))+64 {
			t.Fatalf("the reply grew: %q", v.Reply)
		}
	})
}
