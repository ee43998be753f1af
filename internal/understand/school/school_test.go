package school_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
	"anlan/internal/understand/school"
	"anlan/internal/understand/tree"
)

// taught lets colleagues say what conversations are about.
func taught(t *testing.T, w *world.World, name string, topic fact.TopicID, texts ...string) {
	t.Helper()
	for n, text := range texts {
		r := w.Says(fmt.Sprint(name, n), text)
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
		require.NoError(t, w.Readings.CorrectTopic(w.Ctx, w.Lin, r.Conversation, topic))
	}
}

func TestTopicsAreLearnedFromCorrections(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		w.Jobs.Register(school.LearnJob, jobs.Handle(w.School.Learn))
		refund, err := w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("退款")})
		require.NoError(t, err)
		parcel, err := w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("物流")})
		require.NoError(t, err)
		taught(t, w, "r", refund.ID, "Please give me my money back", "I want my money back now", "Could I have the money back?", "money back please, it is broken", "My money back, or else", "when do I get the money back", "Send the money back to my card", "钱退给我", "把钱退回来", "什么时候把钱退给我")
		w.Facts()

		require.NoError(t, w.School.Learn(w.Ctx, school.Learn{}))
		w.WantFacts() // one topic alone is none to choose from
		fault.Want(t, w.School.Teach(w.Ctx, w.Lin), "access.denied")
		require.NoError(t, w.School.Teach(w.Ctx, w.Chen))
		w.Settle()
		w.WantFacts("topic_model.changed") // who asks is told why nothing was learned
		list, examples, err := w.School.Lessons(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, school.TooFew, list[0].State)
		require.Equal(t, 10, examples)

		taught(t, w, "p", parcel.ID, "Where is the box that I ordered?", "The box has not come", "when will the box come", "The box should have come on Monday", "No box came today", "Has the box left your house?", "包还没到", "我买的包到哪了", "包什么时候到", "包怎么还没到")
		w.Facts()
		require.NoError(t, w.School.Corrected(w.Ctx, fact.TopicCorrected{}))
		require.NoError(t, w.School.Corrected(w.Ctx, fact.TopicCorrected{}))
		require.Equal(t, 1, w.Count("job WHERE kind = 'topic.learn'"), "one lesson for all that comes meanwhile")
		w.Settle()
		w.WantFacts() // not yet
		w.Pass(10 * time.Minute)
		w.Settle()
		w.WantFacts("topic_model.changed")
		list, _, err = w.School.Lessons(w.Ctx, w.Lin)
		require.NoError(t, err)
		require.Equal(t, school.Active, list[0].State)
		require.Equal(t, 20, list[0].Texts)
		require.Greater(t, list[0].Right, 0.6)

		r := w.Says("new", "I would like the money back")
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
		x, err := w.Readings.Of(w.Ctx, w.Lin, r.Conversation)
		require.NoError(t, err)
		require.Equal(t, refund.ID, x.Topic)
		require.Equal(t, list[0].Version, x.Model)
		require.NotEmpty(t, x.TopicWords)

		w.Facts()
		require.NoError(t, w.School.Learn(w.Ctx, school.Learn{}))
		w.WantFacts() // there is nothing new
		require.NoError(t, w.School.Learn(w.Ctx, school.Learn{Asked: true}))
		require.Equal(t, 1, w.Count("topic_model WHERE state = 'active'"))
		require.Equal(t, 1, w.Count("topic_model WHERE data <> ''"), "those of before are let go")
	})
}
