package doctor

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"

	"github.com/redis/rueidis"
)

// Redis asks the server that connects the nodes. url "" means there is one node.
func Redis(url, shown string) Check {
	return Check{"redis", func(ctx context.Context) []Finding {
		if url == "" {
			return ok("not configured: this is the only node")
		}
		if err := pingRedis(ctx, url); err != nil {
			return bad(fmt.Sprintf("%s does not answer: %v", shown, err),
				"start it, or correct ANLAN_REDIS_URL; with one node only, leave it empty")
		}
		return ok("%s answers", shown)
	}}
}

func pingRedis(ctx context.Context, url string) error {
	options, err := rueidis.ParseURL(url)
	if err != nil {
		return err
	}
	options.DisableCache, options.DisableRetry, options.ForceSingleClient = true, true, true
	options.Dialer.Timeout = patience
	client, err := rueidis.NewClient(options)
	if err != nil {
		return err
	}
	defer client.Close()
	return client.Do(ctx, client.B().Ping().Build()).Error()
}

// Mailbox is a server through which a channel sends.
type Mailbox struct {
	Channel string // its name, as people know it
	Address string // host:port; "" = it has none, and replies cannot leave
	TLS     bool   // speaks TLS from the first byte
	Sealed  bool   // a password of it cannot be opened
}

// Mail knocks at every server that channels send through. It sends nothing.
func Mail(mailboxes func(context.Context) ([]Mailbox, error)) Check {
	return Check{"mail", func(ctx context.Context) (found []Finding) {
		all, err := mailboxes(ctx)
		if err != nil {
			return bad(fmt.Sprintf("the mail channels cannot be listed: %v", err), "see the line about the database")
		}
		for _, m := range all {
			if m.Sealed {
				found = append(found, bad(fmt.Sprintf("a password of %s cannot be opened: it was sealed with another key", m.Channel),
					"put the row seal_key of the table setting back from a backup, or enter the password once more under Settings, Channels")...)
			}
			if m.Address == "" {
				found = append(found, warn(fmt.Sprintf("%s has no server to send with, so nobody can reply by it", m.Channel),
					"set its SMTP server under Settings, Channels, or close the channel")...)
				continue
			}
			found = append(found, knock(ctx, m)...)
		}
		if len(all) == 0 {
			return ok("no channel sends mail")
		}
		return found
	}}
}

func knock(ctx context.Context, m Mailbox) []Finding {
	greeting, err := greet(ctx, m)
	switch {
	case err != nil:
		return bad(fmt.Sprintf("replies of %s wait: %s does not answer: %v", m.Channel, m.Address, err),
			"correct the mail server in the channel's settings; replies are kept and tried again")
	case !strings.HasPrefix(greeting, "220"):
		return bad(fmt.Sprintf("replies of %s wait: %s says %q", m.Channel, m.Address, greeting),
			"ask who runs the mail server")
	}
	return ok("%s sends through %s", m.Channel, m.Address)
}

// greet reads the first line that a mail server says of its own accord.
func greet(ctx context.Context, m Mailbox) (string, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.Address)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if deadline, set := ctx.Deadline(); set {
		_ = conn.SetDeadline(deadline)
	}
	if m.TLS {
		host, _, _ := net.SplitHostPort(m.Address)
		conn = tls.Client(conn, &tls.Config{ServerName: host})
	}
	line, err := bufio.NewReaderSize(conn, 1024).ReadString('\n')
	return strings.TrimSpace(line), err
}
