package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestARefusedLogInIsToldByWhatOneHasToChange(t *testing.T) {
	for _, c := range []struct{ host, said, want string }{
		{"mail.example.com", "[AUTHENTICATIONFAILED] Authentication failed.", "password"},
		{"imap.gmail.com", "[ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833", "app_password"},
		{"imap.gmail.com", "[AUTHENTICATIONFAILED] Invalid credentials (Failure)", "app_password"},
		{"imap.gmail.com", "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page", "service_off"},
		{"smtp.gmail.com", "534 5.7.9 Application-specific password required", "app_password"},
		{"outlook.office365.com", "LOGIN failed.", "oauth_only"},
		{"smtp.office365.com", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "oauth_only"},
		{"smtp.office365.com", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "service_off"},
		{"imap.qq.com", "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy.", "auth_code"},
		{"smtp.qq.com", "535 Login Fail. Please enter your authorization code to login.", "auth_code"},
		{"imap.exmail.qq.com", "Login fail. Please using weixin token to login", "auth_code"},
		{"imap.163.com", "LOGIN Login error or password error", "auth_code"},
		{"smtp.163.com", "550 User has no permission", "service_off"},
		{"imap.zoho.com", "[ALERT] You are yet to enable IMAP for your account. Please contact your administrator", "service_off"},
		{"imap.mail.me.com", "[AUTHENTICATIONFAILED] Authentication failed", "app_password"},
		{"mail.example.com", "Too many login failures, come back in ten minutes", "too_often"},
	} {
		require.Equal(t, c.want, Refusal(c.host, c.said), "%s: %s", c.host, c.said)
	}
}

func TestNoLineIsToldByWhatIsInItsWay(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	plain := httptest.NewServer(nil)
	defer plain.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	dial := func(address string, config *tls.Config) error {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", address)
		return err
	}
	at := server.Listener.Addr().String()
	require.Equal(t, "tls_untrusted", NoLine(dial(at, &tls.Config{ServerName: "mail.example.com", MinVersion: tls.VersionTLS12}), "x"))
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	require.Equal(t, "tls_name", NoLine(dial(at, &tls.Config{ServerName: "mail.elsewhere.example", RootCAs: roots, MinVersion: tls.VersionTLS12}), "x"))
	require.Equal(t, "not_secure", NoLine(dial(plain.Listener.Addr().String(), &tls.Config{ServerName: "mail.example.com", MinVersion: tls.VersionTLS12}), "x"))
	require.Equal(t, "port_closed", NoLine(dial(closed.Addr().String(), nil), "x"))
	require.Equal(t, "host_unknown", NoLine(fmt.Errorf("dial: %w", &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}), "x"))
	require.Equal(t, "port_blocked", NoLine(&net.OpError{Op: "dial", Err: context.DeadlineExceeded}, "x"))
	require.Equal(t, "x", NoLine(errors.New("something else"), "x"))
}

func TestAProviderIsKnownByDomainOrByTheServersOfADomain(t *testing.T) {
	for _, c := range []struct {
		domain string
		mx     []string
		want   string
	}{
		{"Gmail.com", nil, "gmail"},
		{"qq.com", []string{"mx1.qq.com."}, "qq"},
		{"lanxue.example", []string{"mxbiz1.qq.com.", "mxbiz2.qq.com."}, "exmail"},
		{"lanxue.example", []string{"aspmx.l.google.com."}, "gmail"},
		{"lanxue.example", []string{"lanxue-example.mail.protection.outlook.com."}, "microsoft"},
		{"lanxue.example", []string{"mx1.qiye.aliyun.com."}, "aliyun_business"},
		{"lanxue.example", []string{"in1-smtp.messagingengine.com."}, "fastmail"},
		{"126.com", nil, "126"},
		{"lanxue.example", []string{"mx.lanxue.example."}, ""},
		{"notgoogle.com", []string{"mx.notgoogle.com."}, ""},
	} {
		p, found := ProviderOf(c.domain, c.mx)
		require.Equal(t, c.want, p.Key, c.domain)
		require.Equal(t, c.want != "", found)
	}
	p, found := ProviderAt("SMTP.163.com")
	require.True(t, found)
	require.Equal(t, ByCode, p.Entry)
}
