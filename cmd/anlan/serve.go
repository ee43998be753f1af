package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/platform/config"
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

func sampleLoadCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "load",
		Short: "Fill an empty installation with a believable past, once",
		Long: "Fill an empty installation with a believable past, once: people, customers and conversations in Chinese and English.\n" +
			"One in which somebody has already written is left as it is. Stop the server first.",
		Args: cobra.NoArgs,
		RunE: opened(func(cmd *cobra.Command, a *app.Anlan, _ []string) error {
			loaded, err := a.LoadSample(cmd.Context())
			if err != nil {
				return err
			}
			says := "Nothing was loaded: this installation is not empty, or has had its sample already."
			if loaded {
				says = "The sample world is loaded."
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), says)
			return err
		}),
	}, config.Store, config.Files, config.Logs)
}
