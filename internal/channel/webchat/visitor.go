package webchat

import (
	"encoding/json"
	"net/http"
	"strings"

	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

type channelHandler func(w http.ResponseWriter, r *http.Request, c intake.Channel) error

type visitorHandler func(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor) error

// onChannel finds the channel of a request and asks whether this site may use it.
func (e *Edge) onChannel(next channelHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := e.enter(r)
		if err == nil {
			err = next(w, r, c)
		}
		if err != nil {
			e.refuse(w, r, err)
		}
	}
}

func (e *Edge) enter(r *http.Request) (intake.Channel, error) {
	if err := e.limits.take("address:"+e.Address(r), byAddress, e.DB.Now()); err != nil {
		return intake.Channel{}, err
	}
	c, err := e.Channels.ByKey(r.Context(), r.PathValue("key"))
	switch {
	case err != nil:
		return c, err
	case c.Kind != intake.Webchat:
		return c, fault.New(fault.Missing, "channel.missing")
	case c.State != "active":
		return c, fault.New(fault.Gone, "channel.closed", "channel", c.Name)
	}
	s, err := c.Webchat()
	if err == nil && !mayAsk(r.Header.Get("Origin"), r.Host, e.PublicURL, s) {
		err = fault.New(fault.Denied, "widget.origin_not_allowed", "origin", r.Header.Get("Origin"))
	}
	return c, err
}

// asVisitor reads the token from its header.
func (e *Edge) asVisitor(next visitorHandler) channelHandler {
	return func(w http.ResponseWriter, r *http.Request, c intake.Channel) error {
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Visitor ")
		v := readToken(e.Sealer, c, token, e.DB.Now())
		if !ok || v.name == "" {
			return fault.New(fault.SignedOut, "visitor.unknown")
		}
		return next(w, r, c, v)
	}
}

// face is what anybody may know of a channel. Any page may read the answer, so
// that the loader can tell its site's owner why it is refused.
func (e *Edge) face(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	c, err := e.enter(r)
	if err != nil {
		e.refuse(w, r, err)
		return
	}
	f, err := e.faceOf(r.Context(), c)
	if err != nil {
		e.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=60")
	w.Header().Set("Vary", "Origin")
	answerJSON(w, http.StatusOK, f)
}

// visit is what a browser learns when it arrives.
type visit struct {
	Token        string `json:"token"`
	Channel      face   `json:"channel"`
	Person       *known `json:"person"`
	Conversation *talk  `json:"conversation"`
	Unread       int    `json:"unread"`
}

// known is what the site has told us of its visitor.
type known struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// greet gives a visitor their token and what awaits them. It writes nothing.
func (e *Edge) greet(w http.ResponseWriter, r *http.Request, c intake.Channel) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxProof)).Decode(&in); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	v := readToken(e.Sealer, c, in.Token, e.DB.Now())
	token := in.Token
	switch {
	case v.name == "":
		v.name = newVisitor()
		token = newToken(e.Sealer, c, v.name, e.DB.Now())
	case v.ageing:
		token = newToken(e.Sealer, c, v.name, e.DB.Now())
	}
	return e.welcome(w, r, c, v, token)
}

func (e *Edge) welcome(w http.ResponseWriter, r *http.Request, c intake.Channel, v visitor, token string) error {
	f, err := e.faceOf(r.Context(), c)
	if err != nil {
		return err
	}
	out := visit{Token: token, Channel: f}
	if v.person != nil {
		out.Person = &known{Name: v.person.Name, Email: v.person.Email}
	}
	card, err := e.find(r.Context(), c.ID, v.name)
	if err != nil {
		return err
	}
	if card != nil {
		list, _, err := e.newest(r.Context(), card.Line, page)
		if err != nil {
			return err
		}
		stands, _, err := e.talkOf(r.Context(), *card)
		if err != nil {
			return err
		}
		out.Conversation, out.Unread = &stands, unread(list)
	}
	answerJSON(w, http.StatusOK, out)
	return nil
}

// identify lets a site say who its visitor is. What they wrote before, nameless,
// goes with them; whoever opens the chat on another device finds it there.
func (e *Edge) identify(w http.ResponseWriter, r *http.Request, c intake.Channel) error {
	var in struct {
		Token string `json:"token"`
		Proof proof  `json:"proof"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 2*maxProof)).Decode(&in); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	if err := e.limits.take("identity:"+e.Address(r), byIdentity, e.DB.Now()); err != nil {
		return err
	}
	s, err := c.Webchat()
	if err != nil {
		return err
	}
	who, err := prove(c, s.Identity, in.Proof, e.DB.Now())
	if err != nil {
		return err
	}
	v := visitor{name: nameOf(c, who.Subject), person: &who}
	if was := readToken(e.Sealer, c, in.Token, e.DB.Now()); was.name != "" && was.person == nil && was.name != v.name {
		if err := e.Door.Recognise(r.Context(), c.ID, intake.Recognised{
			Was: was.name, WasThread: thread(was.name), Thread: thread(v.name), Sender: who.sender(c),
		}); err != nil {
			return err
		}
	}
	return e.welcome(w, r, c, v, personToken(e.Sealer, c, who, e.DB.Now()))
}

// defaultChannel names the oldest open chat, for the page to try it on.
func (e *Edge) defaultChannel(w http.ResponseWriter, r *http.Request) {
	var out struct {
		Key string `json:"key"`
	}
	err := e.limits.take("address:"+e.Address(r), byAddress, e.DB.Now())
	if err == nil {
		err = e.DB.Read().NewRaw("SELECT key FROM channel WHERE kind = 'webchat' AND state = 'active' ORDER BY created_at, id LIMIT 1").Scan(r.Context(), &out.Key)
	}
	switch {
	case db.IsNone(err):
		e.refuse(w, r, fault.New(fault.Missing, "channel.missing"))
	case err != nil:
		e.refuse(w, r, err)
	default:
		answerJSON(w, http.StatusOK, out)
	}
}

func visitorTopic(channel fact.ChannelID, visitor string) string {
	return "visitor:" + string(channel) + ":" + visitor
}
