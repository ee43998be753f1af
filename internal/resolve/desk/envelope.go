package desk

import (
	"anlan/internal/arrive/contact"
)

// Envelope is what becomes of a reply by mail before it leaves.
type Envelope struct {
	ByMail    bool            `json:"by_mail" doc:"replies of this conversation leave as mail; else nothing below is set"`
	Address   string          `json:"address" doc:"to which they go; empty when there is none"`
	Name      string          `json:"name" personal:"name"`
	Subject   string          `json:"subject" doc:"under which they leave: the newest of the customer's"`
	Signature EnvelopeText    `json:"signature" doc:"what stands below what one writes, as the customer sees it"`
	Quotes    bool            `json:"quotes" doc:"the customer's last message is quoted below it"`
	Bounced   *contact.Bounce `json:"bounced" doc:"mail to the address came back; null where none did, or it was heard of since"`
}

// EnvelopeText is a text in both forms.
type EnvelopeText struct {
	Text string `json:"text"`
	HTML string `json:"html" doc:"sanitised"`
}
