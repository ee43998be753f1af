package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"anlan/internal/arrive/mailbox"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/words"
)

// Collector gets into mailboxes when somebody asks.
type Collector interface {
	Try(ctx context.Context, who access.Actor, channel fact.ChannelID) (mailbox.Standing, error)
	Reconcile(ctx context.Context, who access.Actor, channel fact.ChannelID) (mailbox.Reconciliation, error)
	Recognise(ctx context.Context, who access.Actor, address string) (mailbox.Recognised, error)
	Trial(ctx context.Context, who access.Actor, settings json.RawMessage) (in, out mailbox.Verdict, err error)
}

func (e *Edge) routeMailboxes() {
	const tag = "Mailboxes"
	handle(e, route{id: "list-mail-providers", method: http.MethodGet, path: "/v1/mail-providers", summary: "The servers of providers that many use, or of who keeps an address", tag: tag, needs: access.ChannelManage}, e.listMailProviders)
	handle(e, route{id: "try-mailbox", method: http.MethodPost, path: "/v1/mailbox-trials", summary: "Try a mailbox that is no channel yet, in and out; sends nothing and keeps nothing", tag: tag, needs: access.ChannelManage}, e.tryMailbox)
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

type providerQuery struct {
	Address string `query:"address" maxLength:"320" doc:"only who keeps this address, recognised by its domain, else by the servers that take its mail, else guessed"`
}

// MailProvider is how a provider's mailboxes are entered.
type MailProvider struct {
	Key   string         `json:"key" doc:"names the provider; empty where it is a guess"`
	By    string         `json:"by" enum:"list,domain,mx,guess" doc:"how it was recognised"`
	IMAP  mailbox.Server `json:"imap"`
	SMTP  mailbox.Server `json:"smtp"`
	Entry mailbox.Entry  `json:"entry" enum:"password,app_password,auth_code,oauth" doc:"what it wants in place of a person's password"`
	OAuth string         `json:"oauth" enum:",google,microsoft" doc:"by which grant it can be entered as well"`
}

func viewProvider(p mailbox.Provider, by string) MailProvider {
	return MailProvider{p.Key, by, p.IMAP, p.SMTP, p.Entry, p.OAuth}
}

func (e *Edge) listMailProviders(ctx context.Context, who access.Actor, in *providerQuery) (All[MailProvider], error) {
	if in.Address != "" {
		found, err := e.Collector.Recognise(ctx, who, in.Address)
		return whole([]MailProvider{viewProvider(found.Provider, found.By)}), err
	}
	var list []MailProvider
	for _, p := range mailbox.Providers() {
		list = append(list, viewProvider(p, "list"))
	}
	return whole(list), nil
}

type mailboxTrial struct {
	Body struct {
		Settings json.RawMessage `json:"settings" doc:"as those of an e-mail channel: address, imap, smtp"`
	}
}

// MailVerdict is what came of trying one side of a mailbox.
type MailVerdict struct {
	State string `json:"state" enum:"ok,failed,skipped" doc:"skipped: no server was named"`
	Code  string `json:"code" doc:"why it failed, as a code that does not change"`
	Means string `json:"means" doc:"what to change, in the asker's language"`
	Mails uint32 `json:"mails" doc:"how many lie in the folder"`
}

type mailboxTried struct {
	In  MailVerdict `json:"in"`
	Out MailVerdict `json:"out"`
}

func (e *Edge) tryMailbox(ctx context.Context, who access.Actor, in *mailboxTrial) (mailboxTried, error) {
	inbound, outbound, err := e.Collector.Trial(ctx, who, in.Body.Settings)
	language := caller(ctx).language
	return mailboxTried{viewVerdict(language, inbound), viewVerdict(language, outbound)}, err
}

func viewVerdict(language string, v mailbox.Verdict) MailVerdict {
	switch {
	case !v.Tried:
		return MailVerdict{State: "skipped"}
	case v.Fault != nil:
		return MailVerdict{State: "failed", Code: v.Fault.Code, Means: words.Text(language, v.Fault.Code, v.Fault.Values)}
	}
	return MailVerdict{State: "ok", Mails: v.Mails}
}
