package cms

// Bounds of a structure. Real ones are about ten deep; the pieces are the thousand
// bytes each into which OpenSSL cuts what it encrypts.
const (
	maxSize   = 128 << 20
	maxDepth  = 32
	maxPieces = 400_000
)

const (
	constructed = 0x20
	octetString = 0x04
	indefinite  = 0x80
)

// DER rewrites BER as DER as far as lengths go: each is written down, in its
// shortest form, and strings that came in pieces are whole. The libraries behind us
// follow nesting as deep as it goes, and look for the end of each piece in all that
// follows: a mail of some megabytes would stop us.
func DER(ber []byte) ([]byte, error) {
	if len(ber) > maxSize {
		return nil, ErrUnreadable
	}
	w := &writer{out: make([]byte, 0, len(ber)), left: maxPieces}
	// What follows is no part of it: some programs pad with zeroes or a line end.
	if _, err := w.piece(ber, 0); err != nil {
		return nil, err
	}
	return w.out, nil
}

type writer struct {
	out  []byte
	left int
}

// piece writes the first piece of in and returns what follows it.
func (w *writer) piece(in []byte, depth int) (rest []byte, err error) {
	if w.left--; w.left < 0 || depth > maxDepth {
		return nil, ErrUnreadable
	}
	tag, content, rest, open, err := cut(in)
	if err != nil {
		return nil, err
	}
	if tag&constructed == 0 {
		w.out = append(w.out, tag)
		w.length(len(w.out), len(content))
		w.out = append(w.out, content...)
		return rest, nil
	}
	if tag == octetString|constructed {
		return w.whole(content, rest, open, depth)
	}
	w.out = append(w.out, tag)
	at := len(w.out)
	rest, err = each(content, rest, open, func(in []byte) ([]byte, error) { return w.piece(in, depth+1) })
	if err != nil {
		return nil, err
	}
	w.length(at, len(w.out)-at)
	return rest, nil
}

// whole writes a string that comes in pieces as one.
func (w *writer) whole(content, rest []byte, open bool, depth int) ([]byte, error) {
	w.out = append(w.out, octetString)
	at := len(w.out)
	rest, err := w.joined(content, rest, open, depth)
	if err != nil {
		return nil, err
	}
	w.length(at, len(w.out)-at)
	return rest, nil
}

func (w *writer) joined(content, rest []byte, open bool, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, ErrUnreadable
	}
	return each(content, rest, open, func(in []byte) ([]byte, error) {
		if w.left--; w.left < 0 {
			return nil, ErrUnreadable
		}
		tag, content, rest, open, err := cut(in)
		switch {
		case err != nil:
			return nil, err
		case tag == octetString:
			w.out = append(w.out, content...)
			return rest, nil
		case tag == octetString|constructed:
			return w.joined(content, rest, open, depth+1)
		}
		return nil, ErrUnreadable
	})
}

// each goes through the pieces of a content. Where its length was left open, two
// zeroes end it.
func each(content, rest []byte, open bool, do func([]byte) ([]byte, error)) ([]byte, error) {
	for {
		switch {
		case open && len(content) >= 2 && content[0] == 0 && content[1] == 0:
			return content[2:], nil
		case open && len(content) == 0:
			return nil, ErrUnreadable
		case len(content) == 0:
			return rest, nil
		}
		var err error
		if content, err = do(content); err != nil {
			return nil, err
		}
	}
}

// cut takes the first piece apart. Where its length is left open, content is all
// that follows.
func cut(in []byte) (tag byte, content, rest []byte, open bool, err error) {
	if len(in) < 2 || in[0]&0x1f == 0x1f { // long tags are used nowhere in here
		return 0, nil, nil, false, ErrUnreadable
	}
	tag, first, in := in[0], in[1], in[2:]
	if first == indefinite {
		if tag&constructed == 0 {
			return 0, nil, nil, false, ErrUnreadable
		}
		return tag, in, nil, true, nil
	}
	n := int(first)
	if first > indefinite {
		bytes := int(first & 0x7f)
		if bytes > 4 || bytes > len(in) {
			return 0, nil, nil, false, ErrUnreadable
		}
		n = 0
		for _, b := range in[:bytes] {
			n = n<<8 | int(b)
		}
		in = in[bytes:]
	}
	if n < 0 || n > len(in) {
		return 0, nil, nil, false, ErrUnreadable
	}
	return tag, in[:n], in[n:], false, nil
}

// length puts a length in at a place, before what was written behind it.
func (w *writer) length(at, n int) {
	var b [5]byte
	form := append(b[:0], byte(n))
	if n >= 0x80 {
		size := 1
		for n>>(8*size) > 0 {
			size++
		}
		form = append(b[:0], byte(indefinite|size))
		for i := size - 1; i >= 0; i-- {
			form = append(form, byte(n>>(8*i)))
		}
	}
	w.out = append(w.out, form...)
	copy(w.out[at+len(form):], w.out[at:len(w.out)-len(form)])
	copy(w.out[at:], form)
}
