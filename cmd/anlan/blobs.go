package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/platform/config"
)

func blobsCopyCommand() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "copy --to s3|disk",
		Short: "Copy attachments from the disk into the bucket, or back",
		Long: "Copy attachments from the disk into the bucket that the ANLAN_BLOB_S3_… settings name, or back. It may run while servers\n" +
			"work, and may be run again: what is there is passed over. Each file is checked. Nothing is removed where it came from.",
		Example: "  anlan blobs copy --to s3    # then start the servers with the bucket's settings, and run it once more",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			if to != "s3" && to != "disk" {
				return fmt.Errorf("--to knows s3 and disk, not %q", to)
			}
			copied, there, err := app.CopyFiles(cmd.Context(), cfg, to == "s3", func(int, int) {})
			fmt.Fprintf(cmd.OutOrStdout(), "%d attachments copied, %d were there already.\n", copied, there)
			return err
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "s3 or disk")
	return demanded(configured(cmd, config.Store, config.Files), "to")
}
