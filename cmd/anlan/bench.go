package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/pprof"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"anlan/internal/app"
	"anlan/internal/drill/bench"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
)

// benchFlags is what the bench was told.
type benchFlags struct {
	sizes        []int
	only         []string
	databases    []string
	seconds      float64
	most         int
	url, token   string
	channel      string
	databaseURL  string
	asJSON, list bool
	profile      string
	write        string
	seeded       string
}

func benchCommand() *cobra.Command {
	var f benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure how fast a server is: its own, or one that runs already",
		Long: "Measure how fast a server is. Without --url it makes databases of its own, of each size that is asked for, on SQLite\n" +
			"and, where --database-url or ANLAN_TEST_POSTGRES names a server, on PostgreSQL; it removes them when it is done.\n" +
			"With --url it measures a server that runs already, and leaves there what it brought in. See docs/performance.md.",
		Example: "  anlan bench --conversations 1000 --only list,search\n  anlan bench --url http://127.0.0.1:8080 --token TOKEN --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.list {
				return listed(cmd.OutOrStdout())
			}
			if f.seeded != "" {
				f.databases, f.sizes = []string{string(db.SQLite)}, []int{0} // as many as there are
				if cmd.Flags().Changed("database-url") {
					f.databases = []string{string(db.Postgres)}
				}
			}
			return f.measure(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntSliceVar(&f.sizes, "conversations", []int{1000, 100_000}, "how many conversations the databases hold")
	flags.StringSliceVar(&f.only, "only", nil, "beginnings of the names of the loads to run (default all)")
	flags.BoolVar(&f.list, "list", false, "name the loads, with what each does, and stop")
	flags.Float64Var(&f.seconds, "seconds", 3, "how long each load runs")
	flags.IntVar(&f.most, "most", 20_000, "how many requests each load sends at most")
	flags.StringVar(&f.seeded, "seeded", "", "measure a server on this folder, which bench seed has filled, or with --database-url on the database that it has filled; what is brought in stays there")
	flags.StringVar(&f.url, "url", "", "measure this server instead")
	flags.StringVar(&f.token, "token", "", "an API token there, with scope all")
	flags.StringVar(&f.channel, "channel", "", "key of the channel there to bring messages in by (default: a new one is made)")
	f.own(flags)
	cmd.AddCommand(benchSeedCommand(), benchEmailCommand(), benchRouteCommand(), benchServeCommand())
	return cmd
}

// listed names the loads, each with what it does.
func listed(w io.Writer) error {
	columns := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, load := range bench.Names() {
		fmt.Fprintf(columns, "%s\t%s\n", load.Name, load.Means)
	}
	return columns.Flush()
}

// own are the flags of a bench that starts its own servers.
func (f *benchFlags) own(flags *pflag.FlagSet) {
	flags.StringSliceVar(&f.databases, "database", []string{"sqlite", "postgres"}, "on which databases, where they are there")
	flags.StringVar(&f.databaseURL, "database-url", os.Getenv("ANLAN_TEST_POSTGRES"), "PostgreSQL server on which a database may be made (ANLAN_TEST_POSTGRES)")
	flags.StringVar(&f.profile, "profile", "", "write processor profiles of the bench's servers into this folder")
	flags.StringVar(&f.write, "write", "", "write a page with the results of each own database into this folder")
	flags.BoolVar(&f.asJSON, "json", false, "for machines")
}

func (f benchFlags) measure(ctx context.Context, out, progress io.Writer) error {
	told, err := f.table(out)
	if err != nil {
		return err
	}
	took := time.Duration(f.seconds * float64(time.Second))
	plan := bench.Plan{Only: f.only, Seconds: took, Most: f.most, Long: 1000, Deep: 2000, Told: told}
	var results []bench.Result
	if f.url != "" {
		if f.token == "" {
			return errors.New("--url needs --token")
		}
		results, err = bench.Run(ctx, bench.Target{URL: f.url, Tokens: []string{f.token}, Channel: f.channel, Database: "there"}, plan)
	} else {
		results, err = f.measureOwn(ctx, progress, plan.Told, "", func(own *bench.Own) ([]bench.Result, error) { return bench.Run(ctx, own.Target, plan) })
	}
	return f.ended(out, results, err)
}

// table writes the head of a table, and then each result as it comes, for people.
func (f benchFlags) table(out io.Writer) (told func(bench.Result), err error) {
	if f.asJSON {
		return func(bench.Result) {}, nil
	}
	return func(r bench.Result) { _ = bench.Line(out, r) }, bench.Head(out)
}

// ended writes all results at once, for machines.
func (f benchFlags) ended(out io.Writer, results []bench.Result, err error) error {
	if !f.asJSON {
		return err
	}
	return errors.Join(err, inJSON(out, map[string]any{"version": version, "results": results}))
}

// measureOwn makes each database in turn, measures a server on it and removes it.
// about is what a page about it is called after, besides the database.
func (f benchFlags) measureOwn(ctx context.Context, progress io.Writer, told func(bench.Result), about string, measure measurement) (all []bench.Result, err error) {
	for _, database := range f.databases {
		address := ""
		switch {
		case database == string(db.Postgres) && f.databaseURL == "":
			fmt.Fprintln(progress, "anlan bench: PostgreSQL is left out: neither --database-url nor ANLAN_TEST_POSTGRES names a server")
			continue
		case database == string(db.Postgres):
			address = f.databaseURL
		case database != string(db.SQLite):
			return all, fmt.Errorf("--database knows sqlite and postgres, not %q", database)
		}
		for _, size := range f.sizes {
			results, err := f.measureOne(ctx, address, size, progress, told, about, measure)
			all = append(all, results...)
			if err != nil {
				return all, err
			}
		}
	}
	return all, nil
}

// measurement is what is done to a server.
type measurement func(own *bench.Own) ([]bench.Result, error)

func (f benchFlags) measureOne(ctx context.Context, address string, size int, progress io.Writer, told func(bench.Result), about string, measure measurement) (results []bench.Result, err error) {
	command, err := f.serverCommand(address, size)
	if err != nil {
		return nil, err
	}
	own, err := f.start(ctx, address, size, command)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, own.Stop()) }()
	rested := own.Rested(ctx)
	for _, r := range rested {
		told(r)
	}
	before := bench.Machine()
	results, err = measure(own)
	results = append(rested, results...)
	seeded := fmt.Sprintf("Seeded in %.0f s.", own.Seeding.Seconds())
	if f.seeded != "" {
		seeded = "Seeded before."
	}
	note := fmt.Sprintf("%s The server held %d MB after the loads. Of a quiet machine of two cores %.0f %% were there before, %.0f %% afterwards. Version %s.",
		seeded, own.Resident()>>20, 100*before, 100*bench.Machine(), version)
	fmt.Fprintf(progress, "anlan bench: %s, %d conversations. %s\n", own.Database, own.Conversations, note)
	return results, errors.Join(err, f.page(about, results, note))
}

func (f benchFlags) start(ctx context.Context, address string, size int, command []string) (*bench.Own, error) {
	if f.seeded != "" {
		return bench.Reopen(ctx, f.seeded, address, command)
	}
	return bench.Start(ctx, address, size, command, nil)
}

// page writes the results down where the documentation keeps them.
func (f benchFlags) page(about string, results []bench.Result, note string) error {
	if f.write == "" || len(results) == 0 {
		return nil
	}
	if err := os.MkdirAll(f.write, 0o755); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(f.write, fmt.Sprintf("%s%s-%d.md", about, results[0].Database, results[0].Conversations)))
	if err != nil {
		return err
	}
	return errors.Join(bench.Page(file, results, note), file.Close())
}

func (f benchFlags) serverCommand(address string, size int) ([]string, error) {
	self, err := os.Executable()
	if err != nil || f.profile == "" {
		return []string{self, "serve"}, err
	}
	folder, err := filepath.Abs(f.profile) // the server runs in a folder of its own
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	database := "sqlite"
	if address != "" {
		database = "postgres"
	}
	return []string{self, "bench", "serve", "--profile", filepath.Join(folder, fmt.Sprintf("%s-%d.prof", database, size))}, nil
}

// benchServeCommand is the server of a bench that looks where the time goes.
func benchServeCommand() *cobra.Command {
	var profile string
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve, and write a processor profile", Args: cobra.NoArgs, Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			file, err := os.Create(profile)
			if err != nil {
				return err
			}
			if err := pprof.StartCPUProfile(file); err != nil {
				return errors.Join(err, file.Close())
			}
			err = app.Run(cmd.Context(), cfg, version, cmd.OutOrStdout())
			pprof.StopCPUProfile()
			return errors.Join(err, file.Close())
		},
	}
	cmd.Flags().StringVar(&profile, "profile", "", "file to write")
	return demanded(configured(cmd), "profile")
}

func benchSeedCommand() *cobra.Command {
	var conversations int
	cmd := &cobra.Command{
		Use:   "seed --conversations N",
		Short: "Fill an empty database with a year of conversations",
		Long: "Fill an empty database with a year of conversations in Chinese and English: 85 of 100 resolved, 5 waiting for the\n" +
			"customer, 5 open and unassigned, 5 open and assigned, over 20 people. A database that holds conversations is refused.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			d, err := db.Open(cmd.Context(), cfg.Data, cfg.DatabaseURL)
			if err != nil {
				return err
			}
			return errors.Join(seed(cmd, d, cfg.Data, conversations), d.Close())
		},
	}
	cmd.Flags().IntVar(&conversations, "conversations", 0, "how many")
	return demanded(configured(cmd, config.Store), "conversations")
}

func seed(cmd *cobra.Command, d *db.DB, folder string, conversations int) error {
	ctx := cmd.Context()
	if err := bench.Migrate(ctx, d, folder); err != nil {
		return err
	}
	var some bool
	if err := d.Read().NewRaw("SELECT EXISTS (SELECT 1 FROM conversation)").Scan(ctx, &some); err != nil {
		return err
	}
	if some {
		return errors.New("there are conversations in this database already; seed an empty one")
	}
	begun := time.Now()
	_, err := bench.Seed(ctx, d, conversations, func(done int) {
		if done%10_000 == 0 {
			fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d conversations, %.0f /s\n", done, conversations, float64(done)/time.Since(begun).Seconds())
		}
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d conversations in %.1f s; `anlan token create --staff %s --scope all` lets a program in\n",
		conversations, time.Since(begun).Seconds(), bench.Person)
	return err
}
