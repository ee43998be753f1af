package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/picture"
	"anlan/internal/arrive/trust"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeTrust() {
	handle(e, route{id: "list-receivers", method: http.MethodGet, path: "/v1/channels/{id}/receivers", summary: "The mail servers whose findings about senders stand on the newest mails of a channel", tag: "Channels", needs: access.ChannelManage}, e.listReceivers)
	const tag = "Messages"
	handle(e, route{id: "dismiss-warnings", method: http.MethodPut, path: "/v1/messages/{id}/warnings/dismissal", summary: "Say that one knows the sender of a mail: none of its warnings holds", tag: tag, needs: access.ConversationReply}, e.dismissWarnings)
	handle(e, route{id: "restore-warnings", method: http.MethodDelete, path: "/v1/messages/{id}/warnings/dismissal", summary: "Take that back, for all of them", tag: tag, needs: access.ConversationReply}, e.restoreWarnings)
	handle(e, route{id: "dismiss-warning", method: http.MethodPut, path: "/v1/messages/{id}/warnings/{code}/dismissal", summary: "Say that a warning does not hold for the sender of a mail", tag: tag, needs: access.ConversationReply}, e.dismissWarning)
	handle(e, route{id: "restore-warning", method: http.MethodDelete, path: "/v1/messages/{id}/warnings/{code}/dismissal", summary: "Take that back", tag: tag, needs: access.ConversationReply}, e.restoreWarning)
	handle(e, route{id: "show-pictures", method: http.MethodPut, path: "/v1/messages/{id}/pictures", summary: "See the remote pictures of a mail; we fetch them, so that the sender does not learn who reads", tag: tag, needs: access.ConversationReply}, e.showPictures)
	handle(e, route{id: "hold-pictures", method: http.MethodDelete, path: "/v1/messages/{id}/pictures", summary: "Show them no more: of this mail, nor of its sender", tag: tag, needs: access.ConversationReply}, e.holdPictures)
	handle(e, route{id: "answer-invitation", method: http.MethodPut, path: "/v1/messages/{id}/invitation/answer", summary: "Answer an invitation that a mail brought; the reply leaves at once", tag: tag, needs: access.ConversationReply}, e.answerInvitation)
	handle(e, route{id: "list-sender-choices", method: http.MethodGet, path: "/v1/sender-choices", summary: "What was decided about the senders of mail", tag: tag, needs: access.ContactView}, e.senderChoices)
	handle(e, route{id: "drop-sender-choice", method: http.MethodDelete, path: "/v1/sender-choices", summary: "Take back what was decided about a sender", tag: tag, status: http.StatusNoContent, needs: access.ConversationReply}, e.dropSenderChoice)
}

func (e *Edge) listReceivers(ctx context.Context, who access.Actor, in *ChannelPath) (All[trust.Receiver], error) {
	list, err := e.Guard.Receivers(ctx, who, in.ID)
	return whole(list), err
}

// WarningPath names a warning about a message.
type WarningPath struct {
	MessagePath
	Code string `path:"code"`
}

type dismissing struct {
	WarningPath
	Body struct {
		Until *time.Time `json:"until,omitempty" doc:"half a year from now where nothing is said; three years at most"`
	}
}

func (e *Edge) dismissWarning(ctx context.Context, who access.Actor, in *dismissing) (conversation.Message, error) {
	if err := e.Guard.Dismiss(ctx, who, in.ID, in.Code, given(in.Body.Until)); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, &in.MessagePath)
}

func (e *Edge) restoreWarning(ctx context.Context, who access.Actor, in *WarningPath) (conversation.Message, error) {
	if err := e.Guard.Warn(ctx, who, in.ID, in.Code); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, &in.MessagePath)
}

type dismissingAll struct {
	MessagePath
	Body struct {
		Until *time.Time `json:"until,omitempty" doc:"half a year from now where nothing is said; three years at most"`
	}
}

func (e *Edge) dismissWarnings(ctx context.Context, who access.Actor, in *dismissingAll) (conversation.Message, error) {
	if err := e.Guard.DismissAll(ctx, who, in.ID, given(in.Body.Until)); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, &in.MessagePath)
}

func given(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return *at
}

func (e *Edge) restoreWarnings(ctx context.Context, who access.Actor, in *MessagePath) (conversation.Message, error) {
	if err := e.Guard.WarnAgain(ctx, who, in.ID); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, in)
}

type senderQuery struct {
	Address []string `query:"address,explode" maxItems:"50" doc:"of whom; several may be named; nobody: of everybody"`
	Q       string   `query:"q" maxLength:"200" doc:"what stands in the address"`
	Limit   int      `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After   string   `query:"after" maxLength:"500" doc:"next of the page before"`
}

func (e *Edge) senderChoices(ctx context.Context, who access.Actor, in *senderQuery) (Page[trust.Choice], error) {
	list, next, err := e.Guard.Choices(ctx, who, trust.Choosing{Addresses: in.Address, Words: in.Q, After: in.After, Limit: in.Limit})
	if err != nil {
		return Page[trust.Choice]{}, err
	}
	finds, err := e.finds(ctx, who, in.Q)
	list = slices.DeleteFunc(list, func(c trust.Choice) bool { return !finds(c.Address) })
	if len(list) == 0 {
		next = ""
	}
	return paged(list, next), err
}

type choicePath struct {
	Address string `query:"address" required:"true" maxLength:"320"`
	About   string `query:"about" required:"true" maxLength:"60" doc:"pictures, or the code of a warning"`
}

func (e *Edge) dropSenderChoice(ctx context.Context, who access.Actor, in *choicePath) (nothing, error) {
	return nothing{}, e.Guard.Drop(ctx, who, in.Address, in.About)
}

type answering struct {
	MessagePath
	Body struct {
		Place int    `json:"place,omitempty" minimum:"0" doc:"which event of the mail"`
		Part  string `json:"part" enum:"accepted,tentative,declined"`
	}
}

func (e *Edge) answerInvitation(ctx context.Context, who access.Actor, in *answering) (conversation.Message, error) {
	if err := e.Desk.AnswerInvitation(ctx, who, invitation.Answer{Message: in.ID, Place: in.Body.Place, Part: in.Body.Part}); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, &in.MessagePath)
}

type showing struct {
	MessagePath
	Body struct {
		Always bool `json:"always,omitempty" doc:"of every mail of this sender"`
	}
}

func (e *Edge) showPictures(ctx context.Context, who access.Actor, in *showing) (conversation.Message, error) {
	if err := e.Guard.Show(ctx, who, in.ID, in.Body.Always); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, &in.MessagePath)
}

func (e *Edge) holdPictures(ctx context.Context, who access.Actor, in *MessagePath) (conversation.Message, error) {
	if err := e.Guard.Hide(ctx, who, in.ID); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, in)
}

// remotePictures says where the pictures of a mail come from once they are shown:
// from us, by links that are good for this mail alone.
func (e *Edge) remotePictures(m conversation.Message, shown bool) []trust.Picture {
	list := []trust.Picture{}
	if !shown {
		return list
	}
	until := e.DB.Now().Truncate(linkLife).Add(2 * linkLife)
	for place, source := range picture.Sources(m.HTML) {
		link := "/v1/messages/" + string(m.ID) + "/pictures/" + strconv.Itoa(place) + "?" + e.Sealer.Sign(picture.Matter(m.ID, place), until)
		list = append(list, trust.Picture{Source: source, URL: link})
	}
	return list
}

// remotePicture serves our copy of a picture to whoever holds its signed link.
func (e *Edge) remotePicture(w http.ResponseWriter, r *http.Request) {
	message := fact.MessageID(r.PathValue("id"))
	place, err := strconv.Atoi(r.PathValue("place"))
	q := r.URL.Query()
	if err != nil || !e.Sealer.Valid(picture.Matter(message, place), q.Get("exp"), q.Get("sig"), e.DB.Now()) {
		e.refuseHTTP(w, r, fault.New(fault.Denied, "attachment.link_over"))
		return
	}
	found, err := e.Album.Open(r.Context(), message, place)
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	e.draw(w, r, found.SHA256, found.Type)
}

// draw serves a picture that a browser may draw, and nothing more.
func (e *Edge) draw(w http.ResponseWriter, r *http.Request, sum, kind string) {
	content, err := e.Files.Open(sum)
	if err != nil {
		e.refuseHTTP(w, r, err)
		return
	}
	defer func() { _ = content.Close() }()
	harmless(w.Header(), kind, "inline", sum)
	http.ServeContent(w, r, "", time.Time{}, content)
}
