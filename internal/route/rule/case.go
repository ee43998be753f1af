package rule

import (
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// Case is what a rule sees of a conversation. The names in the tags are those that
// people write; Words lists them for whoever writes a rule.
type Case struct {
	Event string `expr:"event"` // what has happened, where something has: message_arrived, resolved …

	Channel     string         `expr:"channel"`      // its name
	ChannelKind string         `expr:"channel_kind"` // webchat, email, form, api
	State       string         `expr:"state"`        // open, waiting, snoozed, resolved
	Priority    string         `expr:"priority"`     // low, normal, high, urgent
	Team        string         `expr:"team"`         // its name, or ""
	Assignee    string         `expr:"assignee"`     // their name, or ""
	Tags        []string       `expr:"tags"`
	Fields      map[string]any `expr:"fields"` // the house's own, by key

	Subject  string `expr:"subject"`
	Text     string `expr:"text"`     // what the customer wrote last, without what was quoted
	Language string `expr:"language"` // of that, as zh, en
	Messages int    `expr:"messages"` // how many there are

	Topics  []string `expr:"topics"`  // what it is about, and what that belongs to, each by id and by its names
	Emotion string   `expr:"emotion"` // calm, worried, angry, furious
	Urgency float64  `expr:"urgency"` // 0 … 1
	Risks   []string `expr:"risks"`

	WaitingMinutes float64 `expr:"waiting_minutes"` // the customer waits for us since; 0 when they do not
	QuietMinutes   float64 `expr:"quiet_minutes"`   // since the last message
	AgeMinutes     float64 `expr:"age_minutes"`     // since it was opened

	OpenCalendars []string `expr:"open_calendars"` // by name: whose working time it is

	Customer Customer `expr:"customer"`
}

// Customer is what a rule sees of who writes.
type Customer struct {
	Name         string         `expr:"name"`
	Tier         string         `expr:"tier"` // standard, vip
	Language     string         `expr:"language"`
	Tags         []string       `expr:"tags"`
	Emails       []string       `expr:"emails"`
	Organisation string         `expr:"organisation"`
	Contacts3    int            `expr:"contacts_3_days"`  // conversations begun in the last three days, this one included
	Contacts30   int            `expr:"contacts_30_days"` // the same of thirty days
	Fields       map[string]any `expr:"fields"`
}

// Seen is a case made ready to be asked many questions.
type Seen struct {
	Case
	Mentions func(words ...string) bool `expr:"mentions"`
}

// See makes a case ready. What mentions compares is made once, when it is first asked.
func See(c Case) *Seen {
	var text string
	return &Seen{c, func(words ...string) bool {
		if text == "" {
			text = plain(c.Subject) + "\n" + plain(c.Text)
		}
		return slices.ContainsFunc(words, func(word string) bool { return stands(text, plain(word)) })
	}}
}

// plain makes small and capital letters, and those of full and half width, the same.
func plain(text string) string { return strings.ToLower(width.Fold.String(text)) }

// stands tells whether a word is in a text: a Latin one by itself, a Chinese one anywhere.
func stands(text, word string) bool {
	if word == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(word)
		if !joins(lastOf(text[:at]), firstOf(word)) && !joins(lastOf(word), firstOf(text[end:])) {
			return true
		}
		from = at + 1
	}
}

// joins tells whether two letters beside one another belong to one word.
func joins(a, b rune) bool { return latin(a) && latin(b) }

func latin(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0xC0 && r <= 0x24F
}

func firstOf(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

func lastOf(text string) (last rune) {
	for at := len(text) - 1; at >= 0 && at >= len(text)-4; at-- {
		if text[at]&0xC0 != 0x80 {
			return firstOf(text[at:])
		}
	}
	return 0
}

// Word is one thing that a rule may ask for.
type Word struct {
	Name   string   `json:"name" example:"customer.tier"`
	Kind   string   `json:"kind" enum:"text,number,texts,fields"`
	Values []string `json:"values" nullable:"false" doc:"all that it can be, where that is a short list"`
}

// Words are the things that a rule may ask for, in the order in which people think of them.
func Words() []Word {
	priorities, kinds := []string{"low", "normal", "high", "urgent"}, []string{"webchat", "email", "form", "api"}
	emotions := []string{"calm", "worried", "angry", "furious"}
	risks := []string{"public_exposure", "legal", "account_theft", "payment_loss", "self_harm", "violence", "minors", "others_data"}
	none := []string{}
	return []Word{
		{"channel_kind", "text", kinds}, {"channel", "text", none}, {"subject", "text", none}, {"text", "text", none},
		{"language", "text", none}, {"topics", "texts", none}, {"emotion", "text", emotions}, {"urgency", "number", none}, {"risks", "texts", risks},
		{"customer.tier", "text", []string{"standard", "vip"}}, {"customer.name", "text", none}, {"customer.language", "text", none},
		{"customer.tags", "texts", none}, {"customer.emails", "texts", none}, {"customer.organisation", "text", none},
		{"customer.contacts_3_days", "number", none}, {"customer.contacts_30_days", "number", none}, {"customer.fields", "fields", none},
		{"state", "text", []string{"open", "waiting", "snoozed", "resolved"}}, {"priority", "text", priorities},
		{"team", "text", none}, {"assignee", "text", none}, {"tags", "texts", none}, {"fields", "fields", none}, {"messages", "number", none},
		{"waiting_minutes", "number", none}, {"quiet_minutes", "number", none}, {"age_minutes", "number", none},
		{"open_calendars", "texts", none},
	}
}
