package email_test

import (
	"encoding/base64"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatOutlookPackedIsOpened(t *testing.T) {
	data, err := os.ReadFile("testdata/winmail.dat")
	require.NoError(t, err)
	packed := base64.StdEncoding.EncodeToString(data)
	parts := func(words string, packed string) []string {
		return []string{`From: a@b.example`, `Subject: x`, `Content-Type: multipart/mixed; boundary=M`, ``, `--M`, `Content-Type: text/plain`, ``, words, `--M`,
			`Content-Type: application/ms-tnef; name=winmail.dat`, `Content-Transfer-Encoding: base64`, ``, packed, `--M--`}
	}

	m := read(parts("the words beside it", packed)...)
	require.Equal(t, "the words beside it", m.Text)
	require.Empty(t, m.HTML, "the same words once")
	require.Len(t, m.Attached, 2)
	require.Equal(t, "电子发票.pdf", m.Attached[0].Name)
	require.Equal(t, "application/pdf", m.Attached[0].Type)
	require.Equal(t, "%PDF-1.7", string(m.Attached[0].Content))
	require.Equal(t, "f1", m.Attached[0].ContentID)
	require.Equal(t, "里面的信.txt", m.Attached[1].Name)
	require.Equal(t, "原来的内容", string(m.Attached[1].Content))
	require.Empty(t, m.Problems)

	m = read(parts("", packed)...)
	require.Equal(t, `<p>你好 1 {x} ＜ café 🌊&amp;</p>`, m.HTML)
	require.Equal(t, `你好 1 {x} ＜ café 🌊&`, m.Text)

	m = read(parts("words", base64.StdEncoding.EncodeToString(data[:200]))...)
	require.Equal(t, "words", m.Text)
	require.Equal(t, "winmail.dat", m.Attached[0].Name, "it stays as it came")
	require.Contains(t, m.Problems, "winmail.dat breaks off")

	m = read(parts("words", "bm8gVE5FRg==")...)
	require.Equal(t, "no TNEF", string(m.Attached[0].Content))
	require.Empty(t, m.Problems)
}
