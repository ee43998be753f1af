package reading_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/tree"
)

func TestAMessageIsReadOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("王小明", "你们这群骗子！第三次了，再不退款我就去12315曝光你们！我的电话13812345678")
		w.Facts()
		_, err := w.Readings.Of(w.Ctx, w.Lin, r.Conversation)
		fault.Want(t, err, "reading.missing")

		arrived := fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}
		require.NoError(t, w.Readings.Arrived(w.Ctx, arrived))
		require.NoError(t, w.Readings.Arrived(w.Ctx, arrived))
		w.WantFacts("risk.raised", "conversation.changed", "message.understood") // once

		x, err := w.Readings.Of(w.Ctx, w.Lin, r.Conversation)
		require.NoError(t, err)
		require.Equal(t, emotion.Furious, x.Emotion)
		require.Equal(t, "zh", x.Language)
		require.Contains(t, x.Risks(), "public_exposure")
		require.Equal(t, "骗子", x.EmotionWords[0].Text)
		require.Contains(t, x.RiskWords[0], "12315")
		require.Equal(t, "phone", string(x.Evidence.Personal[0].Kind))
		var terms []string
		for _, term := range x.Evidence.Urgency {
			terms = append(terms, term.Code)
		}
		require.Contains(t, terms, "furious")
		require.Contains(t, terms, "again")

		shown := w.Sees(r.Conversation)
		require.Equal(t, "furious", shown.Gist.Emotion)
		require.InDelta(t, x.Urgency, shown.Gist.Urgency, 1e-9)

		w.Pass(60e9)
		calm := w.Says("王小明", "好的，谢谢，退款收到了")
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: calm.Message, Conversation: calm.Conversation}))
		require.Equal(t, "calm", w.Sees(r.Conversation).Gist.Emotion, "how they feel now")
		latest, found, err := reading.Latest(w.Ctx, w.DB.Read(), r.Conversation)
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, calm.Message, latest.Message)
	})
}

func TestAMailIsReadWithoutWhatItQuotes(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Mails(strings.Join([]string{
			"From: Anna <anna@example.org>", "To: help@lanxue.example", "Subject: Invoice", "Message-ID: <q1@example.org>", "Date: Mon, 02 Mar 2026 09:00:00 +0000", "",
			"Thank you, all is fine now.", "", "On Mon, 2 Mar 2026, somebody wrote:", "> I will sue you, you liars!", "> My lawyer will call.", ""}, "\n"))
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
		x, err := w.Readings.Of(w.Ctx, w.Lin, r.Conversation)
		require.NoError(t, err)
		require.Empty(t, x.Risks())
		require.Equal(t, emotion.Calm, x.Emotion)
	})
}

func TestWhatWasErasedHasNoWords(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("Anna", "This is unacceptable, you liars! I will sue you.")
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Ada, r.Conversation))
		require.Zero(t, w.Count("reading"))
		require.NoError(t, w.Readings.Arrived(w.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}), "late, and gone")
	})
}

func TestReadingsFollowTheirMessages(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		calm := w.Says("Anna", "Where can I see my invoice?")
		w.Pass(60e9)
		angry := w.Says("Ben", "This is outrageous! I am furious, you are liars!!")
		for _, r := range []fact.MessageArrived{{Message: calm.Message, Conversation: calm.Conversation}, {Message: angry.Message, Conversation: angry.Conversation}} {
			require.NoError(t, w.Readings.Arrived(w.Ctx, r))
		}
		require.Equal(t, "calm", w.Sees(calm.Conversation).Gist.Emotion)
		_, err := w.Inbox.Merge(w.Ctx, w.Chen, angry.Conversation, calm.Conversation)
		require.NoError(t, err)
		require.NoError(t, w.Readings.Joined(w.Ctx, fact.ConversationJoined{Conversation: calm.Conversation, Merged: angry.Conversation}))
		require.Equal(t, "furious", w.Sees(calm.Conversation).Gist.Emotion)
	})
}

func (h house) arrive(r intake.Receipt) {
	h.T.Helper()
	require.NoError(h.T, h.Readings.Arrived(h.Ctx, fact.MessageArrived{Message: r.Message, Conversation: r.Conversation}))
}

// house is a world with topics.
type house struct {
	*world.World
	refund, parcel tree.Topic
}

func sorted(w *world.World) house {
	w.T.Helper()
	h := house{World: w}
	var err error
	h.refund, err = w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("退款"), NameEN: new("Refund")})
	require.NoError(w.T, err)
	h.parcel, err = w.Topics.Add(w.Ctx, w.Chen, tree.Edit{NameZH: new("物流"), NameEN: new("Delivery"), Words: &[]string{"快递"}})
	require.NoError(w.T, err)
	w.Facts()
	return h
}

func TestACorrectionStands(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		h := sorted(w)
		r := w.Says("王小明", "我要退款")
		h.arrive(r)
		require.Equal(t, h.refund.ID, w.Sees(r.Conversation).Gist.Topic)
		w.Facts()

		w.Pass(60e9)
		require.NoError(t, w.Readings.CorrectTopic(w.Ctx, w.Lin, r.Conversation, h.parcel.ID))
		w.WantFacts("conversation.topic_corrected", "message.understood")
		require.Equal(t, h.parcel.ID, w.Sees(r.Conversation).Gist.Topic)

		w.Pass(60e9)
		h.arrive(w.Says("王小明", "退款退款"))
		require.Equal(t, h.parcel.ID, w.Sees(r.Conversation).Gist.Topic, "whatever comes after")
		x, err := w.Readings.Of(w.Ctx, w.Lin, r.Conversation)
		require.NoError(t, err)
		require.Equal(t, h.refund.ID, x.Topic, "what was read stays readable")
		require.Equal(t, h.parcel.ID, x.About)
		require.Equal(t, w.Lin.Name, x.TopicSaid.Name)
		require.Equal(t, string(h.refund.ID), x.TopicSaid.Was)

		w.Pass(60e9)
		require.NoError(t, w.Readings.CorrectTopic(w.Ctx, w.Chen, r.Conversation, h.parcel.ID), "somebody else says that it is right")
		w.Pass(60e9)
		require.NoError(t, w.Readings.CorrectTopic(w.Ctx, w.Chen, r.Conversation, ""))
		require.Empty(t, w.Sees(r.Conversation).Gist.Topic)

		standings, err := w.Readings.Standings(w.Ctx)
		require.NoError(t, err)
		require.Equal(t, reading.Standing{Examples: 2, Right: 1, Wrong: 1}, standings[h.parcel.ID])
		require.Equal(t, 1, standings[h.refund.ID].Wrong)

		fault.Want(t, w.Readings.CorrectTopic(w.Ctx, w.Lin, r.Conversation, "nothing"), "topic.missing")
		fault.Want(t, w.Readings.CorrectTopic(w.Ctx, w.Lin, "nowhere", h.parcel.ID), "conversation.missing")
		_, err = w.Topics.Change(w.Ctx, w.Chen, h.refund.ID, tree.Edit{Archived: new(true)})
		require.NoError(t, err)
		fault.Want(t, w.Readings.CorrectTopic(w.Ctx, w.Lin, r.Conversation, h.refund.ID), "topic.archived")
	})
}

func TestAFalseAlarmOfFury(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := w.Says("Anna", "You liars! This is outrageous! Second time I ask!")
		house{World: w}.arrive(r)
		before := w.Sees(r.Conversation).Gist
		require.Equal(t, "furious", before.Emotion)
		w.Facts()
		require.NoError(t, w.Readings.CorrectEmotion(w.Ctx, w.Lin, r.Conversation, emotion.Calm))
		w.WantFacts("message.emotion_corrected", "message.understood")
		after := w.Sees(r.Conversation).Gist
		require.Equal(t, "calm", after.Emotion)
		require.Less(t, after.Urgency, before.Urgency, "what their feeling added is gone")
		x, err := w.Readings.Of(w.Ctx, w.Lin, r.Conversation)
		require.NoError(t, err)
		require.Equal(t, "furious", x.EmotionSaid.Was)
		fault.Want(t, w.Readings.CorrectEmotion(w.Ctx, w.Lin, r.Conversation, "bored"), "reading.emotion_unknown")
	})
}
