package provider

import (
	"context"
	"encoding/json"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/role"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

type row struct {
	ID       fact.ProviderID `bun:"id"`
	Name     string          `bun:"name"`
	Issuer   string          `bun:"issuer"`
	ClientID string          `bun:"client_id"`
	Secret   string          `bun:"secret"`
	Domains  string          `bun:"domains"`
	Creates  bool            `bun:"creates"`
	Role     access.Role     `bun:"role"`
	Teams    string          `bun:"teams"`
	Both     bool            `bun:"both_factors"`
	Private  bool            `bun:"private"`
	State    State           `bun:"state"`
	Version  int             `bun:"version"`
}

const columns = "id, name, issuer, client_id, secret, domains, creates, role, teams, both_factors, private, state, version"

func (r row) provider() (p Provider, err error) {
	p = Provider{
		ID: r.ID, Name: r.Name, Issuer: r.Issuer, ClientID: r.ClientID, Creates: r.Creates, Role: r.Role,
		Both: r.Both, Private: r.Private, State: r.State, Version: r.Version, Domains: []string{}, Teams: []fact.TeamID{},
	}
	if err := json.Unmarshal([]byte(r.Domains), &p.Domains); err != nil {
		return p, fmt.Errorf("read the domains of a provider: %w", err)
	}
	if err := json.Unmarshal([]byte(r.Teams), &p.Teams); err != nil {
		return p, fmt.Errorf("read the teams of a provider: %w", err)
	}
	return p, nil
}

func (d *Directory) list(ctx context.Context, where string) ([]Provider, error) {
	var rows []row
	if err := d.db.Read().NewRaw("SELECT "+columns+" FROM provider "+where+" ORDER BY name").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list providers: %w", err)
	}
	list := make([]Provider, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.provider(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// List is all of them, by name.
func (d *Directory) List(ctx context.Context, who access.Actor) ([]Provider, error) {
	if err := who.Require(access.SignInManage); err != nil {
		return nil, err
	}
	return d.list(ctx, "")
}

// Offered is those that stand on the sign-in page.
func (d *Directory) Offered(ctx context.Context) ([]Provider, error) {
	return d.list(ctx, "WHERE state = 'active'")
}

// Open is a provider with its secret, for who talks to it.
func (d *Directory) Open(ctx context.Context, id fact.ProviderID) (Provider, string, error) {
	var r row
	err := d.db.Read().NewRaw("SELECT "+columns+" FROM provider WHERE id = ?", id).Scan(ctx, &r)
	if db.IsNone(err) {
		return Provider{}, "", errMissing
	}
	if err != nil {
		return Provider{}, "", fmt.Errorf("read a provider: %w", err)
	}
	p, err := r.provider()
	if err != nil {
		return Provider{}, "", err
	}
	secret, err := d.sealer.Unseal(r.Secret, sealedFor(id))
	return p, secret, err
}

var errMissing = fault.New(fault.Missing, "provider.missing")

func sealedFor(id fact.ProviderID) string { return "provider:" + string(id) }

// Add makes a provider.
func (d *Directory) Add(ctx context.Context, who access.Actor, c Change) (p Provider, err error) {
	if err := who.Require(access.SignInManage); err != nil {
		return Provider{}, err
	}
	p = Provider{ID: fact.ProviderID(id.New()), Role: access.Agent, State: Active, Version: 1, Domains: []string{}, Teams: []fact.TeamID{}}
	if p, err = changed(p, c); err != nil {
		return Provider{}, err
	}
	if c.Secret == nil || *c.Secret == "" {
		return Provider{}, fault.New(fault.Invalid, "provider.secret_missing").At("secret")
	}
	return p, d.db.Write(ctx, func(tx *db.Tx) error {
		if err := mayGive(ctx, tx, who, p); err != nil {
			return err
		}
		domains, teams := written(p)
		_, err := tx.Exec(ctx, "INSERT INTO provider ("+columns+", created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			p.ID, p.Name, p.Issuer, p.ClientID, d.sealer.Seal(*c.Secret, sealedFor(p.ID)), domains, p.Creates, p.Role, teams,
			p.Both, p.Private, p.State, p.Version, tx.Now().UnixMilli(), tx.Now().UnixMilli())
		if err != nil {
			return taken(err)
		}
		return tell(ctx, tx, who, "provider.added", p.ID, nil, p.picture(false))
	})
}

// Change changes a provider. A secret that is not given stays as it is.
func (d *Directory) Change(ctx context.Context, who access.Actor, id fact.ProviderID, c Change) (p Provider, err error) {
	if err := who.Require(access.SignInManage); err != nil {
		return Provider{}, err
	}
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		r, before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.Version != 0 && c.Version != before.Version {
			return fault.New(fault.Conflict, "provider.changed")
		}
		if p, err = changed(before, c); err != nil {
			return err
		}
		if err := mayGive(ctx, tx, who, p); err != nil {
			return err
		}
		fresh := c.Secret != nil && *c.Secret != ""
		if fresh {
			r.Secret = d.sealer.Seal(*c.Secret, sealedFor(id))
		}
		p.Version++
		domains, teams := written(p)
		_, err = tx.Exec(ctx, `UPDATE provider SET name = ?, issuer = ?, client_id = ?, secret = ?, domains = ?, creates = ?, role = ?, teams = ?,
			both_factors = ?, private = ?, state = ?, version = ?, updated_at = ? WHERE id = ?`,
			p.Name, p.Issuer, p.ClientID, r.Secret, domains, p.Creates, p.Role, teams, p.Both, p.Private, p.State, p.Version, tx.Now().UnixMilli(), id)
		if err != nil {
			return taken(err)
		}
		if before.State == Active && p.State != Active {
			if err := keepsAWay(ctx, tx); err != nil {
				return err
			}
		}
		return tell(ctx, tx, who, "provider.changed", id, before.picture(false), p.picture(fresh))
	})
	return p, err
}

// Remove forgets a provider. The people whom it let in stay.
func (d *Directory) Remove(ctx context.Context, who access.Actor, id fact.ProviderID) error {
	if err := who.Require(access.SignInManage); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		_, before, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM provider WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove a provider: %w", err)
		}
		if err := keepsAWay(ctx, tx); err != nil {
			return err
		}
		return tell(ctx, tx, who, "provider.removed", id, before.picture(false), nil)
	})
}

// keepsAWay refuses to close the last door of a house in which passwords do not let in.
func keepsAWay(ctx context.Context, tx *db.Tx) error {
	var n int
	err := tx.NewRaw(`SELECT COUNT(*) FROM sign_in_policy WHERE id = 1 AND NOT password
		AND NOT EXISTS (SELECT 1 FROM provider WHERE state = 'active')`).Scan(ctx, &n)
	if err != nil {
		return fmt.Errorf("look for another way in: %w", err)
	}
	if n > 0 {
		return fault.New(fault.Conflict, "provider.last_way")
	}
	return nil
}

// mayGive refuses to let a provider make people who may more than who sets it up.
func mayGive(ctx context.Context, tx *db.Tx, who access.Actor, p Provider) error {
	if !p.Creates {
		return nil
	}
	may, err := role.HoldTx(ctx, tx, p.Role)
	if fault.IsKind(err, fault.Missing) {
		return fault.New(fault.Invalid, "staff.role_unknown", "role", string(p.Role)).At("role")
	}
	if err != nil {
		return err
	}
	if !who.Permissions.Covers(may) {
		return fault.New(fault.Denied, "staff.role_above_own", "role", string(p.Role)).At("role")
	}
	return nil
}

func hold(ctx context.Context, tx *db.Tx, id fact.ProviderID) (r row, p Provider, err error) {
	err = tx.NewRaw("UPDATE provider SET version = version WHERE id = ? RETURNING "+columns, id).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, p, errMissing
	}
	if err != nil {
		return r, p, fmt.Errorf("hold a provider: %w", err)
	}
	p, err = r.provider()
	return r, p, err
}

func written(p Provider) (domains, teams string) {
	d, _ := json.Marshal(p.Domains) // texts always can be
	t, _ := json.Marshal(p.Teams)
	return string(d), string(t)
}

func taken(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "provider.name_taken").At("name").Because(err)
	}
	return fmt.Errorf("save a provider: %w", err)
}

func tell(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.ProviderID, before, after any) error {
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "provider", ID: string(id), Before: before, After: after}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.SignInChanged{Provider: id, By: who.ID})
}

// picture is a provider as the audit shows it: without its secret.
func (p Provider) picture(fresh bool) map[string]any {
	picture := map[string]any{
		"name": p.Name, "issuer": p.Issuer, "client_id": p.ClientID, "domains": p.Domains, "creates": p.Creates, "role": p.Role,
		"teams": p.Teams, "both_factors": p.Both, "private": p.Private, "state": p.State,
	}
	if fresh {
		picture["secret"] = "replaced"
	}
	return picture
}
