package live

import "context"

// Memory is the engine of a single node: what is said is heard at once.
type Memory struct{ words chan []byte }

// NewMemory makes the engine of a single node.
func NewMemory() *Memory { return &Memory{words: make(chan []byte, 1024)} }

func (m *Memory) Publish(ctx context.Context, body []byte) error {
	select {
	case m.words <- body:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (m *Memory) Listen(ctx context.Context, hear func([]byte)) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case body := <-m.words:
			hear(body)
		}
	}
}
