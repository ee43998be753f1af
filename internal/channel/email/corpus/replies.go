package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"anlan/internal/channel/email"
	"anlan/internal/kit/richtext"
)

// replies measures trimming on three projects' test sets.
func (s *score) replies() error {
	for _, set := range []func() error{s.trimmer, s.parser, s.talonInline, s.talonReplies, s.talonSignatures} {
		if err := set(); err != nil {
			return err
		}
	}
	return nil
}

func (s *score) judge(what string, ok bool, have string) int {
	if ok {
		return 1
	}
	s.wrong(what, "\n<<<\n", have, "\n>>>")
	return 0
}

func (s *score) trimmer() error {
	files, err := filepath.Glob(s.path("email_reply_trimmer", "emails", "*"))
	if err != nil {
		return err
	}
	right := 0
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(s.path("email_reply_trimmer", "trimmed", filepath.Base(file)))
		if err != nil {
			return err
		}
		have := email.Reply(string(body), "").Reply
		right += s.judge("trimmer "+filepath.Base(file), same(have, string(want)), have)
	}
	s.add("reply", "email_reply_trimmer", right, len(files), "")
	return nil
}

type fragments struct {
	File  string  `json:"file"`
	Reply *string `json:"reply"`
	Parts struct {
		N      int               `json:"n"`
		Hidden []int             `json:"hidden"`
		Starts map[string]string `json:"starts"`
	} `json:"fragments"`
}

func (s *score) parser() error {
	list, err := jsonLines[fragments](s.path("email_reply_parser", "expected.jsonl"))
	if err != nil {
		return err
	}
	right := 0
	for _, f := range list {
		body, err := os.ReadFile(s.path("email_reply_parser", f.File))
		if err != nil {
			return err
		}
		have := email.Reply(string(body), "").Reply
		right += s.judge("parser "+f.File, f.fits(string(body), have), have)
	}
	s.add("reply", "email_reply_parser", right, len(list), "")
	return nil
}

// fits checks a reply against fragments: it begins as the first one does, holds
// none that is hidden, and is everything when there is only one.
func (f fragments) fits(body, have string) bool {
	if f.Reply != nil {
		return same(*f.Reply, have)
	}
	if f.Parts.N == 1 {
		return same(body, have)
	}
	for number, start := range f.Parts.Starts {
		i := int(number[0] - '0')
		hidden := i > 0 && (len(f.Parts.Hidden) == 0 || i < len(f.Parts.Hidden) && f.Parts.Hidden[i] == 1)
		switch {
		case i == 0 && !strings.HasPrefix(squeezed(have), squeezed(start)):
			return false
		case hidden && strings.Contains("\n"+have, "\n"+start+" "), hidden && strings.HasSuffix("\n"+have, "\n"+start):
			return false
		}
	}
	return have != ""
}

type inline struct {
	Test     string          `json:"test"`
	Function string          `json:"function"`
	Input    string          `json:"input"`
	Expected json.RawMessage `json:"expected"`
}

func (s *score) talonInline() error {
	list, err := jsonLines[inline](s.path("talon", "inline_cases.jsonl"))
	if err != nil {
		return err
	}
	right := 0
	for _, c := range list {
		var have, want string
		switch c.Function {
		case "extract_from_html":
			_ = json.Unmarshal(c.Expected, &want)
			have, want = email.Reply("", c.Input).Reply, richtext.ToText(want)
			have, want = strings.ReplaceAll(have, "---", ""), strings.ReplaceAll(want, "---", "")
		case "extract_signature":
			var pair []string
			_ = json.Unmarshal(c.Expected, &pair)
			have, want = email.Reply(c.Input, "").Reply, pair[0]
		default:
			_ = json.Unmarshal(c.Expected, &want)
			have = email.Reply(c.Input, "").Reply
		}
		right += s.judge("talon "+c.Test, same(have, want), have)
	}
	s.add("reply", "talon inline cases", right, len(list), "one of them contradicts itself")
	return nil
}

// talonReplies are one answer written in many mail programs: "Hello" in plain
// text, "Hi. I am fine. Thanks, Alex" in HTML.
func (s *score) talonReplies() error {
	right, all := 0, 0
	plain, _ := filepath.Glob(s.path("talon", "standard_replies", "*.eml"))
	for _, file := range plain {
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		all++
		have := email.Read(raw).ReplyText
		right += s.judge(file, same(have, "Hello"), have)
	}
	rich, _ := filepath.Glob(s.path("talon", "html_replies", "*.html"))
	for _, file := range rich {
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		all++
		have := email.Reply("", string(raw)).Reply
		right += s.judge(file, same(have, "Hi. I am fine. Thanks, Alex"), have)
	}
	s.add("reply", "talon replies of mail programs", right, all, "")
	return nil
}

var sigMark = regexp.MustCompile(`(?m)^#sig#.*\n?`)

func (s *score) talonSignatures() error {
	files, err := filepath.Glob(s.path("talon", "signature", "emails", "*", "*_body"))
	if err != nil {
		return err
	}
	right := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		body := string(raw)
		want := sigMark.ReplaceAllString(body, "")
		if sig, err := os.ReadFile(strings.TrimSuffix(file, "_body") + "_signature"); err == nil && want == body {
			want = strings.Replace(body, strings.TrimSpace(string(sig)), "", 1)
		}
		have := email.Reply(strings.ReplaceAll(body, "#sig#", ""), "").Reply
		right += s.judge(file, same(have, want), have)
	}
	s.add("reply", "talon signatures", right, len(files), "")
	return nil
}
