package api

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"anlan/internal/platform/fault"
)

// Page is a part of a list. Next is "" at the end.
type Page[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next" personal:"-"`
}

func paged[T any](items []T, next string) Page[T] {
	if items == nil {
		items = []T{}
	}
	return Page[T]{Items: items, Next: next}
}

// All is a list that comes in one piece.
type All[T any] struct {
	Items []T `json:"items" nullable:"false"`
}

func whole[T any](items []T) All[T] {
	if items == nil {
		items = []T{}
	}
	return All[T]{Items: items}
}

// Paging is what lists take.
type Paging struct {
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"how many at most"`
	After string `query:"after" doc:"next of the page before"`
}

// place and placed turn "at, id" into the opaque text of next, and back.
func place[ID ~string](at int64, id ID) string {
	if id == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", at, id))
}

func placed(after string) (at int64, id string, err error) {
	if after == "" {
		return 0, "", nil
	}
	wrong := fault.New(fault.Invalid, "request.after_wrong").At("after")
	b, err := base64.RawURLEncoding.DecodeString(after)
	if err != nil {
		return 0, "", wrong
	}
	number, id, ok := strings.Cut(string(b), " ")
	if at, err = strconv.ParseInt(number, 10, 64); err != nil || !ok || id == "" {
		return 0, "", wrong
	}
	return at, id, nil
}

// since gives an instant for JSON: null when it never was.
func since(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
