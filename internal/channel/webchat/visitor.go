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

type visitorHandler func(w http.ResponseWriter, r *http.Request, c intake.Channel, visitor string) error

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
		visitor, _ := readToken(e.Sealer, c, token, e.DB.Now())
		if !ok || visitor == "" {
			return fault.New(fault.SignedOut, "visitor.unknown")
		}
		return next(w, r, c, visitor)
	}
}

type face struct {
	Name     string            `json:"name"`
	Title    intake.ByLanguage `json:"title"`
	Greeting intake.ByLanguage `json:"greeting"`
	Colour   string            `json:"colour"`
}

func faceOf(c intake.Channel) (face, error) {
	s, err := c.Webchat()
	return face{Name: c.Name, Title: s.Title, Greeting: s.Greeting, Colour: s.Colour}, err
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
	f, err := faceOf(c)
	if err != nil {
		e.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=60")
	w.Header().Set("Vary", "Origin")
	answerJSON(w, http.StatusOK, f)
}

// greet gives a visitor their token and what awaits them. It writes nothing.
func (e *Edge) greet(w http.ResponseWriter, r *http.Request, c intake.Channel) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&in); err != nil {
		return fault.New(fault.Invalid, "widget.unreadable").Because(err)
	}
	out := struct {
		Token        string `json:"token"`
		Channel      face   `json:"channel"`
		Conversation *talk  `json:"conversation"`
		Unread       int    `json:"unread"`
	}{Token: in.Token}
	var err error
	if out.Channel, err = faceOf(c); err != nil {
		return err
	}
	visitor, ageing := readToken(e.Sealer, c, in.Token, e.DB.Now())
	switch {
	case visitor == "":
		out.Token = newToken(e.Sealer, c, newVisitor(), e.DB.Now())
		answerJSON(w, http.StatusOK, out)
		return nil
	case ageing:
		out.Token = newToken(e.Sealer, c, visitor, e.DB.Now())
	}
	card, err := e.find(r.Context(), c, visitor)
	if err != nil {
		return err
	}
	if card != nil {
		list, _, err := e.newest(r.Context(), card.ID, page)
		if err != nil {
			return err
		}
		out.Conversation, out.Unread = &talk{card.Number, card.State}, unread(list)
	}
	answerJSON(w, http.StatusOK, out)
	return nil
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
