package app_test

import (
	"context"
	"net"
	"net/http"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/connector/imap/imaptest"
)

// receiving is where a node takes mail in, until the test ends.
func receiving(t *testing.T, n *apptest.Node, lmtp bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- n.ReceiveOn(ctx, listener, lmtp) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	return listener.Addr().String()
}

// code is that of a refusal; 0 is none.
func code(err error) int {
	if said, is := err.(*textproto.Error); is {
		return said.Code
	}
	return 0
}

func TestMailIsReceivedForOurAddressesOnceAndForNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		admin.Channel("email", map[string]any{"address": "help@example.com"})
		admin.Channel("email", map[string]any{"address": "sales@example.com"})
		client, err := smtp.Dial(receiving(t, n, false))
		require.NoError(t, err)
		defer func() { _ = client.Close() }()
		announced, size := client.Extension("SIZE")
		require.True(t, announced)
		require.Equal(t, "52428800", size)
		letter := imaptest.Letter("wang", 1)
		send := func(to ...string) error {
			require.NoError(t, client.Mail("wang@example.cn"))
			for _, one := range to {
				require.NoError(t, client.Rcpt(one))
			}
			w, err := client.Data()
			require.NoError(t, err)
			_, err = w.Write([]byte(letter))
			require.NoError(t, err)
			return w.Close()
		}

		require.NoError(t, client.Mail("wang@example.cn"))
		require.Equal(t, 550, code(client.Rcpt("nobody@example.com")))
		require.Equal(t, 550, code(client.Rcpt("wang@elsewhere.example")), "nothing is carried further")
		require.NoError(t, client.Reset())
		require.NoError(t, client.Mail(""), "a bounce has no sender")
		require.NoError(t, client.Reset())

		require.NoError(t, send("help+t.abc@example.com"))
		require.NoError(t, send("help@example.com"), "a second time, as after an answer that was lost")
		require.Equal(t, 1, number(t, n, "SELECT COUNT(*) FROM message"))
		require.NoError(t, send("help@example.com", "sales@example.com"))
		require.Equal(t, 2, number(t, n, "SELECT COUNT(*) FROM message"), "once for each channel")

		var list struct{ Items []struct{ ID string } }
		admin.Get("/v1/conversations?view=all&order=created_asc", http.StatusOK, &list)
		require.Len(t, list.Items, 2)
		kept := ""
		require.NoError(t, n.DB.Read().NewRaw("SELECT MIN(id) FROM message").Scan(t.Context(), &kept))
		var raw []byte
		admin.Get("/v1/messages/"+kept+"/raw", http.StatusOK, &raw)
		require.Contains(t, string(raw), "Return-Path: <wang@example.cn>\r\nDelivered-To: help+t.abc@example.com\r\nReceived: from ")
		require.True(t, strings.HasSuffix(string(raw), letter[len(letter)-20:]))
	})
}

func TestLMTPAnswersForEachRecipient(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		admin.Channel("email", map[string]any{"address": "help@example.com"})
		admin.Channel("email", map[string]any{"address": "sales@example.com"})
		line, err := textproto.Dial("tcp", receiving(t, n, true))
		require.NoError(t, err)
		defer func() { _ = line.Close() }()
		want := func(expected int) {
			t.Helper()
			_, _, err := line.ReadResponse(expected)
			require.NoError(t, err)
		}
		say := func(expected int, words string) {
			t.Helper()
			require.NoError(t, line.PrintfLine("%s", words))
			want(expected)
		}
		want(220)
		say(250, "LHLO mx.example.com")
		say(250, "MAIL FROM:<>")
		say(250, "RCPT TO:<help@example.com>")
		say(550, "RCPT TO:<nobody@example.com>")
		say(250, "RCPT TO:<sales@example.com>")
		say(354, "DATA")
		w := line.DotWriter()
		_, err = w.Write([]byte(imaptest.Letter("wang", 1)))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		want(250)
		want(250)
		require.Equal(t, 2, number(t, n, "SELECT COUNT(*) FROM message"))
		say(221, "QUIT")
	})
}
