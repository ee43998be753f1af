package email_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/smime"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/resolve/desk"
)

const secured = "../../kit/cms/testdata/"

func mailOf(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(secured + name + ".eml")
	require.NoError(t, err)
	return raw
}

// houseKeys are those of a mailbox that has its key and believes the authority.
func houseKeys(t testing.TB) smime.Keys {
	t.Helper()
	root, err := os.ReadFile(secured + "root.pem")
	require.NoError(t, err)
	k := smime.Keys{Roots: x509.NewCertPool(), Came: time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC)}
	require.True(t, k.Roots.AppendCertsFromPEM(root))
	text, err := os.ReadFile(secured + "help-key.pem")
	require.NoError(t, err)
	block, rest := pem.Decode(text)
	own := smime.Own{Mailbox: "help@lanxue.example"}
	own.Private, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)
	block, _ = pem.Decode(rest)
	own.Certificate, err = x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	k.Own = append(k.Own, own)
	return k
}

func readWith(t testing.TB, raw []byte, k smime.Keys) intake.Inbound {
	t.Helper()
	in := email.Inbound(intake.Channel{ID: "c", Kind: intake.Email}, raw)
	require.NotNil(t, in.Opens)
	before := in.ExternalID
	in = in.Opens(in, k)
	require.Equal(t, before, in.ExternalID) // it is known by its outside, whoever has keys
	return in
}

const barley = "The barley is in the harbour. 大麦已到港。"

func TestSignaturesThatOpenSSLMadeAreJudged(t *testing.T) {
	keys := houseKeys(t)
	for _, one := range []struct {
		mail, reason string
		state        smime.Standing
	}{
		{"signed", "trusted", smime.Good},
		{"opaque", "trusted", smime.Good},
		{"sha512", "trusted", smime.Good},
		{"pss", "trusted", smime.Good},
		{"noattr", "trusted", smime.Good},
		{"curve", "trusted", smime.Good},
		{"sha1", "weak", smime.Doubtful},
		{"old", "not_valid_then", smime.Doubtful},
		{"server", "wrong_use", smime.Doubtful},
		{"self", "self_signed", smime.Doubtful},
		{"posing", "other_address", smime.Bad},
		{"nocerts", "no_certificate", smime.Unchecked},
		{"keyid", "unreadable", smime.Unchecked},
	} {
		in := readWith(t, mailOf(t, one.mail), keys)
		s := in.Trust.Signature
		require.NotNil(t, s, one.mail)
		require.Equal(t, one.reason, s.Reason, one.mail)
		require.Equal(t, one.state, s.State, one.mail)
		require.Equal(t, barley, strings.TrimSpace(in.Text), one.mail)
		require.Empty(t, in.Files, one.mail) // the signature is no file of theirs
		require.Nil(t, in.Trust.Encryption, one.mail)
	}
	s := readWith(t, mailOf(t, "signed"), keys).Trust.Signature
	require.Equal(t, "Ann Miller", s.Name)
	require.Equal(t, []string{"ann@mill.test"}, s.Addresses)
	require.Equal(t, "Harbour Test Authority", s.Issuer)
	require.Equal(t, "RSA 2048, SHA-256", s.Algorithm)
	require.Len(t, s.Fingerprint, 64)
	require.NotNil(t, s.SignedAt)
	require.Equal(t, 2020, s.ValidFrom.Year())

	nobody := keys
	nobody.Roots = nil
	require.Equal(t, "unknown_issuer", readWith(t, mailOf(t, "signed"), nobody).Trust.Signature.Reason)
}

func TestOneWordChangedIsSeenAndLineEndsAreNone(t *testing.T) {
	keys := houseKeys(t)
	raw := mailOf(t, "signed")
	changed := bytes.Replace(raw, []byte("barley"), []byte("parley"), 1)
	in := readWith(t, changed, keys)
	require.Equal(t, "changed", in.Trust.Signature.Reason)
	require.Equal(t, smime.Bad, in.Trust.Signature.State)
	require.Contains(t, in.Text, "parley") // what came is shown all the same

	unix := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	require.Equal(t, smime.Good, readWith(t, unix, keys).Trust.Signature.State)
	require.Equal(t, smime.Good, readWith(t, bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n")), keys).Trust.Signature.State)

	torn := bytes.Clone(raw)
	at := bytes.LastIndex(torn, []byte("\n\n--")) - 100 // within the signature itself
	copy(torn[at:], "QUJD")
	require.Equal(t, "broken", readWith(t, torn, keys).Trust.Signature.Reason)
	at = bytes.Index(torn, []byte("MII")) // the beginning of what stands beside the words
	copy(torn[at:], "AAAA")
	require.Equal(t, "unreadable", readWith(t, torn, keys).Trust.Signature.Reason)
	boundary := bytes.SplitN(bytes.SplitN(raw, []byte(`boundary="`), 2)[1], []byte(`"`), 2)[0]
	three := bytes.Replace(raw, append(append([]byte("--"), boundary...), "--"...), append(append(append([]byte("--"), boundary...), "\n\nUnsigned words\n--"...), append(boundary, "--"...)...), 1)
	in = readWith(t, three, keys)
	require.Equal(t, "unreadable", in.Trust.Signature.Reason)
	require.Contains(t, in.Text, "Unsigned words") // and not beside a seal
}

func TestEnvelopesThatOpenSSLMadeAreOpened(t *testing.T) {
	keys := houseKeys(t)
	for name, algorithm := range map[string]string{
		"aes256": "AES-256-CBC", "aes128": "AES-128-CBC", "des3": "3DES-CBC", "gcm": "AES-256-GCM", "keyid-sealed": "AES-256-CBC",
		"stream": "AES-256-CBC", "oaep": "AES-256-CBC", "many": "AES-256-CBC",
	} {
		in := readWith(t, mailOf(t, name), keys)
		e := in.Trust.Encryption
		require.Equal(t, "opened", e.Reason, name)
		require.Equal(t, algorithm, e.Algorithm, name)
		require.Equal(t, name == "des3", e.Weak, name)
		require.Equal(t, "help@lanxue.example", e.Mailbox, name)
		require.Equal(t, "Lanxue Help", e.Key, name)
		require.Equal(t, barley, strings.TrimSpace(in.Text), name)
		require.Empty(t, in.Files, name)
		require.Nil(t, in.Trust.Signature, name)
		require.Equal(t, "opened", in.Headers[intake.EncryptedHeader], name)
	}
	for _, name := range []string{"nested", "both-inside", "thrice"} {
		in := readWith(t, mailOf(t, name), keys)
		require.Equal(t, "opened", in.Trust.Encryption.State, name)
		require.Equal(t, smime.Good, in.Trust.Signature.State, name)
		require.Equal(t, barley, strings.TrimSpace(in.Text), name)
	}
	in := readWith(t, mailOf(t, "page"), keys)
	require.Contains(t, in.HTML, "<b>in</b>")
	require.Contains(t, in.HTML, "cid:own")
	require.NotContains(t, in.HTML, "elsewhere.test") // the address could carry the words
}

func TestWhatCannotBeOpenedComesInAsItIs(t *testing.T) {
	keys := houseKeys(t)
	locked := func(raw []byte, k smime.Keys) *smime.Encryption {
		in := readWith(t, raw, k)
		require.Equal(t, "locked", in.Trust.Encryption.State)
		require.Equal(t, "locked", in.Headers[intake.EncryptedHeader])
		require.NotEmpty(t, in.Raw)
		require.Len(t, in.Files, 1)
		require.False(t, in.Unreadable)
		return in.Trust.Encryption
	}
	require.Equal(t, "no_key", locked(mailOf(t, "elsewhere"), keys).Reason)
	require.Equal(t, "no_key", locked(mailOf(t, "aes256"), smime.Keys{}).Reason)

	raw := mailOf(t, "aes256")
	lines := bytes.Split(bytes.TrimRight(raw, "\n"), []byte("\n"))
	last := lines[len(lines)-2]
	copy(last, bytes.ToUpper(last))
	require.Equal(t, "damaged", locked(bytes.Join(lines, []byte("\n")), keys).Reason)
	require.Equal(t, "unreadable", locked(bytes.Join(lines[:len(lines)-6], []byte("\n")), keys).Reason)

	wrong := keys
	wrong.Own = []smime.Own{keys.Own[0]}
	stranger, err := x509.ParsePKCS8PrivateKey(otherKey(t))
	require.NoError(t, err)
	wrong.Own[0].Private = stranger
	require.Equal(t, "damaged", locked(mailOf(t, "aes256"), wrong).Reason)
}

// A part that was encrypted is put between two others of somebody else.
func TestAPartThatIsEncryptedIsNotOpened(t *testing.T) {
	_, body, _ := strings.Cut(string(mailOf(t, "aes256")), "\n\n")
	raw := "From: Eve <eve@evil.test>\nSubject: Hi\nMessage-ID: <1@evil.test>\nContent-Type: multipart/mixed; boundary=b\n\n" +
		"--b\nContent-Type: text/html\n\n<img src=\"https://evil.test/\n--b\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\n" + body +
		"\n--b\nContent-Type: text/html\n\n\">\n--b--\n"
	in := readWith(t, []byte(raw), houseKeys(t))
	require.Equal(t, "part_only", in.Trust.Encryption.Reason)
	require.NotContains(t, in.HTML+in.Text, "barley")

	list := "From: Ann Miller <ann@mill.test>\nSubject: Hi\nMessage-ID: <2@list.test>\nContent-Type: multipart/mixed; boundary=l\n\n--l\n" +
		strings.SplitN(string(mailOf(t, "signed")), "MIME-Version: 1.0\n", 2)[1] + "\n--l\nContent-Type: text/plain\n\nUnsubscribe here\n--l--\n"
	in = readWith(t, []byte(list), houseKeys(t))
	require.Equal(t, "part_only", in.Trust.Signature.Reason)
	require.Contains(t, in.Text, "The barley")
	require.Contains(t, in.Text, "Unsubscribe here")

	require.Nil(t, email.Inbound(intake.Channel{ID: "c"}, []byte("From: a@b.test\nSubject: Hi\n\nPlain\n")).Opens)
}

func FuzzSecured(f *testing.F) {
	for _, name := range []string{"signed", "opaque", "aes256", "gcm", "nested", "thrice"} {
		f.Add(mailOf(f, name))
	}
	keys := houseKeys(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		in := email.Inbound(intake.Channel{ID: "c", Kind: intake.Email}, raw)
		if in.Opens == nil {
			return
		}
		out := in.Opens(in, keys)
		if out.ExternalID != in.ExternalID || out.Sender.Email != in.Sender.Email || out.Subject != in.Subject {
			t.Fatal("who wrote, about what, and what it is called is settled outside")
		}
	})
}

// otherKey is a key that nothing was encrypted for.
func otherKey(t testing.TB) []byte {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return der
}

func TestAnAnswerQuotesNothingThatCameEncrypted(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"quote": true}`)})
		require.NoError(t, err)
		p12, err := os.ReadFile(secured + "help.p12")
		require.NoError(t, err)
		_, err = h.Safe.Add(h.Ctx, h.Ada, h.c.ID, p12, "barley")
		require.NoError(t, err)
		r := arrives(t, h.World, h.c, string(mailOf(t, "nested")))
		m, err := h.Inbox.Message(h.Ctx, r.Message)
		require.NoError(t, err)
		require.Contains(t, m.Text, "barley")
		e, err := h.post.Envelope(h.Ctx, h.Lin, r.Conversation)
		require.NoError(t, err)
		require.False(t, e.Quotes)
		h.Replies(h.Lin, r.Conversation, "收到")
		h.Settle()
		require.Len(t, h.s.got, 1)
		require.NotContains(t, string(h.s.got[0]), "barley")
		require.NotContains(t, email.Read(h.s.got[0]).HTML, "barley")
	})
}

func TestAReplyIsSignedOverExactlyWhatLeaves(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		_, err := h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"address": "help@lanxue.example", "sign_replies": true}`)})
		require.NoError(t, err)
		h.c, err = h.Channels.ByID(h.Ctx, h.c.ID)
		require.NoError(t, err)
		d, err := h.post.MakeKey(h.Ctx, h.Ada, h.c.ID, "anlan")
		require.NoError(t, err)
		h.post.ResolveWith(func(context.Context, string) ([]string, error) { return []string{d.Value}, nil })
		_, err = h.post.CheckKey(h.Ctx, h.Ada, h.c.ID)
		require.NoError(t, err)
		p12, err := os.ReadFile(secured + "help.p12")
		require.NoError(t, err)

		answer := func(n int) []byte {
			r := arrives(t, h.World, h.c, strings.ReplaceAll(question, "q1@", fmt.Sprintf("q%d@", n+10)))
			upload, err := h.Files.Keep(h.Ctx, conversation.Upload{Name: "报价单.pdf", By: string(h.Lin.ID), Content: strings.NewReader("%PDF-1.4 报价")})
			require.NoError(t, err)
			_, err = h.Desk.Say(h.Ctx, h.Lin, r.Conversation, desk.Words{Kind: conversation.Reply, Text: "您好，大麦已到港。\n.\nFrom here on", Attachments: []fact.AttachmentID{upload.ID}})
			require.NoError(t, err)
			h.Settle()
			require.Len(t, h.s.got, n)
			return h.s.got[n-1]
		}
		require.NotContains(t, string(answer(1)), "multipart/signed", "there is no key yet, and the answer leaves")
		_, err = h.Safe.Add(h.Ctx, h.Ada, h.c.ID, p12, "barley")
		require.NoError(t, err)
		left := answer(2)
		in := readWith(t, left, houseKeys(t))
		require.Equal(t, "trusted", in.Trust.Signature.Reason)
		require.Equal(t, []string{"help@lanxue.example"}, in.Trust.Signature.Addresses)
		require.Contains(t, in.Text, "大麦已到港")
		require.Equal(t, "报价单.pdf", in.Files[0].Name)
		require.Equal(t, email.Read(answer(1+2)).Subject, email.Read(left).Subject)
		results, err := dkim.VerifyWithOptions(bytes.NewReader(left), &dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) { return []string{d.Value}, nil }})
		require.NoError(t, err)
		require.NoError(t, results[0].Err, "by the mailbox and then by the domain")
		if openssl, err := exec.LookPath("openssl"); err == nil { // what another program makes of it
			file := filepath.Join(t.TempDir(), "left.eml")
			require.NoError(t, os.WriteFile(file, left, 0o600))
			said, err := exec.CommandContext(h.Ctx, openssl, "smime", "-verify", "-in", file, "-CAfile", secured+"root.pem", "-out", file+".out").CombinedOutput()
			require.NoError(t, err, string(said))
		}

		_, err = h.Channels.Change(h.Ctx, h.Ada, h.c.ID, intake.ChannelEdit{Settings: []byte(`{"address": "other@lanxue.example"}`)})
		require.NoError(t, err)
		h.c, err = h.Channels.ByID(h.Ctx, h.c.ID)
		require.NoError(t, err)
		require.NotContains(t, string(answer(4)), "multipart/signed", "the key is for another address")
	})
}
