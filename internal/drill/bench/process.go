package bench

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// What a process has used, as Linux tells it. Elsewhere these say 0, and the
// table leaves the column out.

// ticks a second in which Linux counts processor time for us to read.
const ticks = 100

func cpuOf(pid int) func() time.Duration {
	return func() time.Duration {
		// Behind the name in brackets: state is the first field, user and system
		// time the twelfth and thirteenth.
		fields := afterName(pid)
		if len(fields) < 13 {
			return 0
		}
		user, errUser := strconv.ParseInt(fields[11], 10, 64)
		system, errSystem := strconv.ParseInt(fields[12], 10, 64)
		if errUser != nil || errSystem != nil {
			return 0
		}
		return time.Duration(user+system) * time.Second / ticks
	}
}

func residentOf(pid int) int64 {
	fields := afterName(pid)
	if len(fields) < 22 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[21], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

func afterName(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	_, rest, found := strings.Cut(string(text), ") ")
	if !found {
		return nil
	}
	return strings.Fields(rest)
}
