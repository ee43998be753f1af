package audit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

func TestTheAuditIsReadFromTheNewestInPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		d.Clock(func() time.Time { return now })
		for n := range 5 {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				return audit.Write(t.Context(), tx, audit.Entry{
					Who: access.Actor{IP: "203.0.113.9"}, Action: fmt.Sprintf("step.%d", n), Kind: "staff", ID: "s1",
					After: map[string]any{"n": n},
				})
			})
			require.NoError(t, err)
		}
		var seen []string
		for before := int64(0); ; {
			rows, err := audit.List(t.Context(), d, access.System, audit.Query{Before: before, Limit: 2})
			require.NoError(t, err)
			if len(rows) == 0 {
				break
			}
			for _, r := range rows {
				seen = append(seen, r.Action)
				require.Equal(t, now, r.At)
				require.Equal(t, "203.0.113.9", r.IP)
				require.Equal(t, "s1", r.ObjectID)
				require.JSONEq(t, "{}", string(r.Before))
				require.True(t, json.Valid(r.After))
			}
			before = rows[len(rows)-1].ID
		}
		require.Equal(t, []string{"step.4", "step.3", "step.2", "step.1", "step.0"}, seen)
	})
}

func TestAnActThatFailsLeavesNoEntry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		broken := errors.New("the act failed")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := audit.Write(t.Context(), tx, audit.Entry{Who: access.System, Action: "staff.changed", Kind: "staff", ID: "s1"}); err != nil {
				return err
			}
			return broken
		})
		require.ErrorIs(t, err, broken)
		rows, err := audit.List(t.Context(), d, access.System, audit.Query{Before: 0, Limit: 10})
		require.NoError(t, err)
		require.Empty(t, rows)
	})
}

func TestOnlyWhoMayReadsTheAudit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for role, may := range map[access.Role]bool{access.Agent: false, access.Lead: false, access.Manager: true, access.Admin: true} {
			who := access.Actor{Role: role, Permissions: role.Permissions(), Scope: access.All}
			_, err := audit.List(t.Context(), d, who, audit.Query{Before: 0, Limit: 10})
			if may {
				require.NoError(t, err, role)
				continue
			}
			fault.Want(t, err, "access.denied")
		}
	})
}
