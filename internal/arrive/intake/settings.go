package intake

import (
	"encoding/json"
	"net/mail"
	"regexp"
	"strings"
	"unicode/utf8"

	"anlan/internal/fact"
	"anlan/internal/kit/plain"
	"anlan/internal/kit/richtext"
	"anlan/internal/kit/variables"
	"anlan/internal/platform/fault"
)

// ByLanguage is a text in the languages of the product.
type ByLanguage struct {
	ZhCN string `json:"zh-CN,omitempty"`
	En   string `json:"en,omitempty"`
}

// WebchatSettings are those of a chat on a site.
type WebchatSettings struct {
	// AllowedOrigins are the sites that may show the chat; empty means any.
	AllowedOrigins []string   `json:"allowed_origins"`
	Title          ByLanguage `json:"title"`
	Greeting       ByLanguage `json:"greeting"`
	Colour         string     `json:"colour"`

	Look       Look       `json:"look"`
	Before     Before     `json:"before"`
	Identity   Proving    `json:"identity"`
	Continuing Continuing `json:"continuing"`
}

// Look is how a chat appears on a page.
type Look struct {
	Theme    string     `json:"theme"`    // auto, light or dark
	Position string     `json:"position"` // right or left
	Radius   int        `json:"radius"`   // of its corners, in pixels
	Launcher ByLanguage `json:"launcher"` // a text beside the button; empty is the button alone
	Logo     string     `json:"logo"`     // a picture as a data: address
	Quiet    bool       `json:"quiet"`    // no sound when an answer comes
}

// Before are the questions that a visitor answers before the first message.
// Whom the site itself has named is not asked.
type Before struct {
	Asks   bool       `json:"asks"`
	Intro  ByLanguage `json:"intro"`
	Fields []Field    `json:"fields"`
}

// Proving is how a site proves who its visitors are.
type Proving struct {
	// Keys are public keys (PEM or JWKS) for RS256 and ES256. Without any, tokens
	// are signed HS256 with the channel's secret.
	Keys string `json:"keys"`
	// UserHash lets in the simpler proof as well: the HMAC-SHA256 of the user's id.
	UserHash bool `json:"user_hash"`
	// Attributes are those of a token's that are kept with the contact.
	Attributes []string `json:"attributes"`
	// Required lets only visitors write whom the site has named.
	Required bool `json:"required"`
}

// Continuing is how a chat goes on by e-mail when the visitor has left.
type Continuing struct {
	Mailbox fact.ChannelID `json:"mailbox"` // the e-mail channel that sends; empty is off
	Minutes int            `json:"minutes"` // how long a reply waits to be read in the chat
	Page    string         `json:"page"`    // the page that the link in the mail opens; empty is our own
}

// FormSettings are those of a contact form.
type FormSettings struct {
	// AllowedOrigins are the sites that may show the form in a frame; empty means any.
	AllowedOrigins []string       `json:"allowed_origins"`
	Title          ByLanguage     `json:"title"`
	Intro          ByLanguage     `json:"intro"`
	Thanks         ByLanguage     `json:"thanks"`
	Colour         string         `json:"colour"`
	Logo           string         `json:"logo"`    // a picture as a data: address
	Mailbox        fact.ChannelID `json:"mailbox"` // the e-mail channel that answers; without it nobody can reply
	Fields         []Field        `json:"fields"`
	Files          bool           `json:"files"` // whether files may be added
}

// EmailSettings are those of a mailbox.
type EmailSettings struct {
	Address  string `json:"address"`
	FromName string `json:"from_name"`
	SMTP     SMTP   `json:"smtp"`
	IMAP     IMAP   `json:"imap"`

	// PlusAddresses: mail to name+anything@ reaches the mailbox, so that a bounce
	// can be sent to an address which names the message.
	PlusAddresses bool `json:"plus_addresses"`
	// Quote puts the customer's last message below each reply.
	Quote bool `json:"quote"`
	// Signature stands below each reply, behind the writer's own; with variables.
	Signature string `json:"signature"`
	// Receiver is the mail server whose findings about senders are believed (the
	// authserv-id of RFC 8601); empty is nobody.
	Receiver string `json:"receiver"`
	// SignReplies: what leaves is signed with the mailbox's own key (S/MIME), where one is
	// good for its address.
	SignReplies bool `json:"sign_replies"`
	// AutoReply tells who wrote that their mail is here.
	AutoReply AutoReply `json:"auto_reply"`
}

// AutoReply is what a mailbox answers by itself.
type AutoReply struct {
	On   bool       `json:"on"`
	Text ByLanguage `json:"text"` // with variables; empty is ours
}

// AutoReplyVariables are the names that its text may use.
var AutoReplyVariables = []string{"contact.name", "conversation.number", "conversation.subject", "channel.name", "expected"}

// IMAP is the mailbox that mail is fetched from. Without a host nothing is.
type IMAP struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"` // tls, starttls or none
	User     string `json:"user"`
	Password string `json:"password"`
	Folder   string `json:"folder"` // INBOX where nothing is said
	Begin    string `json:"begin"`  // what of the mail that lies there comes in: now (none of it), week, month, all
}

// SMTP is the server that sends our mail. Without a host the channel cannot send.
type SMTP struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"` // starttls, tls or none
	User     string `json:"user"`
	Password string `json:"password"`
	Token    string `json:"-"` // a provider's, in place of the password; it is kept elsewhere
}

// APISettings has none yet.
type APISettings struct{}

// Mask stands for a password that is set; saved back, it keeps the old one.
const Mask = "***"

// WebchatSettings reads the settings of a chat.
func (c Channel) Webchat() (s WebchatSettings, err error) {
	return s, json.Unmarshal(c.Settings, &s)
}

// Form reads the settings of a contact form.
func (c Channel) Form() (s FormSettings, err error) {
	return s, json.Unmarshal(c.Settings, &s)
}

// Email reads the settings of a mailbox, without its passwords.
func (c Channel) Email() (s EmailSettings, err error) {
	err = json.Unmarshal(c.Settings, &s)
	s.IMAP.Password, s.SMTP.Password = "", ""
	return s, err
}

// Known is the name under which customers know a channel: the sender's of its mails,
// where it has one. Its own name is for colleagues.
func (c Channel) Known() string {
	if c.Kind == Email {
		if s, err := c.Email(); err == nil && s.FromName != "" {
			return s.FromName
		}
	}
	return c.Name
}

// CanSend tells whether a reply on this channel would go anywhere.
func (c Channel) CanSend() bool {
	switch c.Kind {
	case Email:
		s, err := c.Email()
		return err == nil && s.SMTP.Host != "" && s.Address != ""
	case Form: // the mailbox itself is asked when the mail leaves
		s, err := c.Form()
		return err == nil && s.Mailbox != ""
	}
	return true
}

// ByMail tells whether replies on this channel leave as mail.
func (c Channel) ByMail() bool { return c.Kind == Email || c.Kind == Form }

// settled merges a change into the settings of a kind and checks the result.
func settled(kind, old string, change json.RawMessage) (string, error) {
	switch kind {
	case Webchat:
		return merged(old, change, checkWebchat)
	case Email:
		return merged(old, change, checkEmail)
	case Form:
		return merged(old, change, checkForm)
	case API:
		return merged(old, change, func(_, s APISettings) (APISettings, error) { return s, nil })
	}
	return "", fault.New(fault.Invalid, "channel.unknown_kind", "kind", kind).At("kind")
}

func merged[S any](old string, change json.RawMessage, check func(before, after S) (S, error)) (string, error) {
	var before, after S
	if err := json.Unmarshal([]byte(old), &before); err != nil {
		return "", err
	}
	after = before
	if len(change) > 0 {
		strict := json.NewDecoder(strings.NewReader(string(change)))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&after); err != nil {
			return "", fault.New(fault.Invalid, "channel.settings_wrong", "problem", err.Error()).At("settings")
		}
	}
	after, err := check(before, after)
	if err != nil {
		return "", err
	}
	out, err := json.Marshal(after)
	return string(out), err
}

// EmailFrom are settings of a mailbox that is no channel yet, checked and filled in.
func EmailFrom(settings json.RawMessage) (s EmailSettings, err error) {
	text, err := settled(Email, "{}", settings)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s)
}

func checkEmail(before, s EmailSettings) (_ EmailSettings, err error) {
	if s.Address != "" {
		a, err := mail.ParseAddress(s.Address)
		if err != nil {
			return s, fault.New(fault.Invalid, "channel.address_wrong", "address", s.Address).At("settings.address")
		}
		s.Address = a.Address
	}
	if s.Receiver = strings.ToLower(strings.TrimSpace(s.Receiver)); s.Receiver != "" && !receiverForm.MatchString(s.Receiver) {
		return s, fault.New(fault.Invalid, "channel.receiver_wrong", "receiver", plain.Upto(s.Receiver, 100)).At("settings.receiver")
	}
	if s.SMTP.Password == Mask {
		s.SMTP.Password = before.SMTP.Password
	}
	if s.IMAP.Password == Mask {
		s.IMAP.Password = before.IMAP.Password
	}
	if s.SMTP.Host != "" {
		if err := line(&s.SMTP.Security, &s.SMTP.Port, "smtp", "starttls", map[string]int{"starttls": 587, "tls": 465, "none": 25}); err != nil {
			return s, err
		}
	}
	if s.Signature = richtext.Sanitise(plain.Text(s.Signature)); utf8.RuneCountInString(s.Signature) > maxSignature {
		return s, fault.New(fault.TooLarge, "channel.signature_too_long", "limit", maxSignature).At("settings.signature")
	}
	if s.AutoReply.Text, err = CheckedAutoReply(s.AutoReply.Text); err != nil {
		return s, err
	}
	return checkIMAP(s)
}

var receiverForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,252}$`)

// maxAutoReply bounds what a mailbox answers by itself, in characters.
const maxAutoReply = 5000

// maxSignature bounds what stands below every mail, in characters with markup.
const maxSignature = 10_000

// CheckedAutoReply refuses wordings that could not be sent.
func CheckedAutoReply(texts ByLanguage) (ByLanguage, error) {
	for at, text := range map[string]*string{"zh-CN": &texts.ZhCN, "en": &texts.En} {
		*text = strings.TrimSpace(plain.Text(*text))
		if utf8.RuneCountInString(*text) > maxAutoReply {
			return texts, fault.New(fault.TooLarge, "channel.auto_reply_too_long", "limit", maxAutoReply).At("settings.auto_reply.text." + at)
		}
		if name, is := variables.Unknown(*text, AutoReplyVariables); is {
			return texts, fault.New(fault.Invalid, "wording.unknown_variable", "variable", name).At("settings.auto_reply.text." + at)
		}
	}
	return texts, nil
}

func checkIMAP(s EmailSettings) (EmailSettings, error) {
	if s.IMAP.Host == "" {
		return s, nil
	}
	if err := line(&s.IMAP.Security, &s.IMAP.Port, "imap", "tls", map[string]int{"starttls": 143, "tls": 993, "none": 143}); err != nil {
		return s, err
	}
	if s.IMAP.User == "" {
		s.IMAP.User = s.Address
	}
	if s.IMAP.User == "" {
		return s, fault.New(fault.Invalid, "channel.imap_needs_user").At("settings.imap.user")
	}
	if s.IMAP.Folder == "" {
		s.IMAP.Folder = "INBOX"
	}
	switch s.IMAP.Begin {
	case "":
		s.IMAP.Begin = "now"
	case "now", "week", "month", "all":
	default:
		return s, fault.New(fault.Invalid, "channel.begin_unknown", "begin", s.IMAP.Begin).At("settings.imap.begin")
	}
	return s, nil
}

// line settles how a mail server is reached.
func line(security *string, port *int, server, usual string, ports map[string]int) error {
	if *security == "" {
		*security = usual
	}
	usually, known := ports[*security]
	if !known {
		return fault.New(fault.Invalid, "channel.security_unknown", "security", *security).At("settings." + server + ".security")
	}
	if *port == 0 {
		*port = usually
	}
	if *port < 1 || *port > 65535 {
		return fault.New(fault.Invalid, "channel.port_wrong", "port", *port).At("settings." + server + ".port")
	}
	return nil
}

// Fetches tells whether mail is fetched for a channel.
func (c Channel) Fetches() bool {
	if c.Kind != Email || c.State != "active" {
		return false
	}
	s, err := c.Email()
	return err == nil && s.IMAP.Host != ""
}

// masked hides what even an administrator has no reason to read back.
func masked(c Channel) Channel {
	c.Settings = maskedSettings(string(c.Settings))
	return c
}

func maskedSettings(settings string) json.RawMessage {
	var fields map[string]any
	if json.Unmarshal([]byte(settings), &fields) != nil {
		return json.RawMessage(`{}`)
	}
	for _, server := range []string{"smtp", "imap"} {
		if line, ok := fields[server].(map[string]any); ok && line["password"] != "" {
			line["password"] = Mask
		}
	}
	out, _ := json.Marshal(fields) // it was JSON a line ago
	return out
}
