package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Each set… understands one value, or says what it wanted instead. The sentence
// around it (which setting, from where, which value) is written by wrong.

func setData(c *Config, v string) error {
	if v == "" {
		return errors.New("want a folder")
	}
	c.Data = v
	return nil
}

func setListen(c *Config, v string) error { return place(&c.Listen, v) }

// place is an address to listen on.
func place(into *string, v string) error {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return errors.New("want host:port")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return errors.New("want host:port with a port from 0 to 65535")
	}
	*into = v
	return nil
}

// optional is a place, or none.
func optional(into *string, v string) error {
	if v == "" {
		return nil
	}
	return place(into, v)
}

func setPublicURL(c *Config, v string) error {
	if v == "" {
		c.publicURLFollows = true // filled in when every setting is read
		return nil
	}
	u, err := address(v, "http", "https")
	if err != nil {
		return err
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("want only scheme, host and port: the server cannot live below a path")
	}
	c.PublicURL = u.Scheme + "://" + u.Host
	return nil
}

func setDatabaseURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := parsed(v, "postgres", "postgresql")
	if err != nil {
		return err
	}
	if strings.Trim(u.Path, "/") == "" && u.Query().Get("dbname") == "" {
		return errors.New("want the name of the database after the host, like postgres://user@host/anlan")
	}
	c.DatabaseURL = v
	return nil
}

func setRedisURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	if _, err := address(v, "redis", "rediss"); err != nil {
		return err
	}
	c.RedisURL = v
	return nil
}

func setLogLevel(c *Config, v string) error {
	switch strings.ToLower(v) {
	case "debug", "info", "warn", "error":
		return c.LogLevel.UnmarshalText([]byte(v))
	}
	return errors.New("want debug, info, warn or error")
}

func setLogFormat(c *Config, v string) error {
	if v != "text" && v != "json" {
		return errors.New("want text or json")
	}
	c.LogFormat = v
	return nil
}

func setOTLPEndpoint(c *Config, v string) error {
	if v == "" {
		return nil
	}
	if _, err := address(v, "http", "https"); err != nil {
		return err
	}
	c.OTLPEndpoint = v
	return nil
}

func setFactRetention(c *Config, v string) (err error) {
	// A screen that slept through a night catches up from facts; less than a day would break it.
	c.FactRetention, err = duration(v, 24*time.Hour)
	return err
}

func setAuditRetention(c *Config, v string) (err error) {
	if v == "0" {
		c.AuditRetention = 0
		return nil
	}
	c.AuditRetention, err = duration(v, 24*time.Hour)
	return err
}

func setUploadLimit(c *Config, v string) (err error) {
	c.UploadLimit, err = size(v)
	return err
}

func setTrustedProxies(c *Config, v string) (err error) {
	c.TrustedProxies, err = networks(v)
	return err
}

func setWebhookNetworks(c *Config, v string) (err error) {
	c.WebhookNetworks, err = networks(v)
	return err
}

// networks reads a list of networks and single addresses.
func networks(v string) (list []netip.Prefix, err error) {
	for _, one := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(one)
		if ip, ipErr := netip.ParseAddr(one); ipErr == nil {
			network, err = netip.PrefixFrom(ip, ip.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("want addresses or networks separated by commas, and %q is neither", one)
		}
		list = append(list, network.Masked())
	}
	return list, nil
}

func setShutdownGrace(c *Config, v string) (err error) {
	c.ShutdownGrace, err = duration(v, 0)
	return err
}

func setSample(c *Config, v string) error { return yesNo(&c.Sample, v) }

// address is a URL that has a host.
func address(v string, schemes ...string) (*url.URL, error) {
	u, err := parsed(v, schemes...)
	if err == nil && u.Host == "" {
		return nil, fmt.Errorf("want %s://host", schemes[0])
	}
	return u, err
}

func parsed(v string, schemes ...string) (*url.URL, error) {
	u, err := url.Parse(v)
	if err != nil { // the error of net/url repeats the value, and with it the password
		return nil, fmt.Errorf("want a URL that begins with %s://", schemes[0])
	}
	for _, s := range schemes {
		if u.Scheme == s {
			return u, nil
		}
	}
	return nil, fmt.Errorf("want a URL that begins with %s://", schemes[0])
}

// duration reads what Go reads, and whole days: 400d.
func duration(v string, least time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if days, found := strings.CutSuffix(v, "d"); found {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(n) * 24 * time.Hour
		if n > 36500 {
			return 0, errors.New("want at most 36500d")
		}
	}
	switch {
	case err != nil:
		return 0, errors.New("want a duration like 90s, 12h or 400d")
	case d < least:
		return 0, fmt.Errorf("want at least %s", least)
	case d < 0:
		return 0, errors.New("want a duration that is not negative")
	}
	return d, nil
}

// size reads bytes, with KB, MB or GB counted in steps of 1024.
func size(v string) (int64, error) {
	number, factor := strings.ToUpper(strings.TrimSpace(v)), int64(1)
	for i, unit := range []string{"KB", "MB", "GB"} {
		if rest, found := strings.CutSuffix(number, unit); found {
			number, factor = strings.TrimSpace(rest), int64(1)<<(10*(i+1))
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, errors.New("want a size like 25MB, 512KB or a number of bytes")
	}
	if n < 1 || n > (4<<30)/factor {
		return 0, errors.New("want a size between 1 byte and 4GB")
	}
	return n * factor, nil
}

func yesNo(into *bool, v string) (err error) {
	if *into, err = strconv.ParseBool(v); err != nil {
		return errors.New("want true or false")
	}
	return nil
}

func setS3Endpoint(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := address(v, "https", "http")
	if err != nil {
		return err
	}
	if strings.Trim(u.Path, "/") != "" || u.User != nil {
		return errors.New("want only scheme, host and port: the bucket and the keys have settings of their own")
	}
	c.Files.Endpoint = u.Scheme + "://" + u.Host
	return nil
}
