package conversation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/audit"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

// References of a thread are handed on with every mail that is passed on, so to know
// one proves nothing. Who writes with one and takes no part is heard, and nothing
// goes to them until a person says that they belong here.

// Standing is whether an address takes part in a conversation.
type Standing string

// Standings.
const (
	Known    Standing = "known"
	Stranger Standing = "stranger" // nobody has said yet
	Refused  Standing = "refused"
)

// Participant is an address in a conversation besides those of its contact.
type Participant struct {
	Address  string         `json:"address"`
	Name     string         `json:"name" personal:"name" doc:"as they call themselves"`
	Standing Standing       `json:"standing" enum:"known,stranger,refused" doc:"known takes part; a stranger wrote with a reference of ours and nobody has decided; nothing is sent to strangers and refused ones"`
	Because  string         `json:"because" enum:"copied,unknown_sender,accepted,refused" doc:"why it stands so"`
	Message  fact.MessageID `json:"message_id" doc:"the message by which they came"`
	At       time.Time      `json:"at"`
	CanJudge bool           `json:"can_judge"`
}

type participantRow struct {
	bun.BaseModel `bun:"table:participant"`
	Conversation  fact.ConversationID `bun:"conversation_id,pk"`
	Address       string              `bun:"address,pk"`
	Name          string              `bun:"name"`
	Standing      Standing            `bun:"standing"`
	Because       string              `bun:"because"`
	Message       fact.MessageID      `bun:"message_id"`
	At            int64               `bun:"at"`
	Staff         fact.StaffID        `bun:"staff_id"`
	DecidedAt     int64               `bun:"decided_at"`
}

func (r participantRow) present() Participant {
	return Participant{Address: r.Address, Name: r.Name, Standing: r.Standing, Because: r.Because, Message: r.Message, At: time.UnixMilli(r.At).UTC()}
}

// Person is somebody whom a mail names.
type Person struct {
	Address string
	Name    string
}

// Letter is a mail as far as it tells who takes part.
type Letter struct {
	Message fact.MessageID
	Contact fact.ContactID // who wrote it
	From    Person
	Copied  []Person // to whom it went besides us
	Joins   bool     // it came to a conversation that was there
}

// mostCopied bounds how many people one mail brings into a conversation.
const mostCopied = 50

// AdmitTx notes who takes part by a mail. Whom a stranger copies does not.
func (in *Inbox) AdmitTx(ctx context.Context, tx *db.Tx, home fact.ConversationID, l Letter) error {
	if l.Joins && l.From.Address != "" {
		known, err := in.knows(ctx, tx, home, l)
		if err != nil {
			return err
		}
		if !known {
			return in.strange(ctx, tx, home, l)
		}
	}
	for _, p := range l.Copied[:min(len(l.Copied), mostCopied)] {
		if err := enrol(ctx, tx, home, l, p, Known, "copied"); err != nil {
			return err
		}
	}
	return nil
}

// enrol notes a person who is not noted yet.
func enrol(ctx context.Context, tx *db.Tx, home fact.ConversationID, l Letter, p Person, as Standing, because string) error {
	err := tx.Ask(`INSERT INTO participant (conversation_id, address, name, standing, because, message_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, home, folded(p.Address), cut(p.Name, 200), as, because, l.Message, tx.Now().UnixMilli()).Later(ctx)
	if err != nil {
		return fmt.Errorf("note who takes part in %s: %w", home, err)
	}
	return nil
}

func folded(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

func (in *Inbox) strange(ctx context.Context, tx *db.Tx, home fact.ConversationID, l Letter) error {
	if err := enrol(ctx, tx, home, l, l.From, Stranger, "unknown_sender"); err != nil {
		return err
	}
	root, err := rootOf(ctx, tx, home)
	if err != nil {
		return err
	}
	return tx.Record(ctx, fact.ConversationStrangerWrote{Conversation: root, Message: l.Message})
}

// standsForItself leaves out what was split off and has gone back: whose it was
// meanwhile says nothing.
const standsForItself = "NOT EXISTS (SELECT 1 FROM conversation_split s WHERE s.conversation_id = c.id AND s.undone_at > 0)"

// knows tells whether the writer of a mail takes part: as its contact, under an
// address of theirs, because somebody known copied them or a person said so, because
// they wrote before, or because we wrote to them.
func (in *Inbox) knows(ctx context.Context, tx *db.Tx, home fact.ConversationID, l Letter) (bool, error) {
	root, err := rootOf(ctx, tx, home)
	if err != nil {
		return false, err
	}
	tree, err := treeOf(ctx, tx, root)
	if err != nil {
		return false, err
	}
	address := folded(l.From.Address)
	var is struct {
		Own      bool     `bun:"own"`
		Standing Standing `bun:"standing"`
		Wrote    bool     `bun:"wrote"`
	}
	err = tx.Ask(`SELECT
			(EXISTS (SELECT 1 FROM conversation c WHERE c.id IN (?) AND c.contact_id = ? AND `+standsForItself+`) OR
			EXISTS (SELECT 1 FROM conversation c JOIN identity i ON i.contact_id = c.contact_id WHERE c.id IN (?) AND i.kind = 'email' AND i.value = ? AND `+standsForItself+`)) AS own,
			COALESCE((SELECT MIN(p.standing) FROM participant p WHERE p.conversation_id IN (?) AND p.address = ?), '') AS standing,
			(EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = ? AND m.kind = 'inbound' AND m.contact_id = ? AND m.id <> ?) OR
			EXISTS (SELECT 1 FROM outgoing o JOIN message m ON m.id = o.message_id WHERE o.address = ? AND m.conversation_id = ?)) AS wrote`,
		tree, l.Contact, tree, address, tree, address, root, l.Contact, l.Message, address, root).Scan(ctx, &is)
	if err != nil {
		return false, fmt.Errorf("look who takes part in %s: %w", home, err)
	}
	if is.Own || is.Standing == "" {
		return is.Own || is.Wrote, nil
	}
	return is.Standing == Known, nil
}

// Participants are the people of a conversation besides its contact.
func (in *Inbox) Participants(ctx context.Context, who access.Actor, id fact.ConversationID) ([]Participant, error) {
	if err := who.Require(access.ConversationView); err != nil {
		return nil, err
	}
	root, err := rootOf(ctx, in.db.Read(), id)
	if err != nil {
		return nil, err
	}
	return in.participants(ctx, root, who.May(access.ConversationReply), Known, Stranger, Refused)
}

func (in *Inbox) participants(ctx context.Context, root fact.ConversationID, may bool, as ...Standing) ([]Participant, error) {
	tree, err := treeOf(ctx, in.db.Read(), root)
	if err != nil {
		return nil, err
	}
	var rows []participantRow
	// Whoever turned out to be the contact takes part as that; of whom no words are left
	// here, nothing is to be said.
	err = in.db.Ask("SELECT "+db.Columns[participantRow]()+` FROM participant p WHERE p.conversation_id IN (?) AND p.standing IN (?)
		AND (p.standing = 'known' OR NOT EXISTS (SELECT 1 FROM conversation c JOIN identity i ON i.contact_id = c.contact_id
			WHERE c.id IN (?) AND i.kind = 'email' AND i.value = p.address AND `+standsForItself+`))
			AND (p.standing = 'known' OR EXISTS (SELECT 1 FROM message f JOIN message m ON m.contact_id = f.contact_id
			WHERE f.id = p.message_id AND m.conversation_id = ? AND m.kind = 'inbound'))
		ORDER BY p.at, p.address LIMIT 500`, tree, as, tree, root).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read who takes part in %s: %w", root, err)
	}
	list := []Participant{}
	for _, r := range rows {
		p := r.present()
		p.CanJudge = may
		list = append(list, p)
	}
	return list, nil
}

// Unheard are the addresses that nothing of a conversation is sent to.
func (in *Inbox) Unheard(ctx context.Context, id fact.ConversationID) (map[string]bool, error) {
	root, err := rootOf(ctx, in.db.Read(), id)
	if err != nil {
		return nil, err
	}
	list, err := in.participants(ctx, root, false, Stranger, Refused)
	unheard := map[string]bool{}
	for _, p := range list {
		unheard[p.Address] = true
	}
	return unheard, err
}

// Judge says whether an address takes part.
func (in *Inbox) Judge(ctx context.Context, who access.Actor, id fact.ConversationID, address string, as Standing) error {
	if err := who.Require(access.ConversationReply); err != nil {
		return err
	}
	because := map[Standing]string{Known: "accepted", Refused: "refused"}[as]
	if because == "" {
		return fault.New(fault.Invalid, "participant.standing_wrong", "standing", string(as)).At("standing")
	}
	return in.db.Write(ctx, func(tx *db.Tx) error {
		root, err := rootOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := lockOne(ctx, tx, root); err != nil {
			return err
		}
		tree, err := treeOf(ctx, tx, root)
		if err != nil {
			return err
		}
		var rows []participantRow
		err = tx.Ask("SELECT "+db.Columns[participantRow]()+" FROM participant WHERE conversation_id IN (?) AND address = ? ORDER BY at", tree, folded(address)).Scan(ctx, &rows)
		if err != nil {
			return fmt.Errorf("look who takes part in %s: %w", id, err)
		}
		if len(rows) == 0 {
			return fault.New(fault.Missing, "participant.missing")
		}
		_, err = tx.Ask("UPDATE participant SET standing = ?, because = ?, staff_id = ?, decided_at = ? WHERE conversation_id IN (?) AND address = ?",
			as, because, who.ID, tx.Now().UnixMilli(), tree, folded(address)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note who takes part in %s: %w", id, err)
		}
		entry := audit.Entry{Who: who, Action: "participant." + because, Kind: "conversation", ID: string(root),
			Before: map[string]any{"standing": rows[0].Standing}, After: map[string]any{"standing": as, "message": rows[0].Message}}
		if err := audit.Write(ctx, tx, entry); err != nil {
			return err
		}
		return tx.Record(ctx, fact.ConversationParticipantJudged{Conversation: root, Message: rows[0].Message, Standing: string(as), By: who.ID})
	})
}

// ForgetAddressesTx forgets that the addresses of people who are erased took part in
// the conversations of others.
func ForgetAddressesTx(ctx context.Context, tx *db.Tx, people ...fact.ContactID) error {
	_, err := tx.Exec(ctx, "DELETE FROM participant WHERE address IN (SELECT value FROM identity WHERE contact_id IN (?) AND kind = 'email')", inList(people))
	if err != nil {
		return fmt.Errorf("forget where people took part: %w", err)
	}
	return nil
}
