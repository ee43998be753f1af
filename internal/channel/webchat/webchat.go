// Package webchat is the edge that visitors' browsers speak to: the widget's
// files, a page to try it on, and the protocol by which a visitor writes and
// reads. It keeps nothing of its own. A visitor's token is signed and names
// them; only their first message makes a contact and a conversation, so that
// whoever merely looks leaves no trace.
//
// Facts in: message.arrived, message.replied, message.revised,
// message.delivery_changed, message.read_by_staff, what becomes of a call-back, and what
// moves a conversation's state, each of the visitor's own conversation; and that there are
// any, which may move the place of who waits to be taken. Facts out,
// through intake and conversation: message.arrived, message.delivery_changed.
package webchat

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/live"
	"anlan/internal/platform/seal"
	"anlan/internal/resolve/continuation"
	"anlan/internal/route/callback"
	"anlan/internal/route/relief"
)

// Edge is what the widget reaches.
type Edge struct {
	DB       *db.DB
	Hub      *live.Hub
	Channels *intake.Channels
	Door     *intake.Door
	Inbox    *conversation.Inbox
	Files    *conversation.Files
	Sealer   *seal.Sealer
	// Continuations are the mails by which chats go on.
	Continuations *continuation.Ledger
	Assets        fs.FS // the built widget: widget.js, frame.html, try.html, assets/
	Log           *slog.Logger

	// PublicURL is how browsers reach us where a proxy changes the Host header.
	PublicURL string
	// FileURL signs a link to an attachment.
	FileURL func(conversation.Attachment) string
	// Address tells who is asking, with trusted proxies taken off.
	Address func(*http.Request) string
	// Expect tells how long a conversation will wait until somebody takes it; false where
	// nothing useful can be said.
	Expect func(context.Context, fact.ConversationID) (from, to time.Duration, ok bool)
	// Notice is what whoever waits reads, by language, where their queue overflows.
	Notice func(context.Context, fact.ConversationID) map[string]string
	// Relief is what whoever waits may do instead, Callbacks the list of who is called back;
	// nil where there are none.
	Relief    *relief.Menu
	Callbacks *callback.List
	// Stopping ends when the server is about to stop, so that sockets say goodbye.
	Stopping context.Context
	// Sockets counts those that are open, for whoever waits for their goodbyes.
	Sockets *sync.WaitGroup

	limits *limits
	hands  *hands
	rounds rounds
	staff  staffOnline
	pace   pace
	echo   intake.Echo
	queues queues
}

// Routes puts the widget on a mux.
func (e *Edge) Routes(mux *http.ServeMux) {
	e.limits, e.hands = newLimits(), newHands()
	e.queues.waiting = map[string]map[*session]place{}
	e.Hub.OnNews(e.news)
	e.routeAssets(mux)

	mux.HandleFunc("GET /v1/widget/default", e.defaultChannel)
	mux.HandleFunc("GET /v1/widget/{key}", e.face)
	mux.HandleFunc("POST /v1/widget/{key}/visitor", e.onChannel(e.greet))
	mux.HandleFunc("POST /v1/widget/{key}/identity", e.onChannel(e.identify))
	mux.HandleFunc("POST /v1/widget/{key}/resumption", e.onChannel(e.resume))
	mux.HandleFunc("GET /v1/widget/{key}/logo", e.onChannel(e.logo))
	mux.HandleFunc("GET /v1/widget/{key}/messages", e.onChannel(e.asVisitor(e.listMessages)))
	mux.HandleFunc("POST /v1/widget/{key}/messages", e.onChannel(e.asVisitor(e.postMessage)))
	mux.HandleFunc("POST /v1/widget/{key}/uploads", e.onChannel(e.asVisitor(e.upload)))
	mux.HandleFunc("GET /v1/widget/{key}/waiting", e.onChannel(e.asVisitor(e.waiting)))
	mux.HandleFunc("POST /v1/widget/{key}/waiting/callback", e.onChannel(e.asVisitor(e.askCallback)))
	mux.HandleFunc("DELETE /v1/widget/{key}/waiting/callback", e.onChannel(e.asVisitor(e.withdrawCallback)))
	mux.HandleFunc("POST /v1/widget/{key}/waiting/message", e.onChannel(e.asVisitor(e.leaveMessage)))
	mux.HandleFunc("GET /v1/widget/{key}/live", e.live)
	mux.HandleFunc("GET /chat/{key}", e.hosted)
	mux.HandleFunc("GET /chat/{key}/stop", e.stop)
	mux.HandleFunc("POST /chat/{key}/stop", e.stop)
}
