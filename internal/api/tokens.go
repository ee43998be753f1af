package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
)

func (e *Edge) routeTokens() {
	const tag = "Tokens"
	handle(e, route{id: "list-tokens", method: http.MethodGet, path: "/v1/tokens", summary: "My API tokens", tag: tag, needs: access.TokenManage}, e.listTokens)
	handle(e, route{id: "create-token", method: http.MethodPost, path: "/v1/tokens", summary: "Make a token; it is shown once", tag: tag, status: http.StatusCreated, needs: access.TokenManage}, e.createToken)
	handle(e, route{id: "revoke-token", method: http.MethodDelete, path: "/v1/tokens/{id}", summary: "Revoke a token", tag: tag, status: http.StatusNoContent, needs: access.TokenManage}, e.revokeToken)
}

type TokenView struct {
	ID        fact.TokenID `json:"id"`
	Name      string       `json:"name"`
	Scope     string       `json:"scope" enum:"all,read,intake,chosen" doc:"chosen: the permissions that stand beside it"`
	CreatedAt time.Time    `json:"created_at"`
	UsedAt    *time.Time   `json:"used_at" doc:"to the minute"`
	UsedIP    string       `json:"used_ip" doc:"from where it was used last"`
	ExpiresAt *time.Time   `json:"expires_at"`

	Permissions []access.Permission `json:"permissions" nullable:"false" doc:"what it may today: what its scope names and its owner still has"`
}

func viewToken(t staff.Token) TokenView {
	return TokenView{ID: t.ID, Name: t.Name, Scope: t.Scope.Name(), Permissions: t.May, CreatedAt: t.CreatedAt, UsedAt: since(t.UsedAt), UsedIP: t.UsedIP, ExpiresAt: since(t.ExpiresAt)}
}

func (e *Edge) listTokens(ctx context.Context, who access.Actor, _ *struct{}) (All[TokenView], error) {
	tokens, err := e.Office.Tokens(ctx, who, who.ID)
	list := make([]TokenView, len(tokens))
	for i, t := range tokens {
		list[i] = viewToken(t)
	}
	return whole(list), err
}

type newToken struct {
	Body struct {
		Name        string              `json:"name"`
		Scope       string              `json:"scope" enum:"all,read,intake,chosen" doc:"all: whatever you may; read: look only; intake: bring messages in only; chosen: the permissions that you list"`
		Permissions []access.Permission `json:"permissions,omitempty" nullable:"false" doc:"with the scope chosen: yours, or some of them"`
		ExpiresAt   *time.Time          `json:"expires_at,omitempty"`
	}
}

type createdToken struct {
	TokenView
	Token string `json:"token" doc:"the secret; it is not shown again"`
}

func (e *Edge) createToken(ctx context.Context, who access.Actor, in *newToken) (createdToken, error) {
	n := staff.NewToken{Name: in.Body.Name, Scope: access.Scope(in.Body.Scope)}
	if in.Body.Scope == "chosen" {
		n.Scope = access.Chosen(in.Body.Permissions...)
	}
	if in.Body.ExpiresAt != nil {
		n.ExpiresAt = *in.Body.ExpiresAt
	}
	t, secret, err := e.Office.CreateToken(ctx, who, n)
	return createdToken{viewToken(t), secret}, err
}

func (e *Edge) revokeToken(ctx context.Context, who access.Actor, in *struct {
	ID fact.TokenID `path:"id"`
},
) (nothing, error) {
	return nothing{}, e.Office.RevokeToken(ctx, who, in.ID)
}
