package app_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/connector/imap/imaptest"
)

type verdict struct {
	State, Code, Means string
	Mails              int
}

type tried struct{ In, Out verdict }

func TestAMailboxIsTriedBeforeItIsAChannel(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		office, out := imaptest.Open(t), postOffice(t)
		office.Put(imaptest.Letter("wang", 1))
		admin := n.Admin()
		try := func(imap map[string]any, port int) (v tried) {
			settings := fetching(office, imap)
			settings["smtp"] = map[string]any{"host": "127.0.0.1", "port": port, "security": "none"}
			admin.Post("/v1/mailbox-trials", map[string]any{"settings": settings}, http.StatusOK, &v)
			return v
		}
		v := try(nil, out.port)
		require.Equal(t, tried{In: verdict{State: "ok", Mails: 1}, Out: verdict{State: "ok"}}, v)

		closed, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, closed.Close())
		v = try(map[string]any{"password": "guess"}, closed.Addr().(*net.TCPAddr).Port)
		require.Equal(t, "mailbox.password", v.In.Code)
		require.Equal(t, "smtp.port_closed", v.Out.Code)
		require.Contains(t, v.Out.Means, "587")

		admin.Post("/v1/mailbox-trials", map[string]any{"settings": map[string]any{"address": "a@b.example"}}, http.StatusOK, &v)
		require.Equal(t, tried{In: verdict{State: "skipped"}, Out: verdict{State: "skipped"}}, v)
		require.Equal(t, "channel.port_wrong", admin.Code("POST", "/v1/mailbox-trials", map[string]any{"settings": map[string]any{"smtp": map[string]any{"host": "x", "port": 70000}}}, 422))
		require.Equal(t, "access.denied", admin.Hire("lin", "agent").Code("POST", "/v1/mailbox-trials", map[string]any{"settings": map[string]any{}}, 403))
		require.Zero(t, out.mails())
		require.Zero(t, number(t, n, "SELECT COUNT(*) FROM channel"), "nothing is kept")
	})
}

func TestTheProviderOfAnAddressIsRecognised(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		n.Collector.Ask(func(_ context.Context, domain string) ([]*net.MX, error) {
			if domain == "lanxue.example" {
				return []*net.MX{{Host: "mxbiz2.qq.com.", Pref: 10}, {Host: "mxbiz1.qq.com.", Pref: 5}}, nil
			}
			return nil, errors.New("no such name")
		})
		admin := n.Admin()
		type found struct {
			Items []struct {
				Key, By, Entry, OAuth string
				IMAP                  struct{ Host string }
			}
		}
		for address, want := range map[string][4]string{
			"help@qq.com":            {"qq", "domain", "auth_code", "imap.qq.com"},
			"help@lanxue.example":    {"exmail", "mx", "auth_code", "imap.exmail.qq.com"},
			"help@Outlook.com":       {"microsoft", "domain", "oauth", "outlook.office365.com"},
			"help@elsewhere.example": {"", "guess", "password", "imap.elsewhere.example"},
		} {
			var f found
			admin.Get("/v1/mail-providers?address="+address, http.StatusOK, &f)
			require.Len(t, f.Items, 1)
			require.Equal(t, want, [4]string{f.Items[0].Key, f.Items[0].By, f.Items[0].Entry, f.Items[0].IMAP.Host}, address)
		}
		var all found
		admin.Get("/v1/mail-providers", http.StatusOK, &all)
		require.Greater(t, len(all.Items), 15)
		require.Equal(t, "channel.address_wrong", admin.Code("GET", "/v1/mail-providers?address=nobody", nil, 422))
	})
}
