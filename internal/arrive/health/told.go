package health

import (
	"context"
	"fmt"

	"anlan/internal/fact"
	"anlan/internal/platform/db"
)

// Sends tells whether mail of our own may leave by this channel now.
func (h Health) Sends() bool {
	if h.Out == nil || h.State == Closed {
		return false
	}
	for _, t := range h.Troubles {
		if t.Part == Out || t.Part == Grant {
			return false
		}
	}
	return true
}

// Told is that somebody was told of a trouble by mail, or why not.
type Told struct {
	Trouble fact.TroubleID `json:"trouble_id"`
	Name    string         `json:"name" doc:"of the colleague"`
	Over    bool           `json:"over" doc:"that it was over"`
	State   string         `json:"state" enum:"left,none"`
	By      string         `json:"by" doc:"the mailbox that it left by"`
	Reason  string         `json:"reason" doc:"why none left: no_mailbox, own_address, refused"`
}

// ToMail tells whether somebody is to be told by mail: not twice, and of an end only
// who heard of the beginning.
func (w *Ward) ToMail(ctx context.Context, t fact.TroubleID, to fact.StaffID, over bool) (bool, error) {
	var began, told int
	err := w.db.Read().NewRaw(`SELECT COUNT(*) FILTER (WHERE NOT over AND state = 'left'), COUNT(*) FILTER (WHERE over = ?) FROM trouble_mail WHERE trouble_id = ? AND staff_id = ?`,
		over, t, to).Scan(ctx, &began, &told)
	if err != nil {
		return false, fmt.Errorf("who was told of trouble %s: %w", t, err)
	}
	return told == 0 && (!over || began > 0), nil
}

// Mailed notes that somebody was told by mail.
func (w *Ward) Mailed(ctx context.Context, t fact.TroubleID, to fact.StaffID, over bool, by fact.ChannelID) error {
	return w.mailed(ctx, t, to, over, by, "left", "")
}

// NotMailed notes that somebody was not, and why.
func (w *Ward) NotMailed(ctx context.Context, t fact.TroubleID, to fact.StaffID, over bool, reason string) error {
	return w.mailed(ctx, t, to, over, "", "none", reason)
}

func (w *Ward) mailed(ctx context.Context, t fact.TroubleID, to fact.StaffID, over bool, by fact.ChannelID, state, reason string) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO trouble_mail (trouble_id, staff_id, over, channel_id, state, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			t, to, over, by, state, reason, tx.Now().UnixMilli())
		if err != nil {
			return fmt.Errorf("note who was told of trouble %s: %w", t, err)
		}
		return nil
	})
}

// Told are those who were told by mail of the open troubles of a channel.
func (w *Ward) Told(ctx context.Context, channel fact.ChannelID) (list []Told, err error) {
	var rows []struct {
		Trouble fact.TroubleID `bun:"trouble_id"`
		Name    string         `bun:"name"`
		Over    bool           `bun:"over"`
		State   string         `bun:"state"`
		By      string         `bun:"by_name"`
		Reason  string         `bun:"reason"`
	}
	err = w.db.Read().NewRaw(`SELECT m.trouble_id, s.name, m.over, m.state, COALESCE(c.name, '') AS by_name, m.reason
		FROM trouble_mail m JOIN channel_trouble t ON t.id = m.trouble_id JOIN staff s ON s.id = m.staff_id LEFT JOIN channel c ON c.id = m.channel_id
		WHERE t.channel_id = ? AND t.over_at = 0 ORDER BY m.at, s.name`, channel).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("who was told of channel %s: %w", channel, err)
	}
	for _, r := range rows {
		list = append(list, Told(r))
	}
	return list, nil
}
