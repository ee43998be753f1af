// Package smime keeps the keys with which mail is opened that was encrypted for our
// mailboxes, and the authorities whose word about who signed is believed; and it
// judges what was found in a mail (S/MIME, RFC 8551). Keys are sealed, and nobody is
// shown one again.
//
// Facts out: channel.changed, mail_authority.changed.
package smime

import (
	"crypto/x509"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/cms"
)

// Standing is what a signature is worth, in a word.
type Standing string

// Standings.
const (
	Good      Standing = "good"      // they signed it, and it is as it was
	Doubtful  Standing = "doubtful"  // it is as it was, and who they are is not certain
	Bad       Standing = "bad"       // it was changed, or nobody of that name signed it
	Unchecked Standing = "unchecked" // we cannot tell
)

// Signature is what is known of who signed a mail. It speaks for the words and the
// files, not for what stands above them: the subject is not signed.
type Signature struct {
	State       Standing   `json:"state" enum:"good,doubtful,bad,unchecked"`
	Reason      string     `json:"reason" enum:"trusted,unknown_issuer,self_signed,not_valid_then,wrong_use,other_address,weak,changed,broken,no_certificate,unreadable,unsupported,part_only" doc:"why it is so"`
	Name        string     `json:"name" personal:"name" doc:"of who signed, as the certificate says"`
	Addresses   []string   `json:"addresses" nullable:"false" doc:"for which the certificate speaks"`
	Issuer      string     `json:"issuer" doc:"who says so"`
	ValidFrom   *time.Time `json:"valid_from"`
	ValidUntil  *time.Time `json:"valid_until"`
	SignedAt    *time.Time `json:"signed_at" doc:"by the signer's own clock; null where they did not say"`
	Algorithm   string     `json:"algorithm" example:"RSA 2048, SHA-256"`
	Fingerprint string     `json:"fingerprint" doc:"SHA-256 of the certificate"`
}

// Encryption is what became of a mail that came encrypted.
type Encryption struct {
	State     string `json:"state" enum:"opened,locked"`
	Reason    string `json:"reason" enum:"opened,no_key,unsupported,damaged,unreadable,part_only" doc:"why it is so"`
	Algorithm string `json:"algorithm" example:"AES-256-CBC"`
	Weak      bool   `json:"weak" doc:"others could read it with some effort"`
	Mailbox   string `json:"mailbox" doc:"the address of the channel whose key opened it"`
	Key       string `json:"key" doc:"whose certificate that is"`
}

// Own is a key of one of our mailboxes.
type Own struct {
	cms.Key
	Mailbox string // its address
}

// Keys are what mails are read with.
type Keys struct {
	Own   []Own
	Roots *x509.CertPool // nil: nobody is believed
	Came  time.Time      // when the mail came: by it is judged what does not say when it was signed
	As    Edition        // of which keys and authorities these are
}

// Edition tells one collection of keys and authorities from another.
type Edition struct {
	Keys, Authorities       int
	NewestKey, NewestBelief string
}

// MailKey is a key as people see it: what it opens, and never itself.
type MailKey struct {
	ID          fact.MailKeyID `json:"id"`
	Channel     fact.ChannelID `json:"channel_id"`
	Subject     string         `json:"subject" doc:"whose certificate it is"`
	Addresses   []string       `json:"addresses" nullable:"false" doc:"mail for these is opened"`
	Issuer      string         `json:"issuer"`
	Fingerprint string         `json:"fingerprint" doc:"SHA-256 of the certificate"`
	ValidFrom   time.Time      `json:"valid_from"`
	ValidUntil  time.Time      `json:"valid_until" doc:"old mail is opened after it as well; others do not encrypt with it any more"`
	Over        bool           `json:"over"`
	Soon        bool           `json:"soon" doc:"it is over within thirty days"`
	AddedBy     string         `json:"added_by" doc:"their name as it is today"`
	AddedAt     time.Time      `json:"added_at"`
}

// SigningState is how it stands with the key that a mailbox signs with.
type SigningState string

// States of signing.
const (
	Signs         SigningState = "signs"
	SignsOver     SigningState = "over"     // the last that was for its address is over
	SignsUnusable SigningState = "unusable" // there is one, and it cannot be opened
	SignsNone     SigningState = "none"     // none is for signing mail of its address
)

// Signing is by which key a mailbox signs.
type Signing struct {
	State SigningState
	Until time.Time // until when it is good; zero where there is none
}

// Authority is somebody whose word is believed about who signed.
type Authority struct {
	ID          fact.MailAuthorityID `json:"id"`
	Subject     string               `json:"subject"`
	Issues      bool                 `json:"issues" doc:"it vouches for others; else it is one person's certificate and vouches for itself alone"`
	Fingerprint string               `json:"fingerprint" doc:"SHA-256 of the certificate"`
	ValidUntil  time.Time            `json:"valid_until"`
	Over        bool                 `json:"over"`
	AddedBy     string               `json:"added_by" doc:"their name as it is today"`
	AddedAt     time.Time            `json:"added_at"`
}

// Soon is how long before its end a key is warned of: authorities take their time.
const Soon = 30 * 24 * time.Hour
