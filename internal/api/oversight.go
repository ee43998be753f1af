package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/privacy"
)

func (e *Edge) routeAudit() {
	handle(e, route{id: "list-audit", method: http.MethodGet, path: "/v1/audit", summary: "Who did what that matters for access, newest first", tag: "Audit", needs: access.AuditView}, e.listAudit)
	handle(e, route{id: "list-looks", method: http.MethodGet, path: "/v1/looks", summary: "Who looked at whose personal data, newest first", tag: "Audit", needs: access.AuditView}, e.listLooks)
}

type auditView struct {
	ID     int64           `json:"id"`
	At     time.Time       `json:"at"`
	Actor  ref             `json:"actor"`
	Token  *ref            `json:"token" doc:"the API token that acted in their name; null when they did it themselves"`
	Action string          `json:"action"`
	Object auditObject     `json:"object"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
	IP     string          `json:"ip"`
}

type auditObject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

type auditQuery struct {
	Backwards
	Staff  fact.StaffID `query:"staff" doc:"what this person did"`
	Action string       `query:"action" maxLength:"60" doc:"one action, or all of a kind with a dot at the end: staff."`
	Kind   string       `query:"object_kind" maxLength:"60"`
	Object string       `query:"object" maxLength:"200" doc:"the id of what it was done to"`
	From   time.Time    `query:"from"`
	To     time.Time    `query:"to" doc:"not included"`
}

// Backwards walks a list from the newest on.
type Backwards struct {
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After int64 `query:"after" minimum:"0" doc:"next of the page before"`
}

func (e *Edge) listAudit(ctx context.Context, who access.Actor, in *auditQuery) (Page[auditView], error) {
	rows, err := audit.List(ctx, e.DB, who, audit.Query{
		Staff: in.Staff, Action: in.Action, Kind: in.Kind, Object: in.Object, From: in.From, To: in.To, Before: in.After, Limit: in.Limit,
	})
	list := make([]auditView, len(rows))
	next := ""
	for i, r := range rows {
		list[i] = auditView{
			ID: r.ID, At: r.At, Actor: ref{ID: string(r.Staff), Name: r.Name}, Token: program(r.Token, r.TokenNow), Action: r.Action,
			Object: auditObject{r.Kind, r.ObjectID}, Before: r.Before, After: r.After, IP: r.IP,
		}
		if i == in.Limit-1 {
			next = strconv.FormatInt(r.ID, 10)
		}
	}
	return paged(list, next), err
}

// program names the token that acted; nil when a person did it themselves.
func program(id fact.TokenID, name string) *ref {
	if id == "" {
		return nil
	}
	return &ref{ID: string(id), Name: name}
}

type lookQuery struct {
	Backwards
	Staff   fact.StaffID   `query:"staff" doc:"what this person looked at"`
	Contact fact.ContactID `query:"contact" doc:"who looked at the data of this contact"`
	Kind    string         `query:"kind" enum:",contact,conversation,looked_on,raw_mail"`
}

type lookView struct {
	ID      int64       `json:"id"`
	Actor   ref         `json:"actor"`
	Token   *ref        `json:"token" doc:"the API token that looked in their name; null when they did it themselves"`
	Object  auditObject `json:"object" doc:"a contact, a conversation or the raw mail of a message"`
	Contact *ref        `json:"contact" doc:"whose data it is"`
	Times   int         `json:"times" doc:"at least; within one hour"`
	FirstAt time.Time   `json:"first_at"`
	LastAt  time.Time   `json:"last_at"`
	IP      string      `json:"ip"`
}

func (e *Edge) listLooks(ctx context.Context, who access.Actor, in *lookQuery) (Page[lookView], error) {
	looks, err := e.Journal.Looks(ctx, who, audit.LookQuery{Staff: in.Staff, Contact: in.Contact, Kind: in.Kind, Before: in.After, Limit: in.Limit})
	if err != nil {
		return Page[lookView]{}, err
	}
	veil, err := e.Masks.For(ctx, who)
	list := make([]lookView, len(looks))
	next := ""
	for i, l := range looks {
		list[i] = lookView{
			ID: l.ID, Actor: ref{ID: string(l.Staff), Name: l.Name}, Token: program(l.Token, l.TokenNow), Object: auditObject{l.Kind, l.ObjectID},
			Times: l.Times, FirstAt: l.FirstAt, LastAt: l.LastAt, IP: l.IP,
		}
		if l.Contact != "" {
			list[i].Contact = &ref{ID: string(l.Contact), Name: veil.Whole(privacy.Name, l.Whose)}
		}
		if i == in.Limit-1 {
			next = strconv.FormatInt(l.ID, 10)
		}
	}
	return paged(list, next), err
}

func (e *Edge) routeStuck() {
	const tag = "Stuck work"
	handle(e, route{id: "list-stuck", method: http.MethodGet, path: "/v1/stuck", summary: "Work that failed for good", tag: tag, needs: access.StuckManage}, e.listStuck)
	handle(e, route{id: "retry-stuck", method: http.MethodPost, path: "/v1/stuck/{id}/retry", summary: "Try it again", tag: tag, status: http.StatusNoContent, needs: access.StuckManage}, e.retryStuck)
	handle(e, route{id: "discard-stuck", method: http.MethodDelete, path: "/v1/stuck/{id}", summary: "Give it up", tag: tag, status: http.StatusNoContent, needs: access.StuckManage}, e.discardStuck)
}

type stuckView struct {
	ID       int64           `json:"id"`
	Kind     string          `json:"kind" example:"email.send"`
	Lane     string          `json:"lane"`
	Attempts int             `json:"attempts"`
	Error    string          `json:"error"`
	Since    time.Time       `json:"since"`
	Args     json.RawMessage `json:"args"`
	Can      struct {
		Retry   bool `json:"retry"`
		Discard bool `json:"discard"`
	} `json:"can"`
}

func (e *Edge) listStuck(ctx context.Context, who access.Actor, in *Backwards) (Page[stuckView], error) {
	jobs, err := e.DB.StuckJobs(ctx, in.After, in.Limit)
	list := make([]stuckView, len(jobs))
	next := ""
	for i, j := range jobs {
		list[i] = stuckView{ID: j.ID, Kind: j.Kind, Lane: j.Lane, Attempts: j.Attempts, Error: j.Error, Since: time.UnixMilli(j.StuckAt).UTC(), Args: j.Args}
		list[i].Can.Retry = who.May(access.StuckManage)
		list[i].Can.Discard = list[i].Can.Retry
		if i == in.Limit-1 {
			next = strconv.FormatInt(j.ID, 10)
		}
	}
	return paged(list, next), err
}

type stuckPath struct {
	ID int64 `path:"id"`
}

func (e *Edge) retryStuck(ctx context.Context, who access.Actor, in *stuckPath) (nothing, error) {
	return nothing{}, e.onStuck(ctx, who, in.ID, "stuck.retried", e.DB.Retry)
}

func (e *Edge) discardStuck(ctx context.Context, who access.Actor, in *stuckPath) (nothing, error) {
	return nothing{}, e.onStuck(ctx, who, in.ID, "stuck.discarded", e.DB.Discard)
}

func (e *Edge) onStuck(ctx context.Context, who access.Actor, id int64, action string, do func(context.Context, *db.Tx, int64) (bool, error)) error {
	return e.DB.Write(ctx, func(tx *db.Tx) error {
		found, err := do(ctx, tx, id)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Missing, "stuck.missing")
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "job", ID: strconv.FormatInt(id, 10)})
	})
}
