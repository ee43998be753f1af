package doctor

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Below plenty somebody should order a disk; below little the next upload or
// checkpoint may fail, and SQLite with it.
const (
	plenty = 2 << 30
	little = 200 << 20
)

// Disk looks whether the data folder can be written and how much room it has.
func Disk(folder string) Check {
	return Check{"disk", func(context.Context) []Finding {
		if err := writable(folder); err != nil {
			return bad(fmt.Sprintf("the data folder cannot be written: %v", err),
				"let the user who runs Anlan own the folder, or set ANLAN_DATA to another")
		}
		var fs unix.Statfs_t
		if err := unix.Statfs(folder, &fs); err != nil {
			return warn(fmt.Sprintf("the free space in %s is unknown: %v", folder, err), "look with df")
		}
		return room(folder, uint64(fs.Bavail)*uint64(fs.Bsize))
	}}
}

func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".doctor-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString("written to see whether one can")
	if closed := f.Close(); err == nil {
		err = closed
	}
	if removed := os.Remove(f.Name()); err == nil {
		err = removed
	}
	return err
}

func room(folder string, free uint64) []Finding {
	says := fmt.Sprintf("%s has %.1f GB free", folder, float64(free)/(1<<30))
	switch {
	case free < little:
		return bad(says, "make room now: writing may fail at any moment")
	case free < plenty:
		return warn(says, "make room, or move ANLAN_DATA to a larger disk")
	}
	return ok("%s", says)
}
