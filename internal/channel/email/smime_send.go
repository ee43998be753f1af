package email

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"anlan/internal/arrive/intake"
	"anlan/internal/kit/cms"
)

// underSeal signs a mail with the mailbox's own key, where its settings want that and a
// key is good for its address now. Without one the mail leaves as it is: what is owed to
// a customer does not wait for a certificate, and the channel's health tells of it.
func (p *Post) underSeal(ctx context.Context, mailbox intake.Channel, s intake.EmailSettings, content []byte) ([]byte, error) {
	if !s.SignReplies {
		return content, nil
	}
	key, behind, found, err := p.safe.Signer(ctx, mailbox.ID, s.Address)
	if err != nil || !found {
		return content, err
	}
	outside, inside := parted(content)
	signature, err := cms.Sign(inside, key, behind)
	if err != nil {
		return nil, fmt.Errorf("sign a mail with the key of channel %s: %w", mailbox.ID, err)
	}
	return sealed(outside, inside, signature), nil
}

// parted takes a mail apart into the fields that stay outside and what is signed: the
// body, with the fields that say what it is.
func parted(content []byte) (outside, inside []byte) {
	head, body, _ := bytes.Cut(content, []byte("\r\n\r\n"))
	var field []byte
	put := func() {
		if bytes.HasPrefix(bytes.ToLower(field), []byte("content-")) {
			inside = append(inside, field...)
		} else {
			outside = append(outside, field...)
		}
		field = nil
	}
	for _, line := range bytes.SplitAfter(append(head, "\r\n"...), []byte("\r\n")) {
		if len(line) > 0 && line[0] != ' ' && line[0] != '\t' { // else the field goes on
			put()
		}
		field = append(field, line...)
	}
	put()
	return outside, append(append(inside, "\r\n"...), body...)
}

// sealed is a mail with its signature beside it (RFC 8551, 3.5.3).
func sealed(outside, inside, signature []byte) []byte {
	sum := sha256.Sum256(inside)
	boundary := "sealed-" + hex.EncodeToString(sum[:16])
	var b bytes.Buffer
	b.Write(outside)
	fmt.Fprintf(&b, "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=sha-256; boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary)
	b.Write(inside)
	fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\nContent-Transfer-Encoding: base64\r\n"+
		"Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\n", boundary)
	for text := base64.StdEncoding.EncodeToString(signature); text != ""; {
		line := text[:min(len(text), 76)]
		b.WriteString(line + "\r\n")
		text = strings.TrimPrefix(text, line)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes()
}
