package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"anlan/internal/channel/email"
	"anlan/internal/understand/commitment"
	"anlan/internal/understand/phrasing"
	"anlan/internal/understand/triage"
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

func inspectWordingCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "wording",
		Short: "Mark in drafts what is better said otherwise",
		Long: `Mark in drafts what is better said otherwise. Reads JSON lines {"id","text","customer"?} from standard input, writes {"id","wording":[{"start","end","rule","weight","suggestion"}]}.` + "\n" +
			`What is known of the customer is {"name","gender","emotion","locale","own"}, each of which may be missing. Places are counted in Unicode code points.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return phrasing.Inspect(cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}

func inspectTextCommand() *cobra.Command {
	var model string
	cmd := &cobra.Command{
		Use:   "text",
		Short: "Read messages: language, topic, emotion, urgency, risks, personal data",
		Long: `Read messages. Reads JSON lines {"id","text","lang"?} from standard input, writes {"id","lang","topic","emotion","urgency","risk","pii","ms"}.` + "\n" +
			"Places are counted in Unicode code points. The topic is null without a model, and where a text belongs to none.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var reader triage.Reader
			if model != "" {
				var err error
				if reader.Topics, err = openModel(model); err != nil {
					return err
				}
			}
			return reader.Inspect(cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&model, "model", "", "topics that anlan intent train wrote")
	return cmd
}

func inspectPromisesCommand() *cobra.Command {
	var holidays []string
	cmd := &cobra.Command{
		Use:   "promises",
		Short: "Find what messages to customers promise, and until when",
		Long: `Find what messages to customers promise. Reads JSON lines {"id","text","sent_at","zone"} from standard input,` + "\n" +
			`writes {"id","promises":[{"start","end","due","kind"}]}.` + "\n" +
			"Places are counted in Unicode code points. due is RFC 3339 in the zone of the line, and null where no date is said.\n" +
			"Working days are Monday to Friday without the holidays, and end at 18:00.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			week := commitment.Week{Holidays: map[string]bool{}}
			for _, day := range holidays {
				if _, err := time.Parse(time.DateOnly, day); err != nil {
					return fmt.Errorf("%q is no day like 2026-10-01", day)
				}
				week.Holidays[day] = true
			}
			return commitment.Inspect(cmd.InOrStdin(), cmd.OutOrStdout(), week)
		},
	}
	cmd.Flags().StringSliceVar(&holidays, "holiday", nil, "a day on which nobody works, like 2026-10-01; several with commas")
	return cmd
}
