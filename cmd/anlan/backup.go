package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/platform/backup"
	"anlan/internal/platform/config"
)

func backupCommand() *cobra.Command {
	var secret passphrase
	var tablesOnly bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Keep the whole installation in one file, while it works",
		Long: "Keep the whole installation in one file, while it works: every table as it stands at one instant, and every\n" +
			"attachment that these tables name. FILE - is standard output. A file that is there is never overwritten.\n\n" +
			"The file holds what customers wrote and the key that signs links: keep it as safe as the database itself,\n" +
			"or encrypt it with a passphrase.",
		Example: "  anlan backup /backup/anlan-$(date +%F).anlan\n  anlan backup - --passphrase-file /etc/anlan/backup.key | ssh safe 'cat > anlan.anlan'",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			words, err := secret.read()
			if err != nil {
				return err
			}
			out, err := target(cmd.OutOrStdout(), args[0])
			if err != nil {
				return err
			}
			tell := newTeller(cmd.ErrOrStderr())
			m, end, err := app.Backup(cmd.Context(), cfg, app.Keeping{Version: version, Passphrase: words, TablesOnly: tablesOnly, Told: tell.told}, out)
			tell.end()
			if err = out.finish(err); err != nil {
				return err
			}
			if err := app.NoteBackup(cmd.Context(), cfg, m, end); err != nil {
				return fmt.Errorf("the backup is whole, but could not be noted: %w", err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s, as of %s\n", args[0], contents(end), m.MadeAt.Format(time.RFC3339))
			return lacking(cmd.ErrOrStderr(), end)
		},
	}
	secret.flags(cmd)
	cmd.Flags().BoolVar(&tablesOnly, "tables-only", false, "leave the attachments out")
	cmd.AddCommand(verifyCommand())
	return configured(cmd, config.Store, config.Files)
}

func verifyCommand() *cobra.Command {
	var secret passphrase
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Read a backup through and check every row and attachment in it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			words, err := secret.read()
			if err != nil {
				return err
			}
			m, end, err := verified(cmd, args[0], words)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is whole: %s, as of %s, from %s at version %d, made by %s.\n",
				args[0], contents(end), m.MadeAt.Format(time.RFC3339), m.Database, m.Schema, m.MadeBy)
			return errors.Join(err, lacking(cmd.ErrOrStderr(), end))
		},
	}
	secret.flags(cmd)
	return cmd
}

func verified(cmd *cobra.Command, path, words string) (m backup.Manifest, end backup.Summary, err error) {
	in, closed, err := source(cmd.InOrStdin(), path)
	if err != nil {
		return m, end, err
	}
	defer closed()
	tell := newTeller(cmd.ErrOrStderr())
	defer tell.end()
	return backup.Verify(in, words, tell.told)
}

func restoreCommand() *cobra.Command {
	var secret passphrase
	var replace, asIs bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup into an empty installation",
		Long: "Put a backup into an empty installation, on either database: a backup of SQLite can be restored into PostgreSQL and\n" +
			"the other way round. All servers must be stopped. The backup is checked before, put beside what is there, read again,\n" +
			"and only then takes its place; a restore that fails has changed nothing. An older version's backup is brought up to date.\n" +
			"With FILE - it is read from standard input, and checked on the way.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			words, err := secret.read()
			if err != nil {
				return err
			}
			if args[0] != "-" {
				if _, _, err := verified(cmd, args[0], words); err != nil {
					return err
				}
			}
			in, closed, err := source(cmd.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			defer closed()
			tell := newTeller(cmd.ErrOrStderr())
			done, err := app.Restore(cmd.Context(), cfg, app.Restoring{Passphrase: words, Replace: replace, AsIs: asIs, Told: tell.told}, in)
			tell.end()
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Restored: %s, as of %s. The next start makes the words of the search again; until then it finds less.\n",
				contents(done.Summary), done.Manifest.MadeAt.Format(time.RFC3339))
			if done.Aside != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "What was there before is in %s; remove it when it is no longer needed.\n", done.Aside)
			}
			return lacking(cmd.ErrOrStderr(), done.Summary)
		},
	}
	secret.flags(cmd)
	cmd.Flags().BoolVar(&replace, "replace", false, "put what is there aside")
	cmd.Flags().BoolVar(&asIs, "as-is", false, "leave the tables at the version of the backup, for an older program")
	return configured(cmd, config.Store, config.Files)
}

func contents(end backup.Summary) string {
	return fmt.Sprintf("%d rows and %d attachments (%.1f MB)", end.Rows(), end.Files, float64(end.Bytes)/(1<<20))
}

// lacking names attachments that the tables name and nobody has.
func lacking(w io.Writer, end backup.Summary) error {
	for _, name := range end.Missing {
		fmt.Fprintln(w, "anlan: missing or damaged where attachments are:", name)
	}
	if n := len(end.Missing); n > 0 {
		return fmt.Errorf("%d attachments are not in the backup: they are named above", n)
	}
	return nil
}

// passphrase comes from a file or the environment, never from the command line,
// where others would see it.
type passphrase struct{ file string }

func (p *passphrase) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.file, "passphrase-file", "", "file whose first line encrypts or opens the backup (or ANLAN_BACKUP_PASSPHRASE)")
}

func (p *passphrase) read() (string, error) {
	if p.file == "" {
		return os.Getenv("ANLAN_BACKUP_PASSPHRASE"), nil
	}
	content, err := os.ReadFile(p.file)
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	if first = strings.TrimRight(first, "\r"); first == "" {
		return "", fmt.Errorf("%s has no passphrase in its first line", p.file)
	}
	return first, nil
}

// output is where a backup goes: a file that gets its name once it is whole, or
// standard output.
type output struct {
	io.Writer
	file *os.File
	path string
}

func target(stdout io.Writer, path string) (*output, error) {
	if path == "-" {
		return &output{Writer: stdout}, nil
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return nil, errors.Join(fmt.Errorf("%s is there already, and a backup overwrites nothing", path), err)
	}
	file, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &output{Writer: file, file: file, path: path}, nil
}

// finish gives a whole file its name, and removes one that is not.
func (o *output) finish(err error) error {
	if o.file == nil {
		return err
	}
	part := o.path + ".part"
	if err = errors.Join(err, o.file.Sync(), o.file.Close()); err == nil {
		err = os.Link(part, o.path) // unlike a renaming, this refuses to overwrite
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s was made meanwhile; the backup is in %s", o.path, part)
		}
		if err != nil { // a file system that knows no second names
			return os.Rename(part, o.path)
		}
	}
	return errors.Join(err, os.Remove(part))
}

func source(stdin io.Reader, path string) (io.Reader, func(), error) {
	if path == "-" {
		return stdin, func() {}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	return file, func() { _ = file.Close() }, nil
}

// teller shows how far the work has come, to a person who looks.
type teller struct {
	w     io.Writer
	last  time.Time
	shown bool
}

func newTeller(w io.Writer) *teller {
	t := &teller{w: io.Discard}
	if file, ok := w.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			t.w = w
		}
	}
	return t
}

func (t *teller) told(p backup.Progress) {
	if now := time.Now(); t.w != io.Discard && now.Sub(t.last) > 200*time.Millisecond {
		t.last, t.shown = now, true
		fmt.Fprintf(t.w, "\r\033[K%d rows, %d attachments, %.1f MB  %s", p.Rows, p.Files, float64(p.Bytes)/(1<<20), p.Table)
	}
}

func (t *teller) end() {
	if t.shown {
		fmt.Fprint(t.w, "\r\033[K")
	}
}
