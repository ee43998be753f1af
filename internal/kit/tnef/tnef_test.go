package tnef

import (
	"encoding/binary"
	"encoding/hex"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func decode(b []byte, page int) string {
	if page == 936 {
		s, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		return string(s)
	}
	s, _ := charmap.Windows1252.NewDecoder().Bytes(b)
	return string(s)
}

func u16(n int) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(n)) }
func u32(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }

func join(all ...[]byte) (b []byte) {
	for _, each := range all {
		b = append(b, each...)
	}
	return b
}

// attribute is one of the stream, with the sum of its bytes behind it.
func attribute(level byte, name, kind int, data []byte) []byte {
	sum := 0
	for _, c := range data {
		sum += int(c)
	}
	return join([]byte{level}, u16(name), u16(kind), u32(len(data)), data, u16(sum))
}

func stream(attributes ...[]byte) []byte { return join(u32(signature), u16(1), join(attributes...)) }

func long(kind, id int, data []byte) []byte {
	return join(u16(kind), u16(id), u32(1), u32(len(data)), data, make([]byte, (4-len(data)%4)%4))
}

func wide(id int, text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text + "\x00")) {
		b = append(b, u16(int(unit))...)
	}
	return long(kindText16, id, b)
}

func props(all ...[]byte) []byte { return join(u32(len(all)), join(all...)) }

// packed is RTF in the packed form, without anything being shorter by it.
func packed(rtf string) []byte {
	b := []byte(rtf)
	return join(u32(len(b)+12), u32(len(b)), u32(magicUnpacked), u32(0), b)
}

func gbk(s string) []byte {
	b, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	return b
}

func outlook() []byte {
	inner := stream(attribute(1, attMessageProps, 6, props(wide(propSubject, "里面的信"), wide(propBody, "原来的内容"))))
	return stream(
		attribute(1, attOEMCodePage, 6, join(u32(936), u32(0))),
		attribute(1, attSubject, 1, gbk("订单\x00")),
		attribute(1, attMessageProps, 6, props(
			join(u16(kindInt32), u16(0x0017), u32(1)),
			join(u16(kindText16), u16(0x8001), make([]byte, 16), u32(1), u32(10), []byte("n\x00a\x00m\x00e\x00\x00\x00\x00\x00"), u32(1), u32(4), []byte("x\x00\x00\x00")),
			join(u16(kindInt32|kindMany), u16(0x1234), u32(3), u32(1), u32(2), u32(3)),
			wide(propSubject, "订单 🚚 没有到"),
			long(kindBinary, propRTF, packed(`{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Arial;}}{\*\htmltag19 <html><body>}{\*\htmltag64 <p class="a">}\htmlrtf {\par \htmlrtf0 `+
				`{\f0 \'c4\'e3\'ba\'c3} 1 \{x\} \'a3\'bc {\f1 caf\'e9} \u-10180?\u-8438?\htmlrtf }\htmlrtf0 {\*\mhtmltag84 <img src=x>}{\*\htmltag84 &amp;}{\*\htmltag72 </p>}{\*\htmltag27 </body></html>}}`)),
		)),
		attribute(2, attAttachRender, 6, make([]byte, 14)),
		attribute(2, attAttachTitle, 1, gbk("FAPIAO~1.PDF\x00")),
		attribute(2, attAttachData, 6, []byte("%PDF-1.7")),
		attribute(2, attAttachProps, 6, props(wide(propLongName, "电子发票.pdf"), wide(propMediaType, "application/pdf"), wide(propContentID, "<f1>"))),
		attribute(2, attAttachRender, 6, make([]byte, 14)),
		attribute(2, attAttachProps, 6, props(join(u16(kindInt32), u16(propMethod), u32(methodMessage)), wide(propDisplayName, "里面的信"),
			long(kindObject, propData, join(make([]byte, 16), inner)))),
	)
}

func TestAnOutlookMailIsOpened(t *testing.T) {
	m, err := Read(outlook(), decode)
	require.NoError(t, err)
	require.Equal(t, "订单 🚚 没有到", m.Subject)
	require.Equal(t, `<html><body><p class="a">你好 1 {x} ＜ café 🌊&amp;</p></body></html>`, m.HTML)
	require.Empty(t, m.Text)
	require.Len(t, m.Files, 2)
	require.Equal(t, File{Name: "电子发票.pdf", Type: "application/pdf", ContentID: "f1", Data: []byte("%PDF-1.7")}, m.Files[0])
	require.Equal(t, File{Name: "里面的信", Message: &Message{Subject: "里面的信", Text: "原来的内容"}}, m.Files[1])
}

func TestWhatBreaksOffIsKeptUpToThere(t *testing.T) {
	whole := outlook()
	for n := range whole {
		m, err := Read(whole[:n], decode)
		switch {
		case n < 6:
			require.ErrorIs(t, err, ErrNot)
		case err == nil:
			require.LessOrEqual(t, len(m.Files), 2)
		default:
			require.ErrorIs(t, err, ErrBroken)
		}
	}
	m, err := Read(whole[:len(whole)-40], decode)
	require.ErrorIs(t, err, ErrBroken)
	require.Equal(t, "订单 🚚 没有到", m.Subject)
	require.Equal(t, []byte("%PDF-1.7"), m.Files[0].Data)
	_, err = Read([]byte("%PDF-1.7 is none"), decode)
	require.ErrorIs(t, err, ErrNot)
}

// The example of [MS-OXRTFCP] 3.1.
func TestPackedTextIsUnpacked(t *testing.T) {
	b, err := hex.DecodeString("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
	require.NoError(t, err)
	rtf, err := unpacked(b)
	require.NoError(t, err)
	require.Equal(t, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", string(rtf))
	text, markup := readRTF(rtf, 1252, decode)
	require.Equal(t, "hello world", text)
	require.Empty(t, markup)
	_, err = unpacked(join(u32(20), u32(1<<30), u32(magicPacked), u32(0), []byte{0, 'x'}))
	require.NoError(t, err, "what it claims to be is not believed")
}

func TestRTFIsRead(t *testing.T) {
	for in, want := range map[string]string{
		`{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator x;}{\info{\title t}}one\par two\tab three\line{\b four}}`: "one\ntwo\tthree\nfour",
		`{\rtf1\uc2\u20320 ab\u22909\'3f\'3f!}`: "你好!",
		`{\rtf1 a\~b\_c\'e9 \{\}\\}`:            "a\u00a0b\u2011cé {}\\",
		`{\rtf1{\pict 0102}x\bin3 }}}y}`:        "xy",
		`{\rtf1 unclosed {`:                     "unclosed",
		`{\rtf1 \'e`:                            "",
		`}{\rtf1 x}`:                            "",
		`{\rtf1\ansicpg936\'c4\'e3\'ba}`:        "你�",
	} {
		text, _ := readRTF([]byte(in), 1252, decode)
		require.Equal(t, want, text, in)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(outlook())
	f.Add(stream())
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Read(b, decode)
		if err == nil && !Is(b) {
			t.Fatal("no TNEF, and no word of it")
		}
		size := len(m.Text) + len(m.HTML)
		if size > 400*(len(b)+100) {
			t.Fatalf("%d bytes became %d", len(b), size)
		}
	})
}
