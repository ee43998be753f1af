package contact

import (
	"context"
	"fmt"

	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
)

// ListByField shows the contacts that have a value, the newest first, behind
// one. It walks the index of the values, which knows contacts by their age and
// not by when they were seen.
func (b *Book) ListByField(ctx context.Context, who access.Actor, w field.Wanted, after fact.ContactID, limit int) (list []Contact, next fact.ContactID, err error) {
	if err := who.Require(access.ContactView); err != nil {
		return nil, "", err
	}
	query, args := "SELECT object_id FROM field_value WHERE field_id = ? AND fold = ? AND state = '' AND last_message_at = 0", []any{w.Field, w.Fold}
	if after != "" {
		query, args = query+" AND object_id < ?", append(args, after)
	}
	var ids []fact.ContactID
	err = b.db.Read().NewRaw(query+" ORDER BY object_id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &ids)
	if err != nil && !db.IsNone(err) {
		return nil, "", fmt.Errorf("list contacts by a field: %w", err)
	}
	found, err := b.ByID(ctx, who, ids...)
	if err != nil {
		return nil, "", err
	}
	by := make(map[fact.ContactID]Contact, len(found))
	for _, c := range found {
		by[c.ID] = c
	}
	for _, id := range ids {
		if c, there := by[id]; there {
			list = append(list, c)
		}
	}
	if limit > 0 && len(ids) == limit {
		next = ids[limit-1]
	}
	return list, next, nil
}
