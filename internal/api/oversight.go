package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeAudit() {
	handle(e, route{id: "list-audit", method: http.MethodGet, path: "/v1/audit", summary: "Who did what that matters for access, newest first", tag: "Audit", needs: access.AuditView}, e.listAudit)
}

type auditView struct {
	ID     int64           `json:"id"`
	At     time.Time       `json:"at"`
	Actor  ref             `json:"actor"`
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

type backwards struct {
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After int64 `query:"after" minimum:"0" doc:"next of the page before"`
}

func (e *Edge) listAudit(ctx context.Context, who access.Actor, in *backwards) (Page[auditView], error) {
	rows, err := audit.List(ctx, e.DB, who, in.After, in.Limit)
	list := make([]auditView, len(rows))
	next := ""
	for i, r := range rows {
		list[i] = auditView{
			ID: r.ID, At: r.At, Actor: ref{ID: string(r.Staff), Name: r.Name}, Action: r.Action,
			Object: auditObject{r.Kind, r.ObjectID}, Before: r.Before, After: r.After, IP: r.IP,
		}
		if i == in.Limit-1 {
			next = strconv.FormatInt(r.ID, 10)
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

func (e *Edge) listStuck(ctx context.Context, who access.Actor, in *backwards) (Page[stuckView], error) {
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
