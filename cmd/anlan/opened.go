package main

import (
	"errors"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/platform/observe"
)

// opened makes a command out of work on a node that serves nobody. What it logs
// goes to standard error, so that standard output is the answer alone.
func opened(work func(cmd *cobra.Command, a *app.Anlan, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		cfg, err := settings(cmd)
		if err != nil {
			return err
		}
		log := observe.Logger(cmd.ErrOrStderr(), cfg.LogLevel, cfg.LogFormat)
		a, err := app.Open(cmd.Context(), cfg, log)
		if err != nil {
			return err
		}
		return errors.Join(work(cmd, a, args), a.Close())
	}
}

// demanded marks flags without which a command makes no sense.
func demanded(cmd *cobra.Command, flags ...string) *cobra.Command {
	for _, name := range flags {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is named a few lines above
		}
	}
	return cmd
}
