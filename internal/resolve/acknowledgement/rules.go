package acknowledgement

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/words"
)

const (
	// oncePer is how often a person is told at most.
	oncePer = 24 * time.Hour
	// tooOld is the age beyond which a mail is not acknowledged: a mailbox that comes in
	// for the first time has years of them.
	tooOld = 24 * time.Hour
	// goingOn is how long after an answer of ours whoever writes again knows that we read.
	goingOn = 7 * 24 * time.Hour

	measuredDays  = 28
	measuredMost  = 300 // conversations
	measuredLeast = 20  // that were answered, below which nothing is said
	measuredFor   = 10 * time.Minute
	longestSaid   = 14 * 24 * time.Hour
)

// refused is why a mail is not acknowledged, "" when nothing speaks against it.
func refused(a asked) (because string, details map[string]string) {
	details = map[string]string{}
	switch {
	case a.message.Machine != "":
		details["sign"] = a.message.Machine
		return "machine", details
	case a.address == "":
		return "no_address", details
	case a.Stranger:
		return "stranger", details
	case slices.Contains(a.standing.Tags, conversation.SuspectTag):
		return "suspect", details
	case a.now.Sub(a.message.SentAt) > tooOld:
		return "too_old", details
	case !a.AnsweredAt.IsZero() && a.now.Sub(a.AnsweredAt) < goingOn:
		details["at"] = a.AnsweredAt.UTC().Format(time.RFC3339)
		return "goes_on", details
	case !a.canSend:
		return "cannot_send", details
	}
	return "", details
}

// expected is the time within which half of the customers were answered. Who still
// waits counts as long as they have waited (Kaplan and Meier): left out, a desk that
// answers nobody but the lucky would look fast.
func expected(waits []conversation.Wait) Expectation {
	e := Expectation{Days: measuredDays}
	waits = slices.Clone(waits)
	slices.SortFunc(waits, func(a, b conversation.Wait) int {
		if c := cmp.Compare(a.Long, b.Long); c != 0 {
			return c
		}
		if a.Answered == b.Answered {
			return 0
		}
		if a.Answered {
			return -1
		}
		return 1
	})
	unanswered, half := 1.0, time.Duration(-1)
	for i, w := range waits {
		if !w.Answered {
			e.Waiting++
			continue
		}
		e.Answered++
		unanswered *= 1 - 1/float64(len(waits)-i)
		if half < 0 && unanswered <= 0.5+1e-9 {
			half = w.Long
		}
	}
	if e.Answered >= measuredLeast && half >= 0 && half <= longestSaid {
		e.Known, e.Seconds = true, int(half/time.Second)
	}
	return e
}

// sentence says an expectation to a customer, rounded up; "" when nothing is known.
func (e Expectation) sentence(language string) string {
	if !e.Known {
		return ""
	}
	minutes := (e.Seconds + 59) / 60
	unit, count := "acknowledgement.minutes", max(5, (minutes+4)/5*5)
	switch {
	case minutes > 47*60:
		unit, count = "acknowledgement.days", (minutes+24*60-1)/(24*60)
	case minutes > 60:
		unit, count = "acknowledgement.hours", (minutes+59)/60
	}
	within := words.Page(language, unit, map[string]any{"count": count})
	return words.Page(language, "acknowledgement.expected", map[string]any{"time": within, "weeks": e.Days / 7})
}

func (e Expectation) details(into map[string]string) {
	if !e.Known {
		return
	}
	for name, value := range map[string]int{"expected_seconds": e.Seconds, "answered": e.Answered, "waiting": e.Waiting, "days": e.Days} {
		into[name] = strconv.Itoa(value)
	}
}

// languageOf is the one in which to write to a customer: theirs where it is known,
// else the one in which they wrote.
func languageOf(locale, theirs string) string {
	if locale != "" {
		if strings.HasPrefix(strings.ToLower(locale), "zh") {
			return "zh-CN"
		}
		return "en"
	}
	for _, r := range theirs {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			return "en"
		case unicode.Is(unicode.Han, r):
			theirs = "zh"
		}
	}
	if theirs == "zh" {
		return "zh-CN"
	}
	return "en"
}

// standard is our own wording, with its places open.
func standard(language string) string {
	return words.Page(language, "acknowledgement.text", map[string]any{
		"name": "{{contact.name|" + words.Page(language, "acknowledgement.nameless", nil) + "}}", "number": "{{conversation.number}}",
		"expected": "{{expected}}", "channel": "{{channel.name}}",
	})
}

// limit is how many mails of machines an address gets within an hour, in digits.
var limit = strconv.Itoa(outbox.AutomaticLimit)

const exampleNumber = 20417

// example is a customer and their subject, for a preview.
func example(language string) (name, about string) {
	return words.Page(language, "acknowledgement.example.name", nil), words.Page(language, "acknowledgement.example.subject", nil)
}
