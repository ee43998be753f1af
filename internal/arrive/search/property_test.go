package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/stretchr/testify/require"

	"anlan/internal/kit/segment"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
)

const documents = 5000

// letter writes a random letter to a desk, in Chinese, English or both.
func letterFrom(random *rand.Rand) string {
	zh := []rune("退款订单发货快递查询进度换货收到还没有请问客服优惠券")
	en := strings.Fields("order orders refund refunds refunding ship shipped shipping shipment late delivery deliver parcel account A1 tracking track invoice")
	var b strings.Builder
	for range 1 + random.IntN(12) {
		if random.IntN(2) == 0 {
			for range 1 + random.IntN(6) {
				b.WriteRune(zh[random.IntN(len(zh))])
			}
		} else {
			b.WriteString(en[random.IntN(len(en))])
		}
		b.WriteString([]string{" ", "，", "。", "! ", "\n"}[random.IntN(5)])
	}
	return b.String()
}

// naive decides without tokens or index whether a text has a word: Chinese as it
// stands, English by itself, by its beginning or by its stem.
func naive(text, word string, unfinished bool) bool {
	text, word = strings.ToLower(text), strings.ToLower(word)
	if unicode.Is(unicode.Han, []rune(word)[0]) {
		return strings.Contains(text, word)
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if w == word || unfinished && strings.HasPrefix(w, word) ||
			len(w) > 2 && len(word) > 2 && english.Stem(w, false) == english.Stem(word, false) {
			return true
		}
	}
	return false
}

func TestTheIndexFindsExactlyWhatReadingEverythingFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	letters := make([]string, documents)
	for i := range letters {
		letters[i] = letterFrom(random)
	}
	queries := []string{"退款", "退", "款", "进度", "快递查", "优惠券", "退款 refund", "shipping", "ship", "deliv", "order 发货", "late 货", "a1", "trac 收到", "查询进度换", "没有请"}
	for range 30 { // parts of what is there, so that long ones are found too
		runes := []rune(strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Han, r) {
				return r
			}
			return -1
		}, letters[random.IntN(documents)]))
		if len(runes) > 4 {
			queries = append(queries, string(runes[:2+random.IntN(3)]))
		}
	}
	orders := map[string][][]string{}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		require.NoError(t, d.Write(ctx, func(tx *db.Tx) error { return index(ctx, tx, letters) }))
		for _, q := range queries {
			got := findAll(t, d, q)
			require.ElementsMatch(t, scan(letters, q), got, "search for %q", q)
			orders[q] = append(orders[q], got)
		}
	})
	for q, both := range orders {
		require.Equal(t, both[0], both[len(both)-1], "both databases give the same order for %q", q)
	}
}

func index(ctx context.Context, tx *db.Tx, letters []string) error {
	for i, text := range letters {
		err := tx.IndexWords(ctx, db.WordDoc{
			Kind: "message", Owner: fmt.Sprint(i), Group: fmt.Sprint(i % 100),
			At:     noon.Add(-time.Duration(i/3) * time.Second), // several of one instant
			Tokens: segment.Words(segment.Tokens(text)),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// findAll pages through everything, in the order of the index.
func findAll(t *testing.T, d *db.DB, q string) (owners []string) {
	t.Helper()
	query := db.WordQuery{Limit: 700}
	for _, term := range segment.Query(q) {
		var forms db.WordTerm
		for _, p := range term {
			forms = append(forms, db.WordPhrase{Tokens: p.Tokens, Prefix: p.Prefix})
		}
		query.Terms = append(query.Terms, forms)
	}
	for {
		hits, err := d.FindWords(t.Context(), query)
		require.NoError(t, err)
		for _, h := range hits {
			owners = append(owners, h.Owner)
		}
		require.True(t, slices.IsSortedFunc(hits, func(a, b db.WordHit) int { return b.At().Compare(a.At()) }), "newest first")
		if len(hits) < query.Limit {
			return owners
		}
		query.Before = hits[len(hits)-1].ID
	}
}

func scan(letters []string, q string) (owners []string) {
	words := strings.Fields(q)
	for i, text := range letters {
		all := true
		for n, w := range words {
			all = all && naive(text, w, n == len(words)-1)
		}
		if all {
			owners = append(owners, fmt.Sprint(i))
		}
	}
	return owners
}
