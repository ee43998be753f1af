package mailtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/connector/imap"
	"anlan/internal/drill/mailtest"
)

func TestAMailGoesThroughBothServersAndNothingIsLeftBehind(t *testing.T) {
	var folder string
	t.Run("house", func(t *testing.T) {
		h := mailtest.Open(t)
		folder = h.Folder
		box, err := imap.Open(t.Context(), h.Account())
		require.NoError(t, err)
		defer box.Close()
		h.Send("li@"+mailtest.Domain, "help+t.abc@"+mailtest.Domain, "From: li@example.com\r\nTo: help@example.com\r\nSubject: Hi\r\n\r\nHello\r\n")
		var uids []uint32
		for len(uids) == 0 {
			require.NoError(t, box.Wait(t.Context(), time.Second))
			uids, err = box.UIDs(t.Context(), 1)
			require.NoError(t, err)
		}
		require.NoError(t, box.Fetch(t.Context(), uids, func(r mailbox.Raw) error {
			require.Contains(t, string(r.Data), "Delivered-To: help+t.abc@example.com")
			return nil
		}))
	})
	require.NoDirExists(t, folder)
}
