package email_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/health"
	"anlan/internal/platform/fault"
)

func TestAMailIsSignedOnceItsRecordStandsInDNS(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		_, err := h.post.CheckKey(h.Ctx, h.Ada, h.c.ID)
		fault.Want(t, err, "dkim.missing")
		_, err = h.post.MakeKey(h.Ctx, h.Ada, h.c.ID, "no dots.")
		fault.Want(t, err, "dkim.selector_wrong")
		_, err = h.post.MakeKey(h.Ctx, h.Lin, h.c.ID, "anlan")
		require.ErrorContains(t, err, "denied")

		d, err := h.post.MakeKey(h.Ctx, h.Ada, h.c.ID, "Anlan")
		require.NoError(t, err)
		require.Equal(t, "anlan._domainkey.anlan.example", d.Name)
		require.False(t, d.Signs)
		dns := map[string][]string{}
		h.post.ResolveWith(func(_ context.Context, name string) ([]string, error) {
			if records, ok := dns[name]; ok {
				return records, nil
			}
			return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
		})
		checked := func() (found string, signs bool) {
			d, err := h.post.CheckKey(h.Ctx, h.Ada, h.c.ID)
			require.NoError(t, err)
			require.NotNil(t, d.CheckedAt)
			return d.Found, d.Signs
		}
		found, signs := checked()
		require.Equal(t, "missing", found)
		require.False(t, signs)
		dns[d.Name] = []string{"v=DKIM1; k=rsa; p=AAAA"}
		found, _ = checked()
		require.Equal(t, "other", found)

		h.asks(t, "a@one.example")
		h.Settle()
		require.NotContains(t, string(h.s.got[0]), "DKIM-Signature", "nobody could check it yet")

		dns[d.Name] = []string{"v=DKIM1; k=rsa; " + d.Value[strings.Index(d.Value, "p="):]}
		found, signs = checked()
		require.Equal(t, "right", found)
		require.True(t, signs)
		m := h.asks(t, "b@one.example")
		h.Settle()
		h.sees(t, m, conversation.Sent)
		look := &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) { return dns[name], nil }}
		results, err := dkim.VerifyWithOptions(bytes.NewReader(h.s.got[1]), look)
		require.NoError(t, err)
		require.Len(t, results, 1)
		require.NoError(t, results[0].Err)
		require.Equal(t, "anlan.example", results[0].Domain)
		require.Subset(t, results[0].HeaderKeys, []string{"From", "To", "Subject", "Date", "Message-ID"})
		changed := bytes.Replace(h.s.got[1], []byte("Subject: "), []byte("Subject: not "), 1)
		results, err = dkim.VerifyWithOptions(bytes.NewReader(changed), look)
		require.NoError(t, err)
		require.Error(t, results[0].Err)

		h.post.ResolveWith(func(context.Context, string) ([]string, error) { return nil, errors.New("timeout") })
		_, err = h.post.CheckKey(h.Ctx, h.Ada, h.c.ID)
		fault.Want(t, err, "dkim.dns_away")
		require.NoError(t, h.Outbox.DropKey(h.Ctx, h.Ada, h.c.ID))
		h.asks(t, "c@one.example")
		h.Settle()
		require.NotContains(t, string(h.s.got[2]), "DKIM-Signature")
		fault.Want(t, h.Outbox.DropKey(h.Ctx, h.Ada, h.c.ID), "dkim.missing")
	})
}

func TestTheClockLooksForTheRecordsOfKeys(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		d, err := h.post.MakeKey(h.Ctx, h.Ada, h.c.ID, "anlan")
		require.NoError(t, err)
		var records []string
		away := false
		h.post.ResolveWith(func(context.Context, string) ([]string, error) {
			if away {
				return nil, errors.New("timeout")
			}
			return records, nil
		})
		h.Facts()
		look := func() (found string, signs bool) {
			require.NoError(t, h.post.CheckKeys(h.Ctx))
			d, err := h.Outbox.Key(h.Ctx, h.Ada, h.c.ID)
			require.NoError(t, err)
			return d.Found, d.Signs
		}
		found, signs := look()
		require.Equal(t, "missing", found)
		require.False(t, signs)
		h.WantFacts("channel.changed")
		look()
		h.WantFacts() // nothing is new
		records = []string{d.Value}
		found, signs = look()
		require.Equal(t, "right", found)
		require.True(t, signs, "nobody has to ask")
		h.WantFacts("channel.changed")

		away = true
		found, _ = look()
		require.Equal(t, "right", found, "who does not answer has said nothing")
		away, records = false, []string{"v=DKIM1; p=AAAA"}
		found, signs = look()
		require.Equal(t, "other", found)
		require.True(t, signs)
		h.WantFacts("channel.changed")
		ward := health.New(h.DB, h.Channels, h.Safe)
		require.NoError(t, ward.Look(h.Ctx))
		was, err := ward.Get(h.Ctx, h.Ada, h.c.ID)
		require.NoError(t, err)
		require.Equal(t, "trouble.signing", was.Troubles[0].Code)
	})
}
