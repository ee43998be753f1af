package email

import (
	"errors"
	"slices"
	"strings"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/smime"
	"anlan/internal/kit/cms"
	"anlan/internal/kit/richtext"
)

// What is signed or encrypted as a whole is wrapped in layers of S/MIME (RFC 8551).
// Only a layer around everything counts. A part among others that was encrypted is
// not opened: who puts a stolen one between two parts of their own would be told
// what is in it, by a picture that is fetched or by the words that an answer quotes.

// maxLayers is how deep one is followed: signed, encrypted and signed again is three.
const maxLayers = 5

// layer is one of them.
type layer struct {
	signature []byte   // where it stands beside what it signs
	signed    [][]byte // what it signs: with the line ends of a mail, and as it came
	blob      []byte   // where everything is inside
	torn      bool     // it says that it is one, and is not
}

// layerOf tells whether a mail, or what stood inside one, is wrapped.
func layerOf(raw []byte) (l layer, wrapped bool) {
	r := &reader{}
	head, body := r.splitHeader(envelopeStripped(raw))
	p := &part{head: head}
	r.describe(p, "")
	if isBlob(p) {
		return layer{blob: r.decodeTransfer(body, string(head.get("content-transfer-encoding")))}, true
	}
	if p.kind != "multipart/signed" || !isSignature(p.params["protocol"]) {
		return l, false
	}
	chunks, _ := splitParts(body, strings.TrimRight(p.params["boundary"], " \t"))
	if len(chunks) != 2 {
		return layer{torn: true}, true
	}
	head, body = r.splitHeader(chunks[1])
	beside := &part{head: head}
	r.describe(beside, "")
	if !isSignature(beside.kind) {
		return layer{torn: true}, true
	}
	return layer{
		signature: r.decodeTransfer(body, string(head.get("content-transfer-encoding"))),
		signed:    [][]byte{mailLines(chunks[0]), chunks[0]},
	}, true
}

func isSignature(kind string) bool {
	switch strings.ToLower(kind) {
	case "application/pkcs7-signature", "application/x-pkcs7-signature":
		return true
	}
	return false
}

// isBlob tells whether a part is all of a mail in one piece. Some servers on the way
// leave nothing of its type but the name.
func isBlob(p *part) bool {
	switch p.kind {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		return p.params["smime-type"] != "certs-only"
	case "application/octet-stream":
		return strings.EqualFold(p.name, "smime.p7m")
	}
	return false
}

// mailLines gives lines the ends that they have in a mail, which is what is signed.
func mailLines(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/40)
	for i, c := range b {
		if c == '\n' && (i == 0 || b[i-1] != '\r') {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out
}

// insides tells whether parts of a mail, and not all of it, are signed or encrypted.
func (p *part) insides() (signed, encrypted bool) {
	for _, child := range p.children {
		switch {
		case child.kind == "multipart/signed" && isSignature(child.params["protocol"]):
			signed = true
		case isBlob(child) && strings.HasPrefix(child.params["smime-type"], "signed"):
			signed = true
		case isBlob(child):
			encrypted = true
		}
		s, e := child.insides()
		signed, encrypted = signed || s, encrypted || e
	}
	return signed, encrypted
}

// opens is how a mail is read further once the keys are at hand; nil where there is
// nothing to open.
func opens(m Mail, raw []byte) func(intake.Inbound, smime.Keys) intake.Inbound {
	if _, wrapped := layerOf(raw); !wrapped && !m.partSigned && !m.partEncrypted {
		return nil
	}
	var from []string
	for _, a := range m.Senders {
		from = append(from, a.Address)
	}
	return func(in intake.Inbound, keys smime.Keys) intake.Inbound {
		u := unwrapped(raw, from, keys)
		if u.signature == nil && m.partSigned {
			u.signature = new(smime.Unread("part_only"))
		}
		if u.encryption == nil && m.partEncrypted {
			u.encryption = &smime.Encryption{State: "locked", Reason: "part_only"}
		}
		return u.into(in)
	}
}

// under is what stands under the layers of a mail.
type under struct {
	mail       *Mail // nil: no more than can be seen from outside
	signature  *smime.Signature
	encryption *smime.Encryption
}

func unwrapped(raw []byte, from []string, keys smime.Keys) (u under) {
	for range maxLayers {
		l, wrapped := layerOf(raw)
		if !wrapped {
			return u
		}
		content, more := u.unwrap(l, from, keys)
		if !more {
			return u
		}
		raw = whole(content)
		u.mail = new(Read(raw))
	}
	return u
}

// whole is the mail inside, where what was wrapped is a mail and not its body alone.
func whole(content []byte) []byte {
	r := &reader{}
	head, body := r.splitHeader(content)
	if p := (&part{head: head}); head.get("content-type") != nil {
		if r.describe(p, ""); p.kind == "message/rfc822" {
			return r.decodeTransfer(body, string(head.get("content-transfer-encoding")))
		}
	}
	return content
}

// unwrap takes one layer off.
func (u *under) unwrap(l layer, from []string, keys smime.Keys) (content []byte, more bool) {
	if l.torn {
		u.signed(smime.Unread("unreadable"))
		return nil, false
	}
	blob := l.blob
	if blob == nil {
		blob = l.signature
	}
	s, err := cms.Read(blob)
	switch {
	case l.blob == nil && (err != nil || s.Kind != cms.SignedData):
		u.signed(smime.Unread("unreadable"))
		return l.signed[1], true
	case l.blob == nil:
		u.judge(s, from, keys, l.signed...)
		return l.signed[1], true
	case err == nil && s.Kind == cms.SignedData:
		signed := u.judge(s, from, keys)
		return signed.Content, len(signed.Content) > 0
	case err == nil && (s.Kind == cms.EnvelopedData || s.Kind == cms.AuthEnveloped):
		return u.open(s, keys)
	case errors.Is(err, cms.ErrUnreadable):
		u.locked("unreadable", cms.Opened{})
	default:
		u.locked("unsupported", cms.Opened{})
	}
	return nil, false
}

func (u *under) judge(s cms.Structure, from []string, keys smime.Keys, beside ...[]byte) cms.Signed {
	signed, err := s.Signed(beside...)
	if err != nil {
		u.signed(smime.Unread("unreadable"))
		return signed
	}
	u.signed(smime.Judge(signed, from, keys))
	return signed
}

// signed keeps what a layer was found to be. Of two the inner one counts, which is
// nearer to the words, unless the outer one shows that something is wrong.
func (u *under) signed(s smime.Signature) {
	if u.signature == nil || u.signature.State != smime.Bad {
		u.signature = &s
	}
}

func (u *under) open(s cms.Structure, keys smime.Keys) (content []byte, more bool) {
	ours := make([]cms.Key, len(keys.Own))
	for i, k := range keys.Own {
		ours[i] = k.Key
	}
	o, err := s.Open(ours)
	switch {
	case err == nil:
		own := keys.Own[o.By]
		u.encryption = &smime.Encryption{State: "opened", Reason: "opened", Algorithm: o.Algorithm, Weak: o.Weak, Mailbox: own.Mailbox, Key: smime.Called(own.Certificate)}
		return o.Content, true
	case errors.Is(err, cms.ErrNoKey):
		u.locked("no_key", o)
	case errors.Is(err, cms.ErrDamaged):
		u.locked("damaged", o)
	case errors.Is(err, cms.ErrUnsupported):
		u.locked("unsupported", o)
	default:
		u.locked("unreadable", o)
	}
	return nil, false
}

func (u *under) locked(reason string, o cms.Opened) {
	u.encryption = &smime.Encryption{State: "locked", Reason: reason, Algorithm: o.Algorithm, Weak: o.Weak}
}

// into puts what was found into the message. Who wrote, to whom and about what stays
// as it stands outside, and so does the name by which it is known when it comes again.
func (u under) into(in intake.Inbound) intake.Inbound {
	if u.mail != nil {
		in = told(in, *u.mail)
		in.Problems = append(slices.Clone(in.Problems), u.mail.Problems...)
	}
	if u.encryption != nil {
		in.Headers = withHeader(in.Headers, intake.EncryptedHeader, u.encryption.State)
		// What was encrypted can be wrapped anew by a stranger, with a picture around it
		// whose address would carry the words out of the house.
		in.HTML = richtext.WithoutRemotePictures(in.HTML)
	}
	if in.Trust != nil {
		in.Trust = new(*in.Trust)
		in.Trust.Signature, in.Trust.Encryption = u.signature, u.encryption
	}
	return in
}

func withHeader(headers map[string]string, name, value string) map[string]string {
	out := map[string]string{name: value}
	for k, v := range headers {
		if k != name {
			out[k] = v
		}
	}
	return out
}
