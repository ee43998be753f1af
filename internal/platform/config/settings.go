package config

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// setting is one line of the manual and the rule for its value. Key is the name
// in the file; the flag and the variable are the same words in other dress.
type setting struct {
	Key     string
	Part    Part
	Default string
	Usage   string
	Secret  bool // the value may hold a password
	Switch  bool // a flag that needs no value
	set     func(*Config, string) error
}

// Part is what a setting is about. A command's manual shows the parts that matter
// to it; what the others say is still heard.
type Part string

const (
	Store   Part = "store"   // where the rows are
	Files   Part = "files"   // where attachments are
	Address Part = "address" // where browsers find us
	Nodes   Part = "nodes"   // what connects several
	Logs    Part = "logs"
	Limits  Part = "limits"
	Serving Part = "serving"
)

func (s setting) Flag() string     { return strings.ReplaceAll(s.Key, "_", "-") }
func (s setting) Variable() string { return "ANLAN_" + strings.ToUpper(s.Key) }

func (s setting) shown(value string) string {
	if s.Secret {
		return masked(value)
	}
	return value
}

// settings in the order in which a person meets them.
var settings = []setting{
	{Key: "data", Part: Store, Default: "./data", set: setData,
		Usage: "folder for the SQLite database, attachments, backups and the installation's secret"},
	{Key: "listen", Part: Serving, Default: "127.0.0.1:8080", set: setListen,
		Usage: "address to serve on, host:port"},
	{Key: "public_url", Part: Address, Default: "", set: setPublicURL,
		Usage: "address under which browsers reach this server (default: from the listen address)"},
	{Key: "database_url", Part: Store, Default: "", Secret: true, set: setDatabaseURL,
		Usage: "postgres://user:password@host/name; empty: SQLite in the data folder"},
	{Key: "redis_url", Part: Nodes, Default: "", Secret: true, set: setRedisURL,
		Usage: "redis://host:6379, needed as soon as two nodes serve one database"},
	{Key: "blob_s3_endpoint", Part: Files, Default: "", Secret: true, set: setS3Endpoint,
		Usage: "https://host of S3-compatible storage for attachments; empty: the data folder"},
	{Key: "blob_s3_bucket", Part: Files, Default: "", set: func(c *Config, v string) error { c.Files.Bucket = v; return nil },
		Usage: "bucket for attachments"},
	{Key: "blob_s3_region", Part: Files, Default: "us-east-1", set: func(c *Config, v string) error { c.Files.Region = v; return nil },
		Usage: "region of the bucket"},
	{Key: "blob_s3_prefix", Part: Files, Default: "", set: func(c *Config, v string) error { c.Files.Prefix = v; return nil },
		Usage: "before the names of attachments, where others share the bucket"},
	{Key: "blob_s3_access_key", Part: Files, Default: "", Secret: true, set: func(c *Config, v string) error { c.Files.AccessKey = v; return nil },
		Usage: "access key of the bucket"},
	{Key: "blob_s3_secret_key", Part: Files, Default: "", Secret: true, set: func(c *Config, v string) error { c.Files.SecretKey = v; return nil },
		Usage: "secret key of the bucket"},
	{Key: "blob_s3_path_style", Part: Files, Default: "true", Switch: true, set: func(c *Config, v string) error { return yesNo(&c.Files.PathStyle, v) },
		Usage: "the bucket in the path of an address, as most storages of one's own want it"},
	{Key: "blob_s3_encrypt", Part: Files, Default: "false", Switch: true, set: func(c *Config, v string) error { return yesNo(&c.Files.Encrypt, v) },
		Usage: "ask the storage to encrypt attachments (SSE-S3)"},
	{Key: "log_level", Part: Logs, Default: "info", set: setLogLevel,
		Usage: "debug, info, warn or error"},
	{Key: "log_format", Part: Logs, Default: "text", set: setLogFormat,
		Usage: "text for people, json for machines"},
	{Key: "otlp_endpoint", Part: Serving, Default: "", Secret: true, set: setOTLPEndpoint,
		Usage: "http://host:4318 of an OpenTelemetry collector; empty: no traces"},
	// Thirteen months: the same month of last year can still be compared.
	{Key: "fact_retention", Part: Serving, Default: "396d", set: setFactRetention,
		Usage: "how long facts are kept, for example 400d"},
	{Key: "audit_retention", Part: Serving, Default: "1096d", set: setAuditRetention,
		Usage: "how long the audit is kept, with who looked at whose data; 0 keeps it for ever"},
	{Key: "upload_limit", Part: Limits, Default: "25MB", set: setUploadLimit,
		Usage: "largest attachment, for example 25MB"},
	{Key: "trusted_proxies", Part: Serving, Default: "", set: setTrustedProxies,
		Usage: "networks whose X-Forwarded-For is believed, for example 10.0.0.0/8,192.168.1.5"},
	{Key: "webhook_networks", Part: Serving, Default: "", set: setWebhookNetworks,
		Usage: "private networks that webhooks, pushes to browsers, sign-ins at mail providers and pictures of mails may reach, for example 10.0.0.0/8; empty: public addresses only"},
	{Key: "smtp_listen", Part: Serving, Default: "", set: func(c *Config, v string) error { return optional(&c.Mail.SMTP, v) },
		Usage: "address to receive mail for e-mail channels on by SMTP, host:port, for example :25; empty: none"},
	{Key: "lmtp_listen", Part: Serving, Default: "", set: func(c *Config, v string) error { return optional(&c.Mail.LMTP, v) },
		Usage: "address to receive mail on by LMTP from a mail server of one's own, host:port, for example 127.0.0.1:2424; empty: none"},
	{Key: "smtp_name", Part: Serving, Default: "", set: func(c *Config, v string) error { c.Mail.Name = v; return nil },
		Usage: "name under which mail is received (default: host of the public address)"},
	{Key: "smtp_certificate", Part: Serving, Default: "", set: func(c *Config, v string) error { c.Mail.Certificate = v; return nil },
		Usage: "file with the certificate for STARTTLS, read anew for each connection; empty: no encryption"},
	{Key: "smtp_key", Part: Serving, Default: "", set: func(c *Config, v string) error { c.Mail.Key = v; return nil },
		Usage: "file with its key"},
	{Key: "shutdown_grace", Part: Serving, Default: "20s", set: setShutdownGrace,
		Usage: "how long a stop waits for open requests and running jobs"},
	{Key: "sample", Part: Serving, Default: "false", Switch: true, set: setSample,
		Usage: "load the sample world, once"},
}

// known finds a setting by its name in the file.
func known(key string) (setting, bool) {
	for _, s := range settings {
		if s.Key == key {
			return s, true
		}
	}
	return setting{}, false
}

// Flags adds one flag for each setting. They carry no defaults of their own:
// a flag counts only when somebody wrote it. Where parts are named, the manual
// passes over the others.
func Flags(flags *pflag.FlagSet, parts ...Part) {
	flags.String("config", "", "YAML file with settings (ANLAN_CONFIG; default ./anlan.yaml where it exists)")
	for _, s := range settings {
		usage := s.Usage + " (" + s.Variable() + ")"
		if s.Default != "" && !s.Switch {
			usage = s.Usage + " (" + s.Variable() + "; default " + s.Default + ")"
		}
		if s.Switch {
			flags.Var(new(onOff), s.Flag(), usage)
			flags.Lookup(s.Flag()).NoOptDefVal = "true"
		} else {
			flags.String(s.Flag(), "", usage)
		}
		flags.Lookup(s.Flag()).Hidden = len(parts) > 0 && !slices.Contains(parts, s.Part)
	}
}

// onOff is a flag that needs no value; what it says is judged with the rest.
type onOff string

func (o *onOff) String() string     { return string(*o) }
func (o *onOff) Set(v string) error { *o = onOff(v); return nil }
func (o *onOff) Type() string       { return "bool" }
