package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// opened is a file, unpacked where it is gzipped.
func opened(file string) (io.Reader, func() error, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	if !strings.HasSuffix(file, ".gz") {
		return f, f.Close, nil
	}
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	return unpacked, f.Close, nil
}

func jsonLines[T any](file string) (list []T, err error) {
	in, done, err := opened(file)
	if err != nil {
		return nil, err
	}
	defer done()
	for dec := json.NewDecoder(in); ; {
		var v T
		switch err := dec.Decode(&v); {
		case err == io.EOF:
			return list, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, v)
	}
}

// rows reads columns of a TSV by their names.
func rows(file string, columns ...string) (list [][]string, err error) {
	in, done, err := opened(file)
	if err != nil {
		return nil, err
	}
	defer done()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	var places []int
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if places == nil {
			for _, c := range columns {
				i := slices.Index(cells, c)
				if i < 0 {
					return nil, fmt.Errorf("%s has no column %s", file, c)
				}
				places = append(places, i)
			}
			continue
		}
		row := make([]string, len(columns))
		for n, i := range places {
			if i < len(cells) {
				row[n] = cells[i]
			}
		}
		list = append(list, row)
	}
	return list, lines.Err()
}
