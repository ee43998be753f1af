package mailbox_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

func TestAMailboxHasOneNodeAndAnotherTakesOverWhenItDies(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		channel := mailboxOf(t, w)
		ledger := mailbox.NewLedger(w.DB)
		first, taken, err := ledger.Claim(t.Context(), channel, "help@mail.example.com/INBOX", "a")
		require.NoError(t, err)
		require.True(t, taken)
		_, taken, err = ledger.Claim(t.Context(), channel, "help@mail.example.com/INBOX", "b")
		require.NoError(t, err)
		require.False(t, taken, "somebody has it")

		w.Pass(20 * time.Second)
		ours, err := ledger.Extend(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, []fact.ChannelID{channel}, ours)
		w.Pass(20 * time.Second)
		_, taken, err = ledger.Claim(t.Context(), channel, "help@mail.example.com/INBOX", "b")
		require.NoError(t, err)
		require.False(t, taken, "it was kept in time")

		w.Pass(5 * time.Second) // a has died; within thirty seconds of its last word another has it
		second, taken, err := ledger.Claim(t.Context(), channel, "help@mail.example.com/INBOX", "b")
		require.NoError(t, err)
		require.True(t, taken)
		ours, err = ledger.Extend(t.Context(), "a")
		require.NoError(t, err)
		require.Empty(t, ours)

		// Whoever lost it changes nothing any more.
		require.NoError(t, ledger.Fail(t.Context(), first, errors.New("late"), time.Minute))
		require.NoError(t, ledger.Release(t.Context(), first))
		h, err := ledger.Health(t.Context(), access.System, channel)
		require.NoError(t, err)
		require.Equal(t, "b", h.Node)
		require.NotEqual(t, mailbox.Failing, h.State)
		require.NoError(t, ledger.Release(t.Context(), second))
		_, taken, err = ledger.Claim(t.Context(), channel, "help@mail.example.com/INBOX", "a")
		require.NoError(t, err)
		require.True(t, taken, "at once when it was let go")
	})
}

func TestAMailboxThatFailsSaysSinceWhenUntilItIsWell(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		channel := mailboxOf(t, w)
		ledger := mailbox.NewLedger(w.DB)
		h, _, err := ledger.Claim(t.Context(), channel, "m", "a")
		require.NoError(t, err)
		wrong := &mailbox.Trouble{Reason: "password", Said: "no such password"}
		began := w.Now()
		require.NoError(t, ledger.Fail(t.Context(), h, wrong, time.Minute))
		w.Pass(4 * time.Minute)
		require.NoError(t, ledger.Fail(t.Context(), h, wrong, time.Minute))
		health, err := ledger.Health(t.Context(), access.System, channel)
		require.NoError(t, err)
		require.Equal(t, "password", health.Reason)
		require.Equal(t, began, *health.FailingSince)
		require.NoError(t, ledger.Progress(t.Context(), h, mailbox.Listening, 0))
		health, err = ledger.Health(t.Context(), access.System, channel)
		require.NoError(t, err)
		require.Nil(t, health.FailingSince)
	})
}

func TestAReconciliationNamesWhatHasNoLine(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		channel := mailboxOf(t, w)
		ledger := mailbox.NewLedger(w.DB)
		h, _, err := ledger.Claim(t.Context(), channel, "m", "a")
		require.NoError(t, err)
		h, err = ledger.Begin(t.Context(), h, 7, 10)
		require.NoError(t, err)
		for _, uid := range []uint32{10, 11, 13, 16} {
			require.NoError(t, ledger.Enter(t.Context(), h, mailbox.Raw{UID: uid, Data: []byte("mail")}, mailbox.Conversation, intake.Receipt{}))
		}
		lines, err := ledger.Lines(t.Context(), h, 10)
		require.NoError(t, err)
		r, err := ledger.Reconcile(t.Context(), h, "", []uint32{10, 11, 12, 14, 15, 16}, lines, 14) // 15 came since
		require.NoError(t, err)
		require.Equal(t, 2, r.Difference)
		require.Equal(t, []uint32{14, 12}, r.Missing)
		require.Equal(t, 1, r.Gone, "13 was taken out of the mailbox")
		require.Equal(t, map[mailbox.Outcome]int{mailbox.Conversation: 4}, r.Counts)
		kept, err := ledger.Reconciliations(t.Context(), access.System, channel, 10)
		require.NoError(t, err)
		require.Equal(t, []mailbox.Reconciliation{r}, kept)
		due, err := ledger.Due(t.Context(), h)
		require.NoError(t, err)
		require.False(t, due)
		w.Pass(24 * time.Hour)
		due, err = ledger.Due(t.Context(), h)
		require.NoError(t, err)
		require.True(t, due)
	})
}

func mailboxOf(t *testing.T, w *world.World) fact.ChannelID {
	t.Helper()
	c, err := w.Channels.Add(t.Context(), access.System, intake.Email, "Mail", json.RawMessage(`{"address":"help@example.com"}`))
	require.NoError(t, err)
	return c.ID
}
