package app

import (
	"context"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/retention"
	"anlan/internal/arrive/transfer"
	"anlan/internal/control/webhook"
	"anlan/internal/people/presence"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/continuation"
	"anlan/internal/resolve/notification"
	"anlan/internal/route/absence"
)

// The page to read first: which fact moves whom, in the order of a message's
// life, then the timers and what happens by the clock. A reaction runs after the
// commit, at least once, in order for each conversation.
func (a *Anlan) reactions() []jobs.Reaction {
	return []jobs.Reaction{
		// message.replied → the mail leaves, where the channel is answered by mail
		jobs.Unless(a.Post.Idle, jobs.On(outbox.SendKind, a.Post.Send)),
		// message.replied → look in some minutes whether it was read in the chat
		jobs.Unless(a.Continuations.Idle, jobs.On("continuation.wait", a.Continuations.Replied)),
		// message.arrived, conversation.reopened → it waits with somebody long gone: back to the team
		jobs.Unless(a.Absences.Idle, jobs.On("absence.arrived", a.Absences.Arrived)),
		jobs.Unless(a.Absences.IdleReopened, jobs.On("absence.reopened", a.Absences.Reopened)),
		// presence.changed, conversation.assigned → look when the one who is away has been so for long enough
		jobs.Unless(a.Absences.IdlePresence, jobs.On("absence.left", a.Absences.Left)),
		jobs.Unless(a.Absences.IdleAssigned, jobs.On("absence.assigned", a.Absences.Assigned)),
		// team.changed → what waits already
		jobs.On("absence.changed", a.Absences.Changed),
	}
}

func (a *Anlan) setFlow() {
	reactions := a.reactions()
	a.DB.Flow(jobs.Flow(reactions))
	for _, r := range reactions {
		a.Jobs.Register(r.Kind, r.Do)
	}

	a.Jobs.OnStranded(outbox.SendKind, jobs.Stranded(a.Post.GiveUp)) // the message itself says that it did not leave

	a.Jobs.OnStranded(continuation.SendKind, jobs.Stranded(a.Carrier.GiveUp))

	a.Jobs.Register(continuation.WaitKind, jobs.Handle(a.Continuations.Due)) // a reply has waited to be read
	a.Jobs.Register(continuation.SendKind, jobs.Handle(a.Carrier.Send))
	a.Jobs.Register(conversation.AwakenKind, jobs.Handle(a.Inbox.Awake)) // a snooze is over
	a.Jobs.Register(conversation.LeaveKind, jobs.Handle(a.Desk.Leave))   // a reply has waited long enough to leave
	a.Jobs.Register(bulk.Kind, jobs.Handle(a.Bulk.Work))                 // many conversations at once, or their undoing
	a.Jobs.Register(presence.CheckJob, jobs.Handle(a.Presence.Check))    // the last screen of somebody closed a minute ago
	a.Jobs.Register(presence.ReturnJob, jobs.Handle(a.Presence.Return))  // somebody said until when they are away

	a.Jobs.Register(absence.LookJob, jobs.Handle(a.Absences.Look))   // somebody has been away for as long as their team waits
	a.Jobs.Register(absence.AgainJob, jobs.Handle(a.Absences.Again)) // a team waits otherwise now, and every node knows it

	a.Jobs.Register(webhook.DeliverJob, jobs.Handle(a.Hooks.Deliver))  // a fact that another program wants to hear of
	a.Jobs.Register(retention.EraseKind, jobs.Handle(a.Retention.Do))  // somebody is to be erased
	a.Jobs.Register(wordsKind, jobs.Handle(a.RebuildWords))            // a backup was restored, without the words of the search
	a.Jobs.Register(notification.PushJob, jobs.Handle(a.Notices.Push)) // somebody is told on their telephone, or behind other windows

	a.Jobs.Register(transfer.Work, jobs.Handle(a.Dock.Move)) // a file comes in, or is taken back, slice by slice
	a.Jobs.Register(transfer.Write, jobs.Handle(a.Dock.Put)) // an export is written
	a.Jobs.OnStranded(transfer.Work, jobs.Stranded(a.Dock.GiveUp))
	a.Jobs.OnStranded(transfer.Write, jobs.Stranded(a.Dock.GiveUpExport))

	a.Jobs.Every("conversation.fold_tally", 10*time.Second, a.Inbox.FoldTally)
	a.Jobs.Every("contact.compare", 2*time.Second, a.Contacts.CompareJob)       // who may be the same person as whom
	a.Jobs.Every("contact.put_in_order", 10*time.Minute, a.Contacts.PutInOrder) // whoever was here before lists by name
	a.Jobs.Every("bulk.forget", time.Hour, a.Bulk.Forget)
	a.Jobs.Every("presence.sweep", time.Minute, a.Presence.Sweep)
	a.Jobs.Every("transfer.tidy", time.Hour, a.Dock.Tidy)
	a.Jobs.Every("attachment.sweep", time.Hour, a.Files.Sweep)
	a.Jobs.Every("staff.tidy", time.Hour, a.Office.Tidy)
	a.Jobs.Every("answer.forget", time.Hour, a.forgetAnswers)
	a.Jobs.Every("retention.run", 24*time.Hour, a.Retention.Nightly)
	a.Jobs.Every("fact.forget", 24*time.Hour, a.forgetFacts)
	a.Jobs.Every("mailbox.sweep", 24*time.Hour, a.Mailboxes.Sweep)
	a.Jobs.Every("webhook.sweep", time.Hour, a.Hooks.Sweep)
	a.Jobs.Every("notification.sweep", time.Hour, a.Notices.Sweep)
	a.Jobs.Every("audit.forget", 24*time.Hour, a.forgetAudit)
}

// forgetAudit keeps the audit for as long as the operator wants it.
func (a *Anlan) forgetAudit(ctx context.Context) error {
	if a.Config.AuditRetention == 0 {
		return nil
	}
	for then := a.DB.Now().Add(-a.Config.AuditRetention); ; {
		dropped, more, err := a.Journal.Forget(ctx, then)
		if dropped > 0 {
			a.Log.Info("old entries of the audit were dropped", "entries", dropped)
		}
		if err != nil || !more {
			return err
		}
	}
}

// forgetFacts keeps the facts for as long as the operator wants them.
func (a *Anlan) forgetFacts(ctx context.Context) error {
	dropped, err := a.DB.Forget(ctx, a.DB.Now().Add(-a.Config.FactRetention))
	if dropped > 0 {
		a.Log.Info("old facts were dropped", "facts", dropped)
	}
	return err
}
