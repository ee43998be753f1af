package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/understand/mask"
	"anlan/internal/understand/privacy"
)

func (e *Edge) routePrivacy() {
	const tag = "Privacy"
	handle(e, route{id: "get-privacy", method: http.MethodGet, path: "/v1/privacy", summary: "Who sees which kinds of personal data", tag: tag, needs: access.PrivacyManage, clear: true}, e.getPrivacy)
	handle(e, route{id: "set-privacy", method: http.MethodPut, path: "/v1/privacy", summary: "Decide who sees which kinds of personal data", tag: tag, needs: access.PrivacyManage, clear: true}, e.setPrivacy)
	handle(e, route{id: "try-privacy", method: http.MethodPost, path: "/v1/privacy/trial", summary: "See a text as it would be seen by three readers", tag: tag, needs: access.PrivacyManage, clear: true}, e.tryPrivacy)
	handle(e, route{id: "unmask-message", method: http.MethodPost, path: "/v1/messages/{id}/unmasking", summary: "Have what is hidden in a message shown for some minutes, with a reason; it is audited", tag: "Messages", needs: access.PersonalUnmask, clear: true}, e.unmask)
	handle(e, route{id: "list-unmaskings", method: http.MethodGet, path: "/v1/unmaskings", summary: "Who had hidden personal data shown, of whom and why, newest first", tag: "Audit", needs: access.AuditView}, e.listUnmaskings)
}

func (e *Edge) getPrivacy(ctx context.Context, _ access.Actor, _ *struct{}) (mask.Policy, error) {
	return e.Masks.Policy(ctx)
}

// PrivacyBody is a policy as it is written.
type PrivacyBody struct {
	Levels       map[privacy.Kind]mask.Level `json:"levels" doc:"by kind: open, limited or guarded; a kind that is left out is as it came"`
	ShownMinutes int                         `json:"shown_minutes" minimum:"1" maximum:"60"`
	PerHour      int                         `json:"per_hour" minimum:"1" maximum:"1000"`
	Version      int                         `json:"version" minimum:"0" doc:"the one that was edited"`
}

func (b PrivacyBody) policy() mask.Policy {
	return mask.Policy{Levels: b.Levels, ShownMinutes: b.ShownMinutes, PerHour: b.PerHour, Version: b.Version}
}

type privacyEdit struct{ Body PrivacyBody }

func (e *Edge) setPrivacy(ctx context.Context, who access.Actor, in *privacyEdit) (mask.Policy, error) {
	return e.Masks.Change(ctx, who, in.Body.policy())
}

type privacyTrial struct {
	Body struct {
		Levels map[privacy.Kind]mask.Level `json:"levels"`
		Text   string                      `json:"text" maxLength:"5000"`
	}
}

func (e *Edge) tryPrivacy(_ context.Context, who access.Actor, in *privacyTrial) (mask.Sights, error) {
	return e.Masks.Try(who, mask.Policy{Levels: in.Body.Levels}, in.Body.Text)
}

type newUnmasking struct {
	MessagePath
	Body struct {
		Reason string `json:"reason" enum:"identity,request,correction,authority,other"`
		Words  string `json:"words,omitempty" maxLength:"2000" doc:"own words, up to 500 characters; needed with other"`
	}
}

// unmasked is a message as it is, and until when it is shown.
type unmasked struct {
	Message conversation.Message `json:"message"`
	Until   time.Time            `json:"until"`
}

func (e *Edge) unmask(ctx context.Context, who access.Actor, in *newUnmasking) (unmasked, error) {
	m, u, err := e.Masks.Unmask(ctx, who, in.ID, mask.Purpose{Reason: in.Body.Reason, Words: in.Body.Words})
	if err != nil {
		return unmasked{}, err
	}
	list := []conversation.Message{m}
	err = e.dress(ctx, list)
	return unmasked{list[0], u.Until}, err
}

type unmaskingQuery struct {
	Paging
	Staff   fact.StaffID   `query:"staff" doc:"what was shown to this person"`
	Contact fact.ContactID `query:"contact" doc:"whose data it is"`
	Kind    privacy.Kind   `query:"kind" enum:",id_card,passport,bank_card,bank_account,secret,phone,email,address,name,plate"`
}

func (e *Edge) listUnmaskings(ctx context.Context, who access.Actor, in *unmaskingQuery) (Page[mask.Unmasking], error) {
	at, id, err := placed(in.After)
	if err != nil {
		return Page[mask.Unmasking]{}, err
	}
	q := mask.UnmaskingQuery{Staff: in.Staff, Contact: in.Contact, Kind: string(in.Kind), ID: id, Limit: in.Limit}
	if id != "" {
		q.Before = time.UnixMilli(at)
	}
	list, err := e.Masks.Unmaskings(ctx, who, q)
	next := ""
	if len(list) == in.Limit {
		last := list[len(list)-1]
		next = place(last.At.UnixMilli(), last.ID)
	}
	return paged(list, next), err
}
