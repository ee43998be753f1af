package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/privacy"
)

// vector is a value of validator.js with its verdict.
type vector struct {
	Validator string
	Args      []json.RawMessage
	Value     string
	Valid     bool
}

// span is a place of personal data that a set names.
type span struct {
	Type       string
	Start, End int
	Value      string
}

// privacies measures personal data: values by their check digits and forms, and
// places in texts.
func privacies(t *table) error {
	t.title("Personal data (percent right)")
	vectors, err := jsonLines[vector](t.path("pii/validatorjs_vectors.jsonl.gz"))
	if err != nil {
		return err
	}
	for _, v := range []struct {
		validator, places string
		words             string // what somebody writes before such a value
		kind              privacy.Kind
		least             float64
	}{
		{"isIdentityCard", "zh-CN zh-HK zh-TW TH", "身份证号 ", privacy.IDCard, 90},
		{"isMobilePhone", "zh-CN en-HK zh-TW en-SG ms-MY id-ID th-TH vi-VN en-PH", "phone ", privacy.Phone, 70},
		{"isCreditCard", "", "card number ", privacy.BankCard, 80},
		{"isLuhnNumber", "", "card number ", privacy.BankCard, 60},
		{"isEmail", "", "mail ", privacy.Email, 70},
		{"isIBAN", "", "iban ", privacy.Account, 80},
		{"isPassportNumber", "CN ID MY PH TH US", "passport ", privacy.Passport, 70},
	} {
		right, all := 0, 0
		for _, one := range vectors {
			if one.Validator != v.validator || !among(one.Args, v.places) {
				continue
			}
			all++
			if whole(v.words, one.Value, v.kind) == one.Valid {
				right++
			} else {
				t.wrong(v.validator, string(join(one.Args)), one.Value, "valid:", one.Valid)
			}
		}
		t.row(fmt.Sprintf("validator.js %s %s: %d values", v.validator, v.places, all), percent(right, all), atLeast(v.least), "")
	}
	return inTexts(t)
}

// among tells whether a vector is about one of the places; without places only
// vectors without settings count.
func among(args []json.RawMessage, places string) bool {
	text := string(join(args))
	if places == "" {
		return text == ""
	}
	for place := range strings.FieldsSeq(places) {
		if text == `"`+place+`"` {
			return true
		}
	}
	return false
}

func join(args []json.RawMessage) (all []byte) {
	for _, a := range args {
		all = append(all, a...)
	}
	return all
}

// whole tells whether a value is found as one valid piece.
func whole(words, value string, kind privacy.Kind) bool {
	var text passage.Passage
	text.Read(words + value)
	for _, f := range privacy.Find(&text, nil) {
		if f.Kind == kind && f.Valid && f.Start <= len([]rune(words)) && f.End == text.Len() {
			return true
		}
	}
	return false
}

// inTexts compares with places in texts. Names and addresses of the whole world
// are in them; ours are found by the words around.
func inTexts(t *table) error {
	type written struct {
		Text  string
		Spans []span
	}
	list, err := jsonLines[written](t.path("pii/presidio_synth.jsonl.gz"))
	if err != nil {
		return err
	}
	kinds := map[string]privacy.Kind{"CREDIT_CARD": privacy.BankCard, "EMAIL_ADDRESS": privacy.Email, "PHONE_NUMBER": privacy.Phone,
		"IBAN_CODE": privacy.Account, "STREET_ADDRESS": privacy.Address, "PERSON": privacy.Name}
	found, there, ours, good := map[string]int{}, map[string]int{}, map[privacy.Kind]int{}, map[privacy.Kind]int{}
	var text passage.Passage
	for _, w := range list {
		text.Read(w.Text)
		findings := privacy.Find(&text, nil)
		for _, s := range w.Spans {
			there[s.Type]++
			hit := false
			for _, f := range findings {
				hit = hit || f.Kind == kinds[s.Type] && f.Start < s.End && s.Start < f.End
			}
			found[s.Type] += count(hit)
			if !hit && kinds[s.Type] != "" && s.Type != "PERSON" {
				t.wrong("missed", s.Type, s.Value, "|", w.Text)
			}
		}
		for _, f := range findings {
			ours[f.Kind]++
			hit := false
			for _, s := range w.Spans {
				hit = hit || f.Start < s.End && s.Start < f.End
			}
			good[f.Kind] += count(hit)
			if !hit {
				t.wrong("too much", f.Kind, string(text.Written[f.Start:f.End]), "|", w.Text)
			}
		}
	}
	for _, k := range []struct {
		name  string
		least float64
	}{{"CREDIT_CARD", 90}, {"EMAIL_ADDRESS", 99}, {"PHONE_NUMBER", 60}, {"IBAN_CODE", 99}, {"STREET_ADDRESS", 0}, {"PERSON", 0}} {
		f := free
		if k.least > 0 {
			f = atLeast(k.least)
		}
		t.row(fmt.Sprintf("presidio texts, %s: %d, found", k.name, there[k.name]), percent(found[k.name], there[k.name]), f, "")
	}
	all, right := 0, 0
	for kind, n := range ours {
		all, right = all+n, right+good[kind]
	}
	t.row(fmt.Sprintf("presidio texts: of %d findings, at something personal", all), percent(right, all), atLeast(90), "")
	return nil
}
