package words

import (
	"fmt"
	"strconv"
)

// formed is a value as people say it: {limit:size} for bytes, {seconds:wait} for
// seconds, {minutes:minutes} for minutes, {role:word} for one of our own names, which has a text of its own.
func formed(language, name, form string, v any) string {
	n, counts := whole(v)
	switch {
	case form == "size" && counts:
		return size(n)
	case form == "wait" && counts:
		return wait(language, n)
	case form == "minutes" && counts:
		return minutes(language, n)
	case form == "word":
		if text := catalogues[language][name+"."+fmt.Sprint(v)]; text != "" {
			return text
		}
	}
	return fmt.Sprint(v)
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}

// size says bytes in the largest unit that gives a whole number, which limits
// always have.
func size(bytes int64) string {
	units := []string{"bytes", "KB", "MB", "GB"}
	at := 0
	for bytes >= 1024 && bytes%1024 == 0 && at < len(units)-1 {
		bytes, at = bytes/1024, at+1
	}
	return strconv.FormatInt(bytes, 10) + " " + units[at]
}

// wait says seconds, or minutes where nobody would count the seconds. It rounds
// up: who comes back then has waited long enough.
func wait(language string, seconds int64) string {
	key := "wait.seconds"
	switch {
	case seconds == 1:
		key = "wait.second"
	case seconds >= 90:
		return minutes(language, (seconds+59)/60)
	}
	return Text(language, key, map[string]any{"n": seconds})
}

func minutes(language string, n int64) string {
	if n == 1 {
		return Text(language, "wait.minute", nil)
	}
	return Text(language, "wait.minutes", map[string]any{"n": n})
}
