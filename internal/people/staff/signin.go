package staff

import (
	"context"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// SignIn lets in who knows the password, or asks them for their second factor.
// Nobody learns from the answer, or from how long it takes, whether an e-mail is
// known, disabled or only invited.
func (o *Office) SignIn(ctx context.Context, email, password string, from From) (s Staff, e Entrance, err error) {
	email = sameEmail(email)
	r, err := o.prove(ctx, email, password, from.IP)
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if s, err = o.hold(ctx, tx, r.ID); err != nil {
			return err
		}
		if err := unchanged(ctx, tx, r); err != nil {
			return err
		}
		if err := forgive(ctx, tx, doors(email, from.IP)); err != nil {
			return err
		}
		if err := passwordGoes(ctx, tx, actor(s, from.IP)); err != nil {
			return err
		}
		e, err = letIn(ctx, tx, s, from, "password", false)
		return err
	})
	return s, e, err
}

// passwordGoes refuses a password where the house takes another's word instead.
// Who decides about that keeps theirs, for the day on which the other is away.
func passwordGoes(ctx context.Context, tx *db.Tx, who access.Actor) error {
	p, err := policyOf(ctx, tx)
	if err != nil || p.Password || who.May(access.SignInManage) {
		return err
	}
	return fault.New(fault.Denied, "sign_in.password_off")
}

// prove finds the person whose password this is, slowly for who guesses.
func (o *Office) prove(ctx context.Context, email, password, ip string) (row, error) {
	locks, err := admit(ctx, o.db, doors(email, ip))
	if err != nil {
		return row{}, err
	}
	r, err := find(ctx, o.db.Read(), "email", email)
	if err != nil && !fault.Is(err, "staff.missing") {
		return row{}, err
	}
	if r.State != Active {
		r.Hash = ""
	}
	right, err := o.hasher.matches(ctx, password, r.Hash)
	if err != nil {
		return row{}, err
	}
	if right {
		return r, nil
	}
	if locks > 0 {
		if err := o.auditLock(ctx, r.ID, ip, locks, map[string]any{"email": email}); err != nil {
			return row{}, err
		}
	}
	return row{}, fault.New(fault.SignedOut, "sign_in.refused")
}

// unchanged asks whether what was proved still holds: while we were hashing, the
// password may have been changed and the door closed.
func unchanged(ctx context.Context, tx *db.Tx, r row) error {
	now, err := find(ctx, tx, "id", string(r.ID))
	if err != nil {
		return err
	}
	if now.State != Active || now.Hash != r.Hash {
		return fault.New(fault.SignedOut, "sign_in.refused")
	}
	return nil
}

func (o *Office) auditLock(ctx context.Context, id fact.StaffID, ip string, locks time.Duration, what map[string]any) error {
	what["seconds"] = int(locks / time.Second)
	return o.db.Write(ctx, func(tx *db.Tx) error {
		return audit.Write(ctx, tx, audit.Entry{
			Who: access.Actor{IP: ip}, Action: "sign_in.locked", Kind: "staff", ID: string(id), After: what,
		})
	})
}

// ChangePassword sets one's own password, and signs out whoever else uses the
// old one.
func (o *Office) ChangePassword(ctx context.Context, who access.Actor, old, password string) error {
	if err := who.Writes(); err != nil {
		return err
	}
	r, err := find(ctx, o.db.Read(), "id", string(who.ID))
	if err != nil {
		return err
	}
	if err := acceptable(password, r.Email, r.Name); err != nil {
		return err
	}
	// A stolen session must not become a place to guess without waiting.
	if _, err := o.prove(ctx, r.Email, old, who.IP); fault.Is(err, "sign_in.refused") {
		return fault.New(fault.Invalid, "password.wrong").At("password.old")
	} else if err != nil {
		return err
	}
	hash, err := o.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.hold(ctx, tx, who.ID); err != nil {
			return err
		}
		if err := unchanged(ctx, tx, r); err != nil {
			return err
		}
		if err := forgive(ctx, tx, doors(r.Email, who.IP)); err != nil {
			return err
		}
		return renewTx(ctx, tx, who, hash, "password")
	})
}

// renewTx sets a password and closes every way in that hung on the old one, but
// for the session that asks. By is what proved the right to do it.
func renewTx(ctx context.Context, tx *db.Tx, who access.Actor, hash, by string) error {
	if err := savePassword(ctx, tx, who.ID, hash); err != nil {
		return err
	}
	if err := closeSessions(ctx, tx, who.ID, who.Session); err != nil {
		return err
	}
	if err := withdraw(ctx, tx, invitationLink, who.ID); err != nil {
		return err
	}
	err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "password.changed", Kind: "staff", ID: string(who.ID),
		After: map[string]any{"by": by}})
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.StaffChanged{Staff: who.ID, Fields: []string{"password"}, By: who.ID})
}
