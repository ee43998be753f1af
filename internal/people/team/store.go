package team

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// Get is one team.
func (r *Roster) Get(ctx context.Context, who access.Actor, id fact.TeamID) (Team, error) {
	if err := who.Require(access.StaffView); err != nil {
		return Team{}, err
	}
	return load(ctx, r.db.Read(), id)
}

// List is every team, by name.
func (r *Roster) List(ctx context.Context, who access.Actor) ([]Team, error) {
	if err := who.Require(access.StaffView); err != nil {
		return nil, err
	}
	return read(ctx, r.db.Read(), "")
}

// OfStaff tells in which teams people are, each list by name. Whoever is in none
// is not in the answer.
func (r *Roster) OfStaff(ctx context.Context, from Reader, people []fact.StaffID) (map[fact.StaffID][]Ref, error) {
	of := map[fact.StaffID][]Ref{}
	if len(people) == 0 {
		return of, nil
	}
	var rows []struct {
		Staff fact.StaffID `bun:"staff_id"`
		ID    fact.TeamID  `bun:"id"`
		Name  string       `bun:"name"`
	}
	err := from.NewRaw(`SELECT m.staff_id, t.id, t.name FROM team_member m JOIN team t ON t.id = m.team_id
		WHERE m.staff_id IN (?) ORDER BY t.name`, bun.List(people)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the teams of people: %w", err)
	}
	for _, row := range rows {
		of[row.Staff] = append(of[row.Staff], Ref{ID: row.ID, Name: row.Name})
	}
	return of, nil
}

// Names gives the names of teams; a team that is gone is not in the answer.
func (r *Roster) Names(ctx context.Context, ids []fact.TeamID) (map[fact.TeamID]string, error) {
	names := map[fact.TeamID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	var rows []Ref
	if err := r.db.Read().NewRaw("SELECT id, name FROM team WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the names of teams: %w", err)
	}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, nil
}

func load(ctx context.Context, from Reader, id fact.TeamID) (Team, error) {
	teams, err := read(ctx, from, id)
	if err != nil {
		return Team{}, err
	}
	if len(teams) == 0 {
		return Team{}, fault.New(fault.Missing, "team.missing")
	}
	return teams[0], nil
}

// read gets one team, or all of them, each with its people.
func read(ctx context.Context, from Reader, only fact.TeamID) ([]Team, error) {
	var rows []struct {
		ID         fact.TeamID  `bun:"id"`
		Name       string       `bun:"name"`
		Version    int          `bun:"version"`
		Then       Then         `bun:"absence"`
		Minutes    int          `bun:"absence_minutes"`
		ReplyTakes bool         `bun:"reply_takes"`
		CreatedAt  int64        `bun:"created_at"`
		Member     fact.StaffID `bun:"member"`
		MemberName string       `bun:"member_name"`
	}
	err := from.NewRaw(`SELECT t.id, t.name, t.version, t.absence, t.absence_minutes, t.reply_takes, t.created_at,
			COALESCE(s.id, '') AS member, COALESCE(s.name, '') AS member_name
		FROM team t
		LEFT JOIN team_member m ON m.team_id = t.id
		LEFT JOIN staff s ON s.id = m.staff_id
		WHERE ? = '' OR t.id = ?
		ORDER BY t.name, t.id, s.name, s.id`, only, only).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read teams: %w", err)
	}
	teams := []Team{}
	for _, row := range rows {
		if n := len(teams); n == 0 || teams[n-1].ID != row.ID {
			teams = append(teams, Team{
				ID: row.ID, Name: row.Name, Version: row.Version, Members: []Member{},
				Absence: Absence{row.Then, row.Minutes}, ReplyTakes: row.ReplyTakes, CreatedAt: time.UnixMilli(row.CreatedAt).UTC(),
			})
		}
		if row.Member != "" {
			t := &teams[len(teams)-1]
			t.Members = append(t.Members, Member{ID: row.Member, Name: row.MemberName})
		}
	}
	return teams, nil
}

func insert(ctx context.Context, tx *db.Tx, t Team) error {
	_, err := tx.Exec(ctx, "INSERT INTO team (id, name, absence, absence_minutes, reply_takes, created_at) VALUES (?, ?, ?, ?, ?, ?)",
		t.ID, t.Name, t.Absence.Then, t.Absence.Minutes, t.ReplyTakes, t.CreatedAt.UnixMilli())
	return taken(err)
}

func rename(ctx context.Context, tx *db.Tx, id fact.TeamID, name string) error {
	_, err := tx.Exec(ctx, "UPDATE team SET name = ? WHERE id = ?", name, id)
	return taken(err)
}

func setAbsence(ctx context.Context, tx *db.Tx, id fact.TeamID, a Absence) error {
	_, err := tx.Exec(ctx, "UPDATE team SET absence = ?, absence_minutes = ? WHERE id = ?", a.Then, a.Minutes, id)
	if err != nil {
		return fmt.Errorf("save what team %s does about absence: %w", id, err)
	}
	return nil
}

func setReplyTakes(ctx context.Context, tx *db.Tx, id fact.TeamID, takes bool) error {
	if _, err := tx.Exec(ctx, "UPDATE team SET reply_takes = ? WHERE id = ?", takes, id); err != nil {
		return fmt.Errorf("save whether a reply takes in team %s: %w", id, err)
	}
	return nil
}

// ReplyTakes tells whether a reply takes a conversation of a team, or of none, for
// its writer.
func ReplyTakes(ctx context.Context, from Reader, id fact.TeamID) (takes bool, err error) {
	if id == "" {
		return usuallyTakes, nil
	}
	err = from.NewRaw("SELECT reply_takes FROM team WHERE id = ?", id).Scan(ctx, &takes)
	if db.IsNone(err) { // it was dissolved
		return usuallyTakes, nil
	}
	if err != nil {
		return false, fmt.Errorf("does a reply take in team %s: %w", id, err)
	}
	return takes, nil
}

func taken(err error) error {
	if db.IsTaken(err) {
		return fault.New(fault.Conflict, "team.name_taken").At("name").Because(err)
	}
	if err != nil {
		return fmt.Errorf("save a team: %w", err)
	}
	return nil
}

// hold takes the team for this transaction, at its next version, and gives it as
// it was. Somebody who edited an older version is refused.
func hold(ctx context.Context, tx *db.Tx, id fact.TeamID, version int) (Team, error) {
	if err := touch(ctx, tx, id); err != nil {
		return Team{}, err
	}
	t, err := load(ctx, tx, id)
	if err != nil {
		return Team{}, err
	}
	if version != 0 && t.Version != version+1 {
		return Team{}, fault.New(fault.Conflict, "team.changed", "version", t.Version-1)
	}
	return t, nil
}

func touch(ctx context.Context, tx *db.Tx, id fact.TeamID) error {
	if _, err := tx.Exec(ctx, "UPDATE team SET version = version + 1 WHERE id = ?", id); err != nil {
		return fmt.Errorf("save team %s: %w", id, err)
	}
	return nil
}

func setMembers(ctx context.Context, tx *db.Tx, id fact.TeamID, people []fact.StaffID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM team_member WHERE team_id = ?", id); err != nil {
		return fmt.Errorf("clear the members of team %s: %w", id, err)
	}
	if len(people) == 0 {
		return nil
	}
	n, err := tx.Exec(ctx, "INSERT INTO team_member (team_id, staff_id) SELECT ?, id FROM staff WHERE id IN (?)", id, bun.List(people))
	if err != nil {
		return fmt.Errorf("set the members of team %s: %w", id, err)
	}
	if int(n) != len(people) {
		return fault.New(fault.Invalid, "team.member_unknown").At("members")
	}
	return nil
}

func teamsOf(ctx context.Context, tx *db.Tx, person fact.StaffID) (ids []fact.TeamID, err error) {
	err = tx.NewRaw("SELECT team_id FROM team_member WHERE staff_id = ?", person).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("read the teams of %s: %w", person, err)
	}
	return ids, nil
}

func setTeams(ctx context.Context, tx *db.Tx, person fact.StaffID, teams []fact.TeamID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM team_member WHERE staff_id = ?", person); err != nil {
		return fmt.Errorf("clear the teams of %s: %w", person, err)
	}
	for _, id := range teams {
		if _, err := tx.Exec(ctx, "INSERT INTO team_member (team_id, staff_id) VALUES (?, ?)", id, person); err != nil {
			return fmt.Errorf("put %s into team %s: %w", person, id, err)
		}
	}
	return nil
}

func remove(ctx context.Context, tx *db.Tx, id fact.TeamID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM team WHERE id = ?", id); err != nil {
		return fmt.Errorf("remove team %s: %w", id, err)
	}
	return nil
}
