package personal

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/id"
)

const columns = `SELECT p.staff_id, s.name, p.stand_in_id, COALESCE(t.name, '') AS stand_in_name, p.version, COALESCE(p.organisation_id, '') AS organisation_id, COALESCE(o.name, '') AS organisation_name
	FROM personal_agent p JOIN staff s ON s.id = p.staff_id LEFT JOIN staff t ON t.id = p.stand_in_id LEFT JOIN organisation o ON o.id = p.organisation_id `

type row struct {
	Staff            fact.StaffID        `bun:"staff_id"`
	Name             string              `bun:"name"`
	StandIn          fact.StaffID        `bun:"stand_in_id"`
	StandInName      string              `bun:"stand_in_name"`
	Version          int                 `bun:"version"`
	Organisation     fact.OrganisationID `bun:"organisation_id"`
	OrganisationName string              `bun:"organisation_name"`
}

func (r row) agent() Agent {
	return Agent{Staff: Person{r.Staff, r.Name}, StandIn: Person{r.StandIn, r.StandInName}, Version: r.Version}
}

// Get is the own person of a contact or an organisation. A contact who has none has the
// one of their organisation.
func (b *Book) Get(ctx context.Context, who access.Actor, of Of) (Agent, error) {
	if err := who.Require(access.ContactView); err != nil {
		return Agent{}, err
	}
	if of.Organisation != "" {
		return b.first(ctx, b.db.Read(), "WHERE p.organisation_id = ?", of.Organisation)
	}
	return b.ofContact(ctx, b.db.Read(), of.Contact)
}

// For is the own person of whoever a conversation is with.
func (b *Book) For(ctx context.Context, c fact.ConversationID) (Agent, error) {
	var contact fact.ContactID
	err := b.db.Ask("SELECT contact_id FROM conversation WHERE id = ?", c).Scan(ctx, &contact)
	if db.IsNone(err) {
		return Agent{}, nil
	}
	if err != nil {
		return Agent{}, fmt.Errorf("with whom is %s: %w", c, err)
	}
	return b.ofContact(ctx, b.db.Read(), contact)
}

// family is a contact with all that were merged into it: what was said of one of them
// is said of the whole.
const family = `WITH RECURSIVE family (id) AS (SELECT CAST(? AS TEXT) UNION SELECT k.id FROM contact k JOIN family f ON k.merged_into = f.id AND k.merged_into <> '') `

func (b *Book) ofContact(ctx context.Context, q db.Reader, contact fact.ContactID) (Agent, error) {
	own, err := b.ask(ctx, q, family+columns+"JOIN family f ON f.id = p.contact_id ORDER BY CASE WHEN p.contact_id = ? THEN 0 ELSE 1 END, p.updated_at DESC LIMIT 1", contact, contact)
	if err != nil || len(own) > 0 {
		if err != nil {
			return Agent{}, err
		}
		return own[0].agent(), nil
	}
	by, err := b.ask(ctx, q, family+columns+"JOIN organisation_member m ON m.organisation_id = p.organisation_id JOIN family f ON f.id = m.contact_id ORDER BY p.updated_at DESC LIMIT 1", contact)
	if err != nil || len(by) == 0 {
		return Agent{}, err
	}
	a := by[0].agent()
	a.Version, a.From, a.FromName = 0, by[0].Organisation, by[0].OrganisationName
	return a, nil
}

func (b *Book) first(ctx context.Context, q db.Reader, where string, args ...any) (Agent, error) {
	rows, err := b.ask(ctx, q, columns+where, args...)
	if err != nil || len(rows) == 0 {
		return Agent{}, err
	}
	return rows[0].agent(), nil
}

func (b *Book) ask(ctx context.Context, q db.Reader, query string, args ...any) (rows []row, err error) {
	if err := q.Ask(query, args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("whose own person is it: %w", err)
	}
	return rows, nil
}

// Choice is who shall be somebody's own person, and stand in; Staff "" = nobody. Version
// is the one that was edited.
type Choice struct {
	Staff   fact.StaffID
	StandIn fact.StaffID
	Version int
}

// Set says who is the own person of a contact or an organisation from now on.
func (b *Book) Set(ctx context.Context, who access.Actor, of Of, c Choice) (out Agent, err error) {
	if !CanSet(who) {
		return out, fault.New(fault.Denied, "personal.only_leads")
	}
	switch {
	case c.Staff == "" && c.StandIn != "":
		return out, fault.New(fault.Invalid, "personal.stand_in_alone").At("stand_in")
	case c.Staff != "" && c.Staff == c.StandIn:
		return out, fault.New(fault.Invalid, "personal.stands_in_for_self").At("stand_in")
	}
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		column, of, kind, whose, err := owner(ctx, tx, of)
		if err != nil {
			return err
		}
		before, err := b.first(ctx, tx, "WHERE p."+column+" = ?", whose)
		if err != nil {
			return err
		}
		if before.Version != c.Version {
			return fault.New(fault.Conflict, "personal.changed", "version", before.Version)
		}
		if before.Staff.ID == c.Staff && before.StandIn.ID == c.StandIn {
			out, err = b.get(ctx, tx, of)
			return err
		}
		if err := works(ctx, tx, "staff", c.Staff); err != nil {
			return err
		}
		if err := works(ctx, tx, "stand_in", c.StandIn); err != nil {
			return err
		}
		if err := keep(ctx, tx, column, whose, before, c); err != nil {
			return err
		}
		err = audit.Write(ctx, tx, audit.Entry{Who: who, Action: "personal_agent.changed", Kind: kind, ID: whose,
			Before: map[string]any{"staff": before.Staff.ID, "stand_in": before.StandIn.ID}, After: map[string]any{"staff": c.Staff, "stand_in": c.StandIn}})
		if err != nil {
			return err
		}
		err = tx.Record(ctx, fact.PersonalAgentChanged{Contact: of.Contact, Organisation: of.Organisation, Staff: c.Staff, StandIn: c.StandIn, By: who.ID})
		if err != nil {
			return err
		}
		out, err = b.get(ctx, tx, of)
		return err
	})
	return out, err
}

func (b *Book) get(ctx context.Context, q db.Reader, of Of) (Agent, error) {
	if of.Organisation != "" {
		return b.first(ctx, q, "WHERE p.organisation_id = ?", of.Organisation)
	}
	return b.ofContact(ctx, q, of.Contact)
}

// owner makes sure that whose own person it is about is there, and not merged away.
func owner(ctx context.Context, tx *db.Tx, of Of) (column string, found Of, kind, whose string, err error) {
	if of.Organisation != "" {
		column, kind, whose = "organisation_id", "organisation", string(of.Organisation)
		err = tx.Ask("SELECT id FROM organisation WHERE id = ?", whose).Scan(ctx, &found.Organisation)
	} else {
		column, kind, whose = "contact_id", "contact", string(of.Contact)
		err = tx.Ask("SELECT id FROM contact WHERE id = ? AND merged_into = ''", whose).Scan(ctx, &found.Contact)
	}
	if db.IsNone(err) {
		err = fault.New(fault.Missing, kind+".missing")
	}
	return column, found, kind, whose, err
}

func works(ctx context.Context, tx *db.Tx, at string, who fact.StaffID) error {
	if who == "" {
		return nil
	}
	var there bool
	if err := tx.Ask("SELECT EXISTS (SELECT 1 FROM staff WHERE id = ? AND state = 'active')", who).Scan(ctx, &there); err != nil {
		return fmt.Errorf("does %s work here: %w", who, err)
	}
	if !there {
		return fault.New(fault.Invalid, "personal.unknown_staff").At(at)
	}
	return nil
}

func keep(ctx context.Context, tx *db.Tx, column, whose string, before Agent, c Choice) (err error) {
	switch {
	case c.Staff == "":
		_, err = tx.Exec(ctx, "DELETE FROM personal_agent WHERE "+column+" = ?", whose)
	case before.Version == 0:
		_, err = tx.Exec(ctx, "INSERT INTO personal_agent (id, "+column+", staff_id, stand_in_id, version, updated_at) VALUES (?, ?, ?, ?, 1, ?)", id.New(), whose, c.Staff, c.StandIn, tx.Now().UnixMilli())
		if db.IsTaken(err) {
			return fault.New(fault.Conflict, "personal.changed", "version", 1).Because(err)
		}
	default:
		_, err = tx.Exec(ctx, "UPDATE personal_agent SET staff_id = ?, stand_in_id = ?, version = version + 1, updated_at = ? WHERE "+column+" = ?", c.Staff, c.StandIn, tx.Now().UnixMilli(), whose)
	}
	if err != nil {
		return fmt.Errorf("keep whose own person %s is: %w", c.Staff, err)
	}
	return nil
}

// Waiting are the conversations that wait in a queue and are with somebody whose own
// person this may be; who arrived first stands first. The caller asks For again: a
// contact of their own goes before the one of an organisation.
func (b *Book) Waiting(ctx context.Context, who fact.StaffID) (ids []fact.ConversationID, err error) {
	err = b.db.Ask(`WITH RECURSIVE mine (id) AS (
			SELECT p.contact_id FROM personal_agent p WHERE p.staff_id = ? AND p.contact_id IS NOT NULL
			UNION SELECT m.contact_id FROM personal_agent p JOIN organisation_member m ON m.organisation_id = p.organisation_id WHERE p.staff_id = ?
			UNION SELECT k.merged_into FROM contact k JOIN mine f ON k.id = f.id AND k.merged_into <> '')
		SELECT q.conversation_id FROM mine JOIN conversation c ON c.contact_id = mine.id JOIN place q ON q.conversation_id = c.id ORDER BY q.counts_from, q.conversation_id`, who, who).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("who waits for %s: %w", who, err)
	}
	return ids, nil
}
