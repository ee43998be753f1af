package topic

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// ReadExamples reads files with labelled texts: TSV with a header that names the
// columns text and label, or JSON lines with these keys. Either may be gzipped.
// The label may also be called intent, as public data sets do.
func ReadExamples(files ...string) ([]Example, error) {
	var all []Example
	for _, file := range files {
		some, err := examplesOf(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, some...)
	}
	return all, nil
}

func examplesOf(file string) ([]Example, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReader(unpacked)
	}
	if start, _ := in.Peek(len(byteOrderMark)); bytes.Equal(start, byteOrderMark) {
		_, _ = in.Discard(len(byteOrderMark)) // it was peeked at
	}
	if start, _ := in.Peek(1); len(start) > 0 && start[0] == '{' {
		return exampleObjects(in)
	}
	return exampleRows(in)
}

func exampleObjects(in io.Reader) (list []Example, err error) {
	err = eachLine(in, func(number int, line []byte) error {
		var row struct {
			Text   *string `json:"text"`
			Label  *string `json:"label"`
			Intent *string `json:"intent"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if row.Text == nil {
			return fmt.Errorf("line %d has no text", number)
		}
		label := Unknown
		for _, given := range []*string{row.Intent, row.Label} {
			if given != nil && *given != "" {
				label = *given
			}
		}
		list = append(list, Example{*row.Text, label})
		return nil
	})
	return list, err
}

func exampleRows(in io.Reader) (list []Example, err error) {
	text, label := -1, -1
	err = eachLine(in, func(number int, line []byte) error {
		cells := strings.Split(string(line), "\t")
		if text < 0 {
			text = slices.Index(cells, "text")
			if label = slices.Index(cells, "label"); label < 0 {
				label = slices.Index(cells, "intent")
			}
			if text < 0 || label < 0 {
				return errors.New("the first line does not name the columns text and label")
			}
			return nil
		}
		if len(cells) <= max(text, label) {
			return fmt.Errorf("line %d has fewer columns than the first", number)
		}
		if cells[label] == "" {
			return fmt.Errorf("line %d has no label; what belongs to none is labelled %s", number, Unknown)
		}
		list = append(list, Example{cells[text], cells[label]})
		return nil
	})
	return list, err
}

// eachLine visits lines of any length that are not blank, with their numbers.
// byteOrderMark is what some programs begin a file of text with.
var byteOrderMark = []byte("\ufeff")

func eachLine(r io.Reader, visit func(number int, line []byte) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if number == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if line = bytes.TrimRight(line, "\r\n"); len(bytes.TrimSpace(line)) > 0 {
			if err := visit(number, line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
