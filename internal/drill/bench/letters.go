package bench

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"mime"
	"strings"
	"time"

	"anlan/internal/drill/mailhouse"
)

// run is in every name that this process gives to a mail, so that no two runs bring
// the same one.
var run = strings.ToLower(rand.Text()[:8])

// Letters are mails as customers write them.
func Letters(n int) []byte {
	return letter(n, fmt.Sprintf("bench-%d@example.net", n%700))
}

// Multiplied are mails that somebody keeps, again and again, each time by another
// name.
func Multiplied(raws [][]byte) func(n int) []byte {
	return func(n int) []byte { return renamed(raws[n%len(raws)], n) }
}

// renamed is a mail under a new Message-ID; the rest of it stays byte for byte.
func renamed(raw []byte, n int) []byte {
	named := fmt.Appendf(nil, "Message-ID: <%s>\r\n", nameOf("m", n))
	for rest := raw; len(rest) > 0; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		if len(bytes.TrimSpace(line)) == 0 {
			return append(named, rest...)
		}
		// Its own name, with the lines on which it goes on.
		if name, _, is := bytes.Cut(line, []byte(":")); is && bytes.EqualFold(bytes.TrimSpace(name), []byte("message-id")) {
			for len(after) > 0 && (after[0] == ' ' || after[0] == '\t') {
				_, after, _ = bytes.Cut(after, []byte("\n"))
			}
		} else {
			named = append(named, rest[:len(rest)-len(after)]...)
		}
		rest = after
	}
	return named
}

func nameOf(kind string, n int) string { return fmt.Sprintf("%s.%d.%s@bench.example", kind, n, run) }

// letter is a text with an HTML twin, and with every seventh a picture.
func letter(n int, from string) []byte {
	s := story(n)
	var b bytes.Buffer
	word := func(text string) string { return mime.BEncoding.Encode("utf-8", text) }
	fmt.Fprintf(&b, "From: %s <%s>\r\nTo: <%s>\r\nSubject: %s\r\nMessage-ID: <%s>\r\nDate: %s\r\nMIME-Version: 1.0\r\n",
		word(s.name), from, mailhouse.User, word(s.subject), nameOf(strings.Split(from, "@")[0], n), time.Now().Format(time.RFC1123Z))
	b.WriteString("Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n")
	fmt.Fprintf(&b, "--inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n", s.lines[0])
	fmt.Fprintf(&b, "--inner\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>%s</p>\r\n--inner--\r\n", s.lines[0])
	if n%7 == 0 {
		fmt.Fprintf(&b, "--outer\r\nContent-Type: image/png; name=shot.png\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", picture(n))
	}
	b.WriteString("--outer--\r\n")
	return b.Bytes()
}

// picture is some ten kilobytes of a picture that nobody else sends, as mail
// carries them.
func picture(n int) string {
	grey := image.NewGray(image.Rect(0, 0, 100, 100))
	for i := range grey.Pix {
		n = n*1103515245 + 12345
		grey.Pix[i] = byte(n >> 16)
	}
	var b bytes.Buffer
	_ = png.Encode(&b, grey) // a buffer takes everything
	text := base64.StdEncoding.EncodeToString(b.Bytes())
	var lines strings.Builder
	for len(text) > 76 {
		lines.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	return lines.String() + text
}
