package email

import (
	"bufio"
	"bytes"
	"io"
	"iter"
)

// Mbox yields the messages of an mbox one after the other. Lines that were
// escaped as ">From " by the writer (mboxrd) get their first ">" taken away.
// A reader that ends early or fails yields what there was.
func Mbox(r io.Reader) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		var message []byte
		empty := true // an envelope line begins a message only after an empty line
		started := false
		for {
			line, err := in.ReadBytes('\n')
			switch {
			case empty && isEnvelopeLine(line):
				if started && len(bytes.TrimSpace(message)) > 0 && !yield(trimmedTail(message)) {
					return
				}
				message, started = nil, true
			case len(message)+len(line) > maxSize: // keep counting lines, drop what is too much
			case len(line) > 0:
				started = true
				message = append(message, unescaped(line)...)
			}
			empty = len(bytes.TrimRight(line, "\r\n")) == 0
			if err != nil {
				break
			}
		}
		if len(bytes.TrimSpace(message)) > 0 {
			yield(trimmedTail(message))
		}
	}
}

// isEnvelopeLine tells "From sender Sat Jan  3 01:05:34 1996" from a sentence
// that begins with "From ".
func isEnvelopeLine(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("From ")) {
		return false
	}
	rest := bytes.TrimSpace(line[5:])
	fields := bytes.Fields(rest)
	if len(fields) < 5 {
		return false
	}
	for _, f := range fields[1:] {
		if bytes.Count(f, []byte(":")) >= 1 && len(f) >= 4 && f[0] >= '0' && f[0] <= '9' {
			return true
		}
	}
	return false
}

func unescaped(line []byte) []byte {
	quotes := len(line) - len(bytes.TrimLeft(line, ">"))
	if quotes > 0 && bytes.HasPrefix(line[quotes:], []byte("From ")) {
		return line[1:]
	}
	return line
}

// trimmedTail drops the one empty line that separates two messages.
func trimmedTail(message []byte) []byte {
	if bytes.HasSuffix(message, []byte("\r\n\r\n")) {
		return message[:len(message)-2]
	}
	if bytes.HasSuffix(message, []byte("\n\n")) {
		return message[:len(message)-1]
	}
	return message
}

// IsMbox tells whether a file holds a mailbox and not one message.
func IsMbox(head []byte) bool {
	line, _ := cutLine(head)
	return isEnvelopeLine(line)
}
