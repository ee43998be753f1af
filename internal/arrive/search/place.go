package search

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"anlan/internal/platform/fault"
)

// place is where a search stands between two pages. It keeps the newest document
// and the instant of the first page, so that paging is not moved by what arrives.
type place struct {
	any    bool
	whole  bool  // words as they were typed, not those that only begin so
	top    int64 // documents from here on are newer than the first page; 0 = not settled yet
	before int64 // the window begins behind this document
	now    time.Time
	offset int // in the window
}

// first tells whether this is the window of the newest documents.
func (p place) first() bool { return p.before == p.top }

func (p place) String() string {
	return fmt.Sprintf("%s-%d-%d-%d-%d", p.mode(), p.top, p.before, p.now.UnixMilli(), p.offset)
}

// modes name what is wanted of the words: all or any, whole or begun.
var modes = map[string]place{"all": {}, "any": {any: true}, "whole": {whole: true}, "either": {any: true, whole: true}}

func (p place) mode() string {
	for name, m := range modes {
		if m.any == p.any && m.whole == p.whole {
			return name
		}
	}
	return "all"
}

func placeOf(text string, now time.Time) (place, error) {
	if text == "" {
		return place{now: now}, nil
	}
	wrong := fault.New(fault.Invalid, "request.after_wrong").At("after")
	words := strings.Split(text, "-")
	mode, known := modes[words[0]]
	if len(words) != 5 || !known {
		return place{}, wrong
	}
	var n [4]int64
	for i, w := range words[1:] {
		v, err := strconv.ParseInt(w, 10, 64)
		if err != nil || v < 0 {
			return place{}, wrong.Because(err)
		}
		n[i] = v
	}
	if n[3] > window+1 {
		return place{}, wrong
	}
	return place{any: mode.any, whole: mode.whole, top: n[0], before: n[1], now: time.UnixMilli(n[2]), offset: int(n[3])}, nil
}
