package email_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/channel/email"
)

const mailbox = `From a@b.example Mon Apr  1 07:55:00 2019
From: a@b.example
Subject: one

>From here on it is text.
From here too, as no line ends empty before it.

From c@d.example Mon Apr  1 07:55:00 2019
From: c@d.example
Subject: two

>>From
`

func TestAMailboxHoldsItsMessages(t *testing.T) {
	var subjects, texts []string
	for raw := range email.Mbox(strings.NewReader(mailbox)) {
		m := email.Read(raw)
		subjects, texts = append(subjects, m.Subject), append(texts, m.Text)
	}
	require.Equal(t, []string{"one", "two"}, subjects)
	require.Equal(t, "From here on it is text.\nFrom here too, as no line ends empty before it.\n", texts[0])
	require.Equal(t, ">>From\n", texts[1])
}

func TestInspectingFilesFoldersAndMailboxes(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "box"), []byte(mailbox), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "one.eml"), []byte("From: a@b.example\n\nx"), 0o600))
	var out bytes.Buffer
	require.NoError(t, email.InspectFiles([]string{folder}, &out))
	require.Equal(t, 3, strings.Count(out.String(), "\n"))
	require.Error(t, email.InspectFiles([]string{filepath.Join(folder, "nothing")}, &out))
}

func TestInspectingRepliesLineByLine(t *testing.T) {
	var out bytes.Buffer
	in := `{"id":7,"text":"Yes.\n\n-- \nLin"}` + "\n\n" + `{"id":"b","html":"<p>No.</p><blockquote type=cite>Why?</blockquote>"}` + "\n"
	require.NoError(t, email.InspectReply(strings.NewReader(in), &out))
	require.Equal(t, `{"id":7,"reply":"Yes.","quoted":"","signature":"-- \nLin"}`+"\n"+`{"id":"b","reply":"No.","quoted":"Why?","signature":""}`+"\n", out.String())
	require.ErrorContains(t, email.InspectReply(strings.NewReader("{\n"), &out), "line 1")
}
