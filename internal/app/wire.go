// Package app puts everything together: wire.go builds it, flow.go says which
// fact moves whom, run.go starts it and stops it in reverse.
package app

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/mailbox"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/picture"
	"anlan/internal/arrive/retention"
	"anlan/internal/arrive/search"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/transfer"
	"anlan/internal/arrive/trust"
	"anlan/internal/arrive/view"
	"anlan/internal/channel/email"
	"anlan/internal/connector/httppost"
	"anlan/internal/connector/imap"
	"anlan/internal/connector/oauth"
	fetching "anlan/internal/connector/picture"
	"anlan/internal/control/webhook"
	"anlan/internal/people/audit"
	"anlan/internal/people/calendar"
	"anlan/internal/people/presence"
	"anlan/internal/people/provider"
	"anlan/internal/people/role"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/config"
	"anlan/internal/platform/db"
	"anlan/internal/platform/folder"
	"anlan/internal/platform/jobs"
	"anlan/internal/platform/live"
	"anlan/internal/platform/seal"
	"anlan/internal/resolve/acknowledgement"
	"anlan/internal/resolve/automation"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/check"
	"anlan/internal/resolve/company"
	"anlan/internal/resolve/continuation"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/notification"
	"anlan/internal/resolve/tour"
	"anlan/internal/resolve/wording"
	"anlan/internal/route/absence"
	"anlan/internal/route/assign"
	"anlan/internal/route/callback"
	"anlan/internal/route/overflow"
	"anlan/internal/route/personal"
	"anlan/internal/route/queue"
	"anlan/internal/route/relief"
	"anlan/internal/route/wait"
	"anlan/internal/schema"
	"anlan/internal/understand/mask"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/school"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/vigil"
)

// Anlan is everything that one node consists of, below the edges.
type Anlan struct {
	Config config.Config
	Log    *slog.Logger
	Node   string

	guard *folder.Guard

	DB     *db.DB
	Jobs   *jobs.Runner
	Hub    *live.Hub
	Redis  *live.Redis // nil on a single node
	Sealer *seal.Sealer

	Teams     *team.Roster
	Roles     *role.Catalog
	Skills    *skill.Register
	Calendars *calendar.Book
	Office    *staff.Office
	Providers *provider.Directory
	Presence  *presence.Board
	Journal   *audit.Journal

	Search   *search.Index
	Contacts *contact.Book
	Fields   *field.Catalogue

	Organisations *organisation.Register

	Inbox    *conversation.Inbox
	Views    *view.Shelf
	Files    *conversation.Files
	Channels *intake.Channels
	Outbox   *outbox.Ledger
	Guard    *trust.Guard
	Safe     *smime.Safe
	Album    *picture.Album
	Door     *intake.Door
	Dock     *transfer.Dock

	Retention *retention.Room

	Topics   *tree.Catalogue
	School   *school.School
	Readings *reading.Room
	Risks    *vigil.Watch

	Masks  *mask.Keeper
	Checks *check.Porter
	Codes  *email.Codes

	Absences   *absence.Watch
	Queues     *queue.Board
	Overflow   *overflow.Watch
	Callbacks  *callback.List
	Relief     *relief.Menu
	Waits      *wait.Office
	Dispatcher *assign.Dispatcher
	Personal   *personal.Book

	Desk    *desk.Desk
	Company *company.Host
	Notices *notification.Desk

	Acknowledgements *acknowledgement.Desk

	Tour    *tour.Guide
	Wording *wording.Shelf
	Bulk    *bulk.Office

	Automations *automation.House
	Post        *email.Post
	Archive     *email.Archive

	Grants    *grant.Keyring
	Mailboxes *mailbox.Ledger
	Collector *email.Collector
	Ward      *health.Ward
	Alarm     *email.Alarm

	Hooks *webhook.Courier

	Continuations *continuation.Ledger
	Carrier       *email.Carrier
}

// Open opens the database, brings it up to date and builds what stands on it.
// Nothing runs yet. Close it when done.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger) (*Anlan, error) {
	guard, err := folder.Share(cfg.Data)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, cfg.Data, cfg.DatabaseURL)
	if err != nil {
		return nil, errors.Join(err, guard.Leave())
	}
	a := &Anlan{Config: cfg, Log: log, Node: nodeName(), DB: d, guard: guard}
	if err := a.wire(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *Anlan) wire(ctx context.Context) error {
	if err := a.migrate(ctx); err != nil {
		return err
	}
	blobs, err := openFiles(a.Config)
	if err != nil {
		return err
	}
	blobs.Clock(a.DB.Now)
	if a.Sealer, err = sealer(ctx, a.DB); err != nil {
		return err
	}
	engine, err := a.engine()
	if err != nil {
		return err
	}
	a.Hub = live.New(a.DB, engine, a.Node, a.Log)
	a.Jobs = jobs.New(a.DB, a.Node, a.Log)

	a.Teams = team.New(a.DB)
	a.Roles = role.NewCatalog(a.DB)
	a.Skills = skill.New(a.DB)
	a.Calendars = calendar.New(a.DB)
	a.Providers = provider.New(a.DB, a.Sealer)
	a.Office = staff.New(a.DB, a.Teams, a.Sealer, a.Config.PublicURL)
	a.Presence = presence.New(a.DB)
	a.Journal = audit.NewJournal(a.DB)

	a.Search = search.New(a.DB)
	a.Fields = field.New(a.DB)
	a.Organisations = organisation.New(a.DB, a.Search)
	a.Contacts = contact.NewBook(a.DB, a.Search)
	a.Inbox = conversation.NewInbox(a.DB, a.Search)
	a.Views = view.New(a.DB, a.Inbox)
	a.Contacts.Bind(a.Inbox)
	a.Files = conversation.NewFiles(a.DB, blobs, a.Config.UploadLimit)
	a.Channels = intake.NewChannels(a.DB, a.Sealer)
	a.Outbox = outbox.New(a.DB, a.Inbox, a.Contacts, a.Sealer)
	a.Guard = trust.NewGuard(a.DB)
	a.Safe = smime.NewSafe(a.DB, a.Sealer, a.authorities(), a.Log)
	a.Door = intake.NewDoor(a.DB, a.Channels, a.Contacts, a.Inbox, a.Files, a.Outbox, a.Safe)
	a.Archive = email.NewArchive(a.DB, a.Channels, a.Inbox, a.Files, a.Door)
	a.Dock = transfer.New(a.DB, a.Contacts, a.Inbox, a.Files, a.Channels, a.Door)

	a.Topics = tree.New(a.DB)
	a.School = school.New(a.DB, a.Topics)
	a.Risks = vigil.New(a.DB, a.Inbox)
	a.Ward = health.New(a.DB, a.Channels, a.Safe)
	a.Checks = check.New(a.DB, a.Inbox, a.Channels, a.Contacts, a.Ward, a.Sealer)
	a.Readings = reading.NewRoom(a.DB, a.Inbox, a.School, a.Risks, a.Checks)

	a.Masks = mask.New(a.DB, a.Inbox)
	a.Search.Cover(a.covered)
	a.Dock.Cover(a.Masks)

	a.Absences = absence.New(a.DB, a.Inbox)
	a.Queues = queue.New(a.DB, a.Inbox, queue.Understood{})
	a.Dispatcher = assign.New(a.DB, a.Queues, a.Inbox, a.Skills, a.Presence)
	a.Personal = personal.New(a.DB)
	a.Overflow = overflow.New(a.DB, a.Queues)
	a.Dispatcher.Help(a.Overflow.Helping)
	a.Waits = wait.New(a.DB, a.Queues)
	a.Overflow.Expect(func(ctx context.Context, w queue.Waiting) (time.Duration, bool, error) {
		e, err := a.Waits.Newcomer(ctx, w)
		return e.Half, e.Known(), err
	})
	a.Callbacks = callback.New(a.DB, a.Inbox, a.Queues)
	a.Relief = relief.New(a.DB, a.Inbox, a.Queues, a.Waits, a.Overflow)

	a.Desk = desk.New(a.DB, a.Inbox, a.Channels, a.Contacts)
	a.Company = company.New(a.DB, a.Desk, a.Inbox)
	a.Wording = wording.New(a.DB, a.Desk, a.Inbox)
	a.Bulk = bulk.New(a.DB, a.Inbox, a.Wording)
	a.Automations = automation.New(a.DB, a.Inbox, a.Wording, a.Outbox)
	post := httppost.New(a.Config.WebhookNetworks)
	a.Album = picture.New(a.DB, a.Inbox, a.Files, a.Guard, fetching.Get(post.Browser()))
	a.Grants = grant.New(a.DB, a.Sealer, oauth.New(post.Client(), a.DB.Now), a.Node)
	a.Post = email.NewPost(a.DB, a.Inbox, a.Channels, a.Contacts, a.Files, a.Grants, a.Outbox, a.Wording, a.Safe)

	a.Acknowledgements = acknowledgement.New(a.DB, a.Inbox, a.Channels, a.Contacts, a.Outbox)

	a.Mailboxes = mailbox.NewLedger(a.DB)
	a.Collector = email.NewCollector(a.Channels, a.Door, a.Mailboxes, a.Grants, imap.Open, a.Node, a.Log)

	a.Continuations = continuation.New(a.DB, a.Inbox, a.Channels, a.Contacts, a.Sealer, a.Config.PublicURL)
	a.Carrier = email.NewCarrier(a.Post, a.Continuations)
	a.Hooks = webhook.NewCourier(a.DB, post, a.shown, a.Log)
	a.Hub.OnNews(a.Hooks.Wake)
	a.Notices = notification.New(a.DB, post.Client(), a.Config.PublicURL, a.Log)
	a.Notices.Cover(a.coveredFor)
	a.Hub.OnNews(a.Notices.Wake)
	a.Codes = email.NewCodes(a.Post, a.Checks, a.Log)
	a.Alarm = email.NewAlarm(a.Post, a.Ward, a.Office, a.Config.PublicURL, a.Log)
	a.Tour = tour.New(a.DB, a.Channels)

	a.Retention = retention.NewRoom(a.DB, a.Inbox, a.Contacts, a.Door, a.Files, Traces)

	a.setFlow()
	return a.sealPasswords(ctx)
}

// sealPasswords seals what an earlier version left open.
func (a *Anlan) sealPasswords(ctx context.Context) error {
	mailboxes, err := a.Channels.SealPasswords(ctx)
	if mailboxes > 0 {
		a.Log.Info("the passwords of mailboxes were sealed", "mailboxes", mailboxes)
	}
	return err
}

func (a *Anlan) migrate(ctx context.Context) error {
	files, err := schema.For(string(a.DB.Dialect))
	if err != nil {
		return err
	}
	a.DB.BeforeMigrating(a.copied)
	backup, applied, err := a.DB.Migrate(ctx, files, a.Config.Data)
	if err != nil {
		return err
	}
	if applied > 0 {
		a.Log.Info("the database was brought up to date", "migrations", applied, "backup", backup)
	}
	return nil
}

// authorities are those whose word about people this machine believes; nil where it
// knows none.
func (a *Anlan) authorities() *x509.CertPool {
	roots, err := x509.SystemCertPool()
	if err != nil {
		a.Log.Warn("the machine knows no authorities; who signed a mail is believed only where somebody added one", "err", err)
	}
	return roots
}

// engine carries live words between the nodes, where there are several.
func (a *Anlan) engine() (live.Engine, error) {
	if a.Config.RedisURL == "" {
		return live.NewMemory(), nil
	}
	redis, err := live.NewRedis(a.Config.RedisURL, a.liveChannel(), a.Log)
	if err != nil {
		return nil, err
	}
	a.Redis = redis
	return redis, nil
}

// liveChannel keeps installations that share a Redis apart. Nodes of one
// installation share the key, so they find each other without a setting.
func (a *Anlan) liveChannel() string { return "anlan:live:" + a.Sealer.Name() }

// Close lets go of everything, in the reverse order of Open.
func (a *Anlan) Close() error {
	if a.Post != nil {
		a.Post.Close()
	}
	if a.Redis != nil {
		a.Redis.Close()
	}
	return errors.Join(a.DB.Close(), a.guard.Leave())
}

func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), strings.ToLower(rand.Text()[:6]))
}

// SealerOf reads the key that sealer made; nil where there is none.
func SealerOf(ctx context.Context, d *db.DB) (*seal.Sealer, error) {
	var key string
	err := d.Read().NewRaw("SELECT value FROM setting WHERE name = 'seal_key'").Scan(ctx, &key)
	if db.IsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the sealing key: %w", err)
	}
	return seal.New(key)
}

// sealer reads the key that signs links, or makes it at the first start. All
// nodes share it.
func sealer(ctx context.Context, d *db.DB) (*seal.Sealer, error) {
	var key string
	err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES ('seal_key', ?) ON CONFLICT DO NOTHING", seal.NewKey())
		if err != nil {
			return err
		}
		return tx.NewRaw("SELECT value FROM setting WHERE name = 'seal_key'").Scan(ctx, &key)
	})
	if err != nil {
		return nil, fmt.Errorf("read the sealing key: %w", err)
	}
	return seal.New(key)
}
