// Package picture keeps our own copies of the pictures that mails load from
// elsewhere. They are fetched by us once somebody wants to see them, so that a sender
// never learns from where, or by whom, a mail is read.
package picture

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
	"anlan/internal/kit/richtext"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Fetch gets what stands at an address, under a guard; failed is a word for why not.
type Fetch func(ctx context.Context, address string, most int64) (data []byte, failed string)

// Album keeps the copies.
type Album struct {
	db    *db.DB
	inbox *conversation.Inbox
	files *conversation.Files
	guard *trust.Guard
	fetch Fetch
}

// New opens the album.
func New(d *db.DB, inbox *conversation.Inbox, files *conversation.Files, guard *trust.Guard, fetch Fetch) *Album {
	return &Album{db: d, inbox: inbox, files: files, guard: guard, fetch: fetch}
}

// Bounds of what one mail may make us fetch.
const (
	mostPictures = 100
	mostBytes    = 8 << 20
	again        = time.Hour // before what failed is tried again
)

// Copy is a picture that we have.
type Copy struct {
	SHA256 string
	Type   string
}

// shown are the types that a browser draws and that hold no script.
var shown = []string{"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}

// Matter is what a signed link to a picture is for.
func Matter(message fact.MessageID, place int) string {
	return "picture:" + string(message) + ":" + strconv.Itoa(place)
}

// Sources are the pictures of a mail that we fetch, by their places.
func Sources(html string) []string {
	list := richtext.RemotePictures(html)
	return list[:min(len(list), mostPictures)]
}

type row struct {
	bun.BaseModel `bun:"table:remote_picture"`
	Message       fact.MessageID `bun:"message_id,pk"`
	Place         int            `bun:"place,pk"`
	Source        string         `bun:"source"`
	SHA256        string         `bun:"sha256"`
	Type          string         `bun:"media_type"`
	Failed        string         `bun:"failed"`
	At            int64          `bun:"at"`
}

// Open gives one picture of a mail, fetched now where it was not before. Whoever took
// back that it is shown has taken back the links, too.
func (a *Album) Open(ctx context.Context, message fact.MessageID, place int) (Copy, error) {
	cards, err := a.guard.Cards(ctx, []fact.MessageID{message})
	if err != nil {
		return Copy{}, err
	}
	if !cards[message].Pictures.Shown {
		return Copy{}, fault.New(fault.Denied, "picture.held")
	}
	r, err := a.kept(ctx, message, place)
	if err != nil {
		return Copy{}, err
	}
	if r.SHA256 == "" && a.db.Now().Sub(time.UnixMilli(r.At)) >= again {
		if r, err = a.get(ctx, message, place); err != nil {
			return Copy{}, err
		}
	}
	if r.SHA256 == "" {
		return Copy{}, fault.New(fault.Missing, "picture.missing", "because", r.Failed)
	}
	return Copy{r.SHA256, r.Type}, nil
}

func (a *Album) kept(ctx context.Context, message fact.MessageID, place int) (r row, err error) {
	err = a.db.Read().NewSelect().Model(&r).Where("message_id = ? AND place = ?", message, place).Scan(ctx)
	if err != nil && !db.IsNone(err) {
		return r, fmt.Errorf("look for a picture of %s: %w", message, err)
	}
	return r, nil
}

func (a *Album) get(ctx context.Context, message fact.MessageID, place int) (row, error) {
	m, err := a.inbox.Message(ctx, message)
	if err != nil {
		return row{}, err
	}
	sources := Sources(m.HTML)
	if place < 0 || place >= len(sources) {
		return row{}, fault.New(fault.Missing, "picture.missing", "because", "")
	}
	r := row{Message: message, Place: place, Source: sources[place]}
	data, failed := a.fetch(ctx, r.Source, mostBytes)
	if r.Failed = failed; failed == "" {
		if r.Type = http.DetectContentType(data); !slices.Contains(shown, r.Type) {
			r.Failed, r.Type = "no_picture", ""
		} else if r.SHA256, _, err = a.files.KeepFile(strings.NewReader(string(data)), mostBytes); err != nil {
			return r, err
		}
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		r.At = tx.Now().UnixMilli()
		_, err := tx.NewInsert().Model(&r).On("CONFLICT (message_id, place) DO UPDATE").
			Set("sha256 = EXCLUDED.sha256, media_type = EXCLUDED.media_type, failed = EXCLUDED.failed, at = EXCLUDED.at").Exec(ctx)
		return err
	})
	if err != nil {
		return r, fmt.Errorf("keep a picture of %s: %w", message, err)
	}
	return r, nil
}

// ForgetTx drops the copies of conversations; their files go with the next sweep.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, "DELETE FROM remote_picture WHERE message_id IN (SELECT id FROM message WHERE conversation_id IN (?))", bun.In(conversations))
	if err != nil {
		return fmt.Errorf("forget pictures: %w", err)
	}
	return nil
}
