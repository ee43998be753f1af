package main

import (
	"fmt"
	"os"
	"strings"

	"anlan/internal/channel/email"
)

type peer struct {
	File    string `json:"file"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	From    string `json:"from"`
}

// peers compares with what two other parsers made of the same mails. They are
// no truth; a mail is right when ours agrees with either of them.
func (s *score) peers() error {
	first, err := jsonLines[peer](s.path("peer_enmime.jsonl.gz"))
	if err != nil {
		return err
	}
	second, err := jsonLines[peer](s.path("peer_python.jsonl.gz"))
	if err != nil {
		return err
	}
	others := map[string]peer{}
	for _, p := range second {
		others[p.File] = p
	}
	count := map[string][3]int{}
	for _, p := range first {
		raw, err := os.ReadFile(s.path(p.File))
		if err != nil {
			continue
		}
		set, _, _ := strings.Cut(p.File, "/")
		m, q := email.Read(raw), others[p.File]
		c := count[set]
		c[2]++
		if same(m.Subject, p.Subject) || same(m.Subject, q.Subject) {
			c[0]++
		} else {
			s.wrong(p.File, "subject ", m.Subject, " | ", p.Subject, " | ", q.Subject)
		}
		if agrees(m.Text, p.Text) || agrees(m.Text, q.Text) {
			c[1]++
		} else {
			s.wrong(p.File, "text ", fmt.Sprintf("%.200q | %.200q | %.200q", m.Text, p.Text, q.Text))
		}
		count[set] = c
	}
	for _, set := range []string{"enmime", "stalwart_mail_parser", "letters", "sisimai"} {
		if c, ok := count[set]; ok {
			s.add("peers", set+" subject", c[0], c[2], "")
			s.add("peers", set+" text", c[1], c[2], "")
		}
	}
	return nil
}

// agrees also accepts that a peer shows only the first text of several.
func agrees(ours, theirs string) bool {
	a, b := squeezed(ours), squeezed(theirs)
	return a == b || len(b) > 20 && strings.HasPrefix(a, b)
}
