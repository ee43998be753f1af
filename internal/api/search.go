package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func (e *Edge) routeSearch() {
	handle(e, route{id: "search", method: http.MethodGet, path: "/v1/search", summary: "Find conversations and contacts by words, numbers, names and addresses", tag: "Search", needs: access.ConversationView}, e.search)
}

type searchQuery struct {
	Paging
	Q        string    `query:"q" maxLength:"200" doc:"words, a number, a name or an address; without it the conversations that the filters name, the newest first" example:"退款"`
	State    string    `query:"state" doc:"open, waiting, snoozed, resolved; several with commas" example:"open,waiting"`
	Assignee string    `query:"assignee" doc:"staff ids, me, none; several with commas"`
	Team     string    `query:"team" doc:"team ids, mine, none; several with commas"`
	Tag      string    `query:"tag" doc:"wears all of these; several with commas"`
	In       string    `query:"organisation" doc:"what the contact belongs to: an organisation's id, name or domain, or words of it; several with commas, and what has a comma in double quotes. Where nothing else filters, its contacts are found too" example:"澜学教育"`
	Channel  string    `query:"channel" doc:"channel ids; several with commas"`
	Kind     string    `query:"kind" doc:"of the message that is hit: inbound, reply, note; several with commas"`
	Has      string    `query:"has" enum:"attachment" doc:"only messages with an attachment"`
	Number   int64     `query:"number" minimum:"0" doc:"of the conversation"`
	From     time.Time `query:"from" doc:"written, or by subject opened, not before"`
	To       time.Time `query:"to" doc:"not included"`
}

func listed[T ~string](text string) (list []T) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, T(part))
		}
	}
	return list
}

// meant finds the organisations that somebody typed; one that nobody is of where there are none.
func (e *Edge) meant(ctx context.Context, who access.Actor, typed string) ([]fact.OrganisationID, error) {
	if strings.TrimSpace(typed) == "" {
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(typed))
	r.LazyQuotes, r.TrimLeadingSpace = true, true
	parts, err := r.Read()
	if err != nil {
		return nil, fault.New(fault.Invalid, "organisation.unknown", "organisation", typed).At("organisation").Because(err)
	}
	ids, err := e.Organisations.Meant(ctx, who, parts...)
	if len(ids) == 0 {
		ids = []fact.OrganisationID{""}
	}
	return ids, err
}

// wanted is what the filters ask of messages, and of their conversations.
func (e *Edge) searchWanted(ctx context.Context, who access.Actor, in *searchQuery) (w search.Wanted, q conversation.Query, err error) {
	organisations, err := e.meant(ctx, who, in.In)
	if err != nil {
		return w, q, err
	}
	f, err := conversation.Filter{
		States: listed[conversation.State](in.State), Assignees: listed[string](in.Assignee), Teams: listed[string](in.Team),
		TagsAll: listed[string](in.Tag), Channels: listed[fact.ChannelID](in.Channel), Organisations: organisations,
	}.Checked()
	if err != nil {
		return w, q, err
	}
	w = search.Wanted{From: in.From, To: in.To, Messages: listed[string](in.Kind), Files: in.Has != ""}
	for _, kind := range w.Messages {
		switch conversation.Kind(kind) {
		case conversation.Inbound, conversation.Reply, conversation.Note:
		default:
			return w, q, fault.New(fault.Invalid, "search.unknown_kind", "kind", kind).At("kind")
		}
	}
	q = f.Query(who, e.DB.Now())
	ofTheirs := len(f.States) + len(f.Assignees) + len(f.Teams) + len(f.TagsAll) + len(f.Channels) // what only conversations have
	if len(organisations) > 0 && ofTheirs == 0 && in.Number == 0 && in.From.IsZero() && in.To.IsZero() {
		w.KeepContacts = func(ctx context.Context, ids []fact.ContactID) (map[fact.ContactID]bool, error) {
			return e.Organisations.Holding(ctx, organisations, ids)
		}
	}
	if ofTheirs+len(organisations) > 0 {
		w.Keep = func(ctx context.Context, ids []fact.ConversationID) (map[fact.ConversationID]bool, error) {
			return e.Inbox.Holding(ctx, q, ids)
		}
	}
	if in.Number > 0 {
		keep := w.Keep
		w.Keep = func(ctx context.Context, ids []fact.ConversationID) (map[fact.ConversationID]bool, error) {
			list, err := e.byID(ctx, who, ids)
			if err != nil {
				return nil, err
			}
			ids = slices.DeleteFunc(slices.Clone(ids), func(id fact.ConversationID) bool { return list[id].Number != in.Number })
			if keep != nil {
				return keep(ctx, ids)
			}
			held := map[fact.ConversationID]bool{}
			for _, id := range ids {
				held[id] = true
			}
			return held, nil
		}
	}
	return w, q, nil
}

// result is one thing that was found, and why.
type result struct {
	Kind         string                     `json:"kind" enum:"conversation,contact"`
	Conversation *conversation.Conversation `json:"conversation"`
	Contact      *contact.Contact           `json:"contact"`
	MessageID    fact.MessageID             `json:"message_id" doc:"the message that was hit, if it was one"`
	Snippet      []piece                    `json:"snippet" nullable:"false"`
	Because      search.Reason              `json:"because" enum:",message,subject,number,name,identity,field" doc:"what was hit; empty when no words were asked for"`
	Ranked       []search.Virtue            `json:"ranked" nullable:"false" enum:"exact,recent,several" doc:"what else lifts it: the words as they were typed, of this week, hit more than once"`
}

// piece is a part of a snippet; the parts that were hit are marked.
type piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

func (e *Edge) search(ctx context.Context, who access.Actor, in *searchQuery) (Page[result], error) {
	wanted, q, err := e.searchWanted(ctx, who, in)
	if err != nil {
		return Page[result]{}, err
	}
	words := in.Q
	if strings.TrimSpace(words) == "" {
		if in.Number == 0 {
			return e.searchWordless(ctx, who, in, wanted, q)
		}
		words = fmt.Sprint("#", in.Number)
	}
	found, err := e.Search.FindWanted(ctx, who, words, wanted, in.After, in.Limit)
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
		r := result{Kind: hit.Kind, MessageID: hit.Message, Because: hit.Because, Snippet: pieces(hit.Snippet), Ranked: hit.Ranked}
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

// wordlessLooks bounds how many pages of a list are looked through for one page
// of what its messages narrow.
const wordlessLooks = 4

// searchWordless lists what the filters name, the newest first.
func (e *Edge) searchWordless(ctx context.Context, who access.Actor, in *searchQuery, wanted search.Wanted, q conversation.Query) (page Page[result], err error) {
	if q.After, err = conversationPlaced(in.After); err != nil {
		return page, err
	}
	items := []result{}
	byMessages := len(wanted.Messages) > 0 || wanted.Files || !in.From.IsZero() || !in.To.IsZero()
	if !byMessages && wanted.Keep == nil {
		return paged(items, ""), nil
	}
	for look := 0; look < wordlessLooks && len(items) < in.Limit; look++ {
		q.Limit = in.Limit - len(items)
		list, next, err := e.Inbox.List(ctx, who, q)
		if err != nil {
			return page, err
		}
		held := map[fact.ConversationID]bool{}
		if byMessages {
			ids := make([]fact.ConversationID, len(list))
			for i, c := range list {
				ids[i] = c.ID
			}
			if held, err = e.Search.Writing(ctx, wanted, ids); err != nil {
				return page, err
			}
		}
		for _, c := range list {
			if !byMessages || held[c.ID] {
				items = append(items, result{Kind: search.Conversations, Conversation: &c, Snippet: []piece{}, Ranked: []search.Virtue{}})
			}
		}
		if q.After = next; next.ID == "" {
			break
		}
	}
	return paged(items, conversationPlace(q.After)), nil
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
