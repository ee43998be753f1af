package email

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/notification"
	sentences "anlan/internal/words"
)

// Alarm tells people by mail that a channel is in trouble, and that it is over:
// once each, by a mailbox that is well, and never by the one in trouble. No machine
// answers these mails, and nothing that comes back of them raises an alarm.
type Alarm struct {
	post   *Post
	ward   *health.Ward
	office *staff.Office
	home   string // where the console is
	log    *slog.Logger
}

// NewAlarm opens it.
func NewAlarm(p *Post, w *health.Ward, o *staff.Office, publicURL string, log *slog.Logger) *Alarm {
	return &Alarm{post: p, ward: w, office: o, home: publicURL, log: log}
}

// Send tells one person. Where no mailbox of ours is well the bell and the push
// have to do, and the trouble says so.
func (a *Alarm) Send(ctx context.Context, m notification.Mail) error {
	t, err := a.ward.Trouble(ctx, m.Trouble)
	if fault.Is(err, "trouble.missing") || err == nil && !m.Over && t.OverAt != nil {
		return nil
	}
	if err != nil {
		return err
	}
	wanted, err := a.ward.ToMail(ctx, m.Trouble, m.Staff, m.Over)
	if err != nil || !wanted {
		return err
	}
	reader, err := a.office.Get(ctx, access.System, m.Staff)
	if fault.Is(err, "staff.missing") || err == nil && reader.State != staff.Active {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := a.post.channels.ByAddress(ctx, withoutPlus(reader.Email)); err == nil { // it would come in as a customer's
		return a.ward.NotMailed(ctx, m.Trouble, m.Staff, m.Over, "own_address")
	} else if !fault.Is(err, "channel.missing") {
		return err
	}
	ways, err := a.ways(ctx, t.Channel)
	if err != nil {
		return err
	}
	if len(ways) == 0 {
		return a.ward.NotMailed(ctx, m.Trouble, m.Staff, m.Over, "no_mailbox")
	}
	troubled, err := a.post.channels.ByID(ctx, t.Channel)
	if err != nil {
		return err
	}
	var failed []error
	for _, way := range ways {
		err := a.by(ctx, way, reader, troubled, t, m.Over)
		if err == nil {
			return a.ward.Mailed(ctx, m.Trouble, m.Staff, m.Over, way.ID)
		}
		a.log.Warn("an alarm could not be mailed this way; trying the next", "channel", way.ID, "err", err)
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// GiveUp is what happens when no way has worked for hours.
func (a *Alarm) GiveUp(ctx context.Context, m notification.Mail, _ error) error {
	return a.ward.NotMailed(ctx, m.Trouble, m.Staff, m.Over, "refused")
}

// ways are the mailboxes that are well enough to send.
func (a *Alarm) ways(ctx context.Context, except fact.ChannelID) (list []intake.Channel, err error) {
	all, err := a.ward.List(ctx, access.System)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if h.Channel == except || h.Kind != intake.Email || !h.Sends() {
			continue
		}
		c, err := a.post.channels.ByID(ctx, h.Channel)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (a *Alarm) by(ctx context.Context, way intake.Channel, to staff.Staff, troubled intake.Channel, t health.Trouble, over bool) error {
	settings, err := a.post.letIn(ctx, way)
	if err != nil {
		return err
	}
	out, err := a.write(settings, to, troubled, t, over)
	if err != nil {
		return err
	}
	return a.post.hand(ctx, way, settings, out, func() error { return nil })
}

func (a *Alarm) write(s intake.EmailSettings, to staff.Staff, troubled intake.Channel, t health.Trouble, over bool) (letter, error) {
	_, domain, _ := strings.Cut(s.Address, "@")
	out := letter{Msg: mail.NewMsg(), messageID: fmt.Sprintf("trouble.%s.%t.%s@%s", t.ID, over, to.ID, domain), from: s.Address, to: to.Email}
	if err := errors.Join(out.FromFormat(s.FromName, s.Address), out.AddToFormat(to.Name, to.Email)); err != nil {
		return letter{}, err
	}
	language := sentences.Language(to.Locale)
	say := func(key string, values map[string]any) string { return sentences.Text(language, key, values) }
	subject := say("trouble.mail.subject", map[string]any{"channel": troubled.Name, "what": say("trouble.part."+string(t.Part), nil)})
	words := []string{say(t.Code, t.About), say("trouble.mail.since", map[string]any{"time": clock(t.Since, to.TimeZone)})}
	if over {
		subject = say("trouble.mail.over_subject", map[string]any{"channel": troubled.Name})
		words = []string{say("trouble.mail.over", map[string]any{"channel": troubled.Name, "what": say("trouble.part."+string(t.Part), nil)})}
	}
	words = append(words,
		say("trouble.mail.open", map[string]any{"url": a.home + "/settings/channels/" + string(troubled.ID)}),
		"-- \n"+say("trouble.mail.why", map[string]any{"url": a.home + "/settings/notifications"}))
	out.Subject(subject)
	out.SetDateWithValue(a.post.db.Now())
	out.SetMessageIDWithValue(out.messageID)
	automatic(out.Msg)
	out.SetGenHeader("Precedence", "bulk")
	out.SetBodyString(mail.TypeTextPlain, strings.Join(words, "\n\n")+"\n")
	return out, nil
}

// automatic says that nobody pressed a button for a mail: no machine shall answer
// it (RFC 3834).
func automatic(m *mail.Msg) {
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
}

// clock is a time as its reader's clock shows it.
func clock(at time.Time, zone string) string {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	return at.In(place).Format("2006-01-02 15:04 MST")
}
