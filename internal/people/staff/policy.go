package staff

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Policy is the house's rule for coming in.
type Policy struct {
	SecondFactor access.Role // the least role that must have one; "" = nobody must
	Password     bool        // a password lets in; who manages sign-in keeps theirs anyway
	Version      int
}

// PolicyChange is what to change of it; what is nil stays.
type PolicyChange struct {
	SecondFactor *access.Role
	Password     *bool
	Version      int // that was edited; 0 takes whatever is there
}

func policyOf(ctx context.Context, from team.Reader) (Policy, error) {
	var r struct {
		SecondFactor access.Role `bun:"second_factor"`
		Password     bool        `bun:"password"`
		Version      int         `bun:"version"`
	}
	if err := from.NewRaw("SELECT second_factor, password, version FROM sign_in_policy WHERE id = 1").Scan(ctx, &r); err != nil {
		return Policy{}, fmt.Errorf("read the rule for signing in: %w", err)
	}
	return Policy(r), nil
}

// Rules is the house's rule for coming in, for the sign-in page.
func (o *Office) Rules(ctx context.Context) (Policy, error) { return policyOf(ctx, o.db.Read()) }

// PasskeysWork tells whether browsers make passkeys for our address.
func (o *Office) PasskeysWork() bool { return o.party.Able() }

// Lacking counts, for each role from which on a second factor may be demanded, the
// active people who would have to have one and have none.
type Lacking map[access.Role]int

// Policy is the rule with who would be touched by it.
func (o *Office) Policy(ctx context.Context, who access.Actor) (Policy, Lacking, error) {
	if err := who.Require(access.SignInManage); err != nil {
		return Policy{}, nil, err
	}
	p, err := policyOf(ctx, o.db.Read())
	if err != nil {
		return Policy{}, nil, err
	}
	bare, err := bareStaff(ctx, o.db.Read())
	if err != nil {
		return Policy{}, nil, err
	}
	lacking := Lacking{}
	for _, role := range access.Roles() {
		for _, r := range bare {
			if (Policy{SecondFactor: role.Name}).binds(r.may()) {
				lacking[role.Name]++
			}
		}
	}
	return p, lacking, nil
}

// bareStaff are the active people with neither second factor nor passkey.
func bareStaff(ctx context.Context, from team.Reader) (rows []row, err error) {
	err = from.NewRaw(`SELECT `+columns+` FROM staff WHERE state = 'active'
		AND NOT EXISTS (SELECT 1 FROM second_factor f WHERE f.staff_id = staff.id AND f.confirmed_at > 0)
		AND NOT EXISTS (SELECT 1 FROM passkey k WHERE k.staff_id = staff.id) ORDER BY id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list who has no second factor: %w", err)
	}
	return rows, nil
}

// SetPolicy changes the rule. Who must have a second factor from now on and has
// none is signed out, and led to it when they sign in again.
func (o *Office) SetPolicy(ctx context.Context, who access.Actor, c PolicyChange) (p Policy, err error) {
	if err := who.Require(access.SignInManage); err != nil {
		return Policy{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE sign_in_policy SET version = version WHERE id = 1"); err != nil {
			return fmt.Errorf("hold the rule for signing in: %w", err)
		}
		before, err := policyOf(ctx, tx)
		if err != nil {
			return err
		}
		if c.Version != 0 && c.Version != before.Version {
			return fault.New(fault.Conflict, "sign_in.policy_changed")
		}
		if p, err = ruled(before, c); err != nil || p == before {
			return err
		}
		if err := mayRule(ctx, tx, who, before, p); err != nil {
			return err
		}
		p.Version++
		_, err = tx.Exec(ctx, "UPDATE sign_in_policy SET second_factor = ?, password = ?, version = ?, updated_at = ? WHERE id = 1",
			p.SecondFactor, p.Password, p.Version, tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("save the rule for signing in: %w", err)
		}
		if err := sendHome(ctx, tx, p); err != nil {
			return err
		}
		err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "sign_in.policy_changed", Kind: "sign_in", ID: "policy",
			Before: before.picture(), After: p.picture()})
		if err != nil {
			return err
		}
		return tx.Record(ctx, fact.SignInChanged{By: who.ID})
	})
	return p, err
}

// mayRule keeps whoever makes a rule from locking themselves, or everybody, out.
func mayRule(ctx context.Context, tx *db.Tx, who access.Actor, before, after Policy) error {
	if after.SecondFactor != before.SecondFactor && who.ID != "" && after.binds(who.Permissions) {
		f, err := factorOf(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if !f.On && f.Passkeys == 0 {
			return fault.New(fault.Conflict, "sign_in.have_one_first")
		}
	}
	if !after.Password && before.Password {
		var n int
		if err := tx.NewRaw("SELECT COUNT(*) FROM provider WHERE state = 'active'").Scan(ctx, &n); err != nil {
			return fmt.Errorf("count the providers: %w", err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "sign_in.no_other_way")
		}
	}
	return nil
}

// sendHome signs out whoever lacks what the rule demands.
func sendHome(ctx context.Context, tx *db.Tx, p Policy) error {
	bare, err := bareStaff(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range bare {
		if !p.binds(r.may()) {
			continue
		}
		if err := closeSessions(ctx, tx, r.ID, ""); err != nil {
			return err
		}
	}
	return nil
}

// leadToFactor signs somebody out whose new role wants a second factor that they do
// not have.
func leadToFactor(ctx context.Context, tx *db.Tx, s Staff) error {
	p, err := policyOf(ctx, tx)
	if err != nil || !p.binds(actor(s, "").Permissions) {
		return err
	}
	f, err := factorOf(ctx, tx, s.ID)
	if err != nil || f.On || f.Passkeys > 0 {
		return err
	}
	return closeSessions(ctx, tx, s.ID, "")
}

func (p Policy) picture() map[string]any {
	return map[string]any{"second_factor": p.SecondFactor, "password": p.Password}
}
