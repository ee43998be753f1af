package staff

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/people/access"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/fault"
)

// A password is compared outside the transaction, because it takes long. These
// are the things that may have happened when it is done.
func TestAProofIsWorthNothingOnceThePersonHasChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _, err := New(d, team.New(d), nil, "").Add(t.Context(), access.System, Newcomer{Email: "lin@example.com", Name: "Lin", Role: access.Agent})
		require.NoError(t, err)
		proved, err := find(t.Context(), d.Read(), "id", string(s.ID))
		require.NoError(t, err)
		after := func(query string) error {
			return d.Write(t.Context(), func(tx *db.Tx) error {
				if _, err := tx.Exec(t.Context(), query, s.ID); err != nil {
					return err
				}
				return unchanged(t.Context(), tx, proved)
			})
		}
		require.NoError(t, after("UPDATE staff SET name = 'Lin Jing' WHERE id = ?"))
		fault.Want(t, after("UPDATE staff SET password_hash = 'another' WHERE id = ?"), "sign_in.refused")
		fault.Want(t, after("UPDATE staff SET state = 'disabled' WHERE id = ?"), "sign_in.refused")
	})
}
