package tnef

import "encoding/binary"

// What every dictionary begins with ([MS-OXRTFCP] 2.1.2.1).
const known = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier` +
	`{\colortbl\red0\green0\blue0` + "\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

const (
	magicPacked   = 0x75465A4C // LZFu
	magicUnpacked = 0x414C454D // MELA
	dictionary    = 4096
	packedHeader  = 16
	// Each byte of a run says at most 17; what claims more is not believed.
	mostGrowth = 20
)

// unpacked opens packed RTF. What breaks off gives what stands before.
func unpacked(b []byte) ([]byte, error) {
	if len(b) < packedHeader {
		return nil, ErrBroken
	}
	raw, magic := int(binary.LittleEndian.Uint32(b[4:])), binary.LittleEndian.Uint32(b[8:])
	b = b[packedHeader:]
	switch magic {
	case magicUnpacked:
		return b[:min(raw, len(b))], nil
	case magicPacked:
		return unpack(b, min(raw, mostGrowth*len(b))), nil
	}
	return nil, ErrNot
}

// unpack reads runs of eight tokens behind a byte of eight flags: a letter, or a place
// in the dictionary and a length. The place where the next letter goes is the end.
func unpack(b []byte, most int) []byte {
	var past [dictionary]byte
	at := copy(past[:], known)
	out := make([]byte, 0, most)
	put := func(c byte) {
		out = append(out, c)
		past[at] = c
		at = (at + 1) % dictionary
	}
	for len(b) > 0 && len(out) < most {
		flags := b[0]
		b = b[1:]
		for bit := 0; bit < 8 && len(b) > 0 && len(out) < most; bit++ {
			if flags&(1<<bit) == 0 {
				put(b[0])
				b = b[1:]
				continue
			}
			if len(b) < 2 {
				return out
			}
			token := binary.BigEndian.Uint16(b)
			b = b[2:]
			from := int(token >> 4)
			if from == at {
				return out
			}
			for n := int(token&0xF) + 2; n > 0 && len(out) < most; n-- {
				put(past[from])
				from = (from + 1) % dictionary
			}
		}
	}
	return out
}
