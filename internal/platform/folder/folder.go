// Package folder guards the data folder: many may work in it at once, and
// whoever puts another database there must be alone.
package folder

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Guard is the right to be in the folder, until it is let go. The system lets go
// of it by itself when the program dies.
type Guard struct{ file *os.File }

// What keeps somebody out.
var (
	ErrInUse = errors.New("somebody works in this data folder")
	ErrAlone = errors.New("somebody is restoring a backup into this data folder")
)

// Share lets this program in beside others.
func Share(path string) (*Guard, error) { return enter(path, unix.LOCK_SH, ErrAlone) }

// Own lets this program in alone.
func Own(path string) (*Guard, error) { return enter(path, unix.LOCK_EX, ErrInUse) }

func enter(path string, how int, refused error) (*Guard, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(path, "in-use"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("enter the data folder: %w", err)
	}
	err = unix.Flock(int(file.Fd()), how|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = fmt.Errorf("%w: %s", refused, path)
	} else if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOLCK) || errors.Is(err, unix.EOPNOTSUPP) {
		err = nil // some network folders know no locks; there the operator has to take care
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Guard{file}, nil
}

// Leave lets go.
func (g *Guard) Leave() error { return g.file.Close() }
