package tnef

import (
	"encoding/binary"
	"unicode/utf16"
)

// Properties by the names of [MS-OXPROPS].
const (
	propSubject          = 0x0037
	propBody             = 0x1000
	propRTF              = 0x1009
	propHTML             = 0x1013
	propDisplayName      = 0x3001
	propData             = 0x3701
	propFileName         = 0x3704
	propMethod           = 0x3705
	propLongName         = 0x3707
	propMediaType        = 0x370E
	propContentID        = 0x3712
	propInternetCodePage = 0x3FDE

	methodMessage = 5 // the attachment is a mail
)

// Kinds of values ([MS-OXCDATA] 2.11.1).
const (
	kindInt16   = 0x0002
	kindInt32   = 0x0003
	kindFloat   = 0x0004
	kindError   = 0x000A
	kindBool    = 0x000B
	kindObject  = 0x000D
	kindText8   = 0x001E
	kindText16  = 0x001F
	kindGUID    = 0x0048
	kindBinary  = 0x0102
	kindMany    = 0x1000
	namedAbove  = 0x8000
	maxProperty = 10_000
)

// value is a property: of several values the first.
type value struct {
	kind   uint16
	number int
	bytes  []byte
}

type properties map[uint16]value

// readProperties reads as many as it can. All numbers are little-endian, and all
// lengths are filled up to four bytes.
func readProperties(b []byte) properties {
	r := &cursor{b: b}
	p := properties{}
	for n := min(r.u32(), maxProperty); n > 0 && !r.over; n-- {
		kind, id := r.u16(), r.u16()
		if id >= namedAbove {
			r.name()
		}
		v := r.value(kind)
		if _, known := p[id]; !known && !r.over {
			p[id] = v
		}
	}
	return p
}

// cursor walks through bytes; once it would leave them it is over, and all it reads
// is zero.
type cursor struct {
	b    []byte
	over bool
}

func (r *cursor) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.b, r.over = nil, true
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *cursor) u16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *cursor) u32() int {
	if b := r.take(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// filled takes n bytes and what fills them up to four.
func (r *cursor) filled(n int) []byte {
	b := r.take(n)
	if !r.over {
		r.take(min((4-n%4)%4, len(r.b)))
	}
	return b
}

// name skips what a property is called: a set, and a number or a text in it.
func (r *cursor) name() {
	r.take(16)
	if r.u32() == 0 {
		r.take(4)
		return
	}
	r.filled(r.u32())
}

func (r *cursor) value(kind uint16) value {
	v := value{kind: kind &^ kindMany}
	count := 1
	switch many := kind&kindMany != 0; {
	case v.kind == kindText8, v.kind == kindText16, v.kind == kindBinary, v.kind == kindObject:
		for i := range r.u32() {
			b := r.filled(r.u32())
			if i == 0 {
				v.bytes = b
			}
			if r.over {
				return v
			}
		}
		return v
	case many:
		count = r.u32()
	}
	size := sizeOf(v.kind)
	if count > len(r.b)/size {
		r.take(-1)
		return v
	}
	for i := range count {
		b := r.take(size)
		if i == 0 && size == 4 && !r.over {
			v.number = int(binary.LittleEndian.Uint32(b))
		}
	}
	return v
}

// sizeOf is how much a value of fixed length takes; short ones are filled up.
func sizeOf(kind uint16) int {
	switch kind {
	case kindInt16, kindInt32, kindFloat, kindError, kindBool:
		return 4
	case kindGUID:
		return 16
	}
	return 8
}

func utf16LE(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
