package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/arrive/intake"
	"anlan/internal/channel/email"
	"anlan/internal/platform/config"
)

func importEmailCommand() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "email --channel KEY PATH…",
		Short: "Bring kept mail in: messages, mailboxes (mbox) and folders of these",
		Long: "Bring kept mail in: messages, mailboxes (mbox) and folders of these. Whatever came before is recognised,\n" +
			"so an import that was interrupted is simply run again. A message that cannot be read comes in as well,\n" +
			"with its raw form attached.",
		Args: cobra.MinimumNArgs(1),
		RunE: within(func(cmd *cobra.Command, a *app.Anlan, paths []string) error {
			channel, err := a.Channels.ByKey(cmd.Context(), key)
			if err != nil {
				return err
			}
			if channel.Kind != intake.Email {
				return fmt.Errorf("%s is a channel for %s and takes no mail", channel.Name, channel.Kind)
			}
			var n imported
			err = email.EachMessage(paths, func(file string, raw []byte) error {
				in := email.Inbound(channel, raw)
				receipt, err := a.Door.Accept(cmd.Context(), in)
				if err != nil && cmd.Context().Err() == nil {
					fmt.Fprintf(cmd.ErrOrStderr(), "anlan: %s: %s\n", file, sentence(err))
				}
				n.count(in, receipt, err)
				return cmd.Context().Err()
			})
			fmt.Fprintln(cmd.OutOrStdout(), n)
			if err == nil && n.refused > 0 {
				err = fmt.Errorf("%d messages did not come in; they are named above", n.refused)
			}
			return err
		}),
	}
	cmd.Flags().StringVar(&key, "channel", "", "key of the e-mail channel, as the settings show it")
	return demanded(configured(cmd, config.Store, config.Files, config.Limits, config.Logs), "channel")
}

// imported is what became of the messages.
type imported struct{ fresh, known, unreadable, refused int }

func (n *imported) count(in intake.Inbound, receipt intake.Receipt, err error) {
	switch {
	case err != nil:
		n.refused++
	case receipt.Duplicate:
		n.known++
	default:
		n.fresh++
	}
	if err == nil && in.Unreadable {
		n.unreadable++
	}
}

func (n imported) String() string {
	return fmt.Sprintf("%d messages: %d came in, %d were here before, %d did not come in; %d are kept as unreadable.",
		n.fresh+n.known+n.refused, n.fresh, n.known, n.refused, n.unreadable)
}
