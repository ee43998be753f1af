package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/understand/risk"
	"anlan/internal/understand/vigil"
	"anlan/internal/words"
)

func (e *Edge) routeRisks() {
	const tag = "Understanding"
	handle(e, route{id: "list-risks", method: http.MethodGet, path: "/v1/risks", summary: "What must not wait, newest first", tag: tag, needs: access.ConversationView}, e.listRisks)
	handle(e, route{id: "close-risk", method: http.MethodPost, path: "/v1/risks/{id}/outcome", summary: "Say that a risk was dealt with, or that it was a false alarm", tag: tag, needs: access.ConversationTag}, e.closeRisk)
	handle(e, route{id: "reopen-risk", method: http.MethodDelete, path: "/v1/risks/{id}/outcome", summary: "Take that back", tag: tag, needs: access.ConversationTag}, e.reopenRisk)
	handle(e, route{id: "list-risk-rules", method: http.MethodGet, path: "/v1/risk-rules", summary: "What follows on each kind of risk", tag: tag, needs: access.ConversationView, clear: true}, e.listRiskRules)
	handle(e, route{id: "set-risk-rule", method: http.MethodPut, path: "/v1/risk-rules/{kind}", summary: "Say what follows on a kind of risk", tag: tag, needs: access.TeamManage, clear: true}, e.setRiskRule)
	handle(e, route{id: "list-risk-words", method: http.MethodGet, path: "/v1/risk-words", summary: "Words that were a false alarm", tag: tag, needs: access.ConversationView}, e.listRiskWords)
	handle(e, route{id: "set-risk-words", method: http.MethodPut, path: "/v1/risk-words", summary: "Raise nothing more for words that were a false alarm, or do again; never where a life may be in danger", tag: tag, status: http.StatusNoContent, needs: access.TeamManage}, e.setRiskWords)
}

type riskView struct {
	ID           fact.RiskID           `json:"id"`
	Kind         risk.Kind             `json:"kind" enum:"public_exposure,legal,account_theft,payment_loss,self_harm,violence,minors,others_data"`
	State        vigil.State           `json:"state" enum:"open,handled,false_alarm"`
	Message      fact.MessageID        `json:"message_id"`
	Conversation conversation.Numbered `json:"conversation"`
	Subject      string                `json:"subject"`
	Contact      string                `json:"contact" personal:"name" doc:"the customer's name"`
	Assignee     string                `json:"assignee" doc:"the name of who has the conversation; empty: nobody"`
	Words        []string              `json:"words" nullable:"false" doc:"as the customer wrote them; empty where the message was erased"`
	Note         string                `json:"note" doc:"of whoever dealt with it"`
	ClosedBy     *conversation.Ref     `json:"closed_by" doc:"null while it is open"`
	ClosedAt     *time.Time            `json:"closed_at"`
	At           time.Time             `json:"at"`
	Refusal      string                `json:"refusal" doc:"of others_data: words in the customer's language by which to refuse; empty else"`
}

func viewRisk(r vigil.Risk) riskView {
	v := riskView{
		ID: r.ID, Kind: r.Kind, State: r.State, Message: r.Message, Conversation: conversation.Numbered{ID: r.Conversation, Number: r.Number},
		Subject: r.Subject, Contact: r.Contact, Assignee: r.Assignee, Words: all(r.Words), Note: r.Note, ClosedAt: since(r.ClosedAt), At: r.At,
	}
	if r.Kind == risk.OthersData {
		v.Refusal = words.Page(r.Language, "others_data.refusal", nil)
	}
	if r.ClosedBy != "" {
		v.ClosedBy = &conversation.Ref{ID: string(r.ClosedBy), Name: r.ClosedName}
	}
	return v
}

type riskQuery struct {
	Paging
	State        vigil.State         `query:"state" enum:"open,handled,false_alarm" doc:"without it: all"`
	Kind         risk.Kind           `query:"kind" enum:"public_exposure,legal,account_theft,payment_loss,self_harm,violence,minors,others_data"`
	Conversation fact.ConversationID `query:"conversation"`
}

func (e *Edge) listRisks(ctx context.Context, who access.Actor, in *riskQuery) (Page[riskView], error) {
	at, id, err := placed(in.After)
	if err != nil {
		return Page[riskView]{}, err
	}
	found, more, err := e.Risks.List(ctx, who, vigil.Walk{State: in.State, Kind: in.Kind, Conversation: in.Conversation, At: at, ID: fact.RiskID(id), Limit: in.Limit})
	list := make([]riskView, len(found))
	for i, r := range found {
		list[i] = viewRisk(r)
	}
	next := ""
	if more {
		last := found[len(found)-1]
		next = place(last.At.UnixMilli(), last.ID)
	}
	return paged(list, next), err
}

type RiskPath struct {
	ID fact.RiskID `path:"id"`
}

type riskOutcome struct {
	RiskPath
	Body struct {
		Outcome vigil.State `json:"outcome" enum:"handled,false_alarm"`
		Note    string      `json:"note,omitempty" doc:"what was done; of a false alarm, why it is one, which must be said"`
	}
}

func (e *Edge) closeRisk(ctx context.Context, who access.Actor, in *riskOutcome) (riskView, error) {
	return e.shownRisk(ctx, who, in.ID, e.Risks.Close(ctx, who, in.ID, in.Body.Outcome, in.Body.Note))
}

func (e *Edge) reopenRisk(ctx context.Context, who access.Actor, in *RiskPath) (riskView, error) {
	return e.shownRisk(ctx, who, in.ID, e.Risks.Reopen(ctx, who, in.ID))
}

func (e *Edge) shownRisk(ctx context.Context, who access.Actor, id fact.RiskID, err error) (riskView, error) {
	if err != nil {
		return riskView{}, err
	}
	r, err := e.Risks.Get(ctx, who, id)
	return viewRisk(r), err
}

// riskRuleView is what follows on a kind of risk.
type riskRuleView struct {
	Kind       risk.Kind             `json:"kind" enum:"public_exposure,legal,account_theft,payment_loss,self_harm,violence,minors,others_data"`
	Roles      []access.Role         `json:"roles" nullable:"false" doc:"who is told, besides the one who has the conversation"`
	Teams      []fact.TeamID         `json:"teams" nullable:"false"`
	People     []fact.StaffID        `json:"people" nullable:"false"`
	Priority   conversation.Priority `json:"priority" enum:",high,urgent" doc:"that the conversation gets, unless it has a higher one"`
	Tag        string                `json:"tag"`
	GuidanceZH string                `json:"guidance_zh" doc:"to whoever answers; empty: the usual words"`
	GuidanceEN string                `json:"guidance_en"`
	Active     bool                  `json:"active" doc:"it is raised at all"`
	Version    int                   `json:"version" doc:"0: nobody has ruled otherwise than usual"`
	Can        changeCan             `json:"can"`
}

func viewRiskRule(who access.Actor, r vigil.Rule) riskRuleView {
	return riskRuleView{r.Kind, all(r.Roles), all(r.Teams), all(r.People), r.Priority, r.Tag, r.GuidanceZH, r.GuidanceEN, r.Active, r.Version, changeCan{vigil.CanRule(who)}}
}

func (e *Edge) listRiskRules(ctx context.Context, who access.Actor, _ *struct{}) (All[riskRuleView], error) {
	rules, err := e.Risks.Rules(ctx, who)
	list := make([]riskRuleView, len(rules))
	for i, r := range rules {
		list[i] = viewRiskRule(who, r)
	}
	return whole(list), err
}

type riskRuleEdit struct {
	Kind risk.Kind `path:"kind"`
	Body struct {
		Roles      []access.Role         `json:"roles,omitempty" nullable:"false"`
		Teams      []fact.TeamID         `json:"teams,omitempty" nullable:"false"`
		People     []fact.StaffID        `json:"people,omitempty" nullable:"false"`
		Priority   conversation.Priority `json:"priority,omitempty" enum:",high,urgent"`
		Tag        string                `json:"tag,omitempty"`
		GuidanceZH string                `json:"guidance_zh,omitempty"`
		GuidanceEN string                `json:"guidance_en,omitempty"`
		Active     bool                  `json:"active"`
		Version    int                   `json:"version" doc:"the version that was edited; another one is a conflict"`
	}
}

func (e *Edge) setRiskRule(ctx context.Context, who access.Actor, in *riskRuleEdit) (riskRuleView, error) {
	b := in.Body
	r, err := e.Risks.Rule(ctx, who, vigil.Rule{
		Kind: in.Kind, Roles: b.Roles, Teams: b.Teams, People: b.People, Priority: b.Priority, Tag: b.Tag, GuidanceZH: b.GuidanceZH, GuidanceEN: b.GuidanceEN, Active: b.Active, Version: b.Version,
	})
	return viewRiskRule(who, r), err
}

// riskWordsView are words that were a false alarm.
type riskWordsView struct {
	Kind        risk.Kind `json:"kind" enum:"public_exposure,legal,account_theft,payment_loss,self_harm,violence,minors,others_data"`
	Words       string    `json:"words"`
	FalseAlarms int       `json:"false_alarms"`
	Quiet       bool      `json:"quiet" doc:"nothing is raised for them any more"`
	CanQuiet    bool      `json:"can_quiet" doc:"false where a life may be in danger"`
	At          time.Time `json:"at"`
}

func (e *Edge) listRiskWords(ctx context.Context, who access.Actor, _ *struct{}) (All[riskWordsView], error) {
	words, err := e.Risks.FalseAlarms(ctx, who)
	list := make([]riskWordsView, len(words))
	for i, w := range words {
		list[i] = riskWordsView{w.Kind, w.Text, w.FalseAlarms, w.Quiet, w.CanQuiet && vigil.CanRule(who), w.At}
	}
	return whole(list), err
}

type riskWordsEdit struct {
	Body struct {
		Kind  risk.Kind `json:"kind"`
		Words string    `json:"words"`
		Quiet bool      `json:"quiet"`
	}
}

func (e *Edge) setRiskWords(ctx context.Context, who access.Actor, in *riskWordsEdit) (nothing, error) {
	return nothing{}, e.Risks.Quiet(ctx, who, in.Body.Kind, in.Body.Words, in.Body.Quiet)
}
