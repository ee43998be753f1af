package contact

import (
	"context"
	"fmt"
	"strings"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// Order is how a list of contacts goes.
type Order string

const (
	NewFirst  Order = "-created_at" // entered last
	OldFirst  Order = "created_at"
	SeenLast  Order = "-seen_at"
	SeenFirst Order = "seen_at"
	ByName    Order = "name" // Chinese names by their sound; the nameless come last
)

// orders name the columns that a list goes by, before the id, and the way.
var orders = map[Order]struct{ column, way, beyond string }{
	NewFirst:  {"", "DESC", "<"},
	OldFirst:  {"", "ASC", ">"},
	SeenLast:  {"seen_at", "DESC", "<"},
	SeenFirst: {"seen_at", "ASC", ">"},
	ByName:    {"name_order", "ASC", ">"},
}

// Look is a list of contacts as somebody wants to see it.
type Look struct {
	Tag          string
	Organisation fact.OrganisationID
	Order        Order // "" = NewFirst
	After        Place
	Limit        int
}

// Place is where a page of contacts ended.
type Place struct {
	SeenAt int64
	Name   string // as it is put in order
	ID     fact.ContactID
}

func (r row) place() Place { return Place{SeenAt: r.SeenAt, Name: r.Order, ID: r.ID} }

// Browse shows contacts by a Look. A page is one walk of one index.
func (b *Book) Browse(ctx context.Context, who access.Actor, l Look) (list []Contact, next Place, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, Place{}, err
	}
	query, args := l.sql()
	var rows []row
	if err := b.db.Ask(query, args...).Scan(ctx, &rows); err != nil {
		return nil, Place{}, fmt.Errorf("list contacts: %w", err)
	}
	if len(rows) == l.Limit && l.Limit > 0 {
		next = rows[len(rows)-1].place()
	}
	list, err = present(ctx, b.db.Read(), who, rows...)
	return list, next, err
}

// sql walks the tags or the members where these narrow the list: they carry
// copies of what it goes by.
func (l Look) sql() (string, []any) {
	by, known := orders[l.Order]
	if !known {
		by = orders[NewFirst]
	}
	from, walked, id := "contact c", "c.", "c.id"
	clauses, args := []string{"c.merged_into = ''"}, []any{}
	switch {
	case l.Organisation != "":
		from, walked, id = "organisation_member m CROSS JOIN contact c", "m.", "m.contact_id"
		clauses, args = append(clauses, "c.id = m.contact_id", "m.organisation_id = ?"), append(args, l.Organisation)
		if l.Tag != "" {
			clauses, args = append(clauses, "EXISTS (SELECT 1 FROM contact_tag t WHERE t.contact_id = m.contact_id AND t.tag = ?)"), append(args, cleanTag(l.Tag))
		}
	case l.Tag != "":
		from, walked, id = "contact_tag t CROSS JOIN contact c", "t.", "t.contact_id"
		clauses, args = append(clauses, "c.id = t.contact_id", "t.tag = ?"), append(args, cleanTag(l.Tag))
	}
	order := id + " " + by.way
	if by.column != "" {
		order = walked + by.column + " " + by.way + ", " + order
	}
	if l.After.ID != "" {
		beyond, at := id+" "+by.beyond+" ?", []any{l.After.ID}
		switch by.column {
		case "seen_at":
			beyond, at = "("+walked+"seen_at, "+id+") "+by.beyond+" (?, ?)", []any{l.After.SeenAt, l.After.ID}
		case "name_order":
			beyond, at = "("+walked+"name_order, "+id+") "+by.beyond+" (?, ?)", []any{l.After.Name, l.After.ID}
		}
		clauses, args = append(clauses, beyond), append(args, at...)
	}
	columns := "c." + strings.ReplaceAll(db.Columns[row](), ", ", ", c.")
	return "SELECT " + columns + " FROM " + from + " WHERE " + strings.Join(clauses, " AND ") + " ORDER BY " + order + " LIMIT ?", append(args, l.Limit)
}

// List shows contacts, those seen last first, behind a place.
func (b *Book) List(ctx context.Context, who access.Actor, after Place, limit int) ([]Contact, Place, error) {
	return b.Browse(ctx, who, Look{Order: SeenLast, After: after, Limit: limit})
}

// orderLot is how many contacts are put in order in one transaction.
const orderLot = 500

// PutInOrder makes what names go by for those who were here before there was one.
func (b *Book) PutInOrder(ctx context.Context) error {
	for {
		left := 0
		err := b.db.Write(ctx, func(tx *db.Tx) error {
			var rows []row
			if err := tx.Ask("SELECT "+db.Columns[row]()+" FROM contact WHERE name_order = '' ORDER BY id LIMIT ?", orderLot).Scan(ctx, &rows); err != nil {
				return err
			}
			left = len(rows)
			for _, c := range rows {
				c.Order = filed(c.Name)
				if err := tx.Ask("UPDATE contact SET name_order = ? WHERE id = ?", c.Order, c.ID).Later(ctx); err != nil {
					return err
				}
				if err := placed(ctx, tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("put contacts in order: %w", err)
		}
		if left < orderLot {
			return nil
		}
	}
}
