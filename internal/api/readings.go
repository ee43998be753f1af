package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/understand/emotion"
	"anlan/internal/understand/privacy"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/risk"
	"anlan/internal/understand/triage"
)

func (e *Edge) routeReadings() {
	const tag = "Understanding"
	handle(e, route{id: "get-reading", method: http.MethodGet, path: "/v1/conversations/{id}/reading", summary: "How the newest message of the customer was understood, with the reasons", tag: tag, needs: access.ConversationView}, e.getReading)
	handle(e, route{id: "correct-topic", method: http.MethodPut, path: "/v1/conversations/{id}/topic", summary: "Say what a conversation is about; it stands, and is an example to learn from", tag: tag, needs: access.ConversationTag}, e.correctTopic)
	handle(e, route{id: "correct-emotion", method: http.MethodPut, path: "/v1/conversations/{id}/emotion", summary: "Say how the customer feels who wrote last", tag: tag, needs: access.ConversationTag}, e.correctEmotion)
}

type topicChoice struct {
	ConversationPath
	Body struct {
		Topic fact.TopicID `json:"topic_id" doc:"empty: none that there is a topic for"`
	}
}

func (e *Edge) correctTopic(ctx context.Context, who access.Actor, in *topicChoice) (conversation.Conversation, error) {
	return e.shown(ctx, who, in.ID, e.Readings.CorrectTopic(ctx, who, in.ID, in.Body.Topic))
}

type emotionChoice struct {
	ConversationPath
	Body struct {
		Emotion emotion.Label `json:"emotion" enum:"calm,worried,angry,furious"`
	}
}

func (e *Edge) correctEmotion(ctx context.Context, who access.Actor, in *emotionChoice) (conversation.Conversation, error) {
	return e.shown(ctx, who, in.ID, e.Readings.CorrectEmotion(ctx, who, in.ID, in.Body.Emotion))
}

// readingView is how a message was understood.
type readingView struct {
	Message    fact.MessageID `json:"message_id"`
	Language   string         `json:"language" doc:"ISO 639-1, or und" example:"zh"`
	About      fact.TopicID   `json:"topic_id" doc:"what the conversation is about: by this message, by an earlier one, or as somebody said; empty: unknown"`
	Topic      *readTopic     `json:"topic" doc:"what this message was found to be about; null: unknown"`
	TopicSaid  *said          `json:"topic_said" doc:"what somebody said last that it is about; null where nobody did"`
	Emotion    readEmotion    `json:"emotion"`
	Urgency    readUrgency    `json:"urgency"`
	Risks      []readRisk     `json:"risks" nullable:"false"`
	Personal   []privacy.Kind `json:"personal" nullable:"false" doc:"what kinds of personal data stand in it; never the data"`
	Complexity readComplexity `json:"complexity"`
	At         time.Time      `json:"at"`
}

type readTopic struct {
	ID    fact.TopicID     `json:"id"`
	P     float64          `json:"p" doc:"how likely it is that, 0 to 1"`
	Words []reading.Spoken `json:"words" nullable:"false" doc:"what spoke for it, strongest first"`
	Model string           `json:"model" doc:"the version that said so"`
}

type readEmotion struct {
	Label emotion.Label    `json:"label" enum:"calm,worried,angry,furious"`
	Score float64          `json:"score" minimum:"-1" maximum:"1"`
	Words []reading.Spoken `json:"words" nullable:"false"`
	Said  *said            `json:"said" doc:"null where nobody corrected it"`
}

// said is what a colleague said of a reading.
type said struct {
	Was string           `json:"was" doc:"what was there before; the same where they said that it is right"`
	Now string           `json:"now"`
	By  conversation.Ref `json:"by"`
	At  time.Time        `json:"at"`
}

func viewSaid(c *reading.Correction) *said {
	if c == nil {
		return nil
	}
	return &said{c.Was, c.Now, conversation.Ref{ID: string(c.By), Name: c.Name}, c.At}
}

type readUrgency struct {
	Value float64       `json:"value" minimum:"0" maximum:"1"`
	Terms []triage.Term `json:"terms" nullable:"false" doc:"each adds its weight to the logarithm of the odds"`
}

type readRisk struct {
	Kind   risk.Kind   `json:"kind" enum:"public_exposure,legal,account_theft,payment_loss,self_harm,violence,minors"`
	Reason risk.Reason `json:"reason" enum:"word,together,age"`
	Text   string      `json:"text" doc:"the words; empty where the message was erased"`
}

type readComplexity struct {
	Level  reading.Complexity `json:"level" enum:"simple,ordinary,long"`
	Causes []reading.Cause    `json:"causes" nullable:"false" doc:"codes with their figures: text, questions, topics, messages, files"`
}

func viewReading(x reading.Explained) readingView {
	v := readingView{
		Message: x.Message, Language: x.Language, At: x.At, About: x.About, TopicSaid: viewSaid(x.TopicSaid),
		Emotion:    readEmotion{x.Emotion, x.Score, all(x.EmotionWords), viewSaid(x.EmotionSaid)},
		Urgency:    readUrgency{x.Urgency, all(x.Evidence.Urgency)},
		Complexity: readComplexity{x.Complexity, all(x.Evidence.Complexity)},
		Risks:      []readRisk{}, Personal: []privacy.Kind{},
	}
	if x.Topic != "" {
		v.Topic = &readTopic{x.Topic, x.TopicP, all(x.TopicWords), x.Model}
	}
	for i, r := range x.Evidence.Risks {
		v.Risks = append(v.Risks, readRisk{r.Kind, r.Reason, x.RiskWords[i]})
	}
	for _, p := range x.Evidence.Personal {
		v.Personal = append(v.Personal, p.Kind)
	}
	return v
}

// all is a list that JSON shows as one even when it is empty.
func all[T any](list []T) []T { return append([]T{}, list...) }

func (e *Edge) getReading(ctx context.Context, who access.Actor, in *ConversationPath) (readingView, error) {
	x, err := e.Readings.Of(ctx, who, in.ID)
	if err != nil {
		return readingView{}, err
	}
	return viewReading(x), nil
}
