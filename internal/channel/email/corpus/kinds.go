package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/internal/channel/email"
)

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
