package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/contact"
	"anlan/internal/people/access"
	"anlan/internal/understand/phrasing"
	"anlan/internal/understand/privacy"
)

func (e *Edge) routePhrasing() {
	handle(e, route{id: "read-draft-wording", method: http.MethodPost, path: "/v1/conversations/{id}/draft/wording", summary: "What is better said otherwise in what you are about to send; nothing is kept", tag: "Drafts", needs: access.ConversationReply}, e.readWording)
}

type draftRead struct {
	ConversationPath
	Body struct {
		Text string `json:"text" maxLength:"50000"`
	}
}

type wordingRead struct {
	Items []phrasing.Mark `json:"items" nullable:"false" doc:"in the order of the words"`
}

func (e *Edge) readWording(ctx context.Context, who access.Actor, in *draftRead) (wordingRead, error) {
	to, err := e.addressee(ctx, who, in.ConversationPath)
	if err != nil {
		return wordingRead{}, err
	}
	read := wordingRead{Items: phrasing.Read(in.Body.Text, to)}
	if read.Items == nil {
		read.Items = []phrasing.Mark{}
	}
	return read, nil
}

// addressee is what the asking person may know of whom they write to: else a mark would
// tell whether a name or a number that they try is the customer's.
func (e *Edge) addressee(ctx context.Context, who access.Actor, in ConversationPath) (to phrasing.Customer, err error) {
	c, err := e.Inbox.Get(ctx, who, in.ID)
	if err != nil {
		return to, err
	}
	to.Emotion = c.Gist.Emotion
	known, err := e.Contacts.Get(ctx, who, c.Contact.ID)
	if err != nil {
		return to, err
	}
	to.Locale = known.Locale
	to.Gender, _ = known.Attributes["gender"].(string)
	veil, err := e.Masks.For(ctx, who)
	if err != nil {
		return to, err
	}
	if !veil.Covers(privacy.Name) {
		to.Name = known.Name
	}
	for _, i := range known.Identities {
		if (i.Kind == contact.Phone || i.Kind == contact.Email) && !veil.Covers(privacy.Kind(i.Kind)) {
			to.Own = append(to.Own, i.Value)
		}
	}
	return to, nil
}
