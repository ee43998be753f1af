package bench_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/uptrace/bun"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/search"
	"anlan/internal/arrive/trust"
	"anlan/internal/drill/bench"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/blob"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/seal"
)

// history is how many conversations the plans are made for: enough that a
// database which means to read everything says so, and that PostgreSQL has left
// the plans of small tables behind.
const history = 15_000

// TestWhatPeopleLookAtDoesNotGrowWithHistory listens to the queries behind each
// screen and asks the database how it answers them.
func TestWhatPeopleLookAtDoesNotGrowWithHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		made, err := bench.Seed(t.Context(), d, history, nil)
		require.NoError(t, err)
		ear := &ear{}
		d.Read().(interface{ AddQueryHook(bun.QueryHook) }).AddQueryHook(ear)
		d.Overhear(ear.hear)
		for name, look := range looks(t, d, made) {
			ear.queries = nil
			require.NoError(t, look(), name)
			require.NotEmpty(t, ear.queries, name)
			for _, query := range append([]string(nil), ear.queries...) {
				if strings.HasPrefix(query, "INSERT") {
					continue // adds what it is told
				}
				require.Empty(t, greed(t, d, query), "%s reads too much for\n%s", name, query)
			}
		}
	})
}

// ear hears the queries of a database.
type ear struct {
	mu      sync.Mutex
	queries []string
}

func (e *ear) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (e *ear) AfterQuery(_ context.Context, event *bun.QueryEvent) { e.hear(event.Query) }

func (e *ear) hear(query string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.queries = append(e.queries, query)
}

// looks are what the screens ask for, first pages and those behind them.
func looks(t *testing.T, d *db.DB, made bench.Seeded) map[string]func() error {
	ctx, index := t.Context(), search.New(d)
	inbox, book := conversation.NewInbox(d, index), contact.NewBook(d, index)
	who := access.Actor{ID: made.Staff[3], Permissions: access.Admin.Permissions(), Scope: access.All, Teams: []fact.TeamID{"a team", "another"}}
	require.NoError(t, inbox.FoldTally(ctx)) // as a job does every ten seconds
	some, _, err := inbox.List(ctx, who, conversation.Query{Limit: 1})
	require.NoError(t, err)
	register := organisation.New(d, index)
	firm := settle(t, d, who, register, book)
	all := map[string]func() error{
		"the counts of the views":  func() error { _, err := inbox.Views(ctx, who); return err },
		"the tags":                 func() error { _, err := inbox.Tags(ctx, who); return err },
		"the contacts":             func() error { _, _, err := book.List(ctx, who, contact.Place{}, 50); return err },
		"contacts by age":          browsed(ctx, book, who, contact.Look{}),
		"the tags of contacts":     func() error { _, err := book.Tags(ctx, who); return err },
		"notes on a contact":       func() error { _, _, err := book.Notes(ctx, who, some[0].Contact.ID, "", 50); return err },
		"organisations":            func() error { _, _, err := register.List(ctx, who, "", 50); return err },
		"an organisation's likely": func() error { _, _, err := register.Proposed(ctx, who, firm.ID, "", 50); return err },
		"what a firm says":         picked(ctx, inbox, conversation.Filter{Organisations: []fact.OrganisationID{firm.ID}}.Query(who, d.Now())),
		"a conversation":           func() error { _, err := inbox.Get(ctx, who, some[0].ID); return err },
		"its messages": func() error {
			_, _, err := inbox.Messages(ctx, who, some[0].ID, conversation.Walk{NewFirst: true, Limit: 50})
			return err
		},
		"its timeline": func() error {
			_, err := d.FactsAfter(ctx, 0, 50, db.Filter{Conversation: string(some[0].ID), Newest: true})
			return err
		},
		"the newest facts":           func() error { _, err := d.FactsAfter(ctx, 100, 50, db.Filter{}); return err },
		"what the client sent":       func() error { _, err := inbox.ByClientID(ctx, some[0].ID, "c1"); return err },
		"a rare word":                func() error { _, err := index.Find(ctx, who, "20000007", "", 20); return err },
		"a conversation's number":    func() error { _, err := inbox.ByNumber(ctx, some[0].Number); return err },
		"the conversations of one":   list(ctx, inbox, who, conversation.Query{Contact: some[0].Contact.ID}),
		"a person's, in all states":  list(ctx, inbox, who, conversation.Query{Assignees: []fact.StaffID{made.Staff[3]}}),
		"a tag's":                    list(ctx, inbox, who, conversation.Query{Tag: "退款"}),
		"a tag's, in one state":      list(ctx, inbox, who, conversation.Query{Tag: "退款", States: []conversation.State{conversation.Resolved}}),
		"the front of a queue":       func() error { _, err := inbox.Front(ctx, string(some[0].Channel.ID)); return err },
		"a place in it":              func() error { _, _, err := inbox.Position(ctx, some[0].ID); return err },
		"a visitor's conversation":   func() error { _, _, err := inbox.ByThread(ctx, some[0].Channel.ID, "visitor:nobody"); return err },
		"what a visitor sees of it":  func() error { _, _, err := inbox.Glimpse(ctx, some[0].ID); return err },
		"what waits with one":        func() error { _, err := inbox.WaitingWith(ctx, made.Staff[3], conversation.Turn{}, 100); return err },
		"a channel's":                list(ctx, inbox, who, conversation.Query{Channel: some[0].Channel.ID}),
		"by creation":                list(ctx, inbox, who, conversation.Query{Created: true}),
		"by creation, oldest first":  list(ctx, inbox, who, conversation.Query{Created: true, OldFirst: true}),
		"by creation, in one state":  list(ctx, inbox, who, conversation.Query{Created: true, States: []conversation.State{conversation.Resolved}}),
		"by newest, oldest first":    list(ctx, inbox, who, conversation.Query{OldFirst: true}),
		"a state, oldest first":      list(ctx, inbox, who, conversation.Query{OldFirst: true, States: []conversation.State{conversation.Resolved}}),
		"the team's, in every state": list(ctx, inbox, who, conversation.Query{Teams: conversation.TeamsOf(who)}),
	}
	all["a stranger's mail"] = mailed(t, d, inbox, book, some[0].Channel.ID)
	for _, order := range []contact.Order{contact.NewFirst, contact.OldFirst, contact.SeenLast, contact.SeenFirst, contact.ByName} {
		all["contacts: "+string(order)] = browsed(ctx, book, who, contact.Look{Order: order})
		all["a tag's contacts: "+string(order)] = browsed(ctx, book, who, contact.Look{Tag: "大客户", Order: order})
		all["an organisation's: "+string(order)] = browsed(ctx, book, who, contact.Look{Organisation: firm.ID, Order: order})
	}
	for name, f := range savedLooks(some[0].Channel.ID) {
		q := f.Query(who, d.Now())
		all["saved: "+name] = picked(ctx, inbox, q)
	}
	for _, key := range []string{"mine", "unassigned", "team", "all", "waiting", "snoozed", "resolved"} {
		q, known := conversation.ViewQuery(key, who)
		require.True(t, known, key)
		all["the view "+key] = list(ctx, inbox, who, q)
	}
	return all
}

// settle gives contacts a firm and tags: enough that their lists have several pages.
func settle(t *testing.T, d *db.DB, who access.Actor, register *organisation.Register, book *contact.Book) organisation.Organisation {
	t.Helper()
	firm, err := register.Add(t.Context(), who, organisation.Edit{Name: new("澜学教育"), Domains: &[]string{"lanxue.example"}})
	require.NoError(t, err)
	list, _, err := book.Browse(t.Context(), who, contact.Look{Limit: 90})
	require.NoError(t, err)
	for i, c := range list {
		e := contact.Edit{Tags: &[]string{"大客户"}}
		if i%2 == 0 {
			e.Organisation = &firm.ID
		}
		_, err := book.Change(t.Context(), who, c.ID, e)
		require.NoError(t, err)
	}
	if d.Dialect == db.Postgres {
		for _, table := range []string{"contact_tag", "organisation_member", "organisation_domain"} {
			_, err := d.SQL().ExecContext(t.Context(), "ANALYZE "+table)
			require.NoError(t, err)
		}
	}
	return firm
}

// mailed takes a mail in from somebody new, who has the name of one whom we know.
func mailed(t *testing.T, d *db.DB, inbox *conversation.Inbox, book *contact.Book, channel fact.ChannelID) func() error {
	blobs, err := blob.Open(t.TempDir())
	require.NoError(t, err)
	sealer, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	door := intake.NewDoor(d, intake.NewChannels(d, sealer), book, inbox, conversation.NewFiles(d, blobs, 1<<20), outbox.New(d, inbox, book, sealer), nil)
	return func() error {
		from := "seed-7@exarnple.com"
		_, err := door.Accept(t.Context(), intake.Inbound{
			Channel: channel, ExternalID: "a stranger's", Subject: "订单 Order", Text: "在吗 Are you there?",
			Sender: contact.Sender{Email: from, Name: "Seven", Vouched: true}, Works: from,
			Ref: "<1@stranger.example>", Refs: []string{"<0@stranger.example>"},
			Files: []intake.File{{Name: "a.txt", Type: "text/plain", Data: []byte("a")}},
			Trust: trust.Of(trust.Letter{From: from, Name: "Seven"}),
		})
		return err
	}
}

func browsed(ctx context.Context, book *contact.Book, who access.Actor, l contact.Look) func() error {
	return func() error {
		l.Limit, l.After = pageSize, contact.Place{}
		for range 3 {
			_, next, err := book.Browse(ctx, who, l)
			if err != nil || next.ID == "" {
				return err
			}
			l.After = next
		}
		return nil
	}
}

// savedLooks are filters whose leading condition has an index, in every order that
// a view may have.
func savedLooks(channel fact.ChannelID) map[string]conversation.Filter {
	me, resolved := []string{"me"}, []conversation.State{conversation.Resolved}
	return map[string]conversation.Filter{
		"mine, longest waiting": {Assignees: me, Order: conversation.LongestWaiting},
		"longest waiting":       {Order: conversation.LongestWaiting, States: []conversation.State{conversation.Open}},
		"a status":              {Statuses: []fact.StatusID{"none carries it"}},
		"urgent":                {Priorities: []conversation.Priority{conversation.Urgent}},
		"one of two tags":       {TagsAny: []string{"退款", "发票"}},
		"a tag, resolved":       {TagsAll: []string{"退款"}, States: resolved},
		"a channel":             {Channels: []fact.ChannelID{channel}},
		"created lately":        {Created: conversation.Span{WithinHours: 24 * 30}, Order: conversation.CreatedNewest},
		"quiet for long":        {LastMessage: conversation.Span{OverHours: 24 * 90}, Order: conversation.Oldest},
		"waiting over a day":    {WaitingOverHours: 24, Order: conversation.LongestWaiting},
	}
}

// pageSize is small against history, and so is what a page may read.
const pageSize = 20

func list(ctx context.Context, inbox *conversation.Inbox, who access.Actor, q conversation.Query) func() error {
	return func() error {
		q.Limit, q.After = pageSize, conversation.Place{}
		for range 3 {
			_, next, err := inbox.List(ctx, who, q)
			if err != nil || next.ID == "" {
				return err
			}
			q.After = next
		}
		return nil
	}
}

// picked goes through the pages of a narrow list; the rows themselves are then
// read by their ids, as one conversation is.
func picked(ctx context.Context, inbox *conversation.Inbox, q conversation.Query) func() error {
	return func() error {
		q.Limit, q.After = pageSize, conversation.Place{}
		for range 3 {
			_, next, err := inbox.Pick(ctx, q)
			if err != nil || next.ID == "" {
				return err
			}
			q.After = next
		}
		return nil
	}
}

// greed says what of a plan grows with history; "" when nothing does.
func greed(t *testing.T, d *db.DB, query string) string {
	t.Helper()
	if d.Dialect == db.SQLite {
		return greedOfSQLite(t, d, query)
	}
	greed := greedOfPostgres(t, d, query, "on")
	if strings.HasPrefix(greed, "Seq Scan") {
		// A table of thirty pages is rightly read whole, although it has the index: then
		// the way by the index has to be there, and to be short.
		greed = greedOfPostgres(t, d, query, "off")
	}
	return greed
}

func greedOfPostgres(t *testing.T, d *db.DB, query, whole string) string {
	t.Helper()
	tx, err := d.SQL().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	_, err = tx.ExecContext(t.Context(), "SET LOCAL enable_seqscan = "+whole)
	require.NoError(t, err)
	var text string
	require.NoError(t, tx.QueryRowContext(t.Context(), "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "+query).Scan(&text))
	var plans []struct {
		Plan node `json:"Plan"`
	}
	require.NoError(t, json.Unmarshal([]byte(text), &plans))
	return plans[0].Plan.greed()
}

// node is a step of PostgreSQL's plan, with what it really did.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Index    string  `json:"Index Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Plans    []node  `json:"Plans"`
}

// mostRows is what one step may touch for a page: each of its walks, and a few
// rows for each row shown.
const mostRows = 400

func (n node) greed() string {
	if touched := (n.Rows + n.Removed) * n.Loops; touched > mostRows {
		return strings.TrimSpace(n.Type + " " + n.Relation + " " + n.Index)
	}
	for _, below := range n.Plans {
		if g := below.greed(); g != "" {
			return g
		}
	}
	return ""
}

// growing are the tables that grow with every message.
var growing = []string{"conversation", "c", "conversation_tag", "message", "m", "contact", "co", "identity", "i", "contact_tag", "organisation_member", "contact_note", "n", "arrival", "attachment", "attachment_row", "fact", "fact_row", "word_doc", "d"}

// greedOfSQLite looks for tables that are read from end to end, and for walks that
// have to be sorted before their page can be cut.
func greedOfSQLite(t *testing.T, d *db.DB, query string) string {
	t.Helper()
	rows, err := d.SQL().QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	inWalk, part := false, map[string]bool{} // parts of the query go by names of their own
	for rows.Next() {
		var id, parent, unused int
		var step string
		require.NoError(t, rows.Scan(&id, &parent, &unused, &step))
		words := strings.Fields(step)

		if words[0] == "CO-ROUTINE" || words[0] == "MATERIALIZE" {
			part[words[1]] = true
		}
		switch {
		case step == "CO-ROUTINE w":
			inWalk = true
		case step == "SCAN w":
			inWalk = false
		case inWalk && strings.HasPrefix(step, "USE TEMP B-TREE"):
			return "a walk that is sorted: " + step
		case words[0] == "SEARCH" && slices.Contains(growing, words[1]) && strings.HasSuffix(step, "(kind=?)"):
			return "a walk through all of a kind: " + step
		case words[0] == "SCAN" && slices.Contains(growing, words[1]) && !part[words[1]] && !strings.Contains(step, " USING "):
			return step
		}
	}
	require.NoError(t, rows.Err())
	return ""
}
