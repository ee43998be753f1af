package triage

import (
	_ "embed"
	"sync"

	"anlan/internal/kit/passage"
)

// What words say about urgency.
const (
	harmWord = iota
	deadlineWord
	againWord
)

var wordNames = []string{"harm", "deadline", "again"}

//go:embed words.txt
var wordText string

var urgentWords = sync.OnceValue(func() *passage.Phrases { return passage.Lists(wordText, passage.Named(wordNames)) })
