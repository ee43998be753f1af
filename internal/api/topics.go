package api

import (
	"context"
	"net/http"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/tree"
)

func (e *Edge) routeTopics() {
	const tag = "Understanding"
	handle(e, route{id: "list-topics", method: http.MethodGet, path: "/v1/topics", summary: "What customers write about, as the house sorts it: each topic before what stands under it", tag: tag, needs: access.ConversationView, clear: true}, e.listTopics)
	handle(e, route{id: "add-topic", method: http.MethodPost, path: "/v1/topics", summary: "Draw a topic into the tree", tag: tag, status: http.StatusCreated, repeats: true, needs: access.TeamManage, clear: true}, e.addTopic)
	handle(e, route{id: "change-topic", method: http.MethodPatch, path: "/v1/topics/{id}", summary: "Change a topic, move it, or put it out of use", tag: tag, needs: access.TeamManage, clear: true}, e.changeTopic)
}

// topicView is a topic with how it does.
type topicView struct {
	ID          fact.TopicID `json:"id"`
	Parent      fact.TopicID `json:"parent_id" doc:"empty: it stands at the root"`
	NameZH      string       `json:"name_zh"`
	NameEN      string       `json:"name_en"`
	Description string       `json:"description"`
	Words       []string     `json:"words" nullable:"false" doc:"what speaks for it before anything was learned; a star at the end stands for any ending"`
	Team        fact.TeamID  `json:"team_id" doc:"empty: of all teams"`
	Archived    bool         `json:"archived"`
	Version     int          `json:"version"`
	Examples    int          `json:"examples" doc:"messages of which somebody said that they are about it"`
	Right       int          `json:"right" doc:"answers that somebody confirmed"`
	Wrong       int          `json:"wrong" doc:"answers that somebody corrected"`
	Can         changeCan    `json:"can"`
}

func viewTopic(who access.Actor, t tree.Topic, s reading.Standing) topicView {
	return topicView{t.ID, t.Parent, t.NameZH, t.NameEN, t.Description, all(t.Words), t.Team, t.Archived, t.Version, s.Examples, s.Right, s.Wrong, changeCan{tree.CanChange(who)}}
}

func (e *Edge) listTopics(ctx context.Context, who access.Actor, _ *struct{}) (All[topicView], error) {
	topics, err := e.Topics.List(ctx, who)
	if err != nil {
		return All[topicView]{}, err
	}
	standings, err := e.Readings.Standings(ctx)
	list := make([]topicView, len(topics))
	for i, t := range topics {
		list[i] = viewTopic(who, t, standings[t.ID])
	}
	return whole(list), err
}

// topicBody is what may be said of a topic.
type topicBody struct {
	Parent      *fact.TopicID `json:"parent_id,omitempty"`
	NameZH      *string       `json:"name_zh,omitempty"`
	NameEN      *string       `json:"name_en,omitempty"`
	Description *string       `json:"description,omitempty"`
	Words       *[]string     `json:"words,omitempty" nullable:"false"`
	Team        *fact.TeamID  `json:"team_id,omitempty"`
	Archived    *bool         `json:"archived,omitempty"`
	Version     int           `json:"version,omitempty" doc:"the version that was edited; another one is a conflict"`
}

func (b topicBody) edit() tree.Edit {
	return tree.Edit{Parent: b.Parent, NameZH: b.NameZH, NameEN: b.NameEN, Description: b.Description, Words: b.Words, Team: b.Team, Archived: b.Archived, Version: b.Version}
}

type newTopic struct {
	Body topicBody
}

func (e *Edge) addTopic(ctx context.Context, who access.Actor, in *newTopic) (topicView, error) {
	t, err := e.Topics.Add(ctx, who, in.Body.edit())
	return viewTopic(who, t, reading.Standing{}), err
}

type topicEdit struct {
	ID   fact.TopicID `path:"id"`
	Body topicBody
}

func (e *Edge) changeTopic(ctx context.Context, who access.Actor, in *topicEdit) (topicView, error) {
	t, err := e.Topics.Change(ctx, who, in.ID, in.Body.edit())
	if err != nil {
		return topicView{}, err
	}
	standings, err := e.Readings.Standings(ctx)
	return viewTopic(who, t, standings[t.ID]), err
}
