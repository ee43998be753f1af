package bench

import (
	"context"
	"fmt"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/search"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
)

// How a seeded desk stands, in shares of a hundred; the rest is open and assigned.
const (
	resolvedShare   = 85
	waitingShare    = 5
	unassignedShare = 5
)

// people is how many share the work.
const people = 20

// Person is whose tokens a bench uses: the first of the seeded people.
const Person = "bench-01@example.com"

// lot is how many conversations share a transaction.
const lot = 500

// Seeded is what a seed has made.
type Seeded struct {
	Channel string // its key
	Staff   []fact.StaffID
}

// Seed fills a migrated database with conversations as a desk would have had them
// over a year: their contacts, messages, tags, words, facts and arrivals. It works
// through the verbs of their owners, without reactions, so that no old reply is
// sent. told hears how many are there so far.
func Seed(ctx context.Context, d *db.DB, conversations int, progress func(done int)) (Seeded, error) {
	s := newSeeder(d)
	if err := s.hire(ctx); err != nil {
		return Seeded{}, err
	}
	for done := 0; done < conversations; {
		n := min(lot, conversations-done)
		if err := s.door.TakeMany(ctx, s.channel.ID, s.histories(done, n, conversations)); err != nil {
			return Seeded{}, fmt.Errorf("seed conversations from %d: %w", done, err)
		}
		if _, err := d.Sequence(ctx); err != nil { // before the queue of facts grows long
			return Seeded{}, err
		}
		done += n
		if progress != nil {
			progress(done)
		}
	}
	return Seeded{Channel: s.channel.Key, Staff: s.staff}, settle(ctx, d)
}

// settle lets the database learn what it holds, as its own upkeep would in time.
// The seeded year has been read, too: facts are of the hour in which they were
// recorded, and a server would tell people of all of them when it starts.
func settle(ctx context.Context, d *db.DB) error {
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE notification_reader SET cursor = (SELECT COALESCE(MAX(cursor), 0) FROM fact)")
		return err
	})
	if err != nil {
		return fmt.Errorf("read the seeded facts: %w", err)
	}
	// With a limit SQLite keeps no samples of values: with them it would plan a
	// prepared statement again for each of its values.
	statements := []string{"PRAGMA analysis_limit = 1000", "ANALYZE"}
	if d.Dialect == db.Postgres {
		statements = []string{"VACUUM ANALYZE"}
	}
	for _, statement := range statements {
		if _, err := d.SQL().ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("settle the database: %w", err)
		}
	}
	return nil
}

// seeder is what a seed needs of the house.
type seeder struct {
	db       *db.DB
	office   *staff.Office
	channels *intake.Channels
	door     *intake.Door

	now     time.Time
	staff   []fact.StaffID
	channel intake.Channel
}

func newSeeder(d *db.DB) *seeder {
	index := search.New(d)
	channels := intake.NewChannels(d, nil)
	contacts, inbox := contact.NewBook(d, index), conversation.NewInbox(d, index)
	return &seeder{
		db: d, office: staff.New(d, team.New(d), nil, ""), channels: channels, now: d.Now(),
		door: intake.NewDoor(d, channels, contacts, inbox, nil, nil, nil),
	}
}

// hire takes on those who are needed; the first may open channels.
func (s *seeder) hire(ctx context.Context) (err error) {
	for i := range people {
		role := access.Agent
		if i == 0 {
			role = access.Admin
		}
		added, _, err := s.office.Add(ctx, access.System, staff.Newcomer{
			Email: fmt.Sprintf("bench-%02d@example.com", i+1), Name: fmt.Sprintf("%s%s", surnames[i%10], givens[i*3%10]), Role: role,
		})
		if err != nil {
			return fmt.Errorf("hire for the bench: %w", err)
		}
		s.staff = append(s.staff, added.ID)
	}
	s.channel, err = s.channels.Add(ctx, access.System, intake.API, "Shop", nil)
	return err
}

func (s *seeder) histories(from, n, of int) []intake.History {
	list := make([]intake.History, n)
	for i := range list {
		list[i] = s.history(from+i, of)
	}
	return list
}

// history is the nth conversation: the last ones are the newest.
func (s *seeder) history(n, of int) intake.History {
	const year = 365 * 24 * time.Hour
	t := story(n)
	begun := s.now.Add(-year + time.Duration(float64(n)/float64(of)*float64(year-time.Hour))).Truncate(time.Millisecond)
	agent := s.staff[n/100%people]
	h := intake.History{History: conversation.History{Opening: conversation.Opening{Subject: t.subject}, Tags: t.tags}}
	lines := t.lines
	// Which of a hundred it is decides how it stands. 37 has no divisor in common
	// with 100, so that the shares are spread over all times.
	switch at := n * 37 % 100; {
	case at < resolvedShare:
		h.Resolved, h.Assignee = true, agent
	case at < resolvedShare+waitingShare:
		h.Assignee = agent // our answer is the last word
	case at < resolvedShare+waitingShare+unassignedShare:
		lines = lines[:1]
	default:
		h.Assignee, lines = agent, append(lines[:len(lines):len(lines)], lines[0])
	}
	for i, line := range lines {
		said := conversation.Saying{Kind: conversation.Inbound, Text: line, Subject: t.subject, SentAt: begun.Add(time.Duration(i) * 7 * time.Minute)}
		external := fmt.Sprintf("seed-%d-%d", n, i)
		if i%2 == 1 {
			said.Kind, said.Staff, said.Delivery, external = conversation.Reply, agent, conversation.Sent, ""
		}
		h.Sayings, h.ExternalIDs = append(h.Sayings, said), append(h.ExternalIDs, external)
	}
	h.From = contact.Known{Since: begun, Seen: h.Sayings[len(lines)-1].SentAt, Sender: contact.Sender{
		External: fmt.Sprintf("seed-%d", n), Email: fmt.Sprintf("seed-%d@example.com", n), Vouched: true, Name: t.name, Locale: t.locale,
	}}
	return h
}
