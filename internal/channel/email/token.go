package email

import (
	"context"

	"anlan/internal/arrive/intake"
)

// letIn is the settings of a mailbox with what lets us into its servers now: the
// password that stands there, or a provider's token.
func (p *Post) letIn(ctx context.Context, channel intake.Channel) (intake.EmailSettings, error) {
	settings, err := channel.Email()
	if err != nil {
		return settings, err
	}
	settings.SMTP.Token, err = p.keys.Access(ctx, channel.ID)
	if settings.SMTP.User == "" && settings.SMTP.Token != "" {
		settings.SMTP.User = settings.IMAP.User
	}
	if settings.SMTP.User == "" && settings.SMTP.Token != "" {
		settings.SMTP.User = settings.Address
	}
	return settings, err
}
