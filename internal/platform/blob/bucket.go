package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/encrypt"

	"anlan/internal/platform/fault"
)

// Bucket says where in S3-compatible storage blobs lie.
type Bucket struct {
	Endpoint  string // http://host:port or https://host
	Name      string
	Region    string
	Prefix    string // before the names, where others share the bucket
	AccessKey string
	SecretKey string
	PathStyle bool // the bucket in the path instead of in the host
	Encrypt   bool // ask the storage to encrypt (SSE-S3)

	Patience time.Duration // how long one answer may take to begin; 0 = 30 seconds
}

// S3 opens a store in a bucket. Files on their way in wait in the spool folder.
// Whether the bucket answers is not asked: a server must start without it.
func S3(spool string, b Bucket) (*Store, error) {
	if err := os.MkdirAll(spool, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for incoming attachments: %w", err)
	}
	u, err := url.Parse(b.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("read the address of the S3 storage: %w", err)
	}
	if b.Patience == 0 {
		b.Patience = 30 * time.Second
	}
	lookup := minio.BucketLookupAuto
	if b.PathStyle {
		lookup = minio.BucketLookupPath
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(b.AccessKey, b.SecretKey, ""), Secure: u.Scheme == "https",
		Region: b.Region, BucketLookup: lookup, MaxRetries: 3,
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 10 * time.Second,
			ResponseHeaderTimeout: b.Patience, DisableCompression: true,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("read the settings of the S3 storage: %w", err)
	}
	return &Store{spool: spool, place: &bucket{Bucket: b, client: client}, now: time.Now}, nil
}

// bucket is a place in S3-compatible storage.
type bucket struct {
	Bucket
	client *minio.Client
}

// The storage dates by its own clock, which may be some minutes off.
func (b *bucket) youth() time.Duration { return 10 * time.Minute }

func (b *bucket) key(sum string) string { return path.Join(b.Prefix, sum[:2], sum) }

// whole is how long one file may take on its way, beside waiting for an answer.
func (b *bucket) whole(size int64) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 2*b.Patience+time.Duration(size>>16)*time.Second)
}

// touch leaves it to keep.
func (b *bucket) touch(string, time.Time) (bool, error) { return false, nil }

// keep sends a file whether it is there or not: that dates it anew, and mends
// one that was damaged.
func (b *bucket) keep(tmp *os.File, sum string, size int64, _ time.Time) (moved bool, err error) {
	if _, err := tmp.Seek(0, io.SeekStart); err != nil {
		return false, fmt.Errorf("read a file again: %w", err)
	}
	opts := minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true}
	if b.Encrypt {
		opts.ServerSideEncryption = encrypt.NewSSE()
	}
	ctx, cancel := b.whole(size)
	defer cancel()
	_, err = b.client.PutObject(ctx, b.Name, b.key(sum), tmp, size, opts)
	return false, b.told("keep a file", err)
}

func (b *bucket) open(sum string) (*File, error) {
	ctx, cancel := context.WithCancel(context.Background())
	object, err := b.client.GetObject(ctx, b.Name, b.key(sum), minio.GetObjectOptions{})
	if err != nil {
		cancel()
		return nil, b.told("open a file", err)
	}
	info, err := object.Stat()
	if err != nil {
		cancel()
		return nil, errors.Join(b.told("open a file", err), object.Close())
	}
	return &File{ReadSeekCloser: &opened{Object: object, bucket: b, cancel: cancel}, Size: info.Size}, nil
}

// opened turns what the storage says into faults, and lets go of its line.
type opened struct {
	*minio.Object
	bucket *bucket
	cancel context.CancelFunc
}

func (o *opened) Read(p []byte) (int, error) {
	n, err := o.Object.Read(p)
	if err != nil && err != io.EOF {
		err = o.bucket.told("read a file", err)
	}
	return n, err
}

func (o *opened) Close() error {
	defer o.cancel()
	return o.Object.Close()
}

func (b *bucket) put(sum string) (time.Time, error) {
	ctx, cancel := b.whole(0)
	defer cancel()
	info, err := b.client.StatObject(ctx, b.Name, b.key(sum), minio.StatObjectOptions{})
	return info.LastModified, b.told("look for a file", err)
}

func (b *bucket) drop(sum string) error {
	ctx, cancel := b.whole(0)
	defer cancel()
	err := b.told("drop a file", b.client.RemoveObject(ctx, b.Name, b.key(sum), minio.RemoveObjectOptions{}))
	if fault.IsKind(err, fault.Missing) {
		return nil
	}
	return err
}

func (b *bucket) walk(ctx context.Context, each func(sum string, size int64) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	prefix := strings.Trim(b.Prefix, "/")
	if prefix != "" {
		prefix += "/"
	}
	for o := range b.client.ListObjects(ctx, b.Name, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return b.told("list the files", o.Err)
		}
		if sum := path.Base(o.Key); named(sum) {
			if err := each(sum, o.Size); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func (b *bucket) check(ctx context.Context) error {
	there, err := b.client.BucketExists(ctx, b.Name)
	if err == nil && !there {
		err = fmt.Errorf("there is no bucket %s, or this key may not see it", b.Name)
	}
	return err
}

// told makes a fault of what the storage says: a file that is not there, or a
// storage that is away and may be back soon.
func (b *bucket) told(doing string, err error) error {
	if err == nil {
		return nil
	}
	code := minio.ToErrorResponse(err).Code
	if code == "NoSuchKey" {
		return missing(err)
	}
	return fault.New(fault.Away, "attachment.store_away", "seconds", 30).Because(fmt.Errorf("%s: %w", doing, err))
}
