package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Open opens a store in a folder, and makes the folder if it is not there.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for attachments: %w", err)
	}
	return &Store{spool: path, place: folder(path), now: time.Now}, nil
}

// folder is a place on a disk.
type folder string

func (f folder) youth() time.Duration { return time.Minute }

func (f folder) path(sum string) string { return filepath.Join(string(f), sum[:2], sum[2:4], sum) }

func (f folder) touch(sum string, now time.Time) (bool, error) {
	err := os.Chtimes(f.path(sum), now, now)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("date a file: %w", err)
	}
	return true, nil
}

func (f folder) keep(tmp *os.File, sum string, _ int64, now time.Time) (moved bool, err error) {
	if err := tmp.Sync(); err != nil {
		return false, fmt.Errorf("flush a file: %w", err)
	}
	if there, err := f.touch(sum, now); err != nil || there {
		return false, err
	}
	if err := os.Chtimes(tmp.Name(), now, now); err != nil {
		return false, fmt.Errorf("date a file: %w", err)
	}
	path := f.path(sum)
	err = os.Rename(tmp.Name(), path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return false, fmt.Errorf("make a folder for a file: %w", err)
		}
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return false, fmt.Errorf("name a file: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return true, fmt.Errorf("flush a folder: %w", err)
	}
	defer func() { _ = dir.Close() }()
	return true, dir.Sync()
}

func (f folder) open(sum string) (*File, error) {
	file, err := os.Open(f.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(err)
	}
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &File{ReadSeekCloser: file, Size: info.Size()}, nil
}

func (f folder) put(sum string) (time.Time, error) {
	info, err := os.Stat(f.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, missing(err)
	}
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

func (f folder) drop(sum string) error {
	err := os.Remove(f.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (f folder) walk(ctx context.Context, each func(sum string, size int64) error) error {
	return filepath.WalkDir(string(f), func(_ string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && (e.IsDir() || !named(e.Name())) {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // dropped meanwhile
		}
		if err != nil {
			return err
		}
		return each(e.Name(), info.Size())
	})
}

func (f folder) check(context.Context) error {
	tmp, err := os.CreateTemp(string(f), "incoming-*")
	if err != nil {
		return err
	}
	return errors.Join(tmp.Close(), os.Remove(tmp.Name()))
}
