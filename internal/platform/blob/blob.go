// Package blob keeps files by the SHA-256 of what is in them, in a folder or in
// S3-compatible storage. A file is complete and its digest known before its name
// exists, so a crash leaves no half files.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"time"

	"anlan/internal/platform/fault"
)

// Store keeps blobs. Nodes of one installation share it.
type Store struct {
	spool string // files on their way in
	place place
	now   func() time.Time
}

// place is where blobs lie. There are two: a folder, and a bucket.
type place interface {
	// touch makes a blob young again; false where it is not there, or must be kept anew.
	touch(sum string, now time.Time) (bool, error)
	// keep tells whether it moved the file away.
	keep(tmp *os.File, sum string, size int64, now time.Time) (moved bool, err error)
	open(sum string) (*File, error)
	put(sum string) (time.Time, error) // when it was put last
	drop(sum string) error
	walk(ctx context.Context, each func(sum string, size int64) error) error
	check(ctx context.Context) error
	youth() time.Duration // for how long a blob is young
}

// File is an open blob.
type File struct {
	io.ReadSeekCloser
	Size int64
}

// Clock replaces the wall clock; tests move it by hand. Call it before use.
func (s *Store) Clock(now func() time.Time) { s.now = now }

// small is up to how many bytes a file is read into memory before it is written: most
// are, and what is there already, as the picture under every mail of a firm, is not
// written again.
const small = 256 << 10

// Put keeps what r gives, at most limit bytes, and returns its SHA-256 in hex.
func (s *Store) Put(r io.Reader, limit int64) (sum string, size int64, err error) {
	r = io.LimitReader(r, limit+1)
	var head bytes.Buffer
	if _, err := io.CopyN(&head, r, small+1); err != nil && err != io.EOF {
		return "", 0, fmt.Errorf("keep a file: %w", err)
	}
	if size := int64(head.Len()); size <= min(small, limit) {
		digest := sha256.Sum256(head.Bytes())
		sum := hex.EncodeToString(digest[:])
		if there, err := s.place.touch(sum, s.now()); err != nil || there {
			return sum, size, err
		}
	}
	tmp, err := os.CreateTemp(s.spool, "incoming-*")
	if err != nil {
		return "", 0, fmt.Errorf("keep a file: %w", err)
	}
	moved := false
	defer func() {
		_ = tmp.Close()
		if moved {
			return
		}
		if removed := os.Remove(tmp.Name()); err == nil && removed != nil {
			err = fmt.Errorf("clear a file away: %w", removed)
		}
	}()
	digest := sha256.New()
	size, err = io.Copy(io.MultiWriter(tmp, digest), io.MultiReader(&head, r))
	if err != nil {
		return "", 0, fmt.Errorf("keep a file: %w", err)
	}
	if size > limit {
		return "", 0, fault.New(fault.TooLarge, "attachment.too_large", "limit", limit)
	}
	sum = hex.EncodeToString(digest.Sum(nil))
	moved, err = s.place.keep(tmp, sum, size, s.now())
	return sum, size, err
}

// Get opens a blob for reading.
func (s *Store) Get(sum string) (*File, error) {
	if !named(sum) {
		return nil, missing(nil)
	}
	return s.place.open(sum)
}

// Bytes reads a whole blob, and refuses one that is not what its name says.
func (s *Store) Bytes(sum string) ([]byte, error) {
	f, err := s.Get(sum)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(Verified(f, sum))
}

// Has tells whether a blob is there.
func (s *Store) Has(sum string) (bool, error) {
	if !named(sum) {
		return false, nil
	}
	_, err := s.place.put(sum)
	if fault.IsKind(err, fault.Missing) {
		return false, nil
	}
	return err == nil, err
}

// Young tells whether a blob was put just now. Whoever put it may not have
// written down yet that they refer to it, so it is not time to drop it.
func (s *Store) Young(sum string) bool {
	if !named(sum) {
		return false
	}
	at, err := s.place.put(sum)
	return err == nil && s.now().Sub(at) < s.place.youth()
}

// Drop removes a blob that nothing refers to any more.
func (s *Store) Drop(sum string) error {
	if !named(sum) {
		return nil
	}
	return s.place.drop(sum)
}

// Walk names every blob there is, in no particular order.
func (s *Store) Walk(ctx context.Context, each func(sum string, size int64) error) error {
	return s.place.walk(ctx, each)
}

// Check asks whether blobs can be kept and read.
func (s *Store) Check(ctx context.Context) error { return s.place.check(ctx) }

// Copy brings one blob from another store here, and tells whether it had to.
func (s *Store) Copy(from *Store, sum string) (copied bool, err error) {
	if there, err := s.Has(sum); err != nil || there {
		return false, err
	}
	f, err := from.Get(sum)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }()
	if _, _, err := s.Put(Verified(f, sum), f.Size); err != nil {
		return false, fmt.Errorf("copy %s: %w", sum, err)
	}
	return true, nil
}

// named tells whether this is a digest. Only a digest names a blob: anything
// else could lead out of the folder.
func named(sum string) bool {
	return len(sum) == sha256.Size*2 && strings.Trim(sum, "0123456789abcdef") == ""
}

func missing(cause error) error {
	return fault.New(fault.Missing, "attachment.missing").Because(cause)
}

// Verified reads a whole blob and fails at its end when it is not what its name says.
func Verified(r io.Reader, sum string) io.Reader {
	return &verified{r: r, want: sum, digest: sha256.New()}
}

type verified struct {
	r      io.Reader
	want   string
	digest hash.Hash
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.r.Read(p)
	v.digest.Write(p[:n])
	if err == io.EOF && hex.EncodeToString(v.digest.Sum(nil)) != v.want {
		return n, fault.New(fault.Broken, "attachment.damaged").Because(fmt.Errorf("%s is not what its name says", v.want))
	}
	return n, err
}
