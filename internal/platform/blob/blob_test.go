package blob_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/blob"
	"anlan/internal/platform/fault"
)

func open(t *testing.T) (*blob.Store, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "files")
	s, err := blob.Open(folder)
	require.NoError(t, err)
	return s, folder
}

// files lists everything in the folder.
func files(t *testing.T, folder string) (names []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, e.Name())
		}
		return err
	}))
	return names
}

func TestAFileIsKeptByWhatIsInIt(t *testing.T) {
	s, folder := open(t)
	want := sha256.Sum256([]byte("安澜"))
	for range 2 { // the same again is the same file
		sum, size, err := s.Put(strings.NewReader("安澜"), 100)
		require.NoError(t, err)
		require.Equal(t, hex.EncodeToString(want[:]), sum)
		require.EqualValues(t, 6, size)
	}
	sum := hex.EncodeToString(want[:])
	require.Equal(t, []string{sum}, files(t, folder))
	got, err := s.Bytes(sum)
	require.NoError(t, err)
	require.Equal(t, "安澜", string(got))

	require.NoError(t, s.Drop(sum))
	require.NoError(t, s.Drop(sum), "dropping again is no error")
	_, err = s.Get(sum)
	fault.Want(t, err, "attachment.missing")
}

func TestAFileThatIsTooLargeLeavesNothing(t *testing.T) {
	s, folder := open(t)
	_, _, err := s.Put(strings.NewReader("12345"), 4)
	fault.Want(t, err, "attachment.too_large")
	require.Empty(t, files(t, folder))
	_, size, err := s.Put(strings.NewReader("1234"), 4)
	require.NoError(t, err)
	require.EqualValues(t, 4, size)
	_, size, err = s.Put(strings.NewReader(""), 0)
	require.NoError(t, err)
	require.Zero(t, size)
}

func TestAReaderThatBreaksLeavesNothing(t *testing.T) {
	s, folder := open(t)
	broken := errors.New("the line broke")
	_, _, err := s.Put(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), 100)
	require.ErrorIs(t, err, broken)
	require.Empty(t, files(t, folder))
}

func TestManyMayKeepTheSameFileAtOnce(t *testing.T) {
	s, folder := open(t)
	text := bytes.Repeat([]byte("x"), 100_000)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, _, err := s.Put(bytes.NewReader(text), 1<<20); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Len(t, files(t, folder), 1)
}

func TestManyMayKeepFilesOfTheirOwnAtOnce(t *testing.T) {
	s, folder := open(t)
	var all sync.WaitGroup
	const each, many = 10, 16
	for n := range many {
		all.Go(func() {
			for i := range each {
				text := fmt.Sprint(n, " wrote ", i)
				sum, _, err := s.Put(strings.NewReader(text), 100)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := s.Bytes(sum); err != nil || string(got) != text {
					t.Error(string(got), err)
				}
			}
		})
	}
	all.Wait()
	require.Len(t, files(t, folder), each*many)
}

func TestNoNameLeadsOutOfTheFolder(t *testing.T) {
	s, folder := open(t)
	secret := filepath.Join(filepath.Dir(folder), "secret")
	require.NoError(t, os.WriteFile(secret, []byte("s"), 0o600))
	for _, sum := range []string{
		"", "..", "../secret", secret, strings.Repeat("../", 21) + "x", "..//" + strings.Repeat("/", 54) + "secret",
		strings.Repeat(".", 64), "../../" + strings.Repeat("a", 58), strings.Repeat("Z", 64),
	} {
		_, err := s.Get(sum)
		fault.Want(t, err, "attachment.missing")
		require.NoError(t, s.Drop(sum))
	}
	require.FileExists(t, secret)
}
