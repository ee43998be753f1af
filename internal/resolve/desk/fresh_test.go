package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

// screen is what somebody has before their eyes: it fetches once, and then only
// what facts name.
type screen struct {
	w      *world.World
	cursor int64
	Rows   map[fact.ConversationID]conversation.Conversation
	Talks  map[fact.ConversationID][]conversation.Message
	Views  []conversation.View
	Resets int
}

func opened(t *testing.T, w *world.World) *screen {
	s := &screen{w: w}
	s.fetch(t)
	return s
}

// fetch loads everything. The cursor is read first: what happens meanwhile is
// told once more, which does no harm.
func (s *screen) fetch(t *testing.T) {
	t.Helper()
	cursor, err := s.w.DB.Sequence(s.w.Ctx)
	require.NoError(t, err)
	s.cursor, s.Rows, s.Talks = cursor, map[fact.ConversationID]conversation.Conversation{}, map[fact.ConversationID][]conversation.Message{}
	q := conversation.Query{Limit: 50}
	for {
		page, next, err := s.w.Inbox.List(s.w.Ctx, s.w.Lin, q)
		require.NoError(t, err)
		for _, c := range page {
			s.show(t, c.ID)
		}
		if next == (conversation.Place{}) {
			break
		}
		q.After = next
	}
	s.look(t)
}

func (s *screen) look(t *testing.T) {
	t.Helper()
	views, err := s.w.Inbox.Views(s.w.Ctx, s.w.Lin)
	require.NoError(t, err)
	s.Views = views
}

// show fetches one conversation, or forgets it.
func (s *screen) show(t *testing.T, c fact.ConversationID) {
	t.Helper()
	delete(s.Rows, c)
	delete(s.Talks, c)
	card, err := s.w.Inbox.Get(s.w.Ctx, s.w.Lin, c)
	if fault.IsKind(err, fault.Missing) {
		return
	}
	require.NoError(t, err)
	talk, _, err := s.w.Inbox.Messages(s.w.Ctx, s.w.Lin, c, conversation.Walk{Limit: 500})
	if fault.IsKind(err, fault.Missing) {
		return
	}
	require.NoError(t, err)
	s.Rows[c], s.Talks[c] = card, talk
}

// catchUp reads the facts behind the cursor and fetches what they name.
func (s *screen) catchUp(t *testing.T) {
	t.Helper()
	_, err := s.w.DB.Sequence(s.w.Ctx)
	require.NoError(t, err)
	horizon, err := s.w.DB.Horizon(s.w.Ctx)
	require.NoError(t, err)
	if s.cursor < horizon {
		s.Resets++
		s.fetch(t)
		return
	}
	stale, moved := map[fact.ConversationID]bool{}, false
	for {
		facts, err := s.w.DB.FactsAfter(s.w.Ctx, s.cursor, 100, db.Filter{})
		require.NoError(t, err)
		if len(facts) == 0 {
			break
		}
		for _, f := range facts {
			s.mark(t, f, stale)
			moved = true
		}
		s.cursor = facts[len(facts)-1].Cursor
	}
	for c := range stale {
		s.show(t, c)
	}
	if moved {
		s.look(t)
	}
}

// mark says which conversations a fact makes stale.
func (s *screen) mark(t *testing.T, f db.Recorded, stale map[fact.ConversationID]bool) {
	t.Helper()
	if f.Conversation != "" {
		stale[fact.ConversationID(f.Conversation)] = true
	}
	var about struct {
		Staff   string `json:"staff"`
		Team    string `json:"team"`
		Channel string `json:"channel"`
	}
	require.NoError(t, json.Unmarshal(f.Data, &about))
	for id, c := range s.Rows {
		switch family, _, _ := strings.Cut(f.Name, "."); family {
		case "contact":
			stale[id] = stale[id] || string(c.Contact.ID) == f.Contact
		case "staff":
			wrote := slices.ContainsFunc(s.Talks[id], func(m conversation.Message) bool { return m.Author.ID == about.Staff })
			stale[id] = stale[id] || wrote || c.Assignee != nil && c.Assignee.ID == about.Staff
		case "team":
			stale[id] = stale[id] || c.Team != nil && c.Team.ID == about.Team
		case "channel":
			stale[id] = stale[id] || string(c.Channel.ID) == about.Channel
		}
	}
	for id, is := range stale {
		if !is {
			delete(stale, id)
		}
	}
}

func (s *screen) wantFresh(t *testing.T, when string) {
	t.Helper()
	fresh := opened(t, s.w)
	for name, pair := range map[string][2]any{"rows": {fresh.Rows, s.Rows}, "messages": {fresh.Talks, s.Talks}, "views": {fresh.Views, s.Views}} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Fatalf("%s: the %s are not what a fresh load gives (-fresh +screen):\n%s", when, name, diff)
		}
	}
}

// somebody does random things, beside others who do so too.
type somebody struct {
	w      *world.World
	who    access.Actor
	random *rand.Rand
}

func one[T any](p *somebody, list ...T) T { return list[p.random.IntN(len(list))] }

// any picks a conversation that is there, or was a moment ago.
func (p *somebody) any() (c fact.ConversationID, contacts fact.ContactID, last fact.MessageID) {
	page, _, err := p.w.Inbox.List(p.w.Ctx, p.who, conversation.Query{Limit: 30})
	if err != nil || len(page) == 0 {
		return "none", "none", "none"
	}
	card := one(p, page...)
	talk, _, err := p.w.Inbox.ForContact(p.w.Ctx, card.ID, conversation.Walk{NewFirst: true, Limit: 3})
	if err != nil || len(talk) == 0 {
		return card.ID, card.Contact.ID, "none"
	}
	return card.ID, card.Contact.ID, one(p, talk...).ID
}

func (p *somebody) act() error {
	w, ctx := p.w, p.w.Ctx
	c, who, last := p.any()
	word := fmt.Sprint(p.random.IntN(1000))
	switch p.random.IntN(19) {
	case 0, 1, 2:
		in := w.Chatting(fmt.Sprintf("客户%d", p.random.IntN(12)), "在吗 "+word)
		in.SentAt = in.SentAt.Add(-time.Duration(p.random.IntN(60)) * time.Second)
		_, err := w.Door.Accept(ctx, in)
		return err
	case 3:
		_, err := w.Door.Accept(ctx, intake.Inbound{Channel: w.Mail.ID, ExternalID: word, Text: word, Subject: word,
			Sender: contact.Sender{Email: fmt.Sprintf("p%d@example.com", p.random.IntN(5)), Vouched: true}})
		return err
	case 4, 5:
		_, err := w.Desk.Say(ctx, p.who, c, desk.Words{Kind: one(p, conversation.Reply, conversation.Note), Text: word})
		return err
	case 6:
		return w.Inbox.Assign(ctx, p.who, c, conversation.Assignment{Assignee: &one(p, &w.Lin, &w.Chen).ID, Team: &one(p, &w.Care, &w.Tech).ID})
	case 7:
		return w.Inbox.Tag(ctx, p.who, c, []string{one(p, "vip", "退款"), word}, 0)
	case 8:
		return w.Inbox.Resolve(ctx, p.who, c)
	case 9:
		return w.Inbox.Reopen(ctx, p.who, c)
	case 10:
		return w.Inbox.Snooze(ctx, p.who, c, w.Now().Add(time.Duration(p.random.IntN(90))*time.Second))
	case 11:
		return w.Inbox.Change(ctx, p.who, c, conversation.Edit{Subject: &word, Priority: new(one(p, conversation.Low, conversation.Urgent))})
	case 12:
		_, err := w.Contacts.Change(ctx, p.who, who, contact.Edit{Name: &word, Tier: new(one(p, contact.VIP, contact.Standard))})
		return err
	case 13:
		return w.Inbox.DeliverUpto(ctx, c, last, one(p, conversation.Delivered, conversation.Read))
	case 14:
		return w.Inbox.SeenByStaff(ctx, p.who, c, last)
	case 15:
		if p.random.IntN(3) == 0 {
			return w.Inbox.Delete(ctx, w.Mo, c)
		}
		_, err := w.Desk.SaveDraft(ctx, p.who, c, desk.Draft{Kind: conversation.Reply, Text: word})
		return err
	case 16:
		_, err := w.Office.Change(ctx, w.Ada, w.Lin.ID, staff.Change{Name: new("Lin " + word)})
		return err
	case 17:
		_, err := w.Teams.Change(ctx, w.Ada, w.Care.ID, team.Change{Name: new("关怀 " + word)})
		return err
	default:
		_, err := w.Channels.Change(ctx, w.Ada, w.Chat.ID, intake.ChannelEdit{Name: new("咨询 " + word)})
		return err
	}
}

// expected are refusals that happen when several people work on the same things.
func expected(err error) bool {
	return fault.IsKind(err, fault.Conflict) || fault.IsKind(err, fault.Missing) || fault.IsKind(err, fault.Invalid)
}

// busy lets three people and the customers do things at the same time, and then
// the timers ring that are due.
func busy(t *testing.T, w *world.World, seed uint64, things int) {
	t.Helper()
	require.NoError(t, stir(w, seed, things))
	w.Pass(20 * time.Second)
	w.Settle()
}

func stir(w *world.World, seed uint64, things int) error {
	var all sync.WaitGroup
	people := []access.Actor{w.Lin, w.Chen, w.Mo}
	errs := make([]error, len(people))
	for i, who := range people {
		p := &somebody{w: w, who: who, random: rand.New(rand.NewPCG(seed, uint64(i)))}
		all.Go(func() {
			for range things {
				if err := p.act(); err != nil && !expected(err) {
					errs[i] = err
					return
				}
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func TestStaleAndFactsGiveFresh(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		busy(t, w, 1, 20)
		for seed := range uint64(4) {
			t.Logf("seed %d", seed)
			always, seldom := opened(t, w), opened(t, w)
			begun := always.cursor
			for round := range uint64(4) {
				busy(t, w, 100*seed+round, 10)
				always.catchUp(t)
			}
			always.wantFresh(t, "looking all the time")
			seldom.catchUp(t)
			seldom.wantFresh(t, "back after a while")
			always.cursor = begun
			always.catchUp(t)
			always.wantFresh(t, "told everything twice")
			require.Zero(t, always.Resets+seldom.Resets)
		}
	})
}

func TestAScreenThatLooksWhileThingsHappenEndsFresh(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		busy(t, w, 7, 10)
		s := opened(t, w)
		done := make(chan error, 1)
		go func() { done <- stir(w, 8, 40) }()
		for looking := true; looking; {
			select {
			case err := <-done:
				require.NoError(t, err)
				looking = false
			default:
				s.catchUp(t)
			}
		}
		s.catchUp(t)
		s.wantFresh(t, "in the middle of it all")
	})
}

func TestAScreenThatWasAwayTooLongStartsAfresh(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		busy(t, w, 3, 15)
		s := opened(t, w)
		busy(t, w, 4, 15)
		w.Pass(70 * 24 * time.Hour)
		busy(t, w, 5, 15)
		_, err := w.DB.Sequence(w.Ctx)
		require.NoError(t, err)
		dropped, err := w.DB.Forget(w.Ctx, w.Now().Add(-24*time.Hour))
		require.NoError(t, err)
		require.Positive(t, dropped)
		s.catchUp(t)
		require.Equal(t, 1, s.Resets)
		s.wantFresh(t, "after ten weeks")
		busy(t, w, 6, 15)
		s.catchUp(t)
		require.Equal(t, 1, s.Resets)
		s.wantFresh(t, "and going on")
	})
}
