package staff

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// CreateToken makes a way in for a program, in one's own name. The secret is
// shown this once.
func (o *Office) CreateToken(ctx context.Context, who access.Actor, n NewToken) (t Token, secret string, err error) {
	if err := who.Require(access.TokenManage); err != nil {
		return Token{}, "", err
	}
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		if n, err = worded(n, tx.Now()); err != nil {
			return err
		}
		if !who.MayIssue(n.Scope, who.Permissions) {
			return fault.New(fault.Denied, "token.scope_above_own").At("scope")
		}
		t, secret, err = createToken(ctx, tx, who, who.ID, who.Permissions, n)
		return err
	})
	return t, secret, err
}

// TokenFor makes a token in the name of a person, for whoever can use the
// command line of the server and so could do anything else as well.
func (o *Office) TokenFor(ctx context.Context, email string, scope access.Scope) (secret string, err error) {
	err = o.db.Write(ctx, func(tx *db.Tx) error {
		r, err := find(ctx, tx, "email", sameEmail(email))
		if err != nil {
			return err
		}
		if r.State != Active {
			return fault.New(fault.Conflict, "staff.disabled")
		}
		n, err := worded(NewToken{Name: "command line", Scope: scope}, tx.Now())
		if err != nil {
			return err
		}
		owner := r.may()
		if !access.System.MayIssue(n.Scope, owner) {
			return fault.New(fault.Denied, "token.scope_above_own").At("scope")
		}
		_, secret, err = createToken(ctx, tx, access.System, r.ID, owner, n)
		return err
	})
	return secret, err
}

func createToken(ctx context.Context, tx *db.Tx, who access.Actor, owner fact.StaffID, of access.Set, n NewToken) (Token, string, error) {
	t := Token{
		ID: fact.TokenID(newID()), Staff: owner, Name: n.Name, Scope: n.Scope, May: n.Scope.Permissions(of),
		CreatedAt: tx.Now(), ExpiresAt: instant(millis(n.ExpiresAt)),
	}
	secret := tokenMark + newSecret()
	_, err := tx.Exec(ctx, `INSERT INTO api_token (id, staff_id, name, scope, secret, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, t.ID, owner, t.Name, t.Scope, kept(secret), t.CreatedAt.UnixMilli(), millis(t.ExpiresAt))
	if err != nil {
		return Token{}, "", fmt.Errorf("create a token: %w", err)
	}
	return t, secret, audit.Write(ctx, tx, audit.Entry{Who: who, Action: "token.created", Kind: "token", ID: string(t.ID),
		After: map[string]any{"staff": owner, "name": t.Name, "scope": t.Scope, "expires_at": expiry(t.ExpiresAt)}})
}

// worded is a token to create, when what is said of it makes sense.
func worded(n NewToken, now time.Time) (NewToken, error) {
	n.Name = strings.TrimSpace(n.Name)
	switch {
	case n.Name == "":
		return n, fault.New(fault.Invalid, "token.name_missing").At("name")
	case utf8.RuneCountInString(n.Name) > nameLimit:
		return n, fault.New(fault.Invalid, "token.name_too_long", "limit", nameLimit).At("name")
	case !utf8.ValidString(n.Name) || strings.ContainsFunc(n.Name, unicode.IsControl):
		return n, fault.New(fault.Invalid, "token.name_unreadable").At("name")
	case !n.Scope.Known():
		return n, fault.New(fault.Invalid, "token.scope_unknown", "scope", string(n.Scope)).At("scope")
	case !n.ExpiresAt.IsZero() && !n.ExpiresAt.After(now):
		return n, fault.New(fault.Invalid, "token.expired_already").At("expires_at")
	}
	return n, nil
}

// expiry is a time for the audit; nothing for never.
func expiry(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}

// ActorByToken is who asks with a token: its owner, with what its scope leaves
// of their permissions. Like ActorBySession it asks the database each time.
func (o *Office) ActorByToken(ctx context.Context, secret, ip string) (access.Actor, error) {
	if !strings.HasPrefix(secret, tokenMark) {
		return access.Actor{}, errSignedOut
	}
	var rows []actorRow
	err := o.db.Ask(`SELECT w.id AS way, w.scope, w.used_at AS seen_at, w.expires_at, s.id, s.name, s.role,
			COALESCE(r.permissions, '') AS role_may, COALESCE(m.team_id, '') AS team_id
		FROM api_token w JOIN staff s ON s.id = w.staff_id AND s.state = 'active'
		LEFT JOIN role r ON r.id = s.role
		LEFT JOIN team_member m ON m.staff_id = s.id
		WHERE w.secret = ? ORDER BY m.team_id`, kept(secret)).Scan(ctx, &rows)
	if err != nil {
		return access.Actor{}, fmt.Errorf("find a token: %w", err)
	}
	now := o.db.Now()
	if len(rows) == 0 || (rows[0].ExpiresAt != 0 && !now.Before(instant(rows[0].ExpiresAt))) {
		return access.Actor{}, errSignedOut
	}
	a := actorOf(rows, ip)
	a.Token = fact.TokenID(rows[0].Way)
	if now.Sub(instant(rows[0].SeenAt)) < seenGrain {
		return a, nil
	}
	return a, o.seen(ctx, "UPDATE api_token SET used_at = ?, used_ip = ? WHERE id = ? AND used_at < ?", now.UnixMilli(), ip, rows[0].Way, now.UnixMilli())
}

// Tokens lists the tokens of a person, newest first: one's own, or those of
// somebody whom one manages.
func (o *Office) Tokens(ctx context.Context, who access.Actor, of fact.StaffID) ([]Token, error) {
	if err := o.own(ctx, o.db.Read(), who, of); err != nil {
		return nil, err
	}
	s, err := o.load(ctx, o.db.Read(), of)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID        fact.TokenID `bun:"id"`
		Name      string       `bun:"name"`
		Scope     access.Scope `bun:"scope"`
		CreatedAt int64        `bun:"created_at"`
		UsedAt    int64        `bun:"used_at"`
		UsedIP    string       `bun:"used_ip"`
		ExpiresAt int64        `bun:"expires_at"`
	}
	err = o.db.Read().NewRaw(`SELECT id, name, scope, created_at, used_at, used_ip, expires_at FROM api_token
		WHERE staff_id = ? ORDER BY created_at DESC, id DESC`, of).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	owner := actor(s, "").Permissions
	tokens := make([]Token, len(rows))
	for i, r := range rows {
		tokens[i] = Token{
			ID: r.ID, Staff: of, Name: r.Name, Scope: r.Scope, May: r.Scope.Permissions(owner), CreatedAt: instant(r.CreatedAt),
			UsedAt: instant(r.UsedAt), UsedIP: r.UsedIP, ExpiresAt: instant(r.ExpiresAt),
		}
	}
	return tokens, nil
}

// RevokeToken takes a token away: one's own, or that of somebody whom one
// manages. Whose token one may not see, one does not find.
func (o *Office) RevokeToken(ctx context.Context, who access.Actor, id fact.TokenID) error {
	if err := who.Writes(); err != nil {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		return o.revoke(ctx, tx, who, "token", string(id))
	})
}

// own asks whether who may see and take away the ways in of a person.
func (o *Office) own(ctx context.Context, from team.Reader, who access.Actor, of fact.StaffID) error {
	if who.ID == of {
		return who.Require(access.StaffView) // which everybody has, but not a token that only brings messages in
	}
	if err := who.Require(access.StaffManage); err != nil {
		return err
	}
	s, err := o.load(ctx, from, of)
	if err != nil {
		return err
	}
	return manages(who, s)
}
