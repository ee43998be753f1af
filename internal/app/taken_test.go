package app

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/config"
)

func TestATakenAddressSaysWhatToDo(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	err = Run(t.Context(), config.Config{Listen: taken.Addr().String(), Data: t.TempDir(), LogFormat: "text"}, "test", io.Discard)
	require.ErrorContains(t, err, "another program listens on "+taken.Addr().String()+" already: choose another address with --listen")
}
