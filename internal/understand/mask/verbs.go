package mask

import (
	"context"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/privacy"
)

// heed is how long a node goes by the policy it has read: another node's change
// holds here after it.
const heed = 2 * time.Second

// Policy is what the house has decided.
func (k *Keeper) Policy(ctx context.Context) (Policy, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if age := k.db.Now().Sub(k.read); k.last.Levels != nil && age >= 0 && age < heed {
		return k.last, nil
	}
	p, err := load(ctx, k.db.Read())
	if err != nil {
		return p, err
	}
	k.last, k.read = p, k.db.Now()
	return p, nil
}

// For is the veil of somebody who asks.
func (k *Keeper) For(ctx context.Context, who access.Actor) (Veil, error) {
	if who.May(access.PersonalSee) {
		return Veil{}, nil
	}
	p, err := k.Policy(ctx)
	if err != nil {
		return Veil{}, err
	}
	if who.May(access.PersonalContact) {
		return k.Over(p.at(Guarded)), nil
	}
	return k.Over(p.at(Guarded, Limited)), nil
}

// HiddenFrom names what somebody does not see, for what is made in their name later.
func (k *Keeper) HiddenFrom(ctx context.Context, who access.Actor) ([]string, error) {
	veil, err := k.For(ctx, who)
	names := []string{}
	for _, kind := range privacy.Kinds {
		if veil.Covers(kind) {
			names = append(names, string(kind))
		}
	}
	return names, err
}

// Covering puts values before a reader who does not see the kinds with these names.
func (k *Keeper) Covering(names []string) func(any) any {
	var kinds Kinds
	for _, name := range names {
		kinds |= KindsOf(privacy.Kind(name))
	}
	return k.Over(kinds).Answer
}

// Outside is the veil over what leaves for other programs.
func (k *Keeper) Outside(ctx context.Context) (Veil, error) {
	p, err := k.Policy(ctx)
	return k.Over(p.at(Guarded)), err
}

// Over is a veil over some kinds.
func (k *Keeper) Over(kinds Kinds) Veil { return Veil{hidden: kinds, memory: &k.memory} }

// Change decides anew. It is refused where somebody else has done so meanwhile.
func (k *Keeper) Change(ctx context.Context, who access.Actor, p Policy) (Policy, error) {
	if err := who.Require(access.PrivacyManage); err != nil {
		return p, err
	}
	if err := checked(&p); err != nil {
		return p, err
	}
	err := k.db.Write(ctx, func(tx *db.Tx) error {
		before, err := load(ctx, tx)
		if err != nil {
			return err
		}
		if before.Version != p.Version {
			return fault.New(fault.Conflict, "privacy.changed_meanwhile")
		}
		p.Version, p.ChangedBy, p.ChangedAt = before.Version+1, who.ID, new(tx.Now().UTC())
		if err := save(ctx, tx, p); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: "privacy.changed", Kind: "privacy", ID: "policy", Before: before, After: p}); err != nil {
			return err
		}
		return tx.Record(ctx, fact.PrivacyChanged{Version: p.Version, By: who.ID})
	})
	k.mu.Lock()
	k.read = time.Time{}
	k.mu.Unlock()
	return p, err
}

// checked fills in what a policy does not say, and refuses what it cannot mean.
func checked(p *Policy) error {
	said := p.Levels
	p.Levels = usual().Levels
	for kind, level := range said {
		if _, known := p.Levels[kind]; !known {
			return fault.New(fault.Invalid, "privacy.unknown_kind", "kind", string(kind)).At("levels")
		}
		if level != Open && level != Limited && level != Guarded {
			return fault.New(fault.Invalid, "privacy.unknown_level", "level", string(level)).At("levels")
		}
		p.Levels[kind] = level
	}
	return nil
}

// Sights is a text as three readers would see it.
type Sights struct {
	Agent   string `json:"agent" personal:"-" doc:"as somebody sees it who may personal.contact"`
	Limited string `json:"limited" personal:"-" doc:"as somebody sees it who may neither"`
	Full    string `json:"full" personal:"-" doc:"as somebody sees it who may personal.see"`
}

// Try shows what a policy would do to a text, before it is decided.
func (k *Keeper) Try(who access.Actor, p Policy, text string) (Sights, error) {
	if err := who.Require(access.PrivacyManage); err != nil {
		return Sights{}, err
	}
	if err := checked(&p); err != nil {
		return Sights{}, err
	}
	return Sights{Agent: k.Over(p.at(Guarded)).Text(text), Limited: k.Over(p.at(Guarded, Limited)).Text(text), Full: text}, nil
}
