// Package config reads how this installation is to run: flags before
// environment before one YAML file before defaults. A value that cannot be
// right stops the start, with a sentence that names the setting, where it was
// written, what it says and what was expected.
package config

import (
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"
)

// Config is what the program runs on, already understood: no text to parse later.
type Config struct {
	Data            string         // folder for the SQLite file, attachments, backups and the secret
	Listen          string         // host:port
	PublicURL       string         // how browsers and mails reach us, without a slash at the end
	DatabaseURL     string         // "" means SQLite in Data
	RedisURL        string         // "" means that this is the only node
	LogLevel        slog.Level     //
	LogFormat       string         // text or json
	Files           S3             // without an endpoint attachments lie in Data
	OTLPEndpoint    string         // "" means no traces
	FactRetention   time.Duration  //
	AuditRetention  time.Duration  // 0 means for ever
	UploadLimit     int64          // bytes
	TrustedProxies  []netip.Prefix // whose X-Forwarded-For and X-Forwarded-Proto are believed
	WebhookNetworks []netip.Prefix // private networks that webhooks and pushes may reach
	ShutdownGrace   time.Duration  //
	Sample          bool           // load the sample world, once
	Mail            Reception      // without an address mail is fetched or handed over, not received

	publicURLFollows bool // nobody wrote a public address, so it follows Listen
	rows             []Row
}

// Reception is how mail is received by SMTP and LMTP.
type Reception struct {
	SMTP        string // host:port
	LMTP        string // host:port
	Name        string // what it calls itself; "" is the host of the public address
	Certificate string // file, for STARTTLS
	Key         string // file
}

// S3 is storage that speaks S3, for attachments.
type S3 struct {
	Endpoint  string
	Bucket    string
	Region    string
	Prefix    string
	AccessKey string
	SecretKey string
	PathStyle bool
	Encrypt   bool
}

// At is the configuration once the socket is open. With port 0 only the system
// knows the port, and a public address that nobody wrote has to follow it.
func (c Config) At(addr net.Addr) Config {
	c.Listen = addr.String()
	if c.publicURLFollows || c.PublicURL == "" {
		c.PublicURL = addressFor(c.Listen)
	}
	return c
}

// addressFor is the address a person on this machine would type.
func addressFor(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "http://" + listen
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if port == "80" {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return "http://" + host
	}
	return "http://" + net.JoinHostPort(host, port)
}
