package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// Bounds of what comes in, in bytes. They are wide: what is over them is refused
// by name, and not cut, unless it is kept in its raw form as well.
const (
	maxText     = 1 << 20
	maxHTML     = 4 << 20
	maxName     = 500 // of an external id
	maxIndexed  = 500 // of what an index of PostgreSQL has to hold
	maxClientID = 100
)

// checked refuses what cannot be taken in. A message whose raw form is kept is
// never refused for what is in it: nobody is there who could send it better.
func checked(in Inbound) (Inbound, error) {
	wrongTime := !in.SentAt.IsZero() && in.SentAt.Before(time.UnixMilli(0))
	if in.Raw != nil {
		in.Text, in.ReplyText = plain.Upto(in.Text, maxText), plain.Upto(in.ReplyText, maxText)
		if len(in.HTML) > maxHTML {
			in.HTML = ""
		}
		if wrongTime {
			in.SentAt, wrongTime = time.Time{}, false
		}
	}
	switch {
	case in.Channel == "":
		return in, fault.New(fault.Missing, "channel.missing")
	case in.ExternalID == "":
		return in, fault.New(fault.Invalid, "intake.external_id_missing").At("external_id")
	case len(in.ExternalID) > maxName:
		return in, fault.New(fault.Invalid, "intake.external_id_too_long", "limit", maxName).At("external_id")
	case len(in.ClientID) > maxClientID:
		return in, fault.New(fault.Invalid, "message.client_id_too_long", "limit", maxClientID).At("client_id")
	case len(in.Text) > maxText || len(in.ReplyText) > maxText:
		return in, fault.New(fault.TooLarge, "intake.text_too_long", "limit", maxText).At("text")
	case len(in.HTML) > maxHTML:
		return in, fault.New(fault.TooLarge, "intake.html_too_long", "limit", maxHTML).At("html")
	case wrongTime:
		return in, fault.New(fault.Invalid, "intake.sent_at_wrong").At("sent_at")
	}
	return in, nil
}

// tidied makes a message safe to keep on either database.
func tidied(in Inbound) Inbound {
	for _, field := range []*string{&in.ExternalID, &in.Subject, &in.Text, &in.HTML, &in.ReplyText, &in.ClientID, &in.Thread, &in.Ref} {
		*field = plain.Text(*field)
	}
	in.Thread, in.Ref, in.Refs = short(in.Thread), short(in.Ref), slices.Clone(in.Refs)
	for i := range in.Refs {
		in.Refs[i] = short(plain.Text(in.Refs[i]))
	}
	in.Headers, in.Copied = maps.Clone(in.Headers), slices.Clone(in.Copied)
	for i, p := range in.Copied {
		in.Copied[i] = conversation.Person{Address: plain.Text(p.Address), Name: plain.Text(p.Name)}
	}
	for k, v := range in.Headers {
		in.Headers[k] = plain.Text(v)
	}
	return in
}

// short keeps a name as it is, or its digest where it is too long for an index.
func short(name string) string {
	if len(name) <= maxIndexed {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return "sha256:" + hex.EncodeToString(sum[:])
}
