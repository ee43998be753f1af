package intake_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/platform/seal"
)

const bothPasswords = `{"address":"help@anlan.example","imap":{"host":"imap.qq.com","password":"barley"},"smtp":{"host":"smtp.qq.com","password":"wheat"}}`

// stored is everything that the table of channels holds of a mailbox.
func stored(t *testing.T, w *world.World, box intake.Channel) (settings, passwords string) {
	t.Helper()
	require.NoError(t, w.DB.Read().NewRaw("SELECT settings, passwords FROM channel WHERE id = ?", box.ID).Scan(w.Ctx, &settings, &passwords))
	return settings, passwords
}

func wantPasswords(t *testing.T, w *world.World, box intake.Channel, imap, smtp string) {
	t.Helper()
	found, err := w.Channels.ByID(w.Ctx, box.ID)
	require.NoError(t, err)
	in, err := w.Channels.Password(found, intake.ByIMAP)
	require.NoError(t, err)
	out, err := w.Channels.Password(found, intake.BySMTP)
	require.NoError(t, err)
	require.Equal(t, [2]string{imap, smtp}, [2]string{in, out})
	settings, passwords := stored(t, w, box)
	require.NotContains(t, settings+passwords, "barley")
	require.NotContains(t, settings+passwords, "wheat")
}

func TestPasswordsAreStoredSealedEachForItself(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		box := w.Channel(intake.Email, "支持邮箱", bothPasswords)
		wantPasswords(t, w, box, "barley", "wheat")
		change := func(settings string) {
			_, err := w.Channels.Change(w.Ctx, w.Ada, box.ID, intake.ChannelEdit{Settings: json.RawMessage(settings)})
			require.NoError(t, err)
		}
		change(`{"quote":true}`)
		wantPasswords(t, w, box, "barley", "wheat")
		change(`{"imap":{"password":"***"},"smtp":{"password":"wheat again"}}`)
		wantPasswords(t, w, box, "barley", "wheat again")
		change(`{"imap":{"password":""}}`)
		wantPasswords(t, w, box, "", "wheat again")
		change(`{"imap":{"password":"***"}}`)
		wantPasswords(t, w, box, "", "wheat again")
		settings, _ := stored(t, w, box)
		require.Contains(t, settings, `"password":""`, "a mask of nothing is none")

		one, other := w.Channel(intake.Email, "一", bothPasswords), w.Channel(intake.Email, "二", bothPasswords)
		_, sealed := stored(t, w, one)
		w.Meddle("UPDATE channel SET passwords = ? WHERE id = ?", sealed, other.ID)
		other, err := w.Channels.ByID(w.Ctx, other.ID)
		require.NoError(t, err)
		_, err = w.Channels.Password(other, intake.ByIMAP)
		require.ErrorIs(t, err, intake.ErrSealed, "it opens in its own place alone")
	})
}

func TestPasswordsOfBeforeAreSealedOnceByWhicheverNodeStartsFirst(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		box := w.Channel(intake.Email, "支持邮箱", `{"address":"help@anlan.example"}`)
		settings, _ := stored(t, w, box)
		var open map[string]any
		require.NoError(t, json.Unmarshal([]byte(settings), &open))
		open["imap"] = map[string]any{"host": "imap.qq.com", "user": "help", "password": "barley"}
		open["smtp"] = map[string]any{"host": "smtp.qq.com", "password": "wheat"}
		before, err := json.Marshal(open)
		require.NoError(t, err)
		w.Meddle("UPDATE channel SET settings = ?, passwords = '{}' WHERE id = ?", string(before), box.ID)
		old, err := w.Channels.ByID(w.Ctx, box.ID)
		require.NoError(t, err)
		password, err := w.Channels.Password(old, intake.ByIMAP)
		require.NoError(t, err)
		require.Equal(t, "barley", password, "it works meanwhile")

		var both sync.WaitGroup
		var counts [2]int
		var errs [2]error
		for i := range counts {
			both.Go(func() { counts[i], errs[i] = w.Channels.SealPasswords(w.Ctx) })
		}
		both.Wait()
		require.Equal(t, [2]error{}, errs)
		require.Equal(t, 1, counts[0]+counts[1])
		wantPasswords(t, w, box, "barley", "wheat")
		again, err := w.Channels.SealPasswords(w.Ctx)
		require.NoError(t, err)
		require.Zero(t, again)
		now, err := w.Channels.ByID(w.Ctx, box.ID)
		require.NoError(t, err)
		require.Equal(t, old.Version, now.Version, "nobody changed it")
	})
}

func TestAnotherSealingKeyIsATroubleOfTheMailboxAndNothingMore(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		box := w.Channel(intake.Email, "支持邮箱", bothPasswords)
		key, err := seal.New(seal.NewKey())
		require.NoError(t, err)
		w.Channels = intake.NewChannels(w.DB, key) // the row with the key was lost, and made anew
		ward := health.New(w.DB, w.Channels, w.Safe)
		codes := func() (list []string) {
			require.NoError(t, ward.Look(w.Ctx))
			h, err := ward.Get(w.Ctx, w.Lin, box.ID)
			require.NoError(t, err)
			for _, trouble := range h.Troubles {
				list = append(list, string(trouble.Part)+" "+string(trouble.State)+" "+trouble.Code)
			}
			return list
		}
		require.ElementsMatch(t, []string{"in broken mailbox.sealed", "out broken mailbox.sealed"}, codes())
		_, err = w.Channels.Change(w.Ctx, w.Ada, box.ID, intake.ChannelEdit{Settings: json.RawMessage(`{"smtp":{"password":"wheat"}}`)})
		require.NoError(t, err)
		require.Equal(t, []string{"in broken mailbox.sealed"}, codes(), "each password stands alone")
		_, err = w.Channels.Change(w.Ctx, w.Ada, box.ID, intake.ChannelEdit{Settings: json.RawMessage(`{"imap":{"password":"barley"}}`)})
		require.NoError(t, err)
		require.Empty(t, codes())
		wantPasswords(t, w, box, "barley", "wheat")
	})
}
