package notification

import (
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// kept is how long notifications are kept.
const kept = 30 * 24 * time.Hour

// ttl is how long a push is worth anything. A push service keeps it so long.
const ttl = 4 * time.Hour

// trialTTL is how long a push service keeps one that somebody tries and looks for.
const trialTTL = 5 * time.Minute

// patience is how long a push waits for its reader to see it in the page first.
const patience = 3 * time.Second

// act is one step that a fact leads to: somebody is told, or has seen it.
type act struct {
	seen         bool
	staff        fact.StaffID
	kind         Kind
	conversation fact.ConversationID
	message      fact.MessageID
	trouble      fact.TroubleID
	queue        fact.QueueID
	about        string // JSON: how the queue stood
	by           fact.StaffID
	cursor       int64
	at           time.Time
}

// around is what has to be known about the objects of facts.
type around struct {
	assignee map[fact.ConversationID]fact.StaffID
	writer   map[fact.MessageID]fact.StaffID
	unseen   map[string]bool                                // place(staff, conversation)
	managers []fact.StaffID                                 // who may manage channels
	leads    func(fact.QueueID, fact.TeamID) []fact.StaffID // who sees to a queue, and to the team that helps
}

func place(staff fact.StaffID, c fact.ConversationID) string { return string(staff) + " " + string(c) }

// concern is what a fact says of those that may concern somebody.
type concern struct {
	Conversation fact.ConversationID `json:"conversation"`
	Message      fact.MessageID      `json:"message"`
	Staff        []fact.StaffID      `json:"staff"`
	Assignee     fact.StaffID        `json:"assignee"`
	Was          fact.StaffID        `json:"was"`
	Because      string              `json:"because"`
	State        string              `json:"state"`
	Automatic    bool                `json:"automatic"`
	Trouble      fact.TroubleID      `json:"trouble"`
	Changed      bool                `json:"changed"`
	Queue        fact.QueueID        `json:"queue"`
	On           bool                `json:"on"`
	Waiting      int                 `json:"waiting"`
	Oldest       int64               `json:"oldest_seconds"`
	Expected     int64               `json:"expected_seconds"`
	Helps        fact.TeamID         `json:"helps"`
	To           fact.StaffID        `json:"to"`
	Whom         fact.StaffID        `json:"whom"`
	By           fact.StaffID        `json:"by"`
}

// concerns says whether a fact may lead to anything, and what it says.
func concerns(f db.Recorded) (c concern, may bool, err error) {
	switch f.Name {
	case fact.StaffMentioned{}.Name(), fact.ConversationAssigned{}.Name(), fact.MessageArrived{}.Name(),
		fact.ConversationReopened{}.Name(), fact.MessageDeliveryChanged{}.Name(), fact.MessageReadByStaff{}.Name(),
		fact.ChannelTroubled{}.Name(), fact.ChannelRecovered{}.Name(), fact.OverflowSwitched{}.Name(), fact.RiskRaised{}.Name(),
		fact.HelpAsked{}.Name(), fact.CompanionJoined{}.Name(), fact.MessageWhispered{}.Name():
	default:
		return c, false, nil
	}
	if err := json.Unmarshal(f.Data, &c); err != nil {
		return c, false, fmt.Errorf("read the fact %d: %w", f.Cursor, err)
	}
	switch f.Name {
	case fact.ConversationAssigned{}.Name():
		may = c.Assignee != "" && c.Assignee != c.By && c.Assignee != c.Was || c.Because == fact.BecauseAbsent
	case fact.ConversationReopened{}.Name():
		may = c.Because == "snooze_over"
	case fact.MessageDeliveryChanged{}.Name():
		may = c.State == "failed" || c.State == "bounced" || c.State == "unknown"
	case fact.MessageArrived{}.Name():
		may = !c.Automatic // out of the office for two weeks is no reason to ring somebody up
	case fact.ChannelTroubled{}.Name():
		may = !c.Changed
	default:
		may = true
	}
	return c, may, nil
}

// figures are how the queue stood, as they are kept.
func (c concern) figures() string {
	if c.Queue == "" {
		return "{}"
	}
	text, _ := json.Marshal(map[string]any{"waiting": c.Waiting, "oldest": c.Oldest, "expected": c.Expected}) // numbers cannot fail
	return string(text)
}

// planned is what the facts lead to, in their order.
func planned(facts []db.Recorded, a around, now time.Time) (acts []act, err error) {
	raised := map[string]bool{}
	owners, err := ownersThen(facts, a)
	if err != nil {
		return nil, err
	}
	for i, f := range facts {
		c, may, err := concerns(f)
		if err != nil {
			return nil, err
		}
		if !may || now.Sub(f.At) > kept {
			continue
		}
		tell := func(staff fact.StaffID, kind Kind, by fact.StaffID) {
			if staff == "" {
				return
			}
			raised[place(staff, c.Conversation)] = true
			acts = append(acts, act{
				staff: staff, kind: kind, conversation: c.Conversation, message: c.Message, trouble: c.Trouble, queue: c.Queue, about: c.figures(), by: by, cursor: f.Cursor, at: f.At,
			})
		}
		switch f.Name {
		case fact.StaffMentioned{}.Name():
			for _, staff := range c.Staff {
				if staff != c.By {
					tell(staff, Mentioned, c.By)
				}
			}
		case fact.RiskRaised{}.Name():
			for _, staff := range c.Staff {
				tell(staff, Risky, "")
			}
		case fact.HelpAsked{}.Name():
			for _, staff := range c.Staff {
				tell(staff, Helping, c.By)
			}
		case fact.CompanionJoined{}.Name():
			tell(c.Whom, Joined, c.By)
		case fact.MessageWhispered{}.Name():
			tell(c.To, Whispered, c.By)
		case fact.ConversationAssigned{}.Name():
			tell(c.Assignee, Assigned, c.By)
			if c.Because == fact.BecauseAbsent {
				tell(c.Was, Returned, "")
			}
		case fact.MessageArrived{}.Name():
			tell(owners[i], Replied, "")
		case fact.ConversationReopened{}.Name():
			tell(owners[i], Awake, "")
		case fact.MessageDeliveryChanged{}.Name():
			tell(a.writer[c.Message], Failed, "")
		case fact.OverflowSwitched{}.Name():
			kind := Eased
			if c.On {
				kind = Overflowed
			}
			for _, staff := range a.leads(c.Queue, c.Helps) {
				if staff != c.By {
					tell(staff, kind, c.By)
				}
			}
		case fact.ChannelTroubled{}.Name():
			for _, staff := range a.managers {
				tell(staff, Troubled, "")
			}
		case fact.ChannelRecovered{}.Name():
			for _, staff := range a.managers {
				tell(staff, Recovered, "")
			}
		case fact.MessageReadByStaff{}.Name():
			if at := place(c.By, c.Conversation); raised[at] || a.unseen[at] {
				acts = append(acts, act{seen: true, staff: c.By, conversation: c.Conversation, at: f.At})
			}
		}
	}
	return acts, nil
}

// ownersThen is whose the conversation of each fact was when it happened: what is
// known is whose it is now, and who was given it since.
func ownersThen(facts []db.Recorded, a around) ([]fact.StaffID, error) {
	owners := make([]fact.StaffID, len(facts))
	then := maps.Clone(a.assignee)
	for i := len(facts) - 1; i >= 0; i-- {
		c, _, err := concerns(facts[i])
		if err != nil {
			return nil, err
		}
		if facts[i].Name == (fact.ConversationAssigned{}).Name() {
			then[c.Conversation] = c.Was
		}
		owners[i] = then[c.Conversation]
	}
	return owners, nil
}

// wanted is how somebody wants to be told of a kind: both ways unless they chose.
// Of what went back to the team they hear when they are back: who has gone home
// is not rung up to be told that they have less to do.
func wanted(chosen []Preference, kind Kind) Preference {
	if i := slices.IndexFunc(chosen, func(p Preference) bool { return p.Kind == kind }); i >= 0 {
		return chosen[i]
	}
	return Preference{Kind: kind, Page: true, Push: kind != Returned}
}

// topic lets a push service keep only the newest push about a conversation, or a
// trouble.
func topic(n Notification) string {
	sum := sha256.Sum256([]byte(string(n.Kind) + " " + string(n.Conversation) + string(n.Trouble) + string(n.Queue)))
	return base64.RawURLEncoding.EncodeToString(sum[:24])
}

// subscribed makes sure that a browser gave what it takes to push to it.
func subscribed(endpoint, p256dh, auth string) error {
	at, err := url.Parse(endpoint)
	if err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" || at.User != nil || len(endpoint) > 2000 {
		return fault.New(fault.Invalid, "push.endpoint_wrong").At("endpoint")
	}
	key, err := unpacked(p256dh)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(key)
	}
	secret, wrong := unpacked(auth)
	if err != nil || wrong != nil || len(secret) != 16 {
		return fault.New(fault.Invalid, "push.keys_wrong").At("keys")
	}
	return nil
}

func unpacked(text string) ([]byte, error) {
	text = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(text, "="))
	return base64.RawURLEncoding.DecodeString(text)
}
