// Package health watches over the ways in and out: it looks at what each part
// knows of itself (the mailbox, the outbox, the grant, the key that signs), says in
// one word how a channel is, why, and what is to be done, and keeps each trouble
// from its beginning to its end. Whoever may mend it is told once when it began and
// once when it is over.
//
// Facts out: channel.troubled, channel.recovered.
package health

import (
	"time"

	"anlan/internal/fact"
)

// State is how a channel is.
type State string

// States.
const (
	Well     State = "ok"
	Troubled State = "troubled" // it works, and will not for long, or not wholly
	Broken   State = "broken"   // customers do not reach us by it, or we not them
	Closed   State = "closed"
)

// Part is which side of a channel has the trouble. Each has one at a time.
type Part string

// Parts.
const (
	In        Part = "in"        // mail cannot be fetched
	Out       Part = "out"       // replies cannot leave, or there is no way for them
	Grant     Part = "grant"     // the provider does not let us in
	Secret    Part = "secret"    // the client secret ends
	Missing   Part = "missing"   // mails lie in the mailbox and did not come in
	Waiting   Part = "waiting"   // replies have waited for long
	Signing   Part = "signing"   // the key's record is gone from DNS
	Answering Part = "answering" // the mailbox that answers for it cannot

	Certificate Part = "certificate" // a key for signed or encrypted mail is missing or ends (S/MIME)
)

// Trouble is something wrong with a channel.
type Trouble struct {
	ID      fact.TroubleID `json:"id"`
	Channel fact.ChannelID `json:"channel_id"`
	Part    Part           `json:"part" enum:"in,out,grant,secret,missing,waiting,signing,answering,certificate"`
	State   State          `json:"state" enum:"troubled,broken"`
	Code    string         `json:"code" doc:"why, as a code that does not change"`
	About   map[string]any `json:"about" doc:"what the words of the code speak of"`
	Since   time.Time      `json:"since" doc:"when it began"`
	NotedAt time.Time      `json:"noted_at" doc:"when people were told"`
	OverAt  *time.Time     `json:"over_at"`
}

// Incoming is how the fetching stands.
type Incoming struct {
	State        string     `json:"state" enum:"waiting,fetching,listening,failing"`
	FailingSince *time.Time `json:"failing_since"`
	NextAt       *time.Time `json:"next_at" doc:"when it is tried again"`
	Backlog      int        `json:"backlog" doc:"mails that are in the mailbox and not yet here, as last seen"`
	CompleteAt   *time.Time `json:"complete_at" doc:"when everything was in, the last time"`
}

// Outgoing is how the sending stands.
type Outgoing struct {
	Waiting      int        `json:"waiting" doc:"replies that wait to leave"`
	OldestAt     *time.Time `json:"oldest_at" doc:"since when the oldest of them is tried"`
	FailingSince *time.Time `json:"failing_since" doc:"since when our own server does not take mail"`
	NextAt       *time.Time `json:"next_at" doc:"when it is tried again"`
}

// Granted is how a provider's word stands.
type Granted struct {
	State       string     `json:"state" enum:"waiting,good,refused"`
	AccessUntil *time.Time `json:"access_until" doc:"until when the present token is good; it is renewed by itself"`
	SecretUntil *time.Time `json:"secret_until" doc:"when the provider stops taking the client secret"`
}

// Health is how one channel is.
type Health struct {
	Channel        fact.ChannelID `json:"channel_id"`
	Name           string         `json:"name"`
	Kind           string         `json:"kind" enum:"webchat,email,api,form"`
	State          State          `json:"state" enum:"ok,troubled,broken,closed"`
	Troubles       []Trouble      `json:"troubles" nullable:"false" doc:"what is wrong now, the worst first"`
	LastInboundAt  *time.Time     `json:"last_inbound_at"`
	LastOutboundAt *time.Time     `json:"last_outbound_at"`
	In             *Incoming      `json:"in" doc:"null where nothing is fetched"`
	Out            *Outgoing      `json:"out" doc:"null where nothing leaves as mail"`
	Grant          *Granted       `json:"grant" doc:"null where the mailbox is entered by a password"`
}
