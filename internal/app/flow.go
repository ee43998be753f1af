package app

import (
	"context"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/health"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/retention"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/transfer"
	"anlan/internal/channel/email"
	"anlan/internal/control/webhook"
	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/automation"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/check"
	"anlan/internal/resolve/continuation"
	"anlan/internal/resolve/notification"
	"anlan/internal/resolve/tour"
	"anlan/internal/route/absence"
	"anlan/internal/route/assign"
	"anlan/internal/route/overflow"
	"anlan/internal/route/queue"
	"anlan/internal/understand/school"
)

// The page to read first: which fact moves whom, in the order of a message's
// life, then the timers and what happens by the clock. A reaction runs after the
// commit, at least once, in order for each conversation; what people asked for, and
// what is marked ahead, is done before the others.
func (a *Anlan) reactions() []jobs.Reaction {
	return []jobs.Reaction{
		// message.arrived, .reread → what it is about, how its writer feels, what must not wait
		jobs.Unless(a.Readings.Idle, jobs.On("reading.arrived", a.Readings.Arrived)),
		jobs.On("reading.reread", a.Readings.Reread),
		// conversation.joined, .parted, .split → the same of the whole, whose messages are others now
		jobs.On("reading.joined", a.Readings.Joined),
		jobs.On("reading.parted", a.Readings.Parted),
		jobs.On("reading.split", a.Readings.Split),
		// conversation.joined, .parted, .split → where their messages go, the risks go
		jobs.On("risk.joined", a.Risks.Joined),
		jobs.On("risk.parted", a.Risks.Parted),
		jobs.On("risk.split", a.Risks.Split),
		// conversation.topic_corrected, topic.changed → the topics are learned anew, when some minutes have brought what they bring
		jobs.On("topic.corrected", a.School.Corrected),
		jobs.On("topic.changed", a.School.Changed),
		// message.arrived → whoever wrote a mail hears that it is here, or it is noted why not
		jobs.Unless(a.Acknowledgements.Idle, jobs.On("acknowledgement.arrived", a.Acknowledgements.Arrived)),
		// message.replied → the mail leaves, where the channel is answered by mail
		jobs.Ahead(jobs.Unless(a.Post.Idle, jobs.OnHeld(outbox.SendKind, a.Post.SendHeld))),
		// message.replied → look in some minutes whether it was read in the chat
		jobs.Unless(a.Continuations.Idle, jobs.On("continuation.wait", a.Continuations.Replied)),
		// message.arrived, conversation.reopened → it waits with somebody long gone: back to the team
		jobs.Unless(a.Absences.Idle, jobs.On("absence.arrived", a.Absences.Arrived)),
		jobs.Unless(a.Absences.IdleReopened, jobs.On("absence.reopened", a.Absences.Reopened)),
		// message.withdrawn, conversation.joined, .parted, .split → so may what was answered, or with somebody else
		jobs.Unless(absence.NobodyWants[fact.MessageWithdrawn](a.Absences), jobs.On("absence.withdrawn", a.Absences.Withdrawn)),
		jobs.Unless(absence.NobodyWants[fact.ConversationJoined](a.Absences), jobs.On("absence.joined", a.Absences.Joined)),
		jobs.Unless(absence.NobodyWants[fact.ConversationParted](a.Absences), jobs.On("absence.parted", a.Absences.Parted)),
		jobs.Unless(absence.NobodyWants[fact.ConversationSplit](a.Absences), jobs.On("absence.split", a.Absences.Split)),
		// presence.changed, conversation.assigned → look when the one who is away has been so for long enough
		jobs.Unless(a.Absences.IdlePresence, jobs.On("absence.left", a.Absences.Left)),
		jobs.Unless(a.Absences.IdleAssigned, jobs.On("absence.assigned", a.Absences.Assigned)),
		// team.changed → what waits already
		jobs.On("absence.changed", a.Absences.Changed),
		// message.understood, .arrived, .replied, conversation.assigned, .resolved → what the house lets happen by itself
		jobs.Unless(a.Automations.IdleUnderstood, jobs.On("automation.understood", a.Automations.Understood)),
		jobs.Unless(a.Automations.IdleArrived, jobs.On("automation.arrived", a.Automations.Arrived)),
		jobs.Unless(a.Automations.IdleReplied, jobs.On("automation.replied", a.Automations.Replied)),
		jobs.Unless(a.Automations.IdleAssigned, jobs.On("automation.assigned", a.Automations.Assigned)),
		jobs.Unless(a.Automations.IdleResolved, jobs.On("automation.resolved", a.Automations.Resolved)),
		// conversation.reopened, .waiting, .parted, .split, message.withdrawn → what waits since before the last look
		jobs.Unless(automation.IdleEntered[fact.ConversationReopened](a.Automations), jobs.On("automation.reopened", automation.Entered[fact.ConversationReopened](a.Automations))),
		jobs.Unless(automation.IdleEntered[fact.ConversationWaiting](a.Automations), jobs.On("automation.waiting", automation.Entered[fact.ConversationWaiting](a.Automations))),
		jobs.Unless(automation.IdleEntered[fact.ConversationParted](a.Automations), jobs.On("automation.parted", a.Automations.Parted)),
		jobs.Unless(automation.IdleEntered[fact.ConversationSplit](a.Automations), jobs.On("automation.split", automation.Entered[fact.ConversationSplit](a.Automations))),
		jobs.Unless(automation.IdleEntered[fact.MessageWithdrawn](a.Automations), jobs.On("automation.withdrawn", automation.Entered[fact.MessageWithdrawn](a.Automations))),
		// whatever may begin or end a wait, or weigh on it → the conversation's place in a queue
		jobs.Unless(a.placedLater, jobs.On("queue.arrived", queue.Look[fact.MessageArrived](a.Queues))),
		jobs.On("queue.understood", queue.Look[fact.MessageUnderstood](a.Queues)),
		jobs.On("queue.topic", queue.Look[fact.TopicCorrected](a.Queues)),
		jobs.On("queue.emotion", queue.Look[fact.EmotionCorrected](a.Queues)),
		jobs.On("queue.reopened", a.Queues.Reopened),
		jobs.On("queue.assigned", queue.Look[fact.ConversationAssigned](a.Queues)),
		jobs.On("queue.answered", queue.Look[fact.ConversationWaiting](a.Queues)),
		jobs.On("queue.resolved", queue.Look[fact.ConversationResolved](a.Queues)),
		jobs.On("queue.snoozed", queue.Look[fact.ConversationSnoozed](a.Queues)),
		jobs.Unless(queue.IdleChanged, jobs.On("queue.weighed", queue.Look[fact.ConversationChanged](a.Queues))),
		jobs.On("queue.withdrawn", queue.Look[fact.MessageWithdrawn](a.Queues)),
		jobs.On("queue.merged", queue.Look[fact.ConversationMerged](a.Queues)),
		jobs.On("queue.joined", queue.Look[fact.ConversationJoined](a.Queues)),
		jobs.On("queue.parted", a.Queues.Parted),
		jobs.On("queue.split", a.Queues.Split),
		// routing.changed → everybody who waits is weighed anew
		jobs.On("queue.changed", a.Queues.Changed),
		jobs.On("queue.tagged", queue.Look[fact.ConversationTagged](a.Queues)),
		// contact.changed, .organisation_changed, organisation.changed, .deleted → who counts for more, from now on
		jobs.Unless(queue.IdleContact, jobs.On("queue.tier", queue.LookOf[fact.ContactChanged](a.Queues))),
		jobs.On("queue.belongs", queue.LookOf[fact.ContactOrganisationChanged](a.Queues)),
		jobs.Unless(queue.IdleOrganisation, jobs.On("queue.organisation", a.Queues.OrganisationChanged)),
		jobs.On("queue.disbanded", a.Queues.OrganisationDeleted),
		// skill.changed, staff.changed, team.changed → what can be required of who takes something
		jobs.On("queue.skill", queue.Able[fact.SkillChanged](a.Queues)),
		jobs.Unless(queue.IdleStaff, jobs.On("queue.staff", queue.Able[fact.StaffChanged](a.Queues))),
		jobs.On("queue.team", queue.Able[fact.TeamChanged](a.Queues)),
		// conversation.queued, .unqueued → how long it will wait, and how long it did
		jobs.On("wait.queued", a.Waits.Queued),
		jobs.On("wait.unqueued", a.Waits.Unqueued),
		// conversation.queued, .unqueued → whether its queue overflows
		jobs.Unless(overflow.Idle[fact.ConversationQueued](a.Overflow), jobs.On("overflow.queued", overflow.On[fact.ConversationQueued](a.Overflow))),
		jobs.Unless(overflow.Idle[fact.ConversationUnqueued](a.Overflow), jobs.On("overflow.unqueued", overflow.On[fact.ConversationUnqueued](a.Overflow))),
		// conversation.resolved → nobody there has to be called any more
		jobs.On("callback.resolved", a.Callbacks.Resolved),
		// overflow.switched → another team serves it as well, or does no longer
		jobs.Unless(assign.Idle[fact.OverflowSwitched](a.Dispatcher), jobs.On("assign.overflow", assign.Anew[fact.OverflowSwitched](a.Dispatcher))),
		// conversation.queued → somebody who can take it, where the team is given its work
		jobs.Unless(assign.Idle[fact.ConversationQueued](a.Dispatcher), jobs.On("assign.queued", a.Dispatcher.Queued)),
		// presence.changed, conversation.assigned, .waiting, .resolved, .snoozed → hands are free: what waits for them
		jobs.Unless(assign.Idle[fact.ConversationUnqueued](a.Dispatcher), jobs.On("assign.unqueued", a.Dispatcher.Unqueued)),
		jobs.Ahead(jobs.Unless(a.Dispatcher.IdleEnded, jobs.On("assign.ended", a.Dispatcher.Ended))),
		jobs.Ahead(jobs.Unless(a.Dispatcher.IdleLeft, jobs.On("assign.left", a.Dispatcher.Left))),
		jobs.Ahead(jobs.Unless(a.Dispatcher.IdlePresence, jobs.On("assign.came", a.Dispatcher.Came))),
		jobs.Unless(a.Dispatcher.IdleAssigned, jobs.On("assign.assigned", a.Dispatcher.Assigned)),
		jobs.Unless(assign.Idle[fact.ConversationWaiting](a.Dispatcher), jobs.On("assign.answered", a.Dispatcher.Waiting)),
		jobs.Unless(assign.Idle[fact.ConversationResolved](a.Dispatcher), jobs.On("assign.resolved", a.Dispatcher.Resolved)),
		jobs.Unless(assign.Idle[fact.ConversationSnoozed](a.Dispatcher), jobs.On("assign.snoozed", a.Dispatcher.Snoozed)),
		// personal_agent.changed → whoever waits already goes to their own person
		jobs.Unless(assign.Idle[fact.PersonalAgentChanged](a.Dispatcher), jobs.On("assign.personal", a.Dispatcher.Personal)),
		// team.changed, staff.changed, routing.changed → all that waits
		jobs.Unless(assign.Idle[fact.TeamChanged](a.Dispatcher), jobs.On("assign.team", assign.Anew[fact.TeamChanged](a.Dispatcher))),
		jobs.Unless(assign.Idle[fact.StaffChanged](a.Dispatcher), jobs.On("assign.staff", assign.Anew[fact.StaffChanged](a.Dispatcher))),
		jobs.On("assign.changed", assign.Anew[fact.RoutingChanged](a.Dispatcher)),
		// message.arrived, .read_by_staff, .replied, conversation.resolved → a first step, the first time
		jobs.Unless(tour.Reached[fact.MessageArrived](a.Tour, tour.Arrived), jobs.On("tour.arrived", a.Tour.Arrived)),
		jobs.Unless(tour.Reached[fact.MessageReadByStaff](a.Tour, tour.Seen), jobs.On("tour.seen", a.Tour.Seen)),
		jobs.Unless(tour.Reached[fact.MessageReplied](a.Tour, tour.Answered), jobs.On("tour.answered", a.Tour.Answered)),
		jobs.Unless(tour.Reached[fact.ConversationResolved](a.Tour, tour.Resolved), jobs.On("tour.resolved", a.Tour.Resolved)),
	}
}

func (a *Anlan) setFlow() {
	reactions := a.reactions()
	a.DB.Flow(jobs.Flow(reactions))
	for _, r := range reactions {
		a.Jobs.React(r)
	}

	a.Jobs.OnStranded(outbox.SendKind, jobs.Stranded(a.Post.GiveUp)) // the message itself says that it did not leave

	a.Jobs.OnStranded(continuation.SendKind, jobs.Stranded(a.Carrier.GiveUp))

	a.Jobs.Register(continuation.WaitKind, jobs.Handle(a.Continuations.Due)) // a reply has waited to be read
	a.Jobs.Register(continuation.SendKind, jobs.Handle(a.Carrier.Send))
	a.Jobs.Register(conversation.AwakenKind, jobs.Handle(a.Inbox.Awake)) // a snooze is over
	a.Jobs.Register(conversation.LeaveKind, jobs.Handle(a.Desk.Leave))   // a reply has waited long enough to leave
	a.Jobs.Register(bulk.Kind, jobs.Handle(a.Bulk.Work))                 // many conversations at once, or their undoing
	a.Jobs.Register(automation.AskJob, jobs.Handle(a.Automations.Due))   // a customer has waited, or been quiet, for so long
	a.Jobs.Register(presence.CheckJob, jobs.Handle(a.Presence.Check))    // the last screen of somebody closed a minute ago
	a.Jobs.Register(presence.ReturnJob, jobs.Handle(a.Presence.Return))  // somebody said until when they are away

	a.Jobs.Register(absence.LookJob, jobs.Handle(a.Absences.Look))   // somebody has been away for as long as their team waits
	a.Jobs.Register(absence.AgainJob, jobs.Handle(a.Absences.Again)) // a team waits otherwise now, and every node knows it

	a.Jobs.Register(queue.AnewJob, jobs.Handle(a.Queues.Anew))              // people can do other things than before
	a.Jobs.Register(assign.OverJob, jobs.Handle(a.Dispatcher.Over))         // somebody was asked to take a conversation, and did not answer
	a.Jobs.Register(assign.AgainJob, jobs.Handle(a.Dispatcher.Again))       // every node knows by now how the house routes
	a.Jobs.Register(assign.ReservedJob, jobs.Handle(a.Dispatcher.Reserved)) // a customer has waited for one person for long enough
	a.Jobs.Register(assign.FreedJob, jobs.Handle(a.Dispatcher.Freed))       // a chat has gone quiet, and its person has room

	a.Jobs.Register(check.SendKind, jobs.Handle(a.Codes.Send)) // a code by which a customer shows who they are
	a.Jobs.Register(check.DueKind, jobs.Handle(a.Checks.Due))  // it counts no more
	a.Jobs.OnStranded(check.SendKind, jobs.Stranded(a.Codes.GiveUp))

	a.Jobs.Register(webhook.DeliverJob, jobs.Handle(a.Hooks.Deliver))  // a fact that another program wants to hear of
	a.Jobs.Register(smime.OpenKind, jobs.Handle(a.Archive.Open))       // a key was added: what came locked is tried with it
	a.Jobs.Register(retention.EraseKind, jobs.Handle(a.Retention.Do))  // somebody is to be erased
	a.Jobs.Register(wordsKind, jobs.Handle(a.RebuildWords))            // a backup was restored, without the words of the search
	a.Jobs.Register(school.LearnJob, jobs.Handle(a.School.Learn))      // enough was corrected to learn from
	a.Jobs.Register(notification.PushJob, jobs.Handle(a.Notices.Push)) // somebody is told on their telephone, or behind other windows
	a.Jobs.Register(notification.MailJob, jobs.Handle(a.Alarm.Send))   // somebody is told by mail that a channel is in trouble
	a.Jobs.OnStranded(notification.MailJob, jobs.Stranded(a.Alarm.GiveUp))

	a.Jobs.Register(transfer.Work, jobs.Handle(a.Dock.Move)) // a file comes in, or is taken back, slice by slice
	a.Jobs.Register(transfer.Write, jobs.Handle(a.Dock.Put)) // an export is written
	a.Jobs.OnStranded(transfer.Work, jobs.Stranded(a.Dock.GiveUp))
	a.Jobs.OnStranded(transfer.Write, jobs.Stranded(a.Dock.GiveUpExport))

	a.Jobs.Every("conversation.fold_tally", 10*time.Second, a.Inbox.FoldTally)
	a.Jobs.Every("contact.compare", 2*time.Second, a.Contacts.CompareJob)       // who may be the same person as whom
	a.Jobs.Every("contact.put_in_order", 10*time.Minute, a.Contacts.PutInOrder) // whoever was here before lists by name
	a.Jobs.Every("wait.sweep", 24*time.Hour, a.Waits.Sweep)
	a.Jobs.Every("assign.look", time.Minute, a.Dispatcher.Look) // the net below all that gives work by events
	a.Jobs.Every("assign.reservations", 24*time.Hour, a.Dispatcher.SweepReservations)
	a.Jobs.Every("queue.sweep", 24*time.Hour, a.Queues.Sweep)
	a.Jobs.Every("queue.gather", 10*time.Minute, a.Queues.Gather)  // who waits since before there were queues
	a.Jobs.Every("overflow.look", 10*time.Second, a.Overflow.Look) // which queues have been too long, or short again, for long enough
	a.Jobs.Every("company.look", 10*time.Second, a.Company.Look)   // where nobody needs help or company any more
	a.Jobs.Every("bulk.forget", time.Hour, a.Bulk.Forget)
	a.Jobs.Every("automation.look", 10*time.Second, a.Automations.Look) // who has waited, or been quiet, for long enough
	a.Jobs.Every("automation.sweep", 24*time.Hour, a.Automations.Sweep)
	a.Jobs.Every("presence.sweep", time.Minute, a.Presence.Sweep)
	a.Jobs.Every("transfer.tidy", time.Hour, a.Dock.Tidy)
	a.Jobs.Every("attachment.sweep", time.Hour, a.Files.Sweep)
	a.Jobs.Every("staff.tidy", time.Hour, a.Office.Tidy)
	a.Jobs.Every("answer.forget", time.Hour, a.forgetAnswers)
	a.Jobs.Every("outbox.sweep", 24*time.Hour, a.Outbox.Sweep)
	a.Jobs.Every("retention.run", 24*time.Hour, a.Retention.Nightly)
	a.Jobs.Every("fact.forget", 24*time.Hour, a.forgetFacts)
	a.Jobs.Every("channel.look", health.Look, a.Ward.Look)      // how the channels are
	a.Jobs.Every("dkim.check", email.Recheck, a.Post.CheckKeys) // whether what we sign with still stands in DNS
	a.Jobs.Every("channel.sweep", 24*time.Hour, a.Ward.Sweep)
	a.Jobs.Every("mailbox.sweep", 24*time.Hour, a.Mailboxes.Sweep)
	a.Jobs.Every("webhook.sweep", time.Hour, a.Hooks.Sweep)
	a.Jobs.Every("notification.sweep", time.Hour, a.Notices.Sweep)
	a.Jobs.Every("audit.forget", 24*time.Hour, a.forgetAudit)
}

// placedLater tells that a message asks for no place yet: it is understood first, so
// that nobody is given what they cannot read. What is not read is placed at once.
func (a *Anlan) placedLater(f fact.MessageArrived) bool {
	return queue.Idle(f) || !a.Readings.Idle(f)
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
