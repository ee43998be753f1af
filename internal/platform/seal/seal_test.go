package seal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/seal"
)

func TestWhatIsSealedIsReadOnlyByItsKeyAndForItsPurpose(t *testing.T) {
	ours, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	theirs, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	sealed := ours.Seal("林岚's secret", "factor:lin")
	require.NotContains(t, sealed, "secret")
	require.NotEqual(t, sealed, ours.Seal("林岚's secret", "factor:lin"), "two seals of one value look alike")

	value, err := ours.Unseal(sealed, "factor:lin")
	require.NoError(t, err)
	require.Equal(t, "林岚's secret", value)
	for what, read := range map[string]func() (string, error){
		"another purpose": func() (string, error) { return ours.Unseal(sealed, "factor:chen") },
		"another key":     func() (string, error) { return theirs.Unseal(sealed, "factor:lin") },
		"a changed one":   func() (string, error) { return ours.Unseal("A"+sealed[1:], "factor:lin") },
		"nothing":         func() (string, error) { return ours.Unseal("", "factor:lin") },
		"no base64":       func() (string, error) { return ours.Unseal("§", "factor:lin") },
	} {
		_, err := read()
		require.Error(t, err, what)
	}
}

func TestAStampIsGoodForWhatItWasMadeForOnly(t *testing.T) {
	ours, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	theirs, err := seal.New(seal.NewKey())
	require.NoError(t, err)
	stamp := ours.Stamp("message 7")
	require.Len(t, stamp, 8)
	require.True(t, ours.Stamped("message 7", stamp))
	require.False(t, ours.Stamped("message 8", stamp))
	require.False(t, ours.Stamped("message 7", stamp[:7]))
	require.False(t, ours.Stamped("message 7", nil))
	require.False(t, theirs.Stamped("message 7", stamp))
}
