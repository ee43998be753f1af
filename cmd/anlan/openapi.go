package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"anlan/internal/api"
	"anlan/internal/arrive/conversation"
	"anlan/internal/platform/config"
)

func openapiCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the description of the API (OpenAPI 3.1)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// The description is the same wherever it is made, and needs no database behind it.
			files := conversation.NewFiles(nil, nil, config.Default().UploadLimit)
			edge := &api.Edge{Files: files}
			edge.Routes(http.NewServeMux())
			doc, err := edge.Document()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(doc)
			return err
		},
	}
}
