package automation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/resolve/automation"
	"anlan/internal/resolve/wording"
)

// house is a world in which things happen by themselves, as app/flow.go has it.
type house struct {
	*world.World
	*automation.House
}

func each(t *testing.T, story func(t *testing.T, h house)) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := house{w, automation.New(w.DB, w.Inbox, w.Wording, w.Outbox)}
		flow := []jobs.Reaction{
			jobs.Unless(w.Readings.Idle, jobs.On("reading.arrived", w.Readings.Arrived)),
			jobs.Unless(h.IdleUnderstood, jobs.On("automation.understood", h.House.Understood)),
			jobs.Unless(h.IdleArrived, jobs.On("automation.arrived", h.House.Arrived)),
			jobs.Unless(h.IdleReplied, jobs.On("automation.replied", h.House.Replied)),
			jobs.Unless(h.IdleAssigned, jobs.On("automation.assigned", h.House.Assigned)),
			jobs.Unless(automation.IdleEntered[fact.ConversationReopened](h.House), jobs.On("automation.reopened", automation.Entered[fact.ConversationReopened](h.House))),
			jobs.Unless(automation.IdleEntered[fact.ConversationWaiting](h.House), jobs.On("automation.waiting", automation.Entered[fact.ConversationWaiting](h.House))),
			jobs.Unless(h.IdleResolved, jobs.On("automation.resolved", h.House.Resolved)),
		}
		w.DB.Flow(jobs.Flow(flow))
		for _, r := range flow {
			w.Jobs.Register(r.Kind, r.Do)
		}
		w.Jobs.Register(automation.AskJob, jobs.Handle(h.Due))
		story(t, h)
	})
}

func (h house) make(a automation.Automation) automation.Automation {
	h.T.Helper()
	if a.Mode == "" {
		a.Mode = automation.On
	}
	if a.Name == "" {
		a.Name = fmt.Sprintf("%s %v", a.Occasion, h.Now().UnixMilli())
	}
	a, err := h.Add(h.Ctx, h.Mo, a)
	require.NoError(h.T, err)
	return a
}

func (h house) outcomes(c fact.ConversationID) (list []string) {
	h.T.Helper()
	runs, err := h.RunsOf(h.Ctx, h.Lin, c)
	require.NoError(h.T, err)
	for _, r := range runs {
		list = append(list, r.Outcome+" "+r.Reason)
	}
	return list
}

func tag(tags ...string) automation.Act {
	return automation.Act{Step: wording.Step{Kind: wording.Tag, Add: tags}}
}

func reply(text string) automation.Act {
	return automation.Act{Step: wording.Step{Kind: wording.Reply, Text: text}}
}

func toTeam(team fact.TeamID) automation.Act {
	return automation.Act{Step: wording.Step{Kind: wording.ToTeam, Team: string(team)}}
}

func TestWhatHoldsIsDoneOnceAndSaid(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		a := h.make(automation.Automation{Name: "Angry ones first", Occasion: automation.Arrived, Condition: `emotion == "furious" || mentions("refund")`,
			Steps: []automation.Act{tag("refund"), toTeam(h.Tech.ID), {Step: wording.Step{Kind: wording.Priority, Priority: conversation.Urgent}}}})
		calm := h.Says("Anna", "Hello, when do you open?").Conversation
		angry := h.Says("Bo", "I want a refund")
		h.Settle()

		require.Empty(t, h.Sees(calm).Tags)
		c := h.Sees(angry.Conversation)
		require.Equal(t, []string{"refund"}, c.Tags)
		require.Equal(t, conversation.Urgent, c.Priority)
		require.Equal(t, string(h.Tech.ID), c.Team.ID)
		require.Equal(t, []string{"done "}, h.outcomes(angry.Conversation))

		require.NoError(t, h.House.Understood(h.Ctx, fact.MessageUnderstood{Message: angry.Message, Conversation: angry.Conversation}))
		require.Equal(t, []string{"done "}, h.outcomes(angry.Conversation), "a job that runs twice")
		list, err := h.List(h.Ctx, h.Mo)
		require.NoError(t, err)
		require.Equal(t, automation.Tally{Done: 1}, list[0].Day)
		runs, err := h.Runs(h.Ctx, h.Mo, a.ID, "done")
		require.NoError(t, err)
		require.Equal(t, c.Number, runs[0].Number)
	})
}

func TestAnAutomationSeesWhatTheOneBeforeItDid(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Occasion: automation.Opened, Condition: `mentions("bill")`, Steps: []automation.Act{tag("billing")}})
		h.make(automation.Automation{Occasion: automation.Arrived, Condition: `"billing" in tags`, Steps: []automation.Act{toTeam(h.Tech.ID)}, Ends: true})
		last := h.make(automation.Automation{Occasion: automation.Arrived, Steps: []automation.Act{tag("other")}})
		bill := h.Says("Anna", "My bill is wrong").Conversation
		h.Says("Bo", "Hello")
		h.Settle()
		require.Equal(t, []string{"billing"}, h.Sees(bill).Tags, "the second one ends it")
		require.Equal(t, string(h.Tech.ID), h.Sees(bill).Team.ID)

		list, err := h.List(h.Ctx, h.Mo)
		require.NoError(t, err)
		_, err = h.Order(h.Ctx, h.Mo, []fact.AutomationID{last.ID, list[0].ID})
		fault.Want(t, err, "automation.changed_meanwhile")
		list, err = h.Order(h.Ctx, h.Mo, []fact.AutomationID{last.ID, list[0].ID, list[1].ID})
		require.NoError(t, err)
		require.Equal(t, last.ID, list[0].ID)
	})
}

func TestABeginningIsAskedThoughMoreWasWrittenMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Occasion: automation.Opened, Steps: []automation.Act{tag("new")}})
		c := h.Says("Anna", "Hi").Conversation
		h.Pass(time.Second)
		h.Says("Anna", "My order is late") // before anything of the first was done
		h.Settle()
		require.Equal(t, []string{"new"}, h.Sees(c).Tags)
		require.Equal(t, []string{"done "}, h.outcomes(c))
	})
}

func TestATrialOnlyWritesDown(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		a := h.make(automation.Automation{Mode: automation.Trial, Occasion: automation.Arrived, Steps: []automation.Act{tag("x"), reply("Hello")}})
		c := h.Says("Anna", "Hi").Conversation
		h.Settle()
		require.Empty(t, h.Sees(c).Tags)
		require.Equal(t, []string{"would "}, h.outcomes(c))

		a.Mode = automation.Off
		a, err := h.Change(h.Ctx, h.Mo, a)
		require.NoError(t, err)
		h.Pass(time.Minute)
		h.Says("Anna", "Still there?")
		h.Settle()
		require.Equal(t, []string{"would "}, h.outcomes(c))
		a.Version = 1
		_, err = h.Change(h.Ctx, h.Mo, a)
		fault.Want(t, err, "automation.changed_meanwhile")
		versions, err := h.Versions(h.Ctx, h.Mo, a.ID)
		require.NoError(t, err)
		require.Len(t, versions, 2)
	})
}

func TestACustomerIsNotWrittenToTwiceAndAMachineNever(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		canned, err := h.Wording.AddCannedReply(h.Ctx, h.Mo, wording.CannedReply{Owned: wording.Owned{Scope: wording.Everybody}, Title: "Hours",
			Texts: map[string]wording.Text{"en": {Text: "We open at nine, {{contact.name}}."}, "zh-CN": {Text: "{{contact.name}}，我们九点上班。"}}})
		require.NoError(t, err)
		h.make(automation.Automation{Occasion: automation.Arrived, Condition: `mentions("open", "上班")`, Steps: []automation.Act{{Step: wording.Step{Kind: wording.Reply}, CannedReply: canned.ID}}})
		h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 10, Steps: []automation.Act{reply("A moment, please.")}})
		c := h.Says("王芳", "你们几点上班？").Conversation
		h.Settle()
		require.Equal(t, []string{"inbound: 你们几点上班？", "reply: 王芳，我们九点上班。"}, h.Talk(c))
		require.Equal(t, conversation.Open, h.Sees(c).State, "nobody has answered yet")
		for range 3 {
			h.Pass(11 * time.Minute)
			require.NoError(t, h.Look(h.Ctx))
			h.Settle()
		}
		require.Equal(t, []string{"inbound: 你们几点上班？", "reply: 王芳，我们九点上班。", "reply: A moment, please."}, h.Talk(c))

		mail := h.Mails("From: Robot <robot@example.com>\r\nTo: help@lanxue.example\r\nSubject: when do you open\r\nMessage-ID: <r1@example.com>\r\nAuto-Submitted: auto-generated\r\n\r\nI open tickets.\r\n").Conversation
		h.Settle()
		require.Len(t, h.Talk(mail), 1)
		require.Contains(t, h.outcomes(mail), "held machine")
	})
}

func TestAutomationsThatUndoOneAnotherComeToRest(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Occasion: automation.Assigned, Condition: `team == "` + h.Tech.Name + `"`, Steps: []automation.Act{toTeam(h.Care.ID)}})
		h.make(automation.Automation{Occasion: automation.Assigned, Condition: `team == "` + h.Care.Name + `"`, Steps: []automation.Act{toTeam(h.Tech.ID)}})
		h.make(automation.Automation{Occasion: automation.Resolved, Steps: []automation.Act{{Step: wording.Step{Kind: wording.State, State: conversation.Open}}}})
		h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 1, Steps: []automation.Act{{Step: wording.Step{Kind: wording.Resolve}}}})
		c := h.Says("Anna", "Hi").Conversation
		h.Settle()
		require.NoError(t, h.Inbox.Assign(h.Ctx, h.Chen, c, conversation.Assignment{Team: &h.Tech.ID}))
		h.Settle()
		for range 20 {
			h.Pass(2 * time.Minute)
			require.NoError(t, h.Look(h.Ctx))
			h.Settle()
		}
		require.LessOrEqual(t, len(h.outcomes(c)), 8)
		before := len(h.outcomes(c))
		for range 5 {
			h.Pass(2 * time.Minute)
			require.NoError(t, h.Look(h.Ctx))
			h.Settle()
		}
		require.Len(t, h.outcomes(c), before)
	})
}

func TestTimePassesOverNobody(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Occasion: automation.Quiet, Minutes: 3 * 24 * 60, Steps: []automation.Act{{Step: wording.Step{Kind: wording.Resolve}}}})
		late := h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 30, Condition: `waiting_minutes >= 30`, Steps: []automation.Act{tag("late")}})
		var waits, answered []fact.ConversationID
		for i := range 12 {
			c := h.Says(fmt.Sprintf("Customer %d", i), "Hi").Conversation
			if i%3 == 0 {
				h.Replies(h.Lin, c, "Hello")
				answered = append(answered, c)
			} else {
				waits = append(waits, c)
			}
			h.Pass(7 * time.Second)
		}
		require.NoError(t, h.Look(h.Ctx))
		h.Settle()
		require.Empty(t, h.Sees(waits[0]).Tags)
		h.Pass(5 * time.Hour) // nobody looked
		require.NoError(t, h.Look(h.Ctx))
		h.Settle()
		for _, c := range waits {
			require.Equal(t, []string{"late"}, h.Sees(c).Tags)
		}
		require.Empty(t, h.Sees(answered[0]).Tags)
		require.NoError(t, h.Look(h.Ctx))
		h.Settle()
		runs, err := h.Runs(h.Ctx, h.Mo, late.ID, "")
		require.NoError(t, err)
		require.Len(t, runs, len(waits))

		h.Says("Customer 0", "One more thing")
		h.Settle()
		h.Pass(4 * 24 * time.Hour)
		require.NoError(t, h.Look(h.Ctx))
		h.Settle()
		require.Equal(t, conversation.Open, h.Sees(answered[0]).State)
		require.Equal(t, conversation.Resolved, h.Sees(answered[1]).State)
	})
}

func TestManyOfOneInstantAreAllFound(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		a := h.make(automation.Automation{Mode: automation.Trial, Occasion: automation.Waiting, Minutes: 5, Steps: []automation.Act{tag("late")}})
		for i := range 20 {
			h.Says(fmt.Sprintf("Customer %d", i), "Hi")
		}
		h.Settle()
		var like fact.ConversationID = h.Says("Customer 0", "again").Conversation
		for i := range 600 { // as an import brings them
			h.Meddle(`INSERT INTO conversation (id, channel_id, contact_id, first_contact, state, last_message_at, waiting_since, created_at, updated_at)
				SELECT CAST(? AS TEXT), channel_id, contact_id, first_contact, 'open', last_message_at, waiting_since, created_at, updated_at FROM conversation WHERE id = ?`, fmt.Sprintf("c%d", i), like)
			h.Meddle(`INSERT INTO message (id, conversation_id, kind, text, delivery, sent_at, created_at) VALUES (?, ?, 'inbound', 'Hi', 'received', 0, 0)`, fmt.Sprintf("m%d", i), fmt.Sprintf("c%d", i))
		}
		h.Pass(10 * time.Minute)
		require.NoError(t, h.Look(h.Ctx))
		h.Settle()
		list, err := h.List(h.Ctx, h.Mo)
		require.NoError(t, err)
		require.Equal(t, 620, list[0].Day.Would, a.ID)
	})
}

func TestWhatCannotBeKept(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		good := automation.Automation{Name: "x", Mode: automation.On, Occasion: automation.Arrived, Steps: []automation.Act{tag("x")}}
		for code, change := range map[string]func(*automation.Automation){
			"automation.name_wrong":    func(a *automation.Automation) { a.Name = " " },
			"automation.unknown_word":  func(a *automation.Automation) { a.Occasion = "never" },
			"automation.minutes_wrong": func(a *automation.Automation) { a.Occasion = automation.Quiet },
			"rule.unknown_word":        func(a *automation.Automation) { a.Condition = "colour == 'red'" },
			"macro.steps_missing":      func(a *automation.Automation) { a.Steps = nil },
			"assignment.unknown_team":  func(a *automation.Automation) { a.Steps = []automation.Act{toTeam("nobody")} },
			"canned_reply.missing": func(a *automation.Automation) {
				a.Steps = []automation.Act{{Step: wording.Step{Kind: wording.Reply}, CannedReply: "none"}}
			},
			"automation.nobody_is_me": func(a *automation.Automation) {
				a.Steps = []automation.Act{{Step: wording.Step{Kind: wording.Assign, Assignee: "me"}}}
			},
		} {
			a := good
			change(&a)
			_, err := h.Add(h.Ctx, h.Mo, a)
			fault.Want(t, err, code)
		}
		_, err := h.Add(h.Ctx, h.Lin, good)
		fault.Want(t, err, "access.denied")
		_, err = h.List(h.Ctx, h.Lin)
		fault.Want(t, err, "access.denied")
	})
}

func TestAPreviewListsWhatWouldMatch(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for i := range 60 {
			h.Says(fmt.Sprintf("Customer %d", i), []string{"I want a refund", "Hello"}[i%2])
			h.Pass(time.Second)
		}
		p, err := h.Try(h.Ctx, h.Mo, `mentions("refund")`)
		require.NoError(t, err)
		require.Equal(t, 60, p.Looked)
		require.Equal(t, 30, p.Matched)
		require.Len(t, p.Examples, 30)
		require.Equal(t, "Customer 58", p.Examples[0].Customer, "the newest first")
		_, err = h.Try(h.Ctx, h.Mo, `mention("refund")`)
		fault.Want(t, err, "rule.unknown_word")
	})
}

func TestWhatEntersAStateLateIsNotPassedOver(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 10, Steps: []automation.Act{tag("late")}})
		c := h.Says("Anna", "Hello").Conversation
		h.Settle()
		until := h.Now().Add(30 * time.Minute)
		state := conversation.Snoozed
		require.NoError(t, h.Inbox.Change(h.Ctx, h.Lin, c, conversation.Edit{State: &state, SnoozedUntil: &until}))
		for range 3 {
			h.Pass(9 * time.Minute)
			require.NoError(t, h.Look(h.Ctx))
			h.Settle()
		}
		require.Empty(t, h.Sees(c).Tags, "it sleeps")
		h.Pass(4 * time.Minute)
		h.Settle()
		require.Equal(t, conversation.Open, h.Sees(c).State)
		require.Equal(t, []string{"late"}, h.Sees(c).Tags, "it has waited since before the last look")
		require.NoError(t, h.Look(h.Ctx))
		h.Settle()
		require.Equal(t, []string{"done "}, h.outcomes(c), "once")
	})
}

func TestATimedAutomationThatEndsEndsTheWaitForThoseAfterIt(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 10, Condition: `mentions("refund")`, Steps: []automation.Act{tag("first")}, Ends: true})
		h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 10, Steps: []automation.Act{tag("at once")}})
		h.make(automation.Automation{Occasion: automation.Waiting, Minutes: 30, Steps: []automation.Act{tag("later")}})
		refund, other := h.Says("Anna", "refund").Conversation, h.Says("Bo", "Hello").Conversation
		h.Settle()
		for range 4 {
			h.Pass(9 * time.Minute)
			require.NoError(t, h.Look(h.Ctx))
			h.Settle()
		}
		require.Equal(t, []string{"first"}, h.Sees(refund).Tags)
		require.Equal(t, []string{"at once", "later"}, h.Sees(other).Tags, "where it does not hold, it ends nothing")
	})
}

func TestTheFactOfARunSaysWhatTheAutomationIsCalled(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.make(automation.Automation{Name: "Greet", Occasion: automation.Opened, Steps: []automation.Act{tag("hello")}})
		h.Says("Anna", "Hello")
		h.Settle()
		called := ""
		for _, f := range h.News() {
			if f.Name == "automation.ran" {
				called = string(f.Data)
			}
		}
		require.Contains(t, called, `"called":"Greet"`)
	})
}
