// Package trust keeps what speaks for and against the sender of a mail: what the
// mail server that received it found (SPF, DKIM, DMARC), what makes an address look
// like somebody else's, and what people decided about a sender. Whoever is shown to
// a person is shown with the reason.
//
// Facts out: message.trust_changed.
package trust

import (
	"time"

	"anlan/internal/arrive/smime"
	"anlan/internal/fact"
)

// Proof is what is known of who a mail is really from.
type Proof string

const (
	Verified  Proof = "verified"  // the domain of the address stands behind it
	Failed    Proof = "failed"    // the domain says that it is not from there
	Unproven  Proof = "unproven"  // it was looked at, and nothing speaks for it
	Unchecked Proof = "unchecked" // nobody whom we trust has looked
)

// Check is one finding of a receiving mail server.
type Check struct {
	Method string `json:"method" enum:"spf,dkim,dmarc,arc,iprev,auth"`
	Result string `json:"result" doc:"in the words of RFC 8601: pass, fail, softfail, none, temperror, …"`
	Domain string `json:"domain" doc:"whose: of the envelope (spf), of the signature (dkim), of the sender (dmarc)"`
	Detail string `json:"detail" doc:"what the server said besides"`
}

// Verdict is what a receiving server found. Seen names the server whose findings
// stand on top of the mail, trusted or not: that is how one is proposed.
type Verdict struct {
	Seen     string
	Receiver string // whose findings these are; "" = nobody's whom we trust
	Checks   []Check
}

// Letter is what a mail says of its sender.
type Letter struct {
	From    string
	Name    string
	ReplyTo []string
	Bulk    bool // of a list or a mass sending
	Verdict Verdict
}

// Warning is why one should look twice at a sender. Values belong to the words.
type Warning struct {
	Code      string            `json:"code" enum:"shows_other_address,colleague_name,brand_name,like_ours,like_organisation,like_contact,mixed_scripts,hidden_domain,reply_elsewhere" doc:"stable"`
	Values    map[string]string `json:"values" nullable:"false"`
	Dismissed *Dismissal        `json:"dismissed" doc:"somebody knows this sender; null while nobody has said so"`
}

// Dismissal is somebody's word that a warning does not hold for a sender.
type Dismissal struct {
	By    string    `json:"by" doc:"their name as it is today"`
	At    time.Time `json:"at"`
	Until time.Time `json:"until"`
}

// Pictures is how the remote pictures of a mail stand.
type Pictures struct {
	Shown   bool      `json:"shown"`
	Because string    `json:"because" enum:",asked,sender" doc:"somebody asked for them here, or always for this sender"`
	By      string    `json:"by" doc:"who asked, by their name as it is today"`
	Remote  []Picture `json:"remote" nullable:"false" doc:"where each is fetched from once they are shown; empty until then"`
}

// Picture is one remote picture of a mail.
type Picture struct {
	Source string `json:"source" doc:"the address in the mail's HTML"`
	URL    string `json:"url" doc:"a signed link to our own copy"`
}

// Card is what is shown of a mail's sender.
type Card struct {
	Address  string    `json:"address"`
	Proof    Proof     `json:"proof" enum:"verified,failed,unproven,unchecked"`
	Reason   string    `json:"reason" enum:"dmarc_pass,dkim_aligned,spf_aligned,dmarc_fail,nothing_aligned,trouble,no_receiver" doc:"why the proof is what it is"`
	Receiver string    `json:"receiver" doc:"the mail server whose findings these are"`
	Checks   []Check   `json:"checks" nullable:"false"`
	Warnings []Warning `json:"warnings" nullable:"false"`
	Pictures Pictures  `json:"pictures"`

	Signature  *smime.Signature  `json:"signature" doc:"who signed the mail itself (S/MIME); null where nobody did"`
	Encryption *smime.Encryption `json:"encryption" doc:"what became of a mail that came encrypted (S/MIME); null for the others"`
	CanReread  bool              `json:"can_reread" doc:"the asking person may have it read anew, and there is something to gain: a key or an authority may have been added since"`
}

// Unsettled tells whether more keys, or more authorities that are believed, could tell
// more of a mail.
func (c Card) Unsettled() bool {
	return c.Encryption != nil && c.Encryption.Reason == "no_key" ||
		c.Signature != nil && (c.Signature.Reason == "unknown_issuer" || c.Signature.Reason == "self_signed")
}

// Receiver is a mail server whose findings stand on mails that came in.
type Receiver struct {
	Name   string    `json:"name"`
	Mails  int       `json:"mails" doc:"of the newest two hundred"`
	LastAt time.Time `json:"last_at"`
}

// Choice is what somebody decided about a sender.
type Choice struct {
	Address string     `json:"address"`
	About   string     `json:"about" doc:"pictures, or the code of a warning"`
	By      string     `json:"by"`
	At      time.Time  `json:"at"`
	Until   *time.Time `json:"until" doc:"null: until it is taken back"`
	Can     ChoiceCan  `json:"can"`
}

// ChoiceCan is what the asking person may do with a choice.
type ChoiceCan struct {
	Drop bool `json:"drop"`
}

// Seen is what the door knows of a mail when it comes in.
type Seen struct {
	Letter
	Proof    Proof
	Reason   string
	Warnings []Warning

	Signature  *smime.Signature
	Encryption *smime.Encryption
}

// Of judges a letter by what its receiver found.
func Of(l Letter) *Seen {
	s := &Seen{Letter: l}
	s.Proof, s.Reason = prove(l)
	return s
}

// About is a message, as far as trust goes.
type About struct {
	Message fact.MessageID
	HTML    string
}
