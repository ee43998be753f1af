package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/retention"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func (e *Edge) routeRetention() {
	const tag = "Retention"
	handle(e, route{id: "list-retention-rules", method: http.MethodGet, path: "/v1/retention-rules", summary: "List what is kept for how long", tag: tag, needs: access.RetentionManage, clear: true}, e.listRetentionRules)
	handle(e, route{id: "add-retention-rule", method: http.MethodPost, path: "/v1/retention-rules", summary: "Make a rule; it does nothing before it was tried and activated", tag: tag, status: http.StatusCreated, repeats: true, needs: access.RetentionManage, clear: true}, e.addRetentionRule)
	handle(e, route{id: "change-retention-rule", method: http.MethodPut, path: "/v1/retention-rules/{id}", summary: "Change or activate a rule", tag: tag, needs: access.RetentionManage, clear: true}, e.changeRetentionRule)
	handle(e, route{id: "remove-retention-rule", method: http.MethodDelete, path: "/v1/retention-rules/{id}", summary: "Remove a rule", tag: tag, status: http.StatusNoContent, needs: access.RetentionManage}, e.removeRetentionRule)
	handle(e, route{id: "try-retention-rule", method: http.MethodPost, path: "/v1/retention-rules/{id}/dry-run", summary: "Show what a rule would erase now, and erase nothing", tag: tag, needs: access.RetentionManage}, e.tryRetentionRule)
	handle(e, route{id: "retention-rule-matches", method: http.MethodGet, path: "/v1/retention-rules/{id}/matches", summary: "List what a rule would erase now", tag: tag, needs: access.RetentionManage}, e.retentionMatches)
	handle(e, route{id: "retention-rule-runs", method: http.MethodGet, path: "/v1/retention-rules/{id}/runs", summary: "Show what a rule did, newest first", tag: tag, needs: access.RetentionManage}, e.retentionRuns)
	handle(e, route{id: "list-legal-holds", method: http.MethodGet, path: "/v1/legal-holds", summary: "List what nothing erases", tag: tag, needs: access.RetentionManage}, e.listHolds)
	handle(e, route{id: "set-legal-hold", method: http.MethodPut, path: "/v1/legal-holds/{kind}/{id}", summary: "Keep a contact or a conversation from being erased", tag: tag, status: http.StatusNoContent, needs: access.RetentionManage}, e.setHold)
	handle(e, route{id: "release-legal-hold", method: http.MethodDelete, path: "/v1/legal-holds/{kind}/{id}", summary: "Let it be erased again", tag: tag, status: http.StatusNoContent, needs: access.RetentionManage}, e.releaseHold)
	handle(e, route{id: "list-erasures", method: http.MethodGet, path: "/v1/erasures", summary: "List the people who were erased, by their former id", tag: tag, needs: access.ContactDelete}, e.listErasures)
	handle(e, route{id: "erase-contact", method: http.MethodPost, path: "/v1/erasures", summary: "Erase a person with everything that was said with them", tag: tag, status: http.StatusAccepted, repeats: true, needs: access.ContactDelete}, e.eraseContact)
}

func (e *Edge) listRetentionRules(ctx context.Context, who access.Actor, _ *struct{}) (All[retention.Rule], error) {
	list, err := e.Retention.List(ctx, who)
	return whole(list), err
}

// RetentionRuleBody is a rule as it is written.
type RetentionRuleBody struct {
	Name     string            `json:"name"`
	Position int               `json:"position,omitempty"`
	Active   bool              `json:"active,omitempty" doc:"only for a rule that was tried as it stands"`
	Subject  retention.Subject `json:"subject" enum:"conversation,contact"`
	States   []string          `json:"states,omitempty" nullable:"false"`
	Tags     []string          `json:"tags,omitempty" nullable:"false"`
	Channels []fact.ChannelID  `json:"channels,omitempty" nullable:"false"`
	Since    string            `json:"since" enum:"last_message,resolved"`
	Days     int               `json:"days"`
	Act      retention.Act     `json:"act" enum:"delete,anonymise"`
	Version  int               `json:"version,omitempty"`
}

func (b RetentionRuleBody) rule(id string) retention.Rule {
	return retention.Rule{ID: id, Name: b.Name, Position: b.Position, Active: b.Active, Subject: b.Subject, States: b.States, Tags: b.Tags,
		Channels: b.Channels, Since: b.Since, Days: b.Days, Act: b.Act, Version: b.Version}
}

type newRetentionRule struct{ Body RetentionRuleBody }

func (e *Edge) addRetentionRule(ctx context.Context, who access.Actor, in *newRetentionRule) (retention.Rule, error) {
	return e.Retention.Add(ctx, who, in.Body.rule(""))
}

type RetentionPath struct {
	ID string `path:"id"`
}

type retentionEdit struct {
	RetentionPath
	Body RetentionRuleBody
}

func (e *Edge) changeRetentionRule(ctx context.Context, who access.Actor, in *retentionEdit) (retention.Rule, error) {
	return e.Retention.Change(ctx, who, in.Body.rule(in.ID))
}

func (e *Edge) removeRetentionRule(ctx context.Context, who access.Actor, in *RetentionPath) (nothing, error) {
	return nothing{}, e.Retention.Remove(ctx, who, in.ID)
}

func (e *Edge) tryRetentionRule(ctx context.Context, who access.Actor, in *RetentionPath) (retention.Trial, error) {
	return e.Retention.Try(ctx, who, in.ID)
}

type retentionPage struct {
	RetentionPath
	Paging
}

func (e *Edge) retentionMatches(ctx context.Context, who access.Actor, in *retentionPage) (Page[retention.Sample], error) {
	list, next, err := e.Retention.Matches(ctx, who, in.ID, in.After, in.Limit)
	return paged(list, next), err
}

func (e *Edge) retentionRuns(ctx context.Context, who access.Actor, in *RetentionPath) (All[retention.Run], error) {
	list, err := e.Retention.Runs(ctx, who, in.ID, 100)
	return whole(list), err
}

func (e *Edge) listHolds(ctx context.Context, who access.Actor, _ *struct{}) (All[retention.Hold], error) {
	list, err := e.Retention.Holds(ctx, who)
	return whole(list), err
}

type HoldPath struct {
	Kind retention.Subject `path:"kind" enum:"contact,conversation"`
	ID   string            `path:"id"`
}

type newHold struct {
	HoldPath
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

func (e *Edge) setHold(ctx context.Context, who access.Actor, in *newHold) (nothing, error) {
	return nothing{}, e.Retention.Hold(ctx, who, in.Kind, in.ID, in.Body.Reason)
}

func (e *Edge) releaseHold(ctx context.Context, who access.Actor, in *HoldPath) (nothing, error) {
	return nothing{}, e.Retention.Release(ctx, who, in.Kind, in.ID)
}

type erasureList struct{ Paging }

func (e *Edge) listErasures(ctx context.Context, who access.Actor, in *erasureList) (Page[retention.Erasure], error) {
	at, id, err := placed(in.After)
	if err != nil {
		return Page[retention.Erasure]{}, err
	}
	list, err := e.Retention.Erasures(ctx, who, at, id, in.Limit)
	next := ""
	if len(list) == in.Limit {
		end := list[len(list)-1]
		next = place(end.AskedAt.UnixMilli(), end.ID)
	}
	return paged(list, next), err
}

type newErasure struct {
	Body struct {
		Contact fact.ContactID `json:"contact_id"`
		Confirm string         `json:"confirm,omitempty" doc:"the contact's name as it is shown, or its first address when it has no name"`
	}
}

func (e *Edge) eraseContact(ctx context.Context, who access.Actor, in *newErasure) (retention.Erasure, error) {
	return e.Retention.Erase(ctx, who, in.Body.Contact, in.Body.Confirm)
}
