package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeAccount() {
	const tag = "Account"
	handle(e, route{id: "check-setup", method: http.MethodGet, path: "/v1/setup", summary: "Does this setup link still work?", tag: tag, public: true}, e.checkSetup)
	withCookies(e, route{id: "setup", method: http.MethodPost, path: "/v1/setup", summary: "Make the first admin and sign in", tag: tag, status: http.StatusCreated, public: true}, e.setup)
	handle(e, route{id: "check-invitation", method: http.MethodGet, path: "/v1/invitation", summary: "Whom is this invitation for?", tag: tag, public: true}, e.checkInvitation)
	withCookies(e, route{id: "accept-invitation", method: http.MethodPost, path: "/v1/invitation", summary: "Set a password and sign in", tag: tag, status: http.StatusCreated, public: true}, e.acceptInvitation)
	withCookies(e, route{id: "sign-out", method: http.MethodDelete, path: "/v1/session", summary: "Sign out", tag: tag, status: http.StatusNoContent}, e.signOut)
	handle(e, route{id: "list-sessions", method: http.MethodGet, path: "/v1/sessions", summary: "Browsers that are signed in", tag: tag}, e.listSessions)
	handle(e, route{id: "revoke-session", method: http.MethodDelete, path: "/v1/sessions/{id}", summary: "Sign a browser out", tag: tag, status: http.StatusNoContent}, e.revokeSession)
	handle(e, route{id: "get-me", method: http.MethodGet, path: "/v1/me", summary: "Who am I, and what may I do?", tag: tag}, e.getMe)
	handle(e, route{id: "change-me", method: http.MethodPatch, path: "/v1/me", summary: "Change my name, language, time zone or password", tag: tag}, e.changeMe)
	handle(e, route{id: "choose-presence", method: http.MethodPut, path: "/v1/me/presence", summary: "Say how I am there", tag: tag}, e.choosePresence)
}

// me is who is signed in.
type me struct {
	Staff       StaffView           `json:"staff"`
	Permissions []access.Permission `json:"permissions" nullable:"false"`
	Session     fact.SessionID      `json:"session"`
	Version     string              `json:"version" doc:"of the server"`
}

func (e *Edge) me(ctx context.Context, who access.Actor) (me, error) {
	s, err := e.Office.Get(ctx, who, who.ID)
	view, err := e.viewOne(ctx, who, s, err)
	return me{Staff: view, Permissions: who.Allowed(), Session: who.Session, Version: e.Version}, err
}

type tokenQuery struct {
	Token string `query:"token" required:"true"`
}

type setupState struct {
	Open bool `json:"open"`
}

func (e *Edge) checkSetup(ctx context.Context, _ access.Actor, in *tokenQuery) (setupState, error) {
	return setupState{true}, e.Office.CheckSetup(ctx, in.Token)
}

type setup struct {
	Body struct {
		Token    string `json:"token"`
		Name     string `json:"name"`
		Email    string `json:"email"`
		Password string `json:"password"`
		Locale   string `json:"locale,omitempty"`
	}
}

func (e *Edge) setup(ctx context.Context, _ access.Actor, in *setup) (Entrance, []http.Cookie, error) {
	b := in.Body
	_, opened, err := e.Office.Setup(ctx, staff.FirstAdmin{Token: b.Token, Name: b.Name, Email: b.Email, Password: b.Password, Locale: b.Locale}, caller(ctx).from)
	return e.entered(ctx, opened, err)
}

type invited struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

func (e *Edge) checkInvitation(ctx context.Context, _ access.Actor, in *tokenQuery) (invited, error) {
	s, err := e.Office.CheckInvitation(ctx, in.Token)
	return invited{s.Name, s.Email}, err
}

type acceptance struct {
	Body struct {
		Token    string `json:"token"`
		Password string `json:"password"`
		Locale   string `json:"locale,omitempty"`
	}
}

func (e *Edge) acceptInvitation(ctx context.Context, _ access.Actor, in *acceptance) (Entrance, []http.Cookie, error) {
	b := in.Body
	_, opened, err := e.Office.Accept(ctx, staff.Acceptance{Token: b.Token, Password: b.Password, Locale: b.Locale}, caller(ctx).from)
	return e.entered(ctx, opened, err)
}

func (e *Edge) signOut(ctx context.Context, who access.Actor, _ *struct{}) (nothing, []http.Cookie, error) {
	if who.Session == "" {
		return nothing{}, nil, fault.New(fault.Invalid, "session.not_a_browser")
	}
	return nothing{}, []http.Cookie{forgottenCookie(caller(ctx), cookieName)}, e.Office.SignOut(ctx, who)
}

type sessionView struct {
	ID        fact.SessionID `json:"id"`
	Current   bool           `json:"current"`
	CreatedAt time.Time      `json:"created_at"`
	SeenAt    time.Time      `json:"seen_at"`
	ExpiresAt time.Time      `json:"expires_at"`
	IP        string         `json:"ip"`
	Agent     string         `json:"agent" doc:"what the browser calls itself"`
}

type sessionQuery struct {
	Staff fact.StaffID `query:"staff" doc:"another person's, for who manages staff"`
}

func (e *Edge) listSessions(ctx context.Context, who access.Actor, in *sessionQuery) (All[sessionView], error) {
	of := in.Staff
	if of == "" {
		of = who.ID
	}
	sessions, err := e.Office.Sessions(ctx, who, of)
	list := make([]sessionView, len(sessions))
	for i, s := range sessions {
		list[i] = sessionView{ID: s.ID, Current: s.ID == who.Session, CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, ExpiresAt: s.ExpiresAt, IP: s.From.IP, Agent: s.From.Agent}
	}
	return whole(list), err
}

func (e *Edge) revokeSession(ctx context.Context, who access.Actor, in *struct {
	ID fact.SessionID `path:"id"`
},
) (nothing, error) {
	return nothing{}, e.Office.RevokeSession(ctx, who, in.ID)
}

func (e *Edge) getMe(ctx context.Context, who access.Actor, _ *struct{}) (me, error) {
	return e.me(ctx, who)
}

type meEdit struct {
	Body struct {
		Name      *string           `json:"name,omitempty"`
		Locale    *string           `json:"locale,omitempty" enum:",zh-CN,en"`
		TimeZone  *string           `json:"time_zone,omitempty"`
		Languages *[]skill.Language `json:"languages,omitempty" nullable:"false" doc:"in which one can serve"`
		Password  *struct {
			Old string `json:"old"`
			New string `json:"new"`
		} `json:"password,omitempty"`
	}
}

func (e *Edge) changeMe(ctx context.Context, who access.Actor, in *meEdit) (me, error) {
	b := in.Body
	if b.Password != nil {
		if err := e.Office.ChangePassword(ctx, who, b.Password.Old, b.Password.New); err != nil {
			return me{}, err
		}
	}
	if b.Name != nil || b.Locale != nil || b.TimeZone != nil || b.Languages != nil {
		change := staff.Change{Name: b.Name, Locale: b.Locale, TimeZone: b.TimeZone, Languages: b.Languages}
		if _, err := e.Office.Change(ctx, who, who.ID, change); err != nil {
			return me{}, err
		}
	}
	return e.me(ctx, who)
}

type presenceChoice struct {
	Body struct {
		State  presence.State `json:"state" enum:"online,busy,away,after_call"`
		Reason string         `json:"reason,omitempty" doc:"the id of one of the reasons for this state"`
		Until  time.Time      `json:"until,omitempty" doc:"when one is online again by oneself; within a day"`
	}
}

func (e *Edge) choosePresence(ctx context.Context, who access.Actor, in *presenceChoice) (presenceView, error) {
	p, err := e.Presence.Choose(ctx, who, presence.Choice{State: in.Body.State, Reason: in.Body.Reason, Until: in.Body.Until})
	return viewPresence(p), err
}
