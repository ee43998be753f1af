package doctor

import (
	"context"
	"fmt"
)

// Database asks whether the database answers. name is what a person calls it,
// without a password.
func Database(name string, ping func(context.Context) error) Check {
	return Check{"database", func(ctx context.Context) []Finding {
		if err := ping(ctx); err != nil {
			return bad(fmt.Sprintf("%s does not answer: %v", name, err),
				"start it, or correct ANLAN_DATABASE_URL (anlan config shows where it comes from)")
		}
		return ok("%s answers", name)
	}}
}

// Migrations compares the schema that is there with the one this binary was built for.
func Migrations(versions func(context.Context) (now, newest int64, err error)) Check {
	return Check{"migrations", func(ctx context.Context) []Finding {
		now, newest, err := versions(ctx)
		switch {
		case err != nil:
			return bad(fmt.Sprintf("the schema cannot be read: %v", err), "see the line about the database")
		case now < newest:
			return bad(fmt.Sprintf("the schema is at version %d and this binary needs %d", now, newest),
				"run anlan migrate (anlan serve does it too)")
		case now > newest:
			return bad(fmt.Sprintf("the schema is at version %d, newer than this binary knows (%d)", now, newest),
				"run the newer binary: schemas only move forward")
		}
		return ok("the schema is current (version %d)", now)
	}}
}
