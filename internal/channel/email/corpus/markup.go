package main

import (
	"anlan/internal/kit/richtext"
	"anlan/internal/kit/richtext/richtexttest"
)

type attack struct {
	Title   string `json:"title"`
	Payload string `json:"payload"`
	S       string `json:"s"`
}

// markup sends known attacks through the sanitiser: nothing that comes out may
// run, load, post or cover.
func (s *score) markup() error {
	for _, file := range []string{"dompurify.jsonl", "blns.jsonl"} {
		list, err := jsonLines[attack](s.securityPath(file))
		if err != nil {
			return err
		}
		safe := 0
		for _, a := range list {
			source := a.Payload + a.S
			dangers := append(richtexttest.Dangers(richtext.Sanitise(source)), richtexttest.Dangers(richtext.FromText(source))...)
			if len(dangers) == 0 {
				safe++
			} else {
				s.wrong(file, a.Title, " ", source, dangers)
			}
		}
		s.add("safe", file+" through the sanitiser", safe, len(list), "")
	}
	return nil
}
