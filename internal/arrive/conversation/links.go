package conversation

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Links are what a conversation has to do with others.
type Links struct {
	MergedInto *Numbered     `json:"merged_into" doc:"the conversation that stands for this one"`
	Halves     []Half        `json:"halves" nullable:"false" doc:"what was merged into this one, the latest first"`
	SplitFrom  *Apart        `json:"split_from" doc:"the conversation that this one was split off"`
	SplitOff   []Apart       `json:"split_off" nullable:"false" doc:"what was split off this one, the latest first"`
	Proposals  []Proposal    `json:"split_proposals" nullable:"false" doc:"messages that may begin a matter of their own, the latest first"`
	Strangers  []Participant `json:"strangers" nullable:"false" doc:"who wrote with a reference of ours and takes no part, as far as is known"`
	MaybeSame  []Maybe       `json:"maybe_same" nullable:"false" doc:"conversations of the same contact that may be about the same matter"`
	ToldApart  []OtherMatter `json:"told_apart" nullable:"false" doc:"conversations of which somebody said that they are about another matter, the latest first"`
}

// Half is a conversation that was merged into another.
type Half struct {
	ID       fact.ConversationID `json:"id"`
	Number   int64               `json:"number"`
	Subject  string              `json:"subject"`
	Into     fact.ConversationID `json:"into" doc:"the one it was merged into; another one than asked for where that was merged later"`
	Contact  ContactRef          `json:"contact"`
	Channel  ChannelRef          `json:"channel"`
	Messages int                 `json:"messages" doc:"how many moved"`
	At       time.Time           `json:"at"`
	By       Ref                 `json:"by"`
	Because  string              `json:"because" enum:"merge,split_undone"`
	CanUndo  bool                `json:"can_undo"`
}

// Apart is one side of a split.
type Apart struct {
	ID       fact.ConversationID `json:"id"`
	Number   int64               `json:"number"`
	Subject  string              `json:"subject"`
	Messages int                 `json:"messages" doc:"how many moved"`
	At       time.Time           `json:"at"`
	By       Ref                 `json:"by"`
	CanUndo  bool                `json:"can_undo"`
}

// Maybe is a conversation that may be about the same matter, and why.
type Maybe struct {
	Conversation Conversation  `json:"conversation"`
	Because      []Resemblance `json:"because" nullable:"false"`
}

// Links shows what a conversation has to do with others.
func (in *Inbox) Links(ctx context.Context, who access.Actor, id fact.ConversationID) (Links, error) {
	c, err := in.Get(ctx, who, id)
	if err != nil {
		return Links{}, err
	}
	l := Links{MergedInto: c.MergedInto}
	may := who.May(access.ConversationMerge)
	if l.Halves, err = in.halves(ctx, id, may); err != nil {
		return l, err
	}
	if l.SplitOff, err = in.apart(ctx, "s.from_id = ?", "s.conversation_id", id, may); err != nil {
		return l, err
	}
	from, err := in.apart(ctx, "s.conversation_id = ?", "s.from_id", id, may)
	if err != nil {
		return l, err
	}
	if len(from) > 0 {
		l.SplitFrom = &from[0]
	}
	if l.Proposals, err = in.proposals(ctx, id, may); err != nil {
		return l, err
	}
	if l.Strangers, err = in.participants(ctx, id, who.May(access.ConversationReply), Stranger); err != nil {
		return l, err
	}
	if l.ToldApart, err = in.toldApart(ctx, id, may); err != nil {
		return l, err
	}
	if c.MergedInto == nil {
		l.MaybeSame, err = in.maybeSame(ctx, who, id)
	}
	if l.MaybeSame == nil {
		l.MaybeSame = []Maybe{}
	}
	return l, err
}

func (in *Inbox) halves(ctx context.Context, id fact.ConversationID, may bool) ([]Half, error) {
	tree, err := treeOf(ctx, in.db.Read(), id)
	if err != nil || len(tree) == 1 {
		return []Half{}, err
	}
	var rows []struct {
		cardRow
		Into    fact.ConversationID `bun:"into_id"`
		Moved   int                 `bun:"moved"`
		At      int64               `bun:"at"`
		By      string              `bun:"by_id"`
		ByName  string              `bun:"by_name"`
		Because string              `bun:"because"`
	}
	err = in.db.Read().NewRaw("SELECT "+cardColumns+`, k.into_id, k.messages AS moved, k.at, k.staff_id AS by_id, COALESCE(b.name, '') AS by_name, k.because
		FROM conversation_merge k JOIN conversation c ON c.id = k.conversation_id `+cardJoins+`
		LEFT JOIN staff b ON b.id = k.staff_id
		WHERE k.into_id IN (?) AND k.undone_at = 0 ORDER BY k.at DESC, k.id DESC LIMIT 200`, bun.In(tree)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what was merged into %s: %w", id, err)
	}
	list := make([]Half, len(rows))
	for i, r := range rows {
		list[i] = Half{
			ID: r.ID, Number: r.Number, Subject: r.Subject, Into: r.Into, Messages: r.Moved, At: time.UnixMilli(r.At).UTC(), Because: r.Because,
			Contact: ContactRef{ID: r.Contact, Name: r.ContactName, Tier: r.ContactTier}, Channel: ChannelRef{ID: r.Channel, Kind: r.ChannelKind, Name: r.ChannelName},
			By: Ref{ID: r.By, Name: r.ByName}, CanUndo: may && r.Because == "merge",
		}
	}
	return list, nil
}

func (in *Inbox) apart(ctx context.Context, which, other string, id fact.ConversationID, may bool) ([]Apart, error) {
	var rows []struct {
		ID      fact.ConversationID `bun:"id"`
		Number  int64               `bun:"number"`
		Subject string              `bun:"subject"`
		Moved   int                 `bun:"moved"`
		At      int64               `bun:"at"`
		By      string              `bun:"by_id"`
		ByName  string              `bun:"by_name"`
	}
	err := in.db.Read().NewRaw(`SELECT c.id, c.number, c.subject, s.at, s.staff_id AS by_id, COALESCE(b.name, '') AS by_name,
			(SELECT COUNT(*) FROM conversation_split_message m WHERE m.split_id = s.id) AS moved
		FROM conversation_split s JOIN conversation c ON c.id = `+other+` LEFT JOIN staff b ON b.id = s.staff_id
		WHERE `+which+` AND s.undone_at = 0 ORDER BY s.at DESC, s.id DESC LIMIT 200`, id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the splits of %s: %w", id, err)
	}
	list := make([]Apart, len(rows))
	for i, r := range rows {
		list[i] = Apart{ID: r.ID, Number: r.Number, Subject: r.Subject, Messages: r.Moved, At: time.UnixMilli(r.At).UTC(), By: Ref{ID: r.By, Name: r.ByName}, CanUndo: may}
	}
	return list, nil
}

// mostMaybe bounds how many of a contact's newest conversations are compared.
const mostMaybe = 20

func (in *Inbox) maybeSame(ctx context.Context, who access.Actor, id fact.ConversationID) (list []Maybe, err error) {
	var c row
	if err := in.db.Read().NewRaw("SELECT * FROM conversation WHERE id = ?", id).Scan(ctx, &c); err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", id, err)
	}
	var others []row
	err = in.db.Read().NewRaw(`SELECT * FROM conversation WHERE contact_id = ? AND merged_into = '' AND id <> ?
		ORDER BY last_message_at DESC, id DESC LIMIT ?`, c.Contact, c.ID, mostMaybe).Scan(ctx, &others)
	if err != nil {
		return nil, fmt.Errorf("look for the same matter: %w", err)
	}
	distinct, err := in.distinctOf(ctx, id)
	if err != nil {
		return nil, err
	}
	because := map[fact.ConversationID][]Resemblance{}
	var ids []fact.ConversationID
	for _, o := range others {
		if why := resemble(c, o); len(why) > 0 && len(ids) < 5 && distinct[o.ID] != evidence(why) { // new evidence brings it back
			because[o.ID], ids = why, append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	parted, err := in.takenApart(ctx, id, ids)
	if err != nil {
		return nil, err
	}
	cards, _, err := in.List(ctx, who, Query{IDs: ids})
	if err != nil {
		return nil, err
	}
	by := map[fact.ConversationID]Conversation{}
	for _, card := range cards {
		by[card.ID] = card
	}
	for _, o := range ids {
		if card, ok := by[o]; ok && !parted[o] {
			list = append(list, Maybe{Conversation: card, Because: because[o]})
		}
	}
	return list, nil
}

// takenApart are those that a person has split off or parted from this one: that
// they are not the same matter has been said.
func (in *Inbox) takenApart(ctx context.Context, id fact.ConversationID, others []fact.ConversationID) (map[fact.ConversationID]bool, error) {
	var ids []fact.ConversationID
	err := in.db.Read().NewRaw(`SELECT conversation_id FROM conversation_split WHERE from_id = ? AND conversation_id IN (?) AND undone_at = 0
		UNION SELECT from_id FROM conversation_split WHERE conversation_id = ? AND from_id IN (?) AND undone_at = 0
		UNION SELECT conversation_id FROM conversation_merge WHERE into_id = ? AND conversation_id IN (?) AND undone_at > 0
		UNION SELECT into_id FROM conversation_merge WHERE conversation_id = ? AND into_id IN (?) AND undone_at > 0`,
		id, bun.In(others), id, bun.In(others), id, bun.In(others), id, bun.In(others)).Scan(ctx, &ids)
	if err != nil && !db.IsNone(err) {
		return nil, fmt.Errorf("look what was taken apart: %w", err)
	}
	parted := map[fact.ConversationID]bool{}
	for _, o := range ids {
		parted[o] = true
	}
	return parted, nil
}
