package form

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Bounds of what a stranger may send.
const (
	maxBody  = 64 << 20
	maxFile  = 10 << 20
	maxFiles = 5
	maxLine  = 320    // characters
	maxText  = 10_000 // characters
)

// entry is a form as it was filled in.
type entry struct {
	slip   string
	said   map[string]string
	kept   []kept // files that came with an earlier try
	wrong  map[string]string
	trap   string
	work   string
	upload []*multipart.FileHeader
}

// kept is a file that waits for its form to be right.
type kept struct {
	ID   fact.AttachmentID
	Name string
}

func (e *Edge) take(w http.ResponseWriter, r *http.Request, c intake.Channel, s intake.FormSettings) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return fault.New(fault.TooLarge, "form.unreadable").Because(err)
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	now := e.DB.Now()
	in := readEntry(r, s)
	slip, signed := readSlip(e.Sealer, c, in.slip, now)
	if !signed { // a page that is not ours has no name; the same words once more are the same form
		sum := sha256.Sum256([]byte(fmt.Sprint(in.said, e.Address(r), now.Truncate(time.Hour))))
		slip.name = "unsigned-" + hex.EncodeToString(sum[:12])
	}
	check(&in, s)
	if err := e.keep(r, &in, s, slip.name); err != nil {
		return err
	}
	if len(in.wrong) > 0 {
		if !signed {
			in.slip = newSlip(e.Sealer, c, now)
		}
		e.page(w, r, http.StatusUnprocessableEntity, c, s, in)
		return nil
	}
	reasons := judge(slip, signed, in.trap, in.work, now)
	reasons = append(reasons, e.echo.Judge(string(c.ID), in.said["message"], e.Address(r), now)...)
	receipt, err := e.Door.Accept(r.Context(), in.inbound(c, s, slip, languageOf(r), now, reasons))
	if err != nil {
		return err
	}
	card, err := e.Inbox.Get(r.Context(), access.System, receipt.Conversation)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(card.Number, 10)
	q := "n=" + number + "&" + e.Sealer.Sign(sentOf(c, number), now.Add(time.Hour))
	http.Redirect(w, r, "/contact/"+url.PathEscape(c.Key)+"/sent?"+q+"&lang="+languageOf(r), http.StatusSeeOther)
	return nil
}

func sentOf(c intake.Channel, number string) string { return "sent:" + string(c.ID) + ":" + number }

func readEntry(r *http.Request, s intake.FormSettings) entry {
	in := entry{slip: r.PostFormValue("slip"), said: map[string]string{}, wrong: map[string]string{}, trap: r.PostFormValue("website"), work: r.PostFormValue("work")}
	for _, f := range s.Fields {
		text := strings.ReplaceAll(plain.Text(r.PostFormValue(f.Name)), "\r\n", "\n")
		if f.Name != "message" {
			text = strings.Join(strings.Fields(text), " ")
		}
		in.said[f.Name] = strings.TrimSpace(text)
	}
	if r.MultipartForm != nil {
		in.upload = r.MultipartForm.File["files"]
	}
	for _, id := range r.PostForm["kept"] {
		id, name, _ := strings.Cut(id, " ")
		if len(in.kept) < maxFiles && len(id) < 64 && !strings.ContainsRune(id, 0) {
			in.kept = append(in.kept, kept{fact.AttachmentID(id), conversation.FileName(name)})
		}
	}
	return in
}

// check says which fields cannot be taken as they are, by the key of the reason.
func check(in *entry, s intake.FormSettings) {
	for _, f := range s.Fields {
		said := in.said[f.Name]
		limit := maxLine
		if f.Name == "message" {
			limit = maxText
		}
		switch {
		case said == "" && f.Required:
			in.wrong[f.Name] = map[bool]string{true: "consent", false: "missing"}[f.Name == "consent"]
		case utf8.RuneCountInString(said) > limit:
			in.wrong[f.Name] = "long"
		case f.Name == "email" && said != "" && !mailable(said):
			in.wrong[f.Name] = "email"
		case f.Name == "phone" && said != "" && contact.NormalPhone(said) == "":
			in.wrong[f.Name] = "phone"
		case f.Name == "topic" && said != "" && !slices.ContainsFunc(f.Choices, func(c intake.Choice) bool { return said == c.En || said == c.ZhCN }):
			in.wrong[f.Name] = "missing"
		}
	}
}

func mailable(s string) bool {
	a := contact.NormalEmail(s)
	_, domain, _ := strings.Cut(a, "@")
	return strings.Contains(strings.Trim(domain, "."), ".")
}

// keep stores the files at once, so that a form with a mistake in it does not
// lose them: browsers never fill a file field again.
func (e *Edge) keep(r *http.Request, in *entry, s intake.FormSettings, slip string) error {
	if !s.Files {
		in.kept = nil
		return nil
	}
	for _, f := range in.upload {
		if f.Filename == "" && f.Size == 0 {
			continue
		}
		limit := min(maxFile, e.Files.Limit())
		if len(in.kept) >= maxFiles || f.Size > limit {
			in.wrong["files"] = map[bool]string{true: "files_large", false: "files_many"}[f.Size > limit]
			continue
		}
		a, refused, err := e.store(r, f, slip)
		if err != nil {
			return err
		}
		if refused {
			in.wrong["files"] = "files_kind"
			continue
		}
		in.kept = append(in.kept, kept{a.ID, a.Name})
	}
	return nil
}

func (e *Edge) store(r *http.Request, f *multipart.FileHeader, slip string) (a conversation.Attachment, refused bool, err error) {
	content, err := f.Open()
	if err != nil {
		return a, false, fmt.Errorf("open a file of a form: %w", err)
	}
	defer func() { _ = content.Close() }()
	head := make([]byte, 512)
	n, err := io.ReadFull(content, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return a, false, fmt.Errorf("read a file of a form: %w", err)
	}
	if conversation.Runs(f.Filename, head[:n]) {
		return a, true, nil
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return a, false, fmt.Errorf("read a file of a form: %w", err)
	}
	a, err = e.Files.Keep(r.Context(), conversation.Upload{Name: f.Filename, Type: f.Header.Get("Content-Type"), By: uploader(slip), Content: content})
	return a, false, err
}

func uploader(slip string) string { return "form:" + slip }

func (in entry) inbound(c intake.Channel, _ intake.FormSettings, s slip, language string, now time.Time, reasons []string) intake.Inbound {
	subject := in.said["topic"]
	if order := in.said["order"]; order != "" {
		subject = strings.TrimSpace(subject + " " + order)
	}
	about := map[string]any{}
	if in.said["order"] != "" {
		about["order"] = in.said["order"]
	}
	if in.said["consent"] != "" {
		about["consent"] = now.Format(time.RFC3339)
	}
	out := intake.Inbound{
		Channel: c.ID, ExternalID: s.name, Subject: subject, Text: in.said["message"], SentAt: now, UploadedBy: uploader(s.name), Suspect: reasons,
		Sender: contact.Sender{
			Name: in.said["name"], Email: in.said["email"], Phone: in.said["phone"], Locale: language, Attributes: about,
		},
	}
	if in.said["email"] != "" {
		out.Headers = map[string]string{"from": contact.NormalEmail(in.said["email"])}
	}
	for _, k := range in.kept {
		out.Uploads = append(out.Uploads, k.ID)
	}
	return out
}
