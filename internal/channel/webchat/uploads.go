package webchat

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/platform/fault"
)

// maxUpload is the largest file that a visitor may send, in bytes.
const maxUpload = 10 << 20

// What a visitor may have uploaded and not sent: files, and their bytes.
const (
	mostLoose      = 40
	mostLooseBytes = 100 << 20
	// All visitors of one channel together: a crowd of made-up ones fills no disk.
	mostLooseOfChannel      = 2000
	mostLooseBytesOfChannel = 4 << 30
)

// upload takes a file ahead of its message. Only this visitor can attach it, and
// what is not attached within a day is swept away.
func (e *Edge) upload(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	// Visitors cost nothing to make, so the address is counted as well.
	for who, a := range map[string]allowed{"uploads:" + v.name: byUploads, "uploads from:" + e.Address(r): byUploadsFrom} {
		if err := e.limits.take(who, a, e.DB.Now()); err != nil {
			return err
		}
	}
	if err := e.mayUpload(r.Context(), c, v); err != nil {
		return err
	}
	limit := min(maxUpload, e.Files.Limit())
	r.Body = http.MaxBytesReader(w, r.Body, limit+64<<10)
	form, err := r.MultipartReader()
	if err != nil {
		return fault.New(fault.Unreadable, "upload.unreadable").Because(err)
	}
	part, err := form.NextPart()
	if err != nil || part.FormName() != "file" {
		return uploadFault(err)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(part, head)
	switch {
	case err == io.EOF:
		return fault.New(fault.Invalid, "upload.empty").At("file")
	case err != nil && err != io.ErrUnexpectedEOF:
		return uploadFault(err)
	case conversation.Runs(part.FileName(), head[:n]):
		return fault.New(fault.Unreadable, "upload.type_refused", "name", conversation.FileName(part.FileName())).At("file")
	}
	content := &tooMuch{r: io.MultiReader(bytes.NewReader(head[:n]), part), left: limit}
	a, err := e.Files.Keep(r.Context(), conversation.Upload{
		Name: part.FileName(), Type: part.Header.Get("Content-Type"), By: uploader(c, v.name), Content: content,
	})
	if err != nil {
		return uploadFault(err)
	}
	answerJSON(w, http.StatusCreated, file{ID: a.ID, Name: a.Name, Type: a.Type, Size: a.Size})
	return nil
}

func (e *Edge) mayUpload(ctx context.Context, c intake.Channel, v visitor) error {
	loose, size, err := e.Files.Loose(ctx, uploader(c, v.name))
	if err != nil {
		return err
	}
	if loose >= mostLoose || size >= mostLooseBytes {
		return fault.New(fault.Limited, "upload.too_many_loose", "limit", mostLoose)
	}
	loose, size, err = e.Files.LooseAmong(ctx, uploader(c, ""))
	if err != nil {
		return err
	}
	if loose >= mostLooseOfChannel || size >= mostLooseBytesOfChannel {
		e.Log.Warn("a chat takes no more files for now: too many were uploaded and not sent", "channel", c.ID, "files", loose, "bytes", size)
		return fault.New(fault.Limited, "upload.channel_full")
	}
	return nil
}

// tooMuch fails on the first byte over its limit, which may be lower than the store's.
type tooMuch struct {
	r    io.Reader
	left int64
}

func (t *tooMuch) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if t.left -= int64(n); t.left < 0 {
		return 0, fault.New(fault.TooLarge, "upload.too_large", "limit", maxUpload).At("file")
	}
	return n, err
}

func uploadFault(err error) error {
	var over *http.MaxBytesError
	var known *fault.Fault
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &over):
		return fault.New(fault.TooLarge, "upload.too_large", "limit", maxUpload).At("file")
	}
	return fault.New(fault.Invalid, "upload.unreadable").At("file").Because(err)
}
