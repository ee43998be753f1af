// Package fault is how a refusal travels: few kinds, a code that screens
// translate and integrators can rely on, values for the sentence, and a cause
// for the log alone.
package fault

import (
	"errors"
	"fmt"
)

// Kind decides how the edge answers; it is the only thing that maps to a status.
type Kind string

const (
	Invalid    Kind = "invalid"     // 422: the input can never be right
	SignedOut  Kind = "signed_out"  // 401: we do not know who is asking
	Denied     Kind = "denied"      // 403: we know, and they may not
	Missing    Kind = "missing"     // 404: not there, or not for them
	Conflict   Kind = "conflict"    // 409: the world moved on
	Gone       Kind = "gone"        // 410: it was there, and is no longer kept
	TooLarge   Kind = "too_large"   // 413
	Unreadable Kind = "unreadable"  // 415: not a type we take
	Limited    Kind = "limited"     // 429: later
	Broken     Kind = "broken"      // 500: ours
	Away       Kind = "unavailable" // 503: something we need is not there now
)

// Fault is an error with a code. Code is stable and part of the API, for
// example "conversation.resolved"; Values fill the translated sentence.
type Fault struct {
	Kind   Kind
	Code   string
	Values map[string]any
	Field  string // where in the input, as a JSON path, when it is about one place
	Cause  error  // for the log; never shown
}

// New makes a fault. Pairs are the values of the sentence: name, value, name, value.
func New(kind Kind, code string, pairs ...any) *Fault {
	f := &Fault{Kind: kind, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if f.Values == nil {
			f.Values = map[string]any{}
		}
		f.Values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return f
}

// At names the field of the input that the fault is about.
func (f *Fault) At(field string) *Fault {
	g := *f
	g.Field = field
	return &g
}

// Because keeps the cause for the log.
func (f *Fault) Because(err error) *Fault {
	g := *f
	g.Cause = err
	return &g
}

func (f *Fault) Error() string {
	if f.Cause != nil {
		return f.Code + ": " + f.Cause.Error()
	}
	return f.Code
}

func (f *Fault) Unwrap() error { return f.Cause }

// Of finds the fault in an error chain; anything else is Broken with the error as cause.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return &Fault{Kind: Broken, Code: "server.broken", Cause: err}
}

// Is tells whether err carries this code.
func Is(err error, code string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}

// IsKind tells whether err carries a fault of this kind.
func IsKind(err error, kind Kind) bool {
	var f *Fault
	return errors.As(err, &f) && f.Kind == kind
}

// Failer is the part of testing.TB that Want needs.
type Failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Want fails the test unless err carries this code.
func Want(t Failer, err error, code string) {
	t.Helper()
	if !Is(err, code) {
		t.Fatalf("want the fault %q, got %v", code, err)
	}
}
