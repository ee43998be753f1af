package webchat

import (
	"bufio"
	"net"
	"net/http"
	"slices"
)

// Ten thousand visitors may sit in front of open chats, hardly any of whom says
// something at this moment. So a socket holds as little as it can: small buffers,
// and nothing of the request that opened it.

// The sizes of a socket's buffers, in bytes. Frames from visitors are short, and
// what is longer passes by the buffer.
const (
	readBuffer  = 128
	writeBuffer = 256
)

// smallSocket gives a socket small buffers in place of the server's.
type smallSocket struct{ http.ResponseWriter }

func (s smallSocket) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s smallSocket) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, server, err := http.NewResponseController(s.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	early, _ := server.Reader.Peek(server.Reader.Buffered()) // what came behind the request is there already
	reader := bufio.NewReaderSize(&earlier{slices.Clone(early), conn}, max(readBuffer, len(early)))
	if _, err := reader.Peek(len(early)); err != nil {
		return nil, nil, err
	}
	return conn, bufio.NewReadWriter(reader, bufio.NewWriterSize(conn, writeBuffer)), nil
}

// earlier reads what had come already, then the connection.
type earlier struct {
	rest []byte
	conn net.Conn
}

func (e *earlier) Read(b []byte) (int, error) {
	if len(e.rest) > 0 {
		n := copy(b, e.rest)
		e.rest = e.rest[n:]
		return n, nil
	}
	return e.conn.Read(b)
}
