package conversation

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/platform/blob"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

type attachmentRow struct {
	bun.BaseModel `bun:"table:attachment"`
	ID            fact.AttachmentID   `bun:"id,pk"`
	Message       fact.MessageID      `bun:"message_id"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	UploadedBy    string              `bun:"uploaded_by"`
	Name          string              `bun:"name"`
	Type          string              `bun:"media_type"`
	Size          int64               `bun:"size"`
	SHA256        string              `bun:"sha256"`
	Inline        bool                `bun:"inline"`
	ContentID     string              `bun:"content_id"`
	Position      int                 `bun:"position"`
	CreatedAt     int64               `bun:"created_at"`
}

func (a attachmentRow) present() Attachment {
	return Attachment{ID: a.ID, Name: a.Name, Type: a.Type, Size: a.Size, Inline: a.Inline, ContentID: a.ContentID, SHA256: a.SHA256}
}

// Files keeps what is attached to messages.
type Files struct {
	db    *db.DB
	blobs *blob.Store
	limit int64 // bytes of one file
}

// NewFiles opens the files; limit bounds one file in bytes.
func NewFiles(d *db.DB, blobs *blob.Store, limit int64) *Files {
	return &Files{db: d, blobs: blobs, limit: limit}
}

// Limit is the largest file in bytes.
func (f *Files) Limit() int64 { return f.limit }

// Upload is a file on its way in. By says whose it is: only they may attach it.
type Upload struct {
	Name      string
	Type      string // as declared; what the bytes look like decides
	By        string
	Inline    bool
	ContentID string
	Content   io.Reader
}

// Laid is a file that lies there and that nothing names yet: what a message brings
// is named in the transaction that takes the message in.
type Laid struct{ row attachmentRow }

// Digest names what is in the file.
func (l Laid) Digest() string { return l.row.SHA256 }

// Lay stores what is in a file.
func (f *Files) Lay(u Upload) (Laid, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(u.Content, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return Laid{}, fmt.Errorf("read an upload: %w", err)
	}
	sum, size, err := f.blobs.Put(io.MultiReader(strings.NewReader(string(head[:n])), u.Content), f.limit)
	if err != nil {
		return Laid{}, err
	}
	return Laid{attachmentRow{
		ID: fact.AttachmentID(id.New()), UploadedBy: u.By, Name: FileName(u.Name), Type: MediaType(u.Type, u.Name, head[:n]),
		Size: size, SHA256: sum, Inline: u.Inline, ContentID: plain.Text(u.ContentID),
	}}, nil
}

// Keep stores a file that will be attached to a message later. What is not
// attached within a day is swept away.
func (f *Files) Keep(ctx context.Context, u Upload) (Attachment, error) {
	laid, err := f.Lay(u)
	if err != nil {
		return Attachment{}, err
	}
	a := laid.row
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		a.CreatedAt = tx.Now().UnixMilli()
		return tx.Add(ctx, &a)
	})
	if err != nil {
		return Attachment{}, fmt.Errorf("keep an upload: %w", err)
	}
	return a.present(), nil
}

// Loose is how many files somebody has uploaded and not attached yet, and their
// bytes. Those are never older than a day or two, see Sweep.
func (f *Files) Loose(ctx context.Context, by string) (n int, size int64, err error) {
	err = f.db.Read().NewRaw("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM attachment WHERE message_id = '' AND uploaded_by = ?", by).Scan(ctx, &n, &size)
	if err != nil {
		return 0, 0, fmt.Errorf("count loose uploads: %w", err)
	}
	return n, size, nil
}

// LooseAmong is the same of all whose name begins so.
func (f *Files) LooseAmong(ctx context.Context, lead string) (n int, size int64, err error) {
	// Not by the order of letters: PostgreSQL may sort them by a language.
	err = f.db.Read().NewRaw("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM attachment WHERE message_id = '' AND SUBSTR(uploaded_by, 1, ?) = ?", utf8.RuneCountInString(lead), lead).Scan(ctx, &n, &size)
	if err != nil {
		return 0, 0, fmt.Errorf("count loose uploads of %s: %w", lead, err)
	}
	return n, size, nil
}

// Get finds an attachment.
func (f *Files) Get(ctx context.Context, id fact.AttachmentID) (Attachment, error) {
	var a attachmentRow
	err := f.db.Read().NewSelect().Model(&a).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return Attachment{}, fault.New(fault.Missing, "attachment.missing")
	}
	return a.present(), err
}

// Open opens what a blob holds.
func (f *Files) Open(sum string) (io.ReadSeekCloser, error) { return f.blobs.Get(sum) }

// Bytes reads a whole file.
func (f *Files) Bytes(sum string) ([]byte, error) { return f.blobs.Bytes(sum) }

// KeepRaw stores the raw form of a message and returns its digest.
func (f *Files) KeepRaw(raw []byte) (string, error) {
	sum, _, err := f.blobs.Put(strings.NewReader(string(raw)), int64(len(raw)))
	return sum, err
}

// KeepFile stores what is no attachment: a file to import, an export.
func (f *Files) KeepFile(r io.Reader, limit int64) (sum string, size int64, err error) {
	return f.blobs.Put(r, limit)
}

// DropFile removes such a file, unless something else has the same content.
func (f *Files) DropFile(ctx context.Context, sum string) error {
	if sum == "" {
		return nil
	}
	used, err := f.used(ctx, sum)
	if err != nil || used || f.blobs.Young(sum) {
		return err
	}
	return f.blobs.Drop(sum)
}

// LeaveTx gives files that KeepFile kept to the next sweep, which removes those
// that nothing else has. Whoever named them must name them no more.
func LeaveTx(ctx context.Context, tx *db.Tx, sums ...string) error {
	for _, sum := range sums {
		if sum == "" {
			continue
		}
		_, err := tx.Exec(ctx, `INSERT INTO attachment (id, name, media_type, size, sha256, created_at)
			VALUES (?, 'file', 'application/octet-stream', 0, ?, 0)`, id.New(), sum)
		if err != nil {
			return fmt.Errorf("leave a file to the sweep: %w", err)
		}
	}
	return nil
}

// used tells whether anything refers to a blob.
func (f *Files) used(ctx context.Context, sum string) (used bool, err error) {
	err = f.db.Read().NewRaw(`SELECT EXISTS (SELECT 1 FROM attachment WHERE sha256 = ?)
		OR EXISTS (SELECT 1 FROM message WHERE raw_sha256 = ? AND raw_sha256 <> '')
		OR EXISTS (SELECT 1 FROM remote_picture WHERE sha256 = ? AND sha256 <> '')
		OR EXISTS (SELECT 1 FROM import WHERE sha256 = ?)
		OR EXISTS (SELECT 1 FROM export WHERE sha256 = ? AND sha256 <> '')`, sum, sum, sum, sum, sum).Scan(ctx, &used)
	return used, err
}

// Sweep forgets uploads that were never sent. Blobs that nothing refers to go too.
func (f *Files) Sweep(ctx context.Context) error {
	var old []attachmentRow
	// A draft may be older than a day; what it holds stays.
	err := f.db.Read().NewRaw(`SELECT * FROM attachment WHERE message_id = '' AND created_at < ?
		AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.attachments LIKE '%"' || attachment.id || '"%')`,
		f.db.Now().Add(-24*time.Hour).UnixMilli()).Scan(ctx, &old)
	if err != nil {
		return fmt.Errorf("look for old uploads: %w", err)
	}
	for _, a := range old {
		if f.blobs.Young(a.SHA256) {
			continue // somebody is sending the same file just now; the next sweep looks again
		}
		if err := f.forget(ctx, a); err != nil {
			return fmt.Errorf("forget upload %s: %w", a.ID, err)
		}
	}
	return nil
}

func (f *Files) forget(ctx context.Context, a attachmentRow) error {
	held := false
	err := f.db.Write(ctx, func(tx *db.Tx) error {
		// The update that changes nothing lets a backup wait for us, or us for it: what
		// it names at its instant is not dropped, see Hold.
		var until int64
		if err := tx.NewRaw("UPDATE file_hold SET held_until = held_until RETURNING held_until").Scan(ctx, &until); err != nil {
			return err
		}
		if held = until > tx.Now().UnixMilli(); held {
			return nil
		}
		_, err := tx.Exec(ctx, "DELETE FROM attachment WHERE id = ? AND message_id = ''", a.ID)
		return err
	})
	if err != nil || held {
		return err
	}
	used, err := f.used(ctx, a.SHA256)
	if err != nil || used || f.blobs.Young(a.SHA256) {
		return err
	}
	return f.blobs.Drop(a.SHA256)
}

// Hold keeps every file where it is for a while, also those that nothing refers
// to any more: a backup is reading them. 0 lets go.
func (f *Files) Hold(ctx context.Context, lasting time.Duration) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		until := int64(0)
		if lasting > 0 {
			until = tx.Now().Add(lasting).UnixMilli()
		}
		if _, err := tx.Exec(ctx, "UPDATE file_hold SET held_until = ?", until); err != nil {
			return fmt.Errorf("hold the files: %w", err)
		}
		return nil
	})
}

// FilesNamed is the SQL that lists every file of a message.
const FilesNamed = "SELECT sha256 FROM attachment UNION SELECT raw_sha256 FROM message WHERE raw_sha256 <> ''"

// attach gives files to a message and returns their names: uploads, each of which
// belongs to who uploaded it and to one message only, and what the message brought.
func attach(ctx context.Context, tx *db.Tx, m messageRow, s Saying) (names []string, err error) {
	for i, a := range s.Attachments {
		var name string
		set, args := "message_id = ?, conversation_id = ?, position = ?", []any{m.ID, m.Conversation, i}
		if m.Staff != "" && richtext.Shows(m.HTML, string(a)) { // a picture among the words goes by its own id
			set, args = set+", inline = ?, content_id = ?", append(args, true, a)
		}
		err := tx.NewRaw("UPDATE attachment SET "+set+" WHERE id = ? AND message_id = '' AND uploaded_by = ? RETURNING name", append(args, a, s.UploadedBy)...).Scan(ctx, &name)
		if db.IsNone(err) {
			return nil, fault.New(fault.Invalid, "attachment.not_yours", "id", string(a)).At("attachments")
		}
		if err != nil {
			return nil, fmt.Errorf("attach a file: %w", err)
		}
		names = append(names, name)
	}
	rows := make([]attachmentRow, len(s.Brought))
	for i, laid := range s.Brought {
		rows[i] = laid.row
		rows[i].Message, rows[i].Conversation, rows[i].Position, rows[i].CreatedAt = m.ID, m.Conversation, len(s.Attachments)+i, m.CreatedAt
		names = append(names, laid.row.Name)
	}
	if err := tx.Add(ctx, rows); err != nil {
		return nil, fmt.Errorf("attach what a message brought: %w", err)
	}
	return names, nil
}

// loosen lets go of all files of a conversation that is about to be deleted. The
// next sweep drops those that nobody else holds: the disk is slow, and the
// transaction may still be undone. Raw forms are files like the others then.
func loosen(ctx context.Context, tx *db.Tx, conversation fact.ConversationID) error {
	for _, statement := range []string{
		"UPDATE attachment SET message_id = '', conversation_id = '', uploaded_by = '', name = 'file', content_id = '', created_at = 0 WHERE conversation_id = ?",
		`INSERT INTO attachment (id, name, media_type, size, sha256, created_at)
			SELECT id, 'raw', 'message/rfc822', 0, raw_sha256, 0 FROM message WHERE conversation_id = ? AND raw_sha256 <> ''`,
		`INSERT INTO attachment (id, name, media_type, size, sha256, created_at)
			SELECT p.message_id || ':' || p.place, 'picture', p.media_type, 0, p.sha256, 0 FROM remote_picture p
			JOIN message m ON m.id = p.message_id WHERE m.conversation_id = ? AND p.sha256 <> ''`,
	} {
		if _, err := tx.Exec(ctx, statement, conversation); err != nil {
			return fmt.Errorf("let go of the files of conversation %s: %w", conversation, err)
		}
	}
	return nil
}

func attachmentsOf(ctx context.Context, q db.Reader, ids []fact.MessageID) (map[fact.MessageID][]Attachment, error) {
	by := map[fact.MessageID][]Attachment{}
	if len(ids) == 0 {
		return by, nil
	}
	var rows []attachmentRow
	if err := q.Ask("SELECT "+db.Columns[attachmentRow]()+" FROM attachment WHERE message_id IN (?) AND message_id <> '' ORDER BY position", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load attachments: %w", err)
	}
	for _, a := range rows {
		by[a.Message] = append(by[a.Message], a.present())
	}
	return by, nil
}

// FileName makes a name harmless: no folders, no control characters, not empty.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '/' || r == '\u202e' || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if name == "" {
		return "file"
	}
	return cut(name, 200)
}

// sniffable are types that the bytes themselves prove.
var sniffable = []string{"image/", "audio/", "video/", "application/pdf", "application/zip", "application/x-gzip"}

// MediaType decides what a file is. What the bytes prove wins over what the
// sender says; what could run in a browser is never called by its name.
func MediaType(declared, name string, head []byte) string {
	seen, _, _ := mime.ParseMediaType(http.DetectContentType(head))
	for _, prefix := range sniffable {
		if strings.HasPrefix(seen, prefix) && seen != "application/zip" {
			return seen
		}
	}
	said, _, err := mime.ParseMediaType(declared)
	if err != nil || said == "" || said == "application/octet-stream" {
		said, _, _ = mime.ParseMediaType(mime.TypeByExtension(path.Ext(name)))
	}
	switch {
	case said == "" || strings.HasPrefix(said, "image/") || strings.HasPrefix(said, "audio/") || strings.HasPrefix(said, "video/"):
		return map[bool]string{true: "image/svg+xml", false: seen}[said == "image/svg+xml"]
	default:
		return said
	}
}
