package sample

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// inbound is what a customer says, as the adapter of its channel brings it.
func (t *talk) inbound(w *writer, l line, n int) intake.Inbound {
	if t.way == "mail" {
		in := email.Inbound(w.house.mail, []byte(t.mail(w.at, l, n)))
		if n > 0 {
			in.Raw = nil // one raw form of each thread is enough to look at; each costs two flushes of the disk
		}
		return in
	}
	in := intake.Inbound{ExternalID: fmt.Sprintf("sample-%s-%d", t.name, n), Text: l.text, SentAt: w.at, Sender: t.sender()}
	if t.way == "shop" {
		in.Channel, in.Thread, in.Subject = w.house.api.ID, "sample-"+t.name, t.story.subject
	} else {
		in.Channel, in.Thread, in.ClientID = w.house.chat.ID, "visitor:"+in.Sender.Visitor, digest(in.ExternalID)
	}
	in.UploadedBy = "channel:" + string(in.Channel)
	if l.picture != "" {
		in.Files = []intake.File{{Name: l.picture, Type: "image/png", Data: picture(len(l.text) + n)}}
	}
	return in
}

// mail writes a mail as people's programs do, with what it answers quoted below.
func (t *talk) mail(at time.Time, l line, n int) string {
	var b strings.Builder
	name := func(n int) string { return fmt.Sprintf("<sample.%s.%d@mail.example>", t.name, n) }
	subject := t.story.subject
	if n > 0 {
		subject = "Re: " + subject
		fmt.Fprintf(&b, "In-Reply-To: %s\r\nReferences: %s\r\n", name(0), name(0))
	}
	fmt.Fprintf(&b, "Message-ID: %s\r\nFrom: %s <%s>\r\nTo: help@lanxue.example\r\nSubject: %s\r\nDate: %s\r\n",
		name(n), t.who.name, t.who.email, subject, at.Format(time.RFC1123Z))
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
	b.WriteString(l.text + "\r\n")
	if len(t.mails) > 0 {
		last := t.mails[len(t.mails)-1]
		fmt.Fprintf(&b, "\r\nOn %s, help@lanxue.example wrote:\r\n> %s\r\n", at.Format("Mon, 2 Jan 2006"), last)
	}
	return b.String()
}

// enter writes a message of ours without sending it anywhere.
func (w *writer) enter(ctx context.Context, c fact.ConversationID, s conversation.Saying) error {
	return w.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := w.Inbox.AppendTx(ctx, tx, c, s)
		return err
	})
}

// picture draws something that looks like a screenshot from afar.
func picture(kind int) []byte {
	const width, height = 320, 200
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{R: 246, G: 248, B: 250, A: 255}
			switch {
			case y < 22:
				c = color.RGBA{R: 15, G: 118, B: 110, A: 255}
			case x > 20 && x < 60+(y/16*37+kind*13)%220 && y%16 > 9 && y < 170:
				c = color.RGBA{R: 190, G: 198, B: 206, A: 255}
			case x > 110 && x < 210 && y > 174 && y < 192:
				c = color.RGBA{R: 220, G: 80, B: 70, A: 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory: it cannot fail
	return b.Bytes()
}
