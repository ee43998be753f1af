package app

import (
	"context"
	"time"

	"anlan/internal/drill/sample"
)

// LoadSample fills an empty house with a believable past, once. Nothing else may
// run on this node while it does.
func (a *Anlan) LoadSample(ctx context.Context) (loaded bool, err error) {
	loaded, err = sample.Load(ctx, sample.Parts{
		DB: a.DB, Clock: time.Now, Teams: a.Teams, Office: a.Office, Skills: a.Skills, Contacts: a.Contacts,
		Inbox: a.Inbox, Channels: a.Channels, Door: a.Door, Desk: a.Desk,
		Wording: a.Wording, Views: a.Views, Fields: a.Fields, Topics: a.Topics, Readings: a.Readings, Queues: a.Queues, Waits: a.Waits, Organisations: a.Organisations,
	})
	if loaded {
		a.Log.Info("the sample world was loaded; its people have no passwords, an admin can invite them")
	}
	return loaded, err
}
