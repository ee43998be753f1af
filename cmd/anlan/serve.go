package main

import (
	"github.com/spf13/cobra"

	"anlan/internal/app"
)

func serveCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "serve",
		Short: "Serve the console, the chat and the API",
		Long: "Serve the console, the chat and the API. With no setting at all this is one node on SQLite in ./data.\n" +
			"The first signal stops gracefully: open requests and running jobs come to their end. A second one does not wait.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			return app.Run(cmd.Context(), cfg, version, cmd.OutOrStdout())
		},
	})
}
