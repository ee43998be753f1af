package api

import (
	"context"
	"encoding/json"
	"net/http"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/resolve/acknowledgement"
)

func (e *Edge) routeChannels() {
	const tag = "Channels"
	handle(e, route{id: "list-channels", method: http.MethodGet, path: "/v1/channels", summary: "List channels", tag: tag, needs: access.ChannelView, clear: true}, e.listChannels)
	handle(e, route{id: "add-channel", method: http.MethodPost, path: "/v1/channels", summary: "Open a channel", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ChannelManage, clear: true}, e.addChannel)
	handle(e, route{id: "get-channel", method: http.MethodGet, path: "/v1/channels/{id}", summary: "Show a channel", tag: tag, needs: access.ChannelView, clear: true}, e.getChannel)
	handle(e, route{id: "change-channel", method: http.MethodPatch, path: "/v1/channels/{id}", summary: "Change a channel", tag: tag, needs: access.ChannelManage, clear: true}, e.changeChannel)
	handle(e, route{id: "close-channel", method: http.MethodDelete, path: "/v1/channels/{id}", summary: "Close a channel; its conversations stay", tag: tag, status: http.StatusNoContent, needs: access.ChannelManage}, e.closeChannel)
	handle(e, route{id: "preview-auto-reply", method: http.MethodPost, path: "/v1/channels/{id}/auto-reply/preview", summary: "What a customer would get as an automatic reply, and what its expectation rests on", tag: tag, needs: access.ChannelManage, clear: true}, e.previewAutoReply)
	handle(e, route{id: "rotate-channel-secret", method: http.MethodPost, path: "/v1/channels/{id}/secret", summary: "Give it a new signing secret", tag: tag, needs: access.ChannelManage}, e.rotateChannel)
}

type newChannel struct {
	Body struct {
		Kind     string          `json:"kind" enum:"webchat,email,api,form"`
		Name     string          `json:"name"`
		Settings json.RawMessage `json:"settings,omitempty" doc:"depends on the kind"`
	}
}

func (e *Edge) addChannel(ctx context.Context, who access.Actor, in *newChannel) (intake.Channel, error) {
	return e.Channels.Add(ctx, who, in.Body.Kind, in.Body.Name, in.Body.Settings)
}

type ChannelPath struct {
	ID fact.ChannelID `path:"id"`
}

func (e *Edge) getChannel(ctx context.Context, who access.Actor, in *ChannelPath) (intake.Channel, error) {
	return e.Channels.Get(ctx, who, in.ID)
}

type channelEdit struct {
	ChannelPath
	Body struct {
		Name     *string         `json:"name,omitempty"`
		State    *string         `json:"state,omitempty" enum:"active,closed"`
		Settings json.RawMessage `json:"settings,omitempty" doc:"keys that are given replace, others stay"`
		Version  int             `json:"version,omitempty"`
	}
}

func (e *Edge) changeChannel(ctx context.Context, who access.Actor, in *channelEdit) (intake.Channel, error) {
	b := in.Body
	return e.Channels.Change(ctx, who, in.ID, intake.ChannelEdit{Name: b.Name, State: b.State, Settings: b.Settings, Version: b.Version})
}

func (e *Edge) closeChannel(ctx context.Context, who access.Actor, in *ChannelPath) (nothing, error) {
	_, err := e.Channels.Change(ctx, who, in.ID, intake.ChannelEdit{State: new("closed")})
	return nothing{}, err
}

func (e *Edge) rotateChannel(ctx context.Context, who access.Actor, in *ChannelPath) (intake.Channel, error) {
	return e.Channels.Rotate(ctx, who, in.ID)
}

type autoReplyDraft struct {
	ChannelPath
	Body struct {
		Language string            `json:"language" enum:"zh-CN,en"`
		Text     intake.ByLanguage `json:"text,omitempty" doc:"a wording that need not be saved yet; empty is ours"`
	}
}

func (e *Edge) previewAutoReply(ctx context.Context, who access.Actor, in *autoReplyDraft) (acknowledgement.Preview, error) {
	return e.Acknowledgements.Preview(ctx, who, in.ID, in.Body.Language, in.Body.Text)
}
