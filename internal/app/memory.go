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

// mostIdle is how much memory we keep for later, in megabytes, while there is work;
// restless is how much must have been asked for since memory went back, before it
// is worth giving back again what rest leaves over; and calm how much is asked for
// between two looks by a server that rests.
const (
	mostIdle = 24
	restless = 8 << 20
	calm     = 512 << 10
)

// watchMemory keeps the collector as thrifty as it should be, and gives back what
// is not needed: after three seconds in which a crowd had left much behind, or in
// which there was hardly anything to do. In the latter case rest lets go of what others keep.
func watchMemory(ctx context.Context, rest func(context.Context)) error {
	const every = 500 * time.Millisecond
	was := debug.SetGCPercent(100)
	defer debug.SetGCPercent(was)
	sample := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"},
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/gc/heap/allocs:bytes"},
	}
	read := func() (inUse, free, asked uint64) {
		metrics.Read(sample)
		return sample[0].Value.Uint64() + sample[1].Value.Uint64(), sample[2].Value.Uint64(), sample[3].Value.Uint64()
	}
	now, waited := 100, 0
	var returned, before uint64 // what had been asked for when memory last went back, and at the last look
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		inUse, free, asked := read()
		if want := thrift(inUse); want != now {
			now = want
			debug.SetGCPercent(now)
		}
		// By itself the runtime is slow to give anything back, above all where the
		// processor is wanted.
		resting := asked-before < calm && asked-returned > restless
		if before = asked; free>>20 > mostIdle || resting {
			waited++
		} else {
			waited = 0
		}
		if waited == 6 {
			if resting {
				rest(ctx)
			}
			debug.FreeOSMemory()
			if resting {
				letGoOfProgram()
			}
			waited = -20
			_, _, returned = read()
			before = returned
		}
	}
}
