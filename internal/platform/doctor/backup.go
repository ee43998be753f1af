package doctor

import (
	"context"
	"fmt"
	"time"
)

// A backup older than this is worth a word: most houses take one each night.
const staleBackup = 3 * 24 * time.Hour

// Backup tells how old the newest backup is. last gives the zero time when none
// was ever noted.
func Backup(now func() time.Time, last func(context.Context) (time.Time, error)) Check {
	return Check{"backup", func(ctx context.Context) []Finding {
		at, err := last(ctx)
		switch {
		case err != nil:
			return warn(fmt.Sprintf("when the last backup was taken cannot be read: %v", err), "see the lines about the database")
		case at.IsZero():
			return warn("no backup was ever taken with anlan backup", "take one each night: anlan backup FILE (docs/howto/operate.md)")
		case now().Sub(at) > staleBackup:
			return warn(fmt.Sprintf("the last backup is %d days old", int(now().Sub(at).Hours()/24)), "look why the nightly anlan backup does not run")
		}
		return ok("the last backup was taken %s", at.UTC().Format(time.RFC3339))
	}}
}

// Files asks whether attachments can be kept and read.
func Files(name string, check func(context.Context) error) Check {
	return Check{"files", func(ctx context.Context) []Finding {
		if err := check(ctx); err != nil {
			return bad(fmt.Sprintf("%s does not take attachments: %v", name, err), "start it, or correct the ANLAN_BLOB_S3_… settings (anlan config shows them)")
		}
		return ok("%s keeps the attachments", name)
	}}
}
