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
