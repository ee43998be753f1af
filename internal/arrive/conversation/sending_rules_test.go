package conversation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

func TestTakingAReplyBackPutsEverythingAsItWas(t *testing.T) {
	now := time.UnixMilli(100_000)
	waited := stand{State: Open, WaitingSince: 50_000}
	answered := stand{State: Waiting}
	for _, c := range []struct {
		about         string
		is            stand
		before, after stand
		answeredSince bool
		want          stand
	}{
		{"nothing happened since", answered, waited, answered, false, waited},
		{"sent and resolved in one act", stand{State: Resolved, ResolvedAt: 99_000}, waited, stand{State: Resolved, ResolvedAt: 99_000}, false, waited},
		{"the customer wrote again: they wait since the first time", stand{State: Open, WaitingSince: 98_000}, waited, answered, false, stand{State: Open, WaitingSince: 50_000}},
		{"the customer wrote, and had not waited before", stand{State: Open, WaitingSince: 98_000}, stand{State: Waiting}, answered, false, stand{State: Open, WaitingSince: 98_000}},
		{"a colleague resolved it meanwhile", stand{State: Resolved, ResolvedAt: 99_000}, waited, answered, false, stand{State: Resolved, ResolvedAt: 99_000}},
		{"a colleague put it away meanwhile", stand{State: Snoozed, SnoozedUntil: 900_000}, waited, answered, false, stand{State: Snoozed, SnoozedUntil: 900_000, WaitingSince: 50_000}},
		{"a colleague answered meanwhile", answered, waited, answered, true, answered},
		{"it was resolved before", answered, stand{State: Resolved, ResolvedAt: 7}, answered, false, stand{State: Resolved, ResolvedAt: 7}},
		{"it was put away before", answered, stand{State: Snoozed, SnoozedUntil: 900_000}, answered, false, stand{State: Snoozed, SnoozedUntil: 900_000}},
		{"it was put away until a time that has come", answered, stand{State: Snoozed, SnoozedUntil: 99_500}, answered, false, stand{State: Open}},
	} {
		in := row{State: c.is.State, WaitingSince: c.is.WaitingSince, SnoozedUntil: c.is.SnoozedUntil, ResolvedAt: c.is.ResolvedAt, MessageCount: 3}
		out := takenBack(in, c.before, c.after, c.answeredSince, &messageRow{Kind: Inbound, Text: "在吗", SentAt: 50_000}, now)
		require.Equal(t, c.want, out.stands(), c.about)
		require.Equal(t, 2, out.MessageCount)
		require.Equal(t, "在吗", out.Preview)
		require.Equal(t, Inbound, out.LastMessageKind)
	}
}

func TestWhoMayTakeAReplyBackAndUntilWhen(t *testing.T) {
	lin := access.Actor{ID: "lin", Permissions: access.Agent.Permissions(), Scope: access.All}
	now := time.UnixMilli(10_000)
	held := messageRow{Kind: Reply, Staff: "lin", LeavesAt: 10_001}
	left, due, note, other := held, held, held, held
	left.LeavesAt, due.LeavesAt, note.Kind, other.Staff = 0, 10_000, Note, fact.StaffID("wu")
	require.NoError(t, withdrawable(lin, held, now))
	fault.Want(t, withdrawable(lin, left, now), "message.has_left")
	fault.Want(t, withdrawable(lin, due, now), "message.has_left")
	fault.Want(t, withdrawable(lin, note, now), "message.has_left")
	fault.Want(t, withdrawable(lin, other, now), "message.not_yours")
}

func TestWhyOneCannotReply(t *testing.T) {
	lin := access.Actor{Permissions: access.Agent.Permissions(), Scope: access.All}
	for _, c := range []struct {
		who  access.Actor
		ch   outlet
		want string
	}{
		{lin, outlet{open: true, sends: true}, ""},
		{lin, outlet{open: false, sends: true}, "channel_closed"},
		{lin, outlet{open: true, sends: false}, "channel_cannot_send"},
		{access.Actor{}, outlet{}, "no_permission"},
	} {
		require.Equal(t, c.want, whyNoReply(c.who, c.ch))
	}
}
