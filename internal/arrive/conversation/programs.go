package conversation

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// programs are files that run when somebody opens them. An agent opens
// attachments of strangers all day.
var programs = []string{
	".apk", ".app", ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi",
	".pif", ".ps1", ".reg", ".scr", ".sh", ".vbe", ".vbs", ".wsf", ".wsh",
}

// Runs tells whether a file is a program, by its name or by how it begins.
func Runs(name string, head []byte) bool {
	return slices.Contains(programs, strings.ToLower(path.Ext(strings.TrimRight(name, " .")))) ||
		bytes.HasPrefix(head, []byte("MZ")) || bytes.HasPrefix(head, []byte("\x7fELF"))
}
