package app

import (
	"bufio"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Starting runs nearly all of the program once: what packages prepare, each route
// laid out, each type looked at. Forty megabytes of it stay mapped, of which a
// server at work needs a few.

// letGoOfProgram unmaps the parts of our own program that nobody can write.
// What is needed again is mapped at its next use, from where the system keeps it.
func letGoOfProgram() {
	own, err := os.Executable()
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	for _, p := range unwritten(f, own) {
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, p.from, p.to-p.from, syscall.MADV_DONTNEED) // else it stays
	}
}

type part struct{ from, to uintptr }

// unwritten are the parts of a file that are mapped as they are in it. A page
// that was written, by a loader or by a debugger, is our own and would be lost:
// a part that has one is left out.
func unwritten(smaps io.Reader, file string) (parts []part) {
	var at part
	ours := false
	lines := bufio.NewScanner(smaps)
	for lines.Scan() {
		line := lines.Text()
		if kb, counts := strings.CutPrefix(line, "Anonymous:"); counts {
			if ours && strings.TrimSpace(kb) == "0 kB" {
				parts = append(parts, at)
			}
			ours = false
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 6 {
			continue
		}
		from, to, isRange := strings.Cut(fields[0], "-")
		if !isRange {
			continue
		}
		_, path, _ := strings.Cut(line, " /")
		ours = "/"+path == file && !strings.Contains(fields[1], "w")
		start, errFrom := strconv.ParseUint(from, 16, 64)
		end, errTo := strconv.ParseUint(to, 16, 64)
		at, ours = part{uintptr(start), uintptr(end)}, ours && errFrom == nil && errTo == nil
	}
	return parts
}
