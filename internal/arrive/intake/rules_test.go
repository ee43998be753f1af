package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

func TestWhatIsOverTheBoundsIsRefusedByName(t *testing.T) {
	good := Inbound{Channel: "c", ExternalID: "e", Text: "你好"}
	_, err := checked(good)
	require.NoError(t, err)
	for _, c := range []struct {
		code   string
		change func(*Inbound)
	}{
		{"channel.missing", func(in *Inbound) { in.Channel = "" }},
		{"intake.external_id_missing", func(in *Inbound) { in.ExternalID = "" }},
		{"intake.external_id_too_long", func(in *Inbound) { in.ExternalID = strings.Repeat("x", maxName+1) }},
		{"message.client_id_too_long", func(in *Inbound) { in.ClientID = strings.Repeat("x", maxClientID+1) }},
		{"intake.text_too_long", func(in *Inbound) { in.Text = strings.Repeat("x", maxText+1) }},
		{"intake.text_too_long", func(in *Inbound) { in.ReplyText = strings.Repeat("x", maxText+1) }},
		{"intake.html_too_long", func(in *Inbound) { in.HTML = strings.Repeat("x", maxHTML+1) }},
		{"intake.sent_at_wrong", func(in *Inbound) { in.SentAt = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC) }},
	} {
		in := good
		c.change(&in)
		_, err := checked(in)
		fault.Want(t, err, c.code)
	}
}

func TestWhatIsKeptInItsRawFormIsCutAndNotRefused(t *testing.T) {
	in, err := checked(Inbound{
		Channel: "c", ExternalID: "e", Raw: []byte("raw"), SentAt: time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC),
		Text: strings.Repeat("退", maxText), HTML: strings.Repeat("x", maxHTML+1),
	})
	require.NoError(t, err)
	require.LessOrEqual(t, len(in.Text), maxText)
	require.True(t, strings.HasSuffix(in.Text, "退"))
	require.Empty(t, in.HTML)
	require.True(t, in.SentAt.IsZero())
}

func TestANameThatIsTooLongForAnIndexBecomesItsDigest(t *testing.T) {
	long := strings.Repeat("x", maxIndexed)
	in := tidied(Inbound{Thread: long + "1", Ref: long + "2", Refs: []string{long + "3", "short", "n\x00ul"}})
	require.Len(t, in.Thread, len("sha256:")+64)
	require.NotEqual(t, in.Ref, in.Refs[0])
	require.Equal(t, []string{"short", "nul"}, in.Refs[1:])
	require.Equal(t, long, tidied(Inbound{Thread: long}).Thread)
}

func TestTheNamesOfAMessageAreItsOwnAndThenTheNearest(t *testing.T) {
	require.Equal(t, []string{"me", "near", "far"}, Inbound{Ref: "me", Refs: []string{"near", "", "far"}}.names())
	require.Empty(t, Inbound{}.names())
	require.Len(t, Inbound{Refs: strings.Split(strings.Repeat("x,", 200), ",")}.names(), maxRefs)
}
