package observe

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// Traces sends spans to a collector, or nothing to nobody.
type Traces struct {
	Provider trace.TracerProvider
	sending  *sdktrace.TracerProvider
}

// StartTraces sends to an OTLP/HTTP endpoint like http://collector:4318; with
// "" every span is free of charge and goes nowhere.
func StartTraces(ctx context.Context, endpoint, version string) (*Traces, error) {
	if endpoint == "" {
		return &Traces{Provider: noop.NewTracerProvider()}, nil
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(tracesAt(endpoint)))
	if err != nil {
		return nil, fmt.Errorf("send traces to the collector: %w", err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "anlan"),
			attribute.String("service.version", version),
		)),
	)
	return &Traces{Provider: provider, sending: provider}, nil
}

// tracesAt adds the path that collectors listen on, where none was written.
func tracesAt(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil || strings.Trim(u.Path, "/") != "" {
		return endpoint
	}
	return u.JoinPath("v1", "traces").String()
}

// Stop sends what is still held back.
func (t *Traces) Stop(ctx context.Context) error {
	if t.sending == nil {
		return nil
	}
	return t.sending.Shutdown(ctx)
}

// HTTP makes each request a span that continues the caller's trace. Sockets
// stay out, since a span that lasts a working day helps nobody; so do probes.
func (t *Traces) HTTP(next http.Handler) http.Handler {
	if t.sending == nil {
		return next
	}
	return otelhttp.NewHandler(next, "request",
		otelhttp.WithTracerProvider(t.Provider),
		otelhttp.WithMeterProvider(metricnoop.NewMeterProvider()),
		otelhttp.WithPropagators(propagation.TraceContext{}),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return method(r) + " " + Route(r) }),
		otelhttp.WithFilter(func(r *http.Request) bool {
			switch r.URL.Path {
			case "/metrics", "/healthz", "/readyz":
				return false
			}
			return r.Header.Get("Upgrade") == ""
		}),
	)
}
