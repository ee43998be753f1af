package staff

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/factor"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// enrolmentLasts is how long a secret waits for its first code.
const enrolmentLasts = time.Hour

// Factor is what a person has beside their password.
type Factor struct {
	On       bool
	Since    time.Time
	Codes    int  // recovery codes that are left
	Passkeys int  // each counts as both factors
	Must     bool // the house wants them to have one
	Password bool // they have a password at all
}

// Enrolment is a second factor that waits for its first code.
type Enrolment struct {
	Secret  string // for who types it
	Address string // otpauth://, for who photographs it
}

// Proof is how somebody shows again, in the middle of a session, that it is they:
// by their password or by a code.
type Proof struct {
	Password string
	Code     string
}

// factorOf reads what somebody has.
func factorOf(ctx context.Context, from team.Reader, id fact.StaffID) (f Factor, err error) {
	var r struct {
		ConfirmedAt int64 `bun:"confirmed_at"`
		Codes       int   `bun:"codes"`
		Passkeys    int   `bun:"passkeys"`
	}
	err = from.NewRaw(`SELECT
		COALESCE((SELECT confirmed_at FROM second_factor WHERE staff_id = ?), 0) AS confirmed_at,
		(SELECT COUNT(*) FROM recovery_code WHERE staff_id = ? AND used_at = 0) AS codes,
		(SELECT COUNT(*) FROM passkey WHERE staff_id = ?) AS passkeys`, id, id, id).Scan(ctx, &r)
	if err != nil {
		return Factor{}, fmt.Errorf("read the second factor of %s: %w", id, err)
	}
	return Factor{On: r.ConfirmedAt > 0, Since: instant(r.ConfirmedAt), Codes: r.Codes, Passkeys: r.Passkeys}, nil
}

// Factor tells what one has beside one's password.
func (o *Office) Factor(ctx context.Context, who access.Actor) (Factor, error) {
	if err := who.Writes(); err != nil {
		return Factor{}, err
	}
	r, err := find(ctx, o.db.Read(), "id", string(who.ID))
	if err != nil {
		return Factor{}, err
	}
	f, err := factorOf(ctx, o.db.Read(), who.ID)
	if err != nil {
		return Factor{}, err
	}
	p, err := policyOf(ctx, o.db.Read())
	f.Must, f.Password = p.binds(who.Permissions), r.Hash != ""
	return f, err
}

// BeginFactor gives a secret for an app. Nothing changes until the app's first code
// comes back.
func (o *Office) BeginFactor(ctx context.Context, who access.Actor, proof Proof) (n Enrolment, err error) {
	if err := o.again(ctx, who, proof); err != nil {
		return Enrolment{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		s, err := o.hold(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		n, err = o.beginFactor(ctx, tx, s)
		return err
	})
	return n, err
}

func (o *Office) beginFactor(ctx context.Context, tx *db.Tx, s Staff) (Enrolment, error) {
	secret := factor.NewSecret()
	n, err := tx.Exec(ctx, `INSERT INTO second_factor (staff_id, secret, created_at) VALUES (?, ?, ?)
		ON CONFLICT (staff_id) DO UPDATE SET secret = EXCLUDED.secret, created_at = EXCLUDED.created_at, last_step = 0
		WHERE second_factor.confirmed_at = 0`, s.ID, o.sealer.Seal(secret, sealedFor(s.ID)), tx.Now().UnixMilli())
	if err != nil {
		return Enrolment{}, fmt.Errorf("begin a second factor: %w", err)
	}
	if n == 0 {
		return Enrolment{}, fault.New(fault.Conflict, "factor.on_already")
	}
	return Enrolment{Secret: secret, Address: factor.Address(house, s.Email, secret)}, nil
}

func sealedFor(id fact.StaffID) string { return "second_factor:" + string(id) }

// ConfirmFactor turns the second factor on with the app's first code, and gives the
// recovery codes, which are shown this once. Whoever else is signed in as this
// person is signed out: they came in by the password alone.
func (o *Office) ConfirmFactor(ctx context.Context, who access.Actor, code string) (codes []string, err error) {
	if err := oneself(who); err != nil {
		return nil, err
	}
	if _, err := admit(ctx, o.db, codeDoors(who.ID, who.IP)); err != nil {
		return nil, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.hold(ctx, tx, who.ID); err != nil {
			return err
		}
		if codes, err = o.confirmFactor(ctx, tx, who, code); err != nil {
			return err
		}
		return forgive(ctx, tx, codeDoors(who.ID, who.IP))
	})
	return codes, err
}

func (o *Office) confirmFactor(ctx context.Context, tx *db.Tx, who access.Actor, code string) ([]string, error) {
	var r struct {
		Secret      string `bun:"secret"`
		CreatedAt   int64  `bun:"created_at"`
		ConfirmedAt int64  `bun:"confirmed_at"`
	}
	err := tx.NewRaw("SELECT secret, created_at, confirmed_at FROM second_factor WHERE staff_id = ?", who.ID).Scan(ctx, &r)
	switch {
	case db.IsNone(err) || err == nil && r.ConfirmedAt == 0 && tx.Now().Sub(instant(r.CreatedAt)) >= enrolmentLasts:
		return nil, fault.New(fault.Conflict, "factor.not_begun")
	case err != nil:
		return nil, fmt.Errorf("read a second factor: %w", err)
	case r.ConfirmedAt > 0:
		return nil, fault.New(fault.Conflict, "factor.on_already")
	}
	secret, err := o.sealer.Unseal(r.Secret, sealedFor(who.ID))
	if err != nil {
		return nil, fmt.Errorf("open a second factor: %w", err)
	}
	step, right := factor.Match(secret, code, tx.Now(), 0)
	if !right {
		return nil, fault.New(fault.Invalid, "factor.code_wrong").At("code")
	}
	_, err = tx.Exec(ctx, "UPDATE second_factor SET confirmed_at = ?, last_step = ? WHERE staff_id = ?", tx.Now().UnixMilli(), step, who.ID)
	if err != nil {
		return nil, fmt.Errorf("confirm a second factor: %w", err)
	}
	codes, err := freshCodes(ctx, tx, who.ID)
	if err != nil {
		return nil, err
	}
	return codes, proveAnew(ctx, tx, who, who.ID, "factor.enrolled", nil, map[string]any{"recovery_codes": len(codes)})
}

// proveAnew signs out whoever else uses what has just changed, and tells of it.
func proveAnew(ctx context.Context, tx *db.Tx, who access.Actor, of fact.StaffID, action string, before, after any) error {
	if err := closeSessions(ctx, tx, of, who.Session); err != nil {
		return err
	}
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "staff", ID: string(of), Before: before, After: after}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.StaffChanged{Staff: of, Fields: []string{"second_factor"}, By: who.ID})
}

// freshCodes replaces the recovery codes of somebody.
func freshCodes(ctx context.Context, tx *db.Tx, id fact.StaffID) ([]string, error) {
	if _, err := tx.Exec(ctx, "DELETE FROM recovery_code WHERE staff_id = ?", id); err != nil {
		return nil, fmt.Errorf("drop recovery codes: %w", err)
	}
	codes := factor.NewCodes()
	for _, code := range codes {
		if _, err := tx.Exec(ctx, "INSERT INTO recovery_code (staff_id, code) VALUES (?, ?)", id, kept(factor.Normal(code))); err != nil {
			return nil, fmt.Errorf("keep a recovery code: %w", err)
		}
	}
	return codes, nil
}

// spendCode uses a code up, and tells of which kind it was.
func (o *Office) spendCode(ctx context.Context, tx *db.Tx, who access.Actor, code string) (kind string, err error) {
	if factor.LooksLikeCode(code) {
		return "code", o.spendStep(ctx, tx, who.ID, code)
	}
	n, err := tx.Exec(ctx, "UPDATE recovery_code SET used_at = ? WHERE staff_id = ? AND code = ? AND used_at = 0",
		tx.Now().UnixMilli(), who.ID, kept(factor.Normal(code)))
	if err != nil {
		return "", fmt.Errorf("use a recovery code: %w", err)
	}
	if n == 0 {
		return "", fault.New(fault.Invalid, "factor.code_wrong").At("code")
	}
	f, err := factorOf(ctx, tx, who.ID)
	if err != nil {
		return "", err
	}
	return "recovery_code", audit.Write(ctx, tx, audit.Entry{Who: who, Action: "factor.recovery_code_used", Kind: "staff", ID: string(who.ID),
		Before: map[string]any{"left": f.Codes + 1}, After: map[string]any{"left": f.Codes}})
}

func (o *Office) spendStep(ctx context.Context, tx *db.Tx, id fact.StaffID, code string) error {
	wrong := fault.New(fault.Invalid, "factor.code_wrong").At("code")
	var r struct {
		Secret   string `bun:"secret"`
		LastStep int64  `bun:"last_step"`
	}
	err := tx.NewRaw("SELECT secret, last_step FROM second_factor WHERE staff_id = ? AND confirmed_at > 0", id).Scan(ctx, &r)
	if db.IsNone(err) {
		return wrong
	}
	if err != nil {
		return fmt.Errorf("read a second factor: %w", err)
	}
	secret, err := o.sealer.Unseal(r.Secret, sealedFor(id))
	if err != nil {
		return fmt.Errorf("open a second factor: %w", err)
	}
	step, right := factor.Match(secret, code, tx.Now(), r.LastStep)
	if !right {
		return wrong
	}
	// Of two who come with the same code at one moment, one moves the step on.
	n, err := tx.Exec(ctx, "UPDATE second_factor SET last_step = ? WHERE staff_id = ? AND last_step < ?", step, id, step)
	if err != nil {
		return fmt.Errorf("use a code: %w", err)
	}
	if n == 0 {
		return wrong
	}
	return nil
}

// again asks somebody who is signed in to prove themselves once more, so that a
// session left open, or stolen, does not become a way in for good. Who has neither
// password nor second factor came by another house's word, and has nothing to show.
func (o *Office) again(ctx context.Context, who access.Actor, proof Proof) error {
	if err := oneself(who); err != nil {
		return err
	}
	r, err := find(ctx, o.db.Read(), "id", string(who.ID))
	if err != nil {
		return err
	}
	f, err := factorOf(ctx, o.db.Read(), who.ID)
	if err != nil {
		return err
	}
	switch {
	case f.On && proof.Code != "":
		return o.againByCode(ctx, who, proof.Code)
	case r.Hash != "" && proof.Password != "":
		if _, err := o.prove(ctx, r.Email, proof.Password, who.IP); fault.Is(err, "sign_in.refused") {
			return fault.New(fault.Invalid, "factor.password_wrong").At("password")
		} else if err != nil {
			return err
		}
		return o.db.Write(ctx, func(tx *db.Tx) error { return forgive(ctx, tx, doors(r.Email, who.IP)) })
	case r.Hash == "" && !f.On:
		return nil
	}
	return fault.New(fault.Invalid, "factor.proof_missing").At("password")
}

func (o *Office) againByCode(ctx context.Context, who access.Actor, code string) error {
	if _, err := admit(ctx, o.db, codeDoors(who.ID, who.IP)); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.spendCode(ctx, tx, who, code); err != nil {
			return err
		}
		return forgive(ctx, tx, codeDoors(who.ID, who.IP))
	})
}

// RenewCodes gives ten new recovery codes in place of those that are left.
func (o *Office) RenewCodes(ctx context.Context, who access.Actor, proof Proof) (codes []string, err error) {
	if err := o.again(ctx, who, proof); err != nil {
		return nil, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.hold(ctx, tx, who.ID); err != nil {
			return err
		}
		f, err := factorOf(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if !f.On {
			return fault.New(fault.Conflict, "factor.off_already")
		}
		if codes, err = freshCodes(ctx, tx, who.ID); err != nil {
			return err
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "factor.codes_renewed", Kind: "staff", ID: string(who.ID),
			Before: map[string]any{"left": f.Codes}, After: map[string]any{"left": len(codes)}})
	})
	return codes, err
}

// DropFactor turns one's second factor off, where the house lets one.
func (o *Office) DropFactor(ctx context.Context, who access.Actor, proof Proof) error {
	if err := o.again(ctx, who, proof); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.hold(ctx, tx, who.ID); err != nil {
			return err
		}
		f, err := factorOf(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if !f.On {
			return fault.New(fault.Conflict, "factor.off_already")
		}
		if err := keepsOne(ctx, tx, who, f.Passkeys); err != nil {
			return err
		}
		if err := dropFactor(ctx, tx, who.ID); err != nil {
			return err
		}
		return proveAnew(ctx, tx, who, who.ID, "factor.dropped", map[string]any{"since": f.Since}, nil)
	})
}

// keepsOne refuses to leave somebody with less than the house wants them to have.
func keepsOne(ctx context.Context, tx *db.Tx, who access.Actor, left int) error {
	p, err := policyOf(ctx, tx)
	if err != nil {
		return err
	}
	if left == 0 && p.binds(who.Permissions) {
		return fault.New(fault.Conflict, "factor.required")
	}
	return nil
}

func dropFactor(ctx context.Context, tx *db.Tx, id fact.StaffID) error {
	for _, query := range []string{"DELETE FROM second_factor WHERE staff_id = ?", "DELETE FROM recovery_code WHERE staff_id = ?"} {
		if _, err := tx.Exec(ctx, query, id); err != nil {
			return fmt.Errorf("drop the second factor of %s: %w", id, err)
		}
	}
	return nil
}

// ResetFactor takes second factor and passkeys from a colleague who has lost them,
// and signs them out. They come in by their password again, and enrol anew where
// the house wants it.
func (o *Office) ResetFactor(ctx context.Context, who access.Actor, id fact.StaffID) error {
	if err := who.Require(access.SignInManage); err != nil {
		return err
	}
	if who.ID == id {
		return fault.New(fault.Invalid, "factor.not_oneself")
	}
	return o.db.Write(ctx, func(tx *db.Tx) error { return o.resetFactor(ctx, tx, who, id) })
}

// ResetFactorOf is ResetFactor for whoever can use the command line of the server:
// the way back of an admin who is locked out.
func (o *Office) ResetFactorOf(ctx context.Context, email string) (s Staff, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		r, err := find(ctx, tx, "email", sameEmail(email))
		if err != nil {
			return err
		}
		if s, err = o.load(ctx, tx, r.ID); err != nil {
			return err
		}
		return o.resetFactor(ctx, tx, access.System, r.ID)
	})
	return s, err
}

func (o *Office) resetFactor(ctx context.Context, tx *db.Tx, who access.Actor, id fact.StaffID) error {
	if _, err := o.hold(ctx, tx, id); err != nil {
		return err
	}
	f, err := factorOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if !f.On && f.Passkeys == 0 {
		return fault.New(fault.Conflict, "factor.off_already")
	}
	if err := dropFactor(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM passkey WHERE staff_id = ?", id); err != nil {
		return fmt.Errorf("drop the passkeys of %s: %w", id, err)
	}
	// Who guessed at the lost one's codes no longer stands in the way.
	if err := forgive(ctx, tx, codeDoors(id, "")); err != nil {
		return err
	}
	return proveAnew(ctx, tx, who, id, "factor.reset",
		map[string]any{"second_factor": f.On, "passkeys": f.Passkeys}, map[string]any{"second_factor": false, "passkeys": 0})
}
