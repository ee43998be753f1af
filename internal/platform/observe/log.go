// Package observe is what an operator sees of a running server: log lines,
// Prometheus metrics and, where a collector is configured, traces. A request
// carries one id through all three, and gives it back to who asked.
package observe

import (
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

// Logger writes lines for people (text) or for machines (json). Whatever is
// logged with a request's context carries the request's id.
func Logger(w io.Writer, level slog.Leveler, format string) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(tagged{slog.NewJSONHandler(w, options)})
	}
	return slog.New(tagged{slog.NewTextHandler(w, options)})
}

// tagged adds to each line which request it belongs to.
type tagged struct{ slog.Handler }

func (h tagged) Handle(ctx context.Context, line slog.Record) error {
	if id := RequestID(ctx); id != "" {
		line.AddAttrs(slog.String("request_id", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsSampled() {
		line.AddAttrs(slog.String("trace_id", span.TraceID().String()))
	}
	return h.Handler.Handle(ctx, line)
}

func (h tagged) WithAttrs(attrs []slog.Attr) slog.Handler {
	return tagged{h.Handler.WithAttrs(attrs)}
}

func (h tagged) WithGroup(name string) slog.Handler { return tagged{h.Handler.WithGroup(name)} }
