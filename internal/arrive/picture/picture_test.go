package picture_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/picture"
	"anlan/internal/drill/world"
	"anlan/internal/platform/fault"
)

const dot = "\x89PNG\r\n\x1a\nrest"

// album counts what it is made to fetch.
func album(w *world.World, pages map[string]string) (a *picture.Album, asked *[]string) {
	asked = &[]string{}
	return picture.New(w.DB, w.Inbox, w.Files, w.Guard, func(_ context.Context, address string, _ int64) ([]byte, string) {
		*asked = append(*asked, address)
		if page, there := pages[address]; there {
			return []byte(page), ""
		}
		return nil, "status"
	}), asked
}

const newsletter = `
From: Ann <ann@shop.test>
To: help@lanxue.example
Subject: Summer
Message-ID: <1@shop.test>
Content-Type: text/html

<p>Hi <img src="https://pic.test/a.png?x=1&amp;y=2"><img src="cid:none"><img src="http://pic.test/b.svg"><img src="https://pic.test/a.png?x=1&amp;y=2"><img src="https://pic.test/gone.png"></p>
`

func TestAPictureIsFetchedOnceSomebodyAskedAndKept(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, asked := album(w, map[string]string{"https://pic.test/a.png?x=1&y=2": dot, "http://pic.test/b.svg": "<svg/>"})
		m := w.Mails(newsletter).Message
		kept, err := w.Inbox.Message(w.Ctx, m)
		require.NoError(t, err)
		require.Equal(t, []string{"https://pic.test/a.png?x=1&y=2", "http://pic.test/b.svg", "https://pic.test/gone.png"}, picture.Sources(kept.HTML))

		_, err = a.Open(w.Ctx, m, 0)
		fault.Want(t, err, "picture.held")
		require.Empty(t, *asked, "nobody asked to see it")
		require.NoError(t, w.Guard.Show(w.Ctx, w.Lin, m, false))
		first, err := a.Open(w.Ctx, m, 0)
		require.NoError(t, err)
		require.Equal(t, "image/png", first.Type)
		data, err := w.Files.Bytes(first.SHA256)
		require.NoError(t, err)
		require.Equal(t, dot, string(data))
		again, err := a.Open(w.Ctx, m, 0)
		require.NoError(t, err)
		require.Equal(t, first, again)
		require.Len(t, *asked, 1, "the second look costs the sender's server nothing")

		for place, because := range map[int]string{1: "no_picture", 2: "status", 3: "", -1: ""} {
			_, err = a.Open(w.Ctx, m, place)
			fault.Want(t, err, "picture.missing")
			require.Equal(t, because, fault.Of(err).Values["because"])
		}
		before := len(*asked)
		_, err = a.Open(w.Ctx, m, 2)
		fault.Want(t, err, "picture.missing")
		require.Len(t, *asked, before, "what failed is left alone for a while")
		w.Pass(2 * time.Hour)
		_, err = a.Open(w.Ctx, m, 2)
		fault.Want(t, err, "picture.missing")
		require.Len(t, *asked, before+1)

		require.NoError(t, w.Guard.Hide(w.Ctx, w.Lin, m))
		_, err = a.Open(w.Ctx, m, 0)
		fault.Want(t, err, "picture.held")
	})
}

func TestCopiesStayWhileTheirMailDoesAndGoWithIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, _ := album(w, map[string]string{"https://pic.test/a.png?x=1&y=2": dot})
		r := w.Mails(newsletter)
		require.NoError(t, w.Guard.Show(w.Ctx, w.Lin, r.Message, false))
		copied, err := a.Open(w.Ctx, r.Message, 0)
		require.NoError(t, err)
		w.Pass(48 * time.Hour)
		require.NoError(t, w.Files.Sweep(w.Ctx))
		require.NoError(t, w.Files.DropFile(w.Ctx, copied.SHA256))
		_, err = w.Files.Bytes(copied.SHA256)
		require.NoError(t, err)

		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, r.Conversation))
		w.Pass(48 * time.Hour)
		require.NoError(t, w.Files.Sweep(w.Ctx))
		require.Zero(t, w.Count("remote_picture"))
		_, err = w.Files.Bytes(copied.SHA256)
		require.Error(t, err)
	})
}
