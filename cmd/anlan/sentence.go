package main

import (
	"errors"
	"os"

	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

// sentence is an error as the person at the terminal should read it. Refusals
// have texts, in the language that the terminal is set to.
func sentence(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err.Error()
	}
	language := words.Language(os.Getenv("LANG"))
	text := words.Text(language, f.Code, f.Values)
	if text == "" {
		return err.Error()
	}
	if f.Cause != nil && (f.Kind == fault.Broken || f.Kind == fault.Away) { // elsewhere the text says it all
		text += " (" + f.Cause.Error() + ")"
	}
	return text
}
