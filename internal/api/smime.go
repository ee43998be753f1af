package api

import (
	"context"
	"net/http"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/smime"
	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// MailArchive reads mails anew that came before.
type MailArchive interface {
	Reread(ctx context.Context, who access.Actor, message fact.MessageID) error
}

func (e *Edge) routeSMIME() {
	const tag = "Channels"
	handle(e, route{id: "list-smime-keys", method: http.MethodGet, path: "/v1/channels/{id}/smime-keys", summary: "The keys with which mail to a mailbox is opened (S/MIME)", tag: tag, needs: access.ChannelManage}, e.listSMIMEKeys)
	handle(e, route{id: "add-smime-key", method: http.MethodPost, path: "/v1/channels/{id}/smime-keys", summary: "Give a mailbox a key, out of a PKCS#12 or PEM file; it is never given out again", tag: tag, status: http.StatusCreated, needs: access.ChannelManage}, e.addSMIMEKey)
	handle(e, route{id: "drop-smime-key", method: http.MethodDelete, path: "/v1/channels/{id}/smime-keys/{key}", summary: "Forget a key; what was opened with it stays open", tag: tag, status: http.StatusNoContent, needs: access.ChannelManage}, e.dropSMIMEKey)
	handle(e, route{id: "list-mail-authorities", method: http.MethodGet, path: "/v1/mail-authorities", summary: "Whose word is believed about who signed a mail, beside the authorities that the machine knows", tag: tag, needs: access.ChannelManage}, e.listAuthorities)
	handle(e, route{id: "believe-mail-authority", method: http.MethodPost, path: "/v1/mail-authorities", summary: "Believe the holder of a certificate from now on", tag: tag, status: http.StatusCreated, needs: access.ChannelManage}, e.believeAuthority)
	handle(e, route{id: "drop-mail-authority", method: http.MethodDelete, path: "/v1/mail-authorities/{authority}", summary: "Believe them no longer", tag: tag, status: http.StatusNoContent, needs: access.ChannelManage}, e.dropAuthority)
	handle(e, route{id: "reread-message", method: http.MethodPost, path: "/v1/messages/{id}/reading", summary: "Read a mail anew from its raw form, with the keys and authorities that there are now", tag: "Messages", needs: access.ConversationReply}, e.rereadMessage)
}

func (e *Edge) listSMIMEKeys(ctx context.Context, who access.Actor, in *ChannelPath) (All[smime.MailKey], error) {
	list, err := e.Safe.List(ctx, who, in.ID)
	return whole(list), err
}

type smimeKeyAdding struct {
	ChannelPath
	Body struct {
		File       []byte `json:"file" maxLength:"350000" doc:"base64: PKCS#12 (.p12, .pfx), or PEM with a key and its certificate"`
		Passphrase string `json:"passphrase,omitempty" maxLength:"1000" doc:"of a PKCS#12 file"`
	}
}

func (e *Edge) addSMIMEKey(ctx context.Context, who access.Actor, in *smimeKeyAdding) (smime.MailKey, error) {
	return e.Safe.Add(ctx, who, in.ID, in.Body.File, in.Body.Passphrase)
}

type smimeKeyPath struct {
	ChannelPath
	Key fact.MailKeyID `path:"key"`
}

func (e *Edge) dropSMIMEKey(ctx context.Context, who access.Actor, in *smimeKeyPath) (nothing, error) {
	return nothing{}, e.Safe.Drop(ctx, who, in.ID, in.Key)
}

func (e *Edge) listAuthorities(ctx context.Context, who access.Actor, _ *struct{}) (All[smime.Authority], error) {
	list, err := e.Safe.Authorities(ctx, who)
	return whole(list), err
}

type believing struct {
	Body struct {
		File []byte `json:"file" maxLength:"350000" doc:"base64: one certificate, as PEM or DER (.pem, .crt, .cer)"`
	}
}

func (e *Edge) believeAuthority(ctx context.Context, who access.Actor, in *believing) (smime.Authority, error) {
	return e.Safe.Believe(ctx, who, in.Body.File)
}

type authorityPath struct {
	Authority fact.MailAuthorityID `path:"authority"`
}

func (e *Edge) dropAuthority(ctx context.Context, who access.Actor, in *authorityPath) (nothing, error) {
	return nothing{}, e.Safe.Disbelieve(ctx, who, in.Authority)
}

func (e *Edge) rereadMessage(ctx context.Context, who access.Actor, in *MessagePath) (conversation.Message, error) {
	if err := e.MailArchive.Reread(ctx, who, in.ID); err != nil {
		return conversation.Message{}, err
	}
	return e.message(ctx, in)
}
