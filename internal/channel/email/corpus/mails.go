package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/internal/channel/email"
)

// reading opens every mail of every corpus: none may crash, none may come out
// empty that was not empty.
func (s *score) reading() error {
	var crashed, lost, all int
	for _, folder := range []string{"enmime", "letters", "sisimai", "stalwart_mail_parser", "talon", "email_reply_parser", "email_reply_trimmer"} {
		err := filepath.WalkDir(s.path(folder), func(file string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || isNoMail(file) {
				return err
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			all++
			m, ok := safely(raw)
			switch {
			case !ok:
				crashed++
				s.wrong(file, "crashed")
			case isLost(raw, m):
				lost++
				s.wrong(file, "lost")
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	s.add("read", "mails", all-crashed-lost, all, fmt.Sprintf("%d crashed, %d lost", crashed, lost))
	return nil
}

func isNoMail(file string) bool {
	return strings.HasSuffix(file, ".json") || strings.HasSuffix(file, ".jsonl") || filepath.Base(file) == "COPYING"
}

func safely(raw []byte) (m email.Mail, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return email.Read(raw), true
}

func isLost(raw []byte, m email.Mail) bool {
	_, body, _ := strings.Cut(strings.ReplaceAll(string(raw), "\r", ""), "\n\n")
	return m.Text == "" && m.HTML == "" && len(m.Attached) == 0 && strings.TrimSpace(body) != "" && len(body) > 200
}

type letter struct {
	File    string      `json:"file"`
	Subject *string     `json:"subject"`
	From    [][2]string `json:"from"`
	To      [][2]string `json:"to"`
	CC      [][2]string `json:"cc"`
	Text    *string     `json:"text"`
	Names   []string    `json:"filenames"`
}

// letters compares body, subject, people and file names with what the corpus
// says about them.
func (s *score) letters() error {
	list, err := jsonLines[letter](s.path("letters", "expected.jsonl"))
	if err != nil {
		return err
	}
	var bodies, heads int
	for _, l := range list {
		raw, err := os.ReadFile(s.path("letters", l.File))
		if err != nil {
			return err
		}
		m := email.Read(raw)
		if l.Text == nil || same(*l.Text, m.Text) {
			bodies++
		} else {
			s.wrong(l.File, "body ", m.Text)
		}
		if l.headRight(m) {
			heads++
		} else {
			s.wrong(l.File, "head ", m.Subject, m.Senders, m.To, m.CC)
		}
	}
	s.add("letters", "bodies", bodies, len(list), "")
	s.add("letters", "subject, people, file names", heads, len(list), "")
	return nil
}

func (l letter) headRight(m email.Mail) bool {
	if l.Subject != nil && *l.Subject != m.Subject {
		return false
	}
	for _, a := range m.Attached {
		if l.Names != nil && a.Name != "" && !slices.Contains(l.Names, a.Name) {
			return false
		}
	}
	return samePeople(l.From, m.Senders) && samePeople(l.To, m.To) && samePeople(l.CC, m.CC)
}

func samePeople(want [][2]string, have []email.Address) bool {
	if want == nil {
		return true
	}
	if len(want) != len(have) {
		return false
	}
	for i, w := range want {
		if w[0] != have[i].Name || w[1] != have[i].Address {
			return false
		}
	}
	return true
}

type labelled struct {
	File       string   `json:"file"`
	Kind       string   `json:"kind"`
	Recipients []string `json:"final_recipient"`
	Statuses   []string `json:"status"`
}

var kindNames = map[string]email.Kind{
	"bounce": email.Bounced, "auto-reply": email.AutoReply, "feedback-loop": email.Feedback, "feedback-loop (ARF)": email.Feedback, "not-a-bounce": email.Message,
}

// kinds compares with the labels of sisimai. Where a mail states recipient and
// status for machines, ours must be one of them; elsewhere it must name any.
func (s *score) kinds() error {
	list, err := jsonLines[labelled](s.path("sisimai", "labels.jsonl"))
	if err != nil {
		return err
	}
	right := map[string][2]int{}
	var stated, recipients, states, unstated, found, foundState int
	for _, l := range list {
		raw, err := os.ReadFile(s.path("sisimai", l.File))
		if err != nil {
			return err
		}
		m := email.Read(raw)
		tally := right[l.Kind]
		tally[1]++
		if m.Kind == kindNames[l.Kind] {
			tally[0]++
		} else {
			s.wrong(l.File, l.Kind, " read as ", m.Kind)
		}
		right[l.Kind] = tally
		if l.Kind != "bounce" {
			continue
		}
		b := email.Bounce{}
		if m.Bounce != nil {
			b = *m.Bounce
		}
		if len(l.Recipients) == 0 {
			unstated++
			if strings.Contains(b.Recipient, "@") {
				found++
			} else {
				s.wrong(l.File, "no recipient")
			}
			if b.Status != "" {
				foundState++
			} else {
				s.wrong(l.File, "no status")
			}
			continue
		}
		stated++
		if oneOf(l.Recipients, b.Recipient) {
			recipients++
		} else {
			s.wrong(l.File, "recipient ", b.Recipient, " not in ", l.Recipients)
		}
		if len(l.Statuses) == 0 && b.Status != "" || oneOf(l.Statuses, b.Status) {
			states++
		} else {
			s.wrong(l.File, "status ", b.Status, " not in ", l.Statuses)
		}
	}
	for _, kind := range []string{"bounce", "auto-reply", "feedback-loop (ARF)", "not-a-bounce"} {
		s.add("kinds", kind, right[kind][0], right[kind][1], "")
	}
	if err := s.ordinary(); err != nil {
		return err
	}
	s.add("bounces", "recipient as stated", recipients, stated, "")
	s.add("bounces", "status as stated", states, stated, "")
	s.add("bounces", "recipient found in free text", found, unstated, "")
	s.add("bounces", "status found in free text", foundState, unstated, "")
	return nil
}

// ordinary looks at mail between people: none of it may be taken for a machine's.
func (s *score) ordinary() error {
	letters, err := filepath.Glob(s.path("letters", "*.txt"))
	if err != nil {
		return err
	}
	others, err := filepath.Glob(s.path("stalwart_mail_parser", "*", "*.eml"))
	if err != nil {
		return err
	}
	replies, err := filepath.Glob(s.path("talon", "standard_replies", "*.eml"))
	if err != nil {
		return err
	}
	right, all := 0, 0
	for _, file := range slices.Concat(letters, others, replies) {
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		all++
		if kind := email.Read(raw).Kind; kind == email.Message {
			right++
		} else {
			s.wrong(file, "a person's mail read as ", kind)
		}
	}
	s.add("kinds", "mail between people", right, all, "")
	return nil
}

func oneOf(stated []string, ours string) bool {
	for _, s := range stated {
		if ours != "" && strings.Contains(strings.ToLower(s), strings.ToLower(ours)) {
			return true
		}
	}
	return false
}

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
