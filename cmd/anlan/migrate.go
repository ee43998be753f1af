package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/schema"
)

func migrateCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to this version's schema",
		Long: "Bring the database to this version's schema. Schemas only move forward; SQLite is copied before.\n" +
			"anlan serve does this by itself when it starts.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			database, err := db.Open(cmd.Context(), cfg.Data, cfg.DatabaseURL)
			if err != nil {
				return err
			}
			defer database.Close()
			files, err := schema.For(string(database.Dialect))
			if err != nil {
				return err
			}
			backup, applied, err := database.Migrate(cmd.Context(), files, cfg.Data)
			if backup != "" {
				fmt.Fprintln(cmd.OutOrStdout(), "The database as it was is kept in", backup)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), told(applied))
			return err
		},
	}, config.Store)
}

func told(applied int) string {
	switch applied {
	case 0:
		return "The schema is current."
	case 1:
		return "1 migration applied; the schema is current."
	}
	return fmt.Sprintf("%d migrations applied; the schema is current.", applied)
}
