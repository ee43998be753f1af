package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/words"
)

func (e *Edge) routeHealth() {
	const tag = "Channels"
	handle(e, route{id: "list-channel-health", method: http.MethodGet, path: "/v1/channel-health", summary: "How all channels are, and what is to be done", tag: tag, needs: access.ChannelView}, e.listHealth)
	handle(e, route{id: "get-channel-health", method: http.MethodGet, path: "/v1/channels/{id}/health", summary: "How a channel is, and how it was", tag: tag, needs: access.ChannelView}, e.getHealth)
}

// HealthTrouble is a trouble with its words.
type HealthTrouble struct {
	health.Trouble
	Means string `json:"means" doc:"what happened and what to do, in the asker's language"`
}

func worded(language string, troubles []health.Trouble) []HealthTrouble {
	list := make([]HealthTrouble, len(troubles))
	for i, t := range troubles {
		list[i] = HealthTrouble{t, words.Text(language, t.Code, t.About)}
	}
	return list
}

// ChannelHealth is how one channel is.
type ChannelHealth struct {
	health.Health
	Troubles []HealthTrouble `json:"troubles" nullable:"false" doc:"what is wrong now, the worst first"`
}

func viewHealth(language string, h health.Health) ChannelHealth {
	return ChannelHealth{h, worded(language, h.Troubles)}
}

func (e *Edge) listHealth(ctx context.Context, who access.Actor, _ *struct{}) (All[ChannelHealth], error) {
	found, err := e.Ward.List(ctx, who)
	list := make([]ChannelHealth, len(found))
	for i, h := range found {
		list[i] = viewHealth(caller(ctx).language, h)
	}
	return whole(list), err
}

// HealthCard is how a channel is, and how it was.
type HealthCard struct {
	ChannelHealth
	Past []HealthTrouble `json:"past" nullable:"false" doc:"the newest troubles that are over"`
	Told []health.Told   `json:"told" nullable:"false" doc:"who was told by mail of what is wrong now"`
}

// pastShown is how many troubles that are over a channel shows.
const pastShown = 20

func (e *Edge) getHealth(ctx context.Context, who access.Actor, in *ChannelPath) (card HealthCard, err error) {
	h, err := e.Ward.Get(ctx, who, in.ID)
	if err != nil {
		return card, err
	}
	past, err := e.Ward.Past(ctx, who, in.ID, pastShown)
	if err != nil {
		return card, err
	}
	told, err := e.Ward.Told(ctx, in.ID)
	language := caller(ctx).language
	return HealthCard{viewHealth(language, h), worded(language, past), append([]health.Told{}, told...)}, err
}

// ChannelListed is a channel in the list of them.
type ChannelListed struct {
	intake.Channel
	Health health.State `json:"health" enum:"ok,troubled,broken,closed"`
}

func (e *Edge) listChannels(ctx context.Context, who access.Actor, _ *struct{}) (All[ChannelListed], error) {
	channels, err := e.Channels.List(ctx, who)
	if err != nil {
		return All[ChannelListed]{}, err
	}
	found, err := e.Ward.List(ctx, who)
	states := map[fact.ChannelID]health.State{}
	for _, h := range found {
		states[h.Channel] = h.State
	}
	list := make([]ChannelListed, len(channels))
	for i, c := range channels {
		list[i] = ChannelListed{c, states[c.ID]}
	}
	return whole(list), err
}
