package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5" //nolint:gosec // old signatures are told from broken ones
	"crypto/rsa"
	_ "crypto/sha1" //nolint:gosec // the same
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"github.com/smallstep/pkcs7"
)

var (
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidPSS         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
)

// digests are the sums that signatures are made over. Of each, the names that
// programs give it: its own, and that of the signature made with it.
var digests = []struct {
	hash crypto.Hash
	weak bool
	oids []asn1.ObjectIdentifier
}{
	{crypto.MD5, true, []asn1.ObjectIdentifier{{1, 2, 840, 113549, 2, 5}, {1, 2, 840, 113549, 1, 1, 4}}},
	{crypto.SHA1, true, []asn1.ObjectIdentifier{{1, 3, 14, 3, 2, 26}, {1, 2, 840, 113549, 1, 1, 5}, {1, 2, 840, 10045, 4, 1}}},
	{crypto.SHA224, false, []asn1.ObjectIdentifier{{2, 16, 840, 1, 101, 3, 4, 2, 4}, {1, 2, 840, 113549, 1, 1, 14}, {1, 2, 840, 10045, 4, 3, 1}}},
	{crypto.SHA256, false, []asn1.ObjectIdentifier{{2, 16, 840, 1, 101, 3, 4, 2, 1}, {1, 2, 840, 113549, 1, 1, 11}, {1, 2, 840, 10045, 4, 3, 2}}},
	{crypto.SHA384, false, []asn1.ObjectIdentifier{{2, 16, 840, 1, 101, 3, 4, 2, 2}, {1, 2, 840, 113549, 1, 1, 12}, {1, 2, 840, 10045, 4, 3, 3}}},
	{crypto.SHA512, false, []asn1.ObjectIdentifier{{2, 16, 840, 1, 101, 3, 4, 2, 3}, {1, 2, 840, 113549, 1, 1, 13}, {1, 2, 840, 10045, 4, 3, 4}}},
}

func digestOf(oid asn1.ObjectIdentifier) (hash crypto.Hash, weak, known bool) {
	for _, d := range digests {
		for _, one := range d.oids {
			if one.Equal(oid) {
				return d.hash, d.weak, true
			}
		}
	}
	return 0, false, false
}

// weakBits is below what an RSA key no longer says who made a signature.
const weakBits = 2048

// mostSigners is more than anybody signs with; each costs the sum of the content and a
// check of a key that a stranger made.
const (
	mostSigners = 8
	mostBits    = 16384
)

// Signed tells who signed. Where the content stands elsewhere, every form that it may
// have had is tried: mail servers change the ends of lines. A structure that has words
// of its own besides those is not read: one would be shown under the other's signature.
func (s Structure) Signed(elsewhere ...[]byte) (Signed, error) {
	if s.Kind != SignedData {
		return Signed{}, ErrUnsupported
	}
	p7, err := pkcs7.Parse(s.der)
	if err != nil || len(p7.Signers) == 0 || len(p7.Signers) > mostSigners || len(elsewhere) > 0 && len(p7.Content) > 0 { // it reads on over much of what it does not know
		return Signed{}, ErrUnreadable
	}
	out := Signed{Content: p7.Content, Certificates: p7.Certificates}
	forms := elsewhere
	if len(forms) == 0 {
		forms = [][]byte{p7.Content}
	}
	for _, one := range p7.Signers {
		i := info{
			digest: one.DigestAlgorithm.Algorithm, signature: one.DigestEncryptionAlgorithm, value: one.EncryptedDigest,
			certificate: certificateOf(p7.Certificates, one.IssuerAndSerialNumber.IssuerName.FullBytes, one.IssuerAndSerialNumber.SerialNumber),
		}
		for _, a := range one.AuthenticatedAttributes {
			i.attributes = append(i.attributes, attribute{a.Type, a.Value})
		}
		out.Signers = append(out.Signers, i.signer(forms))
	}
	return out, nil
}

func certificateOf(list []*x509.Certificate, issuer []byte, serial *big.Int) *x509.Certificate {
	for _, c := range list {
		if serial != nil && c.SerialNumber.Cmp(serial) == 0 && bytes.Equal(c.RawIssuer, issuer) {
			return c
		}
	}
	return nil
}

// info is what a structure says of one signature.
type info struct {
	certificate *x509.Certificate
	digest      asn1.ObjectIdentifier
	signature   pkix.AlgorithmIdentifier
	attributes  []attribute
	value       []byte
}

type attribute struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue `asn1:"set"`
}

func (i info) signer(forms [][]byte) (s Signer) {
	s.Certificate = i.certificate
	hash, weak, known := digestOf(i.digest)
	if !known || !hash.Available() {
		s.Fault = Unknown
		return s
	}
	s.Algorithm, s.Weak = hash.String(), weak
	var when time.Time
	if i.attribute(oidSigningTime, &when) {
		s.At = when.UTC()
	}
	if s.Certificate == nil {
		s.Fault = NoCertificate
		return s
	}
	if k, is := s.Certificate.PublicKey.(*rsa.PublicKey); is && k.N.BitLen() > mostBits {
		s.Fault = Unknown
		return s
	}
	name, thin := named(s.Certificate.PublicKey)
	s.Algorithm, s.Weak = name+", "+s.Algorithm, s.Weak || thin
	s.Fault = i.checked(hash, forms)
	return s
}

// checked compares what was signed with what is there, and the signature with the
// key. The content is compared by the sum among the signed attributes; where there
// are none, the signature is over the content itself.
func (i info) checked(hash crypto.Hash, forms [][]byte) Fault {
	if len(i.attributes) == 0 {
		for _, content := range forms {
			if fault := i.made(hash, content); fault != Broken {
				return fault
			}
		}
		return Changed // or made by another key: the two cannot be told apart
	}
	var sum []byte
	var kind asn1.ObjectIdentifier
	if !i.attribute(oidDigest, &sum) || !i.attribute(oidContentType, &kind) {
		return Broken
	}
	signed, err := asn1.Marshal(struct {
		A []attribute `asn1:"set"`
	}{i.attributes})
	if err != nil {
		return Broken
	}
	var set asn1.RawValue
	if _, err := asn1.Unmarshal(signed, &set); err != nil {
		return Broken
	}
	if fault := i.made(hash, set.Bytes); fault != Intact {
		return fault
	}
	for _, content := range forms {
		h := hash.New()
		h.Write(content)
		if bytes.Equal(h.Sum(nil), sum) {
			return Intact
		}
	}
	return Changed
}

// attribute reads a signed attribute. One that stands there twice is none.
func (i info) attribute(oid asn1.ObjectIdentifier, into any) (found bool) {
	for _, a := range i.attributes {
		if !a.Type.Equal(oid) {
			continue
		}
		rest, err := asn1.Unmarshal(a.Value.Bytes, into)
		if found || err != nil || len(rest) > 0 {
			return false
		}
		found = true
	}
	return found
}

// made tells whether the certificate's key signed these bytes.
func (i info) made(hash crypto.Hash, signed []byte) Fault {
	right := false
	switch key := i.certificate.PublicKey.(type) {
	case *rsa.PublicKey:
		var err error
		if i.signature.Algorithm.Equal(oidPSS) {
			if hash, err = pssHash(i.signature); err == nil {
				err = rsa.VerifyPSS(key, hash, sumOf(hash, signed), i.value, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto, Hash: hash})
			}
		} else {
			err = rsa.VerifyPKCS1v15(key, hash, sumOf(hash, signed), i.value)
		}
		right = err == nil
	case *ecdsa.PublicKey:
		right = ecdsa.VerifyASN1(key, sumOf(hash, signed), i.value)
	case ed25519.PublicKey:
		right = ed25519.Verify(key, signed, i.value)
	default:
		return Unknown
	}
	if !right {
		return Broken
	}
	return Intact
}

func sumOf(hash crypto.Hash, b []byte) []byte {
	h := hash.New()
	h.Write(b)
	return h.Sum(nil)
}

// pssHash is the sum that a PSS signature is made with (RFC 4055, 3.1). The one of
// the mask has to be the same, as everywhere.
func pssHash(a pkix.AlgorithmIdentifier) (crypto.Hash, error) {
	var p struct {
		Hash    pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:0"`
		Mask    pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:1"`
		Salt    int                      `asn1:"explicit,optional,tag:2,default:20"`
		Trailer int                      `asn1:"explicit,optional,tag:3,default:1"`
	}
	if _, err := asn1.Unmarshal(a.Parameters.FullBytes, &p); err != nil {
		return 0, err
	}
	if len(p.Hash.Algorithm) == 0 {
		return crypto.SHA1, nil
	}
	hash, _, known := digestOf(p.Hash.Algorithm)
	if !known {
		return 0, ErrUnsupported
	}
	return hash, nil
}

// named tells what kind of key somebody has, and whether it is too thin.
func named(key crypto.PublicKey) (name string, thin bool) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", key.N.BitLen()), key.N.BitLen() < weakBits
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Curve.Params().Name, key.Curve.Params().BitSize < 224
	case ed25519.PublicKey:
		return "Ed25519", false
	}
	return "?", false
}
