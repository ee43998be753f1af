// Package field keeps what a house wants to know about its contacts,
// conversations and organisations besides what Anlan knows: fields that people define, typed, and
// their values. A value is read and checked in one place (rules.go) whoever
// brings it: a person, a program or an import.
//
// The values belong to the objects: contact and conversation write them inside
// their own verbs, by SetTx and its neighbours.
//
// Facts out: field.changed. Of the values, the owners of the objects tell.
package field

import (
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/access"
)

// Object is what a field describes.
type Object string

const (
	Contact      Object = "contact"
	Conversation Object = "conversation"
	Organisation Object = "organisation"
)

// objects are those that have fields; an object kind that joins them needs only
// a line here and the calls of SetTx and Of in its own package.
var objects = []Object{Contact, Conversation, Organisation}

// Type is what a value of a field is.
type Type string

const (
	Text     Type = "text"      // one line
	LongText Type = "long_text" // several lines
	Number   Type = "number"    // whole
	Decimal  Type = "decimal"   // exact, as it was written
	YesNo    Type = "yes_no"
	Date     Type = "date"      // 2026-03-02, of no time zone
	DateTime Type = "date_time" // an instant
	Choice   Type = "choice"    // one of the options, by its key
	Choices  Type = "choices"   // any number of them
	URL      Type = "url"
	Email    Type = "email"
	Phone    Type = "phone"
)

// Names is a text by language, "zh-CN" and "en".
type Names map[string]string

// Option is what can be chosen.
type Option struct {
	Key      string `json:"key" maxLength:"60" doc:"what is stored and sent; it never changes" example:"gold"`
	Names    Names  `json:"names" doc:"by language: zh-CN, en"`
	Colour   string `json:"colour,omitempty" doc:"a colour like #0f766e, or empty" example:"#0f766e"`
	Archived bool   `json:"archived,omitempty" doc:"no longer offered; where it was chosen, it stays"`
}

// Bounds is what a value has to meet. Empty ones ask for nothing.
type Bounds struct {
	Min       *float64 `json:"min,omitempty" doc:"of numbers and decimals"`
	Max       *float64 `json:"max,omitempty" doc:"of numbers and decimals"`
	MinLength int      `json:"min_length,omitempty" minimum:"0" maximum:"20000" doc:"of texts, in characters"`
	MaxLength int      `json:"max_length,omitempty" minimum:"0" maximum:"20000" doc:"of texts, in characters"`
	Pattern   string   `json:"pattern,omitempty" maxLength:"200" doc:"a regular expression (RE2) that the whole text has to match" example:"[A-Z]{2}-[0-9]{4}"`
}

// Field is one thing that a house wants to know.
type Field struct {
	ID        fact.FieldID `json:"id"`
	Object    Object       `json:"object" enum:"contact,conversation,organisation" doc:"what it describes"`
	Key       string       `json:"key" doc:"its name for programs; it never changes" example:"plan"`
	Names     Names        `json:"names" doc:"by language: zh-CN, en"`
	Type      Type         `json:"type" enum:"text,long_text,number,decimal,yes_no,date,date_time,choice,choices,url,email,phone"`
	Required  bool         `json:"required" doc:"a conversation can be resolved only when it has a value"`
	Options   []Option     `json:"options" nullable:"false"`
	Bounds    Bounds       `json:"bounds"`
	Default   any          `json:"default" doc:"what a new object begins with; null for nothing"`
	Position  int          `json:"position" doc:"its place on the screen, counting from 1"`
	Archived  bool         `json:"archived" doc:"no longer shown or asked for; its values are kept"`
	CreatedAt time.Time    `json:"created_at"`
	Version   int          `json:"version"`
	Can       Can          `json:"can"`
}

// Can is what the asking person may do with a field.
type Can struct {
	Change bool `json:"change"`
}

func can(who access.Actor) Can { return Can{Change: who.May(access.FieldManage)} }

// Label is what to call a field in a sentence, in the languages it has.
func (f Field) Label() string { return f.Names.label(f.Key) }

func (n Names) label(key string) string {
	zh, en := n["zh-CN"], n["en"]
	switch {
	case zh == "" && en == "":
		return key
	case zh == "" || zh == en:
		return en
	case en == "":
		return zh
	}
	return zh + " / " + en
}

// Values is what an object's fields say, by key: text for most types, a number
// for whole numbers, true or false, a list of keys for choices. Exact decimals
// are text, because a number of JSON would round them.
type Values map[string]any
