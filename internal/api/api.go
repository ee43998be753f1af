// Package api is the edge that people's browsers and other programs speak to:
// it decodes, calls a verb and encodes. The table of routes gives permissions,
// the OpenAPI document and the client in the console.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/grant"
	"anlan/internal/arrive/health"
	"anlan/internal/arrive/intake"
	"anlan/internal/arrive/invitation"
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
	"anlan/internal/control/webhook"
	"anlan/internal/people/audit"
	"anlan/internal/people/calendar"
	"anlan/internal/people/presence"
	"anlan/internal/people/provider"
	"anlan/internal/people/role"
	"anlan/internal/people/skill"
	"anlan/internal/people/staff"
	"anlan/internal/people/team"
	"anlan/internal/platform/db"
	"anlan/internal/platform/live"
	"anlan/internal/platform/seal"
	"anlan/internal/resolve/acknowledgement"
	"anlan/internal/resolve/automation"
	"anlan/internal/resolve/bulk"
	"anlan/internal/resolve/check"
	"anlan/internal/resolve/company"
	"anlan/internal/resolve/desk"
	"anlan/internal/resolve/notification"
	"anlan/internal/resolve/tour"
	"anlan/internal/resolve/wording"
	"anlan/internal/route/assign"
	"anlan/internal/route/callback"
	"anlan/internal/route/overflow"
	"anlan/internal/route/personal"
	"anlan/internal/route/queue"
	"anlan/internal/route/relief"
	"anlan/internal/route/wait"
	"anlan/internal/understand/mask"
	"anlan/internal/understand/reading"
	"anlan/internal/understand/school"
	"anlan/internal/understand/tree"
	"anlan/internal/understand/vigil"
)

// Edge is everything that the API reaches.
type Edge struct {
	Retention *retention.Room
	DB        *db.DB
	Hub       *live.Hub
	Office    *staff.Office
	Teams     *team.Roster
	Presence  *presence.Board
	Roles     *role.Catalog
	Skills    *skill.Register
	Calendars *calendar.Book
	Journal   *audit.Journal
	Contacts  *contact.Book
	Fields    *field.Catalogue

	Organisations *organisation.Register

	Inbox       *conversation.Inbox
	Files       *conversation.Files
	Channels    *intake.Channels
	Door        *intake.Door
	Dock        *transfer.Dock
	Search      *search.Index
	Hooks       *webhook.Courier
	Views       *view.Shelf
	Bulk        *bulk.Office
	Automations *automation.House
	Desk        *desk.Desk
	Company     *company.Host
	Personal    *personal.Book
	Wording     *wording.Shelf
	Sealer      *seal.Sealer
	MailServers MailServers
	Outbox      *outbox.Ledger
	MailSigners MailSigners
	Envelopes   Envelopes
	Guard       *trust.Guard
	Masks       *mask.Keeper
	Safe        *smime.Safe
	MailArchive MailArchive
	Album       *picture.Album
	Invitations *invitation.Book
	Topics      *tree.Catalogue
	School      *school.School
	Readings    *reading.Room
	Risks       *vigil.Watch
	Checks      *check.Porter
	ReadMail    MailReader // the mail channel's reader
	Log         *slog.Logger
	Providers   *provider.Directory
	SignOn      SignOn
	Notices     *notification.Desk
	Tour        *tour.Guide
	Queues      *queue.Board
	Waits       *wait.Office
	Dispatcher  *assign.Dispatcher
	Overflow    *overflow.Watch
	Callbacks   *callback.List
	Relief      *relief.Menu
	Mailboxes   *mailbox.Ledger
	Grants      *grant.Keyring
	Collector   Collector
	Ward        *health.Ward
	Reception   Reception

	Acknowledgements *acknowledgement.Desk

	Version        string
	PublicURL      string
	TrustedProxies []netip.Prefix

	// Stopping ends when the server is about to stop, so that sockets say goodbye.
	Stopping context.Context

	api    huma.API
	limits *limits
	table  []route
}

func (e *Edge) stopping() <-chan struct{} { return e.Stopping.Done() }

// Routes puts the API on a mux and returns the OpenAPI document's owner.
func (e *Edge) Routes(mux *http.ServeMux) huma.API {
	cfg := huma.DefaultConfig("Anlan", contract)
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath, cfg.CreateHooks = "", "", "", nil
	cfg.Info.Description = description
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":     {Type: "http", Scheme: "bearer", Description: "An API token, made in the console or by `anlan token create`."},
		"signature": {Type: "apiKey", In: "header", Name: "webhook-signature", Description: "A Standard Webhooks Signature over the body, made with the channel's secret; webhook-id and webhook-timestamp go with it."},
		"session":   {Type: "apiKey", In: "cookie", Name: cookieName, Description: "The session of a signed-in browser. Requests that change something must come from the same site."},
	}
	e.limits = newLimits()
	e.api = humago.New(mux, cfg)
	e.api.UseMiddleware(e.enter)

	e.routeAccount()
	e.routeSignIn()
	e.routeFactor()
	e.routeProviders(mux)
	e.routeStaff()
	e.routeRoles()
	e.routeSkills()
	e.routeCalendars()
	e.routePresenceReasons()
	e.routeTeams()
	e.routeQueues()
	e.routeWaits()
	e.routeOverflow()
	e.routeCallbacks()
	e.routeRelief()
	e.routeTokens()
	e.routeConversations()
	e.routeMerges()
	e.routeThreads()
	e.routeReadings()
	e.routeTopics()
	e.routeRisks()
	e.routeIdentityChecks()
	e.routeTopicModel()
	e.routeViews()
	e.routeStatuses()
	e.routeBulk()
	e.routeAutomations()
	e.routeContactMerges()
	e.routeLikeness()
	e.routeMessages()
	e.routeDrafts()
	e.routePhrasing()
	e.routeCompany()
	e.routePersonal()
	e.routeSending()
	e.routeNotifications()
	e.routeTour()
	e.routeWording()
	e.routeUploads()
	e.routeContacts()
	e.routeContactNotes()
	e.routeOrganisations()
	e.routeFields()
	e.routeSearch()
	e.routeFacts()
	e.routeChannels()
	e.routeMailboxes()
	e.routeHealth()
	e.routeGrants(mux)
	e.routeMailServers()
	e.routeOutgoing()
	e.routeDKIM()
	e.routeTrust()
	e.routeSMIME()
	e.routeInbound()
	e.routeWebhooks()
	e.routeImports()
	e.routeExports()
	e.routeAudit()
	e.routeStuck()
	e.routeRetention()
	e.routePrivacy()
	e.routeRaw()
	e.illustrate()

	mux.HandleFunc("GET /v1/live", e.live)
	mux.HandleFunc("GET /v1/files/{id}", e.file)
	mux.HandleFunc("GET /v1/messages/{id}/pictures/{place}", e.remotePicture)
	mux.HandleFunc("GET /v1/exports/{id}/file", e.exportFile)
	mux.HandleFunc("GET /openapi.json", e.openAPI)
	mux.HandleFunc("GET /docs", e.docs)
	mux.HandleFunc("/v1/", e.NothingHere)
	return e.api
}

// schemaName names types in the document. What several packages call Can or Card is told
// apart by the package.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Name() != "Can" && t.Name() != "Card" {
		return name
	}
	owner := path.Base(t.PkgPath())
	return strings.ToUpper(owner[:1]) + owner[1:] + name
}

// contract is the version of the API itself: it changes when a caller would notice.
const contract = "1.0"

const description = "Anlan is a customer-service operations platform. Everything the console does, it does through this API.\n\n" +
	"Lists come in pages: `{\"items\": [], \"next\": \"\"}`; pass `next` as `after` to go on, until it is empty. " +
	"Instants are RFC 3339 in UTC. Errors are RFC 9457 problems whose `code` is stable. " +
	"A POST with an `Idempotency-Key` gives the same answer when it is sent again within a day."
