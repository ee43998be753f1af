package app

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyWhatNobodyHasWrittenOfTheProgramIsLetGo(t *testing.T) {
	smaps := `00400000-02368000 r-xp 00000000 fe:00 10027221                           /opt/an lan/anlan
Size:              32160 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me sd
02368000-044ff000 r--p 01f68000 fe:00 10027221                           /opt/an lan/anlan
Anonymous:             4 kB
044ff000-04692000 rw-p 040ff000 fe:00 10027221                           /opt/an lan/anlan
Anonymous:             0 kB
04692000-04693000 r--p 041ff000 fe:00 10027221                           /opt/an lan/anlan
Anonymous:             0 kB
7f0000000000-7f0000001000 r--p 00000000 fe:00 77                         /var/lib/anlan/anlan.db
Anonymous:             0 kB
7f0000002000-7f0000003000 r--p 00000000 00:00 0
Anonymous:             0 kB
7ffd00000000-7ffd00001000 r-xp 00000000 00:00 0                          [vdso]
Anonymous:             0 kB
`
	require.Equal(t, []part{{0x400000, 0x2368000}, {0x4692000, 0x4693000}}, unwritten(strings.NewReader(smaps), "/opt/an lan/anlan"))
}

func TestTheProgramRunsOnWhenItHasBeenLetGo(t *testing.T) {
	letGoOfProgram()
	require.Equal(t, 30, thrift(1<<40))
}
