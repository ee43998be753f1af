package api

import (
	"context"
	"net/http"

	"anlan/internal/people/access"
	"anlan/internal/resolve/desk"
)

func (e *Edge) routeSending() {
	const tag = "Account"
	handle(e, route{id: "get-my-sending", method: http.MethodGet, path: "/v1/me/sending", summary: "How my replies leave", tag: tag, needs: access.ConversationView}, e.getSending)
	handle(e, route{id: "choose-my-sending", method: http.MethodPut, path: "/v1/me/sending", summary: "Choose how my replies leave", tag: tag, needs: access.ConversationView}, e.chooseSending)
	handle(e, route{id: "choose-house-sending", method: http.MethodPut, path: "/v1/sending", summary: "Choose how replies leave where nobody chose for themselves", tag: tag, needs: access.ChannelManage}, e.chooseHouseSending)
}

// sendingChoice is how replies leave; null is "as the house does it".
type sendingChoice struct {
	MailSeconds *int  `json:"mail_seconds" enum:"0,5,10,20,30" doc:"how long a mail waits before it leaves"`
	ChatSeconds *int  `json:"chat_seconds" enum:"0,5,10,20,30" doc:"how long a reply of another channel waits"`
	EnterSends  *bool `json:"enter_sends" doc:"in a chat, Enter sends and Shift+Enter begins a new line"`
}

func choiceOf(s desk.Sending) sendingChoice {
	return sendingChoice{s.MailSeconds, s.ChatSeconds, s.EnterSends}
}

type sendingView struct {
	Own       sendingChoice `json:"own"`
	House     sendingChoice `json:"house"`
	Effective sendingChoice `json:"effective"`
	Can       sendingCan    `json:"can"`
}

type sendingCan struct {
	ChangeHouse bool `json:"change_house"`
}

func (e *Edge) getSending(ctx context.Context, who access.Actor, _ *struct{}) (sendingView, error) {
	own, house, effective, err := e.Desk.Sends(ctx, who)
	return sendingView{choiceOf(own), choiceOf(house), choiceOf(effective), sendingCan{who.May(access.ChannelManage)}}, err
}

type sendingEdit struct {
	Body struct {
		MailSeconds *int  `json:"mail_seconds,omitempty" enum:"0,5,10,20,30" nullable:"true"`
		ChatSeconds *int  `json:"chat_seconds,omitempty" enum:"0,5,10,20,30" nullable:"true"`
		EnterSends  *bool `json:"enter_sends,omitempty" nullable:"true"`
	}
}

func (in *sendingEdit) choice() desk.Sending {
	return desk.Sending{MailSeconds: in.Body.MailSeconds, ChatSeconds: in.Body.ChatSeconds, EnterSends: in.Body.EnterSends}
}

func (e *Edge) chooseSending(ctx context.Context, who access.Actor, in *sendingEdit) (sendingView, error) {
	if err := e.Desk.ChooseSending(ctx, who, in.choice()); err != nil {
		return sendingView{}, err
	}
	return e.getSending(ctx, who, nil)
}

func (e *Edge) chooseHouseSending(ctx context.Context, who access.Actor, in *sendingEdit) (sendingView, error) {
	if err := e.Desk.ChooseHouseSending(ctx, who, in.choice()); err != nil {
		return sendingView{}, err
	}
	return e.getSending(ctx, who, nil)
}
