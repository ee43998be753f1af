package bench

import (
	"crypto/sha256"
	"runtime"
	"sync"
	"time"
)

// usualHashes is how many kilobytes a quiet machine of the kind that the budgets
// speak of hashes in a second, on its two cores.
const usualHashes = 1_500_000

// Machine tells how much of that machine is there for us now: 1 is all of it. Where
// others work it is less, and rates fall and percentiles rise with it.
func Machine() float64 {
	const look = 300 * time.Millisecond
	cores := min(runtime.NumCPU(), 2)
	counts := make([]int, cores)
	var busy sync.WaitGroup
	begun := time.Now()
	for c := range cores {
		busy.Go(func() {
			block := make([]byte, 1024)
			for time.Since(begun) < look {
				for range 64 {
					sum := sha256.Sum256(block)
					copy(block, sum[:])
				}
				counts[c] += 64
			}
		})
	}
	busy.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return float64(total) / time.Since(begun).Seconds() / usualHashes
}
