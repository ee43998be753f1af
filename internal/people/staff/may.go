package staff

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/role"
	"anlan/internal/platform/db"
)

// WhoMay is everybody who works here and may do something.
func WhoMay(ctx context.Context, q db.Reader, what access.Permission) (list []fact.StaffID, err error) {
	var rows []struct {
		ID   fact.StaffID `bun:"id"`
		Role access.Role  `bun:"role"`
		May  string       `bun:"role_may"`
	}
	err = q.NewRaw(`SELECT s.id, s.role, COALESCE(r.permissions, '') AS role_may FROM staff s LEFT JOIN role r ON r.id = s.role
		WHERE s.state = 'active' ORDER BY s.id`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("who may %s: %w", what, err)
	}
	for _, r := range rows {
		if role.Permissions(r.Role, r.May).Has(what) {
			list = append(list, r.ID)
		}
	}
	return list, nil
}
