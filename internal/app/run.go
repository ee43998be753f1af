package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"anlan/internal/api"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/invitation"
	"anlan/internal/channel/email"
	"anlan/internal/channel/form"
	"anlan/internal/channel/webchat"
	"anlan/internal/connector/signon"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/platform/observe"
	"anlan/internal/route/wait"
	"anlan/web"
)

// Server is a node that people and programs can reach.
type Server struct {
	*Anlan
	Edge    *api.Edge
	Handler http.Handler

	metrics *observe.Metrics
	traces  *observe.Traces
	sockets sync.WaitGroup     // open ones, which say goodbye before we are gone
	bye     context.CancelFunc // tells sockets that we are about to stop
}

// Run serves until ctx ends, then stops gracefully: no new work, sockets say
// goodbye, running jobs come to their end.
func Run(ctx context.Context, cfg config.Config, version string, out io.Writer) error {
	log := observe.Logger(out, cfg.LogLevel, cfg.LogFormat)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("another program listens on %s already: choose another address with --listen or ANLAN_LISTEN: %w", cfg.Listen, err)
	}
	if err != nil {
		return fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	cfg = cfg.At(listener.Addr())
	a, err := Open(ctx, cfg, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if cfg.Sample {
		if _, err := a.LoadSample(ctx); err != nil {
			return errors.Join(err, a.Close(), listener.Close())
		}
	}
	s, err := NewServer(ctx, a, version)
	if err != nil {
		return errors.Join(err, a.Close(), listener.Close())
	}
	err = s.serve(ctx, listener, out)
	return errors.Join(err, s.traces.Stop(context.WithoutCancel(ctx)), a.Close())
}

// NewServer puts the edges on a node.
func NewServer(ctx context.Context, a *Anlan, version string) (*Server, error) {
	traces, err := observe.StartTraces(ctx, a.Config.OTLPEndpoint, version)
	if err != nil {
		return nil, err
	}
	stopping, bye := context.WithCancel(context.WithoutCancel(ctx))
	s := &Server{Anlan: a, metrics: observe.NewMetrics(version), traces: traces, bye: bye}
	s.Edge = &api.Edge{
		Retention: a.Retention,
		DB:        a.DB,
		Hub:       a.Hub,
		Office:    a.Office,
		Roles:     a.Roles,
		Skills:    a.Skills,
		Teams:     a.Teams,
		Presence:  a.Presence,
		Journal:   a.Journal,
		Contacts:  a.Contacts,
		Fields:    a.Fields,

		Organisations: a.Organisations,

		Dock:        a.Dock,
		Inbox:       a.Inbox,
		Topics:      a.Topics,
		Readings:    a.Readings,
		School:      a.School,
		Risks:       a.Risks,
		Checks:      a.Checks,
		Files:       a.Files,
		Channels:    a.Channels,
		Door:        a.Door,
		Search:      a.Search,
		Hooks:       a.Hooks,
		Views:       a.Views,
		Bulk:        a.Bulk,
		Automations: a.Automations,
		Desk:        a.Desk,
		Company:     a.Company,
		Personal:    a.Personal,
		Wording:     a.Wording,
		Sealer:      a.Sealer,
		ReadMail:    email.Inbound,
		MailServers: a.Post,
		Outbox:      a.Outbox,
		MailSigners: a.Post,
		Envelopes:   a.Post,
		Guard:       a.Guard,
		Masks:       a.Masks,
		Safe:        a.Safe,
		MailArchive: a.Archive,
		Album:       a.Album,
		Invitations: invitation.NewBook(a.DB),
		Log:         a.Log,
		Providers:   a.Providers,
		SignOn:      signon.New(a.DB.Now),
		Notices:     a.Notices,
		Tour:        a.Tour,
		Queues:      a.Queues,
		Waits:       a.Waits,
		Overflow:    a.Overflow,
		Callbacks:   a.Callbacks,
		Relief:      a.Relief,
		Calendars:   a.Calendars,
		Dispatcher:  a.Dispatcher,
		Mailboxes:   a.Mailboxes,
		Grants:      a.Grants,

		Acknowledgements: a.Acknowledgements,

		Collector: a.Collector,
		Ward:      a.Ward,

		Version:        version,
		PublicURL:      a.Config.PublicURL,
		TrustedProxies: a.Config.TrustedProxies,
		Stopping:       stopping,
	}
	s.Edge.Reception = api.Reception{
		SMTP: a.Config.Mail.SMTP != "", LMTP: a.Config.Mail.LMTP != "", Name: s.mailName(), Secure: a.Config.Mail.Certificate != "",
	}
	s.watch()
	s.Handler = s.routes(stopping)
	return s, nil
}

func (s *Server) routes(stopping context.Context) http.Handler {
	mux := http.NewServeMux()
	s.Edge.Routes(mux)
	chat := &webchat.Edge{
		DB: s.DB, Hub: s.Hub, Channels: s.Channels, Door: s.Door, Inbox: s.Inbox, Files: s.Files, Sealer: s.Sealer,
		Continuations: s.Continuations, Assets: web.Widget(), Log: s.Log, PublicURL: s.Config.PublicURL, Stopping: stopping, Sockets: &s.sockets,
		FileURL: func(a conversation.Attachment) string { return s.Edge.FileURL(a.ID) }, Address: s.Edge.Address, Expect: s.expect, Notice: s.notice,
		Relief: s.Relief, Callbacks: s.Callbacks,
	}
	chat.Routes(mux)
	contact := &form.Edge{
		DB: s.DB, Channels: s.Channels, Door: s.Door, Inbox: s.Inbox, Files: s.Files, Sealer: s.Sealer, Log: s.Log, Address: s.Edge.Address,
	}
	contact.Routes(mux)
	mux.HandleFunc("GET /metrics", s.metricsPage)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("/", console())

	// Browsers tell where a request comes from; one that changes something and
	// comes from another site is refused. The chat's own calls come from its frame,
	// which is on our site.
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(s.Edge.FromElsewhere))
	bounded := largeBodies(counted(s.bounded(mux), &s.sockets), mostLargeBodies, s.Edge.Busy)
	return s.traces.HTTP(observe.HTTP(patiently(cross.Handler(bounded), takesWithin), s.Log, s.metrics))
}

// bounded refuses what no route should ever see: addresses with a NUL, which no
// database takes, and uploads that are larger than any file may be.
func (s *Server) bounded(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.ContainsRune(r.URL.Path, 0) || strings.Contains(r.URL.RawQuery, "%00") {
			s.Edge.NothingHere(w, r)
			return
		}
		if r.URL.Path == "/v1/uploads" {
			r.Body = http.MaxBytesReader(w, r.Body, s.Files.Limit()+1<<20)
		}
		mux.ServeHTTP(w, r)
	})
}

func (s *Server) rest(ctx context.Context) {
	if err := s.DB.Rest(ctx); err != nil && ctx.Err() == nil {
		s.Log.Warn("memory was not given back", "err", err)
	}
}

// Goodbye tells open sockets that the node is about to stop.
func (s *Server) Goodbye() { s.bye() }

func (s *Server) serve(ctx context.Context, listener net.Listener, out io.Writer) error {
	server := &http.Server{
		Handler: s.Handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	group, failed := errgroup.WithContext(work)
	group.Go(func() error { return s.Jobs.Run(work) })
	group.Go(func() error { return s.Hub.Run(work) })
	group.Go(func() error { return s.Hooks.Run(work) })
	group.Go(func() error { return s.Notices.Run(work) })
	group.Go(func() error { return s.Collector.Run(work) })
	group.Go(func() error { return s.receive(work) })
	group.Go(func() error { return watchMemory(work, s.rest) })
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	if err := s.greet(ctx, out); err != nil {
		s.Log.Warn("the greeting failed", "err", err)
	}
	select {
	case <-ctx.Done():
		s.Log.Info("stopping")
	case <-failed.Done():
	}
	s.Goodbye()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Config.ShutdownGrace)
	defer cancel()
	err := server.Shutdown(grace)
	waitFor(grace, &s.sockets)
	stopWork()
	return errors.Join(err, group.Wait())
}

// greet says where to look, and how to begin when nobody has yet.
func (s *Server) greet(ctx context.Context, out io.Writer) error {
	s.Log.Info("ready", "address", s.Config.PublicURL, "database", string(s.DB.Dialect), "node", s.Node)
	token, open, err := s.Office.OpenSetup(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n  Anlan 安澜   %s\n", s.Config.PublicURL)
	if open {
		fmt.Fprintf(&b, "\n  Nobody works here yet. Make the first account with this link; it works once, for a day:\n  %s/setup?token=%s\n", s.Config.PublicURL, token)
	}
	fmt.Fprintf(&b, "\n  The desk          %s/\n  A customer's page %s/try\n  The API           %s/docs\n\n", s.Config.PublicURL, s.Config.PublicURL, s.Config.PublicURL)
	_, err = io.WriteString(out, b.String())
	return err
}

// metricsPage tells how busy we are to whoever asks from inside: directly, from
// this machine or a private network. What came through a proxy came from outside.
func (s *Server) metricsPage(w http.ResponseWriter, r *http.Request) {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	from, err := netip.ParseAddr(host)
	inside := err == nil && (from.Unmap().IsLoopback() || from.Unmap().IsPrivate())
	if !inside || r.Header.Get("X-Forwarded-For") != "" {
		http.NotFound(w, r)
		return
	}
	s.metrics.Handler().ServeHTTP(w, r)
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "alive\n")
}

// readyz tells a load balancer whether to send people here, and a person why not.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// Each has its own time: one that does not answer must not make the other look away.
	var database, redis error
	var both sync.WaitGroup
	both.Go(func() { database = within(r.Context(), s.DB.Ping) })
	if s.Redis != nil {
		both.Go(func() { redis = within(r.Context(), s.Redis.Ping) })
	}
	both.Wait()
	// Without Redis a node serves, only less promptly. Were all nodes to call
	// themselves not ready, nobody would be served.
	if database != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "the database does not answer: "+database.Error()+"\n")
	}
	if redis != nil {
		_, _ = io.WriteString(w, "Redis does not answer, news reaches other nodes late: "+redis.Error()+"\n")
	}
	if database != nil {
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}

func within(ctx context.Context, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return ask(ctx)
}

func (a *Anlan) forgetAnswers(ctx context.Context) error {
	return a.DB.Write(ctx, func(tx *db.Tx) error { return api.ForgetAnswers(ctx, tx) })
}

// notice is what somebody in the chat reads while they wait in a queue that overflows.
func (s *Server) notice(ctx context.Context, c fact.ConversationID) map[string]string {
	texts, err := s.Overflow.Notice(ctx, c)
	if err != nil {
		s.Log.Warn("a visitor could not be told that it takes longer", "err", err)
	}
	return texts
}

// expect is how long somebody in the chat will wait, as it is told to them.
func (s *Server) expect(ctx context.Context, c fact.ConversationID) (from, to time.Duration, ok bool) {
	e, waits, err := s.Waits.Of(ctx, access.System, c)
	if err != nil {
		s.Log.Warn("a visitor could not be told how long it takes", "err", err)
	}
	if err != nil || !waits {
		return 0, 0, false
	}
	return wait.Announced(e)
}
