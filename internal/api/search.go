package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/people/access"
)

func (e *Edge) routeSearch() {
	handle(e, route{id: "search", method: http.MethodGet, path: "/v1/search", summary: "Find conversations and contacts by words, numbers, names and addresses", tag: "Search", needs: access.ConversationView}, e.search)
}

type searchQuery struct {
	Paging
	Q string `query:"q" required:"true" maxLength:"200" example:"退款"`
}

// result is one thing that was found, and why.
type result struct {
	Kind         string                     `json:"kind" enum:"conversation,contact"`
	Conversation *conversation.Conversation `json:"conversation"`
	Contact      *contact.Contact           `json:"contact"`
	MessageID    fact.MessageID             `json:"message_id" doc:"the message that was hit, if it was one"`
	Snippet      []piece                    `json:"snippet" nullable:"false"`
	Because      search.Reason              `json:"because" enum:"message,subject,number,name,identity,field"`
}

// piece is a part of a snippet; the parts that were hit are marked.
type piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

func (e *Edge) search(ctx context.Context, who access.Actor, in *searchQuery) (Page[result], error) {
	found, err := e.Search.Find(ctx, who, in.Q, in.After, in.Limit)
	if err != nil {
		return Page[result]{}, err
	}
	conversations, err := e.byID(ctx, who, conversationIDs(found))
	if err != nil {
		return Page[result]{}, err
	}
	contacts, err := e.contactsByID(ctx, who, contactIDs(found))
	if err != nil {
		return Page[result]{}, err
	}
	list := []result{}
	for _, hit := range found.Items {
		r := result{Kind: hit.Kind, MessageID: hit.Message, Because: hit.Because, Snippet: pieces(hit.Snippet)}
		if c, ok := conversations[hit.Conversation]; ok {
			r.Conversation = &c
		}
		if c, ok := contacts[hit.Contact]; ok {
			r.Contact = &c
		}
		if r.Conversation != nil || r.Contact != nil { // what was deleted a moment ago is left out
			list = append(list, r)
		}
	}
	return paged(list, found.Next), nil
}

func pieces(snippet []segment.Piece) []piece {
	list := make([]piece, len(snippet))
	for i, p := range snippet {
		list[i] = piece{Text: p.Text, Hit: p.Hit}
	}
	return list
}

func conversationIDs(found search.Page) (ids []fact.ConversationID) {
	for _, hit := range found.Items {
		if hit.Conversation != "" {
			ids = append(ids, hit.Conversation)
		}
	}
	return ids
}

func contactIDs(found search.Page) (ids []fact.ContactID) {
	for _, hit := range found.Items {
		if hit.Contact != "" {
			ids = append(ids, hit.Contact)
		}
	}
	return ids
}
