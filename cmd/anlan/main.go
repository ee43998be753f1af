// Command anlan is the whole platform in one binary: the server, and what an
// operator does beside it. Each command lives in a file of its own and only
// reads its flags and calls; what happens is decided in internal/app.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // time zones on machines and in containers that have none

	"github.com/spf13/cobra"
)

// Exit codes, so that scripts can tell a refusal from a typing error.
const (
	failed  = 1
	misused = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the first signal asks for a graceful stop, the second one insists
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	root, started := tree()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "anlan: "+strings.ReplaceAll(sentence(err), "\n", "\nanlan: "))
	if *started {
		return failed
	}
	fmt.Fprintf(os.Stderr, "See: %s --help\n", cmd.CommandPath())
	return misused
}

// tree is every command. started becomes true once one is at work; whatever
// goes wrong before that is how it was called.
func tree() (root *cobra.Command, started *bool) {
	root = group("anlan", "A customer-service platform in one binary",
		group("sample", "A world to try things in", sampleLoadCommand()),
		serveCommand(),
		setupLinkCommand(),
		group("staff", "Add people", staffAddCommand(), staffResetFactorCommand()),
		group("token", "Let programs in", tokenCreateCommand()),
		group("import", "Bring in what was kept elsewhere",
			importEmailCommand(),
			importFileCommand("contacts", "FILE", "Bring contacts in from a CSV or JSON Lines"),
			importFileCommand("conversations", "FILE", "Bring conversations in from a CSV or JSON Lines"),
			importFileCommand("zendesk", "DIR|FILE", "Bring a Zendesk export in: JSON files of users, organizations, tickets and comments, with attachments beside them"),
			importFileCommand("chatwoot", "DIR|FILE", "Bring a Chatwoot export in: JSON of contacts, conversations and messages, or its CSV of contacts")),
		group("export", "Write contacts or conversations into a file", exportCommand("contacts"), exportCommand("conversations")),
		group("inspect", "Read messages without touching a database", inspectEmailCommand(), inspectReplyCommand(), inspectTextCommand(), inspectWordingCommand(), inspectPromisesCommand()),
		group("intent", "Learn what messages are about, and tell it", intentTrainCommand(), intentPredictCommand()),
		backupCommand(),
		restoreCommand(),
		group("blobs", "Where attachments lie", blobsCopyCommand()),
		configCommand(),
		doctorCommand(),
		benchCommand(),
		migrateCommand(),
		openapiCommand(),
		versionCommand(),
	)
	root.SilenceErrors, root.SilenceUsage = true, true
	started = new(bool)
	noteStart(root, started)
	return root, started
}

// group is a word that only leads to other commands.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	g.AddCommand(commands...)
	return g
}

func noteStart(cmd *cobra.Command, started *bool) {
	work := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		*started = true
		return work(cmd, args)
	}
	for _, below := range cmd.Commands() {
		noteStart(below, started)
	}
}
