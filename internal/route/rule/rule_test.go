package rule

import (
	"strings"
	"testing"

	"anlan/internal/platform/fault"
)

var late = Case{
	Event: "message_arrived", Channel: "Shop", ChannelKind: "email", State: "open", Priority: "normal", Tags: []string{"order"},
	Subject: "Refund PLEASE", Text: "订单 10001 还没退款，ＶＩＰ 客户。Where is my refund?", Language: "zh", Messages: 3,
	Fields: map[string]any{"plan": "gold", "seats": 12.0}, Emotion: "angry", Urgency: 0.7, Risks: []string{"public_exposure"},
	WaitingMinutes: 61,
	Customer:       Customer{Name: "王芳", Tier: "vip", Tags: []string{"press"}, Emails: []string{"wang@example.com"}, Contacts3: 3, Fields: map[string]any{}},
}

func TestWhatAConditionSays(t *testing.T) {
	for _, c := range []struct {
		source string
		want   bool
	}{
		{``, true},
		{`channel_kind == "email" && customer.tier == "vip"`, true},
		{`channel_kind in ["webchat", "form"]`, false},
		{`mentions("退款", "换货")`, true},
		{`mentions("fund")`, false}, // not a word of its own
		{`mentions("please", "thanks")`, true},
		{`mentions("vip")`, true}, // as wide letters
		{`mentions()`, false},
		{`"order" in tags and not ("spam" in tags)`, true},
		{`any(risks, # in ["legal", "public_exposure"])`, true},
		{`text matches "\\d{5}"`, true},
		{`fields.plan == "gold" && fields.seats > 10`, true},
		{`fields.nothing == "x"`, false},
		{`waiting_minutes > 60`, true},
		{`customer.contacts_3_days >= 3 ? emotion != "calm" : false`, true},
		{`messages in 2..4`, true},
		{`any(customer.emails, # endsWith "@example.com")`, true},
	} {
		condition, err := Compile(c.source)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		got, err := condition.Holds(See(late))
		if err != nil || got != c.want {
			t.Errorf("%s: %v, %v", c.source, got, err)
		}
	}
}

func TestACaseOfWhichNothingIsKnownBreaksNoCondition(t *testing.T) {
	for _, source := range []string{
		`any(tags, # == "x")`, `fields.plan == "gold"`, `customer.fields.since > 3 `, `mentions("x")`, `len(text) > 3`, `customer.emails[0] == "a"`,
	} {
		condition, err := Compile(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got, err := condition.Holds(See(Case{})); got {
			t.Errorf("%s holds of nothing (%v)", source, err)
		} else if err != nil && fault.Of(err).Code != "rule.broke" {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestAConditionThatCannotBeReadSaysWhere(t *testing.T) {
	for _, c := range []struct {
		source, code string
		column       any
	}{
		{`chanel_kind == "email"`, "rule.unknown_word", 1},
		{`state == "open" && customer.age > 3`, "rule.unknown_word", 29},
		{`state`, "rule.not_yes_or_no", nil},
		{`state == `, "rule.unreadable", 8},
		{`messages == "three"`, "rule.unreadable", 10},
		{`now() > 3`, "rule.unknown_word", 1},
		{strings.Repeat(`state == "open" || `, 150) + `true`, "rule.too_long", nil},
		{`"` + strings.Repeat("长", MostCharacters) + `" == state`, "rule.too_long", nil},
	} {
		_, err := Compile(c.source)
		f := fault.Of(err)
		if f.Code != c.code || c.column != nil && f.Values["column"] != c.column {
			t.Errorf("%.60s: %s %v, want %s at %v", c.source, f.Code, f.Values, c.code, c.column)
		}
	}
}

func TestAConditionTakesNeitherAllMemoryNorAllTime(t *testing.T) {
	for _, source := range []string{
		`count(1..1000, count(1..1000, # % 2 == 1) > 3) > 0`,
		`any(tags, any(tags, # == "x"))`,
		`len(1..90000) == messages`,
	} {
		if _, err := Compile(source); fault.Of(err).Code != "rule.too_costly" {
			t.Errorf("%s: %v", source, err)
		}
	}
	for _, source := range []string{`len(split(text, "")) > 1`, `repeat(text, 99) == text`} {
		if _, err := Compile(source); fault.Of(err).Code != "rule.unknown_word" {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestEveryWordCanBeAskedFor(t *testing.T) {
	for _, word := range Words() {
		source := map[string]string{"text": word.Name + ` == "x"`, "number": word.Name + " > 1", "texts": `"x" in ` + word.Name, "fields": word.Name + `.x == "x"`}[word.Kind]
		if _, err := Compile(source); err != nil {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func BenchmarkAThousandRules(b *testing.B) {
	conditions := make([]Condition, 1000)
	for i := range conditions {
		source := []string{`channel_kind == "email" && mentions("refund", "退款") && urgency > 0.9`, `"spam" in tags || customer.contacts_3_days > 5`, `any(risks, # == "legal")`, `text matches "order \\d+" && state == "open"`}[i%4]
		conditions[i], _ = Compile(source)
	}
	b.ReportAllocs()
	for b.Loop() {
		seen := See(late)
		for _, c := range conditions {
			if _, err := c.Holds(seen); err != nil {
				b.Fatal(err)
			}
		}
	}
}
