package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Wanted narrows a search. The words lead along the index; the rest is asked of
// what they bring, a window at a time, so a page may come short and yet have a
// next one.
type Wanted struct {
	From, To time.Time // when it was written, or the conversation opened; To is not included
	Messages []string  // kinds of messages; none = all, and subjects too
	Files    bool      // only messages with an attachment
	// Keep tells which of some conversations are wanted; nil = all.
	Keep func(ctx context.Context, ids []fact.ConversationID) (map[fact.ConversationID]bool, error)
	// KeepContacts tells which of some contacts are wanted; nil = none, where
	// anything else narrows the search.
	KeepContacts func(ctx context.Context, ids []fact.ContactID) (map[fact.ContactID]bool, error)
}

func (w Wanted) narrows() bool {
	return !w.From.IsZero() || !w.To.IsZero() || w.ofMessages() || w.Keep != nil || w.KeepContacts != nil
}

// ofMessages tells whether only messages can be meant.
func (w Wanted) ofMessages() bool { return len(w.Messages) > 0 || w.Files }

// FindWanted is Find, narrowed.
func (x *Index) FindWanted(ctx context.Context, who access.Actor, q string, w Wanted, after string, limit int) (Page, error) {
	if !w.narrows() {
		return x.Find(ctx, who, q, after, limit)
	}
	if err := who.Require(access.ConversationView); err != nil {
		return Page{}, err
	}
	kinds := []string{kindMessage, kindSubject}
	if w.ofMessages() {
		kinds = kinds[:1]
	} else if w.KeepContacts != nil && who.May(access.ContactView) {
		kinds = append(kinds, kindContact)
	}
	return x.find(ctx, who, kinds, w, q, after, limit)
}

// Writing tells which of some conversations have a message of the wanted kind
// and time.
func (x *Index) Writing(ctx context.Context, w Wanted, ids []fact.ConversationID) (map[fact.ConversationID]bool, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	where, args := w.messages()
	if !w.From.IsZero() {
		where, args = where+" AND m.sent_at >= ?", append(args, w.From.UnixMilli())
	}
	if !w.To.IsZero() {
		where, args = where+" AND m.sent_at < ?", append(args, w.To.UnixMilli())
	}
	var held []fact.ConversationID
	if err := x.db.Ask("SELECT DISTINCT m.conversation_id FROM message m WHERE m.conversation_id IN (?)"+where, append([]any{ids}, args...)...).Scan(ctx, &held); err != nil {
		return nil, fmt.Errorf("ask which conversations have such messages: %w", err)
	}
	by := map[fact.ConversationID]bool{}
	for _, id := range held {
		by[id] = true
	}
	return by, nil
}

// messages are the conditions on a row called m.
func (w Wanted) messages() (where string, args []any) {
	var b strings.Builder
	if len(w.Messages) > 0 {
		b.WriteString(" AND m.kind IN (?)")
		args = append(args, w.Messages)
	}
	if w.Files {
		b.WriteString(" AND EXISTS (SELECT 1 FROM attachment a WHERE a.message_id = m.id AND a.message_id <> '')")
	}
	return b.String(), args
}

// ofKind leaves the hits in messages of the wanted kind.
func (s *seeker) ofKind(ctx context.Context, hits []db.WordHit) ([]db.WordHit, error) {
	if !s.wanted.ofMessages() || len(hits) == 0 {
		return hits, nil
	}
	owners := make([]string, len(hits))
	for i, h := range hits {
		owners[i] = h.Owner
	}
	where, args := s.wanted.messages()
	var ids []string
	if err := s.db.Ask("SELECT m.id FROM message m WHERE m.id IN (?)"+where, append([]any{owners}, args...)...).Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("ask of which kind the hits are: %w", err)
	}
	held := map[string]bool{}
	for _, id := range ids {
		held[id] = true
	}
	return slices.DeleteFunc(hits, func(h db.WordHit) bool { return !held[h.Owner] }), nil
}

// kept leaves the hits in wanted conversations and contacts.
func (s *seeker) kept(ctx context.Context, hits []db.WordHit) ([]db.WordHit, error) {
	ofContacts := func(h db.WordHit) bool { return h.Kind == kindContact }
	others, err := held(ctx, s.wanted.Keep, slices.DeleteFunc(slices.Clone(hits), ofContacts))
	if err != nil {
		return nil, err
	}
	contacts, err := held(ctx, s.wanted.KeepContacts, slices.DeleteFunc(slices.Clone(hits), func(h db.WordHit) bool { return !ofContacts(h) }))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(hits, func(h db.WordHit) bool {
		if ofContacts(h) {
			return contacts != nil && !contacts[h.Group]
		}
		return others != nil && !others[h.Group]
	}), nil
}

// held asks which of the hits are in what is wanted; nil = all of them.
func held[ID ~string](ctx context.Context, keep func(context.Context, []ID) (map[ID]bool, error), hits []db.WordHit) (map[string]bool, error) {
	if keep == nil || len(hits) == 0 {
		return nil, nil
	}
	groups := groupsOf(hits)
	ids := make([]ID, len(groups))
	for n, group := range groups {
		ids[n] = ID(group)
	}
	wanted, err := keep(ctx, ids)
	if err != nil {
		return nil, err
	}
	by := map[string]bool{}
	for id, yes := range wanted {
		by[string(id)] = yes
	}
	return by, nil
}

// since and until bound the search to a stretch of the index.
func (w Wanted) since() int64 {
	if w.From.IsZero() {
		return 0
	}
	return db.WordsSince(w.From)
}

func (w Wanted) until() int64 {
	if w.To.IsZero() {
		return 0
	}
	return db.WordsSince(w.To)
}
