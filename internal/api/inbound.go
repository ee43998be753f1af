package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/intake"
	"anlan/internal/kit/richtext"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
)

// MailReader turns a raw mail into what intake takes. Reading never fails: what
// cannot be understood comes back marked as unreadable.
type MailReader func(c intake.Channel, raw []byte) intake.Inbound

// maxMail bounds a raw mail in bytes; common providers take 25 MB, encoded a third more.
const maxMail = 50 << 20

func (e *Edge) routeInbound() {
	e.inbound(route{id: "bring-message", method: http.MethodPost, path: "/v1/inbound/{channel_key}", summary: "Bring a message in", tag: "Inbound", status: http.StatusAccepted, public: true, inbound: true, body: inlineBody})
	e.inboundMail(route{id: "bring-mail", method: http.MethodPost, path: "/v1/inbound/{channel_key}/email", summary: "Bring a raw e-mail in", tag: "Inbound", status: http.StatusAccepted, public: true, inbound: true, body: maxMail})
}

// Signature is how a system without a token proves itself (Standard Webhooks).
type Signature struct {
	Key       string `path:"channel_key"`
	ID        string `header:"webhook-id"`
	Timestamp string `header:"webhook-timestamp"`
	Signature string `header:"webhook-signature"`
}

// inboundMessage is a message from a company's own system.
type inboundMessage struct {
	ExternalID string `json:"external_id" minLength:"1" maxLength:"500" doc:"your name for the message; the same one again is the same message" example:"order-form-4711"`
	Sender     struct {
		ExternalID string `json:"external_id,omitempty" doc:"your id of the customer"`
		Name       string `json:"name,omitempty"`
		Email      string `json:"email,omitempty"`
		Phone      string `json:"phone,omitempty"`
		Locale     string `json:"locale,omitempty"`
		TimeZone   string `json:"time_zone,omitempty"`
	} `json:"sender,omitempty"`
	Subject     string         `json:"subject,omitempty"`
	Text        string         `json:"text,omitempty"`
	HTML        string         `json:"html,omitempty"`
	SentAt      *time.Time     `json:"sent_at,omitempty"`
	Thread      string         `json:"thread,omitempty" maxLength:"500" doc:"messages of one thread form one conversation"`
	Attributes  map[string]any `json:"attributes,omitempty" doc:"kept with the contact"`
	Attachments []struct {
		Name string `json:"name"`
		Type string `json:"type,omitempty"`
		Data []byte `json:"data" doc:"base64"`
	} `json:"attachments,omitempty" nullable:"false"`
}

type receiptAnswer struct {
	Status int
	Body   intake.Receipt
}

func (e *Edge) inbound(r route) {
	e.table = append(e.table, r)
	op := e.operation(r)
	op.Security = []map[string][]string{{"token": {}}, {"signature": {}}}
	op.Responses = e.receipts()
	huma.Register(e.api, op, func(ctx context.Context, in *struct {
		Signature
		RawBody []byte
		Body    inboundMessage
	},
	) (*receiptAnswer, error) {
		channel, err := e.admitted(ctx, in.Signature, in.RawBody, intake.API, intake.Webchat, intake.Email)
		if err != nil {
			return nil, e.problem(ctx, err)
		}
		clean(&in.Body)
		return e.received(ctx, in.Body.inbound(channel))
	})
}

func (e *Edge) inboundMail(r route) {
	e.table = append(e.table, r)
	op := e.operation(r)
	op.Security = []map[string][]string{{"token": {}}, {"signature": {}}}
	op.Responses = e.receipts()
	huma.Register(e.api, op, func(ctx context.Context, in *struct {
		Signature
		RawBody []byte `contentType:"message/rfc822"`
	},
	) (*receiptAnswer, error) {
		channel, err := e.admitted(ctx, in.Signature, in.RawBody, intake.Email)
		if err != nil {
			return nil, e.problem(ctx, err)
		}
		if len(in.RawBody) == 0 {
			return nil, e.problem(ctx, fault.New(fault.Invalid, "intake.empty"))
		}
		return e.received(ctx, e.ReadMail(channel, in.RawBody))
	})
}

func (e *Edge) receipts() map[string]*huma.Response {
	schema := e.api.OpenAPI().Components.Schemas.Schema(typeOf[intake.Receipt](), true, "Receipt")
	body := map[string]*huma.MediaType{"application/json": {Schema: schema}}
	return map[string]*huma.Response{
		"200": {Description: "The message had come before; these are its ids.", Content: body},
		"202": {Description: "The message is saved.", Content: body},
	}
}

func (e *Edge) received(ctx context.Context, in intake.Inbound) (*receiptAnswer, error) {
	receipt, err := e.Door.Accept(ctx, in)
	if err != nil {
		return nil, e.problem(ctx, err)
	}
	out := &receiptAnswer{Status: http.StatusAccepted, Body: receipt}
	if receipt.Duplicate {
		out.Status = http.StatusOK
	}
	return out, nil
}

// admitted lets in who carries a token for intake, or who signed the body with
// the channel's secret.
func (e *Edge) admitted(ctx context.Context, s Signature, body []byte, kinds ...string) (intake.Channel, error) {
	who := caller(ctx).who
	if who.ID == "" && s.Signature == "" {
		return intake.Channel{}, fault.New(fault.SignedOut, "intake.unsigned")
	}
	channel, err := e.Channels.ByKey(ctx, strings.ReplaceAll(s.Key, "\x00", ""))
	if err != nil {
		return channel, err
	}
	if who.ID != "" {
		err = who.Require(access.IntakeWrite)
	} else {
		err = signed(s, channel.Secret, body)
	}
	if err != nil {
		return channel, err
	}
	if channel.State != "active" {
		return channel, fault.New(fault.Conflict, "channel.closed", "channel", channel.Name)
	}
	for _, k := range kinds {
		if channel.Kind == k {
			return channel, nil
		}
	}
	return channel, fault.New(fault.Invalid, "channel.wrong_kind", "kind", channel.Kind)
}

func signed(s Signature, secret string, body []byte) error {
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return fmt.Errorf("read the channel's secret: %w", err)
	}
	head := http.Header{"Webhook-Id": {s.ID}, "Webhook-Timestamp": {s.Timestamp}, "Webhook-Signature": {s.Signature}}
	if err := hook.Verify(body, head); err != nil {
		return fault.New(fault.SignedOut, "intake.signature_wrong").Because(err)
	}
	return nil
}

func (m inboundMessage) inbound(channel intake.Channel) intake.Inbound {
	in := intake.Inbound{
		Channel: channel.ID, ExternalID: m.ExternalID, Subject: m.Subject, Text: m.Text, Thread: m.Thread,
		UploadedBy: "channel:" + string(channel.ID),
		Sender: contact.Sender{
			External: m.Sender.ExternalID, Name: m.Sender.Name, Email: m.Sender.Email, Phone: m.Sender.Phone,
			Locale: m.Sender.Locale, TimeZone: m.Sender.TimeZone, Attributes: m.Attributes,
			Vouched: true, // it comes from the company's own system, signed or with its token
		},
	}
	if m.HTML != "" {
		in.HTML = richtext.Sanitise(m.HTML)
		if in.Text == "" {
			in.Text = richtext.ToText(in.HTML)
		}
	}
	if m.SentAt != nil {
		in.SentAt = *m.SentAt
	}
	for _, a := range m.Attachments {
		in.Files = append(in.Files, intake.File{Name: a.Name, Type: a.Type, Data: a.Data})
	}
	return in
}
