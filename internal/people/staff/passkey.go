package staff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/passkey"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

const (
	ceremonyLasts = 5 * time.Minute
	passkeyLimit  = 20 // of one person
)

// Key is one of a person's passkeys.
type Key struct {
	ID        fact.PasskeyID
	Name      string
	CreatedAt time.Time
	UsedAt    time.Time // zero = never
}

// Ceremony is what a browser is asked to sign, and the secret under which its
// answer is awaited, once.
type Ceremony struct {
	Secret  string
	Options json.RawMessage
}

type keyRow struct {
	ID         fact.PasskeyID `bun:"id"`
	Staff      fact.StaffID   `bun:"staff_id"`
	Credential string         `bun:"credential"`
	Name       string         `bun:"name"`
	Record     string         `bun:"record"`
	CreatedAt  int64          `bun:"created_at"`
	UsedAt     int64          `bun:"used_at"`
}

func keysOf(ctx context.Context, from team.Reader, id fact.StaffID) (rows []keyRow, err error) {
	err = from.NewRaw(`SELECT id, staff_id, credential, name, record, created_at, used_at FROM passkey
		WHERE staff_id = ? ORDER BY created_at, id`, id).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list passkeys: %w", err)
	}
	return rows, nil
}

// Passkeys lists one's own, the oldest first.
func (o *Office) Passkeys(ctx context.Context, who access.Actor) ([]Key, error) {
	if err := who.Writes(); err != nil {
		return nil, err
	}
	rows, err := keysOf(ctx, o.db.Read(), who.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Key, len(rows))
	for i, r := range rows {
		list[i] = Key{ID: r.ID, Name: r.Name, CreatedAt: instant(r.CreatedAt), UsedAt: instant(r.UsedAt)}
	}
	return list, nil
}

// owner is somebody as the ceremony knows them.
func (o *Office) owner(ctx context.Context, from team.Reader, id fact.StaffID) (passkey.Owner, error) {
	r, err := find(ctx, from, "id", string(id))
	if err != nil {
		return passkey.Owner{}, err
	}
	rows, err := keysOf(ctx, from, id)
	if err != nil {
		return passkey.Owner{}, err
	}
	owner := passkey.Owner{ID: string(id), Email: r.Email, Name: r.Name}
	for _, k := range rows {
		owner.Keys = append(owner.Keys, passkey.Key{Credential: k.Credential, Record: k.Record})
	}
	return owner, nil
}

// BeginPasskey asks a signed-in person's browser to make a passkey.
func (o *Office) BeginPasskey(ctx context.Context, who access.Actor, proof Proof) (Ceremony, error) {
	if !o.party.Able() {
		return Ceremony{}, fault.New(fault.Conflict, "passkey.no_name")
	}
	if err := o.again(ctx, who, proof); err != nil {
		return Ceremony{}, err
	}
	owner, err := o.owner(ctx, o.db.Read(), who.ID)
	if err != nil {
		return Ceremony{}, err
	}
	if len(owner.Keys) >= passkeyLimit {
		return Ceremony{}, fault.New(fault.Conflict, "passkey.too_many", "limit", passkeyLimit)
	}
	options, state, err := o.party.Invite(owner)
	if err != nil {
		return Ceremony{}, err
	}
	return o.challenge(ctx, who.ID, options, state)
}

// challenge keeps a challenge until its answer comes.
func (o *Office) challenge(ctx context.Context, id fact.StaffID, options json.RawMessage, state string) (Ceremony, error) {
	c := Ceremony{Secret: newSecret(), Options: options}
	return c, o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO passkey_ceremony (secret, staff_id, state, expires_at) VALUES (?, ?, ?, ?)",
			kept(c.Secret), id, state, tx.Now().Add(ceremonyLasts).UnixMilli())
		if err != nil {
			return fmt.Errorf("keep a challenge: %w", err)
		}
		return nil
	})
}

// answered takes a challenge away: it is answered once, rightly or not.
func (o *Office) answered(ctx context.Context, secret string, id fact.StaffID) (state string, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		err := tx.NewRaw("DELETE FROM passkey_ceremony WHERE secret = ? AND staff_id = ? AND expires_at > ? RETURNING state",
			kept(secret), id, tx.Now().UnixMilli()).Scan(ctx, &state)
		if db.IsNone(err) {
			return fault.New(fault.Conflict, "passkey.too_late")
		}
		if err != nil {
			return fmt.Errorf("find a challenge: %w", err)
		}
		return nil
	})
	return state, err
}

// AddPasskey keeps what the browser has made.
func (o *Office) AddPasskey(ctx context.Context, who access.Actor, secret, name string, answer []byte) (k Key, err error) {
	if err := oneself(who); err != nil {
		return Key{}, err
	}
	if name, err = keyNamed(name); err != nil {
		return Key{}, err
	}
	state, err := o.answered(ctx, secret, who.ID)
	if err != nil {
		return Key{}, err
	}
	owner, err := o.owner(ctx, o.db.Read(), who.ID)
	if err != nil {
		return Key{}, err
	}
	made, err := o.party.Register(owner, state, answer)
	if err != nil {
		return Key{}, fault.New(fault.Invalid, "passkey.refused").Because(err)
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.hold(ctx, tx, who.ID); err != nil {
			return err
		}
		k = Key{ID: fact.PasskeyID(newID()), Name: name, CreatedAt: tx.Now()}
		_, err := tx.Exec(ctx, "INSERT INTO passkey (id, staff_id, credential, name, record, created_at) VALUES (?, ?, ?, ?, ?, ?)",
			k.ID, who.ID, made.Credential, k.Name, made.Record, k.CreatedAt.UnixMilli())
		if db.IsTaken(err) {
			return fault.New(fault.Conflict, "passkey.known").Because(err)
		}
		if err != nil {
			return fmt.Errorf("keep a passkey: %w", err)
		}
		return told(ctx, tx, who, "passkey.added", k.ID, nil, map[string]any{"name": k.Name})
	})
	return k, err
}

func keyNamed(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.New(fault.Invalid, "passkey.name_missing").At("name")
	case utf8.RuneCountInString(name) > nameLimit || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", fault.New(fault.Invalid, "passkey.name_unusable", "limit", nameLimit).At("name")
	}
	return name, nil
}

func told(ctx context.Context, tx *db.Tx, who access.Actor, action string, id fact.PasskeyID, before, after any) error {
	if err := audit.Write(ctx, tx, audit.Entry{Who: who, Action: action, Kind: "passkey", ID: string(id), Before: before, After: after}); err != nil {
		return err
	}
	return tx.Record(ctx, fact.StaffChanged{Staff: who.ID, Fields: []string{"passkeys"}, By: who.ID})
}

// RenamePasskey calls one of one's own something else.
func (o *Office) RenamePasskey(ctx context.Context, who access.Actor, id fact.PasskeyID, name string) (k Key, err error) {
	if err := oneself(who); err != nil {
		return Key{}, err
	}
	if name, err = keyNamed(name); err != nil {
		return Key{}, err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		r, err := ownKey(ctx, tx, who, id)
		if err != nil {
			return err
		}
		k = Key{ID: id, Name: name, CreatedAt: instant(r.CreatedAt), UsedAt: instant(r.UsedAt)}
		if r.Name == name {
			return nil
		}
		if _, err := tx.Exec(ctx, "UPDATE passkey SET name = ? WHERE id = ?", name, id); err != nil {
			return fmt.Errorf("rename a passkey: %w", err)
		}
		return told(ctx, tx, who, "passkey.renamed", id, map[string]any{"name": r.Name}, map[string]any{"name": name})
	})
	return k, err
}

// RemovePasskey forgets one of one's own, and signs out whoever else is in as this
// person: a device that is given away, or lost, may still be.
func (o *Office) RemovePasskey(ctx context.Context, who access.Actor, id fact.PasskeyID) error {
	if err := oneself(who); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := o.hold(ctx, tx, who.ID); err != nil {
			return err
		}
		r, err := ownKey(ctx, tx, who, id)
		if err != nil {
			return err
		}
		f, err := factorOf(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		left := f.Passkeys - 1
		if f.On {
			left++
		}
		if err := keepsOne(ctx, tx, who, left); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM passkey WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove a passkey: %w", err)
		}
		if err := closeSessions(ctx, tx, who.ID, who.Session); err != nil {
			return err
		}
		return told(ctx, tx, who, "passkey.removed", id, map[string]any{"name": r.Name}, nil)
	})
}

func ownKey(ctx context.Context, tx *db.Tx, who access.Actor, id fact.PasskeyID) (r keyRow, err error) {
	err = tx.NewRaw("SELECT id, name, created_at, used_at FROM passkey WHERE id = ? AND staff_id = ?", id, who.ID).Scan(ctx, &r)
	if db.IsNone(err) {
		return r, fault.New(fault.Missing, "passkey.missing")
	}
	if err != nil {
		return r, fmt.Errorf("find a passkey: %w", err)
	}
	return r, nil
}

// AskPasskey asks a stranger's browser for a passkey that it has of us.
func (o *Office) AskPasskey(ctx context.Context) (Ceremony, error) {
	if !o.party.Able() {
		return Ceremony{}, fault.New(fault.Conflict, "passkey.no_name")
	}
	options, state, err := o.party.Ask()
	if err != nil {
		return Ceremony{}, err
	}
	return o.challenge(ctx, "", options, state)
}

// EnterByPasskey lets in whose passkey signed. It counts as both factors: the
// device is one, and the finger, face or PIN that it asked for is the other.
func (o *Office) EnterByPasskey(ctx context.Context, secret string, answer []byte, from From) (s Staff, e Entrance, err error) {
	state, err := o.answered(ctx, secret, "")
	if err != nil {
		return Staff{}, Entrance{}, err
	}
	refused := fault.New(fault.SignedOut, "sign_in.passkey_refused")
	var broken error
	owner, used, err := o.party.Prove(state, answer, func(handle string) (owner passkey.Owner, err error) {
		if _, err := uuid.Parse(handle); err != nil {
			return owner, err // no id of ours, and no database takes just anything
		}
		if owner, err = o.owner(ctx, o.db.Read(), fact.StaffID(handle)); err != nil && !fault.Is(err, "staff.missing") {
			broken = err
		}
		return owner, err
	})
	id := fact.StaffID(owner)
	switch {
	case broken != nil:
		return Staff{}, Entrance{}, broken
	case errors.Is(err, passkey.ErrCopied):
		if err := o.auditCopied(ctx, id, used, from.IP); err != nil {
			return Staff{}, Entrance{}, err
		}
		return Staff{}, Entrance{}, fault.New(fault.SignedOut, "sign_in.passkey_copied")
	case err != nil:
		return Staff{}, Entrance{}, refused.Because(err)
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if s, err = o.hold(ctx, tx, id); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "UPDATE passkey SET record = ?, used_at = ? WHERE credential = ? AND staff_id = ?",
			used.Record, tx.Now().UnixMilli(), used.Credential, id)
		if err != nil {
			return fmt.Errorf("note the use of a passkey: %w", err)
		}
		if n == 0 || s.State != Active { // removed, or sent home, while we looked
			return refused
		}
		e, err = letIn(ctx, tx, s, from, "passkey", true)
		return err
	})
	return s, e, err
}

func (o *Office) auditCopied(ctx context.Context, id fact.StaffID, used passkey.Key, ip string) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		var key fact.PasskeyID
		err := tx.NewRaw("SELECT id FROM passkey WHERE credential = ? AND staff_id = ?", used.Credential, id).Scan(ctx, &key)
		if db.IsNone(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find a passkey: %w", err)
		}
		return audit.Write(ctx, tx, audit.Entry{Who: access.Actor{IP: ip}, Action: "passkey.copied", Kind: "passkey", ID: string(key),
			After: map[string]any{"staff": id}})
	})
}
