// Package passkeytest is a device that makes passkeys and signs with them, in
// software, for tests.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Device holds one passkey. What it does wrongly on purpose is set by its fields.
type Device struct {
	Origin     string // of the page in which it is used
	Party      string // the host that it signs for
	Unverified bool   // it asks for no finger, face or PIN
	Counter    uint32 // uses so far; 0 with Synced stays 0
	Synced     bool   // lives in a password manager, which does not count

	t      testing.TB
	id     []byte
	handle []byte
	key    *ecdsa.PrivateKey
}

// New is a device in front of a page.
func New(t testing.TB, origin, party string) *Device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &Device{Origin: origin, Party: party, t: t, id: id, key: key}
}

// Credential is the passkey's id, base64url.
func (d *Device) Credential() string { return text(d.id) }

// Make answers the options of a registration.
func (d *Device) Make(options json.RawMessage) []byte {
	d.t.Helper()
	var o struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
	}
	d.must(json.Unmarshal(options, &o))
	handle, err := base64.RawURLEncoding.DecodeString(o.User.ID)
	d.must(err)
	d.handle = handle
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: d.key.X.FillBytes(make([]byte, 32)), -3: d.key.Y.FillBytes(make([]byte, 32))})
	d.must(err)
	auth := d.authData(0x40)
	auth = append(auth, make([]byte, 16)...) // of no maker that tells its name
	auth = binary.BigEndian.AppendUint16(auth, uint16(len(d.id)))
	auth = append(append(auth, d.id...), public...)
	attested, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": auth})
	d.must(err)
	return d.answer(map[string]any{
		"attestationObject": text(attested), "clientDataJSON": text(d.clientData("webauthn.create", o.Challenge)), "transports": []string{"internal"},
	})
}

// Sign answers the options of a sign-in.
func (d *Device) Sign(options json.RawMessage) []byte {
	d.t.Helper()
	var o struct {
		Challenge string `json:"challenge"`
	}
	d.must(json.Unmarshal(options, &o))
	if !d.Synced {
		d.Counter++
	}
	auth, client := d.authData(0), d.clientData("webauthn.get", o.Challenge)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, auth...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	d.must(err)
	return d.answer(map[string]any{
		"authenticatorData": text(auth), "clientDataJSON": text(client), "signature": text(signature), "userHandle": text(d.handle),
	})
}

// Belong gives the passkey another owner, as a forger would.
func (d *Device) Belong(handle string) { d.handle = []byte(handle) }

func (d *Device) answer(response map[string]any) []byte {
	d.t.Helper()
	answer, err := json.Marshal(map[string]any{
		"id": text(d.id), "rawId": text(d.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response,
	})
	d.must(err)
	return answer
}

func (d *Device) clientData(kind, challenge string) []byte {
	client, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	d.must(err)
	return client
}

// authData is whose page, what was checked, and how often it was used.
func (d *Device) authData(flags byte) []byte {
	party := sha256.Sum256([]byte(d.Party))
	flags |= 0x01 // somebody was there
	if !d.Unverified {
		flags |= 0x04 // and it was they
	}
	if d.Synced {
		flags |= 0x18 // may be, and is, kept elsewhere too
	}
	return binary.BigEndian.AppendUint32(append(party[:], flags), d.Counter)
}

func (d *Device) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
