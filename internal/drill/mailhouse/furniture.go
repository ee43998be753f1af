package mailhouse

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"
	"time"
)

// furnish lays out the folder of Dovecot.
func (h *House) furnish() error {
	if err := os.Chmod(h.Folder, 0o711); err != nil {
		return err
	}
	for _, folder := range []string{"run", "state", "door", "mail", "mail/" + User, "mail/" + User + "/new", "mail/" + User + "/cur", "mail/" + User + "/tmp"} {
		if err := errors.Join(os.Mkdir(h.at(folder), 0o755), h.give(h.at(folder))); err != nil {
			return err
		}
	}
	var users strings.Builder
	for _, who := range []string{User, Customer} {
		fmt.Fprintf(&users, "%s:{PLAIN}%s:%d:%d::%s\n", who, Password, h.owner.uid, h.owner.gid, h.at("mail", who))
	}
	return errors.Join(
		h.write("dovecot.log", ""), h.give(h.at("dovecot.log")),
		h.write("users", users.String()),
		h.write("keys/default/HS256/default", base64.StdEncoding.EncodeToString([]byte(key))),
		h.write("oauth2.conf", fmt.Sprintf("introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix=%s/\nusername_attribute = email\n", h.at("keys"))),
		h.write("dovecot.conf", fmt.Sprintf(dovecotConf, h.Folder, h.owner.name, h.owner.group, h.IMAP)),
	)
}

// furnishPost lays out the folder of Postfix.
func (h *House) furnishPost() error {
	owner, errOwner := user.Lookup("postfix")
	group, errGroup := user.LookupGroup("postdrop")
	if err := errors.Join(errOwner, errGroup); err != nil {
		return err
	}
	uid, _ := strconv.Atoi(owner.Uid)
	drop, _ := strconv.Atoi(group.Gid)
	errs := []error{os.MkdirAll(h.at("queue", "pid"), 0o755)}
	for _, folder := range []string{"active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"} {
		errs = append(errs, os.Mkdir(h.at("queue", folder), 0o700), os.Chown(h.at("queue", folder), uid, 0))
	}
	for folder, mode := range map[string]os.FileMode{"maildrop": 0o730, "public": 0o710} {
		errs = append(errs, os.Mkdir(h.at("queue", folder), 0o700), os.Chown(h.at("queue", folder), uid, drop), os.Chmod(h.at("queue", folder), mode))
	}
	return errors.Join(append(errs,
		os.Mkdir(h.at("postfix"), 0o755), os.Chown(h.at("postfix"), uid, 0),
		h.write("etc/main.cf", fmt.Sprintf(mainCf, h.Folder, Domain)),
		h.write("etc/master.cf", fmt.Sprintf(masterCf, h.SMTP)))...)
}

// key signs tokens for Dovecot (HS256).
const key = "calm water runs deep, and far, and wide"

// Token lets User into the mailbox, and to Postfix, until an instant. No two are
// the same.
func Token(until time.Time) string {
	encode := base64.RawURLEncoding.EncodeToString
	head := encode([]byte(`{"alg":"HS256","typ":"JWT"}`))
	body := encode(fmt.Appendf(nil, `{"sub":%q,"email":%q,"jti":%q,"iat":%d,"nbf":%d,"exp":%d}`, User, User, rand.Text(), until.Add(-2*time.Hour).Unix(), until.Add(-2*time.Hour).Unix(), until.Unix()))
	sum := hmac.New(sha256.New, []byte(key))
	sum.Write([]byte(head + "." + body))
	return head + "." + body + "." + encode(sum.Sum(nil))
}

const allMechanisms = "plain login xoauth2 oauthbearer"

const dovecotConf = `protocols = imap lmtp
listen = 127.0.0.1
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/dovecot.log
default_internal_user = %[2]s
default_internal_group = %[3]s
default_login_user = %[2]s
first_valid_uid = 1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = ` + allMechanisms + `
auth_failure_delay = 0
mail_location = maildir:%[1]s/mail/%%u
mail_max_userip_connections = 100
recipient_delimiter = +
lmtp_hdr_delivery_address = original
login_trusted_networks = 127.0.0.0/8
postmaster_address = postmaster@example.com
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = %[1]s/oauth2.conf
}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = username_format=%%u %[1]s/users
}
userdb {
  driver = passwd-file
  args = username_format=%%u %[1]s/users
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = %[4]d
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  unix_listener %[1]s/door/lmtp {
    mode = 0666
  }
}
service stats {
  chroot =
}
service auth {
  unix_listener %[1]s/door/auth {
    mode = 0666
  }
}
`

const mainCf = `compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/postfix
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
maillog_file = %[1]s/postfix.log
maillog_file_prefixes = %[1]s
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.%[2]s
mydestination =
alias_maps =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = %[2]s
virtual_mailbox_base = %[1]s
virtual_transport = lmtp:unix:%[1]s/door/lmtp
default_transport = error:no outside mail
relay_transport = error:no outside mail
recipient_delimiter = +
smtputf8_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = %[1]s/door/auth
smtpd_sasl_auth_enable = yes
in_flow_delay = 0
`

const masterCf = `127.0.0.1:%d inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp flags=D
error unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`
