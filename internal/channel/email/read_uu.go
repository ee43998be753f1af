package email

import (
	"bytes"
	"strings"
)

type uuFile struct {
	name       string
	content    []byte
	start, end int // where the block stands in the text
}

// uuBlock finds a file between "begin 644 name" and "end".
func uuBlock(b []byte) (uuFile, bool) {
	start := 0
	if !bytes.HasPrefix(b, []byte("begin ")) {
		start = bytes.Index(b, []byte("\nbegin "))
		if start < 0 {
			return uuFile{}, false
		}
		start++
	}
	line, rest := cutLine(b[start:])
	fields := strings.SplitN(string(line), " ", 3)
	if len(fields) < 3 || len(fields[1]) < 3 || len(fields[1]) > 4 || strings.Trim(fields[1], "01234567") != "" {
		return uuFile{}, false
	}
	file := uuFile{name: strings.TrimSpace(fields[2]), start: start}
	for len(rest) > 0 {
		line, rest = cutLine(rest)
		if string(bytes.TrimSpace(line)) == "end" {
			file.end = len(b) - len(rest)
			return file, true
		}
		var ok bool
		if file.content, ok = appendUU(file.content, line); !ok {
			return uuFile{}, false
		}
	}
	return uuFile{}, false
}

func appendUU(out, line []byte) ([]byte, bool) {
	if len(line) == 0 {
		return out, true
	}
	n := int(line[0]-' ') & 63
	line = line[1:]
	if len(line) > 90 {
		return out, false
	}
	for i := 0; n > 0; i += 4 {
		var c [4]byte
		for j := range c {
			if i+j < len(line) {
				if line[i+j] < ' ' || line[i+j] > '`' {
					return out, false
				}
				c[j] = (line[i+j] - ' ') & 63
			}
		}
		three := []byte{c[0]<<2 | c[1]>>4, c[1]<<4 | c[2]>>2, c[2]<<6 | c[3]}
		out = append(out, three[:min(3, n)]...)
		n -= 3
	}
	return out, true
}
