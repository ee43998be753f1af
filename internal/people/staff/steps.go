package staff

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// stepLasts is how long somebody may look for their phone.
const stepLasts = 10 * time.Minute

// letIn opens a session for who has proved themselves by way, or asks for what is
// still wanting. Both says that the way counts as two factors.
func letIn(ctx context.Context, tx *db.Tx, s Staff, from From, way string, both bool) (Entrance, error) {
	f, err := factorOf(ctx, tx, s.ID)
	if err != nil {
		return Entrance{}, err
	}
	p, err := policyOf(ctx, tx)
	if err != nil {
		return Entrance{}, err
	}
	who := actor(s, from.IP)
	step := wanting(f, p.binds(who.Permissions), both)
	if step == In {
		opened, err := openSession(ctx, tx, who, from, way)
		return Entrance{Opened: opened, Step: In}, err
	}
	return pause(ctx, tx, s.ID, step, way)
}

// pause remembers who has come half way.
func pause(ctx context.Context, tx *db.Tx, who fact.StaffID, step Step, way string) (Entrance, error) {
	e := Entrance{Step: step, Pending: newSecret(), Until: tx.Now().Add(stepLasts)}
	_, err := tx.Exec(ctx, "INSERT INTO sign_in_step (secret, staff_id, step, way, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
		kept(e.Pending), who, step, way, tx.Now().UnixMilli(), e.Until.UnixMilli())
	if err != nil {
		return Entrance{}, fmt.Errorf("keep a half-open door: %w", err)
	}
	return e, nil
}

// stepRow is somebody between two steps, as it is kept.
type stepRow struct {
	Staff     fact.StaffID `bun:"staff_id"`
	Step      Step         `bun:"step"`
	Way       string       `bun:"way"`
	ExpiresAt int64        `bun:"expires_at"`
}

var errStepOver = fault.New(fault.SignedOut, "sign_in.step_over")

// half finds who has come half way and asks for this step.
func (o *Office) half(ctx context.Context, from team.Reader, secret string, step Step) (w stepRow, s Staff, err error) {
	err = from.NewRaw("SELECT staff_id, step, way, expires_at FROM sign_in_step WHERE secret = ? AND expires_at > ?",
		kept(secret), o.db.Now().UnixMilli()).Scan(ctx, &w)
	if db.IsNone(err) {
		return w, s, errStepOver
	}
	if err != nil {
		return w, s, fmt.Errorf("find a half-open door: %w", err)
	}
	if s, err = o.load(ctx, from, w.Staff); err != nil {
		return w, s, err
	}
	if s.State != Active || step != "" && w.Step != step {
		return w, s, errStepOver
	}
	return w, s, nil
}

// Waiting tells who stands between two steps of a sign-in, and at which.
func (o *Office) Waiting(ctx context.Context, pending string) (Waiting, error) {
	w, s, err := o.half(ctx, o.db.Read(), pending, "")
	if err != nil {
		return Waiting{}, err
	}
	return Waiting{Step: w.Step, Name: s.Name, Email: s.Email, Until: instant(w.ExpiresAt)}, nil
}

// TurnBack forgets a sign-in that was only begun.
func (o *Office) TurnBack(ctx context.Context, pending string) error {
	return o.db.Write(ctx, func(tx *db.Tx) error { return closeStep(ctx, tx, pending) })
}

func closeStep(ctx context.Context, tx *db.Tx, pending string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_step WHERE secret = ?", kept(pending)); err != nil {
		return fmt.Errorf("close a half-open door: %w", err)
	}
	return nil
}

// GiveCode is the second step: a code of the app, or a recovery code.
func (o *Office) GiveCode(ctx context.Context, pending, code string, from From) (s Staff, e Entrance, err error) {
	w, s, err := o.half(ctx, o.db.Read(), pending, Code)
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	locks, err := admit(ctx, o.db, codeDoors(w.Staff, from.IP))
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if s, err = o.hold(ctx, tx, w.Staff); err != nil {
			return err
		}
		if w, s, err = o.half(ctx, tx, pending, Code); err != nil {
			return err
		}
		who := actor(s, from.IP)
		by, err := o.spendCode(ctx, tx, who, code)
		if err != nil {
			return err
		}
		if err := forgive(ctx, tx, codeDoors(w.Staff, from.IP)); err != nil {
			return err
		}
		if err := closeStep(ctx, tx, pending); err != nil {
			return err
		}
		opened, err := openSession(ctx, tx, who, from, w.Way+"+"+by)
		e = Entrance{Opened: opened, Step: In}
		return err
	})
	if fault.Is(err, "factor.code_wrong") {
		if locks > 0 {
			if err := o.auditLock(ctx, w.Staff, from.IP, locks, map[string]any{"step": Code}); err != nil {
				return Staff{}, Entrance{}, err
			}
		}
		return Staff{}, Entrance{}, fault.New(fault.SignedOut, "sign_in.code_refused")
	}
	return s, e, err
}

// EnrolFirst begins a second factor for who may not come in without one.
func (o *Office) EnrolFirst(ctx context.Context, pending string) (n Enrolment, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		_, s, err := o.half(ctx, tx, pending, Enrol)
		if err != nil {
			return err
		}
		n, err = o.beginFactor(ctx, tx, s)
		return err
	})
	return n, err
}

// ConfirmFirst is the last step of who had to have a second factor: with the first
// code of the app they are in, and get their recovery codes.
func (o *Office) ConfirmFirst(ctx context.Context, pending, code string, from From) (s Staff, e Entrance, codes []string, err error) {
	w, s, err := o.half(ctx, o.db.Read(), pending, Enrol)
	if err != nil {
		return Staff{}, Entrance{}, nil, err
	}
	if _, err := admit(ctx, o.db, codeDoors(w.Staff, from.IP)); err != nil {
		return Staff{}, Entrance{}, nil, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if s, err = o.hold(ctx, tx, w.Staff); err != nil {
			return err
		}
		if w, s, err = o.half(ctx, tx, pending, Enrol); err != nil {
			return err
		}
		who := actor(s, from.IP)
		if codes, err = o.confirmFactor(ctx, tx, who, code); err != nil {
			return err
		}
		if err := forgive(ctx, tx, codeDoors(w.Staff, from.IP)); err != nil {
			return err
		}
		opened, err := openSession(ctx, tx, who, from, w.Way+"+enrolment")
		e = Entrance{Opened: opened, Step: In}
		return err
	})
	return s, e, codes, err
}

// codeDoors are where codes are counted: by the person, apart from their password,
// so that knowing the one does not wash away guesses at the other.
func codeDoors(who fact.StaffID, ip string) []door {
	d := []door{{"code:" + string(who), freeForEmail}}
	if ip != "" {
		d = append(d, door{"ip:" + network(ip), freeForAddress})
	}
	return d
}

// oneself refuses programs what only a person in front of a browser does.
func oneself(who access.Actor) error {
	if who.Session == "" {
		return fault.New(fault.Denied, "factor.browser_only")
	}
	return nil
}
