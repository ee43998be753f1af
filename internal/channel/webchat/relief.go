package webchat

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/route/callback"
	"anlan/internal/route/relief"
)

// relieved tells whether a visitor has anything to look at instead of waiting: what their
// queue offers, or that they are called back.
func (e *Edge) relieved(ctx context.Context, c conversation.Glimpse, waits bool) (bool, error) {
	if e.Relief == nil {
		return false, nil
	}
	if waits {
		if o, err := e.Relief.Of(ctx, c.Roots[0]); err != nil || o.Any() {
			return err == nil, err
		}
	}
	live, err := e.Callbacks.Live(ctx, c.Roots[0])
	return live != nil, err
}

// instead is what a visitor may do instead of waiting.
type instead struct {
	Because string    `json:"because"` // why it is offered; "" = nothing is
	Windows []window  `json:"windows"` // in which they can be called; none = it is not offered
	Called  *promised `json:"called"`  // they are called back
	Message bool      `json:"message"` // they may leave a message
	Email   string    `json:"email"`   // where answers go by now
	Left    bool      `json:"left"`    // they have left a message
}

type window = callback.Window

// promised is the call that a visitor is waiting for.
type promised struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Ends  string    `json:"ends"` // the last digits of the number: a tab may be somebody else's by now
	Tried int       `json:"tried"`
	Taken bool      `json:"taken"` // somebody is about to call
}

func promise(k *callback.Callback) *promised {
	if k == nil {
		return nil
	}
	ends := k.Phone[max(0, len(k.Phone)-4):]
	return &promised{k.From, k.Until, ends, k.Missed, k.State == callback.Taken}
}

// waiting tells what a visitor may do instead. zone is theirs; a browser that knows none
// is offered no call.
func (e *Edge) waiting(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	out := instead{Windows: []window{}}
	card, err := e.find(r.Context(), c.ID, v.name)
	if err != nil {
		return err
	}
	if card == nil || e.Relief == nil {
		answerJSON(w, http.StatusOK, out)
		return nil
	}
	offered, err := e.offered(r.Context(), c, v, *card)
	if err != nil {
		return err
	}
	live, err := e.Callbacks.Live(r.Context(), card.Roots[0])
	if err != nil {
		return err
	}
	out.Because, out.Message, out.Called = offered.Because, offered.Message, promise(live)
	if offered.Callback && live == nil {
		if list, err := callback.Windows(e.DB.Now(), r.URL.Query().Get("zone")); err == nil {
			out.Windows = list
		}
	}
	if v.person != nil {
		out.Email = v.person.Email
	}
	if out.Left, err = relief.Leaves(r.Context(), e.DB.Read(), card.Roots[0]); err != nil {
		return err
	}
	answerJSON(w, http.StatusOK, out)
	return nil
}

// offered is what the queue of a visitor offers. A message is none that could not be
// answered by mail: the chat does not go on by it, or the site knows no address of theirs.
func (e *Edge) offered(ctx context.Context, c intake.Channel, v visitor, card conversation.Glimpse) (relief.Offered, error) {
	o, err := e.Relief.Of(ctx, card.Roots[0])
	if err != nil {
		return o, err
	}
	s, err := c.Webchat()
	if err != nil {
		return o, err
	}
	o.Message = o.Message && s.Continuing.Mailbox != "" && (v.person == nil || v.person.Email != "")
	return o, nil
}

// waits is the conversation of a visitor who is offered something.
func (e *Edge) waits(ctx context.Context, c intake.Channel, v visitor) (card conversation.Glimpse, o relief.Offered, err error) {
	found, err := e.find(ctx, c.ID, v.name)
	if err != nil {
		return card, o, err
	}
	if found == nil || e.Relief == nil {
		return card, o, fault.New(fault.Conflict, "relief.not_offered")
	}
	o, err = e.offered(ctx, c, v, *found)
	return *found, o, err
}

// askCallback puts a visitor on the list of who is called back.
func (e *Edge) askCallback(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	var in struct {
		Phone string `json:"phone"`
		Day   string `json:"day"`
		Part  string `json:"part"`
		Zone  string `json:"zone"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&in); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	card, offered, err := e.waits(r.Context(), c, v)
	if err != nil {
		return err
	}
	if !offered.Callback {
		return fault.New(fault.Conflict, "relief.not_offered")
	}
	for who, a := range map[string]allowed{"callback:" + v.name: byCallback, "callback from:" + e.Address(r): byUploadsFrom} {
		if err := e.limits.take(who, a, e.DB.Now()); err != nil {
			return err
		}
	}
	k, err := e.Callbacks.Ask(r.Context(), access.System, card.Roots[0], callback.Wish{Phone: line(in.Phone, 40), Day: in.Day, Part: in.Part, Zone: line(in.Zone, 64)})
	if err != nil {
		return err
	}
	answerJSON(w, http.StatusCreated, promise(&k))
	return nil
}

// withdrawCallback takes a visitor off it.
func (e *Edge) withdrawCallback(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	card, err := e.find(r.Context(), c.ID, v.name)
	if err != nil {
		return err
	}
	if card != nil && e.Callbacks != nil {
		live, err := e.Callbacks.Live(r.Context(), card.Roots[0])
		if err != nil {
			return err
		}
		if live != nil {
			if _, err := e.Callbacks.Withdraw(r.Context(), access.System, live.ID); err != nil && !fault.Is(err, "callback.over") {
				return err
			}
		}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// leaveMessage takes in a message of somebody who will not stay, with the address at which
// they read the answer. Their conversation keeps its place.
func (e *Edge) leaveMessage(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error {
	var l letter
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFrame)).Decode(&l); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	card, offered, err := e.waits(r.Context(), c, v)
	if err != nil {
		return err
	}
	if !offered.Message {
		return fault.New(fault.Conflict, "relief.not_offered")
	}
	if v.person == nil && contact.NormalEmail(l.Email) == "" {
		return fault.New(fault.Invalid, "relief.email_wrong").At("email")
	}
	a, _, err := e.accept(r.Context(), c, v, e.Address(r), l, l.skew(e.DB.Now()))
	if err != nil {
		return err
	}
	if err := e.Relief.Left(r.Context(), card.Roots[0]); err != nil {
		return err
	}
	answerJSON(w, http.StatusAccepted, a)
	return nil
}
