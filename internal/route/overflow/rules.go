package overflow

import (
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/platform/fault"
)

const longestText = 500

// checked refuses a rule that would flap or do nothing.
func (r Thresholds) checked() (Thresholds, error) {
	switch {
	case r.Waiting < 0 || r.OldestSeconds < 0 || r.HoldSeconds < 0 || r.BackSeconds < 0 || r.LowerWaiting < 0 || r.LowerOldestSeconds < 0 || r.ExpectedSeconds < 0 || r.LowerExpectedSecs < 0:
		return r, fault.New(fault.Invalid, "overflow.less_than_nothing").At("waiting")
	case r.Waiting == 0 && r.OldestSeconds == 0 && r.ExpectedSeconds == 0:
		return r, fault.New(fault.Invalid, "overflow.no_threshold").At("waiting")
	case r.Waiting > 0 && r.LowerWaiting >= r.Waiting:
		return r, fault.New(fault.Invalid, "overflow.lower_not_lower").At("lower_waiting")
	case r.OldestSeconds > 0 && r.LowerOldestSeconds >= r.OldestSeconds:
		return r, fault.New(fault.Invalid, "overflow.lower_not_lower").At("lower_oldest_seconds")
	case r.ExpectedSeconds > 0 && r.LowerExpectedSecs >= r.ExpectedSeconds:
		return r, fault.New(fault.Invalid, "overflow.lower_not_lower").At("lower_expected_seconds")
	}
	texts := map[string]string{}
	for _, locale := range []string{"zh-CN", "en"} {
		text := strings.TrimSpace(r.Texts[locale])
		if utf8.RuneCountInString(text) > longestText {
			return r, fault.New(fault.Invalid, "overflow.text_too_long", "limit", longestText).At("texts")
		}
		if text != "" {
			texts[locale] = text
		}
	}
	if r.Texts = texts; r.Team == "" && len(texts) == 0 && !r.OfferCallback && !r.OfferMessage {
		return r, fault.New(fault.Invalid, "overflow.does_nothing").At("team")
	}
	return r, nil
}

// over tells that any upper threshold is reached.
func (r Thresholds) over(f Figures) bool {
	return r.Waiting > 0 && f.Waiting >= r.Waiting || r.OldestSeconds > 0 && f.OldestSeconds >= r.OldestSeconds ||
		r.ExpectedSeconds > 0 && f.ExpectedSeconds >= r.ExpectedSeconds
}

// under tells that the figures are at or below all lower thresholds. An expected wait of
// which nothing is known keeps nothing going.
func (r Thresholds) under(f Figures) bool {
	return (r.Waiting == 0 || f.Waiting <= r.LowerWaiting) && (r.OldestSeconds == 0 || f.OldestSeconds <= r.LowerOldestSeconds) &&
		(r.ExpectedSeconds == 0 || f.ExpectedSeconds <= r.LowerExpectedSecs)
}

// next is how it stands now, and whether it was switched.
func next(r Thresholds, s State, f Figures, now time.Time) (State, bool) {
	if s.Override != "" && !now.Before(s.Until) {
		s.Override, s.Until, s.Turning = "", time.Time{}, time.Time{}
	}
	switch {
	case s.Override != "":
		return s.switched(s.Override == "on", Manual, f, now)
	case !r.On:
		return s.switched(false, RuleOff, f, now)
	}
	asks, hold, because := r.over(f), r.HoldSeconds, Over
	if s.On {
		asks, hold, because = r.under(f), r.BackSeconds, Under
	}
	if !asks {
		s.Turning = time.Time{}
		return s, false
	}
	if s.Turning.IsZero() {
		s.Turning = now
	}
	if now.Sub(s.Turning) < time.Duration(hold)*time.Second {
		return s, false
	}
	return s.switched(!s.On, because, f, now)
}

func (s State) switched(on bool, because string, f Figures, now time.Time) (State, bool) {
	if s.On == on {
		return s, false
	}
	s.On, s.Since, s.Turning, s.Because, s.Figures = on, now, time.Time{}, because, f
	return s, true
}
