package app

import (
	"context"

	"github.com/uptrace/bun"

	"anlan/internal/api"
	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/invitation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/picture"
	"anlan/internal/arrive/transfer"
	"anlan/internal/arrive/trust"
	"anlan/internal/control/webhook"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/check"
	"anlan/internal/resolve/company"
	"anlan/internal/resolve/desk"
	"anlan/internal/route/callback"
	"anlan/internal/understand/mask"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/vigil"
)

// Traces clears what parts above the conversations keep of them and of a person
// who is erased. Whoever keeps words of a customer in a table of their own adds
// a line here.
func Traces(ctx context.Context, tx *db.Tx, person fact.ContactID, conversations []fact.ConversationID) error {
	about := []string{string(person)}
	for _, c := range conversations {
		about = append(about, string(c))
		// What a mail server said of a letter often repeats the address.
		if _, err := tx.Exec(ctx, "UPDATE job SET error = '' WHERE error <> '' AND lane LIKE ?", "%:"+string(c)); err != nil {
			return err
		}
	}
	if len(conversations) > 0 {
		if err := desk.DropDraftsTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM continuation WHERE conversation_id IN (?)", bun.In(conversations)); err != nil {
			return err
		}
		if err := outbox.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := picture.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := invitation.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := reading.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := vigil.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := trust.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := bulk.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := check.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := company.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := callback.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := mask.ForgetTx(ctx, tx, conversations...); err != nil {
			return err
		}
		if err := webhook.ForgetTx(ctx, tx, about[1:]...); err != nil {
			return err
		}
	}
	if person == "" {
		return nil
	}
	if len(conversations) == 0 { // everything that was said with them is gone: now they go
		if err := gone(ctx, tx, person); err != nil {
			return err
		}
	}
	// Answers are kept for a day, so only what is erased on demand can be among them.
	return api.ForgetAnswersTx(ctx, tx, about...)
}

// gone clears what is kept of the person, and not of one conversation.
func gone(ctx context.Context, tx *db.Tx, person fact.ContactID) error {
	family, err := contact.FamilyTx(ctx, tx, person)
	if err != nil {
		return err
	}
	if err := conversation.ForgetAddressesTx(ctx, tx, family...); err != nil {
		return err
	}
	names := make([]string, len(family))
	for i, one := range family {
		names[i] = string(one)
	}
	if err := webhook.ForgetTx(ctx, tx, names...); err != nil {
		return err
	}
	if err := trust.ForgetSenderTx(ctx, tx, family); err != nil {
		return err
	}
	return transfer.ForgetTx(ctx, tx)
}
