package db_test

import (
	"fmt"
	"testing"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

// Writes of a row, a fact and a job, alone and from many hands at once: what
// sharing one flush to the disk is worth.
func BenchmarkWrite(b *testing.B) {
	for _, place := range dbtest.Places(b) {
		d := place.Open(b)
		write := func(name string) error {
			return d.Write(b.Context(), func(tx *db.Tx) error { return put(b.Context(), tx, name) })
		}
		b.Run(place.Name+"/alone", func(b *testing.B) {
			for i := range b.N {
				if err := write(fmt.Sprint("a", b.N, "/", i)); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, hands := range []int{8, 32} {
			b.Run(fmt.Sprintf("%s/%d hands", place.Name, hands), func(b *testing.B) {
				b.SetParallelism(hands) // times the processors
				b.RunParallel(func(p *testing.PB) {
					for i := 0; p.Next(); i++ {
						if err := write(fmt.Sprintf("%d/%d/%p/%d", hands, b.N, p, i)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			})
		}
	}
}
