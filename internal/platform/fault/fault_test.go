package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/fault"
)

var errDisk = errors.New("disk full")

func TestAFaultIsFoundThroughWrapping(t *testing.T) {
	f := fault.New(fault.Conflict, "pledge.settled", "due", 3, "name", "Li")
	err := fmt.Errorf("renew pledge 7: %w", f)
	require.True(t, fault.Is(err, "pledge.settled"))
	require.False(t, fault.Is(err, "pledge.other"))
	require.True(t, fault.IsKind(err, fault.Conflict))
	require.False(t, fault.IsKind(err, fault.Missing))
	require.Equal(t, map[string]any{"due": 3, "name": "Li"}, fault.Of(err).Values)
}

func TestAnErrorThatIsNoFaultIsOurs(t *testing.T) {
	f := fault.Of(errDisk)
	require.Equal(t, fault.Broken, f.Kind)
	require.Equal(t, "server.broken", f.Code)
	require.ErrorIs(t, f, errDisk)
	require.False(t, fault.Is(errDisk, "server.broken"))
	require.False(t, fault.IsKind(nil, fault.Broken))
}

func TestTheCauseIsKeptForTheLogAndTheOriginalIsNotChanged(t *testing.T) {
	plain := fault.New(fault.Invalid, "email.wrong")
	placed := plain.At("body.email").Because(errDisk)
	require.Equal(t, "body.email", placed.Field)
	require.ErrorIs(t, placed, errDisk)
	require.Equal(t, "email.wrong: disk full", placed.Error())
	require.Equal(t, "email.wrong", plain.Error())
	require.Empty(t, plain.Field)
	require.NoError(t, plain.Unwrap())
}

// failer notes whether Want failed.
type failer struct{ said string }

func (*failer) Helper() {}
func (f *failer) Fatalf(format string, args ...any) {
	f.said = fmt.Sprintf(format, args...)
}

func TestWantFailsUnlessTheCodeIsThere(t *testing.T) {
	for _, c := range []struct {
		err   error
		fails bool
	}{{fault.New(fault.Invalid, "a"), false}, {fault.New(fault.Invalid, "b"), true}, {errDisk, true}, {nil, true}} {
		var f failer
		fault.Want(&f, c.err, "a")
		require.Equal(t, c.fails, f.said != "", "%v", c.err)
	}
}
