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
	top    int64 // documents from here on are newer than the first page; 0 = not settled yet
	before int64 // the window begins behind this document
	now    time.Time
	offset int // in the window
}

// first tells whether this is the window of the newest documents.
func (p place) first() bool { return p.before == p.top }

func (p place) String() string {
	mode := "all"
	if p.any {
		mode = "any"
	}
	return fmt.Sprintf("%s-%d-%d-%d-%d", mode, p.top, p.before, p.now.UnixMilli(), p.offset)
}

func placeOf(text string, now time.Time) (place, error) {
	if text == "" {
		return place{now: now}, nil
	}
	wrong := fault.New(fault.Invalid, "request.after_wrong").At("after")
	words := strings.Split(text, "-")
	if len(words) != 5 || words[0] != "all" && words[0] != "any" {
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
	return place{any: words[0] == "any", top: n[0], before: n[1], now: time.UnixMilli(n[2]), offset: int(n[3])}, nil
}
