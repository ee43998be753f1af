package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeSignIn() {
	const tag = "Sign-in"
	handle(e, route{id: "show-sign-in", method: http.MethodGet, path: "/v1/sign-in", summary: "Ways to sign in, and how far this browser has come", tag: tag, public: true}, e.showSignIn)
	withCookies(e, route{id: "sign-in", method: http.MethodPost, path: "/v1/session", summary: "Sign in by password", tag: tag, public: true}, e.signIn)
	withCookies(e, route{id: "give-code", method: http.MethodPost, path: "/v1/sign-in/code", summary: "The second step: a code of the app, or a recovery code", tag: tag, public: true}, e.giveCode)
	handle(e, route{id: "enrol-first", method: http.MethodPost, path: "/v1/sign-in/factor", summary: "Begin the second factor that one must have to come in", tag: tag, public: true}, e.enrolFirst)
	withCookies(e, route{id: "confirm-first", method: http.MethodPost, path: "/v1/sign-in/factor/confirmation", summary: "Confirm it by its first code, and come in", tag: tag, public: true}, e.confirmFirst)
	withCookies(e, route{id: "turn-back", method: http.MethodDelete, path: "/v1/sign-in", summary: "Forget a sign-in that was only begun", tag: tag, status: http.StatusNoContent, public: true}, e.turnBack)
	handle(e, route{id: "ask-passkey", method: http.MethodPost, path: "/v1/sign-in/passkey/challenge", summary: "A challenge for a passkey", tag: tag, public: true}, e.askPasskey)
	withCookies(e, route{id: "enter-by-passkey", method: http.MethodPost, path: "/v1/sign-in/passkey", summary: "Sign in by passkey", tag: tag, public: true}, e.enterByPasskey)
	handle(e, route{id: "get-sign-in-policy", method: http.MethodGet, path: "/v1/sign-in/policy", summary: "The house's rule for coming in", tag: tag, needs: access.SignInManage}, e.getPolicy)
	handle(e, route{id: "set-sign-in-policy", method: http.MethodPatch, path: "/v1/sign-in/policy", summary: "Change the rule", tag: tag, needs: access.SignInManage}, e.setPolicy)
}

// Entrance is how far somebody has come.
type Entrance struct {
	Step  staff.Step `json:"step" enum:"in,code,enrol,passkey" doc:"in: signed in; code: a code of the second factor is wanted; enrol: a second factor is wanted and has to be made; passkey: a passkey is wanted"`
	Me    *me        `json:"me" doc:"who one is, once signed in"`
	Until *time.Time `json:"until" doc:"when a sign-in that was only begun has to begin again"`
}

// entered is the answer to a step of a sign-in, and the cookie for what follows.
func (e *Edge) entered(ctx context.Context, in staff.Entrance, err error) (Entrance, []http.Cookie, error) {
	if err != nil {
		return Entrance{}, nil, err
	}
	v := caller(ctx)
	if in.Step != staff.In {
		return Entrance{Step: in.Step, Until: since(in.Until)}, []http.Cookie{pendingCookie(v, in)}, nil
	}
	who, err := e.Office.ActorBySession(ctx, in.Secret, v.from.IP)
	if err != nil {
		return Entrance{}, nil, err
	}
	m, err := e.me(ctx, who)
	cookies := []http.Cookie{sessionCookie(v, in.Opened)}
	if v.pending != "" {
		cookies = append(cookies, forgottenCookie(v, pendingName))
	}
	return Entrance{Step: staff.In, Me: &m}, cookies, err
}

type signInOffer struct {
	SetupOpen bool     `json:"setup_open" doc:"nobody works here yet: the setup link stands in the server's log"`
	Password  bool     `json:"password" doc:"a password lets in; without it, only those who manage sign-in"`
	Passkeys  bool     `json:"passkeys" doc:"browsers make passkeys for this address"`
	Providers []ref    `json:"providers" nullable:"false" doc:"for single sign-on: go to /v1/sign-on/{id}"`
	Waiting   *waiting `json:"waiting" doc:"a sign-in that this browser has begun"`
}

type waiting struct {
	Step  staff.Step `json:"step" enum:"code,enrol,passkey"`
	Name  string     `json:"name"`
	Email string     `json:"email"`
	Until time.Time  `json:"until"`
}

func (e *Edge) showSignIn(ctx context.Context, _ access.Actor, _ *struct{}) (signInOffer, error) {
	open, err := e.Office.OpenForSetup(ctx)
	if err != nil {
		return signInOffer{}, err
	}
	rules, err := e.Office.Rules(ctx)
	if err != nil {
		return signInOffer{}, err
	}
	offer := signInOffer{SetupOpen: open, Password: rules.Password, Passkeys: e.Office.PasskeysWork()}
	providers, err := e.Providers.Offered(ctx)
	if err != nil {
		return signInOffer{}, err
	}
	offer.Providers = make([]ref, len(providers))
	for i, p := range providers {
		offer.Providers[i] = ref{ID: string(p.ID), Name: p.Name}
	}
	if pending := caller(ctx).pending; pending != "" {
		w, err := e.Office.Waiting(ctx, pending)
		if err != nil && !fault.Is(err, "sign_in.step_over") {
			return signInOffer{}, err
		}
		if err == nil {
			offer.Waiting = &waiting{w.Step, w.Name, w.Email, w.Until}
		}
	}
	return offer, nil
}

type credentials struct {
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
}

func (e *Edge) signIn(ctx context.Context, _ access.Actor, in *credentials) (Entrance, []http.Cookie, error) {
	_, entrance, err := e.Office.SignIn(ctx, in.Body.Email, in.Body.Password, caller(ctx).from)
	return e.entered(ctx, entrance, err)
}

type code struct {
	Body struct {
		Code string `json:"code" maxLength:"64" example:"123456"`
	}
}

func (e *Edge) giveCode(ctx context.Context, _ access.Actor, in *code) (Entrance, []http.Cookie, error) {
	v := caller(ctx)
	_, entrance, err := e.Office.GiveCode(ctx, v.pending, in.Body.Code, v.from)
	return e.entered(ctx, entrance, err)
}

// enrolment is a second factor that waits for its first code.
type enrolment struct {
	Secret  string `json:"secret" doc:"for who types it into their app" example:"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"`
	Address string `json:"address" doc:"for the picture that an app photographs" example:"otpauth://totp/Anlan:lin@example.cn?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Anlan"`
}

func (e *Edge) enrolFirst(ctx context.Context, _ access.Actor, _ *struct{}) (enrolment, error) {
	n, err := e.Office.EnrolFirst(ctx, caller(ctx).pending)
	return enrolment(n), err
}

type firstEntrance struct {
	Entrance
	RecoveryCodes []string `json:"recovery_codes" nullable:"false" doc:"each works once in place of a code; they are not shown again"`
}

func (e *Edge) confirmFirst(ctx context.Context, _ access.Actor, in *code) (firstEntrance, []http.Cookie, error) {
	v := caller(ctx)
	_, entrance, codes, err := e.Office.ConfirmFirst(ctx, v.pending, in.Body.Code, v.from)
	entered, cookies, err := e.entered(ctx, entrance, err)
	return firstEntrance{entered, codes}, cookies, err
}

func (e *Edge) turnBack(ctx context.Context, _ access.Actor, _ *struct{}) (nothing, []http.Cookie, error) {
	v := caller(ctx)
	return nothing{}, []http.Cookie{forgottenCookie(v, pendingName)}, e.Office.TurnBack(ctx, v.pending)
}

// ceremony is what a browser's navigator.credentials is asked.
type ceremony struct {
	Ceremony string          `json:"ceremony" doc:"send it back with the browser's answer; good once, for five minutes"`
	Options  json.RawMessage `json:"options" doc:"as WebAuthn's JSON forms have it"`
}

func (e *Edge) askPasskey(ctx context.Context, _ access.Actor, _ *struct{}) (ceremony, error) {
	c, err := e.Office.AskPasskey(ctx)
	return ceremony{c.Secret, c.Options}, err
}

type passkeyAnswer struct {
	Body struct {
		Ceremony string          `json:"ceremony"`
		Answer   json.RawMessage `json:"answer" doc:"what the browser gave, as JSON"`
	}
}

func (e *Edge) enterByPasskey(ctx context.Context, _ access.Actor, in *passkeyAnswer) (Entrance, []http.Cookie, error) {
	_, entrance, err := e.Office.EnterByPasskey(ctx, in.Body.Ceremony, in.Body.Answer, caller(ctx).from)
	return e.entered(ctx, entrance, err)
}

type policyView struct {
	SecondFactor access.Role   `json:"second_factor" enum:",agent,lead,manager,admin" doc:"who must have a second factor: whoever may what this role may and those below do not; empty: nobody"`
	Password     bool          `json:"password" doc:"a password lets in; who manages sign-in keeps theirs anyway"`
	Lacking      staff.Lacking `json:"lacking" nullable:"false" doc:"by role from which on it is demanded: people who would have to have a second factor and have none"`
	Version      int           `json:"version"`
}

func (e *Edge) getPolicy(ctx context.Context, who access.Actor, _ *struct{}) (policyView, error) {
	p, lacking, err := e.Office.Policy(ctx, who)
	return policyView{p.SecondFactor, p.Password, lacking, p.Version}, err
}

type policyEdit struct {
	Body struct {
		SecondFactor *access.Role `json:"second_factor,omitempty" enum:",agent,lead,manager,admin"`
		Password     *bool        `json:"password,omitempty"`
		Version      int          `json:"version,omitempty"`
	}
}

func (e *Edge) setPolicy(ctx context.Context, who access.Actor, in *policyEdit) (policyView, error) {
	if _, err := e.Office.SetPolicy(ctx, who, staff.PolicyChange(in.Body)); err != nil {
		return policyView{}, err
	}
	return e.getPolicy(ctx, who, nil)
}
