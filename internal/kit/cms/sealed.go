package cms

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des" //nolint:gosec // old mails are read
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
)

// The library that reads signatures opens envelopes as well, and we do not let it:
// it stops the program on a wrong padding or a torn block, knows no envelope of which
// one recipient is named by the identifier of a key, and not the authenticated ones.

type envelope struct {
	Version    int
	Originator asn1.RawValue   `asn1:"optional,tag:0"`
	Recipients []asn1.RawValue `asn1:"set"`
	Content    encryptedContent
	Attributes []attribute   `asn1:"optional,omitempty,tag:1"`
	MAC        []byte        `asn1:"optional"`
	More       asn1.RawValue `asn1:"optional,tag:2"`
}

type encryptedContent struct {
	Type      asn1.ObjectIdentifier
	Algorithm pkix.AlgorithmIdentifier
	Value     asn1.RawValue `asn1:"optional,tag:0"`
}

// transport is a recipient for whom the content's key was encrypted with theirs.
type transport struct {
	Version   int
	ID        asn1.RawValue // the issuer and number of a certificate, or the identifier of a key
	Algorithm pkix.AlgorithmIdentifier
	Key       []byte
}

var (
	oidRSA  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidOAEP = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 7}
)

// ciphers are those that contents are encrypted with.
var ciphers = []struct {
	oid  asn1.ObjectIdentifier
	name string
	key  int
	gcm  bool
	weak bool
	make func([]byte) (cipher.Block, error)
}{
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}, "AES-128-CBC", 16, false, false, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 22}, "AES-192-CBC", 24, false, false, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, "AES-256-CBC", 32, false, false, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 6}, "AES-128-GCM", 16, true, false, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 26}, "AES-192-GCM", 24, true, false, aes.NewCipher},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 46}, "AES-256-GCM", 32, true, false, aes.NewCipher},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}, "3DES-CBC", 24, false, true, des.NewTripleDESCipher},
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 7}, "DES-CBC", 8, false, true, des.NewCipher},
}

// Open decrypts with whichever of the keys it was encrypted for.
func (s Structure) Open(keys []Key) (o Opened, err error) {
	if s.Kind != EnvelopedData && s.Kind != AuthEnveloped {
		return o, ErrUnsupported
	}
	var e envelope
	if rest, err := asn1.Unmarshal(s.body, &e); err != nil || len(rest) > 0 {
		return o, ErrUnreadable
	}
	with := -1
	for i, c := range ciphers {
		if c.oid.Equal(e.Content.Algorithm.Algorithm) {
			with = i
		}
	}
	if with < 0 {
		return o, ErrUnsupported
	}
	o.Algorithm, o.Weak = ciphers[with].name, ciphers[with].weak
	err = ErrNoKey
	tried := map[int]bool{} // each try may decrypt the whole content
	for _, raw := range e.Recipients {
		by, sent, fits := fitting(raw, keys)
		if !fits || tried[by] {
			continue
		}
		tried[by] = true
		key, ok := keys[by].Private.(*rsa.PrivateKey)
		if !ok {
			err = ErrUnsupported
			continue
		}
		var contentKey []byte
		if contentKey, err = unlocked(sent, key, ciphers[with].key); err != nil {
			continue
		}
		if o.Content, err = e.decrypted(with, contentKey, s.Kind == AuthEnveloped); err == nil {
			o.By = by
			return o, nil
		}
	}
	return o, err
}

// fitting finds the key that a recipient is named by. Other ways of handing a key
// over, which we do not know, are no recipients of ours.
func fitting(raw asn1.RawValue, keys []Key) (by int, t transport, fits bool) {
	if raw.Class != asn1.ClassUniversal || raw.Tag != asn1.TagSequence {
		return 0, t, false
	}
	if rest, err := asn1.Unmarshal(raw.FullBytes, &t); err != nil || len(rest) > 0 {
		return 0, t, false
	}
	for i, k := range keys {
		if names(t.ID, k.Certificate) {
			return i, t, true
		}
	}
	return 0, t, false
}

func names(id asn1.RawValue, c *x509.Certificate) bool {
	if id.Class == asn1.ClassContextSpecific && id.Tag == 0 {
		return len(c.SubjectKeyId) > 0 && bytes.Equal(id.Bytes, c.SubjectKeyId)
	}
	var by struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	_, err := asn1.Unmarshal(id.FullBytes, &by)
	return err == nil && by.Serial.Cmp(c.SerialNumber) == 0 && bytes.Equal(by.Issuer.FullBytes, c.RawIssuer)
}

// unlocked decrypts the key of the content. A wrong padding gives a key that is wrong
// and looks right, so that nobody can ask us, mail by mail, what a padding is
// (Bleichenbacher); the content then turns out to be damaged.
func unlocked(t transport, key *rsa.PrivateKey, size int) ([]byte, error) {
	switch {
	case t.Algorithm.Algorithm.Equal(oidRSA):
		sum := sha256.Sum256(append(key.D.Bytes(), t.Key...))
		guess := sum[:size]
		if err := rsa.DecryptPKCS1v15SessionKey(nil, key, t.Key, guess); err != nil {
			return nil, ErrDamaged
		}
		return guess, nil
	case t.Algorithm.Algorithm.Equal(oidOAEP):
		hash, mask, err := oaepHashes(t.Algorithm)
		if err != nil {
			return nil, err
		}
		contentKey, err := key.Decrypt(nil, t.Key, &rsa.OAEPOptions{Hash: hash, MGFHash: mask})
		if err != nil || len(contentKey) != size {
			return nil, ErrDamaged
		}
		return contentKey, nil
	}
	return nil, ErrUnsupported
}

// oaepHashes are the sums of a key that was encrypted by OAEP (RFC 4055, 4.1): of
// the label and of the mask.
func oaepHashes(a pkix.AlgorithmIdentifier) (hash, mask crypto.Hash, err error) {
	var p struct {
		Hash  pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:0"`
		Mask  pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:1"`
		Label pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:2"`
	}
	if len(a.Parameters.FullBytes) > 0 {
		if _, err := asn1.Unmarshal(a.Parameters.FullBytes, &p); err != nil {
			return 0, 0, ErrUnsupported
		}
	}
	hash, mask = crypto.SHA1, crypto.SHA1
	known := true
	if len(p.Hash.Algorithm) > 0 {
		hash, _, known = digestOf(p.Hash.Algorithm)
	}
	if known && len(p.Mask.Algorithm) > 0 {
		var of pkix.AlgorithmIdentifier
		if _, err := asn1.Unmarshal(p.Mask.Parameters.FullBytes, &of); err != nil {
			return 0, 0, ErrUnsupported
		}
		mask, _, known = digestOf(of.Algorithm)
	}
	if !known {
		return 0, 0, ErrUnsupported
	}
	return hash, mask, nil
}

// decrypted is the content. Where it was authenticated, the sum stands beside it.
func (e envelope) decrypted(with int, key []byte, beside bool) ([]byte, error) {
	block, err := ciphers[with].make(key)
	if err != nil {
		return nil, ErrDamaged
	}
	text, err := e.Content.bytes()
	if err != nil {
		return nil, err
	}
	if ciphers[with].gcm {
		return e.galois(block, text, beside)
	}
	iv := e.Content.Algorithm.Parameters.Bytes
	if beside || len(iv) != block.BlockSize() {
		return nil, ErrUnsupported
	}
	if len(text) == 0 || len(text)%block.BlockSize() != 0 {
		return nil, ErrDamaged
	}
	out := make([]byte, len(text))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, text)
	padding := int(out[len(out)-1])
	if padding == 0 || padding > block.BlockSize() || !bytes.Equal(out[len(out)-padding:], bytes.Repeat([]byte{byte(padding)}, padding)) {
		return nil, ErrDamaged
	}
	return out[:len(out)-padding], nil
}

// bytes are those that were encrypted, whole or in pieces.
func (c encryptedContent) bytes() ([]byte, error) {
	if !c.Value.IsCompound {
		return c.Value.Bytes, nil
	}
	var all []byte
	for rest := c.Value.Bytes; len(rest) > 0; {
		tag, content, next, _, err := cut(rest)
		if err != nil || tag != octetString {
			return nil, ErrUnreadable
		}
		all, rest = append(all, content...), next
	}
	return all, nil
}

// galois opens what was encrypted by GCM (RFC 5084). The old envelope has no place
// for the sum, and those who put it there put it behind the text.
func (e envelope) galois(block cipher.Block, text []byte, beside bool) ([]byte, error) {
	var p struct {
		Nonce []byte
		Sum   int `asn1:"optional,default:12"`
	}
	if _, err := asn1.Unmarshal(e.Content.Algorithm.Parameters.FullBytes, &p); err != nil || len(p.Nonce) == 0 {
		return nil, ErrUnsupported
	}
	box, err := newGCM(block, len(p.Nonce), p.Sum)
	if err != nil {
		return nil, ErrUnsupported
	}
	var known []byte
	if beside {
		if len(e.MAC) != p.Sum {
			return nil, ErrDamaged
		}
		text = append(bytes.Clone(text), e.MAC...)
		if len(e.Attributes) > 0 { // covered as a set, whatever its tag is here
			encoded, err := asn1.Marshal(struct {
				A []attribute `asn1:"set"`
			}{e.Attributes})
			var set asn1.RawValue
			if err == nil {
				_, err = asn1.Unmarshal(encoded, &set)
			}
			if err != nil {
				return nil, ErrDamaged
			}
			known = set.Bytes
		}
	}
	out, err := box.Open(nil, p.Nonce, text, known)
	if err != nil {
		return nil, ErrDamaged
	}
	return out, nil
}

func newGCM(block cipher.Block, nonce, sum int) (cipher.AEAD, error) {
	switch {
	case nonce == 12:
		return cipher.NewGCMWithTagSize(block, sum)
	case sum == 16:
		return cipher.NewGCMWithNonceSize(block, nonce)
	}
	return nil, ErrUnsupported
}
