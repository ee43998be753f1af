package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"anlan/internal/understand/topic"
)

func intentTrainCommand() *cobra.Command {
	var data []string
	var model string
	settings := topic.Usual
	cmd := &cobra.Command{
		Use:   "train --data FILE --model OUT",
		Short: "Learn topics from labelled texts and write a model",
		Long: "Learn topics from labelled texts and write a model. A FILE is TSV whose first line names the columns text and label, or JSON lines\n" +
			"with these keys; it may be gzipped, and there may be several. The label oos marks texts that belong to no topic.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			examples, err := topic.ReadExamples(data...)
			if err != nil {
				return err
			}
			began := time.Now()
			m, report, err := topic.Learn(examples, settings)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s; %.1f s\n", report, time.Since(began).Seconds())
			return saveModel(m, model)
		},
	}
	cmd.Flags().StringArrayVar(&data, "data", nil, "labelled texts, TSV or JSON lines")
	cmd.Flags().StringVar(&model, "model", "", "file to write")
	cmd.Flags().Float64Var(&settings.Reject, "reject", settings.Reject, "share of the texts with a topic that may be answered by unknown, so that unknown ones are found")
	cmd.Flags().Float64Var(&settings.Share, "unknown-share", settings.Share, "share of texts without a topic that is expected")
	return demanded(cmd, "data", "model")
}

// saveModel writes beside the file first, so that a half model never stands there.
func saveModel(m *topic.Model, file string) error {
	f, err := os.Create(file + ".new")
	if err != nil {
		return err
	}
	_, err = m.WriteTo(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

func intentPredictCommand() *cobra.Command {
	var model string
	cmd := &cobra.Command{
		Use:   "predict --model FILE",
		Short: "Tell the topics of texts: one JSON object per line",
		Long: "Tell the topics of texts. Reads JSON lines {\"id\",\"text\"} or plain lines from standard input, writes {\"id\",\"label\",\"p\",\"top\"}.\n" +
			"The label is null where a text belongs to no topic; p is the probability that the answer is right.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := openModel(model)
			if err != nil {
				return err
			}
			return m.Predict(cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&model, "model", "", "model that train wrote")
	return demanded(cmd, "model")
}

func openModel(file string) (*topic.Model, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := topic.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}
