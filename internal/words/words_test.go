package words_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/words"
)

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	for _, language := range words.Languages {
		for key, text := range words.Keys(language) {
			require.NotEmpty(t, text, "%s: %s", language, key)
			for _, other := range words.Languages {
				require.Contains(t, words.Keys(other), key)
				require.ElementsMatch(t, placeholders(text), placeholders(words.Keys(other)[key]),
					"%s speaks of other values in %s than in %s", key, language, other)
			}
		}
	}
}

func TestValuesAreSaidAsPeopleSayThem(t *testing.T) {
	for _, it := range []struct {
		language, key string
		values        map[string]any
		want          string
	}{
		{"en", "upload.too_large", map[string]any{"limit": 10 << 20}, "larger than 10 MB."},
		{"zh-CN", "upload.too_large", map[string]any{"limit": int64(512 << 10)}, "超过了 512 KB。"},
		{"en", "upload.too_large", map[string]any{"limit": 1<<20 + 1}, "larger than 1048577 bytes."},
		{"en", "sign_in.locked", map[string]any{"retry_after": 1}, "in 1 second."},
		{"en", "sign_in.locked", map[string]any{"retry_after": 89}, "in 89 seconds."},
		{"en", "sign_in.locked", map[string]any{"retry_after": 90}, "in 2 minutes."},
		{"zh-CN", "sign_in.locked", map[string]any{"retry_after": 900}, "请过 15 分钟再试。"},
		{"en", "privacy.too_many", map[string]any{"limit": 60, "minutes": 1}, "again in 1 minute;"},
		{"en", "privacy.too_many", map[string]any{"limit": 60, "minutes": 12}, "again in 12 minutes;"},
		{"zh-CN", "identity_check.too_many", map[string]any{"limit": 3, "minutes": 1}, "1 分钟"},
		{"en", "staff.above_you", map[string]any{"role": "lead"}, "as team lead they"},
		{"zh-CN", "staff.above_you", map[string]any{"role": "admin"}, "对方是管理员，"},
		{"en", "channel.wrong_kind", map[string]any{"kind": "pigeon"}, "is for pigeon and"},
		{"en", "password.too_short", map[string]any{"least": 10}, "at least 10 characters"},
		{"en", "password.too_short", nil, "at least {least} characters"},
		{"en", "channel.settings_wrong", map[string]any{"problem": "{problem}"}, "({problem})"},
	} {
		require.Contains(t, words.Text(it.language, it.key, it.values), it.want)
	}
	require.Empty(t, words.Text("en", "no.such_key", nil))
}

// A value before a word for several is one that is never 1: a bound of ours.
func TestEnglishDoesNotSayOneThings(t *testing.T) {
	several := regexp.MustCompile(`\{([a-z_]+)\} (?:[a-z]+ )?(?:attributes|attachments|bytes|characters|choices|codes|columns|contacts|conversations|days|domains|files|hours|ids|mails|messages|minutes|people|replies|roles|rows|rules|seconds|spans|times)\b`)
	bounds := []string{"limit", "least", "most", "longest", "hours", "columns"}
	for key, text := range words.Keys("en") {
		for _, found := range several.FindAllStringSubmatch(text, -1) {
			require.True(t, slices.Contains(bounds, found[1]) || key == "wait.minutes" || key == "wait.seconds", "%s: %s", key, found[0])
		}
	}
}

func TestTheLanguageIsTheFirstThatWeSpeak(t *testing.T) {
	for accept, want := range map[string]string{
		"": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh-CN", "en-GB": "en", "fr, zh-Hant;q=0.5": "zh-CN", "fr": "en", "zh_CN.UTF-8": "zh-CN",
	} {
		require.Equal(t, want, words.Language(accept), accept)
	}
}
