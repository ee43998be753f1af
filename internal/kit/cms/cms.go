// Package cms takes apart what S/MIME puts into mails (RFC 5652): who signed
// something and whether it was changed since, and what was encrypted for a key that
// we have. It is arithmetic: bytes and keys in, findings out. Whom to believe is
// decided elsewhere.
//
// Structures come from strangers. Before anything else looks at them they are
// brought into one plain form, with bounds on their depth and on how many pieces
// they have; see ber.go.
package cms

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"time"
)

// What is wrong with a structure as a whole.
var (
	ErrUnreadable  = errors.New("cms: this is no structure that can be read")
	ErrUnsupported = errors.New("cms: made in a way that we do not know")
	ErrNoKey       = errors.New("cms: encrypted for keys that we do not have")
	ErrDamaged     = errors.New("cms: the key fits, and what comes out is damaged")
)

// Kind is what a structure holds.
type Kind string

const (
	SignedData    Kind = "signed"
	EnvelopedData Kind = "enveloped"
	AuthEnveloped Kind = "auth_enveloped" // encrypted, and a change would show (RFC 5083)
	Compressed    Kind = "compressed"
)

// Structure is one layer of a mail.
type Structure struct {
	Kind Kind
	der  []byte
	body []byte
}

// Fault is what is wrong with a signature.
type Fault string

const (
	Intact        Fault = ""
	Changed       Fault = "changed"        // the words are others than those that were signed
	Broken        Fault = "broken"         // the key of the certificate did not make it
	NoCertificate Fault = "no_certificate" // of the signer
	Unknown       Fault = "unsupported"    // made in a way that we do not know
)

// Signer is one who signed.
type Signer struct {
	Certificate *x509.Certificate // nil where none came along
	At          time.Time         // when, by the signer's own word; zero for none
	Fault       Fault
	Weak        bool   // it could have been made by somebody else with some effort
	Algorithm   string // "RSA 2048, SHA-256"
}

// Signed is what was signed and by whom.
type Signed struct {
	Content      []byte // nil where it stands elsewhere
	Signers      []Signer
	Certificates []*x509.Certificate // all that came along
}

// Key opens what was encrypted for its certificate.
type Key struct {
	Certificate *x509.Certificate
	Private     crypto.PrivateKey
}

// Opened is what was encrypted.
type Opened struct {
	Content   []byte
	Algorithm string // "AES-256-CBC"
	Weak      bool
	By        int // which of the keys
}

var (
	oidSigned        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidEnveloped     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 3}
	oidAuthEnveloped = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 23}
	oidCompressed    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 9}
)

var kinds = []struct {
	oid  asn1.ObjectIdentifier
	kind Kind
}{{oidSigned, SignedData}, {oidEnveloped, EnvelopedData}, {oidAuthEnveloped, AuthEnveloped}, {oidCompressed, Compressed}}

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
}

// Read finds out what a structure is.
func Read(ber []byte) (Structure, error) {
	der, err := DER(ber)
	if err != nil {
		return Structure{}, err
	}
	var info contentInfo
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 {
		return Structure{}, ErrUnreadable
	}
	for _, k := range kinds {
		if info.Type.Equal(k.oid) {
			return Structure{Kind: k.kind, der: der, body: info.Content.Bytes}, nil
		}
	}
	return Structure{}, ErrUnsupported
}
