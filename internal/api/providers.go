package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/provider"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
)

// SignOn talks to identity providers.
type SignOn interface {
	Check(ctx context.Context, p provider.Provider) error
	Begin(ctx context.Context, p provider.Provider, back string) (address string, t provider.Ticket, err error)
	Finish(ctx context.Context, p provider.Provider, secret, back, state, code string, t provider.Ticket) (provider.Word, error)
}

func (e *Edge) routeProviders(mux *http.ServeMux) {
	const tag = "Sign-in"
	handle(e, route{id: "list-providers", method: http.MethodGet, path: "/v1/providers", summary: "Identity providers", tag: tag, needs: access.SignInManage}, e.listProviders)
	handle(e, route{id: "add-provider", method: http.MethodPost, path: "/v1/providers", summary: "Add an identity provider", tag: tag, status: http.StatusCreated, needs: access.SignInManage}, e.addProvider)
	handle(e, route{id: "change-provider", method: http.MethodPatch, path: "/v1/providers/{id}", summary: "Change an identity provider", tag: tag, needs: access.SignInManage}, e.changeProvider)
	handle(e, route{id: "remove-provider", method: http.MethodDelete, path: "/v1/providers/{id}", summary: "Remove an identity provider", tag: tag, status: http.StatusNoContent, needs: access.SignInManage}, e.removeProvider)
	handle(e, route{id: "check-provider", method: http.MethodPost, path: "/v1/providers/{id}/check", summary: "Ask a provider whether it is there", tag: tag, status: http.StatusNoContent, needs: access.SignInManage}, e.checkProvider)
	mux.HandleFunc("GET /v1/sign-on/{id}", e.startSignOn)
	mux.HandleFunc("GET /v1/sign-on/return", e.returnSignOn)
}

// ProviderView is an identity provider as the settings show it.
type ProviderView struct {
	ID          fact.ProviderID `json:"id"`
	Name        string          `json:"name" doc:"on the button of the sign-in page"`
	Issuer      string          `json:"issuer" example:"https://login.example.com"`
	ClientID    string          `json:"client_id"`
	Domains     []string        `json:"domains" nullable:"false" doc:"of e-mail addresses that it may let in; none: any"`
	Creates     bool            `json:"creates" doc:"takes on whom nobody knows yet"`
	Role        access.Role     `json:"role" doc:"of whom it takes on"`
	Teams       []fact.TeamID   `json:"teams" nullable:"false" doc:"of whom it takes on"`
	BothFactors bool            `json:"both_factors" doc:"its word counts as both factors"`
	Private     bool            `json:"private" doc:"it may stand on a private address"`
	State       provider.State  `json:"state" enum:"active,off"`
	Version     int             `json:"version"`
	ReturnURL   string          `json:"return_url" doc:"to be registered at the provider"`
}

func (e *Edge) viewProvider(p provider.Provider) ProviderView {
	return ProviderView{p.ID, p.Name, p.Issuer, p.ClientID, p.Domains, p.Creates, p.Role, p.Teams, p.Both, p.Private, p.State, p.Version, e.signOnReturn()}
}

func (e *Edge) signOnReturn() string { return e.PublicURL + "/v1/sign-on/return" }

func (e *Edge) listProviders(ctx context.Context, who access.Actor, _ *struct{}) (All[ProviderView], error) {
	found, err := e.Providers.List(ctx, who)
	list := make([]ProviderView, len(found))
	for i, p := range found {
		list[i] = e.viewProvider(p)
	}
	return whole(list), err
}

// ProviderBody is what one may say of a provider.
type ProviderBody struct {
	Name     *string         `json:"name,omitempty"`
	Issuer   *string         `json:"issuer,omitempty"`
	ClientID *string         `json:"client_id,omitempty"`
	Secret   *string         `json:"secret,omitempty" doc:"never shown again; left out, it stays"`
	Domains  *[]string       `json:"domains,omitempty" nullable:"false"`
	Creates  *bool           `json:"creates,omitempty"`
	Role     *access.Role    `json:"role,omitempty"`
	Teams    *[]fact.TeamID  `json:"teams,omitempty" nullable:"false"`
	Both     *bool           `json:"both_factors,omitempty"`
	Private  *bool           `json:"private,omitempty"`
	State    *provider.State `json:"state,omitempty" enum:"active,off"`
	Version  int             `json:"version,omitempty"`
}

func (e *Edge) addProvider(ctx context.Context, who access.Actor, in *struct{ Body ProviderBody }) (ProviderView, error) {
	p, err := e.Providers.Add(ctx, who, provider.Change(in.Body))
	return e.viewProvider(p), err
}

type ProviderPath struct {
	ID fact.ProviderID `path:"id"`
}

func (e *Edge) changeProvider(ctx context.Context, who access.Actor, in *struct {
	ProviderPath
	Body ProviderBody
},
) (ProviderView, error) {
	p, err := e.Providers.Change(ctx, who, in.ID, provider.Change(in.Body))
	return e.viewProvider(p), err
}

func (e *Edge) removeProvider(ctx context.Context, who access.Actor, in *ProviderPath) (nothing, error) {
	return nothing{}, e.Providers.Remove(ctx, who, in.ID)
}

func (e *Edge) checkProvider(ctx context.Context, who access.Actor, in *ProviderPath) (nothing, error) {
	if err := who.Require(access.SignInManage); err != nil {
		return nothing{}, err
	}
	p, _, err := e.Providers.Open(ctx, in.ID)
	if err != nil {
		return nothing{}, err
	}
	return nothing{}, e.SignOn.Check(ctx, p)
}

const (
	ticketName  = "anlan_sign_on"
	ticketLasts = 10 * time.Minute
)

// ticket is what a browser carries to the provider and back: sealed, so that nobody
// makes one, and short-lived.
type ticket struct {
	Provider fact.ProviderID
	Ticket   provider.Ticket
	To       string
	Until    time.Time
}

// startSignOn sends a browser to a provider.
func (e *Edge) startSignOn(w http.ResponseWriter, r *http.Request) {
	to := inside(r.URL.Query().Get("to"))
	if err := e.limits.stranger(e.Address(r)); err != nil {
		e.backToDoor(w, r, to, err)
		return
	}
	p, _, err := e.Providers.Open(r.Context(), fact.ProviderID(r.PathValue("id")))
	if err == nil && p.State != provider.Active {
		err = fault.New(fault.Missing, "provider.missing")
	}
	if err != nil {
		e.backToDoor(w, r, to, err)
		return
	}
	address, t, err := e.SignOn.Begin(r.Context(), p, e.signOnReturn())
	if err != nil {
		e.backToDoor(w, r, to, err)
		return
	}
	text, err := json.Marshal(ticket{p.ID, t, to, e.DB.Now().Add(ticketLasts)})
	if err != nil {
		e.backToDoor(w, r, to, err)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: ticketName, Value: e.Sealer.Seal(string(text), ticketName), Path: "/v1/sign-on", MaxAge: int(ticketLasts / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: overTLS(r),
	})
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// returnSignOn takes a browser back from a provider.
func (e *Edge) returnSignOn(w http.ResponseWriter, r *http.Request) {
	v := visit{from: staff.From{IP: e.Address(r), Agent: r.UserAgent()}, secure: overTLS(r)}
	http.SetCookie(w, &http.Cookie{Name: ticketName, Path: "/v1/sign-on", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.secure})
	t, err := e.ticketOf(r)
	if err == nil {
		err = e.limits.stranger(v.from.IP)
	}
	if err != nil {
		e.backToDoor(w, r, t.To, err)
		return
	}
	entrance, err := e.comeBack(r, t, v.from)
	if err != nil {
		e.backToDoor(w, r, t.To, err)
		return
	}
	if entrance.Step != staff.In {
		cookie := pendingCookie(v, entrance)
		http.SetCookie(w, &cookie)
		e.backToDoor(w, r, t.To, nil)
		return
	}
	cookie := sessionCookie(v, entrance.Opened)
	http.SetCookie(w, &cookie)
	to := t.To
	if to == "" {
		to = "/"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (e *Edge) comeBack(r *http.Request, t ticket, from staff.From) (staff.Entrance, error) {
	q := r.URL.Query()
	if q.Get("error") != "" {
		return staff.Entrance{}, fault.New(fault.SignedOut, "sign_on.turned_away")
	}
	p, secret, err := e.Providers.Open(r.Context(), t.Provider)
	if err != nil {
		return staff.Entrance{}, err
	}
	if p.State != provider.Active {
		return staff.Entrance{}, fault.New(fault.Missing, "provider.missing")
	}
	word, err := e.SignOn.Finish(r.Context(), p, secret, e.signOnReturn(), q.Get("state"), q.Get("code"), t.Ticket)
	if err != nil {
		return staff.Entrance{}, err
	}
	_, entrance, err := e.Office.EnterByWord(r.Context(), p, word, from)
	return entrance, err
}

// ticketOf opens the ticket that a browser brings back.
func (e *Edge) ticketOf(r *http.Request) (t ticket, err error) {
	over := fault.New(fault.SignedOut, "sign_on.too_late")
	cookie, err := r.Cookie(ticketName)
	if err != nil {
		return t, over
	}
	text, err := e.Sealer.Unseal(cookie.Value, ticketName)
	if err != nil {
		return t, over.Because(err)
	}
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return ticket{}, over.Because(err)
	}
	if !e.DB.Now().Before(t.Until) {
		return t, over
	}
	return t, nil
}

// backToDoor shows the sign-in page, with what went wrong.
func (e *Edge) backToDoor(w http.ResponseWriter, r *http.Request, to string, err error) {
	q := url.Values{}
	if to != "" {
		q.Set("to", to)
	}
	if err != nil {
		f := fault.Of(err)
		q.Set("fault", f.Code)
		e.Log.Warn("a sign-on failed", "code", f.Code, "err", err)
	}
	target := "/sign-in"
	if len(q) > 0 {
		target += "?" + q.Encode()
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

// inside is a path of this house, and never an address that somebody put into a link.
func inside(to string) string {
	if len(to) < 2 || to[0] != '/' || to[1] == '/' || to[1] == '\\' {
		return ""
	}
	return to
}

func overTLS(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}
