package email

import (
	"context"
	"errors"

	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
)

// letIn is the settings of a mailbox with what lets us into its servers now: a
// provider's token, or the password.
func (p *Post) letIn(ctx context.Context, channel intake.Channel) (intake.EmailSettings, error) {
	settings, err := channel.Email()
	if err != nil {
		return settings, err
	}
	if settings.SMTP.Token, err = p.keys.Access(ctx, channel.ID); err != nil {
		return settings, err
	}
	if settings.SMTP.User == "" && settings.SMTP.Token != "" {
		settings.SMTP.User = settings.IMAP.User
	}
	if settings.SMTP.User == "" && settings.SMTP.Token != "" {
		settings.SMTP.User = settings.Address
	}
	if settings.SMTP.Token == "" {
		settings.SMTP.Password, err = password(p.channels, channel, intake.BySMTP)
	}
	return settings, err
}

// password is the one of a side of a mailbox. That it cannot be opened is a trouble of
// the mailbox, like one that its server refuses.
func password(channels *intake.Channels, channel intake.Channel, side intake.Side) (string, error) {
	word, err := channels.Password(channel, side)
	if errors.Is(err, intake.ErrSealed) {
		return "", &mailbox.Trouble{Reason: "sealed", Cause: err}
	}
	return word, err
}
