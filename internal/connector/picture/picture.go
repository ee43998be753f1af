// Package picture fetches the pictures that mails load from elsewhere: without
// cookies, without telling where from, bounded in time and size. What may be asked is
// the client's business.
package picture

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// within is how long a picture may take.
const within = 10 * time.Second

// Get makes a fetch with a client.
func Get(client *http.Client) func(ctx context.Context, address string, most int64) ([]byte, string) {
	return func(ctx context.Context, address string, most int64) ([]byte, string) {
		ctx, done := context.WithTimeout(ctx, within)
		defer done()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, "address"
		}
		request.Header.Set("Accept", "image/png, image/jpeg, image/gif, image/webp, image/bmp")
		request.Header.Set("User-Agent", "Mozilla/5.0 (compatible)") // servers refuse what they do not know
		response, err := client.Do(request)
		if err != nil {
			return nil, why(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil, "status"
		}
		data, err := io.ReadAll(io.LimitReader(response.Body, most+1))
		switch {
		case err != nil:
			return nil, why(err)
		case int64(len(data)) > most:
			return nil, "too_large"
		}
		return data, ""
	}
}

func why(err error) string {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return "timeout"
	}
	return "connection"
}
