package api

import (
	"context"
	"net/http"
	"time"

	"anlan/internal/people/access"
	"anlan/internal/understand/school"
)

func (e *Edge) routeTopicModel() {
	const tag = "Understanding"
	handle(e, route{id: "get-topic-model", method: http.MethodGet, path: "/v1/topic-model", summary: "What was learned of topics from what people said", tag: tag, needs: access.ConversationView}, e.getTopicModel)
	handle(e, route{id: "train-topic-model", method: http.MethodPost, path: "/v1/topic-model/training", summary: "Learn now, in the background", tag: tag, status: http.StatusAccepted, needs: access.TeamManage}, e.trainTopicModel)
}

type topicModelView struct {
	Lessons     []lessonView `json:"lessons" nullable:"false" doc:"the newest first"`
	Examples    int          `json:"examples" doc:"messages of which somebody said what they are about"`
	LeastTexts  int          `json:"least_texts" doc:"how many different texts a topic needs to be learned"`
	LeastTopics int          `json:"least_topics" doc:"how many such topics there must be"`
	Can         changeCan    `json:"can"`
}

type lessonView struct {
	State    school.State `json:"state" enum:"active,replaced,worse,too_few"`
	Version  string       `json:"version"`
	Texts    int          `json:"texts" doc:"different texts that it was learned from"`
	Topics   int          `json:"topics"`
	Right    float64      `json:"right" doc:"share of texts that it had not seen and got right (cross-validation)"`
	Answered float64      `json:"answered" doc:"the same, unknown being a wrong answer"`
	At       time.Time    `json:"at"`
}

func (e *Edge) getTopicModel(ctx context.Context, who access.Actor, _ *struct{}) (topicModelView, error) {
	lessons, examples, err := e.School.Lessons(ctx, who)
	v := topicModelView{Lessons: []lessonView{}, Examples: examples, LeastTexts: school.LeastTexts, LeastTopics: school.LeastTopics, Can: changeCan{school.CanTeach(who)}}
	for _, l := range lessons {
		v.Lessons = append(v.Lessons, lessonView{l.State, l.Version, l.Texts, l.Topics, l.Right, l.Answered, l.At})
	}
	return v, err
}

func (e *Edge) trainTopicModel(ctx context.Context, who access.Actor, _ *struct{}) (topicModelView, error) {
	if err := e.School.Teach(ctx, who); err != nil {
		return topicModelView{}, err
	}
	return e.getTopicModel(ctx, who, nil)
}
