package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/platform/db"
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

// within is opened for work that needs an installation: run in the wrong folder it
// says so, and makes no empty one there.
func within(work func(cmd *cobra.Command, a *app.Anlan, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		cfg, err := settings(cmd)
		if err != nil {
			return err
		}
		if cfg.DatabaseURL == "" {
			if _, err := os.Stat(db.File(cfg.Data)); errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("no installation in %s: name its folder with --data, or run `anlan serve` there first", cfg.Data)
			}
		}
		return opened(work)(cmd, args)
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
