package smime_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/smime"
	"anlan/internal/channel/email"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

const made = "../../kit/cms/testdata/"

func file(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(made + name)
	require.NoError(t, err)
	return content
}

func mails(t *testing.T, w *world.World, name string) intake.Receipt {
	t.Helper()
	return w.Arrives(email.Inbound(w.Mail, file(t, name+".eml")))
}

func TestAKeyIsKeptAndNeverShown(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		w.Facts()
		k, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help.p12"), "barley")
		require.NoError(t, err)
		w.WantFacts("channel.changed")
		require.Equal(t, "Lanxue Help", k.Subject)
		require.Equal(t, []string{"help@lanxue.example"}, k.Addresses)
		require.Equal(t, "Harbour Test Authority", k.Issuer)
		require.Equal(t, 2099, k.ValidUntil.Year())
		require.False(t, k.Over || k.Soon)

		list, err := w.Safe.List(w.Ctx, w.Ada, w.Mail.ID)
		require.NoError(t, err)
		require.Equal(t, []smime.MailKey{k}, list)
		var sealed string
		require.NoError(t, w.DB.Read().NewRaw("SELECT sealed FROM smime_key").Scan(w.Ctx, &sealed))
		require.NotContains(t, sealed, "PRIVATE")
		rows, err := audit.List(w.Ctx, w.DB, w.Ada, audit.Query{Action: "channel.smime_key_added", Limit: 5})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		require.Contains(t, string(rows[0].After), k.Fingerprint)

		keys, err := w.Safe.Keys(w.Ctx, w.Now())
		require.NoError(t, err)
		require.Len(t, keys.Own, 1)

		_, err = w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help-key.pem"), "")
		fault.Want(t, err, "smime.known_already")
		require.NoError(t, w.Safe.Drop(w.Ctx, w.Ada, w.Mail.ID, k.ID))
		fault.Want(t, w.Safe.Drop(w.Ctx, w.Ada, w.Mail.ID, k.ID), "smime.key_missing")
		for _, name := range []string{"help-key.pem", "help-old.p12"} { // another form of the same, and how old Windows wrote it
			k, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, name), "barley")
			require.NoError(t, err, name)
			require.NoError(t, w.Safe.Drop(w.Ctx, w.Ada, w.Mail.ID, k.ID))
		}
	})
}

func TestWhatIsNoKeyIsRefusedByName(t *testing.T) {
	world.Each(t, refusals)
}

func refusals(t *testing.T, w *world.World) {
	add := func(content []byte, passphrase string) error {
		_, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, content, passphrase)
		return err
	}
	fault.Want(t, add(file(t, "help.p12"), "wheat"), "smime.passphrase_wrong")
	fault.Want(t, add(file(t, "help.p12"), ""), "smime.passphrase_wrong")
	fault.Want(t, add(file(t, "curve.p12"), "barley"), "smime.key_kind")
	fault.Want(t, add(file(t, "help.pem"), ""), "smime.no_key")
	fault.Want(t, add([]byte("hello"), ""), "smime.file_wrong")
	fault.Want(t, add([]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), ""), "smime.file_wrong")
	fault.Want(t, add([]byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"), ""), "smime.pem_locked")
	key := strings.SplitAfter(string(file(t, "help-key.pem")), "-----END PRIVATE KEY-----\n")[0]
	fault.Want(t, add([]byte(key), ""), "smime.no_certificate")
	fault.Want(t, add([]byte(key+string(file(t, "ann.pem"))), ""), "smime.of_another")
	_, err := w.Safe.Add(w.Ctx, w.Lin, w.Mail.ID, file(t, "help.p12"), "barley")
	fault.Want(t, err, "access.denied")
	_, err = w.Safe.Add(w.Ctx, w.Ada, w.Chat.ID, file(t, "help.p12"), "barley")
	fault.Want(t, err, "channel.missing")
	_, err = w.Safe.List(w.Ctx, w.Lin, w.Mail.ID)
	fault.Want(t, err, "access.denied")
}

func TestAnAuthorityIsBelievedUntilItIsNot(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		reason := func(r intake.Receipt) string {
			cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{r.Message})
			require.NoError(t, err)
			return cards[r.Message].Signature.Reason
		}
		first := mails(t, w, "signed")
		require.Equal(t, "unknown_issuer", reason(first))
		w.Facts()
		a, err := w.Safe.Believe(w.Ctx, w.Ada, file(t, "root.pem"))
		require.NoError(t, err)
		w.WantFacts("mail_authority.changed")
		require.True(t, a.Issues)
		_, err = w.Safe.Believe(w.Ctx, w.Ada, file(t, "root.pem"))
		fault.Want(t, err, "smime.known_already")
		_, err = w.Safe.Believe(w.Ctx, w.Lin, file(t, "self.pem"))
		fault.Want(t, err, "access.denied")
		require.Equal(t, "trusted", reason(mails(t, w, "opaque")))
		require.Equal(t, "unknown_issuer", reason(first), "what was found stays as found")

		archive := w.Archive
		require.NoError(t, archive.Reread(w.Ctx, w.Lin, first.Message))
		require.Equal(t, "trusted", reason(first))

		list, err := w.Safe.Authorities(w.Ctx, w.Ada)
		require.NoError(t, err)
		require.Equal(t, []smime.Authority{a}, list)
		require.NoError(t, w.Safe.Disbelieve(w.Ctx, w.Ada, a.ID))
		fault.Want(t, w.Safe.Disbelieve(w.Ctx, w.Ada, a.ID), "smime.authority_missing")
		require.Equal(t, "unknown_issuer", reason(mails(t, w, "sha512")))
	})
}

func TestALockedMailIsOpenedOnceThereIsAKey(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := mails(t, w, "nested")
		card := func() (c struct{ Encryption, Signature string }) {
			cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{r.Message})
			require.NoError(t, err)
			if e := cards[r.Message].Encryption; e != nil {
				c.Encryption = e.Reason
			}
			if s := cards[r.Message].Signature; s != nil {
				c.Signature = s.Reason
			}
			return c
		}
		require.Equal(t, "no_key", card().Encryption)
		m, err := w.Inbox.Message(w.Ctx, r.Message)
		require.NoError(t, err)
		require.Empty(t, strings.TrimSpace(m.Text))
		require.Equal(t, "smime.p7m", m.Attachments[0].Name)

		archive := w.Archive
		w.Facts()
		require.NoError(t, archive.Reread(w.Ctx, w.Lin, r.Message)) // there is no key yet
		w.WantFacts()
		require.Equal(t, "no_key", card().Encryption)

		key, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help.p12"), "barley")
		require.NoError(t, err)
		w.Facts()
		require.NoError(t, archive.Reread(w.Ctx, w.Lin, r.Message))
		w.WantFacts("message.reread")
		require.Equal(t, "opened", card().Encryption)
		require.Equal(t, "unknown_issuer", card().Signature)
		m, err = w.Inbox.Message(w.Ctx, r.Message)
		require.NoError(t, err)
		require.Contains(t, m.Text, "The barley is in the harbour")
		require.Empty(t, m.Attachments)
		require.Equal(t, "opened", m.Headers[intake.EncryptedHeader])
		c, err := w.Inbox.Get(w.Ctx, w.Lin, r.Conversation)
		require.NoError(t, err)
		require.Contains(t, c.Preview, "The barley")
		found, err := w.Search.FindConversations(w.Ctx, w.Lin, "barley", "", 5)
		require.NoError(t, err)
		require.Len(t, found.Items, 1)

		require.NoError(t, w.Safe.Drop(w.Ctx, w.Ada, w.Mail.ID, key.ID))
		w.Facts()
		require.NoError(t, archive.Reread(w.Ctx, w.Lin, r.Message))
		w.WantFacts()
		m, err = w.Inbox.Message(w.Ctx, r.Message)
		require.NoError(t, err)
		require.Contains(t, m.Text, "The barley is in the harbour", "what was opened stays open without its key")

		again := mails(t, w, "nested")
		require.True(t, again.Duplicate, "it is the same mail, with a key or without")
		fault.Want(t, archive.Reread(w.Ctx, w.Lin, w.Says("Guest", "hi").Message), "message.no_raw")
		nobody := w.Lin
		nobody.Permissions = 0
		fault.Want(t, archive.Reread(w.Ctx, nobody, r.Message), "access.denied")
	})
}

func TestAKeyThatEndsIsWarnedOf(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help.p12"), "barley")
		require.NoError(t, err)
		ward := health.New(w.DB, w.Channels, w.Safe)
		look := func() []health.Trouble {
			require.NoError(t, ward.Look(w.Ctx))
			h, err := ward.Get(w.Ctx, w.Ada, w.Mail.ID)
			require.NoError(t, err)
			return h.Troubles
		}
		require.Empty(t, look())
		ends := func(at time.Time) {
			err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(w.Ctx, "UPDATE smime_key SET valid_until = ?", at.UnixMilli())
				return err
			})
			require.NoError(t, err)
		}
		ends(w.Now().Add(29 * 24 * time.Hour))
		require.Equal(t, "trouble.certificate_soon", look()[0].Code)
		list, err := w.Safe.List(w.Ctx, w.Ada, w.Mail.ID)
		require.NoError(t, err)
		require.True(t, list[0].Soon)
		ends(w.Now().Add(-time.Hour))
		require.Equal(t, "trouble.certificate_over", look()[0].Code)
		require.Equal(t, health.Troubled, look()[0].State)
		require.NoError(t, w.Safe.Drop(w.Ctx, w.Ada, w.Mail.ID, list[0].ID))
		require.Empty(t, look())
	})
}

func TestAMailboxThatSignsIsJudgedByTheKeyThatSigns(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ward := health.New(w.DB, w.Channels, w.Safe)
		code := func() string {
			require.NoError(t, ward.Look(w.Ctx))
			h, err := ward.Get(w.Ctx, w.Ada, w.Mail.ID)
			require.NoError(t, err)
			if len(h.Troubles) == 0 {
				return ""
			}
			require.Equal(t, health.Troubled, h.State)
			return h.Troubles[0].Code
		}
		settings := func(text string) {
			_, err := w.Channels.Change(w.Ctx, w.Ada, w.Mail.ID, intake.ChannelEdit{Settings: []byte(text)})
			require.NoError(t, err)
		}
		signs := func() bool {
			c, err := w.Channels.Get(w.Ctx, w.Ada, w.Mail.ID)
			require.NoError(t, err)
			s, err := c.Email()
			require.NoError(t, err)
			_, _, found, err := w.Safe.Signer(w.Ctx, w.Mail.ID, s.Address)
			require.NoError(t, err)
			return found
		}
		require.Empty(t, code())
		settings(`{"sign_replies":true}`)
		require.Equal(t, "trouble.signer_none", code())

		key, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help.p12"), "barley")
		require.NoError(t, err)
		require.Empty(t, code())
		require.True(t, signs())
		settings(`{"address":"sales@lanxue.example"}`) // the key is good, and not for this address
		require.Equal(t, "trouble.signer_none", code())
		require.False(t, signs())
		settings(`{"address":"help@lanxue.example"}`)

		w.Meddle("UPDATE smime_key SET valid_until = ?", w.Now().Add(29*24*time.Hour).UnixMilli())
		require.Equal(t, "trouble.signer_soon", code())
		require.True(t, signs())
		w.Meddle("UPDATE smime_key SET valid_until = ?", w.Now().UnixMilli())
		require.Equal(t, "trouble.signer_over", code())
		require.False(t, signs())
		w.Meddle("UPDATE smime_key SET valid_until = ?, sealed = ?", w.Now().Add(99*24*time.Hour).UnixMilli(), "sealed by somebody else")
		require.Equal(t, "trouble.signer_unusable", code())
		require.False(t, signs())
		settings(`{"sign_replies":false}`)
		require.Empty(t, code(), "customers encrypt by its certificate, which is good")
		require.NoError(t, w.Safe.Drop(w.Ctx, w.Ada, w.Mail.ID, key.ID))
		require.Empty(t, code())
	})
}

func TestANewKeyOpensWhatCameLocked(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		raw := file(t, "aes256.eml")
		var came []intake.Receipt
		for n := range 30 { // more than one portion
			came = append(came, w.Arrives(email.Inbound(w.Mail, bytes.Replace(raw, []byte("Message-ID: <"), fmt.Appendf(nil, "Message-ID: <%d.", n), 1))))
		}
		other := mails(t, w, "elsewhere") // for somebody whose key we do not get
		gone := mails(t, w, "gcm")
		w.Meddle("DELETE FROM message WHERE id = ?", gone.Message)
		state := func(r intake.Receipt) string {
			cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{r.Message})
			require.NoError(t, err)
			return cards[r.Message].Encryption.State
		}
		w.Settle()
		_, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help.p12"), "barley")
		require.NoError(t, err)
		require.Equal(t, "locked", state(came[0]), "it is a job")
		w.Facts()
		w.Settle()
		for _, r := range came {
			require.Equal(t, "opened", state(r))
			c, err := w.Inbox.Get(w.Ctx, w.Lin, r.Conversation)
			require.NoError(t, err)
			require.Contains(t, c.Preview, "barley")
		}
		require.Equal(t, "locked", state(other))
		counts, err := w.DB.JobCounts(w.Ctx)
		require.NoError(t, err)
		require.Empty(t, counts)
		facts := w.News()
		require.Len(t, facts, len(came))
		for _, f := range facts {
			require.Equal(t, "message.reread", f.Name)
			require.Contains(t, string(f.Data), `"because":"key_added"`)
		}
		rows, err := audit.List(w.Ctx, w.DB, w.Ada, audit.Query{Action: "message.reread", Limit: 50})
		require.NoError(t, err)
		require.Len(t, rows, len(came))
		require.JSONEq(t, `{"because":"key_added"}`, string(rows[0].After))

		require.NoError(t, w.Archive.Open(w.Ctx, smime.Opening{})) // once more
		w.WantFacts()
		require.Equal(t, 30, w.Count("audit WHERE action = 'message.reread'"))
	})
}

func TestAMailThatCannotBeReadAnewKeepsNobodyWaiting(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		torn, whole := mails(t, w, "aes128"), mails(t, w, "aes256")
		w.Meddle("UPDATE mail_trust SET encryption = ? WHERE message_id = ?", `{"state":"locked","reason":"no_key",`, torn.Message)
		_, err := w.Safe.Add(w.Ctx, w.Ada, w.Mail.ID, file(t, "help.p12"), "barley")
		require.NoError(t, err)
		w.Settle()
		cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{whole.Message})
		require.NoError(t, err)
		require.Equal(t, "opened", cards[whole.Message].Encryption.State)
		counts, err := w.DB.JobCounts(w.Ctx)
		require.NoError(t, err)
		require.Equal(t, map[string]int{"ready": 1}, counts, "it is tried again, alone")
	})
}

func TestASignatureWithoutATimeIsJudgedByTheDayOnWhichItsMailCame(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := mails(t, w, "noattr")
		reason := func(r intake.Receipt) string {
			cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{r.Message})
			require.NoError(t, err)
			require.Nil(t, cards[r.Message].Signature.SignedAt)
			return cards[r.Message].Signature.Reason
		}
		require.Equal(t, "unknown_issuer", reason(first))
		_, err := w.Safe.Believe(w.Ctx, w.Ada, file(t, "root.pem"))
		require.NoError(t, err)
		w.Pass(100 * 365 * 24 * time.Hour)
		require.NoError(t, w.Archive.Reread(w.Ctx, w.Lin, first.Message))
		require.Equal(t, "trusted", reason(first), "its certificate was good when it came")
		late := w.Arrives(email.Inbound(w.Mail, bytes.Replace(file(t, "noattr.eml"), []byte("Message-ID: <"), []byte("Message-ID: <late."), 1)))
		require.Equal(t, "not_valid_then", reason(late))
	})
}

func TestWhoReadWithOlderKeysDoesNotHaveTheLastWord(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := mails(t, w, "noattr")
		first := true
		slow := email.Inbound(w.Mail, file(t, "noattr.eml"))
		opens := slow.Opens
		slow.Opens = func(in intake.Inbound, k smime.Keys) intake.Inbound {
			if first { // while it reads, an authority is believed, and somebody else reads with it
				first = false
				_, err := w.Safe.Believe(w.Ctx, w.Ada, file(t, "root.pem"))
				require.NoError(t, err)
				require.NoError(t, w.Archive.Reread(w.Ctx, w.Lin, r.Message))
			}
			return opens(in, k)
		}
		require.NoError(t, w.Door.Reread(w.Ctx, w.Lin, r.Message, slow, ""))
		require.False(t, first)
		cards, err := w.Guard.Cards(w.Ctx, []fact.MessageID{r.Message})
		require.NoError(t, err)
		require.Equal(t, "trusted", cards[r.Message].Signature.Reason)
	})
}
