package main

import (
	"github.com/spf13/cobra"

	"anlan/internal/channel/email"
)

func inspectEmailCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "email FILE…",
		Short: "Show how messages are read: one JSON object per line",
		Long: "Show how messages are read: one JSON object per line. A FILE is a message, a mailbox (mbox) or a folder of these.\n" +
			"Nothing is stored, and a malformed message yields what can be read of it, with its problems.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return email.InspectFiles(paths, cmd.OutOrStdout())
		},
	}
}

func inspectReplyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "reply",
		Short: "Cut quoted history and signatures off mail bodies",
		Long: `Cut quoted history and signatures off mail bodies. Reads JSON lines {"id","text"} or {"id","html"} from standard input,` + "\n" +
			`writes {"id","reply","quoted","signature"}.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return email.InspectReply(cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}
