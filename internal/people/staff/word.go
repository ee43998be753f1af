package staff

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/provider"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// EnterByWord lets in whom a provider vouches for. The first time they are found by
// their e-mail, which the provider must stand behind; from then on by the name that
// the provider gives them for good, so that an address that passes to somebody else
// does not take the account with it.
func (o *Office) EnterByWord(ctx context.Context, p provider.Provider, w provider.Word, from From) (s Staff, e Entrance, err error) {
	w.Email = sameEmail(w.Email)
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		id, err := o.known(ctx, tx, p, w, from)
		if err != nil {
			return err
		}
		if s, err = o.hold(ctx, tx, id); err != nil {
			return err
		}
		if s.State != Active {
			return fault.New(fault.SignedOut, "sign_on.disabled")
		}
		e, err = letIn(ctx, tx, s, from, "provider", p.Both)
		return err
	})
	return s, e, err
}

// known finds, links or makes the person of whom the provider speaks.
func (o *Office) known(ctx context.Context, tx *db.Tx, p provider.Provider, w provider.Word, from From) (id fact.StaffID, err error) {
	err = tx.NewRaw("UPDATE staff_identity SET used_at = ? WHERE issuer = ? AND subject = ? RETURNING staff_id",
		tx.Now().UnixMilli(), w.Issuer, w.Subject).Scan(ctx, &id)
	if err == nil && w.Email != "" && !p.Admits(w.Email) {
		return "", fault.New(fault.SignedOut, "sign_on.domain_refused")
	}
	if !db.IsNone(err) {
		return id, err
	}
	switch {
	case w.Email == "" || !w.Verified:
		return "", fault.New(fault.SignedOut, "sign_on.email_unverified")
	case !p.Admits(w.Email):
		return "", fault.New(fault.SignedOut, "sign_on.domain_refused")
	}
	r, err := find(ctx, tx, "email", w.Email)
	if fault.Is(err, "staff.missing") {
		if r, err = o.engage(ctx, tx, p, w); err != nil {
			return "", err
		}
	}
	if err != nil {
		return "", err
	}
	if r.State != Active {
		return "", fault.New(fault.SignedOut, "sign_on.disabled")
	}
	return r.ID, link(ctx, tx, r, w, from)
}

// engage takes on somebody of whom only the provider knows.
func (o *Office) engage(ctx context.Context, tx *db.Tx, p provider.Provider, w provider.Word) (row, error) {
	if !p.Creates {
		return row{}, fault.New(fault.SignedOut, "sign_on.unknown")
	}
	if w.Name == "" {
		w.Name = w.Email
	}
	r, err := filled(Newcomer{Email: w.Email, Name: w.Name, Role: p.Role})
	if err != nil {
		return row{}, err
	}
	if _, err := allowed(ctx, tx, p.Role); err != nil {
		return row{}, err
	}
	_, err = o.addTx(ctx, tx, access.System, r, p.Teams)
	return r, err
}

// link remembers by which name the provider knows somebody.
func link(ctx context.Context, tx *db.Tx, r row, w provider.Word, from From) error {
	_, err := tx.Exec(ctx, "INSERT INTO staff_identity (issuer, subject, staff_id, email, created_at, used_at) VALUES (?, ?, ?, ?, ?, ?)",
		w.Issuer, w.Subject, r.ID, w.Email, tx.Now().UnixMilli(), tx.Now().UnixMilli())
	if db.IsTaken(err) { // the address had another owner there before
		return fault.New(fault.SignedOut, "sign_on.linked_already").Because(err)
	}
	if err != nil {
		return fmt.Errorf("link %s to a provider: %w", r.ID, err)
	}
	return audit.Write(ctx, tx, audit.Entry{Who: access.Actor{ID: r.ID, IP: from.IP}, Action: "staff.linked", Kind: "staff", ID: string(r.ID),
		After: map[string]any{"issuer": w.Issuer, "email": w.Email}})
}
