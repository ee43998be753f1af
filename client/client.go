// Package client speaks to an Anlan server: one function for each operation of
// its API, with types for everything that goes in and out. The functions are
// generated from openapi.json; what they share is here.
//
//	anlan, err := client.New("https://desk.example.com", token)
//	page, err := anlan.ListConversations(ctx, &client.ListConversationsQuery{State: "open"})
//
// A refusal is a *Problem with a stable Code. What can be repeated without harm
// is repeated: reading, and everything that takes an Idempotency-Key, which each
// call makes anew; when the server says that it is too much at once, the client
// waits as long as it says.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client is a connection to one server, with one token. It may be used by many
// goroutines.
type Client struct {
	base  *url.URL
	token string
	http  *http.Client
	tries int
	sleep func(context.Context, time.Duration) error
}

// With changes how a client works.
type With func(*Client)

// WithHTTP uses another http.Client than a plain one with a timeout of a minute.
func WithHTTP(h *http.Client) With { return func(c *Client) { c.http = h } }

// WithTries changes how often a request is tried that can be repeated without
// harm; 1 tries once. The default is 4.
func WithTries(n int) With { return func(c *Client) { c.tries = max(n, 1) } }

// New makes a client for the server at an address, "https://desk.example.com".
func New(address, token string, with ...With) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("%q is not the address of a server", address)
	}
	c := &Client{base: base, token: token, http: &http.Client{Timeout: time.Minute}, tries: 4, sleep: pause}
	for _, o := range with {
		o(c)
	}
	return c, nil
}

// Problem is a refusal, as RFC 9457 describes it.
type Problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Code   string `json:"code"` // stable: "conversation.missing"
	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
	RetryAfter time.Duration `json:"-"` // zero when the server did not say
}

func (p *Problem) Error() string {
	if p.Detail == "" {
		return fmt.Sprintf("anlan: %d %s", p.Status, p.Title)
	}
	return fmt.Sprintf("anlan: %s (%s)", p.Detail, p.Code)
}

// IsCode tells whether an error is a refusal with this code.
func IsCode(err error, code string) bool {
	var p *Problem
	return errors.As(err, &p) && p.Code == code
}

// call is one request to make.
type call struct {
	method string
	path   string
	query  url.Values
	body   any
	raw    []byte // in place of body
	media  string // of raw
	once   bool   // takes an Idempotency-Key
}

// do makes a request and reads its answer into out, which may be nil.
func (c *Client) do(ctx context.Context, r call, out any) error {
	if r.raw == nil && r.body != nil {
		text, err := json.Marshal(r.body)
		if err != nil {
			return fmt.Errorf("anlan: write the request: %w", err)
		}
		r.raw, r.media = text, "application/json"
	}
	key := ""
	if r.once {
		key = rand.Text()
	}
	repeats := r.once || r.method == http.MethodGet || r.method == http.MethodPut || r.method == http.MethodDelete
	for try := 1; ; try++ {
		again, err := c.once(ctx, r, key, out)
		if err == nil || !again || !repeats || try >= c.tries {
			return err
		}
		wait := time.Duration(try*try) * 200 * time.Millisecond
		var p *Problem
		if errors.As(err, &p) && p.RetryAfter > 0 {
			wait = p.RetryAfter
		}
		if err := c.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// once makes a request one time; again tells whether another time may help.
func (c *Client) once(ctx context.Context, r call, key string, out any) (again bool, err error) {
	to := *c.base
	to.Path = c.base.Path
	address := to.String() + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(r.raw))
	if err != nil {
		return false, err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Accept", "application/json, application/problem+json")
	if r.media != "" {
		request.Header.Set("Content-Type", r.media)
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return ctx.Err() == nil, err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		p := problem(response)
		return p.Status == http.StatusTooManyRequests || p.Status >= 500, p
	}
	if out == nil || response.StatusCode == http.StatusNoContent {
		return false, nil
	}
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return ctx.Err() == nil, fmt.Errorf("anlan: read the answer of %s %s: %w", r.method, r.path, err)
	}
	return false, nil
}

func problem(response *http.Response) *Problem {
	p := &Problem{}
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil || json.Unmarshal(text, p) != nil {
		p.Detail = "" // not from Anlan: a proxy, perhaps
	}
	p.Status = response.StatusCode
	if p.Title == "" {
		p.Title = http.StatusText(response.StatusCode)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
		p.RetryAfter = time.Duration(seconds) * time.Second
	}
	return p
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Pages walks a list to its end: fetch gets the page behind a place, "" the first.
//
//	for one, err := range client.Pages(func(after string) (client.PageContact, error) {
//		return anlan.ListContacts(ctx, &client.ListContactsQuery{After: after})
//	}) { … }
func Pages[P interface{ page() ([]T, string) }, T any](fetch func(after string) (P, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for after := ""; ; {
			p, err := fetch(after)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			items, next := p.page()
			for _, one := range items {
				if !yield(one, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			after = next
		}
	}
}

// UploadFile brings a file in, which a message can then carry.
func (c *Client) UploadFile(ctx context.Context, name string, content []byte) (Uploaded, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		return Uploaded{}, err
	}
	if _, err := part.Write(content); err != nil {
		return Uploaded{}, err
	}
	if err := form.Close(); err != nil {
		return Uploaded{}, err
	}
	var out Uploaded
	err = c.do(ctx, call{method: http.MethodPost, path: "/v1/uploads", raw: body.Bytes(), media: form.FormDataContentType()}, &out)
	return out, err
}

// BringMail hands a raw e-mail in. The same mail twice is the same message.
func (c *Client) BringMail(ctx context.Context, channelKey string, raw []byte) (Receipt, error) {
	var out Receipt
	err := c.do(ctx, call{method: http.MethodPost, path: "/v1/inbound/" + url.PathEscape(channelKey) + "/email", raw: raw, media: "message/rfc822"}, &out)
	return out, err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func text(v url.Values, name, value string) {
	if value != "" {
		v.Set(name, value)
	}
}

func someNumber(n int64) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

func someBool(b bool) string {
	if !b {
		return ""
	}
	return "true"
}

func someTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func list(values []string) string { return strings.Join(values, ",") }
