package conversation

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/kit/plain"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Bounds of what people enter.
const (
	maxSubject = 300
	maxTag     = 50
	maxTags    = 50
	previewLen = 140
)

// said moves the conversation as a new message does. Because tells why its state
// changed; it is "" when it did not.
func said(c row, m messageRow, now time.Time) (after row, because string) {
	c.MessageCount++
	c.UpdatedAt = now.UnixMilli()
	if m.Kind == System {
		return c, ""
	}
	if m.Kind == Reply && m.Automatic { // nobody of ours has said anything
		return c, ""
	}
	if m.SentAt >= c.LastMessageAt { // what was sent earlier and comes late does not become the newest
		c.LastMessageAt, c.LastMessageKind, c.Preview = m.SentAt, m.Kind, preview(m)
	}
	was := c.State
	if m.Automatic && c.MessageCount > 1 { // a machine answers for the customer; they themselves wait as before
		return c, ""
	}
	switch m.Kind {
	case Inbound:
		if c.WaitingSince == 0 || m.SentAt < c.WaitingSince {
			c.WaitingSince = m.SentAt
		}
		c = enter(c, Open, now)
		if was == Resolved || was == Snoozed {
			return c, "customer_wrote"
		}
	case Reply:
		c.WaitingSince = 0
		c = enter(c, Waiting, now)
		if was != Waiting {
			return c, "answered"
		}
	}
	return c, ""
}

// enter puts a conversation into a state and clears what belonged to the old one.
func enter(c row, s State, now time.Time) row {
	c.State = s
	if s != Resolved {
		c.ResolvedAt = 0
	} else if c.ResolvedAt == 0 {
		c.ResolvedAt = now.UnixMilli()
	}
	if s != Snoozed {
		c.SnoozedUntil = 0
	}
	if s == Resolved {
		c.WaitingSince = 0
	}
	return c
}

func resolved(c row, now time.Time) (row, error) {
	if c.State == Resolved {
		return c, fault.New(fault.Conflict, "conversation.already_resolved")
	}
	return enter(c, Resolved, now), nil
}

func reopened(c row, now time.Time) (row, error) {
	if c.State != Resolved && c.State != Snoozed {
		return c, fault.New(fault.Conflict, "conversation.already_open")
	}
	return enter(c, Open, now), nil
}

func snoozed(c row, until, now time.Time) (row, error) {
	if c.State == Resolved {
		return c, fault.New(fault.Conflict, "conversation.already_resolved")
	}
	if !until.After(now) {
		return c, fault.New(fault.Invalid, "conversation.snooze_must_be_later").At("snoozed_until")
	}
	c = enter(c, Snoozed, now)
	c.SnoozedUntil = until.UnixMilli()
	return c, nil
}

// edited changes the plain fields, and tells which are different now.
func edited(c row, e Edit) (after row, fields []string, err error) {
	if e.Subject != nil {
		if utf8.RuneCountInString(*e.Subject) > maxSubject {
			return c, nil, fault.New(fault.Invalid, "conversation.subject_too_long", "limit", maxSubject).At("subject")
		}
		if subject := Subject(*e.Subject); subject != c.Subject {
			c.Subject, fields = subject, append(fields, "subject")
		}
	}
	if e.Priority != nil && *e.Priority != c.Priority {
		switch *e.Priority {
		case Low, Normal, High, Urgent:
		default:
			return c, nil, fault.New(fault.Invalid, "conversation.unknown_priority", "priority", string(*e.Priority)).At("priority")
		}
		c.Priority, fields = *e.Priority, append(fields, "priority")
	}
	return c, fields, nil
}

// dueAgain tells whether a snooze is over; the timer asks again when it rings,
// because the conversation may have moved on.
func dueAgain(c row, now time.Time) bool {
	return c.State == Snoozed && c.SnoozedUntil <= now.UnixMilli()
}

// canDo is what the screen offers; the verbs check the same.
func canDo(who access.Actor, s State, ch outlet) Can {
	return Can{
		Reply: whyNoReply(who, ch) == "", Note: who.May(access.ConversationNote),
		Assign: who.May(access.ConversationAssign), Tag: who.May(access.ConversationTag),
		Resolve: s != Resolved && who.May(access.ConversationResolve),
		Reopen:  (s == Resolved || s == Snoozed) && who.May(access.ConversationResolve),
		Snooze:  s != Resolved && who.May(access.ConversationChange),
		Change:  who.May(access.ConversationChange), Delete: who.May(access.ConversationDelete),
		Merge: who.May(access.ConversationMerge),
	}
}

// outlet is the channel of a conversation, as far as replying goes.
type outlet struct {
	open  bool
	sends bool
}

// whyNoReply is why somebody cannot reply, the nearest reason first.
func whyNoReply(who access.Actor, ch outlet) string {
	switch {
	case !who.May(access.ConversationReply):
		return "no_permission"
	case !ch.open:
		return "channel_closed"
	case !ch.sends:
		return "channel_cannot_send"
	}
	return ""
}

// unless leaves of what one can do only the way back, for what was merged.
func (c Can) unless(merged bool) Can {
	if merged {
		return Can{Merge: c.Merge}
	}
	return c
}

// rank orders deliveries: a late word never takes a message back, and nothing
// follows a final failure but the proof that it did arrive. What bounced had left,
// whether we knew it or not.
var rank = map[Delivery]int{Queued: 1, Failed: 2, Unknown: 2, Sent: 3, Bounced: 4, Delivered: 5, Read: 6}

// delivered moves a message's delivery; moved is false when the news is old.
func delivered(m messageRow, to Delivery, reason string) (after messageRow, moved bool) {
	if m.Kind != Reply || rank[to] <= rank[m.Delivery] {
		return m, false
	}
	if (to == Failed || to == Unknown) && m.Delivery != Queued {
		return m, false
	}
	m.Delivery, m.DeliveryReason = to, reason
	return m, true
}

// stand is how a conversation stands, as far as a reply changes it.
type stand struct {
	State        State `json:"state"`
	WaitingSince int64 `json:"waiting_since"`
	SnoozedUntil int64 `json:"snoozed_until"`
	ResolvedAt   int64 `json:"resolved_at"`
}

func (c row) stands() stand {
	return stand{State: c.State, WaitingSince: c.WaitingSince, SnoozedUntil: c.SnoozedUntil, ResolvedAt: c.ResolvedAt}
}

// takenBack puts a conversation as it was before a reply that never left. What
// others did to it meanwhile stays; and a customer who waited before it waits
// since then, however often they wrote.
func takenBack(c row, before, after stand, answeredSince bool, newest *messageRow, now time.Time) row {
	c.MessageCount--
	c.UpdatedAt = now.UnixMilli()
	c.LastMessageKind, c.Preview = "", ""
	if newest != nil {
		c.LastMessageAt, c.LastMessageKind, c.Preview = newest.SentAt, newest.Kind, preview(*newest)
	}
	switch {
	case answeredSince: // another reply stands where this one stood
	case c.stands() == after:
		if before.State == Snoozed && before.SnoozedUntil <= now.UnixMilli() { // its timer has rung in vain
			before.State, before.SnoozedUntil = Open, 0
		}
		c.State, c.WaitingSince, c.SnoozedUntil, c.ResolvedAt = before.State, before.WaitingSince, before.SnoozedUntil, before.ResolvedAt
	case c.State == Open || c.State == Snoozed:
		if before.WaitingSince != 0 && (c.WaitingSince == 0 || before.WaitingSince < c.WaitingSince) {
			c.WaitingSince = before.WaitingSince
		}
	}
	return c
}

// withdrawable tells whether a reply can still be taken back by somebody.
func withdrawable(who access.Actor, m messageRow, now time.Time) error {
	switch {
	case m.Kind != Reply || m.LeavesAt == 0 || m.LeavesAt <= now.UnixMilli():
		return fault.New(fault.Conflict, "message.has_left")
	case m.Staff != who.ID:
		return fault.New(fault.Denied, "message.not_yours")
	}
	return who.Require(access.ConversationReply)
}

var spaces = regexp.MustCompile(`\s+`)

func preview(m messageRow) string {
	text := m.ReplyText
	if text == "" {
		text = m.Text
	}
	return cut(spaces.ReplaceAllString(strings.TrimSpace(text), " "), previewLen)
}

func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// Subject trims a subject to one line of bearable length.
func Subject(s string) string {
	s = strings.Map(func(r rune) rune { // it also mends broken UTF-8
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return cut(strings.TrimSpace(spaces.ReplaceAllString(s, " ")), maxSubject)
}

// cleanTags makes tags comparable: trimmed, lower case, each once, sorted.
func cleanTags(tags []string) ([]string, error) {
	clean := []string{}
	for _, t := range tags {
		if t = cleanTag(t); t == "" {
			continue
		}
		if utf8.RuneCountInString(t) > maxTag {
			return nil, fault.New(fault.Invalid, "conversation.tag_too_long", "limit", maxTag).At("tags")
		}
		if strings.Contains(t, ",") {
			return nil, fault.New(fault.Invalid, "conversation.tag_with_comma").At("tags")
		}
		clean = append(clean, t)
	}
	slices.Sort(clean)
	clean = slices.Compact(clean)
	if len(clean) > maxTags {
		return nil, fault.New(fault.Invalid, "conversation.too_many_tags", "limit", maxTags).At("tags")
	}
	return clean, nil
}

func cleanTag(t string) string {
	return strings.ToLower(strings.TrimSpace(spaces.ReplaceAllString(plain.Text(t), " ")))
}

// differ tells which tags come and which go.
func differ(old, fresh []string) (added, removed []string) {
	added, removed = []string{}, []string{}
	for _, t := range fresh {
		if !slices.Contains(old, t) {
			added = append(added, t)
		}
	}
	for _, t := range old {
		if !slices.Contains(fresh, t) {
			removed = append(removed, t)
		}
	}
	return added, removed
}
