package mask

import "sync"

// memory remembers what became of texts, since the same page is asked for again and
// again. It is keyed by the text itself, so that it is never wrong, and has two
// halves: when the young one is full it becomes the old one, and what nobody asked
// for since is dropped with the one before.
type memory struct {
	mu         sync.Mutex
	young, old map[remembered]seen
	bytes      int
}

type remembered struct {
	text   string
	hidden Kinds
	markup bool
}

// halfMemory bounds each half, in bytes of text.
const halfMemory = 8 << 20

func (m *memory) recall(key remembered) (seen, bool) {
	if m == nil {
		return seen{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, known := m.young[key]; known {
		return s, true
	}
	s, known := m.old[key]
	if known {
		m.put(key, s)
	}
	return s, known
}

func (m *memory) keep(key remembered, s seen) {
	if m == nil || len(key.text) > halfMemory/64 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, s)
}

func (m *memory) put(key remembered, s seen) {
	const around = 128 // what an entry costs beside its text
	size := len(key.text) + around
	if len(s.covered) > 0 {
		size += len(s.text)
	}
	if m.young == nil || m.bytes+size > halfMemory {
		m.old, m.young, m.bytes = m.young, map[remembered]seen{}, 0
	}
	m.young[key] = s
	m.bytes += size
}
