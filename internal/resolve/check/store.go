package check

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

type row struct {
	bun.BaseModel `bun:"table:identity_check"`
	ID            fact.CheckID        `bun:"id,pk"`
	Conversation  fact.ConversationID `bun:"conversation_id"`
	Contact       fact.ContactID      `bun:"contact_id"`
	Identity      fact.IdentityID     `bun:"identity_id"`
	Address       string              `bun:"address"`
	State         State               `bun:"state"`
	Sealed        string              `bun:"sealed"`
	Digest        string              `bun:"digest"`
	Tries         int                 `bun:"tries"`
	Messages      string              `bun:"messages"`
	Channel       fact.ChannelID      `bun:"channel_id"`
	Reason        string              `bun:"reason"`
	Staff         fact.StaffID        `bun:"staff_id"`
	At            int64               `bun:"at"`
	Until         int64               `bun:"until_at"`
	LeftAt        int64               `bun:"left_at"`
	EndedAt       int64               `bun:"ended_at"`
	EndedBy       fact.StaffID        `bun:"ended_by"`
	Message       fact.MessageID      `bun:"message_id"`
	PassedUntil   int64               `bun:"passed_until"`
}

func (r row) check(now time.Time, name func(fact.StaffID) string) Check {
	k := Check{
		ID: r.ID, Conversation: r.Conversation, Contact: r.Contact, Address: r.Address, State: r.stands(now), Left: mostTries - r.Tries, Reason: r.Reason,
		At: instant(r.At), Until: instant(r.Until), LeftAt: instant(r.LeftAt), EndedAt: instant(r.EndedAt), Message: r.Message,
		By: conversation.Ref{ID: string(r.Staff), Name: name(r.Staff)}, EndedBy: conversation.Ref{ID: string(r.EndedBy), Name: name(r.EndedBy)},
	}
	if r.PassedUntil > 0 {
		k.Until = instant(r.PassedUntil)
	}
	return k
}

// instant is a stored time; 0 is none.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// newest is the check that counts in a conversation; found is false where there is
// none of this contact.
func newest(ctx context.Context, q db.Reader, c fact.ConversationID, contact fact.ContactID) (r row, found bool, err error) {
	var rows []row
	err = q.Ask("SELECT "+db.Columns[row]()+" FROM identity_check WHERE conversation_id = ? AND contact_id = ? AND state <> 'replaced' ORDER BY at DESC, id DESC LIMIT 1", c, contact).Scan(ctx, &rows)
	if err != nil {
		return r, false, fmt.Errorf("read the identity check of %s: %w", c, err)
	}
	if len(rows) == 0 {
		return r, false, nil
	}
	return rows[0], true, nil
}

func load(ctx context.Context, q db.Reader, id fact.CheckID) (r row, found bool, err error) {
	var rows []row
	if err := q.Ask("SELECT "+db.Columns[row]()+" FROM identity_check WHERE id = ?", id).Scan(ctx, &rows); err != nil {
		return r, false, fmt.Errorf("read identity check %s: %w", id, err)
	}
	if len(rows) == 0 {
		return r, false, nil
	}
	return rows[0], true, nil
}

// take loads a check for change; on PostgreSQL that locks its row.
func take(ctx context.Context, tx *db.Tx, id fact.CheckID) (r row, found bool, err error) {
	if _, err := tx.Exec(ctx, "UPDATE identity_check SET tries = tries WHERE id = ?", id); err != nil {
		return r, false, fmt.Errorf("take identity check %s: %w", id, err)
	}
	return load(ctx, tx, id)
}

func insert(ctx context.Context, tx *db.Tx, r row) error {
	if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
		return fmt.Errorf("write an identity check down: %w", err)
	}
	return nil
}

// save puts a check back. Once it is over nothing tells its code any more.
func save(ctx context.Context, tx *db.Tx, r row) error {
	if r.State != Sent {
		r.Sealed, r.Digest = "", ""
	}
	if _, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save identity check %s: %w", r.ID, err)
	}
	return nil
}

// replace puts an open code out of use, because a newer one or a word of the customer
// takes its place.
func replace(ctx context.Context, tx *db.Tx, c fact.ConversationID) error {
	_, err := tx.Exec(ctx, "UPDATE identity_check SET state = ?, sealed = '', digest = '', ended_at = ? WHERE conversation_id = ? AND state = 'sent'", replaced, tx.Now().UnixMilli(), c)
	if err != nil {
		return fmt.Errorf("replace the code in %s: %w", c, err)
	}
	return nil
}

// lately counts the codes that a contact was sent within the hour, and tells when the
// first of the last three was.
func lately(ctx context.Context, q db.Reader, contact fact.ContactID, now time.Time) (n int, first time.Time, err error) {
	var had struct {
		N     int   `bun:"n"`
		First int64 `bun:"first"`
	}
	err = q.Ask(`SELECT COUNT(*) AS n, COALESCE(MIN(at), 0) AS first FROM (SELECT at FROM identity_check WHERE contact_id = ? AND until_at > 0 AND at > ? ORDER BY at DESC LIMIT ?) k`,
		contact, now.Add(-codesPer).UnixMilli(), mostCodes).Scan(ctx, &had)
	if err != nil {
		return 0, first, fmt.Errorf("count the codes of %s: %w", contact, err)
	}
	return had.N, instant(had.First), nil
}

// writer is who the conversation was with before anybody was merged.
func writer(ctx context.Context, q db.Reader, c fact.ConversationID) (contact fact.ContactID, err error) {
	if err := q.Ask("SELECT first_contact FROM conversation WHERE id = ?", c).Scan(ctx, &contact); err != nil {
		return "", fmt.Errorf("who wrote in %s: %w", c, err)
	}
	return contact, nil
}

// written is who wrote a message, and when it came.
func written(ctx context.Context, q db.Reader, m fact.MessageID) (by fact.ContactID, at time.Time, err error) {
	var r struct {
		By fact.ContactID `bun:"contact_id"`
		At int64          `bun:"created_at"`
	}
	if err := q.Ask("SELECT contact_id, created_at FROM message WHERE id = ?", m).Scan(ctx, &r); err != nil {
		return "", at, fmt.Errorf("who wrote %s: %w", m, err)
	}
	return r.By, instant(r.At), nil
}

func namesOf(ctx context.Context, q db.Reader, ids ...fact.StaffID) (func(fact.StaffID) string, error) {
	var rows []struct {
		ID   fact.StaffID `bun:"id"`
		Name string       `bun:"name"`
	}
	if err := q.Ask("SELECT id, name FROM staff WHERE id IN (?)", ids).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	return func(id fact.StaffID) string {
		for _, r := range rows {
			if r.ID == id {
				return r.Name
			}
		}
		return ""
	}, nil
}

// ForgetTx takes the addresses out of the checks in conversations that are erased.
// That there was one, and how it ended, stays.
func ForgetTx(ctx context.Context, tx *db.Tx, conversations ...fact.ConversationID) error {
	_, err := tx.Exec(ctx, `UPDATE identity_check SET address = '', identity_id = '', sealed = '', digest = '', messages = '',
		state = CASE WHEN state = 'sent' THEN 'replaced' ELSE state END WHERE conversation_id IN (?)`, bun.In(conversations))
	if err != nil {
		return fmt.Errorf("forget the addresses of identity checks: %w", err)
	}
	return nil
}
