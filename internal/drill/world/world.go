// Package world builds small true worlds: a real database, everything that
// stands on it below the edges, a clock that is moved by hand, and a few people
// and channels, so that a story can begin at once. Nothing in it is faked but the
// time; what is slow or outside (sockets, mail servers) is simply not there.
package world

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/outbox"
	"anlan/internal/arrive/search"
	"anlan/internal/arrive/smime"
	"anlan/internal/arrive/transfer"
	"anlan/internal/arrive/trust"
	"anlan/internal/arrive/view"
	"anlan/internal/channel/email"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/calendar"
	"anlan/internal/people/presence"
	"anlan/internal/people/role"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/blob"
	"anlan/internal/platform/db"
	"anlan/internal/platform/db/dbtest"
	"anlan/internal/platform/jobs"
	"anlan/internal/platform/seal"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/check"
	"anlan/internal/resolve/company"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/wording"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/school"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/vigil"
)

// FileLimit is the largest attachment of this world, in bytes: small, so that a
// story can go over it.
const FileLimit = 1 << 20

// World is a small operation on the morning of a Monday.
type World struct {
	T   testing.TB
	Ctx context.Context

	DB   *db.DB
	Jobs *jobs.Runner

	Teams     *team.Roster
	Roles     *role.Catalog
	Skills    *skill.Register
	Calendars *calendar.Book
	Office    *staff.Office
	Presence  *presence.Board
	Search    *search.Index
	Contacts  *contact.Book
	Fields    *field.Catalogue

	Organisations *organisation.Register

	Inbox    *conversation.Inbox
	Views    *view.Shelf
	Files    *conversation.Files
	Channels *intake.Channels
	Outbox   *outbox.Ledger
	Guard    *trust.Guard
	Safe     *smime.Safe
	Door     *intake.Door
	Archive  *email.Archive
	Grants   *grant.Keyring // whoever asks for a provider is not in this world
	Dock     *transfer.Dock
	Topics   *tree.Catalogue
	School   *school.School
	Readings *reading.Room
	Risks    *vigil.Watch
	Ward     *health.Ward
	Checks   *check.Porter
	Desk     *desk.Desk
	Company  *company.Host
	Wording  *wording.Shelf
	Bulk     *bulk.Office

	// Lin 林岚 answers customers, Chen 陈默 leads, Mo 莫莉 manages, Ada runs the house.
	Lin, Chen, Mo, Ada access.Actor
	// Care 客户关怀 is Lin and Chen; Tech 技术支持 is Chen.
	Care, Tech team.Team
	// A chat on the site, a mailbox that can send, a system that calls the API.
	Chat, Mail, Shop intake.Channel

	mu     sync.Mutex
	now    time.Time
	cursor int64
}

// Each tells a story on SQLite and on PostgreSQL, each time in a fresh world.
func Each(t *testing.T, story func(t *testing.T, w *World)) {
	t.Helper()
	for _, place := range dbtest.Places(t) {
		t.Run(place.Name, func(t *testing.T) { story(t, On(t, place.Open(t))) })
	}
}

// On builds a world on an empty, migrated database.
func On(t testing.TB, d *db.DB) *World {
	t.Helper()
	w := &World{T: t, Ctx: t.Context(), DB: d, now: At("09:00")}
	d.Clock(w.Now)
	blobs, err := blob.Open(t.TempDir())
	w.must(err)
	blobs.Clock(d.Now)

	w.Jobs = jobs.New(d, "world", slog.New(slog.NewTextHandler(io.Discard, nil)))
	w.Teams = team.New(d)
	w.Roles = role.NewCatalog(d)
	w.Skills = skill.New(d)
	w.Calendars = calendar.New(d)
	sealer, err := seal.New(seal.NewKey())
	w.must(err)
	w.Grants = grant.New(d, sealer, nil, "world")
	w.Office = staff.New(d, w.Teams, sealer, "https://desk.lanxue.example")
	w.Presence = presence.New(d)
	w.Search = search.New(d)
	w.Fields = field.New(d)
	w.Organisations = organisation.New(d, w.Search)
	w.Contacts = contact.NewBook(d, w.Search)
	w.Inbox = conversation.NewInbox(d, w.Search)
	w.Views = view.New(d, w.Inbox)
	w.Contacts.Bind(w.Inbox)
	w.Files = conversation.NewFiles(d, blobs, FileLimit)
	w.Channels = intake.NewChannels(d, sealer)
	w.Outbox = outbox.New(d, w.Inbox, w.Contacts, sealer)
	w.Guard = trust.NewGuard(d)
	w.Safe = smime.NewSafe(d, sealer, nil, slog.New(slog.DiscardHandler))
	w.Door = intake.NewDoor(d, w.Channels, w.Contacts, w.Inbox, w.Files, w.Outbox, w.Safe)
	w.Archive = email.NewArchive(d, w.Channels, w.Inbox, w.Files, w.Door)
	w.Dock = transfer.New(d, w.Contacts, w.Inbox, w.Files, w.Channels, w.Door)
	w.Topics = tree.New(d)
	w.School = school.New(d, w.Topics)
	w.Risks = vigil.New(d, w.Inbox)
	w.Ward = health.New(d, w.Channels, w.Safe)
	w.Checks = check.New(d, w.Inbox, w.Channels, w.Contacts, w.Ward, sealer)
	w.Readings = reading.NewRoom(d, w.Inbox, w.School, w.Risks, w.Checks)
	w.Desk = desk.New(d, w.Inbox, w.Channels, w.Contacts)
	w.Company = company.New(d, w.Desk, w.Inbox)
	w.Wording = wording.New(w.DB, w.Desk, w.Inbox)
	w.Bulk = bulk.New(d, w.Inbox, w.Wording)
	w.Jobs.Register(bulk.Kind, jobs.Handle(w.Bulk.Work))
	w.Jobs.Register(conversation.AwakenKind, jobs.Handle(w.Inbox.Awake))
	w.Jobs.Register(conversation.LeaveKind, jobs.Handle(w.Desk.Leave))
	w.Jobs.Register(smime.OpenKind, jobs.Handle(w.Archive.Open))
	w.Jobs.Register(transfer.Work, jobs.Handle(w.Dock.Move))
	w.Jobs.Register(transfer.Write, jobs.Handle(w.Dock.Put))
	w.Jobs.Register(presence.CheckJob, jobs.Handle(w.Presence.Check))
	w.Jobs.Register(presence.ReturnJob, jobs.Handle(w.Presence.Return))

	w.populate()
	w.Facts()
	return w
}

// populate hires the people and opens the channels.
func (w *World) populate() {
	w.Ada = w.Hire("Ada", access.Admin)
	w.Mo = w.Hire("莫莉 Mo", access.Manager)
	w.Chen = w.Hire("陈默 Chen", access.Lead)
	w.Lin = w.Hire("林岚 Lin", access.Agent)
	w.Care = w.Team("客户关怀", w.Lin.ID, w.Chen.ID)
	w.Tech = w.Team("技术支持", w.Chen.ID)
	w.Lin.Teams = []fact.TeamID{w.Care.ID}
	w.Chen.Teams = []fact.TeamID{w.Care.ID, w.Tech.ID}

	w.Chat = w.Channel(intake.Webchat, "网站咨询", `{"title": {"zh-CN": "在线客服", "en": "Chat with us"}}`)
	w.Mail = w.Channel(intake.Email, "Support mailbox", `{"address": "help@lanxue.example", "from_name": "澜学", "smtp": {"host": "127.0.0.1", "port": 9, "security": "none"}}`)
	w.Shop = w.Channel(intake.API, "Shop", `{}`)
}

// Hire takes somebody on; their address is made of their number.
func (w *World) Hire(name string, role access.Role) access.Actor {
	w.T.Helper()
	var n int
	w.must(w.DB.Read().NewRaw("SELECT COUNT(*) FROM staff").Scan(w.Ctx, &n))
	s, _, err := w.Office.Add(w.Ctx, access.System, staff.Newcomer{
		Email: "staff" + letters(n) + "@lanxue.example", Name: name, Role: role,
	})
	w.must(err)
	return access.Actor{ID: s.ID, Name: s.Name, Role: role, Permissions: role.Permissions(), Scope: access.All}
}

// letters counts a, b … z, aa, ab.
func letters(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return letters(n/26-1) + letters(n%26)
}

// Team founds a team.
func (w *World) Team(name string, members ...fact.StaffID) team.Team {
	w.T.Helper()
	t, err := w.Teams.Add(w.Ctx, w.Ada, team.Founding{Name: name, Members: members})
	w.must(err)
	return t
}

// Channel opens a channel, with its secrets.
func (w *World) Channel(kind, name, settings string) intake.Channel {
	w.T.Helper()
	c, err := w.Channels.Add(w.Ctx, w.Ada, kind, name, json.RawMessage(settings))
	w.must(err)
	c, err = w.Channels.ByID(w.Ctx, c.ID)
	w.must(err)
	return c
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
