package main

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"anlan/internal/channel/email"
	"anlan/internal/drill/bench"
	"anlan/internal/drill/mailhouse"
)

func benchEmailCommand() *cobra.Command {
	f := benchFlags{sizes: []int{1000}}
	var mails, replies int
	var kept []string
	cmd := &cobra.Command{
		Use:   "email",
		Short: "Measure how fast mail comes in and answers go out",
		Long: "Measure how fast mail comes in from a mailbox and answers go out, through a Dovecot and a Postfix of its own (both must\n" +
			"be installed; Postfix wants a superuser). The mails are letters of its own making, or those that are kept in files, mailboxes\n" +
			"(mbox) and folders, again and again, each time by another name.",
		Example: "  anlan bench email --mails 10000 --replies 1000 --from ~/old-mail",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := lettersFrom(kept)
			if err != nil {
				return err
			}
			return f.measureEmail(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), bench.Mails{Raw: raw, Mails: mails, Replies: replies, Patience: time.Minute})
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntVar(&mails, "mails", 10_000, "how many lie in the mailbox")
	flags.IntVar(&replies, "replies", 1000, "how many answers leave afterwards; 0 needs no Postfix")
	flags.StringSliceVar(&kept, "from", nil, "files, mailboxes and folders with mails (default: letters of its own)")
	f.own(flags)
	return cmd
}

func (f benchFlags) measureEmail(ctx context.Context, out, progress io.Writer, m bench.Mails) error {
	if why := mailhouse.Missing(m.Replies > 0); why != "" {
		return errors.New(why)
	}
	told, err := f.table(out)
	if err != nil {
		return err
	}
	m.Told = told
	results, err := f.measureOwn(ctx, progress, told, "email-", func(own *bench.Own) (results []bench.Result, err error) {
		if m.House, err = mailhouse.Open(m.Replies > 0); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, m.House.Close()) }()
		return m.Run(ctx, own.Target)
	})
	return f.ended(out, results, err)
}

// lettersFrom gives the mails to bring in, by their number.
func lettersFrom(kept []string) (func(n int) []byte, error) {
	if len(kept) == 0 {
		return bench.Letters, nil
	}
	var raws [][]byte
	err := email.EachMessage(kept, func(_ string, raw []byte) error {
		raws = append(raws, raw)
		return nil
	})
	if err == nil && len(raws) == 0 {
		err = errors.New("there is no mail in what --from names")
	}
	return bench.Multiplied(raws), err
}
