package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
)

func (e *Edge) routeFactor() {
	const tag = "Second factor"
	handle(e, route{id: "get-factor", method: http.MethodGet, path: "/v1/me/factor", summary: "What I have beside my password", tag: tag}, e.getFactor)
	handle(e, route{id: "begin-factor", method: http.MethodPost, path: "/v1/me/factor", summary: "Begin a second factor", tag: tag, status: http.StatusCreated}, e.beginFactor)
	handle(e, route{id: "confirm-factor", method: http.MethodPost, path: "/v1/me/factor/confirmation", summary: "Turn it on with its first code", tag: tag}, e.confirmFactor)
	handle(e, route{id: "renew-recovery-codes", method: http.MethodPost, path: "/v1/me/factor/recovery-codes", summary: "Ten new recovery codes", tag: tag}, e.renewCodes)
	handle(e, route{id: "drop-factor", method: http.MethodPost, path: "/v1/me/factor/removal", summary: "Turn it off", tag: tag, status: http.StatusNoContent}, e.dropFactor)
	handle(e, route{id: "reset-factor", method: http.MethodDelete, path: "/v1/staff/{id}/factor", summary: "Take second factor and passkeys from somebody who has lost them", tag: tag, status: http.StatusNoContent, needs: access.SignInManage}, e.resetFactor)
	handle(e, route{id: "list-passkeys", method: http.MethodGet, path: "/v1/me/passkeys", summary: "My passkeys", tag: tag}, e.listPasskeys)
	handle(e, route{id: "begin-passkey", method: http.MethodPost, path: "/v1/me/passkeys/challenge", summary: "A challenge for a new passkey", tag: tag}, e.beginPasskey)
	handle(e, route{id: "add-passkey", method: http.MethodPost, path: "/v1/me/passkeys", summary: "Keep a new passkey", tag: tag, status: http.StatusCreated}, e.addPasskey)
	handle(e, route{id: "rename-passkey", method: http.MethodPatch, path: "/v1/me/passkeys/{id}", summary: "Rename a passkey", tag: tag}, e.renamePasskey)
	handle(e, route{id: "remove-passkey", method: http.MethodDelete, path: "/v1/me/passkeys/{id}", summary: "Remove a passkey", tag: tag, status: http.StatusNoContent}, e.removePasskey)
}

type factorView struct {
	On            bool       `json:"on"`
	Since         *time.Time `json:"since"`
	RecoveryCodes int        `json:"recovery_codes" doc:"how many are left"`
	Passkeys      int        `json:"passkeys" doc:"how many; each counts as both factors"`
	Must          bool       `json:"must" doc:"the house wants you to have one"`
	Password      bool       `json:"password" doc:"you have a password to prove yourself by"`
	PasskeysWork  bool       `json:"passkeys_work" doc:"browsers make passkeys for this address"`
}

func (e *Edge) getFactor(ctx context.Context, who access.Actor, _ *struct{}) (factorView, error) {
	f, err := e.Office.Factor(ctx, who)
	return factorView{f.On, since(f.Since), f.Codes, f.Passkeys, f.Must, f.Password, e.Office.PasskeysWork()}, err
}

// ProofBody is how one shows again that it is oneself.
type ProofBody struct {
	Password string `json:"password,omitempty" doc:"this, or a code"`
	Code     string `json:"code,omitempty" maxLength:"64" doc:"of the second factor, or a recovery code" example:"123456"`
}

type proof struct{ Body ProofBody }

func (p ProofBody) proof() staff.Proof { return staff.Proof(p) }

func (e *Edge) beginFactor(ctx context.Context, who access.Actor, in *proof) (enrolment, error) {
	n, err := e.Office.BeginFactor(ctx, who, in.Body.proof())
	return enrolment(n), err
}

type recoveryCodes struct {
	RecoveryCodes []string `json:"recovery_codes" nullable:"false" doc:"each works once in place of a code; they are not shown again" example:"k7m2-9xq4-ab3d-5efg"`
}

func (e *Edge) confirmFactor(ctx context.Context, who access.Actor, in *code) (recoveryCodes, error) {
	codes, err := e.Office.ConfirmFactor(ctx, who, in.Body.Code)
	return recoveryCodes{codes}, err
}

func (e *Edge) renewCodes(ctx context.Context, who access.Actor, in *proof) (recoveryCodes, error) {
	codes, err := e.Office.RenewCodes(ctx, who, in.Body.proof())
	return recoveryCodes{codes}, err
}

func (e *Edge) dropFactor(ctx context.Context, who access.Actor, in *proof) (nothing, error) {
	return nothing{}, e.Office.DropFactor(ctx, who, in.Body.proof())
}

func (e *Edge) resetFactor(ctx context.Context, who access.Actor, in *StaffPath) (nothing, error) {
	return nothing{}, e.Office.ResetFactor(ctx, who, in.ID)
}

// PasskeyView is one of one's passkeys.
type PasskeyView struct {
	ID        fact.PasskeyID `json:"id"`
	Name      string         `json:"name"`
	CreatedAt time.Time      `json:"created_at"`
	UsedAt    *time.Time     `json:"used_at"`
}

func viewPasskey(k staff.Key) PasskeyView {
	return PasskeyView{k.ID, k.Name, k.CreatedAt, since(k.UsedAt)}
}

func (e *Edge) listPasskeys(ctx context.Context, who access.Actor, _ *struct{}) (All[PasskeyView], error) {
	keys, err := e.Office.Passkeys(ctx, who)
	list := make([]PasskeyView, len(keys))
	for i, k := range keys {
		list[i] = viewPasskey(k)
	}
	return whole(list), err
}

func (e *Edge) beginPasskey(ctx context.Context, who access.Actor, in *proof) (ceremony, error) {
	c, err := e.Office.BeginPasskey(ctx, who, in.Body.proof())
	return ceremony{c.Secret, c.Options}, err
}

type newPasskey struct {
	Body struct {
		Ceremony string          `json:"ceremony"`
		Name     string          `json:"name" doc:"of the device or password manager that holds it"`
		Answer   json.RawMessage `json:"answer" doc:"what the browser gave, as JSON"`
	}
}

func (e *Edge) addPasskey(ctx context.Context, who access.Actor, in *newPasskey) (PasskeyView, error) {
	k, err := e.Office.AddPasskey(ctx, who, in.Body.Ceremony, in.Body.Name, in.Body.Answer)
	return viewPasskey(k), err
}

type PasskeyPath struct {
	ID fact.PasskeyID `path:"id"`
}

func (e *Edge) renamePasskey(ctx context.Context, who access.Actor, in *struct {
	PasskeyPath
	Body struct {
		Name string `json:"name"`
	}
},
) (PasskeyView, error) {
	k, err := e.Office.RenamePasskey(ctx, who, in.ID, in.Body.Name)
	return viewPasskey(k), err
}

func (e *Edge) removePasskey(ctx context.Context, who access.Actor, in *PasskeyPath) (nothing, error) {
	return nothing{}, e.Office.RemovePasskey(ctx, who, in.ID)
}
