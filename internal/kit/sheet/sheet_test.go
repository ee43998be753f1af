package sheet_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"anlan/internal/kit/sheet"
)

func rows(t require.TestingT, text []byte) (all [][]string) {
	e, err := sheet.Detect(bytes.NewReader(text))
	require.NoError(t, err)
	head := make([]byte, 4096)
	n, _ := io.ReadFull(sheet.Decode(bytes.NewReader(text), e), head)
	table := sheet.NewTable(sheet.Decode(bytes.NewReader(text), e), sheet.Delimiter(string(head[:n])))
	for {
		cells, _, err := table.Next()
		if err != nil {
			require.ErrorIs(t, err, io.EOF)
			return all
		}
		all = append(all, cells)
	}
}

func TestASheetIsReadInWhateverEncoding(t *testing.T) {
	const text = "姓名,邮箱,备注\n王小明,wang@example.com,\"退款, 尽快\"\n\n李华,li@example.com,好\n"
	want := [][]string{{"姓名", "邮箱", "备注"}, {"王小明", "wang@example.com", "退款, 尽快"}, {"李华", "li@example.com", "好"}}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	require.NoError(t, err)
	le, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	require.NoError(t, err)
	be, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String("name,mail,note of some length\n" + text)
	require.NoError(t, err)
	for name, bytes := range map[string]string{"utf-8": text, "with a mark": "\uFEFF" + text, "gb18030": gb, "utf-16": le} {
		require.Equal(t, want, rows(t, []byte(bytes)), name)
	}
	require.Equal(t, want, rows(t, []byte(be))[1:])
	require.Equal(t, want, rows(t, []byte(strings.NewReplacer("\"退款, 尽快\"", "退款, 尽快", ",邮", ";邮", ",备", ";备", "明,", "明;", "m,", "m;", "华,", "华;").Replace(text))))
}

func TestACellIsNeverAFormula(t *testing.T) {
	for in, out := range map[string]string{
		"=1+1": "'=1+1", "+86 138": "'+86 138", "-5": "'-5", "@a": "'@a", "\tx": "'\tx", "plain": "plain", "": "", "'quoted": "'quoted", "'=x": "''=x", "退款": "退款",
	} {
		require.Equal(t, out, sheet.Guard(in))
		require.Equal(t, in, sheet.Unguard(out))
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[=+'@a-z",;\n 退款-]{0,12}`)
		want := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 5).Draw(t, "rows")
		var out bytes.Buffer
		w, err := sheet.NewWriter(&out)
		require.NoError(t, err)
		require.NoError(t, w.Row("a", "b", "c"))
		var kept [][]string
		for _, r := range want {
			require.NoError(t, w.Row(r...))
			if strings.Join(r, "") != "" {
				kept = append(kept, r)
			}
		}
		require.NoError(t, w.Flush())
		require.Equal(t, kept, append([][]string(nil), rows(t, out.Bytes())[1:]...))
	})
}

func TestALineThatIsTooLongStopsNothing(t *testing.T) {
	lines := sheet.NewLines(strings.NewReader("{}\n" + strings.Repeat("x", sheet.Longest+1) + "\n\n[]"))
	var got []string
	for {
		line, at, err := lines.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, sheet.ErrTooLong) {
			require.Equal(t, 2, at)
			continue
		}
		require.NoError(t, err)
		got = append(got, string(line))
	}
	require.Equal(t, []string{"{}", "[]"}, got)
}

func FuzzASheetNeverBreaksTheReader(f *testing.F) {
	f.Add([]byte("a,b\n\"1,2\n"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Add([]byte("\xc4\xe3,\xba\xc3\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := sheet.Detect(bytes.NewReader(text))
		require.NoError(t, err)
		table := sheet.NewTable(sheet.Decode(bytes.NewReader(text), e), sheet.Delimiter(string(text)))
		for {
			cells, _, err := table.Next()
			if err != nil {
				break
			}
			require.NotEmpty(t, cells)
		}
		lines := sheet.NewLines(sheet.Decode(bytes.NewReader(text), e))
		for {
			if _, _, err := lines.Next(); errors.Is(err, io.EOF) {
				return
			}
		}
	})
}
