package blob_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"

	"anlan/internal/platform/blob"
	"anlan/internal/platform/fault"
)

// storage is S3 in this process, which can be made to fail.
type storage struct {
	*httptest.Server
	backend *s3mem.Backend
	away    atomic.Bool // answers 503
	mute    atomic.Bool // never answers
	release chan struct{}
}

func newStorage(t *testing.T) *storage {
	t.Helper()
	s := &storage{backend: s3mem.New(), release: make(chan struct{})}
	require.NoError(t, s.backend.CreateBucket("anlan"))
	inner := gofakes3.New(s.backend).Server()
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.mute.Load():
			<-s.release
		case s.away.Load():
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			if r.Method == http.MethodPut && r.Header.Get("Content-Length") == "" && r.ContentLength <= 0 {
				r.Header.Set("Content-Length", "0") // the imitation looks for it here
			}
			inner.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(func() { close(s.release); s.Close() })
	return s
}

func (s *storage) open(t *testing.T) *blob.Store {
	t.Helper()
	store, err := blob.S3(t.TempDir(), blob.Bucket{
		Endpoint: s.URL, Name: "anlan", Region: "us-east-1", Prefix: "desk/files", AccessKey: "k", SecretKey: "s", PathStyle: true, Patience: 200 * time.Millisecond,
	})
	require.NoError(t, err)
	return store
}

func TestABucketKeepsWhatAFolderKeeps(t *testing.T) {
	s := newStorage(t)
	store := s.open(t)
	require.NoError(t, store.Check(t.Context()))
	big := bytes.Repeat([]byte("安澜"), 200_000)
	for _, content := range [][]byte{[]byte("订单 20417"), {}, big} {
		sum, size, err := store.Put(bytes.NewReader(content), 1<<22)
		require.NoError(t, err)
		require.EqualValues(t, len(content), size)
		got, err := store.Bytes(sum)
		require.NoError(t, err)
		require.True(t, bytes.Equal(content, got))
		require.True(t, store.Young(sum))
	}
	sum, _, err := store.Put(bytes.NewReader(big), 1<<22)
	require.NoError(t, err)
	f, err := store.Get(sum)
	require.NoError(t, err)
	_, err = f.Seek(6, io.SeekStart) // as a browser that asks for the middle of a film
	require.NoError(t, err)
	part := make([]byte, 6)
	_, err = io.ReadFull(f, part)
	require.NoError(t, err)
	require.Equal(t, "安澜", string(part))
	require.NoError(t, f.Close())

	n := 0
	require.NoError(t, store.Walk(t.Context(), func(string, int64) error { n++; return nil }))
	require.Equal(t, 3, n)
	require.NoError(t, store.Drop(sum))
	require.NoError(t, store.Drop(sum), "dropping again is no error")
	_, err = store.Get(sum)
	fault.Want(t, err, "attachment.missing")
	there, err := store.Has(sum)
	require.NoError(t, err)
	require.False(t, there)
	_, _, err = store.Put(strings.NewReader("12345"), 4)
	fault.Want(t, err, "attachment.too_large")
}

func TestABucketThatIsAwaySaysSo(t *testing.T) {
	for name, ail := range map[string]func(s *storage){
		"answers 503":   func(s *storage) { s.away.Store(true) },
		"never answers": func(s *storage) { s.mute.Store(true) },
		"is gone":       func(s *storage) { s.CloseClientConnections(); s.Listener.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStorage(t)
			store := s.open(t)
			sum, _, err := store.Put(strings.NewReader("x"), 10)
			require.NoError(t, err)
			ail(s)
			_, err = store.Get(sum)
			require.True(t, fault.IsKind(err, fault.Away), "%v", err)
			_, _, err = store.Put(strings.NewReader("y"), 10)
			require.True(t, fault.IsKind(err, fault.Away), "%v", err)
			require.False(t, store.Young(sum))
		})
	}
}

func TestAFileThatIsNotWhatItsNameSaysIsRefused(t *testing.T) {
	s := newStorage(t)
	store := s.open(t)
	sum, _, err := store.Put(strings.NewReader("right"), 10)
	require.NoError(t, err)
	_, err = s.backend.PutObject("anlan", "desk/files/"+sum[:2]+"/"+sum, map[string]string{}, strings.NewReader("wrong"), 5, nil)
	require.NoError(t, err)
	_, err = store.Bytes(sum)
	fault.Want(t, err, "attachment.damaged")

	disk, err := blob.Open(t.TempDir())
	require.NoError(t, err)
	_, err = disk.Copy(store, sum)
	fault.Want(t, err, "attachment.damaged")
	_, _, err = store.Put(strings.NewReader("right"), 10)
	require.NoError(t, err)
	copied, err := disk.Copy(store, sum)
	require.NoError(t, err)
	require.True(t, copied, "putting it again mends it")
	copied, err = disk.Copy(store, sum)
	require.NoError(t, err)
	require.False(t, copied)
}
