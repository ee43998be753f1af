package api

import (
	"context"
	"net/http"
	"strconv"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// Collector gets into mailboxes when somebody asks.
type Collector interface {
	Try(ctx context.Context, who access.Actor, channel fact.ChannelID) (mailbox.Standing, error)
	Reconcile(ctx context.Context, who access.Actor, channel fact.ChannelID) (mailbox.Reconciliation, error)
}

func (e *Edge) routeMailboxes() {
	const tag = "Mailboxes"
	handle(e, route{id: "get-mailbox", method: http.MethodGet, path: "/v1/channels/{id}/mailbox", summary: "How the fetching of a channel's mailbox stands", tag: tag, needs: access.ChannelView}, e.getMailbox)
	handle(e, route{id: "check-mailbox", method: http.MethodPost, path: "/v1/channels/{id}/mailbox/check", summary: "Get into the mailbox now, or say why not", tag: tag, needs: access.ChannelManage}, e.checkMailbox)
	handle(e, route{id: "list-mailbox-mails", method: http.MethodGet, path: "/v1/channels/{id}/mailbox/mails", summary: "Mails by what became of them, the newest first", tag: tag, needs: access.ChannelManage}, e.listMailboxMails)
	handle(e, route{id: "list-reconciliations", method: http.MethodGet, path: "/v1/channels/{id}/mailbox/reconciliations", summary: "Comparisons of the mailbox with what came in, the newest first", tag: tag, needs: access.ChannelView}, e.listReconciliations)
	handle(e, route{id: "reconcile-mailbox", method: http.MethodPost, path: "/v1/channels/{id}/mailbox/reconciliations", summary: "Compare the mailbox with what came in now", tag: tag, status: http.StatusCreated, repeats: true, needs: access.ChannelManage}, e.reconcileMailbox)
}

func (e *Edge) getMailbox(ctx context.Context, who access.Actor, in *ChannelPath) (mailbox.Health, error) {
	return e.Mailboxes.Health(ctx, who, in.ID)
}

type mailboxChecked struct {
	Mails uint32 `json:"mails" doc:"how many lie in the folder"`
}

func (e *Edge) checkMailbox(ctx context.Context, who access.Actor, in *ChannelPath) (mailboxChecked, error) {
	s, err := e.Collector.Try(ctx, who, in.ID)
	return mailboxChecked{s.Mails}, err
}

type mailboxMails struct {
	ChannelPath
	Paging
	Outcome mailbox.Outcome `query:"outcome" enum:"conversation,duplicate,automatic,bounce,unreadable,deleted" default:"conversation"`
}

func (e *Edge) listMailboxMails(ctx context.Context, who access.Actor, in *mailboxMails) (Page[mailbox.Line], error) {
	var after *mailbox.Page
	if at, id, err := placed(in.After); err != nil {
		return Page[mailbox.Line]{}, err
	} else if id != "" {
		uid, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return Page[mailbox.Line]{}, fault.New(fault.Invalid, "request.after_wrong").At("after")
		}
		after = &mailbox.Page{At: at, UID: uid}
	}
	lines, next, err := e.Mailboxes.List(ctx, who, in.ID, in.Outcome, after, in.Limit)
	if next == nil {
		return paged(lines, ""), err
	}
	return paged(lines, place(next.At, strconv.FormatInt(next.UID, 10))), err
}

func (e *Edge) listReconciliations(ctx context.Context, who access.Actor, in *ChannelPath) (All[mailbox.Reconciliation], error) {
	list, err := e.Mailboxes.Reconciliations(ctx, who, in.ID, 100)
	return whole(list), err
}

func (e *Edge) reconcileMailbox(ctx context.Context, who access.Actor, in *ChannelPath) (mailbox.Reconciliation, error) {
	return e.Collector.Reconcile(ctx, who, in.ID)
}
