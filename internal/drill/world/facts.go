package world

import (
	"github.com/google/go-cmp/cmp"

	"anlan/internal/platform/db"
)

// News is the facts since it was asked last, in order.
func (w *World) News() []db.Recorded {
	w.T.Helper()
	_, err := w.DB.Sequence(w.Ctx)
	w.must(err)
	var all []db.Recorded
	for {
		facts, err := w.DB.FactsAfter(w.Ctx, w.cursor, 500, db.Filter{})
		w.must(err)
		if len(facts) == 0 {
			return all
		}
		all = append(all, facts...)
		w.cursor = facts[len(facts)-1].Cursor
	}
}

// Facts is the names of what happened since it was asked last.
func (w *World) Facts() []string {
	w.T.Helper()
	names := []string{}
	for _, f := range w.News() {
		names = append(names, f.Name)
	}
	return names
}

// WantFacts fails unless exactly this has happened since it was asked last, in
// this order. With no names: nothing has.
func (w *World) WantFacts(names ...string) {
	w.T.Helper()
	if names == nil {
		names = []string{}
	}
	if diff := cmp.Diff(names, w.Facts()); diff != "" {
		w.T.Fatalf("what happened is not what should have (-want +got):\n%s", diff)
	}
}
