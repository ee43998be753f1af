package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"anlan/internal/platform/config"
)

// configured gives a command the flags of all settings. Its manual shows those of
// the parts that matter to it, or all where none are named.
func configured(cmd *cobra.Command, parts ...config.Part) *cobra.Command {
	cmd.Flags().SortFlags = false
	config.Flags(cmd.Flags(), parts...)
	return cmd
}

// settings reads what a configured command was told.
func settings(cmd *cobra.Command) (config.Config, error) {
	return config.Load(cmd.Flags(), os.Environ())
}

func configCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show every setting, its value and where it comes from",
		Long: "Show every setting, its value and where it comes from. Passwords are masked.\n\n" +
			"A flag counts before the environment, the environment before the file, the file before the default.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			if asJSON {
				return inJSON(cmd.OutOrStdout(), cfg.Effective())
			}
			return table(cmd.OutOrStdout(), cfg.Effective())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "for machines")
	return configured(cmd)
}

func table(w io.Writer, rows []config.Row) error {
	columns := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(columns, "SETTING\tVALUE\tSOURCE")
	for _, row := range rows {
		value := row.Value
		if value == "" {
			value = "-"
		}
		fmt.Fprintf(columns, "%s\t%s\t%s\n", row.Name, value, row.Source)
	}
	return columns.Flush()
}

func inJSON(w io.Writer, value any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(value)
}
