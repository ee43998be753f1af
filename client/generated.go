// Code generated from openapi.json by scripts/go-client. DO NOT EDIT.

package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// Absence is one of the objects of the API.
type Absence struct {
	Minutes int64  `json:"minutes"`
	Then    string `json:"then"` // stay: they wait for that person; return: after the minutes they go back to the team, unassigned one of "stay", "return"
}

// AcceptanceBody is one of the objects of the API.
type AcceptanceBody struct {
	Locale   *string `json:"locale,omitempty"`
	Password string  `json:"password"`
	Token    string  `json:"token"`
}

// Act is one of the objects of the API.
type Act struct {
	Add         []string `json:"add,omitempty"`          // tag: put these on
	Assignee    *string  `json:"assignee,omitempty"`     // assign: a staff id, me, or none
	CannedReply *string  `json:"canned_reply,omitempty"` // reply: which one to send, in the customer's language, instead of text
	HTML        *string  `json:"html,omitempty"`         // reply, note: the same with markup
	Kind        string   `json:"kind"`                   // one of "reply", "note", "assign", "team", "tag", "priority", "snooze", "resolve", "state"
	Minutes     *int64   `json:"minutes,omitempty"`      // snooze: for how long
	Priority    *string  `json:"priority,omitempty"`     // one of "", "low", "normal", "high", "urgent"
	Remove      []string `json:"remove,omitempty"`       // tag: take these off
	State       *string  `json:"state,omitempty"`        // state: whose turn it is one of "", "open", "waiting"
	Team        *string  `json:"team,omitempty"`         // team: a team id, or none
	Text        *string  `json:"text,omitempty"`         // reply, note: the words, with variables
}

// Action is one of the objects of the API.
type Action struct {
	Acts       *Acts         `json:"acts"`
	By         *Ref          `json:"by"`
	Can        BulkCan       `json:"can"`
	CreatedAt  time.Time     `json:"created_at"`
	Done       int64         `json:"done"` // conversations that were changed
	FinishedAt *time.Time    `json:"finished_at"`
	ID         string        `json:"id"`
	Kept       int64         `json:"kept"`    // conversations that an undoing left alone, because they were changed since
	Macro      *AppliedMacro `json:"macro"`   // the macro that is applied, as it was when the order was given; null when there is none
	Reasons    []Reason      `json:"reasons"` // why conversations were refused or kept
	Refused    int64         `json:"refused"`
	Same       int64         `json:"same"`       // conversations that were so already
	State      string        `json:"state"`      // one of "gathering", "running", "done", "cancelled", "undoing", "undone"
	Total      int64         `json:"total"`      // 0 while they are still being listed
	UndoUntil  *time.Time    `json:"undo_until"` // until then it can be undone; null when it cannot
	Undone     int64         `json:"undone"`     // conversations that were put back
}

// Acts is one of the objects of the API.
type Acts struct {
	AddTags      []string   `json:"add_tags,omitempty"`
	Assignee     *string    `json:"assignee,omitempty"` // a staff id, me, or "" for nobody
	Delete       *bool      `json:"delete,omitempty"`   // deletes them with their messages; nothing else may be asked with it, and nothing brings them back
	Priority     *string    `json:"priority,omitempty"` // one of "low", "normal", "high", "urgent"
	RemoveTags   []string   `json:"remove_tags,omitempty"`
	SnoozedUntil *time.Time `json:"snoozed_until,omitempty"`
	State        *string    `json:"state,omitempty"`  // one of "open", "waiting", "snoozed", "resolved"
	Status       *string    `json:"status,omitempty"` // an own status, and with it its state; "" takes it away
	Team         *string    `json:"team,omitempty"`   // a team id, or "" for none
}

// AddedWebhook is one of the objects of the API.
type AddedWebhook struct {
	Secret string `json:"secret"` // signs every request, as Standard Webhooks says
}

// AgentChoice is one of the objects of the API.
type AgentChoice struct {
	Staff   string  `json:"staff"` // empty: nobody
	StandIn *string `json:"stand_in,omitempty"`
	Version int64   `json:"version"` // the version that was edited; another one is a conflict
}

// AgentView is one of the objects of the API.
type AgentView struct {
	Can          ChangeCan `json:"can"`
	Organisation *Ref      `json:"organisation"` // by which a contact has them; null where it has them by itself
	Staff        *Ref      `json:"staff"`        // null: nobody
	StandIn      *Ref      `json:"stand_in"`     // who takes it when they are away, or full for too long; null: nobody
	Version      int64     `json:"version"`      // 0 where there is none of its own
}

// AllAction is one of the objects of the API.
type AllAction struct {
	Items []Action `json:"items"`
}

// AllAuthority is one of the objects of the API.
type AllAuthority struct {
	Items []Authority `json:"items"`
}

// AllAutomation is one of the objects of the API.
type AllAutomation struct {
	Items []Automation `json:"items"`
}

// AllBrief is one of the objects of the API.
type AllBrief struct {
	Items []Brief `json:"items"`
}

// AllCalendarView is one of the objects of the API.
type AllCalendarView struct {
	Items []CalendarView `json:"items"`
}

// AllCannedReply is one of the objects of the API.
type AllCannedReply struct {
	Items []CannedReply `json:"items"`
}

// AllChannelHealth is one of the objects of the API.
type AllChannelHealth struct {
	Items []ChannelHealth `json:"items"`
}

// AllChannelListed is one of the objects of the API.
type AllChannelListed struct {
	Items []ChannelListed `json:"items"`
}

// AllDecisionView is one of the objects of the API.
type AllDecisionView struct {
	Items []DecisionView `json:"items"`
}

// AllExport is one of the objects of the API.
type AllExport struct {
	Items []Export `json:"items"`
}

// AllField is one of the objects of the API.
type AllField struct {
	Items []Field `json:"items"`
}

// AllHold is one of the objects of the API.
type AllHold struct {
	Items []Hold `json:"items"`
}

// AllImport is one of the objects of the API.
type AllImport struct {
	Items []Import `json:"items"`
}

// AllMacro is one of the objects of the API.
type AllMacro struct {
	Items []Macro `json:"items"`
}

// AllMailKey is one of the objects of the API.
type AllMailKey struct {
	Items []MailKey `json:"items"`
}

// AllMailProvider is one of the objects of the API.
type AllMailProvider struct {
	Items []MailProvider `json:"items"`
}

// AllNoticeView is one of the objects of the API.
type AllNoticeView struct {
	Items []NoticeView `json:"items"`
}

// AllOfferView is one of the objects of the API.
type AllOfferView struct {
	Items []OfferView `json:"items"`
}

// AllParticipant is one of the objects of the API.
type AllParticipant struct {
	Items []Participant `json:"items"`
}

// AllPasskeyView is one of the objects of the API.
type AllPasskeyView struct {
	Items []PasskeyView `json:"items"`
}

// AllPlanned is one of the objects of the API.
type AllPlanned struct {
	Items []Planned `json:"items"`
}

// AllPreference is one of the objects of the API.
type AllPreference struct {
	Items []Preference `json:"items"`
}

// AllProviderView is one of the objects of the API.
type AllProviderView struct {
	Items []ProviderView `json:"items"`
}

// AllQueueView is one of the objects of the API.
type AllQueueView struct {
	Items []QueueView `json:"items"`
}

// AllReasonView is one of the objects of the API.
type AllReasonView struct {
	Items []ReasonView `json:"items"`
}

// AllReceiver is one of the objects of the API.
type AllReceiver struct {
	Items []Receiver `json:"items"`
}

// AllReconciliation is one of the objects of the API.
type AllReconciliation struct {
	Items []Reconciliation `json:"items"`
}

// AllRevision is one of the objects of the API.
type AllRevision struct {
	Items []Revision `json:"items"`
}

// AllRiskRuleView is one of the objects of the API.
type AllRiskRuleView struct {
	Items []RiskRuleView `json:"items"`
}

// AllRiskWordsView is one of the objects of the API.
type AllRiskWordsView struct {
	Items []RiskWordsView `json:"items"`
}

// AllRoleView is one of the objects of the API.
type AllRoleView struct {
	Items []RoleView `json:"items"`
}

// AllRule is one of the objects of the API.
type AllRule struct {
	Items []Rule `json:"items"`
}

// AllRun is one of the objects of the API.
type AllRun struct {
	Items []Run `json:"items"`
}

// AllSessionView is one of the objects of the API.
type AllSessionView struct {
	Items []SessionView `json:"items"`
}

// AllSkillView is one of the objects of the API.
type AllSkillView struct {
	Items []SkillView `json:"items"`
}

// AllStatus is one of the objects of the API.
type AllStatus struct {
	Items []Status `json:"items"`
}

// AllString is one of the objects of the API.
type AllString struct {
	Items []string `json:"items"`
}

// AllSubscriptionView is one of the objects of the API.
type AllSubscriptionView struct {
	Items []SubscriptionView `json:"items"`
}

// AllSwitch is one of the objects of the API.
type AllSwitch struct {
	Items []Switch `json:"items"`
}

// AllTagCount is one of the objects of the API.
type AllTagCount struct {
	Items []TagCount `json:"items"`
}

// AllTeamView is one of the objects of the API.
type AllTeamView struct {
	Items []TeamView `json:"items"`
}

// AllTokenView is one of the objects of the API.
type AllTokenView struct {
	Items []TokenView `json:"items"`
}

// AllTopicView is one of the objects of the API.
type AllTopicView struct {
	Items []TopicView `json:"items"`
}

// AllTrialDay is one of the objects of the API.
type AllTrialDay struct {
	Items []TrialDay `json:"items"`
}

// AllTurn is one of the objects of the API.
type AllTurn struct {
	Items []Turn `json:"items"`
}

// AllWebhookView is one of the objects of the API.
type AllWebhookView struct {
	Items []WebhookView `json:"items"`
}

// AllWindow is one of the objects of the API.
type AllWindow struct {
	Items []Window `json:"items"`
}

// AllWord is one of the objects of the API.
type AllWord struct {
	Items []Word `json:"items"`
}

// AnsweringBody is one of the objects of the API.
type AnsweringBody struct {
	Part  string `json:"part"`            // one of "accepted", "tentative", "declined"
	Place *int64 `json:"place,omitempty"` // which event of the mail
}

// Apart is one of the objects of the API.
type Apart struct {
	At       time.Time `json:"at"`
	By       *Ref      `json:"by"`
	CanUndo  bool      `json:"can_undo"`
	ID       string    `json:"id"`
	Messages int64     `json:"messages"` // how many moved
	Number   int64     `json:"number"`
	Subject  string    `json:"subject"`
}

// AppliedMacro is one of the objects of the API.
type AppliedMacro struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Writes bool   `json:"writes"` // it writes replies or notes; an undoing puts the conversations back and takes back replies that have not left yet, the others and notes stay
}

// AskedView is one of the objects of the API.
type AskedView struct {
	Because string `json:"because"` // leads_house: nobody who leads the team is there one of "leads_team", "has_skill", "leads_house"
	ID      string `json:"id"`
	Name    string `json:"name"`
}

// AssignmentBody is one of the objects of the API.
type AssignmentBody struct {
	Assignee *string `json:"assignee,omitempty"` // a staff id, me, or "" for nobody
	Team     *string `json:"team,omitempty"`     // a team id, or "" for none
}

// Attachment is one of the objects of the API.
type Attachment struct {
	ContentID string `json:"content_id"` // the name by which the message's HTML refers to it
	ID        string `json:"id"`
	Inline    bool   `json:"inline"`
	Name      string `json:"name"`
	Size      int64  `json:"size"`
	Type      string `json:"type"`
	URL       string `json:"url"` // a signed link that works for some hours
}

// AttemptView is one of the objects of the API.
type AttemptView struct {
	Answer string    `json:"answer"` // the beginning of what the receiver said
	At     time.Time `json:"at"`
	Detail string    `json:"detail"`
	Reason string    `json:"reason"`
	Status int64     `json:"status"`
	TookMS int64     `json:"took_ms"`
}

// AuditObject is one of the objects of the API.
type AuditObject struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
}

// AuditView is one of the objects of the API.
type AuditView struct {
	Action string          `json:"action"`
	Actor  *Ref            `json:"actor"`
	After  json.RawMessage `json:"after"`
	At     time.Time       `json:"at"`
	Before json.RawMessage `json:"before"`
	ID     int64           `json:"id"`
	IP     string          `json:"ip"`
	Object *AuditObject    `json:"object"`
	Token  *Ref            `json:"token"` // the API token that acted in their name; null when they did it themselves
}

// Author is one of the objects of the API.
type Author struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // one of "contact", "staff", "system"
	Name string `json:"name"`
}

// Authority is one of the objects of the API.
type Authority struct {
	AddedAt     time.Time `json:"added_at"`
	AddedBy     string    `json:"added_by"`    // their name as it is today
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the certificate
	ID          string    `json:"id"`
	Issues      bool      `json:"issues"` // it vouches for others; else it is one person's certificate and vouches for itself alone
	Over        bool      `json:"over"`
	Subject     string    `json:"subject"`
	ValidUntil  time.Time `json:"valid_until"`
}

// Authorization is one of the objects of the API.
type Authorization struct {
	URL string `json:"url"` // the provider's page on which the owner of the mailbox says yes
}

// AutoReply is one of the objects of the API.
type AutoReply struct {
	Because string            `json:"because"` // why it was answered, or not one of "sent", "machine", "no_address", "stranger", "suspect", "too_old", "goes_on", "cannot_send", "already_today", "too_many"
	Details map[string]string `json:"details"` // sign: of the machine; at: when they were told; count, limit: mails of machines within an hour; reply_id; expected_seconds, answered, waiting, days: what was said of the wait, and on what it rests
	Sent    bool              `json:"sent"`
}

// AutoReplyDraftBody is one of the objects of the API.
type AutoReplyDraftBody struct {
	Language string      `json:"language"`       // one of "zh-CN", "en"
	Text     *ByLanguage `json:"text,omitempty"` // a wording that need not be saved yet; empty is ours
}

// Automation is one of the objects of the API.
type Automation struct {
	Condition string    `json:"condition"` // in the rule language; empty = always
	Day       *Tally    `json:"day"`       // of the last 24 hours
	Ends      bool      `json:"ends"`      // where it holds, those after it are not asked
	ID        string    `json:"id"`
	Minutes   int64     `json:"minutes"` // waiting, quiet: for how long
	Mode      string    `json:"mode"`    // one of "off", "trial", "on"
	Name      string    `json:"name"`
	Occasion  string    `json:"occasion"` // one of "opened", "arrived", "replied", "assigned", "resolved", "waiting", "quiet"
	Position  int64     `json:"position"` // the order in which they are asked, from 0
	Steps     []Act     `json:"steps"`
	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy *Ref      `json:"updated_by"`
	Version   int64     `json:"version"`
}

// AutomationBody is one of the objects of the API.
type AutomationBody struct {
	Condition *string `json:"condition,omitempty"` // in the rule language; empty = always
	Ends      *bool   `json:"ends,omitempty"`      // where it holds, those after it are not asked
	Minutes   *int64  `json:"minutes,omitempty"`   // waiting, quiet: for how long
	Mode      string  `json:"mode"`                // one of "off", "trial", "on"
	Name      string  `json:"name"`
	Occasion  string  `json:"occasion"` // one of "opened", "arrived", "replied", "assigned", "resolved", "waiting", "quiet"
	Steps     []Act   `json:"steps"`
	Version   *int64  `json:"version,omitempty"` // that was edited; another one is a conflict
}

// AutomationOrderBody is one of the objects of the API.
type AutomationOrderBody struct {
	IDs []string `json:"ids"` // all of them, in the new order
}

// AutomationTrialBody is one of the objects of the API.
type AutomationTrialBody struct {
	Condition string `json:"condition"`
}

// BelievingBody is one of the objects of the API.
type BelievingBody struct {
	File []byte `json:"file"` // base64: one certificate, as PEM or DER (.pem, .crt, .cer)
}

// Bounce is one of the objects of the API.
type Bounce struct {
	Because string    `json:"because"` // a code, as of the delivery of a message
	Said    string    `json:"said"`    // what the other side said, in its own words
	Since   time.Time `json:"since"`
}

// Bounds is one of the objects of the API.
type Bounds struct {
	Max       *float64 `json:"max,omitempty"`        // of numbers and decimals
	MaxLength *int64   `json:"max_length,omitempty"` // of texts, in characters
	Min       *float64 `json:"min,omitempty"`        // of numbers and decimals
	MinLength *int64   `json:"min_length,omitempty"` // of texts, in characters
	Pattern   *string  `json:"pattern,omitempty"`    // a regular expression (RE2) that the whole text has to match
}

// Brief is one of the objects of the API.
type Brief struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Tier string `json:"tier"` // one of "standard", "vip"
}

// BulkCan is one of the objects of the API.
type BulkCan struct {
	Cancel bool `json:"cancel"`
	Undo   bool `json:"undo"`
}

// BulkOrderBody is one of the objects of the API.
type BulkOrderBody struct {
	Acts  *Acts      `json:"acts,omitempty"`
	IDs   []string   `json:"ids,omitempty"`   // up to 1000 conversations; up to 50 are done before the answer
	Macro *string    `json:"macro,omitempty"` // instead of acts: the id of a macro, done to each conversation wholly or not at all
	Query *BulkQuery `json:"query,omitempty"` // instead of ids: all of a view or filter, at most 100,000
}

// BulkQuery is one of the objects of the API.
type BulkQuery struct {
	AsOf    *int64  `json:"as_of,omitempty"` // cursor of the list that was looked at; conversations that were moved since are left alone
	Channel *string `json:"channel,omitempty"`
	Filter  *Filter `json:"filter,omitempty"` // instead of a view
	Tag     *string `json:"tag,omitempty"`
	View    *string `json:"view,omitempty"` // the key of a view
}

// ByLanguage is one of the objects of the API.
type ByLanguage struct {
	En   *string `json:"en,omitempty"`
	ZhCN *string `json:"zh-CN,omitempty"`
}

// Calendar is one of the objects of the API.
type Calendar struct {
	Exceptions []Exception `json:"exceptions"`
	Week       [][]DaySpan `json:"week"` // the hours of each day, Sunday first
	Zone       string      `json:"zone"` // IANA
}

// CalendarEditBody is one of the objects of the API.
type CalendarEditBody struct {
	Hours   *Calendar `json:"hours"`
	Name    string    `json:"name"`
	Version int64     `json:"version"` // the one that was edited
}

// CalendarFileBody is one of the objects of the API.
type CalendarFileBody struct {
	FirstYear int64  `json:"first_year"`
	LastYear  int64  `json:"last_year"` // at most ten years
	Text      string `json:"text"`      // an iCalendar file (RFC 5545)
}

// CalendarFileView is one of the objects of the API.
type CalendarFileView struct {
	Days []FileDayView `json:"days"`
	Left []LeftOutView `json:"left"` // what gives no date, and why
}

// CalendarTrialBody is one of the objects of the API.
type CalendarTrialBody struct {
	From        time.Time `json:"from"` // when the clock is started
	Hours       *Calendar `json:"hours"`
	WorkMinutes int64     `json:"work_minutes"` // working time until it is due
}

// CalendarView is one of the objects of the API.
type CalendarView struct {
	Can     ChangeCan  `json:"can"`
	Hours   *Calendar  `json:"hours"`
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Open    bool       `json:"open"`  // it is working time now
	Until   *time.Time `json:"until"` // it stays open, or closed; null = for good
	Version int64      `json:"version"`
}

// Call is one of the objects of the API.
type Call struct {
	At      time.Time `json:"at"`
	By      *Ref      `json:"by"`
	Note    string    `json:"note"`
	Reached bool      `json:"reached"`
}

// CallbackCan is one of the objects of the API.
type CallbackCan struct {
	End      bool `json:"end"` // say what came of the call
	GiveBack bool `json:"give_back"`
	Number   bool `json:"number"` // have the number shown
	Take     bool `json:"take"`
	Withdraw bool `json:"withdraw"`
}

// CallbackNumber is one of the objects of the API.
type CallbackNumber struct {
	Phone string `json:"phone"`
}

// CallbackOutcomeBody is one of the objects of the API.
type CallbackOutcomeBody struct {
	Note    *string `json:"note,omitempty"` // what was said, or why nobody was reached
	Outcome string  `json:"outcome"`        // one of "done", "not_reached", "withdrawn"
}

// CallbackView is one of the objects of the API.
type CallbackView struct {
	At           time.Time   `json:"at"`
	Because      string      `json:"because"` // why it was withdrawn one of "", "customer", "staff", "resolved", "erased"
	By           *Ref        `json:"by"`      // who wrote it down; null = the customer
	Can          CallbackCan `json:"can"`
	Contact      *ContactRef `json:"contact"`
	Conversation *Numbered   `json:"conversation"`
	CountsFrom   time.Time   `json:"counts_from"` // the instant from which it counts, as its conversation did in the queue: of those whose time has come, the earliest is called first
	EndedAt      *time.Time  `json:"ended_at"`
	From         time.Time   `json:"from"` // not before
	ID           string      `json:"id"`
	Kind         string      `json:"kind"`     // one of "phone"
	Missed       int64       `json:"missed"`   // calls at which nobody was reached
	Phone        string      `json:"phone"`    // empty where it was erased
	Queue        string      `json:"queue"`    // in which the conversation waited when it was asked for; empty = in none
	Reasons      []HeadStart `json:"reasons"`  // what moved that instant
	Standing     string      `json:"standing"` // later: its time has not come; due: it has; late: it is over; over: the call-back has ended one of "later", "due", "late", "over"
	State        string      `json:"state"`    // one of "open", "taken", "done", "not_reached", "withdrawn"
	Subject      string      `json:"subject"`
	TakenBy      *Ref        `json:"taken_by"`  // who calls, or called last
	Team         string      `json:"team"`      // whose queue it waited in; empty = nobody's
	TimeZone     string      `json:"time_zone"` // the customer's
	Tries        []Call      `json:"tries"`
	Until        time.Time   `json:"until"` // late from then on
}

// CallbackWishBody is one of the objects of the API.
type CallbackWishBody struct {
	Day      string `json:"day"`  // one of "today", "tomorrow"
	Part     string `json:"part"` // of the day of the customer: nine to nine, to twelve, to six, to nine one of "any", "morning", "afternoon", "evening"
	Phone    string `json:"phone"`
	TimeZone string `json:"time_zone"` // the customer's, as Asia/Shanghai
}

// Candidate is one of the objects of the API.
type Candidate struct {
	Load  float64 `json:"load"` // 1 is full
	Score float64 `json:"score"`
	Staff string  `json:"staff"`
	Why   []Why   `json:"why"`
}

// CannedBody is one of the objects of the API.
type CannedBody struct {
	Folder   *string         `json:"folder,omitempty"`
	Scope    string          `json:"scope"` // one of "personal", "team", "everybody"
	Shortcut *string         `json:"shortcut,omitempty"`
	Tags     []string        `json:"tags,omitempty"`
	Team     *string         `json:"team,omitempty"` // with the scope team
	Texts    map[string]Text `json:"texts"`          // by language: zh-CN, en
	Title    string          `json:"title"`
	Version  *int64          `json:"version,omitempty"` // that was edited; another one is a conflict
}

// CannedReply is one of the objects of the API.
type CannedReply struct {
	Because   string          `json:"because"` // in a search: where the words were found one of "", "shortcut", "title", "folder", "tag", "text"
	Can       WordingCan      `json:"can"`
	Folder    string          `json:"folder"`
	ID        string          `json:"id"`
	Scope     string          `json:"scope"`    // one of "personal", "team", "everybody"
	Shortcut  string          `json:"shortcut"` // what one types behind the slash
	Staff     string          `json:"staff"`    // whose it is, when personal
	Tags      []string        `json:"tags"`
	Team      string          `json:"team"`  // whose it is, when a team's
	Texts     map[string]Text `json:"texts"` // by language: zh-CN, en; variables as {{contact.name|there}}
	Title     string          `json:"title"`
	UpdatedAt time.Time       `json:"updated_at"`
	UsedAt    *time.Time      `json:"used_at"`
	UsedCount int64           `json:"used_count"`
	Version   int64           `json:"version"`
}

// Cause is one of the objects of the API.
type Cause struct {
	Code string `json:"code"`
	N    int64  `json:"n"`
}

// Ceremony is one of the objects of the API.
type Ceremony struct {
	Ceremony string          `json:"ceremony"` // send it back with the browser's answer; good once, for five minutes
	Options  json.RawMessage `json:"options"`  // as WebAuthn's JSON forms have it
}

// ChangeCan is one of the objects of the API.
type ChangeCan struct {
	Change bool `json:"change"`
}

// Channel is one of the objects of the API.
type Channel struct {
	Can            ChannelCan      `json:"can"`
	ID             string          `json:"id"`
	Key            string          `json:"key"`  // names the channel in public addresses; not a secret
	Kind           string          `json:"kind"` // one of "webchat", "email", "api", "form"
	LastInboundAt  *time.Time      `json:"last_inbound_at"`
	LastOutboundAt *time.Time      `json:"last_outbound_at"`
	Name           string          `json:"name"`
	Secret         string          `json:"secret"` // signs what comes in (Standard Webhooks); empty for those who may not manage channels
	Settings       json.RawMessage `json:"settings"`
	State          string          `json:"state"` // one of "active", "closed"
	Version        int64           `json:"version"`
}

// ChannelCan is one of the objects of the API.
type ChannelCan struct {
	Change bool `json:"change"`
}

// ChannelEditBody is one of the objects of the API.
type ChannelEditBody struct {
	Name     *string         `json:"name,omitempty"`
	Settings json.RawMessage `json:"settings,omitempty"` // keys that are given replace, others stay
	State    *string         `json:"state,omitempty"`    // one of "active", "closed"
	Version  *int64          `json:"version,omitempty"`
}

// ChannelHealth is one of the objects of the API.
type ChannelHealth struct {
	ChannelID      string          `json:"channel_id"`
	Grant          *Granted        `json:"grant"` // null where the mailbox is entered by a password
	In             *Incoming       `json:"in"`    // null where nothing is fetched
	Kind           string          `json:"kind"`  // one of "webchat", "email", "api", "form"
	LastInboundAt  *time.Time      `json:"last_inbound_at"`
	LastOutboundAt *time.Time      `json:"last_outbound_at"`
	Name           string          `json:"name"`
	Out            *Outgoing       `json:"out"`      // null where nothing leaves as mail
	State          string          `json:"state"`    // one of "ok", "troubled", "broken", "closed"
	Troubles       []HealthTrouble `json:"troubles"` // what is wrong now, the worst first
}

// ChannelListed is one of the objects of the API.
type ChannelListed struct {
	Can            ChannelCan      `json:"can"`
	Health         string          `json:"health"` // one of "ok", "troubled", "broken", "closed"
	ID             string          `json:"id"`
	Key            string          `json:"key"`  // names the channel in public addresses; not a secret
	Kind           string          `json:"kind"` // one of "webchat", "email", "api", "form"
	LastInboundAt  *time.Time      `json:"last_inbound_at"`
	LastOutboundAt *time.Time      `json:"last_outbound_at"`
	Name           string          `json:"name"`
	Secret         string          `json:"secret"` // signs what comes in (Standard Webhooks); empty for those who may not manage channels
	Settings       json.RawMessage `json:"settings"`
	State          string          `json:"state"` // one of "active", "closed"
	Version        int64           `json:"version"`
}

// ChannelRef is one of the objects of the API.
type ChannelRef struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Check is one of the objects of the API.
type Check struct {
	Detail string `json:"detail"` // what the server said besides
	Domain string `json:"domain"` // whose: of the envelope (spf), of the signature (dkim), of the sender (dmarc)
	Method string `json:"method"` // one of "spf", "dkim", "dmarc", "arc", "iprev", "auth"
	Result string `json:"result"` // in the words of RFC 8601: pass, fail, softfail, none, temperror, …
}

// Choice is one of the objects of the API.
type Choice struct {
	About   string     `json:"about"` // pictures, or the code of a warning
	Address string     `json:"address"`
	At      time.Time  `json:"at"`
	By      string     `json:"by"`
	Can     ChoiceCan  `json:"can"`
	Until   *time.Time `json:"until"` // null: until it is taken back
}

// ChoiceCan is one of the objects of the API.
type ChoiceCan struct {
	Drop bool `json:"drop"`
}

// Choices is one of the objects of the API.
type Choices struct {
	AfterSeconds int64 `json:"after_seconds"` // from which expected wait on it is offered: half of those so placed wait as long; 0 = always. Where nothing is known of the wait, it is offered
	Callback     bool  `json:"callback"`      // to be called back
	Message      bool  `json:"message"`       // to leave a message, which is answered by mail; only where the chat goes on by mail
}

// CodeBody is one of the objects of the API.
type CodeBody struct {
	Code string `json:"code"`
}

// Column is one of the objects of the API.
type Column struct {
	Means   string   `json:"means"`   // what it fills: email, field:plan, attribute:school, …; empty to leave it out
	Name    string   `json:"name"`    // as the first row has it
	Samples []string `json:"samples"` // from the first rows
}

// CompanionView is one of the objects of the API.
type CompanionView struct {
	Because string    `json:"because"` // one of "lead", "help"
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
}

// CompanyCan is one of the objects of the API.
type CompanyCan struct {
	Answer   bool `json:"answer"`
	Ask      bool `json:"ask"`
	Join     bool `json:"join"`
	Leave    bool `json:"leave"`
	Take     bool `json:"take"`
	Whisper  bool `json:"whisper"`
	Withdraw bool `json:"withdraw"`
}

// CompanyView is one of the objects of the API.
type CompanyView struct {
	Can        CompanyCan      `json:"can"`
	Companions []CompanionView `json:"companions"`
	Help       *HelpView       `json:"help"` // that runs; null where none does
}

// ConditionTried is one of the objects of the API.
type ConditionTried struct {
	First   []Conversation `json:"first"` // the newest of those of which it holds; a hundred at most
	Matched int64          `json:"matched"`
	Of      int64          `json:"of"` // how many conversations were looked at, the newest
}

// ConditionTryBody is one of the objects of the API.
type ConditionTryBody struct {
	When string `json:"when"`
}

// Contact is one of the objects of the API.
type Contact struct {
	Attributes   map[string]any `json:"attributes"`
	Automatic    bool           `json:"automatic"` // a machine, as a mail server that sends bounces; nobody to answer
	Can          ContactCan     `json:"can"`
	CreatedAt    time.Time      `json:"created_at"`
	Fields       map[string]any `json:"fields"` // the values of the house's own fields, by key; see /v1/fields
	ID           string         `json:"id"`
	Identities   []Identity     `json:"identities"`
	Locale       string         `json:"locale"`
	Name         string         `json:"name"`
	Organisation *Brief         `json:"organisation"` // where they belong; null for nowhere
	SeenAt       *time.Time     `json:"seen_at"`
	Tags         []string       `json:"tags"` // in small letters
	Tier         string         `json:"tier"`
	TimeZone     string         `json:"time_zone"`
	Version      int64          `json:"version"`
}

// ContactAdditionBody is one of the objects of the API.
type ContactAdditionBody struct {
	Attributes   map[string]any `json:"attributes,omitempty"`
	Email        *string        `json:"email,omitempty"`
	Fields       map[string]any `json:"fields,omitempty"` // values of the house's own fields, by key
	Locale       *string        `json:"locale,omitempty"`
	Name         *string        `json:"name,omitempty"`
	Organisation *string        `json:"organisation,omitempty"` // the id of where they belong; without it their address may tell
	Phone        *string        `json:"phone,omitempty"`
	Tags         []string       `json:"tags,omitempty"`
	Tier         *string        `json:"tier,omitempty"` // one of "standard", "vip"
	TimeZone     *string        `json:"time_zone,omitempty"`
}

// ContactCan is one of the objects of the API.
type ContactCan struct {
	Change bool `json:"change"`
}

// ContactEditBody is one of the objects of the API.
type ContactEditBody struct {
	Attributes   map[string]any `json:"attributes,omitempty"`
	Automatic    *bool          `json:"automatic,omitempty"` // whether a machine writes from there, and nobody
	Fields       map[string]any `json:"fields,omitempty"`    // values of the house's own fields, by key; null clears one
	Locale       *string        `json:"locale,omitempty"`
	Name         *string        `json:"name,omitempty"`
	Organisation *string        `json:"organisation,omitempty"` // the id of where they belong; empty for nowhere
	Tags         []string       `json:"tags,omitempty"`         // all of them
	Tier         *string        `json:"tier,omitempty"`         // one of "standard", "vip"
	TimeZone     *string        `json:"time_zone,omitempty"`
	Version      *int64         `json:"version,omitempty"`
}

// ContactMergingBody is one of the objects of the API.
type ContactMergingBody struct {
	Into string `json:"into"` // the contact that will stand for both
}

// ContactRef is one of the objects of the API.
type ContactRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Tier string `json:"tier"`
}

// Conversation is one of the objects of the API.
type Conversation struct {
	Assignee        *Ref            `json:"assignee"`
	Can             ConversationCan `json:"can"`
	Channel         *ChannelRef     `json:"channel"`
	Contact         *ContactRef     `json:"contact"`
	ContactReadUpto string          `json:"contact_read_upto"`
	CreatedAt       time.Time       `json:"created_at"`
	Fields          map[string]any  `json:"fields"` // the values of the house's own fields, by key; see /v1/fields
	Gist            *Gist           `json:"gist"`   // what was understood of it last; see /v1/conversations/{id}/reading for the reasons
	ID              string          `json:"id"`
	LastMessageAt   time.Time       `json:"last_message_at"`
	LastMessageKind string          `json:"last_message_kind"`
	MergedInto      *Numbered       `json:"merged_into"` // the conversation that stands for this one since they were merged; null when none does
	MessageCount    int64           `json:"message_count"`
	Number          int64           `json:"number"`        // counts up over the whole installation; what people quote
	Preview         string          `json:"preview"`       // the beginning of the newest message
	Priority        string          `json:"priority"`      // one of "low", "normal", "high", "urgent"
	ReplyRefused    string          `json:"reply_refused"` // why one cannot reply, told before one types; empty when one can one of "", "no_permission", "channel_closed", "channel_cannot_send"
	ResolvedAt      *time.Time      `json:"resolved_at"`
	SnoozedUntil    *time.Time      `json:"snoozed_until"`
	StaffReadUpto   string          `json:"staff_read_upto"`
	State           string          `json:"state"`  // one of "open", "waiting", "snoozed", "resolved"
	Status          *StatusRef      `json:"status"` // an own, finer word for the state; null where there is none
	Subject         string          `json:"subject"`
	Tags            []string        `json:"tags"`
	Team            *Ref            `json:"team"`
	UpdatedAt       time.Time       `json:"updated_at"`
	Version         int64           `json:"version"`
	WaitingSince    *time.Time      `json:"waiting_since"` // the customer waits for us since then; null when they do not
}

// ConversationCan is one of the objects of the API.
type ConversationCan struct {
	Assign  bool `json:"assign"`
	Change  bool `json:"change"`
	Delete  bool `json:"delete"`
	Merge   bool `json:"merge"` // merge it into another, and split messages off
	Note    bool `json:"note"`
	Reopen  bool `json:"reopen"`
	Reply   bool `json:"reply"`
	Resolve bool `json:"resolve"`
	Snooze  bool `json:"snooze"`
	Tag     bool `json:"tag"`
}

// ConversationEditBody is one of the objects of the API.
type ConversationEditBody struct {
	Fields       map[string]any `json:"fields,omitempty"`   // values of the house's own fields, by key; null clears one
	Priority     *string        `json:"priority,omitempty"` // one of "low", "normal", "high", "urgent"
	SnoozedUntil *time.Time     `json:"snoozed_until,omitempty"`
	State        *string        `json:"state,omitempty"`  // one of "open", "waiting", "snoozed", "resolved"
	Status       *string        `json:"status,omitempty"` // an own status, and with it its state; "" takes it away
	Subject      *string        `json:"subject,omitempty"`
	Tags         []string       `json:"tags,omitempty"`
	Version      *int64         `json:"version,omitempty"` // the version that was edited; another one is a conflict
}

// ConversationPage is one of the objects of the API.
type ConversationPage struct {
	Cursor int64          `json:"cursor"` // of the newest fact that this page surely shows
	Items  []Conversation `json:"items"`
	Next   string         `json:"next"`
}

func (p ConversationPage) page() ([]Conversation, string) { return p.Items, p.Next }

// Counts is one of the objects of the API.
type Counts struct {
	Changed       int64 `json:"changed"`       // contacts that were here and took new values
	Contacts      int64 `json:"contacts"`      // contacts that were made
	Conversations int64 `json:"conversations"` // conversations that were made
	Done          int64 `json:"done"`          // rows that were looked at
	Known         int64 `json:"known"`         // rows that were here before
	Messages      int64 `json:"messages"`      // messages in them
	Refused       int64 `json:"refused"`       // rows that did not come in
	Total         int64 `json:"total"`         // rows in the file; 0 while nobody has counted them
	Undone        int64 `json:"undone"`        // objects that were taken back
}

// CreatedToken is one of the objects of the API.
type CreatedToken struct {
	CreatedAt   time.Time  `json:"created_at"`
	ExpiresAt   *time.Time `json:"expires_at"`
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Permissions []string   `json:"permissions"` // what it may today: what its scope names and its owner still has
	Scope       string     `json:"scope"`       // chosen: the permissions that stand beside it one of "all", "read", "intake", "chosen"
	Token       string     `json:"token"`       // the secret; it is not shown again
	UsedAt      *time.Time `json:"used_at"`     // to the minute
	UsedIP      string     `json:"used_ip"`     // from where it was used last
}

// CredentialsBody is one of the objects of the API.
type CredentialsBody struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// DKIM is one of the objects of the API.
type DKIM struct {
	CheckedAt *time.Time `json:"checked_at"`
	Domain    string     `json:"domain"`
	Found     string     `json:"found"` // what the last check found in DNS; empty before the first one of "", "right", "missing", "other"
	Name      string     `json:"name"`  // of the TXT record that has to stand in DNS
	Selector  string     `json:"selector"`
	Signs     bool       `json:"signs"` // mail is signed; from the first check on that finds the record
	Value     string     `json:"value"` // of that record
}

// DaySpan is one of the objects of the API.
type DaySpan struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// DeadlineView is one of the objects of the API.
type DeadlineView struct {
	Due         time.Time  `json:"due"`
	From        time.Time  `json:"from"`
	Steps       []StepView `json:"steps"` // in order; what they counted comes to work_minutes
	WorkMinutes int64      `json:"work_minutes"`
}

// DecisionView is one of the objects of the API.
type DecisionView struct {
	Arrived    time.Time        `json:"arrived"`
	At         time.Time        `json:"at"`
	Candidates []Candidate      `json:"candidates"` // who could have taken it, the best first; ten at most
	ID         string           `json:"id"`
	PassedOver map[string]int64 `json:"passed_over"` // how many could not: not_online, no_skill, no_language, full, refused
	Reasons    []HeadStart      `json:"reasons"`     // reasons for its place in the queue
	Staff      string           `json:"staff"`
	Way        string           `json:"way"` // push: it was given at once; offer: they were asked, and took it; next: they asked for the next one of "push", "offer", "next"
	Why        []Why            `json:"why"` // reasons for the person
}

// DeliveryDetail is one of the objects of the API.
type DeliveryDetail struct {
	Body    json.RawMessage `json:"body"`    // as it was written down; objects are added when it leaves
	History []AttemptView   `json:"history"` // every attempt, oldest first
}

// DeliveryView is one of the objects of the API.
type DeliveryView struct {
	Attempts  int64                  `json:"attempts"`
	Can       *DeliveryViewCanStruct `json:"can"`
	CreatedAt time.Time              `json:"created_at"`
	Detail    string                 `json:"detail"`
	DoneAt    *time.Time             `json:"done_at"`
	Event     string                 `json:"event"`
	ID        int64                  `json:"id"`
	NextAt    *time.Time             `json:"next_at"`    // the next attempt, not before
	Reason    string                 `json:"reason"`     // why the last attempt failed one of "", "address", "not_encrypted", "secret", "redirect", "gone", "status", "private_address", "name", "certificate", "timeout", "connection"
	ReplayOf  int64                  `json:"replay_of"`  // the delivery that this one repeats; 0 when it repeats none
	State     string                 `json:"state"`      // one of "pending", "delivered", "failed", "dropped"
	Status    int64                  `json:"status"`     // of the last answer; 0 when there was none
	WebhookID string                 `json:"webhook_id"` // the header of the same name; the same for every attempt and replay of one event
}

// DeliveryViewCanStruct is one of the objects of the API.
type DeliveryViewCanStruct struct {
	Drop   bool `json:"drop"`
	Replay bool `json:"replay"`
}

// Dismissal is one of the objects of the API.
type Dismissal struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"` // their name as it is today
	Until time.Time `json:"until"`
}

// DismissingAllBody is one of the objects of the API.
type DismissingAllBody struct {
	Until *time.Time `json:"until,omitempty"` // half a year from now where nothing is said; three years at most
}

// DismissingBody is one of the objects of the API.
type DismissingBody struct {
	Until *time.Time `json:"until,omitempty"` // half a year from now where nothing is said; three years at most
}

// DkimMakingBody is one of the objects of the API.
type DkimMakingBody struct {
	Selector string `json:"selector"` // names the key in DNS; a new key needs another one
}

// DraftReadBody is one of the objects of the API.
type DraftReadBody struct {
	Text string `json:"text"`
}

// DraftSaveBody is one of the objects of the API.
type DraftSaveBody struct {
	Attachments []string `json:"attachments,omitempty"` // ids of uploads
	HTML        *string  `json:"html,omitempty"`
	Kind        string   `json:"kind"` // one of "reply", "note"
	Text        string   `json:"text"`
	Version     *int64   `json:"version,omitempty"` // of the draft that this one replaces; 0 for a new one
}

// DraftView is one of the objects of the API.
type DraftView struct {
	Attachments []Uploaded `json:"attachments"`
	HTML        string     `json:"html"`
	Kind        string     `json:"kind"` // one of "reply", "note"
	Text        string     `json:"text"`
	UpdatedAt   *time.Time `json:"updated_at"`
	Version     int64      `json:"version"` // give it back when saving; 0 when there is no draft yet
}

// EmotionChoiceBody is one of the objects of the API.
type EmotionChoiceBody struct {
	Emotion string `json:"emotion"` // one of "calm", "worried", "angry", "furious"
}

// Encryption is one of the objects of the API.
type Encryption struct {
	Algorithm string `json:"algorithm"`
	Key       string `json:"key"`     // whose certificate that is
	Mailbox   string `json:"mailbox"` // the address of the channel whose key opened it
	Reason    string `json:"reason"`  // why it is so one of "opened", "no_key", "unsupported", "damaged", "unreadable", "part_only"
	State     string `json:"state"`   // one of "opened", "locked"
	Weak      bool   `json:"weak"`    // others could read it with some effort
}

// Enrolment is one of the objects of the API.
type Enrolment struct {
	Address string `json:"address"` // for the picture that an app photographs
	Secret  string `json:"secret"`  // for who types it into their app
}

// Entrance is one of the objects of the API.
type Entrance struct {
	Me    *Me        `json:"me"`    // who one is, once signed in
	Step  string     `json:"step"`  // in: signed in; code: a code of the second factor is wanted; enrol: a second factor is wanted and has to be made; passkey: a passkey is wanted one of "in", "code", "enrol", "passkey"
	Until *time.Time `json:"until"` // when a sign-in that was only begun has to begin again
}

// Entry is one of the objects of the API.
type Entry struct {
	Channel *ChannelRef `json:"channel"`
	Message *Message    `json:"message"`
	Number  int64       `json:"number"`
	Subject string      `json:"subject"`
}

// Envelope is one of the objects of the API.
type Envelope struct {
	Address   string        `json:"address"` // to which they go; empty when there is none
	Bounced   *Bounce       `json:"bounced"` // mail to the address came back; null where none did, or it was heard of since
	ByMail    bool          `json:"by_mail"` // replies of this conversation leave as mail; else nothing below is set
	Name      string        `json:"name"`
	Quotes    bool          `json:"quotes"`    // the customer's last message is quoted below it
	Signature *EnvelopeText `json:"signature"` // what stands below what one writes, as the customer sees it
	Subject   string        `json:"subject"`   // under which they leave: the newest of the customer's
}

// EnvelopeText is one of the objects of the API.
type EnvelopeText struct {
	HTML string `json:"html"` // sanitised
	Text string `json:"text"`
}

// Erasure is one of the objects of the API.
type Erasure struct {
	AskedAt       time.Time  `json:"asked_at"`
	By            string     `json:"by"`
	ContactID     string     `json:"contact_id"`
	Conversations int64      `json:"conversations"`
	DoneAt        *time.Time `json:"done_at"`
	Files         int64      `json:"files"`
	ID            string     `json:"id"`
	Messages      int64      `json:"messages"`
}

// Example is one of the objects of the API.
type Example struct {
	ID     string `json:"id"`
	Number int64  `json:"number"` // 0 when it is gone
}

// Exception is one of the objects of the API.
type Exception struct {
	Date  string    `json:"date"`
	Name  string    `json:"name"`
	Spans []DaySpan `json:"spans"`
}

// Expectation is one of the objects of the API.
type Expectation struct {
	Answered int64 `json:"answered"` // conversations that were answered
	Days     int64 `json:"days"`     // how far back
	Known    bool  `json:"known"`    // enough conversations say so
	Seconds  int64 `json:"seconds"`  // half of the customers were answered within; those who still wait are counted as such
	Waiting  int64 `json:"waiting"`  // those that still wait
}

// Export is one of the objects of the API.
type Export struct {
	Can        ExportCan  `json:"can"`
	CreatedAt  time.Time  `json:"created_at"`
	CreatedBy  string     `json:"created_by"`
	Done       int64      `json:"done"`
	Error      string     `json:"error"`      // why it failed: a code
	ExpiresAt  *time.Time `json:"expires_at"` // when the file is removed
	FinishedAt *time.Time `json:"finished_at"`
	Format     string     `json:"format"` // one of "csv", "jsonl"
	ID         string     `json:"id"`
	Kind       string     `json:"kind"`  // one of "contacts", "conversations"
	Size       int64      `json:"size"`  // bytes of the file
	State      string     `json:"state"` // one of "running", "done", "cancelled", "failed", "expired"
	Total      int64      `json:"total"` // contacts or conversations; 0 while it is not known
	URL        string     `json:"url"`   // a signed link to the file that works for some minutes; empty while there is no file
}

// ExportCan is one of the objects of the API.
type ExportCan struct {
	Cancel   bool `json:"cancel"`
	Download bool `json:"download"`
}

// FactView is one of the objects of the API.
type FactView struct {
	At             time.Time       `json:"at"`
	By             string          `json:"by"` // the member of staff who did it, or nobody
	ContactID      string          `json:"contact_id"`
	ConversationID string          `json:"conversation_id"`
	Cursor         int64           `json:"cursor"` // its place in the order of everything; strictly increasing
	Data           json.RawMessage `json:"data"`   // the ids and values of this kind of fact
	Name           string          `json:"name"`
}

// FactorView is one of the objects of the API.
type FactorView struct {
	Must          bool       `json:"must"` // the house wants you to have one
	On            bool       `json:"on"`
	Passkeys      int64      `json:"passkeys"`       // how many; each counts as both factors
	PasskeysWork  bool       `json:"passkeys_work"`  // browsers make passkeys for this address
	Password      bool       `json:"password"`       // you have a password to prove yourself by
	RecoveryCodes int64      `json:"recovery_codes"` // how many are left
	Since         *time.Time `json:"since"`
}

// Field is one of the objects of the API.
type Field struct {
	Archived  bool              `json:"archived"` // no longer shown or asked for; its values are kept
	Bounds    *Bounds           `json:"bounds"`
	Can       FieldCan          `json:"can"`
	CreatedAt time.Time         `json:"created_at"`
	Default   json.RawMessage   `json:"default"` // what a new object begins with; null for nothing
	ID        string            `json:"id"`
	Key       string            `json:"key"`    // its name for programs; it never changes
	Names     map[string]string `json:"names"`  // by language: zh-CN, en
	Object    string            `json:"object"` // what it describes one of "contact", "conversation", "organisation"
	Options   []Option          `json:"options"`
	Position  int64             `json:"position"` // its place on the screen, counting from 1
	Required  bool              `json:"required"` // a conversation can be resolved only when it has a value
	Type      string            `json:"type"`     // one of "text", "long_text", "number", "decimal", "yes_no", "date", "date_time", "choice", "choices", "url", "email", "phone"
	Version   int64             `json:"version"`
}

// FieldCan is one of the objects of the API.
type FieldCan struct {
	Change bool `json:"change"`
}

// FieldEditBody is one of the objects of the API.
type FieldEditBody struct {
	Archived  *bool             `json:"archived,omitempty"`
	Bounds    *Bounds           `json:"bounds,omitempty"`
	Default   json.RawMessage   `json:"default,omitempty"`
	Names     map[string]string `json:"names,omitempty"`
	NoDefault *bool             `json:"no_default,omitempty"` // take the default away
	Options   []Option          `json:"options,omitempty"`    // all of them; those that are left out become archived
	Position  *int64            `json:"position,omitempty"`   // its place among the fields of its object, from 1
	Required  *bool             `json:"required,omitempty"`
	Version   *int64            `json:"version,omitempty"`
}

// Figures is one of the objects of the API.
type Figures struct {
	ExpectedSeconds int64 `json:"expected_seconds"` // how long whoever came then would have been expected to wait; -1 = nothing was known of it, or it was not asked
	OldestSeconds   int64 `json:"oldest_seconds"`
	Waiting         int64 `json:"waiting"`
}

// FileDayView is one of the objects of the API.
type FileDayView struct {
	Date  string `json:"date"`
	Name  string `json:"name"`
	Works bool   `json:"works"` // a day of work that makes up for a holiday
}

// Filter is one of the objects of the API.
type Filter struct {
	Assignees        []string `json:"assignees,omitempty"` // staff ids, me, none
	Channels         []string `json:"channels,omitempty"`
	Created          *Span    `json:"created,omitempty"`       // when the conversation began
	Emotions         []string `json:"emotions,omitempty"`      // how the customer felt who wrote last
	LastMessage      *Span    `json:"last_message,omitempty"`  // when its newest message was sent
	Order            *string  `json:"order,omitempty"`         // one of "newest", "oldest", "created_newest", "created_oldest", "longest_waiting", "priority"
	Organisations    []string `json:"organisations,omitempty"` // where the contact belongs
	Priorities       []string `json:"priorities,omitempty"`
	Risks            []string `json:"risks,omitempty"` // kinds of risk that are open in it; any of them
	States           []string `json:"states,omitempty"`
	Statuses         []string `json:"statuses,omitempty"`           // ids of own statuses
	TagsAll          []string `json:"tags_all,omitempty"`           // wears all of these
	TagsAny          []string `json:"tags_any,omitempty"`           // wears at least one of these
	TagsNone         []string `json:"tags_none,omitempty"`          // wears none of these
	Teams            []string `json:"teams,omitempty"`              // team ids, mine, none
	Tiers            []string `json:"tiers,omitempty"`              // how closely the contact is looked after
	Topics           []string `json:"topics,omitempty"`             // what it is about; whatever stands under a topic counts too
	WaitingOverHours *float64 `json:"waiting_over_hours,omitempty"` // the customer waits for us longer than this, in hours
}

// FirstEntrance is one of the objects of the API.
type FirstEntrance struct {
	Me            *Me        `json:"me"`             // who one is, once signed in
	RecoveryCodes []string   `json:"recovery_codes"` // each works once in place of a code; they are not shown again
	Step          string     `json:"step"`           // in: signed in; code: a code of the second factor is wanted; enrol: a second factor is wanted and has to be made; passkey: a passkey is wanted one of "in", "code", "enrol", "passkey"
	Until         *time.Time `json:"until"`          // when a sign-in that was only begun has to begin again
}

// FloorView is one of the objects of the API.
type FloorView struct {
	Callbacks *ToCall    `json:"callbacks"` // who is to be called back
	Cursor    int64      `json:"cursor"`
	People    []HandView `json:"people"`
	Queues    []LineView `json:"queues"`
}

// Forecast is one of the objects of the API.
type Forecast struct {
	Broke    int64   `json:"broke"`    // of how many the condition could not be told
	Examples []Match `json:"examples"` // the newest that match
	Looked   int64   `json:"looked"`   // how many were looked at, the newest
	Matched  int64   `json:"matched"`
}

// Gist is one of the objects of the API.
type Gist struct {
	Emotion string   `json:"emotion"`  // how the customer felt who wrote last; empty before anything was read one of "", "calm", "worried", "angry", "furious"
	Risks   []string `json:"risks"`    // kinds of risk that are open in it
	TopicID string   `json:"topic_id"` // what it is about; empty while that is unknown
	Urgency float64  `json:"urgency"`  // how little the newest message may wait
}

// GrantBody is one of the objects of the API.
type GrantBody struct {
	AuthorizeURL *string    `json:"authorize_url,omitempty"` // left out: the provider's usual one
	ClientID     string     `json:"client_id"`
	ClientSecret *string    `json:"client_secret,omitempty"` // never shown again; left out, it stays
	Provider     string     `json:"provider"`                // one of "google", "microsoft", "other"
	Scopes       *string    `json:"scopes,omitempty"`        // with spaces between; left out: the provider's usual ones
	SecretUntil  *time.Time `json:"secret_until,omitempty"`  // when the provider stops taking the client secret; warned of thirty days ahead
	TokenURL     *string    `json:"token_url,omitempty"`     // left out: the provider's usual one
}

// GrantView is one of the objects of the API.
type GrantView struct {
	AccessUntil  *time.Time `json:"access_until"` // until when the present token is good; a new one is fetched before
	AuthorizeURL string     `json:"authorize_url"`
	ChannelID    string     `json:"channel_id"`
	ClientID     string     `json:"client_id"`
	GrantedAt    *time.Time `json:"granted_at"`
	GrantedBy    string     `json:"granted_by"`
	HasSecret    bool       `json:"has_secret"`
	Provider     string     `json:"provider"`     // google, microsoft or other
	Reason       string     `json:"reason"`       // why it is refused, as a code: grant_refused, consent_missing, client_refused, secret_over, secret_wrong
	ReturnURL    string     `json:"return_url"`   // to be registered at the provider
	Said         string     `json:"said"`         // what the provider said
	Scopes       string     `json:"scopes"`       // with spaces between
	SecretSoon   bool       `json:"secret_soon"`  // that is within thirty days, or over
	SecretUntil  *time.Time `json:"secret_until"` // when the provider stops taking the client secret, as somebody entered it
	State        string     `json:"state"`        // one of "none", "waiting", "good", "refused"
	TokenURL     string     `json:"token_url"`
}

// Granted is one of the objects of the API.
type Granted struct {
	AccessUntil *time.Time `json:"access_until"` // until when the present token is good; it is renewed by itself
	SecretUntil *time.Time `json:"secret_until"` // when the provider stops taking the client secret
	State       string     `json:"state"`        // one of "waiting", "good", "refused"
}

// Half is one of the objects of the API.
type Half struct {
	At       time.Time   `json:"at"`
	Because  string      `json:"because"` // one of "merge", "split_undone"
	By       *Ref        `json:"by"`
	CanUndo  bool        `json:"can_undo"`
	Channel  *ChannelRef `json:"channel"`
	Contact  *ContactRef `json:"contact"`
	ID       string      `json:"id"`
	Into     string      `json:"into"`     // the one it was merged into; another one than asked for where that was merged later
	Messages int64       `json:"messages"` // how many moved
	Number   int64       `json:"number"`
	Subject  string      `json:"subject"`
}

// HandView is one of the objects of the API.
type HandView struct {
	Has       int64      `json:"has"` // conversations that fill them
	ID        string     `json:"id"`
	IdleSince *time.Time `json:"idle_since"` // nothing was given to them since; null while they are not on line
	Load      float64    `json:"load"`       // 1 is full
	Name      string     `json:"name"`
	Reason    string     `json:"reason"`
	Since     *time.Time `json:"since"`
	State     string     `json:"state"` // one of "online", "busy", "away", "after_call", "offline"
	Teams     []Ref      `json:"teams"`
}

// HasView is one of the objects of the API.
type HasView struct {
	ID    string  `json:"id"`
	Level int64   `json:"level"` // 1 can when nobody better is there, 2 good, 3 whom others ask
	Name  *string `json:"name,omitempty"`
}

// HeadStart is one of the objects of the API.
type HeadStart struct {
	Code    string  `json:"code"`
	Seconds int64   `json:"seconds"`         // the head start; less than nothing puts it back
	Value   *string `json:"value,omitempty"` // what it speaks of: a kind of risk, how many times
}

// Health is one of the objects of the API.
type Health struct {
	Backlog            int64            `json:"backlog"` // mails that are in the mailbox and not yet here, as last seen
	ChannelID          string           `json:"channel_id"`
	CompleteAt         *time.Time       `json:"complete_at"` // when everything was in, the last time
	Counts             map[string]int64 `json:"counts"`      // mails by what became of them
	FailingSince       *time.Time       `json:"failing_since"`
	LastReconciliation *Reconciliation  `json:"last_reconciliation"`
	Mailbox            string           `json:"mailbox"`
	NextAt             *time.Time       `json:"next_at"` // when it is tried again
	Node               string           `json:"node"`    // who fetches
	Reason             string           `json:"reason"`  // why it fails, as a code, such as password or port_blocked
	Said               string           `json:"said"`    // what the server said
	State              string           `json:"state"`   // one of "waiting", "fetching", "listening", "failing"
}

// HealthCard is one of the objects of the API.
type HealthCard struct {
	ChannelID      string          `json:"channel_id"`
	Grant          *Granted        `json:"grant"` // null where the mailbox is entered by a password
	In             *Incoming       `json:"in"`    // null where nothing is fetched
	Kind           string          `json:"kind"`  // one of "webchat", "email", "api", "form"
	LastInboundAt  *time.Time      `json:"last_inbound_at"`
	LastOutboundAt *time.Time      `json:"last_outbound_at"`
	Name           string          `json:"name"`
	Out            *Outgoing       `json:"out"`      // null where nothing leaves as mail
	Past           []HealthTrouble `json:"past"`     // the newest troubles that are over
	State          string          `json:"state"`    // one of "ok", "troubled", "broken", "closed"
	Told           []Told          `json:"told"`     // who was told by mail of what is wrong now
	Troubles       []HealthTrouble `json:"troubles"` // what is wrong now, the worst first
}

// HealthTrouble is one of the objects of the API.
type HealthTrouble struct {
	About     map[string]any `json:"about"` // what the words of the code speak of
	ChannelID string         `json:"channel_id"`
	Code      string         `json:"code"` // why, as a code that does not change
	ID        string         `json:"id"`
	Means     string         `json:"means"`    // what happened and what to do, in the asker's language
	NotedAt   time.Time      `json:"noted_at"` // when people were told
	OverAt    *time.Time     `json:"over_at"`
	Part      string         `json:"part"`  // one of "in", "out", "grant", "secret", "missing", "waiting", "signing", "answering", "certificate"
	Since     time.Time      `json:"since"` // when it began
	State     string         `json:"state"` // one of "troubled", "broken"
}

// HelpAskingBody is one of the objects of the API.
type HelpAskingBody struct {
	Reason string  `json:"reason"`          // in a few words
	Skill  *string `json:"skill,omitempty"` // who has it and is available is asked, too
}

// HelpOutcomeBody is one of the objects of the API.
type HelpOutcomeBody struct {
	Outcome string `json:"outcome"` // one of "answered", "withdrawn"
}

// HelpView is one of the objects of the API.
type HelpView struct {
	Asked        []AskedView `json:"asked"` // who was asked, and why they
	AskedBy      *Ref        `json:"asked_by"`
	At           time.Time   `json:"at"`
	Contact      string      `json:"contact"` // the customer's name
	Conversation *Numbered   `json:"conversation"`
	EndedAt      *time.Time  `json:"ended_at"`
	EndedBy      *Ref        `json:"ended_by"` // null while it runs, and where the conversation ended
	ID           string      `json:"id"`
	Reason       string      `json:"reason"`
	Skill        *Ref        `json:"skill"` // what is needed; null for nothing in particular
	State        string      `json:"state"` // one of "open", "taken", "answered", "withdrawn"
	Subject      string      `json:"subject"`
	TakenAt      *time.Time  `json:"taken_at"`
	TakenBy      *Ref        `json:"taken_by"`
	Team         *Ref        `json:"team"` // whose leads were asked; null: those of whoever asked
}

// Hold is one of the objects of the API.
type Hold struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	ID     string    `json:"id"`
	Kind   string    `json:"kind"` // one of "contact", "conversation"
	Reason string    `json:"reason"`
}

// HolidayDayView is one of the objects of the API.
type HolidayDayView struct {
	Date    string `json:"date"`
	Holiday string `json:"holiday"` // one of "new_year", "spring_festival", "qingming", "labour_day", "dragon_boat", "mid_autumn", "national_day", "national_day_mid_autumn"
	Works   bool   `json:"works"`   // a day of work that makes up for it
}

// Identity is one of the objects of the API.
type Identity struct {
	Bounced  *Bounce `json:"bounced"` // mail to it came back; null where none did, or it was heard of since
	ID       string  `json:"id"`
	Kind     string  `json:"kind"`
	Value    string  `json:"value"`
	Verified bool    `json:"verified"`
}

// IdentityAdditionBody is one of the objects of the API.
type IdentityAdditionBody struct {
	ChannelID *string `json:"channel_id,omitempty"` // of an own id: the channel within which it means something
	Kind      string  `json:"kind"`                 // one of "email", "phone", "external"
	Value     string  `json:"value"`
}

// IdentityAddress is one of the objects of the API.
type IdentityAddress struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"` // one of "email"
	Value string `json:"value"`
}

// IdentityCheckAnswerBody is one of the objects of the API.
type IdentityCheckAnswerBody struct {
	Code string `json:"code"` // six digits; spaces and wide digits are taken as they are meant
}

// IdentityCheckCan is one of the objects of the API.
type IdentityCheckCan struct {
	Answer bool `json:"answer"`
	Ask    bool `json:"ask"`
	Refuse bool `json:"refuse"`
}

// IdentityCheckView is one of the objects of the API.
type IdentityCheckView struct {
	Address    string            `json:"address"`     // where it went
	Addresses  []IdentityAddress `json:"addresses"`   // to which a code can go: e-mail addresses that were known to be the customer's before this conversation began
	AskRefused string            `json:"ask_refused"` // why no code can be asked for, told before one tries; empty when it can one of "", "no_permission", "no_address", "too_many"
	At         *time.Time        `json:"at"`          // when it was asked for, or the customer would not
	By         *Ref              `json:"by"`
	Can        IdentityCheckCan  `json:"can"`
	EndedAt    *time.Time        `json:"ended_at"`   // when it was passed, failed, and so on
	EndedBy    *Ref              `json:"ended_by"`   // who typed the code; null where it stood in a message of the customer
	Kind       string            `json:"kind"`       // by what the code went; empty where none did one of "", "email"
	LeftAt     *time.Time        `json:"left_at"`    // when the mail left; null while it has not
	MessageID  string            `json:"message_id"` // in which the code stood; empty where it was typed
	Reason     string            `json:"reason"`     // why the mail could not leave one of "", "rejected", "too_late", "no_way"
	State      string            `json:"state"`      // over: it was passed, longer ago than it counts one of "none", "sent", "passed", "over", "failed", "expired", "refused", "unsent"
	TriesLeft  int64             `json:"tries_left"`
	Until      *time.Time        `json:"until"` // sent: the code counts; passed: so does what was shown
}

// IdentityCheckWishBody is one of the objects of the API.
type IdentityCheckWishBody struct {
	IdentityID *string `json:"identity_id,omitempty"` // one of the addresses that reading the check lists; without it: the first
}

// Import is one of the objects of the API.
type Import struct {
	Can        ImportCan    `json:"can"`
	ChannelID  string       `json:"channel_id"` // where conversations go
	Columns    []Column     `json:"columns"`    // of a CSV
	Counts     *Counts      `json:"counts"`
	CreatedAt  time.Time    `json:"created_at"`
	CreatedBy  string       `json:"created_by"`
	Encoding   string       `json:"encoding"` // as it was recognised: utf-8, gb18030, utf-16le, utf-16be
	Error      string       `json:"error"`    // why it failed: a code
	Existing   string       `json:"existing"` // what happens to contacts that are here already one of "keep", "update"
	FinishedAt *time.Time   `json:"finished_at"`
	Format     string       `json:"format"` // one of "csv", "jsonl", "zip"
	ID         string       `json:"id"`
	Kind       string       `json:"kind"`      // one of "contacts", "conversations", "zendesk", "chatwoot"
	Meanings   []string     `json:"meanings"`  // what columns of this kind may mean
	Name       string       `json:"name"`      // of the file
	Problems   []RefusedRow `json:"problems"`  // the first of the rows that were refused
	Size       int64        `json:"size"`      // bytes
	State      string       `json:"state"`     // one of "uploaded", "checking", "checked", "running", "done", "cancelled", "failed", "undoing", "undone"
	TimeZone   string       `json:"time_zone"` // of times that name none
	Version    int64        `json:"version"`
}

// ImportCan is one of the objects of the API.
type ImportCan struct {
	Cancel bool `json:"cancel"`
	Check  bool `json:"check"`
	Map    bool `json:"map"`
	Remove bool `json:"remove"`
	Start  bool `json:"start"`
	Undo   bool `json:"undo"`
}

// ImportEditBody is one of the objects of the API.
type ImportEditBody struct {
	ChannelID *string  `json:"channel_id,omitempty"`
	Existing  *string  `json:"existing,omitempty"` // one of "keep", "update"
	Mapping   []string `json:"mapping,omitempty"`  // what each column means, in the order of the columns; empty to leave one out
	TimeZone  *string  `json:"time_zone,omitempty"`
	Version   *int64   `json:"version,omitempty"`
}

// InboundMessage is one of the objects of the API.
type InboundMessage struct {
	Attachments []Item                      `json:"attachments,omitempty"`
	Attributes  map[string]any              `json:"attributes,omitempty"` // kept with the contact
	ExternalID  string                      `json:"external_id"`          // your name for the message; the same one again is the same message
	HTML        *string                     `json:"html,omitempty"`
	Sender      *InboundMessageSenderStruct `json:"sender,omitempty"`
	SentAt      *time.Time                  `json:"sent_at,omitempty"`
	Subject     *string                     `json:"subject,omitempty"`
	Text        *string                     `json:"text,omitempty"`
	Thread      *string                     `json:"thread,omitempty"` // messages of one thread form one conversation
}

// InboundMessageSenderStruct is one of the objects of the API.
type InboundMessageSenderStruct struct {
	Email      *string `json:"email,omitempty"`
	ExternalID *string `json:"external_id,omitempty"` // your id of the customer
	Locale     *string `json:"locale,omitempty"`
	Name       *string `json:"name,omitempty"`
	Phone      *string `json:"phone,omitempty"`
	TimeZone   *string `json:"time_zone,omitempty"`
}

// Incoming is one of the objects of the API.
type Incoming struct {
	Backlog      int64      `json:"backlog"`     // mails that are in the mailbox and not yet here, as last seen
	CompleteAt   *time.Time `json:"complete_at"` // when everything was in, the last time
	FailingSince *time.Time `json:"failing_since"`
	NextAt       *time.Time `json:"next_at"` // when it is tried again
	State        string     `json:"state"`   // one of "waiting", "fetching", "listening", "failing"
}

// InvitationCard is one of the objects of the API.
type InvitationCard struct {
	AllDay     bool       `json:"all_day"` // the times are days then, in nobody's zone
	AnsweredAt *time.Time `json:"answered_at"`
	AnsweredBy string     `json:"answered_by"`
	Attendees  []Person   `json:"attendees"`
	CanAnswer  bool       `json:"can_answer"`
	EndsAt     time.Time  `json:"ends_at"`
	Floating   bool       `json:"floating"` // no zone was named, or none that is known: the times are read as they stand
	Location   string     `json:"location"`
	Method     string     `json:"method"` // one of "request", "cancel", "reply", "publish", "other"
	Organizer  *Person    `json:"organizer"`
	Part       string     `json:"part"`    // what we answered one of "", "accepted", "tentative", "declined"
	Place      int64      `json:"place"`   // which event of the mail
	Repeats    string     `json:"repeats"` // one of "", "daily", "weekly", "monthly", "yearly", "other"
	StartsAt   time.Time  `json:"starts_at"`
	State      string     `json:"state"` // one of "standing", "superseded", "cancelled"
	Summary    string     `json:"summary"`
	Zone       string     `json:"zone"` // in which it was written; IANA
}

// InvitationLink is one of the objects of the API.
type InvitationLink struct {
	InvitationURL string `json:"invitation_url"`
}

// Invited is one of the objects of the API.
type Invited struct {
	Email string `json:"email"`
	Name  string `json:"name"`
}

// InvitedStaff is one of the objects of the API.
type InvitedStaff struct {
	Can           StaffCan      `json:"can"`
	CreatedAt     time.Time     `json:"created_at"`
	Email         string        `json:"email"`
	ID            string        `json:"id"`
	InvitationURL string        `json:"invitation_url"` // works once; give it to the person
	Invited       bool          `json:"invited"`        // has not set a password yet
	Languages     []Language    `json:"languages"`
	Locale        string        `json:"locale"`
	Name          string        `json:"name"`
	Presence      *PresenceView `json:"presence"`
	Role          string        `json:"role"`          // agent, lead, manager, admin, or the id of a role of your own
	RoleName      string        `json:"role_name"`     // of a role of your own; empty for a built-in one
	SecondFactor  bool          `json:"second_factor"` // has a second factor, or a passkey
	Skills        []HasView     `json:"skills"`
	State         string        `json:"state"` // one of "active", "disabled"
	Teams         []Ref         `json:"teams"`
	TimeZone      string        `json:"time_zone"`
	Version       int64         `json:"version"`
}

// Item is one of the objects of the API.
type Item struct {
	Data []byte  `json:"data"` // base64
	Name string  `json:"name"`
	Type *string `json:"type,omitempty"`
}

// JudgementBody is one of the objects of the API.
type JudgementBody struct {
	Standing string `json:"standing"` // one of "known", "refused"
}

// KeysStruct is one of the objects of the API.
type KeysStruct struct {
	Auth   string `json:"auth"`
	P256dh string `json:"p256dh"`
}

// Language is one of the objects of the API.
type Language struct {
	Language string `json:"language"`
	Level    int64  `json:"level"` // 1 enough for simple matters, 2 fluent, 3 as a mother tongue
}

// LeftOutView is one of the objects of the API.
type LeftOutView struct {
	Name   string `json:"name"`
	Reason string `json:"reason"` // one of "not_a_day", "repeats_strange", "cancelled", "too_long"
}

// Length is one of the objects of the API.
type Length struct {
	Overdue    bool    `json:"overdue"`
	Seconds    float64 `json:"seconds"`
	Unfinished bool    `json:"unfinished"` // they waited still when the day ended
}

// LessonView is one of the objects of the API.
type LessonView struct {
	Answered float64   `json:"answered"` // the same, unknown being a wrong answer
	At       time.Time `json:"at"`
	Right    float64   `json:"right"` // share of texts that it had not seen and got right (cross-validation)
	State    string    `json:"state"` // one of "active", "replaced", "worse", "too_few"
	Texts    int64     `json:"texts"` // different texts that it was learned from
	Topics   int64     `json:"topics"`
	Version  string    `json:"version"`
}

// Line is one of the objects of the API.
type Line struct {
	At             time.Time  `json:"at"`      // when it came in here
	CameAt         *time.Time `json:"came_at"` // when it came into the mailbox, as its server says
	ConversationID string     `json:"conversation_id"`
	MessageID      string     `json:"message_id"`
	Outcome        string     `json:"outcome"` // one of "conversation", "duplicate", "automatic", "bounce", "unreadable", "deleted"
	Size           int64      `json:"size"`    // bytes
	Uid            int64      `json:"uid"`
	UidValidity    int64      `json:"uid_validity"`
}

// LineView is one of the objects of the API.
type LineView struct {
	First []PlaceView `json:"first"` // who is taken first; three at most
}

// Links is one of the objects of the API.
type Links struct {
	Halves         []Half        `json:"halves"`          // what was merged into this one, the latest first
	MaybeSame      []Maybe       `json:"maybe_same"`      // conversations of the same contact that may be about the same matter
	MergedInto     *Numbered     `json:"merged_into"`     // the conversation that stands for this one
	SplitFrom      *Apart        `json:"split_from"`      // the conversation that this one was split off
	SplitOff       []Apart       `json:"split_off"`       // what was split off this one, the latest first
	SplitProposals []Proposal    `json:"split_proposals"` // messages that may begin a matter of their own, the latest first
	Strangers      []Participant `json:"strangers"`       // who wrote with a reference of ours and takes no part, as far as is known
	ToldApart      []OtherMatter `json:"told_apart"`      // conversations of which somebody said that they are about another matter, the latest first
}

// LookView is one of the objects of the API.
type LookView struct {
	Actor   *Ref         `json:"actor"`
	Contact *Ref         `json:"contact"` // whose data it is
	FirstAt time.Time    `json:"first_at"`
	ID      int64        `json:"id"`
	IP      string       `json:"ip"`
	LastAt  time.Time    `json:"last_at"`
	Object  *AuditObject `json:"object"` // a contact, a conversation or the raw mail of a message
	Times   int64        `json:"times"`  // at least; within one hour
	Token   *Ref         `json:"token"`  // the API token that looked in their name; null when they did it themselves
}

// Macro is one of the objects of the API.
type Macro struct {
	Can       WordingCan `json:"can"`
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Scope     string     `json:"scope"` // one of "personal", "team", "everybody"
	Staff     string     `json:"staff"` // whose it is, when personal
	Steps     []Step     `json:"steps"`
	Team      string     `json:"team"` // whose it is, when a team's
	UpdatedAt time.Time  `json:"updated_at"`
	UsedAt    *time.Time `json:"used_at"`
	UsedCount int64      `json:"used_count"`
	Version   int64      `json:"version"`
}

// MacroApplied is one of the objects of the API.
type MacroApplied struct {
	Conversation *Conversation `json:"conversation"`
	MessageID    string        `json:"message_id"` // the reply that it wrote; empty when it wrote none
}

// MacroBody is one of the objects of the API.
type MacroBody struct {
	Name    string  `json:"name"`
	Scope   string  `json:"scope"` // one of "personal", "team", "everybody"
	Steps   []Step  `json:"steps"`
	Team    *string `json:"team,omitempty"`    // with the scope team
	Version *int64  `json:"version,omitempty"` // that was edited; another one is a conflict
}

// MailKey is one of the objects of the API.
type MailKey struct {
	AddedAt     time.Time `json:"added_at"`
	AddedBy     string    `json:"added_by"`  // their name as it is today
	Addresses   []string  `json:"addresses"` // mail for these is opened
	ChannelID   string    `json:"channel_id"`
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the certificate
	ID          string    `json:"id"`
	Issuer      string    `json:"issuer"`
	Over        bool      `json:"over"`
	Soon        bool      `json:"soon"`    // it is over within thirty days
	Subject     string    `json:"subject"` // whose certificate it is
	ValidFrom   time.Time `json:"valid_from"`
	ValidUntil  time.Time `json:"valid_until"` // old mail is opened after it as well; others do not encrypt with it any more
}

// MailProvider is one of the objects of the API.
type MailProvider struct {
	By    string  `json:"by"`    // how it was recognised one of "list", "domain", "mx", "guess"
	Entry string  `json:"entry"` // what it wants in place of a person's password one of "password", "app_password", "auth_code", "oauth"
	Imap  *Server `json:"imap"`
	Key   string  `json:"key"`   // names the provider; empty where it is a guess
	Oauth string  `json:"oauth"` // by which grant it can be entered as well one of "", "google", "microsoft"
	Smtp  *Server `json:"smtp"`
}

// MailVerdict is one of the objects of the API.
type MailVerdict struct {
	Code  string `json:"code"`  // why it failed, as a code that does not change
	Mails int64  `json:"mails"` // how many lie in the folder
	Means string `json:"means"` // what to change, in the asker's language
	State string `json:"state"` // skipped: no server was named one of "ok", "failed", "skipped"
}

// MailboxChecked is one of the objects of the API.
type MailboxChecked struct {
	Mails int64 `json:"mails"` // how many lie in the folder
}

// MailboxTrialBody is one of the objects of the API.
type MailboxTrialBody struct {
	Settings json.RawMessage `json:"settings"` // as those of an e-mail channel: address, imap, smtp
}

// MailboxTried is one of the objects of the API.
type MailboxTried struct {
	In  *MailVerdict `json:"in"`
	Out *MailVerdict `json:"out"`
}

// Mark is one of the objects of the API.
type Mark struct {
	End        int64  `json:"end"` // the same as start where something is missing
	Rule       string `json:"rule"`
	Start      int64  `json:"start"`      // in Unicode code points
	Suggestion string `json:"suggestion"` // what may be said instead; empty where it is better left out or said in other words
	Weight     string `json:"weight"`
}

// Masked is one of the objects of the API.
type Masked struct {
	Kind  string `json:"kind"` // one of "id_card", "passport", "bank_card", "bank_account", "secret", "phone", "email", "address", "name", "plate"
	Shown string `json:"shown"`
}

// Match is one of the objects of the API.
type Match struct {
	At       time.Time `json:"at"` // of its last message
	Customer string    `json:"customer"`
	ID       string    `json:"id"`
	Number   int64     `json:"number"`
	Subject  string    `json:"subject"`
}

// Maybe is one of the objects of the API.
type Maybe struct {
	Because      []Resemblance `json:"because"`
	Conversation *Conversation `json:"conversation"`
}

// Me is one of the objects of the API.
type Me struct {
	Permissions []string   `json:"permissions"`
	Session     string     `json:"session"`
	Staff       *StaffView `json:"staff"`
	Version     string     `json:"version"` // of the server
}

// MeEditBody is one of the objects of the API.
type MeEditBody struct {
	Languages []Language      `json:"languages,omitempty"` // in which one can serve
	Locale    *string         `json:"locale,omitempty"`    // one of "", "zh-CN", "en"
	Name      *string         `json:"name,omitempty"`
	Password  *PasswordStruct `json:"password,omitempty"`
	TimeZone  *string         `json:"time_zone,omitempty"`
}

// Measured is one of the objects of the API.
type Measured struct {
	Ahead          int64     `json:"ahead"`
	At             time.Time `json:"at"` // when it began
	ConversationID string    `json:"conversation_id"`
	FirstSeconds   float64   `json:"first_seconds"` // what the first in line had waited; -1 = nobody stood there
	HalfSeconds    float64   `json:"half_seconds"`
	LastSeconds    float64   `json:"last_seconds"` // what the last who was taken had waited; -1 = nobody was
	MeanSeconds    float64   `json:"mean_seconds"`
	Method         string    `json:"method"` // one of "qlm", "first", "none"
	MostSeconds    float64   `json:"most_seconds"`
	QueueID        string    `json:"queue_id"`
	Seconds        float64   `json:"seconds"`       // what it came to
	UsualSeconds   float64   `json:"usual_seconds"` // what those taken lately had waited on average; -1 = nobody was
}

// MergeLinks is one of the objects of the API.
type MergeLinks struct {
	Apart       []ToldApart       `json:"apart"`       // of whom a person has said that they are another one, the latest first
	Halves      []MergedContact   `json:"halves"`      // who was merged into this one, the latest first
	MergedInto  string            `json:"merged_into"` // the contact that stands for this one; empty when none does
	Suggestions []MergeSuggestion `json:"suggestions"` // who may be the same person, the likeliest first; nothing is merged by itself
}

// MergeReason is one of the objects of the API.
type MergeReason struct {
	Code     string `json:"code"`     // one of "same_email", "same_phone", "similar_email", "similar_phone", "same_device", "same_user_id", "same_name", "similar_name", "name_sound", "same_company"
	Value    string `json:"value"`    // what they share; of names how each is written
	Verified bool   `json:"verified"` // one of the two has it verified; else both merely claim it
}

// MergeSuggestion is one of the objects of the API.
type MergeSuggestion struct {
	Because []MergeReason `json:"because"`
	Contact *Contact      `json:"contact"`
	Score   int64         `json:"score"` // how strongly all reasons speak for it together, of 100
}

// MergedContact is one of the objects of the API.
type MergedContact struct {
	At            time.Time `json:"at"`
	By            string    `json:"by"` // the name of who merged them
	CanUndo       bool      `json:"can_undo"`
	Conversations int64     `json:"conversations"` // how many moved
	ID            string    `json:"id"`
	Name          string    `json:"name"`
}

// MergingBody is one of the objects of the API.
type MergingBody struct {
	Into string `json:"into"` // the conversation that will stand for both
}

// Message is one of the objects of the API.
type Message struct {
	Attachments    []Attachment     `json:"attachments"`
	Author         *Author          `json:"author"`
	AutoReply      *AutoReply       `json:"auto_reply"` // of a mail: whether it was answered automatically, or why not; null where nobody asked
	Automatic      bool             `json:"automatic"`  // a reply that the house sent by itself
	ClientID       string           `json:"client_id"`
	Code           string           `json:"code"` // system messages: the key of their text
	ConversationID string           `json:"conversation_id"`
	CreatedAt      time.Time        `json:"created_at"`
	Delivery       *Progress        `json:"delivery"`
	FromAddress    string           `json:"from_address"` // of a mail: the address that it came from
	HasRaw         bool             `json:"has_raw"`
	HTML           string           `json:"html"` // sanitised; empty when the message is plain text
	ID             string           `json:"id"`
	Invitations    []InvitationCard `json:"invitations"` // events that a mail brings; empty in webhooks
	JoinedBy       string           `json:"joined_by"`   // of a mail: by what it was known to belong to this conversation; empty when it began it one of "", "token", "own_id", "customer_id", "thread_index", "subject", "thread", "report"
	Kind           string           `json:"kind"`        // one of "inbound", "reply", "note", "system"
	Machine        string           `json:"machine"`     // of a mail: the sign by which no machine answers it (RFC 3834); empty when a person seems to have written it one of "", "bounce", "complaint", "auto_reply", "report", "loop", "null_sender", "list", "bulk", "asked_not_to", "no_reply", "own_address"
	Masked         []Masked         `json:"masked"`      // what of it the asking person does not see, as it stands in the texts instead
	Origin         *Numbered        `json:"origin"`      // the merged conversation that it came from; null when it belongs to this one
	ReplyText      string           `json:"reply_text"`  // what the person wrote this time, without quoted history and signature; empty when that is the whole text
	Revisions      int64            `json:"revisions"`
	SentAt         time.Time        `json:"sent_at"`
	Subject        string           `json:"subject"`
	Text           string           `json:"text"`
	Trust          *TrustCard       `json:"trust"`      // what is known of the sender of a mail; null for what is none, and in webhooks
	Unreadable     bool             `json:"unreadable"` // the message could not be read; its raw form is attached
	Values         map[string]any   `json:"values"`
	WhisperTo      *Ref             `json:"whisper_to"` // of a note that was whispered: to whom; null of any other message
}

// MessagePage is one of the objects of the API.
type MessagePage struct {
	Cursor int64     `json:"cursor"`
	Items  []Message `json:"items"`
	Next   string    `json:"next"`
}

func (p MessagePage) page() ([]Message, string) { return p.Items, p.Next }

// MessageThen is one of the objects of the API.
type MessageThen struct {
	SnoozedUntil *time.Time `json:"snoozed_until,omitempty"` // with snoozed
	State        string     `json:"state"`                   // one of "resolved", "snoozed"
}

// Need is one of the objects of the API.
type Need struct {
	Level int64  `json:"level"`
	Skill string `json:"skill"`
}

// NewCalendarBody is one of the objects of the API.
type NewCalendarBody struct {
	Hours *Calendar `json:"hours"`
	Name  string    `json:"name"`
}

// NewChannelBody is one of the objects of the API.
type NewChannelBody struct {
	Kind     string          `json:"kind"` // one of "webchat", "email", "api", "form"
	Name     string          `json:"name"`
	Settings json.RawMessage `json:"settings,omitempty"` // depends on the kind
}

// NewErasureBody is one of the objects of the API.
type NewErasureBody struct {
	Confirm   *string `json:"confirm,omitempty"` // the contact's name as it is shown, or its first address when it has no name
	ContactID string  `json:"contact_id"`
}

// NewExportBody is one of the objects of the API.
type NewExportBody struct {
	Channel *string    `json:"channel,omitempty"` // id of a channel
	Field   *string    `json:"field,omitempty"`   // of conversations: key:value of a field that they have
	Format  string     `json:"format"`            // csv is for spreadsheets; jsonl has everything and comes in again without loss one of "csv", "jsonl"
	Kind    string     `json:"kind"`              // one of "contacts", "conversations"
	Since   *time.Time `json:"since,omitempty"`   // created then or later
	State   *string    `json:"state,omitempty"`   // of conversations: open, waiting, snoozed, resolved; several with commas
	Tag     *string    `json:"tag,omitempty"`
	Until   *time.Time `json:"until,omitempty"` // created before
	View    *string    `json:"view,omitempty"`  // of conversations: those of a view, built in or saved, instead of state, assignee and team
}

// NewFieldBody is one of the objects of the API.
type NewFieldBody struct {
	Bounds   *Bounds           `json:"bounds,omitempty"`
	Default  json.RawMessage   `json:"default,omitempty"`  // what a new object begins with
	Key      string            `json:"key"`                // small letters, digits and _; it never changes
	Names    map[string]string `json:"names"`              // by language: zh-CN, en
	Object   string            `json:"object"`             // what it describes one of "contact", "conversation", "organisation"
	Options  []Option          `json:"options,omitempty"`  // of choice and choices
	Required *bool             `json:"required,omitempty"` // of conversations: can be resolved only when it has a value
	Type     string            `json:"type"`               // one of "text", "long_text", "number", "decimal", "yes_no", "date", "date_time", "choice", "choices", "url", "email", "phone"
}

// NewHoldBody is one of the objects of the API.
type NewHoldBody struct {
	Reason *string `json:"reason,omitempty"`
}

// NewMembersBody is one of the objects of the API.
type NewMembersBody struct {
	Contacts []string `json:"contacts"`
}

// NewPasskeyBody is one of the objects of the API.
type NewPasskeyBody struct {
	Answer   json.RawMessage `json:"answer"` // what the browser gave, as JSON
	Ceremony string          `json:"ceremony"`
	Name     string          `json:"name"` // of the device or password manager that holds it
}

// NewReasonBody is one of the objects of the API.
type NewReasonBody struct {
	NameEn *string `json:"name_en,omitempty"`
	NameZh *string `json:"name_zh,omitempty"` // one of the two names is enough
	State  string  `json:"state"`             // one of "busy", "away", "after_call"
}

// NewRoleBody is one of the objects of the API.
type NewRoleBody struct {
	About       *string  `json:"about,omitempty"` // what it is for
	Name        string   `json:"name"`
	Permissions []string `json:"permissions"` // no more than you have yourself
}

// NewSkillBody is one of the objects of the API.
type NewSkillBody struct {
	Name string `json:"name"`
}

// NewStatusBody is one of the objects of the API.
type NewStatusBody struct {
	Color    *string `json:"color,omitempty"` // one of "grey", "teal", "blue", "green", "amber", "red", "purple"
	NameEn   *string `json:"name_en,omitempty"`
	NameZh   *string `json:"name_zh,omitempty"` // one of the two names is enough
	Position *int64  `json:"position,omitempty"`
	State    string  `json:"state"` // one of "open", "waiting", "snoozed", "resolved"
}

// NewTeamBody is one of the objects of the API.
type NewTeamBody struct {
	Absence    *Absence `json:"absence,omitempty"`
	Members    []string `json:"members,omitempty"`
	Name       string   `json:"name"`
	ReplyTakes *bool    `json:"reply_takes,omitempty"` // as usual, true
}

// NewTokenBody is one of the objects of the API.
type NewTokenBody struct {
	ExpiresAt   *time.Time `json:"expires_at,omitempty"`
	Name        string     `json:"name"`
	Permissions []string   `json:"permissions,omitempty"` // with the scope chosen: yours, or some of them
	Scope       string     `json:"scope"`                 // all: whatever you may; read: look only; intake: bring messages in only; chosen: the permissions that you list one of "all", "read", "intake", "chosen"
}

// NewUnmaskingBody is one of the objects of the API.
type NewUnmaskingBody struct {
	Reason string  `json:"reason"`          // one of "identity", "request", "correction", "authority", "other"
	Words  *string `json:"words,omitempty"` // own words, up to 500 characters; needed with other
}

// NewViewBody is one of the objects of the API.
type NewViewBody struct {
	Audience *string `json:"audience,omitempty"` // team and everybody need the permission view.share one of "me", "team", "everybody"
	Color    *string `json:"color,omitempty"`    // one of "", "grey", "teal", "blue", "green", "amber", "red", "purple"
	Filter   *Filter `json:"filter"`
	Icon     *string `json:"icon,omitempty"` // one character
	Name     string  `json:"name"`
	Team     *string `json:"team,omitempty"` // the team that it is shared with
}

// NewWebhookBody is one of the objects of the API.
type NewWebhookBody struct {
	Clear   *bool    `json:"clear,omitempty"`   // let guarded personal data leave as it is; needs personal.see
	Content *string  `json:"content,omitempty"` // ids sends the fact alone; objects adds the conversation, message and contact as they are when it is sent one of "ids", "objects"
	Events  []string `json:"events"`            // message.arrived, conversation.*, or *
	Name    string   `json:"name"`
	URL     string   `json:"url"` // https, at a public address, unless the operator allows a network (webhook_networks)
}

// NewcomerBody is one of the objects of the API.
type NewcomerBody struct {
	Email    string   `json:"email"`
	Locale   *string  `json:"locale,omitempty"`
	Name     string   `json:"name"`
	Role     string   `json:"role"` // agent, lead, manager, admin, or the id of a role of your own
	Teams    []string `json:"teams,omitempty"`
	TimeZone *string  `json:"time_zone,omitempty"`
}

// NextView is one of the objects of the API.
type NextView struct {
	Beyond       int64         `json:"beyond"`       // when there is none: queues in which somebody waits for what one cannot do
	Conversation *Conversation `json:"conversation"` // null when nothing waits that one can take
	Decision     *DecisionView `json:"decision"`
}

// Note is one of the objects of the API.
type Note struct {
	By        *NoteWriter `json:"by"`
	Can       NoteCan     `json:"can"`
	Contact   string      `json:"contact"`
	CreatedAt time.Time   `json:"created_at"`
	EditedAt  *time.Time  `json:"edited_at"`
	ID        string      `json:"id"`
	Text      string      `json:"text"`
}

// NoteBody is one of the objects of the API.
type NoteBody struct {
	Text string `json:"text"` // up to 5000 characters
}

// NoteCan is one of the objects of the API.
type NoteCan struct {
	Change bool `json:"change"`
	Delete bool `json:"delete"`
}

// NoteWriter is one of the objects of the API.
type NoteWriter struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// NoticeView is one of the objects of the API.
type NoticeView struct {
	Days   []HolidayDayView `json:"days"`
	Issued string           `json:"issued"`
	Region string           `json:"region"` // ISO 3166
	Source string           `json:"source"` // who announced it, under which number
	Year   int64            `json:"year"`
}

// NotificationBy is one of the objects of the API.
type NotificationBy struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// NotificationChannel is one of the objects of the API.
type NotificationChannel struct {
	ID        string `json:"id"`
	Means     string `json:"means"` // what happened and what to do, in the asker's language
	Name      string `json:"name"`
	Part      string `json:"part"` // which side of the channel
	TroubleID string `json:"trouble_id"`
}

// NotificationConversation is one of the objects of the API.
type NotificationConversation struct {
	Contact string `json:"contact"` // the customer's name
	ID      string `json:"id"`
	Number  int64  `json:"number"`
	Subject string `json:"subject"`
}

// NotificationPage is one of the objects of the API.
type NotificationPage struct {
	Items  []NotificationView `json:"items"`
	Next   string             `json:"next"`
	Unseen int64              `json:"unseen"` // how many of all I have not seen
}

func (p NotificationPage) page() ([]NotificationView, string) { return p.Items, p.Next }

// NotificationQueue is one of the objects of the API.
type NotificationQueue struct {
	ID    string `json:"id"`
	Means string `json:"means"` // how it stood, in the asker's language
	Name  string `json:"name"`  // its team and kind of channel, in the asker's language
}

// NotificationView is one of the objects of the API.
type NotificationView struct {
	At           time.Time                 `json:"at"`
	By           *NotificationBy           `json:"by"`           // the colleague who did it; null = a customer or the clock
	Channel      *NotificationChannel      `json:"channel"`      // null where it is about a conversation or a queue
	Conversation *NotificationConversation `json:"conversation"` // null where it is about a channel or a queue
	Held         bool                      `json:"held"`         // nothing was pushed about it, since it came in my quiet hours
	ID           string                    `json:"id"`
	Kind         string                    `json:"kind"`       // one of "mentioned", "assigned", "replied", "returned", "awake", "failed", "risk", "help", "joined", "whispered", "overflowed", "eased", "troubled", "recovered"
	MessageID    string                    `json:"message_id"` // empty where no message is the reason
	Queue        *NotificationQueue        `json:"queue"`      // null where it is about something else
	SeenAt       *time.Time                `json:"seen_at"`
}

// Numbered is one of the objects of the API.
type Numbered struct {
	ID     string `json:"id"`
	Number int64  `json:"number"`
}

// OfferView is one of the objects of the API.
type OfferView struct {
	Arrived      time.Time     `json:"arrived"` // the customer waits since
	At           time.Time     `json:"at"`
	Conversation *Conversation `json:"conversation"`
	ID           string        `json:"id"`
	Reasons      []HeadStart   `json:"reasons"`
	SecondsLeft  float64       `json:"seconds_left"` // by the server's clock, when this was answered
	Until        time.Time     `json:"until"`
	Why          []Why         `json:"why"`
}

// Offers is one of the objects of the API.
type Offers struct {
	Missed  int64 `json:"missed"`  // who misses so many in a row is taken to be away
	Seconds int64 `json:"seconds"` // how long somebody has to answer
}

// OpeningBody is one of the objects of the API.
type OpeningBody struct {
	Assignee    *string        `json:"assignee,omitempty"` // a staff id or me
	Attachments []OutgoingFile `json:"attachments,omitempty"`
	ChannelID   string         `json:"channel_id"`
	ContactID   string         `json:"contact_id"`
	HTML        *string        `json:"html,omitempty"`
	Kind        *string        `json:"kind,omitempty"` // one of "reply", "note"
	Subject     *string        `json:"subject,omitempty"`
	Team        *string        `json:"team,omitempty"`
	Text        *string        `json:"text,omitempty"`
}

// Option is one of the objects of the API.
type Option struct {
	Archived *bool             `json:"archived,omitempty"` // no longer offered; where it was chosen, it stays
	Colour   *string           `json:"colour,omitempty"`   // a colour like #0f766e, or empty
	Key      string            `json:"key"`                // what is stored and sent; it never changes
	Names    map[string]string `json:"names"`              // by language: zh-CN, en
}

// Organisation is one of the objects of the API.
type Organisation struct {
	Can           OrganisationCan `json:"can"`
	CreatedAt     time.Time       `json:"created_at"`
	Domains       []string        `json:"domains"` // what stands behind the @ of its addresses
	Fields        map[string]any  `json:"fields"`  // the values of the house's own fields, by key; see /v1/fields
	ID            string          `json:"id"`
	JoinsByDomain bool            `json:"joins_by_domain"` // a contact with a verified address of a domain joins by itself; else such contacts are only proposed
	Members       int64           `json:"members"`         // how many contacts belong to it; counted up to 100
	Name          string          `json:"name"`
	Notes         string          `json:"notes"` // what colleagues should know; customers never see it
	Tier          string          `json:"tier"`  // how closely it is looked after one of "standard", "vip"
	UpdatedAt     time.Time       `json:"updated_at"`
	Version       int64           `json:"version"`
}

// OrganisationAdditionBody is one of the objects of the API.
type OrganisationAdditionBody struct {
	Domains       []string       `json:"domains,omitempty"` // of its addresses; public mail domains are refused
	Fields        map[string]any `json:"fields,omitempty"`  // values of the house's own fields, by key
	JoinsByDomain *bool          `json:"joins_by_domain,omitempty"`
	Name          string         `json:"name"`
	Notes         *string        `json:"notes,omitempty"`
	Tier          *string        `json:"tier,omitempty"` // one of "standard", "vip"
}

// OrganisationCan is one of the objects of the API.
type OrganisationCan struct {
	Change bool `json:"change"`
	Delete bool `json:"delete"`
}

// OrganisationEditBody is one of the objects of the API.
type OrganisationEditBody struct {
	Domains       []string       `json:"domains,omitempty"` // all of them; public mail domains are refused
	Fields        map[string]any `json:"fields,omitempty"`  // values of the house's own fields, by key; null clears one
	JoinsByDomain *bool          `json:"joins_by_domain,omitempty"`
	Name          *string        `json:"name,omitempty"`
	Notes         *string        `json:"notes,omitempty"`
	Tier          *string        `json:"tier,omitempty"` // one of "standard", "vip"
	Version       *int64         `json:"version,omitempty"`
}

// OtherMatter is one of the objects of the API.
type OtherMatter struct {
	At      time.Time `json:"at"`
	By      *Ref      `json:"by"`
	CanUndo bool      `json:"can_undo"`
	ID      string    `json:"id"`
	Number  int64     `json:"number"`
	Subject string    `json:"subject"`
}

// Outgoing is one of the objects of the API.
type Outgoing struct {
	FailingSince *time.Time `json:"failing_since"` // since when our own server does not take mail
	NextAt       *time.Time `json:"next_at"`       // when it is tried again
	OldestAt     *time.Time `json:"oldest_at"`     // since when the oldest of them is tried
	Waiting      int64      `json:"waiting"`       // replies that wait to leave
}

// OutgoingFile is one of the objects of the API.
type OutgoingFile struct {
	Data   *[]byte `json:"data,omitempty"` // base64
	Name   *string `json:"name,omitempty"`
	Type   *string `json:"type,omitempty"`
	Upload *string `json:"upload,omitempty"` // the id of an upload
}

// OverflowEditBody is one of the objects of the API.
type OverflowEditBody struct {
	Rule    *Thresholds `json:"rule"`
	Version int64       `json:"version"` // the one that was edited; 0 where there is none
}

// OverflowView is one of the objects of the API.
type OverflowView struct {
	Because       string      `json:"because"`  // over: an upper threshold was reached; under: all lower ones were; manual: a person; rule_off: the rule was turned off one of "", "over", "under", "manual", "rule_off"
	Figures       *Figures    `json:"figures"`  // when it was switched
	On            bool        `json:"on"`       // it overflows now
	Override      string      `json:"override"` // what a person wants for a while; empty = the rule decides one of "", "on", "off"
	OverrideBy    string      `json:"override_by"`
	OverrideUntil *time.Time  `json:"override_until"`
	Queue         *Queue      `json:"queue"`
	Rule          *Thresholds `json:"rule"`
	Since         *time.Time  `json:"since"` // it is so; null = it never has overflowed
	Version       int64       `json:"version"`
}

// OverflowWishBody is one of the objects of the API.
type OverflowWishBody struct {
	Minutes *int64 `json:"minutes,omitempty"` // how long it stays so
	State   string `json:"state"`             // empty = the rule decides again one of "", "on", "off"
}

// OverflowsView is one of the objects of the API.
type OverflowsView struct {
	Can    ChangeCan      `json:"can"`
	Items  []OverflowView `json:"items"`
	Queues []Queue        `json:"queues"` // every queue that there is
}

// Own is one of the objects of the API.
type Own struct {
	Seconds int64 `json:"seconds"` // how long a customer waits for their own person while that one is there and full; then it is the stand-in, then anybody
}

// PageAuditView is one of the objects of the API.
type PageAuditView struct {
	Items []AuditView `json:"items"`
	Next  string      `json:"next"`
}

func (p PageAuditView) page() ([]AuditView, string) { return p.Items, p.Next }

// PageCallbackView is one of the objects of the API.
type PageCallbackView struct {
	Items []CallbackView `json:"items"`
	Next  string         `json:"next"`
}

func (p PageCallbackView) page() ([]CallbackView, string) { return p.Items, p.Next }

// PageChoice is one of the objects of the API.
type PageChoice struct {
	Items []Choice `json:"items"`
	Next  string   `json:"next"`
}

func (p PageChoice) page() ([]Choice, string) { return p.Items, p.Next }

// PageContact is one of the objects of the API.
type PageContact struct {
	Items []Contact `json:"items"`
	Next  string    `json:"next"`
}

func (p PageContact) page() ([]Contact, string) { return p.Items, p.Next }

// PageConversation is one of the objects of the API.
type PageConversation struct {
	Items []Conversation `json:"items"`
	Next  string         `json:"next"`
}

func (p PageConversation) page() ([]Conversation, string) { return p.Items, p.Next }

// PageDeliveryView is one of the objects of the API.
type PageDeliveryView struct {
	Items []DeliveryView `json:"items"`
	Next  string         `json:"next"`
}

func (p PageDeliveryView) page() ([]DeliveryView, string) { return p.Items, p.Next }

// PageEntry is one of the objects of the API.
type PageEntry struct {
	Items []Entry `json:"items"`
	Next  string  `json:"next"`
}

func (p PageEntry) page() ([]Entry, string) { return p.Items, p.Next }

// PageErasure is one of the objects of the API.
type PageErasure struct {
	Items []Erasure `json:"items"`
	Next  string    `json:"next"`
}

func (p PageErasure) page() ([]Erasure, string) { return p.Items, p.Next }

// PageFactView is one of the objects of the API.
type PageFactView struct {
	Items []FactView `json:"items"`
	Next  string     `json:"next"`
}

func (p PageFactView) page() ([]FactView, string) { return p.Items, p.Next }

// PageHelpView is one of the objects of the API.
type PageHelpView struct {
	Items []HelpView `json:"items"`
	Next  string     `json:"next"`
}

func (p PageHelpView) page() ([]HelpView, string) { return p.Items, p.Next }

// PageLine is one of the objects of the API.
type PageLine struct {
	Items []Line `json:"items"`
	Next  string `json:"next"`
}

func (p PageLine) page() ([]Line, string) { return p.Items, p.Next }

// PageLookView is one of the objects of the API.
type PageLookView struct {
	Items []LookView `json:"items"`
	Next  string     `json:"next"`
}

func (p PageLookView) page() ([]LookView, string) { return p.Items, p.Next }

// PageNote is one of the objects of the API.
type PageNote struct {
	Items []Note `json:"items"`
	Next  string `json:"next"`
}

func (p PageNote) page() ([]Note, string) { return p.Items, p.Next }

// PageOrganisation is one of the objects of the API.
type PageOrganisation struct {
	Items []Organisation `json:"items"`
	Next  string         `json:"next"`
}

func (p PageOrganisation) page() ([]Organisation, string) { return p.Items, p.Next }

// PagePlaceView is one of the objects of the API.
type PagePlaceView struct {
	Items []PlaceView `json:"items"`
	Next  string      `json:"next"`
}

func (p PagePlaceView) page() ([]PlaceView, string) { return p.Items, p.Next }

// PageResult is one of the objects of the API.
type PageResult struct {
	Items []Result `json:"items"`
	Next  string   `json:"next"`
}

func (p PageResult) page() ([]Result, string) { return p.Items, p.Next }

// PageRiskView is one of the objects of the API.
type PageRiskView struct {
	Items []RiskView `json:"items"`
	Next  string     `json:"next"`
}

func (p PageRiskView) page() ([]RiskView, string) { return p.Items, p.Next }

// PageSample is one of the objects of the API.
type PageSample struct {
	Items []Sample `json:"items"`
	Next  string   `json:"next"`
}

func (p PageSample) page() ([]Sample, string) { return p.Items, p.Next }

// PageStaffView is one of the objects of the API.
type PageStaffView struct {
	Items []StaffView `json:"items"`
	Next  string      `json:"next"`
}

func (p PageStaffView) page() ([]StaffView, string) { return p.Items, p.Next }

// PageStuckView is one of the objects of the API.
type PageStuckView struct {
	Items []StuckView `json:"items"`
	Next  string      `json:"next"`
}

func (p PageStuckView) page() ([]StuckView, string) { return p.Items, p.Next }

// PageSuggestedPair is one of the objects of the API.
type PageSuggestedPair struct {
	Items []SuggestedPair `json:"items"`
	Next  string          `json:"next"`
}

func (p PageSuggestedPair) page() ([]SuggestedPair, string) { return p.Items, p.Next }

// PageTrialWaitView is one of the objects of the API.
type PageTrialWaitView struct {
	Items []TrialWaitView `json:"items"`
	Next  string          `json:"next"`
}

func (p PageTrialWaitView) page() ([]TrialWaitView, string) { return p.Items, p.Next }

// PageUnmasking is one of the objects of the API.
type PageUnmasking struct {
	Items []Unmasking `json:"items"`
	Next  string      `json:"next"`
}

func (p PageUnmasking) page() ([]Unmasking, string) { return p.Items, p.Next }

// PairCan is one of the objects of the API.
type PairCan struct {
	Merge bool `json:"merge"` // merge them, or say that they are two
}

// Participant is one of the objects of the API.
type Participant struct {
	Address   string    `json:"address"`
	At        time.Time `json:"at"`
	Because   string    `json:"because"` // why it stands so one of "copied", "unknown_sender", "accepted", "refused"
	CanJudge  bool      `json:"can_judge"`
	MessageID string    `json:"message_id"` // the message by which they came
	Name      string    `json:"name"`       // as they call themselves
	Standing  string    `json:"standing"`   // known takes part; a stranger wrote with a reference of ours and nobody has decided; nothing is sent to strangers and refused ones one of "known", "stranger", "refused"
}

// PasskeyAnswerBody is one of the objects of the API.
type PasskeyAnswerBody struct {
	Answer   json.RawMessage `json:"answer"` // what the browser gave, as JSON
	Ceremony string          `json:"ceremony"`
}

// PasskeyView is one of the objects of the API.
type PasskeyView struct {
	CreatedAt time.Time  `json:"created_at"`
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	UsedAt    *time.Time `json:"used_at"`
}

// PasswordStruct is one of the objects of the API.
type PasswordStruct struct {
	New string `json:"new"`
	Old string `json:"old"`
}

// Person is one of the objects of the API.
type Person struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Part    string `json:"part"`
}

// Picture is one of the objects of the API.
type Picture struct {
	Source string `json:"source"` // the address in the mail's HTML
	URL    string `json:"url"`    // a signed link to our own copy
}

// Pictures is one of the objects of the API.
type Pictures struct {
	Because string    `json:"because"` // somebody asked for them here, or always for this sender one of "", "asked", "sender"
	By      string    `json:"by"`      // who asked, by their name as it is today
	Remote  []Picture `json:"remote"`  // where each is fetched from once they are shown; empty until then
	Shown   bool      `json:"shown"`
}

// Piece is one of the objects of the API.
type Piece struct {
	Hit  bool   `json:"hit"`
	Text string `json:"text"`
}

// PlaceOfView is one of the objects of the API.
type PlaceOfView struct {
	Ahead int64      `json:"ahead"` // how many of its queue are taken before it
	Place *PlaceView `json:"place"` // null while it does not wait for a person
	Queue *Queue     `json:"queue"`
}

// PlaceView is one of the objects of the API.
type PlaceView struct {
	Arrived        time.Time     `json:"arrived"` // the customer waits since
	Conversation   *Conversation `json:"conversation"`
	CountsFrom     time.Time     `json:"counts_from"` // the instant from which the place counts: what came first is taken first
	Overdue        bool          `json:"overdue"`     // has really waited for three targets, and is taken before all who have not
	Reasons        []HeadStart   `json:"reasons"`
	RoutingVersion int64         `json:"routing_version"` // of the settings under which it was weighed
	WaitsFor       *WaitsForView `json:"waits_for"`       // it waits for one person, who is there; null where it is for whoever can
}

// Planned is one of the objects of the API.
type Planned struct {
	Because string   `json:"because"` // why it does nothing or is refused: already_so, no_permission, channel_closed, channel_cannot_send, cannot_fill; empty otherwise
	Effect  string   `json:"effect"`  // one of "does", "nothing", "refused"
	Kind    string   `json:"kind"`
	Missing []string `json:"missing"`
	Step    *Step    `json:"step"`
	Text    string   `json:"text"` // reply, note: the words as they would be
}

// PlayedDay is one of the objects of the API.
type PlayedDay struct {
	All     *TrialGroup  `json:"all"`
	Classes []TrialGroup `json:"classes"` // by the weightiest kind of reason: risk, urgent, repeat, vip, ordinary
	Day     string       `json:"day"`
	From    time.Time    `json:"from"`
	Hands   int64        `json:"hands"` // how often somebody took something
	Queues  []TrialGroup `json:"queues"`
	Unknown []string     `json:"unknown"` // reasons that weighed nothing on that day, so that nobody knows of whom they held
	Until   time.Time    `json:"until"`
}

// Policy is one of the objects of the API.
type Policy struct {
	ChangedAt    *time.Time        `json:"changed_at"` // null while it is as it came
	ChangedBy    string            `json:"changed_by"`
	Levels       map[string]string `json:"levels"`        // by kind: open, limited (hidden from who may not personal.contact) or guarded (hidden from who may not personal.see)
	PerHour      int64             `json:"per_hour"`      // how many messages one person may unmask within an hour
	ShownMinutes int64             `json:"shown_minutes"` // how long something unmasked is shown
	Version      int64             `json:"version"`
}

// PolicyEditBody is one of the objects of the API.
type PolicyEditBody struct {
	Password     *bool   `json:"password,omitempty"`
	SecondFactor *string `json:"second_factor,omitempty"` // one of "", "agent", "lead", "manager", "admin"
	Version      *int64  `json:"version,omitempty"`
}

// PolicyView is one of the objects of the API.
type PolicyView struct {
	Lacking      map[string]int64 `json:"lacking"`       // by role from which on it is demanded: people who would have to have a second factor and have none
	Password     bool             `json:"password"`      // a password lets in; who manages sign-in keeps theirs anyway
	SecondFactor string           `json:"second_factor"` // who must have a second factor: whoever may what this role may and those below do not; empty: nobody one of "", "agent", "lead", "manager", "admin"
	Version      int64            `json:"version"`
}

// PostingBody is one of the objects of the API.
type PostingBody struct {
	Anyway      *bool          `json:"anyway,omitempty"` // send although something came after seen_upto
	Attachments []OutgoingFile `json:"attachments,omitempty"`
	ClientID    *string        `json:"client_id,omitempty"` // the client's own id; the same one again is the same message
	HTML        *string        `json:"html,omitempty"`
	Kind        *string        `json:"kind,omitempty"`      // one of "reply", "note"
	SeenUpto    *string        `json:"seen_upto,omitempty"` // the newest message that the writer has seen; when a colleague's reply or a customer's message came after it, a reply is refused with message.somebody_was_quicker or message.customer_was_quicker
	Text        *string        `json:"text,omitempty"`
	Then        *MessageThen   `json:"then,omitempty"`         // what becomes of the conversation in the same act
	WaitSeconds *int64         `json:"wait_seconds,omitempty"` // how long a reply waits before it leaves; left out: as the writer chose in a browser, at once for a program
}

// Preference is one of the objects of the API.
type Preference struct {
	Kind string `json:"kind"` // one of "mentioned", "assigned", "replied", "returned", "awake", "failed", "risk", "help", "joined", "whispered", "overflowed", "eased", "troubled", "recovered"
	Page bool   `json:"page"` // in the page: the bell, the list and a short word
	Push bool   `json:"push"` // by push, on the devices that allow it
}

// PreferringBody is one of the objects of the API.
type PreferringBody struct {
	Items []Preference `json:"items"`
}

// PresenceChoiceBody is one of the objects of the API.
type PresenceChoiceBody struct {
	Reason *string    `json:"reason,omitempty"` // the id of one of the reasons for this state
	State  string     `json:"state"`            // one of "online", "busy", "away", "after_call"
	Until  *time.Time `json:"until,omitempty"`  // when one is online again by oneself; within a day
}

// PresenceView is one of the objects of the API.
type PresenceView struct {
	Reason string     `json:"reason"` // the id of a reason; empty where none was given
	Since  *time.Time `json:"since"`
	State  string     `json:"state"` // one of "online", "busy", "away", "after_call", "offline"
	Until  *time.Time `json:"until"` // when the choice ends by itself; null when it does not
}

// Preview is one of the objects of the API.
type Preview struct {
	Expectation *Expectation `json:"expectation"`
	Subject     string       `json:"subject"`
	Template    string       `json:"template"` // the wording before it is filled: the channel's, or ours where it has none
	Text        string       `json:"text"`
}

// PrivacyBody is one of the objects of the API.
type PrivacyBody struct {
	Levels       map[string]string `json:"levels"` // by kind: open, limited or guarded; a kind that is left out is as it came
	PerHour      int64             `json:"per_hour"`
	ShownMinutes int64             `json:"shown_minutes"`
	Version      int64             `json:"version"` // the one that was edited
}

// PrivacyTrialBody is one of the objects of the API.
type PrivacyTrialBody struct {
	Levels map[string]string `json:"levels"`
	Text   string            `json:"text"`
}

// Progress is one of the objects of the API.
type Progress struct {
	Details    map[string]string `json:"details"`     // what belongs to the reason: address, said, status (RFC 3463)
	LeavesAt   *time.Time        `json:"leaves_at"`   // a reply that waits leaves then; until then it can be taken back
	NextTryAt  *time.Time        `json:"next_try_at"` // a reply that is held up is tried again then
	Reason     string            `json:"reason"`      // what the other side said, in its own words
	ReasonCode string            `json:"reason_code"` // why it did not arrive, or has not yet; stable one of "", "address_wrong", "no_address", "own_address", "server_settings", "needs_utf8", "refused", "gave_up", "channel_closed", "address_unknown", "domain_unknown", "mailbox_full", "mailbox_off", "spam", "policy", "too_large", "loop", "undelivered", "trouble", "bounced", "line_broke", "unknown", "delayed_here", "delayed_there", "delayed_on_the_way"
	State      string            `json:"state"`       // one of "received", "queued", "sent", "delivered", "read", "failed", "bounced", "unknown"
}

// ProofBody is one of the objects of the API.
type ProofBody struct {
	Code     *string `json:"code,omitempty"`     // of the second factor, or a recovery code
	Password *string `json:"password,omitempty"` // this, or a code
}

// Proposal is one of the objects of the API.
type Proposal struct {
	At        time.Time `json:"at"`
	Because   string    `json:"because"` // one of "subject_changed"
	CanAct    bool      `json:"can_act"`
	MessageID string    `json:"message_id"` // from this one on
	Subject   string    `json:"subject"`
	Was       string    `json:"was"` // the subject until then
}

// ProviderBody is one of the objects of the API.
type ProviderBody struct {
	BothFactors *bool    `json:"both_factors,omitempty"`
	ClientID    *string  `json:"client_id,omitempty"`
	Creates     *bool    `json:"creates,omitempty"`
	Domains     []string `json:"domains,omitempty"`
	Issuer      *string  `json:"issuer,omitempty"`
	Name        *string  `json:"name,omitempty"`
	Private     *bool    `json:"private,omitempty"`
	Role        *string  `json:"role,omitempty"`
	Secret      *string  `json:"secret,omitempty"` // never shown again; left out, it stays
	State       *string  `json:"state,omitempty"`  // one of "active", "off"
	Teams       []string `json:"teams,omitempty"`
	Version     *int64   `json:"version,omitempty"`
}

// ProviderView is one of the objects of the API.
type ProviderView struct {
	BothFactors bool     `json:"both_factors"` // its word counts as both factors
	ClientID    string   `json:"client_id"`
	Creates     bool     `json:"creates"` // takes on whom nobody knows yet
	Domains     []string `json:"domains"` // of e-mail addresses that it may let in; none: any
	ID          string   `json:"id"`
	Issuer      string   `json:"issuer"`
	Name        string   `json:"name"`       // on the button of the sign-in page
	Private     bool     `json:"private"`    // it may stand on a private address
	ReturnURL   string   `json:"return_url"` // to be registered at the provider
	Role        string   `json:"role"`       // of whom it takes on
	State       string   `json:"state"`      // one of "active", "off"
	Teams       []string `json:"teams"`      // of whom it takes on
	Version     int64    `json:"version"`
}

// PushKeyView is one of the objects of the API.
type PushKeyView struct {
	Key string `json:"key"` // VAPID, base64url: the browser's applicationServerKey
}

// PushTrialView is one of the objects of the API.
type PushTrialView struct {
	Outcome string `json:"outcome"` // whether the push service took it; gone: it does not know the browser any more, which is removed here too one of "taken", "gone", "refused", "unreachable"
	Status  int64  `json:"status"`  // what the push service answered; 0 = nothing
}

// Queue is one of the objects of the API.
type Queue struct {
	ChannelKind string `json:"channel_kind"`
	ID          string `json:"id"`
	Language    string `json:"language"` // a base language, as zh; empty = whichever
	Skills      []Need `json:"skills"`
	Team        string `json:"team"`
}

// QueueView is one of the objects of the API.
type QueueView struct {
	ChannelKind   string    `json:"channel_kind"`
	ID            string    `json:"id"`
	Language      string    `json:"language"` // a base language, as zh; empty = whichever
	Mode          string    `json:"mode"`     // one of "pull", "push", "offer"
	Oldest        time.Time `json:"oldest"`   // whoever has waited longest came then
	Skills        []Need    `json:"skills"`
	TargetSeconds int64     `json:"target_seconds"`
	Team          string    `json:"team"`
	Waiting       int64     `json:"waiting"`
}

// QuietHoursView is one of the objects of the API.
type QuietHoursView struct {
	Now      bool        `json:"now"` // I am not pushed to at this moment
	Spans    []QuietSpan `json:"spans"`
	TimeZone string      `json:"time_zone"` // by which they are: mine, else the one that was given with them; empty where there are none
}

// QuietSpan is one of the objects of the API.
type QuietSpan struct {
	Days []int64 `json:"days"` // on which it begins: 1 is Monday, 7 is Sunday
	From string  `json:"from"` // 15:04, in the person's time zone
	To   string  `json:"to"`   // not included; the same as from is a whole day
}

// QuietingBody is one of the objects of the API.
type QuietingBody struct {
	Spans    []QuietSpan `json:"spans"`               // none: I am pushed to at any time
	TimeZone *string     `json:"time_zone,omitempty"` // by which they are as long as my profile names none, such as the browser's
}

// ReadComplexity is one of the objects of the API.
type ReadComplexity struct {
	Causes []Cause `json:"causes"` // codes with their figures: text, questions, topics, messages, files
	Level  string  `json:"level"`  // one of "simple", "ordinary", "long"
}

// ReadEmotion is one of the objects of the API.
type ReadEmotion struct {
	Label string   `json:"label"` // one of "calm", "worried", "angry", "furious"
	Said  *Said    `json:"said"`  // null where nobody corrected it
	Score float64  `json:"score"`
	Words []Spoken `json:"words"`
}

// ReadRisk is one of the objects of the API.
type ReadRisk struct {
	Kind   string `json:"kind"`   // one of "public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors"
	Reason string `json:"reason"` // one of "word", "together", "age"
	Text   string `json:"text"`   // the words; empty where the message was erased
}

// ReadTopic is one of the objects of the API.
type ReadTopic struct {
	ID    string   `json:"id"`
	Model string   `json:"model"` // the version that said so
	P     float64  `json:"p"`     // how likely it is that, 0 to 1
	Words []Spoken `json:"words"` // what spoke for it, strongest first
}

// ReadUptoBody is one of the objects of the API.
type ReadUptoBody struct {
	Upto string `json:"upto"`
}

// ReadUrgency is one of the objects of the API.
type ReadUrgency struct {
	Terms []Term  `json:"terms"` // each adds its weight to the logarithm of the odds
	Value float64 `json:"value"`
}

// ReadingView is one of the objects of the API.
type ReadingView struct {
	At         time.Time       `json:"at"`
	Complexity *ReadComplexity `json:"complexity"`
	Emotion    *ReadEmotion    `json:"emotion"`
	Language   string          `json:"language"` // ISO 639-1, or und
	MessageID  string          `json:"message_id"`
	Personal   []string        `json:"personal"` // what kinds of personal data stand in it; never the data
	Risks      []ReadRisk      `json:"risks"`
	Topic      *ReadTopic      `json:"topic"`      // what this message was found to be about; null: unknown
	TopicID    string          `json:"topic_id"`   // what the conversation is about: by this message, by an earlier one, or as somebody said; empty: unknown
	TopicSaid  *Said           `json:"topic_said"` // what somebody said last that it is about; null where nobody did
	Urgency    *ReadUrgency    `json:"urgency"`
}

// Reason is one of the objects of the API.
type Reason struct {
	Code     string    `json:"code"`
	Count    int64     `json:"count"`
	Examples []Example `json:"examples"` // some of them
}

// ReasonEditBody is one of the objects of the API.
type ReasonEditBody struct {
	NameEn  *string `json:"name_en,omitempty"`
	NameZh  *string `json:"name_zh,omitempty"`
	Place   *int64  `json:"place,omitempty"`
	Retired *bool   `json:"retired,omitempty"`
	Version *int64  `json:"version,omitempty"`
}

// ReasonView is one of the objects of the API.
type ReasonView struct {
	Can     ChangeCan `json:"can"`
	ID      string    `json:"id"`
	NameEn  string    `json:"name_en"`
	NameZh  string    `json:"name_zh"`
	Place   int64     `json:"place"`   // in the list of its state, from 1
	Retired bool      `json:"retired"` // no longer offered; what was chosen keeps its name
	State   string    `json:"state"`   // one of "busy", "away", "after_call"
	Version int64     `json:"version"`
}

// Receipt is one of the objects of the API.
type Receipt struct {
	ConversationID string `json:"conversation_id"`
	Duplicate      bool   `json:"duplicate"`
	MessageID      string `json:"message_id"`
}

// Receiver is one of the objects of the API.
type Receiver struct {
	LastAt time.Time `json:"last_at"`
	Mails  int64     `json:"mails"` // of the newest two hundred
	Name   string    `json:"name"`
}

// Reception is one of the objects of the API.
type Reception struct {
	Lmtp   bool   `json:"lmtp"`   // by LMTP, from a mail server of one's own
	Name   string `json:"name"`   // what an MX record has to name
	Secure bool   `json:"secure"` // STARTTLS is offered
	Smtp   bool   `json:"smtp"`   // by SMTP, at the end of an MX record
}

// Reconciliation is one of the objects of the API.
type Reconciliation struct {
	At          time.Time        `json:"at"`
	By          string           `json:"by"` // who asked; empty when it was due
	ChannelID   string           `json:"channel_id"`
	Counts      map[string]int64 `json:"counts"`
	Difference  int64            `json:"difference"` // of these, without one
	FirstUid    int64            `json:"first_uid"`  // mails below it were there before the fetching began, and are left
	Gone        int64            `json:"gone"`       // lines whose mail is no longer in the mailbox
	ID          string           `json:"id"`
	InLedger    int64            `json:"in_ledger"`  // of these, with a line in the ledger
	InMailbox   int64            `json:"in_mailbox"` // mails from first_uid on
	Missing     []int64          `json:"missing"`    // the newest hundred of them, by UID
	UidValidity int64            `json:"uid_validity"`
}

// RecoveryCodes is one of the objects of the API.
type RecoveryCodes struct {
	RecoveryCodes []string `json:"recovery_codes"` // each works once in place of a code; they are not shown again
}

// Ref is one of the objects of the API.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// RefusalBody is one of the objects of the API.
type RefusalBody struct {
	Because string `json:"because"` // one of "busy", "not_mine", "know_them", "other"
}

// RefusedRow is one of the objects of the API.
type RefusedRow struct {
	Code   string         `json:"code"`
	Column string         `json:"column"`
	Detail string         `json:"detail"` // the reason as a sentence, in the asking person's language
	Line   int64          `json:"line"`   // in the file, counting from 1
	Values map[string]any `json:"values"`
}

// ReliefEditBody is one of the objects of the API.
type ReliefEditBody struct {
	Settings *Choices `json:"settings"`
	Version  int64    `json:"version"` // the one that was edited; 0 where there is none
}

// ReliefView is one of the objects of the API.
type ReliefView struct {
	Queue    *Queue   `json:"queue"`
	Settings *Choices `json:"settings"`
	Version  int64    `json:"version"`
}

// ReliefsView is one of the objects of the API.
type ReliefsView struct {
	Can    ChangeCan    `json:"can"`
	Items  []ReliefView `json:"items"`
	Queues []Queue      `json:"queues"` // every queue that there is
}

// RenamePasskeyRequest is one of the objects of the API.
type RenamePasskeyRequest struct {
	Name string `json:"name"`
}

// Rendering is one of the objects of the API.
type Rendering struct {
	HTML    string   `json:"html"`
	Locale  string   `json:"locale"`  // of the wording that was taken one of "zh-CN", "en"
	Missing []string `json:"missing"` // variables that nothing is known for; they stand in the text as they are
	Text    string   `json:"text"`
}

// ReplayBody is one of the objects of the API.
type ReplayBody struct {
	After *int64     `json:"after,omitempty"` // last of the answer before, to go on
	From  *time.Time `json:"from,omitempty"`
	State string     `json:"state"`        // one of "failed", "delivered", "dropped"
	To    *time.Time `json:"to,omitempty"` // not included
}

// Replayed is one of the objects of the API.
type Replayed struct {
	Deliveries int64 `json:"deliveries"` // that are sent again
	Last       int64 `json:"last"`       // pass it as after to go on
	More       bool  `json:"more"`
}

// Report is one of the objects of the API.
type Report struct {
	BiasSeconds           float64    `json:"bias_seconds"`             // by how much waits were longer than expected, on average
	Common                int64      `json:"common"`                   // on how many waits the methods are compared
	Covered               float64    `json:"covered"`                  // the share that waited no longer than was said of four in five
	Points                []Measured `json:"points"`                   // the newest 500 waits, each opens its conversation
	RootMeanSquareSeconds *Roots     `json:"root_mean_square_seconds"` // the error of each method on the waits of which all of them said something
	Unexpected            int64      `json:"unexpected"`               // how many ended so of which nothing had been said
	Waits                 int64      `json:"waits"`                    // how many ended with somebody taking them, and were expected
}

// Resemblance is one of the objects of the API.
type Resemblance struct {
	Code   string         `json:"code"` // one of "same_subject", "same_channel", "both_open"
	Values map[string]any `json:"values"`
}

// Result is one of the objects of the API.
type Result struct {
	Because      string        `json:"because"` // what was hit; empty when no words were asked for one of "", "message", "subject", "number", "name", "identity", "field"
	Contact      *Contact      `json:"contact"`
	Conversation *Conversation `json:"conversation"`
	Kind         string        `json:"kind"`       // one of "conversation", "contact"
	MessageID    string        `json:"message_id"` // the message that was hit, if it was one
	Ranked       []string      `json:"ranked"`     // what else lifts it: the words as they were typed, of this week, hit more than once
	Snippet      []Piece       `json:"snippet"`
}

// RetentionCan is one of the objects of the API.
type RetentionCan struct {
	Activate bool `json:"activate"`
	Change   bool `json:"change"`
}

// RetentionRuleBody is one of the objects of the API.
type RetentionRuleBody struct {
	Act      string   `json:"act"`              // one of "delete", "anonymise"
	Active   *bool    `json:"active,omitempty"` // only for a rule that was tried as it stands
	Channels []string `json:"channels,omitempty"`
	Days     int64    `json:"days"`
	Name     string   `json:"name"`
	Position *int64   `json:"position,omitempty"`
	Since    string   `json:"since"` // one of "last_message", "resolved"
	States   []string `json:"states,omitempty"`
	Subject  string   `json:"subject"` // one of "conversation", "contact"
	Tags     []string `json:"tags,omitempty"`
	Version  *int64   `json:"version,omitempty"`
}

// RevisingBody is one of the objects of the API.
type RevisingBody struct {
	HTML *string `json:"html,omitempty"`
	Text *string `json:"text,omitempty"`
}

// Revision is one of the objects of the API.
type Revision struct {
	At       time.Time `json:"at"` // until when it stood like this
	By       *Ref      `json:"by"` // who rewrote it
	HTML     string    `json:"html"`
	Revision int64     `json:"revision"` // 1 is the oldest
	Text     string    `json:"text"`
}

// RiskOutcomeBody is one of the objects of the API.
type RiskOutcomeBody struct {
	Note    *string `json:"note,omitempty"` // what was done; of a false alarm, why it is one, which must be said
	Outcome string  `json:"outcome"`        // one of "handled", "false_alarm"
}

// RiskRuleEditBody is one of the objects of the API.
type RiskRuleEditBody struct {
	Active     bool     `json:"active"`
	GuidanceEn *string  `json:"guidance_en,omitempty"`
	GuidanceZh *string  `json:"guidance_zh,omitempty"`
	People     []string `json:"people,omitempty"`
	Priority   *string  `json:"priority,omitempty"` // one of "", "high", "urgent"
	Roles      []string `json:"roles,omitempty"`
	Tag        *string  `json:"tag,omitempty"`
	Teams      []string `json:"teams,omitempty"`
	Version    int64    `json:"version"` // the version that was edited; another one is a conflict
}

// RiskRuleView is one of the objects of the API.
type RiskRuleView struct {
	Active     bool      `json:"active"` // it is raised at all
	Can        ChangeCan `json:"can"`
	GuidanceEn string    `json:"guidance_en"`
	GuidanceZh string    `json:"guidance_zh"` // to whoever answers; empty: the usual words
	Kind       string    `json:"kind"`        // one of "public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors", "others_data"
	People     []string  `json:"people"`
	Priority   string    `json:"priority"` // that the conversation gets, unless it has a higher one one of "", "high", "urgent"
	Roles      []string  `json:"roles"`    // who is told, besides the one who has the conversation
	Tag        string    `json:"tag"`
	Teams      []string  `json:"teams"`
	Version    int64     `json:"version"` // 0: nobody has ruled otherwise than usual
}

// RiskView is one of the objects of the API.
type RiskView struct {
	Assignee     string     `json:"assignee"` // the name of who has the conversation; empty: nobody
	At           time.Time  `json:"at"`
	ClosedAt     *time.Time `json:"closed_at"`
	ClosedBy     *Ref       `json:"closed_by"` // null while it is open
	Contact      string     `json:"contact"`   // the customer's name
	Conversation *Numbered  `json:"conversation"`
	ID           string     `json:"id"`
	Kind         string     `json:"kind"` // one of "public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors", "others_data"
	MessageID    string     `json:"message_id"`
	Note         string     `json:"note"`    // of whoever dealt with it
	Refusal      string     `json:"refusal"` // of others_data: words in the customer's language by which to refuse; empty else
	State        string     `json:"state"`   // one of "open", "handled", "false_alarm"
	Subject      string     `json:"subject"`
	Words        []string   `json:"words"` // as the customer wrote them; empty where the message was erased
}

// RiskWordsEditBody is one of the objects of the API.
type RiskWordsEditBody struct {
	Kind  string `json:"kind"`
	Quiet bool   `json:"quiet"`
	Words string `json:"words"`
}

// RiskWordsView is one of the objects of the API.
type RiskWordsView struct {
	At          time.Time `json:"at"`
	CanQuiet    bool      `json:"can_quiet"` // false where a life may be in danger
	FalseAlarms int64     `json:"false_alarms"`
	Kind        string    `json:"kind"`  // one of "public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors", "others_data"
	Quiet       bool      `json:"quiet"` // nothing is raised for them any more
	Words       string    `json:"words"`
}

// RoleEditBody is one of the objects of the API.
type RoleEditBody struct {
	About       *string  `json:"about,omitempty"`
	Name        *string  `json:"name,omitempty"`
	Permissions []string `json:"permissions,omitempty"`
	Version     *int64   `json:"version,omitempty"`
}

// RoleView is one of the objects of the API.
type RoleView struct {
	About       string    `json:"about"`
	Can         ChangeCan `json:"can"`
	ID          string    `json:"id"`
	Name        string    `json:"name"` // of a role of your own; empty for a built-in one
	Own         bool      `json:"own"`  // not built in
	Permissions []string  `json:"permissions"`
	Staff       int64     `json:"staff"` // how many people have it
	Version     int64     `json:"version"`
}

// Roots is one of the objects of the API.
type Roots struct {
	First float64 `json:"first"`
	Last  float64 `json:"last"`
	Ours  float64 `json:"ours"`
	Usual float64 `json:"usual"`
}

// RoutingRule is one of the objects of the API.
type RoutingRule struct {
	Language string `json:"language"` // a base language, as th; empty = as it was read
	Name     string `json:"name"`
	Off      bool   `json:"off"`
	Priority string `json:"priority"` // counts as this one, where no person has set another; empty = says nothing one of "", "low", "normal", "high", "urgent"
	Skills   []Need `json:"skills"`   // what whoever takes it must be able to do
	Team     string `json:"team"`     // what has no team goes to this one; empty = says nothing
	When     string `json:"when"`     // a condition in the rule language; empty = always
}

// RoutingView is one of the objects of the API.
type RoutingView struct {
	AtOnce     map[string]int64            `json:"at_once"` // how many conversations at once fill a person, by kind of channel
	Can        ChangeCan                   `json:"can"`
	HeadStarts map[string]int64            `json:"head_starts"` // percent of the target, by reason
	Modes      map[string]string           `json:"modes"`       // how a team's work finds its people: pull, push, offer; pull where nothing is said
	Offers     *Offers                     `json:"offers"`
	Own        *Own                        `json:"own,omitempty"`         // left out: two minutes
	People     map[string]map[string]int64 `json:"people"`                // the same for those who differ
	Rules      []RoutingRule               `json:"rules"`                 // what conversations need of which conditions hold, in this order
	SamePerson map[string]Same             `json:"same_person,omitempty"` // teams in which who comes back waits for the one who handled their case
	Targets    map[string]int64            `json:"targets"`               // minutes within which somebody should be taken, by kind of channel
	Version    int64                       `json:"version"`
}

// Rule is one of the objects of the API.
type Rule struct {
	Act      string       `json:"act"` // one of "delete", "anonymise"
	Active   bool         `json:"active"`
	Can      RetentionCan `json:"can"`
	Channels []string     `json:"channels"` // empty means all
	Days     int64        `json:"days"`     // how many days it is kept
	ID       string       `json:"id"`
	LastRun  *Run         `json:"last_run"`
	Name     string       `json:"name"`
	Position int64        `json:"position"` // rules work in this order
	Since    string       `json:"since"`    // from when the days are counted; for contacts from when they were last seen one of "last_message", "resolved"
	States   []string     `json:"states"`   // of conversations; empty means resolved ones
	Subject  string       `json:"subject"`  // one of "conversation", "contact"
	Tags     []string     `json:"tags"`     // at least one of them; empty means whichever
	Tried    bool         `json:"tried"`    // it was tried as it stands, and may be activated
	Version  int64        `json:"version"`
}

// Run is one of the objects of the API.
type Run struct {
	EndedAt   *time.Time `json:"ended_at"`
	Erased    int64      `json:"erased"`
	Failed    int64      `json:"failed"`
	Held      int64      `json:"held"` // stopped by a legal hold
	StartedAt time.Time  `json:"started_at"`
}

// Said is one of the objects of the API.
type Said struct {
	At  time.Time `json:"at"`
	By  *Ref      `json:"by"`
	Now string    `json:"now"`
	Was string    `json:"was"` // what was there before; the same where they said that it is right
}

// Same is one of the objects of the API.
type Same struct {
	Days    int64 `json:"days"`    // who was answered within so many days comes back to whoever did it
	Seconds int64 `json:"seconds"` // how long they wait for that person while that one is there
}

// Sample is one of the objects of the API.
type Sample struct {
	At     time.Time `json:"at"`   // from when the days are counted
	Held   bool      `json:"held"` // a legal hold keeps it
	ID     string    `json:"id"`
	Name   string    `json:"name"`   // subject or name
	Number int64     `json:"number"` // of a conversation; 0 for a contact
}

// SecretView is one of the objects of the API.
type SecretView struct {
	Secret string `json:"secret"`
}

// SeeingBody is one of the objects of the API.
type SeeingBody struct {
	ConversationID *string  `json:"conversation_id,omitempty"` // all of this conversation
	IDs            []string `json:"ids,omitempty"`             // these; left out, with no conversation: all
}

// SendingCan is one of the objects of the API.
type SendingCan struct {
	ChangeHouse bool `json:"change_house"`
}

// SendingChoice is one of the objects of the API.
type SendingChoice struct {
	ChatSeconds *int64 `json:"chat_seconds"` // how long a reply of another channel waits one of %!q(float64=0), %!q(float64=5), %!q(float64=10), %!q(float64=20), %!q(float64=30)
	EnterSends  *bool  `json:"enter_sends"`  // in a chat, Enter sends and Shift+Enter begins a new line
	MailSeconds *int64 `json:"mail_seconds"` // how long a mail waits before it leaves one of %!q(float64=0), %!q(float64=5), %!q(float64=10), %!q(float64=20), %!q(float64=30)
}

// SendingEditBody is one of the objects of the API.
type SendingEditBody struct {
	ChatSeconds *int64 `json:"chat_seconds,omitempty"` // one of %!q(float64=0), %!q(float64=5), %!q(float64=10), %!q(float64=20), %!q(float64=30)
	EnterSends  *bool  `json:"enter_sends,omitempty"`
	MailSeconds *int64 `json:"mail_seconds,omitempty"` // one of %!q(float64=0), %!q(float64=5), %!q(float64=10), %!q(float64=20), %!q(float64=30)
}

// SendingView is one of the objects of the API.
type SendingView struct {
	Can       SendingCan     `json:"can"`
	Effective *SendingChoice `json:"effective"`
	House     *SendingChoice `json:"house"`
	Own       *SendingChoice `json:"own"`
}

// Server is one of the objects of the API.
type Server struct {
	Host     string `json:"host"`
	Port     int64  `json:"port"`
	Security string `json:"security"` // one of "tls", "starttls", "none"
}

// SessionView is one of the objects of the API.
type SessionView struct {
	Agent     string    `json:"agent"` // what the browser calls itself
	CreatedAt time.Time `json:"created_at"`
	Current   bool      `json:"current"`
	ExpiresAt time.Time `json:"expires_at"`
	ID        string    `json:"id"`
	IP        string    `json:"ip"`
	SeenAt    time.Time `json:"seen_at"`
}

// Settings is one of the objects of the API.
type Settings struct {
	AtOnce     map[string]int64            `json:"at_once"`     // how many conversations at once fill a person, by kind of channel
	HeadStarts map[string]int64            `json:"head_starts"` // percent of the target, by reason
	Modes      map[string]string           `json:"modes"`       // how a team's work finds its people: pull, push, offer; pull where nothing is said
	Offers     *Offers                     `json:"offers"`
	Own        *Own                        `json:"own,omitempty"`         // left out: two minutes
	People     map[string]map[string]int64 `json:"people"`                // the same for those who differ
	Rules      []RoutingRule               `json:"rules"`                 // what conversations need of which conditions hold, in this order
	SamePerson map[string]Same             `json:"same_person,omitempty"` // teams in which who comes back waits for the one who handled their case
	Targets    map[string]int64            `json:"targets"`               // minutes within which somebody should be taken, by kind of channel
	Version    int64                       `json:"version"`
}

// SetupBody is one of the objects of the API.
type SetupBody struct {
	Email    string  `json:"email"`
	Locale   *string `json:"locale,omitempty"`
	Name     string  `json:"name"`
	Password string  `json:"password"`
	Token    string  `json:"token"`
}

// SetupState is one of the objects of the API.
type SetupState struct {
	Open bool `json:"open"`
}

// ShowingBody is one of the objects of the API.
type ShowingBody struct {
	Always *bool `json:"always,omitempty"` // of every mail of this sender
}

// Sights is one of the objects of the API.
type Sights struct {
	Agent   string `json:"agent"`   // as somebody sees it who may personal.contact
	Full    string `json:"full"`    // as somebody sees it who may personal.see
	Limited string `json:"limited"` // as somebody sees it who may neither
}

// SignInOffer is one of the objects of the API.
type SignInOffer struct {
	Passkeys  bool     `json:"passkeys"`   // browsers make passkeys for this address
	Password  bool     `json:"password"`   // a password lets in; without it, only those who manage sign-in
	Providers []Ref    `json:"providers"`  // for single sign-on: go to /v1/sign-on/{id}
	SetupOpen bool     `json:"setup_open"` // nobody works here yet: the setup link stands in the server's log
	Waiting   *Waiting `json:"waiting"`    // a sign-in that this browser has begun
}

// Signature is one of the objects of the API.
type Signature struct {
	Addresses   []string   `json:"addresses"` // for which the certificate speaks
	Algorithm   string     `json:"algorithm"`
	Fingerprint string     `json:"fingerprint"` // SHA-256 of the certificate
	Issuer      string     `json:"issuer"`      // who says so
	Name        string     `json:"name"`        // of who signed, as the certificate says
	Reason      string     `json:"reason"`      // why it is so one of "trusted", "unknown_issuer", "self_signed", "not_valid_then", "wrong_use", "other_address", "weak", "changed", "broken", "no_certificate", "unreadable", "unsupported", "part_only"
	SignedAt    *time.Time `json:"signed_at"`   // by the signer's own clock; null where they did not say
	State       string     `json:"state"`       // one of "good", "doubtful", "bad", "unchecked"
	ValidFrom   *time.Time `json:"valid_from"`
	ValidUntil  *time.Time `json:"valid_until"`
}

// SignatureEditBody is one of the objects of the API.
type SignatureEditBody struct {
	HTML *string `json:"html,omitempty"` // with variables, as {{agent.name}}
	Text *string `json:"text,omitempty"` // where there is no html
}

// SkillEditBody is one of the objects of the API.
type SkillEditBody struct {
	Name    string `json:"name"`
	Version *int64 `json:"version,omitempty"`
}

// SkillView is one of the objects of the API.
type SkillView struct {
	Can     ChangeCan `json:"can"`
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Staff   int64     `json:"staff"` // how many people have it
	Version int64     `json:"version"`
}

// SmimeKeyAddingBody is one of the objects of the API.
type SmimeKeyAddingBody struct {
	File       []byte  `json:"file"`                 // base64: PKCS#12 (.p12, .pfx), or PEM with a key and its certificate
	Passphrase *string `json:"passphrase,omitempty"` // of a PKCS#12 file
}

// Span is one of the objects of the API.
type Span struct {
	From        *time.Time `json:"from,omitempty"`
	OverHours   *float64   `json:"over_hours,omitempty"` // longer ago than this, in hours
	To          *time.Time `json:"to,omitempty"`
	WithinHours *float64   `json:"within_hours,omitempty"` // not longer ago than this, in hours
}

// SplittingBody is one of the objects of the API.
type SplittingBody struct {
	Messages []string `json:"messages"`          // the messages that move; at least one has to stay
	Subject  *string  `json:"subject,omitempty"` // of the new one; without it that of the old one
}

// Spoken is one of the objects of the API.
type Spoken struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
}

// Spread is one of the objects of the API.
type Spread struct {
	HalfSeconds    float64 `json:"half_seconds"` // half waited no longer
	LongestSeconds float64 `json:"longest_seconds"`
	MostSeconds    float64 `json:"most_seconds"` // nine of ten did not
	Overdue        int64   `json:"overdue"`      // how many waited for three targets or longer
	Unfinished     int64   `json:"unfinished"`   // how many waited still when the day ended
}

// StaffCan is one of the objects of the API.
type StaffCan struct {
	Change      bool `json:"change"`
	Disable     bool `json:"disable"`
	Manage      bool `json:"manage"`       // role, teams, skills and invitation too
	ResetFactor bool `json:"reset_factor"` // take their second factor and passkeys away, which they have lost
}

// StaffEditBody is one of the objects of the API.
type StaffEditBody struct {
	Languages []Language `json:"languages,omitempty"`
	Locale    *string    `json:"locale,omitempty"`
	Name      *string    `json:"name,omitempty"`
	Role      *string    `json:"role,omitempty"`   // agent, lead, manager, admin, or the id of a role of your own
	Skills    []HasView  `json:"skills,omitempty"` // all that the person has, in place of what is there
	State     *string    `json:"state,omitempty"`  // one of "active", "disabled"
	Teams     []string   `json:"teams,omitempty"`
	TimeZone  *string    `json:"time_zone,omitempty"`
	Version   *int64     `json:"version,omitempty"`
}

// StaffView is one of the objects of the API.
type StaffView struct {
	Can          StaffCan      `json:"can"`
	CreatedAt    time.Time     `json:"created_at"`
	Email        string        `json:"email"`
	ID           string        `json:"id"`
	Invited      bool          `json:"invited"` // has not set a password yet
	Languages    []Language    `json:"languages"`
	Locale       string        `json:"locale"`
	Name         string        `json:"name"`
	Presence     *PresenceView `json:"presence"`
	Role         string        `json:"role"`          // agent, lead, manager, admin, or the id of a role of your own
	RoleName     string        `json:"role_name"`     // of a role of your own; empty for a built-in one
	SecondFactor bool          `json:"second_factor"` // has a second factor, or a passkey
	Skills       []HasView     `json:"skills"`
	State        string        `json:"state"` // one of "active", "disabled"
	Teams        []Ref         `json:"teams"`
	TimeZone     string        `json:"time_zone"`
	Version      int64         `json:"version"`
}

// Status is one of the objects of the API.
type Status struct {
	Active   bool      `json:"active"` // can be given to conversations
	Can      StatusCan `json:"can"`
	Color    string    `json:"color"` // one of "grey", "teal", "blue", "green", "amber", "red", "purple"
	ID       string    `json:"id"`
	NameEn   string    `json:"name_en"`
	NameZh   string    `json:"name_zh"`
	Position int64     `json:"position"` // their order; the first active one of a state is what events that move a conversation there set
	State    string    `json:"state"`    // one of "open", "waiting", "snoozed", "resolved"
	Version  int64     `json:"version"`
}

// StatusCan is one of the objects of the API.
type StatusCan struct {
	Change bool `json:"change"`
}

// StatusEditBody is one of the objects of the API.
type StatusEditBody struct {
	Active   *bool   `json:"active,omitempty"`
	Color    *string `json:"color,omitempty"` // one of "grey", "teal", "blue", "green", "amber", "red", "purple"
	NameEn   *string `json:"name_en,omitempty"`
	NameZh   *string `json:"name_zh,omitempty"`
	Position *int64  `json:"position,omitempty"`
	State    *string `json:"state,omitempty"` // only while no conversation carries the status one of "open", "waiting", "snoozed", "resolved"
	Version  *int64  `json:"version,omitempty"`
}

// StatusRef is one of the objects of the API.
type StatusRef struct {
	Color  string `json:"color"`
	ID     string `json:"id"`
	NameEn string `json:"name_en"`
	NameZh string `json:"name_zh"`
}

// Step is one of the objects of the API.
type Step struct {
	Add      []string `json:"add,omitempty"`      // tag: put these on
	Assignee *string  `json:"assignee,omitempty"` // assign: a staff id, me, or none
	HTML     *string  `json:"html,omitempty"`     // reply, note: the same with markup
	Kind     string   `json:"kind"`               // one of "reply", "note", "assign", "team", "tag", "priority", "snooze", "resolve", "state"
	Minutes  *int64   `json:"minutes,omitempty"`  // snooze: for how long
	Priority *string  `json:"priority,omitempty"` // one of "", "low", "normal", "high", "urgent"
	Remove   []string `json:"remove,omitempty"`   // tag: take these off
	State    *string  `json:"state,omitempty"`    // state: whose turn it is one of "", "open", "waiting"
	Team     *string  `json:"team,omitempty"`     // team: a team id, or none
	Text     *string  `json:"text,omitempty"`     // reply, note: the words, with variables
}

// StepView is one of the objects of the API.
type StepView struct {
	AmountSeconds  int64     `json:"amount_seconds"`  // working time that a pause took; how far the clocks moved
	CountedSeconds int64     `json:"counted_seconds"` // working time that it used up
	Days           int64     `json:"days"`            // how many dates it is about
	From           time.Time `json:"from"`
	Name           string    `json:"name"`   // of the exception
	Reason         string    `json:"reason"` // one of "outside", "worked", "day_off", "holiday", "make_up", "other_hours", "paused", "clock_forward", "clock_back"
	Until          time.Time `json:"until"`
}

// StuckView is one of the objects of the API.
type StuckView struct {
	Args     json.RawMessage     `json:"args"`
	Attempts int64               `json:"attempts"`
	Can      *StuckViewCanStruct `json:"can"`
	Error    string              `json:"error"`
	ID       int64               `json:"id"`
	Kind     string              `json:"kind"`
	Lane     string              `json:"lane"`
	Since    time.Time           `json:"since"`
}

// StuckViewCanStruct is one of the objects of the API.
type StuckViewCanStruct struct {
	Discard bool `json:"discard"`
	Retry   bool `json:"retry"`
}

// SubscribingBody is one of the objects of the API.
type SubscribingBody struct {
	Endpoint string      `json:"endpoint"`
	Keys     *KeysStruct `json:"keys"`
}

// SubscriptionView is one of the objects of the API.
type SubscriptionView struct {
	Agent     string    `json:"agent"` // what the browser calls itself
	CreatedAt time.Time `json:"created_at"`
	Endpoint  string    `json:"endpoint"` // by which a browser finds itself
	ID        string    `json:"id"`
	SignedIn  bool      `json:"signed_in"` // where nobody is signed in any more nothing is pushed, until its person is back
}

// SuggestedPair is one of the objects of the API.
type SuggestedPair struct {
	At      time.Time     `json:"at"` // since when it stands
	Because []MergeReason `json:"because"`
	Can     PairCan       `json:"can"`
	One     *Contact      `json:"one"`
	Other   *Contact      `json:"other"`
	Score   int64         `json:"score"` // how strongly all reasons speak for it together, of 100
}

// Switch is one of the objects of the API.
type Switch struct {
	At              time.Time `json:"at"`
	Because         string    `json:"because"`          // one of "over", "under", "manual", "rule_off"
	By              string    `json:"by"`               // empty where a rule did it
	ExpectedSeconds int64     `json:"expected_seconds"` // how long whoever came then would have been expected to wait; -1 = nothing was known of it, or it was not asked
	OldestSeconds   int64     `json:"oldest_seconds"`
	On              bool      `json:"on"`
	Waiting         int64     `json:"waiting"`
}

// TagCount is one of the objects of the API.
type TagCount struct {
	Count int64  `json:"count"`
	Tag   string `json:"tag"`
}

// Tally is one of the objects of the API.
type Tally struct {
	Done    int64 `json:"done"`
	Held    int64 `json:"held"`
	Refused int64 `json:"refused"`
	Would   int64 `json:"would"`
}

// TeamEditBody is one of the objects of the API.
type TeamEditBody struct {
	Absence    *Absence `json:"absence,omitempty"`
	Members    []string `json:"members,omitempty"`
	Name       *string  `json:"name,omitempty"`
	ReplyTakes *bool    `json:"reply_takes,omitempty"`
	Version    *int64   `json:"version,omitempty"`
}

// TeamView is one of the objects of the API.
type TeamView struct {
	Absence    *Absence  `json:"absence"` // what becomes of conversations that wait for us while the person who has them is offline
	Can        ChangeCan `json:"can"`
	ID         string    `json:"id"`
	Members    []Ref     `json:"members"`
	Name       string    `json:"name"`
	ReplyTakes bool      `json:"reply_takes"` // whoever answers a conversation of the team that nobody has, has it from then on; conversations of no team are taken likewise
	Version    int64     `json:"version"`
}

// Term is one of the objects of the API.
type Term struct {
	Code   string  `json:"code"`
	Weight float64 `json:"weight"`
}

// Text is one of the objects of the API.
type Text struct {
	HTML string `json:"html"` // sanitised; empty when the wording is plain text
	Text string `json:"text"`
}

// Thresholds is one of the objects of the API.
type Thresholds struct {
	BackSeconds          int64             `json:"back_seconds"`                     // for so long without a break
	ExpectedSeconds      *int64            `json:"expected_seconds,omitempty"`       // or when whoever came now would be expected to wait so long; 0 = not asked
	HoldSeconds          int64             `json:"hold_seconds"`                     // for so long without a break
	LowerExpectedSeconds *int64            `json:"lower_expected_seconds,omitempty"` // and whoever came now would be expected to wait no longer, or nothing is known of it
	LowerOldestSeconds   int64             `json:"lower_oldest_seconds"`             // and nobody has waited longer
	LowerWaiting         int64             `json:"lower_waiting"`                    // it ends when no more wait
	OfferCallback        *bool             `json:"offer_callback,omitempty"`         // whoever waits there in the chat may ask to be called back
	OfferMessage         *bool             `json:"offer_message,omitempty"`          // whoever waits there in the chat may leave a message, which is answered by mail
	OldestSeconds        int64             `json:"oldest_seconds"`                   // or when whoever has waited longest has waited so long; 0 = not asked
	On                   bool              `json:"on"`
	Team                 string            `json:"team"`    // serves the queue as well; empty = none
	Texts                map[string]string `json:"texts"`   // what whoever waits there in the chat reads, by language: zh-CN, en
	Waiting              int64             `json:"waiting"` // it begins when so many wait; 0 = not asked
}

// ToCall is one of the objects of the API.
type ToCall struct {
	Due  int64 `json:"due"`  // of them, whose time has come, and is not over
	Late int64 `json:"late"` // of them, whose time is over
	Live int64 `json:"live"` // open or taken
}

// TokenView is one of the objects of the API.
type TokenView struct {
	CreatedAt   time.Time  `json:"created_at"`
	ExpiresAt   *time.Time `json:"expires_at"`
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Permissions []string   `json:"permissions"` // what it may today: what its scope names and its owner still has
	Scope       string     `json:"scope"`       // chosen: the permissions that stand beside it one of "all", "read", "intake", "chosen"
	UsedAt      *time.Time `json:"used_at"`     // to the minute
	UsedIP      string     `json:"used_ip"`     // from where it was used last
}

// Told is one of the objects of the API.
type Told struct {
	By        string `json:"by"`     // the mailbox that it left by
	Name      string `json:"name"`   // of the colleague
	Over      bool   `json:"over"`   // that it was over
	Reason    string `json:"reason"` // why none left: no_mailbox, own_address, refused
	State     string `json:"state"`  // one of "left", "none"
	TroubleID string `json:"trouble_id"`
}

// ToldApart is one of the objects of the API.
type ToldApart struct {
	At          time.Time `json:"at"`
	By          string    `json:"by"` // the name of who told them apart
	CanTakeBack bool      `json:"can_take_back"`
	Contact     *Contact  `json:"contact"` // who stands for them now
}

// TopicBody is one of the objects of the API.
type TopicBody struct {
	Archived    *bool    `json:"archived,omitempty"`
	Description *string  `json:"description,omitempty"`
	NameEn      *string  `json:"name_en,omitempty"`
	NameZh      *string  `json:"name_zh,omitempty"`
	ParentID    *string  `json:"parent_id,omitempty"`
	TeamID      *string  `json:"team_id,omitempty"`
	Version     *int64   `json:"version,omitempty"` // the version that was edited; another one is a conflict
	Words       []string `json:"words,omitempty"`
}

// TopicChoiceBody is one of the objects of the API.
type TopicChoiceBody struct {
	TopicID string `json:"topic_id"` // empty: none that there is a topic for
}

// TopicModelView is one of the objects of the API.
type TopicModelView struct {
	Can         ChangeCan    `json:"can"`
	Examples    int64        `json:"examples"`     // messages of which somebody said what they are about
	LeastTexts  int64        `json:"least_texts"`  // how many different texts a topic needs to be learned
	LeastTopics int64        `json:"least_topics"` // how many such topics there must be
	Lessons     []LessonView `json:"lessons"`      // the newest first
}

// TopicView is one of the objects of the API.
type TopicView struct {
	Archived    bool      `json:"archived"`
	Can         ChangeCan `json:"can"`
	Description string    `json:"description"`
	Examples    int64     `json:"examples"` // messages of which somebody said that they are about it
	ID          string    `json:"id"`
	NameEn      string    `json:"name_en"`
	NameZh      string    `json:"name_zh"`
	ParentID    string    `json:"parent_id"` // empty: it stands at the root
	Right       int64     `json:"right"`     // answers that somebody confirmed
	TeamID      string    `json:"team_id"`   // empty: of all teams
	Version     int64     `json:"version"`
	Words       []string  `json:"words"` // what speaks for it before anything was learned; a star at the end stands for any ending
	Wrong       int64     `json:"wrong"` // answers that somebody corrected
}

// TourChannel is one of the objects of the API.
type TourChannel struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Kind string `json:"kind"` // one of "webchat", "email", "api", "form"
	Name string `json:"name"`
}

// TourChoiceBody is one of the objects of the API.
type TourChoiceBody struct {
	State string `json:"state"` // one of "running", "put_away", "finished"
}

// TourStep is one of the objects of the API.
type TourStep struct {
	Done bool   `json:"done"`
	Name string `json:"name"` // one of "channel", "arrived", "seen", "answered", "resolved"
}

// TourView is one of the objects of the API.
type TourView struct {
	Channel      *TourChannel `json:"channel"`      // the one to try; null = there is none
	Conversation string       `json:"conversation"` // the one that has come furthest; empty while nobody has written
	Offered      bool         `json:"offered"`      // it is to be shown
	State        string       `json:"state"`        // one of "fresh", "running", "put_away", "finished"
	Steps        []TourStep   `json:"steps"`        // in their order; ticked by what has happened, whoever did it
}

// Trial is one of the objects of the API.
type Trial struct {
	Count  int64    `json:"count"` // would be erased
	Held   int64    `json:"held"`  // would be kept by a legal hold
	Sample []Sample `json:"sample"`
}

// TrialDay is one of the objects of the API.
type TrialDay struct {
	Day   string `json:"day"`
	Taken int64  `json:"taken"` // how many were taken on it
}

// TrialGroup is one of the objects of the API.
type TrialGroup struct {
	After        *Spread `json:"after"`         // played with those that are tried
	Before       *Spread `json:"before"`        // played with the weights as they are saved
	BoundSeconds int64   `json:"bound_seconds"` // of a queue: whoever has waited so long is taken before all who have not, under the weights that are tried
	Down         int64   `json:"down"`          // how many later
	Key          string  `json:"key"`           // all, class:risk, queue: and its id
	Queue        *Queue  `json:"queue"`         // null where it is none
	Up           int64   `json:"up"`            // how many are taken sooner than under the saved weights
	Waits        int64   `json:"waits"`
	Was          *Spread `json:"was"` // as it really was
}

// TrialWaitView is one of the objects of the API.
type TrialWaitView struct {
	After          *Length       `json:"after"`
	Arrived        time.Time     `json:"arrived"`
	Because        string        `json:"because"` // how it really ended; empty = it has not one of "", "taken", "answered", "resolved", "snoozed", "merged"
	Before         *Length       `json:"before"`
	Class          string        `json:"class"`        // one of "risk", "urgent", "repeat", "vip", "ordinary"
	Conversation   *Conversation `json:"conversation"` // null when it is not there any more, or not mine to see
	ConversationID string        `json:"conversation_id"`
	QueueID        string        `json:"queue_id"`
	ReasonsAfter   []HeadStart   `json:"reasons_after"`
	ReasonsBefore  []HeadStart   `json:"reasons_before"`
	Was            *Length       `json:"was"`
}

// TrialWaitsAskedBody is one of the objects of the API.
type TrialWaitsAskedBody struct {
	Day        *string          `json:"day,omitempty"`         // yesterday where nothing is said
	Group      string           `json:"group"`                 // the key of a group
	HeadStarts map[string]int64 `json:"head_starts,omitempty"` // percent of the target, by reason
	Of         string           `json:"of"`                    // whose number it is one of "was", "before", "after"
	Targets    map[string]int64 `json:"targets,omitempty"`     // minutes, by kind of channel
	TimeZone   *string          `json:"time_zone,omitempty"`   // where that day begins and ends; UTC where nothing is said
	What       string           `json:"what"`                  // which number; half and most list those who waited at least so long one of "waits", "up", "down", "half", "most", "longest", "overdue", "unfinished"
}

// TrustCard is one of the objects of the API.
type TrustCard struct {
	Address    string      `json:"address"`
	CanReread  bool        `json:"can_reread"` // the asking person may have it read anew, and there is something to gain: a key or an authority may have been added since
	Checks     []Check     `json:"checks"`
	Encryption *Encryption `json:"encryption"` // what became of a mail that came encrypted (S/MIME); null for the others
	Pictures   *Pictures   `json:"pictures"`
	Proof      string      `json:"proof"`     // one of "verified", "failed", "unproven", "unchecked"
	Reason     string      `json:"reason"`    // why the proof is what it is one of "dmarc_pass", "dkim_aligned", "spf_aligned", "dmarc_fail", "nothing_aligned", "trouble", "no_receiver"
	Receiver   string      `json:"receiver"`  // the mail server whose findings these are
	Signature  *Signature  `json:"signature"` // who signed the mail itself (S/MIME); null where nobody did
	Warnings   []Warning   `json:"warnings"`
}

// Turn is one of the objects of the API.
type Turn struct {
	At             time.Time `json:"at"`
	Automation     *Ref      `json:"automation"`
	ConversationID string    `json:"conversation_id"`
	MessageID      string    `json:"message_id"` // what it wrote; empty when it wrote nothing
	Number         int64     `json:"number"`
	Outcome        string    `json:"outcome"` // one of "done", "would", "refused", "held"
	Reason         string    `json:"reason"`  // refused: the code of the refusal; held: said_already, machine, too_often, too_many_mails; empty otherwise
	Subject        string    `json:"subject"`
	Version        int64     `json:"version"`
}

// Unmasked is one of the objects of the API.
type Unmasked struct {
	Message *Message  `json:"message"`
	Until   time.Time `json:"until"`
}

// Unmasking is one of the objects of the API.
type Unmasking struct {
	At             time.Time `json:"at"`
	ContactID      string    `json:"contact_id"`
	ContactName    string    `json:"contact_name"` // as it is today
	ConversationID string    `json:"conversation_id"`
	ID             string    `json:"id"`
	IP             string    `json:"ip"`
	Kinds          []string  `json:"kinds"`
	MessageID      string    `json:"message_id"`
	Number         int64     `json:"number"` // of the conversation; 0 when it is gone
	Reason         string    `json:"reason"` // one of "identity", "request", "correction", "authority", "other"
	StaffID        string    `json:"staff_id"`
	StaffName      string    `json:"staff_name"` // as it is today
	Until          time.Time `json:"until"`      // how long it is shown
	Words          string    `json:"words"`      // their own
}

// Uploaded is one of the objects of the API.
type Uploaded struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Type string `json:"type"`
	URL  string `json:"url"` // a signed link that works for some hours
}

// View is one of the objects of the API.
type View struct {
	Audience           string     `json:"audience"` // one of "", "me", "team", "everybody"
	Can                ViewCan    `json:"can"`
	Color              string     `json:"color"` // one of "", "grey", "teal", "blue", "green", "amber", "red", "purple"
	Count              int64      `json:"count"`
	CountIs            string     `json:"count_is"`             // at_least: counting stopped at a bound, there may be more one of "exact", "at_least"
	Filter             *Filter    `json:"filter"`               // of a saved view
	Icon               string     `json:"icon"`                 // one character, or empty
	ID                 string     `json:"id"`                   // of a saved view; empty for the built-in ones
	Key                string     `json:"key"`                  // names the view in ?view=: mine, unassigned, team, all, waiting, snoozed, resolved, or the id of a saved one
	Name               string     `json:"name"`                 // of a saved view; screens have words for the built-in ones
	OldestWaitingSince *time.Time `json:"oldest_waiting_since"` // since when the longest waiting customer of this view waits
	Owner              *Ref       `json:"owner"`                // who saved it
	Team               *Ref       `json:"team"`                 // the team that it is shared with
	Version            int64      `json:"version"`
}

// ViewCan is one of the objects of the API.
type ViewCan struct {
	Change bool `json:"change"`
	Share  bool `json:"share"`
}

// ViewEditBody is one of the objects of the API.
type ViewEditBody struct {
	Audience *string `json:"audience,omitempty"` // one of "me", "team", "everybody"
	Color    *string `json:"color,omitempty"`    // one of "", "grey", "teal", "blue", "green", "amber", "red", "purple"
	Filter   *Filter `json:"filter,omitempty"`
	Icon     *string `json:"icon,omitempty"`
	Name     *string `json:"name,omitempty"`
	Team     *string `json:"team,omitempty"`
	Version  *int64  `json:"version,omitempty"` // the version that was edited; another one is a conflict
}

// ViewList is one of the objects of the API.
type ViewList struct {
	Cursor int64  `json:"cursor"`
	Items  []View `json:"items"`
}

// ViewOrderBody is one of the objects of the API.
type ViewOrderBody struct {
	Keys []string `json:"keys"` // keys of views; those not named come behind
}

// WaitView is one of the objects of the API.
type WaitView struct {
	Ahead       int64   `json:"ahead"`        // how many of its queue are taken before it
	HalfSeconds float64 `json:"half_seconds"` // half of those so placed wait no longer
	Method      string  `json:"method"`       // qlm: from the line and its pace; first: from how long the first in line has waited; none: nothing is known yet one of "", "qlm", "first", "none"
	MostSeconds float64 `json:"most_seconds"` // four of five do not
	Waits       bool    `json:"waits"`        // false while it does not wait for a person
}

// Waiting is one of the objects of the API.
type Waiting struct {
	Email string    `json:"email"`
	Name  string    `json:"name"`
	Step  string    `json:"step"` // one of "code", "enrol", "passkey"
	Until time.Time `json:"until"`
}

// WaitsForView is one of the objects of the API.
type WaitsForView struct {
	Because string    `json:"because"` // one of "own_person", "same_person"
	Staff   *Ref      `json:"staff"`
	Until   time.Time `json:"until"` // then it is somebody else
}

// Warning is one of the objects of the API.
type Warning struct {
	Code      string            `json:"code"`      // stable one of "shows_other_address", "colleague_name", "brand_name", "like_ours", "like_organisation", "like_contact", "mixed_scripts", "hidden_domain", "reply_elsewhere"
	Dismissed *Dismissal        `json:"dismissed"` // somebody knows this sender; null while nobody has said so
	Values    map[string]string `json:"values"`
}

// WebhookEditBody is one of the objects of the API.
type WebhookEditBody struct {
	Clear   *bool    `json:"clear,omitempty"`   // needs personal.see
	Content *string  `json:"content,omitempty"` // one of "ids", "objects"
	Events  []string `json:"events,omitempty"`
	Name    *string  `json:"name,omitempty"`
	State   *string  `json:"state,omitempty"` // one of "active", "paused"
	URL     *string  `json:"url,omitempty"`
	Version *int64   `json:"version,omitempty"`
}

// WebhookView is one of the objects of the API.
type WebhookView struct {
	BlockedUntil  *time.Time `json:"blocked_until"` // nothing is tried before, because the receiver failed several times in a row
	Can           ChangeCan  `json:"can"`
	Clear         bool       `json:"clear"`   // personal data of the kinds that the house guards leaves as it is; else it is masked
	Content       string     `json:"content"` // one of "ids", "objects"
	CreatedAt     time.Time  `json:"created_at"`
	DeliveredAt   *time.Time `json:"delivered_at"` // the last that arrived
	Events        []string   `json:"events"`
	Failed        int64      `json:"failed"` // deliveries that were given up after two days
	FailingSince  *time.Time `json:"failing_since"`
	Failures      int64      `json:"failures"` // attempts that failed since the last that did not
	ID            string     `json:"id"`
	Name          string     `json:"name"`
	PausedBecause string     `json:"paused_because"` // gone: the receiver answered 410 one of "", "person", "gone"
	State         string     `json:"state"`          // one of "active", "paused"
	URL           string     `json:"url"`
	Version       int64      `json:"version"`
	Waiting       int64      `json:"waiting"` // deliveries that are still to come through
}

// WhisperingBody is one of the objects of the API.
type WhisperingBody struct {
	Text string `json:"text"`
}

// Why is one of the objects of the API.
type Why struct {
	Code  string  `json:"code"`
	Value *string `json:"value,omitempty"`
}

// Window is one of the objects of the API.
type Window struct {
	Day   string    `json:"day"` // one of "today", "tomorrow"
	From  time.Time `json:"from"`
	Part  string    `json:"part"` // one of "any", "morning", "afternoon", "evening"
	Until time.Time `json:"until"`
}

// Wish is one of the objects of the API.
type Wish struct {
	Day        *string          `json:"day,omitempty"`         // yesterday where nothing is said
	HeadStarts map[string]int64 `json:"head_starts,omitempty"` // percent of the target, by reason
	Targets    map[string]int64 `json:"targets,omitempty"`     // minutes, by kind of channel
	TimeZone   *string          `json:"time_zone,omitempty"`   // where that day begins and ends; UTC where nothing is said
}

// Withdrawal is one of the objects of the API.
type Withdrawal struct {
	ConversationID string     `json:"conversation_id"`
	Draft          *DraftView `json:"draft"`
}

// Word is one of the objects of the API.
type Word struct {
	Kind   string   `json:"kind"` // one of "text", "number", "texts", "fields"
	Name   string   `json:"name"`
	Values []string `json:"values"` // all that it can be, where that is a short list
}

// WordingCan is one of the objects of the API.
type WordingCan struct {
	Change bool `json:"change"`
}

// WordingRead is one of the objects of the API.
type WordingRead struct {
	Items []Mark `json:"items"` // in the order of the words
}

// AcceptInvitation: Set a password and sign in.
//
//	POST /v1/invitation
func (c *Client) AcceptInvitation(ctx context.Context, body AcceptanceBody) (Entrance, error) {
	request := call{method: http.MethodPost, path: "/v1/invitation", body: body}
	var out Entrance
	err := c.do(ctx, request, &out)
	return out, err
}

// AcceptOffer: Take what one is asked to take.
//
//	POST /v1/offers/{id}/acceptance
func (c *Client) AcceptOffer(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/offers/" + url.PathEscape(id) + "/acceptance"}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// AcceptSplitProposal: Begin a new conversation with a message that was proposed for it, and what belongs to it since.
//
//	POST /v1/messages/{id}/split-proposal
func (c *Client) AcceptSplitProposal(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/messages/" + url.PathEscape(id) + "/split-proposal", once: true}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// AddAutomation: Make an automation, behind the others.
//
//	POST /v1/automations
func (c *Client) AddAutomation(ctx context.Context, body AutomationBody) (Automation, error) {
	request := call{method: http.MethodPost, path: "/v1/automations", body: body, once: true}
	var out Automation
	err := c.do(ctx, request, &out)
	return out, err
}

// AddCalendar: Add a calendar of working time.
//
//	POST /v1/calendars
func (c *Client) AddCalendar(ctx context.Context, body NewCalendarBody) (CalendarView, error) {
	request := call{method: http.MethodPost, path: "/v1/calendars", body: body, once: true}
	var out CalendarView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddCannedReply: Write one; shared ones need wording.manage.
//
//	POST /v1/canned-replies
func (c *Client) AddCannedReply(ctx context.Context, body CannedBody) (CannedReply, error) {
	request := call{method: http.MethodPost, path: "/v1/canned-replies", body: body, once: true}
	var out CannedReply
	err := c.do(ctx, request, &out)
	return out, err
}

// AddChannel: Open a channel.
//
//	POST /v1/channels
func (c *Client) AddChannel(ctx context.Context, body NewChannelBody) (Channel, error) {
	request := call{method: http.MethodPost, path: "/v1/channels", body: body, once: true}
	var out Channel
	err := c.do(ctx, request, &out)
	return out, err
}

// AddContact: Enter a contact.
//
//	POST /v1/contacts
func (c *Client) AddContact(ctx context.Context, body ContactAdditionBody) (Contact, error) {
	request := call{method: http.MethodPost, path: "/v1/contacts", body: body, once: true}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// AddContactNote: Write a note about a contact.
//
//	POST /v1/contacts/{id}/notes
func (c *Client) AddContactNote(ctx context.Context, id string, body NoteBody) (Note, error) {
	request := call{method: http.MethodPost, path: "/v1/contacts/" + url.PathEscape(id) + "/notes", body: body, once: true}
	var out Note
	err := c.do(ctx, request, &out)
	return out, err
}

// AddField: Define a field.
//
//	POST /v1/fields
func (c *Client) AddField(ctx context.Context, body NewFieldBody) (Field, error) {
	request := call{method: http.MethodPost, path: "/v1/fields", body: body, once: true}
	var out Field
	err := c.do(ctx, request, &out)
	return out, err
}

// AddIdentity: Add an address, a number or an own id to a contact, or confirm one that was claimed.
//
//	POST /v1/contacts/{id}/identities
func (c *Client) AddIdentity(ctx context.Context, id string, body IdentityAdditionBody) (Contact, error) {
	request := call{method: http.MethodPost, path: "/v1/contacts/" + url.PathEscape(id) + "/identities", body: body, once: true}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// AddMacro: Make one; shared ones need wording.manage.
//
//	POST /v1/macros
func (c *Client) AddMacro(ctx context.Context, body MacroBody) (Macro, error) {
	request := call{method: http.MethodPost, path: "/v1/macros", body: body, once: true}
	var out Macro
	err := c.do(ctx, request, &out)
	return out, err
}

// AddOrganisation: Enter an organisation.
//
//	POST /v1/organisations
func (c *Client) AddOrganisation(ctx context.Context, body OrganisationAdditionBody) (Organisation, error) {
	request := call{method: http.MethodPost, path: "/v1/organisations", body: body, once: true}
	var out Organisation
	err := c.do(ctx, request, &out)
	return out, err
}

// AddOrganisationMembers: Let contacts belong to an organisation, all or none of them.
//
//	POST /v1/organisations/{id}/members
func (c *Client) AddOrganisationMembers(ctx context.Context, id string, body NewMembersBody) (Organisation, error) {
	request := call{method: http.MethodPost, path: "/v1/organisations/" + url.PathEscape(id) + "/members", body: body}
	var out Organisation
	err := c.do(ctx, request, &out)
	return out, err
}

// AddPasskey: Keep a new passkey.
//
//	POST /v1/me/passkeys
func (c *Client) AddPasskey(ctx context.Context, body NewPasskeyBody) (PasskeyView, error) {
	request := call{method: http.MethodPost, path: "/v1/me/passkeys", body: body}
	var out PasskeyView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddPresenceReason: Offer another reason.
//
//	POST /v1/presence-reasons
func (c *Client) AddPresenceReason(ctx context.Context, body NewReasonBody) (ReasonView, error) {
	request := call{method: http.MethodPost, path: "/v1/presence-reasons", body: body, once: true}
	var out ReasonView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddProvider: Add an identity provider.
//
//	POST /v1/providers
func (c *Client) AddProvider(ctx context.Context, body ProviderBody) (ProviderView, error) {
	request := call{method: http.MethodPost, path: "/v1/providers", body: body}
	var out ProviderView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddPushSubscription: Let a browser be pushed to; the same one again changes nothing.
//
//	POST /v1/me/push-subscriptions
func (c *Client) AddPushSubscription(ctx context.Context, body SubscribingBody) (SubscriptionView, error) {
	request := call{method: http.MethodPost, path: "/v1/me/push-subscriptions", body: body}
	var out SubscriptionView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddRetentionRule: Make a rule; it does nothing before it was tried and activated.
//
//	POST /v1/retention-rules
func (c *Client) AddRetentionRule(ctx context.Context, body RetentionRuleBody) (Rule, error) {
	request := call{method: http.MethodPost, path: "/v1/retention-rules", body: body, once: true}
	var out Rule
	err := c.do(ctx, request, &out)
	return out, err
}

// AddRole: Make a role of your own.
//
//	POST /v1/roles
func (c *Client) AddRole(ctx context.Context, body NewRoleBody) (RoleView, error) {
	request := call{method: http.MethodPost, path: "/v1/roles", body: body, once: true}
	var out RoleView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddSkill: Name a skill.
//
//	POST /v1/skills
func (c *Client) AddSkill(ctx context.Context, body NewSkillBody) (SkillView, error) {
	request := call{method: http.MethodPost, path: "/v1/skills", body: body, once: true}
	var out SkillView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddSmimeKey: Give a mailbox a key, out of a PKCS#12 or PEM file; it is never given out again.
//
//	POST /v1/channels/{id}/smime-keys
func (c *Client) AddSmimeKey(ctx context.Context, id string, body SmimeKeyAddingBody) (MailKey, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/smime-keys", body: body}
	var out MailKey
	err := c.do(ctx, request, &out)
	return out, err
}

// AddStaff: Add a person and get their invitation.
//
//	POST /v1/staff
func (c *Client) AddStaff(ctx context.Context, body NewcomerBody) (InvitedStaff, error) {
	request := call{method: http.MethodPost, path: "/v1/staff", body: body}
	var out InvitedStaff
	err := c.do(ctx, request, &out)
	return out, err
}

// AddStatus: Define an own status.
//
//	POST /v1/statuses
func (c *Client) AddStatus(ctx context.Context, body NewStatusBody) (Status, error) {
	request := call{method: http.MethodPost, path: "/v1/statuses", body: body, once: true}
	var out Status
	err := c.do(ctx, request, &out)
	return out, err
}

// AddTeam: Make a team.
//
//	POST /v1/teams
func (c *Client) AddTeam(ctx context.Context, body NewTeamBody) (TeamView, error) {
	request := call{method: http.MethodPost, path: "/v1/teams", body: body}
	var out TeamView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddTopic: Draw a topic into the tree.
//
//	POST /v1/topics
func (c *Client) AddTopic(ctx context.Context, body TopicBody) (TopicView, error) {
	request := call{method: http.MethodPost, path: "/v1/topics", body: body, once: true}
	var out TopicView
	err := c.do(ctx, request, &out)
	return out, err
}

// AddWebhook: Tell another program of facts, from now on.
//
//	POST /v1/webhooks
func (c *Client) AddWebhook(ctx context.Context, body NewWebhookBody) (AddedWebhook, error) {
	request := call{method: http.MethodPost, path: "/v1/webhooks", body: body, once: true}
	var out AddedWebhook
	err := c.do(ctx, request, &out)
	return out, err
}

// AnswerIdentityCheck: Compare what the customer told with the code; a message of theirs that holds it is compared by itself.
//
//	POST /v1/conversations/{id}/identity-check/answer
func (c *Client) AnswerIdentityCheck(ctx context.Context, id string, body IdentityCheckAnswerBody) (IdentityCheckView, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/identity-check/answer", body: body}
	var out IdentityCheckView
	err := c.do(ctx, request, &out)
	return out, err
}

// AnswerInvitation: Answer an invitation that a mail brought; the reply leaves at once.
//
//	PUT /v1/messages/{id}/invitation/answer
func (c *Client) AnswerInvitation(ctx context.Context, id string, body AnsweringBody) (Message, error) {
	request := call{method: http.MethodPut, path: "/v1/messages/" + url.PathEscape(id) + "/invitation/answer", body: body}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// ApplyMacro: Run it: all of it, or nothing.
//
//	POST /v1/conversations/{id}/macros/{macro_id}
func (c *Client) ApplyMacro(ctx context.Context, id string, macroID string) (MacroApplied, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/macros/" + url.PathEscape(macroID), once: true}
	var out MacroApplied
	err := c.do(ctx, request, &out)
	return out, err
}

// ArrangeViews: Keep the order of your views.
//
//	PUT /v1/views/order
func (c *Client) ArrangeViews(ctx context.Context, body ViewOrderBody) error {
	request := call{method: http.MethodPut, path: "/v1/views/order", body: body}
	return c.do(ctx, request, nil)
}

// AskCallback: Write down that a customer wants to be called back; their conversation keeps its place.
//
//	POST /v1/conversations/{id}/callbacks
func (c *Client) AskCallback(ctx context.Context, id string, body CallbackWishBody) (CallbackView, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/callbacks", body: body}
	var out CallbackView
	err := c.do(ctx, request, &out)
	return out, err
}

// AskForHelp: Ask for help; the leads of the team hear of it at once, and who has the skill and is available.
//
//	POST /v1/conversations/{id}/help
func (c *Client) AskForHelp(ctx context.Context, id string, body HelpAskingBody) (CompanyView, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/help", body: body, once: true}
	var out CompanyView
	err := c.do(ctx, request, &out)
	return out, err
}

// AskPasskey: A challenge for a passkey.
//
//	POST /v1/sign-in/passkey/challenge
func (c *Client) AskPasskey(ctx context.Context) (Ceremony, error) {
	request := call{method: http.MethodPost, path: "/v1/sign-in/passkey/challenge"}
	var out Ceremony
	err := c.do(ctx, request, &out)
	return out, err
}

// AssignConversation: Give it to a person or a team.
//
//	POST /v1/conversations/{id}/assignment
func (c *Client) AssignConversation(ctx context.Context, id string, body AssignmentBody) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/assignment", body: body}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// BeginBulkAction: Do something to many conversations.
//
//	POST /v1/bulk-actions
func (c *Client) BeginBulkAction(ctx context.Context, body BulkOrderBody) (Action, error) {
	request := call{method: http.MethodPost, path: "/v1/bulk-actions", body: body, once: true}
	var out Action
	err := c.do(ctx, request, &out)
	return out, err
}

// BeginFactor: Begin a second factor.
//
//	POST /v1/me/factor
func (c *Client) BeginFactor(ctx context.Context, body ProofBody) (Enrolment, error) {
	request := call{method: http.MethodPost, path: "/v1/me/factor", body: body}
	var out Enrolment
	err := c.do(ctx, request, &out)
	return out, err
}

// BeginGrant: Where to send the browser of who connects the mailbox.
//
//	POST /v1/channels/{id}/grant/authorization
func (c *Client) BeginGrant(ctx context.Context, id string) (Authorization, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/grant/authorization"}
	var out Authorization
	err := c.do(ctx, request, &out)
	return out, err
}

// BeginPasskey: A challenge for a new passkey.
//
//	POST /v1/me/passkeys/challenge
func (c *Client) BeginPasskey(ctx context.Context, body ProofBody) (Ceremony, error) {
	request := call{method: http.MethodPost, path: "/v1/me/passkeys/challenge", body: body}
	var out Ceremony
	err := c.do(ctx, request, &out)
	return out, err
}

// BelieveMailAuthority: Believe the holder of a certificate from now on.
//
//	POST /v1/mail-authorities
func (c *Client) BelieveMailAuthority(ctx context.Context, body BelievingBody) (Authority, error) {
	request := call{method: http.MethodPost, path: "/v1/mail-authorities", body: body}
	var out Authority
	err := c.do(ctx, request, &out)
	return out, err
}

// BringMessage: Bring a message in.
//
//	POST /v1/inbound/{channel_key}
func (c *Client) BringMessage(ctx context.Context, channelKey string, body InboundMessage) (Receipt, error) {
	request := call{method: http.MethodPost, path: "/v1/inbound/" + url.PathEscape(channelKey), body: body}
	var out Receipt
	err := c.do(ctx, request, &out)
	return out, err
}

// CancelBulkAction: Stop it; what was done stays.
//
//	POST /v1/bulk-actions/{id}/cancellation
func (c *Client) CancelBulkAction(ctx context.Context, id string) (Action, error) {
	request := call{method: http.MethodPost, path: "/v1/bulk-actions/" + url.PathEscape(id) + "/cancellation"}
	var out Action
	err := c.do(ctx, request, &out)
	return out, err
}

// CancelExport: Stop an export.
//
//	POST /v1/exports/{id}/cancellation
func (c *Client) CancelExport(ctx context.Context, id string) (Export, error) {
	request := call{method: http.MethodPost, path: "/v1/exports/" + url.PathEscape(id) + "/cancellation"}
	var out Export
	err := c.do(ctx, request, &out)
	return out, err
}

// CancelImport: Stop it; what came in stays.
//
//	POST /v1/imports/{id}/cancellation
func (c *Client) CancelImport(ctx context.Context, id string) (Import, error) {
	request := call{method: http.MethodPost, path: "/v1/imports/" + url.PathEscape(id) + "/cancellation"}
	var out Import
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeAutomation: Keep a new version.
//
//	PUT /v1/automations/{id}
func (c *Client) ChangeAutomation(ctx context.Context, id string, body AutomationBody) (Automation, error) {
	request := call{method: http.MethodPut, path: "/v1/automations/" + url.PathEscape(id), body: body}
	var out Automation
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeCalendar: Save the next version of a calendar.
//
//	PUT /v1/calendars/{id}
func (c *Client) ChangeCalendar(ctx context.Context, id string, body CalendarEditBody) (CalendarView, error) {
	request := call{method: http.MethodPut, path: "/v1/calendars/" + url.PathEscape(id), body: body}
	var out CalendarView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeCannedReply: Save it anew.
//
//	PUT /v1/canned-replies/{id}
func (c *Client) ChangeCannedReply(ctx context.Context, id string, body CannedBody) (CannedReply, error) {
	request := call{method: http.MethodPut, path: "/v1/canned-replies/" + url.PathEscape(id), body: body}
	var out CannedReply
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeChannel: Change a channel.
//
//	PATCH /v1/channels/{id}
func (c *Client) ChangeChannel(ctx context.Context, id string, body ChannelEditBody) (Channel, error) {
	request := call{method: http.MethodPatch, path: "/v1/channels/" + url.PathEscape(id), body: body}
	var out Channel
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeContact: Change a contact.
//
//	PATCH /v1/contacts/{id}
func (c *Client) ChangeContact(ctx context.Context, id string, body ContactEditBody) (Contact, error) {
	request := call{method: http.MethodPatch, path: "/v1/contacts/" + url.PathEscape(id), body: body}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeContactNote: Change one's own note.
//
//	PATCH /v1/contacts/{id}/notes/{note}
func (c *Client) ChangeContactNote(ctx context.Context, id string, note string, body NoteBody) (Note, error) {
	request := call{method: http.MethodPatch, path: "/v1/contacts/" + url.PathEscape(id) + "/notes/" + url.PathEscape(note), body: body}
	var out Note
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeConversation: Change subject, priority, tags or state.
//
//	PATCH /v1/conversations/{id}
func (c *Client) ChangeConversation(ctx context.Context, id string, body ConversationEditBody) (Conversation, error) {
	request := call{method: http.MethodPatch, path: "/v1/conversations/" + url.PathEscape(id), body: body}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeField: Change a field, archive it or take it back.
//
//	PATCH /v1/fields/{id}
func (c *Client) ChangeField(ctx context.Context, id string, body FieldEditBody) (Field, error) {
	request := call{method: http.MethodPatch, path: "/v1/fields/" + url.PathEscape(id), body: body}
	var out Field
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeImport: Say what columns mean and where conversations go.
//
//	PATCH /v1/imports/{id}
func (c *Client) ChangeImport(ctx context.Context, id string, body ImportEditBody) (Import, error) {
	request := call{method: http.MethodPatch, path: "/v1/imports/" + url.PathEscape(id), body: body}
	var out Import
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeMacro: Save it anew.
//
//	PUT /v1/macros/{id}
func (c *Client) ChangeMacro(ctx context.Context, id string, body MacroBody) (Macro, error) {
	request := call{method: http.MethodPut, path: "/v1/macros/" + url.PathEscape(id), body: body}
	var out Macro
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeMe: Change my name, language, time zone or password.
//
//	PATCH /v1/me
func (c *Client) ChangeMe(ctx context.Context, body MeEditBody) (Me, error) {
	request := call{method: http.MethodPatch, path: "/v1/me", body: body}
	var out Me
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeOrganisation: Change an organisation.
//
//	PATCH /v1/organisations/{id}
func (c *Client) ChangeOrganisation(ctx context.Context, id string, body OrganisationEditBody) (Organisation, error) {
	request := call{method: http.MethodPatch, path: "/v1/organisations/" + url.PathEscape(id), body: body}
	var out Organisation
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeOverflow: Say when a queue overflows, and what happens then.
//
//	PUT /v1/queues/{id}/overflow
func (c *Client) ChangeOverflow(ctx context.Context, id string, body OverflowEditBody) (OverflowView, error) {
	request := call{method: http.MethodPut, path: "/v1/queues/" + url.PathEscape(id) + "/overflow", body: body}
	var out OverflowView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangePresenceReason: Rename a reason, move it, or stop offering it.
//
//	PATCH /v1/presence-reasons/{id}
func (c *Client) ChangePresenceReason(ctx context.Context, id string, body ReasonEditBody) (ReasonView, error) {
	request := call{method: http.MethodPatch, path: "/v1/presence-reasons/" + url.PathEscape(id), body: body}
	var out ReasonView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeProvider: Change an identity provider.
//
//	PATCH /v1/providers/{id}
func (c *Client) ChangeProvider(ctx context.Context, id string, body ProviderBody) (ProviderView, error) {
	request := call{method: http.MethodPatch, path: "/v1/providers/" + url.PathEscape(id), body: body}
	var out ProviderView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeRelief: Say what a queue offers to whoever waits in the chat, and from which expected wait on.
//
//	PUT /v1/queues/{id}/relief
func (c *Client) ChangeRelief(ctx context.Context, id string, body ReliefEditBody) (ReliefView, error) {
	request := call{method: http.MethodPut, path: "/v1/queues/" + url.PathEscape(id) + "/relief", body: body}
	var out ReliefView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeRetentionRule: Change or activate a rule.
//
//	PUT /v1/retention-rules/{id}
func (c *Client) ChangeRetentionRule(ctx context.Context, id string, body RetentionRuleBody) (Rule, error) {
	request := call{method: http.MethodPut, path: "/v1/retention-rules/" + url.PathEscape(id), body: body}
	var out Rule
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeRole: Rename a role of your own, or say anew what it may do.
//
//	PATCH /v1/roles/{id}
func (c *Client) ChangeRole(ctx context.Context, id string, body RoleEditBody) (RoleView, error) {
	request := call{method: http.MethodPatch, path: "/v1/roles/" + url.PathEscape(id), body: body}
	var out RoleView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeRouting: Change how the house routes.
//
//	PUT /v1/routing
func (c *Client) ChangeRouting(ctx context.Context, body Settings) (RoutingView, error) {
	request := call{method: http.MethodPut, path: "/v1/routing", body: body}
	var out RoutingView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeSkill: Rename a skill.
//
//	PATCH /v1/skills/{id}
func (c *Client) ChangeSkill(ctx context.Context, id string, body SkillEditBody) (SkillView, error) {
	request := call{method: http.MethodPatch, path: "/v1/skills/" + url.PathEscape(id), body: body}
	var out SkillView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeStaff: Change a person.
//
//	PATCH /v1/staff/{id}
func (c *Client) ChangeStaff(ctx context.Context, id string, body StaffEditBody) (StaffView, error) {
	request := call{method: http.MethodPatch, path: "/v1/staff/" + url.PathEscape(id), body: body}
	var out StaffView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeStatus: Rename, recolour, move or retire it.
//
//	PATCH /v1/statuses/{id}
func (c *Client) ChangeStatus(ctx context.Context, id string, body StatusEditBody) (Status, error) {
	request := call{method: http.MethodPatch, path: "/v1/statuses/" + url.PathEscape(id), body: body}
	var out Status
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeTeam: Rename it, change its members, what becomes of the work of the absent or whether a reply takes.
//
//	PATCH /v1/teams/{id}
func (c *Client) ChangeTeam(ctx context.Context, id string, body TeamEditBody) (TeamView, error) {
	request := call{method: http.MethodPatch, path: "/v1/teams/" + url.PathEscape(id), body: body}
	var out TeamView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeTopic: Change a topic, move it, or put it out of use.
//
//	PATCH /v1/topics/{id}
func (c *Client) ChangeTopic(ctx context.Context, id string, body TopicBody) (TopicView, error) {
	request := call{method: http.MethodPatch, path: "/v1/topics/" + url.PathEscape(id), body: body}
	var out TopicView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeView: Change, share or take back a saved view.
//
//	PATCH /v1/views/{id}
func (c *Client) ChangeView(ctx context.Context, id string, body ViewEditBody) (View, error) {
	request := call{method: http.MethodPatch, path: "/v1/views/" + url.PathEscape(id), body: body}
	var out View
	err := c.do(ctx, request, &out)
	return out, err
}

// ChangeWebhook: Change a webhook, pause it, or let it go on.
//
//	PATCH /v1/webhooks/{id}
func (c *Client) ChangeWebhook(ctx context.Context, id string, body WebhookEditBody) (WebhookView, error) {
	request := call{method: http.MethodPatch, path: "/v1/webhooks/" + url.PathEscape(id), body: body}
	var out WebhookView
	err := c.do(ctx, request, &out)
	return out, err
}

// CheckDkim: Look whether the record of the key stands in DNS.
//
//	POST /v1/channels/{id}/dkim/check
func (c *Client) CheckDkim(ctx context.Context, id string) (DKIM, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/dkim/check"}
	var out DKIM
	err := c.do(ctx, request, &out)
	return out, err
}

// CheckImport: Count what would come in and what would not.
//
//	POST /v1/imports/{id}/check
func (c *Client) CheckImport(ctx context.Context, id string) (Import, error) {
	request := call{method: http.MethodPost, path: "/v1/imports/" + url.PathEscape(id) + "/check"}
	var out Import
	err := c.do(ctx, request, &out)
	return out, err
}

// CheckInvitationQuery narrows CheckInvitation; what is empty does not.
type CheckInvitationQuery struct {
	Token string
}

func (q *CheckInvitationQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "token", q.Token)
	return v
}

// CheckInvitation: Whom is this invitation for?.
//
//	GET /v1/invitation
func (c *Client) CheckInvitation(ctx context.Context, query *CheckInvitationQuery) (Invited, error) {
	request := call{method: http.MethodGet, path: "/v1/invitation", query: query.values()}
	var out Invited
	err := c.do(ctx, request, &out)
	return out, err
}

// CheckMailServer: Get to the mail server that a channel sends through, or say why not; sends nothing.
//
//	POST /v1/channels/{id}/smtp/check
func (c *Client) CheckMailServer(ctx context.Context, id string) error {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/smtp/check"}
	return c.do(ctx, request, nil)
}

// CheckMailbox: Get into the mailbox now, or say why not.
//
//	POST /v1/channels/{id}/mailbox/check
func (c *Client) CheckMailbox(ctx context.Context, id string) (MailboxChecked, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/mailbox/check"}
	var out MailboxChecked
	err := c.do(ctx, request, &out)
	return out, err
}

// CheckProvider: Ask a provider whether it is there.
//
//	POST /v1/providers/{id}/check
func (c *Client) CheckProvider(ctx context.Context, id string) error {
	request := call{method: http.MethodPost, path: "/v1/providers/" + url.PathEscape(id) + "/check"}
	return c.do(ctx, request, nil)
}

// CheckSetupQuery narrows CheckSetup; what is empty does not.
type CheckSetupQuery struct {
	Token string
}

func (q *CheckSetupQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "token", q.Token)
	return v
}

// CheckSetup: Does this setup link still work?.
//
//	GET /v1/setup
func (c *Client) CheckSetup(ctx context.Context, query *CheckSetupQuery) (SetupState, error) {
	request := call{method: http.MethodGet, path: "/v1/setup", query: query.values()}
	var out SetupState
	err := c.do(ctx, request, &out)
	return out, err
}

// ChooseHouseSending: Choose how replies leave where nobody chose for themselves.
//
//	PUT /v1/sending
func (c *Client) ChooseHouseSending(ctx context.Context, body SendingEditBody) (SendingView, error) {
	request := call{method: http.MethodPut, path: "/v1/sending", body: body}
	var out SendingView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChooseMySending: Choose how my replies leave.
//
//	PUT /v1/me/sending
func (c *Client) ChooseMySending(ctx context.Context, body SendingEditBody) (SendingView, error) {
	request := call{method: http.MethodPut, path: "/v1/me/sending", body: body}
	var out SendingView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChooseMySignature: Choose what stands below my mails; empty is nothing.
//
//	PUT /v1/me/signature
func (c *Client) ChooseMySignature(ctx context.Context, body SignatureEditBody) (Text, error) {
	request := call{method: http.MethodPut, path: "/v1/me/signature", body: body}
	var out Text
	err := c.do(ctx, request, &out)
	return out, err
}

// ChooseMyTour: Begin the first steps, put them away, or end them.
//
//	PUT /v1/me/tour
func (c *Client) ChooseMyTour(ctx context.Context, body TourChoiceBody) (TourView, error) {
	request := call{method: http.MethodPut, path: "/v1/me/tour", body: body}
	var out TourView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChooseNotificationPreferences: Choose how I want to be told; kinds left out stay.
//
//	PUT /v1/me/notification-preferences
func (c *Client) ChooseNotificationPreferences(ctx context.Context, body PreferringBody) (AllPreference, error) {
	request := call{method: http.MethodPut, path: "/v1/me/notification-preferences", body: body}
	var out AllPreference
	err := c.do(ctx, request, &out)
	return out, err
}

// ChoosePresence: Say how I am there.
//
//	PUT /v1/me/presence
func (c *Client) ChoosePresence(ctx context.Context, body PresenceChoiceBody) (PresenceView, error) {
	request := call{method: http.MethodPut, path: "/v1/me/presence", body: body}
	var out PresenceView
	err := c.do(ctx, request, &out)
	return out, err
}

// ChooseQuietHours: Choose when I am not pushed to; what comes then is under the bell, and is not pushed later.
//
//	PUT /v1/me/quiet-hours
func (c *Client) ChooseQuietHours(ctx context.Context, body QuietingBody) (QuietHoursView, error) {
	request := call{method: http.MethodPut, path: "/v1/me/quiet-hours", body: body}
	var out QuietHoursView
	err := c.do(ctx, request, &out)
	return out, err
}

// CloseChannel: Close a channel; its conversations stay.
//
//	DELETE /v1/channels/{id}
func (c *Client) CloseChannel(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/channels/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// CloseRisk: Say that a risk was dealt with, or that it was a false alarm.
//
//	POST /v1/risks/{id}/outcome
func (c *Client) CloseRisk(ctx context.Context, id string, body RiskOutcomeBody) (RiskView, error) {
	request := call{method: http.MethodPost, path: "/v1/risks/" + url.PathEscape(id) + "/outcome", body: body}
	var out RiskView
	err := c.do(ctx, request, &out)
	return out, err
}

// ConfirmFactor: Turn it on with its first code.
//
//	POST /v1/me/factor/confirmation
func (c *Client) ConfirmFactor(ctx context.Context, body CodeBody) (RecoveryCodes, error) {
	request := call{method: http.MethodPost, path: "/v1/me/factor/confirmation", body: body}
	var out RecoveryCodes
	err := c.do(ctx, request, &out)
	return out, err
}

// ConfirmFirst: Confirm it by its first code, and come in.
//
//	POST /v1/sign-in/factor/confirmation
func (c *Client) ConfirmFirst(ctx context.Context, body CodeBody) (FirstEntrance, error) {
	request := call{method: http.MethodPost, path: "/v1/sign-in/factor/confirmation", body: body}
	var out FirstEntrance
	err := c.do(ctx, request, &out)
	return out, err
}

// ConfirmMessage: Note that a reply arrived after all.
//
//	PUT /v1/messages/{id}/delivery
func (c *Client) ConfirmMessage(ctx context.Context, id string) (Message, error) {
	request := call{method: http.MethodPut, path: "/v1/messages/" + url.PathEscape(id) + "/delivery"}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// ContactConversationsQuery narrows ContactConversations; what is empty does not.
type ContactConversationsQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ContactConversationsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ContactConversations: A contact's conversations over all channels.
//
//	GET /v1/contacts/{id}/conversations
func (c *Client) ContactConversations(ctx context.Context, id string, query *ContactConversationsQuery) (PageConversation, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id) + "/conversations", query: query.values()}
	var out PageConversation
	err := c.do(ctx, request, &out)
	return out, err
}

// ContactLinks: Who was merged into a contact, and who may be the same person.
//
//	GET /v1/contacts/{id}/merge
func (c *Client) ContactLinks(ctx context.Context, id string) (MergeLinks, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id) + "/merge"}
	var out MergeLinks
	err := c.do(ctx, request, &out)
	return out, err
}

// ContactOrganisations: Organisations that a contact may belong to, by their addresses.
//
//	GET /v1/contacts/{id}/organisations
func (c *Client) ContactOrganisations(ctx context.Context, id string) (AllBrief, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id) + "/organisations"}
	var out AllBrief
	err := c.do(ctx, request, &out)
	return out, err
}

// ContactTimelineQuery narrows ContactTimeline; what is empty does not.
type ContactTimelineQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ContactTimelineQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ContactTimeline: Everything that was said with a contact, over all channels, newest first.
//
//	GET /v1/contacts/{id}/timeline
func (c *Client) ContactTimeline(ctx context.Context, id string, query *ContactTimelineQuery) (PageEntry, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id) + "/timeline", query: query.values()}
	var out PageEntry
	err := c.do(ctx, request, &out)
	return out, err
}

// ConversationLinks: What was merged into it, split off it, and what may be about the same matter.
//
//	GET /v1/conversations/{id}/merge
func (c *Client) ConversationLinks(ctx context.Context, id string) (Links, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/merge"}
	var out Links
	err := c.do(ctx, request, &out)
	return out, err
}

// ConversationTimelineQuery narrows ConversationTimeline; what is empty does not.
type ConversationTimelineQuery struct {
	Limit int64
	After int64 // next of the page before
}

func (q *ConversationTimelineQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", someNumber(q.After))
	return v
}

// ConversationTimeline: What happened to a conversation, newest first.
//
//	GET /v1/conversations/{id}/timeline
func (c *Client) ConversationTimeline(ctx context.Context, id string, query *ConversationTimelineQuery) (PageFactView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/timeline", query: query.values()}
	var out PageFactView
	err := c.do(ctx, request, &out)
	return out, err
}

// CorrectEmotion: Say how the customer feels who wrote last.
//
//	PUT /v1/conversations/{id}/emotion
func (c *Client) CorrectEmotion(ctx context.Context, id string, body EmotionChoiceBody) (Conversation, error) {
	request := call{method: http.MethodPut, path: "/v1/conversations/" + url.PathEscape(id) + "/emotion", body: body}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// CorrectTopic: Say what a conversation is about; it stands, and is an example to learn from.
//
//	PUT /v1/conversations/{id}/topic
func (c *Client) CorrectTopic(ctx context.Context, id string, body TopicChoiceBody) (Conversation, error) {
	request := call{method: http.MethodPut, path: "/v1/conversations/" + url.PathEscape(id) + "/topic", body: body}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// CountCallbacksQuery narrows CountCallbacks; what is empty does not.
type CountCallbacksQuery struct {
	Team string
}

func (q *CountCallbacksQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "team", q.Team)
	return v
}

// CountCallbacks: How many are to be called back.
//
//	GET /v1/callback-counts
func (c *Client) CountCallbacks(ctx context.Context, query *CountCallbacksQuery) (ToCall, error) {
	request := call{method: http.MethodGet, path: "/v1/callback-counts", query: query.values()}
	var out ToCall
	err := c.do(ctx, request, &out)
	return out, err
}

// CreateToken: Make a token; it is shown once.
//
//	POST /v1/tokens
func (c *Client) CreateToken(ctx context.Context, body NewTokenBody) (CreatedToken, error) {
	request := call{method: http.MethodPost, path: "/v1/tokens", body: body}
	var out CreatedToken
	err := c.do(ctx, request, &out)
	return out, err
}

// DeleteContactNote: Delete one's own note; whoever may delete contacts deletes any.
//
//	DELETE /v1/contacts/{id}/notes/{note}
func (c *Client) DeleteContactNote(ctx context.Context, id string, note string) error {
	request := call{method: http.MethodDelete, path: "/v1/contacts/" + url.PathEscape(id) + "/notes/" + url.PathEscape(note)}
	return c.do(ctx, request, nil)
}

// DeleteConversation: Delete a conversation with its messages.
//
//	DELETE /v1/conversations/{id}
func (c *Client) DeleteConversation(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// DeleteOrganisation: Delete an organisation; its contacts stay.
//
//	DELETE /v1/organisations/{id}
func (c *Client) DeleteOrganisation(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/organisations/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// DiscardStuck: Give it up.
//
//	DELETE /v1/stuck/{id}
func (c *Client) DiscardStuck(ctx context.Context, id int64) error {
	request := call{method: http.MethodDelete, path: "/v1/stuck/" + number(id)}
	return c.do(ctx, request, nil)
}

// DismissConversationSuggestion: Say that two are not about the same matter.
//
//	DELETE /v1/conversations/{id}/merge-suggestions/{other}
func (c *Client) DismissConversationSuggestion(ctx context.Context, id string, other string) error {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/merge-suggestions/" + url.PathEscape(other)}
	return c.do(ctx, request, nil)
}

// DismissMergeSuggestion: Say that two are not the same person.
//
//	DELETE /v1/contacts/{id}/merge-suggestions/{other}
func (c *Client) DismissMergeSuggestion(ctx context.Context, id string, other string) error {
	request := call{method: http.MethodDelete, path: "/v1/contacts/" + url.PathEscape(id) + "/merge-suggestions/" + url.PathEscape(other)}
	return c.do(ctx, request, nil)
}

// DismissOrganisationProposal: Say that a contact is not of this organisation.
//
//	DELETE /v1/organisations/{id}/proposals/{contact}
func (c *Client) DismissOrganisationProposal(ctx context.Context, id string, contact string) error {
	request := call{method: http.MethodDelete, path: "/v1/organisations/" + url.PathEscape(id) + "/proposals/" + url.PathEscape(contact)}
	return c.do(ctx, request, nil)
}

// DismissSplitProposal: Say that a message belongs where it stands.
//
//	DELETE /v1/messages/{id}/split-proposal
func (c *Client) DismissSplitProposal(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/messages/" + url.PathEscape(id) + "/split-proposal"}
	return c.do(ctx, request, nil)
}

// DismissWarning: Say that a warning does not hold for the sender of a mail.
//
//	PUT /v1/messages/{id}/warnings/{code}/dismissal
func (c *Client) DismissWarning(ctx context.Context, id string, code string, body DismissingBody) (Message, error) {
	request := call{method: http.MethodPut, path: "/v1/messages/" + url.PathEscape(id) + "/warnings/" + url.PathEscape(code) + "/dismissal", body: body}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// DismissWarnings: Say that one knows the sender of a mail: none of its warnings holds.
//
//	PUT /v1/messages/{id}/warnings/dismissal
func (c *Client) DismissWarnings(ctx context.Context, id string, body DismissingAllBody) (Message, error) {
	request := call{method: http.MethodPut, path: "/v1/messages/" + url.PathEscape(id) + "/warnings/dismissal", body: body}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// DropDkim: Stop signing, and forget the key.
//
//	DELETE /v1/channels/{id}/dkim
func (c *Client) DropDkim(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/channels/" + url.PathEscape(id) + "/dkim"}
	return c.do(ctx, request, nil)
}

// DropDraft: Throw it away.
//
//	DELETE /v1/conversations/{id}/draft
func (c *Client) DropDraft(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/draft"}
	return c.do(ctx, request, nil)
}

// DropFactor: Turn it off.
//
//	POST /v1/me/factor/removal
func (c *Client) DropFactor(ctx context.Context, body ProofBody) error {
	request := call{method: http.MethodPost, path: "/v1/me/factor/removal", body: body}
	return c.do(ctx, request, nil)
}

// DropGrant: Get in by a password again.
//
//	DELETE /v1/channels/{id}/grant
func (c *Client) DropGrant(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/channels/" + url.PathEscape(id) + "/grant"}
	return c.do(ctx, request, nil)
}

// DropMailAuthority: Believe them no longer.
//
//	DELETE /v1/mail-authorities/{authority}
func (c *Client) DropMailAuthority(ctx context.Context, authority string) error {
	request := call{method: http.MethodDelete, path: "/v1/mail-authorities/" + url.PathEscape(authority)}
	return c.do(ctx, request, nil)
}

// DropSenderChoiceQuery narrows DropSenderChoice; what is empty does not.
type DropSenderChoiceQuery struct {
	Address string
	About   string // pictures, or the code of a warning
}

func (q *DropSenderChoiceQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "address", q.Address)
	text(v, "about", q.About)
	return v
}

// DropSenderChoice: Take back what was decided about a sender.
//
//	DELETE /v1/sender-choices
func (c *Client) DropSenderChoice(ctx context.Context, query *DropSenderChoiceQuery) error {
	request := call{method: http.MethodDelete, path: "/v1/sender-choices", query: query.values()}
	return c.do(ctx, request, nil)
}

// DropSmimeKey: Forget a key; what was opened with it stays open.
//
//	DELETE /v1/channels/{id}/smime-keys/{key}
func (c *Client) DropSmimeKey(ctx context.Context, id string, key string) error {
	request := call{method: http.MethodDelete, path: "/v1/channels/" + url.PathEscape(id) + "/smime-keys/" + url.PathEscape(key)}
	return c.do(ctx, request, nil)
}

// DropWebhookDelivery: Give up a delivery that is still to come, so that what is behind it goes on.
//
//	DELETE /v1/webhooks/{id}/deliveries/{delivery}
func (c *Client) DropWebhookDelivery(ctx context.Context, id string, delivery int64) error {
	request := call{method: http.MethodDelete, path: "/v1/webhooks/" + url.PathEscape(id) + "/deliveries/" + number(delivery)}
	return c.do(ctx, request, nil)
}

// EndCallback: Say what came of a call; after three calls to nobody it is over, before that it comes again in half an hour.
//
//	POST /v1/callbacks/{id}/outcome
func (c *Client) EndCallback(ctx context.Context, id string, body CallbackOutcomeBody) (CallbackView, error) {
	request := call{method: http.MethodPost, path: "/v1/callbacks/" + url.PathEscape(id) + "/outcome", body: body}
	var out CallbackView
	err := c.do(ctx, request, &out)
	return out, err
}

// EndHelp: Say that it was answered, or take the request back.
//
//	POST /v1/help/{id}/outcome
func (c *Client) EndHelp(ctx context.Context, id string, body HelpOutcomeBody) (HelpView, error) {
	request := call{method: http.MethodPost, path: "/v1/help/" + url.PathEscape(id) + "/outcome", body: body}
	var out HelpView
	err := c.do(ctx, request, &out)
	return out, err
}

// EnrolFirst: Begin the second factor that one must have to come in.
//
//	POST /v1/sign-in/factor
func (c *Client) EnrolFirst(ctx context.Context) (Enrolment, error) {
	request := call{method: http.MethodPost, path: "/v1/sign-in/factor"}
	var out Enrolment
	err := c.do(ctx, request, &out)
	return out, err
}

// EnterByPasskey: Sign in by passkey.
//
//	POST /v1/sign-in/passkey
func (c *Client) EnterByPasskey(ctx context.Context, body PasskeyAnswerBody) (Entrance, error) {
	request := call{method: http.MethodPost, path: "/v1/sign-in/passkey", body: body}
	var out Entrance
	err := c.do(ctx, request, &out)
	return out, err
}

// EraseContact: Erase a person with everything that was said with them.
//
//	POST /v1/erasures
func (c *Client) EraseContact(ctx context.Context, body NewErasureBody) (Erasure, error) {
	request := call{method: http.MethodPost, path: "/v1/erasures", body: body, once: true}
	var out Erasure
	err := c.do(ctx, request, &out)
	return out, err
}

// GetBulkAction: How far it has come, and what was refused.
//
//	GET /v1/bulk-actions/{id}
func (c *Client) GetBulkAction(ctx context.Context, id string) (Action, error) {
	request := call{method: http.MethodGet, path: "/v1/bulk-actions/" + url.PathEscape(id)}
	var out Action
	err := c.do(ctx, request, &out)
	return out, err
}

// GetCallback: One call-back.
//
//	GET /v1/callbacks/{id}
func (c *Client) GetCallback(ctx context.Context, id string) (CallbackView, error) {
	request := call{method: http.MethodGet, path: "/v1/callbacks/" + url.PathEscape(id)}
	var out CallbackView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetCannedReply: Show one.
//
//	GET /v1/canned-replies/{id}
func (c *Client) GetCannedReply(ctx context.Context, id string) (CannedReply, error) {
	request := call{method: http.MethodGet, path: "/v1/canned-replies/" + url.PathEscape(id)}
	var out CannedReply
	err := c.do(ctx, request, &out)
	return out, err
}

// GetChannel: Show a channel.
//
//	GET /v1/channels/{id}
func (c *Client) GetChannel(ctx context.Context, id string) (Channel, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id)}
	var out Channel
	err := c.do(ctx, request, &out)
	return out, err
}

// GetChannelHealth: How a channel is, and how it was.
//
//	GET /v1/channels/{id}/health
func (c *Client) GetChannelHealth(ctx context.Context, id string) (HealthCard, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/health"}
	var out HealthCard
	err := c.do(ctx, request, &out)
	return out, err
}

// GetCompany: Who of ours stands by whom in a conversation: help that is asked for, and who joined.
//
//	GET /v1/conversations/{id}/company
func (c *Client) GetCompany(ctx context.Context, id string) (CompanyView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/company"}
	var out CompanyView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetContact: Show a contact.
//
//	GET /v1/contacts/{id}
func (c *Client) GetContact(ctx context.Context, id string) (Contact, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id)}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// GetContactPersonalAgent: The own person of a contact, by itself or by its organisation.
//
//	GET /v1/contacts/{id}/personal-agent
func (c *Client) GetContactPersonalAgent(ctx context.Context, id string) (AgentView, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id) + "/personal-agent"}
	var out AgentView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetConversation: Show a conversation.
//
//	GET /v1/conversations/{id}
func (c *Client) GetConversation(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id)}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// GetConversationPlace: Where a conversation waits, and how many are taken before it.
//
//	GET /v1/conversations/{id}/place
func (c *Client) GetConversationPlace(ctx context.Context, id string) (PlaceOfView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/place"}
	var out PlaceOfView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetConversationWait: How long a conversation will wait until somebody takes it.
//
//	GET /v1/conversations/{id}/wait
func (c *Client) GetConversationWait(ctx context.Context, id string) (WaitView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/wait"}
	var out WaitView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetDkim: How a channel signs its mail (DKIM).
//
//	GET /v1/channels/{id}/dkim
func (c *Client) GetDkim(ctx context.Context, id string) (DKIM, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/dkim"}
	var out DKIM
	err := c.do(ctx, request, &out)
	return out, err
}

// GetDraft: What you have begun to write; empty, with version 0, when nothing.
//
//	GET /v1/conversations/{id}/draft
func (c *Client) GetDraft(ctx context.Context, id string) (DraftView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/draft"}
	var out DraftView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetEnvelope: How my next reply would leave as mail: to whom, and with what below it.
//
//	GET /v1/conversations/{id}/envelope
func (c *Client) GetEnvelope(ctx context.Context, id string) (Envelope, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/envelope"}
	var out Envelope
	err := c.do(ctx, request, &out)
	return out, err
}

// GetExport: Show an export with its progress, and a link to its file.
//
//	GET /v1/exports/{id}
func (c *Client) GetExport(ctx context.Context, id string) (Export, error) {
	request := call{method: http.MethodGet, path: "/v1/exports/" + url.PathEscape(id)}
	var out Export
	err := c.do(ctx, request, &out)
	return out, err
}

// GetFactor: What I have beside my password.
//
//	GET /v1/me/factor
func (c *Client) GetFactor(ctx context.Context) (FactorView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/factor"}
	var out FactorView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetField: Show a field.
//
//	GET /v1/fields/{id}
func (c *Client) GetField(ctx context.Context, id string) (Field, error) {
	request := call{method: http.MethodGet, path: "/v1/fields/" + url.PathEscape(id)}
	var out Field
	err := c.do(ctx, request, &out)
	return out, err
}

// GetFloor: Who waits, and who is there for them.
//
//	GET /v1/floor
func (c *Client) GetFloor(ctx context.Context) (FloorView, error) {
	request := call{method: http.MethodGet, path: "/v1/floor"}
	var out FloorView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetGrant: How a channel gets into its mailbox by a provider's word (OAuth 2.0).
//
//	GET /v1/channels/{id}/grant
func (c *Client) GetGrant(ctx context.Context, id string) (GrantView, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/grant"}
	var out GrantView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetIdentityCheck: Whether the customer has shown that they are who they say.
//
//	GET /v1/conversations/{id}/identity-check
func (c *Client) GetIdentityCheck(ctx context.Context, id string) (IdentityCheckView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/identity-check"}
	var out IdentityCheckView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetImport: Show an import with its progress and the first of its problems.
//
//	GET /v1/imports/{id}
func (c *Client) GetImport(ctx context.Context, id string) (Import, error) {
	request := call{method: http.MethodGet, path: "/v1/imports/" + url.PathEscape(id)}
	var out Import
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMacro: Show one.
//
//	GET /v1/macros/{id}
func (c *Client) GetMacro(ctx context.Context, id string) (Macro, error) {
	request := call{method: http.MethodGet, path: "/v1/macros/" + url.PathEscape(id)}
	var out Macro
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMailReception: How this server takes mail in itself, and the name for an MX record.
//
//	GET /v1/mail-reception
func (c *Client) GetMailReception(ctx context.Context) (Reception, error) {
	request := call{method: http.MethodGet, path: "/v1/mail-reception"}
	var out Reception
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMailbox: How the fetching of a channel's mailbox stands.
//
//	GET /v1/channels/{id}/mailbox
func (c *Client) GetMailbox(ctx context.Context, id string) (Health, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/mailbox"}
	var out Health
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMe: Who am I, and what may I do?.
//
//	GET /v1/me
func (c *Client) GetMe(ctx context.Context) (Me, error) {
	request := call{method: http.MethodGet, path: "/v1/me"}
	var out Me
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMySending: How my replies leave.
//
//	GET /v1/me/sending
func (c *Client) GetMySending(ctx context.Context) (SendingView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/sending"}
	var out SendingView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMySignature: What stands below my mails.
//
//	GET /v1/me/signature
func (c *Client) GetMySignature(ctx context.Context) (Text, error) {
	request := call{method: http.MethodGet, path: "/v1/me/signature"}
	var out Text
	err := c.do(ctx, request, &out)
	return out, err
}

// GetMyTour: How far I have come in the first steps.
//
//	GET /v1/me/tour
func (c *Client) GetMyTour(ctx context.Context) (TourView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/tour"}
	var out TourView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetNotificationPreferences: How I want to be told.
//
//	GET /v1/me/notification-preferences
func (c *Client) GetNotificationPreferences(ctx context.Context) (AllPreference, error) {
	request := call{method: http.MethodGet, path: "/v1/me/notification-preferences"}
	var out AllPreference
	err := c.do(ctx, request, &out)
	return out, err
}

// GetOrganisation: Show an organisation.
//
//	GET /v1/organisations/{id}
func (c *Client) GetOrganisation(ctx context.Context, id string) (Organisation, error) {
	request := call{method: http.MethodGet, path: "/v1/organisations/" + url.PathEscape(id)}
	var out Organisation
	err := c.do(ctx, request, &out)
	return out, err
}

// GetOrganisationPersonalAgent: The own person of an organisation.
//
//	GET /v1/organisations/{id}/personal-agent
func (c *Client) GetOrganisationPersonalAgent(ctx context.Context, id string) (AgentView, error) {
	request := call{method: http.MethodGet, path: "/v1/organisations/" + url.PathEscape(id) + "/personal-agent"}
	var out AgentView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetPrivacy: Who sees which kinds of personal data.
//
//	GET /v1/privacy
func (c *Client) GetPrivacy(ctx context.Context) (Policy, error) {
	request := call{method: http.MethodGet, path: "/v1/privacy"}
	var out Policy
	err := c.do(ctx, request, &out)
	return out, err
}

// GetPushKey: The key by which browsers know the pushes of this house.
//
//	GET /v1/push/key
func (c *Client) GetPushKey(ctx context.Context) (PushKeyView, error) {
	request := call{method: http.MethodGet, path: "/v1/push/key"}
	var out PushKeyView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetQuietHours: When I am not pushed to.
//
//	GET /v1/me/quiet-hours
func (c *Client) GetQuietHours(ctx context.Context) (QuietHoursView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/quiet-hours"}
	var out QuietHoursView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetReading: How the newest message of the customer was understood, with the reasons.
//
//	GET /v1/conversations/{id}/reading
func (c *Client) GetReading(ctx context.Context, id string) (ReadingView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/reading"}
	var out ReadingView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetRouting: How the house routes.
//
//	GET /v1/routing
func (c *Client) GetRouting(ctx context.Context) (RoutingView, error) {
	request := call{method: http.MethodGet, path: "/v1/routing"}
	var out RoutingView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetSignInPolicy: The house's rule for coming in.
//
//	GET /v1/sign-in/policy
func (c *Client) GetSignInPolicy(ctx context.Context) (PolicyView, error) {
	request := call{method: http.MethodGet, path: "/v1/sign-in/policy"}
	var out PolicyView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetStaff: Show a person.
//
//	GET /v1/staff/{id}
func (c *Client) GetStaff(ctx context.Context, id string) (StaffView, error) {
	request := call{method: http.MethodGet, path: "/v1/staff/" + url.PathEscape(id)}
	var out StaffView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetTeam: Show a team.
//
//	GET /v1/teams/{id}
func (c *Client) GetTeam(ctx context.Context, id string) (TeamView, error) {
	request := call{method: http.MethodGet, path: "/v1/teams/" + url.PathEscape(id)}
	var out TeamView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetTopicModel: What was learned of topics from what people said.
//
//	GET /v1/topic-model
func (c *Client) GetTopicModel(ctx context.Context) (TopicModelView, error) {
	request := call{method: http.MethodGet, path: "/v1/topic-model"}
	var out TopicModelView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetView: Show a saved view.
//
//	GET /v1/views/{id}
func (c *Client) GetView(ctx context.Context, id string) (View, error) {
	request := call{method: http.MethodGet, path: "/v1/views/" + url.PathEscape(id)}
	var out View
	err := c.do(ctx, request, &out)
	return out, err
}

// GetWebhook: Show a webhook.
//
//	GET /v1/webhooks/{id}
func (c *Client) GetWebhook(ctx context.Context, id string) (WebhookView, error) {
	request := call{method: http.MethodGet, path: "/v1/webhooks/" + url.PathEscape(id)}
	var out WebhookView
	err := c.do(ctx, request, &out)
	return out, err
}

// GetWebhookDelivery: One delivery with its body and every attempt.
//
//	GET /v1/webhooks/{id}/deliveries/{delivery}
func (c *Client) GetWebhookDelivery(ctx context.Context, id string, delivery int64) (DeliveryDetail, error) {
	request := call{method: http.MethodGet, path: "/v1/webhooks/" + url.PathEscape(id) + "/deliveries/" + number(delivery)}
	var out DeliveryDetail
	err := c.do(ctx, request, &out)
	return out, err
}

// GiveCallbackBack: Say that one is not going to call after all; leads may do it for others.
//
//	DELETE /v1/callbacks/{id}/taking
func (c *Client) GiveCallbackBack(ctx context.Context, id string) (CallbackView, error) {
	request := call{method: http.MethodDelete, path: "/v1/callbacks/" + url.PathEscape(id) + "/taking"}
	var out CallbackView
	err := c.do(ctx, request, &out)
	return out, err
}

// GiveCode: The second step: a code of the app, or a recovery code.
//
//	POST /v1/sign-in/code
func (c *Client) GiveCode(ctx context.Context, body CodeBody) (Entrance, error) {
	request := call{method: http.MethodPost, path: "/v1/sign-in/code", body: body}
	var out Entrance
	err := c.do(ctx, request, &out)
	return out, err
}

// HoldPictures: Show them no more: of this mail, nor of its sender.
//
//	DELETE /v1/messages/{id}/pictures
func (c *Client) HoldPictures(ctx context.Context, id string) (Message, error) {
	request := call{method: http.MethodDelete, path: "/v1/messages/" + url.PathEscape(id) + "/pictures"}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// InviteStaff: Make a new invitation link.
//
//	POST /v1/staff/{id}/invitation
func (c *Client) InviteStaff(ctx context.Context, id string) (InvitationLink, error) {
	request := call{method: http.MethodPost, path: "/v1/staff/" + url.PathEscape(id) + "/invitation"}
	var out InvitationLink
	err := c.do(ctx, request, &out)
	return out, err
}

// JoinConversation: Join a conversation that somebody else has; it stays theirs.
//
//	POST /v1/conversations/{id}/companions
func (c *Client) JoinConversation(ctx context.Context, id string) (CompanyView, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/companions"}
	var out CompanyView
	err := c.do(ctx, request, &out)
	return out, err
}

// JudgeParticipant: Say whether an address takes part.
//
//	PUT /v1/conversations/{id}/participants/{address}
func (c *Client) JudgeParticipant(ctx context.Context, id string, address string, body JudgementBody) error {
	request := call{method: http.MethodPut, path: "/v1/conversations/" + url.PathEscape(id) + "/participants/" + url.PathEscape(address), body: body}
	return c.do(ctx, request, nil)
}

// LeaveConversation: Leave a conversation that one joined.
//
//	DELETE /v1/conversations/{id}/companions
func (c *Client) LeaveConversation(ctx context.Context, id string) (CompanyView, error) {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/companions"}
	var out CompanyView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListAuditQuery narrows ListAudit; what is empty does not.
type ListAuditQuery struct {
	Limit      int64
	After      int64  // next of the page before
	Staff      string // what this person did
	Action     string // one action, or all of a kind with a dot at the end: staff.
	ObjectKind string
	Object     string // the id of what it was done to
	From       time.Time
	To         time.Time // not included
}

func (q *ListAuditQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", someNumber(q.After))
	text(v, "staff", q.Staff)
	text(v, "action", q.Action)
	text(v, "object_kind", q.ObjectKind)
	text(v, "object", q.Object)
	text(v, "from", someTime(q.From))
	text(v, "to", someTime(q.To))
	return v
}

// ListAudit: Who did what that matters for access, newest first.
//
//	GET /v1/audit
func (c *Client) ListAudit(ctx context.Context, query *ListAuditQuery) (PageAuditView, error) {
	request := call{method: http.MethodGet, path: "/v1/audit", query: query.values()}
	var out PageAuditView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListAutomationRunsQuery narrows ListAutomationRuns; what is empty does not.
type ListAutomationRunsQuery struct {
	Outcome string // only those one of "done", "would", "refused", "held"
}

func (q *ListAutomationRunsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "outcome", q.Outcome)
	return v
}

// ListAutomationRuns: Show the newest 200 times that its condition held, and what came of it.
//
//	GET /v1/automations/{id}/runs
func (c *Client) ListAutomationRuns(ctx context.Context, id string, query *ListAutomationRunsQuery) (AllTurn, error) {
	request := call{method: http.MethodGet, path: "/v1/automations/" + url.PathEscape(id) + "/runs", query: query.values()}
	var out AllTurn
	err := c.do(ctx, request, &out)
	return out, err
}

// ListAutomationVersions: Show how it was over time, the newest first.
//
//	GET /v1/automations/{id}/versions
func (c *Client) ListAutomationVersions(ctx context.Context, id string) (AllAutomation, error) {
	request := call{method: http.MethodGet, path: "/v1/automations/" + url.PathEscape(id) + "/versions"}
	var out AllAutomation
	err := c.do(ctx, request, &out)
	return out, err
}

// ListAutomations: List what happens by itself, in the order in which it is asked.
//
//	GET /v1/automations
func (c *Client) ListAutomations(ctx context.Context) (AllAutomation, error) {
	request := call{method: http.MethodGet, path: "/v1/automations"}
	var out AllAutomation
	err := c.do(ctx, request, &out)
	return out, err
}

// ListBulkActions: What you have lately done to many conversations.
//
//	GET /v1/bulk-actions
func (c *Client) ListBulkActions(ctx context.Context) (AllAction, error) {
	request := call{method: http.MethodGet, path: "/v1/bulk-actions"}
	var out AllAction
	err := c.do(ctx, request, &out)
	return out, err
}

// ListCalendars: When the house works, and whether it does now.
//
//	GET /v1/calendars
func (c *Client) ListCalendars(ctx context.Context) (AllCalendarView, error) {
	request := call{method: http.MethodGet, path: "/v1/calendars"}
	var out AllCalendarView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListCallbackWindowsQuery narrows ListCallbackWindows; what is empty does not.
type ListCallbackWindowsQuery struct {
	TimeZone string // as Asia/Shanghai
}

func (q *ListCallbackWindowsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "time_zone", q.TimeZone)
	return v
}

// ListCallbackWindows: When somebody can still be called, by the clock of their time zone.
//
//	GET /v1/callback-windows
func (c *Client) ListCallbackWindows(ctx context.Context, query *ListCallbackWindowsQuery) (AllWindow, error) {
	request := call{method: http.MethodGet, path: "/v1/callback-windows", query: query.values()}
	var out AllWindow
	err := c.do(ctx, request, &out)
	return out, err
}

// ListCallbacksQuery narrows ListCallbacks; what is empty does not.
type ListCallbacksQuery struct {
	Limit        int64  // how many at most
	After        string // next of the page before
	State        string // live: open and taken; ended: the others; without it: all one of "live", "open", "taken", "done", "not_reached", "withdrawn", "ended"
	Late         bool   // only those whose time is over, and who are still to be called
	Mine         bool   // only those that one has taken
	Team         string
	Conversation string // with all that was merged into it
}

func (q *ListCallbacksQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "state", q.State)
	text(v, "late", someBool(q.Late))
	text(v, "mine", someBool(q.Mine))
	text(v, "team", q.Team)
	text(v, "conversation", q.Conversation)
	return v
}

// ListCallbacks: Who is to be called back, in the order in which it is their turn; what has ended comes behind.
//
//	GET /v1/callbacks
func (c *Client) ListCallbacks(ctx context.Context, query *ListCallbacksQuery) (PageCallbackView, error) {
	request := call{method: http.MethodGet, path: "/v1/callbacks", query: query.values()}
	var out PageCallbackView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListCannedRepliesQuery narrows ListCannedReplies; what is empty does not.
type ListCannedRepliesQuery struct {
	Q     string // words of shortcut, title, folder, tags or text
	Limit int64
}

func (q *ListCannedRepliesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "q", q.Q)
	text(v, "limit", someNumber(q.Limit))
	return v
}

// ListCannedReplies: What I may use; with q, what fits the words.
//
//	GET /v1/canned-replies
func (c *Client) ListCannedReplies(ctx context.Context, query *ListCannedRepliesQuery) (AllCannedReply, error) {
	request := call{method: http.MethodGet, path: "/v1/canned-replies", query: query.values()}
	var out AllCannedReply
	err := c.do(ctx, request, &out)
	return out, err
}

// ListChannelHealth: How all channels are, and what is to be done.
//
//	GET /v1/channel-health
func (c *Client) ListChannelHealth(ctx context.Context) (AllChannelHealth, error) {
	request := call{method: http.MethodGet, path: "/v1/channel-health"}
	var out AllChannelHealth
	err := c.do(ctx, request, &out)
	return out, err
}

// ListChannels: List channels.
//
//	GET /v1/channels
func (c *Client) ListChannels(ctx context.Context) (AllChannelListed, error) {
	request := call{method: http.MethodGet, path: "/v1/channels"}
	var out AllChannelListed
	err := c.do(ctx, request, &out)
	return out, err
}

// ListContactNotesQuery narrows ListContactNotes; what is empty does not.
type ListContactNotesQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ListContactNotesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListContactNotes: What colleagues wrote about a contact, the newest first; the contact never sees it.
//
//	GET /v1/contacts/{id}/notes
func (c *Client) ListContactNotes(ctx context.Context, id string, query *ListContactNotesQuery) (PageNote, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts/" + url.PathEscape(id) + "/notes", query: query.values()}
	var out PageNote
	err := c.do(ctx, request, &out)
	return out, err
}

// ListContactTags: Tags that contacts wear, in order.
//
//	GET /v1/contact-tags
func (c *Client) ListContactTags(ctx context.Context) (AllString, error) {
	request := call{method: http.MethodGet, path: "/v1/contact-tags"}
	var out AllString
	err := c.do(ctx, request, &out)
	return out, err
}

// ListContactsQuery narrows ListContacts; what is empty does not.
type ListContactsQuery struct {
	Limit        int64  // how many at most
	After        string // next of the page before
	Q            string // a name, an address or a number
	Tag          string // only those that wear it
	Sort         string // by when they were seen, when they were entered, or their names, Chinese ones by their sound. Without it: -seen_at; with q or field it is not heeded one of "-seen_at", "seen_at", "-created_at", "created_at", "name"
	Organisation string // only those of an organisation, by its id
	Field        string // key:value of a field that they have; the list is then ordered by age, newest first, and q is not heeded
}

func (q *ListContactsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "q", q.Q)
	text(v, "tag", q.Tag)
	text(v, "sort", q.Sort)
	text(v, "organisation", q.Organisation)
	text(v, "field", q.Field)
	return v
}

// ListContacts: List contacts, those seen last first.
//
//	GET /v1/contacts
func (c *Client) ListContacts(ctx context.Context, query *ListContactsQuery) (PageContact, error) {
	request := call{method: http.MethodGet, path: "/v1/contacts", query: query.values()}
	var out PageContact
	err := c.do(ctx, request, &out)
	return out, err
}

// ListConversationAutomations: Show what automations did in a conversation, the newest first.
//
//	GET /v1/conversations/{id}/automations
func (c *Client) ListConversationAutomations(ctx context.Context, id string) (AllTurn, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/automations"}
	var out AllTurn
	err := c.do(ctx, request, &out)
	return out, err
}

// ListConversationsQuery narrows ListConversations; what is empty does not.
type ListConversationsQuery struct {
	Limit    int64  // how many at most
	After    string // next of the page before
	State    string // open, waiting, snoozed, resolved; several with commas
	Assignee string // a staff id, me, or none
	Team     string // a team id, mine, or none
	Tag      string
	Field    []string // key:value of a field that they have; several times for several
	Contact  string
	Channel  string
	View     string // the key of a view, built in or saved, instead of state, assignee and team
	Filter   string // a filter as JSON, as saved views have it, instead of view, state, assignee and team
	Q        string // words, a number or a name
	IDs      string // up to 200 ids with commas; everything else is then ignored
	Sort     string // without it: the order of the filter or saved view, else -last_message_at one of "-last_message_at", "last_message_at", "-created_at", "created_at"
}

func (q *ListConversationsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "state", q.State)
	text(v, "assignee", q.Assignee)
	text(v, "team", q.Team)
	text(v, "tag", q.Tag)
	text(v, "field", list(q.Field))
	text(v, "contact", q.Contact)
	text(v, "channel", q.Channel)
	text(v, "view", q.View)
	text(v, "filter", q.Filter)
	text(v, "q", q.Q)
	text(v, "ids", q.IDs)
	text(v, "sort", q.Sort)
	return v
}

// ListConversations: List conversations.
//
//	GET /v1/conversations
func (c *Client) ListConversations(ctx context.Context, query *ListConversationsQuery) (ConversationPage, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations", query: query.values()}
	var out ConversationPage
	err := c.do(ctx, request, &out)
	return out, err
}

// ListDecisions: Why people got a conversation, newest first.
//
//	GET /v1/conversations/{id}/decisions
func (c *Client) ListDecisions(ctx context.Context, id string) (AllDecisionView, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/decisions"}
	var out AllDecisionView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListErasuresQuery narrows ListErasures; what is empty does not.
type ListErasuresQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ListErasuresQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListErasures: List the people who were erased, by their former id.
//
//	GET /v1/erasures
func (c *Client) ListErasures(ctx context.Context, query *ListErasuresQuery) (PageErasure, error) {
	request := call{method: http.MethodGet, path: "/v1/erasures", query: query.values()}
	var out PageErasure
	err := c.do(ctx, request, &out)
	return out, err
}

// ListEvents: The names of all events.
//
//	GET /v1/events
func (c *Client) ListEvents(ctx context.Context) (AllString, error) {
	request := call{method: http.MethodGet, path: "/v1/events"}
	var out AllString
	err := c.do(ctx, request, &out)
	return out, err
}

// ListExports: List exports, the newest first.
//
//	GET /v1/exports
func (c *Client) ListExports(ctx context.Context) (AllExport, error) {
	request := call{method: http.MethodGet, path: "/v1/exports"}
	var out AllExport
	err := c.do(ctx, request, &out)
	return out, err
}

// ListFactsQuery narrows ListFacts; what is empty does not.
type ListFactsQuery struct {
	After int64 // the cursor of the last fact that was read; 0 from the beginning
	Limit int64
}

func (q *ListFactsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "after", someNumber(q.After))
	text(v, "limit", someNumber(q.Limit))
	return v
}

// ListFacts: The feed: everything that happened, in order.
//
//	GET /v1/facts
func (c *Client) ListFacts(ctx context.Context, query *ListFactsQuery) (PageFactView, error) {
	request := call{method: http.MethodGet, path: "/v1/facts", query: query.values()}
	var out PageFactView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListFieldsQuery narrows ListFields; what is empty does not.
type ListFieldsQuery struct {
	Object   string // only those of one kind of object one of "contact", "conversation", "organisation"
	Archived bool   // also those that are archived
}

func (q *ListFieldsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "object", q.Object)
	text(v, "archived", someBool(q.Archived))
	return v
}

// ListFields: List the house's own fields, in their order.
//
//	GET /v1/fields
func (c *Client) ListFields(ctx context.Context, query *ListFieldsQuery) (AllField, error) {
	request := call{method: http.MethodGet, path: "/v1/fields", query: query.values()}
	var out AllField
	err := c.do(ctx, request, &out)
	return out, err
}

// ListHelpQuery narrows ListHelp; what is empty does not.
type ListHelpQuery struct {
	Limit        int64  // how many at most
	After        string // next of the page before
	Running      bool   // only those that nobody has ended
	Conversation string
}

func (q *ListHelpQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "running", someBool(q.Running))
	text(v, "conversation", q.Conversation)
	return v
}

// ListHelp: Requests for help, newest first: a lead sees all, others those that concern them.
//
//	GET /v1/help
func (c *Client) ListHelp(ctx context.Context, query *ListHelpQuery) (PageHelpView, error) {
	request := call{method: http.MethodGet, path: "/v1/help", query: query.values()}
	var out PageHelpView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListHolidays: Public holidays and the days that make up for them, as they were announced.
//
//	GET /v1/holidays
func (c *Client) ListHolidays(ctx context.Context) (AllNoticeView, error) {
	request := call{method: http.MethodGet, path: "/v1/holidays"}
	var out AllNoticeView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListImports: List imports, the newest first.
//
//	GET /v1/imports
func (c *Client) ListImports(ctx context.Context) (AllImport, error) {
	request := call{method: http.MethodGet, path: "/v1/imports"}
	var out AllImport
	err := c.do(ctx, request, &out)
	return out, err
}

// ListLegalHolds: List what nothing erases.
//
//	GET /v1/legal-holds
func (c *Client) ListLegalHolds(ctx context.Context) (AllHold, error) {
	request := call{method: http.MethodGet, path: "/v1/legal-holds"}
	var out AllHold
	err := c.do(ctx, request, &out)
	return out, err
}

// ListLooksQuery narrows ListLooks; what is empty does not.
type ListLooksQuery struct {
	Limit   int64
	After   int64  // next of the page before
	Staff   string // what this person looked at
	Contact string // who looked at the data of this contact
	Kind    string // one of "", "contact", "conversation", "looked_on", "raw_mail"
}

func (q *ListLooksQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", someNumber(q.After))
	text(v, "staff", q.Staff)
	text(v, "contact", q.Contact)
	text(v, "kind", q.Kind)
	return v
}

// ListLooks: Who looked at whose personal data, newest first.
//
//	GET /v1/looks
func (c *Client) ListLooks(ctx context.Context, query *ListLooksQuery) (PageLookView, error) {
	request := call{method: http.MethodGet, path: "/v1/looks", query: query.values()}
	var out PageLookView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMacros: Macros that I may use.
//
//	GET /v1/macros
func (c *Client) ListMacros(ctx context.Context) (AllMacro, error) {
	request := call{method: http.MethodGet, path: "/v1/macros"}
	var out AllMacro
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMailAuthorities: Whose word is believed about who signed a mail, beside the authorities that the machine knows.
//
//	GET /v1/mail-authorities
func (c *Client) ListMailAuthorities(ctx context.Context) (AllAuthority, error) {
	request := call{method: http.MethodGet, path: "/v1/mail-authorities"}
	var out AllAuthority
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMailProvidersQuery narrows ListMailProviders; what is empty does not.
type ListMailProvidersQuery struct {
	Address string // only who keeps this address, recognised by its domain, else by the servers that take its mail, else guessed
}

func (q *ListMailProvidersQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "address", q.Address)
	return v
}

// ListMailProviders: The servers of providers that many use, or of who keeps an address.
//
//	GET /v1/mail-providers
func (c *Client) ListMailProviders(ctx context.Context, query *ListMailProvidersQuery) (AllMailProvider, error) {
	request := call{method: http.MethodGet, path: "/v1/mail-providers", query: query.values()}
	var out AllMailProvider
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMailboxMailsQuery narrows ListMailboxMails; what is empty does not.
type ListMailboxMailsQuery struct {
	Limit   int64  // how many at most
	After   string // next of the page before
	Outcome string // one of "conversation", "duplicate", "automatic", "bounce", "unreadable", "deleted"
}

func (q *ListMailboxMailsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "outcome", q.Outcome)
	return v
}

// ListMailboxMails: Mails by what became of them, the newest first.
//
//	GET /v1/channels/{id}/mailbox/mails
func (c *Client) ListMailboxMails(ctx context.Context, id string, query *ListMailboxMailsQuery) (PageLine, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/mailbox/mails", query: query.values()}
	var out PageLine
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMergeSuggestionsQuery narrows ListMergeSuggestions; what is empty does not.
type ListMergeSuggestionsQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ListMergeSuggestionsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListMergeSuggestions: Contacts that may be one person, the likeliest first.
//
//	GET /v1/merge-suggestions
func (c *Client) ListMergeSuggestions(ctx context.Context, query *ListMergeSuggestionsQuery) (PageSuggestedPair, error) {
	request := call{method: http.MethodGet, path: "/v1/merge-suggestions", query: query.values()}
	var out PageSuggestedPair
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMessagesQuery narrows ListMessages; what is empty does not.
type ListMessagesQuery struct {
	Limit  int64
	After  string // messages behind this one; next of the page before
	Before string // messages before this one
	Order  string // one of "asc", "desc"
	Q      string // only messages in which these words stand as they are typed, small or large
}

func (q *ListMessagesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "before", q.Before)
	text(v, "order", q.Order)
	text(v, "q", q.Q)
	return v
}

// ListMessages: What was said.
//
//	GET /v1/conversations/{id}/messages
func (c *Client) ListMessages(ctx context.Context, id string, query *ListMessagesQuery) (MessagePage, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/messages", query: query.values()}
	var out MessagePage
	err := c.do(ctx, request, &out)
	return out, err
}

// ListMyOffers: Conversations that one is asked to take.
//
//	GET /v1/me/offers
func (c *Client) ListMyOffers(ctx context.Context) (AllOfferView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/offers"}
	var out AllOfferView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListNotificationsQuery narrows ListNotifications; what is empty does not.
type ListNotificationsQuery struct {
	Limit  int64  // how many at most
	After  string // next of the page before
	Unseen bool   // only those that I have not seen
}

func (q *ListNotificationsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "unseen", someBool(q.Unseen))
	return v
}

// ListNotifications: What concerns me, newest first.
//
//	GET /v1/notifications
func (c *Client) ListNotifications(ctx context.Context, query *ListNotificationsQuery) (NotificationPage, error) {
	request := call{method: http.MethodGet, path: "/v1/notifications", query: query.values()}
	var out NotificationPage
	err := c.do(ctx, request, &out)
	return out, err
}

// ListOrganisationMembersQuery narrows ListOrganisationMembers; what is empty does not.
type ListOrganisationMembersQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ListOrganisationMembersQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListOrganisationMembers: The contacts of an organisation, those entered last first.
//
//	GET /v1/organisations/{id}/members
func (c *Client) ListOrganisationMembers(ctx context.Context, id string, query *ListOrganisationMembersQuery) (PageContact, error) {
	request := call{method: http.MethodGet, path: "/v1/organisations/" + url.PathEscape(id) + "/members", query: query.values()}
	var out PageContact
	err := c.do(ctx, request, &out)
	return out, err
}

// ListOrganisationsQuery narrows ListOrganisations; what is empty does not.
type ListOrganisationsQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
	Q     string // words of a name, a domain or a field; those entered last then come first
}

func (q *ListOrganisationsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "q", q.Q)
	return v
}

// ListOrganisations: List organisations by name.
//
//	GET /v1/organisations
func (c *Client) ListOrganisations(ctx context.Context, query *ListOrganisationsQuery) (PageOrganisation, error) {
	request := call{method: http.MethodGet, path: "/v1/organisations", query: query.values()}
	var out PageOrganisation
	err := c.do(ctx, request, &out)
	return out, err
}

// ListOverflowSwitches: When the overflow of a queue was switched, and why; the newest hundred.
//
//	GET /v1/queues/{id}/overflow/switches
func (c *Client) ListOverflowSwitches(ctx context.Context, id string) (AllSwitch, error) {
	request := call{method: http.MethodGet, path: "/v1/queues/" + url.PathEscape(id) + "/overflow/switches"}
	var out AllSwitch
	err := c.do(ctx, request, &out)
	return out, err
}

// ListOverflows: Queues that may overflow, and whether they do; with all queues that there are.
//
//	GET /v1/overflows
func (c *Client) ListOverflows(ctx context.Context) (OverflowsView, error) {
	request := call{method: http.MethodGet, path: "/v1/overflows"}
	var out OverflowsView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListParticipants: Who takes part by mail besides the contact, and who wrote without taking part.
//
//	GET /v1/conversations/{id}/participants
func (c *Client) ListParticipants(ctx context.Context, id string) (AllParticipant, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/participants"}
	var out AllParticipant
	err := c.do(ctx, request, &out)
	return out, err
}

// ListPasskeys: My passkeys.
//
//	GET /v1/me/passkeys
func (c *Client) ListPasskeys(ctx context.Context) (AllPasskeyView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/passkeys"}
	var out AllPasskeyView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListPlacesQuery narrows ListPlaces; what is empty does not.
type ListPlacesQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ListPlacesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListPlaces: Who waits in a queue, in the order in which they are taken, with the reasons.
//
//	GET /v1/queues/{id}/places
func (c *Client) ListPlaces(ctx context.Context, id string, query *ListPlacesQuery) (PagePlaceView, error) {
	request := call{method: http.MethodGet, path: "/v1/queues/" + url.PathEscape(id) + "/places", query: query.values()}
	var out PagePlaceView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListPresenceReasons: Why people may be busy, away or after a call.
//
//	GET /v1/presence-reasons
func (c *Client) ListPresenceReasons(ctx context.Context) (AllReasonView, error) {
	request := call{method: http.MethodGet, path: "/v1/presence-reasons"}
	var out AllReasonView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListProviders: Identity providers.
//
//	GET /v1/providers
func (c *Client) ListProviders(ctx context.Context) (AllProviderView, error) {
	request := call{method: http.MethodGet, path: "/v1/providers"}
	var out AllProviderView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListPushSubscriptions: The browsers that I am pushed to.
//
//	GET /v1/me/push-subscriptions
func (c *Client) ListPushSubscriptions(ctx context.Context) (AllSubscriptionView, error) {
	request := call{method: http.MethodGet, path: "/v1/me/push-subscriptions"}
	var out AllSubscriptionView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListQueues: Queues in which anybody waits.
//
//	GET /v1/queues
func (c *Client) ListQueues(ctx context.Context) (AllQueueView, error) {
	request := call{method: http.MethodGet, path: "/v1/queues"}
	var out AllQueueView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListReceivers: The mail servers whose findings about senders stand on the newest mails of a channel.
//
//	GET /v1/channels/{id}/receivers
func (c *Client) ListReceivers(ctx context.Context, id string) (AllReceiver, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/receivers"}
	var out AllReceiver
	err := c.do(ctx, request, &out)
	return out, err
}

// ListReconciliations: Comparisons of the mailbox with what came in, the newest first.
//
//	GET /v1/channels/{id}/mailbox/reconciliations
func (c *Client) ListReconciliations(ctx context.Context, id string) (AllReconciliation, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/mailbox/reconciliations"}
	var out AllReconciliation
	err := c.do(ctx, request, &out)
	return out, err
}

// ListReliefs: What queues offer to whoever waits in the chat; with all queues that there are.
//
//	GET /v1/reliefs
func (c *Client) ListReliefs(ctx context.Context) (ReliefsView, error) {
	request := call{method: http.MethodGet, path: "/v1/reliefs"}
	var out ReliefsView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListRetentionRules: List what is kept for how long.
//
//	GET /v1/retention-rules
func (c *Client) ListRetentionRules(ctx context.Context) (AllRule, error) {
	request := call{method: http.MethodGet, path: "/v1/retention-rules"}
	var out AllRule
	err := c.do(ctx, request, &out)
	return out, err
}

// ListRiskRules: What follows on each kind of risk.
//
//	GET /v1/risk-rules
func (c *Client) ListRiskRules(ctx context.Context) (AllRiskRuleView, error) {
	request := call{method: http.MethodGet, path: "/v1/risk-rules"}
	var out AllRiskRuleView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListRiskWords: Words that were a false alarm.
//
//	GET /v1/risk-words
func (c *Client) ListRiskWords(ctx context.Context) (AllRiskWordsView, error) {
	request := call{method: http.MethodGet, path: "/v1/risk-words"}
	var out AllRiskWordsView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListRisksQuery narrows ListRisks; what is empty does not.
type ListRisksQuery struct {
	Limit        int64  // how many at most
	After        string // next of the page before
	State        string // without it: all one of "open", "handled", "false_alarm"
	Kind         string // one of "public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors", "others_data"
	Conversation string
}

func (q *ListRisksQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "state", q.State)
	text(v, "kind", q.Kind)
	text(v, "conversation", q.Conversation)
	return v
}

// ListRisks: What must not wait, newest first.
//
//	GET /v1/risks
func (c *Client) ListRisks(ctx context.Context, query *ListRisksQuery) (PageRiskView, error) {
	request := call{method: http.MethodGet, path: "/v1/risks", query: query.values()}
	var out PageRiskView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListRoles: Roles and what they may do.
//
//	GET /v1/roles
func (c *Client) ListRoles(ctx context.Context) (AllRoleView, error) {
	request := call{method: http.MethodGet, path: "/v1/roles"}
	var out AllRoleView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListRuleWords: List what a condition can ask for.
//
//	GET /v1/rule-words
func (c *Client) ListRuleWords(ctx context.Context) (AllWord, error) {
	request := call{method: http.MethodGet, path: "/v1/rule-words"}
	var out AllWord
	err := c.do(ctx, request, &out)
	return out, err
}

// ListSenderChoicesQuery narrows ListSenderChoices; what is empty does not.
type ListSenderChoicesQuery struct {
	Address []string // of whom; several may be named; nobody: of everybody
	Q       string   // what stands in the address
	Limit   int64
	After   string // next of the page before
}

func (q *ListSenderChoicesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "address", list(q.Address))
	text(v, "q", q.Q)
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListSenderChoices: What was decided about the senders of mail.
//
//	GET /v1/sender-choices
func (c *Client) ListSenderChoices(ctx context.Context, query *ListSenderChoicesQuery) (PageChoice, error) {
	request := call{method: http.MethodGet, path: "/v1/sender-choices", query: query.values()}
	var out PageChoice
	err := c.do(ctx, request, &out)
	return out, err
}

// ListSessionsQuery narrows ListSessions; what is empty does not.
type ListSessionsQuery struct {
	Staff string // another person's, for who manages staff
}

func (q *ListSessionsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "staff", q.Staff)
	return v
}

// ListSessions: Browsers that are signed in.
//
//	GET /v1/sessions
func (c *Client) ListSessions(ctx context.Context, query *ListSessionsQuery) (AllSessionView, error) {
	request := call{method: http.MethodGet, path: "/v1/sessions", query: query.values()}
	var out AllSessionView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListSkills: What people can be good at.
//
//	GET /v1/skills
func (c *Client) ListSkills(ctx context.Context) (AllSkillView, error) {
	request := call{method: http.MethodGet, path: "/v1/skills"}
	var out AllSkillView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListSmimeKeys: The keys with which mail to a mailbox is opened (S/MIME).
//
//	GET /v1/channels/{id}/smime-keys
func (c *Client) ListSmimeKeys(ctx context.Context, id string) (AllMailKey, error) {
	request := call{method: http.MethodGet, path: "/v1/channels/" + url.PathEscape(id) + "/smime-keys"}
	var out AllMailKey
	err := c.do(ctx, request, &out)
	return out, err
}

// ListStaffQuery narrows ListStaff; what is empty does not.
type ListStaffQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
	State string // one of "", "active", "disabled"
}

func (q *ListStaffQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "state", q.State)
	return v
}

// ListStaff: List people.
//
//	GET /v1/staff
func (c *Client) ListStaff(ctx context.Context, query *ListStaffQuery) (PageStaffView, error) {
	request := call{method: http.MethodGet, path: "/v1/staff", query: query.values()}
	var out PageStaffView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListStatuses: Own statuses, each a finer word for a state.
//
//	GET /v1/statuses
func (c *Client) ListStatuses(ctx context.Context) (AllStatus, error) {
	request := call{method: http.MethodGet, path: "/v1/statuses"}
	var out AllStatus
	err := c.do(ctx, request, &out)
	return out, err
}

// ListStuckQuery narrows ListStuck; what is empty does not.
type ListStuckQuery struct {
	Limit int64
	After int64 // next of the page before
}

func (q *ListStuckQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", someNumber(q.After))
	return v
}

// ListStuck: Work that failed for good.
//
//	GET /v1/stuck
func (c *Client) ListStuck(ctx context.Context, query *ListStuckQuery) (PageStuckView, error) {
	request := call{method: http.MethodGet, path: "/v1/stuck", query: query.values()}
	var out PageStuckView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListTags: Tags in use.
//
//	GET /v1/tags
func (c *Client) ListTags(ctx context.Context) (AllTagCount, error) {
	request := call{method: http.MethodGet, path: "/v1/tags"}
	var out AllTagCount
	err := c.do(ctx, request, &out)
	return out, err
}

// ListTeams: List teams.
//
//	GET /v1/teams
func (c *Client) ListTeams(ctx context.Context) (AllTeamView, error) {
	request := call{method: http.MethodGet, path: "/v1/teams"}
	var out AllTeamView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListTokens: My API tokens.
//
//	GET /v1/tokens
func (c *Client) ListTokens(ctx context.Context) (AllTokenView, error) {
	request := call{method: http.MethodGet, path: "/v1/tokens"}
	var out AllTokenView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListTopics: What customers write about, as the house sorts it: each topic before what stands under it.
//
//	GET /v1/topics
func (c *Client) ListTopics(ctx context.Context) (AllTopicView, error) {
	request := call{method: http.MethodGet, path: "/v1/topics"}
	var out AllTopicView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListTrialDaysQuery narrows ListTrialDays; what is empty does not.
type ListTrialDaysQuery struct {
	TimeZone string // where days begin and end; UTC where nothing is said
}

func (q *ListTrialDaysQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "time_zone", q.TimeZone)
	return v
}

// ListTrialDays: Past days that can be played with other weights.
//
//	GET /v1/routing/trial/days
func (c *Client) ListTrialDays(ctx context.Context, query *ListTrialDaysQuery) (AllTrialDay, error) {
	request := call{method: http.MethodGet, path: "/v1/routing/trial/days", query: query.values()}
	var out AllTrialDay
	err := c.do(ctx, request, &out)
	return out, err
}

// ListTrialWaitsQuery narrows ListTrialWaits; what is empty does not.
type ListTrialWaitsQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *ListTrialWaitsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// ListTrialWaits: The waits behind a number of a trial, the longest first.
//
//	POST /v1/routing/trial/waits
func (c *Client) ListTrialWaits(ctx context.Context, body TrialWaitsAskedBody, query *ListTrialWaitsQuery) (PageTrialWaitView, error) {
	request := call{method: http.MethodPost, path: "/v1/routing/trial/waits", query: query.values(), body: body}
	var out PageTrialWaitView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListUnmaskingsQuery narrows ListUnmaskings; what is empty does not.
type ListUnmaskingsQuery struct {
	Limit   int64  // how many at most
	After   string // next of the page before
	Staff   string // what was shown to this person
	Contact string // whose data it is
	Kind    string // one of "", "id_card", "passport", "bank_card", "bank_account", "secret", "phone", "email", "address", "name", "plate"
}

func (q *ListUnmaskingsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "staff", q.Staff)
	text(v, "contact", q.Contact)
	text(v, "kind", q.Kind)
	return v
}

// ListUnmaskings: Who had hidden personal data shown, of whom and why, newest first.
//
//	GET /v1/unmaskings
func (c *Client) ListUnmaskings(ctx context.Context, query *ListUnmaskingsQuery) (PageUnmasking, error) {
	request := call{method: http.MethodGet, path: "/v1/unmaskings", query: query.values()}
	var out PageUnmasking
	err := c.do(ctx, request, &out)
	return out, err
}

// ListViews: Views with their counts, built in and saved.
//
//	GET /v1/views
func (c *Client) ListViews(ctx context.Context) (ViewList, error) {
	request := call{method: http.MethodGet, path: "/v1/views"}
	var out ViewList
	err := c.do(ctx, request, &out)
	return out, err
}

// ListWebhookDeliveriesQuery narrows ListWebhookDeliveries; what is empty does not.
type ListWebhookDeliveriesQuery struct {
	Limit int64
	After int64  // next of the page before
	State string // one of "", "pending", "delivered", "failed", "dropped"
	Event string
	From  time.Time
	To    time.Time // not included
}

func (q *ListWebhookDeliveriesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", someNumber(q.After))
	text(v, "state", q.State)
	text(v, "event", q.Event)
	text(v, "from", someTime(q.From))
	text(v, "to", someTime(q.To))
	return v
}

// ListWebhookDeliveries: The log: what was sent, or will be, newest first.
//
//	GET /v1/webhooks/{id}/deliveries
func (c *Client) ListWebhookDeliveries(ctx context.Context, id string, query *ListWebhookDeliveriesQuery) (PageDeliveryView, error) {
	request := call{method: http.MethodGet, path: "/v1/webhooks/" + url.PathEscape(id) + "/deliveries", query: query.values()}
	var out PageDeliveryView
	err := c.do(ctx, request, &out)
	return out, err
}

// ListWebhooks: Who is told of facts over HTTP.
//
//	GET /v1/webhooks
func (c *Client) ListWebhooks(ctx context.Context) (AllWebhookView, error) {
	request := call{method: http.MethodGet, path: "/v1/webhooks"}
	var out AllWebhookView
	err := c.do(ctx, request, &out)
	return out, err
}

// MakeDkim: Give a channel a new key to sign with; it signs once its record stands in DNS.
//
//	PUT /v1/channels/{id}/dkim
func (c *Client) MakeDkim(ctx context.Context, id string, body DkimMakingBody) (DKIM, error) {
	request := call{method: http.MethodPut, path: "/v1/channels/" + url.PathEscape(id) + "/dkim", body: body}
	var out DKIM
	err := c.do(ctx, request, &out)
	return out, err
}

// MergeContact: Merge it into another, which then stands for both.
//
//	POST /v1/contacts/{id}/merge
func (c *Client) MergeContact(ctx context.Context, id string, body ContactMergingBody) (Contact, error) {
	request := call{method: http.MethodPost, path: "/v1/contacts/" + url.PathEscape(id) + "/merge", body: body, once: true}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// MergeConversation: Merge it into another, which then stands for both.
//
//	POST /v1/conversations/{id}/merge
func (c *Client) MergeConversation(ctx context.Context, id string, body MergingBody) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/merge", body: body, once: true}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// MessageRevisions: How a message stood before.
//
//	GET /v1/messages/{id}/revisions
func (c *Client) MessageRevisions(ctx context.Context, id string) (AllRevision, error) {
	request := call{method: http.MethodGet, path: "/v1/messages/" + url.PathEscape(id) + "/revisions"}
	var out AllRevision
	err := c.do(ctx, request, &out)
	return out, err
}

// OpenConversation: Begin a conversation with a contact.
//
//	POST /v1/conversations
func (c *Client) OpenConversation(ctx context.Context, body OpeningBody) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations", body: body, once: true}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// OrderAutomations: Say in which order they are asked.
//
//	PUT /v1/automation-order
func (c *Client) OrderAutomations(ctx context.Context, body AutomationOrderBody) (AllAutomation, error) {
	request := call{method: http.MethodPut, path: "/v1/automation-order", body: body}
	var out AllAutomation
	err := c.do(ctx, request, &out)
	return out, err
}

// OrganisationConversationsQuery narrows OrganisationConversations; what is empty does not.
type OrganisationConversationsQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *OrganisationConversationsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// OrganisationConversations: The conversations of its contacts, over all channels.
//
//	GET /v1/organisations/{id}/conversations
func (c *Client) OrganisationConversations(ctx context.Context, id string, query *OrganisationConversationsQuery) (PageConversation, error) {
	request := call{method: http.MethodGet, path: "/v1/organisations/" + url.PathEscape(id) + "/conversations", query: query.values()}
	var out PageConversation
	err := c.do(ctx, request, &out)
	return out, err
}

// OrganisationProposalsQuery narrows OrganisationProposals; what is empty does not.
type OrganisationProposalsQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *OrganisationProposalsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// OrganisationProposals: Contacts with an address of its domains that belong nowhere.
//
//	GET /v1/organisations/{id}/proposals
func (c *Client) OrganisationProposals(ctx context.Context, id string, query *OrganisationProposalsQuery) (PageContact, error) {
	request := call{method: http.MethodGet, path: "/v1/organisations/" + url.PathEscape(id) + "/proposals", query: query.values()}
	var out PageContact
	err := c.do(ctx, request, &out)
	return out, err
}

// OverrideOverflow: Turn the overflow of a queue on or off for a while, or let its rule decide again.
//
//	POST /v1/queues/{id}/overflow/override
func (c *Client) OverrideOverflow(ctx context.Context, id string, body OverflowWishBody) (OverflowView, error) {
	request := call{method: http.MethodPost, path: "/v1/queues/" + url.PathEscape(id) + "/overflow/override", body: body}
	var out OverflowView
	err := c.do(ctx, request, &out)
	return out, err
}

// PingWebhook: Send an event of the type ping.
//
//	POST /v1/webhooks/{id}/ping
func (c *Client) PingWebhook(ctx context.Context, id string) (DeliveryView, error) {
	request := call{method: http.MethodPost, path: "/v1/webhooks/" + url.PathEscape(id) + "/ping", once: true}
	var out DeliveryView
	err := c.do(ctx, request, &out)
	return out, err
}

// PostMessage: Answer, or leave a note.
//
//	POST /v1/conversations/{id}/messages
func (c *Client) PostMessage(ctx context.Context, id string, body PostingBody) (Message, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/messages", body: body, once: true}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// PreviewAutoReply: What a customer would get as an automatic reply, and what its expectation rests on.
//
//	POST /v1/channels/{id}/auto-reply/preview
func (c *Client) PreviewAutoReply(ctx context.Context, id string, body AutoReplyDraftBody) (Preview, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/auto-reply/preview", body: body}
	var out Preview
	err := c.do(ctx, request, &out)
	return out, err
}

// PreviewAutomation: Tell of which of the newest 1,000 conversations a condition holds now; nothing is changed.
//
//	POST /v1/automation-previews
func (c *Client) PreviewAutomation(ctx context.Context, body AutomationTrialBody) (Forecast, error) {
	request := call{method: http.MethodPost, path: "/v1/automation-previews", body: body}
	var out Forecast
	err := c.do(ctx, request, &out)
	return out, err
}

// PreviewCondition: Try a condition on the newest thousand conversations.
//
//	POST /v1/routing/preview
func (c *Client) PreviewCondition(ctx context.Context, body ConditionTryBody) (ConditionTried, error) {
	request := call{method: http.MethodPost, path: "/v1/routing/preview", body: body}
	var out ConditionTried
	err := c.do(ctx, request, &out)
	return out, err
}

// PreviewMacro: What it would do now, and why.
//
//	GET /v1/conversations/{id}/macros/{macro_id}
func (c *Client) PreviewMacro(ctx context.Context, id string, macroID string) (AllPlanned, error) {
	request := call{method: http.MethodGet, path: "/v1/conversations/" + url.PathEscape(id) + "/macros/" + url.PathEscape(macroID)}
	var out AllPlanned
	err := c.do(ctx, request, &out)
	return out, err
}

// PutGrant: Say by which client a channel gets into its mailbox.
//
//	PUT /v1/channels/{id}/grant
func (c *Client) PutGrant(ctx context.Context, id string, body GrantBody) (GrantView, error) {
	request := call{method: http.MethodPut, path: "/v1/channels/" + url.PathEscape(id) + "/grant", body: body}
	var out GrantView
	err := c.do(ctx, request, &out)
	return out, err
}

// ReadCalendarFile: Read the holidays of an iCalendar file; nothing is saved.
//
//	POST /v1/calendars/file
func (c *Client) ReadCalendarFile(ctx context.Context, body CalendarFileBody) (CalendarFileView, error) {
	request := call{method: http.MethodPost, path: "/v1/calendars/file", body: body}
	var out CalendarFileView
	err := c.do(ctx, request, &out)
	return out, err
}

// ReadDraftWording: What is better said otherwise in what you are about to send; nothing is kept.
//
//	POST /v1/conversations/{id}/draft/wording
func (c *Client) ReadDraftWording(ctx context.Context, id string, body DraftReadBody) (WordingRead, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/draft/wording", body: body}
	var out WordingRead
	err := c.do(ctx, request, &out)
	return out, err
}

// ReadMessages: Note that we have seen everything up to a message.
//
//	PUT /v1/conversations/{id}/read
func (c *Client) ReadMessages(ctx context.Context, id string, body ReadUptoBody) error {
	request := call{method: http.MethodPut, path: "/v1/conversations/" + url.PathEscape(id) + "/read", body: body}
	return c.do(ctx, request, nil)
}

// ReconcileMailbox: Compare the mailbox with what came in now.
//
//	POST /v1/channels/{id}/mailbox/reconciliations
func (c *Client) ReconcileMailbox(ctx context.Context, id string) (Reconciliation, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/mailbox/reconciliations", once: true}
	var out Reconciliation
	err := c.do(ctx, request, &out)
	return out, err
}

// RefuseIdentityCheck: Note that the customer would not show who they are.
//
//	POST /v1/conversations/{id}/identity-check/refusal
func (c *Client) RefuseIdentityCheck(ctx context.Context, id string) (IdentityCheckView, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/identity-check/refusal"}
	var out IdentityCheckView
	err := c.do(ctx, request, &out)
	return out, err
}

// RefuseOffer: Say no, and why; the next person is asked.
//
//	POST /v1/offers/{id}/refusal
func (c *Client) RefuseOffer(ctx context.Context, id string, body RefusalBody) error {
	request := call{method: http.MethodPost, path: "/v1/offers/" + url.PathEscape(id) + "/refusal", body: body}
	return c.do(ctx, request, nil)
}

// ReleaseLegalHold: Let it be erased again.
//
//	DELETE /v1/legal-holds/{kind}/{id}
func (c *Client) ReleaseLegalHold(ctx context.Context, kind string, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/legal-holds/" + url.PathEscape(kind) + "/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveAutomation: Take it out of use; what it did stays readable.
//
//	DELETE /v1/automations/{id}
func (c *Client) RemoveAutomation(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/automations/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveCannedReply: Remove it.
//
//	DELETE /v1/canned-replies/{id}
func (c *Client) RemoveCannedReply(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/canned-replies/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveIdentity: Take an address, a number or an own id from a contact.
//
//	DELETE /v1/contacts/{id}/identities/{identity}
func (c *Client) RemoveIdentity(ctx context.Context, id string, identity string) (Contact, error) {
	request := call{method: http.MethodDelete, path: "/v1/contacts/" + url.PathEscape(id) + "/identities/" + url.PathEscape(identity)}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// RemoveImport: Forget it with its file and report; what it made stays.
//
//	DELETE /v1/imports/{id}
func (c *Client) RemoveImport(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/imports/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveMacro: Remove it.
//
//	DELETE /v1/macros/{id}
func (c *Client) RemoveMacro(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/macros/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemovePasskey: Remove a passkey.
//
//	DELETE /v1/me/passkeys/{id}
func (c *Client) RemovePasskey(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/me/passkeys/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveProvider: Remove an identity provider.
//
//	DELETE /v1/providers/{id}
func (c *Client) RemoveProvider(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/providers/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemovePushSubscription: End pushes to a browser.
//
//	DELETE /v1/me/push-subscriptions/{id}
func (c *Client) RemovePushSubscription(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/me/push-subscriptions/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveRetentionRule: Remove a rule.
//
//	DELETE /v1/retention-rules/{id}
func (c *Client) RemoveRetentionRule(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/retention-rules/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveRole: Remove a role of your own that nobody has.
//
//	DELETE /v1/roles/{id}
func (c *Client) RemoveRole(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/roles/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveSkill: Remove a skill, from everybody who has it too.
//
//	DELETE /v1/skills/{id}
func (c *Client) RemoveSkill(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/skills/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveStatus: Remove a status that no conversation carries.
//
//	DELETE /v1/statuses/{id}
func (c *Client) RemoveStatus(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/statuses/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveTeam: Remove a team; its conversations stay.
//
//	DELETE /v1/teams/{id}
func (c *Client) RemoveTeam(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/teams/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveView: Remove a saved view.
//
//	DELETE /v1/views/{id}
func (c *Client) RemoveView(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/views/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RemoveWebhook: Remove a webhook with its log.
//
//	DELETE /v1/webhooks/{id}
func (c *Client) RemoveWebhook(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/webhooks/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RenamePasskey: Rename a passkey.
//
//	PATCH /v1/me/passkeys/{id}
func (c *Client) RenamePasskey(ctx context.Context, id string, body RenamePasskeyRequest) (PasskeyView, error) {
	request := call{method: http.MethodPatch, path: "/v1/me/passkeys/" + url.PathEscape(id), body: body}
	var out PasskeyView
	err := c.do(ctx, request, &out)
	return out, err
}

// RenderCannedReply: Make it ready for the customer of a conversation.
//
//	POST /v1/conversations/{id}/canned-replies/{canned_reply_id}/rendering
func (c *Client) RenderCannedReply(ctx context.Context, id string, cannedReplyID string) (Rendering, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/canned-replies/" + url.PathEscape(cannedReplyID) + "/rendering"}
	var out Rendering
	err := c.do(ctx, request, &out)
	return out, err
}

// RenewRecoveryCodes: Ten new recovery codes.
//
//	POST /v1/me/factor/recovery-codes
func (c *Client) RenewRecoveryCodes(ctx context.Context, body ProofBody) (RecoveryCodes, error) {
	request := call{method: http.MethodPost, path: "/v1/me/factor/recovery-codes", body: body}
	var out RecoveryCodes
	err := c.do(ctx, request, &out)
	return out, err
}

// ReopenConversation: Reopen.
//
//	DELETE /v1/conversations/{id}/resolution
func (c *Client) ReopenConversation(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/resolution"}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// ReopenRisk: Take that back.
//
//	DELETE /v1/risks/{id}/outcome
func (c *Client) ReopenRisk(ctx context.Context, id string) (RiskView, error) {
	request := call{method: http.MethodDelete, path: "/v1/risks/" + url.PathEscape(id) + "/outcome"}
	var out RiskView
	err := c.do(ctx, request, &out)
	return out, err
}

// ReplayWebhook: Send again what failed, or was delivered, in a time; a thousand at once.
//
//	POST /v1/webhooks/{id}/replay
func (c *Client) ReplayWebhook(ctx context.Context, id string, body ReplayBody) (Replayed, error) {
	request := call{method: http.MethodPost, path: "/v1/webhooks/" + url.PathEscape(id) + "/replay", body: body, once: true}
	var out Replayed
	err := c.do(ctx, request, &out)
	return out, err
}

// ReplayWebhookDelivery: Send it once more, under the same webhook-id.
//
//	POST /v1/webhooks/{id}/deliveries/{delivery}/replay
func (c *Client) ReplayWebhookDelivery(ctx context.Context, id string, delivery int64) (DeliveryView, error) {
	request := call{method: http.MethodPost, path: "/v1/webhooks/" + url.PathEscape(id) + "/deliveries/" + number(delivery) + "/replay", once: true}
	var out DeliveryView
	err := c.do(ctx, request, &out)
	return out, err
}

// ReportWaitsQuery narrows ReportWaits; what is empty does not.
type ReportWaitsQuery struct {
	Queue string // of this queue; of all where nothing is said
	Days  int64  // of how many days until now
}

func (q *ReportWaitsQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "queue", q.Queue)
	text(v, "days", someNumber(q.Days))
	return v
}

// ReportWaits: How good the expectations were of waits that are over, beside simpler methods.
//
//	GET /v1/waits
func (c *Client) ReportWaits(ctx context.Context, query *ReportWaitsQuery) (Report, error) {
	request := call{method: http.MethodGet, path: "/v1/waits", query: query.values()}
	var out Report
	err := c.do(ctx, request, &out)
	return out, err
}

// RereadMessage: Read a mail anew from its raw form, with the keys and authorities that there are now.
//
//	POST /v1/messages/{id}/reading
func (c *Client) RereadMessage(ctx context.Context, id string) (Message, error) {
	request := call{method: http.MethodPost, path: "/v1/messages/" + url.PathEscape(id) + "/reading"}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// ResetFactor: Take second factor and passkeys from somebody who has lost them.
//
//	DELETE /v1/staff/{id}/factor
func (c *Client) ResetFactor(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/staff/" + url.PathEscape(id) + "/factor"}
	return c.do(ctx, request, nil)
}

// ResolveConversation: Resolve.
//
//	POST /v1/conversations/{id}/resolution
func (c *Client) ResolveConversation(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/resolution"}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// RestoreWarning: Take that back.
//
//	DELETE /v1/messages/{id}/warnings/{code}/dismissal
func (c *Client) RestoreWarning(ctx context.Context, id string, code string) (Message, error) {
	request := call{method: http.MethodDelete, path: "/v1/messages/" + url.PathEscape(id) + "/warnings/" + url.PathEscape(code) + "/dismissal"}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// RestoreWarnings: Take that back, for all of them.
//
//	DELETE /v1/messages/{id}/warnings/dismissal
func (c *Client) RestoreWarnings(ctx context.Context, id string) (Message, error) {
	request := call{method: http.MethodDelete, path: "/v1/messages/" + url.PathEscape(id) + "/warnings/dismissal"}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// RetentionRuleMatchesQuery narrows RetentionRuleMatches; what is empty does not.
type RetentionRuleMatchesQuery struct {
	Limit int64  // how many at most
	After string // next of the page before
}

func (q *RetentionRuleMatchesQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	return v
}

// RetentionRuleMatches: List what a rule would erase now.
//
//	GET /v1/retention-rules/{id}/matches
func (c *Client) RetentionRuleMatches(ctx context.Context, id string, query *RetentionRuleMatchesQuery) (PageSample, error) {
	request := call{method: http.MethodGet, path: "/v1/retention-rules/" + url.PathEscape(id) + "/matches", query: query.values()}
	var out PageSample
	err := c.do(ctx, request, &out)
	return out, err
}

// RetentionRuleRuns: Show what a rule did, newest first.
//
//	GET /v1/retention-rules/{id}/runs
func (c *Client) RetentionRuleRuns(ctx context.Context, id string) (AllRun, error) {
	request := call{method: http.MethodGet, path: "/v1/retention-rules/" + url.PathEscape(id) + "/runs"}
	var out AllRun
	err := c.do(ctx, request, &out)
	return out, err
}

// RetireCalendar: Take a calendar out of use; its versions stay.
//
//	DELETE /v1/calendars/{id}
func (c *Client) RetireCalendar(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/calendars/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RetryStuck: Try it again.
//
//	POST /v1/stuck/{id}/retry
func (c *Client) RetryStuck(ctx context.Context, id int64) error {
	request := call{method: http.MethodPost, path: "/v1/stuck/" + number(id) + "/retry"}
	return c.do(ctx, request, nil)
}

// ReviseMessage: Rewrite a note of one's own.
//
//	PATCH /v1/messages/{id}
func (c *Client) ReviseMessage(ctx context.Context, id string, body RevisingBody) (Message, error) {
	request := call{method: http.MethodPatch, path: "/v1/messages/" + url.PathEscape(id), body: body}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// RevokeSession: Sign a browser out.
//
//	DELETE /v1/sessions/{id}
func (c *Client) RevokeSession(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/sessions/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RevokeToken: Revoke a token.
//
//	DELETE /v1/tokens/{id}
func (c *Client) RevokeToken(ctx context.Context, id string) error {
	request := call{method: http.MethodDelete, path: "/v1/tokens/" + url.PathEscape(id)}
	return c.do(ctx, request, nil)
}

// RotateChannelSecret: Give it a new signing secret.
//
//	POST /v1/channels/{id}/secret
func (c *Client) RotateChannelSecret(ctx context.Context, id string) (Channel, error) {
	request := call{method: http.MethodPost, path: "/v1/channels/" + url.PathEscape(id) + "/secret"}
	var out Channel
	err := c.do(ctx, request, &out)
	return out, err
}

// RotateWebhookSecret: Make a new secret; the old one signs too for a day.
//
//	POST /v1/webhooks/{id}/secret
func (c *Client) RotateWebhookSecret(ctx context.Context, id string) (SecretView, error) {
	request := call{method: http.MethodPost, path: "/v1/webhooks/" + url.PathEscape(id) + "/secret"}
	var out SecretView
	err := c.do(ctx, request, &out)
	return out, err
}

// SaveDraft: Keep what you have begun to write.
//
//	PUT /v1/conversations/{id}/draft
func (c *Client) SaveDraft(ctx context.Context, id string, body DraftSaveBody) (DraftView, error) {
	request := call{method: http.MethodPut, path: "/v1/conversations/" + url.PathEscape(id) + "/draft", body: body}
	var out DraftView
	err := c.do(ctx, request, &out)
	return out, err
}

// SaveView: Save a filter as a view.
//
//	POST /v1/views
func (c *Client) SaveView(ctx context.Context, body NewViewBody) (View, error) {
	request := call{method: http.MethodPost, path: "/v1/views", body: body, once: true}
	var out View
	err := c.do(ctx, request, &out)
	return out, err
}

// SearchQuery narrows Search; what is empty does not.
type SearchQuery struct {
	Limit        int64     // how many at most
	After        string    // next of the page before
	Q            string    // words, a number, a name or an address; without it the conversations that the filters name, the newest first
	State        string    // open, waiting, snoozed, resolved; several with commas
	Assignee     string    // staff ids, me, none; several with commas
	Team         string    // team ids, mine, none; several with commas
	Tag          string    // wears all of these; several with commas
	Organisation string    // what the contact belongs to: an organisation's id, name or domain, or words of it; several with commas, and what has a comma in double quotes. Where nothing else filters, its contacts are found too
	Channel      string    // channel ids; several with commas
	Kind         string    // of the message that is hit: inbound, reply, note; several with commas
	Has          string    // only messages with an attachment one of "attachment"
	Number       int64     // of the conversation
	From         time.Time // written, or by subject opened, not before
	To           time.Time // not included
}

func (q *SearchQuery) values() url.Values {
	v := url.Values{}
	if q == nil {
		return v
	}
	text(v, "limit", someNumber(q.Limit))
	text(v, "after", q.After)
	text(v, "q", q.Q)
	text(v, "state", q.State)
	text(v, "assignee", q.Assignee)
	text(v, "team", q.Team)
	text(v, "tag", q.Tag)
	text(v, "organisation", q.Organisation)
	text(v, "channel", q.Channel)
	text(v, "kind", q.Kind)
	text(v, "has", q.Has)
	text(v, "number", someNumber(q.Number))
	text(v, "from", someTime(q.From))
	text(v, "to", someTime(q.To))
	return v
}

// Search: Find conversations and contacts by words, numbers, names and addresses.
//
//	GET /v1/search
func (c *Client) Search(ctx context.Context, query *SearchQuery) (PageResult, error) {
	request := call{method: http.MethodGet, path: "/v1/search", query: query.values()}
	var out PageResult
	err := c.do(ctx, request, &out)
	return out, err
}

// SeeNotifications: Note that I have seen some of them, or all.
//
//	PUT /v1/notifications/seen
func (c *Client) SeeNotifications(ctx context.Context, body SeeingBody) error {
	request := call{method: http.MethodPut, path: "/v1/notifications/seen", body: body}
	return c.do(ctx, request, nil)
}

// SendIdentityCheck: Send a code to an address that is known to be the customer's; nobody here sees it, and an earlier one counts no more.
//
//	POST /v1/conversations/{id}/identity-check
func (c *Client) SendIdentityCheck(ctx context.Context, id string, body IdentityCheckWishBody) (IdentityCheckView, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/identity-check", body: body}
	var out IdentityCheckView
	err := c.do(ctx, request, &out)
	return out, err
}

// SendMessageAgain: Send a reply again that did not arrive, or of which nobody can know.
//
//	POST /v1/messages/{id}/sending
func (c *Client) SendMessageAgain(ctx context.Context, id string) (Message, error) {
	request := call{method: http.MethodPost, path: "/v1/messages/" + url.PathEscape(id) + "/sending"}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// SetContactPersonalAgent: Give a contact an own person, who is asked first whenever they write, and somebody who stands in.
//
//	PUT /v1/contacts/{id}/personal-agent
func (c *Client) SetContactPersonalAgent(ctx context.Context, id string, body AgentChoice) (AgentView, error) {
	request := call{method: http.MethodPut, path: "/v1/contacts/" + url.PathEscape(id) + "/personal-agent", body: body}
	var out AgentView
	err := c.do(ctx, request, &out)
	return out, err
}

// SetLegalHold: Keep a contact or a conversation from being erased.
//
//	PUT /v1/legal-holds/{kind}/{id}
func (c *Client) SetLegalHold(ctx context.Context, kind string, id string, body NewHoldBody) error {
	request := call{method: http.MethodPut, path: "/v1/legal-holds/" + url.PathEscape(kind) + "/" + url.PathEscape(id), body: body}
	return c.do(ctx, request, nil)
}

// SetOrganisationPersonalAgent: Give an organisation an own person, for all of its contacts who have none.
//
//	PUT /v1/organisations/{id}/personal-agent
func (c *Client) SetOrganisationPersonalAgent(ctx context.Context, id string, body AgentChoice) (AgentView, error) {
	request := call{method: http.MethodPut, path: "/v1/organisations/" + url.PathEscape(id) + "/personal-agent", body: body}
	var out AgentView
	err := c.do(ctx, request, &out)
	return out, err
}

// SetPrivacy: Decide who sees which kinds of personal data.
//
//	PUT /v1/privacy
func (c *Client) SetPrivacy(ctx context.Context, body PrivacyBody) (Policy, error) {
	request := call{method: http.MethodPut, path: "/v1/privacy", body: body}
	var out Policy
	err := c.do(ctx, request, &out)
	return out, err
}

// SetRiskRule: Say what follows on a kind of risk.
//
//	PUT /v1/risk-rules/{kind}
func (c *Client) SetRiskRule(ctx context.Context, kind string, body RiskRuleEditBody) (RiskRuleView, error) {
	request := call{method: http.MethodPut, path: "/v1/risk-rules/" + url.PathEscape(kind), body: body}
	var out RiskRuleView
	err := c.do(ctx, request, &out)
	return out, err
}

// SetRiskWords: Raise nothing more for words that were a false alarm, or do again; never where a life may be in danger.
//
//	PUT /v1/risk-words
func (c *Client) SetRiskWords(ctx context.Context, body RiskWordsEditBody) error {
	request := call{method: http.MethodPut, path: "/v1/risk-words", body: body}
	return c.do(ctx, request, nil)
}

// SetSignInPolicy: Change the rule.
//
//	PATCH /v1/sign-in/policy
func (c *Client) SetSignInPolicy(ctx context.Context, body PolicyEditBody) (PolicyView, error) {
	request := call{method: http.MethodPatch, path: "/v1/sign-in/policy", body: body}
	var out PolicyView
	err := c.do(ctx, request, &out)
	return out, err
}

// Setup: Make the first admin and sign in.
//
//	POST /v1/setup
func (c *Client) Setup(ctx context.Context, body SetupBody) (Entrance, error) {
	request := call{method: http.MethodPost, path: "/v1/setup", body: body}
	var out Entrance
	err := c.do(ctx, request, &out)
	return out, err
}

// ShowCallbackNumber: Have the number shown that one is going to call; it is audited.
//
//	POST /v1/callbacks/{id}/number
func (c *Client) ShowCallbackNumber(ctx context.Context, id string) (CallbackNumber, error) {
	request := call{method: http.MethodPost, path: "/v1/callbacks/" + url.PathEscape(id) + "/number"}
	var out CallbackNumber
	err := c.do(ctx, request, &out)
	return out, err
}

// ShowPictures: See the remote pictures of a mail; we fetch them, so that the sender does not learn who reads.
//
//	PUT /v1/messages/{id}/pictures
func (c *Client) ShowPictures(ctx context.Context, id string, body ShowingBody) (Message, error) {
	request := call{method: http.MethodPut, path: "/v1/messages/" + url.PathEscape(id) + "/pictures", body: body}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// ShowSignIn: Ways to sign in, and how far this browser has come.
//
//	GET /v1/sign-in
func (c *Client) ShowSignIn(ctx context.Context) (SignInOffer, error) {
	request := call{method: http.MethodGet, path: "/v1/sign-in"}
	var out SignInOffer
	err := c.do(ctx, request, &out)
	return out, err
}

// SignIn: Sign in by password.
//
//	POST /v1/session
func (c *Client) SignIn(ctx context.Context, body CredentialsBody) (Entrance, error) {
	request := call{method: http.MethodPost, path: "/v1/session", body: body}
	var out Entrance
	err := c.do(ctx, request, &out)
	return out, err
}

// SignOut: Sign out.
//
//	DELETE /v1/session
func (c *Client) SignOut(ctx context.Context) error {
	request := call{method: http.MethodDelete, path: "/v1/session"}
	return c.do(ctx, request, nil)
}

// SplitConversation: Begin a new conversation with some of its messages.
//
//	POST /v1/conversations/{id}/split
func (c *Client) SplitConversation(ctx context.Context, id string, body SplittingBody) (Conversation, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/split", body: body, once: true}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// StartExport: Write contacts or conversations into a file.
//
//	POST /v1/exports
func (c *Client) StartExport(ctx context.Context, body NewExportBody) (Export, error) {
	request := call{method: http.MethodPost, path: "/v1/exports", body: body, once: true}
	var out Export
	err := c.do(ctx, request, &out)
	return out, err
}

// StartImport: Let it come in; a cancelled or failed one goes on where it was.
//
//	POST /v1/imports/{id}/start
func (c *Client) StartImport(ctx context.Context, id string) (Import, error) {
	request := call{method: http.MethodPost, path: "/v1/imports/" + url.PathEscape(id) + "/start"}
	var out Import
	err := c.do(ctx, request, &out)
	return out, err
}

// TakeBackToldApart: Take back that two are not the same person.
//
//	DELETE /v1/contacts/{id}/told-apart/{other}
func (c *Client) TakeBackToldApart(ctx context.Context, id string, other string) error {
	request := call{method: http.MethodDelete, path: "/v1/contacts/" + url.PathEscape(id) + "/told-apart/" + url.PathEscape(other)}
	return c.do(ctx, request, nil)
}

// TakeBackToldApartConversation: Take back that two are not about the same matter.
//
//	DELETE /v1/conversations/{id}/told-apart/{other}
func (c *Client) TakeBackToldApartConversation(ctx context.Context, id string, other string) error {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/told-apart/" + url.PathEscape(other)}
	return c.do(ctx, request, nil)
}

// TakeCallback: Say that one is going to call; the conversation is one's own, too, where nobody has it.
//
//	POST /v1/callbacks/{id}/taking
func (c *Client) TakeCallback(ctx context.Context, id string) (CallbackView, error) {
	request := call{method: http.MethodPost, path: "/v1/callbacks/" + url.PathEscape(id) + "/taking"}
	var out CallbackView
	err := c.do(ctx, request, &out)
	return out, err
}

// TakeHelp: Help: take the request, and join its conversation.
//
//	POST /v1/help/{id}/taking
func (c *Client) TakeHelp(ctx context.Context, id string) (HelpView, error) {
	request := call{method: http.MethodPost, path: "/v1/help/" + url.PathEscape(id) + "/taking"}
	var out HelpView
	err := c.do(ctx, request, &out)
	return out, err
}

// TakeNext: Take the conversation that is taken first of all that one can take.
//
//	POST /v1/me/next
func (c *Client) TakeNext(ctx context.Context) (NextView, error) {
	request := call{method: http.MethodPost, path: "/v1/me/next"}
	var out NextView
	err := c.do(ctx, request, &out)
	return out, err
}

// TrainTopicModel: Learn now, in the background.
//
//	POST /v1/topic-model/training
func (c *Client) TrainTopicModel(ctx context.Context) (TopicModelView, error) {
	request := call{method: http.MethodPost, path: "/v1/topic-model/training"}
	var out TopicModelView
	err := c.do(ctx, request, &out)
	return out, err
}

// TryCalendar: Count a deadline in working time, with the steps to it; the hours need not be saved.
//
//	POST /v1/calendars/trial
func (c *Client) TryCalendar(ctx context.Context, body CalendarTrialBody) (DeadlineView, error) {
	request := call{method: http.MethodPost, path: "/v1/calendars/trial", body: body}
	var out DeadlineView
	err := c.do(ctx, request, &out)
	return out, err
}

// TryMailbox: Try a mailbox that is no channel yet, in and out; sends nothing and keeps nothing.
//
//	POST /v1/mailbox-trials
func (c *Client) TryMailbox(ctx context.Context, body MailboxTrialBody) (MailboxTried, error) {
	request := call{method: http.MethodPost, path: "/v1/mailbox-trials", body: body}
	var out MailboxTried
	err := c.do(ctx, request, &out)
	return out, err
}

// TryPrivacy: See a text as it would be seen by three readers.
//
//	POST /v1/privacy/trial
func (c *Client) TryPrivacy(ctx context.Context, body PrivacyTrialBody) (Sights, error) {
	request := call{method: http.MethodPost, path: "/v1/privacy/trial", body: body}
	var out Sights
	err := c.do(ctx, request, &out)
	return out, err
}

// TryPushSubscription: Push a word to a browser of mine, to see whether it arrives.
//
//	POST /v1/me/push-subscriptions/{id}/trial
func (c *Client) TryPushSubscription(ctx context.Context, id string) (PushTrialView, error) {
	request := call{method: http.MethodPost, path: "/v1/me/push-subscriptions/" + url.PathEscape(id) + "/trial"}
	var out PushTrialView
	err := c.do(ctx, request, &out)
	return out, err
}

// TryRetentionRule: Show what a rule would erase now, and erase nothing.
//
//	POST /v1/retention-rules/{id}/dry-run
func (c *Client) TryRetentionRule(ctx context.Context, id string) (Trial, error) {
	request := call{method: http.MethodPost, path: "/v1/retention-rules/" + url.PathEscape(id) + "/dry-run"}
	var out Trial
	err := c.do(ctx, request, &out)
	return out, err
}

// TryRouting: What a past day would have looked like with other weights; nothing is saved.
//
//	POST /v1/routing/trial
func (c *Client) TryRouting(ctx context.Context, body Wish) (PlayedDay, error) {
	request := call{method: http.MethodPost, path: "/v1/routing/trial", body: body}
	var out PlayedDay
	err := c.do(ctx, request, &out)
	return out, err
}

// TurnBack: Forget a sign-in that was only begun.
//
//	DELETE /v1/sign-in
func (c *Client) TurnBack(ctx context.Context) error {
	request := call{method: http.MethodDelete, path: "/v1/sign-in"}
	return c.do(ctx, request, nil)
}

// UnassignConversation: Take it from person and team.
//
//	DELETE /v1/conversations/{id}/assignment
func (c *Client) UnassignConversation(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/assignment"}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// UndoBulkAction: Put back what was not changed since, within an hour.
//
//	POST /v1/bulk-actions/{id}/undo
func (c *Client) UndoBulkAction(ctx context.Context, id string) (Action, error) {
	request := call{method: http.MethodPost, path: "/v1/bulk-actions/" + url.PathEscape(id) + "/undo"}
	var out Action
	err := c.do(ctx, request, &out)
	return out, err
}

// UndoImport: Take back what it made, as long as nobody touched it.
//
//	POST /v1/imports/{id}/undo
func (c *Client) UndoImport(ctx context.Context, id string) (Import, error) {
	request := call{method: http.MethodPost, path: "/v1/imports/" + url.PathEscape(id) + "/undo"}
	var out Import
	err := c.do(ctx, request, &out)
	return out, err
}

// UnmaskMessage: Have what is hidden in a message shown for some minutes, with a reason; it is audited.
//
//	POST /v1/messages/{id}/unmasking
func (c *Client) UnmaskMessage(ctx context.Context, id string, body NewUnmaskingBody) (Unmasked, error) {
	request := call{method: http.MethodPost, path: "/v1/messages/" + url.PathEscape(id) + "/unmasking", body: body}
	var out Unmasked
	err := c.do(ctx, request, &out)
	return out, err
}

// UnmergeContact: Take it out of the one that it was merged into.
//
//	DELETE /v1/contacts/{id}/merge
func (c *Client) UnmergeContact(ctx context.Context, id string) (Contact, error) {
	request := call{method: http.MethodDelete, path: "/v1/contacts/" + url.PathEscape(id) + "/merge"}
	var out Contact
	err := c.do(ctx, request, &out)
	return out, err
}

// UnmergeConversation: Take it out of the one that it was merged into.
//
//	DELETE /v1/conversations/{id}/merge
func (c *Client) UnmergeConversation(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/merge"}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// UnsplitConversation: Put its messages back to where they were split off.
//
//	DELETE /v1/conversations/{id}/split
func (c *Client) UnsplitConversation(ctx context.Context, id string) (Conversation, error) {
	request := call{method: http.MethodDelete, path: "/v1/conversations/" + url.PathEscape(id) + "/split"}
	var out Conversation
	err := c.do(ctx, request, &out)
	return out, err
}

// WebhookSecret: What it signs with; looking is audited.
//
//	GET /v1/webhooks/{id}/secret
func (c *Client) WebhookSecret(ctx context.Context, id string) (SecretView, error) {
	request := call{method: http.MethodGet, path: "/v1/webhooks/" + url.PathEscape(id) + "/secret"}
	var out SecretView
	err := c.do(ctx, request, &out)
	return out, err
}

// Whisper: Say something to whoever chats with the customer, which the customer never sees; it stays as a note.
//
//	POST /v1/conversations/{id}/whispers
func (c *Client) Whisper(ctx context.Context, id string, body WhisperingBody) (Message, error) {
	request := call{method: http.MethodPost, path: "/v1/conversations/" + url.PathEscape(id) + "/whispers", body: body, once: true}
	var out Message
	err := c.do(ctx, request, &out)
	return out, err
}

// WithdrawMessage: Take a reply back that has not left yet; it is a draft again.
//
//	DELETE /v1/messages/{id}/sending
func (c *Client) WithdrawMessage(ctx context.Context, id string) (Withdrawal, error) {
	request := call{method: http.MethodDelete, path: "/v1/messages/" + url.PathEscape(id) + "/sending"}
	var out Withdrawal
	err := c.do(ctx, request, &out)
	return out, err
}
