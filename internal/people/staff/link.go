package staff

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// purpose is what a link that works once is good for.
type purpose string

const (
	setupLink      purpose = "setup"
	invitationLink purpose = "invitation"
)

// lasts is how long a link waits to be used. An invitation has to survive a
// weekend and a day off; who sets a house up sits in front of it.
var lasts = map[purpose]time.Duration{
	setupLink:      24 * time.Hour,
	invitationLink: 7 * 24 * time.Hour,
}

// OpenSetup gives the secret of the link that makes the first admin. While there
// is an admin the house is not open for setup. A new link replaces the old one.
func (o *Office) OpenSetup(ctx context.Context) (token string, open bool, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		admins, err := activeAdmins(ctx, tx)
		if err != nil {
			return err
		}
		if open = admins == 0; !open {
			return withdraw(ctx, tx, setupLink, "")
		}
		token, err = issue(ctx, tx, setupLink, "")
		return err
	})
	return token, open, err
}

// CheckSetup tells whether a setup link still works.
func (o *Office) CheckSetup(ctx context.Context, token string) error {
	_, err := look(ctx, o.db, setupLink, token, "setup.closed")
	return err
}

// Setup makes the first admin, uses the link up and signs them in.
func (o *Office) Setup(ctx context.Context, in FirstAdmin, from From) (s Staff, e Entrance, err error) {
	if err := o.CheckSetup(ctx, in.Token); err != nil {
		return Staff{}, Entrance{}, err
	}
	r, err := filled(Newcomer{Email: in.Email, Name: in.Name, Role: access.Admin, Locale: in.Locale})
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	if r.Hash, err = o.hashed(ctx, in.Password, r); err != nil {
		return Staff{}, Entrance{}, err
	}
	who := access.Actor{ID: r.ID, Name: r.Name, Role: access.Admin, Scope: access.All, Permissions: access.Admin.Permissions(), IP: from.IP}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := use(ctx, tx, setupLink, in.Token, "setup.closed"); err != nil {
			return err
		}
		admins, err := activeAdmins(ctx, tx)
		if err != nil {
			return err
		}
		if admins > 0 { // the command line was quicker
			return fault.New(fault.Missing, "setup.closed")
		}
		if s, err = o.addTx(ctx, tx, who, r, nil); err != nil {
			return err
		}
		e, err = letIn(ctx, tx, s, from, "setup", false)
		return err
	})
	return s, e, err
}

// OpenForSetup tells whether the house still waits for its first admin.
func (o *Office) OpenForSetup(ctx context.Context) (bool, error) {
	var admins int
	if err := o.db.Read().NewRaw("SELECT COUNT(*) FROM staff WHERE role = 'admin' AND state = 'active'").Scan(ctx, &admins); err != nil {
		return false, fmt.Errorf("count the admins: %w", err)
	}
	return admins == 0, nil
}

// hashed is the hash of a password that the person of this row may use.
func (o *Office) hashed(ctx context.Context, password string, r row) (string, error) {
	if err := acceptable(password, r.Email, r.Name); err != nil {
		return "", err
	}
	return o.hasher.hash(ctx, password)
}

// Invite gives a person a new invitation, in place of the old one: for whom the
// first was lost, and for whom the password was. The password that they have
// works until a new one is set.
func (o *Office) Invite(ctx context.Context, who access.Actor, id fact.StaffID) (invitation string, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		s, err := o.hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := manages(who, s); err != nil {
			return err
		}
		if s.State != Active {
			return fault.New(fault.Conflict, "staff.disabled")
		}
		if invitation, err = issue(ctx, tx, invitationLink, id); err != nil {
			return err
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "staff.invited", Kind: "staff", ID: string(id)})
	})
	return invitation, err
}

// CheckInvitation tells whom an invitation is for.
func (o *Office) CheckInvitation(ctx context.Context, token string) (Staff, error) {
	id, err := look(ctx, o.db, invitationLink, token, "invitation.missing")
	if err != nil {
		return Staff{}, err
	}
	return o.load(ctx, o.db.Read(), id)
}

// Accept sets the password of an invited person, uses the invitation up, closes
// the sessions that there were and lets them in. An invitation stands for the
// password alone: who has a second factor is asked for it.
func (o *Office) Accept(ctx context.Context, in Acceptance, from From) (s Staff, e Entrance, err error) {
	id, err := look(ctx, o.db, invitationLink, in.Token, "invitation.missing")
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	r, err := find(ctx, o.db.Read(), "id", string(id))
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	if err := spoken(in.Locale); err != nil {
		return Staff{}, Entrance{}, err
	}
	hash, err := o.hashed(ctx, in.Password, r)
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := use(ctx, tx, invitationLink, in.Token, "invitation.missing"); err != nil {
			return err
		}
		s, e, err = o.acceptTx(ctx, tx, id, hash, in.Locale, from)
		return err
	})
	return s, e, err
}

func (o *Office) acceptTx(ctx context.Context, tx *db.Tx, id fact.StaffID, hash, locale string, from From) (Staff, Entrance, error) {
	s, err := o.hold(ctx, tx, id)
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	if s.State != Active {
		return Staff{}, Entrance{}, fault.New(fault.Missing, "invitation.missing")
	}
	who := actor(s, from.IP)
	if err := renewTx(ctx, tx, who, hash, "invitation"); err != nil {
		return Staff{}, Entrance{}, err
	}
	if locale != "" {
		if err := o.speak(ctx, tx, who, s, locale); err != nil {
			return Staff{}, Entrance{}, err
		}
	}
	e, err := letIn(ctx, tx, s, from, "invitation", false)
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	s, err = o.load(ctx, tx, id)
	return s, e, err
}

// speak keeps the language in which a person answered.
func (o *Office) speak(ctx context.Context, tx *db.Tx, who access.Actor, s Staff, locale string) error {
	change := Change{Locale: &locale}
	after, fields, err := changed(who, s, change, 0)
	if err != nil {
		return err
	}
	_, err = o.changeTx(ctx, tx, who, s, after, fields, change)
	return err
}

// issue makes a link in place of the one that there was.
func issue(ctx context.Context, tx *db.Tx, p purpose, id fact.StaffID) (secret string, err error) {
	if err := withdraw(ctx, tx, p, id); err != nil {
		return "", err
	}
	secret = newSecret()
	_, err = tx.Exec(ctx, "INSERT INTO once_link (secret, purpose, staff_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
		kept(secret), p, id, tx.Now().UnixMilli(), tx.Now().Add(lasts[p]).UnixMilli())
	if err != nil {
		return "", fmt.Errorf("issue a link for %s: %w", p, err)
	}
	return secret, nil
}

func withdraw(ctx context.Context, tx *db.Tx, p purpose, id fact.StaffID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM once_link WHERE purpose = ? AND staff_id = ?", p, id); err != nil {
		return fmt.Errorf("withdraw links for %s: %w", p, err)
	}
	return nil
}

// look finds a link that works, without using it.
func look(ctx context.Context, d *db.DB, p purpose, secret, code string) (id fact.StaffID, err error) {
	err = d.Read().NewRaw("SELECT staff_id FROM once_link WHERE secret = ? AND purpose = ? AND expires_at > ?",
		kept(secret), p, d.Now().UnixMilli()).Scan(ctx, &id)
	return id, linked(err, p, code)
}

// use takes a link away. Of two who come with the same one, one finds it.
func use(ctx context.Context, tx *db.Tx, p purpose, secret, code string) (id fact.StaffID, err error) {
	err = tx.NewRaw("DELETE FROM once_link WHERE secret = ? AND purpose = ? AND expires_at > ? RETURNING staff_id",
		kept(secret), p, tx.Now().UnixMilli()).Scan(ctx, &id)
	return id, linked(err, p, code)
}

func linked(err error, p purpose, code string) error {
	if db.IsNone(err) {
		return fault.New(fault.Missing, code)
	}
	if err != nil {
		return fmt.Errorf("find a link for %s: %w", p, err)
	}
	return nil
}
