package smime

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"anlan/internal/kit/cms"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// Judge tells what a mail's signature is worth. Of several the best one counts: the
// content is the same for all.
func Judge(s cms.Signed, from []string, k Keys) Signature {
	best := Unread("unreadable")
	for i, signer := range s.Signers {
		if one := judged(signer, s.Certificates, from, k); i == 0 || rank(one.State) < rank(best.State) {
			best = one
		}
	}
	return best
}

func rank(s Standing) int { return slices.Index([]Standing{Good, Doubtful, Bad, Unchecked}, s) }

// Unread is a signature of which nothing can be told.
func Unread(reason string) Signature {
	return Signature{State: Unchecked, Reason: reason, Addresses: []string{}}
}

// ahead is how far a signer's clock may run before ours.
const ahead = time.Hour

func judged(signer cms.Signer, along []*x509.Certificate, from []string, k Keys) Signature {
	s := Signature{Algorithm: signer.Algorithm, Addresses: []string{}}
	then := k.Came
	if at := signer.At; !at.IsZero() {
		s.SignedAt = &at
		if at.Before(k.Came.Add(ahead)) {
			then = at
		}
	}
	c := signer.Certificate
	if c != nil {
		s.Name, s.Addresses, s.Issuer, s.Fingerprint = Called(c), Addresses(c), calledBy(c.Issuer), Fingerprint(c)
		s.ValidFrom, s.ValidUntil = new(c.NotBefore.UTC()), new(c.NotAfter.UTC())
	}
	settle := func(state Standing, reason string) Signature {
		s.State, s.Reason = state, reason
		return s
	}
	switch signer.Fault {
	case cms.Changed, cms.Broken:
		return settle(Bad, string(signer.Fault))
	case cms.NoCertificate, cms.Unknown:
		return settle(Unchecked, string(signer.Fault))
	}
	if signer.Weak {
		return settle(Doubtful, "weak")
	}
	if why := believed(c, along, then, k.Roots); why != "" {
		return settle(Doubtful, why)
	}
	for _, address := range from {
		if !speaksFor(s.Addresses, address) {
			return settle(Bad, "other_address")
		}
	}
	return settle(Good, "trusted")
}

// believed tells why a certificate was not to be believed at an instant; "" when it
// was. Whether it has been called back since is not asked: that would tell its
// authority when and where a mail is read.
func believed(c *x509.Certificate, along []*x509.Certificate, then time.Time, roots *x509.CertPool) string {
	between := x509.NewCertPool()
	for _, one := range along {
		between.AddCert(one)
	}
	if roots == nil {
		roots = x509.NewCertPool()
	}
	_, err := c.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: then, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
	})
	var wrong x509.CertificateInvalidError
	switch {
	case err == nil && !signs(c):
		return "wrong_use"
	case err == nil:
		return ""
	case errors.As(err, &wrong) && wrong.Reason == x509.Expired:
		return "not_valid_then"
	case errors.As(err, &wrong) && wrong.Reason == x509.IncompatibleUsage:
		return "wrong_use"
	case bytes.Equal(c.RawIssuer, c.RawSubject):
		return "self_signed"
	}
	return "unknown_issuer"
}

// signs tells whether a certificate is for signing, too.
func signs(c *x509.Certificate) bool {
	return c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
}

func speaksFor(addresses []string, address string) bool {
	return slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(a, strings.TrimSpace(address)) })
}

var (
	oidAddress    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
	oidSubjectAlt = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidAddress8   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 8, 9}
)

// mostAddresses bounds what is kept of a certificate.
const mostAddresses = 20

// Addresses are those that a certificate speaks for: the alternative names, with
// those that are not ASCII (RFC 8398); where it has none, what old authorities put
// into the name itself.
func Addresses(c *x509.Certificate) []string {
	list := []string{}
	add := func(address string) {
		if address = plain.Upto(plain.Text(address), 320); address != "" && !slices.Contains(list, address) && len(list) < mostAddresses {
			list = append(list, address)
		}
	}
	for _, a := range c.EmailAddresses {
		add(a)
	}
	for _, e := range c.Extensions {
		if e.Id.Equal(oidSubjectAlt) {
			for _, a := range addresses8(e.Value) {
				add(a)
			}
		}
	}
	if len(list) == 0 {
		for _, n := range c.Subject.Names {
			if text, is := n.Value.(string); is && n.Type.Equal(oidAddress) {
				add(text)
			}
		}
	}
	return list
}

func addresses8(names []byte) (list []string) {
	var all []asn1.RawValue
	if _, err := asn1.Unmarshal(names, &all); err != nil {
		return nil
	}
	for _, n := range all {
		var other struct {
			Type  asn1.ObjectIdentifier
			Value asn1.RawValue `asn1:"explicit,tag:0"`
		}
		if n.Class != asn1.ClassContextSpecific || n.Tag != 0 {
			continue
		}
		if _, err := asn1.UnmarshalWithParams(n.FullBytes, &other, "tag:0"); err == nil && other.Type.Equal(oidAddress8) {
			list = append(list, string(other.Value.Bytes))
		}
	}
	return list
}

// Called is whose a certificate is.
func Called(c *x509.Certificate) string {
	if name := calledBy(c.Subject); name != "" {
		return name
	}
	return strings.Join(Addresses(c), ", ")
}

func calledBy(n pkix.Name) string {
	return plain.Upto(plain.Text(cmp.Or(n.CommonName, strings.Join(n.Organization, ", "), n.String())), 200)
}

// Fingerprint names a certificate.
func Fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// pair is a key with its certificate and those behind it.
type pair struct {
	private crypto.Signer
	chain   []*x509.Certificate // its own first
}

// paired reads a file with a key: PKCS#12 (.p12, .pfx) with its passphrase, or PEM.
func paired(file []byte, passphrase string) (p pair, err error) {
	var private any
	var found []*x509.Certificate
	if bytes.Contains(file, []byte("-----BEGIN ")) {
		private, found, err = fromPEM(file)
	} else {
		private, found, err = fromPKCS12(file, passphrase)
	}
	if err != nil {
		return p, err
	}
	if private == nil {
		return p, fault.New(fault.Invalid, "smime.no_key").At("file")
	}
	if len(found) == 0 {
		return p, fault.New(fault.Invalid, "smime.no_certificate").At("file")
	}
	if k, is := private.(*rsa.PrivateKey); !is || k.N.BitLen() < 1024 {
		return p, fault.New(fault.Invalid, "smime.key_kind").At("file")
	}
	p.private = private.(crypto.Signer)
	own := slices.IndexFunc(found, func(c *x509.Certificate) bool { return samePublic(c.PublicKey, p.private.Public()) })
	if own < 0 {
		return p, fault.New(fault.Invalid, "smime.of_another").At("file")
	}
	p.chain = append([]*x509.Certificate{found[own]}, slices.Delete(slices.Clone(found), own, own+1)...)
	return p, nil
}

func samePublic(a, b crypto.PublicKey) bool {
	switch a := a.(type) {
	case *rsa.PublicKey:
		return a.Equal(b)
	case *ecdsa.PublicKey:
		return a.Equal(b)
	case ed25519.PublicKey:
		return a.Equal(b)
	}
	return false
}

func fromPKCS12(file []byte, passphrase string) (any, []*x509.Certificate, error) {
	private, own, behind, err := pkcs12.DecodeChain(file, passphrase)
	if der, mended := cms.DER(file); err != nil && !errors.Is(err, pkcs12.ErrIncorrectPassword) && mended == nil {
		private, own, behind, err = pkcs12.DecodeChain(der, passphrase) // some programs leave lengths open
	}
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, nil, fault.New(fault.Invalid, "smime.passphrase_wrong").At("passphrase")
	case err != nil:
		return nil, nil, fault.New(fault.Invalid, "smime.file_wrong", "problem", plain.Upto(plain.Text(err.Error()), 200)).At("file").Because(err)
	}
	return private, append([]*x509.Certificate{own}, behind...), nil
}

func fromPEM(file []byte) (private any, found []*x509.Certificate, err error) {
	for rest := file; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return private, found, nil
		}
		if block.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
			return nil, nil, fault.New(fault.Invalid, "smime.pem_locked").At("file")
		}
		switch block.Type {
		case "CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE":
			var c *x509.Certificate
			if c, err = x509.ParseCertificate(block.Bytes); err == nil {
				found = append(found, c)
			}
		case "PRIVATE KEY":
			private, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			private, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			private, err = x509.ParseECPrivateKey(block.Bytes)
		}
		if err != nil {
			return nil, nil, fault.New(fault.Invalid, "smime.file_wrong", "problem", plain.Upto(plain.Text(err.Error()), 200)).At("file").Because(err)
		}
	}
}

// certified reads a file with one certificate: PEM, or its bare bytes.
func certified(file []byte) (*x509.Certificate, error) {
	if bytes.Contains(file, []byte("-----BEGIN ")) {
		_, found, err := fromPEM(file)
		if err == nil && len(found) == 0 {
			err = fault.New(fault.Invalid, "smime.no_certificate").At("file")
		}
		if err != nil {
			return nil, err
		}
		return found[0], nil
	}
	c, err := x509.ParseCertificate(bytes.TrimSpace(file))
	if err != nil {
		return nil, fault.New(fault.Invalid, "smime.file_wrong", "problem", plain.Upto(plain.Text(err.Error()), 200)).At("file").Because(err)
	}
	return c, nil
}

func written(chain []*x509.Certificate) string {
	var b strings.Builder
	for _, c := range chain {
		_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}) // a builder never fails
	}
	return b.String()
}
