package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/automation"
	"anlan/internal/route/rule"
)

func (e *Edge) routeAutomations() {
	const tag, needs = "Automations", access.AutomationManage
	handle(e, route{id: "list-automations", method: http.MethodGet, path: "/v1/automations", summary: "List what happens by itself, in the order in which it is asked", tag: tag, needs: needs, clear: true}, e.listAutomations)
	handle(e, route{id: "add-automation", method: http.MethodPost, path: "/v1/automations", summary: "Make an automation, behind the others", tag: tag, status: http.StatusCreated, repeats: true, needs: needs, clear: true}, e.addAutomation)
	handle(e, route{id: "change-automation", method: http.MethodPut, path: "/v1/automations/{id}", summary: "Keep a new version", tag: tag, needs: needs, clear: true}, e.changeAutomation)
	handle(e, route{id: "remove-automation", method: http.MethodDelete, path: "/v1/automations/{id}", summary: "Take it out of use; what it did stays readable", tag: tag, status: http.StatusNoContent, needs: needs}, e.removeAutomation)
	handle(e, route{id: "order-automations", method: http.MethodPut, path: "/v1/automation-order", summary: "Say in which order they are asked", tag: tag, needs: needs, clear: true}, e.orderAutomations)
	handle(e, route{id: "preview-automation", method: http.MethodPost, path: "/v1/automation-previews", summary: "Tell of which of the newest 1,000 conversations a condition holds now; nothing is changed", tag: tag, needs: needs}, e.previewAutomation)
	handle(e, route{id: "list-automation-versions", method: http.MethodGet, path: "/v1/automations/{id}/versions", summary: "Show how it was over time, the newest first", tag: tag, needs: needs, clear: true}, e.automationVersions)
	handle(e, route{id: "list-automation-runs", method: http.MethodGet, path: "/v1/automations/{id}/runs", summary: "Show the newest 200 times that its condition held, and what came of it", tag: tag, needs: needs}, e.automationRuns)
	handle(e, route{id: "list-conversation-automations", method: http.MethodGet, path: "/v1/conversations/{id}/automations", summary: "Show what automations did in a conversation, the newest first", tag: tag, needs: access.ConversationView}, e.conversationAutomations)
	handle(e, route{id: "list-rule-words", method: http.MethodGet, path: "/v1/rule-words", summary: "List what a condition can ask for", tag: tag, needs: access.ConversationView}, e.ruleWords)
}

func (e *Edge) listAutomations(ctx context.Context, who access.Actor, _ *struct{}) (All[automation.Automation], error) {
	list, err := e.Automations.List(ctx, who)
	return whole(list), err
}

// AutomationBody is an automation as it is written.
type AutomationBody struct {
	Name      string              `json:"name"`
	Mode      automation.Mode     `json:"mode" enum:"off,trial,on"`
	Occasion  automation.Occasion `json:"occasion" enum:"opened,arrived,replied,assigned,resolved,waiting,quiet"`
	Minutes   int                 `json:"minutes,omitempty" doc:"waiting, quiet: for how long"`
	Condition string              `json:"condition,omitempty" doc:"in the rule language; empty = always"`
	Steps     []automation.Act    `json:"steps" nullable:"false"`
	Ends      bool                `json:"ends,omitempty" doc:"where it holds, those after it are not asked"`
	Version   int                 `json:"version,omitempty" doc:"that was edited; another one is a conflict"`
}

func (b AutomationBody) automation(id fact.AutomationID) automation.Automation {
	return automation.Automation{ID: id, Name: b.Name, Mode: b.Mode, Occasion: b.Occasion, Minutes: b.Minutes, Condition: b.Condition, Steps: b.Steps, Ends: b.Ends, Version: b.Version}
}

type newAutomation struct{ Body AutomationBody }

func (e *Edge) addAutomation(ctx context.Context, who access.Actor, in *newAutomation) (automation.Automation, error) {
	return e.Automations.Add(ctx, who, in.Body.automation(""))
}

// AutomationPath names an automation.
type AutomationPath struct {
	ID fact.AutomationID `path:"id"`
}

type automationEdit struct {
	AutomationPath
	Body AutomationBody
}

func (e *Edge) changeAutomation(ctx context.Context, who access.Actor, in *automationEdit) (automation.Automation, error) {
	return e.Automations.Change(ctx, who, in.Body.automation(in.ID))
}

func (e *Edge) removeAutomation(ctx context.Context, who access.Actor, in *AutomationPath) (nothing, error) {
	return nothing{}, e.Automations.Remove(ctx, who, in.ID)
}

type automationOrder struct {
	Body struct {
		IDs []fact.AutomationID `json:"ids" nullable:"false" doc:"all of them, in the new order"`
	}
}

func (e *Edge) orderAutomations(ctx context.Context, who access.Actor, in *automationOrder) (All[automation.Automation], error) {
	list, err := e.Automations.Order(ctx, who, in.Body.IDs)
	return whole(list), err
}

type automationTrial struct {
	Body struct {
		Condition string `json:"condition"`
	}
}

func (e *Edge) previewAutomation(ctx context.Context, who access.Actor, in *automationTrial) (automation.Forecast, error) {
	if err := e.unasked(ctx, who); err != nil {
		return automation.Forecast{}, err
	}
	return e.Automations.Try(ctx, who, in.Body.Condition)
}

func (e *Edge) automationVersions(ctx context.Context, who access.Actor, in *AutomationPath) (All[automation.Automation], error) {
	list, err := e.Automations.Versions(ctx, who, in.ID)
	return whole(list), err
}

type automationRunsQuery struct {
	AutomationPath
	Outcome string `query:"outcome" enum:"done,would,refused,held" doc:"only those"`
}

func (e *Edge) automationRuns(ctx context.Context, who access.Actor, in *automationRunsQuery) (All[automation.Turn], error) {
	list, err := e.Automations.Runs(ctx, who, in.ID, in.Outcome)
	return whole(list), err
}

func (e *Edge) conversationAutomations(ctx context.Context, who access.Actor, in *ConversationPath) (All[automation.Turn], error) {
	list, err := e.Automations.RunsOf(ctx, who, in.ID)
	return whole(list), err
}

func (e *Edge) ruleWords(context.Context, access.Actor, *struct{}) (All[rule.Word], error) {
	return whole(rule.Words()), nil
}
