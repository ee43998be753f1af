package sample_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/sample"
	"anlan/internal/drill/world"
	"anlan/internal/people/access"
	"anlan/internal/route/queue"
	"anlan/internal/route/wait"
)

func parts(w *world.World) sample.Parts {
	queues := queue.New(w.DB, w.Inbox, queue.Understood{})
	return sample.Parts{
		DB: w.DB, Clock: w.Now, Teams: w.Teams, Office: w.Office, Skills: w.Skills, Contacts: w.Contacts,
		Inbox: w.Inbox, Channels: w.Channels, Door: w.Door, Desk: w.Desk,
		Wording: w.Wording, Views: w.Views, Fields: w.Fields, Topics: w.Topics, Readings: w.Readings, Queues: queues, Waits: wait.New(w.DB, queues), Organisations: w.Organisations,
	}
}

func TestTheSampleWorldIsBelievableAndLoadedOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		began := time.Now()
		loaded, err := sample.Load(w.Ctx, parts(w))
		require.NoError(t, err)
		require.True(t, loaded)
		t.Logf("loaded in %s", time.Since(began).Round(time.Millisecond))
		require.Equal(t, world.At("09:00"), w.DB.Now(), "the true clock is back")

		views, err := w.Inbox.Views(w.Ctx, access.System)
		require.NoError(t, err)
		counts := map[string]int64{}
		for _, v := range views {
			counts[v.Key] = v.Count
		}
		t.Logf("views %v, contacts %d, messages %d", counts, w.Count("contact"), w.Count("message"))
		require.Greater(t, counts["all"], int64(200))
		require.Greater(t, counts["unassigned"], int64(5))
		require.Greater(t, counts["waiting"], int64(5))
		require.Greater(t, counts["snoozed"], int64(5))
		require.Greater(t, counts["resolved"], int64(120))
		require.Greater(t, w.Count("contact"), 100)
		require.Positive(t, w.Count("message WHERE unreadable"))
		require.Positive(t, w.Count("attachment WHERE media_type = 'image/png'"))
		require.Zero(t, w.Count("message WHERE sent_at > "+millis(w.Now())), "nothing comes from the future")
		require.Zero(t, w.Count("staff WHERE password_hash <> ''"), "nobody has a password")

		vip, err := w.Search.FindContacts(w.Ctx, w.Lin, "赵雅文", "", 5)
		require.NoError(t, err)
		require.Len(t, vip.Items, 1)
		theirs, _, err := w.Inbox.List(w.Ctx, w.Lin, conversation.Query{Contact: vip.Items[0].Contact, Limit: 9})
		require.NoError(t, err)
		require.Len(t, theirs, 3, "three channels, one customer")

		for table, least := range map[string]int{"canned_reply": 5, "macro": 3, "saved_view": 3, "status": 3, "field": 5, "organisation": 2, "organisation_member": 4, "topic": 15, "correction": 80, "skill": 3, "staff_skill": 7, "staff_language": 12} {
			require.GreaterOrEqual(t, w.Count(table), least, table)
		}
		require.Positive(t, w.Count("conversation WHERE status_id <> ''"))
		require.Positive(t, w.Count("field_value"))
		late := millis(w.Now().Add(-24 * time.Hour))
		require.Zero(t, w.Count("conversation WHERE waiting_since > 0 AND waiting_since < "+late), "nobody waits for days")
		namesakes := w.Count("(SELECT name FROM contact WHERE name <> '' GROUP BY name HAVING COUNT(*) > 1) AS alike")
		require.LessOrEqual(t, namesakes, 8, "few look like one person")

		played, err := parts(w).Queues.Try(w.Ctx, w.Ada, queue.Wish{Zone: "Asia/Shanghai", HeadStarts: map[string]int{queue.ThirdContact: 500, queue.Again: 0}})
		require.NoError(t, err)
		require.Greater(t, played.All.Waits, 60, "a yesterday that can be played with other weights")
		require.Positive(t, played.All.Up)
		require.Positive(t, played.All.Down)
		require.GreaterOrEqual(t, len(played.Classes), 3)

		measured := w.Count("forecast WHERE ended_at > entered_at AND method = 'qlm' AND because IN ('taken', 'answered')")
		t.Logf("%d expected waits, %d of them measured", w.Count("forecast"), measured)
		require.Greater(t, measured, 20)

		facts := w.Count("fact")
		again, err := sample.Load(w.Ctx, parts(w))
		require.NoError(t, err)
		require.False(t, again)
		require.Equal(t, facts, w.Count("fact"))
		w.Settle()
		require.Zero(t, w.Count("job WHERE state = 'stuck'"))
	})
}

func TestAHouseThatIsInUseIsLeftAlone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		w.Says("王小明", "在吗")
		loaded, err := sample.Load(w.Ctx, parts(w))
		require.NoError(t, err)
		require.False(t, loaded)
		require.Equal(t, 1, w.Count("conversation"))
	})
}

func millis(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) }
