package db_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

var monday = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func index(t *testing.T, d *db.DB, docs ...db.WordDoc) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, d.Write(ctx, func(tx *db.Tx) error {
		for _, doc := range docs {
			if err := tx.IndexWords(ctx, doc); err != nil {
				return err
			}
		}
		return nil
	}))
}

func doc(owner, tokens string) db.WordDoc {
	return db.WordDoc{Kind: "message", Owner: owner, Group: "g" + owner, At: monday, Tokens: strings.Split(tokens, " ")}
}

// words makes a term from "a b*": one phrase, perhaps with an open end; forms
// are parted by "|".
func words(term string) (out db.WordTerm) {
	for _, form := range strings.Split(term, "|") {
		open := strings.HasSuffix(form, "*")
		out = append(out, db.WordPhrase{Tokens: strings.Split(strings.TrimSuffix(form, "*"), " "), Prefix: open})
	}
	return out
}

func owners(t *testing.T, d *db.DB, q db.WordQuery) []string {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 100
	}
	hits, err := d.FindWords(t.Context(), q)
	require.NoError(t, err)
	out := []string{}
	for _, h := range hits {
		out = append(out, h.Owner)
	}
	return out
}

func TestTermsPhrasesFormsAndOpenEndsMeanTheSameOnBothDatabases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		index(t, d,
			doc("1", "退款 款进 进度 度"), doc("2", "退款 款 进度 度"), doc("3", "shipping late ~ship"),
			doc("4", "li example com"), doc("5", "it's a \"quoted\" back\\slash a:b !x (y) 'z'"), doc("6", "👍 naïve é"))
		for _, c := range []struct {
			terms []string
			any   bool
			want  []string
		}{
			{[]string{"退款"}, false, []string{"1", "2"}},
			{[]string{"退款 款进"}, false, []string{"1"}},
			{[]string{"退*"}, false, []string{"1", "2"}},
			{[]string{"度"}, false, []string{"1", "2"}},
			{[]string{"退款", "款进"}, false, []string{"1"}},
			{[]string{"退款 款进", "shipping"}, true, []string{"1", "3"}},
			{[]string{"shipped*|~ship"}, false, []string{"3"}},
			{[]string{"shipped*|~ship", "lat*"}, false, []string{"3"}},
			{[]string{"example co*"}, false, []string{"4"}},
			{[]string{"example li"}, false, []string{}},
			{[]string{"👍"}, false, []string{"6"}},
			{[]string{"naïve"}, false, []string{"6"}},
			{[]string{"naive"}, false, []string{}},
			{[]string{"e"}, false, []string{}},
			{[]string{"it's"}, false, []string{"5"}},
			{[]string{`"quoted"`}, false, []string{"5"}},
			{[]string{`' OR '1'='1`}, false, []string{}},
			{[]string{`") OR (`}, false, []string{}},
			{[]string{"~"}, false, []string{}},
			{[]string{"!"}, false, []string{}},
			{nil, false, []string{}},
		} {
			q := db.WordQuery{Any: c.any}
			for _, term := range c.terms {
				q.Terms = append(q.Terms, words(term))
			}
			require.ElementsMatch(t, c.want, owners(t, d, q), "%v", c.terms)
		}
	})
}

func TestHitsComeNewestFirstAndCanBeNarrowed(t *testing.T) {
	var both [][]string
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var docs []db.WordDoc
		for i := range 60 {
			docs = append(docs, db.WordDoc{
				Kind: []string{"message", "subject"}[i%2], Owner: fmt.Sprint(i), Group: fmt.Sprint("g", i%7),
				At: monday.Add(time.Duration(i/6) * time.Second), Tokens: []string{"x"}, // six of one instant
			})
		}
		index(t, d, docs...)
		all := db.WordQuery{Terms: []db.WordTerm{words("x")}}
		order := owners(t, d, all)
		require.Len(t, order, 60)
		both = append(both, order)

		page := db.WordQuery{Terms: all.Terms, Limit: 7}
		var paged []string
		for {
			hits, err := d.FindWords(t.Context(), page)
			require.NoError(t, err)
			for _, h := range hits {
				paged = append(paged, h.Owner)
			}
			if len(hits) == 0 {
				break
			}
			page.Before = hits[len(hits)-1].ID
		}
		require.Equal(t, order, paged)

		subjects, groups := all, all
		subjects.Kinds = []string{"subject"}
		groups.Groups = []string{"g1", "g3"}
		require.Len(t, owners(t, d, subjects), 30)
		require.Len(t, owners(t, d, groups), 18)
		hits, err := d.FindWords(t.Context(), db.WordQuery{Terms: all.Terms, Limit: 10})
		require.NoError(t, err)
		require.Equal(t, monday.Add(9*time.Second), hits[0].At())
		from := all
		from.From, from.Before = hits[9].ID, hits[4].ID
		require.Equal(t, order[5:10], owners(t, d, from))
	})
	require.Equal(t, both[0], both[len(both)-1], "the order is the same on both databases")
}

func TestADocumentIsReplacedAndDropped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		has := func(token string) []string {
			return owners(t, d, db.WordQuery{Terms: []db.WordTerm{words(token)}})
		}
		index(t, d, doc("1", "old"), doc("2", "old"))
		index(t, d, doc("1", "new"))
		require.Equal(t, []string{"2"}, has("old"))
		require.Equal(t, []string{"1"}, has("new"))
		index(t, d, db.WordDoc{Kind: "message", Owner: "1", Group: "g1", At: monday})
		require.Empty(t, has("new"), "a document without tokens is not there")
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return tx.DropWords(ctx, "message", "2") }))
		require.Empty(t, has("old"))

		index(t, d, doc("3", "x"), db.WordDoc{Kind: "subject", Owner: "4", Group: "g3", At: monday, Tokens: []string{"x"}}, doc("5", "x"))
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return tx.DropWordsOf(ctx, "g3") }))
		require.Equal(t, []string{"5"}, has("x"))

		require.ErrorIs(t, d.Write(ctx, func(tx *db.Tx) error {
			require.NoError(t, tx.IndexWords(ctx, doc("6", "x")))
			return errRefused
		}), errRefused)
		require.Equal(t, []string{"5"}, has("x"), "the index is part of the transaction")
	})
}

func TestManyWhoIndexTheSameThingLeaveItOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for n := range 5 {
					same := doc("1", fmt.Sprint("x v", i, "n", n))
					same.At = monday.Add(time.Duration(i) * time.Second)
					err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.IndexWords(t.Context(), same) })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		require.Equal(t, []string{"1"}, owners(t, d, db.WordQuery{Terms: []db.WordTerm{words("x")}}))
	})
}

// What one database cannot keep, the other does not keep either.
func TestHugeAndStrangeDocumentsAreBoundedTheSameOnBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		many := make([]string, 20_000)
		for i := range many {
			many[i] = fmt.Sprint("w", i)
		}
		repeated := append(strings.Split(strings.Repeat("same other ", 300), " "), "same", "end")
		var wide []string
		for i := range 9000 {
			wide = append(wide, fmt.Sprintf("%d%s", i, strings.Repeat("宽", 100)))
		}
		index(t, d,
			db.WordDoc{Kind: "m", Owner: "many", At: monday, Tokens: many},
			db.WordDoc{Kind: "m", Owner: "repeated", At: monday, Tokens: repeated},
			db.WordDoc{Kind: "m", Owner: "wide", At: monday, Tokens: wide},
			db.WordDoc{Kind: "m", Owner: "early", At: time.Time{}, Tokens: []string{"edge"}},
			db.WordDoc{Kind: "m", Owner: "late", At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), Tokens: []string{"edge"}},
			db.WordDoc{Kind: "m", Owner: "bytes", At: monday, Tokens: []string{"a\x00b", "\xff", " ", "new\nline", strings.Repeat("x", 5000)}})
		for _, c := range []struct {
			term string
			want []string
		}{
			{"w15998 w15999", []string{"many"}},
			{"w16000", []string{}},
			{"same", []string{"repeated"}},
			{"same end", []string{}}, // the 301st place of a word is not kept
			{"other end", []string{}},
			{"0" + strings.Repeat("宽", 100), []string{"wide"}},
			{"edge", []string{"late", "early"}},
			{"ab", []string{"bytes"}},
			{"newline", []string{"bytes"}},
			{strings.Repeat("x", 5000), []string{"bytes"}},
			{strings.Repeat("x", 100) + "*", []string{"bytes"}},
		} {
			require.Equal(t, c.want, owners(t, d, db.WordQuery{Terms: []db.WordTerm{words(c.term)}}), c.term[:min(len(c.term), 20)])
		}
	})
}
