package assign_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/skill"
	"anlan/internal/platform/fault"
	"anlan/internal/route/assign"
	"anlan/internal/route/queue"
)

const (
	stolenText = "我的账号被盗了！有人改了密码，还在用我的余额，马上帮我冻结！"
	thirdText  = "I wrote to you on Monday and again yesterday. The parcel is still not here."
)

// longText has everything that makes a case long.
var longText = strings.Repeat("We bought forty seats in January, moved ten of them to the Hamburg office in March and five to Lyon in May, and the invoices do not agree with either. ", 12) +
	"Which of the seats are paid until when? Why do two of them have other numbers than the contract? And who may change the billing address?"

// ten is a house with rules, to which ten customers come within a minute: a stolen
// account, a third complaint in three days, a long case, and seven simple questions
// that were all there before them.
type ten struct {
	*house
	stolen, third, long fact.ConversationID
	simple              []fact.ConversationID
	security, patience  fact.SkillID
}

func eachTen(t *testing.T, mode queue.Mode, story func(t *testing.T, h *ten)) {
	eachThatReads(t, func(t *testing.T, h *house) {
		of := &ten{house: h, security: h.skill("安全 Security"), patience: h.skill("疑难 Hard cases")}
		h.sets(func(s *queue.Settings) {
			s.Modes[h.Care.ID] = mode
			s.AtOnce["webchat"] = 2
			s.Rules = []queue.RoutingRule{
				{Name: "Everybody", When: "true", Team: h.Care.ID, Skills: []queue.Need{}},
				{Name: "Stolen accounts", When: "'account_theft' in risks", Skills: []queue.Need{{Skill: of.security, Level: skill.Good}}},
				{Name: "Long cases", When: "len(text) > 1500", Skills: []queue.Need{{Skill: of.patience, Level: skill.Basic}}, Priority: conversation.High},
			}
		})
		of.complains()
		of.come()
		story(t, of)
	})
}

func (h *house) skill(name string) fact.SkillID {
	h.T.Helper()
	s, err := h.Skills.Add(h.Ctx, h.Ada, name)
	require.NoError(h.T, err)
	return s.ID
}

// complains lets somebody come on two days before.
func (h *ten) complains() {
	h.T.Helper()
	for range 2 {
		c := h.says("Siti", "Where is my parcel?")
		h.Replies(h.Ada, c, "It is on its way.")
		require.NoError(h.T, h.Inbox.Resolve(h.Ctx, h.Ada, c))
		require.NoError(h.T, h.Inbox.Assign(h.Ctx, h.Ada, c, conversation.Assignment{Assignee: new(fact.StaffID)}))
		h.Settle()
		h.Pass(24 * time.Hour)
	}
}

func (h *ten) come() {
	for i := range 7 {
		h.simple = append(h.simple, h.says(fmt.Sprint("customer ", i), "How do I pay?"))
		h.Pass(time.Second)
	}
	h.third = h.says("Siti", thirdText)
	h.Pass(10 * time.Second)
	h.long = h.says("Clearwater", longText)
	h.Pass(10 * time.Second)
	h.stolen = h.says("王小明", stolenText)
}

func (h *ten) name(c fact.ConversationID) string {
	switch c {
	case h.stolen:
		return "stolen"
	case h.third:
		return "third"
	case h.long:
		return "long"
	}
	for i, each := range h.simple {
		if each == c {
			return fmt.Sprint("simple ", i)
		}
	}
	return string(c)
}

// codes are why a conversation stands where it stands, or why somebody got it.
func codes[T any](list []T, code func(T) string) []string {
	all := []string{}
	for _, each := range list {
		all = append(all, code(each))
	}
	return all
}

func headStart(r queue.HeadStart) string { return r.Code }
func reason(w fact.Why) string           { return strings.TrimSpace(w.Code + " " + w.Value) }

func TestTenWhoComeAtOnceAreTakenInTheRightOrder(t *testing.T) {
	eachTen(t, queue.Pull, func(t *testing.T, h *ten) {
		h.learns(h.Chen, []skill.Has{{ID: h.security, Level: skill.Expert}, {ID: h.patience, Level: skill.Expert}})
		var order []string
		for c := h.next(h.Chen); c != ""; c = h.next(h.Chen) {
			order = append(order, h.name(c))
		}
		require.Equal(t, []string{"stolen", "third", "long", "simple 0", "simple 1", "simple 2", "simple 3", "simple 4", "simple 5", "simple 6"}, order)

		for c, want := range map[fact.ConversationID][]string{
			h.stolen:    {queue.Risk},
			h.third:     {queue.ThirdContact},
			h.long:      {queue.PriorityHigh},
			h.simple[0]: {},
		} {
			made, err := h.dispatch.Decisions(h.Ctx, h.Lin, c)
			require.NoError(t, err)
			require.Subset(t, codes(made[0].Reasons, headStart), want, h.name(c))
		}
		made, err := h.dispatch.Decisions(h.Ctx, h.Lin, h.stolen)
		require.NoError(t, err)
		require.Contains(t, codes(made[0].Why, reason), "skill 安全 Security")
	})
}

func TestTenWhoComeAtOnceFindTheRightPeople(t *testing.T) {
	eachTen(t, queue.Push, func(t *testing.T, h *ten) {
		zhou := h.Hire("周舟 Zhou", access.Agent)
		_, err := h.Office.Change(h.Ctx, h.Ada, zhou.ID, inTeam(h.Care.ID))
		require.NoError(t, err)
		h.learns(h.Chen, []skill.Has{{ID: h.security, Level: skill.Expert}})
		h.learns(h.Lin, []skill.Has{{ID: h.patience, Level: skill.Good}})

		h.comes(zhou)
		require.Equal(t, zhou.Name, h.has(h.third))
		require.Equal(t, zhou.Name, h.has(h.simple[0]), "the rest need what she cannot do, or more hands than two")
		h.comes(h.Chen)
		require.Equal(t, h.Chen.Name, h.has(h.stolen))
		require.Equal(t, h.Chen.Name, h.has(h.simple[1]))
		require.Empty(t, h.has(h.long), "nobody who can is there")
		h.comes(h.Lin)
		require.Equal(t, h.Lin.Name, h.has(h.long))
		require.Equal(t, h.Lin.Name, h.has(h.simple[2]))

		for c, want := range map[fact.ConversationID][]string{
			h.third:  {assign.OnlyOne},
			h.stolen: {"skill 安全 Security", assign.OnlyOne},
			h.long:   {"skill 疑难 Hard cases", assign.OnlyOne},
		} {
			made, err := h.dispatch.Decisions(h.Ctx, h.Lin, c)
			require.NoError(t, err)
			require.Equal(t, want, codes(made[0].Why, reason), h.name(c))
		}

		require.NoError(t, h.Inbox.Resolve(h.Ctx, h.Chen, h.stolen))
		h.Settle()
		require.Equal(t, h.Chen.Name, h.has(h.simple[3]), "hands are free")
		require.Equal(t, 3, h.Count("place"))
	})
}

func TestReactionsThatRunTwiceDoNoHarm(t *testing.T) {
	eachTen(t, queue.Push, func(t *testing.T, h *ten) {
		h.comes(h.Lin)
		departures, decisions, places := h.Count("departure"), h.Count("decision"), h.Count("place")
		h.News()
		for _, c := range append([]fact.ConversationID{h.stolen, h.third, h.long}, h.simple...) {
			require.NoError(t, h.queues.Look(h.Ctx, c))
			require.NoError(t, h.dispatch.Queued(h.Ctx, fact.ConversationQueued{Conversation: c, Team: h.Care.ID}))
		}
		require.NoError(t, h.dispatch.Freed(h.Ctx, assign.Freed{Staff: h.Lin.ID}))
		require.NoError(t, h.queues.Gather(h.Ctx))
		h.Settle()
		h.WantFacts()
		require.Equal(t, []int{departures, decisions, places}, []int{h.Count("departure"), h.Count("decision"), h.Count("place")})
	})
}

func TestAConditionIsTriedOnWhatWasThere(t *testing.T) {
	eachTen(t, queue.Pull, func(t *testing.T, h *ten) {
		p, err := h.queues.Preview(h.Ctx, h.Mo, "'account_theft' in risks")
		require.NoError(t, err)
		require.Equal(t, queue.Tried{Of: p.Of, Matched: 1, First: []fact.ConversationID{h.stolen}}, p)
		require.Equal(t, 10, p.Of)
		_, err = h.queues.Preview(h.Ctx, h.Mo, "risks ==")
		fault.Want(t, err, "rule.unreadable")
		_, err = h.queues.Preview(h.Ctx, h.Lin, "true")
		fault.Want(t, err, "access.denied")
	})
}

func TestARuleGivesATeamOnceAndWhatIsGoneIsNotAskedFor(t *testing.T) {
	eachTen(t, queue.Pull, func(t *testing.T, h *ten) {
		require.Equal(t, h.Care.Name, h.Sees(h.stolen).Team.Name)
		h.forTeam(h.stolen, h.Tech.ID)
		require.Equal(t, h.Tech.Name, h.Sees(h.stolen).Team.Name, "a person said otherwise")
		require.NoError(t, h.Skills.Remove(h.Ctx, h.Ada, h.security))
		require.NoError(t, h.queues.Look(h.Ctx, h.stolen))
		require.Equal(t, h.stolen, h.next(h.Chen), "nobody waits for a skill that is not there any more")
	})
}
