package email

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/wneessen/go-mail"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/resolve/check"
	sentences "anlan/internal/words"
)

// Codes sends the codes by which customers show who they are. A mail that may have left
// already is sent again with the same code and the same name, so that a second one
// does no harm, and nothing that counts for a few minutes is lost.
type Codes struct {
	post   *Post
	porter *check.Porter
	log    *slog.Logger
}

// NewCodes opens it.
func NewCodes(p *Post, porter *check.Porter, log *slog.Logger) *Codes {
	return &Codes{post: p, porter: porter, log: log}
}

// Send lets a code leave, by the first mailbox that works.
func (c *Codes) Send(ctx context.Context, s check.Sending) error {
	l, ok, err := c.porter.Load(ctx, s.Check)
	if err != nil || !ok {
		return err
	}
	if len(l.Ways) == 0 {
		return errors.New("no mailbox of ours can send now") // one may be well again while the code counts
	}
	var failed []error
	never := 0
	for _, way := range l.Ways {
		err := c.by(ctx, way, l)
		if err == nil {
			return c.porter.Left(ctx, l.Check, way.ID)
		}
		var hopeless *hopeless
		var said *stopped
		if errors.As(err, &hopeless) || errors.As(err, &said) && said.forGood() {
			never++
		}
		c.log.Warn("a code could not be mailed this way; trying the next", "channel", way.ID, "err", err)
		failed = append(failed, err)
	}
	if never == len(l.Ways) {
		return c.porter.Unsend(ctx, l.Check, check.Rejected)
	}
	return errors.Join(failed...)
}

// GiveUp is what happens when no way has worked.
func (c *Codes) GiveUp(ctx context.Context, s check.Sending, _ error) error {
	return c.porter.Unsend(ctx, s.Check, check.TooLate)
}

func (c *Codes) by(ctx context.Context, way intake.Channel, l check.Letter) error {
	settings, err := c.post.letIn(ctx, way)
	if err != nil {
		return err
	}
	out, err := writeCode(settings, way, l)
	if err != nil {
		return err
	}
	return c.post.hand(ctx, way, settings, out, func() error {
		if l.Thread == "" { // an answer begins a conversation: whoever writes in a chat shall not read it
			return nil
		}
		return c.post.db.Write(ctx, func(tx *db.Tx) error {
			return intake.RefTx(ctx, tx, way.ID, l.Thread, "", out.messageID)
		})
	})
}

func writeCode(s intake.EmailSettings, way intake.Channel, l check.Letter) (letter, error) {
	out := letter{Msg: mail.NewMsg(), messageID: codeID(l.Check, s.Address), from: s.Address, to: l.To}
	if err := out.FromFormat(s.FromName, s.Address); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "own_address", Address: s.Address}}
	}
	if err := out.AddTo(l.To); err != nil {
		return letter{}, &hopeless{conversation.Failure{Reason: "address_wrong", Address: l.To}}
	}
	house := s.FromName
	if house == "" {
		house = way.Name
	}
	values := map[string]any{"house": house, "number": l.Number, "minutes": l.Minutes, "code": l.Code, "address": s.Address}
	say := func(key string) string { return sentences.Page(l.Language, key, values) }
	tell := "identity_check.mail.tell_chat"
	if l.Thread != "" {
		tell = "identity_check.mail.tell_mail"
	}
	out.Subject(say("identity_check.mail.subject"))
	out.SetDateWithValue(l.At)
	out.SetMessageIDWithValue(out.messageID)
	automatic(out.Msg)
	out.SetBodyString(mail.TypeTextPlain, strings.Join([]string{
		say("identity_check.mail.opening"), say("identity_check.mail.code"), say(tell), say("identity_check.mail.never"), say("identity_check.mail.stranger"),
	}, "\n\n")+"\n")
	return out, nil
}

// codeID is the Message-ID of such a mail: always the same for the same code.
func codeID(k fact.CheckID, address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return fmt.Sprintf("check.%s@%s", k, domain)
}
