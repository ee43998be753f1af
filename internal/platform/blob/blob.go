// Package blob keeps files by the SHA-256 of what is in them. A file is complete
// on the disk before its name exists, so a crash leaves no half files.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anlan/internal/platform/fault"
)

// Store is a folder of blobs. Nodes of one installation share it.
type Store struct {
	folder string
	now    func() time.Time
}

// Clock replaces the wall clock; tests move it by hand. Call it before use.
func (s *Store) Clock(now func() time.Time) { s.now = now }

// Open makes the folder if it is not there.
func Open(folder string) (*Store, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for attachments: %w", err)
	}
	return &Store{folder: folder, now: time.Now}, nil
}

// Put keeps what r gives, at most limit bytes, and returns its SHA-256 in hex.
func (s *Store) Put(r io.Reader, limit int64) (sum string, size int64, err error) {
	tmp, err := os.CreateTemp(s.folder, "incoming-*")
	if err != nil {
		return "", 0, fmt.Errorf("keep a file: %w", err)
	}
	defer func() {
		_ = tmp.Close()
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(tmp, hash), io.LimitReader(r, limit+1))
	if err != nil {
		return "", 0, fmt.Errorf("keep a file: %w", err)
	}
	if size > limit {
		return "", 0, fault.New(fault.TooLarge, "attachment.too_large", "limit", limit)
	}
	sum = hex.EncodeToString(hash.Sum(nil))
	return sum, size, s.settle(tmp, sum)
}

func (s *Store) settle(tmp *os.File, sum string) error {
	if err := tmp.Sync(); err != nil {
		return fmt.Errorf("flush a file: %w", err)
	}
	path := s.path(sum)
	if os.Chtimes(path, s.now(), s.now()) == nil { // it is there already, and young again
		return os.Remove(tmp.Name())
	}
	if err := os.Chtimes(tmp.Name(), s.now(), s.now()); err != nil {
		return fmt.Errorf("date a file: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make a folder for a file: %w", err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("name a file: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("flush a folder: %w", err)
	}
	defer func() { _ = dir.Close() }()
	return dir.Sync()
}

// Get opens a blob for reading.
func (s *Store) Get(sum string) (*os.File, error) {
	f, err := os.Open(s.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Missing, "attachment.missing").Because(err)
	}
	return f, err
}

// Bytes reads a whole blob.
func (s *Store) Bytes(sum string) ([]byte, error) {
	f, err := s.Get(sum)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// Young tells whether a blob was put within the last minute. Whoever put it may
// not have written down yet that they refer to it, so it is not time to drop it.
func (s *Store) Young(sum string) bool {
	info, err := os.Stat(s.path(sum))
	return err == nil && s.now().Sub(info.ModTime()) < time.Minute
}

// Drop removes a blob that nothing refers to any more.
func (s *Store) Drop(sum string) error {
	err := os.Remove(s.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// path is where a blob lies. Only a digest names one: anything else could lead
// out of the folder.
func (s *Store) path(sum string) string {
	if len(sum) != sha256.Size*2 || strings.Trim(sum, "0123456789abcdef") != "" {
		return filepath.Join(s.folder, "no-such-blob")
	}
	return filepath.Join(s.folder, sum[:2], sum[2:4], sum)
}
