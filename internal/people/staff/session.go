package staff

import (
	"context"
	"fmt"
	"strings"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/role"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// A browser stays signed in over a holiday, but not for ever.
const (
	sessionLife = 30 * 24 * time.Hour
	sessionIdle = 7 * 24 * time.Hour
	// seenGrain is how exactly we know when somebody was last here: a write for
	// every request would cost more than the answer is worth.
	seenGrain  = time.Minute
	agentLimit = 200 // bytes
)

// actor is a person who is asking, free of a session or token.
func actor(s Staff, ip string) access.Actor {
	return access.Actor{
		ID: s.ID, Name: s.Name, Role: s.Role, Permissions: s.May,
		Scope: access.All, Teams: teamIDs(s), IP: ip,
	}
}

// openSession lets somebody in. Way is what they proved themselves by.
func openSession(ctx context.Context, tx *db.Tx, who access.Actor, from From, way string) (Opened, error) {
	now := tx.Now()
	opened := Opened{Secret: newSecret(), Session: Session{
		ID: fact.SessionID(newID()), Staff: who.ID, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(sessionLife),
		From: From{IP: from.IP, Agent: shortened(from.Agent)},
	}}
	_, err := tx.Exec(ctx, `INSERT INTO session (id, staff_id, secret, created_at, seen_at, expires_at, ip, agent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, opened.ID, who.ID, kept(opened.Secret),
		now.UnixMilli(), now.UnixMilli(), opened.ExpiresAt.UnixMilli(), opened.From.IP, opened.From.Agent)
	if err != nil {
		return Opened{}, fmt.Errorf("open a session: %w", err)
	}
	return opened, audit.Write(ctx, tx, audit.Entry{Who: who, Action: "session.opened", Kind: "session", ID: string(opened.ID),
		After: map[string]any{"agent": opened.From.Agent, "by": way}})
}

// shortened keeps what a browser calls itself within bounds, and readable.
func shortened(agent string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(agent[:min(len(agent), agentLimit)], "\x00", ""), "")
}

// actorRow is a way in joined with whose it is; one row for each of their teams.
type actorRow struct {
	Way       string       `bun:"way"`
	Scope     access.Scope `bun:"scope"`
	SeenAt    int64        `bun:"seen_at"`
	ExpiresAt int64        `bun:"expires_at"`
	ID        fact.StaffID `bun:"id"`
	Name      string       `bun:"name"`
	Role      access.Role  `bun:"role"`
	RoleMay   string       `bun:"role_may"` // of a role of the house's own
	Team      fact.TeamID  `bun:"team_id"`
}

func actorOf(rows []actorRow, ip string) access.Actor {
	r := rows[0]
	a := access.Actor{ID: r.ID, Name: r.Name, Role: r.Role, Permissions: role.Permissions(r.Role, r.RoleMay), Scope: r.Scope, IP: ip}
	for _, r := range rows {
		if r.Team != "" {
			a.Teams = append(a.Teams, r.Team)
		}
	}
	return a
}

var errSignedOut = fault.New(fault.SignedOut, "session.signed_out")

// ActorBySession is who asks with the secret of a session. It asks the database
// each time, so that who is signed out, disabled or given another role finds it
// so at the next request, on every node.
func (o *Office) ActorBySession(ctx context.Context, secret, ip string) (access.Actor, error) {
	var rows []actorRow
	err := o.db.Ask(`SELECT w.id AS way, 'all' AS scope, w.seen_at, w.expires_at, s.id, s.name, s.role,
			COALESCE(r.permissions, '') AS role_may, COALESCE(m.team_id, '') AS team_id
		FROM session w JOIN staff s ON s.id = w.staff_id AND s.state = 'active'
		LEFT JOIN role r ON r.id = s.role
		LEFT JOIN team_member m ON m.staff_id = s.id
		WHERE w.secret = ? ORDER BY m.team_id`, kept(secret)).Scan(ctx, &rows)
	if err != nil {
		return access.Actor{}, fmt.Errorf("find a session: %w", err)
	}
	now := o.db.Now()
	if len(rows) == 0 || !live(instant(rows[0].SeenAt), instant(rows[0].ExpiresAt), now) {
		return access.Actor{}, errSignedOut
	}
	a := actorOf(rows, ip)
	a.Session = fact.SessionID(rows[0].Way)
	if now.Sub(instant(rows[0].SeenAt)) < seenGrain {
		return a, nil
	}
	return a, o.seen(ctx, "UPDATE session SET seen_at = ? WHERE id = ? AND seen_at < ?", now.UnixMilli(), rows[0].Way, now.UnixMilli())
}

// live tells whether a session still counts.
func live(seen, expires, now time.Time) bool {
	return now.Before(expires) && now.Sub(seen) < sessionIdle
}

func (o *Office) seen(ctx context.Context, update string, args ...any) error {
	err := o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, update, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("note that somebody was here: %w", err)
	}
	return nil
}

// SignOut closes the session that asks.
func (o *Office) SignOut(ctx context.Context, who access.Actor) error {
	if who.Session == "" {
		return errSignedOut
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM session WHERE id = ?", who.Session)
		if err != nil {
			return fmt.Errorf("close a session: %w", err)
		}
		if n == 0 {
			return nil // somebody else has closed it, which is as good
		}
		return audit.Write(ctx, tx, audit.Entry{Who: who, Action: "session.closed", Kind: "session", ID: string(who.Session)})
	})
}

// Sessions lists where a person is signed in, newest first: one's own, or those
// of somebody whom one manages.
func (o *Office) Sessions(ctx context.Context, who access.Actor, of fact.StaffID) ([]Session, error) {
	if err := o.own(ctx, o.db.Read(), who, of); err != nil {
		return nil, err
	}
	var rows []struct {
		ID        fact.SessionID `bun:"id"`
		CreatedAt int64          `bun:"created_at"`
		SeenAt    int64          `bun:"seen_at"`
		ExpiresAt int64          `bun:"expires_at"`
		IP        string         `bun:"ip"`
		Agent     string         `bun:"agent"`
	}
	now := o.db.Now()
	err := o.db.Read().NewRaw(`SELECT id, created_at, seen_at, expires_at, ip, agent FROM session
		WHERE staff_id = ? AND expires_at > ? AND seen_at > ? ORDER BY created_at DESC, id DESC`,
		of, now.UnixMilli(), now.Add(-sessionIdle).UnixMilli()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	sessions := make([]Session, len(rows))
	for i, r := range rows {
		sessions[i] = Session{
			ID: r.ID, Staff: of, CreatedAt: instant(r.CreatedAt), SeenAt: instant(r.SeenAt),
			ExpiresAt: instant(r.ExpiresAt), From: From{IP: r.IP, Agent: r.Agent},
		}
	}
	return sessions, nil
}

// RevokeSession signs a browser out: one's own, or that of somebody whom one
// manages. Whose session one may not see, one does not find.
func (o *Office) RevokeSession(ctx context.Context, who access.Actor, id fact.SessionID) error {
	if err := who.Writes(); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		return o.revoke(ctx, tx, who, "session", string(id))
	})
}

// revoke takes a way in away: a row of session or api_token.
func (o *Office) revoke(ctx context.Context, tx *db.Tx, who access.Actor, kind, id string) error {
	find, remove := "SELECT staff_id FROM session WHERE id = ?", "DELETE FROM session WHERE id = ?"
	if kind == "token" {
		find, remove = "SELECT staff_id FROM api_token WHERE id = ?", "DELETE FROM api_token WHERE id = ?"
	}
	missing := fault.New(fault.Missing, kind+".missing")
	var owner fact.StaffID
	if err := tx.NewRaw(find, id).Scan(ctx, &owner); db.IsNone(err) {
		return missing
	} else if err != nil {
		return fmt.Errorf("find a %s: %w", kind, err)
	}
	if err := o.own(ctx, tx, who, owner); fault.IsKind(err, fault.Denied) {
		return missing
	} else if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, remove, id); err != nil {
		return fmt.Errorf("revoke a %s: %w", kind, err)
	}
	return audit.Write(ctx, tx, audit.Entry{Who: who, Action: kind + ".revoked", Kind: kind, ID: id,
		Before: map[string]any{"staff": owner}})
}

// closeSessions signs a person out everywhere, but for one session. Whoever stands
// between two steps of a sign-in begins anew.
func closeSessions(ctx context.Context, tx *db.Tx, id fact.StaffID, but fact.SessionID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM session WHERE staff_id = ? AND id <> ?", id, but); err != nil {
		return fmt.Errorf("close the sessions of %s: %w", id, err)
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sign_in_step WHERE staff_id = ?", id); err != nil {
		return fmt.Errorf("close the half-open doors of %s: %w", id, err)
	}
	return nil
}
