package mask

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/staff"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

// Why somebody has hidden data shown.
const (
	ForIdentity   = "identity"   // to make sure who somebody is
	ForRequest    = "request"    // to do what the customer asked for
	ForCorrection = "correction" // to put right what is wrong
	ForAuthority  = "authority"  // an authority or a court asks for it
	ForOther      = "other"      // in own words
)

var purposes = map[string]bool{ForIdentity: true, ForRequest: true, ForCorrection: true, ForAuthority: true, ForOther: true}

// Purpose is why somebody wants to see what is hidden.
type Purpose struct {
	Reason string
	Words  string // of their own; needed with other
}

// wordsLimit bounds own words, in characters.
const wordsLimit = 500

func (p *Purpose) checked() error {
	p.Words = strings.TrimSpace(p.Words)
	switch {
	case !purposes[p.Reason]:
		return fault.New(fault.Invalid, "privacy.unknown_reason", "reason", p.Reason).At("reason")
	case p.Reason == ForOther && p.Words == "":
		return fault.New(fault.Invalid, "privacy.words_missing").At("words")
	case utf8.RuneCountInString(p.Words) > wordsLimit:
		return fault.New(fault.Invalid, "privacy.words_too_long", "limit", wordsLimit).At("words")
	}
	return nil
}

// Unmasking is what somebody had shown.
type Unmasking struct {
	ID           string              `json:"id" bun:"id"`
	Message      fact.MessageID      `json:"message_id" bun:"message"`
	Conversation fact.ConversationID `json:"conversation_id" bun:"conversation"`
	Number       int64               `json:"number" bun:"number" doc:"of the conversation; 0 when it is gone"`
	Contact      fact.ContactID      `json:"contact_id" bun:"contact"`
	Whose        string              `json:"contact_name" bun:"whose" personal:"name" doc:"as it is today"`
	Staff        fact.StaffID        `json:"staff_id" bun:"staff"`
	Name         string              `json:"staff_name" bun:"name" doc:"as it is today"`
	Kinds        []string            `json:"kinds" bun:"-" nullable:"false"`
	Reason       string              `json:"reason" bun:"reason" enum:"identity,request,correction,authority,other"`
	Words        string              `json:"words" bun:"words" doc:"their own"`
	At           time.Time           `json:"at" bun:"-"`
	Until        time.Time           `json:"until" bun:"-" doc:"how long it is shown"`
	IP           string              `json:"ip" bun:"ip"`

	token fact.TokenID
}

// Unmask lets somebody see one message as it is, for some minutes. It is written down
// before it is given out. Asking again meanwhile is the same act.
func (k *Keeper) Unmask(ctx context.Context, who access.Actor, id fact.MessageID, p Purpose) (m conversation.Message, u Unmasking, err error) {
	if err := who.Require(access.PersonalUnmask); err != nil {
		return m, u, err
	}
	if err := p.checked(); err != nil {
		return m, u, err
	}
	if m, err = k.inbox.Message(ctx, id); err != nil {
		return m, u, err
	}
	c, err := k.inbox.Get(ctx, who, m.Conversation)
	if err != nil {
		return m, u, err
	}
	veil, err := k.For(ctx, who)
	if err != nil {
		return m, u, err
	}
	kinds := kindsIn(veil.Answer(m).(conversation.Message))
	if len(kinds) == 0 {
		return m, u, fault.New(fault.Conflict, "privacy.nothing_hidden")
	}
	u, err = k.noteUnmasking(ctx, who, Unmasking{Message: id, Conversation: c.ID, Number: c.Number, Contact: c.Contact.ID, Kinds: kinds, Reason: p.Reason, Words: p.Words})
	return m, u, err
}

func kindsIn(m conversation.Message) (kinds []string) {
	known := map[string]bool{}
	for _, one := range m.Masked {
		if !known[one.Kind] {
			known[one.Kind] = true
			kinds = append(kinds, one.Kind)
		}
	}
	return kinds
}

func (k *Keeper) noteUnmasking(ctx context.Context, who access.Actor, u Unmasking) (Unmasking, error) {
	policy, err := k.Policy(ctx)
	if err != nil {
		return u, err
	}
	u.ID, u.Staff, u.Name, u.token, u.IP = id.New(), who.ID, who.Name, who.Token, who.IP
	err = k.db.Write(ctx, func(tx *db.Tx) error {
		u.At, u.Until = tx.Now().UTC(), tx.Now().Add(time.Duration(policy.ShownMinutes)*time.Minute).UTC()
		if err := staff.LockTx(ctx, tx, who.ID); err != nil { // else two at once pass the limit
			return err
		}
		open, err := openUnmasking(ctx, tx, who.ID, u.Message)
		if err != nil || open.ID != "" {
			u.ID, u.Until = open.ID, open.Until
			return err
		}
		if err := within(ctx, tx, who.ID, policy.PerHour); err != nil {
			return err
		}
		if err := insertUnmasking(ctx, tx, u); err != nil {
			return err
		}
		picture := map[string]any{"conversation": u.Conversation, "contact": u.Contact, "kinds": u.Kinds, "reason": u.Reason, "until": u.Until}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "message.unmasked", Kind: "message", ID: string(u.Message), After: picture}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.MessageUnmasked{Conversation: u.Conversation, Contact: u.Contact, Message: u.Message, Kinds: u.Kinds, Reason: u.Reason, By: who.ID})
	})
	return u, err
}

// within refuses who has had as much shown in an hour as the house allows.
func within(ctx context.Context, tx *db.Tx, who fact.StaffID, limit int) error {
	var had struct {
		N     int   `bun:"n"`
		First int64 `bun:"first"`
	}
	// The limit-th newest is the one that has to grow an hour old.
	err := tx.NewRaw(`SELECT COUNT(*) AS n, COALESCE(MIN(at), 0) AS first FROM (SELECT at FROM unmasking WHERE staff_id = ? AND at > ? ORDER BY at DESC LIMIT ?) u`,
		who, tx.Now().Add(-time.Hour).UnixMilli(), limit).Scan(ctx, &had)
	if err != nil {
		return fmt.Errorf("count what %s had shown: %w", who, err)
	}
	if had.N < limit {
		return nil
	}
	wait := time.UnixMilli(had.First).Add(time.Hour).Sub(tx.Now())
	return fault.New(fault.Limited, "privacy.too_many", "limit", limit, "minutes", int(wait/time.Minute)+1)
}

// UnmaskingQuery narrows what was unmasked; what is empty does not.
type UnmaskingQuery struct {
	Staff   fact.StaffID
	Contact fact.ContactID
	Kind    string
	Before  time.Time // and ID: the last of the page before
	ID      string
	Limit   int
}

// Unmaskings lists what was unmasked by whom and why, newest first.
func (k *Keeper) Unmaskings(ctx context.Context, who access.Actor, q UnmaskingQuery) ([]Unmasking, error) {
	if err := who.Require(access.AuditView); err != nil {
		return nil, err
	}
	where, args := "1 = 1", []any{}
	add := func(clause string, values ...any) { where, args = where+" AND "+clause, append(args, values...) }
	if q.Staff != "" {
		add("u.staff_id = ?", q.Staff)
	}
	if q.Contact != "" {
		add("u.contact_id = ?", q.Contact)
	}
	if q.Kind != "" {
		add("u.kinds LIKE ?", `%"`+q.Kind+`"%`)
	}
	if !q.Before.IsZero() {
		add("(u.at < ? OR u.at = ? AND u.id < ?)", q.Before.UnixMilli(), q.Before.UnixMilli(), q.ID)
	}
	var rows []struct {
		Unmasking
		KindList string `bun:"kinds"`
		AtMs     int64  `bun:"at"`
		UntilMs  int64  `bun:"until_at"`
	}
	err := k.db.Read().NewRaw(`SELECT u.id, u.message_id AS message, u.conversation_id AS conversation, COALESCE(c.number, 0) AS number, u.contact_id AS contact, COALESCE(p.name, '') AS whose,
			u.staff_id AS staff, COALESCE(s.name, '') AS name, u.kinds, u.reason, u.words, u.at, u.until_at, u.ip
		FROM unmasking u LEFT JOIN conversation c ON c.id = u.conversation_id LEFT JOIN contact p ON p.id = u.contact_id LEFT JOIN staff s ON s.id = u.staff_id
		WHERE `+where+` ORDER BY u.at DESC, u.id DESC LIMIT ?`, append(args, q.Limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list what was unmasked: %w", err)
	}
	list := make([]Unmasking, len(rows))
	for i, r := range rows {
		list[i] = r.Unmasking
		list[i].At, list[i].Until = time.UnixMilli(r.AtMs).UTC(), time.UnixMilli(r.UntilMs).UTC()
		if err := json.Unmarshal([]byte(r.KindList), &list[i].Kinds); err != nil {
			return nil, fmt.Errorf("read what was unmasked: %w", err)
		}
	}
	return list, nil
}
