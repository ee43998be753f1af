package cms_test

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/cms"
)

// blob is the structure in a mail of one piece.
func blob(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".eml"))
	require.NoError(t, err)
	_, body, _ := strings.Cut(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n\n")
	der, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", ""))
	require.NoError(t, err)
	return der
}

func helpKey(t testing.TB) cms.Key {
	t.Helper()
	text, err := os.ReadFile("testdata/help-key.pem")
	require.NoError(t, err)
	block, rest := pem.Decode(text)
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)
	block, _ = pem.Decode(rest)
	certificate, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	return cms.Key{Certificate: certificate, Private: private}
}

func TestLengthsAreWrittenDownAndPiecesJoined(t *testing.T) {
	open := []byte{0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 'a', 0x04, 0x02, 'b', 'c', 0, 0, 0x02, 0x81, 0x01, 7, 0, 0, 0, 0} // and padding behind
	der, err := cms.DER(open)
	require.NoError(t, err)
	require.Equal(t, []byte{0x30, 0x08, 0x04, 0x03, 'a', 'b', 'c', 0x02, 0x01, 7}, der)

	long := append([]byte{0x24, 0x80}, bytes.Repeat(append([]byte{0x04, 0x82, 0x01, 0x00}, make([]byte, 256)...), 300)...)
	der, err = cms.DER(append(long, 0, 0))
	require.NoError(t, err)
	var whole []byte
	rest, err := asn1.Unmarshal(der, &whole)
	require.NoError(t, err)
	require.Empty(t, rest)
	require.Len(t, whole, 300*256)
}

func TestWhatIsMadeToStopUsIsUnreadable(t *testing.T) {
	for name, in := range map[string][]byte{
		"nothing":           {},
		"half a tag":        {0x30},
		"deep":              bytes.Repeat([]byte{0x30, 0x80}, 2_000_000),
		"deep strings":      bytes.Repeat([]byte{0x24, 0x80}, 2_000_000),
		"many pieces":       append([]byte{0x30, 0x80}, bytes.Repeat([]byte{0x05, 0x00}, 2_000_000)...),
		"never ends":        append([]byte{0x24, 0x80}, bytes.Repeat([]byte{0x04, 0x01, 1}, 100_000)...),
		"longer than it is": {0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0},
		"length of lengths": {0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1},
		"open and plain":    {0x04, 0x80, 0, 0},
		"long tag":          {0x3f, 0x81, 0x00},
		"words":             []byte("Dear Sir or Madam"),
	} {
		_, err := cms.Read(in)
		require.ErrorIs(t, err, cms.ErrUnreadable, name)
	}
}

func TestADamagedEnvelopeIsDamagedAndNothingElse(t *testing.T) {
	key := helpKey(t)
	for _, name := range []string{"aes256", "des3", "gcm", "oaep"} {
		whole := blob(t, name)
		s, err := cms.Read(whole)
		require.NoError(t, err, name)
		o, err := s.Open([]cms.Key{key})
		require.NoError(t, err, name)
		require.Contains(t, string(o.Content), "The barley is in the harbour", name)
		for cut := 1; cut < 60; cut++ { // torn off, and with the lengths before it mended by a sender who means it
			torn := bytes.Clone(whole)
			for i := len(torn) - cut; i < len(torn); i++ {
				torn[i] ^= 0x5a
			}
			if s, err := cms.Read(torn); err == nil {
				o, err := s.Open([]cms.Key{key})
				require.True(t, err != nil || !bytes.Contains(o.Content, []byte("harbour. 大麦已到港。\r\n")), "%s %d", name, cut)
			}
		}
	}
}

func FuzzStructure(f *testing.F) {
	for _, name := range []string{"opaque", "aes128", "aes256", "des3", "gcm", "oaep", "many", "keyid-sealed", "stream", "nested"} {
		f.Add(blob(f, name))
	}
	keys := []cms.Key{helpKey(f)}
	f.Fuzz(func(t *testing.T, in []byte) {
		s, err := cms.Read(in)
		if err != nil {
			return
		}
		if signed, err := s.Signed([]byte("something else")); err == nil {
			for _, one := range signed.Signers {
				if one.Fault == cms.Intact && one.Certificate == nil {
					t.Fatal("signed by nobody")
				}
			}
		}
		if o, err := s.Open(keys); err != nil && o.Content != nil {
			t.Fatal("opened and not")
		}
	})
}

func TestWordsBesideASignatureThatHasItsOwnAreNotSigned(t *testing.T) {
	s, err := cms.Read(blob(t, "opaque"))
	require.NoError(t, err)
	signed, err := s.Signed()
	require.NoError(t, err)
	require.Empty(t, signed.Signers[0].Fault)
	_, err = s.Signed([]byte("Content-Type: text/plain\r\n\r\nPay the barley to another account.\r\n"))
	require.ErrorIs(t, err, cms.ErrUnreadable)
}
