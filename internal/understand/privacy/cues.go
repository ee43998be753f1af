package privacy

import (
	_ "embed"
	"sync"

	"anlan/internal/kit/passage"
)

// cue is what words say about what follows them.
type cue int

const (
	cueSerial cue = iota
	cueCard
	cuePhone
	cueIdentity
	cuePassport
	cuePlate
	cueVietnam // an identity card of Vietnam
	cueTax
	cueName
	cueTitle  // before a name: Mr, Mdm
	cueSecret // before a password or a code
)

var cueNames = []string{"serial", "card", "phone", "identity", "passport", "plate", "vietnam", "tax", "name", "title", "secret"}

//go:embed cues.txt
var cueText string

var cues = sync.OnceValue(func() *passage.Phrases { return passage.Lists(cueText, passage.Named(cueNames)) })
