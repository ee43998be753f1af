package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/sync/errgroup"

	"anlan/internal/channel/email"
)

// receive takes mail in until ctx ends, where the operator wants that. Who is in the
// middle of a mail then may finish it.
func (s *Server) receive(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, one := range []struct {
		address string
		lmtp    bool
	}{{s.Config.Mail.SMTP, false}, {s.Config.Mail.LMTP, true}} {
		if one.address == "" {
			continue
		}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", one.address)
		if err != nil {
			return fmt.Errorf("receive mail on %s: %w", one.address, err)
		}
		s.Log.Info("receiving mail", "address", listener.Addr().String(), "lmtp", one.lmtp)
		group.Go(func() error { return s.ReceiveOn(ctx, listener, one.lmtp) })
	}
	return group.Wait()
}

// ReceiveOn takes mail in on a listener until ctx ends.
func (s *Server) ReceiveOn(ctx context.Context, listener net.Listener, lmtp bool) error {
	server := email.NewReception(s.Channels, s.Door, s.DB.Now, s.Log).Server(s.mailName(), lmtp)
	if cfg := s.Config.Mail; cfg.Certificate != "" && !lmtp {
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(cfg.Certificate, cfg.Key) // anew each time: certificates are renewed
			return &pair, err
		}}
	}
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close()
		}
	})
	defer stop()
	if err := server.Serve(email.NewQueue(listener)); !errors.Is(err, smtp.ErrServerClosed) && ctx.Err() == nil {
		return fmt.Errorf("receive mail: %w", err)
	}
	return nil
}

// mailName is the name under which mail is received.
func (s *Server) mailName() string {
	if s.Config.Mail.Name != "" {
		return s.Config.Mail.Name
	}
	if u, err := url.Parse(s.Config.PublicURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}
