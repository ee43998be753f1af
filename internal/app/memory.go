package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Go lets garbage grow until it is as much as what is in use. With few visitors
// that is little, and collecting seldom is quick. With ten thousand connected it
// would double what each of them costs, while they leave hardly any garbage: then
// it is collected earlier.

// thrift is how much garbage there may be, in percent of what is in use.
func thrift(inUse uint64) int {
	switch mb := inUse >> 20; {
	case mb < 48:
		return 100
	case mb < 72:
		return 60
	}
	return 30
}

// mostIdle is how much memory we keep for later, in megabytes.
const mostIdle = 24

// watchMemory keeps the collector as thrifty as it should be.
func watchMemory(ctx context.Context) error {
	const every = 500 * time.Millisecond
	was := debug.SetGCPercent(100)
	defer debug.SetGCPercent(was)
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}, {Name: "/memory/classes/heap/free:bytes"}}
	now, idle, starting := 100, 0, true // what starting has used goes back, too
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		metrics.Read(sample)
		if want := thrift(sample[0].Value.Uint64() + sample[1].Value.Uint64()); want != now {
			now = want
			debug.SetGCPercent(now)
		}
		// What a crowd has left behind goes back to the system. By itself the
		// runtime is slow to give it, above all where the processor is wanted.
		if sample[2].Value.Uint64()>>20 > mostIdle || starting {
			idle++
		} else {
			idle = 0
		}
		if idle == 6 {
			debug.FreeOSMemory()
			if starting {
				letGoOfProgram()
			}
			idle, starting = -20, false
		}
	}
}
