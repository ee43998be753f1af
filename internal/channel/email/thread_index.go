package email

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"anlan/internal/fact"
)

// Outlook names a thread in a field of its own, Thread-Index: 22 bytes that stay the
// same, then five for each answer. Some Exchange servers take In-Reply-To and
// References away and leave this one.
const (
	threadRootBytes  = 22
	threadChildBytes = 5
	mostThreadBytes  = threadRootBytes + 40*threadChildBytes
)

func threadBytes(value string) []byte {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), ""))
	if err != nil || len(b) < threadRootBytes || (len(b)-threadRootBytes)%threadChildBytes != 0 || len(b) > mostThreadBytes {
		return nil
	}
	return b
}

// threadRoot is what all mails of a thread have in common, "" when there is none.
func threadRoot(value string) string {
	b := threadBytes(value)
	if b == nil {
		return ""
	}
	return hex.EncodeToString(b[:threadRootBytes])
}

// threadChild goes on with a thread: the same reply always in the same way.
func threadChild(value string, m fact.MessageID, at time.Time) string {
	b := threadBytes(value)
	if b == nil || len(b)+threadChildBytes > mostThreadBytes {
		return ""
	}
	since := uint32(at.Unix())
	last := byte(0)
	if m != "" {
		last = m[len(m)-1]
	}
	b = append(b, byte(since>>24)&0x7f, byte(since>>16), byte(since>>8), byte(since), last)
	return base64.StdEncoding.EncodeToString(b)
}
