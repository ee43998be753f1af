package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/check"
)

func (e *Edge) routeIdentityChecks() {
	const tag = "Conversations"
	const path = "/v1/conversations/{id}/identity-check"
	handle(e, route{id: "get-identity-check", method: http.MethodGet, path: path, summary: "Whether the customer has shown that they are who they say", tag: tag, needs: access.ConversationView}, e.getIdentityCheck)
	handle(e, route{id: "send-identity-check", method: http.MethodPost, path: path, summary: "Send a code to an address that is known to be the customer's; nobody here sees it, and an earlier one counts no more", tag: tag, status: http.StatusCreated, needs: access.IdentityCheck}, e.sendIdentityCheck)
	handle(e, route{id: "answer-identity-check", method: http.MethodPost, path: path + "/answer", summary: "Compare what the customer told with the code; a message of theirs that holds it is compared by itself", tag: tag, needs: access.IdentityCheck}, e.answerIdentityCheck)
	handle(e, route{id: "refuse-identity-check", method: http.MethodPost, path: path + "/refusal", summary: "Note that the customer would not show who they are", tag: tag, needs: access.IdentityCheck}, e.refuseIdentityCheck)
}

// identityAddress is an address to which a code can go.
type identityAddress struct {
	ID    fact.IdentityID `json:"id"`
	Kind  contact.Kind    `json:"kind" enum:"email"`
	Value string          `json:"value" personal:"of,Kind"`
}

// identityCheckView is where the identity check of a conversation stands.
type identityCheckView struct {
	State      check.State       `json:"state" enum:"none,sent,passed,over,failed,expired,refused,unsent" doc:"over: it was passed, longer ago than it counts"`
	Kind       contact.Kind      `json:"kind" enum:",email" doc:"by what the code went; empty where none did"`
	Address    string            `json:"address" personal:"of,Kind" doc:"where it went"`
	At         *time.Time        `json:"at" doc:"when it was asked for, or the customer would not"`
	By         *conversation.Ref `json:"by"`
	LeftAt     *time.Time        `json:"left_at" doc:"when the mail left; null while it has not"`
	Until      *time.Time        `json:"until" doc:"sent: the code counts; passed: so does what was shown"`
	TriesLeft  int               `json:"tries_left"`
	EndedAt    *time.Time        `json:"ended_at" doc:"when it was passed, failed, and so on"`
	EndedBy    *conversation.Ref `json:"ended_by" doc:"who typed the code; null where it stood in a message of the customer"`
	Message    fact.MessageID    `json:"message_id" doc:"in which the code stood; empty where it was typed"`
	Reason     string            `json:"reason" enum:",rejected,too_late,no_way" doc:"why the mail could not leave"`
	Addresses  []identityAddress `json:"addresses" nullable:"false" doc:"to which a code can go: e-mail addresses that were known to be the customer's before this conversation began"`
	Can        identityCheckCan  `json:"can"`
	AskRefused string            `json:"ask_refused" enum:",no_permission,no_address,too_many" doc:"why no code can be asked for, told before one tries; empty when it can"`
}

type identityCheckCan struct {
	Ask    bool `json:"ask"`
	Answer bool `json:"answer"`
	Refuse bool `json:"refuse"`
}

func viewIdentityCheck(s check.Standing) identityCheckView {
	v := identityCheckView{
		State: s.State, Address: s.Address, At: since(s.At), LeftAt: since(s.LeftAt), Until: since(s.Until), TriesLeft: s.Left, EndedAt: since(s.EndedAt),
		By: refOf(s.By), EndedBy: refOf(s.EndedBy), Message: s.Message, Reason: s.Reason, Addresses: make([]identityAddress, len(s.Addresses)),
		AskRefused: s.Hindered, Can: identityCheckCan{
			Ask: s.Hindered == "", Answer: s.May && s.State == check.Sent, Refuse: s.May && s.State != check.Passed && s.State != check.Refused,
		},
	}
	if v.Address != "" {
		v.Kind = contact.Email
	}
	for i, one := range s.Addresses {
		v.Addresses[i] = identityAddress{one.ID, contact.Email, one.Value}
	}
	return v
}

// refOf is a person, where there was one.
func refOf(r conversation.Ref) *conversation.Ref {
	if r.ID == "" {
		return nil
	}
	return &r
}

func (e *Edge) getIdentityCheck(ctx context.Context, who access.Actor, in *ConversationPath) (identityCheckView, error) {
	s, err := e.Checks.Of(ctx, who, in.ID)
	return viewIdentityCheck(s), err
}

type identityCheckWish struct {
	ConversationPath
	Body struct {
		Identity fact.IdentityID `json:"identity_id,omitempty" doc:"one of the addresses that reading the check lists; without it: the first"`
	}
}

func (e *Edge) sendIdentityCheck(ctx context.Context, who access.Actor, in *identityCheckWish) (identityCheckView, error) {
	s, err := e.Checks.Ask(ctx, who, in.ID, in.Body.Identity)
	return viewIdentityCheck(s), err
}

type identityCheckAnswer struct {
	ConversationPath
	Body struct {
		Code string `json:"code" maxLength:"40" doc:"six digits; spaces and wide digits are taken as they are meant"`
	}
}

func (e *Edge) answerIdentityCheck(ctx context.Context, who access.Actor, in *identityCheckAnswer) (identityCheckView, error) {
	s, err := e.Checks.Answer(ctx, who, in.ID, in.Body.Code)
	return viewIdentityCheck(s), err
}

func (e *Edge) refuseIdentityCheck(ctx context.Context, who access.Actor, in *ConversationPath) (identityCheckView, error) {
	s, err := e.Checks.Refuse(ctx, who, in.ID)
	return viewIdentityCheck(s), err
}
