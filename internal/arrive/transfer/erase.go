package transfer

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/arrive/conversation"
	"anlan/internal/fact"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
	"anlan/internal/platform/jobs"
)

// restsFor is how long an import that nobody works on keeps its file, the first
// rows and the refused ones.
const restsFor = 30 * 24 * time.Hour

// ForgetTx drops every file that came in or was made to go out, with the rows that
// were shown of it: somebody is erased, and their words may be in any of them. The
// files can be brought, or made, again. An import under way is waited for: what
// it still brings is erased with the rest.
func ForgetTx(ctx context.Context, tx *db.Tx) error {
	var working bool
	if err := tx.NewRaw("SELECT EXISTS (SELECT 1 FROM import WHERE state IN ('checking', 'running'))").Scan(ctx, &working); err != nil {
		return err
	}
	if working {
		return jobs.Later(tx.Now().Add(time.Minute))
	}
	var imports []importRow
	if err := tx.NewRaw("SELECT * FROM import WHERE sha256 <> ''").Scan(ctx, &imports); err != nil {
		return fmt.Errorf("look for the files of imports: %w", err)
	}
	if err := emptyTx(ctx, tx, imports); err != nil {
		return err
	}
	var exports []exportRow
	if err := tx.NewRaw("SELECT * FROM export WHERE state IN ('done', 'running')").Scan(ctx, &exports); err != nil {
		return fmt.Errorf("look for the files of exports: %w", err)
	}
	for _, r := range exports {
		state, because := Expired, ""
		if r.State == Running { // it may have read the person already
			state, because = Failed, fault.New(fault.Gone, "export.person_erased").Code
		}
		_, err := tx.Exec(ctx, "UPDATE export SET state = ?, error = ?, sha256 = '', finished_at = CASE WHEN finished_at = 0 THEN ? ELSE finished_at END WHERE id = ?",
			state, because, tx.Now().UnixMilli(), r.ID)
		if err != nil {
			return fmt.Errorf("drop the file of export %s: %w", r.ID, err)
		}
		if err := conversation.LeaveTx(ctx, tx, r.SHA256); err != nil {
			return err
		}
		if err := tx.Record(ctx, fact.ExportChanged{Export: r.ID, State: string(state)}); err != nil {
			return err
		}
	}
	return nil
}

// emptyTx takes from imports what was in their files. What they made stays, and
// how much it was.
func emptyTx(ctx context.Context, tx *db.Tx, imports []importRow) error {
	if len(imports) == 0 {
		return nil
	}
	ids := make([]fact.ImportID, len(imports))
	for i, r := range imports {
		ids[i] = r.ID
		if err := conversation.LeaveTx(ctx, tx, r.SHA256); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "DELETE FROM import_problem WHERE import_id IN (?)", bun.In(ids)); err != nil {
		return fmt.Errorf("forget refused rows: %w", err)
	}
	if _, err := tx.Exec(ctx, "UPDATE import SET sha256 = '', sample = '[]', version = version + 1 WHERE id IN (?)", bun.In(ids)); err != nil {
		return fmt.Errorf("forget the files of imports: %w", err)
	}
	return nil
}

// rest empties the imports that nobody has worked on for long.
func (d *Dock) rest(ctx context.Context) error {
	return d.db.Write(ctx, func(tx *db.Tx) error {
		before := tx.Now().Add(-restsFor).UnixMilli()
		var old []importRow
		err := tx.NewRaw(`SELECT * FROM import WHERE sha256 <> '' AND created_at < ? AND finished_at < ? AND beat_at < ?
			AND state NOT IN ('checking', 'running', 'undoing')`, before, before, before).Scan(ctx, &old)
		if err != nil {
			return fmt.Errorf("look for imports that rest: %w", err)
		}
		return emptyTx(ctx, tx, old)
	})
}
