package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/channel/email"
	"anlan/internal/drill/mailtest"
)

// received are the mails in somebody's mailbox, once there are so many.
func received(t *testing.T, house *mailtest.House, who string, mails int) (list []email.Mail) {
	t.Helper()
	require.Eventually(t, func() bool {
		files, err := filepath.Glob(filepath.Join(house.Folder, "mail", who, "new", "*"))
		require.NoError(t, err)
		list = nil
		for _, file := range files {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			list = append(list, email.Read(raw))
		}
		return len(list) >= mails
	}, 30*time.Second, 20*time.Millisecond)
	require.Len(t, list, mails)
	return list
}

// A customer's mail is acknowledged by real servers; the answer to that has lost every
// reference but the address that it goes to.
func TestRealMailServersCarryAnAnswerToItsOwnAddress(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		house := mailtest.Open(t)
		admin := n.Admin()
		settings := housed(house)
		settings["plus_addresses"], settings["auto_reply"] = true, map[string]any{"on": true}
		channel := admin.Channel("email", settings)
		collecting(t, n)
		until(t, n, channel.ID, listening(0))

		house.Send(mailtest.Customer, mailtest.User, "From: Wang <wang@example.com>\r\nTo: help@example.com\r\nSubject: Course\r\nMessage-ID: <q1@example.com>\r\n\r\nIt does not open.\r\n")
		ack := received(t, house, mailtest.Customer, 1)[0]
		require.Equal(t, "Re: Course", ack.Subject)
		require.Equal(t, email.AutoReply, ack.Kind)
		require.Contains(t, ack.ReplyTo[0].Address, "help+t.")

		house.Send(mailtest.Customer, ack.ReplyTo[0].Address, "From: wang@example.com\r\nTo: "+ack.ReplyTo[0].Address+"\r\nSubject: Course\r\nMessage-ID: <q2@example.com>\r\n\r\nA picture of it.\r\n")
		until(t, n, channel.ID, listening(3)) // with the receipt for the acknowledgement, which is no message
		var mails struct{ Items []mailbox.Line }
		admin.Get("/v1/channels/"+channel.ID+"/mailbox/mails", http.StatusOK, &mails)
		require.Len(t, mails.Items, 2)
		require.Equal(t, mails.Items[0].Conversation, mails.Items[1].Conversation)
		var answer, reply conversation.Message
		decided := func() bool {
			var said struct{ Items []conversation.Message }
			admin.Get("/v1/conversations/"+string(mails.Items[0].Conversation)+"/messages", http.StatusOK, &said)
			for _, m := range said.Items {
				switch { // by the clocks of their senders, which know seconds
				case m.Kind == conversation.Reply:
					reply = m
				case m.JoinedBy != "":
					answer = m
				}
			}
			return len(said.Items) == 3 && answer.AutoReply != nil
		}
		require.Eventually(t, decided, 20*time.Second, 20*time.Millisecond)
		require.Equal(t, "token", answer.JoinedBy)
		require.Equal(t, "already_today", answer.AutoReply.Because)
		require.True(t, reply.Automatic)
		received(t, house, mailtest.Customer, 1)
	})
}
