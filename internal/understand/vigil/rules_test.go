package vigil

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/conversation"
	"anlan/internal/platform/fault"
	"anlan/internal/understand/risk"
)

func TestWhatARuleMaySay(t *testing.T) {
	for _, c := range []struct {
		about string
		rule  Rule
		want  string
	}{
		{"as usual", usual(risk.Legal), ""},
		{"nothing of it", Rule{Kind: risk.Legal}, ""},
		{"nothing of a danger to life", Rule{Kind: risk.SelfHarm}, "risk.always_raised"},
		{"a kind that there is not", Rule{Kind: "boredom", Active: true}, "risk.kind_unknown"},
		{"a priority that puts nothing forward", Rule{Kind: risk.Legal, Priority: conversation.Low, Active: true}, "risk.priority_unknown"},
	} {
		_, err := ruled(c.rule)
		if c.want == "" {
			require.NoError(t, err, c.about)
			continue
		}
		fault.Want(t, err, c.want)
	}
}

func TestARuleOnlyPutsForward(t *testing.T) {
	require.True(t, higher(conversation.High, conversation.Normal))
	require.False(t, higher(conversation.High, conversation.High))
	require.False(t, higher(conversation.High, conversation.Urgent), "what somebody made urgent stays so")
	require.False(t, higher("", conversation.Low))
}

func TestEachKindIsRaisedOnce(t *testing.T) {
	text := []rune("我要曝光你们，去12315，还要起诉")
	evidence := []risk.Finding{{Kind: risk.PublicExposure, Start: 2, End: 4, Reason: risk.ByWord}, {Kind: risk.PublicExposure, Start: 8, End: 13, Reason: risk.ByWord}, {Kind: risk.Legal, Start: 16, End: 18, Reason: risk.ByWord}}
	quiet := func(kind risk.Kind, words string) bool { return words == "12315" || words == "起诉" }
	list := worthRaising(evidence, text, quiet)
	require.Len(t, list, 1)
	require.Equal(t, []place{{2, 4, risk.ByWord}}, list[0].places)
	require.Equal(t, []string{"曝光"}, sorry(list[0].places, text))
	require.Empty(t, sorry([]place{{0, 6, risk.ByPair}}, text), "what stands between two words is the customer's own")
}
