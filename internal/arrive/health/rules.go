package health

import (
	"cmp"
	"slices"
	"time"

	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/smime"
	"anlan/internal/fact"
)

// Look is how often the channels are looked at.
const Look = 10 * time.Second

// How long something may be wrong before people are told. What nobody mends by
// waiting is told sooner; a server that is being restarted is nobody's business.
const (
	soon     = time.Minute
	patience = 2 * time.Minute
	settling = 15 * time.Minute // somebody is at the provider's page, or was called away
)

// waitsLong is how old the oldest reply that waits may be.
const waitsLong = time.Hour

// signs are what the parts of a channel know of themselves.
type signs struct {
	channel fact.ChannelID
	name    string
	kind    string
	closed  bool

	lastIn, lastOut int64

	fetches bool
	sends   bool
	box     boxRow
	delay   delayRow
	waiting waitingRow
	grant   grantRow
	missing int
	key     keyRow

	certificate certificateRow

	mailbox bool   // customers write to it by mail
	address string // its own
	signed  bool   // its replies are to be signed (S/MIME)
	signing smime.Signing

	sealedIn, sealedOut bool // its password cannot be opened

	answersBy fact.ChannelID // the mailbox by which a form is answered, or a chat goes on
	answers   bool           // it can
}

// judged is what is wrong with a channel, each part once.
func judged(s signs, now time.Time) (list []Trouble) {
	if s.closed {
		return nil
	}
	found := func(part Part, state State, code string, since time.Time, about map[string]any) {
		if about == nil {
			about = map[string]any{}
		}
		list = append(list, Trouble{Channel: s.channel, Part: part, State: state, Code: code, About: about, Since: since})
	}
	refused := s.grant.State == string(grant.Revoked)
	if refused {
		found(Grant, Broken, "mailbox."+s.grant.Reason, s.grantFailedSince(now), map[string]any{"said": s.grant.Said})
	}
	if s.sealedIn {
		found(In, Broken, "mailbox.sealed", now, nil)
	} else if s.fetches && s.box.FailingSince > 0 && !(refused && s.box.Reason == s.grant.Reason) {
		if since := instant(s.box.FailingSince); now.Sub(since) >= grace(s.box.Reason) {
			found(In, Broken, "mailbox."+s.box.Reason, since, map[string]any{"said": s.box.Said})
		}
	}
	if s.sealedOut {
		found(Out, Broken, "mailbox.sealed", now, nil)
	} else if s.delay.Since > 0 && !(refused && s.delay.Why == "mailbox."+s.grant.Reason) {
		if since := instant(s.delay.Since); now.Sub(since) >= soon {
			found(Out, Broken, cmp.Or(s.delay.Why, "smtp.refused"), since, map[string]any{"said": s.delay.Said})
		}
	} else if oldest := instant(s.waiting.Oldest); s.waiting.N > 0 && now.Sub(oldest) >= waitsLong {
		found(Waiting, Troubled, "trouble.waiting", oldest, map[string]any{"n": s.waiting.N})
	} else if s.mailbox && !s.sends {
		found(Out, Troubled, s.noWayOut(), now, nil)
	}
	if until := instant(s.grant.SecretUntil); s.grant.SecretUntil > 0 && until.Sub(now) <= grant.SecretSoon && !(refused && s.grant.Reason == "secret_over") {
		code, state := "trouble.secret_soon", Troubled
		if !now.Before(until) {
			code, state = "trouble.secret_over", Broken
		}
		found(Secret, state, code, until.Add(-grant.SecretSoon), map[string]any{"day": until.Format(time.DateOnly)})
	}
	if s.fetches && s.missing > 0 {
		found(Missing, Troubled, "trouble.not_in", now, map[string]any{"n": s.missing})
	}
	if s.key.Signs && (s.key.Found == "missing" || s.key.Found == "other") {
		found(Signing, Troubled, "trouble.signing", instant(s.key.CheckedAt), map[string]any{"domain": s.key.Domain})
	}
	if code, until := s.certificateTrouble(now); code != "" {
		since, about := now, map[string]any{"address": s.address}
		if !until.IsZero() {
			since, about = until.Add(-smime.Soon), map[string]any{"day": until.Format(time.DateOnly)}
		}
		found(Certificate, Troubled, code, since, about)
	}
	if s.answersBy != "" && !s.answers {
		found(Answering, Broken, "trouble.answering", now, nil)
	}
	return list
}

// noWayOut is what a mailbox lacks that cannot send.
func (s signs) noWayOut() string {
	if s.address == "" {
		return "trouble.no_address"
	}
	return "trouble.no_way_out"
}

// certificateTrouble is what is wrong with the keys of a mailbox (S/MIME): with the one
// that signs, where its replies are to be signed, else with the one by which customers
// encrypt. until is the day that it is about.
func (s signs) certificateTrouble(now time.Time) (code string, until time.Time) {
	if s.signed {
		switch s.signing.State {
		case smime.SignsNone:
			return "trouble.signer_none", until
		case smime.SignsUnusable:
			return "trouble.signer_unusable", until
		case smime.SignsOver:
			return "trouble.signer_over", s.signing.Until
		}
		if s.signing.Until.Sub(now) <= smime.Soon {
			return "trouble.signer_soon", s.signing.Until
		}
	}
	until = instant(s.certificate.Until)
	switch {
	case s.certificate.Until == 0 || until.Sub(now) > smime.Soon:
		return "", until
	case now.Before(until):
		return "trouble.certificate_soon", until
	}
	return "trouble.certificate_over", until
}

func (s signs) grantFailedSince(now time.Time) time.Time {
	if s.box.FailingSince > 0 {
		return instant(s.box.FailingSince)
	}
	return now
}

// grace is how long a reason may stand in the way of fetching untold.
func grace(reason string) time.Duration {
	switch reason {
	case "grant_missing":
		return settling
	case "unreachable", "host_unknown", "port_closed", "port_blocked", "hung_up", "silent", "fetch", "list", "grant_away", "too_often":
		return patience
	}
	return soon
}

// worst is how a channel is that has these troubles.
func worst(list []Trouble) State {
	state := Well
	for _, t := range list {
		if t.State == Broken {
			return Broken
		}
		state = Troubled
	}
	return state
}

// inOrder puts the worst first, and of these the oldest.
func inOrder(list []Trouble) {
	slices.SortStableFunc(list, func(a, b Trouble) int {
		if a.State != b.State {
			return cmp.Compare(a.State, b.State) // broken comes before troubled
		}
		return a.Since.Compare(b.Since)
	})
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func millis(at *time.Time) int64 {
	if at == nil {
		return 0
	}
	return at.UnixMilli()
}

func shown(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	return new(instant(ms))
}
