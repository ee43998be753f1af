package mailbox

import (
	"slices"
	"time"
)

// Lease is for how long a node has a mailbox before another may take it, unless
// it asks again in time.
const Lease = 24 * time.Second

// Pause is how long to wait before the n-th attempt after failures: from five
// seconds to five minutes.
func Pause(failures int) time.Duration {
	pause := 5 * time.Second
	for range min(failures, 10) - 1 {
		pause *= 2
	}
	return min(pause, 5*time.Minute)
}

// missingShown is how many of the missing a reconciliation names.
const missingShown = 100

// compared is a mailbox beside its lines. uids is sorted.
func compared(uids []uint32, lines map[uint32]bool) (r Reconciliation) {
	r.InMailbox = len(uids)
	for _, uid := range uids {
		if lines[uid] {
			r.InLedger++
			continue
		}
		r.Missing = append(r.Missing, uid)
	}
	r.Difference = len(r.Missing)
	r.Gone = len(lines) - r.InLedger
	slices.Reverse(r.Missing)
	r.Missing = slices.Clone(r.Missing[:min(len(r.Missing), missingShown)])
	return r
}

// Missing are the mails without a line, the newest first.
func Missing(uids []uint32, lines map[uint32]bool) (missing []uint32) {
	for _, uid := range slices.Backward(uids) {
		if !lines[uid] {
			missing = append(missing, uid)
		}
	}
	return missing
}
