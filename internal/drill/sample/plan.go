package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/desk"
	"anlan/internal/route/queue"
)

// days is how far the past goes back.
const days = 13

// talk is a conversation while it happens.
type talk struct {
	story  story
	who    person
	name   string // what makes its messages' names unique
	way    string // chat, mail or shop
	crew   crew
	agent  access.Actor
	signed bool // the school knows who this is, beyond what they say
	begun  bool
	id     fact.ConversationID
	reply  fact.MessageID
	mails  []string // the names and texts of the mails so far
}

// plan lays out one conversation from its first word to its end. It waits in line for
// so long before somebody has time for it.
func (w *writer) plan(s story, n int, at time.Time, inLine time.Duration) {
	t := &talk{name: fmt.Sprint(n), crew: w.house.crews[s.kind], way: oneOf(w.random, s.channels)}
	t.who = w.customer(s.language, t.way)
	t.story = filled(s, t.who, w.random)
	t.agent = oneOf(w.random, t.crew.people)
	t.signed = w.random.IntN(12) != 0 // most sign in before they ask
	if !resolves(n) && at.Before(w.now.Add(-20*time.Hour)) {
		t.story.lines = answered(t.story.lines) // the school lets nobody wait for days
	}
	for i, l := range t.story.lines {
		if i > 0 {
			at = w.pause(at, t, t.story.lines[i-1].who, l.who)
		}
		if l.who != 'c' && !t.begun {
			t.begun = true
			at = at.Add(inLine)
			w.then(at.Add(-20*time.Second), w.looked(t, t.taken(w)))
		}
		w.then(at, w.looked(t, t.said(w, l, i)))
		if l.who == 'a' && t.way == "chat" && w.random.IntN(4) == 0 {
			w.then(at.Add(40*time.Second), t.read(w))
		}
	}
	w.end(at, t, n)
}

// customer picks who writes. A visitor of the chat has one conversation there.
func (w *writer) customer(language, way string) person {
	may := slices.DeleteFunc(slices.Clone(w.people), func(p person) bool {
		return p.language != language || way == "chat" && w.chats[p.id]
	})
	if len(may) == 0 { // everybody has chatted: somebody who gives no name
		p := person{id: fmt.Sprintf("guest-%d", len(w.chats)), language: language, locale: homes[language][0]}
		w.chats[p.id] = true
		return p
	}
	p := oneOf(w.random, may)
	if way == "chat" {
		w.chats[p.id] = true
	}
	return p
}

// opening is when a conversation begins: most in the past fortnight by day, a
// good part in the last hours, so that there is something to do.
func (w *writer) opening(n int) time.Time {
	if n%6 == 0 {
		return w.now.Add(-w.between(2*time.Minute, 4*time.Hour))
	}
	day := w.now.Truncate(24*time.Hour).AddDate(0, 0, -1-w.random.IntN(days-1))
	return day.Add(w.between(time.Hour, 14*time.Hour)) // 09:00 to 22:00 in Shanghai
}

// rushed is when somebody came yesterday: most in two busy hours, by the clock of
// Shanghai.
func (w *writer) rushed(n int) time.Time {
	here := w.now.In(time.FixedZone("Asia/Shanghai", 8*60*60))
	day := time.Date(here.Year(), here.Month(), here.Day()-1, 0, 0, 0, 0, here.Location())
	switch n % 5 {
	case 0, 1:
		return day.Add(w.between(10*time.Hour, 11*time.Hour))
	case 2, 3:
		return day.Add(w.between(19*time.Hour+30*time.Minute, 20*time.Hour+30*time.Minute))
	}
	return day.Add(w.between(9*time.Hour, 21*time.Hour))
}

// pause is how long somebody takes to say the next thing.
func (w *writer) pause(at time.Time, t *talk, last, next byte) time.Time {
	switch {
	case next == 'n':
		return at.Add(w.between(30*time.Second, 4*time.Minute))
	case last == next:
		return at.Add(w.between(15*time.Second, 2*time.Minute))
	case t.way == "chat":
		return at.Add(w.between(time.Minute, 12*time.Minute))
	case next == 'a':
		return at.Add(w.between(20*time.Minute, 3*time.Hour))
	}
	return at.Add(w.between(time.Hour, 7*time.Hour))
}

// resolves tells which conversations are closed when all is said.
func resolves(n int) bool { return n%19 != 1 && n%11 != 4 }

// answered are lines up to the last that is ours.
func answered(lines []line) []line {
	for i := len(lines); i > 0; i-- {
		if lines[i-1].who == 'a' {
			return lines[:i]
		}
	}
	return lines
}

// end closes most conversations, and puts a few away until later.
func (w *writer) end(at time.Time, t *talk, n int) {
	at = at.Add(w.between(5*time.Minute, time.Hour))
	switch {
	case n%19 == 1:
		until := w.now.Add(w.between(2*time.Hour, 72*time.Hour)).Truncate(time.Minute)
		w.then(at, w.looked(t, func(ctx context.Context) error { return w.Inbox.Snooze(ctx, t.agent, t.id, until) }))
	case resolves(n):
		w.then(at, w.looked(t, func(ctx context.Context) error { return w.Inbox.Resolve(ctx, t.agent, t.id) }))
	}
}

// looked looks after something happened whether the conversation waits in a queue, and
// how long it was expected to, as the reactions do which run only when the past is over.
func (w *writer) looked(t *talk, do func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := do(ctx); err != nil {
			return err
		}
		before, _, waited, err := w.Queues.Stands(ctx, t.id)
		if err != nil {
			return err
		}
		if err := w.Queues.Look(ctx, t.id); err != nil {
			return err
		}
		after, _, waits, err := w.Queues.Stands(ctx, t.id)
		if err != nil {
			return err
		}
		same := waited && waits && before.Queue == after.Queue
		if waited && !same {
			if err := w.left(ctx, before.Place); err != nil {
				return err
			}
		}
		if waits && !same {
			return w.Waits.Queued(ctx, fact.ConversationQueued{Conversation: t.id, Queue: after.Queue})
		}
		return nil
	}
}

// left says what a wait came to that has just ended.
func (w *writer) left(ctx context.Context, p queue.Place) error {
	passed, err := w.Queues.Departures(ctx, p.Queue, w.at.Add(-time.Minute), 1)
	if err != nil || len(passed) == 0 {
		return err
	}
	return w.Waits.Unqueued(ctx, fact.ConversationUnqueued{Conversation: p.Conversation, Queue: p.Queue, Because: passed[0].Because})
}

// taken is somebody of ours taking a conversation on and saying what it is about.
func (t *talk) taken(w *writer) func(context.Context) error {
	return func(ctx context.Context) error {
		err := w.Inbox.Assign(ctx, t.agent, t.id, conversation.Assignment{Assignee: &t.agent.ID, Team: &t.crew.team})
		if err != nil {
			return err
		}
		if err := t.sorted(ctx, w); err != nil {
			return err
		}
		return t.tagged(w)(ctx)
	}
}

func (t *talk) tagged(w *writer) func(context.Context) error {
	return func(ctx context.Context) error {
		e := conversation.Edit{Tags: &t.story.tags}
		if t.story.kind == "angry" {
			high := conversation.High
			e.Priority = &high
		}
		e.Fields = field.Values{}
		if t.story.order != "" {
			e.Fields["order"] = t.story.order
		}
		if cause := causes[t.story.kind]; cause != "" {
			e.Fields["cause"] = cause
		}
		return w.Inbox.Change(ctx, t.agent, t.id, e)
	}
}

func (t *talk) read(w *writer) func(context.Context) error {
	return func(ctx context.Context) error { return w.Inbox.DeliverUpto(ctx, t.id, t.reply, conversation.Read) }
}

func (t *talk) said(w *writer, l line, n int) func(context.Context) error {
	return func(ctx context.Context) error {
		switch l.who {
		case 'c':
			r, err := w.Door.Accept(ctx, t.inbound(w, l, n))
			t.id = r.Conversation
			if err != nil {
				return err
			}
			return w.Readings.Arrived(ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation})
		case 'n':
			_, err := w.Desk.Say(ctx, t.agent, t.id, desk.Words{Kind: conversation.Note, Text: l.text})
			return err
		}
		return t.answer(ctx, w, l.text)
	}
}

// answer is what we say. The mailbox of the sample world cannot send, so what it
// "sent" is entered as sent.
func (t *talk) answer(ctx context.Context, w *writer, text string) (err error) {
	if t.way != "mail" {
		m, err := w.Desk.Say(ctx, t.agent, t.id, desk.Words{Kind: conversation.Reply, Text: text})
		t.reply = m.ID
		return err
	}
	t.mails = append(t.mails, text)
	return w.enter(ctx, t.id, conversation.Saying{Kind: conversation.Reply, Staff: t.agent.ID, Text: text, Delivery: conversation.Sent})
}

// sender is who a message is from, as its channel knows them.
func (t *talk) sender() contact.Sender {
	s := contact.Sender{Name: t.who.name, Locale: t.who.locale, TimeZone: t.who.zone}
	switch t.way {
	case "shop":
		s.External, s.Email, s.Phone, s.Vouched = "C-"+t.who.id, t.who.email, t.who.phone, true
		s.Attributes = map[string]any{"student_id": "S" + t.who.id, "member": len(t.who.id)%2 == 0}
	case "chat":
		s.Visitor = digest("visitor " + t.who.id)
		if t.signed && t.who.email != "" { // signed in on the school's own site
			s.Email, s.Vouched = t.who.email, true
		}
	}
	return s
}
