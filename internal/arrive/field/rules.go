package field

import (
	"encoding/json"
	"math"
	"math/big"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"anlan/internal/kit/plain"
	"anlan/internal/platform/fault"
)

// Bounds of what people define and enter.
const (
	maxFields   = 100 // of one kind of object
	maxOptions  = 500
	maxName     = 100
	maxLine     = 500    // characters of a one-line text
	maxLong     = 20_000 // characters of a long text
	maxFold     = 200    // bytes that an index has to hold
	maxPattern  = 200
	maxChosen   = 50
	maxExact    = 1 << 53 // beyond it a JSON number is no longer exact
	maxDecimal  = 40      // digits of a decimal
	maxOwnURL   = 2000
	maxOwnEmail = 320
)

var (
	keyForm     = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	optionForm  = regexp.MustCompile(`^[^\s,;][^,;\n\r\t]{0,59}$`)
	colourForm  = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	decimalForm = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)
	phoneForm   = regexp.MustCompile(`^\+?[0-9]{3,20}$`)
)

// stored is one value as it is kept.
type stored struct {
	Value  string
	Fold   string
	Number *float64
}

// read turns what somebody gives into what is kept. Nothing, an empty text and
// an empty list all mean that the field has no value.
func read(f Field, given any) ([]stored, error) {
	if text, ok := given.(string); ok {
		given = strings.TrimSpace(plain.Text(text))
	}
	if empty(given) {
		return nil, nil
	}
	if f.Type == Choices {
		return readChoices(f, given)
	}
	one, err := readOne(f, given)
	if err != nil {
		return nil, err
	}
	return []stored{one}, nil
}

func empty(given any) bool {
	switch v := given.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case []string:
		return len(v) == 0
	}
	return false
}

func readOne(f Field, given any) (stored, error) {
	switch f.Type {
	case Number:
		return readNumber(f, given)
	case Decimal:
		return readDecimal(f, given)
	case YesNo:
		return readYesNo(f, given)
	}
	text, ok := given.(string)
	if !ok {
		if n, is := given.(float64); is && f.Type != Choice { // a sheet or a program sent bare digits
			text, ok = strconv.FormatFloat(n, 'f', -1, 64), true
		}
	}
	if !ok {
		return stored{}, wrongType(f)
	}
	switch f.Type {
	case Date:
		return readDate(f, text)
	case DateTime:
		return readInstant(f, text)
	case Choice:
		return readChoice(f, text)
	}
	return readText(f, text)
}

// at says where in the input the value stands.
func at(f Field, wrong *fault.Fault) error { return wrong.At("fields." + f.Key) }

func wrongType(f Field) error {
	return at(f, fault.New(fault.Invalid, "field.wrong_type", "field", f.Label(), "type", string(f.Type)))
}

func readNumber(f Field, given any) (stored, error) {
	var n int64
	switch v := given.(type) {
	case float64:
		if v != math.Trunc(v) || math.Abs(v) > maxExact {
			return stored{}, wrongType(f)
		}
		n = int64(v)
	case json.Number:
		return readNumber(f, v.String())
	case int:
		n = int64(v)
	case int64:
		n = v
	case string:
		parsed, err := strconv.ParseInt(strings.TrimPrefix(plainDigits(v), "+"), 10, 64)
		if err != nil || parsed > maxExact || parsed < -maxExact {
			return stored{}, wrongType(f)
		}
		n = parsed
	default:
		return stored{}, wrongType(f)
	}
	return within(f, numbered(strconv.FormatInt(n, 10), float64(n)))
}

func readDecimal(f Field, given any) (stored, error) {
	var text string
	switch v := given.(type) {
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		text = v.String()
	case int:
		text = strconv.Itoa(v)
	case string:
		text = plainDigits(v)
	default:
		return stored{}, wrongType(f)
	}
	if !decimalForm.MatchString(text) || len(text) > maxDecimal {
		return stored{}, wrongType(f)
	}
	text = strings.TrimPrefix(text, "+")
	exact, ok := new(big.Rat).SetString(text)
	if !ok {
		return stored{}, wrongType(f)
	}
	near, _ := exact.Float64()
	s := numbered(text, near)
	s.Fold = exact.RatString() // 1.50 is found by 1.5
	if len(s.Fold) > maxFold {
		return stored{}, wrongType(f)
	}
	return within(f, s)
}

// plainDigits takes the full-width digits of a Chinese keyboard, and thousands apart.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '－':
			return '-'
		case r == ',' || r == '，' || r == ' ':
			return -1
		}
		return r
	}, s)
}

func numbered(text string, n float64) stored { return stored{Value: text, Fold: text, Number: &n} }

func within(f Field, s stored) (stored, error) {
	switch {
	case f.Bounds.Min != nil && *s.Number < *f.Bounds.Min:
		return stored{}, at(f, fault.New(fault.Invalid, "field.too_small", "field", f.Label(), "limit", *f.Bounds.Min))
	case f.Bounds.Max != nil && *s.Number > *f.Bounds.Max:
		return stored{}, at(f, fault.New(fault.Invalid, "field.too_big", "field", f.Label(), "limit", *f.Bounds.Max))
	}
	return s, nil
}

// yesWords and noWords are what sheets say for yes and no.
var (
	yesWords = []string{"true", "yes", "y", "1", "是", "有", "对", "真"}
	noWords  = []string{"false", "no", "n", "0", "否", "无", "没有", "不", "假"}
)

func readYesNo(f Field, given any) (stored, error) {
	yes, no := 1.0, 0.0
	switch v := given.(type) {
	case bool:
		if v {
			return stored{"true", "true", &yes}, nil
		}
		return stored{"false", "false", &no}, nil
	case float64:
		return readYesNo(f, strconv.FormatFloat(v, 'f', -1, 64))
	case string:
		word := strings.ToLower(v)
		if slices.Contains(yesWords, word) {
			return readYesNo(f, true)
		}
		if slices.Contains(noWords, word) {
			return readYesNo(f, false)
		}
	}
	return stored{}, wrongType(f)
}

func readDate(f Field, text string) (stored, error) {
	for _, layout := range []string{"2006-01-02", "2006/1/2", "2006-1-2", "2006年1月2日", "2006.1.2", "20060102"} {
		if day, err := time.Parse(layout, text); err == nil && day.Year() > 0 {
			s := numbered(day.Format("2006-01-02"), float64(day.UnixMilli()))
			return s, nil
		}
	}
	return stored{}, wrongType(f)
}

func readInstant(f Field, text string) (stored, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil && at.Year() > 0 && at.Year() < 10_000 {
			at = at.UTC().Truncate(time.Millisecond)
			return numbered(at.Format("2006-01-02T15:04:05.000Z"), float64(at.UnixMilli())), nil
		}
	}
	return stored{}, wrongType(f)
}

func readChoice(f Field, text string) (stored, error) {
	for _, o := range f.Options {
		if o.Key == text {
			return stored{Value: o.Key, Fold: fold(o.Key)}, nil
		}
	}
	for _, o := range f.Options { // a sheet says what people see
		for _, name := range o.Names {
			if strings.EqualFold(name, text) {
				return stored{Value: o.Key, Fold: fold(o.Key)}, nil
			}
		}
	}
	return stored{}, at(f, fault.New(fault.Invalid, "field.unknown_option", "field", f.Label(), "option", plain.Upto(text, 100)))
}

func readChoices(f Field, given any) ([]stored, error) {
	var texts []string
	switch v := given.(type) {
	case string:
		texts = strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(",;，；、|", r) })
	case []string:
		texts = v
	case []any:
		for _, each := range v {
			text, ok := each.(string)
			if !ok {
				return nil, wrongType(f)
			}
			texts = append(texts, text)
		}
	default:
		return nil, wrongType(f)
	}
	var all []stored
	for _, text := range texts {
		if text = strings.TrimSpace(plain.Text(text)); text == "" {
			continue
		}
		one, err := readChoice(f, text)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(s stored) bool { return s.Value == one.Value }) {
			all = append(all, one)
		}
	}
	if len(all) > maxChosen {
		return nil, at(f, fault.New(fault.Invalid, "field.too_many_chosen", "field", f.Label(), "limit", maxChosen))
	}
	return all, nil
}

func readText(f Field, text string) (stored, error) {
	most := maxLine
	switch f.Type {
	case LongText:
		most = maxLong
	case URL:
		most = maxOwnURL
	case Email:
		most = maxOwnEmail
	}
	if f.Type != LongText {
		text = strings.Join(strings.Fields(text), " ")
	}
	length := utf8.RuneCountInString(text)
	if f.Bounds.MaxLength > 0 {
		most = min(most, f.Bounds.MaxLength)
	}
	if length > most {
		return stored{}, at(f, fault.New(fault.Invalid, "field.too_long", "field", f.Label(), "limit", most))
	}
	if length < f.Bounds.MinLength {
		return stored{}, at(f, fault.New(fault.Invalid, "field.too_short", "field", f.Label(), "limit", f.Bounds.MinLength))
	}
	switch f.Type {
	case URL:
		u, err := url.Parse(text)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return stored{}, wrongType(f)
		}
	case Email:
		a, err := mail.ParseAddress(text)
		if err != nil {
			return stored{}, wrongType(f)
		}
		text = strings.ToLower(a.Address)
	case Phone:
		digits := strings.Map(func(r rune) rune {
			if strings.ContainsRune(" -().（）－", r) {
				return -1
			}
			return r
		}, strings.Replace(plainDigits(text), "＋", "+", 1))
		if !phoneForm.MatchString(digits) {
			return stored{}, wrongType(f)
		}
		text = digits
	}
	if f.Bounds.Pattern != "" {
		whole, err := regexp.Compile(`\A(?:` + f.Bounds.Pattern + `)\z`)
		if err != nil || !whole.MatchString(text) {
			return stored{}, at(f, fault.New(fault.Invalid, "field.pattern_unmet", "field", f.Label(), "pattern", f.Bounds.Pattern))
		}
	}
	return stored{Value: text, Fold: fold(text)}, nil
}

// fold is what is compared: letters small, spaces single, cut to what an index bears.
func fold(text string) string {
	return plain.Upto(strings.ToLower(strings.Join(strings.Fields(text), " ")), maxFold)
}

// show turns what is kept into what is told.
func show(f Field, list []stored) any {
	if len(list) == 0 {
		return nil
	}
	switch f.Type {
	case Number:
		n, _ := strconv.ParseInt(list[0].Value, 10, 64)
		return float64(n)
	case YesNo:
		return list[0].Value == "true"
	case Choices:
		keys := make([]string, len(list))
		for i, s := range list {
			keys[i] = s.Value
		}
		return keys
	}
	return list[0].Value
}

// findable tells whether people look for a field's values by words.
func (t Type) findable() bool {
	switch t {
	case Text, LongText, URL, Email, Phone:
		return true
	}
	return false
}

// ordered tells whether a field's values can be compared as more and less.
func (t Type) ordered() bool {
	switch t {
	case Number, Decimal, Date, DateTime:
		return true
	}
	return false
}

// checked refuses a definition that cannot work, and puts it into its one form.
func checked(f Field) (Field, error) {
	f.Key = strings.TrimSpace(f.Key)
	f.Names = tidyNames(f.Names)
	switch {
	case !slices.Contains(objects, f.Object):
		return f, fault.New(fault.Invalid, "field.unknown_object", "object", string(f.Object)).At("object")
	case !keyForm.MatchString(f.Key):
		return f, fault.New(fault.Invalid, "field.key_wrong", "key", plain.Upto(f.Key, 100)).At("key")
	case len(f.Names) == 0:
		return f, fault.New(fault.Invalid, "field.needs_a_name").At("names")
	}
	var err error
	if f.Options, err = checkedOptions(f); err != nil {
		return f, err
	}
	if f.Bounds, err = checkedBounds(f); err != nil {
		return f, err
	}
	if f.Object != Conversation {
		f.Required = false // nothing but a conversation is ever resolved
	}
	return f, nil
}

func tidyNames(names Names) Names {
	tidy := Names{}
	for _, language := range []string{"zh-CN", "en"} {
		name := strings.Join(strings.Fields(plain.Text(names[language])), " ")
		if r := []rune(name); len(r) > maxName {
			name = string(r[:maxName])
		}
		if name != "" {
			tidy[language] = name
		}
	}
	return tidy
}

func checkedOptions(f Field) ([]Option, error) {
	if f.Type != Choice && f.Type != Choices {
		return []Option{}, nil
	}
	if len(f.Options) == 0 || len(f.Options) > maxOptions {
		return nil, fault.New(fault.Invalid, "field.options_needed", "limit", maxOptions).At("options")
	}
	seen := map[string]bool{}
	tidy := make([]Option, len(f.Options))
	for i, o := range f.Options {
		o.Key, o.Names = strings.TrimSpace(plain.Text(o.Key)), tidyNames(o.Names)
		if !optionForm.MatchString(o.Key) || seen[fold(o.Key)] {
			return nil, fault.New(fault.Invalid, "field.option_key_wrong", "key", plain.Upto(o.Key, 100)).At("options")
		}
		if o.Colour != "" && !colourForm.MatchString(o.Colour) {
			return nil, fault.New(fault.Invalid, "field.colour_wrong", "colour", plain.Upto(o.Colour, 100)).At("options")
		}
		if len(o.Names) == 0 {
			o.Names = Names{"zh-CN": o.Key, "en": o.Key}
		}
		seen[fold(o.Key)], tidy[i] = true, o
	}
	return tidy, nil
}

func checkedBounds(f Field) (Bounds, error) {
	b := f.Bounds
	if f.Type != Number && f.Type != Decimal {
		b.Min, b.Max = nil, nil
	}
	if !f.Type.findable() {
		b.MinLength, b.MaxLength, b.Pattern = 0, 0, ""
	}
	if b.Min != nil && b.Max != nil && *b.Min > *b.Max || b.MaxLength > 0 && b.MinLength > b.MaxLength {
		return b, fault.New(fault.Invalid, "field.bounds_wrong").At("bounds")
	}
	if len(b.Pattern) > maxPattern {
		return b, fault.New(fault.Invalid, "field.pattern_wrong", "pattern", plain.Upto(b.Pattern, maxPattern)).At("bounds.pattern")
	}
	// RE2: whatever the pattern, matching takes time linear in the text.
	if _, err := regexp.Compile(`\A(?:` + b.Pattern + `)\z`); err != nil {
		return b, fault.New(fault.Invalid, "field.pattern_wrong", "pattern", b.Pattern).At("bounds.pattern").Because(err)
	}
	return b, nil
}

// begun is the default of a field as it is kept; of many choices one can be it.
func begun(f Field) (stored, error) {
	list, err := read(f, f.Default)
	if err != nil {
		return stored{}, fault.New(fault.Invalid, "field.default_wrong", "field", f.Label()).At("default").Because(err)
	}
	if len(list) == 0 {
		return stored{}, nil
	}
	return list[0], nil
}

// kept adds the options that an edit left out, as archived: somewhere they may
// have been chosen.
func kept(before, after []Option) []Option {
	all := slices.Clone(after)
	for _, o := range before {
		if !slices.ContainsFunc(after, func(a Option) bool { return a.Key == o.Key }) {
			o.Archived = true
			all = append(all, o)
		}
	}
	return all
}

func same(a, b []stored) bool {
	return slices.EqualFunc(a, b, func(x, y stored) bool { return x.Value == y.Value })
}
