package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/company"
)

func (e *Edge) routeCompany() {
	const tag = "Company"
	handle(e, route{id: "get-company", method: http.MethodGet, path: "/v1/conversations/{id}/company", summary: "Who of ours stands by whom in a conversation: help that is asked for, and who joined", tag: tag, needs: access.ConversationView}, e.companyOf)
	handle(e, route{id: "ask-for-help", method: http.MethodPost, path: "/v1/conversations/{id}/help", summary: "Ask for help; the leads of the team hear of it at once, and who has the skill and is available", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationReply}, e.askForHelp)
	handle(e, route{id: "list-help", method: http.MethodGet, path: "/v1/help", summary: "Requests for help, newest first: a lead sees all, others those that concern them", tag: tag, needs: access.ConversationView}, e.listHelp)
	handle(e, route{id: "take-help", method: http.MethodPost, path: "/v1/help/{id}/taking", summary: "Help: take the request, and join its conversation", tag: tag, needs: access.ConversationReply}, e.takeHelp)
	handle(e, route{id: "end-help", method: http.MethodPost, path: "/v1/help/{id}/outcome", summary: "Say that it was answered, or take the request back", tag: tag, needs: access.ConversationReply}, e.endHelp)
	handle(e, route{id: "join-conversation", method: http.MethodPost, path: "/v1/conversations/{id}/companions", summary: "Join a conversation that somebody else has; it stays theirs", tag: tag, needs: access.FloorView}, e.joinConversation)
	handle(e, route{id: "leave-conversation", method: http.MethodDelete, path: "/v1/conversations/{id}/companions", summary: "Leave a conversation that one joined", tag: tag, needs: access.ConversationView}, e.leaveConversation)
	handle(e, route{id: "whisper", method: http.MethodPost, path: "/v1/conversations/{id}/whispers", summary: "Say something to whoever chats with the customer, which the customer never sees; it stays as a note", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationNote}, e.whisper)
}

type helpView struct {
	ID           fact.HelpID           `json:"id"`
	Conversation conversation.Numbered `json:"conversation"`
	Subject      string                `json:"subject"`
	Contact      string                `json:"contact" personal:"name" doc:"the customer's name"`
	AskedBy      conversation.Ref      `json:"asked_by"`
	Reason       string                `json:"reason"`
	Skill        *ref                  `json:"skill" doc:"what is needed; null for nothing in particular"`
	Team         *ref                  `json:"team" doc:"whose leads were asked; null: those of whoever asked"`
	State        company.State         `json:"state" enum:"open,taken,answered,withdrawn"`
	At           time.Time             `json:"at"`
	TakenBy      *conversation.Ref     `json:"taken_by"`
	TakenAt      *time.Time            `json:"taken_at"`
	EndedBy      *conversation.Ref     `json:"ended_by" doc:"null while it runs, and where the conversation ended"`
	EndedAt      *time.Time            `json:"ended_at"`
	Asked        []askedView           `json:"asked" nullable:"false" doc:"who was asked, and why they"`
}

type askedView struct {
	ID      fact.StaffID `json:"id"`
	Name    string       `json:"name"`
	Because string       `json:"because" enum:"leads_team,has_skill,leads_house" doc:"leads_house: nobody who leads the team is there"`
}

type companionView struct {
	ID      fact.StaffID `json:"id"`
	Name    string       `json:"name"`
	Because string       `json:"because" enum:"lead,help"`
	Since   time.Time    `json:"since"`
}

type companyView struct {
	Help       *helpView       `json:"help" doc:"that runs; null where none does"`
	Companions []companionView `json:"companions" nullable:"false"`
	Can        companyCan      `json:"can"`
}

type companyCan struct {
	Ask      bool `json:"ask"`
	Take     bool `json:"take"`
	Answer   bool `json:"answer"`
	Withdraw bool `json:"withdraw"`
	Join     bool `json:"join"`
	Leave    bool `json:"leave"`
	Whisper  bool `json:"whisper"`
}

func colleague(p company.Person) *conversation.Ref {
	if p.ID == "" {
		return nil
	}
	return &conversation.Ref{ID: string(p.ID), Name: p.Name}
}

func viewHelp(h company.Help) helpView {
	v := helpView{
		ID: h.ID, Conversation: conversation.Numbered{ID: h.Conversation, Number: h.Number}, Subject: h.Subject, Contact: h.Contact,
		AskedBy: conversation.Ref{ID: string(h.AskedBy.ID), Name: h.AskedBy.Name}, Reason: h.Reason, State: h.State, At: h.At,
		TakenBy: colleague(h.TakenBy), TakenAt: since(h.TakenAt), EndedBy: colleague(h.EndedBy), EndedAt: since(h.EndedAt), Asked: make([]askedView, len(h.Asked)),
	}
	if h.Skill != "" {
		v.Skill = &ref{ID: string(h.Skill), Name: h.SkillName}
	}
	if h.Team != "" {
		v.Team = &ref{ID: string(h.Team), Name: h.TeamName}
	}
	for i, each := range h.Asked {
		v.Asked[i] = askedView{each.ID, each.Name, each.Because}
	}
	return v
}

func viewCompany(c company.Company, err error) (companyView, error) {
	v := companyView{Companions: make([]companionView, len(c.Companions)), Can: companyCan(c.Can)}
	if c.Help != nil {
		v.Help = new(viewHelp(*c.Help))
	}
	for i, each := range c.Companions {
		v.Companions[i] = companionView{each.ID, each.Name, each.Because, each.Joined}
	}
	return v, err
}

func (e *Edge) companyOf(ctx context.Context, who access.Actor, in *ConversationPath) (companyView, error) {
	return viewCompany(e.Company.Of(ctx, who, in.ID))
}

type helpAsking struct {
	ConversationPath
	Body struct {
		Reason string       `json:"reason" doc:"in a few words" maxLength:"1000"`
		Skill  fact.SkillID `json:"skill,omitempty" doc:"who has it and is available is asked, too"`
	}
}

func (e *Edge) askForHelp(ctx context.Context, who access.Actor, in *helpAsking) (companyView, error) {
	return viewCompany(e.Company.Ask(ctx, who, in.ID, in.Body.Reason, in.Body.Skill))
}

type helpQuery struct {
	Paging
	Running      bool                `query:"running" doc:"only those that nobody has ended"`
	Conversation fact.ConversationID `query:"conversation"`
}

func (e *Edge) listHelp(ctx context.Context, who access.Actor, in *helpQuery) (Page[helpView], error) {
	at, id, err := placed(in.After)
	if err != nil {
		return Page[helpView]{}, err
	}
	found, more, err := e.Company.List(ctx, who, company.Walk{Running: in.Running, Conversation: in.Conversation, At: at, ID: fact.HelpID(id), Limit: in.Limit})
	list := make([]helpView, len(found))
	for i, h := range found {
		list[i] = viewHelp(h)
	}
	next := ""
	if more {
		last := found[len(found)-1]
		next = place(last.At.UnixMilli(), last.ID)
	}
	return paged(list, next), err
}

type HelpPath struct {
	ID fact.HelpID `path:"id"`
}

func (e *Edge) takeHelp(ctx context.Context, who access.Actor, in *HelpPath) (helpView, error) {
	h, err := e.Company.Take(ctx, who, in.ID)
	return viewHelp(h), err
}

type helpOutcome struct {
	HelpPath
	Body struct {
		Outcome company.State `json:"outcome" enum:"answered,withdrawn"`
	}
}

func (e *Edge) endHelp(ctx context.Context, who access.Actor, in *helpOutcome) (helpView, error) {
	h, err := e.Company.End(ctx, who, in.ID, in.Body.Outcome)
	return viewHelp(h), err
}

func (e *Edge) joinConversation(ctx context.Context, who access.Actor, in *ConversationPath) (companyView, error) {
	return viewCompany(e.Company.Join(ctx, who, in.ID))
}

func (e *Edge) leaveConversation(ctx context.Context, who access.Actor, in *ConversationPath) (companyView, error) {
	return viewCompany(e.Company.Leave(ctx, who, in.ID))
}

type whispering struct {
	ConversationPath
	Body struct {
		Text string `json:"text"`
	}
}

func (e *Edge) whisper(ctx context.Context, who access.Actor, in *whispering) (conversation.Message, error) {
	m, err := e.Company.Whisper(ctx, who, in.ID, in.Body.Text)
	if err != nil {
		return m, err
	}
	list := []conversation.Message{m}
	err = e.dress(ctx, list)
	return list[0], err
}
