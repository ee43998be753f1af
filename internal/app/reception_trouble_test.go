package app_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/connector/imap/imaptest"
	"anlan/internal/platform/db"
)

// sending sends a letter to somebody, and gives the code of the refusal; 0 is none.
func sending(t *testing.T, address, to, letter string) int {
	t.Helper()
	client, err := smtp.Dial(address)
	require.NoError(t, err)
	defer func() { _ = client.Close() }()
	require.NoError(t, client.Mail("wang@example.cn"))
	if err := client.Rcpt(to); err != nil {
		return code(err)
	}
	w, err := client.Data()
	require.NoError(t, err)
	_, err = w.Write([]byte(letter))
	require.NoError(t, err)
	return code(w.Close())
}

func TestMailIsReceivedOverAnEncryptedLine(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		issuer := httptest.NewUnstartedServer(nil)
		issuer.StartTLS()
		defer issuer.Close()
		pair := issuer.TLS.Certificates[0]
		key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
		require.NoError(t, err)
		n.Config.Mail.Certificate, n.Config.Mail.Key = filepath.Join(t.TempDir(), "mail.pem"), filepath.Join(t.TempDir(), "mail.key")
		require.NoError(t, os.WriteFile(n.Config.Mail.Certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}), 0o600))
		require.NoError(t, os.WriteFile(n.Config.Mail.Key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))

		admin := n.Admin()
		admin.Channel("email", map[string]any{"address": "help@example.com"})
		client, err := smtp.Dial(receiving(t, n, false))
		require.NoError(t, err)
		defer func() { _ = client.Close() }()
		roots := x509.NewCertPool()
		roots.AddCert(issuer.Certificate())
		require.NoError(t, client.StartTLS(&tls.Config{ServerName: "example.com", RootCAs: roots, MinVersion: tls.VersionTLS12}))
		require.NoError(t, client.Mail("wang@example.cn"))
		require.NoError(t, client.Rcpt("help@example.com"))
		w, err := client.Data()
		require.NoError(t, err)
		_, err = w.Write([]byte(imaptest.Letter("wang", 1)))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		var kept string
		require.NoError(t, n.DB.Read().NewRaw("SELECT MIN(id) FROM message").Scan(t.Context(), &kept))
		var raw []byte
		admin.Get("/v1/messages/"+kept+"/raw", http.StatusOK, &raw)
		require.Contains(t, string(raw), "with ESMTPS\r\n")
	})
}

func TestWhatTheDatabaseDoesNotTakeIsSentOnceMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		n.Admin().Channel("email", map[string]any{"address": "help@example.com"})
		address, letter := receiving(t, n, false), imaptest.Letter("wang", 1)
		move := func(from, to string) {
			t.Helper()
			require.NoError(t, n.DB.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to)
				return err
			}))
		}
		move("arrival", "arrival_away")
		require.Equal(t, 451, sending(t, address, "help@example.com", letter), "nobody says yes to what is not saved")
		move("arrival_away", "arrival")
		require.Zero(t, number(t, n, "SELECT COUNT(*) FROM message"))
		require.Zero(t, sending(t, address, "help@example.com", letter))
		require.Zero(t, sending(t, address, "help@example.com", letter))
		require.Equal(t, 1, number(t, n, "SELECT COUNT(*) FROM message"))

		move("channel", "channel_away")
		require.Equal(t, 451, sending(t, address, "help@example.com", letter), "an address that cannot be looked up is not unknown")
		move("channel_away", "channel")
		require.Zero(t, sending(t, address, "help@example.com", letter))
	})
}

func TestALineThatBreaksInAMailBringsNothingIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		n.Admin().Channel("email", map[string]any{"address": "help@example.com"})
		address, letter := receiving(t, n, false), imaptest.Letter("wang", 1)
		client, err := smtp.Dial(address)
		require.NoError(t, err)
		require.NoError(t, client.Mail("wang@example.cn"))
		require.NoError(t, client.Rcpt("help@example.com"))
		w, err := client.Data()
		require.NoError(t, err)
		_, err = w.Write([]byte(letter[:len(letter)-10]))
		require.NoError(t, err)
		require.NoError(t, client.Text.W.Flush())
		require.NoError(t, client.Close())

		require.Zero(t, sending(t, address, "help@example.com", letter), "it comes again, whole")
		require.Equal(t, 1, number(t, n, "SELECT COUNT(*) FROM message"))
		text := ""
		require.NoError(t, n.DB.Read().NewRaw("SELECT text FROM message").Scan(t.Context(), &text))
		require.Equal(t, "Where is order 1?", strings.TrimSpace(text))
	})
}

func TestOneAddressDoesNotTakeAllTheLines(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		address := receiving(t, n, false)
		greeting := func() (string, net.Conn) {
			t.Helper()
			line, err := net.Dial("tcp", address)
			require.NoError(t, err)
			t.Cleanup(func() { _ = line.Close() })
			require.NoError(t, line.SetReadDeadline(time.Now().Add(20*time.Second)))
			said, err := bufio.NewReader(line).ReadString('\n')
			require.NoError(t, err)
			return said[:3], line
		}
		var lines []net.Conn
		for range 20 {
			said, line := greeting()
			require.Equal(t, "220", said)
			lines = append(lines, line)
		}
		said, _ := greeting()
		require.Equal(t, "421", said)
		_, err := fmt.Fprint(lines[0], "QUIT\r\n")
		require.NoError(t, err)
		require.Eventually(t, func() bool { said, line := greeting(); _ = line.Close(); return said == "220" }, 20*time.Second, 10*time.Millisecond)
	})
}
