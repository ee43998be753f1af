// Package tnef opens winmail.dat, the one attachment in which Outlook packs a
// mail's words and files for other Outlooks. The format is Microsoft's [MS-OXTNEF]
// (the stream), [MS-OXCDATA] (the properties in it), [MS-OXRTFCP] (the packed text)
// and [MS-OXRTFEX] (HTML inside of RTF). Bytes in, a Message out; whatever is broken,
// what stands before it is kept.
package tnef

import (
	"encoding/binary"
	"errors"
	"strings"
)

// Message is what a winmail.dat holds. Text or HTML may be empty.
type Message struct {
	Subject string
	Text    string
	HTML    string
	Files   []File
}

// File is an attachment. A mail that was attached to the mail is itself in TNEF: it
// comes as Message, and has no Data.
type File struct {
	Name      string
	Type      string // media type, as the sender's program says; may be empty
	ContentID string
	Data      []byte
	Message   *Message
}

// Decoder turns bytes of a Windows code page into text.
type Decoder func(b []byte, codePage int) string

// ErrNot is what is no TNEF at all; ErrBroken ends in the middle of something.
var (
	ErrNot    = errors.New("no TNEF")
	ErrBroken = errors.New("TNEF breaks off")
)

const signature = 0x223E9F78

// Attributes of the stream, without their types in the upper half.
const (
	attSubject       = 0x8004
	attBody          = 0x800C
	attAttachData    = 0x800F
	attAttachTitle   = 0x8010
	attAttachRender  = 0x9002
	attMessageProps  = 0x9003
	attAttachProps   = 0x9005
	attOEMCodePage   = 0x9007
	levelAttachment  = 2
	maxDepth         = 5
	maxFiles         = 1000
	defaultCodePage  = 1252
	attributeHeader  = 9
	attributeTrailer = 2
)

// Is tells whether data begins as TNEF does.
func Is(data []byte) bool {
	return len(data) >= 6 && binary.LittleEndian.Uint32(data) == signature
}

// Read opens a winmail.dat. With an error comes what could be read before it.
func Read(data []byte, decode Decoder) (Message, error) { return read(data, decode, 0) }

func read(data []byte, decode Decoder, depth int) (Message, error) {
	if !Is(data) || depth > maxDepth {
		return Message{}, ErrNot
	}
	r := &reader{decode: decode, codePage: defaultCodePage, depth: depth}
	err := r.stream(data[6:])
	return r.message(), err
}

type reader struct {
	decode   Decoder
	codePage int
	depth    int
	subject  string
	text     string
	props    properties
	files    []*file
}

type file struct {
	title string
	data  []byte
	props properties
}

// stream reads attribute after attribute: level, name, length, data, checksum.
func (r *reader) stream(b []byte) error {
	for len(b) > 0 {
		if len(b) < attributeHeader {
			return ErrBroken
		}
		level, name, n := b[0], binary.LittleEndian.Uint16(b[1:]), uint64(binary.LittleEndian.Uint32(b[5:]))
		b = b[attributeHeader:]
		if n+attributeTrailer > uint64(len(b)) {
			r.attribute(level, name, b[:min(n, uint64(len(b)))])
			return ErrBroken
		}
		r.attribute(level, name, b[:n])
		b = b[n+attributeTrailer:]
	}
	return nil
}

func (r *reader) attribute(level byte, name uint16, data []byte) {
	if level == levelAttachment {
		r.ofFile(name, data)
		return
	}
	switch name {
	case attOEMCodePage:
		if len(data) >= 4 {
			r.codePage = int(binary.LittleEndian.Uint32(data))
		}
	case attSubject:
		r.subject = r.words(data)
	case attBody:
		r.text = r.words(data)
	case attMessageProps:
		r.props = readProperties(data)
	}
}

func (r *reader) ofFile(name uint16, data []byte) {
	if name == attAttachRender { // it begins an attachment
		if len(r.files) < maxFiles {
			r.files = append(r.files, &file{})
		}
		return
	}
	if len(r.files) == 0 {
		return
	}
	f := r.files[len(r.files)-1]
	switch name {
	case attAttachTitle:
		f.title = r.words(data)
	case attAttachData:
		f.data = data
	case attAttachProps:
		f.props = readProperties(data)
	}
}

// words are text of the code page, which ends at a zero.
func (r *reader) words(b []byte) string {
	text, _, _ := strings.Cut(r.decode(b, r.codePage), "\x00")
	return text
}

func (r *reader) message() Message {
	m := Message{Subject: first(r.text16(r.props, propSubject), r.subject), Text: first(r.text16(r.props, propBody), r.text)}
	if packed := r.props[propRTF].bytes; len(packed) > 0 {
		if rtf, err := unpacked(packed); err == nil {
			text, html := readRTF(rtf, r.codePage, r.decode)
			m.HTML, m.Text = html, first(m.Text, text)
		}
	}
	if html := r.props[propHTML].bytes; len(html) > 0 {
		page := r.codePage
		if said := r.props[propInternetCodePage].number; said != 0 {
			page = said
		}
		m.HTML = strings.TrimRight(r.decode(html, page), "\x00")
	}
	for _, f := range r.files {
		m.Files = append(m.Files, r.attached(f))
	}
	return m
}

func (r *reader) attached(f *file) File {
	out := File{
		Name: first(r.text16(f.props, propLongName), f.title, r.text16(f.props, propFileName), r.text16(f.props, propDisplayName)),
		Type: r.text16(f.props, propMediaType), ContentID: strings.Trim(r.text16(f.props, propContentID), "<>"), Data: f.data,
	}
	object := f.props[propData].bytes
	switch {
	case f.props[propMethod].number == methodMessage && len(object) > 16: // behind the name of its interface
		if inner, err := read(object[16:], r.decode, r.depth+1); err == nil || !errors.Is(err, ErrNot) {
			out.Message, out.Data = &inner, nil
			return out
		}
		out.Data = object[16:]
	case len(out.Data) == 0:
		out.Data = object
	}
	return out
}

// text16 is a text property, which is in UTF-16 or in the code page.
func (r *reader) text16(p properties, id uint16) string {
	v := p[id]
	if v.kind == kindText8 {
		return r.words(v.bytes)
	}
	if v.kind != kindText16 {
		return ""
	}
	text, _, _ := strings.Cut(utf16LE(v.bytes), "\x00")
	return text
}

func first(all ...string) string {
	for _, each := range all {
		if each != "" {
			return each
		}
	}
	return ""
}
