package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/wording"
)

func (e *Edge) routeWording() {
	const tag = "Canned replies"
	handle(e, route{id: "list-canned-replies", method: http.MethodGet, path: "/v1/canned-replies", summary: "What I may use; with q, what fits the words", tag: tag, needs: access.ConversationView, clear: true}, e.listCanned)
	handle(e, route{id: "add-canned-reply", method: http.MethodPost, path: "/v1/canned-replies", summary: "Write one; shared ones need wording.manage", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ConversationView, clear: true}, e.addCanned)
	handle(e, route{id: "get-canned-reply", method: http.MethodGet, path: "/v1/canned-replies/{id}", summary: "Show one", tag: tag, needs: access.ConversationView, clear: true}, e.getCanned)
	handle(e, route{id: "change-canned-reply", method: http.MethodPut, path: "/v1/canned-replies/{id}", summary: "Save it anew", tag: tag, needs: access.ConversationView, clear: true}, e.changeCanned)
	handle(e, route{id: "remove-canned-reply", method: http.MethodDelete, path: "/v1/canned-replies/{id}", summary: "Remove it", tag: tag, status: http.StatusNoContent, needs: access.ConversationView}, e.removeCanned)
	handle(e, route{id: "render-canned-reply", method: http.MethodPost, path: "/v1/conversations/{id}/canned-replies/{canned_reply_id}/rendering", summary: "Make it ready for the customer of a conversation", tag: tag, needs: access.ConversationView, clear: true}, e.renderCanned)
	const macros = "Macros"
	handle(e, route{id: "list-macros", method: http.MethodGet, path: "/v1/macros", summary: "Macros that I may use", tag: macros, needs: access.ConversationView, clear: true}, e.listMacros)
	handle(e, route{id: "add-macro", method: http.MethodPost, path: "/v1/macros", summary: "Make one; shared ones need wording.manage", tag: macros, status: http.StatusCreated, repeats: true, needs: access.ConversationView, clear: true}, e.addMacro)
	handle(e, route{id: "get-macro", method: http.MethodGet, path: "/v1/macros/{id}", summary: "Show one", tag: macros, needs: access.ConversationView, clear: true}, e.getMacro)
	handle(e, route{id: "change-macro", method: http.MethodPut, path: "/v1/macros/{id}", summary: "Save it anew", tag: macros, needs: access.ConversationView, clear: true}, e.changeMacro)
	handle(e, route{id: "remove-macro", method: http.MethodDelete, path: "/v1/macros/{id}", summary: "Remove it", tag: macros, status: http.StatusNoContent, needs: access.ConversationView}, e.removeMacro)
	handle(e, route{id: "preview-macro", method: http.MethodGet, path: "/v1/conversations/{id}/macros/{macro_id}", summary: "What it would do now, and why", tag: macros, needs: access.ConversationView}, e.previewMacro)
	handle(e, route{id: "apply-macro", method: http.MethodPost, path: "/v1/conversations/{id}/macros/{macro_id}", summary: "Run it: all of it, or nothing", tag: macros, repeats: true, needs: access.ConversationView}, e.applyMacro)
}

type cannedQuery struct {
	Q     string `query:"q" maxLength:"200" doc:"words of shortcut, title, folder, tags or text"`
	Limit int    `query:"limit" minimum:"1" maximum:"2000" default:"2000"`
}

func (e *Edge) listCanned(ctx context.Context, who access.Actor, in *cannedQuery) (All[wording.CannedReply], error) {
	list, err := e.Wording.CannedReplies(ctx, who, in.Q, in.Limit)
	return whole(list), err
}

type cannedBody struct {
	Scope    wording.Scope           `json:"scope" enum:"personal,team,everybody"`
	Team     fact.TeamID             `json:"team,omitempty" doc:"with the scope team"`
	Shortcut string                  `json:"shortcut,omitempty"`
	Title    string                  `json:"title"`
	Folder   string                  `json:"folder,omitempty"`
	Tags     []string                `json:"tags,omitempty" nullable:"false"`
	Texts    map[string]wording.Text `json:"texts" doc:"by language: zh-CN, en"`
	Version  int                     `json:"version,omitempty" doc:"that was edited; another one is a conflict"`
}

func (b cannedBody) reply(id fact.CannedReplyID) wording.CannedReply {
	return wording.CannedReply{
		ID: id, Owned: wording.Owned{Scope: b.Scope, Team: b.Team}, Shortcut: b.Shortcut, Title: b.Title, Folder: b.Folder,
		Tags: b.Tags, Texts: b.Texts, Version: b.Version,
	}
}

type newCanned struct{ Body cannedBody }

func (e *Edge) addCanned(ctx context.Context, who access.Actor, in *newCanned) (wording.CannedReply, error) {
	return e.Wording.AddCannedReply(ctx, who, in.Body.reply(""))
}

// CannedReplyPath names a canned reply.
type CannedReplyPath struct {
	ID fact.CannedReplyID `path:"id"`
}

func (e *Edge) getCanned(ctx context.Context, who access.Actor, in *CannedReplyPath) (wording.CannedReply, error) {
	return e.Wording.CannedReply(ctx, who, in.ID)
}

type cannedEdit struct {
	CannedReplyPath
	Body cannedBody
}

func (e *Edge) changeCanned(ctx context.Context, who access.Actor, in *cannedEdit) (wording.CannedReply, error) {
	return e.Wording.ChangeCannedReply(ctx, who, in.Body.reply(in.ID))
}

func (e *Edge) removeCanned(ctx context.Context, who access.Actor, in *CannedReplyPath) (nothing, error) {
	return nothing{}, e.Wording.RemoveCannedReply(ctx, who, in.ID)
}

type cannedUse struct {
	ConversationPath
	CannedReply fact.CannedReplyID `path:"canned_reply_id"`
}

func (e *Edge) renderCanned(ctx context.Context, who access.Actor, in *cannedUse) (wording.Rendering, error) {
	return e.Wording.Render(ctx, who, in.ID, in.CannedReply)
}

func (e *Edge) listMacros(ctx context.Context, who access.Actor, _ *struct{}) (All[wording.Macro], error) {
	list, err := e.Wording.Macros(ctx, who)
	return whole(list), err
}

type macroBody struct {
	Scope   wording.Scope  `json:"scope" enum:"personal,team,everybody"`
	Team    fact.TeamID    `json:"team,omitempty" doc:"with the scope team"`
	Name    string         `json:"name"`
	Steps   []wording.Step `json:"steps" nullable:"false"`
	Version int            `json:"version,omitempty" doc:"that was edited; another one is a conflict"`
}

func (b macroBody) macro(id fact.MacroID) wording.Macro {
	return wording.Macro{ID: id, Owned: wording.Owned{Scope: b.Scope, Team: b.Team}, Name: b.Name, Steps: b.Steps, Version: b.Version}
}

type newMacro struct{ Body macroBody }

func (e *Edge) addMacro(ctx context.Context, who access.Actor, in *newMacro) (wording.Macro, error) {
	return e.Wording.AddMacro(ctx, who, in.Body.macro(""))
}

// MacroPath names a macro.
type MacroPath struct {
	ID fact.MacroID `path:"id"`
}

func (e *Edge) getMacro(ctx context.Context, who access.Actor, in *MacroPath) (wording.Macro, error) {
	return e.Wording.Macro(ctx, who, in.ID)
}

type macroEdit struct {
	MacroPath
	Body macroBody
}

func (e *Edge) changeMacro(ctx context.Context, who access.Actor, in *macroEdit) (wording.Macro, error) {
	return e.Wording.ChangeMacro(ctx, who, in.Body.macro(in.ID))
}

func (e *Edge) removeMacro(ctx context.Context, who access.Actor, in *MacroPath) (nothing, error) {
	return nothing{}, e.Wording.RemoveMacro(ctx, who, in.ID)
}

type macroUse struct {
	ConversationPath
	Macro fact.MacroID `path:"macro_id"`
}

func (e *Edge) previewMacro(ctx context.Context, who access.Actor, in *macroUse) (All[wording.Planned], error) {
	list, err := e.Wording.Preview(ctx, who, in.ID, in.Macro)
	return whole(list), err
}

type macroApplied struct {
	Conversation conversation.Conversation `json:"conversation"`
	MessageID    fact.MessageID            `json:"message_id" doc:"the reply that it wrote; empty when it wrote none"`
}

func (e *Edge) applyMacro(ctx context.Context, who access.Actor, in *macroUse) (macroApplied, error) {
	reply, err := e.Wording.Apply(ctx, who, in.ID, in.Macro)
	c, err := e.shown(ctx, who, in.ID, err)
	return macroApplied{c, reply}, err
}
