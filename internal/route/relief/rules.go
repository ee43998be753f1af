package relief

import (
	"time"

	"anlan/internal/platform/fault"
)

const longestAfter = 24 * time.Hour

func (s Choices) checked() (Choices, error) {
	if s.AfterSeconds < 0 || s.AfterSeconds > int64(longestAfter/time.Second) {
		return s, fault.New(fault.Invalid, "relief.after_wrong").At("after_seconds")
	}
	return s, nil
}

// expectation is what is known of a wait: how long half of those so placed wait.
type expectation struct {
	known bool
	half  time.Duration
}

// due is why a queue offers what it has, by the wait alone; "" when it does not.
func (s Choices) due(e expectation) string {
	switch {
	case !s.Callback && !s.Message:
		return ""
	case s.AfterSeconds == 0:
		return Always
	case !e.known:
		return Unknown
	case e.half >= time.Duration(s.AfterSeconds)*time.Second:
		return Long
	}
	return ""
}
