package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"anlan/internal/drill/bench"
	"anlan/internal/platform/db"
)

func benchRouteCommand() *cobra.Command {
	var f benchFlags
	var r bench.Routing
	cmd := &cobra.Command{
		Use:   "route",
		Short: "Measure how fast it is decided who gets what",
		Long: "Measure how fast it is decided who gets what: everybody is on line and full, thousands wait in as many queues as there are\n" +
			"skills, and one after the other has free hands. A decision finds whoever is taken first, judges the people and is kept with its reasons.",
		Example: "  anlan bench route --agents 500 --skills 50 --waiting 10000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.measureRoute(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), r)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntVar(&r.Agents, "agents", 500, "how many are on line")
	flags.IntVar(&r.Skills, "skills", 50, "how many skills there are; each person has five")
	flags.IntVar(&r.Waiting, "waiting", 10_000, "how many customers wait")
	flags.IntVar(&r.Decisions, "decisions", 1000, "how many decisions are measured")
	f.own(flags)
	return cmd
}

func (f benchFlags) measureRoute(ctx context.Context, out, progress io.Writer, r bench.Routing) error {
	told, err := f.table(out)
	if err != nil {
		return err
	}
	var results []bench.Result
	for _, database := range f.databases {
		address := ""
		if database == string(db.Postgres) {
			if address = f.databaseURL; address == "" {
				fmt.Fprintln(progress, "anlan bench: PostgreSQL is left out: neither --database-url nor ANLAN_TEST_POSTGRES names a server")
				continue
			}
		}
		result, runErr := r.Run(ctx, address)
		results = append(results, result)
		told(result)
		err = errors.Join(err, runErr)
	}
	return f.ended(out, results, err)
}
