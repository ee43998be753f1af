package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"anlan/internal/app"
	"anlan/internal/arrive/transfer"
	"anlan/internal/people/access"
	"anlan/internal/platform/config"
	"anlan/internal/words"
)

// fileImport is the flags of an import from a file.
type fileImport struct {
	channel, zone, report string
	update, check         bool
}

func importFileCommand(kind, what, short string) *cobra.Command {
	var f fileImport
	cmd := &cobra.Command{
		Use:   kind + " " + what,
		Short: short,
		Long: short + ". What came before is recognised, so the same file twice doubles nothing, and an import\n" +
			"that was interrupted is simply run again. Rows that do not come in are written into a report, which can be mended\n" +
			"and imported again. The columns of a CSV are recognised by their names, in Chinese and in English; the console\n" +
			"lets one say otherwise.",
		Args: cobra.ExactArgs(1),
		RunE: within(func(cmd *cobra.Command, a *app.Anlan, paths []string) error {
			return f.run(cmd, a, kind, paths[0])
		}),
	}
	if kind != transfer.Contacts {
		cmd.Flags().StringVar(&f.channel, "channel", "", "key of the channel that the conversations go to, as the settings show it")
		cmd = demanded(cmd, "channel")
	}
	cmd.Flags().StringVar(&f.zone, "time-zone", "UTC", "of times that name none")
	cmd.Flags().StringVar(&f.report, "report", "", "where to write the rows that do not come in; beside the file otherwise")
	cmd.Flags().BoolVar(&f.update, "update", false, "let contacts that are here take the values of the file")
	cmd.Flags().BoolVar(&f.check, "check", false, "only count what would come in")
	return configured(cmd, config.Store, config.Files, config.Limits, config.Logs)
}

func (f fileImport) run(cmd *cobra.Command, a *app.Anlan, kind, path string) error {
	ctx := cmd.Context()
	in, done, err := laid(path)
	if err != nil {
		return err
	}
	defer done()
	u := transfer.Upload{Kind: kind, Name: filepath.Base(path), Content: in, TimeZone: f.zone}
	if f.channel != "" {
		channel, err := a.Channels.ByKey(ctx, f.channel)
		if err != nil {
			return err
		}
		u.Channel = channel.ID
	}
	i, err := a.Dock.Receive(ctx, access.System, u)
	if err != nil {
		return err
	}
	if f.update {
		existing := "update"
		if i, err = a.Dock.Set(ctx, access.System, i.ID, transfer.Settings{Existing: &existing}); err != nil {
			return err
		}
	}
	for _, c := range i.Columns {
		means := c.Means
		if means == "" {
			means = "(left out)"
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "  %s → %s\n", c.Name, means)
	}
	begin := a.Dock.StartByHand
	if f.check {
		begin = a.Dock.CheckByHand
	}
	if i, err = begin(ctx, access.System, i.ID); err != nil {
		return err
	}
	if i, err = worked(ctx, cmd, a, i); err != nil {
		return err
	}
	return f.tell(cmd, a, i, path)
}

// worked does the work of an import here, with a bar for who watches.
func worked(ctx context.Context, cmd *cobra.Command, a *app.Anlan, i transfer.Import) (transfer.Import, error) {
	bar := progress(cmd, -1, "rows")
	for more := true; more; {
		var err error
		if more, err = a.Dock.Step(ctx, i.ID); err != nil {
			_, undo := a.Dock.Cancel(context.WithoutCancel(ctx), access.System, i.ID)
			return i, errors.Join(err, undo)
		}
		if i, err = a.Dock.Import(ctx, access.System, i.ID); err != nil {
			return i, err
		}
		_ = bar.Set64(i.Counts.Done)
	}
	return i, bar.Finish()
}

func (f fileImport) tell(cmd *cobra.Command, a *app.Anlan, i transfer.Import, path string) error {
	c := i.Counts
	fmt.Fprintf(cmd.OutOrStdout(), "%d rows: %d contacts, %d conversations, %d messages came in; %d contacts took new values, %d rows were here before, %d did not come in.\n",
		c.Done, c.Contacts, c.Conversations, c.Messages, c.Changed, c.Known, c.Refused)
	say := func(code string, values map[string]any) string { return words.Text("en", code, values) }
	if i.State == transfer.Failed {
		return errors.New(say(i.Error, nil))
	}
	if c.Refused == 0 {
		return nil
	}
	if f.report == "" {
		f.report = strings.TrimSuffix(strings.TrimSuffix(path, "/"), filepath.Ext(path)) + "-refused.csv"
	}
	out, err := os.OpenFile(f.report, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := errors.Join(a.Dock.Report(cmd.Context(), access.System, i.ID, say, out), out.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return fmt.Errorf("%d rows did not come in; they stand with their reasons in %s", c.Refused, f.report)
}

// progress is a bar on a terminal, and nothing anywhere else.
func progress(cmd *cobra.Command, total int64, unit string) *progressbar.ProgressBar {
	visible := false
	if f, is := cmd.ErrOrStderr().(*os.File); is {
		info, err := f.Stat()
		visible = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(cmd.ErrOrStderr()), progressbar.OptionSetVisibility(visible), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString(unit), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
}

// laid opens a file, or packs a folder into one.
func laid(path string) (in io.Reader, done func(), err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		f, err := os.Open(path)
		return f, func() { _ = f.Close() }, err
	}
	tmp, err := os.CreateTemp("", "anlan-import-*.zip")
	if err != nil {
		return nil, nil, err
	}
	done = func() { _ = tmp.Close(); _ = os.Remove(tmp.Name()) }
	z := zip.NewWriter(tmp)
	err = z.AddFS(os.DirFS(path).(fs.ReadDirFS))
	if err = errors.Join(err, z.Close()); err == nil {
		_, err = tmp.Seek(0, io.SeekStart)
	}
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("pack %s: %w", path, err)
	}
	return tmp, done, nil
}

func exportCommand(kind string) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     kind + " --format csv|jsonl FILE",
		Short:   "Write all " + kind + " into a file",
		Example: "  anlan export " + kind + " --format jsonl " + kind + ".jsonl",
		Args:    cobra.ExactArgs(1),
		RunE: within(func(cmd *cobra.Command, a *app.Anlan, paths []string) (err error) {
			out, err := os.OpenFile(paths[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if err != nil {
				return err
			}
			bar := progress(cmd, -1, kind)
			n, err := a.Dock.ExportTo(cmd.Context(), access.System, transfer.Wish{Kind: kind, Format: format}, out, func(done, _ int64) { _ = bar.Set64(done) })
			if err = errors.Join(err, bar.Finish(), out.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d %s are in %s.\n", n, kind, paths[0])
			return err
		}),
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "csv: for spreadsheets; jsonl: everything, and comes in again without loss")
	return configured(cmd, config.Store, config.Files, config.Logs)
}
