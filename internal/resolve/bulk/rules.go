package bulk

import (
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// over tells whether an action has come to an end.
func (s State) over() bool { return s == Done || s == Cancelled || s == Undone }

// undoUntil is when undoing ends; zero when there is nothing to undo.
func (r row) undoUntil() time.Time {
	if r.Acts.Delete || r.FinishedAt == 0 || r.State != Done && r.State != Cancelled {
		return time.Time{}
	}
	return time.UnixMilli(r.FinishedAt).Add(undoable).UTC()
}

// can: who asked for it may stop and undo it, and so may who leads.
func (r row) can(who access.Actor, now time.Time) Can {
	mine := (r.Staff == who.ID || who.May(access.StuckManage)) && who.May(access.ConversationBulk)
	return Can{Cancel: mine && (r.State == Gathering || r.State == Running), Undo: mine && r.undoUntil().After(now)}
}

func (r row) cancelled(who access.Actor, now time.Time) error {
	if r.State.over() || r.State == Undoing {
		return fault.New(fault.Conflict, "bulk.over_already")
	}
	if !r.can(who, now).Cancel {
		return fault.New(fault.Denied, "bulk.not_yours")
	}
	return nil
}

func (r row) undone(who access.Actor, now time.Time) error {
	switch {
	case r.State == Undoing || r.State == Undone:
		return fault.New(fault.Conflict, "bulk.undone_already")
	case !r.State.over():
		return fault.New(fault.Conflict, "bulk.still_running")
	case r.Acts.Delete:
		return fault.New(fault.Conflict, "bulk.deleted_for_good")
	case !r.undoUntil().After(now):
		return fault.New(fault.Conflict, "bulk.too_late_to_undo")
	case !r.can(who, now).Undo:
		return fault.New(fault.Denied, "bulk.not_yours")
	}
	return nil
}

// moves tells whether a fact says that a conversation stands elsewhere now. A message
// alone does not, and neither does the place that the house gives it among those who
// wait: it follows a message by some seconds.
func moves(name string) bool {
	switch name {
	case fact.ConversationQueued{}.Name(), fact.ConversationUnqueued{}.Name():
		return false
	}
	return strings.HasPrefix(name, "conversation.")
}
